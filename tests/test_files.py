"""A published file is whole, whatever happens while it is written."""

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from feeds import files
from feeds.errors import OutputUnwritable


def full(descriptor: int, data: bytes) -> None:
    os.write(descriptor, data[: len(data) // 2])
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_is_written_with_its_folders_for_everyone_to_read(tmp_path: Path) -> None:
    path = tmp_path / "feeds/topics/y-te.rss"
    assert files.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_file_that_holds_these_bytes_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "all.rss"
    files.write(path, b"same")
    os.utime(path, ns=(1, 1))
    assert not files.write(path, b"same", writer=full)
    assert path.stat().st_mtime_ns == 1


def test_a_full_disk_leaves_the_old_file_and_no_other_and_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "all.rss"
    files.write(path, b"old and good")
    with pytest.raises(OutputUnwritable, match="make room on the disk and publish again") as caught:
        files.write(path, b"new", writer=full)
    assert caught.value.path == path
    assert path.read_bytes() == b"old and good"
    assert os.listdir(tmp_path) == ["all.rss"]  # noqa: PTH208


def test_a_folder_that_may_not_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("a file where the folder should be")
    with pytest.raises(OutputUnwritable, match="--output"):
        files.write(tmp_path / "feeds/all.rss", b"new")
    with pytest.raises(OutputUnwritable, match="--output"), files.alone(tmp_path / "feeds"):
        pass


def test_killed_between_writing_and_renaming_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "all.rss"
    files.write(path, b"old and good")
    script = (
        "import os, pathlib, sys; from feeds import files\n"
        "def killed(descriptor, data): files.write_all(descriptor, data); os.kill(os.getpid(), 9)\n"
        "files.write(pathlib.Path(sys.argv[1]), b'new', writer=killed)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script, str(path)], env=env, check=False)
    assert done.returncode == -9
    assert path.read_bytes() == b"old and good"


def test_what_a_killed_publisher_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "feeds/.all.rss.abc.part"
    files.write(left, b"half")
    with files.alone(tmp_path):
        assert not left.exists()


def test_a_second_publisher_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with files.alone(tmp_path):
            order.append("second")

    with files.alone(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(timeout=0.05)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
