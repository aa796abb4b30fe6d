from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Hcma(PortalSpider):
    portal = Portal(
        name="hcma",
        title="Học viện Chính trị quốc gia Hồ Chí Minh",
        title_en="Ho Chi Minh National Academy of Politics",
        body="Học viện Chính trị quốc gia Hồ Chí Minh",
        kind=Kind.PARTY,
        home="https://hcma.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="hcma.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
