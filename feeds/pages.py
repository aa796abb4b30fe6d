"""Pages of a feed's history as Atom and JSON Feed, written entry by entry: they may be of any length.

They mean the same as what `rss_atom` and `json_feed` return; feedgen would hold all entries at once.
"""

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from types import MappingProxyType

from feeds import categories, json_feed, relations, vocabularies, xml
from feeds.catalogue import GENERATOR, VERSION, Asset, Format
from feeds.entries import Category, Feed, Item
from feeds.vocabularies import ATOM, LOCAL, PREFIXES
from feeds.writing import Writer


def _head(feed: Feed) -> bytes:
    site, spec = feed.site, feed.spec
    spaces = "".join(
        f' xmlns:{prefix}="{space[1:-1]}"' for space, prefix in PREFIXES.items() if space not in {ATOM, *LOCAL}
    )
    language = xml.attributes({"xml:lang": spec.language}) if spec.language else ""
    parts = [
        xml.text("id", feed.id),
        xml.text("title", feed.title, {"type": "text"}),
        xml.text("updated", feed.updated.isoformat()),
        *(xml.empty("link", link) for link in relations.of_feed(feed, Format.ATOM)),
        *map(_category, categories.of_feed(feed)),
        xml.text("generator", GENERATOR, {"uri": site.address(), "version": VERSION}),
        xml.text("icon", site.address(Asset.ICON)),
        xml.text("logo", site.address(Asset.LOGO)),
        xml.text("rights", spec.rights) if spec.rights else "",
        xml.text("subtitle", feed.description),
        xml.written(vocabularies.of_operator(site)),
        *map(xml.written, vocabularies.of_feed(feed)),
        *(xml.written(vocabularies.of_deletion(one)) for one in feed.deletions),
    ]
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="{ATOM[1:-1]}"{spaces}{language}>'
    return f"{opening}{''.join(parts)}\n".encode()


def _entry(item: Item, _feed: Feed) -> bytes:
    language = xml.attributes({"xml:lang": item.language}) if item.language else ""
    parts = [
        f"<entry{language}>",
        xml.text("id", item.id),
        xml.text("title", item.title, {"type": "text"}),
        xml.text("updated", item.updated.isoformat()),
        *(f"<author>{xml.text('name', name)}</author>" for name in item.creators),
        f'<content type="html">{escape(item.content, quote=False)}</content>',
        *(xml.empty("link", link) for link in relations.of_entry(item)),
        xml.text("summary", item.summary, {"type": "text"}),
        *map(_category, item.categories),
        xml.text("published", item.published.isoformat()),
        xml.text("rights", item.publisher.credit) if item.publisher.credit else "",
        xml.source(item),
        *map(xml.written, vocabularies.of_atom_entry(item)),
        "</entry>",
    ]
    return "".join(parts).encode()


def _tail(_feed: Feed) -> bytes:
    return b"\n</feed>\n"


@lru_cache(maxsize=4096)  # topics, portals and issuing bodies come again and again
def _category(one: Category) -> str:
    scheme = {"scheme": one.scheme} if one.scheme else {}
    return xml.empty("category", {"term": one.term, **scheme, "label": one.label})


WRITERS: Mapping[Format, Writer] = MappingProxyType(
    {
        Format.ATOM: Writer(name="page", head=_head, entry=_entry, tail=_tail, separator=b"\n"),
        Format.JSON: json_feed.JSON,
    }
)
"""The formats in which pages are written."""
