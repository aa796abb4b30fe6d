from crawler.portal import Family, Kind, Listing, ListingRules, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

# Near SharePoint (family E), with pages of its own; from public crawlers of 2025 and 2026, no page captured.
DANGCONGSAN = Family(
    name="dangcongsan",
    letter="E",
    title="dangcongsan.vn",
    article=r"/[\w-]+/(?:[\w-]+/)*[\w-]+-(?P<number>\d+)\.html|/[a-z-]+/[\w-]{20,}\.html",
    sources=(Listing(url="{path}?Page=1", next="{path}?Page={page}"),),
    listing=ListingRules(main=("#KhuVuc_3", ".right-news-hight12 .items-news")),
    versions=(
        Rules(
            title=("h1#contenttitle", "#contenttitle"),
            lead=("#description",),
            body=(".noidungtt", ".detail-post.hnoneview"),
            published=("#ngaytao",),
            source=("b#tacgia",),
        ),
    ),
)


class Dangcongsan(PortalSpider):
    portal = Portal(
        name="dangcongsan",
        title="Cổng thông tin điện tử Đảng Cộng sản Việt Nam",
        title_en="Communist Party of Viet Nam Portal",
        body="Đảng Cộng sản Việt Nam",
        kind=Kind.PARTY,
        home="https://dangcongsan.vn/",
        aliases=("dangcongsan.org.vn", "cpv.org.vn"),
        family=DANGCONGSAN,
        proof=Proof.REPORTED,
        unverified=("article form since 2025", "date form", "paging", "former hosts"),
        credit="dangcongsan.vn",
        sections=(
            Section(path="noidung/tintuc/Lists/Tinhoatdong/View.aspx", title="Tin hoạt động"),
            Section(path="noidung/tintuc/Lists/XaydungDang/View.aspx", title="Xây dựng Đảng", topic="xay-dung-dang"),
            Section(path="noidung/tintuc/Lists/Vandequantam/View.aspx", title="Vấn đề quan tâm"),
        ),
    )
