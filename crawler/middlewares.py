"""Between the spider and the network: what hosts ask for is heeded."""

import logging
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.logformatter import LogFormatter
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler import answers, gates
from crawler.errors import ArchiveError
from crawler.politeness import LeftAlone
from crawler.portal import Gate

logger = logging.getLogger(__name__)


class OffSite(IgnoreRequest):
    """Raised in place of following a portal's redirect to another site, or into a private network."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's, but a robots.txt that cannot be had forbids its host's pages, where Scrapy would allow them all.

    RFC 9309, 2.3.1.4: a server's error or no answer is a complete disallow. It holds for this crawl; the next one
    asks again. By 2.3.1.3 a client's error (4xx) allows all, and by 2.3.1.2 a redirect that leads nowhere may.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, tuple[str, Exception | None]] = {}
        self._told: set[str] = set()

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse a page that robots.txt forbids, or whose robots.txt could not be had.

        That is told once, of a section. Whatever else was to be asked was not tried: it waits.
        """
        host = urlparse_cached(request).netloc
        if host not in self._unreachable:
            super().process_request_2(rp, request)
            return
        why, cause = self._unreachable[host]
        kind = cause.kind if isinstance(cause, LeftAlone) else "robots"
        if host in self._told or not _begins_section(request):
            told = f"left alone until the next crawl, for its robots.txt could not be had ({why})"
            raise LeftAlone(told, kind=kind)
        self._told.add(host)
        reason = f"robots.txt could not be had ({why}): nothing is asked of {host} in this crawl"
        raise IgnoreRequest(reason) from cause

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:  # noqa: PLR2004 - a server's error
            self._unreachable[netloc] = f"HTTP {response.status}", None
        found = response.status == 200  # noqa: PLR2004 - OK; an error's page holds no rules
        await super()._parse_robots(response if found else response.replace(body=b""), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, LeftAlone) or not isinstance(exc, IgnoreRequest):
            self._unreachable[netloc] = answers.words(exc), exc
        super()._robots_error(exc, netloc)


class Gates:
    """Passes the gate that stands before a portal, if its data tells of one, as a browser passes it: by its cookie.

    Scrapy's cookie jar keeps it, so that it is passed once a crawl, robots.txt included.
    """

    def __init__(self, crawler: Crawler) -> None:
        portal = getattr(crawler.spidercls, "portal", None)
        self._is_there = portal is not None and portal.gate is Gate.D1N

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware; Scrapy's way in."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask again with the cookie that a gate's page sets; a gate that stays shut is read as such."""
        cookie = gates.cookie(response.body) if self._is_there else None
        if cookie is None or request.meta.get("gate_passed"):
            return response
        name, value = cookie
        logger.info("gate=%s host=%s", name, urlparse_cached(request).hostname)
        return request.replace(
            cookies={name: value},
            meta={**request.meta, "gate_passed": True},
            dont_filter=True,
        )


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


def _begins_section(request: Request) -> bool:
    """Return whether a request is for the first page of a section's list."""
    step = request.cb_kwargs.get("step")
    return step is not None and step.page == 1
