"""The feeds published: those that changed are rendered, the others are not touched."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.archive.reading import Outline
from crawler.portal import Portal
from feeds import files, html, items, json_feed, opml, rss_atom, selection
from feeds.catalogue import FeedSpec, Format, Kind, Site, Standing, State, Subject, catalogue
from feeds.items import Feed, Names

RENDERING = 2
"""Raised by whoever changes what a format looks like: every feed is then rendered anew."""

_RENDERERS: dict[Format, Callable[[Feed], bytes]] = {
    Format.RSS: rss_atom.rss,
    Format.ATOM: rss_atom.atom,
    Format.JSON: json_feed.render,
    Format.HTML: html.twin,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A feed whose last good files were kept.

    Attributes:
        before: how many entries they carry.
        missing: how many of these the archive no longer has, without their having aged out.
    """

    path: str
    before: int
    missing: int


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
        progress: hears of each feed when it is done.
        writer: how bytes reach the disk.

    Raises:
        OutputUnwritable: a file cannot be written; what was published before is whole, and publishing again
            goes on from there.
    """
    output = output.resolve()
    with files.alone(output):
        run = _Run(
            archive,
            site=site,
            names=items.names(portals, subjects),
            output=output,
            force=force,
            writer=writer,
        )
        specs = catalogue(portals, subjects)
        try:
            for spec in specs:
                standing = run.publish(spec)
                if progress:
                    progress(standing)
        finally:
            archive.memory.note_published(run.made)
        run.publish_lists()
        return run.report(specs)


class _Run:
    """One round of publishing: what it was given, and what it has done so far."""

    def __init__(
        self, archive: Archive, *, site: Site, names: Names, output: Path, force: bool, writer: files.Writer
    ) -> None:
        self._archive = archive
        self._site = site
        self._names = names
        self._output = output
        self._force = force
        self._writer = writer
        self._known = archive.memory.published()
        self._common = _digest([RENDERING, asdict(site), asdict(names)])
        self._written: list[str] = []
        self._unchanged: list[str] = []
        self._refused: list[Refusal] = []
        self._standings: list[Standing] = []
        self.made: dict[str, str] = {}

    def publish(self, spec: FeedSpec) -> Standing:
        """Publish one feed, where it changed and may be."""
        chosen = selection.window(_outlines(self._archive, spec))
        digest = _digest([self._common, asdict(spec), [_trace(one) for one in chosen]])
        paths = [spec.file(form) for form in _RENDERERS]
        if self._known.get(self._key(spec)) == digest and all(map(self._stands, paths)):
            self._unchanged += paths
            return self._note(_standing(spec, chosen))
        before = None if self._force else self._last_good(spec)
        missing = selection.lost(before=before.entries, now=chosen) if before else 0
        if before and missing * 2 > len(before.entries):
            return self._hold(spec, before, missing=missing)
        self._render(spec, chosen)
        self.made[self._key(spec)] = digest
        return self._note(_standing(spec, chosen))

    def publish_lists(self) -> None:
        """Publish what lists the feeds, after the feeds themselves."""
        for path, data in (
            ("feeds.opml", opml.render(self._standings, site=self._site)),
            ("catalogue.json", json_feed.catalogue(self._standings, site=self._site)),
            ("index.html", html.index(self._standings, site=self._site)),
        ):
            self._write(path, data)

    def report(self, specs: Iterable[FeedSpec]) -> Report:
        """Return what was done."""
        listed = {self._key(spec) for spec in specs}
        here = f"{self._output}/"
        orphaned = sorted(key.removeprefix(here) for key in self._known if key.startswith(here) and key not in listed)
        return Report(
            written=tuple(self._written),
            unchanged=tuple(self._unchanged),
            refused=tuple(self._refused),
            orphaned=tuple(orphaned),
            feeds=tuple(self._standings),
        )

    def _render(self, spec: FeedSpec, chosen: Sequence[Outline]) -> None:
        entries = self._archive.reader.by_id([one.id for one in chosen])
        feed = items.feed(spec, entries, site=self._site, names=self._names)
        for form, render in _RENDERERS.items():
            self._write(spec.file(form), render(feed))

    def _write(self, path: str, data: bytes) -> None:
        changed = files.write(self._output / path, data, writer=self._writer)
        (self._written if changed else self._unchanged).append(path)

    def _hold(self, spec: FeedSpec, before: "_LastGood", *, missing: int) -> Standing:
        self._refused.append(Refusal(path=spec.path, before=len(before.entries), missing=missing))
        self._unchanged += [spec.file(form) for form in _RENDERERS]
        return self._note(Standing(spec=spec, entries=len(before.entries), updated=before.updated, state=State.HELD))

    def _note(self, standing: Standing) -> Standing:
        self._standings.append(standing)
        return standing

    def _key(self, spec: FeedSpec) -> str:
        """Return where a feed is remembered: one archive may be published to several folders."""
        return f"{self._output}/{spec.path}"

    def _stands(self, path: str) -> bool:
        try:
            return (self._output / path).stat().st_size > 0
        except FileNotFoundError:
            return False

    def _last_good(self, spec: FeedSpec) -> "_LastGood | None":
        """Return the feed as it is published now, None when there is no reading it."""
        try:
            return _last_good(json.loads((self._output / spec.file(Format.JSON)).read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _LastGood:
    """A feed as it was published last: its entries' ids and dates, and when it had changed."""

    entries: tuple[tuple[str, datetime], ...]
    updated: datetime


def _last_good(document: dict[str, Any]) -> _LastGood:
    return _LastGood(
        entries=tuple((one["id"], datetime.fromisoformat(one["date_published"])) for one in document["items"]),
        updated=datetime.fromisoformat(document["_diemtin"]["updated"]),
    )


def _outlines(archive: Archive, spec: FeedSpec) -> list[Outline]:
    """Return the newest of a feed; more of them where some were taken down and leave room."""
    portal = spec.slug if spec.kind is Kind.PORTAL else None
    topic = spec.slug if spec.kind is Kind.TOPIC else None
    newest = archive.reader.outline(portal=portal, topic=topic, limit=selection.MOST)
    gone = sum(one.gone for one in newest)
    return archive.reader.outline(portal=portal, topic=topic, limit=selection.MOST + 2 * gone) if gone else newest


def _standing(spec: FeedSpec, chosen: Sequence[Outline]) -> Standing:
    updated = max((items.moment(one.changed) for one in chosen), default=None)
    return Standing(spec=spec, entries=len(chosen), updated=updated, state=State.FRESH if chosen else State.EMPTY)


def _trace(one: Outline) -> list[Any]:
    return [one.id, int(one.dated.timestamp()), one.revision]


def _digest(values: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
