"""A page that changed, or that stands in for another, is told by its kind, and becomes no damaged article."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import factories
import pytest

from crawler import changes, discovery, run
from crawler.article import Article
from crawler.dates import HANOI
from crawler.errors import ChallengePage, FieldMissing, PageError, StandIn
from crawler.extraction import extract
from crawler.portal import Proof
from crawler.tally import Tally
from diemtin.demo.manuscript import Desk, Manuscript
from diemtin.demo.newsroom import desks, pages

NOW = datetime(2027, 1, 1, tzinfo=HANOI)
PAGES = pages()
SHUT = b'<html><script>document.cookie="D1N=0f1e2d3c4b5a"+"; path=/";window.location.reload(true);</script></html>'
ERROR = (
    """<html><head><title>{0} | Cổng thông tin</title></head><body><h1>{0}</h1><a href=/>Trang chủ</a></body></html>"""
)
LOGIN = (
    "<html><head><title>Đăng nhập</title></head><body><form><input name=u><input type=password></form></body></html>"
)
FAMILIES = {"baochinhphu": "A", "nhandan": "B", "tapchicongsan": "F"}


def known(name: str) -> tuple[Desk, Manuscript]:
    """Return a portal of the demo with an article of it that has several paragraphs."""
    host = run.portal(name).host.removeprefix("www.")
    desk = next(one for one in desks() if one.host.removeprefix("www.") == host)
    return desk, next(one for one in desk.articles if len(one.body) > 3 and not one.gone)


def read(name: str, change: Callable[[str], str | bytes]) -> Article:
    """Return the article on a demo's page that was changed."""
    desk, written = known(name)
    body = change(PAGES[desk.host, desk.path(written)].body.decode())
    portal = replace(run.portal(name), proof=Proof.CAPTURED)
    return extract(body if isinstance(body, bytes) else body.encode(), url=desk.url(written), portal=portal, now=NOW)


def renamed(page: str) -> str:
    """Return a page after its vendor renamed every class and role."""
    for name in ("class", "data-role", "id", "itemprop"):
        page = re.sub(rf'\b{name}="([^"]*)"', rf'{name}="v2 neu-\1"'.replace("\\1", "x"), page)
    return page


def undated(page: str) -> str:
    """Return a page without any date that a machine or a person would read."""
    page = re.sub(r"<meta[^>]*(?:time|date)[^>]*>", "", page, flags=re.IGNORECASE)
    page = re.sub(r'"date(?:Published|Modified|Created)"\s*:\s*"[^"]*",?', "", page)
    page = re.sub(r'\bdatetime="[^"]*"', "", page)
    return re.sub(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{4}-\d\d-\d\d\S*", "hôm nay", page)


@pytest.mark.parametrize("name", FAMILIES)
def test_unchanged_page_reads(name: str) -> None:
    assert read(name, str).extracted_by["body"] == "rules"


@pytest.mark.parametrize("name", FAMILIES)
def test_page_whose_classes_were_renamed_is_read_without_rules_or_refused(name: str) -> None:
    whole = read(name, str)
    try:
        article = read(name, renamed)
    except FieldMissing:
        return  # nothing but its title was left
    assert article.extracted_by["body"] == "generic", "which the spider tells as `layout-moved`"
    assert article.title == whole.title
    said, before = article.body_text.split("\n\n"), whole.body_text.split("\n\n")
    assert len(set(before) & set(said)) >= len(before) * 0.8


@pytest.mark.parametrize("name", FAMILIES)
def test_article_without_its_date_is_refused(name: str) -> None:
    with pytest.raises(FieldMissing, match="published"):
        read(name, undated)


@pytest.mark.parametrize("name", FAMILIES)
def test_article_without_its_text_is_refused(name: str) -> None:
    body = run.portal(name).versions[0].body

    def emptied(page: str) -> str:
        from crawler import dom

        root = dom.parse(page.encode())
        assert root
        container = dom.first(root, body)
        assert container
        container.inner_html = ""
        return root.html or ""

    with pytest.raises(FieldMissing, match="body"):
        read(name, emptied)


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize(
    "heading",
    [
        "404",
        "404 - Không tìm thấy trang",
        "Lỗi 500",
        "Trang bạn tìm không tồn tại",
        "Access Denied",
        "Hệ thống đang bảo trì",
    ],
)
def test_error_page_with_the_status_200_is_told(name: str, heading: str) -> None:
    with pytest.raises(PageError) as caught:
        read(name, lambda _: ERROR.format(heading))
    assert caught.value.kind in {"error-page", "challenge"}


@pytest.mark.parametrize("name", FAMILIES)
def test_login_page_and_challenge_are_told(name: str) -> None:
    with pytest.raises(StandIn) as caught:
        read(name, lambda _: LOGIN)
    assert caught.value.kind == "login-page"
    with pytest.raises(ChallengePage):
        read(name, lambda _: SHUT)


@pytest.mark.parametrize(
    "title",
    [
        "Không tìm thấy nạn nhân thứ ba trong vụ sạt lở",
        "404 hộ dân được bàn giao nhà mới",
        "Lỗi 500 tỷ đồng: ai chịu trách nhiệm?",
    ],
)
def test_headline_that_sounds_like_an_error_is_none(title: str) -> None:
    text = "<p>" + "Lực lượng chức năng tiếp tục tìm kiếm trong đêm, theo báo cáo của địa phương. " * 8 + "</p>"
    page = f"<html><head><title>{title} - Báo Thử</title></head><body><h1>{title}</h1><div>{text}</div></body></html>"
    portal = factories.portal(proof=Proof.INFERRED)
    article = extract(page.encode(), url="https://baochinhphu.vn/bai-1.htm", portal=portal, now=NOW)
    assert article.title == title


@pytest.mark.parametrize("name", FAMILIES)
def test_emptied_list_holds_nothing(name: str) -> None:
    desk, _ = known(name)
    portal = run.portal(name)
    section = portal.sections[0]
    url = portal.address("{path}", section)
    page = re.sub(r"<a\b[^>]*>.*?</a>", "", PAGES[desk.host, f"/{section.path}"].body.decode(), flags=re.DOTALL)
    assert discovery.listing(page.encode(), url=url, portal=portal).links == ()


def tallied(**counts: int) -> Tally:
    tally = Tally(sections=frozenset({"tin"}), report=lambda _, __: None)
    tally.answered("tin")
    for what, by in counts.items():
        tally.count(what, by)
    return tally


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ({}, "nothing new"),
        ({"new": 1, "failed": 9}, "new"),
        ({"failed": 2}, "nothing new"),
        ({"failed": 3}, "broken"),
        ({"failed": 3, "unchanged": 1}, "nothing new"),
    ],
)
def test_links_without_articles_are_a_broken_crawl(counts: dict[str, int], outcome: str) -> None:
    assert tallied(**counts).outcome == outcome
    assert changes.Outcome.FAILED == "failed"


def test_an_emptied_list_beside_a_box_that_survived_is_empty() -> None:
    from crawler import dom

    desk, _ = known("baochinhphu")
    portal = run.portal("baochinhphu")
    section = portal.sections[0]
    root = dom.parse(PAGES[desk.host, f"/{section.path}"].body)
    assert root
    for area in (one for selector in portal.family.listing.main for one in dom.select(root, selector)):
        area.inner_html = ""
    body = (root.html or "").replace(
        "</body>", '<div class="hot"><a href="/bai-mot-102260101000000123.htm">Một</a></div>'
    )
    found = discovery.listing(body.encode(), url=portal.address("{path}", section), portal=portal).links
    assert found
    assert all(link.aside for link in found), "so the spider finds no links of the section"
