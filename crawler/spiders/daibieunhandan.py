from crawler.families.maincontent import MAIN_CONTENT
from crawler.portal import Explore, Kind, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider


class Daibieunhandan(PortalSpider):
    portal = Portal(
        name="daibieunhandan",
        title="Báo Đại biểu Nhân dân",
        title_en="People's Deputies",
        body="Quốc hội",
        kind=Kind.ASSEMBLY,
        home="https://daibieunhandan.vn/",
        family=MAIN_CONTENT,
        proof=Proof.INFERRED,
        unverified=("selectors: family C's, no page captured", "paging", "form of dates"),
        credit="Báo Đại biểu Nhân dân (daibieunhandan.vn)",
        sections=(
            # Portal-wide: what the section does not list.
            Section(path="", title="Trang chủ", sources=(Sitemap("/sitemap-article-daily.xml"), Explore())),
            Section(path="chinh-tri/thoi-su-quoc-hoi", title="Chính trị / Thời sự Quốc hội", topic="quoc-hoi"),
        ),
    )
