"""How a section or a portal is: judged from how its crawls ended, when it is due and what is wrong with it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.archive.chronicle import SectionState
from crawler.archive.memory import RUNNING
from crawler.outcomes import Ending, Incident
from diemtin.watch.intervals import PASSING


class Health(StrEnum):
    """How a section or a portal is, the worst first.

    OVERDUE is one that nobody crawls though it is due, or that has been still for longer than its rhythm explains;
    DEGRADED one that is read while something is wrong with what is read, or that failed once in a way that is often
    over by the next crawl; QUIET one that answers and has no news.
    """

    BROKEN = "broken"
    OVERDUE = "overdue"
    DEGRADED = "degraded"
    NEVER = "never"
    QUIET = "quiet"
    WELL = "well"
    OFF = "off"


QUIET_AFTER = timedelta(days=3)
"""Without an article a section is quiet: longer than a weekend."""

LATE = timedelta(hours=1)
"""What is due may wait so long at the least: a service that was restarted catches up in less."""

_MOST = timedelta(days=1)
_STILL = "overdue"  # the kind of incident
_OF_OUTCOMES: Mapping[str, Health] = {
    Ending.NEW: Health.WELL,
    Ending.NOTHING_NEW: Health.WELL,
    Ending.BROKEN: Health.BROKEN,
}
_WORST_FIRST = (Health.BROKEN, Health.OVERDUE, Health.DEGRADED, Health.WELL, Health.QUIET, Health.NEVER)


def of_section(state: SectionState | None, incidents: Iterable[Incident], *, enabled: bool, now: datetime) -> Health:
    """Return how a section is.

    Args:
        state: how it stands; None when it was never crawled or planned.
        incidents: what is wrong with it.
        enabled: its portal is crawled.
        now: aware.
    """
    if not enabled:
        return Health.OFF
    if state is None or state.asked is None:
        return Health.NEVER
    wrong = {one.kind for one in incidents if one.severity != "notice"}
    if state.ending == Ending.BROKEN:
        passing = state.failures == 1 and state.kind in PASSING and state.kind not in wrong
        return Health.DEGRADED if passing else Health.BROKEN
    if _STILL in wrong or _is_late(state, state.asked, now=now):
        return Health.OVERDUE
    if wrong:
        return Health.DEGRADED
    return Health.WELL if state.brought and now - state.brought <= QUIET_AFTER else Health.QUIET


def of_portal(sections: Iterable[Health], *, enabled: bool, outcome: str) -> Health:
    """Return how a portal is: as the worst of its sections; quiet, or never crawled, only where all of them are.

    Args:
        sections: how those are.
        enabled: it is crawled.
        outcome: of its last crawl, which alone tells where an older version crawled it; empty for none.
    """
    if not enabled:
        return Health.OFF
    there = set(sections)
    worst = next((one for one in _WORST_FIRST if one in there), Health.NEVER)
    if worst is Health.NEVER and outcome not in {"", RUNNING}:
        return _OF_OUTCOMES.get(outcome, Health.DEGRADED)
    return worst


def _is_late(state: SectionState, asked: datetime, *, now: datetime) -> bool:
    """Return whether a section has been due for longer than it was to wait, at least an hour and at most a day."""
    return state.due is not None and now - state.due > max(LATE, min(state.due - asked, _MOST))
