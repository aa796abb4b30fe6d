"""A feed put together: its entries read from the archive, with what stands beside them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from html import escape

from crawler.archive import Archive
from crawler.archive.reading import Outline
from crawler.article import Article
from crawler.document import Document
from feeds import cleaning, documents, items
from feeds.catalogue import KINDS, FeedSpec, Kind, Site
from feeds.entries import Deletion, Feed, Item, Names

ROOM = 3_800_000
"""Bytes that a feed may have: public validators and many readers stop at 5 MB. The rest is in its history."""

_PART = 100  # entries read at a time
_AROUND = 2_500  # bytes of an entry beside its content and summary, in the format that takes most
_EACH = 500  # bytes of each picture, file, category, related link
_LEGAL = frozenset({*KINDS, Kind.DRAFTS, Kind.PORTAL, Kind.OWN, Kind.QUERY})
_NEWS = frozenset(Kind) - {*KINDS, Kind.DRAFTS}


def compose(
    archive: Archive, spec: FeedSpec, chosen: Sequence[Outline], *, site: Site, names: Names, room: float = ROOM
) -> Feed:
    """Return a feed of the chosen entries, in their order: as many as it has room for, and at least one."""
    feed = items.feed(spec, (), site=site, names=names)
    updated = [feed.updated]

    def found() -> Iterator[Item]:
        for start in range(0, len(chosen), _PART):
            part = _part(archive, spec, chosen[start : start + _PART], site=site, names=names)
            updated.append(part.updated)
            yield from part.items

    kept = tuple(fitting(found(), room=room))
    return replace(feed, items=kept, updated=max(updated))


def fitting(found: Iterable[Item], *, room: float = ROOM) -> Iterator[Item]:
    """Yield entries as far as a feed has room for them, and at least the first."""
    for place, item in enumerate(found):
        room -= weight(item)
        if room < 0 and place:
            return
        yield item


def without(archive: Archive, feed: Feed, ids: Sequence[str]) -> Feed:
    """Return a feed that tells of entries which were taken down, the latest first."""
    articles = {entry.article.id: _notice(entry.article, entry.changed) for entry in archive.reader.by_id(ids)}
    legal = archive.documents.by_id([one for one in ids if one not in articles])
    notices = [*articles.values(), *(_notice(entry.document, entry.changed) for entry in legal)]
    told = tuple(sorted(notices, key=lambda one: (-one.when.timestamp(), one.id)))
    return replace(feed, deletions=told, updated=max([feed.updated, *(one.when for one in told)]))


def _notice(record: Article | Document, when: datetime) -> Deletion:
    return cleaning.deletion(Deletion(id=record.id, when=when, link=record.link, title=record.title))


def weight(item: Item) -> int:
    """Return how many bytes an entry takes in the format that takes most, at the most."""
    others = len(item.images) + len(item.attachments) + len(item.related) + len(item.categories)
    return len(escape(item.content).encode()) + 2 * len(item.summary.encode()) + _AROUND + others * _EACH


def _part(archive: Archive, spec: FeedSpec, chosen: Sequence[Outline], *, site: Site, names: Names) -> Feed:
    ids = [one.id for one in chosen]
    cites = archive.documents.cited(ids) if spec.kind in _NEWS else {}
    entries = archive.reader.by_id(ids) if spec.kind in _NEWS else []
    articles = {entry.article.id for entry in entries}
    others = archive.reader.by_id([also for one in chosen for also in one.also])
    also = {entry.article.id: entry for entry in others}
    told = {one.id: [also[other] for other in one.also] for one in chosen if one.also and one.id in articles}
    feed = items.feed(spec, entries, site=site, names=names, also=told, cites=cites)
    if spec.kind in _LEGAL:
        legal = [one for one in chosen if one.id not in articles]
        feed = documents.joined(feed, _documents(archive, legal, names=names), order=chosen)
    return feed


def _documents(archive: Archive, chosen: Sequence[Outline], *, names: Names) -> Iterator[Item]:
    ids = [one.id for one in chosen]
    citing = archive.documents.citing(ids)
    found = archive.documents.by_id([*ids, *{also for one in chosen for also in one.also}])
    entries = {entry.document.id: entry for entry in found}
    for one in chosen:
        yield documents.item(
            entries[one.id],
            names=names,
            citing=citing.get(one.id, ())[: documents.MOST_CITING],
            also=[entries[other] for other in one.also],
        )
