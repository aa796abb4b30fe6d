from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Hoidonglyluan(PortalSpider):
    portal = Portal(
        name="hoidonglyluan",
        title="Hội đồng Lý luận Trung ương",
        title_en="Central Theoretical Council",
        body="Hội đồng Lý luận Trung ương",
        kind=Kind.PARTY,
        home="https://hoidonglyluan.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="hoidonglyluan.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
