"""What a spider is sent out with: where to store, what to find, what time it is."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

from scrapy import signals
from scrapy.crawler import Crawler

from crawler import archive, dates, topics
from crawler.archive import Archive
from crawler.topics import Classifier

Report = Callable[[str, str, int], None]
"""Called with a portal's name, what was counted (`found`, `new` …) and by how much."""


def _silent(portal: str, counted: str, by: int) -> None:
    del portal, counted, by


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What one crawl is to do, the same for all of its spiders.

    Attributes:
        clock: returns an aware now; only the one who hands out the assignment reads a clock.
        since: go back through paging or sitemaps to articles of this time; None for what is new.
        limit: at most so many articles a portal; 0 for no limit.
        report: told of progress.
    """

    archive: Archive
    classifier: Classifier
    clock: Callable[[], datetime]
    since: datetime | None = None
    limit: int = 0
    report: Report = field(default=_silent)


def from_settings(crawler: Crawler) -> Assignment:
    """Return an assignment for `scrapy crawl`, whose archive is named by the setting `ARCHIVE_URL`."""
    stack = ExitStack()
    store = stack.enter_context(archive.opened(crawler.settings["ARCHIVE_URL"]))
    crawler.signals.connect(stack.close, signal=signals.engine_stopped, weak=False)
    return Assignment(archive=store, classifier=topics.default(), clock=lambda: datetime.now(dates.HANOI))
