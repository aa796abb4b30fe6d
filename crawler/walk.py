"""How a section is walked: which address is asked next, and when it is enough."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.archive.memory import Backfill
from crawler.discovery import Found, Link
from crawler.errors import NoLinks, NotAPage, NotASitemap, NotJson, PageError
from crawler.portal import Api, Feed, Listing, Portal, Postback, Section, Sitemap, Source

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
        body: what is posted, form-encoded or a JSON object; empty where the address is all.
        since: walk back to this time; None to take what is new.
        month: of a monthly sitemap, its first moment.
    """

    section: Section
    source: int
    url: str
    page: int = 1
    body: str = ""
    since: datetime | None = None
    month: datetime | None = None

    @property
    def address(self) -> str:
        """What is asked, as one string."""
        return f"{self.url} {self.body}" if self.body else self.url


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
        case Api() as source if not enough and found.links:
            url, body = _api_page(portal, step.section, source, step.page + 1)
            return replace(step, url=url, body=body, page=step.page + 1)
        case Postback() if not enough and found.postback:
            return replace(step, body=found.postback, page=step.page + 1)
        case _:
            return None


def resumed(portal: Portal, section: Section, left: Backfill, *, now: datetime) -> Step | None:
    """Return where an interrupted walk into the past goes on; from its beginning where its place has no address."""
    source, month = portal.sources(section)[left.source], None
    if isinstance(source, Postback):
        return _from_source(portal, section, left.source, now=now, since=left.since)
    body = ""
    if isinstance(source, Sitemap) and source.monthly:
        months = (_months_before(now, back) for back in range(_FURTHEST))
        month = next((one for one in months if _monthly(portal, section, source, one) == left.url), None)
    elif isinstance(source, Listing) and source.form:
        body = _form(section, source, left.page)
    elif isinstance(source, Api):
        _, body = _api_page(portal, section, source, left.page)
    return Step(
        section=section, source=left.source, url=left.url, page=left.page, body=body, since=left.since, month=month
    )


def is_the_end(error: PageError) -> bool:
    """Return whether a further page of a listing is not there because there are no more, and not for a fault."""
    return error.kind in {"http-404", "http-410"} or isinstance(error, NotAPage | NoLinks | NotASitemap | NotJson)


def reached(found: Sequence[Link], *, since: datetime) -> bool:
    """Return whether the dated links of a page all lie before `since`."""
    dated = [link.published for link in found if link.published and not link.aside]
    return bool(dated) and max(dated) < since


def beyond(portal: Portal, step: Step, found: Found, *, now: datetime) -> list[Step]:
    """Return where a page leads beside its own list: the sitemaps of an index, the sections of a home page.

    Of sitemaps those are worth asking that changed since, or the two newest.
    """
    sections = [_from_source(portal, section, 0, now=now, since=step.since) for section in found.sections]
    return [*_sitemaps(step, found), *filter(None, sections)]


def _sitemaps(step: Step, found: Found) -> list[Step]:
    newest = sorted(
        found.children, key=lambda child: (child.updated.timestamp() if child.updated else 0.0, child.url), reverse=True
    )
    if step.since:
        since = step.since
        return [replace(step, url=one.url) for one in newest if not one.updated or one.updated >= since]
    return [replace(step, url=one.url) for one in newest[:_NEWEST]]


def tells_all(source: Source, known: Sequence[bool]) -> bool:
    """Return whether a source without pages leaves no gap: it reached down to something known."""
    return not isinstance(source, Feed | Sitemap) or any(known)


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
    step = Step(section=section, source=number, url="", since=since)
    match source:
        case Sitemap() if source.monthly:
            month = _months_before(now, 0)
            return replace(step, url=_monthly(portal, section, source, month), month=month)
        case Api():
            url, body = _api_page(portal, section, source, 1)
            return replace(step, url=url, body=body)
        case Listing():
            return replace(step, url=portal.address(source.url, section), body=_form(section, source, 1))
        case _:
            return replace(step, url=portal.address(source.url, section))


def _month_before(portal: Portal, step: Step, source: Sitemap) -> Step | None:
    if not (step.since and step.month and step.month > step.since):
        return None
    month = _months_before(step.month, 1)
    return replace(step, url=_monthly(portal, step.section, source, month), page=step.page + 1, month=month)


def _monthly(portal: Portal, section: Section, source: Sitemap, month: datetime) -> str:
    return portal.address(source.url, section, year=month.year, month=month.month)


def _months_before(moment: datetime, back: int) -> datetime:
    """Return the first moment of the month so many before that of another."""
    years, month = divmod(moment.month - 1 - back, 12)
    return moment.replace(year=moment.year + years, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _api_page(portal: Portal, section: Section, source: Api, page: int) -> tuple[str, str]:
    """Return the address of an interface's page, counted from 1, and what is posted to it."""
    number, offset = page - 1 + source.first, (page - 1) * source.size
    values = {"page": number, "offset": offset, "zone": section.zone, "path": section.path}
    posted = {name: value.format(**values) for name, value in source.post}
    return portal.address(source.url, section, page=number, offset=offset), json.dumps(posted) if posted else ""


def _form(section: Section, source: Listing, page: int) -> str:
    return source.form.format(path=section.path, zone=section.zone, page=page)


def _next_page(portal: Portal, step: Step, source: Listing, found: Found) -> Step | None:
    section = replace(step.section, zone=step.section.zone or found.zone)  # only the first page tells its number
    template = source.next or (source.url if source.form else "")
    lacking = not template or ("{zone}" in f"{template}{source.form}" and not section.zone)
    url = found.next or ("" if lacking else portal.address(template, section, page=step.page + 1))
    following = replace(step, section=section, url=url, page=step.page + 1, body=_form(section, source, step.page + 1))
    return following if url and following.address != step.address else None


def _known_run(known: Sequence[bool]) -> int:
    longest = run = 0
    for one in known:
        run = run + 1 if one else 0
        longest = max(longest, run)
    return longest
