"""Systems that few portals run on: WebForms (D), SharePoint (E), WebCenter (I), and sites of their own (J)."""

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs

import factories
import family_pages
import pytest
from family_pages import CREDIT, FILE, MORNING, PICTURE

from crawler import discovery, dom, run
from crawler.article import Article
from crawler.dates import HANOI
from crawler.discovery import Found
from crawler.extraction import extract
from crawler.families.qdnd import QDND
from crawler.families.sharepoint import SHARE_POINT
from crawler.families.webcenter import WEB_CENTER
from crawler.families.webforms import WEB_FORMS
from crawler.portal import Family, Portal

CAPTURES = Path(__file__).parents[2] / "shared/captures"
NOW = datetime(2026, 11, 1, tzinfo=HANOI)
DOCUMENTS = factories.portal(name="vanban", home="https://vanban.example.vn/", family=WEB_FORMS)
NEWS = factories.portal(name="cong", home="https://cong.example.vn/", family=WEB_FORMS)
ASSEMBLY = factories.portal(name="nghi_truong", home="https://nghitruong.example.vn/", family=SHARE_POINT)
COURT = factories.portal(name="toa", home="https://toa.example.vn/", family=WEB_CENTER)
ARMY = factories.portal(name="quan_doi", home="https://quandoi.example.vn/", family=QDND)

captured = pytest.mark.skipif(
    not CAPTURES.is_dir(), reason="the captures lie beside the repository: ../shared/captures"
)


def capture(name: str) -> bytes:
    return (CAPTURES / name).read_bytes()


def read(page: str, portal: Portal, path: str) -> Article:
    return extract(f"<!DOCTYPE html>{page}".encode(), url=f"{portal.home}{path}", portal=portal, now=NOW)


def told(portal: Portal) -> Article:
    """Return what the page of the portal's family is read as."""
    return read(
        family_pages.article(portal, family_pages.story(portal)),
        portal,
        family_pages.address(portal, family_pages.story(portal)).lstrip("/"),
    )


def says_all(article: Article, portal: Portal) -> bool:
    return article.body_text.split("\n\n") == list(family_pages.story(portal).paragraphs)


def listed(page: str, portal: Portal, path: str = "") -> Found:
    return discovery.listing(page.encode(), url=f"{portal.home}{path}", portal=portal)


def by_rules(article: Article, *fields: str) -> bool:
    return all(article.extracted_by[field] == "rules" for field in fields)


@pytest.mark.parametrize(
    ("name", "path", "number"),
    [
        ("cn_baochinhphu", "a-b-116260523144123151.htm", "116260523144123151"),
        ("chinhphu", "gioi-thieu-69424", "69424"),
        ("congbao", "van-ban/nghi-dinh-so-377-2026-nd-cp-46512.htm", "46512"),
        ("congbao", "nghi-dinh-so-13-2023-nd-cp-38868/38868.htm", "38868"),
        ("daibieunhandan", "quoc-hoi-thao-luan-10371821.html", "10371821"),
        ("qdnd", "chinh-tri/tin-tuc/hoi-nghi-quan-chinh-746174", "746174"),
        ("en_qdnd", "politics/news/conference-opens-746174", "746174"),
        ("cand", "giu-binh-yen-tren-moi-tuyen-duong-xu-lang-post820143.html", "820143"),
        ("vietnamplus", "quoc-hoi-bieu-quyet-thong-qua-mot-so-luat-post1131803.vnp", "1131803"),
        ("vnanet", "vi/tin-tuc/chinh-tri-11/hop-bao-thuong-ky-7654.html", "7654"),
        ("mattran", "hoat-dong/doan-chu-tich-hop-phien-thu-hai-48211.html", "48211"),
        ("congly", "tieu-su-tom-tat-va-chuong-trinh-hanh-dong-513232.html", "513232"),
        ("vksndtc", "tin-tuc/cong-tac-kiem-sat/tap-huan-nghiep-vu-d10-t12345.html", "12345"),
        (
            "tulieuvankien",
            "he-thong-van-ban/van-ban-cua-dang/nghi-quyet-so-71-nqtw-ngay-2282025-cua-bo-chinh-tri-11771",
            "11771",
        ),
        ("noichinh", "cong-tac-phong-chong-tham-nhung/202501/hop-ban-chi-dao-316245/", "316245"),
        ("lyluanchinhtri", "van-dung-tu-tuong-ho-chi-minh-6543.html", "6543"),
        ("hanoimoi", "khai-mac-hoi-cho-730201.html", "730201"),
        ("baocantho", "cu-tri-de-nghi-ho-tro-tieu-thu-nong-san-a196626.html", "196626"),
    ],
)
def test_article_is_known_by_its_number(name: str, path: str, number: str) -> None:
    portal = run.portal(name)
    assert portal.is_article(portal.home + path)
    assert portal.keys(portal.home + path)[1:] == (f"{name}#{number}",)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("toaan", "webcenter/portal/tatc/chi-tiet-tin?dDocName=TAND368661"),
        ("toaan", "webcenter/portal/tatc/chi-tiet-tin-xet-xu?dDocName=TAND338599"),
        ("hochiminh", "tu-tuong-dao-duc-ho-chi-minh/nghien-cuu/hoc-bac-moi-ngay.html"),
        ("ubkttw", "danh-muc/tin-tuc-thoi-su/ky-hop-thu-nhat.html"),
        ("cand", "van-hoa/mot-dem-truc-i650123/"),
        ("quochoi", "tintuc/Pages/tin-tong-hop.aspx?ItemID=99777"),
    ],
)
def test_article_without_a_number_of_the_portal_is_known_by_its_address(name: str, path: str) -> None:
    portal = run.portal(name)
    assert portal.is_article(portal.home + path)
    assert not [key for key in portal.keys(portal.home + path) if key.startswith(f"{name}#")]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("toaan", "webcenter/portal/tatc/chi-tiet-video?dDocName=TAND373753"),
        ("toaan", "webcenter/portal/tatc/photo?dDocName=TAND293784"),
        ("hochiminh", "page/Article/Book/Detail/review/64a1f0c2b3d4e5f601234567"),
        ("baocantho", "rao-vat-thong-bao-596.html"),
        ("baocantho", "su-kien/can-tho-nang-dong-va-phat-trien.9.html"),
        ("congbao", "van-ban-dang-cong-bao/chinh-phu-c1.htm"),
    ],
)
def test_page_that_is_no_article_is_not_taken_for_one(name: str, path: str) -> None:
    portal = run.portal(name)
    assert not portal.is_article(portal.home + path)


def test_visits_of_a_webcenter_page_are_one_article() -> None:
    page = "https://toa.example.vn/webcenter/portal/tatc/chi-tiet-tin?"
    assert COURT.key(f"{page}_afrLoop=381&dDocName=TAND1") == COURT.key(f"{page}dDocName=TAND1&_adf.ctrl-state=x")
    assert COURT.key(f"{page}dDocName=TAND1") != COURT.key(f"{page}dDocName=TAND2")


def test_print_page_of_the_can_tho_paper_is_the_article() -> None:
    portal = run.portal("baocantho")
    assert portal.key(f"{portal.home}print/ben-song-a1.html") == portal.key(f"{portal.home}ben-song-a1.html")


def test_arguments_tell_articles_from_sections_where_they_share_a_path() -> None:
    assert re.fullmatch(SHARE_POINT.article, "/tintuc/Pages/tin-tong-hop.aspx?ItemID=99777")
    assert not re.fullmatch(SHARE_POINT.article, "/tintuc/Pages/tin-tong-hop.aspx")
    found = re.fullmatch(WEB_FORMS.article, "/?docid=219746&pageid=27160")
    assert found
    assert found["number"] == "219746"
    assert not re.fullmatch(WEB_FORMS.article, "/he-thong-van-ban?classid=1&mode=1")


def test_webforms_listing_gives_articles_and_what_to_post_for_more() -> None:
    page = f"""<form><input type=hidden name=__VIEWSTATE value=abc><table id="ctrl_7_9_grvDocument">
        <tr><td><a href="/khoi-cong-cau-moi-102345">Khởi công cầu mới</a></td></tr>{family_pages.PAGER}</table>
        <a href="/lien-he-69499">Liên hệ</a></form>"""
    found = discovery.postback(page.encode(), url=NEWS.home, portal=NEWS, page=1)
    assert [(link.url, link.title, link.aside) for link in found.links] == [
        ("https://cong.example.vn/khoi-cong-cau-moi-102345", "Khởi công cầu mới", False),
        ("https://cong.example.vn/lien-he-69499", "Liên hệ", True),
    ]
    assert parse_qs(found.postback) == {
        "__VIEWSTATE": ["abc"],
        "__EVENTTARGET": ["ctrl_7_9$grvDocument"],
        "__EVENTARGUMENT": ["Page$2"],
    }


def test_webforms_listing_gives_documents() -> None:
    page = family_pages.listing(DOCUMENTS, family_pages.story(DOCUMENTS, 81))
    (link,) = listed(page, DOCUMENTS, "he-thong-van-ban?classid=1&mode=1").links
    assert DOCUMENTS.readable(link.url) == "https://vanban.example.vn/?pageid=27160&docid=81"
    assert DOCUMENTS.keys(link.url)[1] == "vanban#81"


def test_webforms_document_is_read_by_rules() -> None:
    article = told(DOCUMENTS)
    assert article.title == "Quyết định số 1/2026/QĐ-TTg: Quy định về quản lý hoạt động của bến thủy nội địa"
    assert article.published == MORNING.replace(hour=0, minute=0)
    assert article.source == "Thủ tướng Chính phủ"
    assert article.body_text.split("\n\n")[-2:] == ["Trích yếu", "Quy định về quản lý hoạt động của bến thủy nội địa"]
    assert [(file.url, file.type) for file in article.attachments] == [(FILE, "application/pdf")]
    assert by_rules(article, "title", "body", "published", "source")


def test_sharepoint_listing_gives_articles_and_not_itself() -> None:
    page = """<div id="ctl00_m_g_1_WebPart1"><a href="/tintuc/Pages/tin-tong-hop.aspx">Tin tổng hợp</a>
        <a href="/tintuc/Pages/tin-tong-hop.aspx?ItemID=12&CategoryId=0">Khai mạc kỳ họp</a></div>"""
    (link,) = listed(page, ASSEMBLY, "tintuc/Pages/tin-tong-hop.aspx").links
    assert link.title == "Khai mạc kỳ họp"
    assert ASSEMBLY.key(link.url) == "https://nghitruong.example.vn/tintuc/Pages/tin-tong-hop.aspx?ItemID=12"


def test_sharepoint_article_is_read_with_all_parts_of_its_description() -> None:
    article = told(ASSEMBLY)
    assert article.title == family_pages.story(ASSEMBLY).title
    assert says_all(article, ASSEMBLY)
    assert by_rules(article, "body")


def test_webcenter_listing_gives_news_trials_and_notices() -> None:
    page = """<div class="box-tin bo-topdo"><div class="x105"><h3 class="text-justify mt-0">
        <a href="/webcenter/portal/tatc/chi-tiet-tin?dDocName=TAND7" id="gl1">Tập huấn thẩm phán</a></h3></div>
        <a href="https://www.facebook.com/sharer.php?u=/webcenter/portal/tatc/chi-tiet-tin?dDocName=TAND7">f</a>
        <a href="/webcenter/portal/tatc/chi-tiet-tin-xet-xu?dDocName=TAND8">Xét xử lưu động</a>
        <li><a class="li-last" href="/webcenter/portal/tatc/chi-tiet-chi-dao-dieu-hanh?dDocName=TAND9">
        <span class="text-do">15/TB: </span>Thông báo lịch nghỉ</a><span class="text-ngayxam">(26/02/2026)</span></li>
        <a href="/webcenter/portal/tatc/chi-tiet-video?dDocName=TAND10">Phóng sự</a>
        <a href="/webcenter/portal/tatc/tin-tatc?mucHienThi=10301">Tin hoạt động</a></div>"""
    assert [link.title for link in listed(page, COURT, "webcenter/portal/tatc/home").links] == [
        "Tập huấn thẩm phán",
        "Xét xử lưu động",
        "15/TB: Thông báo lịch nghỉ",
    ]


def test_webcenter_article_is_read_without_rules() -> None:
    article = told(COURT)
    assert article.title == family_pages.story(COURT).title
    assert says_all(article, COURT)
    assert article.extracted_by["body"] == "generic"


def test_army_listing_gives_its_own_list_before_the_boxes_beside() -> None:
    story = family_pages.story(ARMY)
    found = listed(family_pages.listing(ARMY, story), ARMY, "chinh-tri")
    assert [(link.title, link.aside) for link in found.links] == [(story.title, False), ("Đọc nhiều", True)]


def test_army_article_is_read_by_rules() -> None:
    article, story = told(ARMY), family_pages.story(ARMY)
    assert (article.title, article.lead, article.published) == (story.title, story.lead, MORNING)
    assert [(image.url, image.credit) for image in article.images] == [(f"https://quandoi.example.vn{PICTURE}", CREDIT)]
    assert article.body_text.startswith(story.paragraphs[0])
    assert article.body_text.endswith(story.paragraphs[-1])
    assert by_rules(article, "title", "lead", "body", "published")


def test_police_paper_is_read_in_its_former_layout_as_well() -> None:
    page = """<html><body><h1>Một đêm trực</h1><div class="box-des-detail">Đêm yên tĩnh.</div>
        <div class="detail-content-body"><p>Các chiến sĩ tuần tra trên tuyến phố chính.</p></div></body></html>"""
    article = read(page, run.portal("cand"), "van-hoa/mot-dem-truc-i650123/")
    assert (article.title, article.lead) == ("Một đêm trực", "Đêm yên tĩnh.")
    assert article.body_text == "Các chiến sĩ tuần tra trên tuyến phố chính."


def test_front_s_newer_layout_names_the_title_for_machines() -> None:
    page = """<head><title>mattran.org.vn</title><meta name="dcterms.title" content="Ngày hội Đại đoàn kết"></head>
        <div id="ContentDetail"><p>Ngày hội diễn ra tại các khu dân cư.</p></div>"""
    article = read(page, run.portal("mattran"), "hoat-dong/ngay-hoi-dai-doan-ket-48211.html")
    assert article.title == "Ngày hội Đại đoàn kết"
    assert article.body_text == "Ngày hội diễn ra tại các khu dân cư."
    assert by_rules(article, "title", "body")


def test_gazette_s_record_of_a_document_is_its_body() -> None:
    portal = run.portal("congbao")
    article = told(portal)
    assert article.title == family_pages.story(portal).title
    assert article.body_text.split("\n\n")[:4] == ["Số hiệu", "1/2026/QĐ-TTg", "Ngày ban hành", "10/07/2026"]
    assert by_rules(article, "body")


def test_can_tho_paper_s_section_leads_to_its_next_page() -> None:
    portal = run.portal("baocantho")
    page = """<ul class="list-block"><li><a href="/chuyen-menu-a4.html">Trong thực đơn</a></li></ul>
        <div id="colcate1"><div id="topcate"><a href="/tin-dau-a1.html"><img></a>
        <h2><a href="/tin-dau-a1.html">Tin đầu</a></h2>
        </div><ul class="list-news-img-style-1"><li><a class="b-title" href="/tin-hai-a2.html">Tin hai</a></li></ul>
        <div id="page"><ul><li><a href="/thoi-su?p=1">&lt;</a></li><li><a href="/thoi-su?p=1">1</a></li>
        <li><b>2</b></li><li><a href="/thoi-su?p=3">3</a></li><li><a href="/thoi-su?p=9">&raquo;</a></li></ul></div>"""
    found = listed(page, portal, "thoi-su?p=2")
    assert [(link.title, link.aside) for link in found.links] == [
        ("Tin đầu", False),
        ("Tin hai", False),
        ("Trong thực đơn", True),
    ]
    assert found.next == "https://baocantho.com.vn/thoi-su?p=3"


def can_tho() -> Article:
    name = "tap-trung-trien-khai-cac-dot-thanh-tra-kiem-tra-co-trong-tam-trong-diem-nhat-la-cac-linh-vuc-co-ng"
    portal = run.portal("baocantho")
    url = f"{portal.home}{name}-a196670.html"
    return extract(capture("baocantho.com.vn/article.html"), url=url, portal=portal, now=NOW)


@captured
def test_can_tho_article_is_read_by_rules_field_by_field() -> None:
    article = can_tho()
    assert article.title == (
        "Tập trung triển khai các đợt thanh tra, kiểm tra có trọng tâm, trọng điểm nhất là các lĩnh vực có nguy cơ"
    )
    assert article.lead == (
        "Ngày 8-1, Phó Thủ tướng Thường trực Nguyễn Hòa Bình chủ trì hội nghị tổng kết công tác năm 2025"
        " và triển khai nhiệm vụ công tác năm 2026 của ngành Thanh tra."
    )
    assert article.published == datetime(2026, 1, 8, 18, 21, tzinfo=HANOI)
    assert article.section == ("THỜI SỰ", "Cần Thơ")
    assert article.authors == ("P.Y",)
    assert article.tags[:2] == ("Phó Thủ tướng Thường trực", "Nguyễn Hoà Bình")
    assert [(image.url.rpartition("/")[2], image.caption) for image in article.images] == [
        (
            "web-8-1-2026-16.webp",
            "Chủ tịch UBND TP Cần Thơ Trương Cảnh Tuyên, cùng lãnh đạo Thanh tra thành phố tham dự hội nghị.",
        )
    ]
    assert by_rules(article, "title", "lead", "body", "published", "section", "tags", "images")


@captured
def test_can_tho_article_holds_its_paragraphs_and_nothing_else() -> None:
    raw = capture("baocantho.com.vn/article.html").decode()
    body = raw[raw.index('class="content-fck') : raw.index('id="linkshare"')]
    paragraphs = [one for one in re.findall(r"(?s)<p\b.*?</p>", body) if "<img" not in one]
    lines = can_tho().body_text.split("\n\n")
    assert len(lines) == len(paragraphs) == 9
    assert lines[0].startswith("(CTO) - Ngày 8-1")
    assert lines[-1] == "Tin, ảnh: P.Y"
    assert not any(strange in can_tho().body_text for strange in ("Đọc thêm", "Chia sẻ", "Từ khóa", "BÌNH LUẬN"))


@captured
def test_can_tho_section_is_read_by_rules() -> None:
    portal = run.portal("baocantho")
    found = discovery.listing(capture("baocantho.com.vn/listing.html"), url=f"{portal.home}thoi-su/", portal=portal)
    own = [link for link in found.links if not link.aside]
    assert (len(own), len(found.links)) == (16, 78)
    assert own[0].title.startswith("Tập trung triển khai các đợt thanh tra, kiểm tra có trọng tâm")
    assert own[-1].title == "Chương trình “Cà phê với nhân dân và doanh nghiệp”"
    assert all(link.title for link in own)
    assert found.next == "https://baocantho.com.vn/thoi-su?p=2"


@captured
def test_court_s_home_page_gives_its_news() -> None:
    portal, section = run.portal("toaan"), run.portal("toaan").sections[0]
    url = portal.address("{path}", section)
    found = discovery.listing(capture("www.toaan.gov.vn/homepage.html"), url=url, portal=portal)
    assert len(found.links) == 28
    assert found.links[0].url == f"{portal.home}webcenter/portal/tatc/chi-tiet-tin?dDocName=TAND368661"
    assert found.links[0].title == "Chánh án Tòa án nhân dân tối cao Nguyễn Văn Quảng tuyên thệ nhậm chức"
    assert all(link.title for link in found.links)


@captured
@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("www.toaan.gov.vn/homepage.html", WEB_CENTER),
        ("vanban.chinhphu.vn/document-partial.html", WEB_FORMS),
        ("vanban.chinhphu.vn/listing-partial.html", WEB_FORMS),
    ],
)
def test_page_bears_the_marks_of_its_family_alone(name: str, family: Family) -> None:
    page = dom.parse(capture(name))
    assert page
    assert [one for one in (WEB_FORMS, SHARE_POINT, WEB_CENTER) if dom.first(page, one.marks)] == [family]


@captured
def test_court_s_sections_are_those_that_its_home_page_links_to() -> None:
    page = capture("www.toaan.gov.vn/homepage.html").decode(errors="replace")
    portal = run.portal("toaan")
    assert all(f'href="{portal.home}{section.path}"' in page for section in portal.sections)


@captured
def test_government_document_is_read_by_rules() -> None:
    article = extract(
        capture("vanban.chinhphu.vn/document-partial.html"),
        url=f"{DOCUMENTS.home}?pageid=27160&docid=219746",
        portal=DOCUMENTS,
        now=NOW,
    )
    assert article.title.startswith("Nghị định số 377/2026/NĐ-CP của Chính phủ: Sửa đổi, bổ sung một số điều")
    assert article.published == datetime(2026, 10, 1, tzinfo=HANOI)
    assert article.source == "Chính phủ"
    assert [file.url.rpartition("/")[2] for file in article.attachments] == [
        "377_2026_nd-cp_01102026-signed.signed.pdf"
    ]
    assert "Các văn bản khác" not in article.body_text
    assert by_rules(article, "title", "body", "published", "source")


@captured
def test_government_documents_are_listed() -> None:
    url = f"{DOCUMENTS.home}he-thong-van-ban?classid=1&mode=1"
    page = capture("vanban.chinhphu.vn/listing-partial.html")
    found = discovery.postback(page, url=url, portal=DOCUMENTS, page=1)
    assert len(found.links) == 6
    assert parse_qs(found.postback)["__EVENTTARGET"] == ["ctrl_191017_163$grvDocument"]


@captured
def test_prototype_of_the_propaganda_review_is_read_by_rules() -> None:
    portal = run.portal("tuyengiao")
    page = capture("vendor-prototypes/tuyengiao-03-article.html")
    article = extract(page, url=f"{portal.home}nguoc-dong-ky-uc-post1.html", portal=portal, now=NOW)
    assert article.title == "Ngược dòng ký ức, người yêu nhạc tưởng nhớ nhạc sỹ Trịnh Công Sơn"
    assert article.lead.startswith("Với nhiều người, âm nhạc của Trịnh Công Sơn là “liều thuốc cho tâm hồn,”")
    assert article.published == datetime(2022, 4, 1, 15, 28, tzinfo=HANOI)
    assert article.section == ("thời sự", "văn hóa")
    assert article.tags == ("John Stones", "Man City", "bánh trung thu")
    assert not any(strange in article.body_text for strange in ("tin liên quan", "Download", "tags :"))
    assert by_rules(article, "title", "lead", "body", "published", "section", "tags")
