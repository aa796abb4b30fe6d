from dataclasses import replace

from crawler.families.vccorp import VCCORP
from crawler.portal import Feed, Kind, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider


class Mst(PortalSpider):
    portal = Portal(
        name="mst",
        title="Cổng thông tin điện tử Bộ Khoa học và Công nghệ",
        title_en="Ministry of Science and Technology",
        body="Bộ Khoa học và Công nghệ",
        kind=Kind.MINISTRY,
        home="https://mst.gov.vn/",
        former=("most.gov.vn", "mic.gov.vn"),
        # Its feeds stand in a folder of their own.
        family=replace(VCCORP, sources=(Feed("/rss/{stem}.rss"), *VCCORP.sources[1:])),
        proof=Proof.REPORTED,
        unverified=("feeds of the sections", "titles of the sections", "form of the addresses in its sitemaps"),
        credit="Bộ Khoa học và Công nghệ (mst.gov.vn)",
        sections=(
            Section(path="", title="Trang chủ", sources=(Feed("/rss/home.rss"), Sitemap("/sitemap.xml"))),
            Section(path="tin-tuc-su-kien.htm", title="Tin tức - Sự kiện"),
        ),
    )
