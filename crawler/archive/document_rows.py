"""Documents as rows, and rows as documents."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from crawler.article import Article, Attachment
from crawler.dates import HANOI
from crawler.document import Document, Related, Relation, files, groups, key, related


def row(document: Document) -> dict[str, Any]:
    """Return a document's own columns."""
    return {
        "id": document.id,
        "portal": document.portal,
        "link": document.link,
        "number": document.number,
        "number_key": key(document.number),
        "written": document.written,
        "type": document.type,
        "issuer": document.issuer,
        "signer": document.signer,
        "title": document.title,
        "abstract": document.abstract,
        "issued": document.issued,
        "effective": document.effective,
        "field": document.field,
        "status": document.status,
        "draft": document.draft,
        "open_from": document.open_from,
        "open_until": document.open_until,
        "files": files(document.files),
        "related": related(document.related),
        "language": document.language,
        "first_seen": document.first_seen,
        "fetched": document.fetched,
        "dated": dated(document),
    }


def dated(document: Document) -> datetime:
    """Return the moment by which documents are sorted: the day they are of, or when they were first seen."""
    day = document.issued or document.open_from
    return min(datetime.combine(day, time(), HANOI), document.first_seen) if day else document.first_seen


def document(found: Mapping[Any, Any], *, aliases: Sequence[str]) -> Document:
    """Return a row of `documents` as a document."""
    return Document(
        id=found["id"],
        link=found["link"],
        aliases=tuple(aliases),
        portal=found["portal"],
        number=found["number"],
        written=found["written"],
        type=found["type"],
        issuer=found["issuer"],
        signer=found["signer"],
        title=found["title"],
        abstract=found["abstract"],
        issued=found["issued"],
        effective=found["effective"],
        field=found["field"],
        status=found["status"],
        draft=found["draft"],
        open_from=found["open_from"],
        open_until=found["open_until"],
        files=tuple(Attachment(**file) for file in found["files"]),
        related=tuple(Related(**{**one, "relation": Relation(one["relation"])}) for one in found["related"]),
        language=found["language"],
        first_seen=found["first_seen"],
        fetched=found["fetched"],
    )


def group_rows(document: Document) -> list[dict[str, Any]]:
    """Return the rows of the groups under which a document is found."""
    return [
        {
            "document": document.id,
            "grouping": group.grouping.value,
            "slug": group.slug,
            "name": group.name,
            "dated": dated(document),
        }
        for group in groups(document)
    ]


def citation_rows(article: Article) -> list[dict[str, Any]]:
    """Return the rows of what an article cites."""
    cited = {key(one.number): one for one in reversed(article.documents)}
    return [
        {"article": article.id, "number_key": number, "number": one.number, "issuer": one.issuer, "date": one.date}
        for number, one in cited.items()
    ]
