"""The hub of `diemtin serve`: takes subscriptions to feeds and queries, and tells subscribers what changed."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from ipaddress import IPv4Address, ip_address, ip_network

from feeds.errors import LedgerUnusable
from feeds.serving import http
from feeds.serving.http import Answer, Request
from feeds.websub import protocol
from feeds.websub.callbacks import Callbacks
from feeds.websub.delivery import Courier, Limits
from feeds.websub.protocol import Mode, Refusal, Rules, Wish
from feeds.websub.subscriptions import Subscriptions
from feeds.websub.watched import Watched, is_query

logger = logging.getLogger(__name__)

METHODS = frozenset({"POST"})
"""What the hub's address is asked with."""

_POLL = 1.0  # seconds between two looks at the files
_TROUBLED = 60.0  # seconds until it is tried again, when the ledger cannot be used
_LEAVE = 5.0  # seconds that deliveries have when the server is told to stop
_LATER = 3600  # seconds, told to whoever comes when there is no room
_SOON = 30  # seconds, likewise when the archive is busy
_MINUTE = 60
_NETWORK = 64  # bits: what one client has of IPv6 addresses, at the least


class Pace:
    """How often each client asked in this minute; belongs to the event loop's thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._minute = 0
        self._asked: Counter[str] = Counter()

    def wait(self, client: str, *, now: datetime) -> int:
        """Count a client's request, and return after how many seconds it will be taken; nought when it is now."""
        minute, second = divmod(int(now.timestamp()), _MINUTE)
        if minute != self._minute:
            self._minute, self._asked = minute, Counter()
        asks = _network(client)
        self._asked[asks] += 1
        return _MINUTE - second if self._asked[asks] > self._most else 0


class Hub:
    """Answers subscribers, and runs beside the server.

    Answering and delivering meet in the ledger alone: what was taken is never forgotten, whichever of them is killed.
    """

    def __init__(
        self,
        files: Watched,
        store: Subscriptions,
        *,
        address: str,
        callbacks: Callbacks,
        clock: Callable[[], datetime],
        rules: Rules | None = None,
        limits: Limits | None = None,
        poll: float = _POLL,
    ) -> None:
        """Make a hub.

        Args:
            files: those that may be subscribed to.
            store: where subscriptions are kept.
            address: the hub's own, as the feeds name it.
            callbacks: by which subscribers are reached; `run` opens and closes it.
            clock: tells the present moment, aware.
            rules: what it grants.
            limits: how much is under way at once.
            poll: seconds between two looks at the files.
        """
        self._files = files
        self._store = store
        self._callbacks = callbacks
        self._clock = clock
        self._rules = rules or Rules()
        self._poll = poll
        self._pace = Pace(self._rules.most_a_minute)
        self._courier = Courier(
            files, store, callbacks, address=address, rules=self._rules, limits=limits or Limits(), clock=clock
        )

    async def answer(self, request: Request) -> Answer:
        """Answer a subscriber's request: 202 when it is taken; the callback then hears more (5.1.2)."""
        fields = protocol.fields(request.body, content_type=request.headers.get("content-type", ""))
        if isinstance(fields, Refusal):
            return _refused(fields)
        if fields.get("hub.mode") == "publish":  # as publishers tell hubs (6); this one sees by itself what changed
            return Answer(status=HTTPStatus.NO_CONTENT, headers={})
        wish = protocol.wish(fields, private=self._rules.private)
        if isinstance(wish, Refusal):
            return _refused(wish)
        wait = self._pace.wait(request.client, now=self._clock())
        if wait:
            return _refused(_too_many("you ask too often: come back in a minute", again=wait))
        try:
            refusal = await asyncio.to_thread(self._take, wish)
        except LedgerUnusable as error:
            logger.error("hub=refusing reason=%r", str(error))  # noqa: TRY400 - the operator's to mend, not ours
            return http.text(HTTPStatus.SERVICE_UNAVAILABLE, "no room to note it; come back\n", retry_after=str(_LATER))
        return _refused(refusal) if refusal else http.text(HTTPStatus.ACCEPTED, "the callback will be asked\n")

    async def run(self, stop: asyncio.Event) -> None:
        """Ask and tell callbacks until the server stops; of two servers with one ledger, the first to come does."""
        async with self._callbacks:
            try:
                with self._store.turn() as is_ours:
                    while not stop.is_set():
                        rest = await self._go_round() if is_ours() else self._poll
                        with suppress(TimeoutError):
                            await asyncio.wait_for(stop.wait(), rest)
            finally:
                await self._courier.close(patience=_LEAVE)

    async def _go_round(self) -> float:
        """Let the courier go, and return after how many seconds again."""
        try:
            await self._courier.go_round()
        except LedgerUnusable as error:
            logger.error("hub=waiting reason=%r", str(error))  # noqa: TRY400 - likewise
            return _TROUBLED
        return self._poll

    def _take(self, wish: Wish) -> Refusal | None:
        """Note a request, or return why it is not taken.

        An unsubscription is taken whether or not there is such a subscription: whether there is, is not told to
        whoever asks, and the callback hears an end of it [w3c/websub issue 120].
        """
        path = self._files.path(wish.topic)
        if not path:
            return _NO_FEED
        content = self._files.content(path) if wish.mode is Mode.SUBSCRIBE else None
        if not content and wish.mode is Mode.SUBSCRIBE:
            return _BUSY if is_query(path) else _NO_FEED
        refusal = None if self._store.is_known(wish, path=path) else self._no_room(wish, path)
        if not refusal:
            self._store.ask(wish, path=path, digest=content.digest if content else "", now=self._clock())
        return refusal

    def _no_room(self, wish: Wish, path: str) -> Refusal | None:
        """Return why there is no room for one more; who is there may always renew, or leave."""
        if self._store.crowd(wish.host) >= self._rules.most_a_host:
            return _too_many("there are too many subscriptions with callbacks on this host")
        if self._store.crowd() >= self._rules.most:
            return _full("there are too many subscriptions")
        if is_query(path) and len(self._store.queries() - {path}) >= self._rules.most_queries:
            return _full("too many different queries are subscribed to")
        return None


_NO_FEED = Refusal(status=HTTPStatus.NOT_FOUND, words="hub.topic is no feed of this server, as it names itself")
_BUSY = Refusal(status=HTTPStatus.SERVICE_UNAVAILABLE, words="the archive cannot be searched now", again=_SOON)


def _too_many(words: str, *, again: int = _LATER) -> Refusal:
    return Refusal(status=HTTPStatus.TOO_MANY_REQUESTS, words=words, again=again)


def _full(words: str) -> Refusal:
    return Refusal(status=HTTPStatus.SERVICE_UNAVAILABLE, words=words, again=_LATER)


def _refused(refusal: Refusal) -> Answer:
    later = {"retry_after": str(refusal.again)} if refusal.again else {}
    return http.text(refusal.status, f"{refusal.words}\n", **later)


def _network(client: str) -> str:
    """Return what stands for a client: who has one address of IPv6 has millions."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv4Address) or address.ipv4_mapped:
        return str(getattr(address, "ipv4_mapped", None) or address)
    return str(ip_network((int(address), _NETWORK), strict=False))
