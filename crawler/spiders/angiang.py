from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Angiang(PortalSpider):
    portal = Portal(
        name="angiang",
        title="Cổng thông tin điện tử tỉnh An Giang",
        title_en="An Giang Province Portal",
        body="Ủy ban nhân dân tỉnh An Giang",
        kind=Kind.PROVINCE,
        home="https://angiang.gov.vn/",
        former=("kiengiang.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="angiang.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
