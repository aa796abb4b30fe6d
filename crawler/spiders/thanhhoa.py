from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Thanhhoa(PortalSpider):
    portal = Portal(
        name="thanhhoa",
        title="Cổng thông tin điện tử tỉnh Thanh Hóa",
        title_en="Thanh Hoa Province Portal",
        body="Ủy ban nhân dân tỉnh Thanh Hóa",
        kind=Kind.PROVINCE,
        home="https://thanhhoa.gov.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="thanhhoa.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
