"""The doctor names the cause and the remedy of what will not work, and changes nothing."""

import errno
import json
import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import crawling
import factories
import pytest
import typer
from served import served
from test_copying import small_disk
from typer.testing import CliRunner

from crawler.archive import condition, process
from crawler.errors import ArchiveMissing, ArchiveUnreadable, NotAnswered, PageError
from crawler.portal import Proof
from diemtin.commands import keeping
from diemtin.configuration import load
from diemtin.demo.newsroom import Newsroom
from diemtin.demo.server import serving
from diemtin.doctoring import clock, doctor, network, places, program, records
from diemtin.doctoring.doctor import Means
from diemtin.doctoring.findings import Finding, Level
from diemtin.doctoring.places import Place, Room
from diemtin.fetching import FetchedPage
from feeds.serving.serve import listening

NOW = factories.NOON
OUTPUT = Place(name="output", folder=Path("/srv/diemtin/output"), setting="output")


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with nothing said in the environment, before a wide terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in list(os.environ):
        if name.startswith("DIEMTIN_"):
            monkeypatch.delenv(name)


def failing(code: int) -> Any:
    def write(_: Path) -> None:
        raise OSError(code, os.strerror(code))

    return write


def answered(url: str) -> FetchedPage:
    return FetchedPage(url=url, body=b"", content_type="", headers=(("Date", "Sun, 01 Mar 2026 05:00:00 GMT"),))


def silent(kind: str, reason: str) -> Any:
    def fetch(url: str) -> FetchedPage:
        raise NotAnswered(url, reason, kind=kind)

    return fetch


WELL = Means(fetch=answered, write=lambda _: None, measure=lambda _: Room(free=10**11), now=lambda: NOW)


def examined(*, means: Means = WELL, offline: bool = False, **settings: Any) -> dict[str, Finding]:
    plain = {"port": 0, "contact": "toa-soan@tin.example.vn", "site_url": "https://tin.example.vn/"}
    return {one.check: one for one in doctor.examine(load(None, **plain | settings), offline=offline, means=means)}


def wrong(found: dict[str, Finding]) -> list[str]:
    return [name for name, one in found.items() if one.level is not Level.OK]


def test_machine_that_is_fit_has_nothing_wrong(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article(-9)]):
        pass
    found = examined(archive=crawling.address(tmp_path))
    assert wrong(found) == []
    assert all(one.says and not one.remedy for one in found.values())


# Network


def test_no_network_is_told_with_its_remedy() -> None:
    found = examined(means=replace(WELL, fetch=silent("name-resolution", "the name of its host cannot be resolved")))
    one = found["network"]
    assert one.level is Level.ERROR
    assert "no portal can be reached" in one.says
    assert "cannot be resolved" in one.says
    assert "name server" in one.remedy


@pytest.mark.parametrize(("kind", "remedy"), [("refused", "firewall"), ("time-out", "firewall"), ("tls", "clock")])
def test_each_way_to_get_no_answer_has_its_remedy(kind: str, remedy: str) -> None:
    asked = [network.ask("https://a.vn/", fetch=silent(kind, "no answer"), now=lambda: NOW)]
    assert remedy in network.reached(asked).remedy


def test_one_portal_that_is_down_is_no_lack_of_network() -> None:
    down = network.ask("https://a.vn/", fetch=silent("time-out", "no answer"), now=lambda: NOW)
    up = network.ask("https://b.vn/", fetch=answered, now=lambda: NOW)
    assert network.reached([down, up]).level is Level.WARNING


def test_answer_of_any_kind_is_an_answer() -> None:
    def not_found(url: str) -> FetchedPage:
        raise PageError(url, "the host answered 404")

    assert network.reached([network.ask("https://a.vn/", fetch=not_found, now=lambda: NOW)]).level is Level.OK


def test_offline_nothing_is_asked() -> None:
    found = examined(means=replace(WELL, fetch=silent("refused", "asked")), offline=True)
    assert "network" not in found
    assert "clock" not in found


def test_portals_that_are_asked_are_proven() -> None:
    inferred = factories.portal(name="a", proof=Proof.INFERRED, home="https://a.vn/")
    assert network.hosts([inferred, factories.portal()]) == ["https://baochinhphu.vn/"]


def test_portals_are_asked_through_the_server_that_plays_them() -> None:
    with serving(Newsroom()) as server:
        settings = load(None, replay=server.url, port=0)
        found = {one.check: one for one in doctor.examine(settings)}
    assert found["network"].level is Level.OK
    assert found["network"].says == "baochinhphu.vn and nhandan.vn answered"


# Rights and room


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (errno.EROFS, "mounted read-only"),
        (errno.EACCES, "`chown`"),
        (errno.ENOSPC, "make room"),
        (errno.EDQUOT, "quota"),
    ],
)
def test_output_that_cannot_be_written_is_told_with_its_remedy(code: int, remedy: str) -> None:
    found = places.rights(OUTPUT, write=failing(code))
    assert found.level is Level.ERROR
    assert os.strerror(code) in found.says
    assert remedy in found.remedy


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_read_only_output_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    folder.mkdir(mode=0o555)
    assert examined(means=replace(WELL, write=places.try_to_write), output=folder)["write output"].level is Level.ERROR


def test_output_that_is_still_to_be_made_is_tried_where_it_will_be(tmp_path: Path) -> None:
    found = examined(means=replace(WELL, write=places.try_to_write), output=tmp_path / "deep/output")
    assert found["write output"].level is Level.OK
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("left", "level"),
    [
        (Room(free=0), Level.ERROR),
        (Room(free=500_000_000), Level.WARNING),
        (Room(free=10**10), Level.OK),
        (Room(free=10**10, inodes=10), Level.ERROR),
        (Room(free=10**10, inodes=5_000), Level.WARNING),
    ],
)
def test_full_disk_is_told_before_anything_runs(left: Room, level: Level) -> None:
    found = places.room(OUTPUT, measure=lambda _: left)
    assert found.level is level
    assert ("make room" in found.remedy) == (level is not Level.OK)


def test_full_disk_is_found_for_real(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size="1m") as disk:
        (disk / "filling").write_bytes(bytes(1 << 20))
        place = Place(name="output", folder=disk / "output", setting="output")
        assert "make room" in places.rights(place, write=places.try_to_write).remedy
        assert "it is full" in places.room(place, measure=places.left).says
        assert [path.name for path in disk.iterdir()] == ["filling"]


def test_folders_are_looked_at_that_are_written_into() -> None:
    plain = {one.name for one in doctor.writing(load(None))}
    more = {one.name for one in doctor.writing(load(None, hub=True, site_url="https://a.vn/", responses_days=9))}
    assert plain == {"archive", "output"}
    assert more == {"archive", "output", "hub", "responses"}
    served = load(None, archive="postgresql+psycopg://localhost/diemtin")
    assert {one.name for one in doctor.writing(served)} == {"output"}


# Clock


@pytest.mark.parametrize(
    ("off", "level"), [(0, Level.OK), (-30, Level.OK), (120, Level.WARNING), (3600, Level.ERROR), (-86400, Level.ERROR)]
)
def test_wrong_clock_is_told_by_other_clocks(off: int, level: Level) -> None:
    found = examined(means=replace(WELL, now=lambda: NOW + timedelta(seconds=off)))
    assert found["clock"].level is level
    assert ("timedatectl" in found["clock"].remedy) == (level is not Level.OK)


def test_one_host_with_a_wrong_clock_is_not_believed_against_two() -> None:
    wrong = NOW - timedelta(days=300)
    assert clock.against_others([(NOW, NOW), (NOW, wrong), (NOW, NOW)]).level is Level.OK  # type: ignore[union-attr]


def test_clock_that_is_behind_the_archive_is_wrong(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article(48)]):
        pass
    found = examined(archive=crawling.address(tmp_path), offline=True)
    one = found["clock and archive"]
    assert one.level is Level.ERROR
    assert "the clock is wrong" in one.says
    assert "timedatectl" in one.remedy


@pytest.mark.parametrize("written", ["", "yesterday", "Sun, 01 Mar 2026 05:00:00"])
def test_answer_without_a_date_tells_no_time(written: str) -> None:
    assert clock.sent((("date", written),)) is None
    assert clock.against_others([]) is None


def test_missing_time_zone_data_is_told() -> None:
    def find(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    assert "pip install tzdata" in clock.zone(find).remedy


# Archive


def test_archive_of_a_newer_version_is_told_with_its_remedy(tmp_path: Path) -> None:
    with factories.archive(tmp_path) as store, store.reader._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    one = examined(archive=crawling.address(tmp_path))["archive"]
    assert one.level is Level.ERROR
    assert "a newer version of diemtin wrote it" in one.says
    assert "upgrade diemtin" in one.remedy


def test_archive_of_an_older_version_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article()]):
        pass
    factories.put_back(tmp_path / "archive.db", "0005")
    one = examined(archive=crawling.address(tmp_path))["archive"]
    assert one.level is Level.WARNING
    assert "diemtin migrate" in one.remedy
    assert condition.of(crawling.address(tmp_path)).schema == "0005"


def test_archive_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    found = examined()
    assert found["archive"].level is Level.WARNING
    assert "diemtin crawl" in found["archive"].remedy
    assert list(tmp_path.iterdir()) == []


def test_archive_that_cannot_be_reached_is_told() -> None:
    assert records.database(ArchiveUnreadable("the server is gone")).level is Level.ERROR
    assert records.database(ArchiveMissing("none")).level is Level.WARNING


def test_damaged_archive_is_told() -> None:
    one = records.soundness(lambda: "row 7 missing from index")
    assert one.level is Level.ERROR
    assert "diemtin restore" in one.remedy


@pytest.mark.parametrize(("version", "level"), [((9, 6), Level.ERROR), ((15, 4), Level.OK)])
def test_old_server_is_told(version: tuple[int, ...], level: Level) -> None:
    found = condition.Condition(database="PostgreSQL 9.6", version=version, schema="0008")
    assert records.version(found).level is level


# Program and settings


def test_missing_browser_is_told_when_a_portal_needs_it() -> None:
    one = program.drawing(["congbao"], installed=False)
    assert one.level is Level.ERROR
    assert "congbao" in one.says
    assert "diemtin[browser]" in one.remedy
    assert program.drawing([], installed=False).level is Level.OK


def test_portal_that_needs_a_browser_is_looked_for_among_those_that_are_crawled() -> None:
    drawn = factories.portal(browser=True)
    assert program.needing_browser([drawn], load(None), passed=()) == []
    assert program.needing_browser([drawn], load(None), passed=["baochinhphu"]) == ["baochinhphu"]


def test_old_sqlite_is_told() -> None:
    assert program.sqlite((3, 31, 1)).level is Level.ERROR
    assert program.sqlite().level is Level.OK


@pytest.mark.parametrize(("total", "level"), [(512, Level.WARNING), (4096, Level.OK), (None, Level.OK)])
def test_memory_that_a_crawl_may_take_is_held_against_the_machines(total: int | None, level: Level) -> None:
    assert program.memory(250, total=total).level is level


def test_contact_that_is_missing_is_told() -> None:
    assert "contact" in wrong(examined(contact=""))
    assert "contact" not in wrong(examined(contact="", replay="http://127.0.0.1:1"))


def test_address_that_nobody_else_can_reach_is_an_error_where_hubs_tell_of_it() -> None:
    loopback = {"site_url": "http://127.0.0.1:8000/"}
    assert examined(**loopback)["site_url"].level is Level.WARNING
    assert examined(**loopback, hub=True)["site_url"].level is Level.ERROR
    assert examined(site_url="http://localhost/")["site_url"].level is Level.WARNING


# Port


@pytest.fixture
def taken() -> Iterator[int]:
    with listening("127.0.0.1", 0) as one:
        yield one.getsockname()[1]


def test_port_that_another_program_has_is_told_with_its_remedy(taken: int) -> None:
    one = examined(means=replace(WELL, answers=lambda *_: False), port=taken)["port"]
    assert one.level is Level.ERROR
    assert f"another program already listens on 127.0.0.1 port {taken}" in one.says
    assert "set `port` to another" in one.remedy


def test_port_that_our_own_server_has_is_right(tmp_path: Path) -> None:
    with served(tmp_path) as (_, port):
        one = examined(port=port)["port"]
    assert one.level is Level.OK
    assert "already" in one.says


def test_server_that_is_not_ours_is_not_taken_for_it() -> None:
    with serving(Newsroom()) as server:
        port = int(server.url.rpartition(":")[2])
        assert not network.is_ours("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert not network.is_ours("127.0.0.1", port)


def test_host_that_is_not_this_machines_is_told() -> None:
    assert "address of this machine" in examined(host="203.0.113.1")["port"].remedy


# The command


def run(*arguments: str) -> Any:
    app = typer.Typer()
    app.command()(keeping.doctor)
    return CliRunner().invoke(app, list(arguments))


def test_command_ends_with_1_where_something_will_not_work(tmp_path: Path) -> None:
    well = run("--offline", "--json")
    assert well.exit_code == 0, well.output
    assert {one["level"] for one in json.loads(well.stdout)["findings"]} == {"ok", "warning"}
    (tmp_path / "output").write_text("a file in the place of a folder", encoding="utf-8")
    ill = run("--offline")
    assert ill.exit_code == 1
    assert "error   write output" in ill.stdout


def test_moments_are_told_in_ha_noi_time() -> None:
    assert isinstance(WELL.now(), datetime)
    assert "01/03/2026 12:00" in clock.against_archive(NOW, None).says


# The service


def test_service_that_is_at_work_is_told(tmp_path: Path) -> None:
    with factories.archive(tmp_path) as store:
        address = crawling.address(tmp_path)
        assert examined(archive=address)["service"].says == "no `diemtin run` is at work"
        store.plans.claim(["service"], holder=process.mark(), until=NOW + timedelta(minutes=2), now=NOW)
        here = examined(archive=address)["service"]
    assert here.level is Level.OK
    assert f"as process {os.getpid()}" in here.says


def test_service_of_another_machine_is_a_warning_with_what_to_do(tmp_path: Path) -> None:
    with factories.archive(tmp_path) as store:
        store.plans.claim(["service"], holder="other-machine 12 345", until=NOW + timedelta(minutes=2), now=NOW)
        there = examined(archive=crawling.address(tmp_path))["service"]
    assert (there.level, "other-machine" in there.says) == (Level.WARNING, True)
    assert "one machine alone" in there.remedy
