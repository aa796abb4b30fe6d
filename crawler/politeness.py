"""What is asked of hosts, and when: as slowly as they wish, and not at all once they refuse again and again."""

import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any, Self

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler import answers, outcomes
from crawler.archive.plans import LONGEST_LEFT_ALONE, Breaker, Spent
from crawler.assignment import Assignment
from crawler.dates import HANOI
from crawler.errors import ArchiveError

logger = logging.getLogger(__name__)

_BUSY = frozenset({429, 503})
_UNWELCOME = frozenset({401, 403, 429, 500, 502, 503, 504, 522, 524})
_PATIENCE = 120.0  # seconds; a host that asks for more is left alone until the next crawl
_LEFT_ALONE = timedelta(minutes=30)  # the first time; twice as long each time after it
_NOBODY_REFUSED = frozenset({"name-resolution"})  # it is mostly this machine's network: no host need be spared
_NOTED_EVERY = 100  # requests, after which their cost is noted: a crawl that is killed has cost it all the same
_ENOUGH = 8  # refusals in a row after which a host is left alone: two pages with their retries, and a little more


class LeftAlone(IgnoreRequest):
    """Raised for every further request to a host that refused too often.

    Attributes:
        kind: of the refusals, as in `crawler.outcomes.KINDS`.
    """

    def __init__(self, reason: str, *, kind: str) -> None:
        super().__init__(reason)
        self.kind = kind


class OverBudget(LeftAlone):
    """Raised for every further request once the day's budget of requests or bytes is used up."""


class PutBack(IgnoreRequest):
    """Raised for a request whose turn has not come when the crawl is told to stop."""


class Politeness:
    """Obeys crawl-delay and Retry-After, and leaves a host alone that refuses again and again.

    How long it is left alone doubles each time, and outlasts the crawl; then one request is made, and its answer
    tells. A portal's budget of the day ends its crawl. It also keeps what waits for its turn from being sent once the
    crawl was told to stop.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._stopping = False
        self._refusals: dict[str, int] = {}
        self._causes: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._asked_for: dict[str, timedelta] = {}  # time that hosts asked for, where it is too long to wait
        self._spared: set[str] = set()  # hosts that were left alone when the crawl began, and are in all of it
        self._noted = Spent()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware; Scrapy's way in."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        return middleware

    def robots_parsed(self, robotparser: Any, request: Request) -> None:
        """Slow down to a host's crawl-delay. Scrapy parses it and leaves it at that."""
        asked = robotparser.rp.crawl_delay(str(self._crawler.settings["USER_AGENT"]))
        slot, host = self._slot(request), urlparse_cached(request).hostname or ""
        if asked and asked > _PATIENCE:
            # One portal's day of waiting must not become every portal's.
            self._refusals[host], self._kinds[host] = _ENOUGH, "robots"
            self._causes[host] = f"a crawl-delay of {asked:.0f} seconds"
        elif asked and slot and asked > slot.delay:
            logger.info("host=%s crawl_delay=%s", host, asked)
            slot.delay = float(asked)

    def stop(self) -> None:
        """Put back all requests but those under way: a host's delay may make the last of them wait for minutes."""
        self._stopping = True
        downloader = getattr(self._crawler.engine, "downloader", None)
        for slot in list(downloader.slots.values()) if downloader else ():
            _empty(slot, PutBack("the crawl was told to stop"))

    def process_request(self, request: Request) -> None:
        """Refuse to ask a host that refused often enough, and any once the crawl was told to stop."""
        if self._stopping:
            raise PutBack("the crawl was told to stop")
        host = urlparse_cached(request).hostname or ""
        if self._is_left_alone(host):
            raise self._left_alone(host)
        self._must_be_allowed()

    def breakers(self) -> tuple[list[Breaker], list[str]]:
        """Return which hosts are to be left alone from now on, and which of those that were answered."""
        known, now = self._assignment.breakers, self._assignment.clock()
        refused = [host for host, times in self._refusals.items() if times >= _ENOUGH and host in self._kinds]
        asked = [host for host in refused if host not in self._spared]
        opened = [
            self._opened(host, times=known[host].times + 1 if host in known else 1, now=now)
            for host in asked
            if self._kinds[host] not in _NOBODY_REFUSED
        ]
        return opened, [host for host in known if self._refusals.get(host) == 0]

    def _opened(self, host: str, *, times: int, now: datetime) -> Breaker:
        long = max(_LEFT_ALONE * 2 ** min(times - 1, 10), self._asked_for.get(host, timedelta(0)))
        return Breaker(
            host=host,
            until=now + min(long, LONGEST_LEFT_ALONE),
            times=times,
            kind=self._kinds[host],
            cause=self._causes[host],
        )

    def spent(self) -> Spent:
        """Return what this crawl has cost so far."""
        stats = self._crawler.stats
        asked, size = (stats.get_value(f"downloader/{name}", 0) for name in ("request_count", "response_bytes"))
        return Spent(requests=asked, bytes=size)

    def note_cost(self) -> None:
        """Note what this crawl has cost since that was last noted, as of today."""
        spent, before = self.spent(), self._noted
        more = Spent(requests=spent.requests - before.requests, bytes=spent.bytes - before.bytes)
        day = self._assignment.clock().astimezone(HANOI).date()
        self._assignment.archive.plans.spend(self._portal, day, more)
        self._noted = spent

    @property
    def _portal(self) -> str:
        return str(getattr(self._crawler.spidercls, "name", ""))

    def _must_be_allowed(self) -> None:
        """Refuse what the day's budget does not allow.

        Raises:
            OverBudget: the request is one too many.
        """
        allowed = self._assignment.allowances.get(self._portal)
        spent = self.spent()
        if allowed and (spent.requests >= allowed.requests or spent.bytes >= allowed.bytes):
            raise OverBudget("left alone until tomorrow: the day's budget is used up", kind="budget")

    @property
    def _assignment(self) -> Assignment:
        spider: Any = self._crawler.spider
        return spider.assignment  # type: ignore[no-any-return]

    def _is_left_alone(self, host: str) -> bool:
        """Return whether a host is left alone; one whose time is over is asked once, and left alone if it refuses."""
        if host not in self._refusals and host in self._assignment.breakers:
            before = self._assignment.breakers[host]
            spared = before.is_open(self._assignment.clock())
            self._spared |= {host} if spared else set()
            self._refusals[host] = _ENOUGH if spared else _ENOUGH - 1
            self._causes[host], self._kinds[host] = before.cause, before.kind
        return self._refusals.get(host, 0) >= _ENOUGH

    def process_response(self, request: Request, response: Response) -> Response:
        """Count refusals, and wait for as long as the host asks."""
        host = urlparse_cached(request).hostname or ""
        if response.status in _UNWELCOME:
            self._refused(request, f"HTTP {response.status}", kind=outcomes.kind_of(f"http-{response.status}"))
        elif not _is_for_robots(request):  # which a host that refuses its pages may well give
            self._refusals[host] = 0
        wait = _retry_after(response) if response.status in _BUSY else None
        if wait:
            self._wait(request, host, wait)
        if self.spent().requests - self._noted.requests >= _NOTED_EVERY:
            self._note_cost_or_give_up()
        return response

    def _note_cost_or_give_up(self) -> None:
        spider: Any = self._crawler.spider
        try:
            self.note_cost()
        except ArchiveError as error:
            spider.give_up(error)

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Count time-outs and refused connections as refusals; return what was not sent to the scheduler.

        A scheduler that is being closed sends nothing more. The spider does not hear of it: what it was to ask
        waits in the archive, and a section of which a page was not read is asked again.
        """
        if not isinstance(exception, IgnoreRequest):
            self._refused(request, answers.words(exception), kind=outcomes.kind_of(answers.kind(exception)))
        elif self._stopping and not _is_for_robots(request):  # which is asked for again at once
            return request
        return None

    def _refused(self, request: Request, cause: str, *, kind: str, times: int = 1) -> None:
        host = urlparse_cached(request).hostname or ""
        self._refusals[host] = self._refusals.get(host, 0) + times
        self._causes[host], self._kinds[host] = cause, kind
        slot = self._slot(request)
        if slot and self._refusals[host] >= _ENOUGH:
            _empty(slot, self._left_alone(host))

    def _left_alone(self, host: str) -> LeftAlone:
        before = self._assignment.breakers.get(host)
        until = f"{before.until:%H:%M on %-d/%-m}" if before and before.is_open(self._assignment.clock()) else ""
        told = f"left alone until {until or 'the next crawl'} after refusing too often ({self._causes[host]})"
        return LeftAlone(told, kind=self._kinds[host])

    def _wait(self, request: Request, host: str, seconds: float) -> None:
        logger.info("host=%s retry_after=%.0f", host, seconds)
        slot = self._slot(request)
        if seconds > _PATIENCE:
            self._asked_for[host] = timedelta(seconds=min(seconds, LONGEST_LEFT_ALONE.total_seconds()))
            self._refused(request, self._causes[host], kind=self._kinds[host], times=_ENOUGH)
        elif slot:
            slot.delay = slot.delay or 1.0  # a slot without a delay does not look at the time
            slot.lastseen = monotonic() + seconds - slot.delay

    def _slot(self, request: Request) -> Slot | None:
        downloader = getattr(self._crawler.engine, "downloader", None)
        # Scrapy offers no other way to a host's pace.
        return downloader._get_slot(request)[1] if downloader else None  # noqa: SLF001


def _is_for_robots(request: Request) -> bool:
    return bool(request.meta.get("dont_obey_robotstxt"))


def _empty(slot: Slot, refusal: IgnoreRequest) -> None:
    """Send home the requests that queue for a host: they had passed `process_request`."""
    while slot.queue:
        slot.queue.popleft()[1].errback(refusal)


def _retry_after(response: Response) -> float | None:
    """Return the seconds that a host asks for (RFC 9110, 10.2.3): a number, or a date."""
    written = (response.headers.get("Retry-After") or b"").decode("ascii", "ignore").strip()
    if written.isdecimal():
        return float(written)
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    now = datetime.now(UTC)
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp())
