from dataclasses import replace

from crawler.families.jsonsite import JSON_SITE
from crawler.portal import Kind, ListingRules, Portal, Proof, Section
from crawler.spider import PortalSpider

# Side boxes have `card-medium` and `card-small`; the date of an article stands in JSON-LD (a public report, 2026-07).
# A list's first page comes drawn, with ten articles. Its further ones are asked of api-portal.bocongan.gov.vn, another
# host, under numbers of sections; public crawlers send it a browser's cookies and guess at the fields that it answers.
LISTING = ListingRules(main=("article.card-large",), item="card-large", date="span.text-bca-gray-700")


class Bocongan(PortalSpider):
    portal = Portal(
        name="bocongan",
        title="Cổng thông tin điện tử Bộ Công an",
        title_en="Ministry of Public Security",
        body="Bộ Công an",
        kind=Kind.MINISTRY,
        home="https://bocongan.gov.vn/",
        family=replace(JSON_SITE, article=r"/bai-viet/[^/]+-(?P<number>\d+)", listing=LISTING),
        proof=Proof.REPORTED,
        unverified=(
            "body selector",
            "paging: the interface of further pages is left off, for what it answers is not known",
            "titles of the sections",
            "whether its firewall lets a crawler pass",
        ),
        credit="Bộ Công an (bocongan.gov.vn)",
        sections=(
            Section(path="chuyen-muc/chi-dao-dieu-hanh", title="Chỉ đạo, điều hành", topic="chi-dao-dieu-hanh"),
            Section(path="chuyen-muc/hoat-dong-cua-bo-cong-an-1754966863", title="Hoạt động của Bộ Công an"),
            Section(path="chuyen-muc/hoat-dong-cua-dia-phuong-1753170286", title="Hoạt động của địa phương"),
            Section(path="chuyen-muc/hoat-dong-xa-hoi-1753170294", title="Hoạt động xã hội"),
            Section(path="chuyen-muc/nguoi-tot-viec-tot-1753170210", title="Người tốt, việc tốt"),
            Section(path="chuyen-muc/thong-tin-doi-ngoai-1751367399", title="Thông tin đối ngoại", topic="doi-ngoai"),
            Section(path="chuyen-muc/tin-an-ninh-trat-tu-1753170263", title="Tin an ninh, trật tự"),
        ),
    )
