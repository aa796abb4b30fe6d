from crawler.families.maincontent import MAIN_CONTENT
from crawler.portal import Explore, Kind, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider


class Baodanang(PortalSpider):
    portal = Portal(
        name="baodanang",
        title="Báo Đà Nẵng",
        title_en="Da Nang Newspaper",
        body="Thành ủy Đà Nẵng",
        kind=Kind.PARTY,
        home="https://baodanang.vn/",
        family=MAIN_CONTENT,
        proof=Proof.INFERRED,
        unverified=("title", "selectors: family C's, no page captured", "sitemap: family C's", "sections"),
        credit="Báo Đà Nẵng (baodanang.vn)",
        sections=(Section(path="", title="Trang chủ", sources=(Sitemap("/sitemap-article-daily.xml"), Explore())),),
    )
