"""The tables of a new archive, made by what the migrations said the first time: they take longer than most tests."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, create_engine, event, inspect

from crawler.archive import opening

_upgrade = opening._upgrade


@cache
def recorded() -> Sequence[tuple[str, Any]]:
    """Return the statements that make the tables of a new archive, with their values."""
    said: list[tuple[str, Any]] = []
    engine = create_engine("sqlite://")
    event.listen(engine, "before_cursor_execute", lambda _, __, *what: said.append(what[:2]))
    with engine.begin() as connection:
        _upgrade(connection)
    engine.dispose()
    return [
        (statement, values) for statement, values in said if not statement.lstrip().startswith(("SELECT", "PRAGMA"))
    ]


def make(connection: Connection) -> None:
    """Bring an archive up to date; a new one at once."""
    if connection.dialect.name != "sqlite" or inspect(connection).get_table_names():
        _upgrade(connection)
        return
    for statement, values in recorded():
        connection.exec_driver_sql(statement, values)


def make_at_once() -> None:
    """Make each new archive so from now on; one of an older version is still migrated."""
    opening._upgrade = make
