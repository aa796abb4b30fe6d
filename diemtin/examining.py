"""What the monitors are told of portals and of this machine: as little of the history as they need, for it is long."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from crawler.archive import Archive, copying, opening
from crawler.archive.chronicle import SectionState
from crawler.outcomes import REST, Arrival, Incident, SectionCrawl
from crawler.portal import Portal
from diemtin.operation import planning
from diemtin.settings import Settings
from diemtin.watch import machine, monitors, rhythm
from diemtin.watch.findings import Finding
from diemtin.watch.rhythm import Rhythm
from diemtin.watch.sections import CRAWLS, Section

SIZES: Final = "archive-size"
"""Under this name the archive's size on each of the last days is noted."""

Free = Callable[[Path], int]
"""Tells how many bytes a folder's disk has free."""

_LATELY = timedelta(hours=2)  # portals crawled in it tell whether the network is there
_OVERLAP = timedelta(minutes=10)  # what a crawl notes as its end is a little earlier than when it can be read
_FULL = CRAWLS + 60  # crawls of a section that was crawled since the last look
_FAILING = 60  # of one that was, and failed: a network that is down must not make the look slow
_BRIEF = 10  # of its neighbours
_MOST = 32 * _FULL  # of one that has been ill for long
_FEWEST = 1.0  # articles expected of a portal since its last one; fewer are never missed, so no rhythm is learned
_DAY = timedelta(days=1)
_DAYS = 15  # sizes that are kept

Troubles = Mapping[str, Sequence[Incident]]
"""Open incidents by their portal's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found.

    Attributes:
        crawled: names of the portals that were crawled lately, well or not.
    """

    findings: tuple[Finding, ...]
    crawled: frozenset[str]


def examine(
    store: Archive,
    portals: Iterable[Portal],
    asked: Iterable[SectionState],
    *,
    known: Iterable[Incident],
    since: datetime | None,
    now: datetime,
) -> Examined:
    """Return what is wrong with portals.

    A finding changes by crawls alone, so only portals are looked at that were crawled since the last look, that have
    an open incident, or that failed lately: whether many did tells whether the network is there.

    Args:
        store: has the history.
        portals: those in service.
        asked: how sections stand that were ever crawled.
        known: incidents; those that are closed do not matter.
        since: when the last look was; None for never.
        now: aware.
    """
    states: dict[str, dict[str, SectionState]] = {}
    for one in asked:
        states.setdefault(one.portal, {})[one.section] = one
    troubles: dict[str, list[Incident]] = {}
    for incident in known:
        if incident.closed is None:
            troubles.setdefault(incident.portal, []).append(incident)
    there = {portal.name: _of(portal, states) for portal in portals if portal.name in states}
    look = _Look(store=store, troubles=troubles, since=since - _OVERLAP if since else None, now=now)
    found = [finding for name, rows in there.items() for finding in look.portal(name, rows)]
    lately = {name for name, rows in there.items() if any(_asked(one) >= now - _LATELY for one in rows)}
    return Examined(findings=tuple(found), crawled=frozenset(lately))


def _of(portal: Portal, states: Mapping[str, Mapping[str, SectionState]]) -> list[SectionState]:
    """Return how a portal's sections stand, without those that it has no longer."""
    known = states[portal.name]
    return [known[path] for path in (*(one.path for one in portal.sections), REST) if path in known]


def _asked(state: SectionState) -> datetime:
    assert state.asked is not None
    return state.asked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    store: Archive
    troubles: Troubles
    since: datetime | None
    now: datetime

    def portal(self, name: str, states: Sequence[SectionState]) -> list[Finding]:
        failed = any(one.failures and _asked(one) >= self.now - _LATELY for one in states)
        if not (failed or name in self.troubles or any(map(self._is_new, states))):
            return []
        sections = [self._section(one) for one in states]
        return monitors.examine(name, sections, rhythm=self._together(name, sections))

    def _is_new(self, state: SectionState) -> bool:
        return self.since is None or _asked(state) >= self.since

    def _section(self, state: SectionState) -> Section:
        ill = {
            one.kind: one.opened
            for one in self.troubles.get(state.portal, ())
            if not one.sections or state.section in one.sections
        }
        return Section(
            path=state.section,
            crawls=self._crawls(state, ill_since=min(ill.values(), default=None)),
            rhythm=Rhythm.from_json(state.rhythm) if state.rhythm else None,
            arrived=state.brought,
            troubles=ill,
        )

    def _crawls(self, state: SectionState, *, ill_since: datetime | None) -> list[SectionCrawl]:
        afresh = _FAILING if state.failures else _FULL
        limit = _FULL if ill_since else afresh if self._is_new(state) else _BRIEF
        while True:
            found = self.store.chronicle.crawls(state.portal, state.section, limit=limit)
            whole = len(found) < limit or limit >= _MOST
            if whole or ill_since is None or sum(one.at < ill_since for one in found) >= CRAWLS:
                return found
            limit *= 2

    def _together(self, name: str, sections: Sequence[Section]) -> Rhythm | None:
        """Return the rhythm of a portal as a whole, where its silence may be too long by it."""
        arrived = max((one.arrived for one in sections if one.arrived), default=None)
        if arrived is None:
            return None
        if sum(one.rhythm.expected(arrived, self.now) for one in sections if one.rhythm) < _FEWEST:
            return None
        together: Counter[datetime] = Counter()
        for came in self.store.chronicle.arrivals(name, since=self.now - planning.LEARNED_FROM).values():
            for one in came:
                together[one.hour] += one.count
        hours = [Arrival(hour=hour, count=count) for hour, count in sorted(together.items())]
        return rhythm.learned(hours, until=self.now)


def of_machine(store: Archive, settings: Settings, *, free: Free, now: datetime) -> list[Finding]:
    """Return what is wrong with the disks, and note the archive's size once a day."""
    file = opening.file_of(settings.archive)
    folders = [settings.output, *([file.parent] if file else [])]
    if settings.responses_days:
        folders.append(settings.responses)
    room = {folder: free(folder) for folder in map(standing, folders)}
    fullest = min(room, key=lambda folder: room[folder])
    found = [replace(one, reason=f"{one.reason} of {fullest}") for one in machine.disk(room[fullest], now=now)]
    if file:
        sizes = _sizes(store, file, now=now)
        found += machine.growth(sizes, free=room[standing(file.parent)], now=now)
    return found


def left(folder: Path) -> int:
    """Return how many bytes a folder's disk has free."""
    return shutil.disk_usage(folder).free


def standing(folder: Path) -> Path:
    """Return a folder, or the nearest above it that is there."""
    place = folder.absolute()
    return next(one for one in (place, *place.parents) if one.exists())


def _sizes(store: Archive, file: Path, *, now: datetime) -> list[tuple[datetime, int]]:
    last = store.incidents.last(SIZES)
    noted = last[1] if last else {}
    if last is None or now - last[0] >= _DAY:
        noted = dict([*sorted(noted.items()), (now.isoformat(), copying.size(file))][-_DAYS:])
        store.incidents.done(SIZES, now=now, told=noted)
    return list(_read(noted))


def _read(noted: Mapping[str, int]) -> Iterator[tuple[datetime, int]]:
    for at, size in sorted(noted.items()):
        yield datetime.fromisoformat(at), size
