"""The index of words, which catches up with what the journal tells: a crawl does not wait for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from crawler import wording
from crawler.archive import matching
from crawler.archive.matching import label
from crawler.archive.schema import articles, citations, document_groups, documents, events, index_state, indexed, topics
from crawler.archive.transaction import told
from crawler.dates import HANOI
from crawler.errors import ArchiveUnreadable, IndexBehind

VERSION = 1
"""Raised by whoever changes what is indexed: every index is then made anew."""

_BATCH = 200  # events: whole texts, so about 4 MB
_BITS = 20  # rows of one day: a million
_READ_ONLY = 8  # sqlite.org/rescode.html
_REFUSED = frozenset({"25006", "42501"})  # PostgreSQL: a transaction that may only read, a right that is lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    version: int
    serial: int
    last: int  # the journal's last


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """An article or a document as it is indexed."""

    record: str
    document: bool
    dated: datetime
    fields: tuple[str, ...]
    labels: tuple[str, ...]


def catch_up(engine: Engine) -> int:
    """Index what happened since the last time, and return how much that was, in events.

    Any number of processes may do so at once, and at any time: a batch is written by the one that comes first.

    Raises:
        IndexBehind: something happened, and the archive may only be read.
        ArchiveUnreadable: it cannot be used.
    """
    began = None
    while (state := _state(engine)).serial < state.last or state.version != VERSION:
        began = state.serial if began is None else began
        try:
            _advance(engine, state)
        except (ArchiveUnreadable, DBAPIError) as error:
            _tell_if_refused(engine, error)
            raise
    return 0 if began is None else state.last - began


def last(connection: Connection) -> int:
    """Return the serial of the journal's last event."""
    return connection.scalar(select(func.max(events.c.serial))) or 0


def first_number(day: date) -> int:
    """Return a number below those of a day's rows, and above those of the day before."""
    return day.toordinal() << _BITS


def _state(engine: Engine) -> _State:
    with engine.connect() as connection:
        version, serial = connection.execute(select(index_state.c.version, index_state.c.serial)).one()
        return _State(version=version, serial=serial, last=last(connection))


def _advance(engine: Engine, state: _State) -> None:
    """Index the next batch, unless another process has done so since `state` was read."""
    anew = state.version != VERSION
    with engine.connect() as connection:
        upto, changed = _batch(connection, after=0 if anew else state.serial)
        texts = [*_articles(connection, changed[False]), *_documents(connection, changed[True])]
        matcher = matching.of(connection)
    # What takes longest, while others may write.
    listed = [matcher.listed(map(wording.words, one.fields), one.labels) for one in texts]
    with engine.begin() as connection:
        ours = (index_state.c.version == state.version) & (index_state.c.serial == state.serial)
        if not connection.execute(update(index_state).where(ours).values(version=VERSION, serial=upto)).rowcount:
            return
        if anew:
            matcher.clear(connection)
            connection.execute(delete(indexed))
        for document, records in changed.items():
            _forget(connection, records, document=document)
        numbered = sorted(zip(_numbers(connection, texts), texts, listed, strict=True), key=lambda one: one[0])
        if numbered:
            rows = [
                {"number": number, "record": one.record, "document": one.document, "dated": one.dated}
                for number, one, _ in numbered
            ]
            connection.execute(insert(indexed), rows)
            matcher.add(connection, {number: words for number, _, words in numbered})


def _batch(connection: Connection, *, after: int) -> tuple[int, dict[bool, list[str]]]:
    """Return the serial of a batch's last event, and the articles and the documents of which it tells."""
    query = select(events.c.serial, events.c.record, events.c.document).where(events.c.serial > after)
    found = connection.execute(query.order_by(events.c.serial).limit(_BATCH)).all()
    changed: dict[bool, dict[str, None]] = {False: {}, True: {}}
    for _, record, document in found:
        changed[document][record] = None
    return found[-1].serial if found else after, {document: list(records) for document, records in changed.items()}


def _articles(connection: Connection, ids: Sequence[str]) -> list[_Text]:
    under = _of(connection, topics, "slug", of="article", ids=ids)
    cited = _of(connection, citations, "number_key", of="article", ids=ids)
    query = select(*(articles.c[name] for name in ("id", "portal", "title", "lead", "body_text", "language", "dated")))
    found = connection.execute(query.where(articles.c.id.in_(ids), articles.c.gone.is_(False)))
    return [
        _Text(
            record=one.id,
            document=False,
            dated=one.dated,
            fields=(one.title, one.lead, one.body_text),
            labels=(
                *_everywhere(one),
                *(label("topic", slug) for slug in under[one.id]),
                *(label("number", number) for number in cited[one.id]),
            ),
        )
        for one in found
    ]


_SAID = ("written", "type", "issuer", "signer", "field")


def _documents(connection: Connection, ids: Sequence[str]) -> list[_Text]:
    query = select(document_groups.c.document, document_groups.c.grouping, document_groups.c.slug)
    groups = defaultdict(list)
    for one, grouping, slug in connection.execute(query.where(document_groups.c.document.in_(ids))):
        groups[one].append(label(grouping, slug))
    names = ("id", "portal", "title", "abstract", "number", "number_key", "language", "dated", *_SAID)
    found = connection.execute(
        select(*(documents.c[name] for name in names)).where(documents.c.id.in_(ids), documents.c.gone.is_(False))
    )
    return [
        _Text(
            record=one.id,
            document=True,
            dated=one.dated,
            fields=(one.title, one.abstract, one.number, *(getattr(one, name) for name in _SAID)),
            labels=(
                *_everywhere(one),
                *groups[one.id],
                *([label("number", one.number_key)] if one.number_key else []),
            ),
        )
        for one in found
    ]


def _everywhere(one: Any) -> Iterable[str]:
    return label("portal", one.portal), label("language", one.language)


def _of(connection: Connection, table: Table, name: str, *, of: str, ids: Sequence[str]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one, value in connection.execute(select(table.c[of], table.c[name]).where(table.c[of].in_(ids))):
        found[one].append(value)
    return found


def _forget(connection: Connection, records: Sequence[str], *, document: bool) -> None:
    """Let the rows of records find nothing any more."""
    theirs = (indexed.c.record.in_(records), indexed.c.document.is_(document))
    numbers = connection.scalars(select(indexed.c.number).where(*theirs)).all()
    if numbers:
        connection.execute(update(indexed).where(*theirs).values(record=None))
        matching.of(connection).remove(connection, numbers)


def _numbers(connection: Connection, texts: Sequence[_Text]) -> list[int]:
    """Return a number for each text: of its day, and never given before."""
    given: dict[int, int] = {}
    for day in {one.dated.astimezone(HANOI).date() for one in texts}:
        first = first_number(day)
        taken = indexed.c.number.between(first, first + (1 << _BITS) - 1)
        given[first] = connection.scalar(select(func.max(indexed.c.number)).where(taken)) or first
    numbers = []
    for one in texts:
        first = first_number(one.dated.astimezone(HANOI).date())
        given[first] += 1
        numbers.append(given[first])
    return numbers


def _tell_if_refused(engine: Engine, error: Exception) -> None:
    original = error.orig if isinstance(error, DBAPIError) else error.__cause__
    refused = getattr(original, "sqlite_errorcode", 0) & 0xFF == _READ_ONLY
    if refused or getattr(original, "sqlstate", "") in _REFUSED:
        raise IndexBehind(
            f"the archive {told(engine)} may only be read here, and what is newest in it cannot be searched yet: run "
            "`diemtin publish` once as the user who owns it, or copy it to a folder of your own and name that one with "
            "--archive"
        ) from error
