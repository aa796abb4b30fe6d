"""What RSS and Atom say in other vocabularies than their own: Media RSS, Dublin Core, tombstones, legal documents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from crawler import text
from crawler.article import Attachment, Image
from crawler.document import Document, Related
from feeds import cleaning, relations
from feeds.catalogue import Site
from feeds.entries import Deletion, Feed, Item, Publisher

ATOM: Final = "{http://www.w3.org/2005/Atom}"
MEDIA: Final = "{http://search.yahoo.com/mrss/}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
SYNDICATION: Final = "{http://purl.org/rss/1.0/modules/syndication/}"
HISTORY: Final = "{http://purl.org/syndication/history/1.0}"
TOMBSTONES: Final = "{http://purl.org/atompub/tombstones/1.0}"
DOCUMENT: Final = "{urn:x-diemtin:document}"

PREFIXES: Final = {
    ATOM: "atom",
    MEDIA: "media",
    DC: "dc",
    SYNDICATION: "sy",
    HISTORY: "fh",
    TOMBSTONES: "at",
    DOCUMENT: "doc",
}
"""By the namespace, in braces as an element's name opens with it."""

LOCAL: Final = frozenset({TOMBSTONES, DOCUMENT})
"""Declared where they are used: validators warn of every vocabulary that they do not know."""

TTL: Final = 30  # minutes: portals are crawled at intervals of that order
_MEDIA = frozenset({"image", "audio", "video"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element of XML; the name has its namespace before it, in braces, and none where it is the format's own."""

    name: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Element", ...] = ()


def of_feed(feed: Feed) -> Iterator[Element]:
    """Yield what a feed says: how often it changes, or that this page of its history never will."""
    if feed.history.closed:
        yield Element(name=f"{HISTORY}archive")
    else:
        yield Element(name=f"{SYNDICATION}updatePeriod", text="hourly")
        yield Element(name=f"{SYNDICATION}updateFrequency", text=str(60 // TTL))


def of_deletion(one: Deletion) -> Element:
    """Return what Atom says of an entry that was taken down (RFC 6721)."""
    one = cleaning.deletion(one)
    link = (Element(name="link", attributes={"rel": "alternate", "href": one.link}),) if one.link else ()
    words = f"Cổng thông tin đã gỡ bài này: {one.title}" if one.title else "Cổng thông tin đã gỡ bài này."
    return Element(
        name=f"{TOMBSTONES}deleted-entry",
        attributes={"ref": one.id, "when": one.when.isoformat()},
        children=(*link, Element(name=f"{TOMBSTONES}comment", text=words)),
    )


def of_operator(site: Site) -> Element:
    """Return who publishes the feeds, as Atom's author."""
    contact = text.line(site.contact)
    reached = (Element(name="email" if "@" in contact else "uri", text=contact),) if contact else ()
    return Element(name="author", children=(Element(name="name", text=text.line(site.title)), *reached))


def of_publisher(publisher: Publisher) -> Iterator[Element]:
    """Yield what `atom:source` says of a portal, whatever the entry."""
    yield Element(name="id", text=publisher.home)
    yield Element(name="title", text=publisher.title)
    yield Element(name="link", attributes={"href": publisher.home, "rel": "alternate", "type": "text/html"})
    if publisher.feed:
        yield Element(name="link", attributes={"href": publisher.feed, "rel": "self"})
    yield Element(name="author", children=(Element(name="name", text=publisher.title),))


def of_atom_entry(item: Item) -> Iterator[Element]:
    """Yield what Atom has no words for of its own."""
    yield from _pictures(item)
    yield from _legal(item)


def of_rss_item(item: Item) -> Iterator[Element]:
    """Yield what RSS has no words for of its own, among it its corrections and all authors and files."""
    if item.updated > item.published:
        yield Element(name=f"{ATOM}updated", text=item.updated.isoformat())
    for name in item.creators:
        yield Element(name=f"{DC}creator", text=name)
    yield Element(name=f"{DC}publisher", text=item.publisher.title)
    if item.publisher.credit:
        yield Element(name=f"{DC}rights", text=item.publisher.credit)
    if item.language:
        yield Element(name=f"{DC}language", text=item.language)
    for link in relations.related(item):
        yield Element(name=f"{ATOM}link", attributes=link)
    yield from _pictures(item)
    for file in item.attachments[1:]:  # the first is the enclosure
        yield _file(file)
    yield from _legal(item)


def _pictures(item: Item) -> Iterator[Element]:
    """Yield pictures with who took them; their captions stand in the content.

    feedparser 6 takes a `media:title` or `media:description` in them for the entry's own.
    """
    for image in item.images:
        credit = Element(name=f"{MEDIA}credit", text=image.credit, attributes={"role": "photographer"})
        yield Element(
            name=f"{MEDIA}content",
            attributes={"url": image.url, "medium": "image", **_size(image)},
            children=(credit,) if image.credit else (),
        )
    if item.image:
        yield Element(name=f"{MEDIA}thumbnail", attributes={"url": item.image.url, **_size(item.image)})


def _size(image: Image) -> dict[str, str]:
    return {"width": str(image.width), "height": str(image.height)} if image.width and image.height else {}


def _file(file: Attachment) -> Element:
    kind = file.type.partition("/")[0]
    length = {"fileSize": str(file.length)} if file.length else {}
    return Element(
        name=f"{MEDIA}content",
        attributes={"url": file.url, "medium": kind if kind in _MEDIA else "document", "type": file.type, **length},
    )


def _legal(item: Item) -> Iterator[Element]:
    """Yield what is known of a legal document, as docs/feeds.md describes it."""
    document = item.record
    if not isinstance(document, Document):
        return
    said = tuple(Element(name=f"{DOCUMENT}{name}", text=value) for name, value in _facts(document) if value)
    if said or document.related:
        yield Element(name=f"{DOCUMENT}document", children=(*said, *map(_other, document.related)))


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    yield "number", document.number
    yield "written", document.written
    yield "type", document.type
    yield "issuer", document.issuer
    yield "signer", document.signer
    yield "issued", _day(document.issued)
    yield "effective", _day(document.effective)
    yield "status", document.status
    yield "field", document.field
    yield "draft", "true" if document.draft else ""
    yield "openFrom", _day(document.open_from)
    yield "openUntil", _day(document.open_until)


def _other(one: Related) -> Element:
    known = {"number": one.number, "href": one.link}
    return Element(
        name=f"{DOCUMENT}related",
        text=one.title,
        attributes={"relation": one.relation.value, **{name: value for name, value in known.items() if value}},
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
