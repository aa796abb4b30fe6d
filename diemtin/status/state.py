"""What is told of how everything stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from crawler.archive.memory import NativeFeed
from crawler.archive.plans import Breaker, Spent
from crawler.archive.reading import PortalState
from crawler.outcomes import Incident
from diemtin.status.health import Health

DAYS = 30
"""Days that the small charts show, today the last of them."""

HISTORY = timedelta(days=90)
"""How far back incidents are told that are over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionStatus:
    """How a section stands.

    Attributes:
        title: as the portal prints it; empty for `outcomes.REST`.
        health: judged by `diemtin.status.health`.
        ending: of the last crawl, with its `kind`, `reason` and `url`, as in `SectionCrawl`.
        asked: when it was last crawled; `answered`: when its listing could last be read; `brought`: when it last
            brought an article; `due`: when it is crawled next. None for never, or not planned.
        since: from when on it has ended as it does now.
        failures: crawls in a row that ended broken.
        expected: articles a day over the coming week, by its learned rhythm; None where none is learned.
        days: articles of each of the last `DAYS` days, Ha Noi time, today the last.
        latest: articles of the last 24 hours.
        latency: seconds from publication to storing, the median of its recent crawls; None for none.
        coverage: share of its recent articles that have each of `outcomes.FIELDS`; empty where there are none.
    """

    portal: str
    path: str
    title: str
    health: Health
    ending: str = ""
    kind: str = ""
    reason: str = ""
    url: str = ""
    asked: datetime | None = None
    answered: datetime | None = None
    brought: datetime | None = None
    due: datetime | None = None
    since: datetime | None = None
    failures: int = 0
    expected: float | None = None
    days: tuple[int, ...] = (0,) * DAYS
    latest: int = 0
    latency: int | None = None
    coverage: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An incident that is open, with what it means.

    Attributes:
        missed: articles that the rhythms of its sections expected since it was opened; None where none is learned.
        looked: paths of those of its sections of which a broken answer is kept.
    """

    incident: Incident
    missed: float | None = None
    looked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalStatus:
    """How a portal stands.

    Attributes:
        held: what the archive holds of it, and how its last crawl ended; None where nothing is known.
        sections: in the portal's order, then what is crawled of articles that belong to none.
        crawling: a process crawls it now.
        spent: what it has cost today.
        breakers: its hosts that are left alone, or were and have not answered since.
        faulty: its own feeds that are not relied on.
        incidents: those that are open.
        silenced: until when no alarm of it is sent.
    """

    name: str
    title: str
    home: str
    health: Health
    held: PortalState | None = None
    sections: tuple[SectionStatus, ...] = ()
    crawling: bool = False
    spent: Spent = field(default_factory=Spent)
    breakers: tuple[Breaker, ...] = ()
    faulty: tuple[NativeFeed, ...] = ()
    incidents: tuple[Incident, ...] = ()
    silenced: datetime | None = None

    @property
    def answered(self) -> datetime | None:
        """When a listing of it could last be read."""
        return max((one.answered for one in self.sections if one.answered), default=None)

    @property
    def asked(self) -> datetime | None:
        """When it was last crawled."""
        known = max((one.asked for one in self.sections if one.asked), default=None)
        return known or (self.held.last_crawl if self.held else None)

    @property
    def due(self) -> datetime | None:
        """When the first of its sections is crawled next; None when nobody has planned it."""
        return min((one.due for one in self.sections if one.due), default=None)

    @property
    def days(self) -> tuple[int, ...]:
        """Articles of each of the last days, as a section's."""
        return tuple(map(sum, zip(*(one.days for one in self.sections), strict=True))) or (0,) * DAYS

    @property
    def latest(self) -> int:
        """Articles of the last 24 hours."""
        return sum(one.latest for one in self.sections)

    @property
    def expected(self) -> float | None:
        """Articles a day, as the rhythms of its sections have it; None where none is learned."""
        known = [one.expected for one in self.sections if one.expected is not None]
        return sum(known) if known else None

    @property
    def latency(self) -> int | None:
        """Seconds from publication to storing, the median of its sections."""
        known = [one.latency for one in self.sections if one.latency is not None]
        return round(median(known)) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStatus:
    """What was last published of a feed: how many entries, and when the newest change in it was seen."""

    path: str
    entries: int
    updated: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How everything stands at one moment.

    Attributes:
        at: that moment.
        portals: by name.
        troubles: what is wrong, the oldest first.
        past: incidents of the last `HISTORY` that are over, the last one over first.
        feeds: by path.
        size: bytes that the archive takes; None where it was not asked for.
        runs: a service is at work.
    """

    at: datetime
    portals: tuple[PortalStatus, ...]
    troubles: tuple[Trouble, ...] = ()
    past: tuple[Incident, ...] = ()
    feeds: tuple[FeedStatus, ...] = ()
    size: int | None = None
    runs: bool = False
