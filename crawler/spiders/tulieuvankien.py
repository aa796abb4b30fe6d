from crawler.portal import Family, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider

# Articles are documents; the number in the slug is the document's, the one at its end the site's.
TULIEUVANKIEN = Family(
    name="tulieuvankien",
    letter="J",
    title="tulieuvankien.dangcongsan.vn",
    article=r"/he-thong-van-ban/[\w-]+/[\w-]+-(?P<number>\d+)",
)


class Tulieuvankien(PortalSpider):
    portal = Portal(
        name="tulieuvankien",
        title="Hệ thống tư liệu - văn kiện Đảng",
        title_en="Party Documents",
        body="Đảng Cộng sản Việt Nam",
        kind=Kind.PARTY,
        home="https://tulieuvankien.dangcongsan.vn/",
        family=TULIEUVANKIEN,
        proof=Proof.INFERRED,
        unverified=("title", "markup: pages are read without rules", "paging", "dates"),
        credit="tulieuvankien.dangcongsan.vn",
        sections=(Section(path="he-thong-van-ban/van-ban-cua-dang", title="Văn bản của Đảng", topic="van-ban-moi"),),
    )
