"""How everything stands, gathered from the archive."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import median

from crawler.archive import Archive
from crawler.archive.chronicle import SectionState
from crawler.archive.memory import RUNNING
from crawler.archive.plans import Spent
from crawler.dates import HANOI
from crawler.outcomes import FIELDS, REST, Arrival, Incident, SectionCrawl
from crawler.portal import Portal
from diemtin.status import health
from diemtin.status.health import Health
from diemtin.status.state import DAYS, HISTORY, FeedStatus, PortalStatus, SectionStatus, State, Trouble
from diemtin.watch.rhythm import Rhythm

RECENT = 40
"""Crawls of a section that its coverage and its latency are told from."""

BRIEF = 7
"""Days of which articles are told in brief."""

LEASE = "service"
"""Name of the lease that the service at work holds."""

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_LOOKED_AT = 5  # sections of one incident whose saved answers are looked for

Mark = tuple[date, bool, tuple[tuple[str, datetime | None, datetime | None], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a section's past tells, as long as it is not crawled again and the day is the same.

    Attributes:
        days: as in `SectionStatus`. Likewise `expected`, `latency` and `coverage`.
        lately: arrivals of the last two days.
    """

    days: tuple[int, ...] = (0,) * DAYS
    lately: tuple[Arrival, ...] = ()
    expected: float | None = None
    latency: int | None = None
    coverage: Mapping[str, float]


Known = dict[str, tuple[Mark, Mapping[str, Past]]]
"""What was gathered of portals' past, by name; whoever gathers again and again hands it on."""


def gather(
    store: Archive,
    portals: Iterable[Portal],
    *,
    enabled: Collection[str],
    now: datetime,
    size: int | None = None,
    brief: bool = False,
    known: Known | None = None,
) -> State:
    """Return how everything stands.

    Args:
        store: the archive.
        portals: those that are told of.
        enabled: names of those that are crawled.
        now: aware.
        size: bytes that the archive takes.
        brief: coverage and latency are left out, and days before the last `BRIEF`, which take the longest.
        known: of the last time; brought up to date. With 2,000 sections it saves seconds.
    """
    listed = sorted(portals, key=lambda one: one.name)
    lately = store.incidents.lately(since=now - HISTORY)
    wrong = [one for one in lately if one.closed is None]
    look = _Look(store, wrong, {} if known is None else known, now=now, brief=brief)
    over = sorted((one for one in lately if one.closed), key=lambda one: (one.closed, one.id), reverse=True)
    return State(
        at=now,
        portals=tuple(look.portal(one, enabled=one.name in enabled) for one in listed),
        troubles=tuple(look.trouble(one) for one in wrong),
        past=tuple(over),
        feeds=tuple(
            FeedStatus(path=path, entries=one.entries, updated=one.updated)
            for path, one in sorted(store.memory.published().items())
        ),
        size=size,
        runs=LEASE in look.holders,
    )


class _Look:
    """One look at the archive: what is asked for once, and what is asked for portal by portal."""

    def __init__(self, store: Archive, wrong: Sequence[Incident], known: Known, *, now: datetime, brief: bool) -> None:
        self._store = store
        self._now = now
        self._brief = brief
        self._wrong = wrong
        self._known = known
        self._states: dict[str, dict[str, SectionState]] = {}
        for one in store.chronicle.states():
            self._states.setdefault(one.portal, {})[one.section] = one
        self._held = store.reader.portals()
        self._feeds = [one for one in store.reader.native_feeds() if one.verdict]
        self._spent = store.plans.spent(now.astimezone(HANOI).date())
        self._breakers = store.plans.breakers()
        self._silences = store.incidents.silences(now=now)
        self.holders = store.plans.holders(now=now)

    def portal(self, portal: Portal, *, enabled: bool) -> PortalStatus:
        """Return how a portal stands."""
        held = self._held.get(portal.name)
        wrong = tuple(one for one in self._wrong if one.portal == portal.name)
        sections = self._sections(portal, wrong, enabled=enabled)
        judged = [one.health for one in sections if one.path != REST or one.health is Health.BROKEN]
        return PortalStatus(
            name=portal.name,
            title=portal.title,
            home=portal.home,
            health=health.of_portal(judged, enabled=enabled, outcome=held.outcome if held else ""),
            held=held,
            sections=sections,
            crawling=portal.name in self.holders or bool(held and held.outcome == RUNNING),
            spent=self._spent.get(portal.name, Spent()),
            breakers=tuple(self._breakers[host] for host in portal.hosts if host in self._breakers),
            faulty=tuple(one for one in self._feeds if one.portal == portal.name),
            incidents=wrong,
            silenced=self._silences.get(portal.name, self._silences.get("*", (None, "")))[0],
        )

    def _sections(self, portal: Portal, wrong: Sequence[Incident], *, enabled: bool) -> tuple[SectionStatus, ...]:
        states = self._states.get(portal.name, {})
        past = self._past(portal.name, states)
        titles = {one.path: one.title for one in portal.sections}
        told = []
        for path, title in {**titles, **({REST: ""} if REST in states else {})}.items():
            theirs = [one for one in wrong if not one.sections or path in one.sections]
            judged = health.of_section(states.get(path), theirs, enabled=enabled, now=self._now)
            blank = SectionStatus(portal=portal.name, path=path, title=title, health=judged)
            state = states.get(path)
            told.append(_told(blank, state, past[path], now=self._now) if state else blank)
        return tuple(told)

    def _past(self, portal: str, states: Mapping[str, SectionState]) -> Mapping[str, Past]:
        today = self._now.astimezone(HANOI).date()
        mark = (today, self._brief, tuple((path, one.asked, one.learned) for path, one in states.items()))
        known = self._known.get(portal)
        if known is None or known[0] != mark:
            known = mark, self._read(portal, states)
            self._known[portal] = known
        return known[1]

    def _read(self, portal: str, states: Mapping[str, SectionState]) -> Mapping[str, Past]:
        """Return what the past of a portal's sections tells."""
        since = _first_day(self._now) + _DAY * (DAYS - BRIEF if self._brief else 0)
        came = self._store.chronicle.arrivals(portal, since=since) if states else {}
        return {path: self._of_section(one, came.get(path, ())) for path, one in states.items()}

    def _of_section(self, state: SectionState, came: Sequence[Arrival]) -> Past:
        crawls: Sequence[SectionCrawl] = ()
        if state.asked and not self._brief:
            crawls = self._store.chronicle.crawls(state.portal, state.section, limit=RECENT)
        rhythm = Rhythm.from_json(state.rhythm) if state.rhythm else None
        return Past(
            days=_days(came, now=self._now),
            lately=tuple(one for one in came if one.hour > self._now - 2 * _DAY),
            expected=rhythm.expected(self._now, self._now + _WEEK) / _WEEK.days if rhythm else None,
            latency=_latency(crawls),
            coverage=_coverage(crawls),
        )

    def trouble(self, incident: Incident) -> Trouble:
        """Return an open incident with what it has cost, and which of its sections' answers were kept."""
        states = self._states.get(incident.portal, {})
        paths = incident.sections or tuple(states)
        learned = [states[path].rhythm for path in paths if path in states]
        rhythms = [Rhythm.from_json(one) for one in learned if one]
        kept = (self._store.chronicle.evidence(incident.portal, path) for path in paths[:_LOOKED_AT])
        return Trouble(
            incident=incident,
            missed=sum(one.expected(incident.opened, self._now) for one in rhythms) if rhythms else None,
            looked=tuple(one.section for one in kept if one),
        )


def _told(blank: SectionStatus, state: SectionState, past: Past, *, now: datetime) -> SectionStatus:
    return replace(
        blank,
        ending=state.ending,
        kind=state.kind,
        reason=state.reason,
        url=state.url,
        asked=state.asked,
        answered=state.answered,
        brought=state.brought,
        due=state.due,
        since=state.since,
        failures=state.failures,
        expected=past.expected,
        days=past.days,
        latest=sum(one.count for one in past.lately if now - _DAY < one.hour <= now),
        latency=past.latency,
        coverage=past.coverage,
    )


def _first_day(now: datetime) -> datetime:
    """Return the first moment of the days that charts show."""
    return datetime.combine(now.astimezone(HANOI).date() - _DAY * (DAYS - 1), time(), HANOI)


def _days(came: Iterable[Arrival], *, now: datetime) -> tuple[int, ...]:
    first, counts = _first_day(now), [0] * DAYS
    for one in came:
        day = (one.hour - first).days
        if 0 <= day < DAYS:
            counts[day] += one.count
    return tuple(counts)


def _latency(crawls: Iterable[SectionCrawl]) -> int | None:
    known = [one.latency for one in crawls if one.latency is not None]
    return round(median(known)) if known else None


def _coverage(crawls: Sequence[SectionCrawl]) -> Mapping[str, float]:
    read = sum(one.read for one in crawls)
    return {name: sum(one.fields.get(name, 0) for one in crawls) / read for name in FIELDS} if read else {}
