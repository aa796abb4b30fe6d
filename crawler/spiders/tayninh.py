from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Tayninh(PortalSpider):
    portal = Portal(
        name="tayninh",
        title="Cổng thông tin điện tử tỉnh Tây Ninh",
        title_en="Tay Ninh Province Portal",
        body="Ủy ban nhân dân tỉnh Tây Ninh",
        kind=Kind.PROVINCE,
        home="https://tayninh.gov.vn/",
        former=("longan.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="tayninh.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
