"""What hosts say in robots.txt is heeded; other sites and our own network are left alone."""

import asyncio
from collections import Counter
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import crawling
import pytest
from crawling import Played
from scrapy import Request
from scrapy.exceptions import (
    IgnoreRequest,
)
from scrapy.http import Response
from scrapy.settings import Settings

from crawler import replay
from crawler.archive import opened
from crawler.errors import ArchiveUnreadable
from crawler.middlewares import Failures, OffSite, QuietLog, Robots
from crawler.politeness import LeftAlone
from diemtin.demo.answers import Answer
from diemtin.demo.server import serving

URL = "https://nhandan.vn/bai-1.htm"
AGENT = "diemtin/0.1 (+https://example.vn)"


def robots(said: Response | Exception) -> Robots:
    """Return the middleware of a crawl whose hosts answer all alike when they are asked for robots.txt."""

    async def download(request: Request) -> Response:
        assert request.url == "https://nhandan.vn/robots.txt"
        if isinstance(said, Exception):
            raise said
        return said

    async def send(**_: Any) -> None:
        pass

    stats: Counter[str] = Counter()
    crawler: Any = SimpleNamespace(
        settings=Settings({"ROBOTSTXT_OBEY": True, "USER_AGENT": AGENT}),
        engine=SimpleNamespace(download_async=download),
        stats=SimpleNamespace(inc_value=lambda name: stats.update([name])),
        signals=SimpleNamespace(send_catch_log_async=send),
        spider=None,
    )
    return Robots(crawler)


def ask(middleware: Robots, **step: Any) -> None:
    known = {"step": SimpleNamespace(**step)} if step else {"task": None}
    asyncio.run(middleware.process_request(Request(URL, cb_kwargs=known)))


@pytest.mark.parametrize(
    "unreachable",
    [
        Response(URL, status=500),
        Response(URL, status=503, body=b"User-agent: *\nAllow: /"),
        TimeoutError("took longer than 30 seconds"),
        ConnectionRefusedError(),
        LeftAlone("HTTP 503", kind="server-error"),
    ],
    ids=str,
)
def test_robots_txt_that_cannot_be_had_forbids_all_and_is_told_once(unreachable: Response | Exception) -> None:
    middleware = robots(unreachable)
    with pytest.raises(LeftAlone):  # an article's page was not tried: it waits
        ask(middleware)
    with pytest.raises(LeftAlone):  # likewise, where a crawl into the past goes on
        ask(middleware, page=7)
    with pytest.raises(IgnoreRequest, match=r"robots\.txt could not be had") as told:
        ask(middleware, page=1)
    assert not isinstance(told.value, LeftAlone)
    with pytest.raises(LeftAlone, match=r"robots\.txt"):
        ask(middleware, page=1)


@pytest.mark.parametrize(
    "missing",
    [
        Response(URL, status=404, body=b"User-agent: *\nDisallow: /"),
        Response(URL, status=403),
        Response(URL, status=301),
        OffSite("led to another site"),
        IgnoreRequest("max redirections reached"),
    ],
    ids=str,
)
def test_robots_txt_that_there_is_not_allows_all(missing: Response | Exception) -> None:
    ask(robots(missing), page=1)


def test_robots_txt_that_is_there_is_obeyed() -> None:
    with pytest.raises(IgnoreRequest, match=r"Forbidden by robots\.txt"):
        ask(robots(Response(URL, status=200, body=b"User-agent: *\nDisallow: /bai-1.htm")), page=1)


def test_section_whose_robots_txt_cannot_be_had_is_broken_and_what_waits_is_not_tried(tmp_path: Path) -> None:
    address, listed = ("odd.vn", "/robots.txt"), crawling.listing("/bai-1.htm", "/bai-2.htm")
    site = Played(
        {
            address: Answer(status=404),
            ("odd.vn", "/tin"): listed,
            ("odd.vn", "/them"): listed,
            ("odd.vn", "/bai-1.htm"): crawling.article(1),
        }
    )
    with serving(site) as server:
        crawling.crawl(tmp_path, server.url, ["odd"], "--limit", "1")
        before = site.requests("odd.vn")
        site.put(address, Answer(status=500))
        done = crawling.crawl(tmp_path, server.url, ["odd"])
        asked = site.requests("odd.vn") - before
    assert (done.code, done.portals["odd"]["outcome"], done.portals["odd"]["failed"]) == (1, "broken", 0)
    assert done.kinds("odd") == {"robots": 1, "left-alone": 1}
    assert "HTTP 500" in done.portals["odd"]["problems"][0]["reason"]
    assert asked == site.requests("odd.vn", "robots.txt") - 1 == 3  # and its two retries
    with opened(crawling.address(tmp_path)) as store:
        (waiting,) = store.memory.waiting("odd", now=datetime.fromisoformat(crawling.AT))
        assert waiting.link.url == "https://odd.vn/bai-2.htm"


def test_answer_from_a_private_address_is_refused() -> None:
    with pytest.raises(OffSite, match=r"private address 10\.0\.0\.1"):
        replay._must_be_public(Response(URL, ip_address=ip_address("10.0.0.1")))
    replay._must_be_public(Response(URL, ip_address=ip_address("203.162.0.181")))
    replay._must_be_public(Response(URL))


def test_crawl_ends_when_the_archive_cannot_be_written() -> None:
    given_up: list[Exception] = []
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(give_up=given_up.append))
    error = ArchiveUnreadable("the disk is full")
    assert Failures(crawler).process_spider_exception(Response(URL), error) == []
    assert given_up == [error]


def test_page_that_our_own_code_failed_on_is_counted() -> None:
    told: list[tuple[str, Exception]] = []
    spider = SimpleNamespace(unreadable=lambda response, error: told.append((response.url, error)))
    crawler: Any = SimpleNamespace(spider=spider)
    error = ValueError("a bug")
    assert Failures(crawler).process_spider_exception(Response(URL), error) == []
    assert told == [(Response(URL).url, error)]


def test_items_are_left_out_of_the_log() -> None:
    assert QuietLog().scraped({}, None, None) is None  # type: ignore[arg-type]
