from crawler.portal import Family, Kind, Listing, ListingRules, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

# Liferay (family F) with addresses and classes of its own, from a public crawler of July 2026; no page captured. It
# reads no bodies: their classes are Liferay's own for what an asset publisher shows whole.
_NEXT = "{path}?_com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE_iwwYBC4Hj8wV_cur={page}"
HOCHIMINHCITY = Family(
    name="hochiminhcity",
    letter="F",
    title="hochiminhcity.gov.vn",
    article=r"/web/hcm/-/[^/]+",
    arguments=frozenset(),
    sources=(Listing(next=_NEXT),),
    listing=ListingRules(main=(".news-items",), item="news-item", date=".text-date-sklh"),
    versions=(
        Rules(
            title=(".title-divvv", "h1"),
            lead=(".text-summary",),
            body=(".asset-full-content", ".portlet-asset-publisher .journal-content-article"),
            published=(".sp-dislaydate",),
            drop=(".title-divvv, .sp-dislaydate",),
        ),
    ),
)


class Hochiminhcity(PortalSpider):
    portal = Portal(
        name="hochiminhcity",
        title="Cổng thông tin điện tử Thành phố Hồ Chí Minh",
        title_en="Ho Chi Minh City Portal",
        body="Ủy ban nhân dân Thành phố Hồ Chí Minh",
        kind=Kind.PROVINCE,
        home="https://hochiminhcity.gov.vn/",
        former=("baria-vungtau.gov.vn", "binhduong.gov.vn"),
        family=HOCHIMINHCITY,
        proof=Proof.REPORTED,
        unverified=("body selector", "paging", "no page captured"),
        credit="hochiminhcity.gov.vn",
        sections=(Section(path="tin-t%E1%BB%A9c-s%E1%BB%B1-ki%E1%BB%87n-all-", title="Tin tức - Sự kiện"),),
    )
