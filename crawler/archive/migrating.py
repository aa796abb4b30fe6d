"""An archive of an older version brought up to date, step by step, by Alembic."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Bring an archive's schema to the newest revision; an empty database becomes an archive."""
    with _migrations() as config:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def pending(schema: str) -> list[tuple[str, str]]:
    """Return the revisions that follow one, and what each of them is for, in order."""
    with _migrations() as config:
        steps = ScriptDirectory.from_config(config).iterate_revisions("head", schema)
        return [(step.revision, (step.doc or "").rstrip(".")) for step in reversed(list(steps))]


@contextmanager
def _migrations() -> Iterator[Config]:
    with as_file(files("crawler.archive") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        yield config
