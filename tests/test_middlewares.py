"""What hosts ask for is heeded."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest
from protego import Protego
from scrapy import Request
from scrapy.http import Response

from crawler import middlewares
from crawler.errors import ArchiveUnreadable
from crawler.middlewares import Failures, LeftAlone, Politeness, QuietLog

URL = "https://nhandan.vn/bai-1.htm"
AGENT = "diemtin/0.1 (+https://example.vn)"


@dataclass
class Waiting:
    """A request in a host's queue."""

    failed: list[Exception] = field(default_factory=list)

    def errback(self, error: Exception) -> None:
        self.failed.append(error)


@dataclass
class Pace:
    """A host's slot in the downloader."""

    delay: float = 1.0
    lastseen: float = 0.0
    queue: deque[tuple[Request, Waiting]] = field(default_factory=deque)


class Downloader:
    def __init__(self, pace: Pace) -> None:
        self.pace = pace

    def _get_slot(self, request: Request) -> tuple[str, Pace]:
        return request.url, self.pace


def polite(pace: Pace) -> Politeness:
    engine = SimpleNamespace(downloader=Downloader(pace))
    crawler: Any = SimpleNamespace(engine=engine, settings={"USER_AGENT": AGENT})
    return Politeness(crawler)


def answer(status: int = 200, *, url: str = URL, **headers: str) -> Response:
    named: dict[str, Any] = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(url, status=status, headers=named)


def refuse(politeness: Politeness, times: int, *, status: int = 503, url: str = URL) -> None:
    for _ in range(times):
        politeness.process_response(Request(url), answer(status, url=url))


@pytest.mark.parametrize(
    ("asked", "delay", "kept"),
    [("5", 1.0, 5.0), ("0.5", 1.0, 1.0), ("2.5", 0.0, 2.5), ("", 1.0, 1.0), ("mười", 1.0, 1.0)],
)
def test_crawl_delay_slows_down_and_never_speeds_up(asked: str, delay: float, kept: float) -> None:
    pace = Pace(delay=delay)
    rules = SimpleNamespace(rp=Protego.parse(f"User-agent: *\nCrawl-delay: {asked}\n"))
    polite(pace).robots_parsed(rules, Request(URL))
    assert pace.delay == kept


def test_crawl_delay_for_another_crawler_is_not_ours() -> None:
    pace = Pace()
    rules = SimpleNamespace(rp=Protego.parse("User-agent: bingbot\nCrawl-delay: 60\n"))
    polite(pace).robots_parsed(rules, Request(URL))
    assert pace.delay == 1.0


@pytest.mark.parametrize("status", [429, 503])
def test_host_is_given_as_long_as_it_asks_for(status: int) -> None:
    pace = Pace(delay=2.0)
    polite(pace).process_response(Request(URL), answer(status, Retry_After="30"))
    assert pace.lastseen + pace.delay - monotonic() == pytest.approx(30, abs=1)


def test_host_without_a_delay_is_given_the_time_it_asks_for_too() -> None:
    pace = Pace(delay=0.0)
    polite(pace).process_response(Request(URL), answer(503, Retry_After="30"))
    assert pace.delay > 0  # Scrapy looks at the time only then
    assert pace.lastseen + pace.delay - monotonic() == pytest.approx(30, abs=1)


@pytest.mark.parametrize("written", ["", "0", "soon", "-5", "Fri, 31 Feb 2026 10:00:00 GMT"])
def test_time_that_is_none_changes_nothing(written: str) -> None:
    pace = Pace(delay=0.0)
    polite(pace).process_response(Request(URL), answer(503, Retry_After=written))
    assert (pace.delay, pace.lastseen) == (0.0, 0.0)


def test_only_a_busy_answer_is_asked_when_to_come_back() -> None:
    pace = Pace()
    polite(pace).process_response(Request(URL), answer(200, Retry_After="30"))
    assert pace.lastseen == 0.0


def test_time_to_come_back_is_read_as_a_number_or_as_a_date() -> None:
    later = datetime.now(UTC) + timedelta(seconds=90)
    assert middlewares._retry_after(answer(Retry_After="120")) == 120
    assert middlewares._retry_after(answer(Retry_After=format_datetime(later, usegmt=True))) == pytest.approx(90, abs=2)
    assert middlewares._retry_after(answer(Retry_After=later.strftime("%a, %d %b %Y %H:%M:%S -0000"))) == pytest.approx(
        90, abs=2
    )
    assert middlewares._retry_after(answer(Retry_After="Sun, 01 Mar 2020 10:00:00 GMT")) == 0
    assert middlewares._retry_after(answer()) is None
    assert middlewares._retry_after(answer(Retry_After="sớm")) is None


def test_host_that_asks_for_too_long_is_left_alone() -> None:
    politeness = polite(Pace())
    politeness.process_response(Request(URL), answer(503, Retry_After="3600"))
    with pytest.raises(LeftAlone, match="HTTP 503"):
        politeness.process_request(Request(URL))


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502, 503, 504])
def test_host_that_refuses_again_and_again_is_left_alone(status: int) -> None:
    politeness = polite(Pace())
    refuse(politeness, 7, status=status)
    politeness.process_request(Request(URL))
    refuse(politeness, 1, status=status)
    with pytest.raises(LeftAlone):
        politeness.process_request(Request(URL))
    politeness.process_request(Request("https://baochinhphu.vn/"))  # the others go on


def test_answer_in_between_is_forgiving() -> None:
    politeness = polite(Pace())
    refuse(politeness, 7)
    politeness.process_response(Request(URL), answer(404))
    refuse(politeness, 7)
    politeness.process_request(Request(URL))


def test_time_out_is_a_refusal() -> None:
    politeness = polite(Pace())
    for _ in range(8):
        politeness.process_exception(Request(URL), TimeoutError("took longer than 30 seconds"))
    with pytest.raises(LeftAlone, match="took longer"):
        politeness.process_request(Request(URL))


def test_what_robots_txt_forbids_is_no_refusal() -> None:
    politeness = polite(Pace())
    for _ in range(20):
        politeness.process_exception(Request(URL), LeftAlone())
    politeness.process_request(Request(URL))


def test_requests_that_queue_for_a_host_left_alone_are_sent_home() -> None:
    queued = [(Request(URL), Waiting()) for _ in range(5)]
    pace = Pace(queue=deque(queued))
    politeness = polite(pace)
    refuse(politeness, 7)
    assert len(pace.queue) == 5
    refuse(politeness, 1)
    assert not pace.queue
    assert all(isinstance(waiting.failed[0], LeftAlone) for _, waiting in queued)


def test_crawl_ends_when_the_archive_cannot_be_written() -> None:
    given_up: list[Exception] = []
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(give_up=given_up.append))
    error = ArchiveUnreadable("the disk is full")
    assert Failures(crawler).process_spider_exception(answer(), error) == []
    assert given_up == [error]


def test_page_that_our_own_code_failed_on_is_counted() -> None:
    told: list[tuple[str, Exception]] = []
    spider = SimpleNamespace(unreadable=lambda response, error: told.append((response.url, error)))
    crawler: Any = SimpleNamespace(spider=spider)
    error = ValueError("a bug")
    assert Failures(crawler).process_spider_exception(answer(), error) == []
    assert told == [(answer().url, error)]


def test_crawl_delay_of_a_day_leaves_the_host_alone() -> None:
    crawler: Any = SimpleNamespace(engine=None, settings={"USER_AGENT": AGENT}, spider=None)
    polite = Politeness(crawler)
    parser = SimpleNamespace(rp=SimpleNamespace(crawl_delay=lambda _agent: 86_400.0))
    polite.robots_parsed(parser, Request(URL))
    with pytest.raises(LeftAlone, match="crawl-delay of 86400 seconds"):
        polite.process_request(Request(URL))


def test_items_are_left_out_of_the_log() -> None:
    assert QuietLog().scraped({}, None, None) is None  # type: ignore[arg-type]
