"""JSON Feed 1.1 (jsonfeed.org/version/1.1), and the catalogue for programs."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from crawler import text
from crawler.article import Article, Attachment, Image, documents
from crawler.document import Document, as_json
from feeds import cleaning, relations
from feeds.catalogue import GENERATOR, SUBSCRIBABLE, VERSION, Asset, Format, Site, Standing
from feeds.categories import TOPIC
from feeds.entries import Deletion, Feed, Item, Telling
from feeds.vocabularies import TTL
from feeds.writing import Writer

STANDARD = "https://jsonfeed.org/version/1.1"
_LEGAL = ("number", "written", "type", "issuer", "signer", "issued", "effective", "status", "field")
_LEGAL_MORE = ("draft", "open_from", "open_until", "abstract", "related")


def render(feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1; what the standard has no name for stands under `_diemtin` and `_document`."""
    return JSON.render(feed)


def _opening(feed: Feed) -> bytes:
    """Return a feed up to its first entry."""
    written = json.dumps(_cleaned(_head(feed)), ensure_ascii=False, indent=1)
    return (written.removesuffix("\n}") + ',\n "items": [\n').encode()


def _entry(item: Item, _feed: Feed) -> bytes:
    """Return an entry, on a line of its own."""
    return _LINE.encode(_item(item)).encode()


_LINE = json.JSONEncoder(ensure_ascii=False)
JSON = Writer(name="json", head=_opening, entry=_entry, tail=lambda _: b"\n ]\n}\n", separator=b",\n")


def catalogue(standings: Sequence[Standing], *, site: Site) -> bytes:
    """Return every feed's addresses and state, for programs: a feed a line."""
    head = {"title": site.title, "home_page_url": site.address(), "opml": site.address("feeds.opml")}
    opening = json.dumps(_cleaned(head), ensure_ascii=False, indent=1).removesuffix("\n}")
    feeds = ",\n  ".join(json.dumps(_cleaned(_listed(one, site=site)), ensure_ascii=False) for one in standings)
    return f'{opening},\n "feeds": [\n  {feeds}\n ]\n}}\n'.encode()


def _head(feed: Feed) -> dict[str, Any]:
    spec, site = feed.spec, feed.site
    onward = relations.onward(feed)
    return {
        "version": STANDARD,
        "title": feed.title,
        "home_page_url": relations.page(feed, Format.HTML),
        "feed_url": site.address(spec.file(Format.JSON)),
        **({"next_url": relations.page(feed, Format.JSON, onward)} if onward else {}),
        "description": feed.description,
        "icon": site.address(Asset.ICON),
        "favicon": site.address(Asset.FAVICON),
        "authors": [_operator(site)],
        "language": spec.language,
        **({"hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs]} if feed.hubs else {}),
        "_diemtin": {
            "about": site.address("catalogue.json"),
            "generator": f"{GENERATOR} {VERSION}",
            "kind": spec.kind,
            "slug": spec.slug,
            "state": feed.state,
            "updated": _date(feed.updated),
            "rights": spec.rights,
            **({"source": cleaning.address(spec.home)} if spec.home else {}),
            **_history(feed),
            **({"deleted": [_deleted(one) for one in feed.deletions]} if feed.deletions else {}),
        },
    }


def _history(feed: Feed) -> dict[str, Any]:
    """Return where the pages of a feed's history are, and whether this is one that will never change."""
    history = feed.history
    pages = {
        "next": history.next,
        "prev_archive": history.previous,
        "next_archive": history.following,
        "current": history.current,
    }
    told = {name: relations.page(feed, Format.JSON, path) for name, path in pages.items() if path}
    return {"history": {**told, "closed": history.closed}} if told or history.closed else {}


def _deleted(one: Deletion) -> dict[str, str]:
    one = cleaning.deletion(one)
    known = {"url": one.link, "title": one.title}
    return {"id": one.id, "date": _date(one.when), **{name: value for name, value in known.items() if value}}


def _item(item: Item) -> dict[str, Any]:
    optional = {
        "image": item.image.url if item.image else None,
        "language": item.language,
        "attachments": [_attachment(file) for file in item.attachments],
    }
    return {
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.content,
        "date_published": _date(item.published),
        "date_modified": _date(item.updated),
        "authors": [{"name": name} for name in item.creators],
        "tags": list(dict.fromkeys(one.label for one in item.categories)),
        **{name: value for name, value in optional.items() if value},
        "_diemtin": _extension(item),
        **({"_document": _document(item.record)} if isinstance(item.record, Document) else {}),
    }


def _extension(item: Item) -> dict[str, Any]:
    of = item.publisher
    return {
        "portal": of.name,
        "portal_title": of.title,
        "portal_home": of.home,
        **({"portal_feed": of.feed} if of.feed else {}),
        "credit": of.credit,
        **(dict(_of_article(item, item.record)) if isinstance(item.record, Article) else {}),
        "also": [_told(one) for one in item.also],
        **({"cited_by": [_told(one) for one in item.cited_by]} if isinstance(item.record, Document) else {}),
        "revision": item.revision,
    }


def _of_article(item: Item, article: Article) -> Iterator[tuple[str, Any]]:
    titles = {one.term: one.label for one in item.categories if one.scheme == TOPIC}
    topics = [{"slug": text.line(one.slug), "reason": text.line(one.reason)} for one in article.topics]
    yield "content", item.carries
    yield "section", item.section
    yield "topics", [{**topic, "title": titles.get(topic["slug"], "")} for topic in topics]
    yield "documents", [_cited(one, item) for one in documents(article)]
    yield "source", item.source
    yield "images", [_image(image) for image in item.images]


def _cited(citation: dict[str, Any], item: Item) -> dict[str, Any]:
    link = item.cites.get(citation["number"])
    return {**_cleaned(citation), **({"url": link} if link else {})}


def _document(document: Document) -> dict[str, Any]:
    """Return what is known of a legal document, as docs/feeds.md describes it."""
    record = as_json(document)
    return {name: record[name] for name in (*_LEGAL, *_LEGAL_MORE) if record[name]}


def _told(one: Telling) -> dict[str, str]:
    return {"id": one.id, "url": one.link, "portal": one.publisher.name}


def _image(image: Image) -> dict[str, Any]:
    size = {"width": image.width, "height": image.height} if image.width and image.height else {}
    return {"url": image.url, "caption": image.caption, "credit": image.credit, **size}


def _attachment(file: Attachment) -> dict[str, Any]:
    return {
        "url": file.url,
        "mime_type": file.type,
        **({"title": file.title} if file.title else {}),
        **({"size_in_bytes": file.length} if file.length else {}),
    }


def _listed(one: Standing, *, site: Site) -> dict[str, Any]:
    spec = one.spec
    return {
        "kind": spec.kind,
        "slug": spec.slug,
        "title": spec.title,
        "title_en": spec.title_en,
        "description": spec.description,
        "language": spec.language,
        **{form.value: site.address(spec.file(form)) for form in (*SUBSCRIBABLE, Format.HTML)},
        "home": spec.home or None,
        "entries": one.entries,
        "updated": _date(one.updated) if one.updated else None,
        "newest": _date(one.newest) if one.newest else None,
        "per_day": one.per_day,
        "ttl": TTL,
        "state": one.state,
    }


def _operator(site: Site) -> dict[str, str]:
    contact = f"mailto:{site.contact}" if "@" in site.contact else site.contact
    return {"name": site.title, **({"url": contact} if contact else {})}


def _date(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")  # RFC 3339


def _cleaned(value: Any) -> Any:
    """Return JSON values whose texts hold nothing that breaks a parser: a lone surrogate has no UTF-8."""
    if isinstance(value, str):
        return text.clean(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    return value
