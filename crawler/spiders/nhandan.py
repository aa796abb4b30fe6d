from crawler.families.epi import EPI
from crawler.portal import Feed, Kind, Listing, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider

NEWS = Sitemap("/sitemaps/google-news.xml")
MONTHS = Sitemap("/sitemaps/news-{year}-{month}.xml")


def section(path: str, feed: str, title: str, *, topic: str = "") -> Section:
    """Return a section whose feed has a name of its own."""
    return Section(path=path, title=title, topic=topic, sources=(Feed(f"/rss/{feed}.rss"), Listing()))


class Nhandan(PortalSpider):
    portal = Portal(
        name="nhandan",
        title="Báo Nhân Dân",
        title_en="Nhân Dân (The People)",
        body="Đảng Cộng sản Việt Nam",
        kind=Kind.PARTY,
        home="https://nhandan.vn/",
        aliases=("nhandan.com.vn", "nhandan.org.vn"),
        family=EPI,
        proof=Proof.REPORTED,
        unverified=("article selectors: family B's, no page captured", "paths of the section pages"),
        credit="Báo Nhân Dân (nhandan.vn)",
        sections=(
            # Portal-wide: what the sections do not list, and the way back for --since.
            Section(path="", title="Tin mới", sources=(NEWS, MONTHS, Feed("/rss/home.rss"))),
            section("chinhtri/", "chinhtri-1171", "Chính trị"),
            section("kinhte/", "kinhte-1185", "Kinh tế", topic="kinh-te-tai-chinh"),
            section("xahoi/", "xahoi-1211", "Xã hội"),
            section("phapluat/", "phapluat-1287", "Pháp luật", topic="phap-luat-tu-phap"),
            section("thegioi/", "thegioi-1231", "Thế giới", topic="doi-ngoai"),
            section("vanhoa/", "vanhoa-1251", "Văn hóa", topic="van-hoa-the-thao-du-lich"),
            section("thethao/", "thethao-1224", "Thể thao", topic="van-hoa-the-thao-du-lich"),
        ),
    )
