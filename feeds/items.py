"""Entries as every format carries them: cleaned, complete, the same in all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from types import MappingProxyType
from typing import Protocol
from urllib.parse import quote, urlsplit

from crawler import text
from crawler.archive.reading import Entry
from crawler.article import Article, Attachment, Image
from crawler.dates import HANOI
from crawler.document import Document
from crawler.portal import Feed as PortalFeed
from crawler.portal import Portal
from feeds.catalogue import FeedSpec, Site, Subject

TOPIC = "urn:x-diemtin:topic"
PORTAL = "urn:x-diemtin:portal"
"""The schemes of categories, the same wherever feeds are published, so that an aggregator can merge them."""

_BEGINNING = 80  # characters; a body that begins with so much of the lead repeats it
_SUMMARY = 280  # characters: what readers show of an entry in their lists
_NEVER = datetime(2000, 1, 1, tzinfo=UTC).astimezone(HANOI)  # when an empty feed changed; 1970 is called implausible
_RESERVED = "!#$%&'()*+,/:;=?@~"  # RFC 3986, with the percent sign of what is encoded already; brackets are IPv6's


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A portal as its entries name it.

    Attributes:
        feed: address of its own feed; empty when it has none that is known.
        credit: how it asks to be named; empty when it does not say.
    """

    name: str
    title: str
    home: str
    feed: str = ""
    credit: str = ""


class Sourced(Protocol):
    """What tells of an article or a document which portal it is from."""

    @property
    def portal(self) -> str:
        """The portal's name."""

    @property
    def link(self) -> str:
        """The source link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What slugs and portal names stand for: publishers by name, titles of topics by slug, in both languages."""

    portals: Mapping[str, Publisher]
    topics: Mapping[str, str]
    topics_en: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """Something an entry is filed under; the scheme is empty for a portal's own keywords.

    Attributes:
        label_en: of a topic that has a feed.
    """

    term: str
    label: str
    label_en: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Another portal's article of the same story."""

    id: str
    link: str
    title: str
    publisher: Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as every format carries it.

    Attributes:
        summary: plain text, never empty.
        content: clean HTML.
        updated: when the text last changed materially; `published` until then.
        revision: 1 for the first text.
        also: the same story as other portals told it.
        record: the article or document behind it, for what one format alone carries.
        cites: links of the documents that the article cites, by number, as far as they are known.
        cited_by: articles that cite the document.
    """

    id: str
    link: str
    title: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    revision: int
    authors: tuple[str, ...]
    categories: tuple[Category, ...]
    publisher: Publisher
    image: Image | None
    attachments: tuple[Attachment, ...]
    language: str
    also: tuple[Telling, ...]
    record: Article | Document
    cites: Mapping[str, str] = field(default_factory=dict, hash=False)
    cited_by: tuple[Telling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Where else a feed's entries are; paths without endings."""

    next: str = ""
    previous: str = ""
    following: str = ""
    current: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """An entry that the portal took down."""

    id: str
    when: datetime
    link: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed with what is in it, newest first.

    Attributes:
        updated: when the newest change in it was seen.
    """

    spec: FeedSpec
    site: Site
    items: tuple[Item, ...]
    updated: datetime
    history: History = History()
    deletions: tuple[Deletion, ...] = ()

    @property
    def title(self) -> str:
        """The feed's title as readers list it."""
        return text.line(f"{self.site.title} – {self.spec.name}")


def names(portals: Sequence[Portal], subjects: Iterable[Subject]) -> Names:
    """Return what slugs and portal names stand for."""
    listed = list(subjects)
    return Names(
        portals={portal.name: _publisher(portal) for portal in portals},
        topics={subject.slug: text.line(subject.vi) for subject in listed},
        topics_en={subject.slug: text.line(subject.en) for subject in listed},
    )


def feed(
    spec: FeedSpec,
    entries: Iterable[Entry],
    *,
    site: Site,
    names: Names,
    also: Mapping[str, Sequence[Entry]] = MappingProxyType({}),
    cites: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Feed:
    """Return a feed of the given entries, which keep their order.

    Args:
        spec: which feed.
        entries: what it carries.
        site: where it is published.
        names: what slugs and portals' names stand for.
        also: the same story elsewhere, by the entries' ids.
        cites: links of documents by their numbers, likewise.
    """
    given = list(entries)
    updated = max((moment(entry.changed) for entry in given), default=_NEVER)
    found = tuple(
        item(entry, names=names, also=also.get(entry.article.id, ()), cites=cites.get(entry.article.id, {}))
        for entry in given
    )
    return Feed(spec=spec, site=site, items=found, updated=updated)


def item(
    entry: Entry, *, names: Names, also: Sequence[Entry] = (), cites: Mapping[str, str] = MappingProxyType({})
) -> Item:
    """Return an entry as every format carries it; no character in it can break a feed."""
    tellings = tuple(_telling(one, names) for one in also)
    article = entry.article
    published = moment(entry.dated)
    attachments = tuple(attachment(file) for file in article.attachments)
    image = _image(article.images[0]) if article.images else None
    of = publisher(article, names)
    summary = _summary(article)
    body = text.clean(article.body_html) or f"<p>{escape(summary)}</p>"
    return Item(
        id=article.id,
        link=address(article.link),
        title=text.line(article.title) or article.link,
        summary=summary,
        content=_opened(_content(body, image=image, attachments=attachments), article) + _told_also(tellings, article),
        published=published,
        updated=max(published, moment(entry.changed)) if entry.revision > 1 else published,
        revision=entry.revision,
        authors=_lines(article.authors),
        categories=_categories(article, publisher=of, names=names),
        publisher=of,
        image=image,
        attachments=attachments,
        language=text.line(article.language),
        also=tellings,
        record=article,
        cites={number: address(link) for number, link in cites.items()},
    )


def _telling(entry: Entry, names: Names) -> Telling:
    article = entry.article
    title = text.line(article.title) or article.link
    return Telling(id=article.id, link=address(article.link), title=title, publisher=publisher(article, names))


def _told_also(tellings: Sequence[Telling], article: Article) -> str:
    if not tellings:
        return ""
    links = ", ".join(f'<a href="{escape(one.link)}">{escape(one.publisher.title)}</a>' for one in tellings)
    return f"\n<p>{'Also on' if article.language == 'en' else 'Cũng đăng trên'}: {links}</p>"


def moment(value: datetime) -> datetime:
    """Return a moment in Ha Noi time, to the second, whatever database it came from."""
    return value.astimezone(HANOI).replace(microsecond=0)


def address(url: str) -> str:
    """Return an address as RSS asks for it: a URI, so without blanks and letters beyond ASCII (RFC 3986).

    >>> address("https://a.vn/văn bản.pdf?x=%20")
    'https://a.vn/v%C4%83n%20b%E1%BA%A3n.pdf?x=%20'
    """
    return quote(text.clean(url).strip(), safe=_RESERVED)


def _publisher(portal: Portal) -> Publisher:
    return Publisher(
        name=portal.name,
        title=text.line(portal.title_en if portal.language == "en" else portal.title),
        home=address(portal.home),
        feed=next((address(url) for url in _feeds(portal)), ""),
        credit=text.line(portal.credit),
    )


def _feeds(portal: Portal) -> Iterator[str]:
    """Yield the addresses of a portal's own feeds."""
    for section in portal.sections:
        for source in portal.sources(section):
            if isinstance(source, PortalFeed):
                yield portal.address(source.url, section)


def publisher(record: Sourced, names: Names) -> Publisher:
    """Return the portal that a record is from, also one that is no longer crawled."""
    parts = urlsplit(record.link)
    known = names.portals.get(record.portal)
    return known or Publisher(name=record.portal, title=parts.netloc, home=f"{parts.scheme}://{parts.netloc}/")


def _summary(article: Article) -> str:
    return text.line(article.lead) or _start(text.line(article.body_text)) or text.line(article.title)


def _start(whole: str) -> str:
    if len(whole) <= _SUMMARY:
        return whole
    cut = whole[: _SUMMARY + 1].rpartition(" ")[0] or whole[:_SUMMARY]
    return cut.rstrip(" ,;:-–") + "…"


def _opened(body: str, article: Article) -> str:
    """Return the body with its lead before it, as the page prints it: readers hide a summary where there is content."""
    lead = text.line(article.lead)
    begins = text.line(article.body_text).startswith(lead[:_BEGINNING])
    return body if not lead or begins else f"<p><strong>{escape(lead)}</strong></p>\n{body}"


def _content(body: str, *, image: Image | None, attachments: Sequence[Attachment]) -> str:
    """Return the body with what readers would not find otherwise: its picture, its files."""
    picture = _figure(image) if image and "<img" not in body else ""
    files = "".join(_file(file) for file in attachments if not _linked(file.url, body))
    return picture + body + (f"<ul>{files}</ul>" if files else "")


def _linked(url: str, body: str) -> bool:
    return escape(url) in body or url in body


def _figure(image: Image) -> str:
    words = escape(" ".join(filter(None, (image.caption, f"({image.credit})" if image.credit else ""))))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f'<figure><img src="{escape(image.url)}" alt="{escape(image.caption)}">{caption}</figure>'


def _file(file: Attachment) -> str:
    return f'<li><a href="{escape(file.url)}">{escape(file.title or file.url)}</a></li>'


def _image(image: Image) -> Image:
    return Image(
        url=address(image.url),
        caption=text.line(image.caption),
        credit=text.line(image.credit),
        width=image.width,
        height=image.height,
    )


def attachment(file: Attachment) -> Attachment:
    """Return a file as feeds name it."""
    return Attachment(
        url=address(file.url),
        type=text.line(file.type) or "application/octet-stream",
        length=file.length,
        title=text.line(file.title),
    )


def _categories(article: Article, *, publisher: Publisher, names: Names) -> tuple[Category, ...]:
    under = [_topic(topic.slug, names) for topic in article.topics]
    portal = Category(term=publisher.name, label=publisher.title, scheme=PORTAL)
    return (*under, portal, *(Category(term=tag, label=tag) for tag in _lines(article.tags)))


def _topic(slug: str, names: Names) -> Category:
    label = names.topics.get(slug, slug)
    return Category(term=slug, label=label, label_en=names.topics_en.get(slug, ""), scheme=TOPIC)


def _lines(values: Iterable[str]) -> tuple[str, ...]:
    """Return values cleaned, each once, without the empty ones."""
    return tuple(dict.fromkeys(filter(None, map(text.line, values))))
