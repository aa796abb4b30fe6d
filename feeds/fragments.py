"""Entries as they are written, each once in a round of publishing: all feeds and pages that carry one share it.

The archive is read once for an entry, and its text is cleaned once. What was written stands in memory as far as there
is room, and then in a file without a name beside the feeds, which goes with the process.
"""

import os
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from sys import intern
from tempfile import TemporaryFile
from typing import IO, Self

from crawler.archive import Archive
from crawler.archive.reading import Outline
from crawler.article import Article
from crawler.document import Document, groups
from feeds import composing
from feeds.catalogue import FeedSpec, Site
from feeds.composing import Composed
from feeds.entries import Feed, Names
from feeds.writing import Writer

_ROOM = 24_000_000  # bytes in memory, which are the entries of a few dozen feeds
_ITEMS = 700  # entries in memory: a feed and the newest page of its history have many in common

_Key = tuple[str, tuple[str, ...], bool, str]
_Place = bytes | int  # or where the bytes begin in the file, and how many they are, as one number: there are very many
_LENGTH = 32  # bits of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """An entry as it is written.

    Attributes:
        weight: bytes that it takes in the format that takes most, at the most.
        published: when it was, in Ha Noi time; likewise `changed` when its text last changed.
        under: what the archive's journal calls the topics or groups that it is under.
        places: where it stands, by the writer's name.
    """

    id: str
    weight: int
    published: datetime
    changed: datetime
    under: tuple[str, ...]
    places: dict[str, _Place] = field(default_factory=dict)


class Fragments:
    """Writes entries, and keeps what is written. To be used in a `with` statement."""

    def __init__(self, archive: Archive, *, site: Site, names: Names, folder: Path) -> None:
        self._archive = archive
        self._site = site
        self._names = names
        self._kept: dict[_Key, Fragment] = {}
        self._composed: OrderedDict[_Key, Composed] = OrderedDict()
        self._store = _Store(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def of(self, feed: Feed, chosen: Sequence[Outline], *, writers: Sequence[Writer]) -> Mapping[str, Fragment]:
        """Return the chosen entries of a feed by their ids, written; without those that the archive lacks."""
        keys = {_key(feed.spec, one): one for one in chosen}
        names = {writer.name for writer in writers}
        unwritten = {key: one for key, one in keys.items() if not self._is_written(key, names)}
        for key, composed in self._compose(feed.spec, unwritten).items():
            self._write(key, composed, feed, writers)
        return {one.id: self._kept[key] for key, one in keys.items() if key in self._kept}

    def read(self, found: Sequence[Fragment], writer: Writer) -> Iterator[bytes]:
        """Yield entries as a writer wrote them."""
        return (self._store.get(one.places[writer.name]) for one in found)

    def _is_written(self, key: _Key, names: set[str]) -> bool:
        return key in self._kept and names <= self._kept[key].places.keys()

    def _compose(self, spec: FeedSpec, wanted: Mapping[_Key, Outline]) -> Mapping[_Key, Composed]:
        missing = {key: one for key, one in wanted.items() if key not in self._composed}
        made = composing.part(self._archive, spec, list(missing.values()), site=self._site, names=self._names)
        self._composed.update({key: made[one.id] for key, one in missing.items() if one.id in made})
        found = {key: self._composed[key] for key in wanted if key in self._composed}
        while len(self._composed) > _ITEMS:
            self._composed.popitem(last=False)
        return found

    def _write(self, key: _Key, composed: Composed, feed: Feed, writers: Sequence[Writer]) -> None:
        item = composed.item
        if key not in self._kept:
            self._kept[key] = Fragment(
                id=key[0],
                weight=composing.weight(item),
                published=item.published,
                changed=composed.changed,
                under=_under(item.record),
            )
        places = self._kept[key].places
        for writer in writers:
            if writer.name not in places:
                places[writer.name] = self._store.put(writer.entry(item, feed))


class _Store:
    """Bytes in memory, and then in a file; where the disk is full, in memory again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._room = _ROOM
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, data: bytes) -> _Place:
        """Keep bytes, and return where they are."""
        self._room -= len(data)
        if self._room >= 0:
            return data
        with suppress(OSError):
            if os.pwrite(self._opened().fileno(), data, self._end) == len(data):
                self._end += len(data)
                return (self._end - len(data)) << _LENGTH | len(data)
        return data

    def _opened(self) -> IO[bytes]:
        if self._file is None:  # named as what a killed publisher leaves, where the file system must name it
            self._file = TemporaryFile(dir=self._folder, prefix=".", suffix=".part", buffering=0)  # noqa: SIM115
        return self._file

    def get(self, place: _Place) -> bytes:
        """Return bytes that were put."""
        if isinstance(place, bytes):
            return place
        assert self._file is not None
        return os.pread(self._file.fileno(), place & (1 << _LENGTH) - 1, place >> _LENGTH)

    def close(self) -> None:
        """Forget everything."""
        if self._file is not None:
            self._file.close()


def _under(record: Article | Document) -> tuple[str, ...]:
    if isinstance(record, Article):
        return tuple(intern(f"topic:{one.slug}") for one in record.topics)
    return tuple(intern(f"{one.grouping.value}:{one.slug}") for one in groups(record))


def _key(spec: FeedSpec, one: Outline) -> _Key:
    """Return what an entry depends on, beside the archive and the site."""
    return one.id, one.also, composing.carries_news(spec), spec.language
