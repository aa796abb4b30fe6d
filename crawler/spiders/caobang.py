from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Caobang(PortalSpider):
    portal = Portal(
        name="caobang",
        title="Cổng thông tin điện tử tỉnh Cao Bằng",
        title_en="Cao Bang Province Portal",
        body="Ủy ban nhân dân tỉnh Cao Bằng",
        kind=Kind.PROVINCE,
        home="https://caobang.gov.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="caobang.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
