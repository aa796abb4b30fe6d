"""The article: the one clean record that every portal's pages become, and the parts it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from crawler.document_numbers import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture in an article's body.

    Attributes:
        url: absolute address of the largest rendition the page names.
        caption: what the page prints under it, without the credit; empty when it prints nothing.
        credit: who took it, as printed, without `Ảnh:`.
        width: in CSS pixels, where the page says so.
        height: likewise.
    """

    url: str
    caption: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that an article offers: a PDF of a decree, say.

    Attributes:
        url: absolute address.
        type: media type, from the page or the file name's ending.
        length: in bytes; None when the page does not say.
        title: the link's text.
    """

    url: str
    type: str
    length: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic that an article was given, and why.

    Attributes:
        slug: of the taxonomy (`crawler.topics`).
        reason: what gave it, for people: `section Kinh tế`, or the phrases that were found.
    """

    slug: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of one portal.

    Attributes:
        id: `urn:uuid:…`, minted once from the canonical link (RFC 9562, version 5) and never changed.
        link: the source link as the portal lists it, absolute, without tracking arguments.
        aliases: canonical forms of the other addresses that led here, sorted.
        portal: the spider's name.
        section: titles from the outermost section inwards.
        title: plain text.
        lead: plain text, without the location mark (`(Chinhphu.vn) -`).
        body_html: a clean fragment; every address absolute.
        body_text: the same as text, paragraphs separated by an empty line.
        language: BCP 47 (`vi`, `en`).
        authors: as printed.
        source: the source that the portal names for the article, as printed; empty when it names none.
        published: aware, to the minute; None when the page tells none.
        updated: aware, to the minute; when the portal says it last changed the article; None when it does not.
        first_seen: aware; when a crawl first met the link. Never moves.
        fetched: aware; when this text was downloaded.
        extracted_by: for each field that is set, where it came from: `rules`, `json-ld`, `opengraph`, `meta`,
            `listing`, `text` (what the article itself says) or `generic`.
    """

    id: str
    link: str
    aliases: tuple[str, ...] = ()
    portal: str
    section: tuple[str, ...] = ()
    title: str
    lead: str = ""
    body_html: str
    body_text: str
    language: str = "vi"
    authors: tuple[str, ...] = ()
    source: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    first_seen: datetime
    fetched: datetime
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tags: tuple[str, ...] = ()
    documents: tuple[Citation, ...] = ()
    topics: tuple[Topic, ...] = ()
    extracted_by: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_by_rules(self) -> bool:
        """Whether the portal's own rules read its text."""
        return self.extracted_by.get("body") == "rules"

    def with_topics(self, topics: tuple[Topic, ...]) -> "Article":
        """Return the same article under other topics."""
        return replace(self, topics=topics)


def as_json(article: Article) -> dict[str, Any]:
    """Return the record as JSON values, keys in the documented order; times as `2026-03-01T09:51+07:00`."""
    return {
        "id": article.id,
        "link": article.link,
        "aliases": list(article.aliases),
        "portal": article.portal,
        "section": list(article.section),
        "title": article.title,
        "lead": article.lead,
        "body_html": article.body_html,
        "body_text": article.body_text,
        "language": article.language,
        "authors": list(article.authors),
        "source": article.source,
        "published": _minute(article.published),
        "updated": _minute(article.updated),
        "first_seen": _minute(article.first_seen),
        "fetched": _minute(article.fetched),
        "images": images(article),
        "attachments": attachments(article),
        "tags": list(article.tags),
        "documents": documents(article),
        "topics": [{"slug": topic.slug, "reason": topic.reason} for topic in article.topics],
        "extracted_by": dict(sorted(article.extracted_by.items())),
    }


def images(article: Article) -> list[dict[str, Any]]:
    """Return the pictures as JSON values; a size only where both sides are known."""
    return [_image(image) for image in article.images]


def attachments(article: Article) -> list[dict[str, Any]]:
    """Return the files that the article offers as JSON values."""
    return [
        {"url": file.url, "type": file.type, "length": file.length, "title": file.title} for file in article.attachments
    ]


def documents(article: Article) -> list[dict[str, Any]]:
    """Return the documents that the article cites as JSON values; dates as `2021-05-26`."""
    return [
        {
            "number": document.number,
            "type": document.type,
            "issuer": document.issuer,
            "date": document.date.isoformat() if document.date else None,
        }
        for document in article.documents
    ]


def _minute(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _image(image: Image) -> dict[str, Any]:
    size = {"width": image.width, "height": image.height} if image.width and image.height else {}
    return {"url": image.url, "caption": image.caption, "credit": image.credit, **size}
