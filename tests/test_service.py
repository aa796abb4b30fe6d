"""The service crawls what is due, outlives what goes wrong, and ends when it is told to."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic

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


def nothing() -> None:
    """Publish nothing."""


def service(
    store: Archive,
    crawl: Callable[[Sequence[str]], None],
    clock: Clock,
    *names: str,
    publish: Callable[[], None] = nothing,
) -> Service:
    return Service(
        Settings(),
        lambda: names or ("nhandan",),
        store=store,
        file=None,
        clock=clock,  # type: ignore[arg-type]
        crawl=crawl,
        publish=publish,
        tick=0.01,
    )


def test_portals_that_are_due_are_crawled_together(store: Archive) -> None:
    rounds: list[list[str]] = []
    store.memory.begin_crawl("b", now=NOON)
    service(store, lambda names: rounds.append(list(names)), Clock(), "a", "b", "c").look()
    assert rounds == [["a", "c"]]


def test_portal_that_passes_a_check_is_in_service_without_a_restart(store: Archive) -> None:
    rounds: list[list[str]] = []
    one = Service(
        Settings(),
        lambda: ["nhandan", *store.reader.passed()],
        store=store,
        file=None,
        clock=Clock(),  # type: ignore[arg-type]
        crawl=lambda names: rounds.append(list(names)),
        publish=nothing,
    )
    one.look()
    store.memory.note_check("laichau", passed=True, now=NOON)
    one.look()
    assert rounds == [["nhandan"], ["laichau"]]


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


@pytest.mark.parametrize("fails", [False, True])
def test_feeds_are_published_after_each_crawl_however_it_ended(store: Archive, *, fails: bool) -> None:
    done: list[str] = []

    def crawl(names: Sequence[str]) -> None:
        done.extend(names)
        if fails:
            raise RuntimeError("không chạy được")

    one = service(store, crawl, Clock(), publish=lambda: done.append("published"))
    one.look()
    one.look()
    assert done == ["nhandan", "published"]


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
    running = threading.Thread(target=one.run, daemon=True)
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


@contextmanager
def _service(folder: Path, url: str) -> Iterator["subprocess.Popen[str]"]:
    """Start a service, and end it whatever it does: a test that waits for its words must not wait for ever."""
    where = ("--replay", url, "--archive", crawling.address(folder), "--output", str(folder / "output"))
    with subprocess.Popen(
        [sys.executable, "-m", "diemtin", "run", "daihoi13", *where],
        env=crawling.environment(DIEMTIN_DELAY="0"),
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,  # so that its children can be counted
    ) as child:
        watchdog = threading.Timer(PATIENCE, child.kill)
        watchdog.start()
        try:
            yield child
        finally:
            watchdog.cancel()
            child.kill()


def _crawl_of(service: "subprocess.Popen[str]") -> int:
    """Return the process in which a service crawls."""
    (child,) = Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text().split()
    return int(child)


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
            _read_until(child.stderr, "publish=ended")
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


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="tells no process's children")
def test_what_was_stored_before_a_crawl_was_killed_is_published(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article(1)]):
        pass
    site = Played(pages())
    listing = site.pages["daihoi13.dangcongsan.vn", "/tin-tuc"]
    site.put(("daihoi13.dangcongsan.vn", "/tin-tuc"), crawling.slowly(listing, seconds=2.0))
    with serving(site) as server, _service(tmp_path, server.url) as child:
        try:
            site.wait_until(lambda played: played.requests("daihoi13.dangcongsan.vn", "tin-tuc") > 0)
            os.kill(_crawl_of(child), signal.SIGKILL)
            assert child.stderr
            said = _read_until(child.stderr, "publish=ended")
            assert "exit=-9" in said
            with factories.archive(tmp_path) as store:
                assert store.reader.portals()["daihoi13"].outcome == "interrupted"
            child.send_signal(signal.SIGTERM)
            assert child.wait(timeout=PATIENCE) == 0
        finally:
            child.kill()
    assert factories.article(1).title in (tmp_path / "output" / "feeds" / "all.rss").read_text(encoding="utf-8")


@pytest.mark.slow
def test_crawl_that_is_told_to_stop_finishes_the_page_in_hand_and_waits_for_no_other(tmp_path: Path) -> None:
    links = [f"/bai-{number}.htm" for number in range(1, 31)]
    site = Played(
        {
            ("long.vn", "/tin"): crawling.listing(*links),
            **{
                ("long.vn", f"/bai-{number}.htm"): crawling.slowly(crawling.article(number), seconds=1.0)
                for number in range(1, 31)
            },
        }
    )
    with serving(site) as server:
        arguments = crawling.crawl_command(tmp_path, server.url, ["long"], "--delay", "1.5")
        with subprocess.Popen(
            arguments, env=crawling.environment(), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as child:
            try:
                site.wait_until(lambda played: played.requests("long.vn", "bai-") > 0)
                child.send_signal(signal.SIGTERM)
                told = monotonic()
                out, err = child.communicate(timeout=PATIENCE)
            finally:
                child.kill()
    assert monotonic() - told < 8  # the fifteen that queue would take 22 seconds more
    assert b"Traceback" not in err
    (portal,) = json.loads(out)["portals"]
    assert (portal["outcome"], portal["new"], portal["failed"], portal["problems"]) == ("stopped: shutdown", 1, 0, [])
    assert site.requests("long.vn", "bai-") == 1
    assert len(crawling.stored(tmp_path, "long")) == 1
    with factories.archive(tmp_path) as store:
        state = store.reader.portals()["long"]
    assert (state.outcome, state.waiting) == ("stopped: shutdown", 29)
