"""Families C, G and H, on pages of our own text built as the public record tells of theirs, and the ministries."""

import json
from datetime import datetime
from typing import Any

import factories
import pytest

from crawler import discovery, run, walk
from crawler.dates import HANOI
from crawler.discovery import Found
from crawler.extraction import extract
from crawler.families.contentlisting import CONTENT_LISTING, REDRAWN
from crawler.families.jsonsite import JSON_SITE
from crawler.families.maincontent import MAIN_CONTENT
from crawler.portal import Api, Family, Gate, Kind, Portal, Section

PORTALS = run.portals()
NOW = datetime(2026, 7, 11, tzinfo=HANOI)

LONGFORM = """<html lang="vi"><head><title>Hà Nội mở thêm ba tuyến xe buýt điện</title></head><body>
<div class="b-maincontent"><div class="sc-longform-header block-sc-head">
<h1 class="sc-longform-header-title block-sc-title">Hà Nội mở thêm ba tuyến xe buýt điện</h1>
<div class="sc-longform-header-meta"><span class="sc-longform-header-author block-sc-author">Minh Anh</span>
<span class="sc-longform-header-date block-sc-publish-time">10/07/2026 - 08:15</span></div>
<p class="sc-longform-header-sapo block-sc-sapo">Ba tuyến mới nối các khu đô thị phía Tây với trung tâm thành phố.</p>
</div><article class="entry entry-no-padding">
<p>Sáng 10/7, Sở Xây dựng thành phố khai trương ba tuyến xe buýt điện, mỗi tuyến có mười lăm xe.</p>
<figure><img src="/images/xe-buyt.jpg"><figcaption>Xe buýt tại bến Mỹ Đình. Ảnh: Thu Hà</figcaption></figure>
<div class="c-box"><h3 class="c-box__title__name">Bài liên quan</h3><a href="/metro-684001.html">Metro</a></div>
<p>Hành khách được đi miễn phí trong mười ngày đầu, sau đó giá vé là 8.000 đồng một lượt.</p>
</article></div></body></html>"""

DETAIL_HEAD = """<html lang="vi"><head><title>Khai mạc kỳ họp</title></head><body><div class="c-detail-head">
<h1 class="c-detail-head__title">Khai mạc kỳ họp</h1><span class="c-detail-head__author">Lê Bình</span>
<span class="c-detail-head__time">09/07/2026 14:30</span></div><div class="b-maincontent"><div class="entry">
<p>Chiều 9/7, kỳ họp khai mạc tại hội trường lớn, với sự có mặt của toàn thể đại biểu.</p></div></div></body></html>"""

POSTED = """<div class="articles"><article class="article-news"><a href="/tin-tuc/xuat-khau-gao-tang.html"><img></a>
<h3><a class="article-title" href="/tin-tuc/xuat-khau-gao-tang.html">Xuất khẩu gạo tăng</a></h3>
<span class="article-date">10/07/2026 09:20</span></article>
<article class="article-news"><a class="article-title" href="/tin-tuc/hoat-dong/don-vi-tong-ket.html">Tổng kết</a>
<span class="article-date">09/07/2026 16:05:30</span></article></div>
<aside><a href="/tin-tuc/tin-ben-le.html">Bên lề</a></aside><a href="/tin-tuc/hoat-dong">Hoạt động</a>"""

TRADE = """<html lang="vi"><head><title>Xuất khẩu gạo tăng - Bộ Công Thương</title></head><body>
<h1 class="article-title">Xuất khẩu gạo tăng</h1><span class="article-date">10/07/2026 09:20</span>
<div class="article-brief"><p>Sáu tháng đầu năm, cả nước xuất khẩu hơn bốn triệu tấn gạo.</p></div>
<div class="article-content common-content"><p>Theo Cục Xuất nhập khẩu, giá gạo giữ ở mức cao từ đầu năm.</p>
<p>Bộ đề nghị các doanh nghiệp mở rộng thị trường, giữ vững chất lượng và xuất xứ.</p></div>
<div class="aritcle-author">Thu Trang</div><div class="aritcle-source">Báo Công Thương</div>
<div class="article-tags"><a href="/t/gao">gạo</a><a href="/t/xk">xuất khẩu</a></div></body></html>"""

SCHOOLS = """<html lang="vi"><head><title>Công bố lịch thi</title></head><body>
<h1 class="article-title">Công bố lịch thi</h1><div class="content-detail">
<p>Kỳ thi tốt nghiệp trung học phổ thông diễn ra trong hai ngày 11 và 12 tháng 6.</p></div></body></html>"""

CARDS = """<title>Chỉ đạo, điều hành</title><article class="card-large"><figure>
<a href="/bai-viet/thu-khen-cong-an-xa-1783311539"><picture></picture></a><figcaption class="card-content">
<a href="/bai-viet/thu-khen-cong-an-xa-1783311539"><h2>Thư khen Công an xã</h2></a>
<p class="text-bca-gray-700">Bộ trưởng gửi thư khen.</p>
<span class="hidden lg:block text-bca-gray-700 text-xs">06/07/2026</span></figcaption></figure></article>
<aside><article class="card-small"><a href="/bai-viet/tin-doc-nhieu-1783300000">Đọc nhiều</a></article></aside>"""

DRAWN = """<html lang="vi"><head><title>Thư khen Công an xã</title>
<meta property="og:title" content="Thư khen Công an xã">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Thư khen Công an xã",
"description": "Bộ trưởng gửi thư khen Công an xã Tân Lập.", "datePublished": "2026-07-06T04:18:59.398Z"}</script>
</head><body><header><nav><a href="/">Trang chủ</a></nav></header><main><h1>Thư khen Công an xã</h1>
<div><p>Ngày 6/7, Bộ trưởng gửi thư khen tập thể cán bộ, chiến sĩ Công an xã Tân Lập đã cứu được ba người bị nước lũ
cuốn trôi trong đêm mưa lớn, giữa dòng nước chảy xiết.</p>
<p>Thư nêu rõ đây là hành động dũng cảm, thể hiện tinh thần vì nước quên thân, vì dân phục vụ của lực lượng công an
cơ sở, rất đáng được biểu dương và nhân rộng trong toàn lực lượng.</p></div></main></body></html>"""


def of(family: Family, **changes: Any) -> Portal:
    return factories.portal(family=family, **changes)


def test_longform_article_of_family_c_is_read_field_by_field() -> None:
    article = extract(
        LONGFORM.encode(), url="https://baochinhphu.vn/xe-buyt-dien-684023.html", portal=of(MAIN_CONTENT), now=NOW
    )
    assert article.title == "Hà Nội mở thêm ba tuyến xe buýt điện"
    assert article.lead == "Ba tuyến mới nối các khu đô thị phía Tây với trung tâm thành phố."
    assert article.authors == ("Minh Anh",)
    assert article.published == datetime(2026, 7, 10, 8, 15, tzinfo=HANOI)
    assert article.body_text.startswith("Sáng 10/7, Sở Xây dựng")
    assert article.body_text.endswith("8.000 đồng một lượt.")
    assert [(image.url, image.credit) for image in article.images] == [
        ("https://baochinhphu.vn/images/xe-buyt.jpg", "Thu Hà")
    ]


def test_article_of_family_c_with_the_plain_head_is_read_field_by_field() -> None:
    article = extract(
        DETAIL_HEAD.encode(), url="https://baochinhphu.vn/khai-mac-10371821.html", portal=of(MAIN_CONTENT), now=NOW
    )
    assert (article.title, article.authors) == ("Khai mạc kỳ họp", ("Lê Bình",))
    assert article.published == datetime(2026, 7, 9, 14, 30, tzinfo=HANOI)
    assert article.body_text.startswith("Chiều 9/7")


def test_listing_of_family_c_holds_articles_and_not_sections_or_print_pages() -> None:
    body = """<title>Thời sự</title><h3 class="b-grid__title"><a href="/xe-buyt-dien-684023.html">Xe buýt điện</a></h3>
        <a href="/chinh-tri/khai-mac-10371821.html">Khai mạc</a><a href="/chinh-tri/thoi-su-quoc-hoi">Quốc hội</a>
        <a href="/print/10371821.html">In</a>"""
    found = discovery.listing(body.encode(), url="https://baochinhphu.vn/", portal=of(MAIN_CONTENT))
    assert [link.title for link in found.links] == ["Xe buýt điện", "Khai mạc"]


def test_posted_list_of_family_h_gives_dated_links() -> None:
    found = discovery.listing(POSTED.encode(), url="https://baochinhphu.vn/", portal=of(CONTENT_LISTING))
    assert [(link.title, link.published, link.aside) for link in found.links] == [
        ("Xuất khẩu gạo tăng", datetime(2026, 7, 10, 9, 20, tzinfo=HANOI), False),
        ("Tổng kết", datetime(2026, 7, 9, 16, 5, tzinfo=HANOI), False),
        ("Bên lề", None, True),
    ]


def test_pages_of_family_h_are_posted_for_by_their_number() -> None:
    section = Section(path="tin-tuc", title="Tin tức", zone="2005517", sources=(REDRAWN,))
    portal = of(CONTENT_LISTING, sections=(section,))
    first = walk.first(portal, section, now=NOW)
    assert first
    assert first.url == "https://baochinhphu.vn/?module=Content.Listing&cmd=redraw&site=2005517&url_mode=rewrite"
    assert first.body.endswith("&pageNo=1")
    found = discovery.listing(POSTED.encode(), url=first.url, portal=portal)
    second = walk.further(portal, first, found, known=[False])
    assert second
    assert (second.url, second.body) == (first.url, first.body.replace("pageNo=1", "pageNo=2"))


def test_article_of_family_h_is_read_field_by_field() -> None:
    article = extract(
        TRADE.encode(), url="https://baochinhphu.vn/tin-tuc/gao.html", portal=of(CONTENT_LISTING), now=NOW
    )
    assert article.title == "Xuất khẩu gạo tăng"
    assert article.lead == "Sáu tháng đầu năm, cả nước xuất khẩu hơn bốn triệu tấn gạo."
    assert article.published == datetime(2026, 7, 10, 9, 20, tzinfo=HANOI)
    assert article.authors == ("Thu Trang",)
    assert article.source == "Báo Công Thương"
    assert article.tags == ("gạo", "xuất khẩu")
    assert article.body_text.startswith("Theo Cục Xuất nhập khẩu")
    assert article.body_text.endswith("chất lượng và xuất xứ.")


def test_article_of_the_ministry_of_education_has_its_text_elsewhere() -> None:
    url = "https://moet.gov.vn/tin-tuc/tin-tong-hop2/cong-bo-lich-thi.html"
    article = extract(SCHOOLS.encode(), url=url, portal=PORTALS["moet"], now=NOW)
    assert (article.title, article.extracted_by["body"]) == ("Công bố lịch thi", "rules")
    assert article.body_text.startswith("Kỳ thi tốt nghiệp")


def test_interface_of_the_ministry_of_finance_gives_links_page_by_page() -> None:
    portal = PORTALS["mof"]
    step = walk.first(portal, portal.sections[0], now=NOW)
    assert step
    assert step.url == "https://www.mof.gov.vn/api/article/reads?offset=0&limit=20"
    assert json.loads(step.body) == {"rootSlug": "bo-tai-chinh"}
    item = {
        "title": "Giảm thuế giá trị gia tăng",
        "slug": "giam-thue-gia-tri-gia-tang",
        "categorySlug": "tin-tuc-tai-chinh",
        "rootCategorySlug": "bo-tai-chinh",
        "publicationTime": "2026-07-10T08:00:00+07:00",
    }
    answer = json.dumps({"success": True, "total": 41, "data": [item, item | {"slug": None}]}).encode()
    [source] = portal.sources(portal.sections[0])
    assert isinstance(source, Api)
    found = discovery.api(answer, url=step.url, portal=portal, source=source)
    [link] = found.links
    assert link.url == "https://www.mof.gov.vn/bo-tai-chinh/tin-tuc-tai-chinh/giam-thue-gia-tri-gia-tang"
    assert (link.title, link.published) == (item["title"], datetime(2026, 7, 10, 8, tzinfo=HANOI))
    assert portal.is_article(link.url)
    following = walk.further(portal, step, found, known=[False])
    assert following
    assert following.url == "https://www.mof.gov.vn/api/article/reads?offset=20&limit=20"


def test_page_of_family_g_is_read_by_what_it_says_of_itself() -> None:
    url = "https://baochinhphu.vn/bai-viet/thu-khen-cong-an-xa-tan-lap-1783311539"
    portal = of(JSON_SITE)
    assert portal.keys(url)[1:] == ("baochinhphu#1783311539",)
    article = extract(DRAWN.encode(), url=url, portal=portal, now=NOW)
    assert article.title == "Thư khen Công an xã"
    assert article.lead == "Bộ trưởng gửi thư khen Công an xã Tân Lập."
    assert article.published == datetime(2026, 7, 6, 11, 18, tzinfo=HANOI)
    assert article.body_text.startswith("Ngày 6/7, Bộ trưởng")
    assert article.body_text.endswith("trong toàn lực lượng.")


def test_list_of_the_ministry_of_public_security_knows_its_own_from_the_side_boxes() -> None:
    portal = PORTALS["bocongan"]
    found = discovery.listing(CARDS.encode(), url="https://bocongan.gov.vn/chuyen-muc/x", portal=portal)
    assert [(link.title, link.published, link.aside) for link in found.links] == [
        ("Thư khen Công an xã", datetime(2026, 7, 6, tzinfo=HANOI), False),
        ("Đọc nhiều", None, True),
    ]


def test_unpaged_list_ends() -> None:
    portal = PORTALS["bocongan"]
    step = walk.first(portal, portal.sections[0], now=NOW)
    assert step
    assert walk.further(portal, step, Found(), known=[False]) is None


# In the forms that the survey of the portals and the public texts that cite them tell, with the article's number.
ADDRESSES = {
    "mst": [("https://mst.gov.vn/hop-bao-thuong-ky-197260305093004191.htm", "197260305093004191")],
    "vpcp": [("https://vpcp.chinhphu.vn/thong-bao-ket-luan-115221225123659938.htm", "115221225123659938")],
    "bvhttdl": [("https://bvhttdl.gov.vn/ninh-binh-bao-ve-moi-truong-20240919144949241.htm", "20240919144949241")],
    "moit": [
        ("https://moit.gov.vn/tin-tuc/bo-cong-thuong-pho-bien-nghi-dinh-so-248-2026-nd-cp.html", ""),
        ("https://moit.gov.vn/tin-tuc/phat-trien-nang-luong/84-du-an-hon-3.980-mw.html", ""),
    ],
    "moet": [("https://moet.gov.vn/tin-tuc/tin-tong-hop2/ke-hoach-tuyen-sinh-nam-2026.html", "")],
    "mof": [("https://mof.gov.vn/bo-tai-chinh/danh-sach-tham-dinh-ve-gia/thong-bao-so-543tb-btc", "")],
    "bocongan": [("https://bocongan.gov.vn/bai-viet/lanh-dao-bo-gui-thu-khen-1783311539", "1783311539")],
    "mae": [
        ("https://mae.gov.vn/phong-chong-thien-tai-12345.htm", "12345"),
        ("https://mae.gov.vn/tin-tuc--su-kien/phong-chong-thien-tai-12345.htm", "12345"),
    ],
    "moha": [("https://moha.gov.vn/tin-tuc/sap-xep-don-vi-hanh-chinh---id12345", "12345")],
    "moj": [
        ("https://moj.gov.vn/portal/tin-tuc/chi-tiet/du-an-luat-do-thi-dac-biet-th4xod7c7f.html", "th4xod7c7f"),
        ("https://www.moj.gov.vn/portal/tin-tuc/chi-tiet/chuc-nang-nhiem-vu.html", ""),
    ],
    "moc": [("http://www.moc.gov.vn/vn/tin-tuc/1196/93280/chinh-phu-quy-dinh-muc-tran.aspx", "93280")],
    "moh": [
        ("https://moh.gov.vn/web/guest/-/6847426-6841", ""),
        ("https://moh.gov.vn/web/guest/tin-noi-bat/-/asset_publisher/vjYyM7O9aWnX/content/bo-y-te-hop", ""),
    ],
    "thanhtra": [
        ("https://thanhtra.gov.vn/web/guest/xem-chi-tiet-tin-tuc/-/asset_publisher//Content/ket-luan-thanh-tra?7", "")
    ],
    "mofa": [
        ("https://mofa.gov.vn/tin-chi-tiet/chi-tiet/quan-he-voi-viet-nam-59199-652.html", "59199"),
        ("https://mofa.gov.vn/tin-chi-tiet/chi-tiet/hop-bao-nam-2026-254.html", ""),
    ],
    "bdttg": [("https://bdttg.gov.vn/trang-chu/hanh-trinh-thay-doi-dien-mao-vung-dan-toc-thieu-so.htm", "")],
    "mod": [("https://mod.gov.vn/home/detail?urile=wcm:path:/mod/sa-mod-site/tin-tuc", "")],
    "sbv": [("https://sbv.gov.vn/dieu-hanh-lai-suat-637421.html", "637421")],
    "tuyengiaodanvan": [
        ("https://tuyengiaodanvan.vn/blogs/hoi-nghi-giao-ban-bao-chi", ""),
        ("https://tuyengiaodanvan.vn/vn/hoi-nghi-giao-ban-67f4cbbd48ad", "67f4cbbd48ad"),
    ],
    "hanoi": [("https://hanoi.gov.vn/tin-so-nganh/vanh-dai-an-toan-4250407154648115.htm", "4250407154648115")],
}
NO_ARTICLES = {
    "mst": "tin-tuc-su-kien/xem-theo-ngay-05-03-2026.htm",
    "bvhttdl": "di-san-van-hoa-t620.htm",
    "moit": "du-thao-van-ban",
    "mae": "chuyen-muc/tin-tong-hop-300.htm",
    "moj": "portal/tin-tuc/chuyen-muc/van-ban-chinh-sach-moi.html",
    "bdttg": "gioi-thieu/cong-dong-54-dan-toc/nguoi-tay.htm",
    "mod": "home/news?urile=wcm:path:/mod/sa-mod-site",
    "tuyengiaodanvan": "vn/bao-ve-nen-tang-tu-tuong-cua-dang",
}


@pytest.mark.parametrize(
    ("name", "url", "number"), [(name, *address) for name, each in ADDRESSES.items() for address in each]
)
def test_address_of_an_article_is_known_with_its_number(name: str, url: str, number: str) -> None:
    assert PORTALS[name].is_article(url)
    assert PORTALS[name].keys(url)[1:] == ((f"{name}#{number}",) if number else ())


@pytest.mark.parametrize(("name", "path"), NO_ARTICLES.items())
def test_address_of_a_section_or_static_page_is_no_article(name: str, path: str) -> None:
    assert not PORTALS[name].is_article(PORTALS[name].home + path)


def test_articles_that_differ_in_an_argument_alone_are_told_apart() -> None:
    assert PORTALS["mod"].key("https://mod.gov.vn/home/detail?urile=a") != PORTALS["mod"].key(
        "https://mod.gov.vn/home/detail?urile=b&page=2"
    )
    inspectorate = "https://thanhtra.gov.vn/web/guest/xem-chi-tiet-tin-tuc/-/asset_publisher//Content/ket-luan?"
    assert PORTALS["thanhtra"].key(f"{inspectorate}1") != PORTALS["thanhtra"].key(f"{inspectorate}2")


def test_two_articles_of_a_section_of_foreign_affairs_are_not_one() -> None:
    base, portal = "https://mofa.gov.vn/tin-chi-tiet/chi-tiet/", PORTALS["mofa"]
    assert set(portal.keys(f"{base}phan-gioi-cam-moc-589.html")).isdisjoint(portal.keys(f"{base}quan-he-589.html"))


def test_ministries_are_ministries() -> None:
    kinds = {name: PORTALS[name].kind for name in ADDRESSES}
    assert kinds.pop("tuyengiaodanvan") is Kind.PARTY
    assert kinds.pop("hanoi") is Kind.PROVINCE
    assert set(kinds.values()) == {Kind.MINISTRY}
    assert PORTALS["mod"].gate is Gate.D1N


def test_rules_of_a_ministry_s_own_read_before_the_family_s() -> None:
    body = """<meta property="article:published_time" content="2026-07-10T14:49:00+07:00"><title>x</title>
        <h2 class="title">Lễ hội</h2><p class="sapo">Mở đầu.</p>
        <div class="entry-body"><p>Khai mạc lễ hội.</p></div>"""
    url = "https://bvhttdl.gov.vn/le-hoi-20260710144949241.htm"
    article = extract(body.encode(), url=url, portal=PORTALS["bvhttdl"], now=NOW)
    assert (article.title, article.lead, article.body_text) == ("Lễ hội", "Mở đầu.", "Khai mạc lễ hội.")
