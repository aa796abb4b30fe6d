"""Which entries of the archive a feed carries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

from crawler.archive import Archive
from crawler.archive.document_reading import Which
from crawler.archive.reading import Outline
from feeds.catalogue import KINDS, FeedSpec, Kind

AGE = timedelta(days=7)
"""A reader that was off for a week's holiday misses nothing."""

LEAST = 50
"""A quiet portal's feed still shows a newcomer what it is like."""

SPARE = 10
"""Entries beyond these: where some were taken down, none that has left need come back in their place."""

MOST = 1000
"""What is more than this within a week is in the feed's history."""

_FEW = 200  # which hold the week of most feeds

Fetch = Callable[[int], list[Outline]]
"""Returns at most so many of a feed's newest outlines."""


def chosen(archive: Archive, spec: FeedSpec) -> tuple[Outline, ...]:
    """Return what a feed carries, newest first, as far as it has room (`composing.ROOM`)."""
    reader, documents = archive.reader, archive.documents
    match spec.kind:
        case Kind.DRAFTS:
            return tuple(one.outline for one in documents.open_drafts()[:MOST])
        case Kind.PORTAL:  # which carries what that portal ran, be it told elsewhere
            return _enough(lambda limit: _of_portal(archive, spec.slug, limit), list)
        case kind if kind in KINDS:
            which = Which(group=((KINDS[kind], spec.slug),))
            return _enough(lambda limit: documents.outline(which, limit=limit), once)
        case Kind.TOPIC:
            return _enough(lambda limit: reader.outline(topic=spec.slug, limit=limit), once)
        case _:
            return _enough(lambda limit: reader.outline(limit=limit), once)


def window(outlines: Sequence[Outline]) -> tuple[Outline, ...]:
    """Return what a feed carries of the archive's newest entries, which are given newest first.

    Age counts back from the newest entry, not from now: publishing is a pure function of the archive.
    Articles that were taken down are left out, but take up their places: a reader that has forgotten an entry which
    left would take it for new if it came back.
    """
    newest = outlines[:MOST]
    recent = sum(one.dated >= newest[0].dated - AGE for one in newest)
    carried = [one for one in newest[: max(recent, LEAST + SPARE)] if not one.gone]
    if len(carried) < LEAST:
        carried = [one for one in outlines if not one.gone][:LEAST]
    return tuple(carried)


def once(outlines: Sequence[Outline]) -> list[Outline]:
    """Return the archive's newest entries with each story once: as the portal told it whose article came first.

    That one names the others. A retelling stays out also when the first has aged out of the feed. Where the first was
    taken down, the earliest of the others stands for the story.
    """
    tellings: defaultdict[str, list[Outline]] = defaultdict(list)
    for one in reversed(outlines):
        if not one.gone:
            tellings[one.story].append(one)
    carried, also = set(), {}
    for told in tellings.values():
        first = next((one for one in told if one.id == one.story), told[0])
        if not first.told:
            carried.add(first.id)
            also[first.id] = tuple(sorted(one.id for one in told if one is not first))
    return [replace(one, also=also.get(one.id, ())) for one in outlines if one.gone or one.id in carried]


def lost(
    *, before: Iterable[tuple[str, datetime]], now: Sequence[Outline], accounted: AbstractSet[str] = frozenset()
) -> int:
    """Return how many of a feed's former entries (id, date) are missing without having aged out.

    Those are `accounted` for that were taken down, or are told as another portal's story.

    A window is the newest part of what the archive holds, so what is younger than its last entry is in it,
    if it is stored at all; and a window of fewer than `LEAST` is all there is.
    """
    kept = {one.id for one in now} | accounted
    oldest = now[-1].dated if len(now) >= LEAST else None
    return sum(one not in kept and (oldest is None or dated > oldest) for one, dated in before)


def _of_portal(archive: Archive, name: str, limit: int) -> list[Outline]:
    articles = archive.reader.outline(portal=name, limit=limit)
    theirs = {one.id for one in articles}  # an article that presents a draft is one entry: the article
    legal = [one for one in archive.documents.outline(Which(portal=name), limit=limit) if one.id not in theirs]
    return sorted([*articles, *legal], key=lambda one: (-one.dated.timestamp(), one.id))[:limit]


def _enough(fetch: Fetch, told: Callable[[list[Outline]], list[Outline]]) -> tuple[Outline, ...]:
    """Return the window of a feed; few of the newest fill that of most."""
    found = with_room(fetch, _FEW, told=told, least=LEAST + SPARE)
    if len(found) >= _FEW and found[-1].dated >= found[0].dated - AGE:
        found = with_room(fetch, MOST, told=told, least=LEAST + SPARE)
    return window(told(found))


def with_room(
    fetch: Fetch, limit: int, *, told: Callable[[list[Outline]], list[Outline]], least: int, furthest: float = inf
) -> list[Outline]:
    """Return the newest; more of them where some were taken down, or tell a story again, and leave room.

    Args:
        fetch: returns the newest of those that there are.
        limit: how many are enough where none leaves room.
        told: leaves out what tells a story again.
        least: how many are to be told, if there are so many.
        furthest: how many are looked through for them at the most.
    """
    asked, newest = limit, fetch(limit)
    less = sum(one.gone or one.story != one.id for one in newest)
    if less and len(newest) == asked:
        asked += 2 * less
        newest = fetch(asked)
    while len(newest) == asked < furthest and sum(not one.gone for one in told(newest)) < least:
        asked *= 2
        newest = fetch(asked)
    return newest
