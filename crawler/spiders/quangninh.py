from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Quangninh(PortalSpider):
    portal = Portal(
        name="quangninh",
        title="Cổng thông tin điện tử tỉnh Quảng Ninh",
        title_en="Quang Ninh Province Portal",
        body="Ủy ban nhân dân tỉnh Quảng Ninh",
        kind=Kind.PROVINCE,
        home="https://quangninh.gov.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="quangninh.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
