"""Hubs of others told which feeds changed (WebSub, 6), at once and again until they have heard it."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from itertools import groupby
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from crawler.archive.schema import Instant
from feeds.websub import protocol
from feeds.websub.protocol import Reply

logger = logging.getLogger(__name__)

tables = MetaData()

# A number is given once: a feed that changes again while its hub hears of it is told of again.
_pings = Table(
    "pings",
    tables,
    Column("id", Integer, primary_key=True),
    Column("hub", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("next_try", Instant, nullable=False, index=True),
    sqlite_autoincrement=True,
)

_AT_ONCE = 50  # feeds in one request
_PATIENCE = 10.0  # seconds for each step of a request


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """A change that a hub has not yet heard of.

    Attributes:
        attempts: how often it could not be told.
        since: when the feed was published.
    """

    id: int
    hub: str
    url: str
    attempts: int
    since: datetime


Tell = Callable[[str, Sequence[str]], Reply]
"""Tells a hub, by its address, which feeds changed."""


class Pings:
    """A ledger's queue. Moments are aware."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, urls: Iterable[str], hubs: Iterable[str], *, now: datetime) -> None:
        """Note that each hub must hear of each feed."""
        rows = [
            {"hub": hub, "url": url, "attempts": 0, "since": now, "next_try": now}
            for hub in hubs
            for url in sorted(urls)
        ]
        if not rows:
            return
        with self._engine.begin() as connection:
            for row in rows:
                connection.execute(delete(_pings).where(_pings.c.hub == row["hub"], _pings.c.url == row["url"]))
            connection.execute(insert(_pings), rows)

    def due(self, *, now: datetime) -> list[Ping]:
        """Return what is to be told now, hub by hub."""
        query = select(_pings).where(_pings.c.next_try <= now).order_by(_pings.c.hub, _pings.c.id)
        with self._engine.connect() as connection:
            return [
                Ping(**{name: row[name] for name in Ping.__dataclass_fields__})
                for row in connection.execute(query).mappings()
            ]

    def drop(self, pings: Iterable[Ping]) -> None:
        """Drop what was heard, or will never be."""
        with self._engine.begin() as connection:
            for one in pings:
                connection.execute(delete(_pings).where(_pings.c.id == one.id))

    def postpone(self, pings: Iterable[Ping], *, now: datetime) -> None:
        """Note that these were not heard, each to be tried later the more often that happened."""
        with self._engine.begin() as connection:
            for one in pings:
                again = now + protocol.patience(one.attempts + 1)
                values: dict[str, Any] = {"attempts": one.attempts + 1, "next_try": again}
                connection.execute(update(_pings).where(_pings.c.id == one.id).values(values))


def ping(changed: Iterable[str], hubs: Iterable[str], *, store: Pings, now: datetime, tell: Tell) -> None:
    """Tell each hub of the feeds that changed, by their addresses; and of those that it was to be told by now.

    What a hub does not take is kept for `retry_due`, also over a restart, for a week.

    Raises:
        LedgerUnusable: that cannot be noted.
    """
    store.note(tuple(changed), hubs, now=now)
    retry_due(store, now=now, tell=tell)


def retry_due(store: Pings, *, now: datetime, tell: Tell) -> None:
    """Tell hubs what it is time to try again.

    Raises:
        LedgerUnusable: the queue cannot be read or written.
    """
    for hub, found in groupby(store.due(now=now), key=lambda one: one.hub):
        waiting = list(found)
        while waiting:
            some = waiting[:_AT_ONCE]
            reply = tell(hub, [one.url for one in some])
            if not reply.is_success:
                _fail(store, waiting, reply, now=now)
                break
            store.drop(some)
            logger.info("ping=heard hub=%s feeds=%s answer=%s", hub, len(some), reply.told)
            waiting = waiting[_AT_ONCE:]


def teller(agent: str, *, patience: float = _PATIENCE) -> Tell:
    """Return what tells hubs over HTTP, through the proxy of the environment where there is one.

    Args:
        agent: what it calls itself.
        patience: seconds for each step of a request.
    """
    opener = build_opener(_NoRedirects)

    def tell(hub: str, urls: Sequence[str]) -> Reply:
        form = urlencode([("hub.mode", "publish"), *(("hub.url", url) for url in urls)]).encode()
        try:
            with opener.open(Request(hub, data=form, headers={"User-Agent": agent}), timeout=patience) as answer:  # noqa: S310 - the operator's own
                return Reply(status=answer.status)
        except HTTPError as error:
            with error:
                return Reply(status=error.code)
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            return Reply(fault="time-out" if isinstance(reason, TimeoutError) else type(reason).__name__)

    return tell


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would be followed by a GET, which tells nothing; the operator shall name the hub's own address."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _fail(store: Pings, pings: Sequence[Ping], reply: Reply, *, now: datetime) -> None:
    hopeless = [one for one in pings if now - one.since >= protocol.GIVEN_UP]
    store.drop(hopeless)
    left = [one for one in pings if one not in hopeless]
    store.postpone(left, now=now)
    logger.warning(
        "ping=failed hub=%s feeds=%s given_up=%s answer=%s", pings[0].hub, len(pings), len(hopeless), reply.told
    )
