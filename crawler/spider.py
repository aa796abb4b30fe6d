"""The spider of every portal: Scrapy's frame around the walk over its sections, and from links to articles.

start ─┬─ article_pages.left_over ───────────────┐
       └─ listings.begin ─> listings ─> article_pages ─> item ─> pipelines ─> archive
"""

import gc
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro

from crawler import browser, links
from crawler.article_pages import ArticlePages
from crawler.assignment import Assignment, from_settings
from crawler.errand import Errand
from crawler.errors import ArchiveError, NotAnswered, PageError, Unreadable
from crawler.listings import Listings
from crawler.politeness import Politeness
from crawler.portal import Portal, Proof, Tls
from crawler.tally import Tally

_NEW_OBJECTS = 5000  # some five pages' elements


class PortalSpider(Spider):
    """Crawls one portal; a subclass is the portal's data and nothing else."""

    name: str
    portal: ClassVar[Portal]

    def __init__(self, *, assignment: Assignment, **arguments: Any) -> None:
        super().__init__(self.portal.name, **arguments)
        self.allowed_domains = [links.bare(host) for host in self.portal.hosts]
        self.assignment = assignment
        self.archive = assignment.archive
        named = assignment.sections.get(self.portal.name)
        sections = [one.path for one in self.portal.sections if named is None or one.path in named]
        self.tally = Tally(sections=sections, report=self._report, tell=self._tell)
        self.errand = Errand(portal=self._as_checked(), assignment=assignment, tally=self.tally, give_up=self.give_up)
        self.articles = ArticlePages(self.errand)
        self.fatal: ArchiveError | None = None
        self._crawl = 0
        self._began = assignment.clock()

    def _as_checked(self) -> Portal:
        """Return the portal as it is known here: one that passed a check is no longer inferred."""
        passed = self.portal.proof is Proof.INFERRED and self.portal.name in self.archive.reader.passed()
        return replace(self.portal, proof=Proof.REPORTED) if passed else self.portal

    def __init_subclass__(cls) -> None:
        cls.name = cls.portal.name

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Make the spider; `scrapy crawl NAME` comes without an assignment and gets the settings' own."""
        if "assignment" not in kwargs:
            kwargs["assignment"] = from_settings(crawler)
        return super().from_crawler(crawler, *args, **kwargs)

    @classmethod
    def update_settings(cls, settings: Any) -> None:
        """Wait as long between requests as the portal needs, unless an operator said otherwise; put up with its TLS."""
        super().update_settings(settings)
        settings.set("DOWNLOAD_DELAY", cls.portal.delay, priority="spider")
        if cls.portal.tls is not Tls.SOUND:
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", value=False, priority="spider")
        if cls.portal.tls is Tls.LEGACY:
            settings.set("DOWNLOADER_CLIENT_TLS_CIPHERS", "DEFAULT:@SECLEVEL=0", priority="spider")
        if cls.portal.browser and browser.is_there():
            wanted = browser.settings(settings["REPLAY"], program=settings["BROWSER"])
            settings.setdict(wanted, priority="spider")

    @property
    def now(self) -> datetime:
        """The present moment, aware."""
        return self.assignment.clock()

    async def start(self) -> AsyncIterator[Request]:
        """Yield what is to be asked: links left over, articles due again, then every section."""
        _spare_the_collector()
        try:
            for request in self._begin():
                yield request
        except ArchiveError as error:  # Scrapy hands no middleware what is raised here
            self.give_up(error)

    def _begin(self) -> Iterator[Request]:
        self._crawl = self.archive.memory.begin_crawl(self.portal.name, now=self.now)
        if self.portal.browser and not browser.is_there():
            lacking = f"its pages need a browser: {browser.REMEDY}"
            self.tally.note(NotAnswered(self.portal.home, lacking, kind="no-browser"))
        yield from self.articles.left_over()
        yield from Listings(self.errand, self.articles).begin()

    def unreadable(self, response: Response, error: Exception) -> None:
        """Count a page on which our own code failed; it is tried another day, and told of."""
        known = response.request.cb_kwargs if response.request else {}
        problem = Unreadable(response.url, f"{type(error).__name__}: {error}")
        if "task" in known:
            self.articles.failed(known["task"], problem, response=response)
        else:
            self.tally.note(problem)
            self.tally.broke(known["step"].section.path)
            self.tally.of(known["step"].section.path).fault(problem, response=response)

    def give_up(self, error: ArchiveError) -> None:
        """End the crawl because the archive cannot be written; the links that were found still wait there."""
        if self.fatal is None:
            self.fatal = error
            self.logger.error("portal=%s archive=%s", self.portal.name, _quoted(error))
            assert self.crawler.engine is not None
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="archive"))

    def closed(self, reason: str) -> None:
        """Note how the crawl ended; Scrapy's way out."""
        if self.fatal or not self._crawl:
            return
        try:
            self.articles.end()
            self.archive.memory.end_crawl(
                self._crawl,
                now=self.now,
                outcome=self.tally.outcome if reason == "finished" else f"stopped: {reason}",
                counts=self.tally.counts,
                problems=self.tally.problems,
            )
            self._note_sections(whole=reason == "finished")
            self._note_cost()
            self.assignment.done(self.portal.name)
        except ArchiveError as error:
            self.fatal = error

    def _note_sections(self, *, whole: bool) -> None:
        """Note how each section's crawl ended; of a crawl that was broken off, of those that were read."""
        name, chronicle, now = self.portal.name, self.archive.chronicle, self.now
        before = {one.section for one in chronicle.states([name]) if one.asked}
        ended = [one for one in self.tally.sections.values() if one.has_ended(whole=whole)]
        again = chronicle.told_before([article for one in ended for article in one.stored])
        chronicle.note(
            [
                one.crawl(name, at=self._began, first=one.path not in before, duplicates=len(again & set(one.stored)))
                for one in ended
            ],
            came={path: one.arrivals(now=now, first=path not in before) for path, one in self.tally.sections.items()},
            looked=[look for one in ended if (look := one.evidence(name, now=now))],
            swept=self.assignment.sweeps.get(name, ()),
            now=now,
        )

    def _note_cost(self) -> None:
        politeness = self.crawler.get_downloader_middleware(Politeness)
        assert politeness is not None
        opened, closed = politeness.breakers()
        self.archive.plans.note_breakers(opened, closed=closed)
        politeness.note_cost()

    def _tell(self, error: PageError) -> None:
        said = (self.portal.name, error.kind, error.url, _quoted(error.reason))
        self.logger.info("portal=%s problem=%s url=%s reason=%s", *said)
        self.crawler.stats.inc_value(f"diemtin/problems/{error.kind}")

    def _report(self, what: str, by: int) -> None:
        self.crawler.stats.inc_value(f"diemtin/{what}", by)
        self.assignment.report(self.portal.name, what, by)


def _spare_the_collector() -> None:
    """Let Python's garbage collector run less often, and not through what will stay.

    A page's elements alone are as many objects as the collector's default lets pass, and every hundredth run
    walks through all that start-up has made [measured: a tenth of a crawl; nothing of a page is left to it].
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


def _quoted(said: object) -> str:
    return json.dumps(str(said), ensure_ascii=False)
