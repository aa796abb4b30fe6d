"""What a monitor finds: what is wrong, with which sections of which portal, how surely, and how to see it again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from crawler import outcomes


class Severity(StrEnum):
    """How much it costs: nothing yet, articles or parts of them, or everything that a section has."""

    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"


class Standing(StrEnum):
    """How surely it is so.

    SUSPECTED: a crawl failed in a way that is often over by the next one. EASING: the last crawl was well, after ones
    that were not; one good crawl does not end an incident, nor does it begin one.
    """

    SUSPECTED = "suspected"
    SEEN = "seen"
    EASING = "easing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is wrong.

    Attributes:
        portal: empty for what is wrong with this machine.
        sections: their paths; none for a whole portal.
        kind: one of `KINDS`.
        reason: one sentence, with numbers.
        url: where it can be seen; empty for nowhere in particular.
        at: the last crawl that shows it, or when it was looked at.
        crawls: that show it.
    """

    portal: str
    kind: str
    severity: Severity
    reason: str
    at: datetime
    sections: tuple[str, ...] = ()
    url: str = ""
    crawls: int = 0
    standing: Standing = Standing.SEEN

    @property
    def remedy(self) -> str:
        """The command that repeats it, or mends it."""
        return remedy(self.kind, self.portal)


KINDS: Final = {
    **outcomes.KINDS,
    "overdue": "nothing came for longer than its rhythm lets expect",
    "fewer-links": "the listing holds far fewer links than it used to",
    "field-lost": "a field of the articles is no longer found",
    "pages-failing": "more of the articles' pages cannot be read than used to",
    "duplicates": "more of its articles tell what another portal told before",
    "late": "articles are stored much later after their publication than they used to be",
    "network": "this machine does not reach the portals",
    "disk": "the disk is nearly full",
    "growth": "the archive will fill the disk soon",
    "held": "feeds that would lose more than half of their entries keep their last good files",
}
"""Every kind of finding, with what it means."""


def remedy(kind: str, portal: str) -> str:
    """Return the command that repeats a finding of a kind, or mends it."""
    if kind in {"disk", "growth"}:
        return "diemtin prune"
    if kind == "held":
        return "diemtin publish"
    if kind == "no-browser" or not portal:
        return "diemtin doctor"
    if kind in {"budget", "duplicates", "late"}:
        return f"diemtin status --portal {portal}"
    return f"diemtin check {portal}"
