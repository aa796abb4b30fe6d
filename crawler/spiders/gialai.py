from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Gialai(PortalSpider):
    portal = Portal(
        name="gialai",
        title="Cổng thông tin điện tử tỉnh Gia Lai",
        title_en="Gia Lai Province Portal",
        body="Ủy ban nhân dân tỉnh Gia Lai",
        kind=Kind.PROVINCE,
        home="https://gialai.gov.vn/",
        former=("binhdinh.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="gialai.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
