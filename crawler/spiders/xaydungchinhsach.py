from crawler.families.vccorp import VCCORP
from crawler.portal import DocumentRules, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Xaydungchinhsach(PortalSpider):
    portal = Portal(
        name="xaydungchinhsach",
        title="Trang thông tin Xây dựng chính sách, pháp luật",
        title_en="Policy and Law Making",
        body="Chính phủ",
        kind=Kind.GOVERNMENT,
        home="https://xaydungchinhsach.chinhphu.vn/",
        family=VCCORP,
        proof=Proof.REPORTED,
        unverified=("selectors: family A's", "paging", "how the title of a draft reads"),
        credit="xaydungchinhsach.chinhphu.vn",
        documents=(DocumentRules(titled=r"(?i)^\W*(?:toàn văn\W+)?dự thảo\b"),),
        sections=(Section(path="chinh-sach-moi.htm", title="Chính sách mới", topic="van-ban-moi"),),
    )
