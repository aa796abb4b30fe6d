"""How each database finds words: SQLite with FTS5, PostgreSQL with tsvector.

Both are given the words ready made, and hold each of them twice: as it is written, and without marks after `~`. What
is filtered by stands among them as labels, `topic:y-te`, so that one look at the index answers all.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from sqlalchemy import Connection, TextClause, TextualSelect, bindparam, text

from crawler import wording
from crawler.archive.schema import indexed
from crawler.wording import Phrase

RECORD = "is:record"
"""The label of every row."""

_UNFIT = re.compile(r"[^\w/.&-]")
_ROOM = 900_000  # bytes: a tsvector takes 1 MB (postgresql.org/docs/current/textsearch-limitations.html)
_FOUND = "SELECT indexed.number, indexed.record, indexed.document, indexed.dated FROM "


class Matcher(Protocol):
    """One database's way."""

    both: str
    either: str
    newest: TextualSelect
    among: TextClause

    def phrase(self, tokens: Sequence[str]) -> str:
        """Return what finds words that follow each other."""

    def without(self, kept: str, excluded: str) -> str:
        """Return what finds the one and not the other."""

    def listed(self, fields: Iterable[Phrase], labels: Iterable[str]) -> str:
        """Return a row as it is added: words of a title, a lead, a body, over whose ends no phrase reaches."""

    def add(self, connection: Connection, rows: Mapping[int, str]) -> None:
        """Index rows by their numbers, which are sorted."""

    def remove(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Forget rows, as far as the database can."""

    def clear(self, connection: Connection) -> None:
        """Forget all rows."""


def label(kind: str, value: str) -> str:
    """Return the label of what a record is filed under.

    >>> label("number", "12/2026/NĐ-CP")
    'number:12/2026/NĐ-CP'
    """
    return f"{kind}:{_UNFIT.sub('_', value)}"


def without_marks(words: Iterable[str]) -> list[str]:
    """Return words as they are found without marks."""
    return list(map(_unmarked, words))


@lru_cache(maxsize=1 << 16)
def _unmarked(word: str) -> str:
    return f"~{wording.plain(word)}"


def of(connection: Connection) -> Matcher:
    """Return the database's own way."""
    return _TSVECTOR if connection.dialect.name == "postgresql" else _FTS5


def _found(sql: str) -> TextualSelect:
    columns = (indexed.c.number, indexed.c.record, indexed.c.document, indexed.c.dated)
    return text(_FOUND + sql).columns(*columns)


class _Fts5:
    """SQLite's. Rows are not removed, for that takes their words as they were: they are found, and passed over."""

    both, either = " AND ", " OR "
    # CROSS keeps the order in which they are joined; words come newest first without being sorted.
    newest = _found(
        "indexed_words CROSS JOIN indexed ON indexed.number = indexed_words.rowid"
        " WHERE indexed_words MATCH :expression AND indexed_words.rowid BETWEEN :first AND :last"
        " AND indexed.record IS NOT NULL ORDER BY indexed_words.rowid DESC LIMIT :limit"
    )
    among = text(
        "SELECT rowid FROM indexed_words WHERE indexed_words MATCH :expression AND rowid IN :numbers"
    ).bindparams(bindparam("numbers", expanding=True))

    def phrase(self, tokens: Sequence[str]) -> str:
        return f'"{" ".join(tokens)}"'

    def without(self, kept: str, excluded: str) -> str:
        return f"{kept} NOT ({excluded})"

    def listed(self, fields: Iterable[Phrase], labels: Iterable[str]) -> str:
        written = list(fields)
        unmarked = map(without_marks, written)
        return " | ".join(" ".join(words) for words in (*written, *unmarked, (RECORD, *labels)))

    def add(self, connection: Connection, rows: Mapping[int, str]) -> None:
        sql = text("INSERT INTO indexed_words (rowid, words) VALUES (:number, :words)")
        connection.execute(sql, [{"number": number, "words": words} for number, words in rows.items()])

    def remove(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Leave them."""

    def clear(self, connection: Connection) -> None:
        connection.execute(text("INSERT INTO indexed_words (indexed_words) VALUES ('delete-all')"))


class _TsVector:
    """PostgreSQL's. A word stands at one place in both its forms."""

    both, either = " & ", " | "
    newest = _found(
        "indexed_words JOIN indexed ON indexed.number = indexed_words.number"
        " WHERE indexed_words.words @@ CAST(:expression AS tsquery) AND indexed.number BETWEEN :first AND :last"
        " AND indexed.record IS NOT NULL ORDER BY indexed.number DESC LIMIT :limit"
    )
    among = text(
        "SELECT number FROM indexed_words WHERE words @@ CAST(:expression AS tsquery) AND number IN :numbers"
    ).bindparams(bindparam("numbers", expanding=True))

    def phrase(self, tokens: Sequence[str]) -> str:
        return f"({' <-> '.join(map(_quoted, tokens))})"

    def without(self, kept: str, excluded: str) -> str:
        return f"{kept} & !({excluded})"

    def listed(self, fields: Iterable[Phrase], labels: Iterable[str]) -> str:
        places = _places(fields)
        words = (f"{_quoted(token)}:{','.join(map(str, held))}" for token, held in places.items())
        return " ".join((*words, *map(_quoted, (RECORD, *labels))))

    def add(self, connection: Connection, rows: Mapping[int, str]) -> None:
        sql = text("INSERT INTO indexed_words (number, words) VALUES (:number, CAST(:words AS tsvector))")
        connection.execute(sql, [{"number": number, "words": words} for number, words in rows.items()])

    def remove(self, connection: Connection, numbers: Sequence[int]) -> None:
        sql = text("DELETE FROM indexed_words WHERE number = :number")
        connection.execute(sql, [{"number": number} for number in numbers])

    def clear(self, connection: Connection) -> None:
        connection.execute(text("DELETE FROM indexed_words"))


_FTS5, _TSVECTOR = _Fts5(), _TsVector()


def _places(fields: Iterable[Phrase]) -> Mapping[str, list[int]]:
    """Return where each word stands, in both its forms; of a text that is too long, its beginning."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    size = 0
    for at, word in _numbered(fields):
        for token in (word, _unmarked(word)):
            size += 4 + (0 if token in places else len(token.encode()))
            places[token].append(at)
        if size > _ROOM:
            break
    return places


def _numbered(fields: Iterable[Phrase]) -> Iterator[tuple[int, str]]:
    at = 0
    for field in fields:
        at += 1  # a place that nothing holds, between two fields
        for word in field:
            at += 1
            yield at, word


def _quoted(token: str) -> str:
    return f"'{token}'"  # no word and no label has an apostrophe or a backslash
