from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Hatinh(PortalSpider):
    portal = Portal(
        name="hatinh",
        title="Cổng thông tin điện tử tỉnh Hà Tĩnh",
        title_en="Ha Tinh Province Portal",
        body="Ủy ban nhân dân tỉnh Hà Tĩnh",
        kind=Kind.PROVINCE,
        home="https://hatinh.gov.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="hatinh.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
