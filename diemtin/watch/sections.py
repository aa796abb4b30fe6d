"""What monitors are told of a section."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from crawler.outcomes import Ending, SectionCrawl
from diemtin.watch.rhythm import Rhythm

CRAWLS: Final = 120
"""Crawls of a section that say enough: of those that read articles or failed to; and the newest 60 of any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What is known of a section.

    Attributes:
        path: `REST` for articles that were looked at again.
        crawls: the oldest first, `CRAWLS` are enough; where it has troubles, back to before they began.
        rhythm: None while none was learned.
        arrived: when its newest article came.
        troubles: since when its open incidents last, by their kind.
    """

    path: str
    crawls: Sequence[SectionCrawl]
    rhythm: Rhythm | None = None
    arrived: datetime | None = None
    troubles: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def read(self) -> list[SectionCrawl]:
        """The crawls that read articles or failed to."""
        return [one for one in self.crawls if one.read or one.failed]

    @property
    def answered(self) -> datetime | None:
        """When its listing was last read."""
        return next((one.at for one in reversed(self.crawls) if one.ending is not Ending.BROKEN), None)
