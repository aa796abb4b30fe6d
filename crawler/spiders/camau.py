from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Camau(PortalSpider):
    portal = Portal(
        name="camau",
        title="Cổng thông tin điện tử tỉnh Cà Mau",
        title_en="Ca Mau Province Portal",
        body="Ủy ban nhân dân tỉnh Cà Mau",
        kind=Kind.PROVINCE,
        home="https://camau.gov.vn/",
        former=("baclieu.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="camau.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
