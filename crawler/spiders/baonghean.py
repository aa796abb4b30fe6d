from crawler.families.maincontent import MAIN_CONTENT
from crawler.portal import Explore, Kind, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider


class Baonghean(PortalSpider):
    portal = Portal(
        name="baonghean",
        title="Báo Nghệ An",
        title_en="Nghe An Newspaper",
        body="Tỉnh ủy Nghệ An",
        kind=Kind.PARTY,
        home="https://baonghean.vn/",
        family=MAIN_CONTENT,
        proof=Proof.INFERRED,
        unverified=("title", "selectors: family C's, no page captured", "sitemap: family C's", "sections"),
        credit="Báo Nghệ An (baonghean.vn)",
        sections=(Section(path="", title="Trang chủ", sources=(Sitemap("/sitemap-article-daily.xml"), Explore())),),
    )
