"""What stands around an article's text is told elsewhere, or not at all."""

import pytest
from lxml.html import HtmlElement, fragment_fromstring

from crawler import ending, markup
from crawler.dates import HANOI

TEXT = "".join(
    f"<p>Đoạn văn thứ {number} của bài viết, dài hơn một dòng và có dấu chấm.</p>" for number in range(1, 9)
)


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
        "<div><h4>Tin liên quan</h4><p>Một bài khác.</p></div><p>Bản quyền</p>",
    ],
)
def test_counters_and_boxes_are_gone(end: str) -> None:
    element = body(end)
    ending.take(element)
    assert markup.content(element) == markup.content(body(""))


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
    ending.take_head(element, title="Họp báo", zone=HANOI)
    assert markup.content(element) == markup.content(body(""))
