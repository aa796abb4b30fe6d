"""Publishes an archive in a process of its own, which may be killed; or again and again, wherever on earth it is."""

import argparse
import locale
import os
import shutil
import time
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path

import filled

from crawler.archive import Archive, opened
from feeds.catalogue import Standing

ZONES = ("Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Europe/London")
LOCALES = ("C", "vi_VN.UTF-8", "tr_TR.UTF-8", "th_TH.UTF-8")


def tell(standing: Standing) -> None:
    """Say which feed is done."""
    print(standing.spec.path, flush=True)  # noqa: T201 - whoever kills this waits for it


def rebuild(store: Archive, output: Path, *, of: int, times: int) -> None:
    """Publish everything into a new folder so many times, and say what came of it each time."""
    os.fsync = lambda fd: None  # noqa: ARG005 - as for the tests (conftest.py)
    places = cycle((zone, name) for zone in ZONES for name in LOCALES)
    for number, (zone, name) in enumerate(islice(places, times)):
        os.environ["TZ"] = zone
        time.tzset()
        with suppress(locale.Error):  # not every machine has them
            locale.setlocale(locale.LC_ALL, name)
        folder, history = output / str(number), number % 5 == 0  # which take as long again
        filled.published(store, folder, of=of, history=history)
        print(filled.digest(folder), history, time.tzname[0], locale.setlocale(locale.LC_ALL).split(";")[0])  # noqa: T201
        shutil.rmtree(folder)


def main() -> None:
    """Publish as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("archive")
    parser.add_argument("output", type=Path)
    parser.add_argument("--of", type=int, required=True)
    parser.add_argument("--times", type=int, default=0)
    asked = parser.parse_args()
    with opened(asked.archive, make=False) as store:
        if asked.times:
            rebuild(store, asked.output, of=asked.of, times=asked.times)
        else:
            filled.published(store, asked.output, of=asked.of, progress=tell)


if __name__ == "__main__":
    main()
