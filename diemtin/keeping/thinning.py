"""The archive made smaller: old texts are given up, old history is forgotten."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from crawler import dates, run
from crawler.archive import Archive, opening, pruning
from crawler.archive.copying import Progress
from crawler.archive.pruning import History, Plan
from diemtin import wiring
from diemtin.configuration import Settings, SettingsWrong
from diemtin.keeping import needed
from diemtin.keeping.manifest import CannotKeep

_Read = TypeVar("_Read")

_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([KMGT]?)B?", re.IGNORECASE)
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SPAN = re.compile(r"(\d+)\s*(d|w|mo|y)(?:[a-z]*)", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "mo": 30.44, "y": 365.25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to go.

    Attributes:
        before: texts of articles dated before it.
        size: as many of the oldest texts as bring the archive under so many bytes.
        portal: of this portal's alone.
        history: history of crawls that began before it.
    """

    before: datetime | None = None
    size: int | None = None
    portal: str | None = None
    history: datetime | None = None

    @property
    def texts(self) -> bool:
        """Whether any texts are to go."""
        return self.before is not None or self.size is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What would go.

    Attributes:
        planned: when this was found out.
        plan: the articles; None where no texts are to go.
        history: how much of it; None likewise.
        used: bytes that the archive uses.
    """

    planned: datetime
    plan: Plan | None
    history: History | None
    used: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing would go."""
        return not (self.plan and self.plan.articles) and self.history in {None, History(crawls=0, sections=0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What went, and how many bytes the archive uses now."""

    articles: int
    history: History | None
    used: int


def wanted(
    *,
    older_than: str | None,
    before: str | None,
    most: str | None,
    portal: str | None,
    history_days: int | None,
    now: datetime,
) -> Wanted:
    """Return what is wanted, of what was written.

    Raises:
        SettingsWrong: something cannot be read, or nothing is to go.
        UnknownPortal: there is no such portal.
    """
    if not (older_than or before or most or history_days):
        raise SettingsWrong(
            "say what is to go: --older-than 2y, --before 2025-01-01, --max-size 2G, --history-days 400"
        )
    if older_than and before:
        raise SettingsWrong("say --older-than or --before, not both")
    age = _read("--older-than", older_than, span, like="2y, 6mo, 8w or 90d")
    day = _read("--before", before, _day, like="2025-01-01 or 01/01/2025")
    return Wanted(
        before=now - age if age else day,
        size=_read("--max-size", most, size, like="2G or 800M"),
        portal=run.portal(portal).name if portal else None,
        history=now - timedelta(days=history_days) if history_days else None,
    )


def propose(settings: Settings, wanted: Wanted, *, now: datetime) -> Proposal:
    """Return what would go, with nothing done.

    Raises:
        ArchiveMissing: there is no archive.
        CannotKeep: a size is wanted, and nobody can tell what the archive needs.
    """
    with opening.connected(settings.archive, make=False) as engine:
        if wanted.size is not None and pruning.is_loose(engine):
            raise CannotKeep(
                "texts went before, and how much room that left cannot be told: run `diemtin vacuum` first"
            )
        used = pruning.used(engine)
        plan = None
        if wanted.texts:
            plan = pruning.plan(
                engine,
                needed=_needed(settings, Archive(engine)),
                before=wanted.before,
                portal=wanted.portal,
                enough=None if wanted.size is None else max(used - wanted.size, 0),
            )
        history = pruning.outdated(engine, before=wanted.history) if wanted.history else None
        return Proposal(planned=now, plan=plan, history=history, used=used)


def carry_out(settings: Settings, wanted: Wanted, proposal: Proposal, *, progress: Progress | None = None) -> Done:
    """Do what was proposed, and return what went; `progress` hears of articles.

    Where a size is wanted, the archive is put in order at the end: only then it takes no more room.

    Raises:
        ArchiveUnreadable: the archive cannot be written, or there is no room to put it in order; what was done before
            that is done.
    """
    with opening.connected(settings.archive, make=False) as engine:
        ids = proposal.plan.articles if proposal.plan else ()
        gone = pruning.prune(engine, ids, planned=proposal.planned, progress=progress)
        history = pruning.forget(engine, before=wanted.history) if wanted.history else None
        if wanted.size is not None:
            pruning.vacuum(engine)
        return Done(articles=gone, history=history, used=pruning.used(engine))


def size(written: str) -> int | None:
    """Return how many bytes are meant; None where none are.

    >>> size("2G"), size("1.5 GB"), size("800M"), size("much")
    (2000000000, 1500000000, 800000000, None)
    """
    found = _SIZE.fullmatch(written.strip())
    return round(float(found[1].replace(",", ".")) * _UNITS[found[2].upper()]) if found else None


def span(written: str) -> timedelta | None:
    """Return how long is meant, in days, weeks, months or years; None where nothing is.

    >>> span("2y"), span("6 months"), span("soon")
    (datetime.timedelta(days=730, seconds=43200), datetime.timedelta(days=182, seconds=55296), None)
    """
    found = _SPAN.fullmatch(written.strip())
    return timedelta(days=int(found[1]) * _DAYS[found[2].lower()]) if found else None


def _needed(settings: Settings, store: Archive) -> frozenset[str]:
    own = wiring.own_feeds(settings)
    specs = needed.feeds(settings, store)
    return needed.articles(store, specs, own=own, output=settings.output, histories=settings.history)


def _read(option: str, written: str | None, reader: Callable[[str], _Read | None], *, like: str) -> _Read | None:
    read = reader(written) if written else None
    if written and read is None:
        raise SettingsWrong(f"{option} {written!r} cannot be read: write {like}")
    return read


def _day(written: str) -> datetime | None:
    reading = dates.read(written)
    return reading.moment if reading else None
