"""What is wrong is found in the history of crawls, told once to every address, and told again when it is over."""

import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import factories
import pytest
from typer.testing import CliRunner

from crawler import run
from crawler.archive import Archive, process
from crawler.archive.chronicle import Evidence
from crawler.dates import HANOI
from crawler.outcomes import Arrival, Ending, Incident, SectionCrawl
from diemtin import alarming, configuration, notifying
from diemtin import command as main
from diemtin.alarming import Look
from diemtin.settings import Settings
from diemtin.status.held import note as note_held
from diemtin.watch import rhythm
from diemtin.watch.alarms import Alarm, Delivery, Tone
from feeds.publish import Refusal, Report

# apprise loads a hundred services' libraries, whatever is installed of them, and what they warn of.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=HANOI)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PORTAL = run.portal("nhandan")
SECTION = PORTAL.sections[0].path
MANY = [one for one in run.portals().values() if not one.browser and one.proof.value != "inferred"][:8]
ROOM = 10**12


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with nothing said in the environment, before a wide terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in list(os.environ):
        if name.startswith("DIEMTIN_"):
            monkeypatch.delenv(name)


# A service that takes messages


@dataclass
class Service:
    """What was posted to it; it answers with `status`, but only when it is not told to hang."""

    status: int = 200
    posted: list[dict[str, Any]] = field(default_factory=list)
    going: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    @property
    def titles(self) -> list[str]:
        return [one["title"] for one in self.posted]


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, service: Service, *arguments: Any) -> None:
        self.service = service
        super().__init__(*arguments)

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.service.going.wait(10)
        if self.service.status < 300:
            self.service.posted.append(said)
        self.send_response(self.service.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Callable[[], Service]]:
    servers: list[tuple[ThreadingHTTPServer, Service]] = []

    def started() -> Service:
        service = Service()
        service.going.set()
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, service))
        service.address = f"json://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append((server, service))
        return service

    yield started
    for server, service in servers:
        service.going.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def service(serve: Callable[[], Service]) -> Service:
    return serve()


# What was crawled


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as found:
        yield found


def crawl(at: datetime, **changes: Any) -> SectionCrawl:
    url = "https://nhandan.vn/chinh-tri"
    plain = SectionCrawl(portal="nhandan", section=SECTION, at=at, ending=Ending.NOTHING_NEW, links=20, url=url)
    return replace(plain, **changes)


def broken(at: datetime, **changes: Any) -> SectionCrawl:
    what = {"ending": Ending.BROKEN, "kind": "no-links", "reason": "no link of an article", "links": None}
    return crawl(at, **{**what, **changes})


def note(store: Archive, *crawls: SectionCrawl, **more: Any) -> None:
    for one in crawls:
        store.chronicle.note([one], came={}, now=one.at + MINUTE, **more)


def opened(**changes: Any) -> Incident:
    plain = Incident(
        portal="nhandan",
        kind="no-links",
        sections=(SECTION,),
        severity="error",
        reason="no link of an article",
        opened=NOW - 5 * HOUR,
        seen=NOW - HOUR,
        crawls=7,
    )
    return replace(plain, **changes)


# A look, with and without the command


class Heard:
    """Takes messages in place of services."""

    def __init__(self, *deaf: str) -> None:
        self.alarms: dict[str, list[Alarm]] = {}
        self.deaf = set(deaf)

    def __call__(self, wanted: Mapping[str, Sequence[Alarm]]) -> Mapping[str, Delivery]:
        return {address: self._deliver(address, alarms) for address, alarms in wanted.items()}

    def _deliver(self, address: str, alarms: Sequence[Alarm]) -> Delivery:
        if address in self.deaf:
            return Delivery(address=address, fault="it is down")
        self.alarms.setdefault(address, []).extend(alarms)
        return Delivery(address=address, taken=tuple(alarms))

    def titles(self, address: str = "json://a/") -> list[str]:
        return [one.title for one in self.alarms.get(address, [])]


def settings(**said: Any) -> Settings:
    url = f"sqlite:///{Path('archive.db').absolute()}"
    return configuration.load(None, **{"archive": url, "alarms": ["json://a/"], "digest": "", **said})


def look(store: Archive, heard: Heard, *, now: datetime = NOW, free: int = ROOM, **said: Any) -> alarming.Look:
    return alarming.look(store, settings(**said), send=heard, now=now, free=lambda _: free)


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def say(command: str, *arguments: str) -> Said:
    archive = ["--archive", f"sqlite:///{Path('archive.db').absolute()}"]
    result = CliRunner().invoke(main.app, [command, *arguments, *archive, "--at", NOW.isoformat()])
    return Said(result.exit_code, result.stdout, result.stderr + str(result.exception or ""))


def configure(*addresses: str, **more: Any) -> None:
    said = {"alarms": list(addresses), "digest": "", "site_url": "https://tin.example.vn/", **more}
    Path("diemtin.toml").write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in said.items()))


# Told through a service


def test_portal_that_breaks_is_told_with_all_that_matters(store: Archive, service: Service) -> None:
    configure(service.address)
    page = Evidence(
        portal="nhandan", section=SECTION, kind="no-links", url="https://nhandan.vn/", at=NOW, status=200, headers={},
        body=b"<p>Moved</p>",
    )  # fmt: skip
    note(store, crawl(NOW - 2 * HOUR), broken(NOW - HOUR), looked=[page])
    said = say("alert")
    assert (said.code, said.err) == (0, "")
    (told,) = service.posted
    assert told["title"] == f"[error] {PORTAL.title} (nhandan): no-links"
    assert told["type"] == "failure"
    assert "https://tin.example.vn/status/evidence/nhandan/" in told["message"]
    assert "diemtin check nhandan" in told["message"]
    assert "1 incident opened" in said.out


def test_what_was_told_is_not_told_again_by_the_next_process(store: Archive, service: Service) -> None:
    configure(service.address)
    note(store, broken(NOW - HOUR))
    say("alert", "--brief")
    assert say("alert", "--brief").out == ""
    assert len(service.posted) == 1
    (incident,) = store.incidents.open()
    assert incident.told == NOW


def test_look_succeeds_while_the_service_is_down_and_tells_when_it_is_up(store: Archive, service: Service) -> None:
    configure(service.address)
    note(store, broken(NOW - HOUR))
    service.status = 500
    said = say("alert", "--json")
    assert said.code == 0
    (sent,) = said.json["sent"]
    assert (sent["address"], sent["taken"]) == ("json://***", 0)
    assert "error=500" in sent["fault"]
    assert [one.told for one in store.incidents.open()] == [None]
    service.status = 200
    assert say("alert").code == 0
    assert len(service.posted) == 1


def test_address_that_is_down_does_not_make_the_other_hear_twice(store: Archive, serve: Callable[[], Service]) -> None:
    well, ill = serve(), serve()
    configure(ill.address, well.address)
    note(store, broken(NOW - HOUR))
    ill.status = 404
    for _ in range(2):
        say("alert", "--brief")
    assert (len(well.posted), len(ill.posted)) == (1, 0)
    ill.status = 200
    say("alert", "--brief")
    assert (len(well.posted), len(ill.posted)) == (1, 1)


def test_service_that_hangs_holds_up_no_other(serve: Callable[[], Service]) -> None:
    well, hanging = serve(), serve()
    hanging.going.clear()
    alarm = Alarm(title="a", text="b", tone=Tone.ERROR)
    done = notifying.send({hanging.address: [alarm], well.address: [alarm]}, within=0.5)
    assert done[well.address].taken == (alarm,)
    assert (done[hanging.address].taken, done[hanging.address].fault) == ((), "it did not answer within 0.5 seconds")
    assert well.titles == ["a"]


def test_vietnamese_arrives_as_it_was_written(service: Service) -> None:
    alarm = Alarm(title="Bộ Công Thương", text="Một dòng\nvà <một> & dòng nữa", tone=Tone.HEALED)
    notifying.send({service.address: [alarm]})
    (told,) = service.posted
    assert (told["title"], told["message"], told["type"]) == (alarm.title, alarm.text, "success")


# Tested


def test_test_message_goes_to_every_address(serve: Callable[[], Service]) -> None:
    one, other = serve(), serve()
    configure(one.address, other.address)
    said = say("alert", "--test")
    assert said.code == 0
    assert said.out.count("taken") == 2
    assert (len(one.posted), len(other.posted)) == (1, 1)


@pytest.mark.parametrize(
    ("address", "cause", "remedy"),
    [
        ("telegramm://12345678:secretsecret/1", "knows no addresses with telegramm://", "appriseit.com"),
        ("slak://secretsecret", "knows no addresses with slak://", "did you mean slack://"),
        ("slack://secretsecret", "Token", "appriseit.com/services/slack"),
        ("tgram://secretsecret/1", "missing, or cannot be", "appriseit.com/services/telegram"),
        ("json://127.0.0.1:1/secretsecret", "onnection", "host's name"),
    ],
)
def test_address_that_takes_nothing_is_told_with_the_remedy(address: str, cause: str, remedy: str) -> None:
    configure(address)
    said = say("alert", "--test")
    assert said.code == 1
    assert cause in said.out
    assert remedy in said.out
    assert "secretsecret" not in said.out + said.err


@pytest.mark.parametrize(
    ("status", "remedy"), [(401, "token is wrong"), (404, "leads nowhere"), (429, "no more for now")]
)
def test_refusal_of_a_service_is_told_with_the_remedy(service: Service, status: int, remedy: str) -> None:
    configure(service.address)
    service.status = status
    said = say("alert", "--test", "--json")
    assert said.code == 1
    assert remedy in said.json[0]["remedy"]


def test_test_without_any_address_fails_and_shows_one() -> None:
    said = say("alert", "--test")
    assert said.code == 1
    assert "alarms = [" in said.out


# When something is told


def test_week_of_a_portal_that_breaks_flaps_and_heals_is_one_message_and_one_when_it_is_over(store: Archive) -> None:
    heard, begin, said = Heard(), NOW - 8 * DAY, settings()
    for number in range(7 * 48):
        at = begin + number * 30 * MINUTE
        hours = (at - begin) / HOUR
        fails = 50 <= hours < 60 or (60 <= hours < 80 and number % 2)
        once = 20 <= hours < 20.5
        note(store, broken(at) if fails else broken(at, kind="time-out", reason="") if once else crawl(at))
        if number % 4 == 3:
            alarming.look(store, said, send=heard, now=at + 2 * MINUTE, free=lambda _: ROOM)
    assert heard.titles() == [
        f"[error] {PORTAL.title} (nhandan): no-links",
        f"[healed] {PORTAL.title} (nhandan): no-links",
    ]
    assert store.incidents.open() == []


def test_incident_that_became_graver_is_told_once_more(store: Archive) -> None:
    heard = Heard()
    look(store, heard, free=10**9)
    look(store, heard, now=NOW + HOUR, free=10**9)
    look(store, heard, now=NOW + 2 * HOUR, free=10**8)
    look(store, heard, now=NOW + 3 * HOUR, free=10**8)
    assert heard.titles() == ["[warning] this machine: disk", "[error] this machine: disk"]
    look(store, heard, now=NOW + 5 * HOUR)
    assert heard.titles()[2:] == ["[healed] this machine: disk"]


def test_silenced_portal_is_told_when_the_silence_ends(store: Archive) -> None:
    heard = Heard()
    note(store, broken(NOW - HOUR))
    store.incidents.silence("nhandan", until=NOW + DAY)
    look(store, heard)
    assert heard.titles() == []
    look(store, heard, now=NOW + DAY + HOUR)
    assert heard.titles() == [f"[error] {PORTAL.title} (nhandan): no-links"]


def test_portal_that_healed_while_it_was_silenced_is_not_told(store: Archive) -> None:
    heard = Heard()
    note(store, broken(NOW - 3 * HOUR))
    store.incidents.silence("*", until=NOW + 12 * HOUR)
    look(store, heard, now=NOW - 2 * HOUR)
    note(store, crawl(NOW - HOUR), crawl(NOW))
    look(store, heard, now=NOW + HOUR)
    look(store, heard, now=NOW + DAY)
    assert (store.incidents.open(), heard.titles()) == ([], [])


def test_notice_waits_for_the_digest(store: Archive) -> None:
    heard = Heard()
    store.incidents.save([opened(severity="notice", kind="late", reason="articles come late", seen=NOW)])
    look(store, heard, now=NOW.replace(hour=6, minute=30), digest="07:00")
    assert heard.titles() == []
    look(store, heard, now=NOW.replace(hour=7), digest="07:00")
    assert heard.titles() == ["Điểm Tin: 1 open, 0 healed"]


def test_digest_comes_once_a_day_and_catches_up_after_a_restart(store: Archive) -> None:
    heard = Heard()
    for now in (NOW, NOW + HOUR, NOW + 3 * DAY, NOW + 3 * DAY + HOUR, NOW + 4 * DAY):
        look(store, heard, now=now, digest="07:00")
    assert heard.titles() == ["Điểm Tin: all is well"] * 2


def test_digest_that_was_not_taken_is_sent_at_the_next_look(store: Archive) -> None:
    heard = Heard()
    look(store, heard, digest="07:00")
    look(store, Heard("json://a/"), now=NOW + DAY, digest="07:00")
    look(store, heard, now=NOW + DAY + HOUR, digest="07:00")
    assert heard.titles() == ["Điểm Tin: all is well"]


def test_address_that_is_added_hears_what_is_open(store: Archive) -> None:
    heard = Heard()
    note(store, broken(NOW - HOUR))
    look(store, heard)
    look(store, heard, now=NOW + HOUR, alarms=["json://a/", "json://b/"])
    assert (len(heard.titles()), len(heard.titles("json://b/"))) == (1, 1)


def test_network_that_is_down_is_one_message(store: Archive) -> None:
    heard = Heard()
    for at in (NOW - 3 * HOUR, NOW - 30 * MINUTE, NOW - 20 * MINUTE, NOW - 10 * MINUTE):
        fails = at > NOW - 2 * HOUR
        for portal in MANY:
            one = broken(at, kind="name-resolution") if fails else crawl(at)
            note(store, replace(one, portal=portal.name, section=portal.sections[0].path))
    look(store, heard)
    assert heard.titles() == ["[error] this machine: network"]


def test_without_addresses_incidents_are_noted_all_the_same(store: Archive) -> None:
    note(store, broken(NOW - HOUR))
    done = look(store, Heard(), alarms=[])
    assert [one.kind for one in done.opened] == ["no-links"]
    assert done.deliveries == ()


# What is found


def test_only_what_was_crawled_since_the_last_look_is_read(store: Archive) -> None:
    for portal in MANY:
        note(store, replace(crawl(NOW - DAY), portal=portal.name, section=portal.sections[0].path))
    look(store, Heard())
    note(store, crawl(NOW + HOUR))
    read: list[str] = []
    crawls = store.chronicle.crawls

    def counted(portal: str, *arguments: Any, **more: Any) -> list[SectionCrawl]:
        read.append(portal)
        return crawls(portal, *arguments, **more)

    store.chronicle.crawls = counted  # type: ignore[method-assign]
    look(store, Heard(), now=NOW + 2 * HOUR)
    assert set(read) == {"nhandan"}


def test_incident_lasts_while_nothing_is_crawled(store: Archive) -> None:
    note(store, broken(NOW - HOUR))
    look(store, Heard())
    done = look(store, Heard(), now=NOW + 3 * DAY)
    assert [one.kind for one in done.open] == ["no-links"]


def test_portal_that_is_silent_against_its_rhythm_is_told_with_what_it_missed(store: Archive) -> None:
    heard = Heard()
    hours = [NOW.replace(hour=hour) - day * DAY for day in range(60, 3, -1) for hour in (8, 9, 14, 15)]
    came = [Arrival(hour=hour, count=2) for hour in hours]
    store.chronicle.note([crawl(hours[-1], new=2, ending=Ending.NEW)], came={SECTION: came}, now=hours[-1] + MINUTE)
    learned = rhythm.learned(came, until=hours[-1] + HOUR)
    assert learned
    store.plans.learn("nhandan", {SECTION: learned.as_json()}, now=hours[-1])
    note(store, crawl(NOW - HOUR))
    look(store, heard)
    (alarm,) = heard.alarms["json://a/"]
    assert alarm.title == f"[warning] {PORTAL.title} (nhandan): overdue"
    assert "articles that were expected" in alarm.text


def test_portal_that_is_turned_off_is_not_watched(store: Archive) -> None:
    note(store, broken(NOW - HOUR))
    done = look(store, Heard(), portals={"nhandan": {"enabled": False}})
    assert done.open == ()


def test_two_looks_at_once_are_one(store: Archive) -> None:
    note(store, broken(NOW - HOUR))
    holder = f"elsewhere {process.mark().partition(' ')[2]}"
    store.plans.claim([alarming.LEASE], holder=holder, until=NOW + HOUR, now=NOW)
    done = look(store, Heard())
    assert done.elsewhere
    assert store.incidents.open() == []


def test_archive_that_will_fill_the_disk_is_told(store: Archive) -> None:
    sizes = {(NOW - days * DAY).isoformat(): 10**9 * (10 - days) for days in range(1, 6)}
    store.incidents.done("archive-size", now=NOW - HOUR, told=sizes)
    heard = Heard()
    look(store, heard, free=6 * 10**9)
    assert heard.titles() == ["[warning] this machine: growth"]


def test_size_of_the_archive_is_noted_once_a_day_for_a_fortnight(store: Archive) -> None:
    for number in range(34):
        look(store, Heard(), now=NOW + number * DAY / 2, alarms=[])
    last = store.incidents.last("archive-size")
    assert last
    assert len(last[1]) == 15
    assert all(size > 0 for size in last[1].values())


# Chores


def test_old_history_and_responses_are_forgotten_once_a_day(store: Archive) -> None:
    old, kept = (Path("responses") / day for day in ("2026-10-01", "2026-11-20"))
    for folder in (old, kept):
        folder.mkdir(parents=True)
        (folder / "nhandan-070000-1.warc.gz").write_bytes(b"")
    note(store, crawl(NOW - 50 * DAY), crawl(NOW - HOUR))
    said: dict[str, Any] = {"history_days": 30, "responses_days": 30, "responses": Path("responses").absolute()}
    look(store, Heard(), **said)
    assert [one.at for one in store.chronicle.crawls("nhandan")] == [NOW - HOUR]
    assert (old.exists(), kept.exists()) == (False, True)


def test_responses_that_are_not_to_be_kept_any_more_are_left_to_their_owner(store: Archive) -> None:
    folder = Path("responses/2026-10-01")
    folder.mkdir(parents=True)
    (folder / "nhandan-070000-1.warc.gz").write_bytes(b"")
    look(store, Heard(), responses_days=0)
    assert folder.exists()


# Shown, and silenced


def test_incidents_are_listed_with_the_command_that_repeats_them(store: Archive) -> None:
    store.incidents.save([opened(), opened(kind="gate", closed=NOW - 2 * DAY)])
    said = say("incidents", "--days", "0")
    assert "diemtin check nhandan" in said.out
    assert "gate" not in said.out
    both = say("incidents", "--days", "30", "--json").json
    assert [(one["kind"], one["command"]) for one in both] == [
        ("no-links", "diemtin check nhandan"),
        ("gate", "diemtin check nhandan"),
    ]


def test_list_says_so_when_nothing_is_wrong(store: Archive) -> None:
    assert "nothing is wrong" in say("incidents").out
    store.incidents.save([opened(kind="gate", closed=NOW - 2 * DAY)])
    told = say("incidents").out
    assert "gate" in told
    assert "nothing is wrong" in told


def test_list_tells_whose_alarms_are_silenced(store: Archive) -> None:
    store.incidents.silence("nhandan", until=NOW + DAY)
    assert "no alarm of nhandan is sent until" in say("incidents").out
    assert "no alarm" not in say("incidents", "--portal", "moit").out


# Feeds that are held


def held(store: Archive, *paths: str, at: datetime = NOW) -> None:
    refused = tuple(Refusal(path=path, before=50, missing=30, foreign=False) for path in paths)
    report = Report(written=(), unchanged=(), refused=refused, orphaned=(), feeds=())
    note_held(store, report, output=Path("output"), now=at)


def test_feeds_that_publishing_holds_are_an_incident_until_they_are_published_again(store: Archive) -> None:
    held(store, "feeds/all", "feeds/topics/y-te")
    look(store, Heard())
    assert [(one.portal, one.kind, one.reason) for one in store.incidents.open()] == [
        ("", "held", "feeds/all, feeds/topics/y-te stay as they were")
    ]
    assert "diemtin publish" in say("incidents").out
    held(store)
    look(store, Heard(), now=NOW + 2 * HOUR)
    assert store.incidents.open() == []


def test_feeds_that_are_held_in_another_folder_are_that_folder_s(store: Archive) -> None:
    held(store, "feeds/all")
    look(store, Heard(), output=Path("elsewhere"))
    assert store.incidents.open() == []


# The status page as a file


def page_kept(store: Archive, *, now: datetime = NOW, **said: Any) -> bytes:
    """Return the page as it stands after it was kept; empty where there is none."""
    alarming.keep_page(store, settings(**said), Look(), now=now)
    file = Path("output/status.html")
    return file.read_bytes() if file.exists() else b""


def test_status_page_is_written_when_it_tells_something_else(store: Archive) -> None:
    assert page_kept(store) == b"", "nothing is published yet"
    Path("output").mkdir()
    first = page_kept(store)
    assert first
    assert page_kept(store, now=NOW + HOUR) == first, "nothing happened"
    note(store, crawl(NOW + HOUR))
    assert page_kept(store, now=NOW + HOUR + timedelta(minutes=5)) == first, "not so soon"
    assert page_kept(store, now=NOW + 2 * HOUR) != first
    assert page_kept(store, now=NOW + 3 * HOUR, status=False) == b""


def test_portal_is_silenced_shown_and_heard_again(store: Archive) -> None:
    assert say("silence", "nhandan", "--for", "3d", "--reason", "chuyển nhà").code == 0
    assert store.incidents.silences(now=NOW) == {"nhandan": (NOW + 3 * DAY, "chuyển nhà")}
    assert "chuyển nhà" in say("silence", "--list").out
    assert "sent again" in say("silence", "nhandan", "--end").out
    assert "was not silenced" in say("silence", "nhandan", "--end").out
    assert say("silence", "--list", "--json").json == []


@pytest.mark.parametrize(
    ("arguments", "until"),
    [
        ((), NOW + DAY),
        (("--for", "6h"), NOW + 6 * HOUR),
        (("--until", "2026-12-01"), datetime(2026, 12, 1, tzinfo=HANOI)),
        (("--until", "01/12/2026"), datetime(2026, 12, 1, tzinfo=HANOI)),
        (("--until", "2026-12-01T08:00"), datetime(2026, 12, 1, 8, tzinfo=HANOI)),
    ],
)
def test_all_are_silenced_until_then(store: Archive, arguments: tuple[str, ...], until: datetime) -> None:
    assert say("silence", "*", *arguments).code == 0
    assert store.incidents.silences(now=NOW)["*"][0] == until


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nhandan", "--for", "soon"),
        ("nhandan", "--until", "2026-01-01"),
        ("nhandan", "--until", "mai"),
        ("nhandan", "--for", "1d", "--until", "2026-12-01"),
    ],
)
def test_silence_that_cannot_be_is_refused(store: Archive, arguments: tuple[str, ...]) -> None:
    assert say("silence", *arguments).code == 2
    assert store.incidents.silences(now=NOW) == {}


def test_portal_that_there_is_not_is_told_with_the_nearest() -> None:
    assert "nhandan" in say("silence", "nhandann").err
