from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Quangngai(PortalSpider):
    portal = Portal(
        name="quangngai",
        title="Cổng thông tin điện tử tỉnh Quảng Ngãi",
        title_en="Quang Ngai Province Portal",
        body="Ủy ban nhân dân tỉnh Quảng Ngãi",
        kind=Kind.PROVINCE,
        home="https://quangngai.gov.vn/",
        former=("kontum.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="quangngai.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
