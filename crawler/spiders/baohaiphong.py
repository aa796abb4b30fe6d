from crawler.families.maincontent import MAIN_CONTENT
from crawler.portal import Explore, Kind, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider


class Baohaiphong(PortalSpider):
    portal = Portal(
        name="baohaiphong",
        title="Báo Hải Phòng",
        title_en="Hai Phong Newspaper",
        body="Thành ủy Hải Phòng",
        kind=Kind.PARTY,
        home="https://baohaiphong.vn/",
        family=MAIN_CONTENT,
        proof=Proof.INFERRED,
        unverified=("title", "selectors: family C's, no page captured", "sitemap: family C's", "sections"),
        credit="Báo Hải Phòng (baohaiphong.vn)",
        sections=(Section(path="", title="Trang chủ", sources=(Sitemap("/sitemap-article-daily.xml"), Explore())),),
    )
