"""A new portal's module is proposed from its pages, and holds."""

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from crawler import topics
from crawler.dates import HANOI
from crawler.discovery import listing
from crawler.errors import PageError
from crawler.extraction import extract
from crawler.portal import Portal
from diemtin import capturing, proposing
from diemtin.configuration import Settings
from diemtin.demo.answers import Site, page
from diemtin.demo.newsroom import Newsroom
from diemtin.demo.server import serving
from diemtin.fetching import FetchedPage, fetch
from diemtin.proposing import Proposal

NOW = datetime(2026, 11, 23, 9, tzinfo=HANOI)


@pytest.fixture(scope="module")
def played() -> Iterator[Settings]:
    with serving(Newsroom()) as server:
        yield Settings(replay=server.url)


def propose(host: str, settings: Settings) -> Proposal:
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
    ],
)
def test_module_proposed_for_a_known_family_reads_the_portal(
    host: str, letter: str, section: str, topic: str, *, played: Settings, tmp_path: Path
) -> None:
    proposal = propose(host, played)
    portal = imported(tmp_path, proposing.module(proposal.portal))
    assert portal == proposal.portal
    assert portal.family.letter == letter
    assert {one.path: one.topic for one in portal.sections}[section] == topic
    listed = proposal.pages["listing"]
    links = {link.url for link in listing(listed.body, url=listed.url, portal=portal).links}
    assert {portal.readable(one.link) for one in proposal.articles} <= {portal.readable(url) for url in links}
    for number, article in enumerate(proposal.articles, start=1):
        again = extract(proposal.pages[f"article-{number}"].body, url=article.link, portal=portal, now=NOW)
        assert again.extracted_by["body"] == "rules"
        assert (again.title, again.published) == (article.title, article.published)
    assert proposal.portal.unverified[-1] == "body: whom the portal belongs to"


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
        proposal = propose("so.gov.vn", Settings(replay=server.url))
    portal = imported(tmp_path, proposing.module(proposal.portal))
    assert (portal.name, portal.family.letter) == ("so", "H")
    assert [section.path for section in portal.sections] == ["tin-tuc/hoat-dong", "tin-tuc/thi-truong"]
    assert [one.extracted_by["body"] for one in proposal.articles] == ["rules", "rules"]
    assert all(str(one.published) == "2026-07-10 09:20:00+07:00" for one in proposal.articles)


def test_portal_of_no_known_family_says_what_is_missing(tmp_path: Path) -> None:
    text = "<p>" + "Phiên họp bàn về tăng trưởng, đầu tư công và đời sống của người dân trong quý tới. " * 6 + "</p>"
    link = "<a href=/tin-tuc/bai-mot-hai-{0}.html>Bài {0}</a>"
    pages = {
        ("so.vn", "/"): page("<title>Sở Thử | Trang chủ</title><nav><a href=/tin-tuc>Tin tức</a></nav>"),
        ("so.vn", "/tin-tuc"): page("".join(map(link.format, (12301, 12302, 12303)))),
        **{
            ("so.vn", f"/tin-tuc/bai-mot-hai-{number}.html"): page(f"<h1>Bài {number}</h1>{text}")
            for number in (12301, 12302)
        },
    }
    with serving(Site(pages)) as server:
        proposal = propose("so.vn", Settings(replay=server.url))
    portal = imported(tmp_path, proposing.module(proposal.portal))
    assert (portal.name, portal.title, portal.family.name) == ("so", "Sở Thử", "anysite")
    assert "article rules: pages are read without" in portal.unverified
    assert "published: not found on every article" in portal.unverified


def test_site_without_articles_is_no_portal() -> None:
    with (
        serving(Site({("so.vn", "/"): page("<nav><a href=/tin>Tin tức</a></nav>")})) as server,
        pytest.raises(PageError, match="no article"),
    ):
        propose("so.vn", Settings(replay=server.url))


def test_title_with_quotation_marks_makes_a_module(tmp_path: Path, played: Settings) -> None:
    proposal = propose("nhandan.vn", played)
    odd = replace(proposal.portal, title='Báo "Nhân Dân" \\ điện tử')
    assert imported(tmp_path, proposing.module(odd)).title == odd.title


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
    assert proposing.is_name(name) is good
