"""Real pages, saved by others, are read field by field; they lie beside the repository and are not part of it."""

import json
import re
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import congress_pages
import factories
import pytest

from crawler import dates, discovery, run, text
from crawler.article import Article
from crawler.dates import HANOI
from crawler.errors import ChallengePage, FieldMissing
from crawler.extraction import extract
from crawler.families.anysite import ANY_SITE
from crawler.families.vccorp import VCCORP
from crawler.portal import Portal

CAPTURES = Path(__file__).parents[2] / "shared/captures"
NOW = datetime(2026, 9, 10, tzinfo=HANOI)
TUOITRE = factories.portal(name="tuoitre", home="https://tuoitre.vn/", aliases=(), family=VCCORP, sections=())
CANTHO = factories.portal(name="cantho", home="https://baocantho.com.vn/", aliases=(), family=ANY_SITE, sections=())
CANTHO_ARTICLE = "https://baocantho.com.vn/tap-trung-trien-khai-cac-dot-thanh-tra-a196670.html"
GOVERNMENT_ARTICLE = "https://baochinhphu.vn/chinh-sach-moi-co-hieu-luc-tu-thang-3-2026-102260228093004191.htm"
FLOWERS = "https://tuoitre.vn/chien-su-day-gia-hoa-nhap-khau-dip-8-3-tang-manh-20260307075519174.htm"
CONGRESS_ARTICLE = "https://daihoi13.dangcongsan.vn/tin-tuc/xay-dung-doi-ngu-can-bo-4322.html"

pytestmark = pytest.mark.skipif(
    not CAPTURES.is_dir(), reason="the captures lie beside the repository: ../shared/captures"
)


def capture(name: str) -> bytes:
    return (CAPTURES / name).read_bytes()


def read(name: str, url: str, portal: Portal) -> Article:
    return extract(capture(name), url=url, portal=portal, now=NOW)


def government() -> Article:
    return read("baochinhphu.vn/article.html", GOVERNMENT_ARTICLE, run.portal("baochinhphu"))


def flowers() -> Article:
    return read("tuoitre.vn/article.html", FLOWERS, TUOITRE)


def cantho() -> Article:
    return read("baocantho.com.vn/article.html", CANTHO_ARTICLE, CANTHO)


def raw_body(name: str, start: str, end: str) -> str:
    page = capture(name).decode()
    begin = page.index(start)
    return re.sub(r"(?s)<(script|style)\b.*?</\1>", "", page[begin : page.index(end, begin)])


def raw_texts(html: str, tag: str) -> list[str]:
    found = re.findall(rf"(?s)<{tag}\b[^>]*>(.*?)</{tag}>", html)
    return [words for one in found if (words := text.line(unescape(re.sub("<[^>]+>", "", one))))]


def test_government_article_has_its_title_times_lead_and_section() -> None:
    article = government()
    assert article.title == "Chính sách mới có hiệu lực từ tháng 3/2026"
    assert article.published == datetime(2026, 3, 1, 9, 51, tzinfo=HANOI)
    assert article.updated == datetime(2026, 3, 1, 9, 54, tzinfo=HANOI)
    assert article.lead.startswith("Tháng 3/2026 có nhiều chính sách mới có hiệu lực, nổi bật là")
    assert article.section == ("Chính sách và cuộc sống", "Chính sách mới")
    assert article.extracted_by["body"] == "rules"


def test_government_article_has_its_whole_body() -> None:
    article = government()
    raw = raw_government()
    paragraphs, headings = raw_texts(raw, "p"), raw_texts(raw, "h2")
    assert len(paragraphs) > 40
    assert article.body_html.count("<p>") == len(paragraphs)
    assert article.body_html.count("<h2>") == len(headings)
    lines = article.body_text.split("\n\n")
    assert [line for line in lines if line in paragraphs] == paragraphs
    assert lines[0] == headings[0].strip()
    assert lines[-1].startswith("- Đồng bào dân tộc thiểu số ở các xã đặc biệt khó khăn")


def raw_government() -> str:
    raw = raw_body("baochinhphu.vn/article.html", 'data-role="content"', 'class="detail-like-fb')
    related = re.compile(r'(?s)<div[^>]+type="Related(?:OneNews|NewsBox)".*?</div>\s*(?=<p|<h2|<figure|$)')
    return related.sub("", raw)


def test_government_article_holds_nothing_else() -> None:
    article = government()
    for strange in (
        "Tham khảo thêm",
        "Nhập chú thích ảnh",
        "Chia sẻ",
        "Bình luận",
        "Zalo",
        "<script",
        "Đọc tiếp",
    ):
        assert strange not in article.body_html
        assert strange not in article.body_text


def test_government_article_has_two_pictures() -> None:
    images = government().images
    assert [image.url.rpartition("/")[2] for image in images] == [
        "nha-o-17722447237821481443431.jpg",
        "68be97f908dcb36fd59bcb07-17722449558782003282274.jpg",
    ]
    assert [(image.width, image.height) for image in images] == [(900, 597), (1319, 824)]


def test_government_article_cites_its_decrees() -> None:
    cited = {document.number: document.date for document in government().documents}
    assert len(cited) == 14
    assert str(cited["357/2025/NĐ-CP"]) == "2025-12-31"
    assert "11/2026/TT-BTC" in cited


def test_family_a_reads_a_paper_of_another_house() -> None:
    article = flowers()
    assert article.title == "Chiến sự đẩy giá hoa nhập khẩu dịp 8-3 tăng mạnh"
    assert article.published == datetime(2026, 3, 7, 8, 1, tzinfo=HANOI)
    assert article.lead.startswith("Xung đột ở khu vực Trung Đông khiến các shop hoa")
    assert article.authors == ("NHẬT XUÂN", "NGHI VŨ")
    assert [image.credit for image in article.images] == ["H.Y.T.", "P.T."]
    assert [image.caption[:24] for image in article.images] == [
        "Theo cửa hàng hoa, một b",
        "Một cửa hàng chuyển hướn",
    ]


def test_field_that_was_not_set_has_no_origin() -> None:
    article = flowers()
    assert article.updated is None
    assert "updated" not in article.extracted_by


def test_content_boxes_stay_while_related_boxes_go() -> None:
    article = flowers()
    assert '<h3>Hoa nội địa có "té nước theo mưa"?</h3>' in article.body_html
    assert "Hoa tiền triệu hạ nhiệt" in article.body_text
    assert "Đọc tiếp" not in article.body_text
    assert article.body_text.split("\n\n")[-1].startswith("Ngoài ra, cửa hàng cũng hướng sang các sản phẩm thay thế")


def test_unknown_site_is_read_without_rules() -> None:
    article = cantho()
    assert article.title.startswith("Tập trung triển khai các đợt thanh tra, kiểm tra có trọng tâm, trọng điểm")
    assert article.published == datetime(2026, 1, 8, 18, 21, tzinfo=HANOI)
    assert article.authors == ("P.Y",)
    assert article.lead.startswith("Ngày 8-1, Phó Thủ tướng Thường trực Nguyễn Hòa Bình")
    assert [image.caption for image in article.images] == [
        "Chủ tịch UBND TP Cần Thơ Trương Cảnh Tuyên, cùng lãnh đạo Thanh tra thành phố tham dự hội nghị."
    ]
    assert article.extracted_by["body"] == "generic"


def test_unknown_site_gives_its_whole_body_and_nothing_else() -> None:
    raw = raw_body("baocantho.com.vn/article.html", 'class="content-fck', "Tin, ảnh: P.Y")
    paragraphs = raw_texts(raw, "p")
    lines = cantho().body_text.split("\n\n")
    assert [line for line in lines if line in paragraphs] == paragraphs
    assert len(lines) - len(paragraphs) <= 2, "the caption and the byline"
    assert lines[-1] == "Tin, ảnh: P.Y"


def test_page_without_a_body_is_an_error_that_says_so() -> None:
    portal = run.portal("en_baochinhphu")
    with pytest.raises(FieldMissing) as raised:
        read(
            "en.baochinhphu.vn/article-head-only.html",
            "https://en.baochinhphu.vn/a-111260523144123151.htm",
            portal,
        )
    assert raised.value.field == "body"


def test_cookie_gate_is_no_article() -> None:
    with pytest.raises(ChallengePage):
        read("mod.gov.vn/cookie-gate.html", "https://mod.gov.vn/home/detail-12345.html", CANTHO)


@pytest.mark.parametrize(
    ("name", "url", "portal", "form", "number"),
    [
        (
            "baochinhphu.vn",
            "https://baochinhphu.vn/chinh-sach-va-cuoc-song/chinh-sach-moi.htm",
            "baochinhphu",
            r"-102\d{14,15}\.htm$",
            34,
        ),
        (
            "tuoitre.vn",
            "https://tuoitre.vn/kinh-doanh.htm",
            TUOITRE,
            r"//tuoitre\.vn/[^/]+-\d{16,18}\.htm$",
            15,
        ),
        (
            "baocantho.com.vn",
            "https://baocantho.com.vn/thoi-su/",
            CANTHO,
            r"//baocantho\.com\.vn/[^/]+-a\d+\.html$",
            78,
        ),
    ],
)
def test_listing_gives_every_article_link_once_and_no_others(
    name: str, url: str, portal: Portal | str, form: str, number: int
) -> None:
    page = capture(f"{name}/listing.html")
    hrefs = re.findall(r"""<a\b[^>]*?\shref\s*=\s*["']([^"']+)""", page.decode())
    expected = {address for href in hrefs if re.search(form, address := urljoin(url, unescape(href)))}
    described = run.portal(portal) if isinstance(portal, str) else portal
    found = discovery.listing(page, url=url, portal=described)
    assert len(found.links) == len(expected) == number
    assert {link.url for link in found.links} == expected
    assert all(link.title for link in found.links)


def test_links_beside_the_government_paper_s_list_are_told_apart() -> None:
    url = "https://baochinhphu.vn/chinh-sach-va-cuoc-song/chinh-sach-moi.htm"
    found = discovery.listing(capture("baochinhphu.vn/listing.html"), url=url, portal=run.portal("baochinhphu"))
    assert sum(link.aside for link in found.links) == 10
    assert found.zone == "1021119"


def entries() -> list[dict[str, str]]:
    found = json.loads(capture("feed-entries/entries-2026-08-23.json"))
    return found if isinstance(found, list) else next(iter(found.values()))


def test_links_of_real_feeds_stay_apart_and_stand_still() -> None:
    portal = factories.portal(family=ANY_SITE, home="https://nowhere.vn/", aliases=())
    given = {entry["link"] for entry in entries()}
    keys = {portal.key(link) for link in given}
    assert len(entries()) == 478
    assert len(keys) == len({link.partition("#")[0] for link in given})
    assert {portal.key(key) for key in keys} == keys


def test_dates_of_real_feeds_are_read() -> None:
    written = [entry["published"] for entry in entries() if entry.get("published")]
    assert len(written) > 400
    assert all(dates.parse(one) for one in written)


def congress() -> congress_pages.Printed:
    return congress_pages.printed(capture("daihoi13.dangcongsan.vn/article.txt").decode())


LAYOUTS = list(congress_pages.layouts(40))


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_congress_article_is_read_in_whatever_markup(layout: congress_pages.Layout) -> None:
    words = congress()
    page = congress_pages.page(words, layout)
    article = extract(page, url=CONGRESS_ARTICLE, portal=run.portal("daihoi13"), now=NOW)
    assert article.title == "Xây dựng đội ngũ cán bộ tinh thông, chuyên nghiệp và hiệu quả"
    assert article.published == datetime(2021, 5, 29, 11, 11, tzinfo=HANOI)
    assert article.lead == words.lead.removeprefix("(ĐHXIII) - ")
    assert [(image.url, image.caption, image.credit) for image in article.images] == [
        (
            "https://daihoi13.dangcongsan.vn/Uploads/Images/2021/5/29/30/thu-tuong.jpg",
            "Thủ tướng Phạm Minh Chính làm việc với Cổng TTĐT Chính phủ.",
            "VGP/Nhật Bắc",
        )
    ]
    assert [(one.number, one.type, str(one.date), one.issuer) for one in article.documents] == [
        ("125/TB-VPCP", "Thông báo", "2021-05-26", "Văn phòng Chính phủ"),
        ("06/2013/QĐ-TTg", "Quyết định", "2013-01-24", "Thủ tướng Chính phủ"),
    ]
    assert article.source == "Daihoi113.dangcongsan.vn"
    assert article.body_text.split("\n\n") == [words.caption, *words.paragraphs]
    assert article.body_html.count("<figcaption>") == 1
