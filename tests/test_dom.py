"""Pages are read as browsers read them, and asked by the portals' selectors."""

import pytest
from cssselect import HTMLTranslator
from lxml.html import document_fromstring

from crawler import dom, run
from crawler.families import FAMILIES
from crawler.portal import Rules
from diemtin.demo.newsroom import pages

BASE = "https://nhandan.vn/kinhte/bai-post1.html"
PAGES = [answer.body for answer in pages().values() if b"<h1" in answer.body]


def parsed(html: str | bytes, *, content_type: str = "") -> dom.Node:
    page = dom.parse(html if isinstance(html, bytes) else html.encode(), content_type=content_type)
    assert page
    return page


def found(html: str, selector: str) -> dom.Node:
    element = parsed(html).css_first(selector)
    assert element
    return element


def _selectors() -> list[str]:
    versions = [*(one for family in FAMILIES for one in family.versions)]
    versions += [one for portal in run.portals().values() for one in portal.rules]
    rules = (getattr(version, name) for version in versions for name in Rules.__slots__ if name != "until")
    marks = (family.marks for family in FAMILIES)
    lists = ((*family.listing.main, family.listing.date, family.listing.next) for family in FAMILIES)
    found = {selector for each in (*rules, *marks, *lists) for selector in each if selector}
    return sorted(selector for selector in found if ":lexbor-" not in selector)  # lxml knows no such thing


PARSED = [(document_fromstring(body), parsed(body)) for body in PAGES[::4]]


@pytest.mark.parametrize("selector", _selectors())
def test_a_portals_selector_finds_what_lxml_finds(selector: str) -> None:
    xpath = HTMLTranslator().css_to_xpath(selector)
    for by_lxml, by_us in PARSED:
        expected = [one.get("class") for one in by_lxml.xpath(xpath)]
        assert [one.attributes.get("class") for one in dom.select(by_us, selector)] == expected


def test_the_first_finding_selector_wins() -> None:
    page = parsed("<p>a</p><span>b</span><span>c</span>")
    found = dom.first(page, (".none", "span", "p"))
    assert found is not None
    assert dom.words(found) == "b"
    assert dom.first(page, (".none",)) is None


@pytest.mark.parametrize(
    ("written", "content_type"),
    [
        ("<p>Chính phủ</p>".encode(), ""),
        ("<p>Chính phủ</p>".encode(), "text/html; charset=iso-8859-1"),
        (b'<meta charset="windows-1252">' + "<p>Chính phủ</p>".encode(), ""),
        (b'<meta charset="utf-16">' + "<p>Chính phủ</p>".encode(), ""),
        ("<p>Chính phủ</p>".encode(), "text/html; charset=utf-8,gbk"),
        ("<p>Chính phủ</p>".encode(), "text/html; charset=nonsense"),
        ("<p>Chính phủ</p>".encode("utf-16"), ""),
        ("<p>Chính phủ</p>".encode("utf-16-le"), "text/html; charset=utf-16le"),
        ("<p>Chính phu\u0309</p>".encode("cp1258"), "text/html; charset=windows-1258"),
        (b'<meta charset="windows-1258">' + "<p>Chính phu\u0309</p>".encode("cp1258"), ""),
        ("<p>Ch\0ính \x01phủ</p>".encode(), ""),
    ],
)
def test_page_is_read_in_its_encoding(written: bytes, content_type: str) -> None:
    assert dom.words(parsed(written, content_type=content_type)) == "Chính phủ"


@pytest.mark.parametrize("nothing", [b"", b"   ", b"\0\0", b"<!-- nothing -->"])
def test_page_without_an_element_is_none(nothing: bytes) -> None:
    assert dom.parse(nothing) is None


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\0 \xef\xbb\xbf"])
def test_what_stands_before_a_page_does_not_open_its_body(before: bytes) -> None:
    page = parsed(before + b"<!DOCTYPE html><html><head><title>a</title></head><body>b</body></html>")
    assert page.css_first("head title")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("Dòng một<br>Dòng hai", "Dòng một Dòng hai"),
        ("<p>a</p><p>b <b>c</b>d</p>", "a b cd"),
        ('a<i title="x>y">b</i>&lt;c&gt;&nbsp;d', "ab<c> d"),
        ("a<script>if (1<2) {}</script><style>p>q {}</style><!-- <b>z</b> -->b", "ab"),
    ],
)
def test_words_have_a_blank_where_a_line_ends(html: str, words: str) -> None:
    assert dom.words(found(f"<div id=x>{html}</div>", "#x")) == words


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("<base href='/tin/'>", "https://nhandan.vn/tin/"),
        ("<base target=_blank>", BASE),
        ("<base href='javascript:1'>", BASE),
    ],
)
def test_addresses_are_resolved_against_the_base_element(written: str, base: str) -> None:
    assert dom.base(parsed(f"<head>{written}</head><body><p>x</p></body>"), url=BASE) == base


def test_a_reference_to_a_control_character_ends_no_element() -> None:
    body = found("<div id=x><p>Một&#1;hai &#x1f;ba &#0;&#110;</p>&#xFFFE;<p>cuối</p></div>", "#x")
    assert dom.element(body).text_content() == "Mộthai ba \N{REPLACEMENT CHARACTER}ncuối"


def test_neighbours_are_told_in_the_pages_order() -> None:
    page = parsed("<h1>a</h1><div><p>b</p><i>c</i></div><section><p id=x>d<b>e</b></p>f</section><p>g</p>")
    here = page.css_first("#x")
    assert here
    assert [one.text_content or one.tag for one in dom.after(here)] == ["f", "p", "g"]
    assert [one.text_content or one.tag for one in dom.before(here)] == ["c", "i", "b", "p", "div", "a", "h1", "head"]
    assert dom.holds(page, here)
    assert not dom.holds(here, page)


@pytest.mark.parametrize("part", ["<div>", "<b>x", "<span><b>chữ ", "<ul><li>", "<p><a>"])
def test_a_deeply_nested_page_takes_no_longer_than_a_flat_one(part: str) -> None:
    page = parsed(f"<h1>Tiêu đề</h1>{part * (2_000_000 // len(part))}")
    assert dom.words(page).startswith("Tiêu đề")
    assert page.css(".none b") == []
