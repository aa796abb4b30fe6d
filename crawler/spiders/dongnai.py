from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Dongnai(PortalSpider):
    portal = Portal(
        name="dongnai",
        # Resolution 202/2025/QH15 has a province; that it became a city in 2026 is unverified.
        title="Cổng thông tin điện tử tỉnh Đồng Nai",
        title_en="Dong Nai Province Portal",
        body="Ủy ban nhân dân tỉnh Đồng Nai",
        kind=Kind.PROVINCE,
        home="https://dongnai.gov.vn/",
        former=("binhphuoc.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="dongnai.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
