"""What a fetched article means for the archive: decisions as values, made from values."""

import hashlib
import json
import re
import string
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


class Outcome(StrEnum):
    """What became of one fetched article."""

    NEW = "new"
    REVISED = "revised"
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


def decide(*, stored: str | None, fetched: str) -> Outcome:
    """Return what a fetched text means beside the stored one, both as digests; None when nothing is stored."""
    if stored is None:
        return Outcome.NEW
    return Outcome.UNCHANGED if stored == fetched else Outcome.REVISED


def next_visit(*, first_seen: datetime, now: datetime) -> datetime | None:
    """Return when an article is due to be looked at again, None when its year is over."""
    return next((due for due in (first_seen + delay for delay in _VISITS) if due > now), None)
