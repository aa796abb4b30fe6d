"""Pages of a feed's history as Atom and JSON Feed, written entry by entry: they may be of any length.

They mean the same as what `rss_atom` and `json_feed` return; feedgen would hold all entries at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from types import MappingProxyType

from feeds import categories, json_feed, relations, vocabularies
from feeds.catalogue import GENERATOR, VERSION, Asset, Format
from feeds.entries import Category, Feed, Item, Publisher
from feeds.vocabularies import ATOM, LOCAL, PREFIXES, Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """How a page is written in one format.

    Attributes:
        head: returns what opens a page; the feed's `items` do not count.
        entry: returns one entry, the same on every page.
        separator: stands between two entries.
        tail: returns what closes the page.
    """

    head: Callable[[Feed], bytes]
    entry: Callable[[Item], bytes]
    separator: bytes
    tail: Callable[[Feed], bytes]

    def page(self, feed: Feed, items: Iterable[Item]) -> Iterator[bytes]:
        """Yield a page's bytes, an entry at a time."""
        yield self.head(feed)
        between = b""
        for item in items:
            yield between + self.entry(item)
            between = self.separator
        yield self.tail(feed)


def _head(feed: Feed) -> bytes:
    site, spec = feed.site, feed.spec
    spaces = "".join(
        f' xmlns:{prefix}="{space[1:-1]}"' for space, prefix in PREFIXES.items() if space not in {ATOM, *LOCAL}
    )
    language = _attributes({"xml:lang": spec.language}) if spec.language else ""
    parts = [
        _text("id", feed.id),
        _text("title", feed.title, {"type": "text"}),
        _text("updated", feed.updated.isoformat()),
        *(_empty("link", link) for link in relations.of_feed(feed, Format.ATOM)),
        *map(_category, categories.of_feed(feed)),
        _text("generator", GENERATOR, {"uri": site.address(), "version": VERSION}),
        _text("icon", site.address(Asset.ICON)),
        _text("logo", site.address(Asset.LOGO)),
        _text("rights", spec.rights) if spec.rights else "",
        _text("subtitle", feed.description),
        _written(vocabularies.of_operator(site)),
        *map(_written, vocabularies.of_feed(feed)),
        *(_written(vocabularies.of_deletion(one)) for one in feed.deletions),
    ]
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="{ATOM[1:-1]}"{spaces}{language}>'
    return f"{opening}{''.join(parts)}\n".encode()


def _entry(item: Item) -> bytes:
    language = _attributes({"xml:lang": item.language}) if item.language else ""
    parts = [
        f"<entry{language}>",
        _text("id", item.id),
        _text("title", item.title, {"type": "text"}),
        _text("updated", item.updated.isoformat()),
        *(f"<author>{_text('name', name)}</author>" for name in item.creators),
        f'<content type="html">{escape(item.content, quote=False)}</content>',
        *(_empty("link", link) for link in relations.of_entry(item)),
        _text("summary", item.summary, {"type": "text"}),
        *map(_category, item.categories),
        _text("published", item.published.isoformat()),
        _text("rights", item.publisher.credit) if item.publisher.credit else "",
        f"<source>{_text('updated', item.updated.isoformat())}{_publisher(item.publisher)}</source>",
        *map(_written, vocabularies.of_atom_entry(item)),
        "</entry>",
    ]
    return "".join(parts).encode()


def _tail(_feed: Feed) -> bytes:
    return b"\n</feed>\n"


@lru_cache(maxsize=1024)
def _publisher(publisher: Publisher) -> str:
    return "".join(map(_written, vocabularies.of_publisher(publisher)))


@lru_cache(maxsize=4096)  # topics, portals and issuing bodies come again and again
def _category(one: Category) -> str:
    scheme = {"scheme": one.scheme} if one.scheme else {}
    return _empty("category", {"term": one.term, **scheme, "label": one.label})


def _written(element: Element) -> str:
    """Return an element as XML; a vocabulary that is declared where it is used is declared here."""
    space, mark, name = element.name.rpartition("}")
    prefix = PREFIXES.get(space + mark, "")
    declared = {f"xmlns:{prefix}": space[1:]} if space + mark in LOCAL else {}
    name = f"{prefix}:{name}" if prefix else name
    opening = f"<{name}{_attributes({**declared, **element.attributes})}>"
    return f"{opening}{_escaped(element.text)}{''.join(map(_written, element.children))}</{name}>"


def _text(name: str, words: str, attributes: Mapping[str, str] = MappingProxyType({})) -> str:
    return f"<{name}{_attributes(attributes)}>{_escaped(words)}</{name}>"


def _empty(name: str, attributes: Mapping[str, str]) -> str:
    return f"<{name}{_attributes(attributes)}/>"


def _attributes(values: Mapping[str, str]) -> str:
    return "".join([f' {name}="{_escaped(value).replace(_QUOTE, _QUOTED)}"' for name, value in values.items()])


_QUOTE, _QUOTED = '"', "&#x22;"


def _escaped(words: str) -> str:
    """Return text as XML has it, with the references that readers understand best (`rss_atom`)."""
    return words.replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&gt;")


WRITERS: Mapping[Format, Writer] = MappingProxyType(
    {
        Format.ATOM: Writer(head=_head, entry=_entry, separator=b"\n", tail=_tail),
        Format.JSON: Writer(
            head=json_feed.head, entry=json_feed.entry, separator=json_feed.SEPARATOR, tail=json_feed.tail
        ),
    }
)
"""The formats in which pages are written."""
