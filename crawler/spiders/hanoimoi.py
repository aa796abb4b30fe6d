from crawler.families.maincontent import MAIN_CONTENT
from crawler.portal import Explore, Kind, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider


class Hanoimoi(PortalSpider):
    portal = Portal(
        name="hanoimoi",
        title="Báo Hànộimới",
        title_en="New Hanoi",
        body="Thành ủy Hà Nội",
        kind=Kind.PARTY,
        home="https://hanoimoi.vn/",
        family=MAIN_CONTENT,
        proof=Proof.INFERRED,
        unverified=("title", "selectors: family C's, no page captured", "sections"),
        credit="Báo Hànộimới (hanoimoi.vn)",
        sections=(Section(path="", title="Trang chủ", sources=(Sitemap("/sitemap.xml"), Explore())),),
    )
