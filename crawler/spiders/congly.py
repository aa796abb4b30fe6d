from crawler.families.maincontent import MAIN_CONTENT
from crawler.portal import Explore, Kind, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider


class Congly(PortalSpider):
    portal = Portal(
        name="congly",
        title="Báo Công lý",
        title_en="Justice Newspaper",
        body="Tòa án nhân dân tối cao",
        kind=Kind.COURT,
        home="https://congly.vn/",
        family=MAIN_CONTENT,
        proof=Proof.INFERRED,
        unverified=("title", "selectors: family C's, no page captured", "sitemap: family C's", "sections"),
        credit="Báo Công lý (congly.vn)",
        sections=(Section(path="", title="Trang chủ", sources=(Sitemap("/sitemap-article-daily.xml"), Explore())),),
    )
