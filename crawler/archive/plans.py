"""What is due and when, who crawls a portal now, which hosts are left alone, what a day has cost."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, delete, func, or_, select

from crawler.archive import process
from crawler.archive.memory import ATTEMPTS, insert_or_skip, insert_or_update
from crawler.archive.schema import articles, documents, frontier
from crawler.archive.service_schema import breakers, budgets, leases, sections
from crawler.archive.transaction import begin

LONGEST_LEFT_ALONE = timedelta(hours=12)
"""No host is left alone for longer, however often it refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """A host that refused again and again.

    Attributes:
        until: nothing is asked of it before; then one request tells whether it answers again.
        times: how often in a row it was left alone.
        kind: of the refusals, as in `crawler.outcomes.KINDS`. `cause` is it in words.
    """

    host: str
    until: datetime
    times: int
    kind: str
    cause: str

    def is_open(self, now: datetime) -> bool:
        """Return whether nothing is asked of the host now; what lies too far ahead was noted by a wrong clock."""
        return now < self.until <= now + LONGEST_LEFT_ALONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a portal has cost on one day: requests, and bytes that were received."""

    requests: int = 0
    bytes: int = 0


class Plans:
    """Remembers when sections are due, and what keeps crawls from each other and from asking too much."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def planned(self) -> dict[str, dict[str, datetime | None]]:
        """Return when each section is due, by portal."""
        found: defaultdict[str, dict[str, datetime | None]] = defaultdict(dict)
        with self._engine.connect() as connection:
            for portal, section, moment in connection.execute(
                select(sections.c.portal, sections.c.section, sections.c.due)
            ):
                found[portal][section] = moment
        return dict(found)

    def plan(self, portal: str, due: Mapping[str, datetime]) -> None:
        """Note when sections of a portal are due, by path."""
        blank = {"portal": portal, "failures": 0, "ending": "", "kind": "", "reason": "", "url": ""}
        here = (sections.c.portal == portal) & (sections.c.section == bindparam("path"))
        with begin(self._engine) as connection:
            if due:
                connection.execute(insert_or_skip(connection, sections), [{**blank, "section": path} for path in due])
                rows = [{"path": path, "due": moment} for path, moment in due.items()]
                connection.execute(sections.update().where(here), rows)

    def learn(self, portal: str, rhythms: Mapping[str, dict[str, Any] | None], *, now: datetime) -> None:
        """Note the rhythms of a portal's sections, by path."""
        with begin(self._engine) as connection:
            for section, rhythm in rhythms.items():
                here = (sections.c.portal == portal) & (sections.c.section == section)
                connection.execute(sections.update().where(here).values(rhythm=rhythm, learned=now))

    def next_article(self, portal: str) -> datetime | None:
        """Return when an article of a portal is next to be looked at again, or a link that waits to be tried."""
        told: list[datetime] = []
        with self._engine.connect() as connection:
            for table in (articles, documents):
                found = connection.scalar(select(func.min(table.c.next_visit)).where(table.c.portal == portal))
                told += [found] if found else []
            waiting = select(func.min(func.coalesce(frontier.c.not_before, frontier.c.found)))
            query = waiting.where(frontier.c.portal == portal, frontier.c.attempts < ATTEMPTS)
            found = connection.scalar(query)
            told += [found] if found else []
        return min(told, default=None)

    def claim(self, names: Sequence[str], *, holder: str, until: datetime, now: datetime) -> list[str]:
        """Return which of these leases were free, and are this holder's until then.

        A lease is free when it has run out, or when the process of this machine that held it is no more.
        """
        claimed = []
        with begin(self._engine) as connection:
            held = dict(
                connection.execute(
                    select(leases.c.name, leases.c.holder).where(leases.c.name.in_(names), leases.c.until > now)
                ).all()
            )
            dead = [name for name, other in held.items() if other == holder or not process.lives(other)]
            free = [name for name in names if name not in held or name in dead]
            for name in free:
                row = {"name": name, "holder": holder, "until": until}
                gone = or_(leases.c.until <= now, leases.c.holder == held.get(name, holder))
                connection.execute(delete(leases).where(leases.c.name == name, gone))
                # `rowcount` tells nothing of an INSERT in PostgreSQL [seen: two processes with one lease]
                mine = connection.scalar(insert_or_skip(connection, leases).returning(leases.c.name), row)
                claimed += [name] if mine else []
        return claimed

    def holders(self, *, now: datetime) -> dict[str, str]:
        """Return who holds which lease: the mark of a process (`crawler.archive.process`), by the lease's name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(leases.c.name, leases.c.holder).where(leases.c.until > now)).all()
        return {name: holder for name, holder in rows if process.lives(holder)}

    def release(self, names: Sequence[str], *, holder: str) -> None:
        """Give leases back."""
        with begin(self._engine) as connection:
            connection.execute(delete(leases).where(leases.c.name.in_(names), leases.c.holder == holder))

    def breakers(self) -> dict[str, Breaker]:
        """Return the hosts that are left alone, or that were and have not answered since."""
        with self._engine.connect() as connection:
            return {row["host"]: Breaker(**row) for row in connection.execute(select(breakers)).mappings()}

    def note_breakers(self, opened: Sequence[Breaker], *, closed: Sequence[str]) -> None:
        """Note which hosts are left alone, and which answered again."""
        if opened or closed:
            with begin(self._engine) as connection:
                connection.execute(delete(breakers).where(breakers.c.host.in_(closed)))
                for one in opened:
                    connection.execute(insert_or_update(connection, breakers, "host"), asdict(one))

    def spent(self, day: date) -> dict[str, Spent]:
        """Return what each portal has cost on a day."""
        query = select(budgets.c.portal, budgets.c.requests, budgets.c.bytes).where(budgets.c.day == day)
        with self._engine.connect() as connection:
            return {portal: Spent(requests=asked, bytes=size) for portal, asked, size in connection.execute(query)}

    def spend(self, portal: str, day: date, spent: Spent) -> None:
        """Add to what a portal has cost on a day."""
        with begin(self._engine) as connection:
            row = {"portal": portal, "day": day, "requests": 0, "bytes": 0}
            connection.execute(insert_or_skip(connection, budgets), row)
            added = {"requests": budgets.c.requests + spent.requests, "bytes": budgets.c.bytes + spent.bytes}
            here = (budgets.c.portal == portal) & (budgets.c.day == day)
            connection.execute(budgets.update().where(here).values(added))
