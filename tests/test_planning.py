"""Each section is due by its own rhythm, between the operator's bounds; a portal's articles when one is to be seen."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import factories
import pytest
from factories import NOON

from crawler.archive import Archive
from crawler.archive.plans import Breaker, Spent
from crawler.outcomes import REST, Ending, SectionCrawl
from crawler.portal import Portal, Section
from diemtin.operation import planning
from diemtin.settings import PortalSettings, Settings

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def portal(name: str = "bao", *paths: str) -> Portal:
    sections = tuple(Section(path=path, title=path) for path in paths or ("tin", "van-hoa"))
    return factories.portal(name=name, home=f"https://{name}.vn/", sections=sections)


def late(*portals: Portal, planned: object = None, now: datetime = NOON, **settings: object) -> dict[str, set[str]]:
    found = planning.due(portals, planned or {}, settings=Settings(**settings), now=now)  # type: ignore[arg-type]
    return {name: set(paths) for name, paths in found.items()}


# What is due


def test_section_that_nobody_planned_is_due() -> None:
    assert late(portal()) == {"bao": {"tin", "van-hoa"}}
    assert late(portal(), planned={"bao": {"tin": NOON + DAY}}) == {"bao": {"van-hoa"}}


def test_section_is_due_when_its_time_has_come() -> None:
    planned = {"bao": {"tin": NOON, "van-hoa": NOON + HOUR}}
    assert late(portal(), planned=planned) == {"bao": {"tin"}}
    assert late(portal(), planned=planned, now=NOON - MINUTE) == {}


def test_section_that_is_almost_due_goes_along() -> None:
    assert late(portal(), planned={"bao": {"tin": NOON, "van-hoa": NOON + 5 * MINUTE}}) == {"bao": {"tin", "van-hoa"}}
    assert late(portal(), planned={"bao": {"tin": NOON + MINUTE, "van-hoa": NOON + 5 * MINUTE}}) == {}


def test_articles_are_due_beside_the_sections() -> None:
    planned = {"bao": {"tin": NOON + DAY, "van-hoa": NOON + DAY, REST: NOON}}
    assert late(portal(), planned=planned) == {"bao": {REST}}


def test_section_that_a_portal_no_longer_has_is_never_due() -> None:
    planned = {"bao": {"tin": NOON + DAY, "van-hoa": NOON + DAY, "cu": NOON - DAY}, "khac": {"tin": NOON - DAY}}
    assert late(portal(), planned=planned) == {}


def test_longest_due_comes_first() -> None:
    planned = {"a": {"tin": NOON - HOUR}, "b": {"tin": NOON - 2 * HOUR}}
    assert list(late(portal("a", "tin"), portal("b", "tin"), portal("c", "tin"), planned=planned)) == ["c", "b", "a"]


def test_nothing_is_due_in_quiet_hours() -> None:
    own = {"bao": PortalSettings(quiet_hours="11:00-13:00")}
    assert late(portal(), quiet_hours="11:00-13:00") == {}
    assert late(portal(), portal("khac"), portals=own).keys() == {"khac"}
    assert late(portal(), quiet_hours="13:00-15:00")


# What comes after a crawl


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as archive:
        yield archive


def crawled(
    store: Archive, *sections: str, at: datetime = NOON, ending: Ending = Ending.NOTHING_NEW, **told: object
) -> None:
    ended = [
        SectionCrawl(portal="bao", section=path, at=at, ending=ending, **told)  # type: ignore[arg-type]
        for path in sections
    ]
    store.chronicle.note(ended, came={}, now=at)


def replanned(store: Archive, *, now: datetime = NOON, **settings: object) -> dict[str, datetime | None]:
    planning.replan(store, portal(), settings=Settings(**settings), now=now)  # type: ignore[arg-type]
    return store.plans.planned()["bao"]


def test_section_is_due_again_within_the_bounds(store: Archive) -> None:
    crawled(store, "tin", "van-hoa")
    due = replanned(store, least_interval=20, most_interval=60)
    assert all(NOON + 20 * MINUTE <= due[path] <= NOON + HOUR for path in ("tin", "van-hoa"))  # type: ignore[operator]


def test_interval_of_a_portals_own_is_kept_to(store: Archive) -> None:
    crawled(store, "tin")
    due = replanned(store, portals={"bao": PortalSettings(interval=45)})
    assert due["tin"] == NOON + 45 * MINUTE


def test_section_that_was_not_crawled_stays_as_it_is_planned(store: Archive) -> None:
    crawled(store, "tin", "van-hoa", at=NOON - HOUR)
    store.plans.plan("bao", {"van-hoa": NOON + DAY})
    crawled(store, "tin")
    planning.replan(store, portal(), settings=Settings(), now=NOON, since=NOON - MINUTE)
    assert store.plans.planned()["bao"]["van-hoa"] == NOON + DAY


def test_section_of_a_host_that_is_left_alone_waits_as_long(store: Archive) -> None:
    crawled(store, "tin", ending=Ending.BROKEN, kind="blocked")
    until = NOON + 11 * HOUR
    store.plans.note_breakers(
        [Breaker(host="bao.vn", until=until, times=5, kind="blocked", cause="HTTP 403")], closed=[]
    )
    assert replanned(store)["tin"] == until


def test_what_would_be_due_in_quiet_hours_is_due_after_them(store: Archive) -> None:
    crawled(store, "tin")
    due = replanned(store, quiet_hours="12:00-18:30", most_interval=60)
    assert due["tin"] == NOON + 6.5 * HOUR


def test_articles_are_due_when_one_is_to_be_seen_again(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article(1, portal="bao", first_seen=NOON)]) as store:
        crawled(store, "tin")
        due = replanned(store, now=NOON)[REST]
    assert due
    assert NOON + 10 * MINUTE <= due <= NOON + 12 * HOUR


def test_articles_of_a_host_that_is_left_alone_wait_as_long(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article(1, portal="bao", first_seen=NOON)]) as store:
        crawled(store, "tin", ending=Ending.BROKEN, kind="blocked")
        until = NOON + 11 * HOUR
        store.plans.note_breakers(
            [Breaker(host="bao.vn", until=until, times=5, kind="blocked", cause="HTTP 403")], closed=[]
        )
        assert replanned(store)[REST] == until


def test_crawl_that_ends_in_the_second_in_which_it_began_is_planned_by_how_it_ended(store: Archive) -> None:
    planning.hold(store, {"bao": frozenset({"tin"})}, settings=Settings(), now=NOON)
    crawled(store, "tin", at=NOON)
    settings = Settings(portals={"bao": PortalSettings(interval=45)})
    planning.replan(store, portal(), settings=settings, now=NOON, since=NOON + timedelta(microseconds=400_000))
    assert store.plans.planned()["bao"]["tin"] == NOON + 45 * MINUTE


def test_section_that_was_not_read_before_the_crawl_was_stopped_is_due_again_soon(store: Archive) -> None:
    settings = Settings(interval=720)
    planning.hold(store, {"bao": frozenset({"tin", "van-hoa"})}, settings=settings, now=NOON)
    crawled(store, "tin")
    planning.replan(store, portal(), settings=settings, now=NOON, since=NOON, asked={"tin", "van-hoa"})
    planned = store.plans.planned()["bao"]
    assert planned["van-hoa"] == NOON + 10 * MINUTE
    assert planned["tin"]
    assert planned["tin"] > NOON + 6 * HOUR


def test_night_without_a_network_does_not_cost_the_day_after(store: Archive) -> None:
    for number in range(12):
        crawled(store, "tin", at=NOON + number * HOUR, ending=Ending.BROKEN, kind="name-resolution")
    due = replanned(store, now=NOON + 12 * HOUR)["tin"]
    assert due
    assert due <= NOON + 12.5 * HOUR


@pytest.mark.parametrize("wrong", [DAY * 3, DAY * 4000])
def test_what_was_planned_by_a_clock_that_ran_ahead_is_due(wrong: timedelta) -> None:
    planned = {"bao": {"tin": NOON + wrong, "van-hoa": NOON + HOUR}}
    assert late(portal(), planned=planned) == {"bao": {"tin"}}
    assert late(portal(), planned=planned, most_interval=10_080) == ({} if wrong < 7 * DAY else {"bao": {"tin"}})


def test_sweep_and_learning_outlive_a_clock_that_ran_ahead(store: Archive) -> None:
    crawled(store, "tin", "van-hoa", at=NOON + 400 * DAY)
    store.plans.learn("bao", {"tin": None}, now=NOON + 400 * DAY)
    assert swept(store, after=HOUR) == {"tin", "van-hoa"}
    replanned(store)
    assert next(one for one in store.chronicle.states(["bao"]) if one.section == "tin").learned == NOON


@pytest.mark.parametrize(
    ("hours", "minutes"), [("12:20-13:00", 20), ("23:00-12:00", 60), ("11:00-12:30", 60), ("12:00-13:00", 60)]
)
def test_crawl_is_to_end_where_quiet_hours_begin(hours: str, minutes: int) -> None:
    settings = Settings(portals={"bao": PortalSettings(quiet_hours=hours)})
    assert planning.longest(["bao", "khac"], settings=settings, now=NOON) == minutes * MINUTE
    assert planning.longest(["khac"], settings=settings, now=NOON) == HOUR


def test_crawl_that_is_killed_is_not_begun_again_at_once(store: Archive) -> None:
    planning.hold(store, {"bao": frozenset({"tin"})}, settings=Settings(), now=NOON)
    assert late(portal("bao", "tin"), planned=store.plans.planned()) == {}
    assert late(portal("bao", "tin"), planned=store.plans.planned(), now=NOON + HOUR) == {"bao": {"tin"}}


# The weekly sweep


def swept(store: Archive, *, after: timedelta, days: int = 7) -> set[str]:
    chosen = {"bao": frozenset({"tin", "van-hoa"})}
    states = store.chronicle.states(["bao"])
    found = planning.sweeps(states, chosen, settings=Settings(sweep_days=days), now=NOON + after)
    return set(found.get("bao", ()))


def test_sections_are_walked_back_once_a_week_each_on_its_own_day(store: Archive) -> None:
    crawled(store, "tin", "van-hoa")
    assert swept(store, after=6 * DAY) == set()
    assert swept(store, after=8 * DAY) == {"tin", "van-hoa"}
    assert swept(store, after=900 * DAY, days=0) == set()


# The budget


def test_what_was_spent_today_is_left_out_of_what_may_be_spent() -> None:
    spent = {"a": Spent(requests=30, bytes=2_000_000), "b": Spent(requests=500, bytes=0)}
    settings = Settings(budget_requests=100, budget_megabytes=3)
    left = planning.allowances(["a", "b", "c"], spent, settings=settings)
    assert left["a"] == Spent(requests=70, bytes=1_000_000)
    assert left["b"].requests == 0
    assert left["c"] == Spent(requests=100, bytes=3_000_000)


def test_portal_without_a_budget_may_spend_anything() -> None:
    assert planning.allowances(["a"], {}, settings=Settings(budget_requests=0, budget_megabytes=0)) == {}


def test_names_are_crawled_in_batches() -> None:
    assert planning.batches(["a", "b", "c", "d", "e"], size=2) == [["a", "b"], ["c", "d"], ["e"]]
