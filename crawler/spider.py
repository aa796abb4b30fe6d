"""The spider of every portal: the walk over its sections, and from links to articles.

start ─> parse_links ─(304: nothing new)
│  └─> further pages, or the section's next source
└─ links not known ─> parse_article ─> item ─> pipeline ─> archive
└─ redirect: an alias, or another page to fetch
"""

import gc
import hashlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure

from crawler import answers, browser, links, sources, walk
from crawler.archive import Archive, Fetched, Moved, Visit
from crawler.archive.memory import Answered, Waiting
from crawler.assignment import Assignment, from_settings
from crawler.changes import Outcome
from crawler.discovery import Found, Link
from crawler.errors import ArchiveError, HttpStatus, LayoutMoved, NoLinks, NotAnswered, PageError, Unreadable
from crawler.harvest import Harvest, Task, harvest
from crawler.middlewares import LeftAlone
from crawler.portal import Explore, Listing, Portal, Proof, RobotsTxt, Section, Tls
from crawler.tally import Tally
from crawler.walk import Step

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FURTHEST_REDIRECT = 5
_NEW_OBJECTS = 5000  # some five pages' elements
_VISITS = 100  # articles looked at again in one crawl


class PortalSpider(Spider):
    """Crawls one portal; a subclass is the portal's data and nothing else."""

    name: str
    portal: ClassVar[Portal]

    def __init__(self, *, assignment: Assignment, **arguments: Any) -> None:
        super().__init__(self.portal.name, **arguments)
        self.allowed_domains = [links.bare(host) for host in self.portal.hosts]
        self.assignment = assignment
        self.archive: Archive = assignment.archive
        self.tally = Tally(sections=frozenset(one.path for one in self.portal.sections), report=self._report)
        self.fatal: ArchiveError | None = None
        self._claimed: set[str] = set()
        self._asked: set[str] = set()
        self._fetching = 0
        self._crawl = 0
        self._asking: Counter[str] = Counter()
        self._answers: defaultdict[str, dict[str, Answered]] = defaultdict(dict)

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

    def parse_links(self, response: Response, step: Step) -> Iterator[Request]:
        """Read a feed, sitemap or listing page: yield the articles that are new, and where to look next."""
        yield from self._links(response, step)
        self._walked(step)

    def _begin(self) -> Iterator[Request]:
        self._crawl = self.archive.memory.begin_crawl(self.portal.name, now=self.now)
        if self.portal.browser and not browser.is_there():
            lacking = f"its pages need a browser: {browser.REMEDY}"
            self._problem(NotAnswered(self.portal.home, lacking, kind="no-browser"))
        for waiting in self.archive.memory.waiting(self.portal.name, now=self.now):
            yield from self._fetch(waiting.link, section=self._section(waiting.section))
        for visit in self.archive.due(self.portal.name, now=self.now, limit=_VISITS):
            yield from self._revisit(visit)
        for step in self._first_steps():
            yield self._ask(step)

    def _links(self, response: Response, step: Step) -> Iterator[Request]:
        memory = self.archive.memory
        if response.status == 304:  # noqa: PLR2004 - Not Modified
            self.tally.answered(step.section.path)
            if step.since:
                memory.finish_backfill(self.portal.name, step.section.path)
            return
        digest = hashlib.blake2b(response.body, digest_size=16).hexdigest()
        if digest == memory.answered(step.address).digest and not step.since:
            self.tally.answered(step.section.path)
            return  # a host without validators said the same again
        try:
            found = self._read(response, step)
        except PageError as error:
            yield from self._fall_through(step, error)
            return
        self.tally.answered(step.section.path)
        for child in walk.beyond(self.portal, step, found, now=self.now):
            yield self._ask(child)
        fresh, known = self._sort(found.links, step)
        waiting = [_waiting(self.portal, link, step) for link in fresh]
        memory.note(self.portal.name, step.address, answered=Answered(), waiting=waiting, now=self.now)
        etag, modified = (answers.header(response, name) for name in ("ETag", "Last-Modified"))
        self._answers[step.section.path][step.address] = Answered(etag=etag, last_modified=modified, digest=digest)
        for link in fresh:
            yield from self._fetch(link, section=None if link.aside else step.section)
        yield from self._again(found.links)
        yield from self._go_on(step, found, known)

    def parse_article(self, response: Response, task: Task) -> Iterator[Request | Harvest | Moved]:
        """Read an article page; what cannot be read is counted and tried another day."""
        if response.status in _REDIRECTS:
            yield from self._redirected(response, task)
        elif response.status == 304 and task.visit:  # noqa: PLR2004 - Not Modified
            self.archive.unchanged(task.visit, now=self.now)
            self.tally.count(Outcome.UNCHANGED)
        elif response.status in {404, 410}:
            self._missing(response, task)
        elif response.status != 200:  # noqa: PLR2004 - OK
            self._failed(task, HttpStatus(response.url, response.status))
        else:
            try:
                yield from self._harvested(response, task)
            except PageError as error:
                self._failed(task, error)

    def links_failed(self, failure: Failure) -> Iterator[Request]:
        """Take up a section's next source when one could not be asked at all."""
        request: Request = failure.request  # type: ignore[attr-defined]
        step: Step = request.cb_kwargs["step"]
        error = NotAnswered(request.url, answers.reason(failure), kind=answers.kind(failure.value))
        try:
            if isinstance(failure.value, LeftAlone):
                self._left_alone(error)
            else:
                yield from self._fall_through(step, error)
            self._walked(step)
        except ArchiveError as fatal:  # Scrapy hands no middleware what an errback raises
            self.give_up(fatal)

    def article_failed(self, failure: Failure) -> None:
        """Count an article whose page could not be asked for at all."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = NotAnswered(request.url, answers.reason(failure), kind=answers.kind(failure.value))
        if isinstance(failure.value, LeftAlone):
            self._left_alone(error)  # the article was not tried: it waits, or stays due
            return
        try:
            self._failed(request.cb_kwargs["task"], error)
        except ArchiveError as fatal:  # likewise
            self.give_up(fatal)

    def unreadable(self, response: Response, error: Exception) -> None:
        """Count a page on which our own code failed; it is tried another day, and told of."""
        known = response.request.cb_kwargs if response.request else {}
        problem = Unreadable(response.url, f"{type(error).__name__}: {error}")
        if "task" in known:
            self._failed(known["task"], problem)
        else:
            self._problem(problem)
            self.tally.broke(known["step"].section.path)

    def give_up(self, error: ArchiveError) -> None:
        """End the crawl because the archive cannot be written; the links that were found still wait there."""
        if self.fatal is None:
            self.fatal = error
            self.logger.error("portal=%s archive=%s", self.portal.name, error)
            assert self.crawler.engine is not None
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="archive"))

    def closed(self, reason: str) -> None:
        """Note how the crawl ended; Scrapy's way out."""
        if self.fatal or not self._crawl:
            return
        try:
            self.archive.memory.end_crawl(
                self._crawl,
                now=self.now,
                outcome=self.tally.outcome if reason == "finished" else f"stopped: {reason}",
                counts=self.tally.counts,
                problems=self.tally.problems,
            )
        except ArchiveError as error:
            self.fatal = error

    def _first_steps(self) -> Iterator[Step]:
        unfinished = self.archive.memory.backfills(self.portal.name)
        for section in self.portal.sections:
            since = self.assignment.since
            left = unfinished.get(section.path)
            if left and not (since and since < left.since):
                yield from filter(None, [walk.resumed(self.portal, section, left, now=self.now)])
                if since:
                    continue
            step = walk.first(self.portal, section, now=self.now, since=since)
            if step:
                yield step
            else:
                self.tally.answered(section.path)  # nothing of it reaches back

    def _ask(self, step: Step) -> Request:
        self._asking[step.section.path] += 1
        source = self.portal.sources(step.section)[step.source]
        answered = self.archive.memory.answered(step.address) if not step.since else Answered()
        return Request(
            step.url,
            method="POST" if step.body else "GET",
            body=step.body,
            meta=self._drawn() if isinstance(source, Listing | Explore) and not step.body else {},
            callback=self.parse_links,
            errback=self.links_failed,
            headers=answers.asked(step.body, answers.validators(answered.etag, answered.last_modified)),
            cb_kwargs={"step": step},
            priority=self._priority(step),
        )

    def _walked(self, step: Step) -> None:
        """Note what a section's listings answered, once all of them have been read.

        Were a first page's answer noted before the second was read and the crawl killed between them, the next
        crawl would hear "not changed" and never ask for the second.
        """
        path = step.section.path
        self._asking[path] -= 1
        if not self._asking[path]:
            for url, answered in self._answers.pop(path, {}).items():
                self.archive.memory.note(self.portal.name, url, answered=answered, waiting=(), now=self.now)

    def _read(self, response: Response, step: Step) -> Found:
        """Return what a listing holds of this portal's articles."""
        source = self.portal.sources(step.section)[step.source]
        if isinstance(source, RobotsTxt) and response.status in {404, 410}:
            return Found()  # a site need not have one
        if response.status != 200:  # noqa: PLR2004 - OK
            raise HttpStatus(response.url, response.status)
        found = sources.read(
            source,
            response.body,
            url=response.url,
            portal=self.portal,
            page=step.page,
            since=step.since,
            content_type=answers.header(response, "Content-Type"),
        )
        mine = tuple(link for link in found.links if self.portal.is_article(link.url))
        own = any(not link.aside for link in mine)  # what stands beside an empty list says nothing of the section
        empty = not (own or found.children or found.sections or step.since) and step.page == 1
        bare = isinstance(source, Explore) and not own and len(found.sections) == 1  # its robots.txt alone
        if (empty and not isinstance(source, RobotsTxt)) or (bare and not step.since):  # which need not name a sitemap
            raise NoLinks(response.url, "no article links in the listing")
        return replace(found, links=mine)

    def _sort(self, found: Sequence[Link], step: Step) -> tuple[list[Link], list[bool]]:
        """Return the links to fetch, and for each link of the section's own list whether it was known."""
        keys = {link.url: self.portal.keys(link.url) for link in found}
        stored = self.archive.known(key for each in keys.values() for key in each)
        refused = self.archive.memory.given_up(self.portal.name, [each[0] for each in keys.values()])
        fresh, known = [], []
        for link in found:
            theirs = keys[link.url]
            first_time = not self._asked.issuperset(theirs)
            self._asked.update(theirs)
            if first_time:
                self.tally.count("found")
            old = any(key in stored for key in theirs)
            if not link.aside:
                known.append(old or theirs[0] in refused)
            if old and theirs[0] not in stored:
                self.archive.add_aliases(theirs, article=stored[next(key for key in theirs if key in stored)])
            too_old = step.since and link.published and link.published < step.since
            if not (old or too_old or theirs[0] in refused or self._claimed.intersection(theirs)):
                fresh.append(link)
        return fresh, known

    def _fetch(self, link: Link, *, section: Section | None) -> Iterator[Request]:
        keys = self.portal.keys(link.url)
        if self._claimed.intersection(keys) or self._is_over():
            return
        self._claimed.update(keys)
        self._fetching += 1
        yield self._article(Task(link=replace(link, url=self.portal.readable(link.url)), keys=keys, section=section))

    def _revisit(self, visit: Visit) -> Iterator[Request]:
        keys = self.portal.keys(visit.link)
        if not self._claimed.intersection(keys):
            self._claimed.update(keys)
            yield self._article(Task(link=Link(url=visit.link), keys=keys, section=None, visit=visit))

    def _again(self, found: Sequence[Link]) -> Iterator[Request]:
        """Look again at articles of which the listing says that they changed after they were fetched."""
        said = {link.url: link.updated for link in found if link.updated}
        if said:
            known = self.archive.known(self.portal.key(url) for url in said)
            changed = {known[key]: at for url, at in said.items() if (key := self.portal.key(url)) in known}
            for visit in self.archive.outdated(changed):
                yield from self._revisit(visit)

    def _article(self, task: Task) -> Request:
        visit = task.visit
        return Request(
            task.link.url,
            callback=self.parse_article,
            errback=self.article_failed,
            headers=answers.validators(visit.etag, visit.last_modified) if visit else {},
            meta={"handle_httpstatus_all": True, **self._drawn()},
            cb_kwargs={"task": task},
        )

    def _drawn(self) -> dict[str, Any]:
        """Return what asks for a browser, where the portal's pages need one."""
        return dict(browser.WANTED) if self.portal.browser and browser.is_there() else {}

    def _go_on(self, step: Step, found: Found, known: Sequence[bool]) -> Iterator[Request]:
        following = walk.further(self.portal, step, found, known=known)
        if following:
            self._note_progress(following)
            yield self._ask(following)
            return
        if step.since:
            self.archive.memory.finish_backfill(self.portal.name, step.section.path)
        source = self.portal.sources(step.section)[step.source]
        if not step.since and not walk.tells_all(source, known) and not found.children:
            following = walk.elsewhere(self.portal, step, now=self.now)
            if following:
                yield self._ask(following)

    def _note_progress(self, step: Step) -> None:
        if step.since:
            self.archive.memory.advance(self.portal.name, walk.backfill(step))

    def _fall_through(self, step: Step, error: PageError) -> Iterator[Request]:
        if step.page > 1 and walk.is_the_end(error):
            if step.since:
                self.archive.memory.finish_backfill(self.portal.name, step.section.path)
            return
        self._problem(error)
        if step.page > 1:  # the pages before it were read; a walk into the past goes on here next time
            return
        following = walk.elsewhere(self.portal, step, now=self.now)
        if following:
            yield self._ask(following)

    def _harvested(self, response: Response, task: Task) -> tuple[Harvest, ...]:
        portal = self.portal
        found = harvest(response, task, portal=portal, classifier=self.assignment.classifier, now=self.now)
        proven = portal.versions and portal.proof is not Proof.INFERRED
        if proven and any(isinstance(one, Fetched) and one.article.extracted_by["body"] != "rules" for one in found):
            self._problem(LayoutMoved(response.url, "no rule finds the text any more; it was read without"))
        return found

    def _redirected(self, response: Response, task: Task) -> Iterator[Request | Moved]:
        target = links.absolute(answers.header(response, "Location"), base=response.url)
        if not target or task.redirects >= _FURTHEST_REDIRECT or not self.portal.is_article(target):
            self._failed(task, NotAnswered(response.url, f"redirected to {target or 'nowhere'}", kind="redirect"))
            return
        keys = self.portal.keys(target)
        here = not set(keys).isdisjoint(task.keys)  # another slug or scheme: the same article at its own address
        stored = self.archive.known(keys)
        if not here and (stored or self._claimed.intersection(keys)):
            yield Moved(keys=task.keys, target=next((key for key in keys if key in stored), keys[0]))
            return
        self._claimed.update(keys)
        merged = tuple(dict.fromkeys((*task.keys, *keys)))
        link = replace(task.link, url=target)
        yield self._article(replace(task, link=link, keys=merged, redirects=task.redirects + 1))

    def _missing(self, response: Response, task: Task) -> None:
        if task.visit:
            self.archive.take_down(task.visit.id, now=self.now)
            self.tally.count(Outcome.GONE)
        else:
            self._failed(task, HttpStatus(response.url, response.status), final=response.status == 410)  # noqa: PLR2004

    def _failed(self, task: Task, error: PageError, *, final: bool = False) -> None:
        self.tally.count(Outcome.FAILED)
        self._problem(error)
        if task.visit:
            self.archive.unchanged(task.visit, now=self.now)
        else:
            self.archive.memory.fail(task.keys[0], error=str(error), now=self.now, final=final)

    def _left_alone(self, error: PageError) -> None:
        """Tell once that the host refused too often."""
        if not self.tally.knows(error.kind):
            self._problem(error)

    def _problem(self, error: PageError) -> None:
        self.logger.info("portal=%s problem=%s %s", self.portal.name, error.kind, error)
        self.crawler.stats.inc_value(f"diemtin/problems/{error.kind}")
        self.tally.note(error)

    def _report(self, what: str, by: int) -> None:
        self.crawler.stats.inc_value(f"diemtin/{what}", by)
        self.assignment.report(self.portal.name, what, by)

    def _section(self, path: str) -> Section | None:
        return next((section for section in self.portal.sections if section.path == path), None)

    def _priority(self, step: Step) -> int:
        """Ask sections in their order, listings before articles: the same section claims an article each time."""
        paths = [section.path for section in self.portal.sections]
        behind = len(paths) - paths.index(step.section.path) if step.section.path in paths else 0
        return 1000 * behind - step.page

    def _is_over(self) -> bool:
        return 0 < self.assignment.limit <= self._fetching


def _spare_the_collector() -> None:
    """Let Python's garbage collector run less often, and not through what will stay.

    A page's elements alone are as many objects as the collector's default lets pass, and every hundredth run
    walks through all that start-up has made [measured: a tenth of a crawl; nothing of a page is left to it].
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


def _waiting(portal: Portal, link: Link, step: Step) -> Waiting:
    return Waiting(key=portal.key(link.url), link=link, section="" if link.aside else step.section.path)
