"""What happened in the archive, in the order in which it happened, and where it shows.

Whoever publishes asks what was touched since the last time; whoever was away reads the events that were missed.
A place is what has a feed: `all`, `drafts`, `topic:SLUG`, `portal:NAME`, and `GROUPING:SLUG` of legal documents.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    ScalarSelect,
    Select,
    Table,
    Text,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
    text,
)

from crawler.archive.memory import insert_or_update
from crawler.archive.schema import (
    articles,
    citations,
    document_groups,
    documents,
    event_places,
    events,
    topics,
    touched,
)
from crawler.changes import Outcome

ALL, DRAFTS = "all", "drafts"

_LOCK = 0x6469656D74696E  # "diemtin": PostgreSQL's advisory locks are numbers
_ARTICLES, _DOCUMENTS = articles.c, documents.c  # whose names stand for ids below
_COLUMNS = tuple(events.c[name] for name in ("serial", "at", "what", "record", "document", "size"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to an article or a legal document.

    Attributes:
        serial: larger than that of everything that happened before.
        what: `new`, `revised` (its words changed), `gone`, `back` (it came back as it was), or `moved` (its link alone
            is another).
        record: id of the article or document.
        document: whether it is a legal document.
        size: of its text then, with its pictures and files, in characters.
    """

    serial: int
    at: datetime
    what: Outcome
    record: str
    document: bool
    size: int


class Journal:
    """Reads; never writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def touched(self) -> dict[str, int]:
        """Return for each place the serial of the last event that changed what is shown there."""
        with self._engine.connect() as connection:
            return dict(connection.execute(select(touched.c.place, touched.c.serial)).all())

    def events(
        self, place: str = ALL, *, after: int = 0, until: int | None = None, limit: int | None = None
    ) -> list[Event]:
        """Return what happened at a place after an event, in order.

        Args:
            place: where it showed when it happened.
            after: serial of the event.
            until: serial of the last event to tell.
            limit: at most so many, the earliest.
        """
        following = _at(place).where(event_places.c.serial > after)
        if until is not None:
            following = following.where(event_places.c.serial <= until)
        return self._read(following.order_by(event_places.c.serial).limit(limit))

    def latest(self, *what: Outcome, place: str = ALL, limit: int) -> list[Event]:
        """Return the last events of some kinds at a place, the last first."""
        query = _at(place).where(events.c.what.in_(what)).order_by(events.c.serial.desc())
        return self._read(query.limit(limit))

    def _read(self, query: Select[Any]) -> list[Event]:
        with self._engine.connect() as connection:
            return [Event(**{**row, "what": Outcome(row["what"])}) for row in connection.execute(query).mappings()]


def text_changed(table: Table) -> ScalarSelect[datetime]:
    """Return when the words of a row of `articles` or `documents` last changed, as a query."""
    told = select(events.c.at).where(
        events.c.record == table.c.id,
        events.c.document.is_(table is documents),
        events.c.what.in_([Outcome.NEW.value, Outcome.REVISED.value]),
    )
    return told.order_by(events.c.serial.desc()).limit(1).correlate(table).scalar_subquery()


def begin(connection: Connection) -> None:
    """Let nobody else note events until the transaction ends: no serial is to be seen before a lower one."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def shown(connection: Connection, *, articles: Collection[str] = (), documents: Collection[str] = ()) -> frozenset[str]:
    """Return every place where something changes when these do, as they stand.

    That is where they are shown, where other articles of their stories are, the documents that they cite, and the
    articles that cite them.
    """
    if not (articles or documents):
        return frozenset()
    near_articles, near_documents = _near_articles(articles, documents), _near_documents(articles, documents)
    places: set[str] = set()
    for prefix, name, of, near in (
        ("portal", _ARTICLES.portal, _ARTICLES.id, near_articles),
        ("topic", topics.c.slug, topics.c.article, near_articles),
        ("portal", _DOCUMENTS.portal, _DOCUMENTS.id, near_documents),
    ):
        names = connection.scalars(select(name).where(of.in_(near)).distinct())
        places.update(f"{prefix}:{one}" for one in names)
    groups = select(document_groups.c.grouping, document_groups.c.slug).distinct()
    found = connection.execute(groups.where(document_groups.c.document.in_(near_documents)))
    places.update(f"{grouping}:{slug}" for grouping, slug in found)
    return frozenset({*places, ALL, DRAFTS}) if places else frozenset()


def note(
    connection: Connection,
    happened: Mapping[str, Outcome],
    *,
    document: bool,
    before: AbstractSet[str],
    now: datetime,
) -> None:
    """Note what a transaction, in which `begin` was said, did to articles or documents, and where it shows.

    Args:
        connection: in the transaction.
        happened: what became of each, by its id; `UNCHANGED` is no event.
        document: whether these are legal documents.
        before: where they showed before (`shown`).
        now: when it happens, aware.
    """
    changed = {one: what for one, what in happened.items() if what is not Outcome.UNCHANGED}
    if not changed:
        return
    found = (_documents if document else _articles)(connection, list(changed))
    rows = [
        {"at": now, "what": what.value, "record": one, "document": document, "size": found[one].size}
        for one, what in changed.items()
    ]
    serials = connection.scalars(insert(events).returning(events.c.serial, sort_by_parameter_order=True), rows).all()
    places = [
        {"place": place, "serial": serial}
        for one, serial in zip(changed, serials, strict=True)
        for place in sorted(found[one].places)
    ]
    connection.execute(insert(event_places), places)
    after = shown(connection, **{"documents" if document else "articles": list(changed)})
    everywhere = [{"place": place, "serial": max(serials)} for place in sorted(before | after)]
    connection.execute(insert_or_update(connection, touched, "place"), everywhere)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    size: int
    places: AbstractSet[str]


_BESIDE = (_ARTICLES[name] for name in ("authors", "images", "attachments", "tags", "documents"))
# What stands beside a text is told twice and more, and addresses double where they are escaped.
_SIZE = func.length(_ARTICLES.body_html) + sum((4 * func.length(cast(one, Text)) for one in _BESIDE), literal(0))


def _at(place: str) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .join(event_places, event_places.c.serial == events.c.serial)
        .where(event_places.c.place == place)
    )


def _articles(connection: Connection, ids: Sequence[str]) -> dict[str, _Record]:
    under: defaultdict[str, set[str]] = defaultdict(set)
    for article, slug in connection.execute(select(topics.c.article, topics.c.slug).where(topics.c.article.in_(ids))):
        under[article].add(f"topic:{slug}")
    columns = (articles.c.id, articles.c.portal, _SIZE)
    rows = connection.execute(select(*columns).where(articles.c.id.in_(ids)))
    return {one: _Record(size=size, places={ALL, f"portal:{portal}", *under[one]}) for one, portal, size in rows}


def _documents(connection: Connection, ids: Sequence[str]) -> dict[str, _Record]:
    under: defaultdict[str, set[str]] = defaultdict(set)
    columns = (document_groups.c.document, document_groups.c.grouping, document_groups.c.slug)
    for document, grouping, slug in connection.execute(select(*columns).where(columns[0].in_(ids))):
        under[document].add(f"{grouping}:{slug}")
    known = (documents.c.id, documents.c.portal, documents.c.draft, func.length(documents.c.abstract))
    rows = connection.execute(select(*known).where(documents.c.id.in_(ids)))
    return {
        one: _Record(size=size, places={f"portal:{portal}", *([DRAFTS] if draft else []), *under[one]})
        for one, portal, draft, size in rows
    }


def _near_articles(ids: Collection[str], legal: Collection[str]) -> Select[Any]:
    """Return the articles of the same stories, and those that cite the documents."""
    stories = select(articles.c.story).where(articles.c.id.in_(ids))
    numbers = select(documents.c.number_key).where(documents.c.id.in_(legal), documents.c.number_key != "")
    citing = select(citations.c.article).where(citations.c.number_key.in_(numbers))
    return select(articles.c.id).where(
        or_(*_any((articles.c.story.in_(stories), ids), (articles.c.id.in_(citing), legal)))
    )


def _near_documents(ids: Collection[str], legal: Collection[str]) -> Select[Any]:
    """Return the documents that the articles cite, and those of the same numbers as the documents."""
    cited = select(citations.c.number_key).where(citations.c.article.in_(ids))
    own = documents.alias()
    same = select(own.c.number_key).where(own.c.id.in_(legal), own.c.number_key != "")
    return select(documents.c.id).where(
        or_(
            *_any(
                (documents.c.number_key.in_(cited), ids),
                (documents.c.number_key.in_(same), legal),
                (documents.c.id.in_(legal), legal),
            )
        )
    )


def _any(*pairs: tuple[Any, Collection[str]]) -> Iterable[Any]:
    """Yield the conditions whose ids there are: a database need not look for the others."""
    return [condition for condition, ids in pairs if ids]
