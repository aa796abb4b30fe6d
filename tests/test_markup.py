"""Article bodies become clean, small and self-contained."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import dom, markup, paragraphs

BASE = "https://nhandan.vn/kinhte/bai-post1.html"


def body(inner: str, *, base: str = BASE) -> markup.Body:
    page = dom.parse(f'<html><body><div id="text">{inner}</div></body></html>'.encode())
    assert page
    container = dom.first(page, ("#text",))
    assert container
    element = dom.element(container)
    markup.clear(element)
    paragraphs.settle(element)
    return markup.body(element, base=base)


def only_picture(inner: str) -> markup.Picture:
    (picture,) = body(inner).pictures
    return picture


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        ("Quang cảnh phiên họp. Ảnh: VGP/Nhật Bắc", "Quang cảnh phiên họp.", "VGP/Nhật Bắc"),
        ("Quang cảnh phiên họp. Ảnh VGP/Nhật Bắc", "Quang cảnh phiên họp.", "VGP/Nhật Bắc"),
        ("Quang cảnh phiên họp - Ảnh: VGP/Nhật Bắc", "Quang cảnh phiên họp", "VGP/Nhật Bắc"),
        ("Quang cảnh phiên họp (Ảnh: TTXVN)", "Quang cảnh phiên họp", "TTXVN"),
        ("Quang cảnh phiên họp. (Ảnh: TTXVN).", "Quang cảnh phiên họp.", "TTXVN"),
        ("Quang cảnh phiên họp. Ảnh: Dương Giang/TTXVN.", "Quang cảnh phiên họp.", "Dương Giang/TTXVN"),
        ("Quang cảnh phiên họp - Ảnh: H.Y.T.", "Quang cảnh phiên họp", "H.Y.T."),
        ("Quang cảnh phiên họp. Nguồn ảnh: Internet", "Quang cảnh phiên họp.", "Internet"),
        ("Ảnh: VGP/Nhật Bắc", "", "VGP/Nhật Bắc"),
        ("Ảnh minh họa", "Ảnh minh họa", ""),
        ("Bác Hồ xem Ảnh triển lãm tại Hà Nội", "Bác Hồ xem Ảnh triển lãm tại Hà Nội", ""),
        ("Quang cảnh phiên họp", "Quang cảnh phiên họp", ""),
        ("", "", ""),
    ],
)
def test_credit_is_parted_from_the_caption(printed: str, caption: str, credit: str) -> None:
    assert markup.caption_and_credit(printed) == (caption, credit)


@pytest.mark.parametrize(
    "written",
    [
        "<figure><img src=/a.jpg><figcaption>Toàn cảnh. Ảnh: VGP</figcaption></figure>",
        "<figure><img src=/a.jpg><figcaption>Toàn cảnh. Ảnh: VGP</figcaption></figure><p>Toàn cảnh. Ảnh: VGP</p>",
        "<p><img src=/a.jpg></p><p>Toàn cảnh. Ảnh: VGP</p><p>Toàn cảnh. Ảnh: VGP</p>",
        "<p><img src=/a.jpg></p><p></p><p><em>Toàn cảnh. Ảnh: VGP</em></p>",
        "<div><p><img src=/a.jpg></p></div><p>Toàn cảnh. Ảnh: VGP</p>",
        "<p><img src=/a.jpg><br>Toàn cảnh. Ảnh: VGP</p>",
        "<p><img src=/a.jpg><em>Toàn cảnh. Ảnh: VGP</em></p>",
        "<table><tr><td><img src=/a.jpg></td></tr><tr><td>Toàn cảnh. Ảnh: VGP</td></tr></table>",
        "<img src=/a.jpg><p>Toàn cảnh. Ảnh: VGP</p>",
        "<table><tr><td><img src=/a.jpg><p>Toàn cảnh. Ảnh: VGP</p></td></tr></table>",
    ],
)
def test_picture_and_caption_become_one_figure(written: str) -> None:
    found = body(f"<p>Đoạn đầu của bài viết.</p>{written}<p>Đoạn cuối của bài viết.</p>")
    assert found.html.count("<figcaption>Toàn cảnh. Ảnh: VGP</figcaption></figure>") == 1
    assert found.text.split("\n\n") == [
        "Đoạn đầu của bài viết.",
        "Toàn cảnh. Ảnh: VGP",
        "Đoạn cuối của bài viết.",
    ]
    assert [(one.url, one.caption, one.credit) for one in found.pictures] == [
        ("https://nhandan.vn/a.jpg", "Toàn cảnh.", "VGP")
    ]


def test_paragraph_after_a_picture_is_no_caption() -> None:
    found = body("<p><img src=/a.jpg></p><p>Sáng nay, Chính phủ họp phiên thường kỳ.</p>")
    assert "<figcaption>" not in found.html
    assert "<p>Sáng nay, Chính phủ họp phiên thường kỳ.</p>" in found.html


@pytest.mark.parametrize(
    "image",
    [
        '<img data-src="/a.jpg" src="data:image/gif;base64,R0lGODlh">',
        '<img data-original="/a.jpg" src="/thumb/a.jpg">',
        '<img src="/images/blank.gif" data-srcset="/s.jpg 320w, /a.jpg 1280w">',
        '<img srcset="/s.jpg 1x, /a.jpg 2x" src="/s.jpg">',
        '<img src="data:image/png;base64,AA"><noscript><img src="/a.jpg"></noscript>',
        '<img data-src="/a.jpg"><noscript><img src="/a.jpg"></noscript>',
        '<picture><source srcset="/x.webp"><img src="/a.jpg"></picture>',
        '<img src="//nhandan.vn/a.jpg">',
        '<img src=" /a.jpg ">',
        '<img src="../a.jpg">',
    ],
)
def test_lazy_pictures_have_their_real_address(image: str) -> None:
    assert only_picture(f"<p>{image}</p>").url == "https://nhandan.vn/a.jpg"


@pytest.mark.parametrize(
    "image", ['<img src="data:image/gif;base64,AA">', "<img>", '<img src="/t.gif" width="1" height="1">']
)
def test_what_shows_nothing_is_no_picture(image: str) -> None:
    assert body(f"<p>Một.{image}</p>").pictures == ()


def test_size_is_kept_where_it_is_one() -> None:
    assert only_picture('<img src="/a.jpg" width="800px" height="450">').width == 800
    assert only_picture('<img src="/a.jpg" width="100%">').width is None


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="  JaVaScRiPt:alert(1)">x</a>',
        '<a href="vbscript:x">x</a>',
        '<a href="data:text/html,alert">x</a>',
        '<iframe src="javascript:alert(1)"></iframe>',
        '<img src="/a.jpg" onerror="alert(1)">',
        "<object data=alert></object><embed src=alert>",
        '<form action="/alert"><input value=alert></form>',
        "<svg><script>alert(1)</script></svg>",
        '<p style="background:url(alert)">x</p>',
        "<!-- alert -->",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    ],
)
def test_nothing_hostile_is_left(hostile: str) -> None:
    html = body(f"<p>Đoạn văn.</p>{hostile}").html
    assert not re.search("alert|script|onerror|style|iframe", html, re.IGNORECASE)


@given(
    address=st.text(st.characters(codec="utf-8", exclude_characters='"<>&\0'), max_size=30),
    tag=st.sampled_from(["a href", "img src", "img data-src", "img srcset"]),
)
def test_no_relative_address_is_left(address: str, tag: str) -> None:
    html = body(f'<p>Một <{tag}="{address}">hai</p>').html
    assert all(re.match("https?://|mailto:", found) for found in re.findall(r'(?:href|src)="([^"]*)"', html))


def test_text_is_clean() -> None:
    assert body("<p>\u00adChính\u00a0phủ\x01  <b>họp</b>\r\nsáng nay</p>").text == "Chính phủ họp sáng nay"


def test_divs_become_paragraphs() -> None:
    assert body("<div>Một.</div><div>Hai.</div>").html == "<p>Một.</p><p>Hai.</p>"


@pytest.mark.parametrize(
    "written",
    [
        "Một.<br><br>Hai.<br/>\n<br/>Ba.",
        "<p>Một.<br><br>Hai.</p>Ba.",
        "Một.<p>Hai.</p>Ba.",
        "<span>Một.<br><br>Hai.</span><p>Ba.</p>",
    ],
)
def test_loose_text_becomes_paragraphs(written: str) -> None:
    assert body(written).html.replace("<br>", "").replace("\n", "") == "<p>Một.</p><p>Hai.</p><p>Ba.</p>"


def test_line_break_stays() -> None:
    assert body("<p>Nơi nhận:<br>Như trên</p>").html == "<p>Nơi nhận:<br>Như trên</p>"


def test_tables_with_data_stay() -> None:
    table = (
        '<table><tbody><tr><th>Năm</th><th>GDP</th></tr><tr><td>2025</td><td colspan="2">8,02</td></tr></tbody></table>'
    )
    assert body(table).html == table


def test_empty_paragraphs_are_gone() -> None:
    assert body("<p>&nbsp;</p><p>Một.</p><p><br></p><ul><li></li></ul>").html.strip() == "<p>Một.</p>"


def test_deeply_nested_page_neither_crashes_nor_hangs() -> None:
    assert body("<div>" * 450_000 + "x" + "</div>" * 450_000) is not None
    assert body("<span><b>chữ " * 100_000).text


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("<form action=/x><p>Một.</p><input value=q><p>Hai.</p></form>", "<p>Một.</p><p>Hai.</p>"),
        (
            "<figure class=table><table><tr><td>Năm</td><td>2025</td></tr></table></figure>",
            "<figure><table><tbody><tr><td>Năm</td><td>2025</td></tr></tbody></table></figure>",
        ),
        ("<p>Một.</p><iframe src=https://www.facebook.com/plugins/like.php></iframe>", "<p>Một.</p>"),
        (
            "<p>Một.</p><iframe src=//www.youtube.com/embed/x></iframe>",
            '<p>Một.</p><p><a href="https://www.youtube.com/embed/x">Video</a></p>',
        ),
        (
            "<p><video poster=/p.jpg><source src=/v.mp4></video></p>",
            '<figure><img src="https://nhandan.vn/p.jpg" alt=""></figure><p><a href="https://nhandan.vn/v.mp4">Video</a></p>',
        ),
        (
            "<p><span><iframe src=/khao-sat.html></iframe></span></p>",
            '<p><a href="https://nhandan.vn/khao-sat.html">Nội dung nhúng</a></p>',
        ),
        ("<audio><source src=/a.mp3></audio>", '<p><a href="https://nhandan.vn/a.mp3">Audio</a></p>'),
        (
            "<div type=VideoStream data-vid=v.nhandan.vn/x.mp4><div><p>Chú thích</p></div></div>",
            '<p><a href="https://v.nhandan.vn/x.mp4">Video</a></p><p>Chú thích</p>',
        ),
        ("<p>Một. </p>\n\n      <h2>Hai &nbsp; </h2>\n   \n<p>Ba.</p>", "<p>Một.</p>\n<h2>Hai</h2>\n<p>Ba.</p>"),
    ],
)
def test_body_keeps_what_says_something(written: str, html: str) -> None:
    assert body(written).html == html


def test_link_in_a_caption_and_around_its_picture_stay() -> None:
    found = body(
        "<figure><a href=/x.html><img src=/a.jpg></a><figcaption><p>Xem <a href=/b>đây</a>.</p></figcaption></figure>"
    )
    assert '<a href="https://nhandan.vn/x.html"><img' in found.html
    assert '<figcaption>Xem <a href="https://nhandan.vn/b">đây</a>.</figcaption>' in found.html


@pytest.mark.parametrize(
    "written",
    [
        "<table><tr><td>Một.<p><img src=/a.jpg></p><p><em>Ảnh: VGP</em></p>Hai.</td></tr></table>",
        "<table><tr><td><img src=/a.jpg></td><td>Tổng thu</td><td>1.234 tỷ</td></tr></table>",
        "<figure><img src=/a.jpg><p>Đoạn văn.</p><figcaption>Chú thích</figcaption></figure>",
        '<p><img src=/a.jpg></p><p><em>"Tôi rất vui", ông A nói.</em></p>',
        "<p><img src=/a.jpg></p><p>Xuất khẩu đạt 400 tỷ USD. Nguồn: Cục Thống kê</p>",
    ],
)
def test_text_beside_a_picture_is_not_lost_in_a_caption(written: str) -> None:
    found = body(written)
    for words in re.findall(r"Một\.|Hai\.|Tổng thu|1\.234 tỷ|Đoạn văn\.|nói\.|Nguồn: Cục", written):
        assert words in re.sub(r"<figcaption>.*?</figcaption>", "", found.html)


@pytest.mark.parametrize(
    "written",
    [
        "<table><tr><td><img src=/a.jpg></td></tr><tr><td><p>Toàn cảnh.</p><p>Ảnh: VGP</p></td></tr></table>",
        "<figure><img src=/a.jpg><figcaption><p>Toàn cảnh.</p><p>Ảnh: VGP</p></figcaption></figure>",
        "<div type=LayoutAlbum><div><figure><img src=/a.jpg></figure></div><div><p>Toàn cảnh. Ảnh: VGP</p></div></div>",
    ],
)
def test_caption_of_several_lines_is_told_once(written: str) -> None:
    assert "<figcaption>Toàn cảnh. Ảnh: VGP</figcaption></figure>" in body(written).html
    assert only_picture(written).credit == "VGP"


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ('<img srcset="/a-400.jpg 400w,/a-1200.jpg 1200w" src=/a-400.jpg>', "a-1200.jpg"),
        ('<picture><source srcset="/s.jpg 400w, /l.jpg 1600w"><img src=/a.jpg></picture>', "l.jpg"),
        ('<img data-src="/a.jpg?w=300"><noscript><img src=/a.jpg></noscript>', "a.jpg"),
        ('<noscript><img src=/a.jpg></noscript><img data-src="/t/a.jpg?w=300">', "a.jpg"),
        ("<img data-src=/a.jpg><noscript><img src=/count.gif width=1 height=1></noscript>", "a.jpg"),
        ('<img src="/a b.jpg">', "a%20b.jpg"),
    ],
)
def test_largest_picture_has_its_quoted_address(image: str, name: str) -> None:
    found = body(f"<p>{image}</p>")
    assert [picture.url for picture in found.pictures] == [f"https://nhandan.vn/{name}"]
    assert f'src="https://nhandan.vn/{name}"' in found.html


def test_album_keeps_its_pictures_over_one_caption() -> None:
    found = body(
        "<div type=LayoutAlbum><figure><img src=/1.jpg></figure><figure><img src=/2.jpg></figure><p>Toàn cảnh</p></div>"
    )
    assert found.html.count("<figure>") == 1
    assert [one.caption for one in found.pictures] == ["Toàn cảnh", "Toàn cảnh"]


LINKS = "<li><a href=/1>Một tin rất dài</a></li><li><a href=/2>Hai tin rất dài</a></li>"


@pytest.mark.parametrize(
    "box",
    [
        f"<div><b>Tin liên quan</b><ul>{LINKS}</ul></div>",
        f"<h3>Đọc thêm</h3><ul>{LINKS}</ul>",
        "<p>&gt;&gt; Xem thêm: <a href=/3>Tin ba</a></p>",
        '<div class="social-share"><a href=/f>Facebook</a></div>',
    ],
)
def test_boxes_of_links_are_gone(box: str) -> None:
    assert body(f"<p>Thân bài.</p>{box}<p>Kết.</p>").html == "<p>Thân bài.</p><p>Kết.</p>"


@pytest.mark.parametrize(
    "kept",
    [
        "<p>Xem thêm: <a href=/nghi-quyet.pdf>Toàn văn</a></p>",
        f"<ul>{LINKS}</ul>",
        "<div class=related-text><p>Phần lớn của cả bài viết này nằm ở đây, trong khung.</p></div>",
    ],
)
def test_links_of_the_text_stay(kept: str) -> None:
    assert body(f"<p>Mở.</p>{kept}").text != "Mở."
