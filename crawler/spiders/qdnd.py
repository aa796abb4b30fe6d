from crawler.families.qdnd import QDND
from crawler.portal import Explore, Feed, Kind, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider


class Qdnd(PortalSpider):
    portal = Portal(
        name="qdnd",
        title="Báo Quân đội nhân dân",
        title_en="People's Army Newspaper",
        body="Quân ủy Trung ương và Bộ Quốc phòng",
        kind=Kind.MINISTRY,
        home="https://qdnd.vn/",
        family=QDND,
        proof=Proof.REPORTED,
        unverified=("paths of the section pages: taken from their feeds' names", "no page captured"),
        credit="Báo Quân đội nhân dân (qdnd.vn)",
        sections=(
            # Portal-wide; the index of sitemaps is the way back for --since.
            Section(
                path="",
                title="Tin tức mới nhất",
                sources=(Feed("/rss/cate/tin-tuc-moi-nhat.rss"), Sitemap("/sitemaps/pid/feed-0.xml"), Explore()),
            ),
            Section(
                path="chinh-tri",
                title="Chính trị",
                sources=(Feed("/rss/cate/chinh-tri-3429.rss"), *QDND.sources),
            ),
            Section(
                path="quoc-phong-an-ninh",
                title="Quốc phòng - An ninh",
                topic="quoc-phong-an-ninh",
                sources=(Feed("/rss/cate/quoc-phong-an-ninh-3424.rss"), *QDND.sources),
            ),
        ),
    )
