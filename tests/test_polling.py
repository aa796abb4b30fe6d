"""A poller that asks whether anything changed hears yes when it did, and only then."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from factories import PORTALS, archive, article, save
from served import asked

from crawler.archive import Archive
from crawler.dates import HANOI
from feeds.catalogue import Site
from feeds.publish import publish
from feeds.serving.application import Application

MIDNIGHT = datetime(2026, 3, 1, tzinfo=HANOI)
QUARTER = timedelta(minutes=15)
CRAWLS = 2  # quarters from one crawl to the next
FILES = ("feeds/portals/baochinhphu.rss", "feeds/portals/baochinhphu.atom", "feeds/portals/baochinhphu.json")
NAMES = [portal.name for portal in PORTALS]

# How many of 20 articles each crawl of a day finds. Portals write in the morning, before noon, before the evening.
TOGETHER = {12: 8, 22: 5, 32: 5, 42: 2}
APART = dict.fromkeys(range(6, 26), 1)


class Poller:
    """One who asks for a feed every quarter of an hour, and keeps what came with its ETag."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.headers: dict[str, str] = {"accept_encoding": "br, gzip"}

    def poll(self, app: Application) -> bool:
        """Return whether there was anything new."""
        answer = asked(app, f"/{self.file}", **self.headers)
        self.headers |= {"if_none_match": answer.headers["etag"], "if_modified_since": answer.headers["last-modified"]}
        assert answer.status in {200, 304}
        return answer.status == 200


def crawl(store: Archive, finds: Mapping[str, int], numbers: Iterator[int], *, now: datetime) -> None:
    """Look again at what is due and find it unchanged; find so many articles of portals."""
    due = [visit.id for name in NAMES for visit in store.due(name, now=now, limit=100)]
    save(store, [entry.article for entry in store.reader.by_id(due)], now=now)
    for portal, most in finds.items():
        published = now - timedelta(minutes=9)
        save(store, [article(next(numbers), published=published, portal=portal) for _ in range(most)], now=now)


@pytest.mark.parametrize(
    ("found", "days", "least"),
    [
        (TOGETHER, 1, 0.95),
        pytest.param(TOGETHER, 4, 0.95, marks=pytest.mark.slow),
        # 20 times a day something is new, and 20 of 96 polls have to say so: nobody can hear 304 more often.
        pytest.param(APART, 2, 1 - 20 / 96, marks=pytest.mark.slow),
    ],
)
def test_poller_hears_that_nothing_changed_whenever_nothing_did(
    found: dict[int, int], days: int, least: float, tmp_path: Path
) -> None:
    assert sum(found.values()) == 20
    pollers, numbers = [Poller(file) for file in FILES], count(1)
    with archive(tmp_path, [article(n, published=MIDNIGHT - n * QUARTER) for n in range(900, 910)]) as store:
        _publish(store, tmp_path)
        with closing(Application(tmp_path / "output")) as app:
            assert [one.poll(app) for one in pollers] == [True] * 3
            heard = list(_quarters(store, app, pollers, found, numbers=numbers, days=days, folder=tmp_path))
    assert all(told == [new] * len(FILES) for new, told in heard)
    assert sum(not new for new, _ in heard) / len(heard) >= least


def _quarters(
    store: Archive,
    app: Application,
    pollers: Sequence[Poller],
    found: dict[int, int],
    *,
    numbers: Iterator[int],
    days: int,
    folder: Path,
) -> Iterator[tuple[bool, list[bool]]]:
    """Yield for each quarter of an hour whether something was published, and what the pollers heard."""
    for quarter in range(days * 96):
        crawls, rest = divmod(quarter, CRAWLS)
        finds = 0 if rest else found.get(crawls % 48, 0)
        if not rest:
            news = dict(zip(NAMES, (finds, crawls % 24 == 5), strict=True))
            crawl(store, news, numbers, now=MIDNIGHT + quarter * QUARTER)
            _publish(store, folder)
            asyncio.run(app.refresh())
        yield bool(finds), [one.poll(app) for one in pollers]


def _publish(store: Archive, folder: Path) -> None:
    publish(store, portals=PORTALS, subjects=(), site=Site(), output=folder / "output")
