"""What a spider is sent out with: where to store, what to find, what time it is."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scrapy import signals
from scrapy.crawler import Crawler

from crawler import archive, dates, topics
from crawler.archive import Archive
from crawler.archive.plans import Breaker, Spent
from crawler.topics import Classifier

SWEEP = timedelta(days=8)
"""How far a sweep goes back: a week, and what came late."""

Report = Callable[[str, str, int], None]
"""Called with a portal's name, what was counted (`found`, `new` …) and by how much."""


def _silent(portal: str, counted: str, by: int) -> None:
    del portal, counted, by


def _unheard(portal: str) -> None:
    del portal


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What one crawl is to do, the same for all of its spiders.

    Attributes:
        clock: returns an aware now; only the one who hands out the assignment reads a clock.
        since: go back through paging or sitemaps to articles of this time; None for what is new.
        limit: at most so many articles a portal; 0 for no limit.
        report: told of progress.
        sections: paths of those to crawl, by portal; all of a portal that is not in it.
        sweeps: paths of those to walk back for a week and a day, likewise.
        allowances: what a portal may still cost today; one that is not in it may cost anything.
        breakers: the hosts that were left alone, and until when.
        done: told a portal's name when its crawl has ended and all is stored.
    """

    archive: Archive
    classifier: Classifier
    clock: Callable[[], datetime]
    since: datetime | None = None
    limit: int = 0
    report: Report = field(default=_silent)
    sections: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sweeps: Mapping[str, frozenset[str]] = field(default_factory=dict)
    allowances: Mapping[str, Spent] = field(default_factory=dict)
    breakers: Mapping[str, Breaker] = field(default_factory=dict)
    done: Callable[[str], None] = field(default=_unheard)


def from_settings(crawler: Crawler) -> Assignment:
    """Return an assignment for `scrapy crawl`, whose archive is named by the setting `ARCHIVE_URL`."""
    stack = ExitStack()
    store = stack.enter_context(archive.opened(crawler.settings["ARCHIVE_URL"]))
    crawler.signals.connect(stack.close, signal=signals.engine_stopped, weak=False)
    return Assignment(archive=store, classifier=topics.default(), clock=lambda: datetime.now(dates.HANOI))
