"""The service, killed again and again at random moments, loses nothing, doubles nothing, and leaves feeds whole."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import crawling
import feedparser
import psutil
import pytest

from diemtin.demo.newsroom import NAMES, Newsroom
from diemtin.demo.server import serving

KILLS = int(os.environ.get("DIEMTIN_TEST_KILLS", "20"))
ALWAYS = {f"DIEMTIN_{name}": "0.001" for name in ("INTERVAL", "LEAST_INTERVAL", "MOST_INTERVAL")}


def start(command: str, folder: Path, url: str) -> "subprocess.Popen[bytes]":
    where = ("--replay", url, "--archive", crawling.address(folder), "--output", str(folder / "output"))
    return subprocess.Popen(
        [sys.executable, "-m", "diemtin", command, *NAMES, *where],
        env=crawling.environment(DIEMTIN_DELAY="0", DIEMTIN_CONTACT="ban@example.vn", **ALWAYS),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def crawl(folder: Path, url: str) -> int:
    """Crawl once more, to the end, and publish."""
    return start("crawl", folder, url).wait()


def family(pid: int) -> list[psutil.Process]:
    """Return a process and those that it started."""
    try:
        one = psutil.Process(pid)
        return [one, *one.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def kill(processes: list[psutil.Process]) -> None:
    for one in processes:
        try:
            one.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue


def links(folder: Path) -> Counter[str]:
    return Counter(link for name in NAMES for link in crawling.stored(folder, name))


@pytest.mark.slow
def test_service_killed_at_random_moments_loses_and_doubles_nothing(tmp_path: Path) -> None:
    draw = random.Random(20261123)
    newsroom, expected = Newsroom(), tmp_path / "expected"
    killed, left = Counter[str](), list[psutil.Process]()
    expected.mkdir()
    with serving(newsroom) as server:
        try:
            for turn in range(KILLS):
                service = start("run", tmp_path, server.url)
                time.sleep(draw.uniform(0.5, 6.0))
                there = family(service.pid)
                victims = {"all": there, "service": there[:1], "child": there[1:]}[
                    which := draw.choice(["all", "all", "service", "child"])
                ]
                killed[which] += len(victims)
                kill(victims)
                left += [one for one in there if one not in victims]
                if which == "child":
                    time.sleep(draw.uniform(0.0, 1.0))
                    kill(family(service.pid))
                service.wait()
                if turn == KILLS // 2:
                    newsroom.correct()
        finally:
            kill([one for one in left if one.is_running()])
        assert crawl(tmp_path, server.url) == crawl(expected, server.url) == 1  # the demo has a section that is broken
    assert killed["all"] > KILLS / 4
    found, wanted = links(tmp_path), links(expected)
    assert set(found.values()) == {1}
    assert wanted.keys() <= found.keys(), "lost"
    with sqlite3.connect(tmp_path / "archive.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT count(*) FROM frontier WHERE attempts = 0").fetchone() == (0,)
    feeds = sorted((tmp_path / "output" / "feeds").rglob("*.atom"))
    assert len(feeds) > 50
    assert not [file for file in feeds if feedparser.parse(file).bozo]
