"""Killed while it publishes, or with a full disk, it leaves whole files alone, and publishing again mends the rest."""

import errno
import os
import random
import select
import shutil
import signal
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import crawling
import filled
import forked
import pytest
from factories import archive

from feeds.errors import OutputUnwritable
from feeds.files import write_all

FEEDS = 22  # portals, and as many topics: with the others some fifty feeds
KILLS = 8  # one after the other, before publishing is left to end


class Newsroom:
    """An archive that went on after it was published, to be published again from the same state each time."""

    def __init__(self, folder: Path, *, of: int) -> None:
        self.folder, self.of = folder, of
        self.output = folder / "output"
        with archive(folder) as store:
            filled.fill(store, of=of)
            filled.published(store, self.output, of=of)
            self.before = filled.files(self.output)
            filled.change(store, of=of, now=filled.APRIL)
        self._keep("output", "kept")
        self._keep("archive.db", "kept.db")
        self.publish()
        self.after = filled.files(self.output)

    def put_back(self) -> None:
        """Put the archive and the folder back as they were when the archive had just gone on."""
        for left in self.folder.glob("archive.db-*"):
            left.unlink()
        self._keep("kept", "output")
        self._keep("kept.db", "archive.db")

    def publish(self, **others: Any) -> None:
        with archive(self.folder) as store:
            filled.published(store, self.output, of=self.of, **others)

    def see_whole_files(self) -> None:
        """See that every file is the old one or the new one, whole."""
        now = filled.files(self.output)
        assert self.before.keys() <= now.keys()
        torn = [path for path, data in now.items() if data not in {self.before.get(path), self.after.get(path)}]
        assert torn == []

    def see_all_right(self) -> None:
        """See that everything is as if nothing had happened."""
        assert filled.files(self.output) == self.after
        assert list(self.output.rglob("*.part")) == []

    def _keep(self, one: str, other: str) -> None:
        source, target = self.folder / one, self.folder / other
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)


def killed(newsroom: Newsroom, *, env: Mapping[str, str], chance: random.Random) -> bool:
    """Publish in a process that is killed at some moment; return whether it was, before it had ended."""
    arguments = [crawling.address(newsroom.folder), str(newsroom.output), "--of", str(newsroom.of)]
    with forked.started("publishing", *arguments, env=env, cwd=newsroom.folder) as run:
        for _ in range(chance.randrange(2 * newsroom.of + 6)):
            run.out.readline()
        select.select([run.err], [], [], chance.uniform(0, 0.03))  # it says nothing: a part of a feed's time
        os.kill(run.pid, signal.SIGKILL)
        return run.wait() == -signal.SIGKILL


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_whole_files_and_publishing_again_makes_all_right(tmp_path: Path) -> None:
    chance, env = random.Random(4), {"PATH": os.environ["PATH"]}
    newsroom = Newsroom(tmp_path, of=FEEDS)
    assert len(newsroom.after) > 6 * 2 * FEEDS
    kills = 0
    while kills < 60:
        newsroom.put_back()
        for _ in range(KILLS):
            kills += killed(newsroom, env=env, chance=chance)
            newsroom.see_whole_files()
        newsroom.publish()
        newsroom.see_all_right()


def is_stopped(newsroom: Newsroom, *, after: int) -> bool:
    """Publish on a disk that has room for so many files and a half, and return whether there were more."""
    written = count()

    def write(descriptor: int, data: bytes) -> None:
        if next(written) < after:
            write_all(descriptor, data)
            return
        write_all(descriptor, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    try:
        newsroom.publish(writer=write)
    except OutputUnwritable:
        return True
    return False


@pytest.mark.slow
def test_full_disk_at_each_write_in_turn_harms_nothing(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, of=3)
    newsroom.put_back()
    assert is_stopped(newsroom, after=0)
    stopped = 1
    while is_stopped(newsroom, after=1):  # what failed in the round before, and no more
        stopped += 1
        newsroom.see_whole_files()
        assert list(newsroom.output.rglob("*.part")) == []
    newsroom.see_all_right()
    assert stopped == sum(newsroom.before.get(path) != data for path, data in newsroom.after.items())
