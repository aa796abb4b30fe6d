"""A feed as its own files tell it: what must not be lost when the archive has less."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feeds.catalogue import FeedSpec, Format, Standing, State


@dataclass(frozen=True, slots=True, kw_only=True)
class LastGood:
    """A feed as it was published last: its entries' ids and dates, and when it had changed."""

    entries: tuple[tuple[str, datetime], ...]
    updated: datetime

    def standing(self, spec: FeedSpec) -> Standing:
        """Return how a feed stands whose last good files are kept."""
        newest = max((dated for _, dated in self.entries), default=None)
        return Standing(spec=spec, entries=len(self.entries), updated=self.updated, newest=newest, state=State.HELD)


def read(output: Path, spec: FeedSpec) -> LastGood | None:
    """Return a feed as it is published in a folder, None when there is no reading it."""
    try:
        document = json.loads((output / spec.file(Format.JSON)).read_bytes())
        return LastGood(
            entries=tuple((one["id"], datetime.fromisoformat(one["date_published"])) for one in document["items"]),
            updated=datetime.fromisoformat(document["_diemtin"]["updated"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
