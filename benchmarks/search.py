"""How long the archive takes to be indexed and searched: by default 100,000 articles of some 900 syllables.

Their words are those of the demo's articles and of the taxonomy, as common as in Vietnamese (Zipf), so that the
syllables of a query stand in most of them. What is measured is `Search.find`, which asks first whether the index is
up to date.
"""

import argparse
import random
import re
import statistics
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Engine, insert, text  # noqa: E402

from crawler import links, taxonomy  # noqa: E402
from crawler.archive import opened, rows  # noqa: E402
from crawler.archive.schema import articles, citations, events, topics  # noqa: E402
from crawler.archive.search import Body, Query, Search  # noqa: E402
from crawler.article import Article, Topic  # noqa: E402
from crawler.dates import HANOI  # noqa: E402

TOLD = 400  # words and phrases of an article
RUNS = 15
LIMIT = 20.0  # milliseconds, for a typical query
LAST = datetime(2026, 11, 1, 8, 0, tzinfo=HANOI)
APART = timedelta(minutes=10)
PORTALS = ("nhandan", "baochinhphu", "qdnd", "dangcongsan", "moh", "moet", "mst", "sonla")

TYPICAL = {
    "a word": Query(text="bão"),
    "a word without marks": Query(text="bao"),
    "two words": Query(text="chuyển đổi"),
    "a phrase": Query(text='"chuyển đổi số"'),
    "a phrase without marks": Query(text='"chuyen doi so"'),
    "words, all of them": Query(text="chuyển đổi số"),
    "either phrase": Query(text='"trí tuệ nhân tạo" OR "bán dẫn"'),
    "a phrase, without a word": Query(text='"bảo hiểm y tế" -xe'),
    "a phrase and a topic": Query(text='"học phí"', topics=("giao-duc",)),
    "a topic and a portal": Query(topics=("y-te",), portals=("moh",)),
    "a phrase and a kind of body": Query(
        text='"chuyển đổi số"', bodies=(Body(name="ministry", portals=("moh", "moet", "mst")),)
    ),
    "a phrase within a month": Query(text='"chuyển đổi số"', since=date(2025, 10, 1), until=date(2025, 10, 31)),
    "a document's number": Query(documents=("17/2026/NĐ-CP",)),
    "phrases included and excluded": Query(
        text="y tế", include=("bệnh viện", "vắc xin"), exclude=("bảo hiểm y tế", "ô nhiễm")
    ),
}
WORST = {
    "a rare phrase of common words": Query(text='"của và trong các"'),
    "the same without marks": Query(text='"cua va trong cac"'),
    "a common word, in a day long ago": Query(text="của", until=date(2025, 1, 2)),
    "common words under a topic of none": Query(text="của và trong các", topics=("nobody",)),
}


def vocabulary() -> tuple[list[str], list[float]]:
    """Return words and phrases, and how often each comes, added up."""
    told = " ".join(
        str(value)
        for file in sorted((ROOT / "diemtin/demo/articles").glob("*.toml"))
        for value in _texts(tomllib.loads(file.read_text(encoding="utf-8")))
    )
    common = [word for word, _ in Counter(re.findall(r"[^\W\d_]+", told.lower())).most_common()]
    phrases = sorted({phrase for subject in taxonomy.SUBJECTS for phrase in subject.phrases})
    random.Random(1).shuffle(phrases)
    weights = [1 / (rank + 3) for rank in range(len(common))]
    weights += [2 / (rank + 60) for rank in range(len(phrases))]
    return [*common, *phrases], list(accumulate(weights))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def article(number: int, *, chance: random.Random, words: list[str], weights: list[float]) -> Article:
    """Return an article: the higher its number, the older."""
    told = chance.choices(words, cum_weights=weights, k=TOLD)
    link = f"https://example.vn/bai-{number}.htm"
    dated = LAST - number * APART
    body = " ".join(told[40:])
    return Article(
        id=links.article_id(link),
        link=link,
        portal=PORTALS[number % len(PORTALS)],
        title=" ".join(told[:8]),
        lead=" ".join(told[8:40]),
        body_html=f"<p>{body}</p>",
        body_text=body,
        published=dated,
        first_seen=dated,
        fetched=dated,
        topics=(Topic(slug=taxonomy.SUBJECTS[number // len(PORTALS) % len(taxonomy.SUBJECTS)].slug, reason=""),),
    )


def fill(engine: Engine, *, count: int) -> None:
    """Store articles as a crawl would, without what a crawl does beside: 100,000 would take it an hour."""
    chance = random.Random(7)
    words, weights = vocabulary()
    stored = {
        "changed": LAST,
        "revision": 1,
        "digest": "",
        "gone": False,
        "visited": LAST,
        "etag": "",
        "last_modified": "",
    }
    for first in range(0, count, 1000):
        batch = [
            article(number, chance=chance, words=words, weights=weights)
            for number in reversed(range(count - first - min(1000, count - first), count - first))
        ]
        with engine.begin() as connection:
            connection.execute(insert(articles), [{**rows.row(one), **stored, "story": one.id} for one in batch])
            connection.execute(
                insert(topics),
                [
                    {"article": one.id, "slug": one.topics[0].slug, "position": 0, "reason": "", "dated": one.published}
                    for one in batch
                ],
            )
            cited = [(one, f"{chance.randrange(1, 300)}/2026/NĐ-CP") for one in batch[::3]]
            connection.execute(
                insert(citations),
                [
                    {"article": one.id, "number_key": number, "number": number, "issuer": "Chính phủ", "date": None}
                    for one, number in cited
                ],
            )
            connection.execute(
                insert(events),
                [{"at": LAST, "what": "new", "record": one.id, "document": False, "size": 1} for one in batch],
            )


def size(engine: Engine) -> int:
    """Return the database's size in bytes."""
    sql = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        "postgresql": "SELECT pg_database_size(current_database())",
    }[engine.dialect.name]
    with engine.connect() as connection:
        return int(connection.scalar(text(sql)) or 0)


def measure(search: Search, queries: dict[str, Query]) -> float:
    """Print how long each query takes, and return the slowest one's median."""
    slowest = 0.0
    for name, query in queries.items():
        times = []
        for _ in range(RUNS):
            started = time.perf_counter()
            found = search.find(query, limit=50)
            times.append((time.perf_counter() - started) * 1000)
        median = statistics.median(times)
        slowest = max(slowest, median)
        print(f"{name:34} {len(found):5} {median:9.2f} {max(times):9.2f}")
    return slowest


def main() -> None:
    """Fill an archive, index it, search it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--archive", default="", help="an empty one, on a server; a file of its own unless given")
    told = options.parse_args()
    with TemporaryDirectory() as folder, opened(told.archive or f"sqlite:///{folder}/archive.db") as store:
        engine = store.search._engine  # noqa: SLF001
        fill(engine, count=told.articles)
        before, started = size(engine), time.perf_counter()
        store.search.catch_up()
        took = time.perf_counter() - started
        print(
            f"{told.articles:,} articles indexed in {took:.0f} s ({told.articles / took:,.0f} a second); "
            f"the index takes {(size(engine) - before) / 1e6:,.0f} MB beside {before / 1e6:,.0f} MB"
        )
        print(f"\n{'query':34} {'found':>5} {'median ms':>9} {'most ms':>9}")
        slowest = measure(store.search, TYPICAL)
        print("\nwhat has to look through nearly everything")
        measure(store.search, WORST)
    print(f"\nthe slowest typical query takes {slowest:.1f} ms")
    if slowest > LIMIT:
        sys.exit(f"over the limit of {LIMIT:.0f} ms")


if __name__ == "__main__":
    main()
