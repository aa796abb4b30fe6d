"""What a spider is sent out with: where to store, what to find, what time it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

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
