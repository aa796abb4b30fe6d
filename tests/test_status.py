"""How portals and sections stand is gathered from the archive, judged, and shown in the terminal and to programs."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import crawling
import factories
import pytest
import typer
from rich.console import Console, RenderableType

from crawler import run
from crawler.archive import Archive
from crawler.archive.chronicle import Evidence, SectionState, hour_of
from crawler.archive.plans import Breaker, Spent
from crawler.outcomes import REST, Arrival, Ending, Incident, SectionCrawl
from crawler.portal import Portal, Section
from diemtin import command, terminal
from diemtin.commands import looking
from diemtin.status import health, records, table
from diemtin.status.gathering import Known, gather
from diemtin.status.health import Health
from diemtin.status.state import DAYS, PortalStatus, State
from diemtin.watch import rhythm

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=factories.NOON.tzinfo)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
POLITICS, ECONOMY = (
    Section(path="chinh-tri.htm", title="Chính trị"),
    Section(path="kinh-te/ngan-hang.htm", title="Kinh tế / Ngân hàng"),
)


def portal(name: str = "cong-a", **changes: Any) -> Portal:
    plain = factories.portal(
        name=name, title=f"Cổng {name}", home=f"https://{name}.example.vn/", sections=(POLITICS, ECONOMY)
    )
    return replace(plain, **changes)


def crawl(section: str = POLITICS.path, **changes: Any) -> SectionCrawl:
    plain = SectionCrawl(portal="cong-a", section=section, at=NOW - HOUR, ending=Ending.NOTHING_NEW, links=20)
    return replace(plain, **changes)


def broken(section: str = POLITICS.path, **changes: Any) -> SectionCrawl:
    plain = crawl(
        section, ending=Ending.BROKEN, kind="no-links", reason="no link of an article", url="https://cong-a.example.vn/"
    )
    return replace(plain, **changes)


def incident(**changes: Any) -> Incident:
    plain = Incident(
        portal="cong-a",
        kind="no-links",
        sections=(POLITICS.path,),
        severity="error",
        reason="a listing that was read and holds no links",
        url="https://cong-a.example.vn/chinh-tri.htm",
        opened=NOW - 5 * HOUR,
        seen=NOW - HOUR,
        crawls=7,
    )
    return replace(plain, **changes)


def note(store: Archive, *crawls: SectionCrawl, came: Sequence[Arrival] = (), **more: Any) -> None:
    """Note crawls of one section in their order, each ended five minutes after it began."""
    for number, one in enumerate(crawls):
        last = number == len(crawls) - 1
        told = {one.section: came} if last and came else {}
        store.chronicle.note([one], came=told, now=one.at + timedelta(minutes=5), **(more if last else {}))


def arrivals(*, of: int, days: int = 60) -> list[Arrival]:
    """Return so many articles on every day up to yesterday, at eight in the morning."""
    eight = hour_of(NOW).replace(hour=8)
    return [Arrival(hour=eight - number * DAY, count=of) for number in range(1, days + 1)]


def evidence(**changes: Any) -> Evidence:
    plain = Evidence(
        portal="cong-a",
        section=POLITICS.path,
        kind="no-links",
        url="https://cong-a.example.vn/chinh-tri.htm",
        at=NOW - 5 * HOUR,
        status=200,
        headers={"Content-Type": "text/html", "Set-Cookie": "session=secret"},
        body="<title>Bảo trì</title><script>alert(1)</script>".encode(),
    )
    return replace(plain, **changes)


def looked(store: Archive, *portals: Portal, enabled: Sequence[str] = ("cong-a",), **more: Any) -> State:
    return gather(store, portals or (portal(),), enabled=enabled, now=NOW, **more)


def first(state: State) -> PortalStatus:
    return state.portals[0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as found:
        yield found


# Judged


def section_state(**changes: Any) -> SectionState:
    plain = SectionState(
        portal="cong-a",
        section=POLITICS.path,
        due=NOW + HOUR,
        asked=NOW - HOUR,
        answered=NOW - HOUR,
        brought=NOW - DAY,
        swept=None,
        failures=0,
        since=NOW - DAY,
        ending=Ending.NOTHING_NEW,
        kind="",
        reason="",
        url="",
        rhythm=None,
        learned=None,
    )
    return replace(plain, **changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Health.WELL),
        ({"brought": NOW - 4 * DAY}, Health.QUIET),
        ({"brought": None}, Health.QUIET),
        ({"asked": None}, Health.NEVER),
        ({"ending": Ending.BROKEN, "kind": "no-links", "failures": 1}, Health.BROKEN),
        ({"ending": Ending.BROKEN, "kind": "time-out", "failures": 1}, Health.DEGRADED),
        ({"ending": Ending.BROKEN, "kind": "time-out", "failures": 2}, Health.BROKEN),
        ({"due": NOW - 2 * HOUR}, Health.WELL),
        ({"due": NOW - 3 * HOUR, "asked": NOW - 4 * HOUR}, Health.OVERDUE),
        ({"due": None}, Health.WELL),
    ],
)
def test_section_is_judged_by_its_last_crawl_and_when_it_is_due(changes: Any, expected: Health) -> None:
    if changes.get("due") == NOW - 2 * HOUR:
        changes = {**changes, "asked": NOW - 8 * HOUR}
    assert health.of_section(section_state(**changes), (), enabled=True, now=NOW) is expected


def test_section_that_nobody_crawled_is_told_so_and_one_of_a_portal_that_is_off_too() -> None:
    assert health.of_section(None, (), enabled=True, now=NOW) is Health.NEVER
    assert health.of_section(section_state(), (), enabled=False, now=NOW) is Health.OFF


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "overdue", "severity": "warning"}, Health.OVERDUE),
        ({"kind": "field-lost", "severity": "warning"}, Health.DEGRADED),
        ({"kind": "late", "severity": "notice"}, Health.WELL),
    ],
)
def test_open_incident_shows_in_a_section_that_is_read_all_the_same(changes: Any, expected: Health) -> None:
    assert health.of_section(section_state(), [incident(**changes)], enabled=True, now=NOW) is expected


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ([Health.WELL, Health.QUIET, Health.NEVER], Health.WELL),
        ([Health.QUIET, Health.NEVER], Health.QUIET),
        ([Health.NEVER], Health.NEVER),
        ([Health.WELL, Health.BROKEN], Health.BROKEN),
        ([Health.WELL, Health.OVERDUE, Health.DEGRADED], Health.OVERDUE),
        ([], Health.NEVER),
    ],
)
def test_portal_is_as_the_worst_of_its_sections(sections: list[Health], expected: Health) -> None:
    assert health.of_portal(sections, enabled=True, outcome="") is expected


def test_portal_that_an_older_version_crawled_is_judged_by_that_crawl() -> None:
    assert health.of_portal([Health.NEVER], enabled=True, outcome="broken") is Health.BROKEN
    assert health.of_portal([Health.NEVER], enabled=True, outcome="new") is Health.WELL
    assert health.of_portal([Health.NEVER], enabled=True, outcome="interrupted") is Health.DEGRADED
    assert health.of_portal([Health.NEVER], enabled=True, outcome="running") is Health.NEVER


# Gathered


def test_archive_in_which_nothing_happened_is_told_as_it_is(store: Archive) -> None:
    state = looked(store, portal(), portal("cong-b"))
    assert [one.health for one in state.portals] == [Health.NEVER, Health.OFF]
    assert (first(state).due, first(state).answered, first(state).expected) == (None, None, None)
    assert first(state).days == (0,) * DAYS
    assert not state.runs
    assert not state.troubles


def test_section_s_last_crawl_rhythm_days_coverage_and_latency_are_told(store: Archive) -> None:
    came = [*arrivals(of=12), Arrival(hour=hour_of(NOW) - 2 * HOUR, count=3)]
    counts = {"read": 4, "new": 4, "fields": {"lead": 4, "image": 1}, "ending": Ending.NEW}
    note(
        store,
        crawl(at=NOW - 3 * HOUR, latency=600, **counts),
        crawl(at=NOW - 2 * HOUR, latency=1200, **counts),
        crawl(),
        came=came,
    )
    learned = rhythm.learned(came, until=NOW)
    assert learned
    store.plans.plan("cong-a", {POLITICS.path: NOW + HOUR})
    store.plans.learn("cong-a", {POLITICS.path: learned.as_json()}, now=NOW)
    told, untold = first(looked(store)).sections
    assert (told.health, told.asked, told.due) == (Health.WELL, NOW - HOUR + timedelta(minutes=5), NOW + HOUR)
    assert (told.brought, told.latest) == (NOW - 2 * HOUR + timedelta(minutes=5), 3)
    assert told.days[-3:] == (12, 12, 3)
    assert told.expected == pytest.approx(12, rel=0.15)
    assert told.coverage == {"lead": 1, "author": 0, "image": 0.25, "published": 0, "tags": 0, "section": 0}
    assert told.latency == 900
    assert (untold.health, untold.coverage, untold.latency) == (Health.NEVER, {}, None)


def test_incident_tells_what_it_costs_and_what_was_kept_of_it(store: Archive) -> None:
    came = arrivals(of=24)
    note(store, crawl(at=NOW - 6 * HOUR), broken(at=NOW - 2 * HOUR), broken(), came=came, looked=[evidence()])
    learned = rhythm.learned(came, until=NOW)
    assert learned
    store.plans.learn("cong-a", {POLITICS.path: learned.as_json()}, now=NOW)
    over = incident(kind="time-out", opened=NOW - 9 * DAY, closed=NOW - 8 * DAY)
    older = incident(kind="tls", opened=NOW - 200 * DAY, closed=NOW - 100 * DAY)
    store.incidents.save([incident(), over, older])
    state = looked(store)
    (told,) = state.troubles
    assert told.missed == pytest.approx(learned.expected(NOW - 5 * HOUR, NOW), rel=0.001)  # stored rounded
    assert told.looked == (POLITICS.path,)
    assert [one.kind for one in state.past] == ["time-out"]
    assert first(state).health is Health.BROKEN
    assert [one.kind for one in first(state).incidents] == ["no-links"]


def test_what_a_day_cost_who_is_left_alone_and_who_crawls_are_told(store: Archive) -> None:
    store.plans.spend("cong-a", NOW.date(), Spent(requests=7, bytes=1000))
    host = Breaker(host="cong-a.example.vn", until=NOW + HOUR, times=2, kind="blocked", cause="403 again")
    store.plans.note_breakers([host], closed=())
    state = looked(store, size=12)
    assert first(state).spent == Spent(requests=7, bytes=1000)
    assert first(state).breakers == (host,)
    assert (state.size, first(state).crawling) == (12, False)


def test_articles_of_no_section_are_told_last_and_do_not_judge_the_portal(store: Archive) -> None:
    note(store, crawl(brought := POLITICS.path, ending=Ending.NEW, new=1))
    note(store, crawl(REST))
    told = first(looked(store))
    assert [one.path for one in told.sections] == [brought, ECONOMY.path, REST]
    assert told.health is Health.WELL


def test_what_is_known_of_the_past_is_asked_for_again_only_after_a_crawl_or_on_another_day(store: Archive) -> None:
    note(store, crawl(ending=Ending.NEW, latency=60), came=arrivals(of=2))
    known: Known = {}
    whole = looked(store, known=known)
    ((_, kept),) = known.values()
    assert looked(store, known=known) == whole
    assert known["cong-a"][1] is kept
    note(store, crawl(at=NOW, ending=Ending.NEW, latency=120))
    assert first(looked(store, known=known)).latency == 90
    assert looked(store, known=known) == looked(store)
    tomorrow = gather(store, [portal()], enabled=["cong-a"], now=NOW + DAY, known=known)
    assert first(tomorrow).days[-2:] == (0, 0)
    assert first(tomorrow).days[-3] == 2


def test_in_brief_a_week_is_told(store: Archive) -> None:
    note(store, crawl(ending=Ending.NEW, new=1, latency=60), came=arrivals(of=2))
    told = first(looked(store, brief=True))
    assert told.days == (*(0,) * 23, *(2,) * 6, 0)
    assert (told.latency, told.health) == (None, Health.WELL)


# For programs


def test_json_keeps_the_keys_it_had_and_tells_more(store: Archive) -> None:
    note(store, broken())
    store.incidents.save([incident()])
    (told,) = records.portals(looked(store))
    had = ["portal", "articles", "documents", "waiting", "newest", "last_crawl", "outcome", "faulty_feeds"]
    assert [name for name in told if name in had] == had
    assert told["state"] == "broken"
    assert told["incidents"][0]["opened"] == "2026-11-23T05:00+07:00"
    assert told["sections"][0]["kind"] == "no-links"
    assert json.loads(json.dumps(told)) == told


# In the terminal


def printed(made: RenderableType) -> list[str]:
    console = Console(width=80, color_system=None, force_terminal=False)
    with console.capture() as taken:
        console.print(made)
    return taken.get().splitlines()


def test_table_fits_eighty_columns_also_with_long_names(store: Archive) -> None:
    long = portal("cong-thong-tin-dien-tu-cua-mot-bo-rat-lon-va-rat-xa")
    store.chronicle.note(
        [crawl(portal=long.name, ending=Ending.NEW, new=1)],
        came={POLITICS.path: [Arrival(hour=hour_of(NOW), count=9)]},
        now=NOW - 90 * DAY,
    )
    store.plans.plan(long.name, {POLITICS.path: NOW - 30 * DAY})
    lines = printed(table.overview(looked(store, long, enabled=[long.name]), {}))
    assert max(map(len, lines)) <= 80
    assert lines[1].split()[:2] == ["cong-thong-tin-dien-t…", "overdue"]
    assert "-30 d" in lines[1]
    assert len(lines) < 6


def test_portal_that_was_never_read_is_not_said_to_be(store: Archive) -> None:
    note(store, broken())
    row = printed(table.overview(looked(store, portal()), {}))[1].split()
    assert row[4:6] == ["–", "–"]


def test_who_watches_sees_on_top_what_it_comes_to(store: Archive) -> None:
    store.incidents.save([incident()])
    lines = printed(table.overview(looked(store, portal()), {}, headed=True))
    assert "1 incident open" in " ".join(lines[:2])


def test_table_shows_the_worst_first_and_a_line_for_each_incident(store: Archive) -> None:
    store.chronicle.note([crawl(portal="cong-a", ending=Ending.NEW, new=1)], came={}, now=NOW - HOUR)
    store.chronicle.note([broken(portal="cong-b")], came={}, now=NOW - HOUR)
    store.incidents.save([incident(portal="cong-b")])
    lines = printed(table.overview(looked(store, portal(), portal("cong-b"), enabled=["cong-a", "cong-b"]), {}))
    assert [line.split()[:2] for line in lines[1:3]] == [["cong-b", "broken"], ["cong-a", "well"]]
    assert lines[3].startswith("  cong-b: no-links for 5 h: a listing")
    assert lines[-1].startswith("1 broken, 1 well; 1 incident open") or "1 incident open" in " ".join(lines[-2:])


def test_portal_is_shown_with_its_sections_history_and_incidents(store: Archive) -> None:
    note(store, crawl(at=NOW - 3 * HOUR, ending=Ending.NEW, new=2), broken(), looked=[evidence()])
    store.incidents.save([incident(), incident(kind="time-out", closed=NOW - DAY, opened=NOW - 2 * DAY)])
    lines = printed(table.of_portal(looked(store), portal(), crawls=store.chronicle.crawls("cong-a")))
    told = "\n".join(lines)
    assert max(map(len, lines)) <= 80
    assert "Kinh tế / Ngân hàng" in told
    assert "broken: no-links" in told
    assert "diemtin check cong-a" in told.replace("\n", " ")
    assert "over" in told


def test_watching_shows_one_table_after_another_until_ctrl_c(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def tables() -> Iterator[str]:
        yield "lần một"
        yield "lần hai"
        raise KeyboardInterrupt

    monkeypatch.setattr(terminal, "out", Console())
    table.watch(tables())
    assert "lần hai" in capsys.readouterr().out


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Any]:
    """Return a function that runs the command, and returns its exit code and what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def said(*arguments: str) -> tuple[Any, str]:
        at = ("--archive", crawling.address(tmp_path), "--at", NOW.isoformat())
        monkeypatch.setattr(sys, "argv", ["diemtin", *arguments, *at])
        with pytest.raises(SystemExit) as ended:
            command.main()
        return ended.value.code, capsys.readouterr().out

    return said


def test_check_ends_with_1_as_long_as_an_incident_is_open(say: Callable[..., Any], store: Archive) -> None:
    assert say("status", "--check")[0] == 0
    store.incidents.save([incident(portal="nhandan")])
    code, out = say("status", "--check")
    assert code == 1
    assert "nhandan: no-links for 5 h" in out
    assert say("status")[0] == 0
    assert say("status", "--check", "--portal", "baochinhphu")[0] == 0
    assert say("status", "--check", "--json", "--portal", "nhandan")[0] == 1


def test_status_of_one_portal_is_told(say: Callable[..., Any], store: Archive) -> None:
    section = run.portal("nhandan").sections[0]
    store.chronicle.note([broken(section.path, portal="nhandan")], came={}, now=NOW - HOUR)
    code, out = say("status", "--portal", "nhandan")
    assert code == 0
    assert section.title in out
    (told,) = json.loads(say("status", "--json", "--portal", "nhandan")[1])
    assert told["sections"][0]["state"] == "broken"
    assert say("status", "--portal", "khong-co")[0] == 2


def test_every_line_of_the_table_of_all_portals_fits(say: Callable[..., Any], store: Archive) -> None:
    del store
    lines = say("status")[1].splitlines()
    assert max(map(len, lines)) <= 80
    assert "nhandan" in {line.split()[0] for line in lines}
    assert not [line for line in lines if line.split()[1] == "off"]  # of which nothing is known


def test_incidents_are_listed_the_newest_first_with_what_shows_them_again(
    store: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    over = incident(kind="tls", opened=NOW - 9 * DAY, closed=NOW - 8 * DAY)
    store.incidents.save([over, incident(portal="", kind="disk", sections=())])
    app = typer.Typer()
    app.command()(looking.incidents)
    asked = ["--archive", crawling.address(tmp_path), "--at", NOW.isoformat()]
    app(asked, standalone_mode=False)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[1].split()[:3] == ["this", "machine", "disk"]
    assert (lines[1].rstrip().endswith("diemtin prune"), lines[2].rstrip().endswith("over")) == (True, True)
    app([*asked, "--json", "--days", "1"], standalone_mode=False)
    assert [one["kind"] for one in json.loads(capsys.readouterr().out)] == ["disk"]
