from crawler.families.epi import EPI
from crawler.portal import Feed, Kind, Listing, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider


class Vietnamplus(PortalSpider):
    portal = Portal(
        name="vietnamplus",
        title="Báo Điện tử VietnamPlus",
        title_en="VietnamPlus",
        body="Thông tấn xã Việt Nam",
        kind=Kind.PRESS,
        home="https://www.vietnamplus.vn/",
        family=EPI,
        proof=Proof.REPORTED,
        unverified=(
            "article selectors: family B's, no page captured",
            "paths of the section pages: taken from their feeds' names",
        ),
        credit="VietnamPlus (vietnamplus.vn)",
        sections=(
            Section(
                path="",
                title="Tin mới",
                sources=(Sitemap("/sitemaps/google-news.xml"), Feed("/rss/home.rss")),
            ),
            Section(
                path="kinhte/",
                title="Kinh tế",
                topic="kinh-te-tai-chinh",
                sources=(Feed("/rss/kinhte-311.rss"), Listing()),
            ),
            Section(
                path="kinhte/batdongsan/",
                title="Kinh tế / Bất động sản",
                topic="kinh-te-tai-chinh",
                sources=(Feed("/rss/kinhte/batdongsan-372.rss"), Listing()),
            ),
            Section(
                path="thegioi/",
                title="Thế giới",
                topic="doi-ngoai",
                sources=(Feed("/rss/thegioi.rss"), Listing()),
            ),
        ),
    )
