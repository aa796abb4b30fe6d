"""The service starts what is due in processes of their own, outlives what goes wrong, and ends when it is told to."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import crawling
import factories
import pytest
from crawling import Played
from factories import NOON

from crawler import run
from crawler.archive import Archive, process
from crawler.errors import ArchiveUnreadable, DiemtinError
from crawler.portal import Portal
from diemtin import configuration, operating, wiring
from diemtin.configuration import SettingsWrong
from diemtin.demo.newsroom import pages
from diemtin.demo.server import serving
from diemtin.operation.children import GRACE, Errands, Process
from diemtin.operation.service import LEASE, Service
from diemtin.settings import OwnPortal, Settings

HALF = timedelta(minutes=30)
PATIENCE = 30.0  # seconds


@dataclass
class Sham:
    """A process that does what its test says, and ends when it is told how."""

    errands: Errands
    code: int | None = None
    stopped: bool = False

    def ended(self, *, now: datetime) -> int | None:
        del now
        return self.code

    def stop(self, *, now: datetime) -> None:
        del now
        self.stopped = True
        self.code = 0


@dataclass
class Stage:
    """A service whose clock stands still and whose processes are played."""

    store: Archive
    names: tuple[str, ...] = ("a",)
    settings: Settings = field(default_factory=Settings)
    now: datetime = NOON
    started: list[Sham] = field(default_factory=list)
    lasting: bool = False

    def start(self, errands: Errands) -> Sham:
        self.started.append(Sham(errands, code=None if self.lasting else 0))
        return self.started[-1]

    def portals(self, _: Settings) -> dict[str, Portal]:
        return {name: factories.portal(name=name, home=f"https://{name}.vn/") for name in self.names}

    def service(self, *, start: Callable[[Errands], Sham] | None = None) -> Service:
        return Service(
            self.settings,
            self.portals,
            store=self.store,
            clock=lambda: self.now,
            start=start or self.start,
            reload=lambda: self.settings,
            tick=0.01,
        )

    def commands(self, name: str) -> list[tuple[str, ...]]:
        return [one.errands.portals for one in self.started if one.errands.arguments[0] == name]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with factories.archive(tmp_path) as archive:
        yield Stage(archive)


def test_portals_that_are_due_are_crawled_together(stage: Stage) -> None:
    stage.names = ("a", "b", "c")
    stage.store.plans.plan("b", {"thoi-su.htm": NOON + HALF})
    stage.service().look()
    assert stage.commands("crawl") == [("a", "c")]


def test_crawls_are_told_to_take_what_is_due_and_their_limits(stage: Stage) -> None:
    stage.settings = Settings(crawl_minutes=7, crawl_memory=200)
    stage.service().look()
    (errands,) = [one.errands for one in stage.started if one.errands.portals]
    assert errands.arguments == ("crawl", "a", "--due", "--no-publish", "--brief")
    assert errands.longest == timedelta(minutes=7)
    assert errands.memory == 200_000_000


def test_many_portals_are_crawled_in_batches_a_few_side_by_side(stage: Stage) -> None:
    stage.names, stage.settings, stage.lasting = tuple("abcdefg"), Settings(batch=2, processes=3), True
    one = stage.service()
    one.look()
    one.look()
    assert stage.commands("crawl") == [("a", "b"), ("c", "d"), ("e", "f")]
    stage.started[0].code = 0
    one.look()
    assert stage.commands("crawl")[3:] == [("g",)]


def test_crawl_that_hangs_holds_up_no_other(stage: Stage) -> None:
    stage.names, stage.lasting = ("a",), True
    one = stage.service()
    one.look()
    stage.names, stage.now = ("a", "b"), NOON + HALF
    one.look()
    assert stage.commands("crawl") == [("a",), ("b",)]


def test_portal_that_another_process_crawls_is_left_to_it(stage: Stage) -> None:
    stage.names = ("a", "b")
    stage.store.plans.claim(["a"], holder="elsewhere 1 2", until=NOON + HALF, now=NOON)
    stage.service().look()
    assert stage.commands("crawl") == [("b",)]


def test_crawl_that_cannot_even_begin_is_not_tried_at_every_look(stage: Stage) -> None:
    one = stage.service()
    for _ in range(5):
        one.look()
    assert stage.commands("crawl") == [("a",)]
    stage.now += HALF
    one.look()
    assert stage.commands("crawl") == [("a",), ("a",)]


def test_round_that_raises_is_survived(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    failures = iter([OSError("không chạy được")])

    def start(errands: Errands) -> Sham:
        for failure in failures:
            raise failure
        return stage.start(errands)

    one = stage.service(start=start)
    one.look()
    assert "round=failed" in caplog.text
    stage.now += HALF
    one.look()
    assert stage.commands("crawl") == [("a",)]


def test_portal_that_passes_a_check_is_in_service_without_a_restart(stage: Stage) -> None:
    one = stage.service()
    one.look()
    stage.names = ("a", "laichau")
    one.look()
    assert stage.commands("crawl") == [("a",), ("laichau",)]


# Publishing, and looking what is wrong


def test_service_publishes_when_it_begins_and_when_something_happened(stage: Stage) -> None:
    one = stage.service()
    one.look()
    one.look()
    assert len(stage.commands("publish")) == 1
    factories.save(stage.store, [factories.article(1)])
    one.look()
    one.look()
    assert len(stage.commands("publish")) == 2


def test_publishing_that_failed_is_done_again(stage: Stage) -> None:
    def start(errands: Errands) -> Sham:
        child = stage.start(errands)
        child.code = 1
        return child

    one = stage.service(start=start)
    minute = timedelta(minutes=1)
    for after, times in ((0, 1), (0, 1), (1, 2), (1, 2), (1, 3), (3, 3), (1, 4)):  # else a full disk is asked at once
        stage.now += after * minute
        one.look()
        one.look()
        assert len(stage.commands("publish")) == times


def test_what_lasts_is_logged_once_and_in_a_line(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    def start(_: Errands) -> Sham:
        raise ArchiveUnreadable("the disk is full: make room")

    one = stage.service(start=start)
    for _ in range(5):
        stage.now += HALF
        one.look()
    assert caplog.text.count("make room") == 1
    assert "Traceback" not in caplog.text


def test_clock_that_is_put_back_stops_nothing(stage: Stage) -> None:
    one = stage.service()
    one.look()
    stage.now -= timedelta(days=40)
    one.look()
    one.look()
    assert len(stage.commands("crawl")) == 2
    assert len(stage.commands("alert")) == 2


def test_crawl_ends_where_quiet_hours_begin(stage: Stage) -> None:
    stage.settings = Settings(quiet_hours="12:10-05:00", crawl_minutes=30)
    stage.service().look()
    assert stage.started[0].errands.longest == timedelta(minutes=10)


def test_settings_are_read_again_when_a_process_finds_others_than_the_service(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    one = stage.service(start=lambda errands: Sham(errands, code=2))
    one.look()
    one.look()
    assert caplog.text.count("settings=read") == 0
    one.look()
    assert caplog.text.count("settings=read") == 1


def test_service_looks_what_is_wrong_after_crawls_and_now_and_then(stage: Stage) -> None:
    one = stage.service()
    one.look()
    one.look()  # the crawl has ended
    one.look()
    assert len(stage.commands("alert")) == 1
    stage.now += timedelta(minutes=2)
    one.look()
    one.look()
    assert len(stage.commands("alert")) == 2
    stage.now += timedelta(minutes=14)
    stage.store.plans.plan("a", {"thoi-su.htm": stage.now + HALF})
    one.look()
    assert len(stage.commands("alert")) == 2
    stage.now += timedelta(minutes=2)
    one.look()
    assert len(stage.commands("alert")) == 3


# Two services, and one that is told something


def test_second_service_stands_by_and_takes_over(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.store.plans.claim([LEASE], holder="elsewhere 1 2", until=NOON + timedelta(minutes=2), now=NOON)
    one = stage.service()
    one.look()
    one.look()
    assert not stage.started
    assert caplog.text.count("stands-by") == 1
    stage.now += timedelta(minutes=3)
    one.look()
    assert stage.commands("crawl") == [("a",)]


def test_lease_of_a_process_that_is_no_more_is_free(stage: Stage) -> None:
    host, _, began = process.mark().split(" ")
    stage.store.plans.claim([LEASE], holder=f"{host} 999999999 {began}", until=NOON + HALF, now=NOON)
    stage.service().look()
    assert stage.commands("crawl") == [("a",)]


def test_settings_are_read_again_when_told(stage: Stage) -> None:
    one = stage.service()
    stage.settings = Settings(crawl_minutes=3)
    one._told_to_reload(signal.SIGHUP, None)
    one.look()
    assert stage.started[0].errands.longest == timedelta(minutes=3)


def test_settings_that_are_wrong_are_not_taken(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    def wrong() -> Settings:
        raise DiemtinError("there is no setting intervall; did you mean interval?")

    one = Service(
        stage.settings, stage.portals, store=stage.store, clock=lambda: NOON, start=stage.start, reload=wrong, tick=0.01
    )
    one._told_to_reload(signal.SIGHUP, None)
    one.look()
    assert "did you mean interval?" in caplog.text
    assert stage.commands("crawl") == [("a",)]


def test_stopped_service_starts_no_further_crawl(stage: Stage) -> None:
    one = stage.service()
    one.stop()
    one.look()
    assert stage.commands("crawl") == []


def test_service_that_is_stopped_lets_its_crawls_finish_and_publishes_what_they_brought(stage: Stage) -> None:
    stage.lasting = True
    running: list[threading.Thread] = []

    def start(errands: Errands) -> Sham:
        child = stage.start(errands)
        if not errands.portals:
            child.code = 0
        elif len(stage.commands("crawl")) == 1:
            factories.save(stage.store, [factories.article(1)])
            one.stop()
        return child

    one = stage.service(start=start)
    running.append(threading.Thread(target=one.run, daemon=True))
    running[0].start()
    running[0].join(timeout=PATIENCE)
    assert not running[0].is_alive()
    assert stage.started[0].stopped
    assert stage.commands("publish")
    assert LEASE not in stage.store.plans.holders(now=NOON)


def test_portal_of_ones_own_that_the_settings_no_longer_have_is_not_crawled(stage: Stage) -> None:
    first, second = OwnPortal(url="https://thu-nghiem.example.vn/"), OwnPortal(url="https://tỉnh.vn/")
    renamed = OwnPortal(url=first.url, name="khac")
    before = set(run.portals())

    def added(*said: OwnPortal, names: tuple[str, ...] = ()) -> set[str]:
        settings = wiring.check(Settings(portal=list(said)))
        return operating.portals(settings, stage.store, names, every=True).keys() - before

    try:
        assert added(first, second) == {"thu_nghiem_example_vn", "xn_tnh_dlz_vn"}
        assert added(renamed) == {"khac"}
        with pytest.raises(SettingsWrong, match="have the url"):
            added(first, second, renamed)
        assert added(renamed, names=("khac",)) == {"khac"}, "what was wrong changed nothing"
        assert added(names=("khac",)) == set()
    finally:
        wiring.check(Settings())
    assert set(run.portals()) == before


@pytest.mark.parametrize("after", ["intervall = 3", 'archive = "sqlite:///other.db"\ninterval = 7', None])
def test_processes_go_by_the_settings_that_were_right(after: str | None, tmp_path: Path) -> None:
    file, kept = tmp_path / "diemtin.toml", tmp_path / "kept.toml"
    file.write_text('contact = "ban@example.vn"\n[topics.giao-duc]\nphrases = ["học phí"]\n', encoding="utf-8")
    settled = operating._Settled(lambda: wiring.check(configuration.load(file)), [], file=file, kept=kept)
    before = settled.read()
    if after is None:
        file.unlink()
    else:
        file.write_text(after, encoding="utf-8")
    with pytest.raises(SettingsWrong):
        settled.read()
    environment = settled.environment()
    assert (environment["DIEMTIN_CONFIG"], environment["DIEMTIN_CONTACT"]) == (str(kept), "ban@example.vn")
    assert configuration.load(kept) == before


# The processes


def python(code: str, **limits: object) -> Process:
    errands = Errands(arguments=(code,), **{"longest": timedelta(hours=1), **limits})  # type: ignore[arg-type]
    started = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert started.stdout
    started.stdout.readline()
    started.stdout.close()
    return Process(errands=errands, began=NOON, _process=started)


def outlast(child: Process, *, now: datetime) -> int:
    until = monotonic() + PATIENCE
    while (code := child.ended(now=now)) is None:
        assert monotonic() < until
    return code


def test_process_that_takes_too_long_is_told_to_stop_and_then_killed() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    child = python(deaf, longest=timedelta(minutes=5))
    assert child.ended(now=NOON + timedelta(minutes=4)) is None
    late = NOON + timedelta(minutes=6)
    assert child.ended(now=late) is None
    assert child.ended(now=late + GRACE) is None
    assert outlast(child, now=late + 2 * GRACE) == -signal.SIGKILL


def test_process_that_takes_too_much_memory_is_told_to_stop() -> None:
    child = python("import time; kept = bytearray(80_000_000); print(flush=True); time.sleep(60)", memory=60_000_000)
    assert outlast(child, now=NOON) == -signal.SIGTERM


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
    children = Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text().split()
    (child,) = [int(one) for one in children if b"crawl" in Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")]
    return child


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
            _read_until(child.stderr, "exit=-9")
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
