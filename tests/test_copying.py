"""A copy is sound whatever is written meanwhile, and one is kept before an archive is migrated."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import crawling
import factories
import forked
import pytest

from crawler.archive import condition, copying, opened, opening
from crawler.errors import ArchiveUnreadable


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def is_whole(file: Path) -> bool:
    """Return whether every article of an archive has its key, its event, and a place where that shows."""
    lost = rows(
        file,
        "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM aliases WHERE own)"
        " OR id NOT IN (SELECT record FROM events JOIN event_places USING (serial) WHERE place = 'all')",
    )
    return not lost and not copying.fault(file)


def test_copy_that_is_made_while_another_process_writes_is_whole(tmp_path: Path) -> None:
    with factories.archive(tmp_path):
        pass
    file, counts = tmp_path / "archive.db", []
    with forked.started("test_copying", str(tmp_path), env={"PATH": os.environ["PATH"]}, cwd=tmp_path) as run:
        for number in range(5):
            run.out.readline()  # it goes on writing
            copy = tmp_path / f"copy-{number}.db"
            copying.copy(file, copy)
            assert is_whole(copy)
            counts.append(rows(copy, "SELECT count(*) FROM articles")[0][0])
    assert counts == sorted(set(counts))
    assert sorted(tmp_path.glob(".*")) == []


def test_copy_of_many_pages_is_of_one_moment_and_tells_how_far_it_is(tmp_path: Path) -> None:
    file, copy, heard = tmp_path / "one.db", tmp_path / "copy.db", list[tuple[int, int]]()
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE texts (text)")
        writer.execute("INSERT INTO texts SELECT zeroblob(20000000)")

        def write(done: int, pages: int) -> None:
            heard.append((done, pages))
            writer.execute("INSERT INTO texts VALUES ('later')")

        copying.copy(file, copy, progress=write)
    assert len(heard) > 2
    assert heard[-1][0] == heard[-1][1]
    assert rows(copy, "SELECT count(*) FROM texts") == [(1,)]


def test_copy_may_be_read_by_whom_the_original_may(tmp_path: Path) -> None:
    with factories.archive(tmp_path):
        pass
    (tmp_path / "archive.db").chmod(0o640)
    copying.copy(tmp_path / "archive.db", tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o640


def test_copy_is_put_back_under_those_who_have_the_archive_open(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article(1)]) as store:
        copying.copy(tmp_path / "archive.db", tmp_path / "copy.db")
        factories.save(store, [factories.article(2)])
        assert len(list(store.reader.entries())) == 2
        copying.put_back(tmp_path / "copy.db", tmp_path / "archive.db")
        assert [one.article for one in store.reader.entries()] == [factories.article(1)]
        factories.save(store, [factories.article(3)])
        assert len(list(store.reader.entries())) == 2
    assert is_whole(tmp_path / "archive.db")


@contextmanager
def small_disk(folder: Path, *, size: str) -> Iterator[Path]:
    """Mount a disk of a size; skip the test where that is not allowed."""
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_full_disk_leaves_no_part_of_a_copy(tmp_path: Path) -> None:
    with factories.archive(tmp_path):
        pass
    with small_disk(tmp_path / "disk", size="128k") as disk:
        with pytest.raises(ArchiveUnreadable, match="make room on the disk"):
            copying.copy(tmp_path / "archive.db", disk / "copy.db")
        assert list(disk.iterdir()) == []


def test_damage_is_told(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article(n) for n in range(20)]):
        pass
    file = tmp_path / "archive.db"
    assert copying.fault(file) == ""
    with file.open("r+b") as written:
        written.seek(8 * 4096)
        written.write(b"\xff" * 4096 * 4)
    assert copying.fault(file)
    assert condition.fault(crawling.address(tmp_path))
    file.write_text("Đây không phải là cơ sở dữ liệu.", encoding="utf-8")
    assert "not a database" in copying.fault(file)


def test_archive_that_is_migrated_is_kept_as_it_was(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article()]):
        pass
    file = tmp_path / "archive.db"
    factories.put_back(file, "0006")
    with opened(f"sqlite:///{file}") as store:
        assert [one.article for one in store.reader.entries()] == [factories.article()]
    kept = opening.kept_copy(file)
    assert rows(kept, "SELECT version_num FROM alembic_version") == [("0006",)]
    assert rows(kept, "SELECT id FROM articles") == [(factories.article().id,)]
    assert rows(file, "SELECT version_num FROM alembic_version") == [(opening.HEAD,)]


def test_archive_that_is_new_or_up_to_date_needs_no_copy(tmp_path: Path) -> None:
    for _ in range(2):
        with opened(crawling.address(tmp_path)):
            pass
    assert [path.name for path in tmp_path.iterdir()] == ["archive.db"]


def test_archive_on_a_disk_without_room_is_migrated_without_a_copy(tmp_path: Path) -> None:
    with factories.archive(tmp_path):
        pass
    factories.put_back(tmp_path / "archive.db", "0006")
    with small_disk(tmp_path / "disk", size="4m") as disk:
        shutil.copy(tmp_path / "archive.db", disk)
        with opened(f"sqlite:///{disk}/archive.db"):
            pass
        assert [path.name for path in disk.iterdir()] == ["archive.db"]


def main() -> None:
    """Store articles without end, and say so every now and then."""
    with factories.archive(Path(sys.argv[1])) as store:
        for number in range(1_000_000):
            factories.save(store, [factories.article(number)])
            if number % 20 == 0:
                print(number, flush=True)  # noqa: T201 - whoever copies meanwhile waits for it


@pytest.mark.parametrize(
    "url", ["mysql://u:bi-mat@h/x", "postgresql://u:bi-mat@h:port/x", "postgresql//u:bi-mat@h/x", "://u:bi-mat@h"]
)
def test_address_that_cannot_be_is_told_without_its_password(url: str) -> None:
    with pytest.raises(ArchiveUnreadable) as refused, opened(url):
        pass
    assert "bi-mat" not in str(refused.value)
    assert "--archive" in str(refused.value)
