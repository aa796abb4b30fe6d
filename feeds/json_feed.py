"""JSON Feed 1.1 (jsonfeed.org/version/1.1), and the catalogue for programs."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crawler import text
from crawler.article import Article, Attachment, as_json
from crawler.document import Document
from crawler.document import as_json as document_as_json
from feeds.catalogue import SUBSCRIBABLE, Format, Site, Standing
from feeds.items import TOPIC, Feed, Item, Telling

VERSION = "https://jsonfeed.org/version/1.1"


def render(feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1; what the standard has no name for stands under `_diemtin`."""
    spec, site = feed.spec, feed.site
    return _bytes(
        {
            "version": VERSION,
            "title": feed.title,
            "home_page_url": site.address(spec.file(Format.HTML)),
            "feed_url": site.address(spec.file(Format.JSON)),
            "description": spec.description,
            "authors": [_operator(site)],
            "language": spec.language,
            **({"hubs": [{"type": "WebSub", "url": hub} for hub in site.hubs]} if site.hubs else {}),
            "_diemtin": {
                "about": site.address("catalogue.json"),
                "kind": spec.kind,
                "slug": spec.slug,
                "updated": _date(feed.updated),
                "rights": spec.rights,
            },
            "items": [_item(item) for item in feed.items],
        }
    )


def catalogue(standings: Sequence[Standing], *, site: Site) -> bytes:
    """Return every feed's addresses and state, for programs."""
    return _bytes(
        {
            "title": site.title,
            "home_page_url": site.address(),
            "opml": site.address("feeds.opml"),
            "feeds": [_listed(one, site=site) for one in standings],
        }
    )


def _item(item: Item) -> dict[str, Any]:
    optional = {
        "image": item.image.url if item.image else None,
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
        "authors": [{"name": name} for name in item.authors or (item.publisher.title,)],
        "tags": list(dict.fromkeys(one.label for one in item.categories)),
        "language": item.language,
        **{name: value for name, value in optional.items() if value},
        "_diemtin": _extension(item),
    }


def _extension(item: Item) -> dict[str, Any]:
    return {
        "portal": item.publisher.name,
        "portal_title": item.publisher.title,
        "portal_home": item.publisher.home,
        "credit": item.publisher.credit,
        **(_of_article(item, item.record) if isinstance(item.record, Article) else _of_document(item, item.record)),
        "also": [_told(one) for one in item.also],
        "revision": item.revision,
    }


def _of_document(item: Item, document: Document) -> dict[str, Any]:
    return {"document": document_as_json(document), "cited_by": [_told(one) for one in item.cited_by]}


def _told(one: Telling) -> dict[str, str]:
    return {"id": one.id, "url": one.link, "portal": one.publisher.name}


def _of_article(item: Item, article: Article) -> dict[str, Any]:
    record = as_json(article)
    titles = {one.term: one.label for one in item.categories if one.scheme == TOPIC}
    return {
        "section": record["section"],
        "topics": [{**topic, "title": titles.get(topic["slug"], "")} for topic in record["topics"]],
        "documents": [
            {**one, **({"url": item.cites[one["number"]]} if one["number"] in item.cites else {})}
            for one in record["documents"]
        ],
        "source": record["source"],
        "images": record["images"],
    }


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
        "state": one.state,
    }


def _operator(site: Site) -> dict[str, str]:
    contact = f"mailto:{site.contact}" if "@" in site.contact else site.contact
    return {"name": site.title, **({"url": contact} if contact else {})}


def _date(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")  # RFC 3339


def _bytes(document: Any) -> bytes:
    return (json.dumps(_cleaned(document), ensure_ascii=False, indent=1) + "\n").encode()


def _cleaned(value: Any) -> Any:
    """Return JSON values whose texts hold nothing that breaks a parser: a lone surrogate has no UTF-8."""
    if isinstance(value, str):
        return text.clean(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    return value
