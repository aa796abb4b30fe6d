"""Articles as rows, and rows as articles."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping

from crawler.article import Article, Attachment, Image, Topic, attachments, documents, images
from crawler.document_numbers import Citation


def row(article: Article) -> dict[str, Any]:
    """Return an article's own columns."""
    return {
        "id": article.id,
        "portal": article.portal,
        "link": article.link,
        "section": list(article.section),
        "title": article.title,
        "lead": article.lead,
        "body_html": article.body_html,
        "body_text": article.body_text,
        "language": article.language,
        "authors": list(article.authors),
        "source": article.source,
        "published": article.published,
        "updated": article.updated,
        "first_seen": article.first_seen,
        "fetched": article.fetched,
        "images": images(article),
        "attachments": attachments(article),
        "tags": list(article.tags),
        "documents": documents(article),
        "extracted_by": dict(article.extracted_by),
        "dated": dated(article),
    }


def dated(article: Article) -> datetime:
    """Return the moment by which feeds are sorted."""
    return article.published or article.first_seen


def article(found: RowMapping, *, aliases: Sequence[str], topics: Sequence[Topic]) -> Article:
    """Return a row of `articles` as an article."""
    return Article(
        id=found["id"],
        link=found["link"],
        aliases=tuple(aliases),
        portal=found["portal"],
        section=tuple(found["section"]),
        title=found["title"],
        lead=found["lead"],
        body_html=found["body_html"],
        body_text=found["body_text"],
        language=found["language"],
        authors=tuple(found["authors"]),
        source=found["source"],
        published=found["published"],
        updated=found["updated"],
        first_seen=found["first_seen"],
        fetched=found["fetched"],
        images=tuple(Image(**image) for image in found["images"]),
        attachments=tuple(Attachment(**file) for file in found["attachments"]),
        tags=tuple(found["tags"]),
        documents=tuple(
            Citation(**{**one, "date": date.fromisoformat(one["date"]) if one["date"] else None})
            for one in found["documents"]
        ),
        topics=tuple(topics),
        extracted_by=found["extracted_by"],
    )
