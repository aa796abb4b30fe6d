"""What is due, and when it is due again: each section by its own rhythm, between the operator's bounds."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from crawler.archive import Archive
from crawler.archive.chronicle import SectionState
from crawler.archive.plans import LONGEST_LEFT_ALONE, Breaker, Spent
from crawler.dates import HANOI
from crawler.outcomes import REST, SectionCrawl
from crawler.portal import Portal
from diemtin.settings import Settings
from diemtin.watch import intervals, rhythm
from diemtin.watch.rhythm import Rhythm

LEARNED_FROM = timedelta(days=400)
"""How far back arrivals are looked at: Tết comes once a year."""

_WITH_SECTIONS = timedelta(hours=1)
_LEARN_EVERY = timedelta(days=1)
_NEVER = datetime(1970, 1, 1, tzinfo=HANOI)
_DAY = timedelta(days=1)
_NOBODY_ASKED = frozenset({"name-resolution"})
"""Kinds that trouble no host: more often than not it is this machine's own network that is down."""

Due = Mapping[str, frozenset[str]]
"""Paths of sections by the portal's name; `REST` stands for articles that are to be looked at again."""


def due(
    portals: Iterable[Portal],
    planned: Mapping[str, Mapping[str, datetime | None]],
    *,
    settings: Settings,
    now: datetime,
) -> Due:
    """Return what is to be crawled, the portal that is due the longest first.

    A section that nobody has planned yet is due at once, and so is one that is planned for later than it ever would
    be: the clock was wrong then. What is almost due goes along with what is. In a portal's quiet hours nothing of it
    is due.

    Args:
        portals: those in service.
        planned: when each section is due, as `Plans.planned` tells it.
        settings: tell the quiet hours.
        now: aware.
    """
    late: dict[str, dict[str, datetime]] = {}
    for portal in portals:
        if _quiet_until(portal, settings, now=now) is None:
            known = planned.get(portal.name, {})
            least, most = settings.bounds(portal.name)
            latest = now + max(most, LONGEST_LEFT_ALONE) + _DAY  # with quiet hours
            every = {path: _believed(known.get(path), latest=latest) for path in _paths(portal, known)}
            soon = now + least / 2
            if min(every.values(), default=soon) <= now:
                late[portal.name] = {path: at for path, at in every.items() if at <= soon}
    ordered = sorted(late, key=lambda name: (min(late[name].values()), name))
    return {name: frozenset(late[name]) for name in ordered}


def _believed(planned: datetime | None, *, latest: datetime) -> datetime:
    return _NEVER if planned is None or planned > latest else planned


def _paths(portal: Portal, known: Mapping[str, datetime | None]) -> list[str]:
    return [*(one.path for one in portal.sections), *([REST] if known.get(REST) else [])]


def longest(names: Iterable[str], *, settings: Settings, now: datetime) -> timedelta:
    """Return how long a crawl of portals may take that begins now: no longer than until quiet hours of one begin."""
    most = timedelta(minutes=settings.crawl_minutes)
    hours = [quiet for name in names if (quiet := settings.quiet(name))]
    return min([most, *(_next_time(quiet.begin, now=now) - now for quiet in hours)])


def _next_time(of_day: time, *, now: datetime) -> datetime:
    """Return when it is this time of day next, in Ha Noi time."""
    today = datetime.combine(now.astimezone(HANOI).date(), of_day, HANOI)
    return today if today > now else today + _DAY


def hold(store: Archive, chosen: Due, *, settings: Settings, now: datetime) -> None:
    """Put off what is about to be crawled: a crawl that is killed is not begun again at once, and again."""
    for name, paths in chosen.items():
        store.plans.plan(name, dict.fromkeys(paths, now + settings.every(name)))


def sweeps(
    states: Iterable[SectionState], chosen: Due, *, settings: Settings, now: datetime
) -> dict[str, frozenset[str]]:
    """Return which of the sections that are to be crawled are to be walked back a week.

    Each has its own day for it. One that was never crawled is walked as far as a first crawl goes.
    """
    if not settings.sweep_days:
        return {}
    found: dict[str, set[str]] = {}
    for one in states:
        every = timedelta(days=settings.sweep_days * (0.9 + 0.2 * _share(one.portal, one.section)))
        if one.section in chosen.get(one.portal, ()) and one.swept and not now - every < one.swept <= now:
            found.setdefault(one.portal, set()).add(one.section)
    return {name: frozenset(paths) for name, paths in found.items()}


def allowances(names: Iterable[str], spent: Mapping[str, Spent], *, settings: Settings) -> dict[str, Spent]:
    """Return what portals may still cost today; a portal without a budget is not among them."""
    left = {}
    for name in names:
        budget, used = settings.budget(name), spent.get(name, Spent())
        if budget.requests or budget.bytes:
            left[name] = Spent(
                requests=_left(budget.requests, used.requests),
                bytes=_left(budget.bytes, used.bytes),
            )
    return left


def _left(allowed: int, used: int) -> int:
    return max(0, allowed - used) if allowed else _UNLIMITED


_UNLIMITED = 2**63


def replan(
    store: Archive,
    portal: Portal,
    *,
    settings: Settings,
    now: datetime,
    since: datetime | None = None,
    asked: Collection[str] = (),
) -> None:
    """Plan when the sections of a portal are due again, by what their crawls told; learn their rhythms once a day.

    Args:
        store: has what the crawls told.
        portal: that was crawled.
        settings: tell the bounds.
        now: aware; when the crawl ended.
        since: when it began: what was not crawled since stays as it is planned. None for all.
        asked: paths of the sections that were to be crawled: one that was not, for the crawl was told to stop, is due
            again soon.
    """
    states = {one.section: one for one in store.chronicle.states([portal.name])}
    learned = _learn(store, portal, states, now=now)
    until = _left_alone(portal, store.plans.breakers(), now=now)
    planned: dict[str, datetime] = {}
    for section in portal.sections:
        state = states.get(section.path)
        if state and state.asked and _was_crawled(state.asked, since=since):
            last = store.chronicle.crawls(portal.name, section.path, limit=1)[-1]
            moment = _next(last, state, learned.get(section.path), settings=settings, now=now)
            planned[section.path] = max(moment, until or now)
        elif section.path in asked:
            planned[section.path] = max(now + settings.bounds(portal.name)[0], until or now)
    planned[REST] = max(
        _next_article(store, portal, planned.values(), settings=settings, now=now),
        until or now,
    )
    awake = {path: _quiet_until(portal, settings, now=at) or at for path, at in planned.items()}
    store.plans.plan(portal.name, awake)


def _was_crawled(asked: datetime, *, since: datetime | None) -> bool:
    return since is None or asked >= since.replace(microsecond=0)  # the archive keeps whole seconds


def _next(
    last: SectionCrawl, state: SectionState, learned: Rhythm | None, *, settings: Settings, now: datetime
) -> datetime:
    usual = settings.every(last.portal)
    moment = intervals.next_due(
        learned,
        now=now,
        last=last,
        failures=state.failures,
        bounds=settings.bounds(last.portal),
        usual=usual,
        jitter=_share(last.portal, last.section, now.isoformat()),
    )
    return min(moment, now + usual) if last.kind in _NOBODY_ASKED else moment


def _learn(
    store: Archive, portal: Portal, states: Mapping[str, SectionState], *, now: datetime
) -> dict[str, Rhythm | None]:
    """Return the rhythms of a portal's sections, learned anew those that were learned a day ago.

    While a section is broken or overdue nothing is learned of it: it would get used to that.
    """
    ill = {path for one in store.incidents.open() if one.portal == portal.name for path in one.sections}
    well = {path for path, one in states.items() if path != REST and not one.failures and path not in ill}
    old = [path for path in well if (at := states[path].learned) is None or not now - _LEARN_EVERY < at <= now]
    fresh: dict[str, Rhythm | None] = {}
    if old:
        came = store.chronicle.arrivals(portal.name, since=now - LEARNED_FROM)
        fresh = {path: rhythm.learned(came.get(path, ()), until=now) for path in old}
        store.plans.learn(portal.name, {path: one.as_json() if one else None for path, one in fresh.items()}, now=now)
    kept = {path: Rhythm.from_json(one.rhythm) for path, one in states.items() if one.rhythm}
    return {**kept, **fresh}


def _next_article(
    store: Archive, portal: Portal, sections: Iterable[datetime], *, settings: Settings, now: datetime
) -> datetime:
    """Return when articles are to be looked at again: with the next section after one is due, or an hour later."""
    least, most = settings.bounds(portal.name)
    wanted = store.plans.next_article(portal.name)
    soonest = min(max(wanted or now + most, now + least), now + most)
    return min([soonest + _WITH_SECTIONS, *(at for at in sections if at >= soonest)])


def _left_alone(portal: Portal, breakers: Mapping[str, Breaker], *, now: datetime) -> datetime | None:
    """Return until when nothing is asked of a portal's host, as it refused too often."""
    hosts = [breakers[host] for host in portal.hosts if host in breakers]
    return max((one.until for one in hosts if one.is_open(now)), default=None)


def _quiet_until(portal: Portal, settings: Settings, *, now: datetime) -> datetime | None:
    quiet = settings.quiet(portal.name)
    return quiet.ends(now) if quiet else None


def _share(*words: str) -> float:
    """Return a number from 0 to 1 that some words always have: what is spread by it stays where it is."""
    digest = hashlib.blake2b("\n".join(words).encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32


def batches(names: Sequence[str], *, size: int) -> list[list[str]]:
    """Return names in batches of a size."""
    return [list(names[start : start + size]) for start in range(0, len(names), size)]
