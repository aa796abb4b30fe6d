"""A new portal's module is proposed from its pages, and holds."""

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import test_portals
from crawling import Played

from crawler import dom, run, topics
from crawler.dates import HANOI
from crawler.discovery import listing
from crawler.errors import ChallengePage, PageError
from crawler.extraction import extract
from crawler.portal import Feed, Gate, Kind, Listing, Portal, Rules, Sitemap
from diemtin import capturing, imprint, linting, module_text, proposing
from diemtin.configuration import Settings
from diemtin.demo.answers import Answer, Site, page
from diemtin.demo.newsroom import Newsroom
from diemtin.demo.server import serving
from diemtin.fetching import FetchedPage, fetch
from diemtin.proposing import Proposal

NOW = datetime(2026, 11, 23, 9, tzinfo=HANOI)
PORTALS = run.portals()
GATE = '<script>document.cookie="D1N=abcdefabcdef";window.location.reload(true)</script>'
PORTAL_TESTS = (
    test_portals.test_portal_says_who_it_is,
    test_portals.test_portal_that_is_not_captured_names_what_is_unverified,
    test_portals.test_sections_are_told_apart_and_have_topics_that_exist,
    test_portals.test_sources_give_addresses_on_the_portal_s_host,
    test_portals.test_section_page_is_no_article,
    test_portals.test_selectors_do_not_depend_on_generated_names,
)


@pytest.fixture(scope="module")
def played() -> Iterator[Settings]:
    with serving(Newsroom()) as server:
        yield Settings(replay=server.url)


_PROPOSED: dict[tuple[str, str], Proposal] = {}


def propose(host: str, settings: Settings) -> Proposal:
    """Return what is proposed for a host; it is looked at once while the same server plays it."""
    key = (host, settings.replay)
    if key not in _PROPOSED:
        _PROPOSED[key] = looked_at(host, settings)
    return _PROPOSED[key]


def looked_at(host: str, settings: Settings) -> Proposal:
    return proposing.propose(
        f"https://{host}/", fetch=lambda url: fetch(url, settings), classifier=topics.default(), now=NOW
    )


def imported(folder: Path, text: str) -> Portal:
    """Return the portal of a module's text, as the spider loader would find it."""
    file = folder / "proposed.py"
    file.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("proposed", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (spider,) = [one for name, one in vars(module).items() if getattr(one, "__module__", "") == "proposed"]
    portal: Portal = spider.portal
    return portal


@pytest.mark.parametrize(
    ("host", "letter", "section", "topic"),
    [
        ("baochinhphu.vn", "A", "kinh-te.htm", "kinh-te-tai-chinh"),
        ("nhandan.vn", "B", "phapluat/", "phap-luat-tu-phap"),
        ("www.tapchicongsan.org.vn", "F", "web/guest/kinh-te", "kinh-te-tai-chinh"),
        ("moit.gov.vn", "H", "tin-tuc/phat-trien-nang-luong", ""),
    ],
)
def test_module_proposed_for_a_known_family_reads_the_portal(
    host: str, letter: str, section: str, topic: str, *, played: Settings, tmp_path: Path
) -> None:
    proposal = propose(host, played)
    portal = imported(tmp_path, module_text.write(proposal.portal))
    assert portal == proposal.portal
    assert portal.family.letter == letter
    assert {one.path: one.topic for one in portal.sections}[section] == topic
    listed = proposal.pages["listing-1"]
    links = {link.url for link in listing(listed.body, url=listed.url, portal=portal).links}
    assert {portal.readable(one.link) for one in proposal.articles} <= {portal.readable(url) for url in links}
    for number, article in enumerate(proposal.articles, start=1):
        again = extract(proposal.pages[f"article-{number}"].body, url=article.link, portal=portal, now=NOW)
        assert again.extracted_by["body"] == "rules"
        assert (again.title, again.published) == (article.title, article.published)
    assert {one.partition(":")[0] for one in portal.unverified} >= {"title_en", "body", "kind"}


@pytest.mark.parametrize(
    "host", ["baochinhphu.vn", "en.baochinhphu.vn", "nhandan.vn", "tapchicongsan.org.vn", "moit.gov.vn"]
)
def test_proposed_module_passes_what_every_portal_must(host: str, played: Settings, tmp_path: Path) -> None:
    proposal = propose(host, played)
    portal = imported(tmp_path, module_text.write(proposal.portal))
    for name, fetched in proposal.pages.items():
        capturing.save(fetched, tmp_path / "captures", name=name, now=NOW)
    assert linting.lint({portal.name: portal}, [tmp_path / "captures"]) == []
    for test in PORTAL_TESTS:
        test(portal)


def test_english_portal_says_so(played: Settings) -> None:
    portal = propose("en.baochinhphu.vn", played).portal
    assert (portal.name, portal.language, portal.title_en) == ("en_baochinhphu", "en", portal.title)


def test_feeds_and_sitemaps_that_the_family_does_not_know_are_written(played: Settings, tmp_path: Path) -> None:
    proposal = propose("nhandan.vn", played)
    portal = imported(tmp_path, module_text.write(proposal.portal))
    sources = {one.path: one.sources for one in portal.sections}
    assert sources["kinhte/"] == (Feed("/rss/kinhte-1185.rss"), Listing())
    assert sources["xahoi/"] == (), "its feed is missing"
    assert sources[""][0] == Sitemap("/sitemaps/news-{year}-{month:02}.xml")
    assert "sitemap https://nhandan.vn/sitemap.xml: an index of 4" in proposal.notes
    assert "feed https://nhandan.vn/rss/xahoi-1211.rss: 0 entries" in proposal.notes


def test_sources_of_the_family_are_not_written_again(played: Settings) -> None:
    proposal = propose("baochinhphu.vn", played)
    assert {one.sources for one in proposal.portal.sections} == {()}
    assert "paging of Kinh tế: https://baochinhphu.vn/timelinelist/1027/2.htm" in proposal.notes


def test_section_s_address_leads_to_its_home_page(played: Settings) -> None:
    url = "https://nhandan.vn/phapluat/"
    settings = {"classifier": topics.default(), "now": NOW}
    proposal = proposing.propose(url, fetch=lambda one: fetch(one, played), **settings)  # type: ignore[arg-type]
    assert proposal.notes[0] == f"{url} is no home page: it is looked at as a section of https://nhandan.vn/"
    assert proposal.pages["listing-1"].url == url
    assert [one.path for one in proposal.portal.sections if one.title].count("phapluat/") == 1
    assert proposal.portal.home == "https://nhandan.vn/"


def listing_platform() -> Site:
    """Return a site of family H: the project's own words in the platform's structure."""
    text = "<p>Đơn vị đã hoàn thành các chỉ tiêu được giao và triển khai nhiệm vụ của năm tới.</p>" * 4
    slugs = ("tong-ket-nam", "xuat-khau-gao", "hoi-nghi-nganh")
    news = "".join(
        f'<article class="article-news"><h3><a class="article-title" href="/tin-tuc/{slug}.html">{slug}</a></h3>'
        '<span class="article-date">10/07/2026 09:20</span></article>'
        for slug in slugs
    )
    article = (
        '<h1 class="article-title">{0}</h1><span class="article-date">10/07/2026 09:20</span>'
        '<div class="article-brief"><p>Mở đầu.</p></div>'
        f'<div class="article-content common-content">{text}</div>'
    )
    menu = "<nav><a href=/tin-tuc/hoat-dong>Hoạt động</a><a href=/tin-tuc/thi-truong>Thị trường</a></nav>"
    return Site(
        {
            ("so.gov.vn", "/"): page(f"<title>Bộ Thử</title>{menu}"),
            ("so.gov.vn", "/tin-tuc/hoat-dong"): page(f"{menu}{news}"),
            ("so.gov.vn", "/tin-tuc/thi-truong"): page(f"{menu}{news}"),
            **{("so.gov.vn", f"/tin-tuc/{slug}.html"): page(article.format(slug)) for slug in slugs},
        }
    )


def test_module_proposed_for_the_listing_platform_reads_it(tmp_path: Path) -> None:
    with serving(listing_platform()) as server:
        proposal = looked_at("so.gov.vn", Settings(replay=server.url))
    portal = imported(tmp_path, module_text.write(proposal.portal))
    assert (portal.name, portal.family.letter) == ("so", "H")
    assert [section.path for section in portal.sections] == ["tin-tuc/hoat-dong", "tin-tuc/thi-truong"]
    assert [one.extracted_by["body"] for one in proposal.articles] == ["rules", "rules"]
    assert all(str(one.published) == "2026-07-10 09:20:00+07:00" for one in proposal.articles)
    for name, fetched in proposal.pages.items():
        capturing.save(fetched, tmp_path / "captures", name=name, now=NOW)
    assert linting.lint({"so": portal}, [tmp_path / "captures"]) == [], "its home page lists no article, and need not"


def test_home_page_elsewhere_is_followed_and_robots_txt_that_fails_is_no_sitemap() -> None:
    pages = stranger(SET).pages
    led = {**pages, ("so.vn", "/"): Answer(status=302, headers={"Location": "/vi/trang-chu"})}
    site = Site({**led, ("so.vn", "/vi/trang-chu"): pages["so.vn", "/"], ("so.vn", "/robots.txt"): Answer(status=503)})
    with serving(site) as server:
        portal = looked_at("so.vn", Settings(replay=server.url)).portal
    assert (portal.home, [one.path for one in portal.sections]) == ("https://so.vn/", ["tin-tuc"])


def test_portal_without_encryption_says_so() -> None:
    with serving(stranger(SET)) as server:
        settings = Settings(replay=server.url)
        portal = proposing.propose(
            "http://so.vn/", fetch=lambda url: fetch(url, settings), classifier=topics.default(), now=NOW
        ).portal
    assert portal.home == "http://so.vn/"
    assert "https: the address was given with http" in portal.unverified


TEXT = "<p>" + "Phiên họp bàn về tăng trưởng, đầu tư công và đời sống của người dân trong quý tới. " * 6 + "</p>"


def stranger(article: str, *, more: str = "") -> Site:
    """Return a site of no known family, with a list of two pages; `more` stands in the home page."""
    link = "<a href=/tin-tuc/bai-mot-hai-{0}.html>Bài {0}</a>"
    pager = "<a href=/tin-tuc?trang=1>1</a><a href=/tin-tuc?trang=2>2</a>"
    numbers = (12301, 12302, 12303)
    return Site(
        {
            ("so.vn", "/"): page(f"<title>Trang chủ | Sở Thử</title><nav><a href=/tin-tuc>Tin tức</a></nav>{more}"),
            ("so.vn", "/tin-tuc"): page("".join(map(link.format, numbers)) + pager),
            ("so.vn", "/tin-tuc?trang=2"): page("".join(map(link.format, (12304, 12305))) + pager),
            **{
                ("so.vn", f"/tin-tuc/bai-mot-hai-{number}.html"): page(article.format(number=number, text=TEXT))
                for number in numbers
            },
        }
    )


SET = (
    "<h1 class=tieu-de>Bài số {number}</h1><div class=thong-tin><span class=ngay>28/02/2026 10:15</span></div>"
    "<div class='noi-dung css-1a2b3c' id=bai-{number}>{text}{text}</div><ul class=ngay><li>Tin khác</li></ul>"
)


def test_rules_are_proposed_for_a_portal_of_no_known_family(tmp_path: Path) -> None:
    with serving(stranger(SET)) as server:
        proposal = looked_at("so.vn", Settings(replay=server.url))
    portal = imported(tmp_path, module_text.write(proposal.portal))
    assert portal == proposal.portal
    assert (portal.name, portal.title, portal.family.name) == ("so", "Sở Thử", "anysite")
    rules = Rules(title=(".tieu-de",), body=(".noi-dung",), published=("span.ngay",))
    assert portal.rules == (replace(rules, published=portal.rules[0].published),)
    assert portal.rules[0].published
    assert all(one.extracted_by["published"] == "rules" for one in proposal.articles)
    assert [one for one in proposal.notes if one.startswith("rule body .noi-dung: 1 element on each of 2 articles: ")]
    assert portal.sections[0].sources == (Listing(next="/{path}?trang={page}"),)
    assert "paging of Tin tức: https://so.vn/tin-tuc?trang=2" in proposal.notes


def test_portal_of_no_known_family_says_what_is_missing() -> None:
    with serving(stranger("<h1>Bài {number}</h1>{text}")) as server:
        proposal = looked_at("so.vn", Settings(replay=server.url))
    assert proposal.portal.rules == ()
    assert "article rules: pages are read without" in proposal.portal.unverified
    assert "published: not found on every article" in proposal.portal.unverified


def test_what_the_home_page_tells_of_itself_is_used() -> None:
    told = (
        '<meta property="og:site_name" content="Cổng thông tin điện tử tỉnh Thử"><a href=/en>English</a>'
        "<footer><p>Cơ quan chủ quản: Ủy ban nhân dân tỉnh Thử. Giấy phép số 1/GP-TTĐT</p></footer>"
    )
    site = stranger(SET, more=told)
    english = page("<html lang=en><title>Thu Province Portal</title><p>News of the province, in English.</p></html>")
    site.replace({**site.pages, ("so.vn", "/en"): english})
    with serving(site) as server:
        portal = looked_at("so.vn", Settings(replay=server.url)).portal
    assert (portal.title, portal.title_en) == ("Cổng thông tin điện tử tỉnh Thử", "Thu Province Portal")
    assert (portal.body, portal.kind) == ("Ủy ban nhân dân tỉnh Thử", Kind.PROVINCE)
    assert not {one.partition(":")[0] for one in portal.unverified} & {"title", "title_en", "body"}


def test_template_s_language_does_not_make_a_vietnamese_page_english() -> None:
    page = dom.parse(f"<html lang=en-US><title>Sở Thử</title><body>{TEXT}</body></html>".encode())
    assert imprint.read(page, url="https://so.vn/").language == "vi"


@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)
def test_kind_of_a_portal_is_told_by_its_host_and_its_body(portal: Portal) -> None:
    told = imprint.kind(portal.host, title=portal.title, body=portal.body)
    assert told in {portal.kind, Kind.PRESS}


def test_gate_that_was_passed_stands_in_the_module(tmp_path: Path) -> None:
    gated = Played({address: [page(GATE), answer] for address, answer in stranger(SET).pages.items()})
    with serving(gated) as server:
        proposal = looked_at("so.vn", Settings(replay=server.url))
    assert imported(tmp_path, module_text.write(proposal.portal)).gate is Gate.D1N
    assert "gate d1n: passed by its cookie" in proposal.notes


def test_gate_that_stays_shut_is_no_portal() -> None:
    with serving(Site({("so.vn", "/"): page(GATE)})) as server, pytest.raises(ChallengePage, match="cannot be passed"):
        looked_at("so.vn", Settings(replay=server.url))


def test_site_without_articles_is_no_portal() -> None:
    with (
        serving(Site({("so.vn", "/"): page("<nav><a href=/tin>Tin tức</a></nav>")})) as server,
        pytest.raises(PageError, match="no article"),
    ):
        looked_at("so.vn", Settings(replay=server.url))


def test_title_with_quotation_marks_makes_a_module(tmp_path: Path, played: Settings) -> None:
    proposal = propose("nhandan.vn", played)
    odd = replace(proposal.portal, title='Báo "Nhân Dân" \\ điện tử')
    assert imported(tmp_path, module_text.write(odd)).title == odd.title


def test_capture_is_the_page_byte_for_byte_with_its_headers(tmp_path: Path) -> None:
    fetched = FetchedPage(
        url="https://www.nhandan.vn/chinh-tri/bai-1.html?a=b",
        body=b"\xff<p>",
        content_type="",
        headers=(("Server", "a"),),
    )
    file = capturing.save(fetched, tmp_path, now=NOW)
    assert file.parent == tmp_path / "nhandan.vn"
    assert file.name.startswith("chinh-tri-bai-1-html-a-b-")
    other = capturing.save(replace(fetched, url=f"{fetched.url}&c=d"), tmp_path, now=NOW)
    assert other != file, "no capture is written over another"
    assert file.read_bytes() == fetched.body
    assert json.loads(file.with_suffix(".json").read_text()) == {
        "url": fetched.url,
        "fetched": "2026-11-23T09:00:00+07:00",
        "headers": [["Server", "a"]],
    }


@pytest.mark.parametrize(
    ("name", "good"),
    [("moha", True), ("p24h", True), ("24h", False), ("a-b", False), ("../evil", False), ("class", False)],
)
def test_a_portal_is_named_as_a_module_can_be(name: str, *, good: bool) -> None:
    assert imprint.is_name(name) is good
