from dataclasses import replace

from crawler.families.jsonsite import JSON_SITE
from crawler.portal import Kind, ListingRules, Portal, Proof, Section
from crawler.spider import PortalSpider

ARTICLE = r"/(?:[\w-]+/)+[^/]+-(?P<number>\d{16,17})\.htm"
LISTING = ListingRules(main=(".news-item",), item="news-item", date=".news-time")


class Hanoi(PortalSpider):
    portal = Portal(
        name="hanoi",
        title="Cổng thông tin điện tử thành phố Hà Nội",
        title_en="Hanoi City Portal",
        body="Ủy ban nhân dân thành phố Hà Nội",
        kind=Kind.PROVINCE,
        home="https://hanoi.gov.vn/",
        family=replace(JSON_SITE, article=ARTICLE, listing=LISTING),
        proof=Proof.INFERRED,
        # Further pages are posted to `/api/NewsZone/NewsZone` with values that its script encrypts.
        unverified=("how much of a list a plain request finds", "markup", "paging", "titles of the sections"),
        credit="hanoi.gov.vn",
        sections=(
            Section(path="chi-dao-cua-ubnd-thanh-pho-ha-noi", title="Chỉ đạo của UBND Thành phố Hà Nội"),
            Section(path="tin-tuc-su-kien-noi-bat", title="Tin tức, sự kiện nổi bật"),
        ),
    )
