from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Vptw(PortalSpider):
    portal = Portal(
        name="vptw",
        title="Văn phòng Trung ương Đảng",
        title_en="Party Central Committee Office",
        body="Văn phòng Trung ương Đảng",
        kind=Kind.PARTY,
        home="https://vptw.dcs.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="vptw.dcs.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
