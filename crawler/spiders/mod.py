from dataclasses import replace

from crawler.families.anysite import ANY_SITE
from crawler.portal import Gate, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Mod(PortalSpider):
    portal = Portal(
        name="mod",
        title="Cổng thông tin điện tử Bộ Quốc phòng",
        title_en="Ministry of National Defence",
        body="Bộ Quốc phòng",
        kind=Kind.MINISTRY,
        home="https://mod.gov.vn/",
        aliases=("bqp.vn",),
        # IBM's content manager: every article is `/home/detail?urile=wcm:path:…`.
        family=replace(ANY_SITE, article="/home/detail", arguments=frozenset({"urile"})),
        proof=Proof.INFERRED,
        unverified=("addresses of the sections", "markup", "paging", "the alias bqp.vn"),
        credit="Bộ Quốc phòng (mod.gov.vn)",
        gate=Gate.D1N,
        sections=(Section(path="", title="Trang chủ"),),
    )
