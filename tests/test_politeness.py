"""Hosts are asked as slowly as they wish, and left alone once they refuse again and again."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest
from factories import NOON
from protego import Protego
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    IgnoreRequest,
)
from scrapy.http import Response

from crawler import politeness
from crawler.archive.plans import LONGEST_LEFT_ALONE, Breaker, Spent
from crawler.politeness import LeftAlone, Politeness, PutBack

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
        self.slots = {"nhandan.vn": pace}

    def _get_slot(self, request: Request) -> tuple[str, Pace]:
        return request.url, self.pace


def crawler_of(engine: object) -> Any:
    """Return a crawler of a portal without a budget, of which no host was left alone."""
    costs: list[Spent] = []
    plans = SimpleNamespace(spend=lambda _portal, _day, spent: costs.append(spent))
    archive = SimpleNamespace(plans=plans, costs=costs)
    assignment = SimpleNamespace(breakers={}, allowances={}, clock=lambda: NOON, archive=archive)
    counted: Counter[str] = Counter()
    stats = SimpleNamespace(get_value=counted.get, counted=counted)
    settings = {"USER_AGENT": AGENT}
    spider = SimpleNamespace(assignment=assignment)
    return SimpleNamespace(engine=engine, settings=settings, spider=spider, spidercls=None, stats=stats)


def polite(pace: Pace) -> Politeness:
    engine = SimpleNamespace(downloader=Downloader(pace))
    return Politeness(crawler_of(engine))


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
    assert pace.lastseen + pace.delay - monotonic() == pytest.approx(30, abs=10)


def test_host_without_a_delay_is_given_the_time_it_asks_for_too() -> None:
    pace = Pace(delay=0.0)
    polite(pace).process_response(Request(URL), answer(503, Retry_After="30"))
    assert pace.delay > 0  # Scrapy looks at the time only then
    assert pace.lastseen + pace.delay - monotonic() == pytest.approx(30, abs=10)


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
    later, then = datetime.now(UTC) + timedelta(seconds=90), pytest.approx(90, abs=20)
    assert politeness._retry_after(answer(Retry_After="120")) == 120
    assert politeness._retry_after(answer(Retry_After=format_datetime(later, usegmt=True))) == then
    assert politeness._retry_after(answer(Retry_After=later.strftime("%a, %d %b %Y %H:%M:%S -0000"))) == then
    assert politeness._retry_after(answer(Retry_After="Sun, 01 Mar 2020 10:00:00 GMT")) == 0
    assert politeness._retry_after(answer()) is None
    assert politeness._retry_after(answer(Retry_After="sớm")) is None


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
        politeness.process_exception(Request(URL), LeftAlone("left alone", kind="robots"))
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


def test_requests_that_wait_for_their_turn_are_put_back_when_the_crawl_is_told_to_stop() -> None:
    queued = [(Request(URL), Waiting()) for _ in range(5)]
    pace = Pace(delay=60.0, queue=deque(queued))
    politeness = polite(pace)
    politeness.stop()
    assert not pace.queue
    for request, waiting in queued:
        assert isinstance(waiting.failed[0], PutBack)
        assert politeness.process_exception(request, waiting.failed[0]) is request  # and the spider hears of nothing
    with pytest.raises(PutBack):
        politeness.process_request(Request(URL))


def test_robots_txt_is_not_put_back_for_it_would_be_asked_for_at_once() -> None:
    politeness = polite(Pace())
    politeness.stop()
    robots = Request("https://nhandan.vn/robots.txt", meta={"dont_obey_robotstxt": True})
    assert politeness.process_exception(robots, PutBack()) is None
    refused = IgnoreRequest("robots.txt could not be had")
    assert politeness.process_exception(Request(URL), refused) is not None


def test_crawl_delay_of_a_day_leaves_the_host_alone() -> None:
    polite = Politeness(crawler_of(None))
    parser = SimpleNamespace(rp=SimpleNamespace(crawl_delay=lambda _agent: 86_400.0))
    polite.robots_parsed(parser, Request(URL))
    with pytest.raises(LeftAlone, match="crawl-delay of 86400 seconds"):
        polite.process_request(Request(URL))


def test_host_is_left_alone_for_as_long_as_it_asks_for() -> None:
    middleware = polite(Pace())
    middleware.process_response(Request(URL), answer(503, Retry_After="14400"))
    (opened_now,), _ = middleware.breakers()
    assert opened_now.until == NOON + timedelta(hours=4)
    middleware.process_response(Request(URL), answer(503, Retry_After="9999999"))
    assert middleware.breakers()[0][0].until == NOON + LONGEST_LEFT_ALONE


def test_host_whose_name_leads_nowhere_refused_nothing_and_is_asked_in_the_next_crawl() -> None:
    middleware = polite(Pace())
    for _ in range(20):
        middleware.process_exception(Request(URL), CannotResolveHostError())
    with pytest.raises(LeftAlone):
        middleware.process_request(Request(URL))
    assert middleware.breakers() == ([], [])


def test_host_that_was_not_asked_is_not_left_alone_longer_when_its_time_runs_out_in_a_long_crawl() -> None:
    crawler = crawler_of(None)
    crawler.spider.assignment.breakers["nhandan.vn"] = Breaker(
        host="nhandan.vn", until=NOON + timedelta(minutes=5), times=3, kind="blocked", cause="HTTP 403"
    )
    middleware = Politeness(crawler)
    with pytest.raises(LeftAlone):
        middleware.process_request(Request(URL))
    crawler.spider.assignment.clock = lambda: NOON + timedelta(hours=1)
    assert middleware.breakers() == ([], [])


def test_cost_is_noted_while_the_crawl_goes_on_for_it_may_be_killed() -> None:
    crawler = crawler_of(None)
    middleware, costs = Politeness(crawler), crawler.spider.assignment.archive.costs
    for _ in range(250):
        crawler.stats.counted.update({"downloader/request_count": 1, "downloader/response_bytes": 1000})
        middleware.process_response(Request(URL), answer())
    assert costs == [Spent(requests=100, bytes=100_000)] * 2
    middleware.note_cost()
    assert costs[2:] == [Spent(requests=50, bytes=50_000)]
