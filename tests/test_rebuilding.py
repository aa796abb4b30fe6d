"""The same archive gives the same bytes, a thousand times, wherever and however the program runs."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copy2, which

import crawling
import filled
import publishing
import pytest
from factories import archive

SEEDS, TIMES = 20, 50  # a seed for hashes is a process's for all its life


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """Return a folder with an archive in which everything has happened that feeds tell of."""
    with archive(tmp_path) as store:
        filled.fill(store, of=1)
        filled.change(store, of=1, now=filled.APRIL)
    return tmp_path


@pytest.fixture
def time_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("time_zone")
def test_rebuilding_elsewhere_gives_the_same_bytes(newsroom: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = set()
    with archive(newsroom) as store:
        for zone in publishing.ZONES[1:3]:
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            filled.published(store, newsroom / zone, of=1)
            made.add(filled.digest(newsroom / zone))
    assert len(made) == 1


def rebuilt(newsroom: Path, seed: int) -> list[str]:
    """Return what a process with a seed for hashes of its own told of rebuilding many times."""
    folder = newsroom / str(seed)
    folder.mkdir()
    copy2(newsroom / "archive.db", folder)
    program = [sys.executable, publishing.__file__, crawling.address(folder), str(folder)]
    paths = [str(Path(publishing.__file__).parent), str(Path(publishing.__file__).parent.parent)]
    done = subprocess.run(
        [*program, "--of", "1", "--times", str(TIMES)],
        env={**os.environ, "PYTHONHASHSEED": str(seed), "LOCPATH": str(newsroom), "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.slow
def test_rebuilding_a_thousand_times_gives_the_same_bytes(newsroom: Path) -> None:
    make_locales(newsroom)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        told = [
            line.split(" ") for lines in pool.map(lambda seed: rebuilt(newsroom, seed), range(SEEDS)) for line in lines
        ]
    digests, histories, zones, locales = zip(*told, strict=True)
    assert len(digests) == 1000
    assert len({*zip(digests, histories, strict=True)}) == len({*histories}) == 2
    assert len({*zones}) == len(publishing.ZONES)
    assert len({*locales}) >= (len(publishing.LOCALES) if which("localedef") else 1)


def make_locales(folder: Path) -> None:
    """Make the locales that the machine lacks, where it has what they are made from."""
    for name in publishing.LOCALES[1:] if which("localedef") else ():
        language, _, charset = name.partition(".")
        made = ["localedef", "--no-archive", "-i", language, "-f", charset, str(folder / name)]
        subprocess.run(made, capture_output=True, check=False)  # 1 for a warning
