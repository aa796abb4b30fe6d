"""Where a portal that is looked at for the first time lists its articles: sections, feeds, sitemaps, pages."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit, urlunsplit

from crawler import discovery, dom, exploring, links
from crawler.discovery import Found
from crawler.errors import PageError
from crawler.portal import Feed, Listing, Portal, Postback, Section, Sitemap, Source
from crawler.topics import Classifier
from diemtin.fetching import FetchedPage

Fetch = Callable[[str], FetchedPage]

_SECTIONS, _SITEMAPS = 12, 3
_HOME_TITLES = {"vi": "Trang chủ", "en": "Home", "zh": "首页"}
_SECOND = re.compile(r"(?<!\d)0?2(?!\d)")  # the number of the second page, in an address
_MONTH = re.compile(r"(?P<year>20\d\d)(?P<between>\D?)(?P<month>1[0-2]|0?[1-9])(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What was found of a portal's lists.

    Attributes:
        sections: whose pages list articles, with the topics that their titles name.
        notes: what was seen, a line each.
        paged: whether a list's second page was found.
    """

    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    paged: bool


def prospect(found: Found, portal: Portal, *, fetch: Fetch, classifier: Classifier) -> Prospect:
    """Look at the sections that a home page leads to, and at its feeds and sitemaps."""
    sections: list[Section] = []
    notes: list[str] = []
    paged = False
    feeds = [one.path for one in found.sections if isinstance(one.sources[0], Feed)]
    named = (one for one in found.sections if one.title)
    for one in islice(named, _SECTIONS):
        given = classifier.classify(title="", section_titles=(one.title,))
        section = Section(path=_relative(one.path, portal), title=one.title, topic=given[0].slug if given else "")
        seen = _look(section, portal, fetch=fetch, known=feeds)
        notes += seen.notes
        paged = paged or seen.paged
        sections += seen.sections
    whole = _whole(feeds, portal, fetch=fetch)
    sections = list({one.path: one for one in sections}.values())
    return Prospect(sections=(*whole.sections, *sections), notes=(*notes, *whole.notes), paged=paged)


def _look(section: Section, portal: Portal, *, fetch: Fetch, known: Sequence[str]) -> Prospect:
    """Look at a section's page; `known` are the feeds of the whole portal."""
    url = portal.address("{path}", section)
    page = _had(url, fetch=fetch)
    found = _listing(page, portal) if page else Found()
    notes = [f"section {section.title} ({section.path}): {len(found.links)} article links"]
    if page is None or not found.links:
        return Prospect(sections=(), notes=tuple(notes), paged=False)
    listing, where = _paging(page, found, section, portal, fetch=fetch)
    feed, told = _feed(page, section, portal, fetch=fetch, known=known)
    sources = (*([feed] if feed else []), *([listing] if listing else _lists(portal)))
    notes += [*told, f"paging of {section.title}: {where}" if where else f"paging of {section.title}: none found"]
    theirs = () if sources == portal.family.sources else sources
    return Prospect(sections=(replace(section, sources=theirs),), notes=tuple(notes), paged=bool(where))


def _lists(portal: Portal) -> tuple[Source, ...]:
    return tuple(one for one in portal.family.sources if not isinstance(one, Feed))


def _feed(
    page: FetchedPage, section: Section, portal: Portal, *, fetch: Fetch, known: Sequence[str]
) -> tuple[Feed | None, list[str]]:
    """Return the section's own feed that carries articles: where its family has it, else where its page names it."""
    families = [one for one in portal.family.sources if isinstance(one, Feed)]
    place = replace(portal, home=page.url)  # as if the page were a home page: its feeds are told
    told = exploring.home(page.body, url=page.url, portal=place, content_type=page.content_type).sections
    named = [one.path for one in told if isinstance(one.sources[0], Feed) and one.path not in known]
    own = [Feed(_relative(url, portal, rooted=True)) for url in named if _is_of(url, portal)]
    notes = []
    for feed in dict.fromkeys((*families, *own)):
        url = portal.template(feed, section)
        count = _entries(url, portal, fetch=fetch)
        notes.append(f"feed {url}: {count} entries")
        if count:
            return feed, notes
    return None, notes


def _entries(url: str, portal: Portal, *, fetch: Fetch) -> int:
    page = _had(url, fetch=fetch)
    try:
        found = discovery.feed(page.body, url=url, zone=portal.zone).links if page else ()
    except PageError:
        return 0
    return sum(portal.is_article(one.url) for one in found)


def _paging(
    page: FetchedPage, found: Found, section: Section, portal: Portal, *, fetch: Fetch
) -> tuple[Listing | None, str]:
    """Return a listing whose pages have an address that the family does not know, and how one comes to page two."""
    known = {portal.key(one.url) for one in found.links}
    for source in _lists(portal):
        url = _second(source, found, section, portal)
        if url and _lists_others(url, known, portal, fetch=fetch):
            return None, url
        if isinstance(source, Postback) and _posted(page, portal):
            return None, "posted by its pager"
    template = next(_numbered(page, section, portal), "")
    url = portal.address(template, section, page=2) if template else ""
    if url and _lists_others(url, known, portal, fetch=fetch):
        return Listing(next=template), url
    return None, ""


def _second(source: Source, found: Found, section: Section, portal: Portal) -> str:
    """Return the address of a list's second page, by its family's ways; an empty string where it has none."""
    if found.next or not isinstance(source, Listing) or not source.next:
        return found.next
    zone = section.zone or found.zone
    return (
        portal.address(source.next, replace(section, zone=zone), page=2) if zone or "{zone}" not in source.next else ""
    )


def _posted(page: FetchedPage, portal: Portal) -> bool:
    return bool(
        discovery.postback(page.body, url=page.url, portal=portal, page=1, content_type=page.content_type).postback
    )


def _numbered(page: FetchedPage, section: Section, portal: Portal) -> Iterator[str]:
    """Yield the addresses of second pages that a page links to as `2`, as templates."""
    root = dom.parse(page.body, content_type=page.content_type)
    for anchor in root.css("a[href]") if root else ():
        url = links.absolute(dom.attribute(anchor, "href"), base=page.url)
        number = list(_SECOND.finditer(url))
        if dom.words(anchor) == "2" and number and _is_of(url, portal) and not {"{", "}"} & {*url}:
            counted = f"{url[: number[-1].start()]}{{page}}{url[number[-1].end() :]}"
            relative = _relative(counted, portal, rooted=True)
            path = f"/{section.path}"
            yield f"/{{path}}{relative.removeprefix(path)}" if relative.startswith(path) else relative


def _lists_others(url: str, known: set[str], portal: Portal, *, fetch: Fetch) -> bool:
    """Whether a page lists articles that were not on the first, as a second page does."""
    page = _had(url, fetch=fetch)
    return bool(page and {portal.key(one.url) for one in _listing(page, portal).links} - known)


def _whole(feeds: Sequence[str], portal: Portal, *, fetch: Fetch) -> Prospect:
    """Return the section that stands for the whole portal: its feeds and sitemaps, where they carry articles."""
    counts = {url: _entries(url, portal, fetch=fetch) for url in feeds if _is_of(url, portal)}
    sitemaps, told = _sitemaps(portal, fetch=fetch)
    own = (Feed(_relative(url, portal, rooted=True)) for url, count in counts.items() if count)
    sources: tuple[Source, ...] = (*own, *sitemaps)
    notes = [*(f"feed {url}: {count} entries" for url, count in counts.items()), *told]
    title = _HOME_TITLES.get(portal.language, _HOME_TITLES["vi"])
    sections = (Section(path="", title=title, sources=sources),) if sources else ()
    return Prospect(sections=sections, notes=tuple(notes), paged=False)


def _sitemaps(portal: Portal, *, fetch: Fetch) -> tuple[list[Sitemap], list[str]]:
    """Return the sitemaps that robots.txt names, else the one where sites have theirs, if they lead to articles."""
    robots = portal.address("/robots.txt", portal.sections[0])
    page = _had(robots, fetch=fetch)
    named = exploring.sitemaps(page.body, url=robots, zone=portal.zone).children if page else ()
    urls = [one.url for one in named] or [portal.address("/sitemap.xml", portal.sections[0])]
    looked = [(url, *_sitemap(url, portal, fetch=fetch)) for url in urls[:_SITEMAPS]]
    notes = [f"sitemap {url}: {says}" for url, _, says in looked]
    made = [source for url, source, _ in looked if source and _is_of(url, portal)]
    return list(dict.fromkeys(made)), notes


def _sitemap(url: str, portal: Portal, *, fetch: Fetch) -> tuple[Sitemap | None, str]:
    """Return a sitemap as a source, one of a month where it is an index of months, and what it holds."""
    page = _had(url, fetch=fetch)
    if page is None:
        return None, "none"
    try:
        found = discovery.sitemap(page.body, url=url, zone=portal.zone)
    except PageError as error:
        return None, error.reason
    if not found.children:
        count = sum(portal.is_article(one.url) for one in found.links)
        return Sitemap(_relative(url, portal, rooted=True)) if count else None, f"{count} articles"
    return Sitemap(_monthly(found, portal) or _relative(url, portal, rooted=True)), f"an index of {len(found.children)}"


def _monthly(found: Found, portal: Portal) -> str:
    """Return the address of an index's sitemaps of a month each; an empty string where it has none."""
    dated = [
        (month, one.url) for one in found.children if _is_of(one.url, portal) and (month := _MONTH.search(one.url))
    ]
    if not dated or any({"{", "}"} & {*url} for _, url in dated):
        return ""
    form = "{month}" if any(len(month["month"]) == 1 for month, _ in dated) else "{month:02}"
    newest = _relative(max(url for _, url in dated), portal, rooted=True)
    return _MONTH.sub(rf"{{year}}\g<between>{form}", newest, count=1)


def _listing(page: FetchedPage, portal: Portal) -> Found:
    try:
        return discovery.listing(page.body, url=page.url, portal=portal, content_type=page.content_type)
    except PageError:
        return Found()


def _had(url: str, *, fetch: Fetch) -> FetchedPage | None:
    try:
        return fetch(url)
    except PageError:
        return None


def _is_of(url: str, portal: Portal) -> bool:
    return links.bare(urlsplit(url).netloc) == links.bare(portal.host)


def _relative(url: str, portal: Portal, *, rooted: bool = False) -> str:
    """Return an address from the home page's, with a slash before it where it is `rooted`."""
    if not _is_of(url, portal):
        return url
    home = urlsplit(portal.home)
    own = urlunsplit(urlsplit(url)._replace(scheme=home.scheme, netloc=home.netloc))
    return f"{'/' if rooted else ''}{own.removeprefix(portal.home)}"
