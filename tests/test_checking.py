"""Portals are read live before they are trusted, and their captures by the code of two days; an own needs no module."""

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import factories
import forked
import pytest
from crawling import AT, ROOT, Played, address, environment, listing
from typer import Typer
from typer.testing import CliRunner

from crawler import run, topics
from crawler.archive import opened
from crawler.assignment import Assignment
from crawler.dates import HANOI
from crawler.errors import PageError
from crawler.portal import Feed, Listing
from diemtin import captures, capturing, checking, comparing, failures
from diemtin.captures import CaptureUnreadable
from diemtin.checking import FIELDS, Check, Coverage
from diemtin.commands import developing
from diemtin.comparing import Change, Comparison, RevisionUnreadable
from diemtin.configuration import SettingsWrong
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.server import serving
from diemtin.fetching import FetchedPage

TEXT = "<p>" + "Phiên họp bàn về tăng trưởng, đầu tư công và đời sống của người dân trong quý tới. " * 5 + "</p>"


def checked(*, tried: int = 4, read: int = 4, **coverage: int) -> Check:
    every = dict.fromkeys(FIELDS, read) | coverage
    return Check(portal="thu", found=9, tried=tried, read=read, coverage=every, ruled=0, problems=())


@pytest.mark.parametrize(
    ("check", "passed"),
    [
        (checked(), True),
        (checked(images=0, lead=0, section=0), True),
        (checked(read=2), True),
        (checked(read=1), False),
        (checked(published=1), False),
        (checked(body=0), False),
        (checked(tried=0, read=0), False),
    ],
)
def test_portal_passes_where_most_articles_read_with_date_and_text(check: Check, *, passed: bool) -> None:
    assert check.passed is passed


# Against the captures


def measured(*, of: Mapping[str, int], **found: int) -> Check:
    """Return a check of four articles in which all was found, but for `found`; `of` two captures."""
    has = dict.fromkeys(FIELDS, 0) | of
    return replace(checked(**found), captured=Coverage(read=2, fields=has))


@pytest.mark.parametrize(
    ("check", "passed", "verdict"),
    [
        (measured(of={"lead": 2}), True, "reads right"),
        (measured(of={"lead": 0}, lead=0), True, "reads right"),
        (measured(of={"lead": 2}, lead=3), True, "reads right; fewer lead (3 of 4, 2 of 2 captured)"),
        (measured(of={"lead": 2}, lead=1), False, "lead lost (1 of 4, 2 of 2 captured)"),
        (measured(of={"lead": 1}, lead=1), True, "reads right; fewer lead (1 of 4, 1 of 2 captured)"),
        (measured(of={"images": 2}, images=0), True, "reads right; fewer images (0 of 4, 2 of 2 captured)"),
        (measured(of={"published": 2}, published=0), False, "published lost (0 of 4, 2 of 2 captured)"),
        (replace(checked(), has_rules=True), False, "layout moved (by rules 0 of 4)"),
        (replace(checked(), has_rules=True, ruled=1), True, "reads right"),
        (checked(published=0), False, "no published"),
        (checked(tried=0, read=0), False, "empty: no articles"),
    ],
)
def test_field_that_fell_below_the_captures_is_named(check: Check, *, passed: bool, verdict: str) -> None:
    assert checking.verdict(check) == verdict
    assert check.passed is passed


@pytest.mark.parametrize(
    ("kind", "reason", "named"),
    [
        (
            "name-resolution",
            "DNS lookup failed: no results for hostname lookup: a.vn: https://a.vn/",
            "name resolution",
        ),
        ("refused", "Connection was refused by other side: 111: https://a.vn/", "refused"),
        ("http-403", "HTTP 403: https://a.vn/", "refused"),
        ("time-out", "User timeout caused connection failure: https://a.vn/", "time-out"),
        ("challenge", "a gate's page in place of the listing: https://a.vn/", "gate"),
        ("tls", "certificate verify failed: https://a.vn/", "TLS"),
        ("connection", "Connection to the other side was lost: https://a.vn/", "connection"),
        ("not-answered", "the browser closed: https://a.vn/", "connection"),
        ("disallowed", "Forbidden by robots.txt: https://a.vn/", "robots"),
        ("feed-empty", "an empty answer: https://a.vn/a.rss", "feed"),
        ("robots", "Forbidden by robots.txt: https://a.vn/", "robots"),
        ("ignored", "robots.txt could not be had (HTTP 502): nothing is asked of a.vn in this crawl", "robots"),
        ("offsite", "led to the private address 10.0.0.1: https://a.vn/", "moved house"),
        ("http-404", "HTTP 404: https://a.vn/", "not found"),
        ("http-502", "HTTP 502: https://a.vn/", "server error"),
        ("no-links", "no article links in the listing: https://a.vn/", "layout moved"),
        ("layout-moved", "no rule finds the text any more; it was read without: https://a.vn/", "layout moved"),
        ("field-missing", "no body found: https://a.vn/", "layout moved"),
        ("field-missing", "no published found: https://a.vn/", "dates wrong"),
        ("impossible-date", "impossible publication date '2099': https://a.vn/", "dates wrong"),
        ("not-html", "an empty answer: https://a.vn/", "empty"),
        ("unheard-of", "what nobody knows: https://a.vn/", "unheard-of"),
    ],
)
def test_failure_is_told_by_its_kind_in_plain_words(kind: str, reason: str, named: str) -> None:
    (failure,) = failures.by_kind([{"kind": kind, "reason": reason}])
    assert failure.kind == named
    assert failure.says
    assert failure.example == reason


def test_kind_of_failure_is_told_once_and_what_follows_from_it_not() -> None:
    problems = [
        {"kind": "http-503", "reason": "HTTP 503: https://a.vn/1"},
        {"kind": "http-502", "reason": "HTTP 502: https://a.vn/2"},
        {"kind": "left-alone", "reason": "left alone until the next crawl after refusing too often (HTTP 502)"},
    ]
    (failure,) = failures.by_kind(problems)
    assert (failure.kind, failure.times, failure.example) == ("server error", 2, "HTTP 503: https://a.vn/1")
    assert [one.kind for one in failures.by_kind(problems[2:])] == ["refused"]


def read(number: int) -> Answer:
    head = f"<h1>Bài số {number}</h1><div class=date>28/02/2026 10:{number}</div>"
    return page(f"<html><body>{head}<div class=noi-dung>{TEXT}{TEXT}</div></body></html>")


PAGES: dict[Address, Answer | list[Answer]] = {
    ("thu.vn", "/"): page("<nav><a href=/tin>Tin tức</a></nav><a href=/tin/bai-mot-10011.html>Một</a>"),
    ("thu.vn", "/robots.txt"): page("Sitemap: /s.xml", kind="text/plain"),
    ("thu.vn", "/s.xml"): page(
        "<urlset><url><loc>https://thu.vn/tin/bai-ba-10013.html</loc><lastmod>2026-02-28</lastmod></url></urlset>"
    ),
    ("thu.vn", "/tin"): listing("/tin/bai-hai-10012.html"),
    **{("thu.vn", f"/tin/bai-{name}-1001{n}.html"): read(10 + n) for n, name in ((1, "mot"), (2, "hai"), (3, "ba"))},
}


def test_portal_of_one_s_own_is_its_address(tmp_path: Path) -> None:
    (tmp_path / "diemtin.toml").write_text('[[portal]]\nurl = "https://thu.vn"\ntitle = "Thử"\n', encoding="utf-8")
    with serving(Played(PAGES)) as server:
        where = ("--replay", server.url, "--archive", address(tmp_path), "--delay", "0", "--at", AT, "--json")
        checks = forked.ended("crawling", "played_portals", "check", "thu_vn", *where, env=environment(), cwd=tmp_path)
        crawl = forked.ended(
            "crawling", "played_portals", "crawl", "thu_vn", "--no-publish", *where, env=environment(), cwd=tmp_path
        )
    (check,) = json.loads(checks.stdout)
    assert (check["passed"], check["read"], check["fields"]["published"], check["by_rules"]) == (True, 3, 3, 0)
    assert json.loads(crawl.stdout)["portals"][0]["new"] == 3, "the check stored nothing"
    assert "played: not noted" in checks.stderr
    with opened(address(tmp_path)) as store:
        assert store.reader.passed() == frozenset(), "what was played proves nothing"
        assert {entry.article.section for entry in store.reader.entries()} <= {("Trang chủ",), ("Tin tức",), ()}


def test_portals_that_passed_are_noted_and_those_that_could_not_be_reached_are_not(tmp_path: Path) -> None:
    passed, failed = replace(checked(), portal="a"), replace(checked(read=0), portal="b")
    unreached = replace(checked(tried=0, read=0), portal="c", found=0)
    with opened(address(tmp_path)) as store:
        for name in ("b", "c"):
            store.memory.note_check(name, passed=True, now=factories.NOON)
        checking.note(
            [passed, failed, unreached],
            store,
            Assignment(archive=store, classifier=topics.default(), clock=lambda: factories.NOON),
        )
        assert store.reader.passed() == {"a", "c"}


def test_the_last_check_counts(tmp_path: Path) -> None:
    with opened(address(tmp_path)) as store:
        store.memory.note_check("a", passed=True, now=factories.NOON)
        store.memory.note_check("b", passed=True, now=factories.NOON)
        store.memory.note_check("b", passed=False, now=factories.NOON)
        assert store.reader.passed() == {"a"}


def test_home_page_that_leads_nowhere_is_broken(tmp_path: Path) -> None:
    (tmp_path / "diemtin.toml").write_text('[[portal]]\nurl = "https://trong.vn"\n', encoding="utf-8")
    with serving(Played({("trong.vn", "/"): page("<div id=app></div><script>draw()</script>")})) as server:
        where = ("--replay", server.url, "--archive", address(tmp_path), "--delay", "0", "--at", AT, "--json")
        done = forked.ended("crawling", "played_portals", "crawl", "trong_vn", "--no-publish", *where, **here(tmp_path))
    (told,) = json.loads(done.stdout)["portals"]
    assert told["outcome"] == "broken"
    assert "no-links" in {problem["kind"] for problem in told["problems"]}


def here(folder: Path) -> dict[str, Any]:
    return {"env": environment(), "cwd": folder}


def saved(folder: Path, url: str, html: str, *, name: str = "") -> Path:
    """Save a page as `diemtin capture` does."""
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    fetched = FetchedPage(url=url, body=html.encode(), content_type="", headers=headers)
    return capturing.save(fetched, folder, name=name, now=datetime(2026, 3, 2, 9, tzinfo=HANOI))


def test_check_measures_the_live_portal_by_its_captures(tmp_path: Path) -> None:
    (tmp_path / "diemtin.toml").write_text('[[portal]]\nurl = "https://thu.vn"\ntitle = "Thử"\n', encoding="utf-8")
    led = read(19).body.decode().replace("<div class=noi-dung>", "<p class=sapo>Sáng nay, Chính phủ họp.</p><div>")
    saved(tmp_path / "captures", "https://thu.vn/tin/bai-chin-10019.html", led)
    with serving(Played(PAGES)) as server:
        where = ("--replay", server.url, "--archive", address(tmp_path), "--delay", "0", "--at", AT, "--json")
        done = forked.ended("crawling", "played_portals", "check", "thu_vn", *where, **here(tmp_path))
    (check,) = json.loads(done.stdout)
    assert done.returncode == 1
    assert check["captured"]["fields"]["lead"] == check["captured"]["read"] == 1
    assert check["lost"] == ["lead"]
    assert check["verdict"] == "lead lost (0 of 3, 1 of 1 captured)"


# Captures


CANTHO = run.portal("baocantho")
PAGE = (
    '<html><head><meta charset="utf-8">{head}</head><body><div id=colcate1>'
    "<div class=titlecate><h1><a href=/>Thời sự</a></h1></div>"
    "<span class=pubdate>01/03/2026 - 09:51</span><h1>Phiên họp thường kỳ</h1><div id=newscontents>"
    f"<div class=content-fck>{TEXT}{{more}}</div></div></div><div class=nguon>Báo Nhân Dân</div>"
    "<div class=block_tag><a class=tag_item>họp</a></div></body></html>"
)
URL = "https://baocantho.com.vn/phien-hop-a196670.html"


def test_captures_are_found_by_host_in_either_form(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "captures", tmp_path / "shared"
    saved(ours, URL, PAGE.format(head="", more=""), name="article-1")
    saved(ours, "https://baocantho.com.vn/rss/cate/thoi-su/", "<rss/>", name="feed")
    saved(ours, "https://stranger.vn/a-a1.html", "<p>Lạ</p>")
    (theirs / "www.baocantho.com.vn").mkdir(parents=True)
    canonical = f'<link rel="canonical" href="{URL}">'
    (theirs / "www.baocantho.com.vn" / "bai.html").write_text(PAGE.format(head=canonical, more=""), encoding="utf-8")
    (theirs / "www.baocantho.com.vn" / "article-1.html").write_text("<p>khác</p>", encoding="utf-8")
    (theirs / "www.baocantho.com.vn" / "listing-partial.html").write_text(
        "<!-- saved from url=(0033)https://baocantho.com.vn/thoi-su/ --><p>Thời sự</p>", encoding="utf-8"
    )
    found = captures.find([CANTHO], [ours, theirs, tmp_path / "none"])["baocantho"]
    assert [(one.name, one.url, one.source, one.whole) for one in found] == [
        ("baocantho.com.vn/article-1", URL, None, True),
        ("baocantho.com.vn/bai", URL, None, True),
        (
            "baocantho.com.vn/feed",
            "https://baocantho.com.vn/rss/cate/thoi-su/",
            Feed("/rss/cate/{stem}/"),
            True,
        ),
        ("baocantho.com.vn/listing-partial", "https://baocantho.com.vn/thoi-su/", Listing(), False),
    ]
    assert (found[0].content_type, found[0].fetched.hour) == ("text/html; charset=utf-8", 9)


def command(function: Callable[..., None], *arguments: str) -> Any:
    app = Typer()
    app.command()(function)
    return CliRunner().invoke(app, arguments)


def test_captured_pages_are_found_again_as_they_came(tmp_path: Path) -> None:
    html = PAGE.format(head="", more="")
    pages = {
        ("baocantho.com.vn", "/robots.txt"): page("User-agent: *\nDisallow: /tim-kiem/", kind="text/plain"),
        ("baocantho.com.vn", "/thoi-su/"): page(f"<div id=colcate1><a href={URL}>Phiên họp</a></div>"),
        ("baocantho.com.vn", "/phien-hop-a196670.html"): page(html),
    }
    with serving(Played(pages)) as server:
        where = ("--folder", str(tmp_path), "--replay", server.url)
        asked = (URL, "https://baocantho.com.vn/thoi-su/")
        done = command(developing.capture, "baocantho", *asked, *where)
        refused = command(developing.capture, "baocantho", "https://baocantho.com.vn/tim-kiem/a.html", *where)
        stranger = command(developing.capture, "baocantho", "https://nhandan.vn/", *where)
    assert done.exit_code == 0
    assert "robots.txt forbids it" in str(refused.exception)
    assert stranger.exit_code == 2
    found = captures.find([CANTHO], [tmp_path])["baocantho"]
    assert [one.url for one in found] == [URL, "https://baocantho.com.vn/thoi-su/"]
    assert found[0].body == html.encode()
    assert [captures.record(one, CANTHO)["kind"] for one in found] == ["article", "listing"]


def test_page_that_tells_no_address_stands_at_the_home_page(tmp_path: Path) -> None:
    (tmp_path / "baocantho.com.vn").mkdir()
    (tmp_path / "baocantho.com.vn" / "article.html").write_text(PAGE.format(head="", more=""), encoding="utf-8")
    (found,) = captures.find([CANTHO], [tmp_path])["baocantho"]
    assert (found.url, found.source) == (CANTHO.home, None)
    assert captures.record(found, CANTHO)["title"] == "Phiên họp thường kỳ"


def test_record_holds_facts_and_no_text_of_others(tmp_path: Path) -> None:
    saved(tmp_path, URL, PAGE.format(head='<meta property="og:description" content="' + "Mở đầu " * 20 + '">', more=""))
    (found,) = captures.find([CANTHO], [tmp_path])["baocantho"]
    record = captures.record(found, CANTHO)
    assert (record["kind"], record["published"], record["tags"]) == ("article", "2026-03-01T09:51+07:00", ["họp"])
    assert record["lead"].startswith("Mở đầu Mở đầu")
    assert "(139 characters, " in record["lead"]
    assert "tăng trưởng" not in json.dumps(record, ensure_ascii=False)
    assert record["elements"] == {"p": 1}


def test_page_that_cannot_be_read_is_recorded_as_such(tmp_path: Path) -> None:
    saved(tmp_path, URL, "<title>Trống</title>")
    (found,) = captures.find([CANTHO], [tmp_path])["baocantho"]
    assert captures.record(found, CANTHO)["failed"].startswith("field-missing: ")
    with pytest.raises(PageError):
        captures.read(found, CANTHO)
    assert checking.captured({"baocantho": CANTHO}, [tmp_path]) == {}


@pytest.mark.parametrize("noted", ["{", "[]", '{"url": "https://baocantho.com.vn/"}', '{"url": 1, "fetched": "?"}'])
def test_note_that_is_broken_is_told_with_its_file(noted: str, tmp_path: Path) -> None:
    file = saved(tmp_path, URL, "<p>")
    file.with_suffix(".json").write_text(noted, encoding="utf-8")
    with pytest.raises(CaptureUnreadable, match=file.name):
        captures.find([CANTHO], [tmp_path])


# Before and after


def test_field_that_is_no_longer_found_is_lost_and_what_is_read_otherwise_is_not() -> None:
    before = {"title": "A", "lead": "B", "tags": ["x"], "images": 2, "extracted_by": {"body": "rules", "lead": "meta"}}
    after = {"title": "A", "lead": "", "tags": ["y"], "images": 1, "extracted_by": {"body": "generic"}}
    found = comparing.changes({"p": {"h/a": before}}, {"p": {"h/a": after}})
    assert [(one.field, one.before, one.after, one.worse) for one in found] == [
        ("lead", "B", "", True),
        ("tags", ["x"], ["y"], False),
        ("images", 2, 1, False),
        ("extracted_by.body", "rules", "generic", True),
        ("extracted_by.lead", "meta", None, False),
    ]


def test_page_that_can_no_longer_be_read_is_one_loss() -> None:
    (found,) = comparing.changes({"p": {"h/a": {"title": "A", "lead": "B"}}}, {"p": {"h/a": {"failed": "no body"}}})
    assert found == Change(portal="p", capture="h/a", field="failed", before=None, after="no body", worse=True)


def test_page_that_can_now_be_read_and_a_new_portal_are_no_loss() -> None:
    now = {"p": {"h/a": {"title": "A"}}, "new": {"n/a": {"kind": "article", "title": "N"}, "n/b": {"kind": "listing"}}}
    found = list(comparing.changes({"p": {"h/a": {"failed": "no body"}}}, now))
    assert [(one.portal, one.field, one.after, one.worse) for one in found] == [
        ("new", "new", "N", False),
        ("new", "new", "listing", False),
        ("p", "title", "A", False),
        ("p", "failed", None, False),
    ]


def git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=t", "-c", "user.email=t@t.vn", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=")
    subprocess.run(["git", *named, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout in which Cần Thơ's paper was read a little otherwise, and before that not at all."""
    if not shutil.which("git"):
        pytest.skip("needs git")
    folder = tmp_path_factory.mktemp("checkout")
    for package in ("crawler", "feeds", "diemtin"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / "crawler" / "spiders" / "baocantho.py"
    today = file.read_text(encoding="utf-8")
    git(folder, "init", "--quiet")
    for change in ("tags=1 / 0 or (", 'source=(".nguon",), updated=('):
        file.write_text(today.replace("tags=(", change), encoding="utf-8")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", "a change")
    return folder


def test_change_of_a_portal_is_shown_before_and_after(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_CODE", checkout)
    monkeypatch.chdir(tmp_path)
    saved(tmp_path / "captures", URL, PAGE.format(head="", more=""), name="article")
    told = command(developing.check, "baocantho", "--since-rev", "HEAD", "--json")
    assert told.exit_code == 1
    found = json.loads(told.stdout)
    assert (found["since"], found["captures"], found["worse"]) == ("HEAD", 1, True)
    changes = {one["field"]: (one["before"], one["after"], one["worse"]) for one in found["changes"]}
    assert changes["tags"] == ([], ["họp"], False)
    assert changes["source"] == ("Báo Nhân Dân", "", True)
    assert not any(worse for field, (*_, worse) in changes.items() if field != "source")


def test_changes_are_shown_as_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    lost = Change(portal="p", capture="h/a", field="lead", before="Mở đầu", after="", worse=True)
    read = Change(portal="p", capture="h/a", field="tags", before=[], after=["a", "b"], worse=False)
    found = Comparison(since="main", commit="0123456789abcdef", captures=3, changes=(lost, read))
    assert found.worse
    comparing.show(found, as_json=False)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows[1:3] == [["p", "h/a", "lead", "Mở", "đầu", "–", "lost"], ["p", "h/a", "tags", "–", "a,", "b"]]
    assert " ".join(rows[3]) == "since main (0123456789): 3 captures read, 0 new, 2 fields changed, 1 lost"


@pytest.mark.slow
def test_revision_that_cannot_read_is_told(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "_CODE", checkout)
    saved(tmp_path / "captures", URL, PAGE.format(head="", more=""), name="article")
    with pytest.raises(RevisionUnreadable, match=r"the code of HEAD~1 cannot read captures.*ZeroDivisionError"):
        comparing.compare("HEAD~1", {"baocantho": CANTHO}, [tmp_path / "captures"])


def test_comparing_says_what_it_lacks(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(comparing, "_CODE", checkout)
    with pytest.raises(SettingsWrong, match=r"no captures of baocantho in captures: save pages with `diemtin capture`"):
        comparing.compare("HEAD", {"baocantho": CANTHO}, [Path("captures")])
    for name in ("nonesuch", "--help"):
        with pytest.raises(SettingsWrong, match=f"there is no revision '{name}'"):
            comparing.compare(name, {"baocantho": CANTHO}, [tmp_path / "captures"])
    saved(tmp_path / "captures", URL, PAGE.format(head="", more=""), name="article")
    monkeypatch.setattr(comparing, "_CODE", tmp_path)
    with pytest.raises(SettingsWrong, match="is in no git repository"):
        comparing.compare("HEAD", {"baocantho": CANTHO}, [tmp_path / "captures"])
