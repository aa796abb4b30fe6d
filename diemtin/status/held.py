"""Feeds whose last good files publishing keeps: noted when it is done, so that somebody hears of it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from crawler.archive import Archive
from diemtin.watch.findings import Finding, Severity
from feeds.publish import Report

HELD: Final = "held"
"""Under this name it is noted which feeds are held, by the folder that they are published into; also their kind."""

_NAMED = 3  # feeds; of the others the number is told


def note(store: Archive, report: Report, *, output: Path, now: datetime) -> None:
    """Note which feeds publishing has held; those that it let go are no longer."""
    last = store.incidents.last(HELD)
    before = last[1] if last else {}
    others = {folder: held for folder, held in before.items() if folder != str(output.resolve())}
    held = sorted(one.path for one in report.refused)
    after = {**others, **({str(output.resolve()): held} if held else {})}
    if after != before:
        store.incidents.done(HELD, now=now, told=after)


def findings(store: Archive, output: Path, *, now: datetime) -> Iterator[Finding]:
    """Tell of the feeds of a folder that are held, all in one."""
    last = store.incidents.last(HELD)
    held = last[1].get(str(output.resolve()), []) if last else []
    if held:
        more = len(held) - _NAMED
        named = ", ".join(held[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        yield Finding(portal="", kind=HELD, severity=Severity.WARNING, reason=f"{named} stay as they were", at=now)
