from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Vinhlong(PortalSpider):
    portal = Portal(
        name="vinhlong",
        title="Cổng thông tin điện tử tỉnh Vĩnh Long",
        title_en="Vinh Long Province Portal",
        body="Ủy ban nhân dân tỉnh Vĩnh Long",
        kind=Kind.PROVINCE,
        home="https://vinhlong.gov.vn/",
        former=("bentre.gov.vn", "travinh.gov.vn"),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="vinhlong.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
