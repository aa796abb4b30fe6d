"""What a feed is to carry, chosen from the archive, and the feed composed of it when it is to be published."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.archive import Archive
from crawler.archive.journal import Event
from crawler.archive.reading import Outline
from crawler.archive.search import Query
from crawler.changes import Outcome
from feeds import composing, corrections, items, querying, selection
from feeds.catalogue import FeedSpec, Kind, Site
from feeds.entries import Feed, Names
from feeds.fragments import Fragments
from feeds.rendering import WRITERS
from feeds.writing import Writer

_WRITERS = tuple(WRITERS.values())
_NOTICES = 50  # of entries that were taken down
_MAY_SHRINK = frozenset({Kind.OWN, Kind.DRAFTS, Kind.CORRECTIONS})  # queries are changed, drafts close


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A feed about to be published.

    Attributes:
        chosen: its entries as the archive has them; None where these are not what is lost.
        compose: makes the feed.
    """

    chosen: tuple[Outline, ...] | None
    compose: Callable[[], "Made"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A feed without its entries, and these.

    Attributes:
        published: when each was.
        written: yields them as a writer writes them.
    """

    feed: Feed
    published: tuple[datetime, ...]
    written: Callable[[Writer], Iterable[bytes]]


class Drafting:
    """Drafts the feeds of one round of publishing."""

    def __init__(
        self, archive: Archive, *, site: Site, names: Names, fragments: Fragments, queries: Mapping[str, Query]
    ) -> None:
        """Take what feeds are made from; `queries` are those of the operator's own feeds, by their slugs."""
        self._archive = archive
        self._site = site
        self._names = names
        self._fragments = fragments
        self._queries = queries

    def draft(self, spec: FeedSpec) -> Draft:
        """Return what a feed is to carry."""
        archive = self._archive
        if spec.kind is Kind.CORRECTIONS:
            told = corrections.events(archive)
            return Draft(chosen=None, compose=lambda: self._corrected(spec, told))
        query = self._queries[spec.slug] if spec.kind is Kind.OWN else None
        chosen = querying.chosen(archive, query) if query else selection.chosen(archive, spec)
        may_shrink = spec.kind in _MAY_SHRINK
        return Draft(chosen=None if may_shrink else chosen, compose=lambda: self._composed(spec, chosen))

    def _corrected(self, spec: FeedSpec, told: Sequence[Event]) -> Made:
        feed = corrections.compose(self._archive, spec, told, site=self._site, names=self._names)
        return Made(
            feed=feed,
            published=tuple(item.published for item in feed.items),
            written=lambda writer: (writer.entry(item, feed) for item in feed.items),
        )

    def _composed(self, spec: FeedSpec, chosen: Sequence[Outline]) -> Made:
        empty = items.feed(spec, (), site=self._site, names=self._names)
        found = composing.filled(
            empty,
            chosen,
            make=lambda some: self._fragments.of(empty, some, writers=_WRITERS),
            weight=lambda one: one.weight,
        )
        feed = replace(empty, updated=max([found.updated, *self._came_back(spec)]))
        return Made(
            feed=composing.without(self._archive, feed, self._gone(spec, chosen)),
            published=tuple(one.published for one in found.entries),
            written=lambda writer: self._fragments.read(found.entries, writer),
        )

    def _came_back(self, spec: FeedSpec) -> list[datetime]:
        """Return when an entry last came back as it was: its text did not change then, and the feed did."""
        if spec.kind is Kind.OWN:
            return []
        return [items.moment(one.at) for one in self._archive.journal.latest(Outcome.BACK, place=spec.place, limit=1)]

    def _gone(self, spec: FeedSpec, chosen: Sequence[Outline]) -> list[str]:
        """Return the entries that were taken down since the oldest one that a feed carries.

        What a feed of the operator's own has carried is not known: its query was another perhaps.
        """
        if spec.kind is Kind.OWN:
            return []
        oldest = chosen[-1].dated if len(chosen) >= selection.LEAST else None
        told = self._archive.journal.latest(Outcome.GONE, place=spec.place, limit=_NOTICES)
        ids = sorted({one.record for one in told if oldest is None or one.at >= oldest})
        return sorted(self._archive.reader.gone(ids) | self._archive.documents.gone(ids))
