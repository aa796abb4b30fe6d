"""One page on its way: from the task to fetch it to what the archive stores."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from scrapy.http import Response

from crawler import answers, document_pages
from crawler.archive import Archive, DocumentEntry, Entry, Fetched, FetchedDocument, Visit
from crawler.discovery import Link
from crawler.document import Document
from crawler.errors import FieldMissing, LayoutMoved
from crawler.extraction import extract
from crawler.outcomes import REST
from crawler.portal import Portal, Proof, Section
from crawler.topics import Classifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One article to fetch.

    Attributes:
        keys: under which it is asked for, the canonical link first; those of addresses that led here included.
        section: in whose own list the link stood; None when that is not known.
        visit: the stored article, where it is looked at again.
        redirects: how many led here.
    """

    link: Link
    keys: tuple[str, ...]
    section: Section | None
    visit: Visit | None = None
    redirects: int = 0


Harvest = Fetched | FetchedDocument


def harvest(
    response: Response, task: Task, *, portal: Portal, classifier: Classifier, now: datetime
) -> tuple[Harvest, ...]:
    """Return what a page is a record of, with what is needed to ask for it again.

    That is a legal document, where its portal has such and the page has a document's rows; else an article under its
    topics, and beside it the draft that it presents.

    Raises:
        PageError: the page cannot be read; as `extract` raises it.
    """
    media = answers.header(response, "Content-Type")
    document = document_pages.read(
        response.body, url=response.url, portal=portal, now=now, link=task.link, content_type=media
    )
    if document:
        return (_fetched_document(document, response, task, portal=portal),)
    article = extract(
        response.body,
        url=response.url,
        portal=portal,
        now=now,
        link=task.link,
        section=task.section,
        content_type=media,
    )
    topics = classifier.classify(
        title=article.title,
        lead=article.lead,
        body=article.body_text,
        section=portal.topic(article.section, task.section),
        section_titles=article.section,
    )
    draft = document_pages.draft_of(article, portal=portal)
    fetched = Fetched(
        article=article.with_topics(topics),
        keys=_keys(task, article.aliases, portal=portal),
        etag=answers.header(response, "ETag"),
        last_modified=answers.header(response, "Last-Modified"),
        section=task.section.path if task.section else REST,
    )
    if draft is None:
        return (fetched,)
    return fetched, replace(_fetched_document(draft, response, task, portal=portal), beside=True)


class Stored:
    """What the archive has under a page's keys, looked up where it is asked for."""

    def __init__(self, archive: Archive, keys: Sequence[str]) -> None:
        self._archive, self._keys = archive, keys

    @cached_property
    def articles(self) -> Sequence[Entry]:
        """The articles among it, whatever their state."""
        return self._archive.reader.by_id(self._ids) if self._ids else []

    @cached_property
    def documents(self) -> Sequence[DocumentEntry]:
        """Likewise the legal documents."""
        return self._archive.documents.by_id(self._ids) if self._ids else []

    @property
    def entries(self) -> Sequence[Entry | DocumentEntry]:
        """The articles, then the documents."""
        return [*self.articles, *self.documents]

    @cached_property
    def _ids(self) -> list[str]:
        return sorted(set(self._archive.known(self._keys).values()))


def is_doubtful(found: Harvest, *, portal: Portal) -> bool:
    """Return whether no rule read the text of an article, though its portal's rules are proven to."""
    proven = bool(portal.versions) and portal.proof is not Proof.INFERRED
    return proven and isinstance(found, Fetched) and not found.article.is_by_rules


def refuse_loss(found: Harvest, stored: Stored, *, portal: Portal, url: str) -> None:
    """Refuse to replace what is stored by a page that tells less.

    Raises:
        LayoutMoved: no rule reads the page any more, and the archive has what the rules once read.
        FieldMissing: a legal document's page no longer tells what it told.
    """
    if isinstance(found, FetchedDocument):
        for entry in stored.documents:
            if field := document_pages.lost(found.document, stored=entry.document):
                raise FieldMissing(url, field)
    elif portal.document_versions and stored.documents and not stored.articles:
        raise LayoutMoved(url, "what was a legal document has no rows of its data any more")
    elif is_doubtful(found, portal=portal) and any(entry.article.is_by_rules for entry in stored.articles):
        raise LayoutMoved(url, "no rule finds the text any more")


def _fetched_document(document: Document, response: Response, task: Task, *, portal: Portal) -> FetchedDocument:
    return FetchedDocument(
        document=document,
        keys=_keys(task, document.aliases, portal=portal),
        etag=answers.header(response, "ETag"),
        last_modified=answers.header(response, "Last-Modified"),
        section=task.section.path if task.section else REST,
    )


def _keys(task: Task, aliases: Sequence[str], *, portal: Portal) -> tuple[str, ...]:
    """Return every key under which a page was asked for, and under which it knows itself."""
    said = [key for alias in aliases for key in portal.keys(alias)]
    return tuple(dict.fromkeys((*task.keys, *said)))
