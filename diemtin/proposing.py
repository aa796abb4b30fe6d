"""A new portal proposed: its pages looked at, its family named, what its module says found out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

from crawler import discovery, dom, exploring, extraction
from crawler.article import Article
from crawler.discovery import Found, Link
from crawler.errors import ChallengePage, PageError
from crawler.extraction import extract
from crawler.families import FAMILIES, recognise
from crawler.families.anysite import ANY_SITE
from crawler.portal import Api, Family, Gate, Listing, Portal, Postback, Proof, Section, Source
from crawler.topics import Classifier
from diemtin import deriving, imprint, prospecting
from diemtin.deriving import Read
from diemtin.fetching import FetchedPage
from diemtin.prospecting import Fetch

_ARTICLES, _FEW = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What was found out of a portal.

    Attributes:
        portal: what its module says; `unverified` names what is missing.
        pages: those that were looked at, by what they are: `home`, `listing-1`, `article-1` …
        articles: read by what is proposed.
        notes: what was seen, a line each.
    """

    portal: Portal
    pages: dict[str, FetchedPage]
    articles: tuple[Article, ...]
    notes: tuple[str, ...]


def propose(url: str, *, fetch: Fetch, classifier: Classifier, now: datetime) -> Proposal:
    """Look at a portal's home page, its sections and two articles, and return what they tell of it.

    Args:
        url: of the home page; of another page of the site that is then looked at as a section of it.
        fetch: returns the page at an address, or raises PageError.
        classifier: names the topics of sections.
        now: aware.

    Raises:
        PageError: the home page cannot be had, or leads to no article.
        ChallengePage: a gate that stays shut stands before it.
    """
    fetch = _once(fetch)
    home = fetch(_root(url) if _is_inner(url) else url)
    if extraction.is_challenge(home.body):
        raise ChallengePage(home.url, "a gate's page in place of the home page, and it cannot be passed")
    draft, english = _draft(home, fetch=fetch)
    found = _explored(home, draft, entered=url if _is_inner(url) else "", fetch=fetch)
    listing, links_found = _listing(found, draft, home, fetch=fetch)
    read = list(islice(_articles(links_found, fetch=fetch), _ARTICLES))
    portal = replace(draft, family=_family([page for _, page in read]) if read else draft.family)
    portal, rules_told = _ruled(portal, read, now=now)
    seen = prospecting.prospect(found, portal, fetch=fetch, classifier=classifier)
    portal = replace(portal, sections=seen.sections or portal.sections)
    articles = tuple(one.article for one in _read(portal, read, now=now))
    missing = _missing(portal, articles, paged=seen.paged)
    entered = [f"{url} is no home page: it is looked at as a section of {home.url}"] if _is_inner(url) else []
    family = f"family {portal.family.letter} {portal.family.title}"
    return Proposal(
        portal=replace(portal, unverified=(*missing, *draft.unverified)),
        pages=_pages(home, listing, [page for _, page in read]),
        articles=articles,
        notes=(*entered, *_of_gate(home), *english, family, *seen.notes, *rules_told),
    )


def _once(fetch: Fetch) -> Fetch:
    """Return what fetches each address once, and remembers also that it cannot be had."""
    known: dict[str, FetchedPage | PageError] = {}

    def fetched(url: str) -> FetchedPage:
        if url not in known:
            try:
                known[url] = fetch(url)
            except PageError as error:
                known[url] = error
        found = known[url]
        if isinstance(found, PageError):
            raise found
        return found

    return fetched


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _is_inner(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _draft(home: FetchedPage, *, fetch: Fetch) -> tuple[Portal, list[str]]:
    """Return what the home page tells of the portal, and what was seen of its English side."""
    page = dom.parse(home.body, content_type=home.content_type)
    address = imprint.english(page, url=home.url)
    said = imprint.read(page, url=home.url, english=_parsed(address, fetch=fetch) if address else None)
    insecure = [] if home.url.startswith("https://") else ["https: the address was given with http"]
    gated = ["gate: it was passed once"] if home.gate is not Gate.NONE else []
    draft = Portal(
        name=said.name,
        title=said.title,
        title_en=said.title_en,
        body=said.body,
        kind=said.kind,
        language=said.language,
        home=_root(home.url),
        family=recognise(page) if page else ANY_SITE,
        proof=Proof.INFERRED,
        gate=home.gate,
        unverified=(*said.unverified, *insecure, *gated),
        sections=(Section(path="", title="Trang chủ"),),
    )
    return draft, [f"English page {address}: {said.title_en}"] if address else []


def _parsed(url: str, *, fetch: Fetch) -> dom.Node | None:
    try:
        page = fetch(url)
    except PageError:
        return None
    return dom.parse(page.body, content_type=page.content_type)


def _explored(home: FetchedPage, draft: Portal, *, entered: str, fetch: Fetch) -> Found:
    """Return what the home page leads to, and first the section whose address was given."""
    place = replace(draft, home=home.url)  # it may have led to `/web/guest/home`
    found = exploring.home(home.body, url=home.url, portal=place, content_type=home.content_type)
    if not entered:
        return found
    page = _parsed(entered, fetch=fetch)
    heading = page.css_first("h1, title") if page else None
    known = next((one.title for one in found.sections if one.path.rstrip("/") == entered.rstrip("/")), "")
    title = known or (dom.words(heading).partition(" | ")[0].partition(" - ")[0] if heading else "")
    others = tuple(one for one in found.sections if one.path.rstrip("/") != entered.rstrip("/"))
    section = Section(path=entered, title=title or urlsplit(entered).path, sources=(Listing(entered),))
    return replace(found, sections=(section, *others))


def _pages(home: FetchedPage, listing: FetchedPage, articles: Sequence[FetchedPage]) -> dict[str, FetchedPage]:
    named = {f"article-{number}": page for number, page in enumerate(articles, start=1)}
    return {"home": home, **({"listing-1": listing} if listing.url != home.url else {}), **named}


def _of_gate(home: FetchedPage) -> list[str]:
    return [f"gate {home.gate}: passed by its cookie"] if home.gate is not Gate.NONE else []


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
            page = fetch(link.url)
        except PageError:
            continue
        if not extraction.is_challenge(page.body):
            yield link, page


def _family(articles: Sequence[FetchedPage]) -> Family:
    pages = [dom.parse(page.body, content_type=page.content_type) for page in articles]
    known = [family for family in (recognise(page) for page in pages if page) if family is not ANY_SITE]
    return known[0] if known else ANY_SITE


def _ruled(portal: Portal, pages: Sequence[tuple[Link, FetchedPage]], *, now: datetime) -> tuple[Portal, list[str]]:
    """Return a portal with rules of its own where its family has none, and what each finds on the pages at hand."""
    if portal.versions:
        return portal, []
    before = _read(portal, pages, now=now)
    rules = deriving.rules(before, portal)
    if rules is None:
        return portal, ["rules: title and text stand in no one place of all articles; pages are read without"]
    ruled = replace(portal, rules=(rules,))
    again = _read(ruled, pages, now=now)
    if [_gist(one) for one in again] != [_gist(one) for one in before]:
        return portal, ["rules: none that read what is read without"]
    return ruled, list(deriving.told(rules, before))


def _gist(one: Read) -> tuple[object, ...]:
    return one.article.title, one.article.published, one.article.body_text


def _read(portal: Portal, pages: Sequence[tuple[Link, FetchedPage]], *, now: datetime) -> list[Read]:
    read = []
    for link, page in pages:
        root = dom.parse(page.body, content_type=page.content_type)
        try:
            article = extract(
                page.body, url=page.url, portal=portal, now=now, link=link, content_type=page.content_type
            )
        except PageError:
            continue
        if root is not None:
            read.append(Read(page=page, root=root, article=article))
    return read


def _missing(portal: Portal, articles: Sequence[Article], *, paged: bool) -> Iterator[str]:
    """Yield what a person must still find out."""
    if len(articles) < _ARTICLES:
        yield "articles: fewer than two could be read"
    if portal.rules:
        yield "rules: made from two articles, whatever else stands in the text is not dropped"
    elif not all(one.is_by_rules for one in articles):
        yield "article rules: pages are read without"
    for name in ("published", "lead", "section"):
        if any(not getattr(one, name) for one in articles):
            yield f"{name}: not found on every article"
    if not paged:
        ways = any(_is_paged(portal, one) for one in portal.sections)
        yield "paging: its family's, not seen on the pages at hand" if ways else "paging"


def _is_paged(portal: Portal, section: Section) -> bool:
    def leads_on(source: Source) -> bool:
        of_its_own = isinstance(source, Listing) and (source.next or source.form or portal.family.listing.next)
        return bool(of_its_own) or isinstance(source, Postback | Api)

    return any(map(leads_on, portal.sources(section)))
