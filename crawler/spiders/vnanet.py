from crawler.portal import Family, Feed, Kind, Listing, ListingRules, Portal, Proof, Section, Tls
from crawler.spider import PortalSpider

# From one public crawler. Links of the top news have no address: those texts are sold.
VNANET = Family(
    name="vnanet",
    letter="J",
    title="vnanet.vn",
    article=r"/(?:[^/]+/)*[^/]+-(?P<number>\d+)\.html",
    listing=ListingRules(main=(".grp-list-news-2",)),
)


class Vnanet(PortalSpider):
    portal = Portal(
        name="vnanet",
        title="Cổng thông tin điện tử Thông tấn xã Việt Nam",
        title_en="Vietnam News Agency",
        body="Thông tấn xã Việt Nam",
        kind=Kind.PRESS,
        home="https://vnanet.vn/",
        family=VNANET,
        proof=Proof.INFERRED,
        unverified=(
            "title",
            "feeds",
            "address of the section Kinh tế",
            "article selectors: none known",
            "paging: posted or drawn by scripts, which is not known",
        ),
        tls=Tls.LEGACY,
        credit="Thông tấn xã Việt Nam (vnanet.vn)",
        sections=(
            Section(
                path="vi/tin-tuc/chinh-tri-11/",
                title="Chính trị",
                sources=(Listing(), Feed("/vi/rss/chinh-tri-11.rss")),
            ),
            Section(
                path="vi/tin-tuc/kinh-te-4/",
                title="Kinh tế",
                topic="kinh-te-tai-chinh",
                sources=(Listing(), Feed("/vi/rss/kinh-te-4.rss")),
            ),
        ),
    )
