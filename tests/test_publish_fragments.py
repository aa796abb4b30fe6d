"""An entry is read and written once in a round of publishing, however many feeds carry it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import NOON, PORTALS, SUBJECTS, archive, article, save

from crawler.archive import Archive
from feeds import fragments, items, json_feed, selection
from feeds.catalogue import FeedSpec, Site, catalogue
from feeds.entries import Feed, Item
from feeds.fragments import Fragments
from feeds.publish import publish
from feeds.writing import Writer

SITE = Site()
NAMES = items.names(PORTALS, SUBJECTS)
ALL, TOPIC, *_ = catalogue(PORTALS, SUBJECTS)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with archive(tmp_path, [article(n) for n in range(1, 21)]) as found:
        yield found


def written(made: Fragments, store: Archive, spec: FeedSpec, writer: Writer = json_feed.JSON) -> list[bytes]:
    feed = items.feed(spec, (), site=SITE, names=NAMES)
    found = made.of(feed, selection.chosen(store, spec), writers=[writer])
    return list(made.read(list(found.values()), writer))


def folder(output: Path) -> dict[Path, bytes]:
    return {path.relative_to(output): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_entry_that_several_feeds_carry_is_written_once(store: Archive, tmp_path: Path) -> None:
    seen = []

    def entry(item: Item, _feed: Feed) -> bytes:
        seen.append(item.id)
        return item.id.encode()

    writer = Writer(name="ids", head=lambda _: b"", entry=entry, tail=lambda _: b"")
    with Fragments(store, site=SITE, names=NAMES, folder=tmp_path) as made:
        assert written(made, store, ALL, writer) == written(made, store, TOPIC, writer)
    assert sorted(seen) == sorted(article(n).id for n in range(1, 21))


@pytest.mark.parametrize("room", [0, 20_000])
def test_what_has_no_room_in_memory_is_published_alike_and_leaves_no_file(
    room: int, store: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, [article(n) for n in range(30, 180)], now=NOON)
    arguments = {"portals": PORTALS, "subjects": SUBJECTS, "site": SITE}
    publish(store, output=tmp_path / "memory", **arguments)
    monkeypatch.setattr(fragments, "_ROOM", room)
    monkeypatch.setattr(fragments, "_ITEMS", 3)
    publish(store, output=tmp_path / "file", **arguments)
    assert folder(tmp_path / "memory") == folder(tmp_path / "file")


def test_where_there_can_be_no_file_entries_stay_in_memory(
    store: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fragments, "_ROOM", 0)
    with Fragments(store, site=SITE, names=NAMES, folder=tmp_path / "missing") as made:
        assert len(written(made, store, ALL)) == 20


def test_entry_that_the_archive_lacks_is_left_out(store: Archive, tmp_path: Path) -> None:
    chosen = selection.chosen(store, ALL)
    (tmp_path / "other").mkdir()
    with (
        archive(tmp_path / "other", [article(1)]) as fewer,
        Fragments(fewer, site=SITE, names=NAMES, folder=tmp_path) as made,
    ):
        feed = items.feed(ALL, (), site=SITE, names=NAMES)
        assert list(made.of(feed, chosen, writers=[json_feed.JSON])) == [article(1).id]
