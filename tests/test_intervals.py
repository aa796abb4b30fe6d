"""A section is crawled when news is expected, less often when it is quiet or fails, and never with all the others."""

from datetime import datetime, timedelta

import pytest

from crawler.dates import HANOI
from crawler.outcomes import KINDS, Arrival, Ending, SectionCrawl
from diemtin.watch import intervals, rhythm
from diemtin.watch.rhythm import Rhythm

MONDAY = datetime(2026, 6, 1, tzinfo=HANOI)
LEAST, USUAL, MOST = timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=12)
HOUR = timedelta(hours=1)


def paper() -> Rhythm:
    """Return the rhythm of a paper with 48 articles between 7 and 19 o'clock."""
    days = [MONDAY + timedelta(days=number) for number in range(60)]
    came = [Arrival(hour=day.replace(hour=hour), count=4) for day in days for hour in range(7, 19)]
    return rhythm.learn(came, first=MONDAY, until=MONDAY + timedelta(days=60))


def delay(
    *, at: float = 9, kind: str = "", failures: int = 0, jitter: float = 0.5, learned: Rhythm | None = None
) -> timedelta:
    now = MONDAY + timedelta(days=63, hours=at)
    ending = Ending.BROKEN if kind else Ending.NOTHING_NEW
    last = SectionCrawl(portal="bao", section="/", at=now, ending=ending, kind=kind)
    due = intervals.next_due(
        learned, now=now, last=last, failures=failures, bounds=(LEAST, MOST), usual=USUAL, jitter=jitter
    )
    return due - now


def test_section_of_unknown_rhythm_keeps_the_usual_interval() -> None:
    assert delay() == USUAL


def test_section_is_crawled_when_about_one_article_is_expected() -> None:
    known = paper()
    assert delay(at=9, learned=known) == pytest.approx(timedelta(minutes=15), abs=timedelta(minutes=2))
    assert 6 * HOUR < delay(at=19.5, learned=known) < MOST


def test_quiet_section_is_crawled_at_the_longest_interval() -> None:
    rare = [Arrival(hour=MONDAY + timedelta(days=7 * week, hours=9), count=1) for week in range(9)]
    learned = rhythm.learn(rare, first=MONDAY, until=MONDAY + timedelta(days=63))
    assert MOST * 0.9 <= delay(learned=learned) <= MOST


def test_failures_double_the_interval_up_to_the_longest() -> None:
    delays = [delay(kind="no-links", failures=number) for number in range(1, 12)]
    assert delays[:4] == [USUAL, USUAL * 2, USUAL * 4, USUAL * 8]
    assert delays == sorted(delays)
    assert MOST * 0.9 <= delays[-1] <= MOST
    assert delay(kind="no-links", failures=10_000) == delays[-1]


@pytest.mark.parametrize("kind", sorted(intervals.PASSING))
def test_failure_that_may_pass_is_tried_twice_within_the_usual_interval(kind: str) -> None:
    first, second = delay(kind=kind, failures=1, jitter=1), delay(kind=kind, failures=2, jitter=1)
    assert first + second <= USUAL
    assert delay(kind=kind, failures=3) == USUAL


@pytest.mark.parametrize("kind", ["blocked", "gate", "budget"])
def test_host_that_refuses_is_asked_less_often(kind: str) -> None:
    assert delay(kind=kind, failures=1) == 4 * delay(kind="no-links", failures=1)


def test_busy_section_that_fails_is_tried_sooner_than_the_usual_interval() -> None:
    assert delay(kind="no-links", failures=1, learned=paper()) < USUAL


@pytest.mark.parametrize("kind", ["", *KINDS])
@pytest.mark.parametrize("jitter", [0.0, 0.3, 0.999])
def test_delay_is_always_between_the_bounds(kind: str, jitter: float) -> None:
    for hour in range(0, 24, 3):
        for failures in (0, 1, 2, 5, 50):
            for learned in (None, PAPER):
                assert LEAST <= delay(at=hour, kind=kind, failures=failures, jitter=jitter, learned=learned) <= MOST


@pytest.mark.parametrize("at", [9, 19.5])
def test_sections_that_were_crawled_together_part(at: float) -> None:
    delays = {delay(at=at, jitter=number / 50, learned=PAPER) for number in range(50)}
    assert len(delays) == 50
    assert max(delays) - min(delays) >= 0.09 * min(delays)


def test_fixed_interval_is_kept() -> None:
    last = SectionCrawl(portal="bao", section="/", at=MONDAY, ending=Ending.NEW)
    due = intervals.next_due(PAPER, now=MONDAY, last=last, failures=0, bounds=(USUAL, USUAL), usual=USUAL, jitter=0.7)
    assert due == MONDAY + USUAL


PAPER = paper()
