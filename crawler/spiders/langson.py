from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Langson(PortalSpider):
    portal = Portal(
        name="langson",
        title="Cổng thông tin điện tử tỉnh Lạng Sơn",
        title_en="Lang Son Province Portal",
        body="Ủy ban nhân dân tỉnh Lạng Sơn",
        kind=Kind.PROVINCE,
        home="https://langson.gov.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="langson.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
