"""What is wrong with sections and portals, by the history of their crawls and their rhythm."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from statistics import quantiles
from typing import Final

from crawler.outcomes import REST, Ending
from diemtin.watch import falling, standings
from diemtin.watch.findings import Finding, Severity, Standing
from diemtin.watch.rhythm import Rhythm
from diemtin.watch.sections import Section

_PAST: Final = 10  # crawls at least to compare with
_FEW = 4  # links; a listing that may hold fewer says nothing
_SLOW = timedelta(hours=6)
_SLOWER = 4  # times what nine in ten took at most
_IN_A_ROW = 3


def examine(portal: str, sections: Sequence[Section], *, rhythm: Rhythm | None = None) -> list[Finding]:
    """Return what is wrong with a portal: of each section the cause alone, not what follows from it.

    Args:
        portal: its name.
        sections: all that are crawled.
        rhythm: of all together, learned from all their arrivals; None for unknown.
    """
    found = standings.broken([one.crawls for one in sections])
    ill = {path for one in found if one.standing is not Standing.SUSPECTED for path in one.sections}
    if not ill:
        found += standstill(portal, sections, rhythm=rhythm)
    for one in sections:
        if one.path not in ill and one.crawls:
            found += [*overdue(one), *fewer_links(one), *falling.fallen(one), *late(one)]
    return found


def overdue(section: Section) -> Iterator[Finding]:
    """Tell when nothing came for longer than its rhythm explains; time without a good crawl does not count."""
    if section.rhythm and section.arrived and section.answered:
        yield from _silent(section.crawls[-1].portal, (section,), section.rhythm, Severity.WARNING)


def standstill(portal: str, sections: Sequence[Section], *, rhythm: Rhythm | None) -> Iterator[Finding]:
    """Tell likewise of a portal as a whole, whose silence shows sooner than that of each section."""
    listed = [one for one in sections if one.path != REST and one.rhythm]
    if rhythm and len(listed) > 1 and all(one.answered for one in listed):
        yield from _silent(portal, listed, rhythm, Severity.ERROR)


def _silent(portal: str, sections: Sequence[Section], rhythm: Rhythm, severity: Severity) -> Iterator[Finding]:
    arrived = max((one.arrived for one in sections if one.arrived), default=None)
    answered = min(one.answered for one in sections if one.answered)
    if arrived is None:
        return
    missing = rhythm.expected(arrived, answered)
    if rhythm.is_alarmed_by(missing):
        yield Finding(
            portal=portal,
            sections=tuple(one.path for one in sections),
            kind="overdue",
            severity=severity,
            reason=f"nothing new since {arrived:%H:%M %d/%m/%Y}, though {missing:.0f} articles were expected",
            at=answered,
            crawls=sum(one.at > arrived for section in sections for one in section.crawls),
        )


def fewer_links(section: Section) -> Iterator[Finding]:
    """Tell when a listing twice in a row held less than half of what nine in ten of those before it held at least."""
    read = [one for one in section.crawls if one.links is not None and one.ending is not Ending.BROKEN]
    since = section.troubles.get("fewer-links")
    newest = read[-2:]
    past = [one.links or 0 for one in read[:-2] if not since or one.at < since]
    if len(newest) < 2 or len(past) < _PAST:  # noqa: PLR2004 -- a pair
        return
    usual = quantiles(past, n=10)[0]
    held = [one.links or 0 for one in newest]
    if usual >= _FEW and max(held) < usual * (0.75 if since else 0.5):
        yield Finding(
            portal=newest[-1].portal,
            sections=(section.path,),
            kind="fewer-links",
            severity=Severity.WARNING,
            reason=f"the listing held {held[0]} and {held[1]} links, nine in ten before held {usual:.0f} or more",
            url=newest[-1].url,
            at=newest[-1].at,
            crawls=len(newest),
        )


def late(section: Section) -> Iterator[Finding]:
    """Tell when articles were stored much later after their publication than they used to be, thrice in a row."""
    timed = [one for one in section.crawls if one.latency is not None]
    since = section.troubles.get("late")
    newest = timed[-_IN_A_ROW:]
    past = [one.latency or 0 for one in timed[:-_IN_A_ROW] if not since or one.at < since]
    if len(past) < _PAST:
        return
    usual = timedelta(seconds=quantiles(past, n=10)[-1])
    fastest = timedelta(seconds=min(one.latency or 0 for one in newest))
    if fastest > max(usual * _SLOWER, _SLOW):
        hours = timedelta(hours=1)
        yield Finding(
            portal=newest[-1].portal,
            sections=(section.path,),
            kind="late",
            severity=Severity.NOTICE,
            reason=f"articles come {fastest / hours:.0f} hours after their publication or later, "
            f"nine in ten came within {usual / hours:.1f}",
            url=newest[-1].url,
            at=newest[-1].at,
            crawls=len(newest),
        )
