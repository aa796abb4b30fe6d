"""A feed put together: its entries read from the archive, with what stands beside them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

from crawler.archive import Archive
from crawler.archive.reading import Outline
from crawler.article import Article
from crawler.document import Document
from feeds import cleaning, documents, items
from feeds.catalogue import KINDS, FeedSpec, Kind, Site, State
from feeds.entries import Deletion, Feed, Item, Names

ROOM = 3_800_000
"""Bytes that a feed may have: public validators and many readers stop at 5 MB. The rest is in its history."""

_PART, _FEW = 100, 10  # entries made at a time, at the most and at the least
_AROUND = 2_500  # bytes of an entry beside its content and summary, in the format that takes most
_EACH = 500  # bytes of each picture, file, category, related link
_SHORT, _TOLD = 60, 4  # characters of a text that are in these; how often a longer one is told or escaped
_OTHERS = (
    ("images", attrgetter("url", "caption", "credit")),
    ("attachments", attrgetter("url", "title")),
    ("related", attrgetter("link", "title")),
    ("categories", attrgetter("term", "label", "scheme")),
)
LEGAL = frozenset({*KINDS, Kind.DRAFTS, Kind.PORTAL, Kind.OWN, Kind.QUERY})
"""Kinds of feeds that carry legal documents."""

_NEWS = frozenset(Kind) - {*KINDS, Kind.DRAFTS}

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An entry put together, and when its text last changed."""

    item: Item
    changed: datetime


def compose(
    archive: Archive, spec: FeedSpec, chosen: Sequence[Outline], *, site: Site, names: Names, room: float = ROOM
) -> Feed:
    """Return a feed of the chosen entries, in their order: as many as it has room for, and at least one."""
    feed = items.feed(spec, (), site=site, names=names)
    found = filled(
        feed,
        chosen,
        make=lambda some: part(archive, spec, some, site=site, names=names),
        weight=lambda one: weight(one.item),
        room=room,
    )
    carried = tuple(one.item for one in found.entries)
    return replace(feed, items=carried, updated=found.updated, state=State.of(len(carried)))


class Changing(Protocol):
    """What knows when it last changed."""

    @property
    def changed(self) -> datetime:
        """When its text last changed."""


Made = TypeVar("Made", bound=Changing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled(Generic[Made]):
    """What a feed has room for, and when the newest change in it was seen."""

    entries: tuple[Made, ...]
    updated: datetime


def filled(
    feed: Feed,
    chosen: Sequence[Outline],
    *,
    make: Callable[[Sequence[Outline]], Mapping[str, Made]],
    weight: Callable[[Made], int],
    room: float = ROOM,
) -> Filled[Made]:
    """Return as many of the chosen entries, in their order, as a feed has room for, and at least one.

    Args:
        feed: it without entries.
        chosen: those that it is to carry.
        make: makes some of them, and returns them by their ids; what the archive lacks is left out.
        weight: tells how many bytes one takes.
        room: bytes.
    """
    changes: dict[str, datetime] = {}

    def found() -> Iterator[tuple[str, Made]]:
        rest, taken, count = chosen, 0, 0
        while rest:
            # What comes after a feed is full was made for nothing: towards the end there are as many as will fit.
            fit = (room - taken) * count / taken if taken else _PART
            some = rest[: max(_FEW, round(min(_PART, fit)))]
            rest = rest[len(some) :]
            made = make(some)
            changes.update(_changes(feed.spec, some, made))
            taken, count = taken + sum(map(weight, made.values())), count + len(made)
            yield from ((one.id, made[one.id]) for one in some if one.id in made)

    kept = list(fitting(found(), weight=lambda one: weight(one[1]), room=room))
    updated = max([feed.updated, *(changes[name] for name, _ in kept)])
    return Filled(entries=tuple(one for _, one in kept), updated=updated)


def fitting(found: Iterable[T], *, weight: Callable[[T], int], room: float = ROOM) -> Iterator[T]:
    """Yield entries as far as a feed has room for them, and at least the first."""
    for place, one in enumerate(found):
        room -= weight(one)
        if room < 0 and place:
            return
        yield one


def _changes(spec: FeedSpec, some: Sequence[Outline], made: Mapping[str, Changing]) -> Mapping[str, datetime]:
    """Return when entries changed: where documents are, as those tell who chose them."""
    if spec.kind in LEGAL:
        return {one.id: items.moment(one.changed) for one in some}
    return {name: one.changed for name, one in made.items()}


def carries_news(spec: FeedSpec) -> bool:
    """Return whether a feed carries articles: what is an article and a document as well is an article there."""
    return spec.kind in _NEWS


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
    others = [texts(one) for name, texts in _OTHERS for one in getattr(item, name)]
    said = (value for texts in (item.authors, *others) for value in texts if len(value) > _SHORT)
    beside = len(others) * _EACH + _TOLD * sum(len(value.encode()) for value in said)
    return _escaped(item.content) + 2 * len(item.summary.encode()) + _AROUND + beside


def _escaped(content: str) -> int:
    """Return how many bytes HTML takes once its own marks are references; to count costs a tenth of making them."""
    return len(content.encode()) + sum(content.count(mark) * more for mark, more in _LONGER.items())


_LONGER = {mark: len(escape(mark)) - 1 for mark in "&<>\"'"}


def part(
    archive: Archive, spec: FeedSpec, chosen: Sequence[Outline], *, site: Site, names: Names
) -> dict[str, Composed]:
    """Return entries of a feed by their ids, read from the archive with what stands beside them."""
    found = _articles(archive, chosen, site=site, names=names) if chosen and carries_news(spec) else {}
    legal = [one for one in chosen if one.id not in found] if spec.kind in LEGAL else []
    return {**found, **(_documents(archive, legal, names=names) if legal else {})}


def _articles(archive: Archive, chosen: Sequence[Outline], *, site: Site, names: Names) -> dict[str, Composed]:
    ids = [one.id for one in chosen]
    cites = archive.documents.cited(ids)
    others = [also for one in chosen for also in one.also]
    tellings = {entry.article.id: entry for entry in (archive.reader.by_id(others) if others else ())}
    also = {one.id: [tellings[other] for other in one.also] for one in chosen if one.also}
    return {
        entry.article.id: Composed(
            item=items.item(
                entry,
                names=names,
                also=also.get(entry.article.id, ()),
                cites=cites.get(entry.article.id, {}),
                content=site.content_of(entry.article.portal),
            ),
            changed=items.moment(entry.changed),
        )
        for entry in archive.reader.by_id(ids)
    }


def _documents(archive: Archive, chosen: Sequence[Outline], *, names: Names) -> dict[str, Composed]:
    ids = [one.id for one in chosen]
    citing = archive.documents.citing(ids)
    found = archive.documents.by_id([*ids, *{also for one in chosen for also in one.also}])
    entries = {entry.document.id: entry for entry in found}
    return {
        one.id: Composed(
            item=documents.item(
                entries[one.id],
                names=names,
                citing=citing.get(one.id, ())[: documents.MOST_CITING],
                also=[entries[other] for other in one.also],
            ),
            changed=items.moment(entries[one.id].changed),
        )
        for one in chosen
    }
