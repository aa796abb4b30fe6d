from crawler.families.vccorp import VCCORP
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Vpcp(PortalSpider):
    portal = Portal(
        name="vpcp",
        title="Cổng thông tin điện tử Văn phòng Chính phủ",
        title_en="Government Office",
        body="Văn phòng Chính phủ",
        kind=Kind.MINISTRY,
        home="https://vpcp.chinhphu.vn/",
        family=VCCORP,
        proof=Proof.REPORTED,
        unverified=("feeds", "paging", "sitemaps"),
        credit="Văn phòng Chính phủ (vpcp.chinhphu.vn)",
        sections=(Section(path="thong-tin-hoat-dong.htm", title="Thông tin hoạt động"),),
    )
