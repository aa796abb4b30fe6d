"""Articles and legal documents found by what they say and what they are filed under."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, select

from crawler import document, wording
from crawler.archive import indexing, matching
from crawler.archive.document_reading import DocumentReader
from crawler.archive.matching import Matcher, label
from crawler.archive.reading import Outline
from crawler.archive.schema import articles, indexed
from crawler.dates import HANOI
from crawler.wording import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A kind of body to which portals belong, or an issuing body of documents.

    Attributes:
        name: `ministry`, or the issuing body's slug.
        portals: of that kind, by name; of an issuing body none.
    """

    name: str
    portals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for: what is given must all hold, what is left out does not choose.

    Attributes:
        text: words as people write them (`wording.wanted`).
        topics: slugs, one of which it is under. Likewise `portals`, by name, and `bodies`.
        documents: numbers as `document_numbers.normal` gives them: it is one of these documents, or cites one.
        since: the first day, of Ha Noi. Likewise `until`, the last.
        language: BCP 47.
        include: phrases one of which it says.
        exclude: phrases none of which it says.
        limit: how many at most are asked for; 0 leaves that to whoever publishes them.
    """

    text: str = ""
    topics: tuple[str, ...] = ()
    portals: tuple[str, ...] = ()
    bodies: tuple[Body, ...] = ()
    documents: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    language: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int = 0


_ALL = 1 << 30  # rows


class Search:
    """Finds; catches up with the journal before."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._documents = DocumentReader(engine)
        self._turn = Lock()  # of this process's threads, who else would all index the same

    def catch_up(self) -> int:
        """Index what happened since the last time, and return how much that was, in events.

        Raises:
            IndexBehind: something happened, and the archive may only be read.
        """
        with self._turn:
            return indexing.catch_up(self._engine)

    def last(self) -> int:
        """Return the serial of the journal's last event: as long as it stays, a query finds the same."""
        with self._engine.connect() as connection:
            return indexing.last(connection)

    def find(self, query: Query, *, limit: int) -> list[Outline]:
        """Return what a query finds, newest first; nothing that was taken down.

        `told` is whether the query finds the first article of the story as well.

        Raises:
            IndexBehind: likewise.
        """
        self.catch_up()
        with self._engine.connect() as connection:
            found = _newest(connection, query, limit=limit)
            of_articles = _articles(connection, [record for record, legal in found.items() if not legal])
            told = _found_of(connection, query, {one.story for one in of_articles if one.story != one.id})
        of_documents = self._documents.outlines([record for record, legal in found.items() if legal])
        everything = [*(_told(one, told) for one in of_articles), *of_documents]
        return sorted(everything, key=lambda one: (-one.dated.timestamp(), one.id))


def _told(one: Outline, first: Collection[str]) -> Outline:
    return replace(one, told=True) if one.story in first and one.story != one.id else one


def _newest(connection: Connection, query: Query, *, limit: int) -> dict[str, bool]:
    """Return the newest that are found, and whether each is a document."""
    rows = _rows(connection, query, limit=limit)
    if len(rows) == limit:
        # They come by day, and in no order within it: the last day may have others that are newer than some of these.
        last_day = indexing.first_number(_day(rows[-1]))
        rows += _rows(connection, query, first=last_day, last=rows[-1].number - 1)
    rows.sort(key=lambda row: (-row.dated.timestamp(), row.record, row.document))
    newest: dict[str, bool] = {}
    for row in rows:  # of a draft and the article that presents it, which have one id, the article
        newest.setdefault(row.record, row.document)
    return dict(list(newest.items())[:limit])


def _rows(connection: Connection, query: Query, *, limit: int = _ALL, **bounds: int) -> list[Any]:
    matcher = matching.of(connection)
    values = {"expression": _expression(query, matcher), "limit": limit, **_bounds(query), **bounds}
    return list(connection.execute(matcher.newest, values))


def _day(row: Any) -> date:
    day: date = row.dated.astimezone(HANOI).date()
    return day


def _bounds(query: Query) -> dict[str, int]:
    since, until = query.since or date.min, min(query.until or date.max, date.max - timedelta(days=1))
    return {"first": indexing.first_number(since), "last": indexing.first_number(until + timedelta(days=1))}


_OUTLINE = tuple(articles.c[name] for name in ("id", "dated", "changed", "revision", "gone", "story"))


def _articles(connection: Connection, ids: Sequence[str]) -> list[Outline]:
    query = select(*_OUTLINE).where(articles.c.id.in_(ids), articles.c.gone.is_(False))
    return [Outline(**row) for row in connection.execute(query).mappings()]


def _found_of(connection: Connection, query: Query, ids: Collection[str]) -> set[str]:
    """Return which of these articles the query finds as well."""
    if not ids:
        return set()
    rows = select(indexed.c.number, indexed.c.record).where(indexed.c.record.in_(ids), indexed.c.document.is_(False))
    bounds = _bounds(query)
    records: dict[int, str] = {
        number: record for number, record in connection.execute(rows) if bounds["first"] <= number <= bounds["last"]
    }
    if not records:
        return set()
    matcher = matching.of(connection)
    values = {"expression": _expression(query, matcher), "numbers": list(records)}
    return {records[number] for number in connection.scalars(matcher.among, values)}


def _expression(query: Query, matcher: Matcher) -> str:
    """Return a query in the database's own words."""
    said, include, exclude = wording.wanted(query.text), _phrases(query.include), _phrases(query.exclude)
    every = [phrase for phrases in said.alternatives for phrase in phrases]
    marked = wording.is_marked([*every, *said.excluded, *include, *exclude])

    def phrase(words: Phrase) -> str:
        return matcher.phrase(words if marked else matching.without_marks(words))

    def one_of(parts: Iterable[str]) -> str:
        return f"({matcher.either.join(parts)})"

    alternatives = [f"({matcher.both.join(map(phrase, phrases))})" for phrases in said.alternatives]
    needed = [alternatives, [phrase(words) for words in include], *_filters(query, matcher)]
    kept = matcher.both.join(one_of(parts) for parts in needed if parts) or matcher.phrase([matching.RECORD])
    left_out = [phrase(words) for words in (*said.excluded, *exclude)]
    return matcher.without(kept, matcher.either.join(left_out)) if left_out else kept


def _phrases(written: Iterable[str]) -> list[Phrase]:
    return [words for words in map(wording.words, written) if words]


def _filters(query: Query, matcher: Matcher) -> Iterable[list[str]]:
    """Yield the labels of each filter, one of which a record must have."""
    bodies = [label("portal", name) for body in query.bodies for name in body.portals]
    issuers = [label("issuer", body.name) for body in query.bodies if not body.portals]
    for labels in (
        [label("topic", slug) for slug in query.topics],
        [label("portal", name) for name in query.portals],
        [*bodies, *issuers],
        [label("number", document.key(number)) for number in query.documents],
        [label("language", query.language)] if query.language else [],
    ):
        yield [matcher.phrase([one]) for one in labels]
