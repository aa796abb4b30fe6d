"""Families C, G and H, on pages of our own text built as the public record tells of theirs, and the ministries."""

import json
from datetime import datetime
from typing import Any

import factories
import family_pages
import pytest
from family_pages import AUTHOR, CREDIT, MORNING, PICTURE, Layout

from crawler import discovery, run, walk
from crawler.article import Article
from crawler.dates import HANOI
from crawler.discovery import Found
from crawler.extraction import extract
from crawler.families.contentlisting import CONTENT_LISTING, REDRAWN
from crawler.families.jsonsite import JSON_SITE
from crawler.families.maincontent import MAIN_CONTENT
from crawler.portal import Api, Family, Gate, Kind, Portal, Section

PORTALS = run.portals()
NOW = datetime(2026, 7, 11, tzinfo=HANOI)


def of(family: Family, **changes: Any) -> Portal:
    return factories.portal(family=family, **changes)


def read(portal: Portal, *, layout: Layout | None = None) -> Article:
    told = family_pages.story(portal)
    found = family_pages.read(portal, told, family_pages.article(portal, told, layout=layout), now=NOW)
    assert isinstance(found, Article)
    return found


def says_all(article: Article, portal: Portal) -> bool:
    return article.body_text.split("\n\n") == list(family_pages.story(portal).paragraphs)


def test_longform_article_of_family_c_is_read_field_by_field() -> None:
    portal = of(MAIN_CONTENT)
    article, told = read(portal), family_pages.story(portal)
    assert (article.title, article.lead, article.published) == (told.title, told.lead, MORNING)
    assert article.authors == (AUTHOR,)
    assert article.body_text.startswith(told.paragraphs[0])
    assert article.body_text.endswith(told.paragraphs[-1])
    assert "Bài liên quan" not in article.body_text
    assert [(image.url, image.credit) for image in article.images] == [(f"https://baochinhphu.vn{PICTURE}", CREDIT)]


def test_article_of_family_c_with_the_plain_head_is_read_field_by_field() -> None:
    portal = of(MAIN_CONTENT)
    article = read(portal, layout=family_pages.DETAIL_HEAD)
    assert (article.title, article.authors) == (family_pages.story(portal).title, (AUTHOR,))
    assert article.published == MORNING
    assert says_all(article, portal)


def test_listing_of_family_c_holds_articles_and_not_sections_or_print_pages() -> None:
    body = """<title>Thời sự</title><h3 class="b-grid__title"><a href="/xe-buyt-dien-684023.html">Xe buýt điện</a></h3>
        <a href="/chinh-tri/khai-mac-10371821.html">Khai mạc</a><a href="/chinh-tri/thoi-su-quoc-hoi">Quốc hội</a>
        <a href="/print/10371821.html">In</a>"""
    found = discovery.listing(body.encode(), url="https://baochinhphu.vn/", portal=of(MAIN_CONTENT))
    assert [link.title for link in found.links] == ["Xe buýt điện", "Khai mạc"]


def posted(portal: Portal) -> tuple[bytes, list[str]]:
    """Return a list of two stories, of which the second is dated to the second, and their titles."""
    stories = [family_pages.story(portal, number) for number in (820_102, 820_101)]
    begun, end = family_pages.listing(portal, *stories).rsplit("08:15", 1)
    return f"{begun}08:15:30{end}".encode(), [told.title for told in stories]


def test_posted_list_of_family_h_gives_dated_links() -> None:
    portal = of(CONTENT_LISTING)
    body, titles = posted(portal)
    found = discovery.listing(body, url="https://baochinhphu.vn/", portal=portal)
    assert [(link.title, link.published, link.aside) for link in found.links] == [
        (titles[0], MORNING, False),
        (titles[1], MORNING, False),
        ("Bên lề", None, True),
    ]


def test_pages_of_family_h_are_posted_for_by_their_number() -> None:
    section = Section(path="tin-tuc", title="Tin tức", zone="2005517", sources=(REDRAWN,))
    portal = of(CONTENT_LISTING, sections=(section,))
    first = walk.first(portal, section, now=NOW)
    assert first
    assert first.url == "https://baochinhphu.vn/?module=Content.Listing&cmd=redraw&site=2005517&url_mode=rewrite"
    assert first.body.endswith("&pageNo=1")
    found = discovery.listing(posted(portal)[0], url=first.url, portal=portal)
    second = walk.further(portal, first, found, known=[False])
    assert second
    assert (second.url, second.body) == (first.url, first.body.replace("pageNo=1", "pageNo=2"))


def test_article_of_family_h_is_read_field_by_field() -> None:
    portal = of(CONTENT_LISTING)
    article, told = read(portal), family_pages.story(portal)
    assert (article.title, article.lead, article.published) == (told.title, told.lead, MORNING)
    assert article.authors == (AUTHOR,)
    assert article.source == "Báo Công Thương"
    assert article.tags == ("công chức", "kỹ năng số")
    assert says_all(article, portal)


def test_article_of_the_ministry_of_education_has_its_text_elsewhere() -> None:
    article = read(PORTALS["moet"])
    assert article.extracted_by["body"] == "rules"
    assert says_all(article, PORTALS["moet"])


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
    portal = of(JSON_SITE)
    told = family_pages.story(portal)
    url = "https://baochinhphu.vn/bai-viet/thu-khen-cong-an-xa-tan-lap-1783311539"
    assert portal.keys(url)[1:] == ("baochinhphu#1783311539",)
    written = family_pages.article(portal, told).replace("08:15:00+07:00", "01:15:59.398Z")
    article = extract(written.encode(), url=url, portal=portal, now=NOW)
    assert (article.title, article.lead) == (told.title, told.lead)
    assert article.published == MORNING
    assert says_all(article, portal)


def test_list_of_the_ministry_of_public_security_knows_its_own_from_the_side_boxes() -> None:
    portal = PORTALS["bocongan"]
    told = family_pages.story(portal)
    body = family_pages.listing(portal, told)
    found = discovery.listing(body.encode(), url="https://bocongan.gov.vn/chuyen-muc/x", portal=portal)
    assert [(link.title, link.published, link.aside) for link in found.links] == [
        (told.title, datetime(2026, 7, 10, tzinfo=HANOI), False),
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
    numbered = [key for key in PORTALS[name].keys(url) if key.startswith(f"{name}#")]
    assert numbered == ([f"{name}#{number}"] if number else [])


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
    written = family_pages.article(PORTALS["bvhttdl"], family_pages.story(PORTALS["bvhttdl"]))
    by_family = '<h1 class="detail-title">Khác</h1><div class="detail-content afcbc-body"><p>Khác.</p></div>'
    body = written.replace('<div class="footer">', f'{by_family}<div class="footer">')
    url = "https://bvhttdl.gov.vn/le-hoi-20260710144949241.htm"
    article = extract(body.encode(), url=url, portal=PORTALS["bvhttdl"], now=NOW)
    assert article.title == family_pages.story(PORTALS["bvhttdl"]).title
    assert says_all(article, PORTALS["bvhttdl"])
