"""A feed's history: everything that it ever carried, in pages that stay as they are once they are full (RFC 5005).

A page holds what happened in a month, or a part of it, in the order of the journal: articles that came or were
corrected, as they stand when the page is made, and those that were taken down. What was corrected since the page was
full is in a later one instead. A page is complete when the next one has begun; the one that has not is the feed's
`next` page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path

from crawler.archive import Archive
from crawler.archive.journal import Event
from crawler.archive.memory import Page
from crawler.archive.reading import Outline
from crawler.dates import HANOI
from feeds import composing, files, items, pages
from feeds.catalogue import FeedSpec, Format, Kind, Site
from feeds.entries import History, Names
from feeds.fragments import Fragment, Fragments

FORMATS = (Format.ATOM, Format.JSON)
"""RSS readers follow the Atom pages: they are named with their media type."""

_WRITERS = tuple(pages.WRITERS.values())
ENTRIES = 100
_ROOM = 1_200_000  # characters: in UTF-8 and escaped, Chinese too, they stay under 4 MB
_FURTHER = 2_000  # an entry's other parts


@dataclass(slots=True, kw_only=True)
class Part:
    """A page as it is cut from the journal: its events, in order, and how long the texts are, by record."""

    page: Page
    events: list[Event] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    size: int = 0

    def takes(self, event: Event) -> bool:
        """Return whether an event has room."""
        more = self._more(event)
        fits = more <= 0 or self.size + more <= _ROOM
        return fits and (event.record in self.sizes or len(self.sizes) < ENTRIES)

    def add(self, event: Event) -> None:
        """Take an event."""
        self.size += self._more(event)
        self.sizes[event.record] = event.size
        self.events.append(event)
        self.page = replace(self.page, last=event.serial)

    def _more(self, event: Event) -> int:
        return event.size - self.sizes.get(event.record, -_FURTHER)


def cut(events: Sequence[Event], *, after: Page | None) -> list[Part]:
    """Return what happened after a complete page, cut into pages; the last of them is not complete.

    Pages are cut where the month ends (in Ha Noi) and where one is full, so the same journal is always cut alike.
    """
    parts: list[Part] = []
    before = after
    for event in events:
        month = f"{event.at.astimezone(HANOI):%Y-%m}"
        if not (parts and parts[-1].page.name.startswith(month) and parts[-1].takes(event)):
            before = _following(before, month=month, first=event.serial)
            parts.append(Part(page=before))
        parts[-1].add(event)
    return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Historian:
    """Writes the histories of feeds.

    Attributes:
        write: puts a file's bytes into the output folder. Likewise `stands` tells whether a file is there.
    """

    archive: Archive
    site: Site
    names: Names
    fragments: Fragments
    write: Callable[[str, bytes], None]
    stands: Callable[[str], bool]

    def bring_up_to_date(self, spec: FeedSpec, *, key: str) -> History:
        """Write the pages of a feed that are new, or missing, and return where its history begins.

        Args:
            spec: which feed.
            key: under which the archive remembers its pages.
        """
        complete = self.archive.memory.pages(key)
        self._restore(spec, complete)
        newest = complete[-1] if complete else None
        parts = cut(self.archive.journal.events(spec.place, after=newest.last if newest else 0), after=newest)
        last = _last(event for part in parts for event in part.events)
        for place, part in enumerate(parts):
            before = parts[place - 1].page if place else newest
            following = parts[place + 1].page if place + 1 < len(parts) else None
            self._publish(spec, part.page, part.events, last=last, before=before, following=following)
        self.archive.memory.note_pages(key, [part.page for part in parts[:-1]])
        previous = parts[-2].page if len(parts) > 1 else newest
        return History(
            next=_path(spec, parts[-1].page) if parts else "",
            previous=_path(spec, previous) if previous else "",
            current=spec.path,
        )

    def _restore(self, spec: FeedSpec, complete: Sequence[Page]) -> None:
        missing = [place for place, page in enumerate(complete) if not self._is_there(spec, page)]
        last = _last(self.archive.journal.events(spec.place)) if missing else {}
        for place in missing:
            page = complete[place]
            events = self.archive.journal.events(spec.place, after=page.first - 1, until=page.last)
            before = complete[place - 1] if place else None
            # Only a page that has a successor is complete; that of the newest is named as it was cut.
            after = complete[place + 1] if place + 1 < len(complete) else self._successor(spec, page)
            self._publish(spec, page, events, last=last, before=before, following=after)

    def _is_there(self, spec: FeedSpec, page: Page) -> bool:
        return all(self.stands(f"{_path(spec, page)}.{form}") for form in FORMATS)

    def _successor(self, spec: FeedSpec, page: Page) -> Page:
        (event,) = self.archive.journal.events(spec.place, after=page.last, limit=1)
        return cut([event], after=page)[0].page

    def _publish(
        self,
        spec: FeedSpec,
        page: Page,
        events: Sequence[Event],
        *,
        last: Mapping[str, int],
        before: Page | None,
        following: Page | None,
    ) -> None:
        history = History(
            current=spec.path,
            previous=_path(spec, before) if before else "",
            following=_path(spec, following) if following else "",
            closed=following is not None,
        )
        empty = items.feed(replace(spec, path=_path(spec, page)), (), site=self.site, names=self.names)
        gone, there = self._standing(events, last=last)
        found = composing.filled(
            empty,
            there,
            make=lambda some: self.fragments.of(empty, some, writers=_WRITERS),
            weight=lambda one: one.weight,
            room=inf,
        )
        feed = replace(composing.without(self.archive, replace(empty, updated=found.updated), gone), history=history)
        entries = [one for one in found.entries if _is_under(one, spec)]
        if spec.kind not in composing.LEGAL:
            entries.sort(key=_newest_first)
        for form, writer in pages.WRITERS.items():
            written = writer.joined(feed, self.fragments.read(entries, writer))
            self.write(f"{_path(spec, page)}.{form}", b"".join(written))

    def _standing(self, events: Sequence[Event], *, last: Mapping[str, int]) -> tuple[list[str], list[Outline]]:
        """Return which of a page's records were taken down, and those that no later page has, the latest first.

        The texts of the others are no longer the page's.
        """
        told = {event.record: event for event in events}
        gone = self.archive.reader.gone(list(told)) | self.archive.documents.gone(list(told))
        there = [event for event in told.values() if event.record not in gone and event.serial == last[event.record]]
        return sorted(gone), [_outline(event) for event in sorted(there, key=lambda event: -event.serial)]


def _last(events: Iterable[Event]) -> dict[str, int]:
    """Return the serial of what happened last to each record."""
    return {event.record: event.serial for event in events}


def _is_under(one: Fragment, spec: FeedSpec) -> bool:
    """Return whether an entry still belongs to a feed: an article may have left a topic since."""
    return spec.kind in {Kind.ALL, Kind.PORTAL} or spec.place in one.under


def _newest_first(one: Fragment) -> tuple[float, str]:
    return -one.published.timestamp(), one.id


def remove_pages(output: Path, spec: FeedSpec) -> None:
    """Take a feed's pages out of the output folder.

    Raises:
        OutputUnwritable: one cannot be.
    """
    for path in (output / spec.path).glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]*.*"):
        with files.writing(path):
            path.unlink()


def _following(before: Page | None, *, month: str, first: int) -> Page:
    part = 1
    if before and before.name.startswith(month):
        part = int(before.name.removeprefix(month).removeprefix("-") or 1) + 1
    name = month if part == 1 else f"{month}-{part}"
    return Page(number=before.number + 1 if before else 1, name=name, first=first, last=first)


def _path(spec: FeedSpec, page: Page) -> str:
    return f"{spec.path}/{page.name}"


def _outline(event: Event) -> Outline:
    return Outline(id=event.record, dated=event.at, changed=event.at, revision=1, gone=False, story=event.record)
