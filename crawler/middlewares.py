"""Between the spider and the network: what hosts ask for is heeded."""

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.logformatter import LogFormatter
from scrapy.utils.httpobj import urlparse_cached

from crawler.errors import ArchiveError

logger = logging.getLogger(__name__)

_BUSY = frozenset({429, 503})
_UNWELCOME = frozenset({401, 403, 429, 500, 502, 503, 504, 522, 524})
_PATIENCE = 120.0  # seconds; a host that asks for more is left alone until the next crawl
_ENOUGH = 8  # refusals in a row after which a host is left alone: two pages with their retries, and a little more


class LeftAlone(IgnoreRequest):
    """Raised for every further request to a host that refused too often."""


class OffSite(IgnoreRequest):
    """Raised in place of following a portal's redirect to another site."""


class Politeness:
    """Obeys crawl-delay and Retry-After, and leaves a host alone that refuses again and again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._refusals: dict[str, int] = {}
        self._causes: dict[str, str] = {}

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
            self._refusals[host], self._causes[host] = _ENOUGH, f"a crawl-delay of {asked:.0f} seconds"
        elif asked and slot and asked > slot.delay:
            logger.info("host=%s crawl_delay=%s", host, asked)
            slot.delay = float(asked)

    def process_request(self, request: Request) -> None:
        """Refuse to ask a host that refused often enough."""
        host = urlparse_cached(request).hostname or ""
        if self._refusals.get(host, 0) >= _ENOUGH:
            raise self._left_alone(host)

    def process_response(self, request: Request, response: Response) -> Response:
        """Count refusals, and wait for as long as the host asks."""
        host = urlparse_cached(request).hostname or ""
        if response.status in _UNWELCOME:
            self._refused(request, f"HTTP {response.status}")
        else:
            self._refusals[host] = 0
        wait = _retry_after(response) if response.status in _BUSY else None
        if wait:
            self._wait(request, host, wait)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count time-outs and refused connections as refusals."""
        if not isinstance(exception, IgnoreRequest):
            self._refused(request, str(exception) or type(exception).__name__)

    def _refused(self, request: Request, cause: str, *, times: int = 1) -> None:
        host = urlparse_cached(request).hostname or ""
        self._refusals[host] = self._refusals.get(host, 0) + times
        self._causes[host] = cause
        slot = self._slot(request)
        while slot and slot.queue and self._refusals[host] >= _ENOUGH:
            slot.queue.popleft()[1].errback(self._left_alone(host))  # they had passed `process_request`

    def _left_alone(self, host: str) -> LeftAlone:
        return LeftAlone(f"left alone until the next crawl after refusing too often ({self._causes[host]})")

    def _wait(self, request: Request, host: str, seconds: float) -> None:
        logger.info("host=%s retry_after=%.0f", host, seconds)
        slot = self._slot(request)
        if seconds > _PATIENCE:
            self._refused(request, self._causes[host], times=_ENOUGH)
        elif slot:
            slot.delay = slot.delay or 1.0  # a slot without a delay does not look at the time
            slot.lastseen = monotonic() + seconds - slot.delay

    def _slot(self, request: Request) -> Slot | None:
        downloader = getattr(self._crawler.engine, "downloader", None)
        # Scrapy offers no other way to a host's pace.
        return downloader._get_slot(request)[1] if downloader else None  # noqa: SLF001


class SameSite(OffsiteMiddleware):
    """Scrapy's, but for one thing: a refused redirect is told to its request's errback, where it would vanish."""

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Leave the refusal to `process_request`."""

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Refuse a request to another site."""
        del spider
        try:
            super().process_request(request)
        except IgnoreRequest as error:
            raise OffSite("led to another site") from error


class Failures:
    """Ends a crawl whose archive cannot be written, and counts a page that our own code could not read."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware; Scrapy's way in."""
        return cls(crawler)

    def process_spider_exception(self, response: Response, exception: Exception) -> list[Any] | None:
        """Let the spider give up, or note the page: an error that escapes would ask for it again at every crawl."""
        spider: Any = self._crawler.spider
        if isinstance(exception, ArchiveError):
            spider.give_up(exception)
        else:
            logger.error("unreadable=%s", response.url, exc_info=exception)
            spider.unreadable(response, exception)
        return []


class QuietLog(LogFormatter):
    """Leaves pages and items out of the log: counts go to the stats, failures are logged by the spider."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> Any:  # noqa: D102
        return {**super().crawled(request, response, spider), "level": logging.DEBUG}

    def scraped(self, item: Any, response: Any, spider: Spider) -> Any:  # noqa: ARG002, D102
        return None


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
