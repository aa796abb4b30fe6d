"""Files are kept in memory as far as it goes, read once for all who ask, and read again when they change."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feeds import files
from feeds.serving.http import Extent
from feeds.serving.shelf import Shelf
from feeds.serving.versions import Version

MEMORY = 65_000  # has room for 21 files of a thousand bytes that do not pack
NAMES = [f"{number}.rss" for number in range(30)]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_bytes(os.urandom(1000))
    return tmp_path


@pytest.fixture
def forgotten() -> list[str]:
    return []


@pytest.fixture
def shelf(output: Path, forgotten: list[str]) -> Iterator[Shelf]:
    def forget() -> None:
        forgotten.append("one")

    with closing(Shelf(output, headers=lambda _: {}, memory=MEMORY, trusted=0, forgotten=forget)) as found:
        yield found


def fetched(shelf: Shelf, *paths: str) -> list[Version | None]:
    async def fetch() -> list[Version | None]:
        return list(await asyncio.gather(*map(shelf.fetched, paths)))

    return asyncio.run(fetch())


def known(shelf: Shelf) -> list[str]:
    return [name for name in NAMES if shelf.current(name)]


def test_a_file_is_unknown_until_it_is_fetched(shelf: Shelf) -> None:
    assert shelf.current("1.rss") is None
    [version] = fetched(shelf, "1.rss")
    assert version is not None
    assert shelf.current("1.rss") is version


def test_who_asks_for_the_same_file_waits_for_the_same_reading(shelf: Shelf) -> None:
    one, other = fetched(shelf, "1.rss", "1.rss")
    assert one is other


def test_what_is_no_file_is_not_known(output: Path, shelf: Shelf) -> None:
    (output / "folder.rss").mkdir()
    assert fetched(shelf, "none.rss", "folder.rss", "1.rss/x.rss", "\0.rss", f"{'x' * 300}.rss") == [None] * 5


def test_a_file_that_changed_is_not_taken_for_what_it_was(output: Path, shelf: Shelf, forgotten: list[str]) -> None:
    fetched(shelf, "1.rss", "2.rss", "3.rss")
    files.write(output / "1.rss", b"<rss>newer</rss>")
    (output / "2.rss").unlink()
    assert known(shelf) == ["3.rss"]
    assert forgotten == []
    [version, none] = fetched(shelf, "1.rss", "2.rss")
    assert version is not None
    assert (version.variants[""].body, none) == (b"<rss>newer</rss>", None)
    assert forgotten == ["one", "one"]


def test_a_file_of_the_same_length_and_date_is_another_all_the_same(output: Path, shelf: Shelf) -> None:
    fetched(shelf, "1.rss")
    before = (output / "1.rss").stat()
    files.write(output / "1.rss", bytes(before.st_size))
    os.utime(output / "1.rss", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert shelf.current("1.rss") is None


def test_what_was_asked_for_last_is_kept_as_far_as_there_is_room(shelf: Shelf, forgotten: list[str]) -> None:
    for name in NAMES:
        fetched(shelf, name)
        assert shelf.current("0.rss")
        assert shelf.weight <= MEMORY
    assert known(shelf) == ["0.rss", *NAMES[-20:]]
    assert len(forgotten) == len(NAMES) - 21


def test_large_files_take_no_memory(output: Path, shelf: Shelf) -> None:
    (output / "large.html").write_bytes(bytes(100_000))
    [version] = fetched(shelf, "large.html")
    assert version is not None
    assert isinstance(version.variants[""].body, Extent)
    assert shelf.weight < 5000


def test_what_changed_is_read_before_anybody_asks(output: Path, shelf: Shelf) -> None:
    fetched(shelf, "1.rss", "2.rss", "3.rss")
    kept = shelf.current("3.rss")
    files.write(output / "1.rss", b"<rss>newer</rss>")
    (output / "2.rss").unlink()
    asyncio.run(shelf.refresh())
    assert known(shelf) == ["1.rss", "3.rss"]
    assert shelf.current("3.rss") is kept


def test_a_file_that_was_just_looked_at_is_not_looked_at_again(output: Path) -> None:
    with closing(Shelf(output, headers=lambda _: {}, trusted=60, forgotten=lambda: None)) as shelf:
        [version] = fetched(shelf, "1.rss")
        (output / "1.rss").unlink()
        assert shelf.current("1.rss") is version
