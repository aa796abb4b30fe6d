"""A crawl: the portals' spiders sent out together in one process, which ends with them."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from twisted.internet.defer import Deferred

from crawler import settings as defaults
from crawler.assignment import Assignment
from crawler.errors import ArchiveError, UnknownPortal
from crawler.politeness import Politeness
from crawler.portal import Portal
from crawler.spider import PortalSpider


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How the crawl of one portal ended.

    Attributes:
        outcome: `new`, `nothing new`, `broken`, or `stopped: …`.
        counts: `found`, `new`, `revised`, `unchanged`, `gone`, `failed`.
        problems: `kind` and `reason` of what went wrong.
        requests: sent, robots.txt and retries included.
    """

    portal: str
    outcome: str
    counts: Mapping[str, int]
    problems: Sequence[Mapping[str, str]]
    requests: int


class Process(CrawlerProcess):
    """Scrapy's, but told to stop (SIGTERM, Ctrl-C) it finishes the pages in hand and waits for no other."""

    def stop(self) -> Deferred[Any]:
        """End all crawls; what was not asked for yet waits in the archive."""
        stopping = super().stop()
        for crawler in self.crawlers:
            with suppress(RuntimeError):  # it has not begun
                politeness = crawler.get_downloader_middleware(Politeness)
                if politeness:
                    politeness.stop()
        return stopping


def portals() -> dict[str, Portal]:
    """Return every portal that has a spider, by name."""
    return {name: spider.portal for name, spider in _spiders().items()}


def add(portal: Portal) -> None:
    """Add a portal that has no module: one that an operator describes in the settings."""
    _spiders()[portal.name] = type(portal.name, (PortalSpider,), {"portal": portal})
    _OWN.add(portal.name)


@contextmanager
def replaced() -> Iterator[None]:
    """Forget the portals that were added, so that those of today are; all are back where that fails."""
    before, own = dict(_spiders()), set(_OWN)
    for name in own:
        del _spiders()[name]
    _OWN.clear()
    try:
        yield
    except BaseException:
        _spiders().clear()
        _spiders().update(before)
        _OWN.clear()
        _OWN.update(own)
        raise


def is_own(name: str) -> bool:
    """Return whether a portal was added, and has no module."""
    return name in _OWN


def portal(name: str) -> Portal:
    """Return the portal of that name.

    Raises:
        UnknownPortal: there is none; the nearest names are told.
    """
    return spider(name).portal


def spider(name: str) -> type[PortalSpider]:
    """Return the spider of a portal, likewise."""
    known = _spiders()
    if name not in known:
        raise UnknownPortal(name, get_close_matches(name, known, n=3, cutoff=0.5))
    return known[name]


def crawl(names: Sequence[str], assignment: Assignment, *, settings: Mapping[str, Any]) -> list[Result]:
    """Crawl portals side by side, and return how each ended, in the order asked for.

    It can be called once a process: Twisted's reactor does not start again.

    Args:
        names: of portals.
        assignment: what to find, and where to store it.
        settings: laid over `crawler.settings`.

    Raises:
        UnknownPortal: before anything is asked for.
        ArchiveError: the archive could not be written; what was stored is whole, what was found still waits.
    """
    classes = [spider(name) for name in names]
    # It logs a traceback for a host that is down, which the spider tells in a line.
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)
    process = Process(_over_defaults(settings))
    crawlers = [process.create_crawler(each) for each in classes]
    spiders: dict[str, PortalSpider] = {}

    def opened(spider: PortalSpider) -> None:
        spiders[spider.portal.name] = spider

    for crawler in crawlers:
        crawler.signals.connect(opened, signal=signals.spider_opened)
        process.crawl(crawler, assignment=assignment)
    process.start(install_signal_handlers=True)
    fatal = next((one.fatal for one in spiders.values() if one.fatal), None)
    if isinstance(fatal, ArchiveError):
        raise fatal
    return [_result(name, spiders.get(name), crawler) for name, crawler in zip(names, crawlers, strict=True)]


_OWN: set[str] = set()


@cache
def _spiders() -> dict[str, type[PortalSpider]]:
    loader = SpiderLoader.from_settings(Settings(_defaults()))
    found = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: each for name, each in found.items() if issubclass(each, PortalSpider)}


def _over_defaults(settings: Mapping[str, Any]) -> Settings:
    laid = Settings(_defaults())
    laid.setdict(dict(settings), priority="cmdline")  # over what the spiders say, too
    return laid


def _defaults() -> dict[str, Any]:
    return {name: getattr(defaults, name) for name in dir(defaults) if name.isupper()}


def _result(name: str, spider: PortalSpider | None, crawler: Crawler) -> Result:
    stats = crawler.stats.get_stats()
    requests = int(stats.get("downloader/request_count", 0))
    if spider is None:
        return Result(portal=name, outcome="stopped: not opened", counts={}, problems=(), requests=requests)
    reason = stats.get("finish_reason", "interrupted")
    tally = spider.tally
    outcome = tally.outcome if reason == "finished" else f"stopped: {reason}"
    return Result(portal=name, outcome=outcome, counts=tally.counts, problems=tally.problems, requests=requests)
