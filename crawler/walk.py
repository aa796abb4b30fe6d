"""How a section is walked: which address is asked next, and when it is enough."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.archive.memory import Backfill
from crawler.discovery import Found, Link
from crawler.errors import NoLinks, NotAPage, NotASitemap, PageError
from crawler.portal import Feed, Listing, Portal, Section, Sitemap, Source

KNOWN_IN_A_ROW = 5
"""After so many known links in a row nothing new is expected further down; a pinned story or two is passed over."""

_PAGES = 3  # of a listing that was never walked before; `since` is how one goes further back
_NEWEST = 2  # sitemaps of an index: this month's and, on its first days, the last one's
_FURTHEST = 500  # pages; a listing that never ends is a portal's fault, and must not become a crawl's


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One address to ask for the links of a section.

    Attributes:
        source: which of the section's sources it is of, from 0.
        page: from 1.
        since: walk back to this time; None to take what is new.
        month: of a monthly sitemap, its first moment.
    """

    section: Section
    source: int
    url: str
    page: int = 1
    since: datetime | None = None
    month: datetime | None = None


def first(portal: Portal, section: Section, *, now: datetime, since: datetime | None = None) -> Step | None:
    """Return where a section's walk begins; None where no source reaches back as far as is asked."""
    return _from_source(portal, section, 0, now=now, since=since)


def elsewhere(portal: Portal, step: Step, *, now: datetime) -> Step | None:
    """Return the beginning of the section's next source, for when this one failed or does not tell enough."""
    return _from_source(portal, step.section, step.source + 1, now=now, since=step.since)


def further(portal: Portal, step: Step, found: Found, *, known: Sequence[bool]) -> Step | None:
    """Return the next address of the same source, None when it is enough.

    `known` tells, for each link of the section's own list, whether it was known before; `found` is
    what the last address held.
    """
    if step.since:
        enough = reached(found.links, since=step.since) or not known
    else:
        enough = _known_run(known) >= KNOWN_IN_A_ROW or step.page >= _PAGES or not known
    if step.page >= _FURTHEST:
        return None
    match portal.sources(step.section)[step.source]:
        case Sitemap() as source if source.monthly:
            return _month_before(portal, step, source)
        case Listing() as source if not enough:
            return _next_page(portal, step, source, found)
        case _:
            return None


def is_the_end(error: PageError) -> bool:
    """Return whether a further page of a listing is not there because there are no more, and not for a fault."""
    return error.kind in {"http-404", "http-410"} or isinstance(error, NotAPage | NoLinks | NotASitemap)


def reached(found: Sequence[Link], *, since: datetime) -> bool:
    """Return whether the dated links of a page all lie before `since`."""
    dated = [link.published for link in found if link.published and not link.aside]
    return bool(dated) and max(dated) < since


def children(step: Step, found: Found) -> list[Step]:
    """Return the sitemaps of an index that are worth asking: those that changed since, or the two newest."""
    newest = sorted(
        found.children, key=lambda child: (child.updated.timestamp() if child.updated else 0.0, child.url), reverse=True
    )
    if step.since:
        since = step.since
        return [replace(step, url=one.url) for one in newest if not one.updated or one.updated >= since]
    return [replace(step, url=one.url) for one in newest[:_NEWEST]]


def tells_all(source: Source, known: Sequence[bool]) -> bool:
    """Return whether a source without pages leaves no gap: it reached down to something known."""
    return isinstance(source, Listing) or any(known)


def backfill(step: Step) -> Backfill:
    """Return what is to be remembered of a walk into the past, so that an interrupted one goes on here."""
    assert step.since is not None
    return Backfill(section=step.section.path, since=step.since, url=step.url, source=step.source, page=step.page)


def _from_source(
    portal: Portal, section: Section, number: int, *, now: datetime, since: datetime | None
) -> Step | None:
    sources = portal.sources(section)
    if number >= len(sources):
        return None
    source = sources[number]
    if isinstance(source, Feed) and since:
        return _from_source(portal, section, number + 1, now=now, since=since)  # a feed does not reach back
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    dated = isinstance(source, Sitemap) and source.monthly
    values = {"year": month.year, "month": month.month} if dated else {}
    return Step(
        section=section,
        source=number,
        url=portal.address(source.url, section, **values),
        since=since,
        month=month if dated else None,
    )


def _month_before(portal: Portal, step: Step, source: Sitemap) -> Step | None:
    if not (step.since and step.month and step.month > step.since):
        return None
    december = step.month.month == 1
    month = step.month.replace(year=step.month.year - december, month=12 if december else step.month.month - 1)
    url = portal.address(source.url, step.section, year=month.year, month=month.month)
    return replace(step, url=url, page=step.page + 1, month=month)


def _next_page(portal: Portal, step: Step, source: Listing, found: Found) -> Step | None:
    section = replace(step.section, zone=step.section.zone or found.zone)  # only the first page tells its number
    lacking = not source.next or ("{zone}" in source.next and not section.zone)
    url = found.next or ("" if lacking else portal.address(source.next, section, page=step.page + 1))
    return replace(step, section=section, url=url, page=step.page + 1) if url and url != step.url else None


def _known_run(known: Sequence[bool]) -> int:
    longest = run = 0
    for one in known:
        run = run + 1 if one else 0
        longest = max(longest, run)
    return longest
