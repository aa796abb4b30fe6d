from crawler.families.qdnd import QDND
from crawler.portal import Explore, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class EnQdnd(PortalSpider):
    portal = Portal(
        name="en_qdnd",
        title="Báo Quân đội nhân dân (tiếng Anh)",
        title_en="People's Army Newspaper",
        body="Quân ủy Trung ương và Bộ Quốc phòng",
        kind=Kind.MINISTRY,
        home="https://en.qdnd.vn/",
        family=QDND,
        proof=Proof.INFERRED,
        unverified=("selectors: those of qdnd.vn", "sections and feeds"),
        language="en",
        credit="People's Army Newspaper (en.qdnd.vn)",
        sections=(Section(path="", title="Home", sources=(Explore(),)),),
    )
