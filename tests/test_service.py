"""The service crawls what is due, outlives what goes wrong, and ends when it is told to."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import crawling
import factories
import pytest
from crawling import Played
from factories import NOON

from crawler.archive import Archive
from crawler.archive.reading import PortalState
from diemtin.configuration import PortalSettings, Settings
from diemtin.demo.newsroom import pages
from diemtin.demo.server import serving
from diemtin.service import Service, due

HALF = timedelta(minutes=30)
PATIENCE = 30.0  # seconds


def state(name: str, *, minutes_ago: float | None) -> PortalState:
    last = None if minutes_ago is None else NOON - timedelta(minutes=minutes_ago)
    return PortalState(
        portal=name,
        articles=1,
        waiting=0,
        newest=None,
        last_crawl=last,
        outcome="new",
        counts={},
        problems=[],
    )


def states(**ago: float | None) -> dict[str, PortalState]:
    return {name: state(name, minutes_ago=minutes) for name, minutes in ago.items()}


def late(names: Sequence[str], known: dict[str, PortalState], **settings: object) -> list[str]:
    return due(names, known, settings=Settings(**settings), tried={}, now=NOON)  # type: ignore[arg-type]


# What is due


def test_portal_that_was_never_crawled_is_due() -> None:
    assert late(["nhandan"], {}) == ["nhandan"]
    assert late(["nhandan"], states(nhandan=None)) == ["nhandan"]


def test_portal_is_due_when_its_interval_is_over() -> None:
    assert late(["a", "b", "c"], states(a=29, b=30, c=31)) == ["c", "b"]


def test_longest_due_comes_first() -> None:
    assert late(["a", "b", "c"], states(a=40, b=90)) == ["c", "b", "a"]


def test_portal_may_have_an_interval_of_its_own() -> None:
    portals = {"a": PortalSettings(interval=5), "b": PortalSettings(interval=600)}
    assert late(["a", "b"], states(a=6, b=599), portals=portals) == ["a"]


def test_portal_that_is_not_in_service_is_never_due() -> None:
    assert late(["a"], states(a=1, b=9999)) == []


def test_portal_that_could_not_even_start_waits_for_its_interval() -> None:
    tried = {"a": NOON - timedelta(minutes=1), "b": NOON - HALF}
    assert due(["a", "b"], states(a=9999), settings=Settings(), tried=tried, now=NOON) == ["b"]


def test_restart_remembers_the_last_crawl(tmp_path: Path) -> None:
    with factories.archive(tmp_path) as store:
        store.memory.begin_crawl("nhandan", now=NOON)
    with factories.archive(tmp_path) as store:
        known = store.reader.portals()
    assert due(["nhandan"], known, settings=Settings(), tried={}, now=NOON + HALF / 2) == []
    assert due(["nhandan"], known, settings=Settings(), tried={}, now=NOON + HALF) == ["nhandan"]


# The service


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as archive:
        yield archive


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> object:
        return self.now


def service(store: Archive, crawl: Callable[[Sequence[str]], None], clock: Clock, *names: str) -> Service:
    return Service(
        Settings(),
        names or ("nhandan",),
        store=store,
        file=None,
        clock=clock,  # type: ignore[arg-type]
        crawl=crawl,
        tick=0.01,
    )


def test_portals_that_are_due_are_crawled_together(store: Archive) -> None:
    rounds: list[list[str]] = []
    store.memory.begin_crawl("b", now=NOON)
    service(store, lambda names: rounds.append(list(names)), Clock(), "a", "b", "c").look()
    assert rounds == [["a", "c"]]


def test_crawl_that_fails_is_survived_and_tried_at_the_next_interval(
    store: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[list[str]] = []
    clock = Clock()

    def crawl(names: Sequence[str]) -> None:
        rounds.append(list(names))
        raise RuntimeError("không chạy được")

    one = service(store, crawl, clock)
    one.look()
    one.look()
    assert len(rounds) == 1
    clock.now += HALF
    one.look()
    assert len(rounds) == 2
    assert "round=failed" in caplog.text


def test_service_looks_again_and_again_until_it_is_stopped(store: Archive) -> None:
    rounds: list[list[str]] = []
    clock = Clock()

    def crawl(names: Sequence[str]) -> None:
        rounds.append(list(names))
        clock.now += HALF
        if len(rounds) == 2:
            one.stop()
        raise RuntimeError("không chạy được")

    one = service(store, crawl, clock)
    running = threading.Thread(target=one.run)
    running.start()
    running.join(timeout=PATIENCE)
    assert not running.is_alive()
    assert rounds == [["nhandan"], ["nhandan"]]


def test_stopped_service_starts_no_further_crawl(store: Archive) -> None:
    rounds: list[list[str]] = []
    one = service(store, lambda names: rounds.append(list(names)), Clock())
    one.stop()
    one.look()
    assert rounds == []


# For real


def _in_group(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _service(folder: Path, url: str) -> "subprocess.Popen[str]":
    where = ("--replay", url, "--archive", crawling.address(folder), "--output", str(folder / "output"))
    return subprocess.Popen(
        [sys.executable, "-m", "diemtin", "run", "daihoi13", *where],
        env=crawling.environment(DIEMTIN_DELAY="0"),
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,  # so that its children can be counted
    )


def _read_until(stream: Iterator[str], words: str) -> str:
    said = ""
    for line in stream:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


@pytest.mark.slow
def test_service_ends_in_order_when_it_is_told_to(tmp_path: Path) -> None:
    with serving(Played(pages())) as server, _service(tmp_path, server.url) as child:
        try:
            assert child.stderr
            _read_until(child.stderr, "crawl=ended")
            child.send_signal(signal.SIGTERM)
            assert "service=stopped" in _read_until(child.stderr, "service=stopped")
            assert child.wait(timeout=PATIENCE) == 0
        finally:
            child.kill()
    assert not _in_group(child.pid)
    assert (tmp_path / "output" / "feeds" / "all.rss").exists()
    assert crawling.stored(tmp_path, "daihoi13")


@pytest.mark.slow
def test_service_that_is_stopped_in_a_crawl_takes_the_crawl_along(tmp_path: Path) -> None:
    site = Played(pages())
    listing = site.pages["daihoi13.dangcongsan.vn", "/tin-tuc"]
    site.put(("daihoi13.dangcongsan.vn", "/tin-tuc"), crawling.slowly(listing, seconds=2.0))
    with serving(site) as server, _service(tmp_path, server.url) as child:
        try:
            site.wait_until(lambda played: played.requests("daihoi13.dangcongsan.vn", "tin-tuc") > 0)
            child.send_signal(signal.SIGTERM)
            assert child.wait(timeout=PATIENCE) == 0
        finally:
            child.kill()
    assert not _in_group(child.pid)
