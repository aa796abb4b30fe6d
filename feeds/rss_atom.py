"""RSS 2.0 and Atom 1.0, built by feedgen, with what feedgen 1.0 loses put back where it lets us.

feedgen's date helper sets the process's locale for a moment: call this from the main thread.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any, Final

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from crawler import text
from feeds import categories, relations, vocabularies, xml
from feeds.catalogue import GENERATOR, VERSION, Asset, Format
from feeds.entries import Category, Feed, Item
from feeds.moulds import Mould, Values
from feeds.vocabularies import ATOM, LOCAL, PREFIXES, TTL, Element
from feeds.writing import Writer

_LINK = ("href", "rel", "type", "hreflang", "title", "length")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LOGO_WIDTH, _LOGO_HEIGHT = 144, 72
_HTML: Final = re.compile(rb'(<content(?::encoded| type="html")>[^<]*)')


def rss(feed: Feed) -> bytes:
    """Return a feed as RSS 2.0 (rssboard.org/rss-specification, and its Best Practices Profile)."""
    return RSS.render(feed)


def atom(feed: Feed) -> bytes:
    """Return a feed as Atom 1.0 (RFC 4287)."""
    return ATOM_1.render(feed)


def _rss_head(feed: Feed) -> bytes:
    maker = _maker(feed, Format.RSS)
    home = relations.page(feed, Format.HTML)
    logo = feed.site.address(Asset.LOGO)
    maker.image(url=logo, title=feed.title, link=home, width=str(_LOGO_WIDTH), height=str(_LOGO_HEIGHT))
    maker.generator(f"{GENERATOR} {VERSION}")
    maker.ttl(TTL)
    if "@" in feed.site.contact:
        maker.webMaster(text.line(f"{feed.site.contact} ({feed.site.title})"))
    return _repaired(maker.rss_str().removesuffix(_RSS_END))


def _atom_head(feed: Feed) -> bytes:
    maker = _maker(feed, Format.ATOM)
    maker.logo(feed.site.address(Asset.LOGO))
    maker.icon(feed.site.address(Asset.ICON))
    maker.generator(GENERATOR, version=VERSION, uri=feed.site.address())
    return _repaired(maker.atom_str().removesuffix(_ATOM_END))


_RSS_END, _ATOM_END = b"</channel></rss>", b"</feed>"


class _Feed(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """What feedgen has no words for: links beside the channel's own, how often a feed changes, what left it."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        """Return the vocabularies that any entry may use, by prefix."""
        return _EXTENSIONS

    def extend_rss(self, feed: Any) -> Any:
        """Add the links after the one of `rel="self"`, which alone feedgen writes, and the rest at the end."""
        channel = feed[0]
        place = channel.index(channel.find(f"{ATOM}link")) + 1
        others = relations.of_feed(self.feed, Format.RSS)[1:-1]
        channel[place:place] = [etree.Element(f"{ATOM}link", link) for link in others]
        _extend(channel, vocabularies.of_feed(self.feed))
        return feed

    def extend_atom(self, feed: Any) -> Any:
        """Add the rest, and what was taken down."""
        feed.find("title").set("type", "text")
        _extend(feed, [vocabularies.of_operator(self.feed.site), *vocabularies.of_feed(self.feed)])
        _extend(feed, map(vocabularies.of_deletion, self.feed.deletions))
        return feed


class _NoEntryExtension(BaseExtension):  # type: ignore[misc]
    """Nothing: feedgen wants a class for entries beside the one for feeds."""


_EXTENSIONS = {prefix: space[1:-1] for space, prefix in PREFIXES.items() if space not in {ATOM, *LOCAL}}
_SPACES = {"content": "http://purl.org/rss/1.0/modules/content/"}  # the one of feedgen's entries, by its own prefix


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


def _rss_entry(item: Item, _feed: Feed) -> bytes:
    """Return an item that says in other vocabularies what RSS has no words for of its own."""
    of = item.publisher
    values = (
        *_values(item, published=format_datetime(item.published)),
        # Readers take a description for HTML, and the summary is text.
        escape(item.summary, quote=False),
        item.link,
        ((of.feed, of.title),) if of.feed else (),
        # RSS carries one; Media RSS and the content name all
        tuple((file.url, str(file.length or 0), file.type) for file in item.attachments[:1]),
    )
    others = map(xml.written, vocabularies.of_rss_item(item))
    return "".join([_RSS_ITEMS.fill(values), *others, _ITEM_END]).encode()


def _atom_entry(item: Item, _feed: Feed) -> bytes:
    """Return an entry whose links keep `rel`, `type` and `length`, and whose source is as RFC 4287 asks."""
    links = relations.of_entry(item)
    values = (
        *_values(item, published=item.published.isoformat()),
        item.updated.isoformat(),
        item.summary,
        item.creators,
        item.publisher.credit,
        tuple(tuple(link.get(name, "") for name in _LINK) for link in links),
        item.language,
    )
    kind = " ".join(link["rel"] for link in links)
    others = map(xml.written, vocabularies.of_atom_entry(item))
    return "".join([_ATOM_ENTRIES.fill(values, kind=kind), xml.source(item), *others, _ENTRY_END]).encode()


def _values(item: Item, *, published: str) -> tuple[Values, ...]:
    categories = tuple((one.term, one.label, one.scheme) for one in item.categories)
    return item.id, item.title, item.content, published, categories


def _made_item(values: Any, _kind: str) -> str:
    *common, summary, link, sources, files = values
    entry = _entry(*common)
    entry.description(summary, isSummary=True)
    for url, title in sources:
        entry.source(url=url, title=title)
    for file in files:
        entry.enclosure(*file)
    entry.link({"href": link})
    return _serialised(entry.rss_entry(), end=_ITEM_END).replace(format_datetime(_PUBLISHED), common[3])


def _made_entry(values: Any, kind: str) -> str:
    *common, updated, summary, creators, credit, links, language = values
    entry = _entry(*common)
    entry.summary(summary, type="text")
    entry.author([{"name": name} for name in creators])
    entry.rights(credit or None)
    rels = kind.split(" ")
    entry.link([{"href": link[0], "rel": rel} for link, rel in zip(links, rels, strict=True)])
    made = entry.atom_entry()
    if language:
        made.set(_LANGUAGE, language)
    for element, link, rel in zip(made.findall("link"), links, rels, strict=True):
        for name, value in zip(_LINK, (link[0], rel, *link[2:]), strict=True):
            if value:
                element.set(name, value)
    made.find("title").set("type", "text")  # what is said, so that a title about <b> is no markup
    written = _serialised(made, end=_ENTRY_END)
    return written.replace(_PUBLISHED.isoformat(), common[3]).replace(_UPDATED.isoformat(), updated)


def _entry(id: str, title: str, content: str, _published: str, found: Iterable[tuple[str, str, str]]) -> FeedEntry:  # noqa: A002
    """Return an entry as feedgen has it; of its dates the places alone are asked for."""
    entry = FeedEntry()
    entry.id(id)
    entry.title(title)
    entry.content(content, type="html")
    entry.published(_PUBLISHED)
    entry.updated(_UPDATED)
    entry.category([_category(Category(term=term, label=label, scheme=scheme)) for term, label, scheme in found])
    return entry


def _category(one: Category) -> dict[str, str]:
    return {"term": one.term, "label": one.label, **({"scheme": one.scheme} if one.scheme else {})}


def _serialised(entry: Any, *, end: str) -> str:
    """Return an entry without its end, as it stands within a feed that declares what feedgen's entries use."""
    feed = etree.Element("feed", nsmap=_SPACES)
    feed.append(entry)
    written: str = etree.tostring(feed, encoding="unicode")
    return written[written.index(">") + 1 :].removesuffix(end + _ATOM_END.decode())


_PUBLISHED, _UPDATED = (datetime(year, 1, 1, tzinfo=UTC) for year in (2001, 2002))
_ITEM_END, _ENTRY_END = "</item>", "</entry>"
_RSS_ITEMS, _ATOM_ENTRIES = Mould(_made_item), Mould(_made_entry)


def _extend(parent: Any, others: Iterable[Element]) -> None:
    """Add elements; a vocabulary that is declared where it is used is declared here."""
    for one in others:
        space = one.name[: one.name.find("}") + 1]
        declared = {PREFIXES[space]: space[1:-1]} if space in LOCAL else None
        made = etree.SubElement(parent, one.name, dict(one.attributes), nsmap=declared)
        made.text = one.text or None
        _extend(made, one.children)


def _repaired(document: bytes) -> bytes:
    """Return what feedgen serialised with the references that readers understand best.

    Of what is plain text, some readers take `&lt;` for the beginning of a tag. The RSS Best Practices Profile asks for
    `&#x3C;` and `&#x26;` there.
    """
    parts = _HTML.split(document)
    parts[::2] = [one.replace(b"&lt;", b"&#x3C;").replace(b"&amp;", b"&#x26;") for one in parts[::2]]
    return b"".join(parts)


RSS = Writer(name="rss", head=_rss_head, entry=_rss_entry, tail=lambda _: _RSS_END + b"\n")
ATOM_1 = Writer(name="atom", head=_atom_head, entry=_atom_entry, tail=lambda _: _ATOM_END + b"\n")
