from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Hue(PortalSpider):
    portal = Portal(
        name="hue",
        title="Cổng thông tin điện tử thành phố Huế",
        title_en="Hue City Portal",
        body="Ủy ban nhân dân thành phố Huế",
        kind=Kind.PROVINCE,
        home="https://hue.gov.vn/",
        aliases=("thuathienhue.gov.vn",),  # the province's name until 2025
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="hue.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
