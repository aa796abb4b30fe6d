"""Documents stored once each, revised when what is said of them changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from crawler import changes, links
from crawler.archive import document_rows, journal
from crawler.archive.memory import insert_or_skip
from crawler.archive.schema import articles, document_groups, document_keys, document_revisions, documents
from crawler.archive.transaction import owners
from crawler.changes import Outcome
from crawler.document import Document, as_json
from crawler.outcomes import REST

_KEPT = ("id", "link", "portal", "first_seen")
_TEXT_CHANGED = func.coalesce(journal.text_changed(documents), documents.c.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedDocument:
    """A document as it came from its page; `keys`, `etag`, `last_modified`, `section` are as those of an article.

    Likewise `moved`.

    Attributes:
        beside: the article that presents it is stored, and counted, as well.
    """

    document: Document
    keys: tuple[str, ...]
    beside: bool = False
    etag: str = ""
    last_modified: str = ""
    section: str = REST
    moved: bool = False


def save(connection: Connection, batch: Sequence[FetchedDocument], *, now: datetime) -> list[Outcome]:
    """Store documents, and return what became of each: identity and revisions are as those of articles."""
    there = known(connection, [key for fetched in batch for key in fetched.keys])
    before = journal.shown(connection, documents=sorted({*there.values()}))
    links_of = select(documents.c.id, documents.c.link).where(documents.c.id.in_(there.values()))
    places: dict[str, str] = dict(connection.execute(links_of).all())
    saved = [_save_one(connection, fetched, now=now) for fetched in batch]
    moved = {one: fetched.document.link for (one, _), fetched in zip(saved, batch, strict=True) if fetched.moved}
    happened = changes.together([*saved, *changes.elsewhere(moved, before=places)])
    journal.note(connection, happened, document=True, before=before, now=now)
    return [what for _, what in saved]


def known(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """Return which of the keys belong to a document, and to which."""
    return owners(connection, keys, key=document_keys.c.key, owner=document_keys.c.document)


def add_keys(connection: Connection, keys: Iterable[str], *, document: str) -> None:
    """Let keys lead to a stored document."""
    # The key from which the id was made is the document's own link, not an alias.
    rows = [{"key": key, "document": document, "own": links.article_id(key) == document} for key in keys]
    if rows:
        connection.execute(insert_or_skip(connection, document_keys), rows)


def _save_one(connection: Connection, fetched: FetchedDocument, *, now: datetime) -> tuple[str, Outcome]:
    """Store a document, and return its id and what became of it."""
    old = _stored(connection, fetched.keys)
    digest = changes.document_digest(fetched.document)
    outcome = changes.decide(
        stored=old["digest"] if old else None, fetched=digest, gone=old is not None and old["gone"]
    )
    document = fetched.document
    if old:
        document = replace(document, id=old["id"], first_seen=old["first_seen"])
    visit = {
        "etag": fetched.etag,
        "last_modified": fetched.last_modified,
        "visited": document.fetched,
        "next_visit": changes.next_visit(first_seen=document.first_seen, now=now),
        "gone": False,
        "missing": 0,
        **({"link": document.link} if fetched.moved else {}),
    }
    again = {"changed": now, "revision": (old["revision"] if old else 0) + 1, "digest": digest}
    if outcome is Outcome.NEW:
        connection.execute(insert(documents).values({**document_rows.row(document), **again, **visit}))
    elif outcome is Outcome.REVISED and old:
        _keep(connection, old)
        said = {name: value for name, value in document_rows.row(document).items() if name not in _KEPT}
        _update(connection, document.id, {**said, **again, **visit})
    elif outcome is Outcome.BACK and old:
        _update(connection, document.id, {**visit, "changed": _TEXT_CHANGED, "revision": old["revision"] - 1})
    else:
        _update(connection, document.id, visit)
    if outcome in {Outcome.NEW, Outcome.REVISED}:
        _group(connection, document)
    add_keys(connection, fetched.keys, document=document.id)
    # Where its page was once stored as an article, that has been looked at again with it.
    seen = {"visited": visit["visited"], "next_visit": visit["next_visit"], "missing": 0}
    there = update(articles).where(articles.c.id == document.id, articles.c.gone.is_(False))
    connection.execute(there.values(seen))
    return document.id, outcome


def _stored(connection: Connection, keys: Sequence[str]) -> dict[str, Any] | None:
    owners = known(connection, keys)
    owner = next((owners[key] for key in keys if key in owners), None)
    query = select(documents).where(documents.c.id == owner)
    found = connection.execute(query).mappings().first() if owner else None
    return dict(found) if found else None


def _keep(connection: Connection, old: dict[str, Any]) -> None:
    """Keep a record that is replaced."""
    kept = {
        "document": old["id"],
        "number": old["revision"],
        "seen": old["changed"],
        "record": as_json(document_rows.document(old, aliases=())),
    }
    connection.execute(insert(document_revisions).values(kept))


def _update(connection: Connection, document: str, values: dict[str, Any]) -> None:
    connection.execute(update(documents).where(documents.c.id == document).values(values))


def _group(connection: Connection, document: Document) -> None:
    connection.execute(delete(document_groups).where(document_groups.c.document == document.id))
    rows = document_rows.group_rows(document)
    if rows:
        connection.execute(insert(document_groups), rows)
