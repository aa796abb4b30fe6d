"""What is doubtful about portals' data, told with the captures that are at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from crawler import linting
from crawler.linting import Finding, Page
from crawler.portal import Portal
from diemtin import captures, terminal
from diemtin.captures import Capture


def lint(portals: Mapping[str, Portal], folders: Sequence[Path]) -> list[Finding]:
    """Return what is doubtful about portals, by their names, with their captures in some folders.

    Raises:
        CaptureUnreadable: a capture cannot be read.
    """
    found = captures.find(portals.values(), folders)
    pages = {name: [_page(one) for one in saved if not one.home] for name, saved in found.items()}
    return [finding for name, one in portals.items() for finding in linting.lint(one, pages.get(name, []))]


def show(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print what is doubtful."""
    if as_json:
        terminal.as_json([asdict(one) for one in findings])
        return
    if not findings:
        terminal.out.print("nothing is doubtful")
        return
    made = terminal.table("portal", "rule", "where", "what is doubtful", "")
    for one in findings:
        made.add_row(one.portal, one.rule, Text(one.where), Text(one.says), "weak" if one.weak else "")
    terminal.out.print(made)


def _page(capture: Capture) -> Page:
    return Page(
        name=capture.name,
        url=capture.url,
        body=capture.body,
        content_type=capture.content_type,
        fetched=capture.fetched,
        source=capture.source,
        whole=capture.whole,
    )
