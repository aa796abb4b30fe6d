"""What pages say of themselves to machines is read, however badly they say it."""

import pytest

from crawler import dom, structured


def read(head: str) -> structured.Structured:
    page = dom.parse(f"<html><head>{head}</head><body><p>x</p></body></html>".encode())
    assert page
    return structured.read(page)


def script(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    "data",
    [
        '{"@type":"NewsArticle","headline":"Họp báo"}',
        '[{"@type":"WebSite"},{"@type":"NewsArticle","headline":"Họp báo"}]',
        '{"@graph":[{"@type":"Organization"},{"@type":["Article","NewsArticle"],"headline":"Họp báo"}]}',
        '\n{"@type":"NewsArticle","headline":"Họp\nbáo"}\n',
        '{"@type":"NewsArticle","headline":"H&#7885;p b&amp;aacute;o"}',
        '{"@type":"NewsArticle","headline":"Họp báo","description":"một\tdòng"}',
        '\ufeff{"@type":"NewsArticle","headline":"Họp báo"};',
        '<!-- {"@type":"NewsArticle","headline":"Họp báo"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"Họp báo",}\n//]]>',
    ],
)
def test_headline_is_found(data: str) -> None:
    assert structured.plain(read(script(data)).article.get("headline")) == "Họp báo"


@pytest.mark.parametrize(
    "data", ["", "{", "null", "3", '"x"', '{"@type":3}', '{"@graph":5}', "[[[]]]", '{"@type":"NewsArticle"']
)
def test_malformed_data_is_passed_over(data: str) -> None:
    assert read(script(data)).article == {}
    whole = read(script(data) + script('{"@type":"NewsArticle","headline":"Họp báo"}'))
    assert whole.article["headline"] == "Họp báo"


def test_deeply_nested_data_is_passed_over() -> None:
    assert read(script("[" * 200_000)).article == {}


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Hà Văn", ("Hà Văn",)),
        ({"@type": "Person", "name": "Hà Văn"}, ("Hà Văn",)),
        ([{"name": "Hà Văn"}, {"name": "Nhật Bắc"}, {"name": "Hà Văn"}], ("Hà Văn", "Nhật Bắc")),
        ([None, 5, {"name": None}, ""], ()),
        (None, ()),
        ({"name": ["Hà Văn"]}, ("Hà Văn",)),
    ],
)
def test_authors_come_in_many_forms(author: object, names: tuple[str, ...]) -> None:
    assert structured.names(author) == names


def test_breadcrumb_is_without_the_home_page() -> None:
    items = '{"name":"Trang chủ"},{"item":{"name":"Kinh tế"}},{"position":3,"name":"Ngân hàng"},7'
    found = read(script(f'{{"@type":"BreadcrumbList","itemListElement":[{items}]}}'))
    assert found.breadcrumb == ("Kinh tế", "Ngân hàng")


@pytest.mark.parametrize("items", ["null", "5", '"x"', "{}", "[]"])
def test_malformed_breadcrumb_is_empty(items: str) -> None:
    assert read(script(f'{{"@type":"BreadcrumbList","itemListElement":{items}}}')).breadcrumb == ()


def test_meta_is_read_once_unescaped() -> None:
    found = read(
        '<meta property="OG:Title" content="H&amp;#7885;p"><meta name="og:title" content="b"><meta name="x" content=" ">'
    )
    assert found.meta == {"og:title": "Họp"}


def test_canonical_address_is_told() -> None:
    assert read('<link rel="canonical" href=" /a.htm ">').canonical == "/a.htm"
    assert read("").canonical == ""
