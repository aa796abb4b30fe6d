"""Incidents, silences, and when things were last done that are done now and then."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, delete, or_, select

from crawler.archive.memory import insert_or_update
from crawler.archive.service_schema import incidents, rounds, silences
from crawler.archive.transaction import begin
from crawler.outcomes import Incident


class Incidents:
    """Remembers what is wrong, what was, and of what nobody wants to hear."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self) -> list[Incident]:
        """Return what is wrong now, the oldest first."""
        return self._found(select(incidents).where(incidents.c.closed.is_(None)))

    def lately(self, *, since: datetime, portal: str | None = None) -> list[Incident]:
        """Return what is wrong or was since a moment, the oldest first; of one portal, or of all."""
        query = select(incidents).where(or_(incidents.c.closed.is_(None), incidents.c.closed >= since))
        return self._found(query if portal is None else query.where(incidents.c.portal == portal))

    def save(self, changed: Sequence[Incident]) -> None:
        """Store incidents: those without a number are new."""
        with begin(self._engine) as connection:
            for one in changed:
                row = {**asdict(one), "sections": list(one.sections)}
                number = row.pop("id")
                if number is None:
                    connection.execute(incidents.insert().values(row))
                else:
                    connection.execute(incidents.update().where(incidents.c.id == number).values(row))

    def silences(self, *, now: datetime) -> dict[str, tuple[datetime, str]]:
        """Return the portals of which no alarm is sent, until when and why; `*` stands for all."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(silences).where(silences.c.until > now)).all()
        return {portal: (until, reason) for portal, until, reason in rows}

    def silence(self, portal: str, *, until: datetime, reason: str = "") -> None:
        """Send no alarm of a portal until then."""
        row = {"portal": portal, "until": until, "reason": reason}
        with begin(self._engine) as connection:
            connection.execute(insert_or_update(connection, silences, "portal"), row)

    def unsilence(self, portal: str) -> bool:
        """Send alarms of a portal again; return whether it was silenced."""
        with begin(self._engine) as connection:
            return bool(connection.execute(delete(silences).where(silences.c.portal == portal)).rowcount)

    def last(self, name: str) -> tuple[datetime, dict[str, Any]] | None:
        """Return when something was last done that is done now and then, and what was noted with it."""
        with self._engine.connect() as connection:
            row = connection.execute(select(rounds.c.at, rounds.c.told).where(rounds.c.name == name)).first()
        return (row[0], row[1]) if row else None

    def done(self, name: str, *, now: datetime, told: Mapping[str, Any] | None = None) -> None:
        """Note that it was done."""
        row = {"name": name, "at": now, "told": dict(told or {})}
        with begin(self._engine) as connection:
            connection.execute(insert_or_update(connection, rounds, "name"), row)

    def _found(self, query: Any) -> list[Incident]:
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(incidents.c.opened, incidents.c.id)).mappings()
            return [_incident(row) for row in rows]


def _incident(row: RowMapping) -> Incident:
    return Incident(**{**row, "sections": tuple(row["sections"])})
