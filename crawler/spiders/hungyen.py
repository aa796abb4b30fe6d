from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Hungyen(PortalSpider):
    portal = Portal(
        name="hungyen",
        title="Cổng thông tin điện tử tỉnh Hưng Yên",
        title_en="Hung Yen Province Portal",
        body="Ủy ban nhân dân tỉnh Hưng Yên",
        kind=Kind.PROVINCE,
        home="https://hungyen.gov.vn/",
        former=("thaibinh.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="hungyen.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
