"""The archive: articles stored once each, revised when their text changed, marked when they are gone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, bindparam, delete, func, insert, select, update

from crawler import changes, links
from crawler.archive import document_rows, document_store, journal, rows
from crawler.archive.chronicle import Chronicle
from crawler.archive.document_reading import DocumentReader
from crawler.archive.document_store import FetchedDocument
from crawler.archive.incidents import Incidents
from crawler.archive.journal import Journal
from crawler.archive.memory import Memory, insert_or_skip
from crawler.archive.plans import Plans
from crawler.archive.reading import Reader
from crawler.archive.schema import aliases, articles, citations, documents, frontier, revisions, topics
from crawler.archive.search import Search
from crawler.archive.telling import tell_stories
from crawler.archive.transaction import begin, owners
from crawler.article import Article
from crawler.changes import Outcome
from crawler.outcomes import REST


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An article as it came from its page, with what the archive must know beside it.

    Attributes:
        keys: every key under which the article is known, its canonical link first.
        etag: the page's, for asking again; empty when it sent none. Likewise `last_modified`.
        section: path of the section in whose own list it stood; `outcomes.REST` when that is not known.
        moved: a stored one has moved to this link for good, so that readers are given it from now on.
    """

    article: Article
    keys: tuple[str, ...]
    etag: str = ""
    last_modified: str = ""
    section: str = REST
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Other addresses that turned out to lead to an article which is known, or is being fetched.

    Attributes:
        keys: of the other addresses.
        target: a key of the article.
    """

    keys: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An article that is due to be looked at again, or looked for.

    Attributes:
        missing: how often in a row its page was not there.
        gone: it was taken down.
    """

    id: str
    link: str
    first_seen: datetime
    etag: str
    last_modified: str
    missing: int
    gone: bool


class Archive:
    """One archive: `reader` and `documents` tell, `search` finds, `memory` holds what crawls must remember.

    `chronicle` has how sections were crawled, `plans` when they are due, `incidents` what is wrong. The rest writes.

    Every write is a transaction: it happened, or it did not.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.reader = Reader(engine)
        self.documents = DocumentReader(engine)
        self.journal = Journal(engine)
        self.search = Search(engine)
        self.memory = Memory(engine)
        self.chronicle = Chronicle(engine)
        self.plans = Plans(engine)
        self.incidents = Incidents(engine)

    def known(self, keys: Iterable[str]) -> dict[str, str]:
        """Return which of the keys belong to an article or a document, and to which."""
        asked = list(keys)
        with self._engine.connect() as connection:
            return {**document_store.known(connection, asked), **_known(connection, asked)}

    def save(self, batch: Sequence[Fetched], *, now: datetime) -> list[Outcome]:
        """Store a batch of articles, and return what became of each.

        One whose keys belong to a stored article is that article: its id and the time it was first seen stay, its
        other keys become aliases, and its text is a revision where it changed materially. So does its link, unless it
        has moved, which is no revision.
        """
        with begin(self._engine) as connection:
            journal.begin(connection)
            known = _known(connection, [key for fetched in batch for key in fetched.keys])
            stored = _stored(connection, set(known.values()))
            before = journal.shown(connection, articles=list(stored))
            places = {one.id: one.link for one in stored.values()}
            inserts = _Inserts(connection)
            outcomes = [self._save_one(inserts, fetched, known, stored, now=now) for fetched in batch]
            inserts.execute()
            written = [(known[one.keys[0]], what) for one, what in zip(batch, outcomes, strict=True)]
            moved = {known[one.keys[0]]: one.article.link for one in batch if one.moved}
            happened = changes.together([*written, *changes.elsewhere(moved, before=places)])
            new = [one for one, what in happened.items() if what is Outcome.NEW]
            revised = sorted(one for one, what in happened.items() if what is Outcome.REVISED)
            tell_stories(connection, new, revised)
            journal.note(connection, happened, document=False, before=before, now=now)
            done = [key for fetched in batch for key in fetched.keys]
            connection.execute(delete(frontier).where(frontier.c.key.in_(done)))
        return outcomes

    def _save_one(
        self,
        inserts: "_Inserts",
        fetched: Fetched,
        known: dict[str, str],
        stored: dict[str, "_Stored"],
        *,
        now: datetime,
    ) -> Outcome:
        digest = changes.digest(fetched.article)
        owner = next((known[key] for key in fetched.keys if key in known), None)
        old = stored.get(owner) if owner else None
        outcome = changes.decide(stored=old.digest if old else None, fetched=digest, gone=old is not None and old.gone)
        article = replace(fetched.article, id=old.id, first_seen=old.first_seen) if old else fetched.article
        revision = (old.revision if old else 0) + _STEPS[outcome]
        visit = {
            "etag": fetched.etag,
            "last_modified": fetched.last_modified,
            "visited": article.fetched,
            "next_visit": changes.next_visit(first_seen=article.first_seen, now=now),
            "gone": False,
            "missing": 0,
            **({"link": article.link} if fetched.moved else {}),
        }
        if outcome is Outcome.NEW:
            first = {"changed": now, "revision": 1, "digest": digest, "story": article.id}
            inserts.add(articles, [{**rows.row(article), **first, **visit}])
        elif outcome is Outcome.REVISED:
            again = {"changed": now, "revision": revision, "digest": digest, "pruned": False}
            kept = rows.row(article)
            for column in ("id", "link", "portal", "first_seen"):
                del kept[column]
            inserts.execute()
            inserts.connection.execute(_KEEP_TEXT, {"replaced": article.id})
            inserts.connection.execute(
                update(articles).where(articles.c.id == article.id).values({**kept, **again, **visit})
            )
            inserts.connection.execute(delete(topics).where(topics.c.article == article.id))
            inserts.connection.execute(delete(citations).where(citations.c.article == article.id))
        else:
            as_before = {"revision": revision, "changed": _TEXT_CHANGED} if outcome is Outcome.BACK else {}
            inserts.execute()
            inserts.connection.execute(
                update(articles).where(articles.c.id == article.id).values({**visit, **as_before})
            )
        if outcome in {Outcome.NEW, Outcome.REVISED}:
            inserts.add(topics, _topic_rows(article))
            inserts.add(citations, document_rows.citation_rows(article))
        if outcome is not Outcome.UNCHANGED:
            stored[article.id] = _Stored(
                id=article.id,
                link=article.link,
                digest=digest,
                revision=revision,
                first_seen=article.first_seen,
                gone=False,
            )
        inserts.add(aliases, _key_rows(fetched.keys, known, article.id))
        return outcome

    def save_documents(self, batch: Sequence[FetchedDocument], *, now: datetime) -> list[Outcome]:
        """Store a batch of legal documents likewise."""
        with begin(self._engine) as connection:
            journal.begin(connection)
            outcomes = document_store.save(connection, batch, now=now)
            done = [key for fetched in batch for key in fetched.keys]
            connection.execute(delete(frontier).where(frontier.c.key.in_(done)))
        return outcomes

    def add_aliases(self, keys: Sequence[str], *, article: str) -> None:
        """Let other addresses lead to a stored article or document, and no longer wait to be fetched."""
        with begin(self._engine) as connection:
            if connection.scalar(select(documents.c.id).where(documents.c.id == article)):
                document_store.add_keys(connection, keys, document=article)
            if connection.scalar(select(articles.c.id).where(articles.c.id == article)):
                connection.execute(insert_or_skip(connection, aliases), _key_rows(keys, {}, article))
            connection.execute(delete(frontier).where(frontier.c.key.in_(keys)))

    def due(self, portal: str, *, now: datetime, limit: int) -> list[Visit]:
        """Return the articles and documents of a portal that are due to be looked at again, the longest due first.

        Those that were taken down are among them, when they are to be looked for.
        """
        found: dict[str, tuple[datetime, Visit]] = {}
        with self._engine.connect() as connection:
            for table in _VISITED:
                query = (
                    select(*_visit(table), table.c.next_visit)
                    .where(table.c.portal == portal, table.c.next_visit <= now)
                    .order_by(table.c.next_visit, table.c.id)
                    .limit(limit)
                )
                for *said, due in connection.execute(query):
                    visit = Visit(**dict(zip(_SAID, said, strict=True)))
                    found.setdefault(visit.id, (due, visit))
        return [visit for _, visit in sorted(found.values(), key=lambda one: (one[0], one[1].id))[:limit]]

    def outdated(self, changed: Mapping[str, datetime]) -> list[Visit]:
        """Return which articles or documents were last asked for before a listing says that they changed.

        Args:
            changed: when, by id.
        """
        found: dict[str, Visit] = {}
        with self._engine.connect() as connection:
            for table in _VISITED:
                query = select(*_visit(table), table.c.visited).where(table.c.id.in_(changed))
                for *said, visited in connection.execute(query):
                    visit = Visit(**dict(zip(_SAID, said, strict=True)))
                    if visited < changed[visit.id]:
                        found[visit.id] = visit
        return list(found.values())

    def unchanged(self, visit: Visit, *, now: datetime) -> None:
        """Note that a page answered that it had not changed."""
        self._visited(visit, missing=0, following=changes.next_visit(first_seen=visit.first_seen, now=now), now=now)

    def unread(self, visit: Visit, *, now: datetime) -> None:
        """Note that a page could not be read this time, which says nothing of whether it is there.

        For what was taken down it is as good as not there: it is looked for less and less often.
        """
        if visit.gone:
            self.miss(visit, now=now)
            return
        following = changes.next_visit(first_seen=visit.first_seen, now=now)
        self._visited(visit, missing=visit.missing, following=following, now=now)

    def miss(self, visit: Visit, *, now: datetime) -> None:
        """Note that a page was not there: once, or still not; it is looked for again."""
        missing = visit.missing + 1
        following = changes.next_search(missing=missing, now=now)
        self._visited(visit, missing=missing, following=following, now=now)

    def _visited(self, visit: Visit, *, missing: int, following: datetime | None, now: datetime) -> None:
        values = {"visited": now, "next_visit": following, "missing": missing}
        with begin(self._engine) as connection:
            for table in _VISITED:
                connection.execute(update(table).where(table.c.id == visit.id).values(values))

    def take_down(self, page: str, *, now: datetime) -> None:
        """Mark an article or a document that its portal took down; it stays in the archive, and is looked for again."""
        missing = changes.TAKEN_DOWN
        visit = {"visited": now, "next_visit": changes.next_search(missing=missing, now=now), "missing": missing}
        with begin(self._engine) as connection:
            journal.begin(connection)
            before = journal.shown(connection, articles=[page], documents=[page])
            for table in _VISITED:
                down = {"gone": True, "changed": now, "revision": table.c.revision + 1, **visit}
                there = update(table).where(table.c.id == page, table.c.gone.is_(False))
                if connection.execute(there.values(down)).rowcount:
                    happened = {page: Outcome.GONE}
                    journal.note(connection, happened, document=table is documents, before=before, now=now)


_TEXT = {
    revisions.c.article: articles.c.id,
    revisions.c.number: articles.c.revision,
    revisions.c.seen: articles.c.changed,
    revisions.c.title: articles.c.title,
    revisions.c.lead: articles.c.lead,
    revisions.c.body_html: articles.c.body_html,
}
_KEEP_TEXT = insert(revisions).from_select(
    list(_TEXT), select(*_TEXT.values()).where(articles.c.id == bindparam("replaced"), articles.c.pruned.is_(False))
)
_VISITED = (articles, documents)  # one page may be in both: an article that presents a draft
_SAID = ("id", "link", "first_seen", "etag", "last_modified", "missing", "gone")
_STEPS = {Outcome.NEW: 1, Outcome.REVISED: 1, Outcome.UNCHANGED: 0, Outcome.BACK: -1}  # what taking it down had added
_TEXT_CHANGED = func.coalesce(journal.text_changed(articles), articles.c.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    id: str
    link: str
    digest: str
    revision: int
    first_seen: datetime
    gone: bool


def _visit(table: Table) -> list[Column[Any]]:
    return [table.c[name] for name in _SAID]


def _known(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    return owners(connection, keys, key=aliases.c.key, owner=aliases.c.article)


def _stored(connection: Connection, ids: set[str]) -> dict[str, _Stored]:
    if not ids:
        return {}
    columns = (articles.c[one.name] for one in fields(_Stored))
    found = connection.execute(select(*columns).where(articles.c.id.in_(ids))).mappings()
    return {one["id"]: _Stored(**one) for one in found}


class _Inserts:
    """Rows that are inserted together: a statement for each would cost more than reading the page."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        # in the order in which they refer to each other
        self._rows: dict[Table, list[dict[str, Any]]] = {articles: [], topics: [], citations: [], aliases: []}

    def add(self, table: Table, added: Iterable[dict[str, Any]]) -> None:
        """Take rows, to be inserted at the next `execute`."""
        self._rows[table].extend(added)

    def execute(self) -> None:
        """Insert what was taken; also before an update, which may be of an article of the same batch."""
        for table, added in self._rows.items():
            if added:
                self.connection.execute(
                    insert_or_skip(self.connection, table) if table is aliases else insert(table), added
                )
                added.clear()


def _key_rows(keys: Iterable[str], known: dict[str, str], article: str) -> list[dict[str, Any]]:
    """Return the rows of the keys that are not `known`, which from now on they are."""
    fresh = [key for key in keys if key not in known]
    known.update(dict.fromkeys(fresh, article))
    # The key from which the id was minted is the article's own link, not an alias.
    own = next((key for key in fresh if links.article_id(key) == article), None)
    return [{"key": key, "article": article, "own": key == own} for key in fresh]


def _topic_rows(article: Article) -> list[dict[str, Any]]:
    return [
        {
            "article": article.id,
            "slug": topic.slug,
            "position": position,
            "reason": topic.reason,
            "dated": rows.dated(article),
        }
        for position, topic in enumerate(article.topics)
    ]
