"""The network, or a server that plays it: every request of any host sent to one address."""

from typing import Self
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.addresses import is_public
from crawler.middlewares import OffSite

_HANGING_UP = 10  # seconds


class Handler(HTTP11DownloadHandler):
    """Downloads over HTTP/1.1; where `REPLAY` is set, from there.

    The original host is sent as `Host`, its scheme as `X-Forwarded-Proto`, and the response keeps the original
    address. All that Scrapy does above this layer (robots, delays, retries, redirects) is as in life.
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Scrapy waits a second for hosts to hang up, and fails with an error if they do so and the second passes in
        # one turn of the loop: the end of many portals' crawls is such a long turn.
        self._disconnect_timeout = _HANGING_UP
        self._replay = urlsplit(crawler.settings["REPLAY"] or "")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the handler; Scrapy's way in."""
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """Download a request from its host, or from the server that plays it."""
        if not self._replay.netloc:
            response = await super().download_request(request)
            if not request.meta.get("proxy"):  # else it is the proxy's address, which an operator chose
                _must_be_public(response)
            return _plain(response, url=request.url)
        asked = urlsplit(request.url)
        headers = request.headers.copy()
        headers["Host"] = asked.netloc
        headers["X-Forwarded-Proto"] = asked.scheme
        url = urlunsplit((self._replay.scheme, self._replay.netloc, asked.path, asked.query, ""))
        return _plain(await super().download_request(request.replace(url=url, headers=headers)), url=request.url)


def _must_be_public(response: Response) -> None:
    """Refuse what a machine of our own network answered: a portal's name may be made to lead there."""
    if response.ip_address and not is_public(str(response.ip_address)):
        raise OffSite(f"led to the private address {response.ip_address}")


def _plain(response: Response, *, url: str) -> Response:
    """Return a response as bytes.

    Scrapy's text responses guess a charset as soon as they are copied, from compressed bytes and at 1.3 ms a page
    where the header names none; extraction reads the charset from the page itself.
    """
    return Response(
        url,
        status=response.status,
        headers=response.headers,
        body=response.body,
        flags=response.flags,
        certificate=response.certificate,
        ip_address=response.ip_address,
        protocol=response.protocol,
    )
