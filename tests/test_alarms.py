"""What is told of incidents, to whom, and when, is decided by what was heard before."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from crawler.dates import HANOI
from crawler.outcomes import Incident
from diemtin.watch import alarms
from diemtin.watch.alarms import ALL, Facts, Tone, after, digest, latest_digest, told, unheard

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=HANOI)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def incident(number: int = 1, **changes: Any) -> Incident:
    plain = Incident(
        id=number,
        portal="moit",
        kind="no-links",
        sections=("tin-tuc",),
        severity="error",
        reason="a listing without links",
        url="https://moit.gov.vn/tin-tuc",
        opened=NOW - 5 * HOUR,
        seen=NOW,
        crawls=7,
    )
    return replace(plain, **changes)


def wanted(
    *known: Incident, heard: alarms.Heard | None = None, least: str = "warning", silenced: Any = ()
) -> list[int]:
    return [one.id or 0 for one in unheard(known, heard or {}, least=least, silenced=silenced)]


def test_incident_is_told_once() -> None:
    assert wanted(incident()) == [1]
    assert wanted(incident(), heard={1: "error"}) == []


def test_incident_that_became_graver_is_told_again() -> None:
    assert wanted(incident(), heard={1: "warning"}) == [1]
    (alarm,) = told([incident()], {}, {1: "warning"})
    assert "told as a warning before" in alarm.text


def test_incident_that_is_over_is_told_to_whoever_heard_of_it() -> None:
    over = incident(closed=NOW)
    assert wanted(over, heard={1: "error"}) == [1]
    assert wanted(over) == []


def test_what_is_less_grave_than_wanted_is_not_told() -> None:
    assert wanted(incident(severity="notice"), incident(2, severity="warning")) == [2]
    assert wanted(incident(severity="notice"), least="notice") == [1]


@pytest.mark.parametrize("silenced", [{"moit"}, {ALL}])
def test_nothing_is_told_of_what_is_silenced(silenced: set[str]) -> None:
    assert wanted(incident(), incident(2, closed=NOW), heard={2: "error"}, silenced=silenced) == []
    assert wanted(incident(), silenced={"nhandan"}) == [1]


def test_silence_of_one_portal_does_not_silence_the_machine() -> None:
    machine = incident(portal="", kind="disk")
    assert wanted(machine, silenced={"moit"}) == [1]
    assert wanted(machine, silenced={ALL}) == []


def test_message_names_what_since_when_its_cost_the_page_and_the_command() -> None:
    facts = Facts(title="Bộ Công Thương", missed=12.4, looked="https://tin.vn/status/evidence/moit/tin-tuc")
    (alarm,) = told([incident()], {1: facts}, {})
    assert alarm.title == "[error] Bộ Công Thương (moit): no-links"
    for part in (
        "05:00 23/11/2026",
        "7 crawls",
        "about 12 articles",
        "https://moit.gov.vn/tin-tuc",
        "https://tin.vn/status/evidence/moit/tin-tuc",
        "diemtin check moit",
    ):
        assert part in alarm.text
    assert (alarm.tone, alarm.tells) == (Tone.ERROR, {1: "error"})


def test_gravest_is_told_first_and_what_is_over_last() -> None:
    found = told([incident(1, closed=NOW), incident(2, severity="warning"), incident(3)], {}, {})
    assert [list(one.tells) for one in found] == [[3], [2], [1]]
    assert found[-1].tone is Tone.HEALED


def test_many_at_once_are_one_message() -> None:
    found = told([incident(number, portal=f"cong{number}") for number in range(1, 31)], {}, {})
    (alarm,) = found
    assert alarm.title == "Điểm Tin: 30 things are wrong"
    assert "and 10 more" in alarm.text
    assert len(alarm.tells) == 30


def test_what_is_over_is_forgotten_once_it_was_told() -> None:
    known = [incident(1, closed=NOW), incident(2)]
    taken = told(known, {}, {1: "error"})
    assert after({1: "error", 9: "error"}, taken, known) == {2: "error"}


def test_what_was_not_taken_is_not_heard() -> None:
    assert after({}, [], [incident()]) == {}


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (NOW, NOW.replace(hour=7)),
        (NOW.replace(hour=7), NOW.replace(hour=7)),
        (NOW.replace(hour=6, minute=59), NOW.replace(hour=7) - DAY),
    ],
)
def test_digest_is_due_once_a_day(now: datetime, due: datetime) -> None:
    assert latest_digest("07:00", now=now) == due


def test_no_digest_is_due_where_none_is_wanted() -> None:
    assert latest_digest("", now=NOW) is None


def digested(*known: Incident, silences: Any = None) -> alarms.Alarm:
    titles = {"moit": "Bộ Công Thương"}
    return digest(known, at=NOW.replace(hour=7), since=NOW - DAY, silences=silences or {}, titles=titles)


def test_digest_says_in_one_line_that_all_is_well() -> None:
    alarm = digested()
    assert (alarm.title, alarm.tone) == ("Điểm Tin: all is well", Tone.HEALED)
    assert len(alarm.text.splitlines()) == 1
    assert alarm.digest == NOW.replace(hour=7)


def test_digest_tells_of_every_severity_and_of_what_was_closed_since_the_last() -> None:
    alarm = digested(
        incident(1, severity="notice", kind="duplicates"),
        incident(2, kind="gate", closed=NOW - HOUR),
        incident(3, kind="tls", closed=NOW - 2 * DAY),
    )
    assert alarm.title == "Điểm Tin: 1 open, 1 healed"
    assert "Bộ Công Thương: duplicates" in alarm.text
    assert "gate" in alarm.text
    assert "tls" not in alarm.text
    assert (alarm.tone, alarm.tells) == (Tone.NOTICE, {})


def test_digest_says_what_is_silenced_and_nothing_else_of_it() -> None:
    alarm = digested(incident(), silences={"moit": (NOW + DAY, "chuyển nhà")})
    assert alarm.title == "Điểm Tin: all is well"
    assert "- moit, until 10:00 24/11/2026: chuyển nhà" in alarm.text
