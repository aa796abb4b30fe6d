"""Pages downloaded by a browser, where a request wants that (`crawler.browser`)."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.replay import Handler as PlainHandler


class Handler(PlainHandler):
    """Downloads with a browser what a request wants it for, and everything else as always."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # noqa: PLC0415 - an extra

        self._browser = ScrapyPlaywrightDownloadHandler(crawler)

    async def download_request(self, request: Request) -> Response:
        """Download a request; one that is played is asked for without encryption, which the player does not speak."""
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        url = request.url
        if self._replay.netloc:
            url = f"http://{url.partition('://')[2]}"
        drawn = await self._browser.download_request(request.replace(url=url))
        return Response(request.url, status=drawn.status, headers=drawn.headers, body=drawn.body)

    async def close(self) -> None:
        """Close the browser, too."""
        await self._browser.close()
        await super().close()
