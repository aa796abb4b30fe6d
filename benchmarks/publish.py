"""How long publishing takes: one changed article among very many, and everything anew.

    python benchmarks/publish.py [--articles 100000] [--feeds 500] [--archive FILE]

The archive is made first, which takes several minutes; with `--archive` it is kept, and used again. Each publishing is
a process of its own, so that its peak of memory can be told. Ends with 1 when a bound is missed.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import NAMESPACE_URL, uuid5

from crawler import run
from crawler.archive import Archive, opened
from crawler.archive.store import Fetched
from crawler.article import Article, Image, Topic
from crawler.dates import HANOI
from crawler.portal import Portal
from feeds.catalogue import Site
from feeds.publish import publish

NEWEST = datetime(2026, 11, 1, tzinfo=HANOI)
EVERY = timedelta(minutes=5)  # 288 articles a day: a year in 100,000
BATCH = 500
ROUNDS = 5
ANEW, CHANGED = 60, 1  # seconds, at the most
MEMORY = 300  # megabytes
WORDS = [
    "chính",
    "phủ",
    "ban",
    "hành",
    "nghị",
    "định",
    "về",
    "phát",
    "triển",
    "kinh",
    "tế",
    "xã",
    "hội",
    "vùng",
    "đồng",
    "bằng",
    "nhân",
    "dân",
    "cả",
    "nước",
    "chuyển",
    "đổi",
    "số",
    "giáo",
    "dục",
    "y",
    "tế",
    "môi",
    "trường",
    "doanh",
    "nghiệp",
    "đầu",
    "tư",
    "công",
    "hạ",
    "tầng",
    "giao",
    "thông",
    "nông",
    "nghiệp",
    "nông",
    "thôn",
    "mới",
    "hội",
    "nghị",
    "quốc",
    "gia",
]


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic that has a feed."""

    slug: str
    vi: str
    en: str


def subjects(feeds: int) -> list[Subject]:
    """Return as many topics as there are feeds in half."""
    return [Subject(f"chu-de-{number}", f"Chủ đề {number}", f"Topic {number}") for number in range(feeds // 2)]


def portals(feeds: int) -> list[Portal]:
    """Return as many portals as there are feeds in the other half."""
    plain = run.portal("baochinhphu")
    names = [f"cong-{number}" for number in range(feeds - feeds // 2)]
    return [replace(plain, name=name, title=name, title_en=name, home=f"https://{name}.vn/") for name in names]


def article(number: int, *, feeds: int, draw: random.Random) -> Article:
    """Return an article of some three kilobytes under one or two topics; the higher the number, the younger."""
    portal = f"cong-{draw.randrange(feeds - feeds // 2)}"
    paragraphs = [" ".join(draw.choices(WORDS, k=60)).capitalize() + "." for _ in range(8)]
    published = NEWEST - EVERY * (1_000_000 - number)
    link = f"https://{portal}.vn/bai-{number}.htm"
    return Article(
        id=uuid5(NAMESPACE_URL, link).urn,
        link=link,
        portal=portal,
        section=("Thời sự",),
        title=" ".join(draw.choices(WORDS, k=14)).capitalize(),
        lead=" ".join(draw.choices(WORDS, k=40)).capitalize() + ".",
        body_html="".join(f"<p>{one}</p>" for one in paragraphs),
        body_text="\n\n".join(paragraphs),
        authors=("Hà Văn",),
        published=published,
        first_seen=published,
        fetched=published,
        images=(Image(url=f"https://{portal}.vn/{number}.jpg", caption="Toàn cảnh hội nghị"),),
        tags=("họp",),
        topics=tuple(
            Topic(slug=f"chu-de-{one}", reason="") for one in {*draw.choices(range(feeds // 2), k=draw.choice((1, 2)))}
        ),
    )


def fill(store: Archive, *, articles: int, feeds: int) -> None:
    """Store very many articles."""
    draw = random.Random(1)
    for start in range(1_000_000 - articles, 1_000_000, BATCH):
        batch = [article(number, feeds=feeds, draw=draw) for number in range(start, start + BATCH)]
        store.save([Fetched(article=one, keys=(one.link,)) for one in batch], now=batch[-1].fetched)
        print(f"\r{start + BATCH - 1_000_000 + articles} articles stored", end="", file=sys.stderr)
    print(file=sys.stderr)


def child(arguments: argparse.Namespace) -> None:
    """Publish once, and tell what it took."""
    every, topics = portals(arguments.feeds), subjects(arguments.feeds)
    with opened(f"sqlite:///{arguments.archive}") as store:
        start, used = time.perf_counter(), time.process_time()
        report = publish(
            store,
            portals=every,
            subjects=topics,
            site=Site(),
            output=arguments.output,
            history=not arguments.no_history,
        )
        took, cpu = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "cpu": cpu, "megabytes": peak, "written": len(report.written)}))


def told(arguments: argparse.Namespace, *options: str) -> dict[str, float]:
    """Return what a publishing in a process of its own told."""
    command = [
        sys.executable,
        __file__,
        "--child",
        "--archive",
        str(arguments.archive),
        "--feeds",
        str(arguments.feeds),
    ]
    done = subprocess.run([*command, *options], check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def rounds(arguments: argparse.Namespace, output: Path) -> Iterator[dict[str, float]]:
    """Yield what each publishing of one more changed article took."""
    draw = random.Random(time.time())
    for number in range(ROUNDS):
        with opened(f"sqlite:///{arguments.archive}") as store:
            last = next(store.reader.entries(limit=1)).article
            words = " ".join(draw.choices(WORDS, k=12))
            moment = NEWEST + timedelta(minutes=number + 1)
            store.save([Fetched(article=replace(last, title=words), keys=(last.link,))], now=moment)
        yield told(arguments, "--output", str(output))


def measure(arguments: argparse.Namespace, folder: Path) -> bool:
    """Print what publishing takes, and return whether it keeps its bounds."""
    if not arguments.archive.exists():
        with opened(f"sqlite:///{arguments.archive}") as store:
            fill(store, articles=arguments.articles, feeds=arguments.feeds)
    plain = told(arguments, "--output", str(folder / "plain"), "--no-history")
    line = "{:34} {seconds:7.2f} s {cpu:7.2f} s of CPU {megabytes:5.0f} MB {written:6.0f} files"
    print(line.format("everything anew, without histories", **plain))
    whole = told(arguments, "--output", str(folder / "whole"))
    print(line.format("everything anew, with histories", **whole))
    print(line.format("nothing changed", **told(arguments, "--output", str(folder / "whole"))))
    changed = list(rounds(arguments, folder / "whole"))
    middle = {name: median(one[name] for one in changed) for name in changed[0]}
    print(line.format(f"one article changed (of {ROUNDS})", **middle))
    small = all(one["megabytes"] < MEMORY for one in (plain, whole))
    return small and plain["seconds"] < ANEW and middle["seconds"] < CHANGED


def main() -> int:
    """Measure, or be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--no-history", action="store_true")
    parser.add_argument("--child", action="store_true")
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments)
        return 0
    with TemporaryDirectory() as folder:
        arguments.archive = arguments.archive or Path(folder) / "archive.db"
        return 0 if measure(arguments, Path(folder)) else 1


if __name__ == "__main__":
    sys.exit(main())
