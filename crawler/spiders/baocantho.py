from crawler.portal import Family, Feed, Kind, Listing, ListingRules, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

# A system of the paper's own (2023); seen in a whole article and a whole section page of January 2026.
BAOCANTHO = Family(
    name="baocantho",
    letter="J",
    title="baocantho.com.vn",
    article=r"/[^/]+-a(?P<number>\d+)\.html",
    arguments=frozenset(),
    variants=((r"^/print/", "/"),),
    marks=("#newscontents .content-fck",),
    sources=(Listing(), Feed("/rss/cate/{stem}/")),
    # The pager marks the page one is on with `b`, and gives no link a name.
    listing=ListingRules(main=("#colcate1",), next="#page li:has(> b) + li > a"),
    versions=(
        Rules(
            title=("#colcate1 > h1",),  # the first h1 of the page is the section's
            lead=('meta[property="og:description"]',),  # the text opens with the same words
            body=("#newscontents .content-fck",),
            published=(".pubdate",),
            section=(".titlecate h1 a",),
            tags=(".block_tag a.tag_item",),
        ),
    ),
)


class Baocantho(PortalSpider):
    portal = Portal(
        name="baocantho",
        title="Báo Cần Thơ Online",
        title_en="Can Tho Newspaper",
        body="Thành ủy Cần Thơ",
        kind=Kind.PARTY,
        home="https://baocantho.com.vn/",
        family=BAOCANTHO,
        proof=Proof.CAPTURED,
        unverified=("what the feeds answer: their addresses stand on the pages", "sections other than thoi-su"),
        credit="Báo điện tử Cần Thơ (baocantho.com.vn)",
        sections=(
            Section(path="thoi-su/", title="Thời sự"),
            Section(path="chinh-tri/", title="Chính trị"),
            Section(
                path="chinh-tri/xay-dung-dang/",
                title="Chính trị / Xây dựng Đảng & Hệ thống chính trị",
                topic="xay-dung-dang",
                sources=(Listing(),),
            ),
            Section(path="kinh-te/", title="Kinh tế", topic="kinh-te-tai-chinh"),
            Section(path="xa-hoi-phap-luat/", title="Xã hội", topic="xa-hoi-lao-dong"),
            Section(path="quoc-phong-an-ninh/", title="Quốc phòng - An ninh", topic="quoc-phong-an-ninh"),
            Section(path="the-gioi/", title="Thế giới", topic="doi-ngoai"),
            Section(path="giao-duc/", title="Giáo dục", topic="giao-duc"),
            Section(path="y-te/", title="Y tế", topic="y-te"),
            Section(path="cong-nghe/", title="Công nghệ", topic="khoa-hoc-chuyen-doi-so"),
            Section(path="van-hoa-giai-tri/", title="Văn hóa - Giải trí", topic="van-hoa-the-thao-du-lich"),
            Section(path="the-thao/", title="Thể thao", topic="van-hoa-the-thao-du-lich"),
            Section(path="du-lich/", title="Du lịch", topic="van-hoa-the-thao-du-lich"),
        ),
    )
