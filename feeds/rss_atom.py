"""RSS 2.0 and Atom 1.0, built by feedgen, with what feedgen 1.0 loses put back where it lets us.

feedgen's date helper sets the process's locale for a moment: call this from the main thread.
"""

import re
from html import escape
from typing import Any, Final

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from crawler import text
from feeds import categories, relations, vocabularies
from feeds.catalogue import GENERATOR, VERSION, Asset, Format
from feeds.entries import Category, Feed, Item
from feeds.vocabularies import ATOM, LOCAL, PREFIXES, TTL, Element

_LINK = ("rel", "type", "hreflang", "title", "length")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LOGO_WIDTH, _LOGO_HEIGHT = 144, 72
_HTML: Final = re.compile(rb'(<content(?::encoded| type="html")>[^<]*)')


def rss(feed: Feed) -> bytes:
    """Return a feed as RSS 2.0 (rssboard.org/rss-specification, and its Best Practices Profile)."""
    maker = _maker(feed, Format.RSS)
    home = relations.page(feed, Format.HTML)
    logo = feed.site.address(Asset.LOGO)
    maker.image(url=logo, title=feed.title, link=home, width=str(_LOGO_WIDTH), height=str(_LOGO_HEIGHT))
    maker.generator(f"{GENERATOR} {VERSION}")
    maker.ttl(TTL)
    if "@" in feed.site.contact:
        maker.webMaster(text.line(f"{feed.site.contact} ({feed.site.title})"))
    for item in feed.items:
        maker.add_entry(_rss_entry(item), order="append")
    return _bytes(maker.rss_str())


def atom(feed: Feed) -> bytes:
    """Return a feed as Atom 1.0 (RFC 4287)."""
    maker = _maker(feed, Format.ATOM)
    maker.logo(feed.site.address(Asset.LOGO))
    maker.icon(feed.site.address(Asset.ICON))
    maker.generator(GENERATOR, version=VERSION, uri=feed.site.address())
    for item in feed.items:
        maker.add_entry(_atom_entry(item), order="append")
    return _bytes(maker.atom_str())


class _Feed(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """What feedgen has no words for: links beside the channel's own, how often a feed changes, what left it."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        """Return the vocabularies that any entry may use, by prefix."""
        return {prefix: space[1:-1] for space, prefix in PREFIXES.items() if space not in {ATOM, *LOCAL}}

    def extend_rss(self, feed: Any) -> Any:
        """Add the links after the one of `rel="self"`, which alone feedgen writes, and the rest at the end."""
        channel = feed[0]
        place = channel.index(channel.find(f"{ATOM}link")) + 1
        others = relations.of_feed(self.feed, Format.RSS)[1:-1]
        channel[place:place] = [etree.Element(f"{ATOM}link", link) for link in others]
        channel.extend(_made(one) for one in vocabularies.of_feed(self.feed))
        return feed

    def extend_atom(self, feed: Any) -> Any:
        """Add the rest, and what was taken down."""
        feed.find("title").set("type", "text")
        feed.append(_made(vocabularies.of_operator(self.feed.site)))
        feed.extend(_made(one) for one in vocabularies.of_feed(self.feed))
        feed.extend(_made(vocabularies.of_deletion(one)) for one in self.feed.deletions)
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
        if self._item.language:
            entry.set(_LANGUAGE, self._item.language)
        for element, link in zip(entry.findall("link"), self.link(), strict=True):
            for name in _LINK:
                if link.get(name):
                    element.set(name, link[name])
        entry.find("title").set("type", "text")  # what is said, so that a title about <b> is no markup
        entry.append(_made(vocabularies.of_source(self._item)))
        entry.extend(_made(one) for one in vocabularies.of_atom_entry(self._item))
        return entry


class _RssEntry(FeedEntry):  # type: ignore[misc]
    """An item that says in other vocabularies what RSS has no words for of its own."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = item

    def rss_entry(self, extensions: bool = True) -> Any:  # noqa: FBT001, FBT002 - feedgen's signature
        """Return feedgen's element with the rest."""
        entry = super().rss_entry(extensions)
        entry.extend(_made(one) for one in vocabularies.of_rss_item(self._item))
        return entry


def _maker(feed: Feed, form: Format) -> Any:
    spec = feed.spec
    maker = FeedGenerator()
    maker.register_extension("feed", _Feed, _NoEntryExtension)
    maker.feed.feed = feed
    maker.id(feed.id)
    maker.title(feed.title)
    maker.subtitle(feed.description)
    maker.description(feed.description)
    maker.language(spec.language)
    maker.rights(spec.rights or None)
    maker.category(list(map(_category, categories.of_feed(feed))))
    maker.updated(feed.updated)
    links = relations.of_feed(feed, form)
    maker.link(links if form is Format.ATOM else [links[0], links[-1]])
    return maker


def _rss_entry(item: Item) -> FeedEntry:
    entry = _entry(_RssEntry(item), item)
    # Readers take a description for HTML, and the summary is text.
    entry.description(escape(item.summary, quote=False), isSummary=True)
    if item.publisher.feed:
        entry.source(url=item.publisher.feed, title=item.publisher.title)
    for file in item.attachments[:1]:  # RSS carries one; Media RSS and the content name all
        entry.enclosure(file.url, file.length or 0, file.type)
    entry.link({"href": item.link})
    return entry


def _atom_entry(item: Item) -> FeedEntry:
    entry = _entry(_AtomEntry(item), item)
    entry.summary(item.summary, type="text")
    entry.author([{"name": name} for name in item.creators])
    entry.rights(item.publisher.credit or None)
    entry.link(relations.of_entry(item))
    return entry


def _entry(entry: FeedEntry, item: Item) -> FeedEntry:
    entry.id(item.id)
    entry.title(item.title)
    entry.content(item.content, type="html")
    entry.published(item.published)
    entry.updated(item.updated)
    entry.category(list(map(_category, item.categories)))
    return entry


def _category(one: Category) -> dict[str, str]:
    return {"term": one.term, "label": one.label, **({"scheme": one.scheme} if one.scheme else {})}


def _made(element: Element) -> Any:
    """Return an element as lxml has it; a vocabulary that is declared where it is used is declared here."""
    space = element.name[: element.name.find("}") + 1]
    declared = {PREFIXES[space]: space[1:-1]} if space in LOCAL else None
    made = etree.Element(element.name, dict(element.attributes), nsmap=declared)
    made.text = element.text or None
    made.extend(_made(child) for child in element.children)
    return made


def _bytes(document: bytes) -> bytes:
    """Return what feedgen serialised, ended as a text file ends, with the references that readers understand best.

    Of what is plain text, some readers take `&lt;` for the beginning of a tag. The RSS Best Practices Profile asks for
    `&#x3C;` and `&#x26;` there.
    """
    parts = _HTML.split(document)
    parts[::2] = [one.replace(b"&lt;", b"&#x3C;").replace(b"&amp;", b"&#x26;") for one in parts[::2]]
    return b"".join(parts) + b"\n"
