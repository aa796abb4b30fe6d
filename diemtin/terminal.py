"""What the command shows: tables, progress on long work, plain lines where nobody watches."""

import json
import logging
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.live import Live
from rich.table import Table

from crawler.assignment import Report
from crawler.run import Result
from feeds.catalogue import Standing, State
from feeds.publish import Report as Published

logger = logging.getLogger(__name__)

out = Console()
err = Console(stderr=True)

COUNTED = ("found", "new", "revised", "unchanged", "gone", "failed")
_PLAIN_STEP = 20  # articles between two lines of progress where nobody watches
_COLOURS = {"new": "green", "revised": "cyan", "gone": "yellow", "failed": "red"}


def own_name() -> str:
    """Return how this command was called, so that it can be called again: it need not be on the PATH."""
    called, found = Path(sys.argv[0]), shutil.which("diemtin")
    if found and called.exists() and called.samefile(found):
        return "diemtin"
    return str(called) if called.name == "diemtin" else f"{sys.executable} -m diemtin"


def as_json(value: Any) -> None:
    """Print a value for a program: UTF-8, one document."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def table(*columns: str, numbers: Sequence[str] = ()) -> Table:
    """Return an empty table in the house's style.

    The first column names the row and is never broken; the columns in `numbers` are set flush right.
    """
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        justify: Literal["left", "right"] = "right" if column in numbers else "left"
        made.add_column(column, justify=justify, overflow="fold", no_wrap=column == columns[0])
    return made


def moment(value: datetime | None) -> str:
    """Return a moment as people read it; a dash when there is none."""
    return value.strftime("%d/%m/%y %H:%M") if value else "–"


@contextmanager
def crawling(names: Sequence[str], *, quiet: bool = False) -> Iterator[Report]:
    """Show a crawl's counts while it runs: a live table in a terminal, nothing where nobody watches."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}

    def report(portal: str, counted: str, by: int) -> None:
        counts[portal][counted] += by
        if not (quiet or err.is_terminal) and counted == "new":
            stored = sum(each["new"] for each in counts.values())
            if stored % _PLAIN_STEP == 0:
                err.print(f"{stored} articles stored", highlight=False)

    if quiet or not err.is_terminal:
        yield report
        return
    with Live(get_renderable=lambda: crawl_table(counts), console=err, refresh_per_second=8, transient=True):
        yield report


def crawl_table(counts: dict[str, Counter[str]], *, outcomes: dict[str, str] | None = None) -> Table:
    """Return the table of portals: found, new, revised, unchanged, gone, failed."""
    made = table("portal", *COUNTED, *(["outcome"] if outcomes else []), numbers=COUNTED)
    for name, counted in counts.items():
        cells = [_cell(one, counted[one]) for one in COUNTED]
        made.add_row(name, *cells, *([outcomes.get(name, "")] if outcomes else []))
    return made


def log_crawl(results: Sequence[Result]) -> None:
    """Log how the crawl of each portal ended."""
    for one in results:
        counts = " ".join(f"{name}={one.counts.get(name, 0)}" for name in COUNTED)
        logger.warning("portal=%s crawl=%s %s requests=%d", one.portal, json.dumps(one.outcome), counts, one.requests)


def show_crawl(results: Sequence[Result]) -> None:
    """Print how the crawl of each portal ended, and what went wrong."""
    counts = {one.portal: Counter({str(what): by for what, by in one.counts.items()}) for one in results}
    out.print(crawl_table(counts, outcomes={one.portal: one.outcome for one in results}))
    for one in results:
        for problem in one.problems:
            out.print(f"  [red]{one.portal}[/] {problem['kind']}: ", end="", soft_wrap=True)
            out.print(problem["reason"], markup=False, highlight=False, soft_wrap=True)


def show_published(report: Published, *, folder: str, every_feed: bool = False) -> None:
    """Print what publishing did; with `every_feed`, a table of the feeds that have entries."""
    if every_feed:
        out.print(feeds_table(report))
    out.print(
        f"published into {folder}: {len(report.written)} files written, {len(report.unchanged)} unchanged",
        highlight=False,
    )
    if report.orphaned:
        out.print(
            f"[yellow]{', '.join(report.orphaned)}: in no catalogue any more, and left as published; delete the files "
            "when nobody reads them[/]",
            soft_wrap=True,
        )
    foreign = sum(refusal.foreign for refusal in report.refused)
    if foreign:
        out.print(
            f"[yellow]{folder} holds feeds of another archive, and {foreign} of them were kept as they were: publish "
            "into another folder with --output, or replace them with `diemtin publish --force`[/]",
            soft_wrap=True,
        )
    for refusal in report.refused:
        if not refusal.foreign:
            out.print(
                f"[yellow]{refusal.path}: kept as it was, for {refusal.missing} of its {refusal.before} entries are no"
                " longer in the archive; `diemtin publish --force` publishes it all the same[/]",
                soft_wrap=True,
            )


def warn_unpublished(folder: Path) -> None:
    """Warn that there is nothing to serve in a folder yet; what is published later will be."""
    if not folder.is_dir():
        why = f"there is no folder {folder.absolute()}"
    elif not (folder / "catalogue.json").exists():
        why = f"nothing is published in {folder.absolute()}: it has no catalogue.json"
    else:
        return
    err.print(
        f"[yellow]{why}; `diemtin crawl` or `diemtin publish` with the same --output puts feeds there, until then / is "
        "answered with 503[/]",
        soft_wrap=True,
    )


def feeds_table(report: Published) -> Table:
    """Return the table of the feeds that have entries."""
    made = table("feed", "entries", "newest", "title", numbers=("entries",))
    for one in report.feeds:
        if one.state is not State.EMPTY:
            path = one.spec.path.removeprefix("feeds/")
            made.add_row(path, str(one.entries), moment(one.newest), one.spec.title)
    return made


def standing(one: Standing) -> dict[str, Any]:
    """Return a feed's standing as JSON values."""
    return {
        "path": one.spec.path,
        "title": one.spec.title,
        "entries": one.entries,
        "updated": one.updated.isoformat(timespec="minutes") if one.updated else None,
        "newest": one.newest.isoformat(timespec="minutes") if one.newest else None,
        "state": str(one.state),
    }


def _cell(name: str, number: int) -> str:
    colour = _COLOURS.get(name)
    return f"[{colour}]{number}[/]" if colour and number else str(number or "·")
