"""Which articles' texts something that is published is still made from."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from crawler import run
from crawler.archive import Archive
from crawler.archive.reading import Outline
from diemtin import wiring
from diemtin.configuration import Settings
from feeds import corrections, history, querying, selection
from feeds.catalogue import FeedSpec, Kind, catalogue
from feeds.querying import Own

_SPARE = 3 * (selection.LEAST + selection.SPARE)
"""Entries, newest first, of which a feed may come to carry any when others are taken down."""


def feeds(settings: Settings, store: Archive) -> tuple[FeedSpec, ...]:
    """Return the feeds that can be published from an archive."""
    return catalogue(
        list(run.portals().values()),
        wiring.subjects(settings),
        groups=store.documents.groups(),
        drafts=store.documents.any_drafts(),
        own=querying.own_specs(wiring.own_feeds(settings)),
    )


def articles(
    store: Archive, specs: Iterable[FeedSpec], *, own: Iterable[Own] = (), output: Path, histories: bool = True
) -> frozenset[str]:
    """Return the ids of articles whose texts must stay (of documents too, which does no harm).

    That is what feeds carry, what they would carry if some of it were taken down, what stands in the pages of
    histories that are still to be written, and what the feed of corrections compares. Pages that are complete are not
    written again.

    Args:
        store: the archive.
        specs: the feeds.
        own: those of the operator's own among them.
        output: the folder that they are published into.
        histories: whether their histories are published.
    """
    queries = {one.slug: one for one in own}
    written = f"{output.resolve()}/histories" in store.memory.published()
    found: set[str] = set()
    for spec in specs:
        found.update(_carried(store, spec, own=queries.get(spec.slug)))
        if histories and spec.keeps_history:
            found.update(_of_open_pages(store, spec, output=output, written=written))
    return frozenset(found)


def _carried(store: Archive, spec: FeedSpec, *, own: Own | None) -> Iterator[str]:
    match spec.kind:
        case Kind.CORRECTIONS:
            yield from (one.record for one in corrections.events(store))
        case Kind.OWN if own:
            yield from _ids(querying.chosen(store, own.query))
        case _:
            yield from _ids(selection.chosen(store, spec))
            yield from _ids(_newest(store, spec))


def _newest(store: Archive, spec: FeedSpec) -> list[Outline]:
    match spec.kind:
        case Kind.ALL:
            return store.reader.outline(limit=_SPARE)
        case Kind.TOPIC:
            return store.reader.outline(topic=spec.slug, limit=_SPARE)
        case Kind.PORTAL:
            return store.reader.outline(portal=spec.slug, limit=_SPARE)
        case _:
            return []


def _ids(outlines: Iterable[Outline]) -> Iterator[str]:
    for one in outlines:
        yield one.id
        yield from one.also


def _of_open_pages(store: Archive, spec: FeedSpec, *, output: Path, written: bool) -> Iterator[str]:
    """Yield what is in the page of a history that is not complete; also in those before it that are not written yet."""
    complete = store.memory.pages(f"{output.resolve()}/{spec.path}")
    newest = complete[-1] if complete else None
    parts = history.cut(store.journal.events(spec.place, after=newest.last if newest else 0), after=newest)
    for part in parts if written else parts[-1:]:
        yield from part.sizes
