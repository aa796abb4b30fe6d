"""The feeds published: those that changed are rendered, the others are not touched."""

import gc
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.archive.memory import Published
from crawler.portal import Portal
from feeds import (
    corrections,
    files,
    html,
    items,
    json_feed,
    last_good,
    marks,
    opml,
    querying,
    selection,
)
from feeds.catalogue import FeedSpec, Kind, Site, Standing, State, Subject, catalogue
from feeds.drafting import Draft, Drafting, Made
from feeds.entries import History, Names
from feeds.fragments import Fragments
from feeds.history import Historian, remove_pages
from feeds.last_good import LastGood
from feeds.querying import Own
from feeds.rendering import WRITERS

_DAY = timedelta(days=1)

RENDERING = 7
"""Raised by whoever changes what a format looks like: every feed is then rendered anew."""

PAGES = 1
"""Likewise of the pages of histories: those that are complete are written again, with the texts of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A feed whose last good files were kept.

    Attributes:
        before: how many entries they carry.
        missing: how many of these the archive no longer has, without their having aged out.
        foreign: they were never published from this archive.
    """

    path: str
    before: int
    missing: int
    foreign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What publishing did; paths are from the output folder.

    Attributes:
        written: files whose bytes changed.
        unchanged: files that stayed as they were.
        refused: feeds that would have lost more than half of their entries; `force` publishes them.
        orphaned: feeds that the catalogue no longer lists; their files are left to their subscribers.
        feeds: how each feed stands, in the catalogue's order.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[Refusal, ...]
    orphaned: tuple[str, ...]
    feeds: tuple[Standing, ...]


Progress = Callable[[Standing], None]
"""Hears of each feed when it is done."""


def publish(
    archive: Archive,
    *,
    portals: Sequence[Portal],
    subjects: Sequence[Subject],
    site: Site,
    output: Path,
    force: bool = False,
    history: bool = True,
    own: Sequence[Own] = (),
    progress: Progress | None = None,
    writer: files.Writer = files.write_all,
) -> Report:
    """Publish what changed in the archive since the last time.

    What is published is a pure function of the archive and the arguments.

    Args:
        archive: read, and told what each feed was made from.
        portals: those that are crawled.
        subjects: the taxonomy's topics.
        site: where and by whom the feeds are published.
        output: the folder; made where it is missing.
        force: publish also the feeds that would lose more than half of their entries.
        history: publish also the pages of the feeds' histories.
        own: feeds of the operator's own.
        progress: hears of each feed when it is done.
        writer: how bytes reach the disk.

    Raises:
        OutputUnwritable: a file cannot be written; what was published before is whole, and publishing again
            goes on from there.
    """
    output = output.resolve()
    known = items.names(portals, subjects)
    written = Fragments(archive, site=site, names=known, folder=output)
    with files.alone(output), _sparing_the_collector(), written as fragments:
        run = _Run(
            archive,
            site=site,
            names=known,
            fragments=fragments,
            output=output,
            force=force,
            history=history,
            own=own,
            writer=writer,
        )
        legal = archive.documents
        mine = querying.own_specs(own)
        specs = catalogue(portals, subjects, groups=legal.groups(), drafts=legal.any_drafts(), own=mine)
        try:
            for spec in specs:
                standing = run.publish(spec)
                if progress:
                    progress(standing)
            run.complete()
        finally:
            run.remember()
        run.publish_lists()
        return run.report(specs)


@contextmanager
def _sparing_the_collector() -> Iterator[None]:
    """Let Python's garbage collector run less often: next to nothing is left to it [a twelfth of a small round]."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


_SAID = attrgetter(*(one.name for one in dataclass_fields(FeedSpec)))


class _Run:
    """One round of publishing: what it was given, and what it has done so far."""

    def __init__(
        self,
        archive: Archive,
        *,
        site: Site,
        names: Names,
        fragments: Fragments,
        output: Path,
        force: bool,
        history: bool,
        own: Iterable[Own],
        writer: files.Writer,
    ) -> None:
        self._archive = archive
        self._site = site
        self._names = names
        self._fragments = fragments
        self._output = output
        self._force = force
        self._writer = writer
        self._queries = {one.slug: one.query for one in own}
        self._drafting = Drafting(archive, site=site, names=names, fragments=fragments, queries=self._queries)
        self._known = archive.memory.published()
        self._touched = archive.journal.touched()
        self._serial = max(self._touched.values(), default=0)
        self._common = _digest([RENDERING, history, asdict(site), asdict(names)])
        self._unsynced: set[Path] = set()
        self._written: list[str] = []
        self._unchanged: list[str] = []
        self._refused: list[Refusal] = []
        self._standings: list[Standing] = []
        self._made: dict[str, Published] = {}
        self._historian = self._make_historian() if history else None

    def publish(self, spec: FeedSpec) -> Standing:
        """Publish one feed, where it changed and may be."""
        known, config = self._known.get(self._key(spec)), self._digest_of(spec)
        paths = [spec.file(form) for form in WRITERS]
        if (
            not self._force
            and known
            and known.digest == config
            and self._is_untouched(spec, since=known.serial)
            and all(map(self._stands, paths))
        ):
            self._unchanged += paths
            return self._note(known, spec)
        draft = self._drafting.draft(spec)
        before = None if self._force or draft.chosen is None else last_good.read(self._output, spec)
        missing = self._missing(before, draft) if before else 0
        if before and missing * 2 > len(before.entries):
            return self._hold(spec, before, missing=missing)
        made = draft.compose()
        feed = replace(made.feed, history=self._history(spec), state=State.of(len(made.published)))
        for form, writer in WRITERS.items():
            self._write(spec.file(form), b"".join(writer.joined(feed, made.written(writer))))
        return self._note(self._remembered(made, digest=config), spec)

    def remember(self) -> None:
        """Note in the archive what was published, once it is on the disk."""
        files.sync(self._unsynced)
        changed = {key: made for key, made in self._made.items() if made != self._known.get(key)}
        self._archive.memory.note_published(changed)

    def publish_lists(self) -> None:
        """Publish what lists the feeds, after the feeds themselves."""
        for path, data in (
            *marks.published().items(),
            *self._lists_by_kind(),
            ("feeds.opml", opml.render(self._standings, site=self._site)),
            ("catalogue.json", json_feed.catalogue(self._standings, site=self._site)),
            ("index.html", html.index(self._standings, site=self._site)),
        ):
            self._write(path, data)
        files.sync(self._unsynced)

    def _lists_by_kind(self) -> Iterator[tuple[str, bytes]]:
        for kind, group in groupby(self._standings, key=lambda one: one.spec.kind):
            yield f"opml/{kind}.opml", opml.render(list(group), site=self._site)

    def report(self, specs: Iterable[FeedSpec]) -> Report:
        """Return what was done."""
        listed = {self._key(spec) for spec in specs}
        here = f"{self._output}/feeds/"
        orphaned = (key for key in self._known if key.startswith(here) and key not in listed)
        return Report(
            written=tuple(self._written),
            unchanged=tuple(self._unchanged),
            refused=tuple(self._refused),
            orphaned=tuple(sorted(key.removeprefix(f"{self._output}/") for key in orphaned)),
            feeds=tuple(self._standings),
        )

    def complete(self) -> None:
        """Note that every feed was looked at, and every history with it."""
        if self._historian:
            self._made[self._histories] = Published(digest=self._pages)

    def _make_historian(self) -> Historian:
        known = self._known.get(self._histories)
        same = known is not None and known.digest == self._pages
        return Historian(
            archive=self._archive,
            site=self._site,
            names=self._names,
            fragments=self._fragments,
            write=self._write,
            stands=self._stands if same else lambda _: False,
        )

    @property
    def _histories(self) -> str:
        """Under which the archive remembers how the pages of this folder's histories were made."""
        return f"{self._output}/histories"

    @property
    def _pages(self) -> str:
        site = self._site  # of which nothing else may change a page that is complete
        return _digest([PAGES, site.base_url, site.content, site.contents])

    def _is_untouched(self, spec: FeedSpec, *, since: int) -> bool:
        """Return whether nothing happened where a feed shows; drafts close as time goes by."""
        if spec.kind is Kind.CORRECTIONS:  # most of what happens is none, and to compare texts takes a while
            return all(one.serial <= since for one in corrections.events(self._archive, limit=1))
        return spec.kind is not Kind.DRAFTS and self._touched.get(spec.place, 0) <= since <= self._serial

    def _digest_of(self, spec: FeedSpec) -> str:
        """Return what a feed is made from beside the archive."""
        said = "\0".join([self._common, *map(str, _SAID(spec)), self._asked(spec)])
        return hashlib.sha256(said.encode()).hexdigest()

    def _asked(self, spec: FeedSpec) -> str:
        return querying.canonical(self._queries[spec.slug]) if spec.kind is Kind.OWN else ""

    def _history(self, spec: FeedSpec) -> History:
        if not spec.keeps_history:
            return History()
        if self._historian is None:  # where texts may no longer be published, their pages must not stay
            remove_pages(self._output, spec)
            return History()
        return self._historian.bring_up_to_date(spec, key=self._key(spec))

    def _missing(self, before: LastGood, draft: Draft) -> int:
        """Return how many of a feed's former entries are missing, and the archive does not know why."""
        ids = [one for one, _ in before.entries]
        accounted = self._archive.reader.accounted(ids) | self._archive.documents.gone(ids)
        return selection.lost(before=before.entries, now=draft.chosen or (), accounted=accounted)

    def _write(self, path: str, data: bytes) -> None:
        changed = files.write(self._output / path, data, writer=self._writer, unsynced=self._unsynced)
        (self._written if changed else self._unchanged).append(path)

    def _hold(self, spec: FeedSpec, before: LastGood, *, missing: int) -> Standing:
        foreign = self._key(spec) not in self._known
        refusal = Refusal(path=spec.path, before=len(before.entries), missing=missing, foreign=foreign)
        self._refused.append(refusal)
        self._unchanged += [spec.file(form) for form in WRITERS]
        self._standings.append(before.standing(spec))
        return self._standings[-1]

    def _note(self, made: Published, spec: FeedSpec) -> Standing:
        self._made[self._key(spec)] = made
        standing = Standing(
            spec=spec,
            entries=made.entries,
            updated=made.updated,
            newest=made.newest,
            state=State.of(made.entries),
            per_day=made.per_day,
        )
        self._standings.append(standing)
        return standing

    def _remembered(self, made: Made, *, digest: str) -> Published:
        newest = max(made.published, default=None)
        updated = made.feed.updated if made.published else None
        return Published(
            digest=digest,
            serial=self._serial,
            entries=len(made.published),
            updated=updated,
            newest=newest,
            per_day=_per_day(made.published),
        )

    def _key(self, spec: FeedSpec) -> str:
        """Return where a feed is remembered: one archive may be published to several folders."""
        return f"{self._output}/{spec.path}"

    def _stands(self, path: str) -> bool:
        try:
            return os.stat(f"{self._output}/{path}").st_size > 0  # noqa: PTH116 - thousands of times, at a third of the price
        except FileNotFoundError:
            return False


def _digest(values: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _per_day(published: Sequence[datetime]) -> float | None:
    """Return how many entries there are for each day that they span; None where they span none."""
    days = (max(published) - min(published)) / _DAY if published else 0
    return round(len(published) / max(days, 1), 1) if days else None
