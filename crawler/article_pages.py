"""The articles: each asked for once, and whatever its address answers turned into what the archive stores.

fetch ───┐                 ┌─ a redirect ─> an alias, or another page to fetch
         ├─> page ─> read ─┼─ 304, 404, 410 ─> unchanged, missing, gone
revisit ─┘                 └─ harvest ─> item ─> pipeline ─> archive
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import answers, links
from crawler.archive import Fetched, Moved, Visit
from crawler.changes import Outcome
from crawler.discovery import Link
from crawler.errand import Errand
from crawler.errors import ArchiveError, HttpStatus, LayoutMoved, NotAnswered, PageError
from crawler.harvest import Harvest, Stored, Task, harvest, is_doubtful, refuse_loss
from crawler.outcomes import REST
from crawler.politeness import LeftAlone
from crawler.portal import Section

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_FURTHEST_REDIRECT = 5
_VISITS = 100  # articles looked at again in one crawl


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubtful:
    """A page of a proven portal that was read, but by no rule."""

    task: Task
    url: str
    found: tuple[Harvest, ...]


class ArticlePages:
    """Asks for a portal's articles, and reads what comes."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._portal, self._archive, self._tally = errand.portal, errand.archive, errand.tally
        self._claimed: set[str] = set()
        self._fetching = 0
        self._by_rules = 0  # articles of this crawl that the rules read; and those that were let through beside them
        self._let_through = 0
        self._doubtful: deque[_Doubtful] = deque()

    def left_over(self) -> Iterator[Request]:
        """Yield what is due already: links that wait since an earlier crawl, articles to be looked at again."""
        now, name = self._errand.now, self._portal.name
        for waiting in self._archive.memory.waiting(name, now=now):
            yield from self.fetch(waiting.link, section=self._section(waiting.section), key=waiting.key)
        for visit in self._archive.due(name, now=now, limit=_VISITS):
            yield from self._revisit(visit)

    def are_claimed(self, keys: Iterable[str]) -> bool:
        """Return whether the article of these keys is asked for in this crawl already."""
        return not self._claimed.isdisjoint(keys)

    def fetch(self, link: Link, *, section: Section | None, key: str = "") -> Iterator[Request]:
        """Ask for an article that is new, unless that was done or the crawl has enough of them.

        Args:
            link: as it was found.
            section: in whose own list it stood; None when that is not known.
            key: under which it waits, where it does: the portal may have moved since.
        """
        keys = tuple(dict.fromkeys([*filter(None, [key]), *self._portal.keys(link.url)]))
        limit = self._errand.assignment.limit
        if not self.are_claimed(keys) and not 0 < limit <= self._fetching:
            self._claimed.update(keys)
            self._fetching += 1
            readable = replace(link, url=self._portal.readable(link.url))
            yield self._page(Task(link=readable, keys=keys, section=section))

    def again(self, found: Sequence[Link]) -> Iterator[Request]:
        """Ask again for articles of which a listing says that they changed after they were fetched."""
        said = {link.url: link.updated for link in found if link.updated}
        if said:
            known = self._archive.known(self._portal.key(url) for url in said)
            changed = {known[key]: at for url, at in said.items() if (key := self._portal.key(url)) in known}
            for visit in self._archive.outdated(changed):
                yield from self._revisit(visit)

    def _revisit(self, visit: Visit) -> Iterator[Request]:
        keys = self._portal.keys(visit.link)
        if not self.are_claimed(keys):
            self._claimed.update(keys)
            url = self._portal.at_home(visit.link)
            task = Task(link=Link(url=url), keys=keys, section=None, visit=visit)
            yield self._page(task, moved=url != visit.link)

    def _page(self, task: Task, *, moved: bool = False, absent: str = "") -> Request:
        """Ask for an article.

        Args:
            task: its address may be another than that which is stored.
            moved: it is, for good; then what is stored is asked for whole, to be given its new link.
            absent: the other address, where it was not found.
        """
        visit = task.visit
        return Request(
            task.link.url,
            callback=self.read,
            errback=self.unanswered,
            headers=answers.validators(visit.etag, visit.last_modified) if visit and not (moved or visit.gone) else {},
            meta={"handle_httpstatus_all": True, "absent": absent, **self._errand.drawn},
            cb_kwargs={"task": task, "moved": moved},
        )

    def read(self, response: Response, task: Task, *, moved: bool = False) -> Iterator[Request | Harvest | Moved]:
        """Read an article's page; what cannot be read is counted and tried another day."""
        if response.status in _REDIRECTS:
            yield from self._redirected(response, task, moved=moved)
        elif response.status == 304 and task.visit:  # noqa: PLR2004 - Not Modified
            self._archive.unchanged(task.visit, now=self._errand.now)
            self._tally.looked_again(Outcome.UNCHANGED)
        elif response.status in {404, 410}:
            yield from self._missing(response, task, moved=moved)
        elif response.status != 200:  # noqa: PLR2004 - OK
            self.failed(task, HttpStatus(response.url, response.status))
        else:
            try:
                yield from self._harvested(response, task, moved=moved)
            except PageError as error:
                self.failed(task, error, response=response)

    def _redirected(self, response: Response, task: Task, *, moved: bool) -> Iterator[Request | Moved]:
        target = links.absolute(answers.header(response, "Location"), base=response.url)
        if not target or task.redirects >= _FURTHEST_REDIRECT or not self._portal.is_article(target):
            self.failed(task, NotAnswered(response.url, f"redirected to {target or 'nowhere'}", kind="redirect"))
            return
        keys = self._portal.keys(target)
        here = not set(keys).isdisjoint(task.keys)  # another slug or scheme: the same article at its own address
        stored = self._archive.known(keys)
        if not here and (stored or self.are_claimed(keys)):
            if task.visit:
                self._archive.unread(task.visit, now=self._errand.now)
                self._tally.looked_again(Outcome.UNCHANGED)
            yield Moved(keys=task.keys, target=next((key for key in keys if key in stored), keys[0]))
            return
        self._claimed.update(keys)
        merged = tuple(dict.fromkeys((*task.keys, *keys)))
        link = replace(task.link, url=target)
        lasting = response.status in _PERMANENT or target == task.link.url  # there again, with a cookie
        elsewhere = task.visit is not None and target != task.visit.link
        moved = elsewhere and lasting and (moved or not task.redirects)
        yield self._page(replace(task, link=link, keys=merged, redirects=task.redirects + 1), moved=moved)

    def _missing(self, response: Response, task: Task, *, moved: bool) -> Iterator[Request]:
        error, final = HttpStatus(response.url, response.status), response.status == 410  # noqa: PLR2004 - Gone
        visit = task.visit
        if visit is None:
            self.failed(task, error, final=final)
        elif moved and not (final or task.redirects):  # the alias may have what was not carried over
            yield self._page(replace(task, link=Link(url=visit.link)), absent=response.url)
        else:
            self._is_not_there(visit, error, final=final)

    def _is_not_there(self, visit: Visit, error: PageError, *, final: bool = False) -> None:
        """Take down what was missing before, or is gone by its host's own word; else only note it."""
        if not visit.gone and (final or visit.missing):
            self._archive.take_down(visit.id, now=self._errand.now)
            self._tally.looked_again(Outcome.GONE)
            return
        self._archive.miss(visit, now=self._errand.now)
        self._tally.looked_again(Outcome.UNCHANGED)
        if not visit.gone:
            self._tally.note(error)

    def _harvested(self, response: Response, task: Task, *, moved: bool) -> tuple[Harvest, ...]:
        """Return what a page is a record of.

        Raises:
            PageError: as `harvest` and `refuse_loss` raise it.
        """
        portal, errand, url = self._portal, self._errand, response.url
        found: tuple[Harvest, ...] = harvest(
            response, task, portal=portal, classifier=errand.assignment.classifier, now=errand.now
        )
        if moved:
            found = tuple(replace(one, moved=True) for one in found)
        record = found[0]
        refuse_loss(record, Stored(self._archive, record.keys), portal=portal, url=url)
        if is_doubtful(record, portal=portal):
            self._doubtful.append(_Doubtful(task=task, url=url, found=found))
            found = ()
        elif isinstance(record, Fetched):
            self._by_rules += 1
        return (*found, *self._no_longer_doubtful())

    def _no_longer_doubtful(self) -> Iterator[Harvest]:
        """Yield what was read without rules beside as much that they read: pages made in another way.

        Where the rules read none, it is the layout that has moved, and nobody knows what else was taken for text.
        """
        while self._doubtful and self._let_through < self._by_rules:
            self._let_through += 1
            yield from self._doubtful.popleft().found

    def end(self) -> None:
        """Leave what stayed doubtful for another day."""
        for one in self._doubtful:
            moved = LayoutMoved(one.url, "no rule finds the text any more")
            self.failed(one.task, moved)
        self._doubtful.clear()

    def unanswered(self, failure: Failure) -> None:
        """Count an article whose page could not be asked for at all."""
        error = answers.failed(failure)
        if isinstance(failure.value, LeftAlone):
            self._tally.note_once(error)  # the article was not tried: it waits, or stays due
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        task: Task = request.cb_kwargs["task"]
        absent = request.meta.get("absent")
        try:
            if absent and task.visit:
                self._is_not_there(task.visit, HttpStatus(absent, 404))
            else:
                self.failed(task, error)
        except ArchiveError as fatal:  # Scrapy hands no middleware what an errback raises
            self._errand.give_up(fatal)

    def failed(self, task: Task, error: PageError, *, final: bool = False, response: Response | None = None) -> None:
        """Count an article that could not be read; it is tried another day unless that is `final`.

        Of one that was taken down, and is only looked for, nothing else was expected.
        """
        if task.visit and task.visit.gone:
            self._archive.unread(task.visit, now=self._errand.now)
            self._tally.looked_again(Outcome.UNCHANGED)
            return
        self._tally.count(Outcome.FAILED)
        self._tally.of(task.section.path if task.section else REST).failed(error, response=response)
        self._tally.note(error)
        if task.visit:
            self._archive.unread(task.visit, now=self._errand.now)
        else:
            patient = isinstance(error, LayoutMoved)  # whoever mends the rules is to find it waiting
            now = self._errand.now
            self._archive.memory.fail(task.keys[0], error=str(error), now=now, final=final, patient=patient)

    def _section(self, path: str) -> Section | None:
        return next((section for section in self._portal.sections if section.path == path), None)
