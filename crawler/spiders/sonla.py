from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Sonla(PortalSpider):
    portal = Portal(
        name="sonla",
        title="Cổng thông tin điện tử tỉnh Sơn La",
        title_en="Son La Province Portal",
        body="Ủy ban nhân dân tỉnh Sơn La",
        kind=Kind.PROVINCE,
        home="https://sonla.gov.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="sonla.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
