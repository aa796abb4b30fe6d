"""One crawl for benchmarks/crawl.py, measured in a process of its own: the whole line, or an empty callback."""

import argparse
import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawl_portal import HOST, NOW, paths, portal
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response

from crawler import archive, settings, topics
from crawler.assignment import Assignment
from crawler.spider import PortalSpider

AT_ONCE = 8


class Empty(Spider):
    """Asks for the articles and does nothing with them."""

    name = "empty"

    def __init__(self, *, pages: int, assignment: Assignment) -> None:
        super().__init__()
        self._pages = pages
        self.assignment = assignment  # which the middlewares ask for budgets and hosts that are left alone
        self.seen = 0

    async def start(self) -> AsyncIterator[Request]:
        for path in paths(self._pages):
            yield Request(f"https://{HOST}{path}", callback=self.parse_article)

    def parse_article(self, _response: Response) -> None:
        self.seen += 1


def crawl(crawler: Crawler, process: CrawlerProcess, **arguments: Any) -> dict[str, float]:
    """Crawl, and return CPU and wall seconds between the spider's opening and its close."""
    marks: list[tuple[float, float]] = []
    crawler.signals.connect(lambda: marks.append(_clocks()), signal=signals.spider_opened, weak=False)
    crawler.signals.connect(lambda: marks.append(_clocks()), signal=signals.spider_closed, weak=False)
    process.crawl(crawler, **arguments)
    process.start()
    (cpu, wall), (cpu_end, wall_end) = marks
    return {"cpu": cpu_end - cpu, "wall": wall_end - wall}


@contextmanager
def assigned() -> Iterator[Assignment]:
    """Yield what a spider is sent out with: an archive on the disk."""
    with (
        TemporaryDirectory() as folder,
        archive.opened(f"sqlite:///{Path(folder) / 'benchmark.db'}") as store,
    ):
        yield Assignment(archive=store, classifier=topics.default(), clock=lambda: NOW)


def full(process: CrawlerProcess, *, pages: int) -> dict[str, float]:
    """Extract, classify and store every article, into an archive on the disk."""
    spider = type("Benchmark", (PortalSpider,), {"portal": portal(pages)})
    with assigned() as assignment:
        crawler = process.create_crawler(spider)
        measured = crawl(crawler, process, assignment=assignment)
        stats = crawler.stats.get_stats() if crawler.stats else {}
    return {**measured, "pages": stats.get("diemtin/new", 0)}


def empty(process: CrawlerProcess, *, pages: int) -> dict[str, float]:
    """Download every article."""
    crawler = process.create_crawler(Empty)
    with assigned() as assignment:
        measured = crawl(crawler, process, pages=pages, assignment=assignment)
    return {**measured, "pages": getattr(crawler.spider, "seen", 0)}


def _clocks() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, time.perf_counter()


def _settings(url: str, *, stores: bool) -> dict[str, Any]:
    return {
        **{name: getattr(settings, name) for name in dir(settings) if name.isupper()},
        "REPLAY": url,
        "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
        "LOG_LEVEL": "WARNING",
        **({} if stores else {"ITEM_PIPELINES": {}}),
    }


def main() -> None:
    """Crawl once and print what it took as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=("full", "empty"))
    parser.add_argument("url")
    parser.add_argument("--pages", type=int, required=True)
    asked = parser.parse_args()
    process = CrawlerProcess(_settings(asked.url, stores=asked.kind == "full"))
    process.settings.set("DOWNLOAD_DELAY", 0, priority="cmdline")  # above the portal's own
    measured = {"full": full, "empty": empty}[asked.kind](process, pages=asked.pages)
    whole, _ = _clocks()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes elsewhere
    print(json.dumps({**measured, "whole": whole, "peak": peak * unit}))


if __name__ == "__main__":
    main()
