"""Metrics are written as Prometheus reads them: proven by a strict reader of the text format 0.0.4."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import factories
import pytest
from test_status import ECONOMY, HOUR, NOW, POLITICS, arrivals, broken, crawl, incident, looked, note, portal

from crawler.archive import Archive
from crawler.archive.memory import Published
from crawler.archive.plans import Breaker, Spent
from crawler.outcomes import Ending
from crawler.portal import Section
from diemtin.status import metrics
from diemtin.status.health import Health
from diemtin.watch import rhythm

Key = tuple[str, frozenset[tuple[str, str]]]

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"')
_SAMPLE = re.compile(rf"({_NAME})(?:\{{(.*)\}})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)")
_UNITS = ("_seconds", "_bytes", "_ratio", "_total", "_info")


def read(text: bytes) -> dict[Key, float]:
    """Return the samples of a text in the format, and refuse what the format or its rules of naming forbid."""
    lines = text.decode("utf-8", errors="strict").split("\n")
    assert lines.pop() == "", "the last line must end with a line feed"
    found: dict[Key, float] = {}
    seen: set[str] = set()
    for name, group in groupby(lines, key=_metric):
        assert name not in seen, f"{name} must stand in one group"
        seen.add(name)
        about, kind, *samples = group
        assert re.fullmatch(rf"# HELP {name} (?:[^\\\n]|\\[\\n])+", about)
        assert re.fullmatch(rf"# TYPE {name} (?:counter|gauge)", kind)
        assert kind.endswith("counter") == name.endswith("_total")
        assert samples, f"{name} has no sample"
        for line in samples:
            key, value = _sample(line)
            assert key not in found, f"{key} twice"
            found[key] = value
    return found


def _metric(line: str) -> str:
    told = re.match(rf"(?:# (?:HELP|TYPE) )?({_NAME})", line)
    assert told, line
    return told[1]


def _sample(line: str) -> tuple[Key, float]:
    told = _SAMPLE.fullmatch(line)
    assert told, line
    labels = told[2] or ""
    each = list(_LABEL.finditer(labels))
    assert ",".join(one[0] for one in each) == labels, line
    assert len({one[1] for one in each}) == len(each), f"a label twice: {line}"
    named = frozenset((one[1], re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), one[2])) for one in each)
    return (told[1], named), float(told[3])


def key(name: str, **labels: str) -> Key:
    return f"diemtin_{name}", frozenset(labels.items())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as found:
        yield found


def test_what_is_asked_for_is_told_with_its_unit(store: Archive) -> None:
    note(store, crawl(at=NOW - 2 * HOUR, ending=Ending.NEW, new=2, read=2, fields={"lead": 1}, latency=90))
    note(store, broken(ECONOMY.path))
    store.plans.plan("cong-a", {POLITICS.path: NOW + HOUR})
    store.plans.spend("cong-a", NOW.date(), Spent(requests=7, bytes=3_000_000_000))
    store.plans.note_breakers(
        [Breaker(host="cong-a.example.vn", until=NOW + HOUR, times=1, kind="blocked", cause="403")], closed=()
    )
    store.memory.note_published({"feeds/all": Published(digest="x", entries=50, updated=NOW - HOUR)})
    store.incidents.save([incident(), incident(portal="", kind="disk", sections=(), severity="warning")])
    told = read(metrics.metrics(looked(store, size=1_234_567)))
    section = {"portal": "cong-a", "section": POLITICS.path}
    at = int(NOW.timestamp())
    assert told[key("section_last_crawl_timestamp_seconds", **section)] == at - 7200 + 300
    assert told[key("section_last_success_timestamp_seconds", **section)] == at - 7200 + 300
    assert told[key("section_due_timestamp_seconds", **section)] == at + 3600
    assert told[key("section_ending", **section, ending="new")] == 1
    assert told[key("section_ending", **section, ending="broken")] == 0
    assert told[key("section_broken", portal="cong-a", section=ECONOMY.path, kind="no-links")] == 1
    assert told[key("section_failures", portal="cong-a", section=ECONOMY.path)] == 1
    assert told[key("section_latency_seconds", **section)] == 90
    assert told[key("section_field_coverage_ratio", **section, field="lead")] == 0.5
    assert told[key("requests_today", portal="cong-a")] == 7
    assert told[key("received_today_bytes", portal="cong-a")] == 3_000_000_000
    assert told[key("breaker_open", portal="cong-a", host="cong-a.example.vn")] == 1
    assert told[key("incidents_open", portal="cong-a", kind="no-links", severity="error")] == 1
    assert told[key("incidents_open", portal="", kind="disk", severity="warning")] == 1
    assert told[key("feed_entries", feed="feeds/all")] == 50
    assert told[key("feed_updated_timestamp_seconds", feed="feeds/all")] == at - 3600
    assert told[key("archive_size_bytes")] == 1_234_567
    assert told[key("portals", health="broken")] == 1
    assert [name for name, _ in told if name == "diemtin_build_info"]


def test_documentation_lists_every_metric_and_state(tmp_path: Path) -> None:
    article = factories.article(1, portal="cong-a")
    with factories.archive(tmp_path, [article]) as store:
        learned = rhythm.learned(arrivals(of=9), until=NOW)
        assert learned
        note(store, crawl(ending=Ending.NEW, new=1, read=1, latency=9))
        note(store, broken(ECONOMY.path))
        store.plans.plan("cong-a", {POLITICS.path: NOW})
        store.plans.learn("cong-a", {POLITICS.path: learned.as_json()}, now=NOW)
        refused = Breaker(host="cong-a.example.vn", until=NOW, times=1, kind="blocked", cause="403")
        store.plans.note_breakers([refused], closed=())
        store.memory.note_published({"feeds/all": Published(digest="x", updated=NOW)})
        store.incidents.save([incident()])
        told = read(metrics.metrics(looked(store, size=1)))
    documented = (Path(__file__).parent.parent / "docs" / "status.md").read_text()
    states, _, listed = documented.partition("## Metrics")
    rows = [line.split("|")[1] for line in listed.splitlines() if line.startswith("| `")]
    named = {f"diemtin_{name}" for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == {name for name, _ in told}
    assert set(re.findall(r"^\| `(\w+)`", states, re.MULTILINE)) == set(Health)


def test_numbers_that_have_a_unit_end_in_it(store: Archive) -> None:
    told = read(metrics.metrics(looked(store, size=1)))
    for name, _ in told:
        if any(part in name for part in ("timestamp", "latency", "size", "received", "coverage")):
            assert name.endswith(_UNITS), name


def test_articles_are_counted(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article(1), factories.article(2)]) as store:
        told = read(metrics.metrics(looked(store, factories.portal(), enabled=["baochinhphu"])))
    assert told[key("articles_total", portal="baochinhphu")] == 2
    assert told[key("links_waiting", portal="baochinhphu")] == 0


def test_addresses_with_quotation_marks_and_the_like_are_escaped(store: Archive) -> None:
    odd = 'tin?q="a"\\b\nc{},đ'
    note(store, crawl(odd))
    told = read(metrics.metrics(looked(store, replace(portal(), sections=(Section(path=odd, title="Lạ"),)))))
    assert told[key("section_failures", portal="cong-a", section=odd)] == 0


def test_empty_archive_has_no_moments_that_never_were(store: Archive) -> None:
    told = read(metrics.metrics(looked(store)))
    names = {name for name, _ in told}
    assert "diemtin_section_last_crawl_timestamp_seconds" not in names
    assert told[key("portal_enabled", portal="cong-a")] == 1
    assert told[key("service_up")] == 0


def test_same_state_has_the_same_bytes(store: Archive) -> None:
    note(store, crawl())
    state = looked(store)
    assert metrics.metrics(state) == metrics.metrics(state)


@pytest.mark.parametrize(
    "wrong",
    [
        b"diemtin_x 1\n",
        b"# HELP diemtin_x a\n# TYPE diemtin_x gauge\ndiemtin_x 1",
        b'# HELP diemtin_x a\n# TYPE diemtin_x gauge\ndiemtin_x{a="b\\c"} 1\n',
        b"# HELP diemtin_x a\n# TYPE diemtin_x gauge\ndiemtin_x 1\ndiemtin_x 2\n",
        b"# HELP diemtin_x_total a\n# TYPE diemtin_x_total gauge\ndiemtin_x_total 1\n",
    ],
)
def test_reader_of_these_tests_is_strict(wrong: bytes) -> None:
    with pytest.raises((AssertionError, ValueError)):
        read(wrong)
