"""How sections were crawled is noted once, kept apart by section, and told again, however much there was."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import factories
import pytest
from factories import NOON

from crawler.archive import Archive
from crawler.archive.chronicle import Evidence, hour_of
from crawler.outcomes import Arrival, Ending, SectionCrawl

HALF = timedelta(minutes=30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as archive:
        yield archive


def crawl(section: str = "tin", *, after: timedelta = timedelta(0), kind: str = "", **told: object) -> SectionCrawl:
    ending = Ending.BROKEN if kind else Ending.NOTHING_NEW
    return SectionCrawl(portal="bao", section=section, at=NOON + after, ending=ending, kind=kind, **told)  # type: ignore[arg-type]


def looked(kind: str, body: bytes = b"<html>") -> Evidence:
    return Evidence(
        portal="bao", section="tin", kind=kind, url="https://bao.vn/tin", at=NOON, status=200, headers={}, body=body
    )


def note(store: Archive, one: SectionCrawl, *seen: Evidence) -> None:
    store.chronicle.note([one], came={}, looked=seen, now=one.at)


def kept(store: Archive) -> tuple[str, bytes] | None:
    found = store.chronicle.evidence("bao", "tin")
    return (found.kind, found.body) if found else None


def test_first_answer_of_a_kind_is_kept_as_long_as_the_section_is_broken(store: Archive) -> None:
    note(store, crawl(kind="gate"), looked("gate", b"1"))
    note(store, crawl(kind="gate", after=HALF), looked("gate", b"2"))
    assert kept(store) == ("gate", b"1")
    note(store, crawl(kind="time-out", after=2 * HALF))
    assert kept(store) == ("gate", b"1"), "nothing came that could be shown in its place"
    note(store, crawl(kind="no-links", after=3 * HALF), looked("no-links", b"3"))
    assert kept(store) == ("no-links", b"3")
    note(store, crawl(after=4 * HALF))
    assert kept(store) is None


def test_arrivals_of_an_hour_are_added_up(store: Archive) -> None:
    hours = [Arrival(hour=hour_of(NOON) - number * timedelta(hours=1), count=number + 1) for number in range(3)]
    store.chronicle.note([crawl()], came={"tin": hours, "van-hoa": hours[:1]}, now=NOON)
    store.chronicle.note([crawl(after=HALF)], came={"tin": hours[:2]}, now=NOON + HALF)
    found = store.chronicle.arrivals("bao", since=NOON - timedelta(days=1))
    assert {path: [one.count for one in each] for path, each in found.items()} == {"tin": [3, 4, 2], "van-hoa": [1]}


def test_crawl_of_the_past_may_bring_more_than_a_statement_takes(store: Archive) -> None:
    factories.save(store, [factories.article(1)])
    ids = [f"urn:uuid:{number}" for number in range(40_000)]
    assert store.chronicle.told_before([*ids, factories.article(1).id]) == set()
