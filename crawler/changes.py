"""What a fetched article means for the archive: decisions as values, made from values."""

import hashlib
import json
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.article import Article
from crawler.document import Document, as_json

# In UTF-8, where leaving out costs a seventh of what it costs among characters.
_PUNCTUATION = (string.punctuation + string.whitespace).encode()
_TYPOGRAPHY = re.compile(rb"\xe2[\x80\x81][\x80-\xbf]|\xe3\x80[\x80-\xbf]|\xc2[\xa0-\xbf]")  # “ – … ; 。; NBSP « »
_NOT_SAID = frozenset({"id", "link", "aliases", "portal", "first_seen", "fetched"})
# After the first hour most corrections have been made; a year on, an article is history.
_VISITS = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    *(timedelta(days=30 * month) for month in range(1, 13)),
)
# A page may not be there for a moment, while its portal is being worked on: it is taken down when it is not there for
# the second time. From then on it is looked for, as some come back.
_SEARCHES = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=30))
TAKEN_DOWN = 2
"""How often in a row a page is not there when it is taken down."""


class Outcome(StrEnum):
    """What became of one fetched article.

    BACK means that it had been taken down, and has come back as it was; MOVED, which the journal alone tells, that
    nothing but its link is another.
    """

    NEW = "new"
    REVISED = "revised"
    BACK = "back"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    GONE = "gone"
    FAILED = "failed"


def digest(article: Article) -> str:
    """Return what two texts of an article have in common when nothing material changed.

    The letters and figures of title, lead and text count; blanks, punctuation, capitals and markup do not.
    """
    return _letters(f"{article.title} {article.lead} {article.body_text}")


def document_digest(document: Document) -> str:
    """Return likewise what two records of a legal document have in common: all data that its page prints."""
    record = as_json(document)
    said = {name: value for name, value in record.items() if name not in _NOT_SAID}
    return _letters(json.dumps(said, ensure_ascii=False))


def _letters(written: str) -> str:
    letters = _TYPOGRAPHY.sub(b"", written.lower().encode()).translate(None, _PUNCTUATION)
    return hashlib.blake2b(letters, digest_size=16).hexdigest()


def decide(*, stored: str | None, fetched: str, gone: bool = False) -> Outcome:
    """Return what a fetched text means beside the stored one, both as digests.

    Args:
        stored: None when nothing is stored.
        fetched: of the page as it is now.
        gone: what is stored was taken down.
    """
    if stored is None:
        return Outcome.NEW
    if stored != fetched:
        return Outcome.REVISED
    return Outcome.BACK if gone else Outcome.UNCHANGED


def together(outcomes: Iterable[tuple[str, Outcome]]) -> dict[str, Outcome]:
    """Return what became of each article, by its id, where one may have been fetched several times.

    >>> together([("a", Outcome.UNCHANGED), ("a", Outcome.REVISED), ("b", Outcome.NEW), ("b", Outcome.REVISED)])
    {'a': <Outcome.REVISED: 'revised'>, 'b': <Outcome.NEW: 'new'>}
    """
    found: dict[str, Outcome] = {}
    for article, what in outcomes:
        found[article] = min(what, found.get(article, what), key=_TELLING.index)
    return found


def elsewhere(links: Mapping[str, str], *, before: Mapping[str, str]) -> Iterator[tuple[str, Outcome]]:
    """Yield which articles have moved: those of which the link is another than `before`; both by the articles' ids."""
    return ((one, Outcome.MOVED) for one, link in links.items() if link != before.get(one, link))


_TELLING = (Outcome.NEW, Outcome.REVISED, Outcome.BACK, Outcome.MOVED, Outcome.UNCHANGED)


def next_visit(*, first_seen: datetime, now: datetime) -> datetime | None:
    """Return when an article is due to be looked at again, None when its year is over."""
    return next((due for due in (first_seen + delay for delay in _VISITS) if due > now), None)


def next_search(*, missing: int, now: datetime) -> datetime | None:
    """Return when an article whose page was not there is due to be looked for again, None when it is given up.

    `missing` is how often in a row it was not there, this time included.
    """
    return now + _SEARCHES[missing - 1] if missing <= len(_SEARCHES) else None
