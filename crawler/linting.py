"""What is doubtful about a portal's data: told by the data alone, and by the pages of it that are at hand."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawler import discovery, dom, generic, selectors
from crawler.dom import Node
from crawler.errors import PageError
from crawler.extraction import extract, is_challenge
from crawler.families import FAMILIES
from crawler.portal import LABELLED, Explore, Listing, ListingRules, Portal, Postback, Proof, Rules, Source
from crawler.structured import plain
from crawler.structured import read as read_structured
from crawler.taxonomy import SUBJECTS

# Names that a build or a deployment makes anew: `css-1a2b3c`, `sc-bdVaJ4`, `_3kf9x`, `jsx-123456`; the numbers of
# ASP.NET's controls, `ctrl_191017_163_grvDocument` [capture vanban.chinhphu.vn], and of Liferay's portlets.
_GENERATED = re.compile(
    r"[.#](?:css|jsx|sc|emotion)-[a-zA-Z]*\d|[.#]_[a-z0-9]{5,}\b|[.#][a-f0-9]{8,}\b"
    r"|(?<![a-z])(?:ctrl_\d+_\d+|ctl\d{2}_ctl\d{2}(?!\d))|_INSTANCE_\w{8,}"
)
_PLACE = re.compile(r":(?:nth-(?:last-)?(?:child|of-type)|(?:first|last)-(?:child|of-type))\b")
_STEPS = re.compile(r"(?:^|[\s>])(?:[a-z][a-z0-9]*\s*>\s*){3,}[a-z][a-z0-9]*(?=[\s>,)]|$)")
_RIGHTS = re.compile(r"©|copyright|bản quyền|giấy phép", re.IGNORECASE)
_FOOT = re.compile(r"foot|copyright", re.IGNORECASE)
_UNSURE_OF_DATES = re.compile(r"\b(?:dates?|published|markup|selectors?|rules|everything)\b", re.IGNORECASE)
_OF_ITSELF = re.compile(r"(?:title|title_en|body|kind): ")  # of the portal, and not of its articles
_LONGEST_NOTICE = 300  # characters; an element that is longer may hold a notice, and is none

_SINGLE = ("title", "lead", "body")
"""Fields of which a page has one."""

_NEEDED = ("title", "body", "published", "listing main")
"""Fields that the rules of a family which fits find."""

_SHARED = frozenset(id(rules) for family in FAMILIES for rules in (*family.versions, *family.documents, family.listing))
_LABELLED = frozenset(map(id, LABELLED))
_SLUGS = frozenset(subject.slug for subject in SUBJECTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A saved page of a portal.

    Attributes:
        name: for people.
        url: its address, absolute.
        body: as it came, unpacked.
        content_type: the HTTP header; empty where it was not kept.
        fetched: aware.
        source: as which it lists articles; None where it is an article's.
        whole: what is not in it was not on the page.
    """

    name: str
    url: str
    body: bytes
    content_type: str
    fetched: datetime
    source: Source | None
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is doubtful.

    Attributes:
        rule: a short and stable name of what was looked for.
        where: the field, section or page that it is about.
        says: what is doubtful and what to do about it.
        weak: it would be better otherwise, and is no fault.
    """

    portal: str
    rule: str
    where: str
    says: str
    weak: bool = False


_Make = Callable[[str, str, str], Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parsed:
    """A page with its root, and the rules that read it; None where none do."""

    page: Page
    root: Node
    rules: Rules | None


def lint(portal: Portal, pages: Sequence[Page]) -> tuple[Finding, ...]:
    """Return what is doubtful about a portal's data; `pages` are those of it that are at hand."""
    parsed = [one for page in pages if (one := _parsed(page, portal=portal))]
    articles = [one for one in parsed if one.page.source is None]
    lists = [one for one in parsed if isinstance(one.page.source, Listing | Postback | Explore)]

    def finding(rule: str, where: str, says: str) -> Finding:
        return Finding(portal=portal.name, rule=rule, where=where, says=says)

    told = (
        *_of_data(portal, finding),
        *_of_addresses(portal, articles, lists, finding),
        *_of_selectors(portal, finding),
        *_of_dates(portal, articles, finding),
        *_of_several(articles, finding),
        *_of_dead(portal, articles, lists, finding),
    )
    return tuple(dict.fromkeys(told))


def is_generated(css: str) -> bool:
    """Return whether a selector names what every deployment makes anew."""
    return _GENERATED.search(css) is not None


def _parsed(page: Page, *, portal: Portal) -> _Parsed | None:
    root = None if is_challenge(page.body) else dom.parse(page.body, content_type=page.content_type)
    if root is None:
        return None
    versions = portal.versions_at(page.fetched)
    rules = next((one for one in versions if any(selectors.found(root, css) for css in one.body)), None)
    return _Parsed(page=page, root=root, rules=rules)


def _of_data(portal: Portal, finding: _Make) -> Iterator[Finding]:
    for name in ("title", "title_en", "body"):
        if not getattr(portal, name):
            yield finding("missing-data", name, "is empty")
    if portal.language == "vi" and portal.title and portal.title == portal.title_en:
        yield finding("missing-data", "title_en", "is the Vietnamese title: write it in English")
    if portal.proof is not Proof.CAPTURED and not portal.unverified:
        yield finding("missing-data", "unverified", f"is empty, but the proof is {portal.proof}: say what is not known")
    if portal.proof is Proof.CAPTURED and not portal.credit:
        says = "is empty: its pages may tell how the portal asks to be named"
        yield replace(finding("missing-data", "credit", says), weak=True)
    for section in portal.sections:
        if section.topic and section.topic not in _SLUGS:
            says = f"the topic {section.topic!r} is not in the taxonomy: `diemtin topics` lists them"
            yield finding("unknown-topic", f"section {section.path}", says)
    if not portal.home.startswith("https://") and not any("http" in words.lower() for words in portal.unverified):
        yield finding("insecure-home", "home", f"{portal.home} is not https: say why in `unverified`, as `https: …`")
    if portal.delay < 1:
        yield finding("impatient", "delay", f"is {portal.delay:g}: a portal is asked once a second at most")


def _of_addresses(
    portal: Portal, articles: Sequence[_Parsed], lists: Sequence[_Parsed], finding: _Make
) -> Iterator[Finding]:
    for section in portal.sections:
        if portal.is_article(portal.address("{path}", section)):
            yield finding("article-form", f"section {section.path}", "has the form of an article's address")
    for page in (one.page for one in articles):
        if not portal.is_article(page.url):
            yield finding("article-form", page.name, f"is an article, but its address has another form: {page.url}")
    for page in (one.page for one in lists):
        if not discovery.listing(page.body, url=page.url, portal=portal, content_type=page.content_type).links:
            yield finding("article-form", page.name, "lists no link that has the form of an article's address")


def _of_selectors(portal: Portal, finding: _Make) -> Iterator[Finding]:
    marks = [("marks", css) for css in portal.family.marks]
    for field, css in [*((one.field, one.css) for one in selectors.written(portal)), *marks]:
        if not selectors.is_selector(css):
            yield finding("unreadable-selector", field, f"{css!r} is no CSS selector")
        if is_generated(css):
            yield finding("generated-name", field, f"{css} names what every deployment makes anew")
    for one in selectors.alternatives(portal):
        if len(_PLACE.findall(one.css)) > 1 or _STEPS.search(one.css):
            yield finding("positional-selector", one.field, f"{one.css} counts elements: name what holds the field")


def _of_dates(portal: Portal, articles: Sequence[_Parsed], finding: _Make) -> Iterator[Finding]:
    undated = any(not rules.published for rules in portal.versions)
    if undated and not any(map(_UNSURE_OF_DATES.search, portal.unverified)):
        says = "some rules do not tell where the date stands: add it, or name `published` in `unverified`"
        yield finding("no-date-rule", "published", says)
    for one in articles:
        for css in one.rules.published if one.rules else ():
            if any(map(_is_of_rights, selectors.found(one.root, css))):
                says = f"{css} finds a notice of rights, or the foot of the page"
                yield finding("invented-date", one.page.name, says)
        yield from _of_another_day(portal, one, finding)


def _of_another_day(portal: Portal, one: _Parsed, finding: _Make) -> Iterator[Finding]:
    """Yield that an article is dated otherwise than its page tells machines."""
    page, said = one.page, read_structured(one.root)
    written = plain(said.article.get("datePublished")) or said.meta.get("article:published_time", "")
    told = generic.reading(written, zone=portal.zone, lenient=True) if written else None
    try:
        article = extract(page.body, url=page.url, portal=portal, now=page.fetched, content_type=page.content_type)
    except PageError:
        return  # the capture's expected record says so
    if told and article.published and told.moment.date() != article.published.date():
        says = f"is dated {article.published:%Y-%m-%d}, while the page tells machines {told.moment:%Y-%m-%d}"
        yield finding("invented-date", page.name, says)


def _of_several(articles: Sequence[_Parsed], finding: _Make) -> Iterator[Finding]:
    for one in articles:
        for field in _SINGLE if one.rules else ():
            tried = ((css, len(_filled(selectors.found(one.root, css)))) for css in getattr(one.rules, field))
            css, count = next(((css, count) for css, count in tried if count), ("", 0))
            if count > 1:
                says = f"{css} finds {count} elements on {one.page.name}: one is meant"
                yield finding("ambiguous-selector", field, says)


def _filled(found: Sequence[Node]) -> list[Node]:
    """Return the first element, which is taken, and those that could be meant as well: not empty, nor inside of it."""
    others = [one for one in found[1:] if dom.words(one) and not dom.holds(found[0], one)]
    return [*found[:1], *others]


def _of_dead(
    portal: Portal, articles: Sequence[_Parsed], lists: Sequence[_Parsed], finding: _Make
) -> Iterator[Finding]:
    """Yield the selectors that find nothing on any whole page at hand, unless `unverified` names their field.

    Rules that several portals share are tried on one of them alone: some selector must find each field that is
    needed, the others are other portals'. What is dropped from a page need not be on it.
    """
    shared: dict[str, bool] = {}
    for one in selectors.alternatives(portal):
        tried = lists if isinstance(one.rules, ListingRules) else articles
        whole = [each for each in tried if each.page.whole]
        field = one.field.rpartition(" ")[2]
        admitted = any(re.search(rf"\b{field}\b", words) for words in portal.unverified if not _OF_ITSELF.match(words))
        if not whole or admitted or field == "drop" or id(one.rules) in _LABELLED:
            continue
        lives = any(selectors.found(each.root, one.css) for each in whole)
        if id(one.rules) in _SHARED:
            shared[one.field] = shared.get(one.field, False) or lives
        elif not lives:
            says = f"{one.css} finds nothing on any capture: mend it, capture a page that has it, or name the field in"
            yield finding("dead-selector", one.field, f"{says} `unverified`")
    for field in _NEEDED:
        if not shared.get(field, True):
            says = f"no selector of the family finds it on any capture: is {portal.family.name} the right one?"
            yield finding("dead-selector", field, says)


def _is_of_rights(element: Node) -> bool:
    """Whether an element is a notice of rights, or stands at the foot of the page."""
    holder: Node | None = element
    while holder is not None and holder.tag not in {"body", "head", "html"}:
        if holder.tag == "footer" or _FOOT.search(f"{dom.attribute(holder, 'class')} {dom.attribute(holder, 'id')}"):
            return True
        holder = holder.parent
    words = dom.words(element)
    return len(words) < _LONGEST_NOTICE and bool(_RIGHTS.search(words))
