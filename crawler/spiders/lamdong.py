from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Lamdong(PortalSpider):
    portal = Portal(
        name="lamdong",
        title="Cổng thông tin điện tử tỉnh Lâm Đồng",
        title_en="Lam Dong Province Portal",
        body="Ủy ban nhân dân tỉnh Lâm Đồng",
        kind=Kind.PROVINCE,
        home="https://lamdong.gov.vn/",
        former=("daknong.gov.vn", "binhthuan.gov.vn"),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="lamdong.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
