"""Which links feeds and entries carry, and how each is related to them (RFC 4287, 4.2.7; RFC 5005)."""

from collections.abc import Iterator

from feeds import cleaning
from feeds.catalogue import Format, ended
from feeds.entries import Feed, Item

Link = dict[str, str]
"""The attributes of an Atom link."""

_PAGES = {Format.RSS: Format.ATOM}
"""Pages of a feed's history are written as Atom and JSON Feed; who reads RSS reads Atom."""


def of_feed(feed: Feed, form: Format) -> list[Link]:
    """Return a feed's links, the page for people last: feedgen makes the last one the channel's own."""
    spec, site = feed.spec, feed.site
    home = [{"href": cleaning.address(spec.home), "rel": "via", "type": Format.HTML.media_type}] if spec.home else []
    return [
        {"href": site.address(spec.file(form)), "rel": "self", "type": form.media_type},
        *({"href": hub, "rel": "hub"} for hub in feed.hubs),
        *home,
        *_pages(feed, form),
        {"href": page(feed, Format.HTML), "rel": "alternate", "type": Format.HTML.media_type},
    ]


def page(feed: Feed, form: Format, path: str = "") -> str:
    """Return the address of a page of a feed's history, that of the feed itself where no path is given."""
    return feed.site.address(ended(path or feed.subscribed, form))


def onward(feed: Feed) -> str:
    """Return the path of the page with the entries that come after this one's; empty where there is none."""
    return feed.history.next or feed.history.previous


def _pages(feed: Feed, form: Format) -> Iterator[Link]:
    history, written = feed.history, _PAGES.get(form, form)
    paged = history.next or (history.current and not history.closed)
    if paged:
        yield {"href": page(feed, form), "rel": "first", "type": form.media_type}
    for rel, path in (
        ("next", history.next),
        ("prev-archive", history.previous),
        ("next-archive", history.following),
    ):
        if path:
            yield {"href": page(feed, written, path), "rel": rel, "type": written.media_type}
    if history.current:
        yield {"href": page(feed, form), "rel": "current", "type": form.media_type}


def of_entry(item: Item) -> list[Link]:
    """Return an entry's links: its source, its files, what it leads to.

    A telling of the same story by another portal is `related` and not `via`: it is not "the source of the information
    provided" (RFC 4287, 4.2.7.2), which is the portal's own article, the alternate.
    """
    language = {"hreflang": item.language} if item.language else {}
    return [
        {"href": item.link, "rel": "alternate", "type": Format.HTML.media_type, **language},
        *_enclosures(item),
        *related(item),
    ]


def related(item: Item) -> list[Link]:
    """Return what an entry leads to beside its source: documents that it cites, other tellings."""
    return [{"href": one.link, "rel": "related", "title": one.title} for one in item.related]


def _enclosures(item: Item) -> Iterator[Link]:
    for file in item.attachments:
        length = {"length": str(file.length)} if file.length else {}
        title = {"title": file.title} if file.title else {}
        yield {"href": file.url, "rel": "enclosure", "type": file.type, **length, **title}
