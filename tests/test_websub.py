"""Subscribers hear of a change within seconds, over real HTTP on the loopback."""

import asyncio
import hashlib
import hmac
import logging
import socket
import sqlite3
import ssl
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import factories
import pytest
from aiohttp import ClientSession, web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from forked import PATIENCE
from served import served

from crawler.archive import Archive
from crawler.dates import HANOI
from feeds import files
from feeds.catalogue import Site
from feeds.errors import LedgerUnusable, QueriesTooMany
from feeds.serving import http
from feeds.serving.answering import Answers
from feeds.websub import ledger, ping, protocol, subscriptions
from feeds.websub.callbacks import Callbacks, Lookup
from feeds.websub.delivery import Courier, Limits
from feeds.websub.hub import METHODS, Hub
from feeds.websub.ping import Pings
from feeds.websub.protocol import Mode, Refusal, Reply, Rules, Wish
from feeds.websub.subscriptions import Subscriptions
from feeds.websub.watched import Watched

SITE = Site(base_url="https://feeds.example.vn/tin/")
HUB = SITE.address("hub")
ATOM, RSS = "feeds/all.atom", "feeds/topics/y-te.rss"
ALL, HEALTH = SITE.address(ATOM), SITE.address(RSS)
TYPES = {".atom": "application/atom+xml; charset=utf-8", ".rss": "application/rss+xml; charset=utf-8"}
FORM = "application/x-www-form-urlencoded"
START = datetime(2026, 3, 2, 7, 0, tzinfo=HANOI)
FIRST, SECOND, THIRD = "<feed>một</feed>".encode(), b"<feed>hai</feed>", b"<feed>ba</feed>"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Delivery:
    callback: str
    headers: Any
    body: bytes


class Subscriber:
    """A subscriber's web server: agrees to what it is asked and takes what it is sent, unless told otherwise."""

    def __init__(self) -> None:
        self.port = 0
        self.queries: list[str] = []
        self.received: list[Delivery] = []
        self.echo: Callable[[str], str] = str
        self.status = 200  # of answers to POST; likewise
        self.agreement = 200  # of answers to GET
        self.headers: dict[str, str] = {}
        self.open = asyncio.Event()  # until then hosts called `slow…` get no answer
        self.open.set()
        self.inside: Counter[str] = Counter()
        self.most_inside: Counter[str] = Counter()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/cb"

    @property
    def asked(self) -> list[dict[str, str]]:
        return [dict(parse_qsl(query)) for query in self.queries]

    @property
    def bodies(self) -> list[bytes]:
        return [one.body for one in self.received]

    async def answer(self, request: web.Request) -> web.Response:
        if request.method == "GET":
            self.queries.append(request.rel_url.raw_query_string)
            challenge = request.query.get("hub.challenge", "")
            return web.Response(text=self.echo(challenge), status=self.agreement, headers=self.headers)
        host = request.host.partition(":")[0]
        self.inside[host] += 1
        self.most_inside |= self.inside
        self.received.append(Delivery(request.raw_path, request.headers, await request.read()))
        if host.startswith("slow"):
            await self.open.wait()
        self.inside[host] -= 1
        return web.Response(status=self.status, headers=self.headers)


@asynccontextmanager
async def listening(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]], tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    app = web.Application(client_max_size=10**8)
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@dataclass(frozen=True)
class World:
    """A published folder, a subscriber, and a hub between them whose rounds the test begins."""

    output: Path
    store: Subscriptions
    hub: Hub
    courier: Courier
    clock: Clock
    subscriber: Subscriber

    async def ask(self, mode: str = "subscribe", topic: str = ALL, callback: str = "", **more: str) -> int:
        fields = {"mode": mode, "topic": topic, "callback": callback or self.subscriber.url, **more}
        return (await self.post(urlencode({f"hub.{name}": value for name, value in fields.items()}))).status

    async def post(self, body: str | bytes, kind: str = FORM, client: str = "203.0.113.1") -> http.Answer:
        written = body.encode() if isinstance(body, str) else body
        return await self.hub.answer(
            http.Request(method="POST", path="/hub", headers={"content-type": kind}, body=written, client=client)
        )

    async def round(self) -> None:
        """Go a round, and wait until its errands are done."""
        await self.courier.go_round()
        await self.courier.close(patience=PATIENCE)

    async def subscribe(self, topic: str = ALL, callback: str = "", **more: str) -> None:
        assert await self.ask(topic=topic, callback=callback, **more) == 202
        await self.round()

    async def publish(self, body: bytes, path: str = ATOM) -> None:
        files.write(self.output / path, body)
        await self.round()

    async def later(self, time: timedelta) -> None:
        self.clock.now += time
        await self.round()


@contextmanager
def kept(tmp_path: Path) -> Iterator[Subscriptions]:
    with ledger.opened(tmp_path / "hub.db", subscriptions.tables) as engine:
        yield Subscriptions(engine)


def watched(tmp_path: Path, answers: Answers | None = None) -> Watched:
    for path in (ATOM, RSS):
        if not (tmp_path / "output" / path).exists():
            files.write(tmp_path / "output" / path, FIRST)
    return Watched(tmp_path / "output", site=SITE, answers=answers)


@asynccontextmanager
async def world(
    tmp_path: Path,
    subscriber: Subscriber,
    *,
    clock: Clock | None = None,
    lookup: Lookup | None = None,
    rules: Rules | None = None,
    limits: Limits | None = None,
    patience: float = PATIENCE,
    trust: ssl.SSLContext | None = None,
    answers: Answers | None = None,
) -> AsyncIterator[World]:
    rules, clock = rules or Rules(private=True), clock or Clock()
    callbacks = Callbacks(agent="diemtin/0.1", private=rules.private, patience=patience, lookup=lookup, trust=trust)
    there = watched(tmp_path, answers)
    with kept(tmp_path) as store:
        hub = Hub(there, store, address=HUB, callbacks=callbacks, clock=clock, rules=rules, limits=limits)
        async with callbacks:
            yield World(tmp_path / "output", store, hub, hub._courier, clock, subscriber)


def play(story: Callable[[Subscriber], Coroutine[Any, Any, None]]) -> None:
    async def played() -> None:
        subscriber = Subscriber()
        async with listening(subscriber.answer) as subscriber.port:
            await story(subscriber)

    asyncio.run(played())


def play_in(tmp_path: Path, story: Callable[[World], Coroutine[Any, Any, None]], **options: Any) -> None:
    async def played(subscriber: Subscriber) -> None:
        async with world(tmp_path, subscriber, **options) as one:
            await story(one)

    play(played)


def is_signed(delivery: Delivery, secret: str) -> bool:
    right = hmac.new(secret.encode(), delivery.body, hashlib.sha256).hexdigest()
    return bool(delivery.headers.get("X-Hub-Signature") == f"sha256={right}")


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - a ledger has no events
            await asyncio.sleep(0.002)


# The whole way, with the hub running beside the server


@contextmanager
def running(tmp_path: Path, clock: Clock) -> Iterator[str]:
    """Serve the folder, with a hub, and tell the hub's address."""
    callbacks = Callbacks(agent="diemtin/0.1", private=True)
    files_there, rules = watched(tmp_path), Rules(private=True)
    with kept(tmp_path) as store:
        hub = Hub(files_there, store, address=HUB, callbacks=callbacks, clock=clock, rules=rules, poll=0.01)
        routes = {"/hub": http.Route(answer=hub.answer, methods=METHODS)}
        with served(tmp_path / "output", routes=routes, background=[hub.run]) as (host, port):
            yield f"http://{host}:{port}/hub"


async def send(hub: str, **fields: str) -> int:
    form = {f"hub.{name}": value for name, value in fields.items()}
    async with ClientSession() as session, session.post(hub, data=form) as answer:
        return answer.status


def test_subscriber_hears_of_each_change_once_from_subscribing_to_unsubscribing(tmp_path: Path) -> None:
    async def story(subscriber: Subscriber) -> None:
        feed = tmp_path / "output" / ATOM
        with running(tmp_path, Clock()) as hub:
            me = {"topic": ALL, "callback": subscriber.url}
            assert await send(hub, mode="subscribe", secret="bí mật", **me) == 202
            await until(lambda: is_subscribed(tmp_path))
            files.write(feed, SECOND)
            await until(lambda: subscriber.received)
            files.write(feed, THIRD)
            await until(lambda: len(subscriber.received) > 1)
            assert await send(hub, mode="unsubscribe", **me) == 202
            await until(lambda: not is_subscribed(tmp_path))
            # Another hears of the next change. By then the first would have, too: it would be told before.
            assert await send(hub, mode="subscribe", topic=ALL, callback=f"{subscriber.url}/z") == 202
            await until(lambda: is_subscribed(tmp_path))
            files.write(feed, FIRST)
            await until(lambda: subscriber.received[-1].callback == "/cb/z")
        assert [(one["hub.mode"], one["hub.topic"]) for one in subscriber.asked] == [
            ("subscribe", ALL),
            ("unsubscribe", ALL),
            ("subscribe", ALL),
        ]
        assert subscriber.bodies == [SECOND, THIRD, FIRST]
        assert [is_signed(one, "bí mật") for one in subscriber.received] == [True, True, False]

    play(story)


def is_subscribed(tmp_path: Path) -> bool:
    with kept(tmp_path) as store:
        return bool(store.stamps())


def test_restart_loses_no_subscription_no_request_and_no_change(tmp_path: Path) -> None:
    async def story(subscriber: Subscriber) -> None:
        clock = Clock()
        async with world(tmp_path, subscriber, clock=clock) as before:
            await before.subscribe(secret="s")
            assert await before.ask(topic=HEALTH, callback=f"{subscriber.url}/2") == 202
        files.write(tmp_path / "output" / ATOM, SECOND)  # nobody looks
        async with world(tmp_path, subscriber, clock=clock) as after:
            await after.round()
            assert [one["hub.topic"] for one in subscriber.asked] == [ALL, HEALTH]
            assert subscriber.bodies == [SECOND]
            assert is_signed(subscriber.received[0], "s")
            await after.publish(THIRD, RSS)
            assert [one.callback for one in subscriber.received] == ["/cb", "/cb/2"]
        async with world(tmp_path, subscriber, clock=clock) as later:
            await later.round()
            assert len(subscriber.received) == 2

    play(story)


def test_change_between_the_request_and_its_verification_is_not_missed(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        await one.ask()
        await one.publish(SECOND)
        await one.round()
        assert one.subscriber.bodies == [SECOND]

    play_in(tmp_path, story)


def test_delivery_that_was_under_way_when_the_server_was_killed_is_made_a_minute_later(tmp_path: Path) -> None:
    async def story(subscriber: Subscriber) -> None:
        clock = Clock()
        async with world(tmp_path, subscriber, clock=clock) as before:
            await before.subscribe()
            files.write(before.output / ATOM, SECOND)
            assert before.courier._changes(now=clock())  # about to be sent
        async with world(tmp_path, subscriber, clock=clock) as after:
            await after.round()
            assert subscriber.bodies == []
            await after.later(MINUTE)
            await after.later(DAY)
            assert subscriber.bodies == [SECOND]

    play(story)


def test_of_two_servers_with_one_ledger_one_delivers(tmp_path: Path) -> None:
    with kept(tmp_path) as one, kept(tmp_path) as other:
        with one.turn() as first, other.turn() as second:
            assert (first(), second(), first()) == (True, False, True)
        with other.turn() as second:
            assert second()


# Content distribution (7)


def test_delivery_carries_the_whole_feed_its_type_and_both_links(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        await one.subscribe(topic=HEALTH)
        large = "đ".encode() * 1_500_000
        await one.publish(large, RSS)
        (delivery,) = one.subscriber.received
        assert delivery.body == large
        assert delivery.headers["Content-Length"] == str(len(large))
        assert delivery.headers["Content-Type"] == TYPES[".rss"]
        assert delivery.headers["Link"] == f'<{HUB}>; rel="hub", <{HEALTH}>; rel="self"'
        assert delivery.headers["User-Agent"] == "diemtin/0.1"
        assert "X-Hub-Signature" not in delivery.headers

    play_in(tmp_path, story)


def test_nothing_is_sent_until_the_feed_changes_and_nothing_twice(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        await one.subscribe()
        await one.round()
        (one.output / ATOM).touch()
        await one.round()
        assert one.subscriber.received == []
        await one.publish(SECOND)
        await one.later(DAY)
        assert one.subscriber.bodies == [SECOND]

    play_in(tmp_path, story)


def test_file_that_is_missing_for_a_while_is_no_change(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        await one.subscribe()
        (one.output / ATOM).unlink()
        await one.round()
        await one.publish(FIRST)
        assert one.subscriber.received == []

    play_in(tmp_path, story)


def test_feed_that_changes_back_owes_nothing_and_its_next_change_is_told_at_once(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        await one.subscribe()
        files.write(one.output / ATOM, SECOND)
        await one.courier.go_round()
        files.write(one.output / ATOM, FIRST)
        await one.courier.close(patience=PATIENCE)
        assert one.subscriber.bodies == []
        await one.publish(THIRD)
        assert one.subscriber.bodies == [THIRD]

    play_in(tmp_path, story)


def test_any_2xx_is_a_success(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        for agreement, status in ((200, 202), (202, 204), (299, 299)):
            one.subscriber.agreement = agreement
            callback = f"{one.subscriber.url}/{status}"
            await one.subscribe(callback=callback)
            one.subscriber.status = status
            await one.publish(callback.encode())
            await one.later(HOUR)
            assert one.subscriber.bodies[-1:] == [callback.encode()]
            await one.ask("unsubscribe", callback=callback)
        assert len(one.subscriber.received) == 3

    play_in(tmp_path, story)


def test_subscriber_that_was_down_gets_the_newest_state_once(tmp_path: Path) -> None:
    """7: "if a new update is published to the topic, MUST continue to retry delivery"."""

    async def story(one: World) -> None:
        await one.subscribe()
        one.subscriber.status = 503
        await one.publish(SECOND)
        await one.publish(THIRD)
        one.subscriber.status = 200
        await one.later(MINUTE)
        await one.later(DAY)
        assert one.subscriber.bodies == [SECOND, THIRD]

    play_in(tmp_path, story)


def test_failing_subscriber_is_tried_ever_less_often_and_given_up_after_a_week(tmp_path: Path) -> None:
    """5.2: a subscription "MAY be denied by the hub at any point", and the subscriber is then told so.

    7 wants subscriptions kept until the lease is over, whatever fails; a denial is how one ends before.
    """

    async def story(one: World) -> None:
        await one.subscribe(lease_seconds=str(20 * 86400))
        one.subscriber.status = 500
        await one.publish(SECOND)
        tries = [1]
        for wait in (1, 5, 30, 120, 720, 720):
            await one.later(timedelta(minutes=wait) - timedelta(seconds=1))
            tries.append(len(one.subscriber.received))
            await one.later(timedelta(seconds=1))
            tries.append(len(one.subscriber.received))
        assert tries == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7]
        assert len(one.subscriber.asked) == 1
        await one.later(7 * DAY)
        denied = one.subscriber.asked[-1]
        assert (denied["hub.mode"], denied["hub.topic"]) == ("denied", ALL)
        assert denied["hub.reason"]
        one.subscriber.status = 200
        await one.later(DAY)
        assert len(one.subscriber.received) == 8

    play_in(tmp_path, story)


def test_410_ends_the_subscription_at_once(tmp_path: Path) -> None:
    """7: a 410 means "that the subscription has been deleted, and the hub MAY terminate" it."""

    async def story(one: World) -> None:
        await one.subscribe()
        one.subscriber.status = 410
        await one.publish(SECOND)
        one.subscriber.status = 200
        await one.publish(THIRD)
        await one.later(DAY)
        assert one.subscriber.bodies == [SECOND]
        assert len(one.subscriber.asked) == 1

    play_in(tmp_path, story)


def test_every_other_answer_is_a_failure_and_no_redirect_is_followed(tmp_path: Path) -> None:
    """7: "The hub MUST consider all other subscriber response codes as failures"."""

    async def story(one: World) -> None:
        await one.subscribe()
        one.subscriber.headers = {"Location": f"{one.subscriber.url}/elsewhere"}
        statuses = (301, 302, 307, 308, 404, 429, 500)
        for status in statuses:
            one.subscriber.status = status
            await (one.later(12 * HOUR) if one.subscriber.received else one.publish(SECOND))
        one.subscriber.status, one.subscriber.headers = 200, {}
        await one.later(12 * HOUR)
        await one.later(12 * HOUR)
        assert [delivery.callback for delivery in one.subscriber.received] == ["/cb"] * (len(statuses) + 1)

    play_in(tmp_path, story)


def test_callback_that_does_not_answer_is_a_failure(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        await one.subscribe(callback=f"http://slow.example:{one.subscriber.port}/")
        one.subscriber.open.clear()
        await one.publish(SECOND)
        one.subscriber.open.set()
        await one.later(MINUTE)
        assert one.subscriber.bodies == [SECOND, SECOND]

    play_in(tmp_path, story, lookup=loopback, patience=0.3)


def test_callback_that_refuses_connections_is_a_failure(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="feeds.websub.delivery")

    async def story(subscriber: Subscriber) -> None:
        async with world(tmp_path, subscriber) as one:
            other = Subscriber()
            async with listening(other.answer) as other.port:
                await one.subscribe(callback=f"{other.url}?secret")
            await one.publish(SECOND)
            assert "delivery=failed file=feeds/all.atom host=127.0.0.1 answer=ConnectionRefusedError" in caplog.text
            assert "secret" not in caplog.text
            assert other.received == []

    play(story)


def loopback(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    del host, port
    return [(socket.AF_INET, "127.0.0.1")]


def test_many_subscribers_are_told_a_few_at_a_time_and_a_slow_host_holds_up_no_other(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        port, subscriber = one.subscriber.port, one.subscriber
        callbacks = [f"http://slow.example:{port}/{number}" for number in range(40)]
        callbacks += [f"http://quick-{number % 7}.example:{port}/{number}" for number in range(70)]
        for callback in callbacks:
            assert await one.ask(callback=callback) == 202
        while len(subscriber.asked) < len(callbacks):
            await one.round()
        subscriber.open.clear()
        files.write(one.output / ATOM, SECOND)
        async with asyncio.timeout(PATIENCE):
            while sum(host.startswith("/") for host in heard(subscriber, "quick")) < 70:
                await one.courier.go_round()
                await asyncio.sleep(0)
        assert len(heard(subscriber, "slow")) == 2
        subscriber.open.set()
        await one.courier.close(patience=PATIENCE)
        while len(heard(subscriber, "slow")) < 40:
            await one.round()
        await one.round()
        told = Counter((delivery.headers["Host"], delivery.callback) for delivery in subscriber.received)
        assert (len(told), set(told.values())) == (110, {1})
        assert max(subscriber.most_inside.values()) <= 2

    limits = Limits(errands=30, errands_a_host=5, requests=6, requests_a_host=2)
    play_in(tmp_path, story, lookup=loopback, limits=limits)


def heard(subscriber: Subscriber, host: str) -> list[str]:
    return [one.callback for one in subscriber.received if one.headers["Host"].startswith(host)]


def test_nothing_is_sent_where_it_cannot_be_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a full disk would make every subscriber get the same feed again and again."""

    async def story(one: World) -> None:
        await one.subscribe()

        def full(*_: object, **__: object) -> None:
            raise LedgerUnusable(tmp_path / "hub.db", "database or disk is full")

        with monkeypatch.context() as patched:
            patched.setattr(one.store, "claim", full)
            with pytest.raises(LedgerUnusable, match="has room"):
                await one.publish(SECOND)
        assert one.subscriber.received == []
        await one.round()
        assert one.subscriber.bodies == [SECOND]

    play_in(tmp_path, story)


def test_hub_that_cannot_use_its_ledger_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(one: World) -> None:
        def full(*_: object, **__: object) -> None:
            raise LedgerUnusable(tmp_path / "hub.db", "database or disk is full")

        with monkeypatch.context() as patched:
            patched.setattr(one.store, "ask", full)
            patched.setattr(one.store, "expire", full)
            assert await one.ask() == 503
            assert await one.hub._go_round() == 60
        assert "hub=waiting reason=" in caplog.text
        assert await one.hub._go_round() < 60

    play_in(tmp_path, story)


# Verification of intent (5.3)


def test_callback_is_asked_with_its_own_arguments_first_and_exactly_as_it_was_written(tmp_path: Path) -> None:
    """5.1.1: "preserve the query string"; 8.3: "the exact callback"; overlapping names "will not be overwritten"."""

    async def story(one: World) -> None:
        await one.subscribe(callback=f"{one.subscriber.url}?b=%7Ex&a=1+2&hub.mode=mine")
        before, _, appended = one.subscriber.queries[0].partition("&hub.mode=subscribe&")
        assert before == "b=%7Ex&a=1+2&hub.mode=mine"
        assert appended.startswith("hub.topic=https%3A%2F%2Ffeeds.example.vn%2Ftin%2Ffeeds%2Fall.atom&hub.challenge=")
        await one.publish(SECOND)
        assert one.subscriber.received[0].callback == "/cb?b=%7Ex&a=1+2&hub.mode=mine"

    play_in(tmp_path, story)


_WRONG = (
    (200, "wrong"),
    (200, ""),
    (200, "{}\n"),  # 5.3.1: "a response body equal to the hub.challenge parameter"
    (200, "{}{}"),
    (200, "{}" + "x" * 100_000),
    (404, "{}"),
    (302, "{}"),
    (500, "{}"),
)


def test_who_does_not_echo_the_challenge_is_not_subscribed(tmp_path: Path) -> None:
    """5.3.1: other codes than 2xx, and other bodies, "mean that the verification request has failed"."""

    async def story(one: World) -> None:
        one.subscriber.headers = {"Location": one.subscriber.url}
        for number, (agreement, echo) in enumerate(_WRONG, start=1):
            one.subscriber.agreement, one.subscriber.echo = agreement, partial(echo.replace, "{}")
            await one.subscribe()
            await one.later(HOUR)
            assert (echo[:5], one.store.crowd(), len(one.subscriber.asked)) == (echo[:5], 0, number)

    play_in(tmp_path, story)


def test_each_challenge_is_random_and_used_once(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        await one.subscribe()
        await one.subscribe()
        first, second = (asked["hub.challenge"] for asked in one.subscriber.asked)
        assert first != second
        assert len(first) >= 32

    play_in(tmp_path, story)


def test_callback_that_gives_no_answer_is_asked_again_a_few_times(tmp_path: Path) -> None:
    async def story(subscriber: Subscriber) -> None:
        async with world(tmp_path, subscriber) as one:
            other = Subscriber()
            async with listening(other.answer) as other.port:
                pass
            assert await one.ask(callback=other.url) == 202
            for _ in range(3):
                await one.round()
                assert one.store.crowd() == 1
                await one.later(5 * MINUTE)
            assert one.store.crowd() == 0

    play(story)


def test_failed_verification_leaves_the_subscription_as_it_was(tmp_path: Path) -> None:
    """5.1: a request overrides the former "only once the action is verified"."""

    async def story(one: World) -> None:
        await one.subscribe(secret="old")
        one.subscriber.echo = lambda _: "no"
        await one.subscribe(secret="new")
        await one.ask("unsubscribe")
        await one.publish(SECOND)
        assert is_signed(one.subscriber.received[0], "old")

    play_in(tmp_path, story)


def test_renewed_subscription_takes_the_new_secret_and_still_hears_of_what_it_missed(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        await one.subscribe(secret="old")
        one.subscriber.status = 500
        await one.publish(SECOND)
        one.subscriber.status = 200
        await one.subscribe(secret="new")
        await one.round()
        assert one.subscriber.bodies == [SECOND, SECOND]
        assert is_signed(one.subscriber.received[1], "new")
        await one.subscribe()  # "MAY make a new subscription without a hub.secret"
        await one.publish(THIRD)
        assert "X-Hub-Signature" not in one.subscriber.received[2].headers

    play_in(tmp_path, story)


def test_topic_and_callback_are_the_same_however_unreserved_characters_are_written(tmp_path: Path) -> None:
    """5.1.1: "Hubs MUST always decode non-reserved characters for these URL parameters"."""

    async def story(one: World) -> None:
        await one.subscribe(callback=f"{one.subscriber.url}/~an")
        await one.ask("unsubscribe", topic=ALL.replace("all", "%61ll"), callback=f"{one.subscriber.url}/%7Ean")
        await one.round()
        await one.publish(SECOND)
        assert one.subscriber.received == []

    play_in(tmp_path, story)


def test_who_unsubscribes_while_a_delivery_waits_its_turn_gets_no_more(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        port, subscriber = one.subscriber.port, one.subscriber
        await one.subscribe(callback=f"http://slow.example:{port}/1")
        await one.subscribe(callback=f"http://slow.example:{port}/2")
        subscriber.open.clear()
        files.write(one.output / ATOM, SECOND)
        await one.courier.go_round()
        await until(lambda: subscriber.received)
        (first,) = subscriber.received
        other = "/2" if first.callback == "/1" else "/1"
        await one.ask("unsubscribe", callback=f"http://slow.example:{port}{other}")
        await one.courier.go_round()
        await until(lambda: one.store.crowd() == 1)
        subscriber.open.set()
        await one.round()
        assert subscriber.received == [first]

    play_in(tmp_path, story, lookup=loopback, limits=Limits(requests_a_host=1))


def test_unknown_subscription_can_be_left_as_any_other(tmp_path: Path) -> None:
    """5.1.2: "the HTTP response MUST NOT depend on the process or outcome of verification or validation"."""

    async def story(one: World) -> None:
        assert await one.ask("unsubscribe") == 202
        await one.round()
        assert one.subscriber.asked[0]["hub.mode"] == "unsubscribe"
        assert one.store.crowd() == 0

    play_in(tmp_path, story)


def test_feed_that_is_gone_can_be_left_but_not_subscribed_to(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        await one.subscribe()
        await one.ask(callback=f"{one.subscriber.url}/2")
        (one.output / ATOM).unlink()
        await one.round()
        denied = one.subscriber.asked[-1]
        assert (denied["hub.mode"], denied["hub.topic"]) == ("denied", ALL)  # 5.2
        assert await one.ask(callback=f"{one.subscriber.url}/3") == 404
        assert await one.ask("unsubscribe") == 202
        await one.round()
        assert one.store.crowd() == 0

    play_in(tmp_path, story)


# Leases


def test_lease_ends_unless_it_is_renewed(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        other = f"{one.subscriber.url}/2"
        await one.subscribe(lease_seconds="3600")
        await one.subscribe(callback=other, lease_seconds="3600")
        await one.later(HOUR - timedelta(seconds=1))
        await one.subscribe(callback=other, lease_seconds="3600")
        await one.later(timedelta(seconds=1))
        await one.publish(SECOND)
        assert [delivery.callback for delivery in one.subscriber.received] == ["/cb/2"]
        await one.later(HOUR)
        assert one.store.crowd() == 0

    play_in(tmp_path, story)


_LEASES = {
    "": 10 * 86400,  # 8.2: "10 days is a good default"
    "3600": 3600,
    "1": 300,
    "864000000": 30 * 86400,  # 5.3.1: "MUST NOT issue perpetual lease durations"
    "9" * 5000: 30 * 86400,
    "0" * 50 + "3600": 3600,
}


def test_lease_is_what_was_asked_for_within_bounds(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        for asked, granted in _LEASES.items():
            await one.subscribe(**({"lease_seconds": asked} if asked else {}))
            assert one.subscriber.asked[-1]["hub.lease_seconds"] == str(granted)
            await one.later(timedelta(seconds=granted - 1))
            assert one.store.crowd() == 1
            await one.later(timedelta(seconds=1))
            assert one.store.crowd() == 0

    play_in(tmp_path, story)


# What is refused at once (5.1.2)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"mode": ""}, "hub.mode is missing"),
        ({"mode": "denied"}, "hub.mode is subscribe or unsubscribe"),
        ({"topic": ""}, "hub.topic is missing"),
        ({"callback": ""}, "hub.callback is missing"),
        ({"callback": "ftp://a.example/"}, "https:// or http://"),
        ({"callback": "http://"}, "https:// or http://"),
        ({"callback": "/cb"}, "https:// or http://"),
        ({"callback": "https://a.example/đ"}, "ASCII"),
        ({"callback": "https://a.example/ b"}, "ASCII"),
        ({"callback": "https://a.example/\r\nHost: b"}, "ASCII"),
        ({"callback": "https://a.example/#b"}, "without #"),
        ({"callback": "https://a.example/" + "a" * 5000}, "4096 characters"),
        ({"callback": "https://an:mat@a.example/"}, "user's name"),
        ({"callback": "https://a.example:99999/"}, "no address"),
        ({"callback": "https://[::1/"}, "no address"),
        ({"callback": "http://a.example:25/"}, "ports"),
        ({"callback": "http://a.example:0/"}, "ports"),
        ({"callback": "http://127.0.0.1:8080/"}, "private network"),
        ({"callback": "http://[::1]:8080/"}, "private network"),
        ({"callback": "http://169.254.169.254/latest/"}, "private network"),
        ({"secret": "x" * 200}, "shorter than 200 bytes"),
        ({"secret": "đ" * 100}, "shorter than 200 bytes"),
        ({"lease_seconds": "0"}, "positive decimal"),
        ({"lease_seconds": "-5"}, "positive decimal"),
        ({"lease_seconds": "1e3"}, "positive decimal"),
        ({"lease_seconds": "٣"}, "positive decimal"),
    ],
)
def test_faulty_request_is_told_its_fault_in_plain_words(fields: dict[str, str], words: str) -> None:
    asked = {"mode": "subscribe", "topic": ALL, "callback": "https://a.example/cb", **fields}
    refusal = protocol.wish({f"hub.{name}": value for name, value in asked.items()})
    assert isinstance(refusal, Refusal)
    assert refusal.status == 400
    assert words in refusal.words


def test_secret_of_199_bytes_and_any_usual_callback_will_do() -> None:
    for callback in ("https://a.example/", "http://a.example:8080/?q=1&q=2", "https://203.162.0.181/cb", "http://a"):
        found = protocol.wish(
            {"hub.mode": "subscribe", "hub.topic": ALL, "hub.callback": callback, "hub.secret": "x" * 199}
        )
        assert found == Wish(mode=Mode.SUBSCRIBE, callback=callback, topic=ALL, secret="x" * 199)


def test_lease_of_an_unsubscription_is_ignored() -> None:
    """5.1: it "MAY be present for unsubscription requests and MUST be ignored"."""
    fields = {"hub.mode": "unsubscribe", "hub.topic": ALL, "hub.callback": "https://a.example/"}
    found = protocol.wish({**fields, "hub.lease_seconds": "soon"})
    assert isinstance(found, Wish)
    assert found.lease is None


_BODIES = (
    (b"hub.mode=subscribe", "application/json", 415),
    (b"hub.mode=subscribe", "", 415),
    (b"x=" + b"a" * 20_000, FORM, 413),
    (b"hub.topic=%ff", FORM, 400),
    (b"hub.topic=\xff", FORM, 400),
    (b"&".join(b"a%d=1" % number for number in range(50)), FORM, 400),
    (b"hub.mode=subscribe&hub.mode=unsubscribe", FORM, 400),
    (b"", FORM, 400),
    (b"hub.mode=publish&hub.url=a&hub.url=b", FORM, 204),
)


def test_body_must_be_a_small_form_in_utf8(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        for body, kind, status in _BODIES:
            answer = await one.post(body, kind)
            assert (body[:30], answer.status) == (body[:30], status)
            assert status == 204 or answer.headers["content-type"] == "text/plain; charset=utf-8"

    play_in(tmp_path, story)


def test_fields_that_the_hub_does_not_know_are_ignored(tmp_path: Path) -> None:
    """5.1: "Hubs MUST ignore additional request parameters they do not understand"."""

    async def story(one: World) -> None:
        fields = {"hub.mode": "subscribe", "hub.topic": ALL, "hub.callback": one.subscriber.url}
        body = urlencode([*fields.items(), ("hub.verify", "async"), ("a", "1"), ("a", "2")])
        answer = await one.post(body, "Application/X-WWW-Form-Urlencoded; charset=UTF-8")
        assert answer.status == 202

    play_in(tmp_path, story)


_STRANGE = (
    SITE.address("feeds/none.atom"),
    SITE.address("feeds/"),
    SITE.address(),
    SITE.address("hub"),
    SITE.address("notes.txt"),
    SITE.address(".secret.atom"),
    SITE.address("feeds/../../outside.atom"),
    SITE.address("feeds/%2e%2e/%2e%2e/outside.atom"),
    SITE.address("feeds/..\\outside.atom"),
    SITE.address("feeds/all.atom\x00"),
    SITE.address("x" * 300 + ".atom"),
    f"{ALL}?page=2",
    f"{ALL}#top",
    ALL.replace("https", "http"),
    ALL.replace("feeds.example.vn", "other.example.vn"),
    ALL.replace("feeds.example.vn", "feeds.example.vn:8443"),
    ALL.replace("feeds.example.vn", "feeds.example.vn:x"),
    ALL.replace("/tin/", "/"),
    "https://[::1/",
    "nothing",
)


def test_only_what_this_server_serves_may_be_subscribed_to(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        for path in ("output/.secret.atom", "output/notes.txt", "outside.atom"):
            (tmp_path / path).write_bytes(b"no")
        for topic in _STRANGE:
            assert (topic, await one.ask(topic=topic)) == (topic, 404)
        assert one.store.crowd() == 0

    play_in(tmp_path, story)


@pytest.mark.parametrize("topic", [ALL, ALL.replace("vn/", "vn:443/"), ALL.replace("feeds.ex", "FEEDS.EX")])
def test_host_and_port_of_a_topic_are_compared_as_addresses_are(tmp_path: Path, topic: str) -> None:
    assert watched(tmp_path).path(topic) == ATOM


def test_host_and_hub_have_room_for_so_many_subscriptions_and_who_is_there_may_renew(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        port = one.subscriber.port
        for number in (1, 2):
            await one.subscribe(callback=f"http://a.example:{port}/{number}")
        assert await one.ask(callback=f"http://A.example:{port}/3") == 429
        assert await one.ask(callback=f"http://a.example:{port}/2") == 202
        assert await one.ask("unsubscribe", callback=f"http://a.example:{port}/2") == 202
        assert await one.ask(callback=f"http://b.example:{port}/1") == 202
        assert await one.ask(callback=f"http://c.example:{port}/1") == 503
        assert (await one.post(b"hub.mode=publish")).status == 204

    rules = Rules(private=True, most=4, most_a_host=2)
    play_in(tmp_path, story, rules=rules, lookup=loopback)


def test_client_may_ask_so_often_a_minute(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        form = urlencode({"hub.mode": "subscribe", "hub.topic": ALL, "hub.callback": one.subscriber.url})

        async def asked(client: str) -> tuple[int, str]:
            answer = await one.post(form, client=client)
            return answer.status, answer.headers.get("retry-after", "")

        one.clock.now = START + timedelta(seconds=20)
        assert [await asked("203.0.113.7") for _ in range(3)] == [(202, ""), (202, ""), (429, "40")]
        assert (await asked("203.0.113.8"))[0] == 202
        assert [(await asked(f"2001:db8:1:2::{number}"))[0] for number in range(3)] == [202, 202, 429]
        assert (await asked("2001:db8:1:3::1"))[0] == 202
        assert [(await asked(f"::ffff:198.51.100.{number}"))[0] for number in range(3)] == [202] * 3
        assert (await asked("::ffff:203.0.113.7"))[0] == 429
        assert (await one.post("hub.mode=publish", client="203.0.113.7")).status == 204
        one.clock.now = START + MINUTE
        assert (await asked("203.0.113.7"))[0] == 202

    play_in(tmp_path, story, rules=Rules(private=True, most_a_minute=2))


# Queries

Q = SITE.address("feeds/query.atom?q=phi%C3%AAn%20h%E1%BB%8Dp")


@contextmanager
def searched(tmp_path: Path) -> Iterator[tuple[Archive, Answers]]:
    with factories.archive(tmp_path, [factories.article(1)]) as store:
        site = replace(SITE, hubs=(HUB,))
        yield store, Answers(store, portals=factories.PORTALS, subjects=factories.SUBJECTS, site=site)


def test_subscriber_to_a_query_is_sent_what_it_finds_when_that_changes(tmp_path: Path) -> None:
    with searched(tmp_path) as (store, answers):

        async def story(one: World) -> None:
            await one.subscribe(topic=Q.replace("%20", "+"), secret="s")
            await one.round()
            assert one.subscriber.received == []
            factories.save(store, [factories.article(2)])
            await one.round()
            factories.save(store, [factories.article(3, title="Điều khác", lead="Khác.", body_html="<p>Khác.</p>")])
            await one.later(DAY)
            (delivery,) = one.subscriber.received
            assert factories.article(2).id in delivery.body.decode()
            assert delivery.headers["Content-Type"] == TYPES[".atom"]
            assert delivery.headers["Link"] == f'<{HUB}>; rel="hub", <{Q}>; rel="self"'
            assert is_signed(delivery, "s")
            await one.ask("unsubscribe", topic=Q)
            await one.round()
            assert one.store.crowd() == 0

        play_in(tmp_path, story, answers=answers)


def test_queries_that_cannot_be_are_not_subscribed_to(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        for topic in (f"{Q}&topc=y-te", Q.replace("query.atom", "query.xml"), Q.replace("query", "all"), f"{Q}&q=%ff"):
            assert (topic, await one.ask(topic=topic)) == (topic, 404)

    with searched(tmp_path) as (_, answers):
        play_in(tmp_path, story, answers=answers)
    play_in(tmp_path, without_an_archive)


async def without_an_archive(one: World) -> None:
    assert await one.ask(topic=Q) == 404


def test_so_many_different_queries_are_subscribed_to(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        port = one.subscriber.port
        for number in (1, 2):
            await one.subscribe(topic=f"{Q}&limit={number}")
        assert await one.ask(topic=f"{Q}&limit=3") == 503
        assert await one.ask(topic=f"{Q}&limit=2", callback=f"http://127.0.0.1:{port}/2") == 202
        assert await one.ask() == 202
        await one.ask("unsubscribe", topic=f"{Q}&limit=1")
        await one.round()
        assert await one.ask(topic=f"{Q}&limit=3") == 202

    with searched(tmp_path) as (_, answers):
        play_in(tmp_path, story, answers=answers, rules=Rules(private=True, most_queries=2))


def test_many_queries_take_turns_and_hold_up_no_file(tmp_path: Path) -> None:
    with searched(tmp_path) as (store, answers):

        async def story(one: World) -> None:
            for number in range(1, 13):
                await one.ask(topic=f"{Q}&limit={number}")
            await one.subscribe()
            files.write(one.output / ATOM, SECOND)
            factories.save(store, [factories.article(2)])
            await one.round()
            assert SECOND in one.subscriber.bodies
            assert len(one.subscriber.received) < 13
            await one.round()
            assert len(one.subscriber.received) == 13

        play_in(tmp_path, story, answers=answers)


def test_query_is_told_again_when_the_archive_can_be_searched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with searched(tmp_path) as (store, answers):

        async def story(one: World) -> None:
            def busy(*_: object) -> None:
                raise QueriesTooMany("as it was told to")

            await one.subscribe(topic=Q)
            factories.save(store, [factories.article(2)])
            with monkeypatch.context() as patched:
                patched.setattr(answers, "answer", busy)
                await one.round()
                answer = await one.post(urlencode(subscription(one, Q)))
                assert (answer.status, answer.headers["retry-after"]) == (503, "30")
            await one.round()
            assert len(one.subscriber.received) == 1

        play_in(tmp_path, story, answers=answers)


def subscription(one: World, topic: str) -> dict[str, str]:
    return {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": f"{one.subscriber.url}/other"}


def test_what_was_seen_of_topics_that_nobody_wants_any_more_is_forgotten(tmp_path: Path) -> None:
    async def story(one: World) -> None:
        await one.subscribe(lease_seconds="300")
        await one.round()
        await one.later(HOUR)
        with sqlite3.connect(tmp_path / "hub.db") as connection:
            assert connection.execute("SELECT count(*) FROM files").fetchone() == (0,)
        connection.close()

    play_in(tmp_path, story)


# Callbacks over TLS


def certified(folder: Path, host: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return a server's side of TLS, with a certificate for a host, and a client's that believes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a certificate for tests")])
    certificate = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - DAY)
        .not_valid_after(datetime.now(UTC) + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{host}.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


def test_callback_over_tls_is_asked_and_told(tmp_path: Path) -> None:
    server, client = certified(tmp_path, "reader.example")

    async def story() -> None:
        subscriber = Subscriber()
        async with (
            listening(subscriber.answer, server) as subscriber.port,
            world(tmp_path, subscriber, lookup=loopback, trust=client) as one,
        ):
            await one.subscribe(callback=f"https://reader.example:{subscriber.port}/cb", secret="s")
            await one.publish(SECOND)
            assert subscriber.bodies == [SECOND]
            assert is_signed(subscriber.received[0], "s")

    asyncio.run(story())


@pytest.mark.parametrize("believed", [True, False])
def test_callback_whose_certificate_is_anothers_or_nobodys_is_told_nothing(
    tmp_path: Path,
    believed: bool,  # noqa: FBT001
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="feeds.websub.delivery")
    server, client = certified(tmp_path, "reader.example")

    async def story() -> None:
        subscriber = Subscriber()
        host = "other.example" if believed else "reader.example"
        async with (
            listening(subscriber.answer, server) as subscriber.port,
            world(tmp_path, subscriber, lookup=loopback, trust=client if believed else None) as one,
        ):
            await one.subscribe(callback=f"https://{host}:{subscriber.port}/cb")
            assert subscriber.asked == []
        assert f"subscribe=unanswered file=feeds/all.atom host={host} answer=SSLCertVerificationError" in caplog.text

    asyncio.run(story())


# Private networks


@pytest.mark.parametrize(
    "found",
    [
        [(socket.AF_INET, "127.0.0.1")],
        [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")],
        [(socket.AF_INET6, "::ffff:127.0.0.1")],
    ],
)
def test_name_that_leads_into_a_private_network_is_never_connected_to(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, found: list[tuple[socket.AddressFamily, str]]
) -> None:
    caplog.set_level(logging.INFO, logger="feeds.websub.delivery")

    async def story(one: World) -> None:
        assert await one.ask(callback=f"http://private.example:{one.subscriber.port}/") == 202
        await one.round()
        assert one.subscriber.asked == []
        assert one.store.crowd() == 0
        assert "subscribe=unverified file=feeds/all.atom host=private.example answer=private-address" in caplog.text

    play_in(tmp_path, story, rules=Rules(), lookup=lambda *_: found)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0", "[::1]", "[::ffff:127.0.0.1]"])
def test_address_in_figures_is_looked_at_as_it_is_connected_to(host: str) -> None:
    """aiohttp asks no resolver about those, so that the last look must be at the socket."""

    async def story(subscriber: Subscriber) -> None:
        async with Callbacks(agent="diemtin/0.1") as callbacks:
            reply = await callbacks.get(f"http://{host}:{subscriber.port}/", most=10)
        assert reply.status is None
        assert reply.fault
        assert subscriber.queries == []

    play(story)


def test_name_that_turns_private_after_its_subscription_is_not_delivered_to(tmp_path: Path) -> None:
    """DNS rebinding: the name is verified while it is public, then turned to an address behind the firewall."""

    async def story(subscriber: Subscriber) -> None:
        name = f"http://turning.example:{subscriber.port}/"
        async with world(tmp_path, subscriber, lookup=loopback) as one:  # for the test's sake: verified as if public
            await one.subscribe(callback=name)
        async with world(tmp_path, subscriber, rules=Rules(), lookup=loopback) as one:
            await one.publish(SECOND)
            assert one.store.crowd() == 1
        assert subscriber.received == []

    play(story)


def test_slow_name_server_of_a_stranger_holds_up_nothing_else(tmp_path: Path) -> None:
    answered = threading.Event()

    def lookup(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        answered.wait(PATIENCE)
        return loopback(host, port)

    async def story(one: World) -> None:
        for number in range(9):  # the system's resolver would have as many threads as all else together
            await one.ask(callback=f"http://never-{number}.example:{one.subscriber.port}/")
        await one.courier.go_round()
        await one.ask()
        assert one.store.crowd() == 10
        answered.set()
        await one.round()
        assert len(one.subscriber.asked) == 10

    play_in(tmp_path, story, lookup=lookup)


# The ledger


def test_ledger_is_for_this_user_alone_and_says_what_to_do_when_it_cannot_be_used(tmp_path: Path) -> None:
    with kept(tmp_path):
        assert (tmp_path / "hub.db").stat().st_mode & 0o777 == 0o600
    (tmp_path / "hub.db").write_bytes(b"no database" * 1000)
    with pytest.raises(LedgerUnusable, match="other program"), kept(tmp_path):
        pass
    with pytest.raises(LedgerUnusable, match=r"hub\.db cannot be used"), kept(tmp_path / "hub.db"):
        pass


# Hubs of others (6)


class Others:
    """A web server of other people's hubs, each at a path: takes what it is told, unless told otherwise."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, list[tuple[str, str]]]] = []
        self.statuses: dict[str, int] = {}
        others = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                others.heard.append((self.path, parse_qsl(form)))
                self.send_response(others.statuses.get(self.path, 204))
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def urls(self, path: str) -> list[str]:
        return [value for asked, form in self.heard for name, value in form if (asked, name) == (path, "hub.url")]


@pytest.fixture
def others() -> Iterator[Others]:
    found = Others()
    thread = threading.Thread(target=found.server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield found
    finally:
        found.server.shutdown()
        found.server.server_close()
        thread.join()


@contextmanager
def pings(tmp_path: Path) -> Iterator[Pings]:
    with ledger.opened(tmp_path / "pings.db", ping.tables) as engine:
        yield Pings(engine)


TELL = ping.teller("diemtin/0.1", patience=PATIENCE)


def test_each_hub_is_told_of_each_feed_that_changed(tmp_path: Path, others: Others) -> None:
    with pings(tmp_path) as store:
        ping.ping([HEALTH, ALL], [others.at("/a"), others.at("/b")], store=store, now=START, tell=TELL)
        ping.ping([], [others.at("/a")], store=store, now=START, tell=TELL)
        ping.retry_due(store, now=START + DAY, tell=TELL)
    form = [("hub.mode", "publish"), ("hub.url", ALL), ("hub.url", HEALTH)]
    assert others.heard == [("/a", form), ("/b", form)]


def test_hub_is_told_of_many_feeds_in_requests_of_fifty(tmp_path: Path, others: Others) -> None:
    urls = [SITE.address(f"feeds/portals/{number:03}.atom") for number in range(120)]
    with pings(tmp_path) as store:
        ping.ping(urls, [others.at("/a")], store=store, now=START, tell=TELL)
    assert [len(form) - 1 for _, form in others.heard] == [50, 50, 20]
    assert others.urls("/a") == urls


@pytest.mark.parametrize("status", [302, 400, 500])
def test_hub_that_does_not_take_it_is_told_again_also_after_a_restart(
    tmp_path: Path, others: Others, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    others.statuses = {"/a": status}
    with pings(tmp_path) as store:
        ping.ping([ALL], [others.at("/a"), others.at("/b")], store=store, now=START, tell=TELL)
    assert others.urls("/b") == [ALL]
    assert f"ping=failed hub={others.at('/a')} feeds=1 given_up=0 answer={status}" in caplog.text
    with pings(tmp_path) as store:
        ping.retry_due(store, now=START + MINUTE - timedelta(seconds=1), tell=TELL)
        assert others.urls("/a") == [ALL]
        ping.retry_due(store, now=START + MINUTE, tell=TELL)
        others.statuses = {}
        ping.retry_due(store, now=START + 5 * MINUTE, tell=TELL)
        assert others.urls("/a") == [ALL] * 2
        ping.retry_due(store, now=START + 6 * MINUTE, tell=TELL)
        ping.retry_due(store, now=START + DAY, tell=TELL)
    assert others.urls("/a") == [ALL] * 3
    assert "/elsewhere" not in dict(others.heard)


def test_hub_that_cannot_be_reached_holds_up_no_other_and_is_given_up_after_a_week(
    tmp_path: Path, others: Others, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    with pings(tmp_path) as store:
        ping.ping([ALL, HEALTH], [dead, others.at("/a")], store=store, now=START, tell=TELL)
        assert others.urls("/a") == [ALL, HEALTH]
        assert f"hub={dead} feeds=2 given_up=0 answer=ConnectionRefusedError" in caplog.text
        ping.retry_due(store, now=START + 7 * DAY, tell=TELL)
        assert f"hub={dead} feeds=2 given_up=2" in caplog.text
        assert store.due(now=START + 8 * DAY) == []


def test_hub_that_does_not_answer_is_given_so_many_seconds(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pings(tmp_path) as store:
        hub = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        reply = ping.teller("diemtin/0.1", patience=0.1)(hub, [ALL])
        assert (reply.status, reply.told) == (None, "time-out")
        ping.ping([ALL], [hub], store=store, now=START, tell=lambda *_: reply)
        assert [one.url for one in store.due(now=START + HOUR)] == [ALL]


def test_feed_that_changes_again_while_its_hub_is_told_is_told_of_again(tmp_path: Path) -> None:
    told: list[list[str]] = []
    with pings(tmp_path) as store:

        def tell(hub: str, urls: Sequence[str]) -> Reply:
            if not told:  # another process publishes meanwhile
                store.note([ALL], [hub], now=START)
            told.append(list(urls))
            return Reply(status=204)

        ping.ping([ALL, HEALTH], ["https://hub.example/"], store=store, now=START, tell=tell)
        ping.retry_due(store, now=START, tell=tell)
        ping.retry_due(store, now=START, tell=tell)
    assert told == [[ALL, HEALTH], [ALL]]
