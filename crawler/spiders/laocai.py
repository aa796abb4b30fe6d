from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Laocai(PortalSpider):
    portal = Portal(
        name="laocai",
        title="Cổng thông tin điện tử tỉnh Lào Cai",
        title_en="Lao Cai Province Portal",
        body="Ủy ban nhân dân tỉnh Lào Cai",
        kind=Kind.PROVINCE,
        home="https://laocai.gov.vn/",
        former=("yenbai.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="laocai.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
