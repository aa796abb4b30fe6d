from dataclasses import replace

from crawler.families.anysite import ANY_SITE
from crawler.portal import Feed, Kind, Listing, Portal, Proof, Section
from crawler.spider import PortalSpider

ARTICLE = r"/vn/tin-tuc/\d+/(?P<number>\d+)/[^/]+\.aspx"
SOURCES = (Feed("/rss/{path}.rss"), Listing("/vn/chuyen-muc/{path}.aspx"))  # a path is a number and a slug


class Moc(PortalSpider):
    portal = Portal(
        name="moc",
        title="Cổng thông tin điện tử Bộ Xây dựng",
        title_en="Ministry of Construction",
        body="Bộ Xây dựng",
        kind=Kind.MINISTRY,
        home="https://moc.gov.vn/",
        former=("mot.gov.vn", "mt.gov.vn"),
        family=replace(ANY_SITE, article=ARTICLE, sources=SOURCES),
        proof=Proof.INFERRED,
        unverified=("markup of articles", "pages of the sections", "paging", "titles of the sections"),
        credit="Bộ Xây dựng (moc.gov.vn)",
        sections=(
            Section(path="1176/tin-chi-dao--dieu-hanh", title="Tin chỉ đạo, điều hành", topic="chi-dao-dieu-hanh"),
            Section(path="1196/gioi-thieu-van-ban-moi", title="Giới thiệu văn bản mới", topic="van-ban-moi"),
            Section(path="1173/tin-hoat-dong", title="Tin hoạt động"),
        ),
    )
