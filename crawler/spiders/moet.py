from crawler.families.contentlisting import CONTENT_LISTING
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Moet(PortalSpider):
    portal = Portal(
        name="moet",
        title="Cổng thông tin điện tử Bộ Giáo dục và Đào tạo",
        title_en="Ministry of Education and Training",
        body="Bộ Giáo dục và Đào tạo",
        kind=Kind.MINISTRY,
        home="https://moet.gov.vn/",
        family=CONTENT_LISTING,
        proof=Proof.INFERRED,
        unverified=(
            "selectors other than those of title and body",
            "paging: the site's number, which its pager posts",
            "titles of the sections",
        ),
        credit="Bộ Giáo dục và Đào tạo (moet.gov.vn)",
        sections=(
            Section(path="tin-tuc", title="Tin tức"),
            Section(path="tin-tuc/tin-tong-hop2", title="Tin tổng hợp"),
        ),
    )
