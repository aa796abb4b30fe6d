from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Sbv(PortalSpider):
    portal = Portal(
        name="sbv",
        title="Cổng thông tin điện tử Ngân hàng Nhà nước Việt Nam",
        title_en="State Bank of Vietnam",
        body="Ngân hàng Nhà nước Việt Nam",
        kind=Kind.MINISTRY,
        home="https://sbv.gov.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="Ngân hàng Nhà nước Việt Nam (sbv.gov.vn)",
        sections=(Section(path="", title="Trang chủ"),),
    )
