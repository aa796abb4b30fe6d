from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Nghean(PortalSpider):
    portal = Portal(
        name="nghean",
        title="Cổng thông tin điện tử tỉnh Nghệ An",
        title_en="Nghe An Province Portal",
        body="Ủy ban nhân dân tỉnh Nghệ An",
        kind=Kind.PROVINCE,
        home="https://nghean.gov.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="nghean.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
