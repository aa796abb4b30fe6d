"""One portal's crawl, as its parts share it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler import browser
from crawler.archive import Archive
from crawler.assignment import Assignment
from crawler.errors import ArchiveError
from crawler.portal import Portal
from crawler.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is crawled, and where all that is found and goes wrong is noted.

    Attributes:
        give_up: ends the crawl, because the archive cannot be written.
    """

    portal: Portal
    assignment: Assignment
    tally: Tally
    give_up: Callable[[ArchiveError], None]

    @property
    def archive(self) -> Archive:
        """Where articles are stored, and what crawls must remember."""
        return self.assignment.archive

    @property
    def now(self) -> datetime:
        """The present moment, aware."""
        return self.assignment.clock()

    @property
    def drawn(self) -> dict[str, Any]:
        """What the meta of a request says to have its page drawn by a browser; nothing where none is needed."""
        return dict(browser.WANTED) if self.portal.browser and browser.is_there() else {}
