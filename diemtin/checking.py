"""Portals read live, a few articles each: does what is said of them, and what their captures hold, still hold?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawler import archive, run
from crawler.archive import Archive
from crawler.archive.document_reading import Which
from crawler.article import Article
from crawler.assignment import Assignment
from crawler.document import Document
from crawler.errors import PageError
from crawler.portal import Portal
from crawler.run import Result
from diemtin import captures, failures, terminal
from diemtin.captures import Capture
from diemtin.failures import Failure

FIELDS: dict[str, Callable[[Article], object]] = {
    "published": lambda one: one.published,
    "lead": lambda one: one.lead,
    "body": lambda one: one.body_text,
    "images": lambda one: one.images,
    "section": lambda one: one.section,
    "authors": lambda one: one.authors,
    "source": lambda one: one.source,
    "tags": lambda one: one.tags,
}
"""What is counted of each article; without a title it would not be one."""

_OF_DOCUMENTS: dict[str, Callable[[Document], object]] = {
    "published": lambda one: one.issued or one.open_from,
    "lead": lambda one: one.abstract,
    "body": lambda one: one.number or one.draft,
    "images": lambda one: one.files,
    "section": lambda one: one.type,
    "authors": lambda one: one.signer,
    "source": lambda one: one.issuer,
    "tags": lambda one: one.field,
}
"""What stands for the same in a legal document."""

_NEEDED = ("published", "body")
_STEADY = ("published", "lead", "body", "section")
"""Fields that a portal's every article has, if one has; pictures, authors and the like some have."""

_SHOWN = tuple(FIELDS)[:5]
_MOVED = "layout moved"
_ENOUGH = 0.5  # of the articles that were tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """For each field, in how many of the articles that were read it was found."""

    read: int
    fields: Mapping[str, int]

    def share(self, field: str) -> float:
        """Return the part of the articles that have a field."""
        return self.fields.get(field, 0) / self.read if self.read else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How a portal read.

    Attributes:
        found: article links.
        read: articles and legal documents; `tried` is how many pages were asked for.
        coverage: for each field, in how many of the articles that were read it was found.
        ruled: articles whose text the portal's or its family's rules found, and not the generic reading.
        has_rules: the portal or its family has rules for the text.
        problems: `kind` and `reason` of each.
        captured: what the portal's captures have; None where there are none of its articles.
    """

    portal: str
    found: int
    tried: int
    read: int
    coverage: Mapping[str, int]
    ruled: int
    problems: tuple[Mapping[str, str], ...]
    captured: Coverage | None = None
    has_rules: bool = False

    @property
    def passed(self) -> bool:
        """Whether most articles that were found read, by rules if there are any, with all that they should have."""
        return self.read >= self._least and not (self.unruled or self.lacking or self.lost)

    @property
    def unruled(self) -> bool:
        """Whether there are rules, and they read none: the layout is another than theirs."""
        return self.has_rules and self.read > 0 and self.ruled == 0

    @property
    def lacking(self) -> tuple[str, ...]:
        """The fields without which articles are worth little, and that most of them lack."""
        return tuple(name for name in _NEEDED if self.coverage[name] < self._least) if self.read else ()

    @property
    def lost(self) -> tuple[str, ...]:
        """The fields that a portal's articles have alike, and of which half is missing, measured by its captures."""
        return tuple(name for name in _STEADY if self._share(name) < _ENOUGH * self._captured(name))

    @property
    def fewer(self) -> tuple[str, ...]:
        """The fields of which less was found than the captures have, lost ones left out."""
        fallen = (name for name in FIELDS if self._share(name) < self._captured(name))
        return tuple(name for name in fallen if name not in self.lost)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What went wrong, by kind."""
        return failures.by_kind(self.problems)

    @property
    def _least(self) -> float:
        return max(1, self.tried * _ENOUGH)

    def _share(self, field: str) -> float:
        return self.coverage[field] / self.read if self.read else 0.0

    def _captured(self, field: str) -> float:
        """Return the part of the captured articles that have a field; 0 where there is nothing to compare."""
        return self.captured.share(field) if self.captured and self.read else 0.0


def check(
    names: Sequence[str],
    assignment: Assignment,
    *,
    settings: dict[str, Any],
    captured: Mapping[str, Coverage],
) -> list[Check]:
    """Crawl portals into an archive that is thrown away, and return how each read.

    `captured` is what the portals' captures have, by the portal's name.
    """
    with TemporaryDirectory() as folder, archive.opened(f"sqlite:///{Path(folder) / 'check.db'}") as store:
        trial = Assignment(
            archive=store,
            classifier=assignment.classifier,
            clock=assignment.clock,
            limit=assignment.limit,
            report=assignment.report,
        )
        results = run.crawl(names, trial, settings=settings)
        return [_check(result, store, captured.get(result.portal)) for result in results]


def captured(portals: Mapping[str, Portal], folders: Sequence[Path]) -> dict[str, Coverage]:
    """Return what the captured articles of portals have, by the portal's name.

    Raises:
        CaptureUnreadable: a capture cannot be read.
    """
    found = captures.find(portals.values(), folders)
    read = {name: list(_records(saved, portals[name])) for name, saved in found.items()}
    return {name: _coverage(records) for name, records in read.items() if records}


def note(checks: Sequence[Check], store: Archive, assignment: Assignment) -> None:
    """Note in the archive which portals passed, so that those are crawled.

    One that could not be reached tells nothing: what was known of it stands.
    """
    for one in (each for each in checks if each.passed or each.found):
        store.memory.note_check(one.portal, passed=one.passed, now=assignment.clock())


def show(checks: Sequence[Check], *, as_json: bool) -> None:
    """Print how the portals read."""
    if as_json:
        terminal.as_json([_as_json(one) for one in checks])
        return
    numbers = ("found", "read", *_SHOWN, "by rules")
    made = terminal.table("portal", *numbers, "verdict", numbers=numbers)
    for one in checks:
        shown = [f"{one.coverage[name]}/{one.read}" if one.read else "–" for name in _SHOWN]
        read, ruled = f"{one.read}/{one.tried}", f"{one.ruled}/{one.read}" if one.read else "–"
        made.add_row(one.portal, str(one.found), read, *shown, ruled, verdict(one))
    terminal.out.print(made)
    for line in (line for one in checks for line in _told(one)):
        terminal.out.print(line, markup=False, highlight=False, soft_wrap=True)


def verdict(one: Check) -> str:
    """Return what is to be thought of a portal, in a few words."""
    fewer = [f"fewer {name} {_compared(one, name)}" for name in one.fewer]
    if one.passed:
        return "; ".join(["reads right", *fewer])
    kinds = [failure.kind for failure in one.failures]
    if one.unruled and _MOVED not in kinds:
        kinds.append(_MOVED)
    lacking = [f"no {name}" for name in one.lacking if name not in one.lost]
    kinds = [f"{kind} (by rules 0 of {one.read})" if one.unruled and kind == _MOVED else kind for kind in kinds]
    lost = [f"{name} lost {_compared(one, name)}" for name in one.lost]
    return ", ".join([*kinds, *lacking, *lost, *fewer]) or "empty: no articles"


def _compared(one: Check, name: str) -> str:
    assert one.captured
    return f"({one.coverage[name]} of {one.read}, {one.captured.fields[name]} of {one.captured.read} captured)"


def _check(result: Result, store: Archive, captured: Coverage | None) -> Check:
    articles = [entry.article for entry in store.reader.entries(portal=result.portal)]
    theirs = {one.id for one in articles}  # an article that presents a draft is read once
    entries = store.documents.entries(Which(portal=result.portal))
    documents = [one.document for one in entries if one.document.id not in theirs]
    coverage = _coverage([*articles, *documents])
    return Check(
        portal=result.portal,
        found=result.counts.get("found", 0),
        tried=coverage.read + result.counts.get("failed", 0),
        read=coverage.read,
        coverage=coverage.fields,
        has_rules=any(rules.body for rules in run.portal(result.portal).versions),
        ruled=sum(one.is_by_rules for one in articles) + len(documents),
        problems=tuple(result.problems),
        captured=captured,
    )


def _records(saved: Iterable[Capture], portal: Portal) -> Iterator[Article | Document]:
    """Yield what the captured articles of a portal are read as; one that cannot be is one without fields."""
    for one in saved:
        if one.source is None and one.whole:
            try:
                found = captures.read(one, portal)
            except PageError:
                continue  # its expected record says so
            if isinstance(found, Article | Document):
                yield found


def _coverage(records: Sequence[Article | Document]) -> Coverage:
    def has(one: Article | Document, name: str) -> bool:
        return bool(FIELDS[name](one) if isinstance(one, Article) else _OF_DOCUMENTS[name](one))

    return Coverage(read=len(records), fields={name: sum(has(one, name) for one in records) for name in FIELDS})


def _told(one: Check) -> Iterator[str]:
    """Yield what went wrong, each kind once."""
    for failure in one.failures:
        times = f" ({failure.times} times)" if failure.times > 1 else ""
        example = failure.example.partition("\n")[0]  # a browser's error has a frame around it
        yield f"  {one.portal} {failure.kind}{times}: {failure.says}: {example}"


def _as_json(one: Check) -> dict[str, Any]:
    return {
        "portal": one.portal,
        "passed": one.passed,
        "verdict": verdict(one),
        "found": one.found,
        "tried": one.tried,
        "read": one.read,
        "fields": dict(one.coverage),
        "by_rules": one.ruled,
        "captured": {"read": one.captured.read, "fields": dict(one.captured.fields)} if one.captured else None,
        "lost": list(one.lost),
        "failures": [
            {"kind": each.kind, "says": each.says, "times": each.times, "example": each.example}
            for each in one.failures
        ],
        "problems": [dict(problem) for problem in one.problems],
    }
