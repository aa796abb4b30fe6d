"""The sections: their feeds, sitemaps and listings asked one after another, for the links that are new.

begin ─> read ─┬─ not changed ─> nothing new
               ├─ links not known ─> article_pages.fetch
               ├─ enough not known ─> further pages, or the section's next source
               └─ a fault ─> the section's next source
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import answers, dom, native_feeds, sources, walk
from crawler.archive.memory import Answered, Waiting
from crawler.article_pages import ArticlePages
from crawler.discovery import Found, Link
from crawler.errand import Errand
from crawler.errors import ArchiveError, HttpStatus, NoLinks, PageError
from crawler.extraction import refuse_stand_in
from crawler.feed_watch import FeedWatch
from crawler.politeness import LeftAlone
from crawler.portal import Api, Explore, Feed, Listing, RobotsTxt, Sitemap, Source
from crawler.walk import Step


class Listings:
    """Walks over a portal's sections, and sends for the articles that they list."""

    def __init__(self, errand: Errand, articles: ArticlePages) -> None:
        self._errand = errand
        self._portal, self._archive, self._tally = errand.portal, errand.archive, errand.tally
        self._memory = errand.archive.memory
        self._articles = articles
        self._feeds = FeedWatch(errand)
        self._met: set[str] = set()
        self._asking: Counter[str] = Counter()
        self._answers: defaultdict[str, dict[str, Answered]] = defaultdict(dict)

    def begin(self) -> Iterator[Request]:
        """Yield the first request of every section."""
        for step in self._first_steps():
            yield self._ask(step)

    def _first_steps(self) -> Iterator[Step]:
        now = self._errand.now
        unfinished = self._memory.backfills(self._portal.name)
        for section in self._errand.sections:
            since = self._errand.since(section)
            left = unfinished.get(section.path)
            if left and not (since and since < left.since):
                yield from filter(None, [walk.resumed(self._portal, section, left, now=now)])
                if since:
                    continue
            ordered = section if since else self._feeds.in_order(section)
            step = walk.first(self._portal, ordered, now=now, since=since)
            if step:
                yield step
            else:
                self._tally.answered(section.path)  # nothing of it reaches back

    def _ask(self, step: Step) -> Request:
        self._asking[step.section.path] += 1
        source = self._source(step)
        afresh = step.since or self._feeds.compares(step)
        answered = Answered() if afresh else self._memory.answered(step.address)
        asked = answers.asked(step.body, answers.validators(answered.etag, answered.last_modified))
        return Request(
            step.url,
            method="POST" if step.body else "GET",
            body=step.body,
            meta=self._errand.drawn if isinstance(source, Listing | Explore) and not step.body else {},
            callback=self.read,
            errback=self.unanswered,
            headers={**asked, **(dict(source.headers) if isinstance(source, Api) else {})},
            cb_kwargs={"step": step},
            priority=self._priority(step),
        )

    def read(self, response: Response, step: Step) -> Iterator[Request]:
        """Read a feed, sitemap or listing page: yield the articles that are new, and where to look next."""
        if response.status == 304 or self._says_the_same(response, step):  # noqa: PLR2004 - Not Modified
            yield from self._unchanged(step)
        else:
            try:
                found = self._found(response, step)
            except PageError as error:
                yield from self._failed(step, error, response=response)
            else:
                yield from self._taken(response, step, found)
        self._walked(step)

    def _says_the_same(self, response: Response, step: Step) -> bool:
        """Return whether a host without validators said the same again."""
        afresh = step.since or self._feeds.compares(step)
        return not afresh and answers.digest(response) == self._memory.answered(step.address).digest

    def _unchanged(self, step: Step) -> Iterator[Request]:
        if not self._feeds.is_stale(step):
            self._tally.answered(step.section.path)
        if step.since:
            self._memory.finish_backfill(self._portal.name, step.section.path)
        if self._feeds.turns(step):
            yield from self._elsewhere(step)

    def _found(self, response: Response, step: Step) -> Found:
        """Return what a listing holds of this portal's articles."""
        source = self._source(step)
        if isinstance(source, RobotsTxt) and response.status in {404, 410}:
            return Found()  # a site need not have one
        if response.status != 200:  # noqa: PLR2004 - OK
            raise HttpStatus(response.url, response.status)
        found = sources.read(
            source,
            response.body,
            url=response.url,
            portal=self._portal,
            page=step.page,
            since=step.since,
            content_type=answers.header(response, "Content-Type"),
        )
        mine = tuple(link for link in found.links if self._portal.is_article(link.url))
        own = any(not link.aside for link in mine)  # what stands beside an empty list says nothing of the section
        may_be = step.since and isinstance(source, Sitemap)  # nothing on the first day of a month
        empty = not (own or found.children or found.sections or may_be) and step.page == 1
        bare = isinstance(source, Explore) and not own and len(found.sections) == 1  # its robots.txt alone
        if empty and isinstance(source, Feed):
            raise native_feeds.empty(found, url=response.url)
        if (empty and not isinstance(source, RobotsTxt)) or (bare and not step.since):  # which need not name a sitemap
            root = dom.parse(response.body, content_type=answers.header(response, "Content-Type"))
            if root:
                refuse_stand_in(root, url=response.url)
            raise NoLinks(response.url, "no article links in the listing")
        return replace(found, links=mine)

    def _taken(self, response: Response, step: Step, told: Found) -> Iterator[Request]:
        """Yield the articles of a listing that are new, and where to look next."""
        for child in walk.beyond(self._portal, step, told, now=self._errand.now):
            yield self._ask(child)
        found = self._feeds.trusted(step, told)
        if step.since and not isinstance(self._source(step), Sitemap):  # which has no pages
            found = replace(found, links=self._dated(found.links))
        fresh, known = self._sort(found.links, step)
        self._tally.of(step.section.path).listed(len(known), fresh=sum(not link.aside for link in fresh))
        self._note(response, step, fresh)
        fault = self._feeds.read(step, told, fresh=[link.url for link in fresh])
        if fault:
            self._tally.note(fault)
        if fresh or not self._feeds.is_stale(step):
            self._tally.answered(step.section.path)
        for link in fresh:
            yield from self._articles.fetch(link, section=None if link.aside else step.section)
        yield from self._articles.again(found.links)
        yield from self._go_on(step, found, known)

    def _dated(self, found: Sequence[Link]) -> tuple[Link, ...]:
        """Return links with the dates that the archive knows, where a listing tells none.

        Else a walk back would not see that it has come far enough, and take every page there is.
        """
        keys = {link.url: self._portal.key(link.url) for link in found if link.published is None}
        ids = self._archive.known(keys.values())
        dates = {one.article.id: one.article.published for one in self._archive.reader.by_id(sorted(set(ids.values())))}
        return tuple(
            replace(link, published=link.published or dates.get(ids.get(keys.get(link.url, ""), ""))) for link in found
        )

    def _sort(self, found: Sequence[Link], step: Step) -> tuple[list[Link], list[bool]]:
        """Return the links to fetch, and for each link of the section's own list whether it was known."""
        keys = {link.url: self._portal.keys(link.url) for link in found}
        stored = self._archive.known(key for each in keys.values() for key in each)
        refused = self._memory.given_up(self._portal.name, [each[0] for each in keys.values()])
        fresh, known = [], []
        for link in found:
            theirs = keys[link.url]
            first_time = not self._met.issuperset(theirs)
            self._met.update(theirs)
            if first_time:
                self._tally.count("found")
            old = any(key in stored for key in theirs)
            if not link.aside:
                known.append(old or theirs[0] in refused)
            if old and theirs[0] not in stored:
                self._archive.add_aliases(theirs, article=stored[next(key for key in theirs if key in stored)])
            too_old = step.since and link.published and link.published < step.since
            if not (old or too_old or theirs[0] in refused or self._articles.are_claimed(theirs)):
                fresh.append(link)
        return fresh, known

    def _note(self, response: Response, step: Step, fresh: Sequence[Link]) -> None:
        """Let the new links wait; what was answered is kept until all of the section has been read."""
        path = step.section.path
        waiting = [
            Waiting(key=self._portal.key(link.url), link=link, section="" if link.aside else path) for link in fresh
        ]
        self._memory.note(self._portal.name, step.address, answered=Answered(), waiting=waiting, now=self._errand.now)
        etag, modified = (answers.header(response, name) for name in ("ETag", "Last-Modified"))
        self._answers[path][step.address] = Answered(etag=etag, last_modified=modified, digest=answers.digest(response))

    def _go_on(self, step: Step, found: Found, known: Sequence[bool]) -> Iterator[Request]:
        following = walk.further(self._portal, step, found, known=known)
        if following:
            if following.since:
                self._memory.advance(self._portal.name, walk.backfill(following))
            yield self._ask(following)
        elif step.since:
            self._memory.finish_backfill(self._portal.name, step.section.path)
        gap = not (following or step.since or found.children) and not walk.tells_all(self._source(step), known)
        if self._feeds.turns(step) or gap:
            yield from self._elsewhere(step)

    def _elsewhere(self, step: Step) -> Iterator[Request]:
        following = walk.elsewhere(self._portal, step, now=self._errand.now)
        if following:
            yield self._ask(following)

    def unanswered(self, failure: Failure) -> Iterator[Request]:
        """Take up a section's next source when one could not be asked at all."""
        error = answers.failed(failure)
        request: Request = failure.request  # type: ignore[attr-defined]
        step: Step = request.cb_kwargs["step"]
        try:
            if refusal := _refusal(failure.value):
                self._tally.of(step.section.path).fault(error, kind=refusal.kind)
            if isinstance(failure.value, LeftAlone):
                self._tally.note_once(error)
            else:
                yield from self._failed(step, error)
            self._walked(step)
        except ArchiveError as fatal:  # Scrapy hands no middleware what an errback raises
            self._errand.give_up(fatal)

    def _failed(self, step: Step, error: PageError, *, response: Response | None = None) -> Iterator[Request]:
        if step.page > 1 and walk.is_the_end(error):
            if step.since:
                self._memory.finish_backfill(self._portal.name, step.section.path)
            return
        for problem in filter(None, (error, self._feeds.failed(step, error))):
            self._tally.note(problem)
        self._tally.of(step.section.path).fault(error, response=response)
        if step.page == 1:  # else the pages before it were read; a walk into the past goes on here next time
            yield from self._elsewhere(step)

    def _walked(self, step: Step) -> None:
        """Note what a section's listings answered, once all of them have been read.

        Were a first page's answer noted before the second was read and the crawl killed between them, the next
        crawl would hear "not changed" and never ask for the second.
        """
        path = step.section.path
        self._asking[path] -= 1
        if not self._asking[path]:
            for url, answered in self._answers.pop(path, {}).items():
                self._memory.note(self._portal.name, url, answered=answered, waiting=(), now=self._errand.now)

    def _priority(self, step: Step) -> int:
        """Ask sections in their order, listings before articles: the same section claims an article each time."""
        paths = [section.path for section in self._portal.sections]
        behind = len(paths) - paths.index(step.section.path) if step.section.path in paths else 0
        return 1000 * behind - step.page

    def _source(self, step: Step) -> Source:
        return self._portal.sources(step.section)[step.source]


def _refusal(error: BaseException | None) -> LeftAlone | None:
    """Return why a host was left alone, also where that kept its robots.txt from being had."""
    found = (one for one in (error, error and error.__cause__) if isinstance(one, LeftAlone))
    return next(found, None)
