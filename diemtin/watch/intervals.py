"""When a section is crawled next: about when one new article is expected, sooner or later where crawls fail."""

from datetime import datetime, timedelta
from typing import Final

from crawler.outcomes import Ending, SectionCrawl
from diemtin.watch.rhythm import Rhythm

PASSING: Final = frozenset(
    {"name-resolution", "refused", "time-out", "connection", "tls", "server-error", "http", "redirect", "robots"}
    | {"not-found", "other"}
)
"""Kinds that are often over by the next crawl, so that one comes soon, and none is told before it."""

_PATIENT = frozenset({"blocked", "gate", "budget"})
"""Kinds that asking again makes worse."""

_LESS_OFTEN = 4
_SOONER = (0.25, 0.5)  # of the usual interval, after the first failure and after the second
_SPREAD = 0.1
_DOUBLINGS = 16  # more would only make great numbers of what the bounds cut anyway


def next_due(
    rhythm: Rhythm | None,
    *,
    now: datetime,
    last: SectionCrawl,
    failures: int,
    bounds: tuple[timedelta, timedelta],
    usual: timedelta,
    jitter: float,
) -> datetime:
    """Return when a section is crawled next.

    Args:
        rhythm: what was learned; None for nothing, then the usual interval is kept.
        now: when the last crawl ended; aware.
        last: how it ended.
        failures: crawls in a row that ended broken, this one among them.
        bounds: the least and the most time until then.
        usual: the interval where nothing was learned, and from which failures count up.
        jitter: from 0 to 1, another for each section: sections that were crawled together part.
    """
    least, most = bounds
    delay = _expected(rhythm, now=now, usual=usual, most=most)
    if last.ending is Ending.BROKEN:
        delay = _after_failure(min(delay, usual), kind=last.kind, failures=failures)
    delay = min(max(delay, least), most)
    soonest, latest = max(delay * (1 - _SPREAD), least), min(delay * (1 + _SPREAD), most)
    return now + soonest + (latest - soonest) * jitter


def _expected(rhythm: Rhythm | None, *, now: datetime, usual: timedelta, most: timedelta) -> timedelta:
    if rhythm is None:
        return usual
    return rhythm.when(now, articles=1.0, latest=now + most) - now


def _after_failure(usual: timedelta, *, kind: str, failures: int) -> timedelta:
    """Return the time to the next try: twice as long after each failure, but soon after one that may be over."""
    passed = max(failures, 1) - 1
    if kind in PASSING:
        if passed < len(_SOONER):
            return usual * _SOONER[passed]
        passed -= len(_SOONER)
    longer = 1 << min(passed, _DOUBLINGS)
    return usual * longer * (_LESS_OFTEN if kind in _PATIENT else 1)
