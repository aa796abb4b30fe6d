"""One portal's crawl, as its parts share it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler import browser
from crawler.archive import Archive
from crawler.assignment import SWEEP, Assignment
from crawler.errors import ArchiveError
from crawler.portal import Portal, Section
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
    def sections(self) -> tuple[Section, ...]:
        """The sections that are to be crawled: all of the portal's unless some were named."""
        named = self.assignment.sections.get(self.portal.name)
        every = self.portal.sections
        return every if named is None else tuple(one for one in every if one.path in named)

    def since(self, section: Section) -> datetime | None:
        """Return how far back a section is to be walked; None to take what is new."""
        sweeps = section.path in self.assignment.sweeps.get(self.portal.name, ())
        return self.assignment.since or (self.now - SWEEP if sweeps else None)

    @property
    def drawn(self) -> dict[str, Any]:
        """What the meta of a request says to have its page drawn by a browser; nothing where none is needed."""
        return dict(browser.WANTED) if self.portal.browser and browser.is_there() else {}
