"""Texts given up and history forgotten to save room, so that nothing comes again as if it were new.

An article whose text is given up keeps its keys, its id and its digest, so its link is known and its page, should it
be seen again, is unchanged. Its title, lead, link, dates and topics stay, and so do its events, from which histories
are cut, and its citations. Searches still find it by the words that it had, until the index is made anew.
"""

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    Table,
    Text,
    cast,
    delete,
    func,
    select,
    text,
    update,
)

from crawler.archive import condition, copying, indexing, opening
from crawler.archive.copying import Progress
from crawler.archive.schema import articles, crawls, index_state, revisions, sentences
from crawler.archive.service_schema import section_crawls
from crawler.archive.transaction import begin
from crawler.errors import ArchiveUnreadable

_BATCH = 500  # articles in a transaction: a crawl that writes meanwhile waits for a tenth of a second
_PAGES = 1.25  # rows as long as texts leave a part of their pages empty [measured on 100,000 articles: 1.25]
_LOOSE = 20  # the share of free pages that tells of texts that went since the last `vacuum`: a twentieth
_SENTENCE = 150  # bytes, with its two indexes [measured on 100,000 articles: 158]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Articles whose texts are given up.

    Attributes:
        articles: their ids, the oldest first.
        size: bytes that this frees, about.
        oldest: date of the first of them; `newest` of the last.
        kept: how many would be given up as well, if they were not still needed.
    """

    articles: tuple[str, ...]
    size: int
    oldest: datetime | None
    newest: datetime | None
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How many rows of crawls' history are forgotten: of portals, and of their sections."""

    crawls: int
    sections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacuumed:
    """How many bytes the archive took before and after."""

    before: int
    after: int


def plan(
    engine: Engine,
    *,
    needed: AbstractSet[str],
    before: datetime | None = None,
    portal: str | None = None,
    enough: int | None = None,
) -> Plan:
    """Return which articles' texts can be given up, the oldest first.

    Args:
        engine: the archive's.
        needed: ids of articles whose texts something published is still made from.
        before: only of articles dated before it.
        portal: only this portal's.
        enough: no more of them than free so many bytes.
    """
    chosen: list[str] = []
    dates: list[datetime] = []
    size = kept = 0
    with engine.connect() as connection:
        for one, dated, by in connection.execution_options(yield_per=_BATCH).execute(
            _candidates(connection, before=before, portal=portal)
        ):
            if enough is not None and size >= enough:
                break
            if one in needed:
                kept += 1
                continue
            chosen.append(one)
            dates.append(dated)
            size += by
    oldest, newest = (dates[0], dates[-1]) if dates else (None, None)
    return Plan(articles=tuple(chosen), size=size, oldest=oldest, newest=newest, kept=kept)


def prune(engine: Engine, ids: Sequence[str], *, planned: datetime, progress: Progress | None = None) -> int:
    """Give the texts of articles up, and return of how many; killed at any moment, it can be run again.

    Args:
        engine: the archive's.
        ids: of the articles.
        planned: when it was decided; what was corrected since is left alone.
        progress: hears how many are done, and of how many.

    Raises:
        ArchiveUnreadable: the archive cannot be written.
    """
    done = 0
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        with begin(engine) as connection:
            done += _prune(connection, part, planned=planned)
        if progress:
            progress(start + len(part), len(ids))
    return done


def outdated(engine: Engine, *, before: datetime) -> History:
    """Return how much of crawls' history began before a moment; the last of each portal and section stays."""
    with engine.connect() as connection:
        counted = [
            connection.scalar(select(func.count()).select_from(table).where(*_old(table, before))) or 0
            for table in _HISTORY
        ]
    return History(crawls=counted[0], sections=counted[1])


def forget(engine: Engine, *, before: datetime) -> History:
    """Forget that history.

    Raises:
        ArchiveUnreadable: the archive cannot be written.
    """
    with begin(engine) as connection:
        gone = [connection.execute(delete(table).where(*_old(table, before))).rowcount for table in _HISTORY]
    return History(crawls=gone[0], sections=gone[1])


def used(engine: Engine) -> int:
    """Return how many bytes the archive uses."""
    with engine.connect() as connection:
        return condition.used(connection)


def is_loose(engine: Engine) -> bool:
    """Return whether texts went since SQLite last put its file in order, so that nobody can tell what it needs.

    What is free counts as free, but pages from which most went count as used.
    """
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect() as connection:
        any_pruned = connection.scalar(select(articles.c.id).where(articles.c.pruned).limit(1))
        pages, free = (int(connection.scalar(text(f"PRAGMA {name}")) or 0) for name in ("page_count", "freelist_count"))
    return any_pruned is not None and free * _LOOSE > pages


def vacuum(
    engine: Engine, *, anew: bool = False, free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
) -> Vacuumed:
    """Give room that is free inside the database back to the disk, and put the index of words in order.

    SQLite writes the whole database twice meanwhile, to a temporary file and to its log (sqlite.org/lang_vacuum.html).
    PostgreSQL keeps the room for itself, and what is written next takes it.

    Args:
        engine: the archive's.
        anew: whether the index of words is made anew, from the texts that are there.
        free: tells how many bytes a folder's disk has left.

    Raises:
        ArchiveUnreadable: the disk has too little room, or another process writes all the time.
    """
    file = opening.file_of(engine.url.render_as_string(hide_password=False))
    before = copying.size(file) if file else used(engine)
    if file:
        _must_fit(file, used(engine), free=free)
    if anew:
        with begin(engine) as connection:
            connection.execute(update(index_state).values(version=0))
        indexing.catch_up(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in _VACUUM[connection.dialect.name]:
            connection.execute(text(statement))
    return Vacuumed(before=before, after=copying.size(file) if file else used(engine))


_VACUUM = {
    "sqlite": (
        "INSERT INTO indexed_words (indexed_words) VALUES ('optimize')",
        "PRAGMA analysis_limit = 1000",
        "PRAGMA optimize",
        "VACUUM",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ),
    "postgresql": ("VACUUM (ANALYZE)",),
}
_HISTORY = (crawls, section_crawls)
_MOMENT = {crawls: crawls.c.started, section_crawls: section_crawls.c.at}
_OF = {crawls: [crawls.c.portal], section_crawls: [section_crawls.c.portal, section_crawls.c.section]}
_GIVEN_UP: dict[str, Any] = {"body_html": "", "body_text": "", "images": [], "pruned": True, "next_visit": None}


def _candidates(connection: Connection, *, before: datetime | None, portal: str | None) -> Any:
    texts = select(func.sum(_octets(connection, [revisions.c.body_html]))).where(revisions.c.article == articles.c.id)
    marks = select(func.count()).select_from(sentences).where(sentences.c.article == articles.c.id)
    own = _octets(connection, [articles.c.body_html, articles.c.body_text, cast(articles.c.images, Text)])
    freed = own + func.coalesce(texts.scalar_subquery(), 0) + _SENTENCE * marks.scalar_subquery()
    size = cast(freed * _PAGES, Integer) if connection.dialect.name == "sqlite" else freed
    query = select(articles.c.id, articles.c.dated, size).where(articles.c.pruned.is_(False))
    if before is not None:
        query = query.where(articles.c.dated < before)
    if portal is not None:
        query = query.where(articles.c.portal == portal)
    return query.order_by(articles.c.dated, articles.c.id)


def _octets(connection: Connection, columns: Iterable[ColumnElement[Any] | Column[Any]]) -> ColumnElement[int]:
    of = func.octet_length if connection.dialect.name == "postgresql" else _octets_of_sqlite
    first, *rest = (of(column) for column in columns)
    return sum(rest, start=first)


def _octets_of_sqlite(column: ColumnElement[Any]) -> ColumnElement[int]:
    return func.length(cast(column, LargeBinary))  # `octet_length` is there from 3.43 on


def _prune(connection: Connection, ids: Collection[str], *, planned: datetime) -> int:
    still = (articles.c.id.in_(ids), articles.c.changed <= planned, articles.c.pruned.is_(False))
    given_up = connection.scalars(update(articles).where(*still).values(_GIVEN_UP).returning(articles.c.id)).all()
    connection.execute(delete(revisions).where(revisions.c.article.in_(given_up)))
    # A retelling that is corrected is compared with the first article of its story.
    retold = select(articles.c.story).where(
        articles.c.story.in_(given_up), articles.c.story != articles.c.id, articles.c.pruned.is_(False)
    )
    connection.execute(delete(sentences).where(sentences.c.article.in_(given_up), sentences.c.article.not_in(retold)))
    return len(given_up)


def _old(table: Table, before: datetime) -> tuple[ColumnElement[bool], ...]:
    last = select(func.max(table.c.id)).group_by(*_OF[table])
    return _MOMENT[table] < before, table.c.id.not_in(last)


def _must_fit(file: Path, size: int, *, free: Callable[[Path], int]) -> None:
    aside = Path(tempfile.gettempdir())
    together = aside.stat().st_dev == file.parent.stat().st_dev
    for folder, wanted in {file.parent: size * (2 if together else 1), aside: size}.items():
        if free(folder) < wanted:
            raise ArchiveUnreadable(
                f"there is too little room to put the archive in order: {folder} has {free(folder) / 1e6:.0f} MB left, "
                f"and {wanted / 1e6:.0f} MB are needed meanwhile; make room, or name another folder for temporary "
                "files in $SQLITE_TMPDIR and $TMPDIR"
            )
