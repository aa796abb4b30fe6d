"""One page on its way: from the task to fetch it to what the archive stores."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scrapy.http import Response

from crawler import answers, document_pages
from crawler.archive import Fetched, FetchedDocument, Visit
from crawler.discovery import Link
from crawler.document import Document
from crawler.extraction import extract
from crawler.outcomes import REST
from crawler.portal import Portal, Section
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
