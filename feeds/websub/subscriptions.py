"""What the hub remembers: who is subscribed to which file, what was sent last, and which requests wait."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    Index,
    Integer,
    MetaData,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from crawler.archive.schema import Instant
from feeds.websub import ledger
from feeds.websub.protocol import Mode, Wish

tables = MetaData()

# `key` is the callback, its unreserved characters decoded; with the file's path it tells a subscription from others.
_subscriptions = Table(
    "subscriptions",
    tables,
    Column("key", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("callback", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("expires", Instant, nullable=False, index=True),
    Column("delivered", String(64), nullable=False),  # digest of what the subscriber has
    Column("attempts", Integer, nullable=False),
    Column("failing_since", Instant),
    Column("next_try", Instant),
    Index("subscriptions_by_path", "path", "delivered"),
    Index("subscriptions_by_host", "host"),
)

# Requests that were taken and of which the callback has not yet said whether it made them.
_wishes = Table(
    "wishes",
    tables,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("mode", String(16), nullable=False),
    Column("callback", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("host", Text, nullable=False, index=True),
    Column("secret", Text, nullable=False),
    Column("lease", Integer),
    Column("digest", String(64), nullable=False),  # of the file when it was asked for
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant, nullable=False, index=True),
    UniqueConstraint("key", "path"),
    sqlite_autoincrement=True,  # an answer to a request that another replaced must not be taken for that other's
)

# The files that have subscribers, as they were seen last.
_files = Table(
    "files",
    tables,
    Column("path", Text, primary_key=True),
    Column("stamp", Text, nullable=False),
    Column("digest", String(64), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A request whose callback is to be asked whether it made it.

    Attributes:
        path: of the file that it is about.
        digest: of that file when it was asked for; from then on the subscriber is told of changes.
        attempts: how often the callback was asked and gave no answer.
    """

    id: int
    wish: Wish
    path: str
    digest: str
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A subscriber that does not yet have what a file holds now."""

    key: str
    path: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A subscription as it stands.

    Attributes:
        delivered: digest of what the subscriber has.
        attempts: how often in a row it could not be told.
        failing_since: when that began.
    """

    key: str
    path: str
    callback: str
    topic: str
    host: str
    secret: str
    delivered: str
    attempts: int
    failing_since: datetime | None


class Subscriptions:
    """A ledger's subscriptions. Moments are aware; any thread may ask."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def turn(self) -> AbstractContextManager[Callable[[], bool]]:
        """Open the ledger's lock, which tells whether this process is the one that delivers."""
        return ledger.turn(self._engine)

    def is_known(self, wish: Wish, *, path: str) -> bool:
        """Return whether there is such a subscription already, or a request for it."""
        with self._engine.connect() as connection:
            return any(
                connection.scalar(select(literal(1)).where(table.c.key == wish.key, table.c.path == path))
                for table in (_subscriptions, _wishes)
            )

    def crowd(self, host: str | None = None) -> int:
        """Return how many subscriptions and requests there are, in all or of callbacks on one host."""
        with self._engine.connect() as connection:
            return sum(
                connection.scalar(
                    select(func.count()).select_from(table).where(true() if host is None else table.c.host == host)
                )
                or 0
                for table in (_subscriptions, _wishes)
            )

    def queries(self) -> set[str]:
        """Return the paths of the queries that are subscribed to, or asked for."""
        with self._engine.connect() as connection:
            return {
                path
                for table in (_subscriptions, _wishes)
                for path in connection.scalars(select(table.c.path).where(table.c.path.contains("?")).distinct())
            }

    def ask(self, wish: Wish, *, path: str, digest: str, now: datetime) -> None:
        """Note a request, in the place of an earlier one of the same callback about the same file."""
        values = {
            "key": wish.key,
            "path": path,
            "mode": wish.mode.value,
            "callback": wish.callback,
            "topic": wish.topic,
            "host": wish.host,
            "secret": wish.secret,
            "lease": wish.lease,
            "digest": digest,
            "attempts": 0,
            "next_try": now,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(_wishes).where(_wishes.c.key == wish.key, _wishes.c.path == path))
            connection.execute(insert(_wishes), values)

    def waiting(self, *, now: datetime, busy: Collection[str], most_a_host: int, most: int) -> list[Waiting]:
        """Return the requests whose turn it is, the longest waiting first.

        Args:
            now: those that are to be tried later are left out.
            busy: hosts whose callbacks are left out.
            most_a_host: at most so many of callbacks on one host.
            most: likewise in all.
        """
        due = select(_wishes, _turn(_wishes, "next_try", "id")).where(_wishes.c.next_try <= now)
        with self._engine.connect() as connection:
            found = connection.execute(_fair(due, _wishes, busy=busy, most_a_host=most_a_host, most=most)).mappings()
            return [_waiting(row) for row in found]

    def forget(self, one: Waiting) -> None:
        """Drop a request that came to nothing."""
        with self._engine.begin() as connection:
            connection.execute(delete(_wishes).where(_wishes.c.id == one.id))

    def postpone(self, one: Waiting, *, until: datetime) -> None:
        """Note that a request's callback gave no answer, and when to ask it again."""
        values = {"attempts": one.attempts + 1, "next_try": until}
        with self._engine.begin() as connection:
            connection.execute(update(_wishes).where(_wishes.c.id == one.id).values(values))

    def subscribe(self, one: Waiting, *, expires: datetime) -> None:
        """Turn a request into a subscription, or renew the one that is there.

        A renewed one keeps what it was sent last, so that a change it has not yet been told of is not lost.
        """
        wish = one.wish
        state = {
            "callback": wish.callback,
            "topic": wish.topic,
            "host": wish.host,
            "secret": wish.secret,
            "expires": expires,
            "attempts": 0,
            "failing_since": None,
            "next_try": None,
        }
        new = insert(_subscriptions).values(key=wish.key, path=one.path, delivered=one.digest, **state)
        with self._engine.begin() as connection:
            connection.execute(new.on_conflict_do_update(index_elements=["key", "path"], set_=state))
            connection.execute(delete(_wishes).where(_wishes.c.id == one.id))

    def unsubscribe(self, one: Waiting) -> None:
        """Drop the subscription that a request wants dropped, and the request."""
        with self._engine.begin() as connection:
            connection.execute(delete(_subscriptions).where(*_is(one.wish.key, one.path)))
            connection.execute(delete(_wishes).where(_wishes.c.id == one.id))

    def expire(self, *, now: datetime) -> int:
        """Drop the subscriptions whose lease is over, with what was seen for them alone, and return how many."""
        with self._engine.connect() as connection:  # most rounds have nothing to write
            if not connection.scalar(select(literal(1)).where(_subscriptions.c.expires <= now).limit(1)):
                return 0
            dropped = connection.execute(delete(_subscriptions).where(_subscriptions.c.expires <= now)).rowcount
            connection.execute(delete(_files).where(_files.c.path.not_in(select(_subscriptions.c.path))))
            connection.commit()
            return dropped

    def stamps(self) -> dict[str, str]:
        """Return how the files that have subscribers were seen last; an empty stamp for one not yet looked at."""
        subscribed = select(_subscriptions.c.path).distinct().subquery()
        query = select(subscribed.c.path, func.coalesce(_files.c.stamp, "")).outerjoin(
            _files, _files.c.path == subscribed.c.path
        )
        with self._engine.connect() as connection:
            return dict(connection.execute(query).all())

    def note_files(self, seen: Mapping[str, tuple[str, str]]) -> None:
        """Note the stamp and the digest of files that were looked at."""
        if not seen:
            return
        new = insert(_files)
        note = new.on_conflict_do_update(
            index_elements=["path"], set_={"stamp": new.excluded.stamp, "digest": new.excluded.digest}
        )
        rows = [{"path": path, "stamp": stamp, "digest": digest} for path, (stamp, digest) in seen.items()]
        with self._engine.begin() as connection:
            connection.execute(note, rows)

    def behind(self, *, now: datetime, busy: Collection[str], most_a_host: int, most: int) -> list[Due]:
        """Return the subscribers that do not have what a file holds now, and may be tried, as for `waiting`."""
        due = (
            select(_subscriptions, _turn(_subscriptions, "next_try", "path", "key"))
            .join(_files, _files.c.path == _subscriptions.c.path)
            .where(_files.c.digest != _subscriptions.c.delivered, _subscriptions.c.expires > now)
            .where(or_(_subscriptions.c.next_try.is_(None), _subscriptions.c.next_try <= now))
        )
        fair = _fair(due, _subscriptions, busy=busy, most_a_host=most_a_host, most=most)
        with self._engine.connect() as connection:
            found = connection.execute(fair).mappings()
            return [Due(key=row["key"], path=row["path"], host=row["host"]) for row in found]

    def claim(self, errands: Sequence[Waiting | Due], *, until: datetime) -> None:
        """Put off what is about to be tried."""
        if not errands:
            return
        wishes = [{"its": one.id, "until": until} for one in errands if isinstance(one, Waiting)]
        dues = [{"its": one.key, "file": one.path, "until": until} for one in errands if isinstance(one, Due)]
        put_off = {"next_try": bindparam("until", type_=Instant())}
        wish = update(_wishes).where(_wishes.c.id == bindparam("its")).values(put_off)
        due = update(_subscriptions).where(*_is(bindparam("its"), bindparam("file"))).values(put_off)
        with self._engine.begin() as connection:
            if wishes:
                connection.execute(wish, wishes)
            if dues:
                connection.execute(due, dues)

    def current(self, due: Due, *, now: datetime) -> Subscription | None:
        """Return a subscription as it stands; None when it is over."""
        query = select(_subscriptions).where(*_is(due.key, due.path), _subscriptions.c.expires > now)
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return _subscription(row) if row else None

    def note_delivered(self, one: Subscription, *, digest: str) -> None:
        """Note what a subscriber has now."""
        self._note(one, {"delivered": digest, "attempts": 0, "failing_since": None, "next_try": None})

    def note_failure(self, one: Subscription, *, since: datetime, again: datetime) -> None:
        """Note that a subscriber could not be told, since when, and when to try again."""
        self._note(one, {"attempts": one.attempts + 1, "failing_since": since, "next_try": again})

    def drop(self, one: Subscription) -> None:
        """Drop a subscription."""
        with self._engine.begin() as connection:
            connection.execute(delete(_subscriptions).where(*_is(one.key, one.path)))

    def _note(self, one: Subscription, values: Mapping[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(_subscriptions).where(*_is(one.key, one.path)).values(values))


def _is(key: Any, path: Any) -> tuple[Any, Any]:
    return _subscriptions.c.key == key, _subscriptions.c.path == path


def _turn(table: Table, *order: str) -> Any:
    """Return a row's place among those of its host; SQLite puts what was never tried (NULL) first."""
    return func.row_number().over(partition_by=table.c.host, order_by=[table.c[name] for name in order]).label("turn")


def _fair(due: Select[Any], table: Table, *, busy: Collection[str], most_a_host: int, most: int) -> Select[Any]:
    """Return the first rows of each host, so that one with many callbacks, or a slow one, holds up no other."""
    rows = due.where(table.c.host.not_in(busy)).subquery()
    return select(rows).where(rows.c.turn <= most_a_host).order_by(rows.c.turn).limit(most)


def _waiting(row: RowMapping) -> Waiting:
    wish = Wish(
        mode=Mode(row["mode"]),
        callback=row["callback"],
        topic=row["topic"],
        secret=row["secret"],
        lease=row["lease"],
    )
    return Waiting(id=row["id"], wish=wish, path=row["path"], digest=row["digest"], attempts=row["attempts"])


def _subscription(row: RowMapping) -> Subscription:
    return Subscription(**{name: row[name] for name in Subscription.__dataclass_fields__})
