"""What the archive tells of legal documents, and of the articles that cite them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Select, func, select

from crawler.archive import document_rows
from crawler.archive.reading import Outline
from crawler.archive.schema import articles, citations, crawls, document_groups, document_keys, documents
from crawler.dates import HANOI
from crawler.document import Document, Group, Grouping, is_meant, is_open, key, slug
from crawler.document_numbers import Citation

_PAGE = 500  # ids asked for at a time: old builds of SQLite take 999 variables


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A document as a feed carries it; `dated`, `changed`, `revision` and `gone` are as those of an article's entry."""

    document: Document
    dated: datetime
    changed: datetime
    revision: int
    gone: bool

    @property
    def outline(self) -> Outline:
        """The little of it that tells whether a feed changed."""
        own = self.document.id
        return Outline(
            id=own, dated=self.dated, changed=self.changed, revision=self.revision, gone=self.gone, story=own
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """An article that cites a document."""

    id: str
    portal: str
    link: str
    title: str
    dated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which documents are asked for; what is left out does not choose.

    Attributes:
        group: slugs by grouping, e.g. `{Grouping.TYPE: "nghi-dinh"}`.
        number: in any form that `document_numbers.normal` gives.
        drafts: True for drafts alone, False for what has been issued.
        since: only those dated at or after it.
    """

    group: tuple[tuple[Grouping, str], ...] = ()
    number: str = ""
    portal: str = ""
    drafts: bool | None = None
    since: datetime | None = None


EVERY = Which()


class DocumentReader:
    """Reads; never writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def gone(self, ids: Sequence[str]) -> frozenset[str]:
        """Return which of these documents were taken down."""
        query = select(documents.c.id).where(documents.c.id.in_(ids), documents.c.gone)
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(query))

    def entries(self, which: Which = EVERY, *, limit: int | None = None) -> list[DocumentEntry]:
        """Return documents, newest first; those of one moment by id."""
        with self._engine.connect() as connection:
            return _entries(connection, _chosen(select(documents), which).limit(limit))

    def outline(self, which: Which = EVERY, *, limit: int | None = None) -> list[Outline]:
        """Return what `entries` would, newest first, in the little that tells whether it changed.

        A document that several portals have is one story: that of the portal that had it first.
        """
        with self._engine.connect() as connection:
            rows = connection.execute(_chosen(select(*_OUTLINE), which).limit(limit)).mappings().all()
        return _outlines(rows)

    def outlines(self, ids: Sequence[str]) -> list[Outline]:
        """Return likewise the documents with these ids that were not taken down, newest first."""
        query = select(*_OUTLINE).where(documents.c.gone.is_(False))
        with self._engine.connect() as connection:
            rows = [
                row
                for part in _parts(ids)
                for row in connection.execute(query.where(documents.c.id.in_(part))).mappings()
            ]
        return sorted(_outlines(rows), key=lambda one: (-one.dated.timestamp(), one.id))

    def by_id(self, ids: Sequence[str]) -> list[DocumentEntry]:
        """Return the documents with these ids, newest first."""
        with self._engine.connect() as connection:
            found = [
                entry
                for part in _parts(ids)
                for entry in _entries(connection, select(documents).where(documents.c.id.in_(part)))
            ]
        return sorted(found, key=lambda one: (-one.dated.timestamp(), one.document.id))

    def open_drafts(self) -> list[DocumentEntry]:
        """Return the drafts on which comments are still asked for, newest first.

        It is as late as when the last crawl began, or a document was last asked for: what is published is a function
        of the archive, not of the clock.
        """
        with self._engine.connect() as connection:
            told = [connection.scalar(select(func.max(each))) for each in (crawls.c.started, documents.c.visited)]
        today = max((moment.astimezone(HANOI).date() for moment in told if moment), default=date.min)
        return [one for one in self.entries(Which(drafts=True)) if not one.gone and is_open(one.document, on=today)]

    def any_drafts(self) -> bool:
        """Return whether there is a draft, open or not."""
        with self._engine.connect() as connection:
            return connection.execute(select(documents.c.id).where(documents.c.draft).limit(1)).first() is not None

    def groups(self) -> dict[Group, int]:
        """Return the types, issuing bodies and fields that have documents, with how many; each by its usual name."""
        columns = (document_groups.c.grouping, document_groups.c.slug, document_groups.c.name)
        counted: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        with self._engine.connect() as connection:
            for grouping, term, name, by in connection.execute(select(*columns, func.count()).group_by(*columns)):
                counted[grouping, term][name] += by
        return {
            Group(grouping=Grouping(grouping), slug=term, name=min(names, key=lambda name: (-names[name], name))): (
                names.total()
            )
            for (grouping, term), names in sorted(counted.items())
        }

    def citing(self, ids: Sequence[str]) -> dict[str, list[Citing]]:
        """Return the articles that cite each of these documents, newest first; none that was taken down."""
        found: defaultdict[str, list[Citing]] = defaultdict(list)
        with self._engine.connect() as connection:
            for part in _parts(ids):
                for link in _links(connection, documents.c.id.in_(part)):
                    found[link["document"]].append(_citing(link))
        return {one: sorted(of, key=lambda each: (-each.dated.timestamp(), each.id)) for one, of in found.items()}

    def cited(self, ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return the links of the documents that each of these articles cites, by number as the article has it."""
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        with self._engine.connect() as connection:
            for part in _parts(ids):
                for link in _links(connection, articles.c.id.in_(part)):
                    found[link["id"]].setdefault(link["cited_number"], link["document_link"])
        return dict(found)

    def cited_by(self, article: str) -> list[Document]:
        """Return the stored documents that an article cites, newest first."""
        with self._engine.connect() as connection:
            cited = [link["document"] for link in _links(connection, articles.c.id == article)]
        return [entry.document for entry in self.by_id(cited)]


# A document without a number is cited by none.
_LINKS = (
    select(
        documents.c.id.label("document"),
        documents.c.link.label("document_link"),
        documents.c.number.label("number"),
        documents.c.issuer.label("issuer"),
        documents.c.issued.label("issued"),
        citations.c.number.label("cited_number"),
        citations.c.issuer.label("cited_issuer"),
        citations.c.date.label("cited_date"),
        *(articles.c[name] for name in ("id", "portal", "link", "title", "dated")),
    )
    .join(citations, citations.c.number_key == documents.c.number_key)
    .join(articles, articles.c.id == citations.c.article)
    .where(documents.c.number_key != "", articles.c.gone.is_(False), documents.c.gone.is_(False))
    .order_by(documents.c.first_seen, documents.c.id)  # of several portals, the one that had it first
)


def _links(connection: Connection, which: ColumnElement[bool]) -> Iterator[RowMapping]:
    """Yield the pairs of a document and an article that means it."""
    for found in connection.execute(_LINKS.where(which)).mappings():
        document = Citation(number=found["number"], issuer=found["issuer"], date=found["issued"])
        cited = Citation(number=found["cited_number"], issuer=found["cited_issuer"], date=found["cited_date"])
        if is_meant(document, cited, day=found["dated"].astimezone(HANOI).date()):
            yield found


def _citing(link: RowMapping) -> Citing:
    return Citing(id=link["id"], portal=link["portal"], link=link["link"], title=link["title"], dated=link["dated"])


_OUTLINE = (
    *(documents.c[name] for name in ("id", "dated", "changed", "revision", "gone")),
    *(documents.c[name] for name in ("number_key", "issued", "issuer", "first_seen")),
)


def _first(rows: Sequence[RowMapping]) -> dict[tuple[Any, ...], str]:
    """Return the id of the record that was there first of each document with a number and a day of issue."""
    told = [row for row in rows if row["number_key"] and row["issued"] and not row["gone"]]
    late = sorted(told, key=lambda row: (row["first_seen"].timestamp(), row["id"]), reverse=True)
    return {_same(row): row["id"] for row in late}


def _same(row: RowMapping) -> tuple[Any, ...]:
    """Return what two records of one document have in common; provinces may give a number on the same day."""
    return row["number_key"], row["issued"], slug(row["issuer"])


def _outlines(rows: Sequence[RowMapping]) -> list[Outline]:
    first = _first(rows)
    return [_outline(row, story=first.get(_same(row), row["id"])) for row in rows]


def _outline(row: RowMapping, *, story: str) -> Outline:
    return Outline(
        id=row["id"],
        dated=row["dated"],
        changed=row["changed"],
        revision=row["revision"],
        gone=row["gone"],
        story=story,
    )


def _chosen(query: Select[Any], which: Which) -> Select[Any]:
    dated, last = documents.c.dated, documents.c.id
    if which.group:  # sorted in the group's own index: a type may have tens of thousands
        grouping, term = which.group[0]
        query = query.join(document_groups, document_groups.c.document == documents.c.id).where(
            document_groups.c.grouping == grouping.value, document_groups.c.slug == term
        )
        dated, last = document_groups.c.dated, document_groups.c.document
    for grouping, term in which.group[1:]:
        grouped = select(document_groups.c.document).where(
            document_groups.c.grouping == grouping.value, document_groups.c.slug == term
        )
        query = query.where(documents.c.id.in_(grouped))
    if which.number:
        query = query.where(documents.c.number_key == key(which.number))
    if which.portal:
        query = query.where(documents.c.portal == which.portal)
    if which.drafts is not None:
        query = query.where(documents.c.draft.is_(which.drafts))
    if which.since is not None:
        query = query.where(documents.c.dated >= which.since)
    return query.order_by(dated.desc(), last)


def _entries(connection: Connection, query: Select[Any]) -> list[DocumentEntry]:
    rows: Sequence[Mapping[str, Any]] = connection.execute(query).mappings().all()  # type: ignore[assignment]
    other: defaultdict[str, list[str]] = defaultdict(list)
    for part in _parts([row["id"] for row in rows]):
        keys = select(document_keys.c.document, document_keys.c.key).where(
            document_keys.c.document.in_(part), document_keys.c.key.like("https://%"), document_keys.c.own.is_(False)
        )
        for document, alias in connection.execute(keys.order_by(document_keys.c.key)):
            other[document].append(alias)
    return [
        DocumentEntry(
            document=document_rows.document(row, aliases=other[row["id"]]),
            dated=row["dated"],
            changed=row["changed"],
            revision=row["revision"],
            gone=row["gone"],
        )
        for row in rows
    ]


def _parts(ids: Sequence[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while part := list(islice(left, _PAGE)):
        yield part
