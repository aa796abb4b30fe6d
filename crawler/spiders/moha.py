from dataclasses import replace

from crawler.families.jsonsite import JSON_SITE
from crawler.portal import Kind, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider


class Moha(PortalSpider):
    portal = Portal(
        name="moha",
        title="Cổng thông tin điện tử Bộ Nội vụ",
        title_en="Ministry of Home Affairs",
        body="Bộ Nội vụ",
        kind=Kind.MINISTRY,
        home="https://moha.gov.vn/",
        former=("molisa.gov.vn",),
        family=replace(JSON_SITE, article=r"/tin-tuc/[^/]+---id(?P<number>\d+)"),
        proof=Proof.REPORTED,
        unverified=("lists as scripts draw them", "paging", "where the date stands", "titles of the sections"),
        credit="Bộ Nội vụ (moha.gov.vn)",
        browser=True,
        rules=(Rules(title=(".mh-page-header h1",), body=(".mh-detail-content",)),),
        sections=(
            Section(path="chuyen-muc/tin-hoat-dong-cua-bo---id12", title="Tin hoạt động của Bộ"),
            Section(path="chuyen-muc/tin-tong-hop---id13", title="Tin tổng hợp"),
        ),
    )
