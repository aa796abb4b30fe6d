"""The feeds published: those that changed are rendered, the others are not touched."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.archive.document_reading import Citing, Which
from crawler.archive.reading import Outline
from crawler.portal import Portal
from feeds import documents, files, html, items, json_feed, opml, rss_atom, selection
from feeds.catalogue import KINDS, FeedSpec, Format, Kind, Site, Standing, State, Subject, catalogue
from feeds.items import Feed, Item, Names

RENDERING = 4
"""Raised by whoever changes what a format looks like: every feed is then rendered anew."""

_RENDERERS: dict[Format, Callable[[Feed], bytes]] = {
    Format.RSS: rss_atom.rss,
    Format.ATOM: rss_atom.atom,
    Format.JSON: json_feed.render,
    Format.HTML: html.twin,
}


_WITH_DOCUMENTS = frozenset({*KINDS, Kind.DRAFTS, Kind.PORTAL})
_WITH_ARTICLES = frozenset(Kind) - {*KINDS, Kind.DRAFTS}


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
        legal = archive.documents
        specs = catalogue(portals, subjects, groups=legal.groups(), drafts=legal.any_drafts())
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
        chosen = _chosen(self._archive, spec)
        citing = self._citing(chosen) if spec.kind in _WITH_DOCUMENTS else {}
        cited = {document: [one.id for one in found] for document, found in citing.items()}
        cites = self._archive.documents.cited([one.id for one in chosen]) if spec.kind in _WITH_ARTICLES else {}
        traces = [_trace(one) for one in chosen]
        digest = _digest([self._common, asdict(spec), traces, *filter(None, [cited, cites])])
        paths = [spec.file(form) for form in _RENDERERS]
        if self._known.get(self._key(spec)) == digest and all(map(self._stands, paths)):
            self._unchanged += paths
            return self._note(_standing(spec, chosen))
        before = None if self._force or spec.kind is Kind.DRAFTS else self._last_good(spec)  # drafts close
        missing = selection.lost(before=before.entries, now=chosen, accounted=self._accounted(before)) if before else 0
        if before and missing * 2 > len(before.entries):
            return self._hold(spec, before, missing=missing)
        self._render(spec, chosen, citing=citing, cites=cites)
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

    def _render(
        self,
        spec: FeedSpec,
        chosen: Sequence[Outline],
        *,
        citing: Mapping[str, Sequence[Citing]],
        cites: Mapping[str, Mapping[str, str]],
    ) -> None:
        ids = [one.id for one in chosen]
        entries = self._archive.reader.by_id(ids) if spec.kind in _WITH_ARTICLES else []
        articles = {entry.article.id for entry in entries}
        others = self._archive.reader.by_id([also for one in chosen for also in one.also])
        also = {entry.article.id: entry for entry in others}
        told = {one.id: [also[other] for other in one.also] for one in chosen if one.also and one.id in articles}
        feed = items.feed(spec, entries, site=self._site, names=self._names, also=told, cites=cites)
        if spec.kind in _WITH_DOCUMENTS:
            legal = [one for one in chosen if one.id not in articles]
            feed = documents.joined(feed, self._documents(legal, citing=citing), order=chosen)
        for form, render in _RENDERERS.items():
            self._write(spec.file(form), render(feed))

    def _citing(self, chosen: Sequence[Outline]) -> dict[str, list[Citing]]:
        found = self._archive.documents.citing([one.id for one in chosen])
        return {document: articles[: documents.MOST_CITING] for document, articles in found.items()}

    def _documents(self, chosen: Sequence[Outline], *, citing: Mapping[str, Sequence[Citing]]) -> Iterator[Item]:
        others = {also for one in chosen for also in one.also}
        found = self._archive.documents.by_id([*(one.id for one in chosen), *others])
        entries = {entry.document.id: entry for entry in found}
        for one in chosen:
            yield documents.item(
                entries[one.id],
                names=self._names,
                citing=citing.get(one.id, ()),
                also=[entries[other] for other in one.also],
            )

    def _accounted(self, before: "_LastGood") -> frozenset[str]:
        """Return the former entries of a feed of which the archive knows why they are not in it."""
        ids = [one for one, _ in before.entries]
        return self._archive.reader.accounted(ids) | self._archive.documents.gone(ids)

    def _write(self, path: str, data: bytes) -> None:
        changed = files.write(self._output / path, data, writer=self._writer)
        (self._written if changed else self._unchanged).append(path)

    def _hold(self, spec: FeedSpec, before: "_LastGood", *, missing: int) -> Standing:
        foreign = self._key(spec) not in self._known
        refusal = Refusal(path=spec.path, before=len(before.entries), missing=missing, foreign=foreign)
        self._refused.append(refusal)
        self._unchanged += [spec.file(form) for form in _RENDERERS]
        return self._note(before.standing(spec))

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

    def standing(self, spec: FeedSpec) -> Standing:
        """Return how a feed stands whose last good files are kept."""
        newest = max((dated for _, dated in self.entries), default=None)
        return Standing(spec=spec, entries=len(self.entries), updated=self.updated, newest=newest, state=State.HELD)


def _last_good(document: dict[str, Any]) -> _LastGood:
    return _LastGood(
        entries=tuple((one["id"], datetime.fromisoformat(one["date_published"])) for one in document["items"]),
        updated=datetime.fromisoformat(document["_diemtin"]["updated"]),
    )


def _chosen(archive: Archive, spec: FeedSpec) -> tuple[Outline, ...]:
    """Return what a feed carries."""
    match spec.kind:
        case Kind.DRAFTS:
            return tuple(one.outline for one in archive.documents.open_drafts()[: selection.MOST])
        case Kind.PORTAL:
            articles = _outlines(archive, spec)
            theirs = {one.id for one in articles}  # an article that presents a draft is one entry: the article
            legal = [one for one in _documents(archive, Which(portal=spec.slug)) if one.id not in theirs]
            return selection.window(sorted([*articles, *legal], key=lambda one: (-one.dated.timestamp(), one.id)))
        case kind if kind in KINDS:
            return selection.window(selection.once(_documents(archive, Which(group=((KINDS[kind], spec.slug),)))))
        case _:
            return selection.window(_outlines(archive, spec))


def _documents(archive: Archive, which: Which) -> list[Outline]:
    """Return the newest documents, likewise enough of them."""
    newest = archive.documents.outline(which, limit=selection.MOST)
    less = sum(one.gone or one.story != one.id for one in newest)
    return archive.documents.outline(which, limit=selection.MOST + 2 * less) if less else newest


def _outlines(archive: Archive, spec: FeedSpec) -> list[Outline]:
    """Return the newest of a feed; more of them where some were taken down, or tell a story again, and leave room."""
    portal = spec.slug if spec.kind is Kind.PORTAL else None
    topic = spec.slug if spec.kind is Kind.TOPIC else None
    newest = archive.reader.outline(portal=portal, topic=topic, limit=selection.MOST)
    less = sum(one.gone or one.story != one.id for one in newest)
    if less:
        newest = archive.reader.outline(portal=portal, topic=topic, limit=selection.MOST + 2 * less)
    return newest if portal else selection.once(newest)  # a portal's own feed carries what that portal ran


def _standing(spec: FeedSpec, chosen: Sequence[Outline]) -> Standing:
    if not chosen:
        return Standing(spec=spec, entries=0, updated=None, newest=None, state=State.EMPTY)
    return Standing(
        spec=spec,
        entries=len(chosen),
        updated=max(items.moment(one.changed) for one in chosen),
        newest=items.moment(chosen[0].dated),
        state=State.FRESH,
    )


def _trace(one: Outline) -> list[Any]:
    return [one.id, int(one.dated.timestamp()), one.revision, *one.also]


def _digest(values: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
