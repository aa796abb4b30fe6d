"""Findings shown: one line each, and one below it for what is to be done."""

from collections.abc import Iterable
from dataclasses import asdict

from diemtin import terminal
from diemtin.doctoring.findings import Finding, Level

_COLOURS = {Level.OK: "green", Level.WARNING: "yellow", Level.ERROR: "bold red"}
_WIDTH = max(map(len, Level))


def show(found: Iterable[Finding], *, as_json: bool) -> bool:
    """Print findings, each as soon as it is made, and return whether none is an error."""
    seen = []
    for one in found:
        seen.append(one)
        if not as_json:
            _show(one)
    if as_json:
        terminal.as_json({"findings": [asdict(one) for one in seen]})
    return all(one.level is not Level.ERROR for one in seen)


def _show(one: Finding) -> None:
    terminal.out.print(f"[{_COLOURS[one.level]}]{one.level:{_WIDTH}}[/] ", end="")
    terminal.out.print(f"{one.check}: {one.says}", markup=False, highlight=False, soft_wrap=True)
    if one.remedy:
        terminal.out.print(f"{'':{_WIDTH}} → {one.remedy}", markup=False, highlight=False, soft_wrap=True)
