"""Shares of a section's articles that fell against their own past: fields, rules, pages that can be read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final

from crawler.outcomes import FIELDS, SectionCrawl
from diemtin.watch import shares
from diemtin.watch.findings import Finding, Severity
from diemtin.watch.sections import Section
from diemtin.watch.shares import Counts, Fall

_YEAR = timedelta(days=365)
_NEWEST = 2  # crawls; where all of their articles have what the others had, nothing is missing now
_FOLLOWS: Final = {"field-lost": "layout-moved", "pages-failing": "dates-wrong"}
"""What follows from another kind that is found with it, and is not told beside it."""

_HAVING: Final = {
    "lead": "have a lead",
    "author": "name an author",
    "image": "have a picture",
    "published": "have a date",
    "tags": "have tags",
    "section": "name their section",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """A share of a section's articles that may fall.

    Attributes:
        what: is said of the articles that have it.
        of: tells of a crawl how many articles have it, and of how many.
    """

    kind: str
    severity: Severity = Severity.WARNING
    what: str
    of: Callable[[SectionCrawl], Counts]


def _field(name: str) -> _Share:
    return _Share(kind="field-lost", what=_HAVING[name], of=lambda one: (one.fields.get(name, 0), one.read))


def _opened(crawl: SectionCrawl) -> Counts:
    """Return how many of the articles that were new to a listing could be read.

    Only as many failures count as there were new links: one bad page is tried again four times.
    """
    return crawl.new, crawl.new + min(crawl.failed, crawl.fresh)


_SHARES: Final = (
    *map(_field, FIELDS),
    _Share(kind="layout-moved", what="were read by rules", of=lambda one: (one.read - one.fallback, one.read)),
    _Share(kind="pages-failing", what="could be read", of=_opened),
    _Share(
        kind="dates-wrong",
        what="have no date in the future",
        of=lambda one: (one.read, one.read + min(one.future, one.fresh)),
    ),
    _Share(
        kind="duplicates",
        severity=Severity.NOTICE,
        what="tell what no other portal told before",
        of=lambda one: (one.new - one.duplicates, one.new),
    ),
)


def fallen(section: Section) -> Iterator[Finding]:
    """Tell which shares of a section's articles fell; several fields are one finding."""
    read = section.read
    if not read:
        return
    falls: dict[str, list[tuple[_Share, Fall]]] = {}
    yearly = _yearly(section, read)
    for share in _SHARES:
        if fall := _fall(section, read, share, yearly=yearly):
            falls.setdefault(share.kind, []).append((share, fall))
    for kind, found in falls.items():
        if _FOLLOWS.get(kind) not in falls:
            yield _finding(section, read, found)


def _fall(section: Section, read: Sequence[SectionCrawl], share: _Share, *, yearly: float) -> Fall | None:
    since = section.troubles.get(share.kind)
    newest = (each for one in reversed(read) if (each := share.of(one))[1])
    if since is None and all(has == of for has, of in islice(newest, _NEWEST)):
        return None  # and most of the work is spared
    judged = [one for one in read if share.of(one)[1]]
    counts = [share.of(one) for one in judged]
    told = sum(one.at <= since for one in judged) if since else 0
    fell = shares.fallen(counts[:told], yearly=yearly)
    if fell is None:
        return shares.fallen(counts, yearly=yearly)
    return shares.still_fallen(counts, begun=told - fell.crawls)


def _yearly(section: Section, read: Sequence[SectionCrawl]) -> float:
    if section.rhythm:
        return section.rhythm.per_week * (_YEAR / timedelta(weeks=1))
    seen = max(read[-1].at - read[0].at, timedelta(days=1))
    return sum(one.read for one in read) * (_YEAR / seen)


def _finding(section: Section, read: Sequence[SectionCrawl], found: Sequence[tuple[_Share, Fall]]) -> Finding:
    share = found[0][0]
    told = " and ".join(
        f"{fall.has} of the last {fall.of} articles {share.what} ({fall.usual:.0%} did before)" for share, fall in found
    )
    return Finding(
        portal=read[-1].portal,
        sections=(section.path,),
        kind=share.kind,
        severity=share.severity,
        reason=told,
        url=read[-1].url,
        at=read[-1].at,
        crawls=max(fall.crawls for _, fall in found),
    )
