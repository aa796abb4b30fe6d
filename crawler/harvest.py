"""One article on its way: from the task to fetch it to what the archive stores."""

from dataclasses import dataclass
from datetime import datetime

from scrapy.http import Response

from crawler import answers
from crawler.archive import Fetched, Visit
from crawler.discovery import Link
from crawler.extraction import extract
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


def harvest(response: Response, task: Task, *, portal: Portal, classifier: Classifier, now: datetime) -> Fetched:
    """Return the article on a page under its topics, with what is needed to ask for it again.

    Raises:
        PageError: the page cannot be read; as `extract` raises it.
    """
    article = extract(
        response.body,
        url=response.url,
        portal=portal,
        now=now,
        link=task.link,
        section=task.section,
        content_type=answers.header(response, "Content-Type"),
    )
    topics = classifier.classify(
        title=article.title,
        lead=article.lead,
        body=article.body_text,
        section=portal.topic(article.section, task.section),
        section_titles=article.section,
    )
    said = [key for alias in article.aliases for key in portal.keys(alias)]
    return Fetched(
        article=article.with_topics(topics),
        keys=tuple(dict.fromkeys((*task.keys, *said))),
        etag=answers.header(response, "ETag"),
        last_modified=answers.header(response, "Last-Modified"),
    )
