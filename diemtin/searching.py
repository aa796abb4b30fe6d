"""What a search found, shown and handed to programs."""

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from crawler.archive import Archive, DocumentEntry, Entry
from crawler.archive.search import Query
from diemtin import terminal


def show(store: Archive, query: Query, *, as_json: bool) -> None:
    """Print what a query finds, newest first."""
    ids = [one.id for one in store.search.find(query, limit=query.limit)]
    articles = {one.article.id: one for one in store.reader.by_id(ids) if not one.gone}
    documents = {one.document.id: one for one in store.documents.by_id(ids)}
    found = [articles.get(one) or documents[one] for one in ids]
    if as_json:
        terminal.as_json([_record(one) for one in found])
    else:
        _table(found)


def _table(found: Sequence[Entry | DocumentEntry]) -> None:
    made = terminal.table("date", "portal", "title")
    for one in found:
        record = one.article if isinstance(one, Entry) else one.document
        made.add_row(terminal.moment(one.dated), record.portal, Text(record.title))
    terminal.out.print(made)


def _record(one: Entry | DocumentEntry) -> dict[str, Any]:
    record = one.article if isinstance(one, Entry) else one.document
    return {
        "id": record.id,
        "kind": "article" if isinstance(one, Entry) else "document",
        "dated": one.dated.isoformat(timespec="seconds"),
        "portal": record.portal,
        "title": record.title,
        "link": record.link,
    }
