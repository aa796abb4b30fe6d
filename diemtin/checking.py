"""Portals read live, a few articles each: does what is said of them still hold?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from crawler.run import Result
from diemtin import terminal

FIELDS: dict[str, Callable[[Article], object]] = {
    "published": lambda one: one.published,
    "lead": lambda one: one.lead,
    "body": lambda one: one.body_text,
    "images": lambda one: one.images,
    "section": lambda one: one.section,
}
"""What is counted of each article; without a title it would not be one."""

_OF_DOCUMENTS: dict[str, Callable[[Document], object]] = {
    "published": lambda one: one.issued or one.open_from,
    "lead": lambda one: one.abstract,
    "body": lambda one: one.number or one.draft,
    "images": lambda one: one.files,
    "section": lambda one: one.type,
}
"""What stands for the same in a legal document."""

_NEEDED = ("published", "body")
_ENOUGH = 0.5  # of the articles that were tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How a portal read.

    Attributes:
        found: article links.
        read: articles and legal documents; `tried` is how many pages were asked for.
        coverage: for each field, in how many of the articles that were read it was found.
        ruled: articles whose text the portal's or its family's rules found, and not the generic reading.
        problems: `kind` and `reason` of each.
    """

    portal: str
    found: int
    tried: int
    read: int
    coverage: dict[str, int]
    ruled: int
    problems: tuple[Mapping[str, str], ...]

    @property
    def passed(self) -> bool:
        """Whether articles were found and most of them read, with a date and a text."""
        least = max(1, self.tried * _ENOUGH)
        return self.read >= least and all(self.coverage[name] >= least for name in _NEEDED)


def check(names: Sequence[str], assignment: Assignment, *, settings: dict[str, Any]) -> list[Check]:
    """Crawl portals into an archive that is thrown away, and return how each read."""
    with TemporaryDirectory() as folder, archive.opened(f"sqlite:///{Path(folder) / 'check.db'}") as store:
        trial = Assignment(
            archive=store,
            classifier=assignment.classifier,
            clock=assignment.clock,
            limit=assignment.limit,
            report=assignment.report,
        )
        return [_check(result, store) for result in run.crawl(names, trial, settings=settings)]


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
    numbers = ("found", "read", *FIELDS, "by rules")
    made = terminal.table("portal", *numbers, "verdict", numbers=numbers)
    for one in checks:
        shown = [f"{one.coverage[name]}/{one.read}" if one.read else "–" for name in FIELDS]
        read, ruled = f"{one.read}/{one.tried}", f"{one.ruled}/{one.read}" if one.read else "–"
        made.add_row(one.portal, str(one.found), read, *shown, ruled, _verdict(one))
    terminal.out.print(made)
    for line in (line for one in checks for line in _told(one)):
        terminal.out.print(line, markup=False, highlight=False, soft_wrap=True)


def _check(result: Result, store: Archive) -> Check:
    articles = [entry.article for entry in store.reader.entries(portal=result.portal)]
    theirs = {one.id for one in articles}  # an article that presents a draft is read once
    entries = store.documents.entries(Which(portal=result.portal))
    documents = [one.document for one in entries if one.document.id not in theirs]
    read = len(articles) + len(documents)
    return Check(
        portal=result.portal,
        found=result.counts.get("found", 0),
        tried=read + result.counts.get("failed", 0),
        read=read,
        coverage={
            name: sum(bool(field(one)) for one in articles) + sum(bool(_OF_DOCUMENTS[name](one)) for one in documents)
            for name, field in FIELDS.items()
        },
        ruled=sum(one.extracted_by.get("body") == "rules" for one in articles) + len(documents),
        problems=tuple(result.problems),
    )


def _verdict(one: Check) -> str:
    if one.passed:
        return "reads right"
    kinds = dict.fromkeys(problem["kind"] for problem in one.problems)
    lacking = [name for name in _NEEDED if one.read and one.coverage[name] < max(1, one.tried * _ENOUGH)]
    return ", ".join([*kinds, *(f"no {name}" for name in lacking)]) or "no articles"


def _told(one: Check) -> Iterator[str]:
    """Yield what went wrong, each kind once."""
    kinds = {problem["kind"]: problem["reason"] for problem in reversed(one.problems)}
    yield from (f"  {one.portal} {kind}: {reason}" for kind, reason in kinds.items())


def _as_json(one: Check) -> dict[str, Any]:
    return {
        "portal": one.portal,
        "passed": one.passed,
        "found": one.found,
        "tried": one.tried,
        "read": one.read,
        "fields": one.coverage,
        "by_rules": one.ruled,
        "problems": [dict(problem) for problem in one.problems],
    }
