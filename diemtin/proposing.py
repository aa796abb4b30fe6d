"""A new portal proposed: its pages looked at, its family named, its module written down."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from itertools import islice
from keyword import iskeyword
from urllib.parse import urlsplit

from slugify import slugify

from crawler import discovery, dom, exploring, links
from crawler.article import Article
from crawler.discovery import Found, Link
from crawler.errors import PageError
from crawler.extraction import extract
from crawler.families import FAMILIES, recognise
from crawler.families.anysite import ANY_SITE
from crawler.portal import Api, Family, Feed, Kind, Listing, Portal, Postback, Proof, Section, Sitemap, Source
from crawler.topics import Classifier
from diemtin.fetching import FetchedPage

Fetch = Callable[[str], FetchedPage]

_SECTIONS, _ARTICLES, _FEW = 12, 2, 3
_HINT = "title"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LONGEST = 50  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What was found out of a portal.

    Attributes:
        portal: what its module says; `unverified` names what is missing.
        pages: those that were looked at, by what they are: `home`, `listing`, `article-1` …
        articles: read by what is proposed.
        notes: what was seen, a line each.
    """

    portal: Portal
    pages: dict[str, FetchedPage]
    articles: tuple[Article, ...]
    notes: tuple[str, ...]


def propose(url: str, *, fetch: Fetch, classifier: Classifier, now: datetime) -> Proposal:
    """Look at a portal's home page, a section and two articles, and return what they tell of it.

    Args:
        url: of the home page.
        fetch: returns the page at an address, or raises PageError.
        classifier: names the topics of sections.
        now: aware.

    Raises:
        PageError: the home page cannot be had, or leads to no article.
    """
    home = fetch(url)
    draft = _draft(home)
    found = exploring.home(home.body, url=home.url, portal=draft, content_type=home.content_type)
    listing, links_found = _listing(found, draft, home, fetch=fetch)
    pages = {"home": home, "listing": listing}
    read = list(islice(_articles(links_found, fetch=fetch), _ARTICLES))
    pages |= {f"article-{number}": page for number, (_, page) in enumerate(read, start=1)}
    family = _family([page for _, page in read]) if read else draft.family
    portal = replace(_draft(home), family=family)
    sections, notes = _sections(found, portal, fetch=fetch, classifier=classifier)
    portal = replace(portal, sections=sections or _draft(home).sections)
    articles = tuple(_read(portal, read, now=now))
    return Proposal(
        portal=replace(portal, unverified=tuple(_missing(portal, articles))),
        pages=pages,
        articles=articles,
        notes=(f"family {family.letter} {family.title}", *notes),
    )


def module(portal: Portal) -> str:
    """Return a portal as the text of its module in `crawler/spiders`."""
    family = portal.family
    kinds = sorted({type(source).__name__ for one in portal.sections for source in one.sources})
    names = ", ".join(sorted(["Kind", "Portal", "Proof", "Section", *kinds]))
    sections = "".join(f"            {_section(one)},\n" for one in portal.sections)
    unverified = "".join(f"            {_quoted(one)},\n" for one in portal.unverified)
    return f"""from crawler.families.{family.name} import {_constant(family)}
from crawler.portal import {names}
from crawler.spider import PortalSpider


class {_class(portal.name)}(PortalSpider):
    portal = Portal(
        name={_quoted(portal.name)},
        title={_quoted(portal.title)},
        title_en={_quoted(portal.title_en)},
        body="",  # the organisation that it belongs to, in Vietnamese
        kind=Kind.{portal.kind.name},
        home={_quoted(portal.home)},
        family={_constant(family)},
        proof=Proof.{portal.proof.name},
        unverified=(
{unverified}        ),
        sections=(
{sections}        ),
    )
"""


def is_name(written: str) -> bool:
    """Return whether a portal, and so its module, can be named so."""
    return bool(_NAME.fullmatch(written)) and not iskeyword(written)


def _name(host: str) -> str:
    name = slugify(host.removesuffix(".gov.vn").removesuffix(".vn"), separator="_")[:_LONGEST]
    return name if is_name(name) else f"portal_{name}"


def _class(name: str) -> str:
    return "".join(map(str.capitalize, name.split("_")))


def _draft(home: FetchedPage) -> Portal:
    page, parts = dom.parse(home.body, content_type=home.content_type), urlsplit(home.url)
    named = page.css_first(_HINT) if page else None
    host = links.bare(parts.netloc)
    title = (dom.words(named).partition(" | ")[0].partition(" - ")[0] if named else "") or host
    return Portal(
        name=_name(host),
        title=title,
        title_en=title,
        body="",
        kind=Kind.PRESS,
        home=f"{parts.scheme}://{parts.netloc}/",
        family=recognise(page) if page else ANY_SITE,
        proof=Proof.INFERRED,
        sections=(Section(path="", title="Trang chủ"),),
    )


def _listing(found: Found, draft: Portal, home: FetchedPage, *, fetch: Fetch) -> tuple[FetchedPage, tuple[Link, ...]]:
    """Return the first section's page that lists articles, of whatever family; else the home page."""
    for section in islice((one for one in found.sections if one.title), _FEW):
        try:
            page = fetch(section.path)
        except PageError:
            continue
        listed = _listed(page, draft)
        if listed:
            return page, listed
    listed = _listed(home, draft)
    if not listed:
        raise PageError(home.url, "leads to no article whose address has a known form")
    return home, listed


def _listed(page: FetchedPage, draft: Portal) -> tuple[Link, ...]:
    """Return the articles that a page lists, by the form of addresses of the family whose marks it bears.

    A page without marks is read by the form that most of its links have.
    """
    parsed = dom.parse(page.body, content_type=page.content_type)
    known = recognise(parsed) if parsed else ANY_SITE
    families = FAMILIES if known is ANY_SITE else (known,)
    return max((_links(page, replace(draft, family=family)) for family in families), key=len)


def _links(page: FetchedPage, portal: Portal) -> tuple[Link, ...]:
    found = discovery.listing(page.body, url=page.url, portal=portal, content_type=page.content_type).links
    return tuple(sorted(found, key=lambda link: link.aside))


def _articles(found: Sequence[Link], *, fetch: Fetch) -> Iterator[tuple[Link, FetchedPage]]:
    for link in found[: 2 * _FEW]:
        try:
            yield link, fetch(link.url)
        except PageError:
            continue


def _family(articles: Sequence[FetchedPage]) -> Family:
    pages = [dom.parse(page.body, content_type=page.content_type) for page in articles]
    known = [family for family in (recognise(page) for page in pages if page) if family is not ANY_SITE]
    return known[0] if known else ANY_SITE


def _sections(
    found: Found, portal: Portal, *, fetch: Fetch, classifier: Classifier
) -> tuple[tuple[Section, ...], list[str]]:
    """Return the sections whose pages list articles, with the topics that their titles name, and what was seen."""
    sections, notes = [], []
    for one in islice((one for one in found.sections if one.title), _SECTIONS):
        path = one.path.removeprefix(portal.home)
        given = classifier.classify(title="", section_titles=(one.title,))
        section = Section(path=path, title=one.title, topic=given[0].slug if given else "")
        count = _count(replace(portal, sections=(section,)), section, fetch=fetch)
        notes.append(f"section {one.title} ({path}): {count} article links")
        if count:
            sections.append(section)
    feeds = [one.path for one in found.sections if isinstance(one.sources[0], Feed)]
    notes += [f"feed {url}: {_entries(url, portal, fetch=fetch)} entries" for url in feeds]
    return tuple(sections), notes


def _count(portal: Portal, section: Section, *, fetch: Fetch) -> int:
    source = next((one for one in portal.sources(section) if not isinstance(one, Feed | Sitemap)), None)
    if source is None:
        return 0
    try:
        page = fetch(portal.address(source.url, section))
        return len(discovery.listing(page.body, url=page.url, portal=portal, content_type=page.content_type).links)
    except PageError:
        return 0


def _entries(url: str, portal: Portal, *, fetch: Fetch) -> int:
    try:
        return len(discovery.feed(fetch(url).body, url=url, zone=portal.zone).links)
    except PageError:
        return 0


def _read(portal: Portal, pages: Sequence[tuple[Link, FetchedPage]], *, now: datetime) -> Iterator[Article]:
    for link, page in pages:
        try:
            yield extract(page.body, url=page.url, portal=portal, now=now, link=link, content_type=page.content_type)
        except PageError:
            continue


def _missing(portal: Portal, articles: Sequence[Article]) -> Iterator[str]:
    """Yield what a person must still find out."""
    if len(articles) < _ARTICLES:
        yield "articles: fewer than two could be read"
    if any(one.extracted_by.get("body") != "rules" for one in articles):
        yield "article rules: pages are read without"
    for name in ("published", "lead", "section"):
        if any(not getattr(one, name) for one in articles):
            yield f"{name}: not found on every article"
    if not any(_is_paged(portal, one) for one in portal.sections):
        yield "paging"
    yield "body: whom the portal belongs to"


def _section(section: Section) -> str:
    topic = f", topic={_quoted(section.topic)}" if section.topic else ""
    return f"Section(path={_quoted(section.path)}, title={_quoted(section.title)}{topic})"


def _constant(family: Family) -> str:
    within = vars(import_module(f"crawler.families.{family.name}"))
    return next(name for name, value in within.items() if value is family)


def _is_paged(portal: Portal, section: Section) -> bool:
    def leads_on(source: Source) -> bool:
        of_its_own = isinstance(source, Listing) and (source.next or source.form or portal.family.listing.next)
        return bool(of_its_own) or isinstance(source, Postback | Api)

    return any(map(leads_on, portal.sources(section)))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
