"""Every crawl of a section ends in new articles, nothing new, or broken of a known kind; and what it found is kept."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import crawling
import pytest
from crawling import Played, article, listing, redirect, slowly

from crawler import outcomes
from crawler.archive import Archive, opened
from crawler.archive.chronicle import SectionState
from crawler.changes import Outcome
from crawler.dates import HANOI
from crawler.errors import NotAnswered
from crawler.outcomes import REST, Ending, SectionCrawl
from crawler.section_tally import SectionTally
from diemtin import crawling as crawling_turn
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.server import serving
from diemtin.settings import Settings

AT = datetime.fromisoformat(crawling.AT).astimezone(HANOI)
MINUTES = timedelta(minutes=1)
GATE = page("<html><head><title>Just a moment...</title></head><body>challenge-platform</body></html>")


def archive(folder: Path) -> Any:
    return opened(crawling.address(folder))


def crawled(folder: Path, pages: Any, *names: str, after: timedelta = timedelta(0), more: Iterable[str] = ()) -> Played:
    site = Played(pages)
    with serving(site) as server:
        crawling.crawl(folder, server.url, names, *more, at=(AT + after).isoformat())
    return site


def last(store: Archive, portal: str, section: str = "tin") -> SectionCrawl:
    return store.chronicle.crawls(portal, section)[-1]


def state(store: Archive, portal: str, section: str = "tin") -> SectionState:
    return next(one for one in store.chronicle.states([portal]) if one.section == section)


NEWS: dict[Address, Any] = {
    ("paged.vn", "/tin"): listing("/bai-2.htm", "/bai-1.htm"),
    ("paged.vn", "/bai-1.htm"): article(1),
    ("paged.vn", "/bai-2.htm"): article(2),
}


def test_first_crawl_tells_what_it_found(tmp_path: Path) -> None:
    crawled(tmp_path, NEWS, "paged")
    with archive(tmp_path) as store:
        one = last(store, "paged")
        assert (one.ending, one.kind) == (Ending.NEW, "")
        assert (one.links, one.fresh, one.new, one.read, one.failed) == (2, 2, 2, 2, 0)
        assert one.fields["lead"] == one.fields["published"] == 2
        assert "author" not in one.fields
        assert one.latency is None, "what was found first may be old"
        (came,) = store.chronicle.arrivals("paged", since=AT - timedelta(days=3))["tin"]
        assert (came.hour, came.count) == (datetime(2026, 3, 1, 9, tzinfo=HANOI), 2)


def test_later_crawl_tells_how_late_an_article_was_found(tmp_path: Path) -> None:
    crawled(tmp_path, NEWS, "paged")
    more = {
        **NEWS,
        ("paged.vn", "/tin"): listing("/bai-3.htm", "/bai-2.htm", "/bai-1.htm"),
        ("paged.vn", "/bai-3.htm"): article(3, day="01/03/2026 12:20"),
    }
    crawled(tmp_path, more, "paged", after=60 * MINUTES)
    with archive(tmp_path) as store:
        one = last(store, "paged")
        assert (one.links, one.fresh, one.new, one.latency) == (3, 1, 1, 40 * 60)


def test_quiet_listing_is_not_broken(tmp_path: Path) -> None:
    crawled(tmp_path, NEWS, "paged")
    crawled(tmp_path, NEWS, "paged", after=30 * MINUTES)
    with archive(tmp_path) as store:
        one = last(store, "paged")
        assert (one.ending, one.kind, one.links) == (Ending.NOTHING_NEW, "", None)
        assert state(store, "paged").brought == AT
        assert state(store, "paged").answered == AT + 30 * MINUTES


BROKEN: dict[str, tuple[dict[Address, Any], str]] = {
    "gate": ({("paged.vn", "/tin"): GATE}, "gate"),
    "moved layout": ({("paged.vn", "/tin"): page("<html><body><p>Trang chủ mới</p></body></html>")}, "no-links"),
    "refusal": ({("paged.vn", "/tin"): Answer(status=403)}, "blocked"),
    "error": ({("paged.vn", "/tin"): Answer(status=500)}, "server-error"),
    "gone": ({}, "not-found"),
    "not html": ({("paged.vn", "/tin"): page("%PDF-1.7", kind="application/pdf")}, "not-html"),
    "elsewhere": ({("paged.vn", "/tin"): redirect("https://khac.example/tin")}, "redirect"),
    "round": ({("paged.vn", "/tin"): redirect("/tin")}, "redirect"),
    "robots": (
        {**NEWS, ("paged.vn", "/robots.txt"): page("User-agent: *\nDisallow: /\n", kind="text/plain")},
        "robots",
    ),
    "robots unreachable": ({**NEWS, ("paged.vn", "/robots.txt"): Answer(status=503)}, "robots"),
    "links without articles": (
        {("paged.vn", "/tin"): listing("/bai-1.htm", "/bai-2.htm", "/bai-3.htm")},
        "no-articles",
    ),
    "articles without text": (
        {
            ("paged.vn", "/tin"): listing("/bai-1.htm", "/bai-2.htm", "/bai-3.htm"),
            **{("paged.vn", f"/bai-{number}.htm"): page("<html><h1>Tin</h1></html>") for number in (1, 2, 3)},
        },
        "field-missing",
    ),
    "dates that cannot be": (
        {
            ("paged.vn", "/tin"): listing("/bai-1.htm", "/bai-2.htm", "/bai-3.htm", day=""),
            **{("paged.vn", f"/bai-{number}.htm"): article(number, day="01/03/2031 09:51") for number in (1, 2, 3)},
        },
        "dates-wrong",
    ),
}


QUICK = {"gate", "moved layout", "error", "robots", "articles without text", "dates that cannot be"}


@pytest.mark.parametrize(
    "breakage", [pytest.param(one, marks=() if one in QUICK else pytest.mark.slow) for one in BROKEN]
)
def test_broken_section_is_told_by_its_kind(tmp_path: Path, breakage: str) -> None:
    pages, kind = BROKEN[breakage]
    crawled(tmp_path, pages, "paged")
    with archive(tmp_path) as store:
        one, stands = last(store, "paged"), state(store, "paged")
    assert (one.ending, one.kind) == (Ending.BROKEN, kind)
    assert one.reason
    assert one.url.startswith("https://")
    assert (stands.failures, stands.since, stands.answered, stands.brought) == (1, AT, None, None)


def test_host_that_takes_too_long_is_told(tmp_path: Path) -> None:
    crawled(tmp_path, {("silent.vn", "/tin"): slowly(listing("/bai-1.htm"), seconds=1.0)}, "silent")
    with archive(tmp_path) as store:
        assert last(store, "silent").kind == "time-out"


def test_page_that_could_not_be_read_is_kept_until_the_section_is_well(tmp_path: Path) -> None:
    crawled(tmp_path, BROKEN["gate"][0], "paged")
    with archive(tmp_path) as store:
        found = store.chronicle.evidence("paged", "tin")
    assert found
    assert (found.kind, found.status, found.url, found.body) == ("gate", 200, "https://paged.vn/tin", GATE.body)
    crawled(tmp_path, NEWS, "paged", after=30 * MINUTES)
    with archive(tmp_path) as store:
        assert store.chronicle.evidence("paged", "tin") is None
        assert state(store, "paged").failures == 0


def test_page_of_an_article_that_failed_is_no_evidence_of_what_breaks_the_section_later(tmp_path: Path) -> None:
    pages = {**NEWS, ("paged.vn", "/bai-2.htm"): page("<html><h1>Tin</h1></html>")}
    crawled(tmp_path, pages, "paged")
    with archive(tmp_path) as store:
        assert last(store, "paged").failed == 1
        assert store.chronicle.evidence("paged", "tin") is None
    crawled(tmp_path, BROKEN["gate"][0], "paged", after=30 * MINUTES)
    with archive(tmp_path) as store:
        found = store.chronicle.evidence("paged", "tin")
    assert found
    assert found.body == GATE.body


def test_section_that_was_not_read_before_the_crawl_was_stopped_is_not_broken() -> None:
    one = SectionTally("tin", asked=True)
    one.counts[Outcome.NEW] += 1  # an article that was left over
    assert not one.has_ended(whole=False)
    assert one.has_ended(whole=True)


def test_reason_is_told_without_what_no_database_takes() -> None:
    one = SectionTally("tin", asked=True)
    one.fault(NotAnswered("https://paged.vn/tin", "redirected to \x00nowhere", kind="redirect"))
    assert one.crawl("paged", at=AT, first=False, duplicates=0).reason == "redirected to nowhere"


def test_article_of_which_the_day_alone_is_known_came_when_it_was_found(tmp_path: Path) -> None:
    crawled(tmp_path, NEWS, "paged")
    more = {
        **NEWS,
        ("paged.vn", "/tin"): listing("/bai-3.htm", "/bai-2.htm", "/bai-1.htm", day="01/03/2026"),
        ("paged.vn", "/bai-3.htm"): article(3, day="01/03/2026"),
    }
    crawled(tmp_path, more, "paged", after=60 * MINUTES)
    with archive(tmp_path) as store:
        assert last(store, "paged").latency is None
        came = store.chronicle.arrivals("paged", since=AT)["tin"]
        assert [one.hour for one in came] == [AT + 60 * MINUTES]


def test_sections_are_told_apart(tmp_path: Path) -> None:
    pages: dict[Address, Any] = {
        ("odd.vn", "/tin"): listing("/bai-1.htm"),
        ("odd.vn", "/bai-1.htm"): article(1),
        ("odd.vn", "/them"): GATE,
    }
    crawled(tmp_path, pages, "odd")
    with archive(tmp_path) as store:
        assert last(store, "odd", "tin").ending is Ending.NEW
        assert last(store, "odd", "them").kind == "gate"


def test_only_what_is_due_is_crawled(tmp_path: Path) -> None:
    pages = {("odd.vn", path): listing("/bai-1.htm") for path in ("/tin", "/them")}
    crawled(tmp_path, {**pages, ("odd.vn", "/bai-1.htm"): article(1)}, "odd", more=["--due"])
    with archive(tmp_path) as store:
        due = store.plans.planned()["odd"]
        assert all(moment > AT for moment in due.values() if moment)
        store.plans.plan("odd", {"them": AT + 5 * MINUTES, "tin": AT + 60 * MINUTES, REST: AT + 60 * MINUTES})
    site = crawled(tmp_path, pages, "odd", after=6 * MINUTES, more=["--due"])
    assert (site.requests("odd.vn", "/them"), site.requests("odd.vn", "/tin")) == (1, 0)
    site = crawled(tmp_path, pages, "odd", after=7 * MINUTES, more=["--due"])
    assert not site.asked


def test_sweep_walks_back_a_week_and_a_day(tmp_path: Path) -> None:
    def day(number: int) -> str:
        return f"{number:02}/03/2026 09:51"

    def at(number: int) -> Answer:
        return listing(f"/bai-{number}.htm", following=f"/tin?trang={number - 1}", day=day(number))

    pages: dict[Address, Any] = {("paged.vn", f"/tin?trang={number}"): at(number) for number in range(1, 21)}
    pages |= {("paged.vn", f"/bai-{number}.htm"): article(number, day=day(number)) for number in range(1, 21)}
    crawled(tmp_path, {**pages, ("paged.vn", "/tin"): listing("/bai-1.htm", day=day(1))}, "paged", more=["--due"])
    later = timedelta(days=20)
    crawled(tmp_path, {**pages, ("paged.vn", "/tin"): at(20)}, "paged", after=later, more=["--due"])
    # a plain crawl reads three pages; the eight days of the sweep go down to the fourteenth
    assert set(range(14, 21)) <= set(crawling.numbers(tmp_path, "paged"))
    with archive(tmp_path) as store:
        assert state(store, "paged").swept == AT + later


def test_sweep_ends_where_the_archive_knows_that_articles_are_old_when_the_listing_tells_no_dates(
    tmp_path: Path,
) -> None:
    def day(number: int) -> str:
        return f"{number:02}/02/2026 09:51"

    pages: dict[Address, Any] = {
        ("paged.vn", f"/tin?trang={number}"): listing(
            f"/bai-{number}.htm", following=f"/tin?trang={number - 1}", day="" if number > 1 else day(1)
        )
        for number in range(1, 28)
    }
    pages |= {("paged.vn", f"/bai-{number}.htm"): article(number, day=day(number)) for number in range(1, 28)}
    pages["paged.vn", "/tin"] = pages["paged.vn", "/tin?trang=27"]
    crawled(tmp_path, pages, "paged", more=["--since", "2026-01-01"])
    assert crawling.numbers(tmp_path, "paged") == list(range(1, 28))
    with archive(tmp_path) as store:
        store.plans.plan("paged", {"tin": AT})
    site = crawled(tmp_path, pages, "paged", after=timedelta(days=8), more=["--due"])
    assert site.requests("paged.vn", "/tin") == 1, "all of it is older than eight days"


# Hosts that refuse, and budgets


def test_host_that_refuses_again_and_again_is_left_alone_longer_each_time(tmp_path: Path) -> None:
    refusing = {("refusing.vn", f"/muc-{number}"): Answer(status=403) for number in range(20)}
    crawled(tmp_path, refusing, "refusing")
    with archive(tmp_path) as store:
        opened_first = store.plans.breakers()["refusing.vn"]
        assert (opened_first.times, opened_first.kind, opened_first.until) == (1, "blocked", AT + 30 * MINUTES)
    assert not crawled(tmp_path, refusing, "refusing", after=29 * MINUTES).asked
    with archive(tmp_path) as store:
        assert last(store, "refusing", "muc-3").kind == "blocked"
    probe = crawled(tmp_path, refusing, "refusing", after=31 * MINUTES)
    assert 0 < probe.requests("refusing.vn", "/muc") <= 2, "one request tells"
    with archive(tmp_path) as store:
        again = store.plans.breakers()["refusing.vn"]
        assert (again.times, again.until) == (2, AT + 91 * MINUTES)


def test_host_that_answers_again_is_asked_as_before(tmp_path: Path) -> None:
    refusing = {("refusing.vn", f"/muc-{number}"): Answer(status=403) for number in range(20)}
    crawled(tmp_path, refusing, "refusing")
    well = {("refusing.vn", f"/muc-{number}"): listing("/bai-1.htm") for number in range(20)}
    crawled(tmp_path, {**well, ("refusing.vn", "/bai-1.htm"): article(1)}, "refusing", after=40 * MINUTES)
    with archive(tmp_path) as store:
        assert store.plans.breakers() == {}
        assert last(store, "refusing", "muc-19").ending is not Ending.BROKEN


def test_budget_of_the_day_ends_a_portals_crawls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many: dict[Address, Any] = {
        ("paged.vn", "/tin"): listing(*(f"/bai-{number}.htm" for number in range(1, 21))),
        **{("paged.vn", f"/bai-{number}.htm"): article(number) for number in range(1, 21)},
    }
    monkeypatch.setitem(crawling.ENVIRONMENT, "DIEMTIN_BUDGET_REQUESTS", "8")
    asked = sum(crawled(tmp_path, many, "paged").asked.values())
    asked += sum(crawled(tmp_path, many, "paged", after=30 * MINUTES).asked.values())
    assert asked <= 8
    with archive(tmp_path) as store:
        assert last(store, "paged").kind == "budget"
        assert store.plans.spent(AT.date())["paged"].requests == asked
    crawled(tmp_path, many, "paged", after=timedelta(days=1))
    assert len(crawling.numbers(tmp_path, "paged")) > 8, "the next day goes on"


def test_crawl_by_hand_keeps_its_lease_as_long_as_it_takes(tmp_path: Path) -> None:
    with archive(tmp_path) as store, crawling_turn.turn(["p"], store, settings=Settings(), due=False, at=AT) as turn:
        assert turn.names == ["p"]
        late = AT + timedelta(hours=30)
        assert store.plans.claim(["p"], holder="elsewhere 1 2", until=late + MINUTES, now=late) == []
    with archive(tmp_path) as store:
        assert store.plans.holders(now=AT) == {}


@pytest.mark.slow
def test_crawl_that_cron_started_ends_in_time_with_what_it_has_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow: dict[Address, Any] = {
        ("paged.vn", "/tin"): listing(*(f"/bai-{number}.htm" for number in range(1, 21))),
        **{("paged.vn", f"/bai-{number}.htm"): slowly(article(number), seconds=1) for number in range(1, 21)},
    }
    monkeypatch.setitem(crawling.ENVIRONMENT, "DIEMTIN_CRAWL_MINUTES", "0.08")
    crawled(tmp_path, slow, "paged", more=("--due", "--publish", "--output", str(tmp_path / "output")))
    assert 0 < len(crawling.stored(tmp_path, "paged")) < 20
    assert (tmp_path / "output" / "feeds" / "all.rss").is_file()
    with archive(tmp_path) as store:
        assert store.reader.portals()["paged"].outcome.startswith("stopped")
        assert store.plans.holders(now=AT) == {}


def test_portal_is_not_crawled_twice_at_a_time(tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        store.plans.claim(["paged"], holder="elsewhere 1 2", until=AT + 60 * MINUTES, now=AT)
    site = crawled(tmp_path, NEWS, "paged")
    assert not site.asked
    with archive(tmp_path) as store:
        assert store.plans.holders(now=AT) == {"paged": "elsewhere 1 2"}


# The kinds


def test_every_kind_is_described() -> None:
    named = {outcomes.kind_of(problem) for problem in outcomes._KIND_OF}
    assert named <= outcomes.KINDS.keys()
    assert outcomes.kind_of("http-502") == "server-error"
    assert outcomes.kind_of("http-418") == "http"
    assert outcomes.kind_of("never heard of") == "other"


def test_listing_that_is_empty_in_a_sweep_is_broken_as_ever(tmp_path: Path) -> None:
    crawled(tmp_path, NEWS, "paged", more=["--due"])
    emptied = {**NEWS, ("paged.vn", "/tin"): page("<html><body><p>Trang chủ mới</p></body></html>")}
    crawled(tmp_path, emptied, "paged", after=timedelta(days=20), more=["--due"])
    with archive(tmp_path) as store:
        assert last(store, "paged").kind == "no-links"
        assert state(store, "paged").swept == AT
