"""What stands around an article's text is told elsewhere, or not at all."""

from datetime import datetime

import pytest
from lxml.html import HtmlElement, fragment_fromstring

from crawler import ending, markup
from crawler.dates import HANOI

PUBLISHED = datetime(2021, 5, 29, 11, 11, tzinfo=HANOI)
TEXT = "".join(f"<p>Đoạn văn thứ {number} của bài viết, dài hơn một dòng và có dấu chấm.</p>" for number in range(1, 9))


def body(end: str, *, start: str = "") -> HtmlElement:
    return fragment_fromstring(start + TEXT + end, create_parent="div")


@pytest.mark.parametrize(
    ("end", "source"),
    [
        ("<p>(Daihoi113.dangcongsan.vn)</p>", "Daihoi113.dangcongsan.vn"),
        ("<p>(Theo TTXVN)</p>", "TTXVN"),
        ("<p><em>Theo Chinhphu.vn</em></p>", "Chinhphu.vn"),
        ("<p>Nguồn: Báo Nhân Dân</p>", "Báo Nhân Dân"),
        ("<p>Theo TTXVN</p><p>Lượt xem: 1.329</p>", "TTXVN"),
        ("<p>(Theo TTXVN)</p><p>&nbsp;</p><div>Các tin khác</div><ul><li><a>Tin một</a></li></ul>", "TTXVN"),
        ("<p>Theo kế hoạch, dự án hoàn thành năm 2027.</p>", ""),
        ("<p>(còn nữa)</p>", ""),
        ("<p>Theo dõi chúng tôi</p>", ""),
        ("<p>Theo quy định hiện hành</p>", ""),
        ("<p>Nguồn lực quan trọng</p>", ""),
        ("<p>Theo Bộ Y tế, Hà Nội ghi nhận 30 ca</p>", ""),
        ("<p>Theo VGP.</p>", "VGP"),
        ("<p>Theo Báo Nhân Dân</p>", "Báo Nhân Dân"),
        ("<p>Theo chinhphu.vn</p>", "chinhphu.vn"),
        ("<p>(Nguồn: TTXVN/Vietnam+)</p>", "TTXVN/Vietnam+"),
        ("<p>(TTXVN/Vietnam+)</p>", "TTXVN/Vietnam+"),
        ("<p>(Nguồn: Báo Nhân Dân, TTXVN)</p>", "Báo Nhân Dân, TTXVN"),
        ("<p>Nguồn: http://vov.vn</p>", "http://vov.vn"),
        ("", ""),
    ],
)
def test_source_is_what_the_last_line_names(end: str, source: str) -> None:
    element = body(end)
    assert ending.take(element).source == source
    if source:
        assert source not in markup.content(element)


@pytest.mark.parametrize(
    ("end", "authors"),
    [
        ("<p>Tin, ảnh: P.Y</p>", ("P.Y",)),
        ("<p><strong>Bài và ảnh: Hà Văn - Nhật Bắc</strong></p>", ("Hà Văn", "Nhật Bắc")),
        ("<p>Tin, ảnh: Hoàng Thùy, Minh Đức</p>", ("Hoàng Thùy", "Minh Đức")),
        ("<p>Hà Văn</p>", ()),
    ],
)
def test_byline_is_read_and_stays(end: str, authors: tuple[str, ...]) -> None:
    element = body(end)
    assert ending.take(element).authors == authors
    assert markup.content(element).endswith(markup.content(fragment_fromstring(end)))


@pytest.mark.parametrize(
    "end",
    [
        "<p>Lượt xem: 1.329</p>",
        "<div>Lượt xem: <b>1.329</b></div><div><h3>Thống kê truy cập</h3><ul><li>003891558</li><li>Đang online: 122</li></ul></div>",
        "<p>• 003891558</p><p>• Trong tuần: 24.034</p><p>In trang</p>",
        "<div><h4>Tin liên quan</h4><p><a>Một bài khác.</a> (28/05/2021)</p></div>",
    ],
)
def test_counters_and_boxes_are_gone(end: str) -> None:
    element = body(end)
    ending.take(element)
    assert markup.content(element) == markup.content(body(""))


@pytest.mark.parametrize(
    "end",
    [
        "<table><tr><td>Gạo</td><td>142.500</td></tr><tr><td>Ngô</td><td></td></tr></table>",
        "<table><tr><td>Lượt xem</td><td>142.500</td></tr></table>",
        "<table><tr><td>Nguồn: Tổng cục Thống kê</td></tr></table>",
        "<ul><li>24</li><li>25</li></ul>",
        "<p>12345</p>",
        "<p><strong>Bình luận</strong></p><p>Theo chuyên gia, kết quả này rất tích cực.</p>",
    ],
)
def test_tables_lists_and_closing_words_stay(end: str) -> None:
    element = body(end)
    before = markup.content(element), len(list(element.iter("td")))
    ending.take(element)
    assert (markup.content(element), len(list(element.iter("td")))) == before


def test_author_under_the_source_is_read() -> None:
    found = ending.take(body('<p>Theo TTXVN</p><p style="text-align: right"><strong>Hà Văn</strong></p>'))
    assert (found.source, found.authors) == ("TTXVN", ("Hà Văn",))


RIGHT = '<p style="text-align: right"><strong>{}</strong></p>'


@pytest.mark.parametrize(
    ("end", "authors"),
    [
        (RIGHT.format("Hà Văn"), ("Hà Văn",)),
        ('<p>“Chúng tôi đã sẵn sàng.”</p><p align="right">Hà Văn</p>', ("Hà Văn",)),
        (f"<p>Thực hiện công điện này./.</p>{RIGHT.format('Hà Văn')}", ()),
        (f"{RIGHT.format('KT. BỘ TRƯỞNG')}{RIGHT.format('Hà Văn')}", ()),
        (f"<p>Thứ trưởng</p>{RIGHT.format('Hà Văn')}", ()),
        (RIGHT.format("Báo Nhân Dân"), ()),
    ],
)
def test_name_to_the_right_under_the_text_is_the_author_s_and_stays(end: str, authors: tuple[str, ...]) -> None:
    element = body(end)
    assert ending.take(element).authors == authors
    assert markup.content(element).endswith(markup.content(fragment_fromstring(end, create_parent="div")))


@pytest.mark.parametrize(
    "start",
    [
        "<h3>Thứ Bảy, 29/5/2021</h3><p>Khai mạc.</p><h3>Chủ Nhật, 30/5/2021</h3>",
        "<p>28/5/2021</p>",
    ],
)
def test_first_day_of_a_chronology_stays(start: str) -> None:
    element = body("", start=start)
    before = markup.content(element)
    ending.take_head(element, title="Họp báo", published=PUBLISHED, zone=HANOI)
    assert markup.content(element) == before


def test_subheading_named_like_a_box_stays_where_text_follows() -> None:
    element = body(TEXT, start="<h3>Tin liên quan</h3>")
    ending.take(element)
    assert markup.content(element).startswith("Tin liên quan")


def test_number_within_the_text_stays() -> None:
    element = body("", start="<p>1.329</p>")
    ending.take(element)
    assert markup.content(element).startswith("1.329")


@pytest.mark.parametrize(
    "start",
    [
        "<h1>Họp báo <a>In trang</a></h1><p>29/05/2021 11:11 SA</p>",
        "<div><a>Trang chủ</a></div><div><h1>Họp báo</h1><a>In trang</a></div><div>29/05/2021 11:11 SA</div>",
        "<div>29/05/2021</div><p>Lượt xem: 12</p>",
    ],
)
def test_what_stands_above_the_text_is_gone(start: str) -> None:
    element = body("", start=start)
    ending.take_head(element, title="Họp báo", published=PUBLISHED, zone=HANOI)
    assert markup.content(element) == markup.content(body(""))


@pytest.mark.parametrize(
    ("beside", "led"),
    [
        (
            '<div><a href="/bai-khac.htm"><img src="/a.jpg"></a><a href="/bai-khac.htm">Bài khác</a></div>',
            "/bai-khac.htm",
        ),
        ('<ul><li><a href="/">Trang chủ</a></li></ul>', "/"),
        ('<a href="/bai-khac.htm"><h3>Bài khác</h3></a>', "/bai-khac.htm"),
        ('<p>Theo <a href="/nghi-dinh.htm">Nghị định</a> này, người dân được nhận hỗ trợ từ ngày 1/7.</p>', ""),
        (
            '<figure><a href="/anh.htm"><img src="/a.jpg"></a><figcaption><a href="/anh.htm">Ảnh</a></figcaption></figure>',
            "",
        ),
        ('<p><a href="/anh.htm"><img src="/a.jpg"></a></p>', ""),
    ],
)
def test_blocks_that_hold_nothing_but_a_link_are_told(beside: str, led: str) -> None:
    assert set(ending.linked_alone(body("", start=beside))) == ({led} if led else set())


def test_text_that_no_rule_found_loses_what_is_said_of_it_elsewhere() -> None:
    lines = (
        "Hà An",
        "20/02/2026 08:30",
        "Ngày 20/02/2026, hội nghị khai mạc tại Hà Nội.",
        "Hà An",
        "y tế",
        "#chuyển đổi số",
    )
    element = fragment_fromstring("".join(f"<p>{line}</p>" for line in lines), create_parent="div")
    published = datetime(2026, 2, 20, 8, 30, tzinfo=HANOI)
    known = ["Hà An", "Y tế", "chuyển đổi số"]
    ending.take_surroundings(element, known=known, published=published, zone=HANOI)
    assert [one.text for one in element] == ["Ngày 20/02/2026, hội nghị khai mạc tại Hà Nội."]
