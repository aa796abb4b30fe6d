from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Laichau(PortalSpider):
    portal = Portal(
        name="laichau",
        title="Cổng thông tin điện tử tỉnh Lai Châu",
        title_en="Lai Chau Province Portal",
        body="Ủy ban nhân dân tỉnh Lai Châu",
        kind=Kind.PROVINCE,
        home="https://laichau.gov.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="laichau.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
