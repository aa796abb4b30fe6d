from dataclasses import replace

from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider

# Public code links to `/tin-tuc/chi-tiet?id=7742453` and, in 2023, to Liferay's form, neither of which ANY_SITE knows.
OWN = rf"{ANY_SITE.article}|/tin-tuc/chi-tiet|/chi-tiet-bai-viet/-/asset_publisher/\w+/content/id/\d+"


class Dongthap(PortalSpider):
    portal = Portal(
        name="dongthap",
        title="Cổng thông tin điện tử tỉnh Đồng Tháp",
        title_en="Dong Thap Province Portal",
        body="Ủy ban nhân dân tỉnh Đồng Tháp",
        kind=Kind.PROVINCE,
        home="https://dongthap.gov.vn/",
        former=("tiengiang.gov.vn",),
        family=replace(ANY_SITE, name="dongthap", article=OWN, arguments=frozenset({"id"})),
        proof=Proof.INFERRED,
        # Dates are written `08:05 21/09/2025`, a form that the generic reading knows.
        unverified=("everything but the host and the form of dates",),
        credit="dongthap.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
