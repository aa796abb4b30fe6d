from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Btctw(PortalSpider):
    portal = Portal(
        name="btctw",
        title="Ban Tổ chức Trung ương",
        title_en="Central Organization Commission",
        body="Ban Tổ chức Trung ương",
        kind=Kind.PARTY,
        home="https://btctw.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="btctw.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
