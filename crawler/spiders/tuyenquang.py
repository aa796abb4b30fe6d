from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Tuyenquang(PortalSpider):
    portal = Portal(
        name="tuyenquang",
        title="Cổng thông tin điện tử tỉnh Tuyên Quang",
        title_en="Tuyen Quang Province Portal",
        body="Ủy ban nhân dân tỉnh Tuyên Quang",
        kind=Kind.PROVINCE,
        home="https://tuyenquang.gov.vn/",
        former=("hagiang.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="tuyenquang.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
