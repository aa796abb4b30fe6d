from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Bacninh(PortalSpider):
    portal = Portal(
        name="bacninh",
        title="Cổng thông tin điện tử tỉnh Bắc Ninh",
        title_en="Bac Ninh Province Portal",
        body="Ủy ban nhân dân tỉnh Bắc Ninh",
        kind=Kind.PROVINCE,
        home="https://bacninh.gov.vn/",
        former=("bacgiang.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="bacninh.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
