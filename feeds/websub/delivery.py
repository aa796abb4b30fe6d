"""The hub's errands: callbacks are asked whether they want what was asked in their name, and told what changed."""

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Hashable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

from feeds.errors import LedgerUnusable
from feeds.serving import application
from feeds.websub import protocol
from feeds.websub.callbacks import PRIVATE, Callbacks
from feeds.websub.protocol import Mode, Reply, Rules
from feeds.websub.subscriptions import Due, Subscription, Subscriptions, Waiting
from feeds.websub.watched import Watched, is_query

logger = logging.getLogger(__name__)

_GONE = 410
# Whoever does not answer when asked is asked again: it, or the way to it, may be starting up.
_ASKED_AGAIN = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))
# Before a request is sent it is put off for so long. So nothing is sent where that cannot be noted, as on a full disk:
# nor could it be noted that it was sent, and the subscriber would get it again and again.
_AWAY = timedelta(minutes=1)
_SEARCHES = 10  # queries that are looked at in a round, while files that changed wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is under way at once.

    Attributes:
        errands: that are begun and wait for room, or are on their way.
        errands_a_host: of these, to callbacks on one host.
        requests: on their way.
        requests_a_host: of these, to callbacks on one host.
    """

    errands: int = 500
    errands_a_host: int = 50
    requests: int = 20
    requests_a_host: int = 4


class Lanes:
    """Room for errands: so many in all, and so many a host."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._under_way: dict[Hashable, tuple[str, asyncio.Task[None]]] = {}
        self._room = asyncio.Semaphore(limits.requests)
        self._rooms: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @property
    def most(self) -> int:
        """How many must be looked at to find some that are not under way."""
        return self._limits.errands + len(self._under_way)

    @property
    def free(self) -> int:
        """How many errands may be begun."""
        return self._limits.errands - len(self._under_way)

    @property
    def busy(self) -> set[str]:
        """The hosts to which no further errand may be begun."""
        hosts = Counter(host for host, _ in self._under_way.values())
        return {host for host, errands in hosts.items() if errands >= self._limits.errands_a_host}

    def has(self, key: Hashable) -> bool:
        """Return whether an errand is under way."""
        return key in self._under_way

    def begin(self, key: Hashable, errand: Coroutine[Any, Any, None], *, host: str) -> None:
        """Begin an errand."""
        task = asyncio.create_task(errand)
        self._under_way[key] = host, task
        task.add_done_callback(lambda done: self._ended(key, done))

    @asynccontextmanager
    async def room(self, host: str) -> AsyncIterator[None]:
        """Wait until a request may be sent to a host."""
        room = self._rooms.get(host) or asyncio.Semaphore(self._limits.requests_a_host)
        self._rooms[host] = room
        async with room, self._room:
            yield

    async def close(self, *, patience: float) -> None:
        """Wait so many seconds for what is under way, and break off the rest."""
        tasks = [task for _, task in self._under_way.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _ended(self, key: Hashable, task: "asyncio.Task[None]") -> None:
        del self._under_way[key]
        error = None if task.cancelled() else task.exception()
        if error:  # whatever it was, it is tried again in a while
            ours = None if isinstance(error, LedgerUnusable) else error
            logger.error("errand=failed reason=%r", str(error), exc_info=ours)


class Courier:
    """Goes a round whenever it is told to, and begins the errands that are due.

    Everything that it must know stands in the ledger. So a restart loses nothing: what was not delivered is what a
    subscriber has not, whether the file changed a second ago or while no server ran.
    """

    def __init__(
        self,
        files: Watched,
        store: Subscriptions,
        callbacks: Callbacks,
        *,
        address: str,
        rules: Rules,
        limits: Limits,
        clock: Callable[[], datetime],
    ) -> None:
        self._files = files
        self._store = store
        self._callbacks = callbacks
        self._address = address
        self._rules = rules
        self._limits = limits
        self._clock = clock
        self._looked_at = ""  # the query that was looked at last
        self._asking = Lanes(limits)  # apart: a flood of requests to subscribe holds up no delivery
        self._telling = Lanes(limits)

    async def go_round(self) -> None:
        """Begin the errands that are due.

        Raises:
            LedgerUnusable: it cannot be read or written.
        """
        now = self._clock()
        expired = await asyncio.to_thread(self._store.expire, now=now)
        if expired:
            logger.info("subscriptions=expired number=%s", expired)
        for waiting in await asyncio.to_thread(self._wishes, now=now):
            self._asking.begin(waiting.id, self._ask(waiting), host=waiting.wish.host)
        for one in await asyncio.to_thread(self._changes, now=now):
            self._telling.begin(one, self._tell(one), host=one.host)

    async def close(self, *, patience: float) -> None:
        """Wait so many seconds for errands that are under way; what is broken off is begun anew the next time."""
        await asyncio.gather(self._asking.close(patience=patience), self._telling.close(patience=patience))

    def _wishes(self, *, now: datetime) -> list[Waiting]:
        """Return the requests whose callbacks are to be asked now."""
        lanes = self._asking
        found = self._store.waiting(now=now, busy=lanes.busy, most_a_host=self._limits.errands_a_host, most=lanes.most)
        due = [one for one in found if not lanes.has(one.id)][: lanes.free]
        self._store.claim(due, until=now + _AWAY)
        return due

    def _changes(self, *, now: datetime) -> list[Due]:
        """Return the subscribers who are to be told of a change now."""
        self._look()
        lanes = self._telling
        found = self._store.behind(now=now, busy=lanes.busy, most_a_host=self._limits.errands_a_host, most=lanes.most)
        due = [one for one in found if not lanes.has(one)][: lanes.free]
        self._store.claim(due, until=now + _AWAY)
        return due

    def _look(self) -> None:
        """Note what has changed that has subscribers: all files, and as many queries as there is time for."""
        before = self._store.stamps()
        now = self._files.stamps(before)
        changed = [path for path in before if now[path] not in {"", before[path]}]
        some = [*(path for path in changed if not is_query(path)), *self._in_turn(filter(is_query, changed))]
        found = {path: self._files.content(path) for path in some}
        self._store.note_files({path: (now[path], content.digest) for path, content in found.items() if content})

    def _in_turn(self, queries: Iterable[str]) -> list[str]:
        """Return the queries whose turn it is to be looked at, after those that were looked at last."""
        waiting = sorted(queries)
        chosen = ([path for path in waiting if path > self._looked_at] or waiting)[:_SEARCHES]
        self._looked_at = chosen[-1] if chosen else ""
        return chosen

    async def _ask(self, waiting: Waiting) -> None:
        """Ask a callback whether it made a request (5.3); where the request cannot be granted, tell it so (5.2)."""
        wish = waiting.wish
        async with self._asking.room(wish.host):
            if wish.mode is Mode.SUBSCRIBE and not self._files.stamp(waiting.path):
                await self._deny(wish.callback, wish.topic, reason="there is no such feed any more")
                await asyncio.to_thread(self._store.forget, waiting)
                return
            challenge, lease, asked = secrets.token_urlsafe(32), self._rules.lease(wish.lease), self._clock()
            url = protocol.verification(wish, challenge=challenge, lease=lease)
            reply = await self._callbacks.get(url, most=len(challenge) + 1)
            await asyncio.to_thread(
                self._heard, waiting, reply, agreed=reply.body == challenge.encode(), expires=asked + lease
            )

    def _heard(self, waiting: Waiting, reply: Reply, *, agreed: bool, expires: datetime) -> None:
        """Note what a callback said to a request; of one that said nothing, that it is to be asked again."""
        wish = waiting.wish
        again = reply.status is None and reply.fault != PRIVATE and waiting.attempts < len(_ASKED_AGAIN)
        if reply.is_success and agreed:
            outcome = "verified"
            if wish.mode is Mode.SUBSCRIBE:
                self._store.subscribe(waiting, expires=expires)
            else:
                self._store.unsubscribe(waiting)
        elif again:
            outcome = "unanswered"
            self._store.postpone(waiting, until=self._clock() + _ASKED_AGAIN[waiting.attempts])
        else:
            outcome = "unverified"
            self._store.forget(waiting)
        # Without the callback's path: it is the subscriber's secret (5.1.1).
        logger.info("%s=%s file=%s host=%s answer=%s", wish.mode, outcome, waiting.path, wish.host, reply.told)

    async def _tell(self, due: Due) -> None:
        """Send a subscriber what a file holds now (7)."""
        async with self._telling.room(due.host):
            # It may have unsubscribed, or changed its secret, since this errand began.
            one = await asyncio.to_thread(self._store.current, due, now=self._clock())
            content = await asyncio.to_thread(self._files.content, due.path)
            if one is None or content is None:
                return
            if content.digest == one.delivered:  # it changed and changed back
                await asyncio.to_thread(self._store.note_delivered, one, digest=content.digest)
                return
            headers = {
                "Content-Type": content.media_type,
                "Link": application.link(self._files.address(one.path), hubs=[self._address]),
            }
            if one.secret:
                headers["X-Hub-Signature"] = protocol.signature(one.secret, content.body)
            reply = await self._callbacks.post(one.callback, body=content.body, headers=headers)
            await self._settle(one, reply, digest=content.digest)

    async def _settle(self, one: Subscription, reply: Reply, *, digest: str) -> None:
        now = self._clock()
        since = one.failing_since or now
        if reply.is_success:
            await asyncio.to_thread(self._store.note_delivered, one, digest=digest)
            logger.info("delivery=done file=%s host=%s answer=%s", one.path, one.host, reply.told)
        elif reply.status == _GONE:
            await asyncio.to_thread(self._store.drop, one)
            logger.info("subscription=dropped file=%s host=%s answer=%s", one.path, one.host, reply.told)
        elif now - since >= protocol.GIVEN_UP:
            await asyncio.to_thread(self._store.drop, one)
            logger.warning("subscription=dropped file=%s host=%s failing_since=%s", one.path, one.host, since)
            await self._deny(one.callback, one.topic, reason="deliveries have failed for a week")
        else:
            again = now + protocol.patience(one.attempts + 1)
            await asyncio.to_thread(self._store.note_failure, one, since=since, again=again)
            logger.info("delivery=failed file=%s host=%s answer=%s again=%s", one.path, one.host, reply.told, again)

    async def _deny(self, callback: str, topic: str, *, reason: str) -> None:
        await self._callbacks.get(protocol.denial(callback, topic, reason=reason), most=0)
