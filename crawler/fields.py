"""The readings of an article's fields: for each, where it may come from, in order of trust."""

import mimetypes
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import TypeVar

from lxml.html import HtmlElement

from crawler import dates, dom, ending, generic, links, markup, paragraphs, text
from crawler.discovery import Link
from crawler.dom import Node
from crawler.errors import ImpossibleDate
from crawler.portal import Rules, Section
from crawler.structured import Structured, names, plain

_AHEAD = timedelta(minutes=15)  # a portal's clock may run a little fast
_PRINT_LINK = re.compile(r"[\s|]*(?:In trang|In bài viết|In bài|Bản in|Print)\s*$", re.IGNORECASE)
_AGENCY = (
    r"(?:VGP|NDO|NDĐT|ND|ĐCSVN|TTXVN|VNA|VOV\.VN|VOV|TCCS|QĐND|TTO|TPO|SGGPO|SGGP|CAND|HNM|BNEWS|VnEconomy|Chinhphu\.vn"
    r"|Cổng TTĐT Chính phủ)"
)
_LOCATION = re.compile(
    r"^\s*(?:\((?!\s*\d+\s*\)|(?:Phần|Kỳ|Bài)\b)[^()]{2,30}\)\s*[-–—−:.]+\s*"  # (Chinhphu.vn) - , (CTO) –
    r"|(?:\((?:[\w.]+\.vn|[A-ZĐ]{2,8})\)|BNEWS)\s+(?=[A-ZÀ-Ỹ])"  # (Chinhphu.vn) Sáng nay
    rf"|{_AGENCY}\s*[-–—−]+\s+"
    rf"|[A-ZĐ][^\W\d]+(?:[ ][A-ZĐ][^\W\d]+){{0,3}}\s*\({_AGENCY}(?:/[\w+.]+)?\)\s*[-–—−]+\s*)"  # Hà Nội (TTXVN) -
)
_HOME = frozenset({"trang chủ", "home", "trang nhất"})
_DASH = re.compile(r"\s*[|–—-]\s")
_SITE = re.compile(r"\s+[|–—-]\s+(?P<name>[^|–—]{2,60}?)\s*$")
_SITE_WORDS = re.compile(r"(?:Báo|Cổng|Trang|Tạp chí)\s+(?:[A-ZĐ]|thông tin|điện tử)|[\w.-]+\.(?:vn|com)$")
_POINTER = re.compile(r"[\s.…]*[>»›]+[\s.…]*")
_FILES = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|odt|ods|rtf)(?:$|\?)", re.IGNORECASE)
_LEAD_CLASS = re.compile(r"(?:^|[\s_-])(?:sapo|lead|chapeau|description|summary|intro)(?:$|[\s_-])", re.IGNORECASE)
_SHORTEST_LEAD = 20  # characters; less is a label
_FIRST = 5  # blocks; a lead is no further from the title
_ENOUGH = 60  # characters; two texts that begin alike for so long are one
_SAID_BEFORE = re.compile(r"^(?:Theo|Nguồn)\b\s*:?\s*", re.IGNORECASE)
_SIGNED_BY = re.compile(r"^(?:Tác giả|Bài viết|By)(?:\s*:\s*|\s+)", re.IGNORECASE)
_BYLINE_END = " ,;|–—-"

T = TypeVar("T")
Finder = tuple[str, Callable[[], T]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A parsed page with all that the readings need.

    Attributes:
        root: its outermost element.
        base: what relative addresses are resolved against.
        rules: the version that reads this page.
        container: the element that holds the text by these rules; None where none of them finds one.
        said: its structured data.
        now: when it was fetched.
        link: as the listing gave it.
    """

    root: Node
    url: str
    base: str
    key: Callable[[str], str]
    rules: Rules
    container: Node | None
    said: Structured
    zone: tzinfo
    now: datetime
    link: Link | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Chooses among readings, and remembers for each field which one won."""

    origins: dict[str, str] = field(default_factory=dict)

    def first(self, name: str, finders: Iterable[Finder[T]]) -> T | None:
        """Return the first reading that is not empty."""
        for origin, find in finders:
            value = find()
            if value:
                self.origins[name] = origin
                return value
        return None

    def text(self, name: str, finders: Iterable[Finder[str]]) -> str:
        """Return the first reading that is not empty, else an empty string."""
        return self.first(name, finders) or ""

    def names(self, name: str, finders: Iterable[Finder[Sequence[str]]]) -> tuple[str, ...]:
        """Return the first reading that is not empty, each name once."""
        return tuple(dict.fromkeys(self.first(name, finders) or ()))


def titles(page: Page) -> list[Finder[str]]:
    """Return the readings of the title; the link to the print page that some portals put into it is cut off."""
    return [
        ("rules", lambda: _without_print_link(_content(page, page.rules.title)) if page.rules.body else ""),
        ("json-ld", lambda: _without_site(page, plain(page.said.article.get("headline")))),
        ("opengraph", lambda: _without_site(page, page.said.meta.get("og:title", ""))),
        ("generic", lambda: _without_print_link(generic.title(page.root))),
        ("listing", lambda: page.link.title if page.link else ""),
    ]


def leads(page: Page) -> list[Finder[str]]:
    """Return the readings of the lead, location mark included."""
    return [
        ("rules", lambda: _content(page, page.rules.lead)),
        ("json-ld", lambda: plain(page.said.article.get("description"))),
        ("opengraph", lambda: page.said.meta.get("og:description", "")),
        ("meta", lambda: page.said.meta.get("description", "")),
    ]


def without_location(lead: str) -> str:
    """Return a lead without the mark that only says whose text it is.

    >>> without_location("(Chinhphu.vn) - Tháng 3/2026 có nhiều chính sách mới")
    'Tháng 3/2026 có nhiều chính sách mới'
    """
    return _LOCATION.sub("", lead)


def published(page: Page, chosen: Chosen, *, title: str, container: Node, placed: bool) -> datetime | None:
    """Return when the article was published, in the portal's zone.

    Where a portal is known to have its dates `placed`, as rules tell, and they are gone from there, the first one that
    stands on the page is as likely another story's: all that it may add is the hour of a day that is told elsewhere.
    The `container` holds the text, by whatever it was found.

    Raises:
        ImpossibleDate: every date that was found lies in the future.
    """
    today = page.now.astimezone(page.zone).date()
    coarse: tuple[str, datetime] | None = None
    refused: datetime | None = None
    for origin, find in _dates(page, title=title, container=container, today=today, placed=placed):
        reading = find()
        if reading is None or (placed and origin == "generic" and coarse is None):
            continue
        if reading.moment > page.now + _AHEAD:
            refused = reading.moment
        elif not reading.timed:
            coarse = coarse or (origin, reading.moment)  # a later source may know the hour
        elif coarse is None or reading.moment.date() == coarse[1].date() or _is_calendar(coarse, today=today):
            chosen.origins["published"] = origin
            return reading.moment
    if coarse:
        chosen.origins["published"] = coarse[0]
        return coarse[1]
    if refused:
        raise ImpossibleDate(page.url, refused.isoformat(timespec="minutes"))
    return None


def _dates(page: Page, *, title: str, container: Node, today: date, placed: bool) -> list[Finder[dates.Reading | None]]:
    """Return the readings of the date, the least trusted last."""
    shown: Finder[dates.Reading | None] = (
        "generic",
        lambda: generic.date(page.root, title=title, container=container, zone=page.zone, today=today),
    )
    listed: Finder[dates.Reading | None] = ("listing", lambda: _listed(page))
    return [
        ("rules", lambda: _dated(page, page.rules.published)),
        ("json-ld", lambda: _read(page, plain(page.said.article.get("datePublished")))),
        ("opengraph", lambda: _read(page, page.said.meta.get("article:published_time", ""))),
        ("meta", lambda: _read(page, page.said.meta.get("pubdate", page.said.meta.get("datepublished", "")))),
        *((listed, shown) if placed else (shown, listed)),
    ]


def _is_calendar(coarse: tuple[str, datetime], *, today: date) -> bool:
    """Whether a day that was found without rules may be what a site's head says of today."""
    return coarse[0] == "generic" and coarse[1].date() == today


def updated(page: Page, chosen: Chosen, *, published: datetime | None) -> datetime | None:
    """Return when the portal says that it changed the article after publication; None when it says the future."""
    finders: list[Finder[dates.Reading | None]] = [
        ("rules", lambda: _dated(page, page.rules.updated)),
        ("json-ld", lambda: _read(page, plain(page.said.article.get("dateModified")))),
        ("opengraph", lambda: _read(page, page.said.meta.get("article:modified_time", ""))),
        ("meta", lambda: _read(page, page.said.meta.get("lastmod", ""))),
    ]
    reading = chosen.first("updated", finders)
    if reading and published and published < reading.moment <= page.now + _AHEAD:
        return reading.moment
    chosen.origins.pop("updated", None)
    return None


def authors(page: Page) -> list[Finder[Sequence[str]]]:
    """Return the readings of the authors; a portal's own name is not one."""
    return [
        ("rules", lambda: _of_people(page, _contents(page, page.rules.authors))),
        ("json-ld", lambda: _of_people(page, names(page.said.article.get("author")))),
        ("rules", lambda: [signed] if _is_author(page, signed := _content(page, page.rules.source)) else []),
    ]


def _of_people(page: Page, written: Iterable[str]) -> list[str]:
    """Return the names without the site's own, nor what stands before or after a name in a byline.

    tuoitre.vn calls itself TUOI TRE ONLINE and signs as TUỔI TRẺ ONLINE.
    """
    site = {text.fold(page.said.meta.get(name, "")) for name in ("og:site_name", "copyright")}
    named = (_SIGNED_BY.sub("", one).rstrip(_BYLINE_END) for one in written)
    return [one for one in named if one and text.fold(one) not in site]


def sections(page: Page, section: Section | None) -> list[Finder[Sequence[str]]]:
    """Return the readings of the section path, outermost first."""
    return [
        (
            "rules",
            lambda: [name for name in _contents(page, page.rules.section) if name.lower() not in _HOME],
        ),
        ("json-ld", lambda: page.said.breadcrumb),
        (
            "opengraph",
            lambda: [page.said.meta["article:section"]] if "article:section" in page.said.meta else [],
        ),
        ("listing", lambda: section.title.split(" / ") if section and section.title else []),
    ]


def tags(page: Page) -> list[Finder[Sequence[str]]]:
    """Return the readings of the tags."""
    keywords = page.said.meta.get("news_keywords") or page.said.meta.get("keywords", "")
    return [
        ("rules", lambda: _contents(page, page.rules.tags)),
        ("json-ld", lambda: names(page.said.article.get("keywords"))),
        ("meta", lambda: [word for word in map(text.line, re.split(r"[,;]", keywords)) if word]),
    ]


def sources(page: Page) -> list[Finder[str]]:
    """Return the readings of the source that the portal names."""
    return [("rules", lambda: _source(page, _content(page, page.rules.source)))]


def _source(page: Page, named: str) -> str:
    """Return the source without `Theo`; an author's name is none."""
    return "" if _is_author(page, named) else _SAID_BEFORE.sub("", named)


def _is_author(page: Page, named: str) -> bool:
    """Whether a source is a person's name without `Theo`, where the page has no other place for authors.

    `Trí Thức Trẻ`, a paper, looks like a person's name.
    """
    return ending.is_person(named) and not _SAID_BEFORE.match(named) and not _contents(page, page.rules.authors)


def attachments(page: Page, *, container: Node) -> list[tuple[str, str, str]]:
    """Return (address, media type, title) of the files that the article offers, each once."""
    areas = [*filter(None, [dom.first(page.root, page.rules.attachments)]), container]
    found: dict[str, tuple[str, str, str]] = {}
    for anchor in (anchor for area in areas for anchor in area.css("a[href]")):
        href = dom.attribute(anchor, "href")
        if _FILES.search(href):
            url = links.absolute(href.strip().replace(" ", "%20"), base=page.base)
            media = mimetypes.guess_type(url.partition("?")[0])[0] or "application/octet-stream"
            found.setdefault(url, (url, media, dom.words(anchor)))
    found.pop("", None)
    return list(found.values())


def content(page: Page, container: Node) -> HtmlElement:
    """Return the article's body, without the lead where it stands inside and without what the rules drop.

    What is left out of it is taken out of the page.
    """
    lead = dom.first(page.root, page.rules.lead)
    if lead and dom.holds(container, lead):
        lead.decompose()
    selected = dom.select(container, ", ".join(page.rules.drop)) if page.rules.drop else ()
    dropped = _outermost(one for one in selected if one.mem_id != container.mem_id)
    for one in dropped:
        _remove_pointers(one)
    for one in dropped:
        one.decompose()
    return dom.element(container)


def _outermost(found: Iterable[Node]) -> list[Node]:
    """Return those of elements, given in the page's order, that stand in none of the others: they go with these."""
    outer: list[Node] = []
    for one in found:
        if not outer or not dom.holds(outer[-1], one):
            outer.append(one)
    return outer


def _remove_pointers(dropped: Node) -> None:
    """Take out the arrows that point to what is dropped: `>> Xem thêm`, `Chi tiết..>>`."""
    for beside in (dropped.prev, dropped.next):
        if beside is not None and beside.is_text_node and _POINTER.fullmatch(beside.text_content or ""):
            beside.decompose()


def take_opening(body: HtmlElement, *, container: Node, said: str) -> str:
    """Return the paragraph above or at the beginning of the text that is marked as the lead, or an empty string.

    It is taken out of the text, unless it is running text that the page only `said` to machines as well.
    """
    first = [(one, markup.content(one)) for one in paragraphs.leaves(body)[:_FIRST]]
    opening = next((one for one in first if _LOCATION.match(one[1])), None)
    opening = opening or next((one for one in first if _is_named_lead(*one, within=body)), None)
    if not opening:
        return next(filter(None, map(_lead_above, _above(container))), "")
    paragraph, words = opening
    repeated = without_location(words)[:_ENOUGH] == without_location(said)[:_ENOUGH]
    if not repeated or _is_named_lead(paragraph, words, within=body) or _is_set_apart(paragraph, words):
        markup.remove(paragraph)
    return words


def _is_named_lead(paragraph: HtmlElement, words: str, *, within: HtmlElement) -> bool:
    """Whether a paragraph, or the element that it alone fills, is called a lead."""
    named, holder = paragraph.get("class") or "", paragraph.getparent()
    if holder is not None and holder is not within and markup.content(holder) == words:
        named = f"{named} {holder.get('class') or ''}"
    return len(words) >= _SHORTEST_LEAD and bool(_LEAD_CLASS.search(named))


def _lead_above(block: Node) -> str:
    """Return the words of a block above the text that is marked or called the lead."""
    words, holder = dom.words(block), block.parent
    named = dom.attribute(block, "class")
    if holder and dom.words(holder) == words:
        named = f"{named} {dom.attribute(holder, 'class')}"
    called = len(words) >= _SHORTEST_LEAD and _LEAD_CLASS.search(named)
    return words if called or _LOCATION.match(words) else ""


def _is_set_apart(paragraph: HtmlElement, words: str) -> bool:
    return any(markup.content(part) == words for part in paragraph.iter("strong", "b", "h2", "h3"))


def _above(container: Node) -> Iterator[Node]:
    """Yield the innermost blocks between the title and the text, the nearest first."""
    blocks = (one for one in dom.before(container) if one.tag in {"p", "h2", "h3", "div", "h1"})
    for block in islice(blocks, _FIRST):
        if block.tag == "h1":
            return
        if not any(inner != block for inner in block.css("p, div")):
            yield block


def _content(page: Page, selectors: Sequence[str]) -> str:
    """Return the words of the first element that the first selector finds of which one has any."""
    return next(iter(_contents(page, selectors)), "")


def _contents(page: Page, selectors: Sequence[str]) -> list[str]:
    """Return the words of all elements that the first selector finds of which one has any."""
    found = ([words for words in map(_words, dom.select(page.root, one)) if words] for one in selectors)
    return next(filter(None, found), [])


def _words(element: Node) -> str:
    return text.line(dom.attribute(element, "content")) if element.tag == "meta" else dom.words(element)


def _without_print_link(title: str) -> str:
    return _PRINT_LINK.sub("", title)


def _without_site(page: Page, title: str) -> str:
    """Return a title without the site's name after it: what the heading leaves out, or what is named like a site."""
    for heading in map(dom.words, page.root.css("h1")):
        if heading and title.startswith(heading) and _DASH.match(title, len(heading)):
            return heading
    site = text.fold(page.said.meta.get("og:site_name", ""))
    named = _SITE.search(title)
    if named and (_SITE_WORDS.match(named["name"]) or text.fold(named["name"]) in site):
        return title[: named.start()]
    return title


def _read(page: Page, written: str) -> dates.Reading | None:
    return generic.reading(written, zone=page.zone, lenient=True) if written else None


def _dated(page: Page, selectors: Sequence[str]) -> dates.Reading | None:
    elements = (one for selector in selectors for one in dom.select(page.root, selector))
    readings = (_read(page, written) for element in elements for written in _told(element))
    return next(filter(None, readings), None)


def _told(element: Node) -> Iterator[str]:
    said = element.attributes
    yield said.get("datetime") or ""
    yield said.get("content") or ""
    yield dom.words(element)
    yield said.get("title") or ""  # behind `2 giờ trước`


def _listed(page: Page) -> dates.Reading | None:
    moment = page.link.published if page.link else None
    return dates.Reading(moment=moment.astimezone(page.zone), timed=True) if moment else None
