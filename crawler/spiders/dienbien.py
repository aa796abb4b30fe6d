from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Dienbien(PortalSpider):
    portal = Portal(
        name="dienbien",
        title="Cổng thông tin điện tử tỉnh Điện Biên",
        title_en="Dien Bien Province Portal",
        body="Ủy ban nhân dân tỉnh Điện Biên",
        kind=Kind.PROVINCE,
        home="https://dienbien.gov.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="dienbien.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
