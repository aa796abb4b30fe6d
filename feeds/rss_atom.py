"""RSS 2.0 and Atom 1.0, built by feedgen, with what feedgen 1.0 loses put back where it lets us.

feedgen's date helper sets the process's locale for a moment: call this from the main thread.
"""

from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.ext.dc import DcEntryExtension, DcExtension
from feedgen.ext.media import MediaEntryExtension, MediaExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.catalogue import FeedSpec, Format, Site
from feeds.items import Feed, Item

GENERATOR = "Điểm Tin"
TTL = 30  # minutes: portals are crawled at intervals of that order

_ATOM = "{http://www.w3.org/2005/Atom}"
_LINK = ("rel", "type", "hreflang", "title", "length")


def rss(feed: Feed) -> bytes:
    """Return a feed as RSS 2.0 (rssboard.org/rss-specification, and its Best Practices Profile)."""
    maker = _maker(feed, Format.RSS)
    maker.register_extension("dc", DcExtension, DcEntryExtension, atom=False)
    maker.ttl(TTL)
    if "@" in feed.site.contact:
        maker.webMaster(f"{feed.site.contact} ({feed.site.title})")
    for item in feed.items:
        maker.add_entry(_rss_entry(item), order="append")
        _add_media(maker.entry()[-1], item)
        maker.entry()[-1].dc.dc_creator(list(item.authors))
    return _bytes(maker.rss_str())


def atom(feed: Feed) -> bytes:
    """Return a feed as Atom 1.0 (RFC 4287)."""
    maker = _maker(feed, Format.ATOM)
    maker.author(_operator(feed.site))
    for item in feed.items:
        maker.add_entry(_atom_entry(item), order="append")
        _add_media(maker.entry()[-1], item)
    return _bytes(maker.atom_str())


class _Links(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """The channel's `atom:link` elements: feedgen writes the first of `rel="self"` and drops the others."""

    others: tuple[dict[str, str], ...] = ()

    def extend_rss(self, feed: Any) -> Any:
        """Add the links after the last one that is there."""
        channel = feed[0]
        place = channel.index(channel.findall(f"{_ATOM}link")[-1]) + 1
        for link in reversed(self.others):
            channel.insert(place, etree.Element(f"{_ATOM}link", link))
        return feed


class _NoEntryExtension(BaseExtension):  # type: ignore[misc]
    """Nothing: feedgen wants a class for entries beside the one for feeds."""


class _AtomEntry(FeedEntry):  # type: ignore[misc]
    """An entry whose links keep `rel`, `type` and `length`, and whose source is as RFC 4287 asks."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = item

    def atom_entry(self, extensions: bool = True) -> Any:  # noqa: FBT001, FBT002 - feedgen's signature
        """Return feedgen's element, repaired."""
        entry = super().atom_entry(extensions)
        for element, link in zip(entry.findall("link"), self.link(), strict=True):
            for name in _LINK:
                if link.get(name):
                    element.set(name, link[name])
        entry.find("title").set("type", "text")  # what is said, so that a title about <b> is no markup
        entry.set("{http://www.w3.org/XML/1998/namespace}lang", self._item.language)
        entry.append(_source(self._item))
        return entry


class _RssEntry(FeedEntry):  # type: ignore[misc]
    """An item that tells when it was corrected, for which RSS has no word of its own."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = item

    def rss_entry(self, extensions: bool = True) -> Any:  # noqa: FBT001, FBT002 - feedgen's signature
        """Return feedgen's element, with `atom:updated` where the text changed."""
        entry = super().rss_entry(extensions)
        if self._item.updated > self._item.published:
            _child(entry, f"{_ATOM}updated", self._item.updated.isoformat())
        return entry


def _maker(feed: Feed, form: Format) -> Any:
    spec, site = feed.spec, feed.site
    maker = FeedGenerator()
    maker.register_extension("media", MediaExtension, MediaEntryExtension)
    maker.register_extension("links", _Links, _NoEntryExtension)
    maker.id(feed_id(spec, site=site))
    maker.title(feed.title)
    maker.subtitle(spec.description)
    maker.description(spec.description)
    maker.language(spec.language)
    maker.rights(spec.rights)
    maker.generator(GENERATOR)
    maker.updated(feed.updated)
    hubs = tuple({"href": hub, "rel": "hub"} for hub in site.hubs)
    maker.links.others = hubs
    # RSS takes the last link for the channel's own, so the page for people stands last.
    maker.link(
        [
            {"href": site.address(spec.file(form)), "rel": "self", "type": form.media_type},
            *hubs,
            {
                "href": site.address(spec.file(Format.HTML)),
                "rel": "alternate",
                "type": Format.HTML.media_type,
            },
        ]
    )
    return maker


def feed_id(spec: FeedSpec, *, site: Site) -> str:
    """Return a feed's id: of its own at every site, and the same over http and https."""
    return uuid5(NAMESPACE_URL, site.address(spec.path).partition(":")[2]).urn


def _rss_entry(item: Item) -> FeedEntry:
    entry = _entry(_RssEntry(item), item)
    # Readers take a description for HTML, and the summary is text.
    entry.description(escape(item.summary, quote=False), isSummary=True)
    if item.publisher.feed:
        entry.source(url=item.publisher.feed, title=item.publisher.title)
    for file in item.attachments[:1]:  # RSS carries one; the content links to all
        entry.enclosure(file.url, file.length or 0, file.type)
    return entry


def _atom_entry(item: Item) -> FeedEntry:
    entry = _entry(_AtomEntry(item), item)
    entry.summary(item.summary, type="text")
    entry.author([{"name": name} for name in item.authors])
    entry.rights(item.publisher.credit or None)
    for file in item.attachments:
        length = {"length": str(file.length)} if file.length else {}
        title = {"title": file.title} if file.title else {}
        entry.link({"href": file.url, "rel": "enclosure", "type": file.type, **length, **title})
    for one in item.also:
        entry.link({"href": one.link, "rel": "related", "title": one.publisher.title})
    return entry


def _entry(entry: FeedEntry, item: Item) -> FeedEntry:
    entry.id(item.id)
    entry.title(item.title)
    entry.link({"href": item.link, "rel": "alternate", "type": "text/html", "hreflang": item.language})
    entry.content(item.content, type="html")
    entry.published(item.published)
    entry.updated(item.updated)
    entry.category(
        [
            {"term": one.term, "label": one.label, **({"scheme": one.scheme} if one.scheme else {})}
            for one in item.categories
        ]
    )
    return entry


def _add_media(entry: FeedEntry, item: Item) -> None:
    image = item.image
    if image:
        sized = image.width and image.height
        size = {"width": str(image.width), "height": str(image.height)} if sized else {}
        entry.media.content(url=image.url, medium="image", group=None, **size)
        entry.media.thumbnail(url=image.url, group=None, **size)


def _source(item: Item) -> Any:
    """Return `atom:source` with its id, date and author, which feedgen cannot write."""
    publisher = item.publisher
    source = etree.Element("source")
    _child(source, "id", publisher.home)
    _child(source, "title", publisher.title)
    _child(source, "updated", item.updated.isoformat())
    etree.SubElement(source, "link", {"href": publisher.home, "rel": "alternate", "type": "text/html"})
    author = etree.SubElement(source, "author")
    _child(author, "name", publisher.title)
    return source


def _child(parent: Any, name: str, words: str) -> None:
    etree.SubElement(parent, name).text = words


def _operator(site: Site) -> dict[str, str]:
    contact = {"email" if "@" in site.contact else "uri": site.contact} if site.contact else {}
    return {"name": site.title, **contact}


def _bytes(document: Any) -> bytes:
    """Return what feedgen serialised, ended as a text file ends."""
    return bytes(document) + b"\n"
