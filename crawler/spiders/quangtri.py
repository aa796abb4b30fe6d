from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Quangtri(PortalSpider):
    portal = Portal(
        name="quangtri",
        title="Cổng thông tin điện tử tỉnh Quảng Trị",
        title_en="Quang Tri Province Portal",
        body="Ủy ban nhân dân tỉnh Quảng Trị",
        kind=Kind.PROVINCE,
        home="https://quangtri.gov.vn/",
        former=("quangbinh.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="quangtri.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
