"""Kept pages read again with the rules of today: what would change in the archive, and the change."""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from crawler import article, changes, document, kept_pages
from crawler.archive import Archive, DocumentEntry, Entry, Fetched, FetchedDocument
from crawler.changes import Outcome
from crawler.errors import LayoutMoved, PageError
from crawler.harvest import Harvest, Stored, harvest, is_doubtful, refuse_loss
from crawler.kept_pages import Page, Place
from crawler.portal import Portal
from crawler.topics import Classifier

_AT_ONCE = 25  # pages held together, as a crawl writes them
_WAITED = timedelta(minutes=2)  # a page that has been received waits for its turn; the next visit is an hour away
_NOT_SAID: Final = {"id", "link", "aliases", "portal", "first_seen", "fetched", "extracted_by"}
_NAMES: Final = {"body_text": "body", "body_html": "markup"}


_Kept = TypeVar("_Kept")


class Verdict(StrEnum):
    """What a kept page is beside the archive.

    SAME also where no more than its date, author or markup differs, which is no revision. LOST means that the archive
    has the article and the page can no longer be read, UNREAD that neither is so. ASIDE are the pages that are not
    looked into: of what was taken down, was pruned, or has been fetched again since.
    """

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LOST = "lost"
    UNREAD = "unread"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that is read otherwise than it is stored.

    Attributes:
        before: as text, a line for each paragraph or part; empty where there is none. Likewise `after`.
    """

    field: str
    before: str
    after: str

    def diff(self) -> list[str]:
        """Return the lines that differ, `-` and `+` before each, between a line of each side that do not."""
        told = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), lineterm="", n=1)
        return list(told)[2:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one kept page is beside the archive.

    Attributes:
        title: as it is read now, else as it is stored; empty where it is neither.
        changes: the fields that differ, for whatever verdict.
        reason: why the page cannot be read; empty where it can.
        harvest: what is to be written.
    """

    place: Place
    link: str
    verdict: Verdict
    title: str = ""
    changes: tuple[Change, ...] = ()
    reason: str = ""
    harvest: tuple[Harvest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reparsing:
    """Reads the kept pages of one portal again."""

    portal: Portal
    archive: Archive
    classifier: Classifier

    def places(
        self, folder: Path, *, since: datetime | None = None, until: datetime | None = None, limit: int = 0
    ) -> list[Place]:
        """Return where the newest page of each article is kept, the first received first.

        Args:
            folder: of kept pages.
            since: only pages received then or later.
            until: only those received before it.
            limit: only the newest so many; 0 for all.
        """
        newest: dict[str, Place] = {}
        kept = kept_pages.articles(folder, self.portal.name, since=since, until=until)
        for batch in _batches(kept):
            known = self.archive.known([key for _, keys in batch for key in keys])
            for place, keys in batch:
                name = next((known[key] for key in keys if key in known), keys[0])
                if name not in newest or place.at >= newest[name].at:
                    newest[name] = place
        return sorted(newest.values(), key=lambda one: (one.at, str(one.file), one.offset))[-limit:]

    def look(self, places: Iterable[Place]) -> Iterator[Finding]:
        """Yield what each page is beside the archive; nothing is written."""
        for place in places:
            page = kept_pages.read(place)
            stored = Stored(self.archive, page.keys)
            if _is_left(stored, at=place.at):
                yield Finding(place=place, link=page.link.url, verdict=Verdict.ASIDE)
            else:
                yield self._read(page, place, stored)

    def write(self, places: Iterable[Place], *, now: datetime) -> dict[Outcome, int]:
        """Store what pages are read as, and return how many became what.

        Each is looked at once more, for a crawl may have been there since; what is stored by then is not replaced by
        an older page.
        """
        counted: dict[Outcome, int] = {}
        for batch in _batches(self.look(places)):
            found = [one for finding in batch for one in finding.harvest]
            fetched = [one for one in found if isinstance(one, Fetched)]
            legal = [one for one in found if isinstance(one, FetchedDocument)]
            outcomes = self.archive.save(fetched, now=now) if fetched else []
            outcomes += self.archive.save_documents(legal, now=now) if legal else []
            for outcome in outcomes:
                counted[outcome] = counted.get(outcome, 0) + 1
        return counted

    def _read(self, page: Page, place: Place, stored: Stored) -> Finding:
        try:
            found = harvest(
                page.response, page.task(self.portal), portal=self.portal, classifier=self.classifier, now=page.at
            )
            if not stored.entries:
                stored = Stored(self.archive, found[0].keys)  # it may be known by a key that only the page tells
            self._refuse_loss(found[0], stored, url=page.response.url)
        except PageError as error:
            verdict = Verdict.LOST if stored.entries else Verdict.UNREAD
            title = _title(stored.entries[0]) if stored.entries else page.link.title
            return Finding(place=place, link=page.link.url, verdict=verdict, title=title, reason=str(error.reason))
        if _is_left(stored, at=place.at):
            return Finding(place=place, link=page.link.url, verdict=Verdict.ASIDE)
        return self._compared(found, place, stored)

    def _compared(self, found: Sequence[Harvest], place: Place, stored: Stored) -> Finding:
        pairs = [(one, next((entry for entry in stored.entries if _are_alike(one, entry)), None)) for one in found]
        wanted = tuple(one for one, entry in pairs if entry is None or _is_material(one, entry))
        first, entry = pairs[0]
        verdict = Verdict.NEW if entry is None else Verdict.CHANGED if wanted else Verdict.SAME
        differing = tuple(change for one, entry in pairs for change in _changes(one, entry))
        record = _record(first)
        return Finding(
            place=place,
            link=record["link"],
            verdict=verdict,
            title=record["title"] or record.get("number", ""),
            changes=differing,
            harvest=wanted,
        )

    def _refuse_loss(self, found: Harvest, stored: Stored, *, url: str) -> None:
        """Refuse what a crawl would refuse, and what it would have to doubt: an article that no rule ever read.

        Raises:
            LayoutMoved: as `refuse_loss` raises it. Likewise FieldMissing.
        """
        refuse_loss(found, stored, portal=self.portal, url=url)
        if not stored.articles and is_doubtful(found, portal=self.portal):
            raise LayoutMoved(url, "no rule finds the text")


def _is_left(stored: Stored, *, at: datetime) -> bool:
    """Return whether what is stored stays as it is, whatever the page of a moment says."""
    return any(one.gone or _is_pruned(one) or _data(one).fetched > at + _WAITED for one in stored.entries)


def _is_pruned(entry: Entry | DocumentEntry) -> bool:
    return isinstance(entry, Entry) and not entry.article.body_text


def _batches(found: Iterable[_Kept]) -> Iterator[list[_Kept]]:
    rest = iter(found)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch


def _data(entry: Entry | DocumentEntry) -> article.Article | document.Document:
    return entry.article if isinstance(entry, Entry) else entry.document


def _title(entry: Entry | DocumentEntry) -> str:
    return _data(entry).title


def _are_alike(found: Harvest, entry: Entry | DocumentEntry) -> bool:
    return isinstance(found, Fetched) is isinstance(entry, Entry)


def _is_material(found: Harvest, entry: Entry | DocumentEntry) -> bool:
    """Return whether the archive would make a revision of what was found."""
    if isinstance(found, Fetched) and isinstance(entry, Entry):
        return changes.digest(found.article) != changes.digest(entry.article)
    assert isinstance(found, FetchedDocument)
    assert isinstance(entry, DocumentEntry)
    return changes.document_digest(found.document) != changes.document_digest(entry.document)


def _record(found: Harvest) -> dict[str, Any]:
    return article.as_json(found.article) if isinstance(found, Fetched) else document.as_json(found.document)


def _stored_record(entry: Entry | DocumentEntry) -> dict[str, Any]:
    return article.as_json(entry.article) if isinstance(entry, Entry) else document.as_json(entry.document)


def _changes(found: Harvest, entry: Entry | DocumentEntry | None) -> Iterator[Change]:
    """Yield the fields that differ; the markup of a text that differs goes without saying."""
    before: Mapping[str, Any] = _stored_record(entry) if entry else {}
    after = _record(found)
    told = [name for name in after if name not in _NOT_SAID and _lines(before.get(name)) != _lines(after[name])]
    for name in told:
        if name != "body_html" or "body_text" not in told:
            yield Change(field=_NAMES.get(name, name), before=_lines(before.get(name)), after=_lines(after[name]))


def _lines(value: Any) -> str:
    """Return a JSON value as lines: one for each part."""
    match value:
        case None | "" | [] | {}:
            return ""
        case list():
            return "\n".join(map(_lines, value))
        case dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _:
            return str(value)
