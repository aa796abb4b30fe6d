"""What reads kept pages again: `diemtin reparse`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer
from rich.text import Text

from crawler import dates, kept_pages, run
from crawler.archive import Archive
from crawler.changes import Outcome
from crawler.kept_pages import Place
from crawler.portal import Portal, Proof
from diemtin import options, terminal, wiring
from diemtin.configuration import Settings, SettingsWrong
from diemtin.keeping import showing
from diemtin.reparsing import Finding, Reparsing, Verdict

_COLOURS = {Verdict.NEW: "green", Verdict.CHANGED: "cyan", Verdict.LOST: "red"}
_LINES = {"+": "green", "-": "red", "@": "dim"}
_UNTOLD = frozenset({Verdict.SAME, Verdict.ASIDE})


@dataclass(slots=True)
class _Sum:
    """What the kept pages of one portal come to.

    Attributes:
        fields: how often each differs in what would change; `beside` likewise in what would not.
        ready: where the pages are that would be written.
        written: what became of them.
    """

    reading: Reparsing
    counts: Counter[Verdict] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    ready: list[Place] = field(default_factory=list)
    written: dict[Outcome, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The portal's."""
        return self.reading.portal.name

    def take(self, found: Finding) -> None:
        """Count a page."""
        self.counts[found.verdict] += 1
        if found.verdict is Verdict.CHANGED:
            self.fields.update(one.field for one in found.changes)
        elif found.verdict is Verdict.SAME:
            self.beside.update(one.field for one in found.changes)
        if found.harvest:
            self.ready.append(found.place)


def reparse(
    portals: Annotated[
        list[str] | None,
        typer.Argument(help="Names of portals; all of which pages are kept when left out.", metavar="PORTAL"),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only pages received on this day or later: 2026-11-01.", metavar="DATE")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only pages received on this day or before: 2026-11-30.", metavar="DATE")
    ] = None,
    limit: Annotated[int, typer.Option(help="At most so many pages a portal, the newest; 0 is no limit.", min=0)] = 0,
    show: Annotated[int, typer.Option(help="Show so many articles' differences; with --verbose all.", min=0)] = 0,
    write: Annotated[bool, typer.Option("--write", help="Write what would change, after it was shown.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write it without asking.")] = False,
    at: options.At = None,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Read the kept pages again with today's rules, without asking any portal, and show what would change.

    Pages are kept where `responses_days` is set. Of each article the newest page counts.

    Examples:
        diemtin reparse                                # what would change

        diemtin reparse nhandan --since 2026-11-01 --show 5

        diemtin reparse nhandan --write                # shows it, asks, and writes
    """
    settings = options.settings(config, verbose=verbose, archive=archive)
    first, beyond = options.day(since, at=at), _beyond(until)
    chosen = _chosen(settings, portals or [])
    told: list[dict[str, Any]] = []
    with (wiring.kept if write else wiring.read)(settings) as store:
        sums = [_Sum(_reading(settings, store, portal)) for portal in chosen]
        room = None if verbose else show
        for one in sums:
            places = one.reading.places(settings.responses, since=first, until=beyond, limit=limit)
            for found in one.reading.look(places):
                one.take(found)
                if found.verdict in _UNTOLD and not (found.changes and verbose):
                    continue
                whole = room is None or room > 0
                room = room and room - 1
                if as_json:
                    told.append(_page(one.name, found, whole=whole))
                elif whole:
                    _show_page(one.name, found)
        if not as_json:
            _show(sums)
        if write:
            _write(sums, yes=yes, now=options.moment(at) or wiring.now())
    if as_json:
        terminal.as_json({"portals": [_sum(one) for one in sums], "pages": told})
    elif write:
        _show_written(sums)


def _beyond(until: str | None) -> datetime | None:
    """Return the end of a day as it was written; None for none.

    Raises:
        BadParameter: it is no day.
    """
    reading = dates.read(until) if until else None
    if until and reading is None:
        raise typer.BadParameter(f"{until!r} is no day: write 2026-11-30 or 30/11/2026", param_hint="--until")
    return reading.moment + timedelta(days=1) if reading else None


def _chosen(settings: Settings, names: Sequence[str]) -> list[Portal]:
    """Return the portals of these names, or all of which pages are kept.

    Raises:
        UnknownPortal: one has no such name.
        SettingsWrong: no pages are kept.
    """
    asked = [run.portal(name) for name in dict.fromkeys(names)]
    kept = kept_pages.portals(settings.responses)
    if not kept:
        raise SettingsWrong(f"no pages are kept in {settings.responses}: set `responses_days`, and crawl")
    known = run.portals()
    return asked or [known[name] for name in kept if name in known]


def _reading(settings: Settings, store: Archive, portal: Portal) -> Reparsing:
    if portal.proof is Proof.INFERRED and portal.name in store.reader.passed():
        portal = replace(portal, proof=Proof.REPORTED)
    return Reparsing(portal=portal, archive=store, classifier=wiring.classifier(settings))


def _write(sums: Sequence[_Sum], *, yes: bool, now: datetime) -> None:
    """Write what was shown.

    Raises:
        CannotKeep: nobody agreed.
    """
    pages = sum(len(one.ready) for one in sums)
    if pages:
        showing.ask(f"{pages} pages are written as they are read now", yes=yes)
    for one in sums:
        one.written = one.reading.write(one.ready, now=now)


def _show_page(portal: str, found: Finding) -> None:
    said = f"{found.title} – {found.reason}" if found.reason else found.title
    colour = _COLOURS.get(found.verdict, "")
    terminal.out.print(Text.assemble(f"{portal} ", (str(found.verdict), colour), f" {found.link}"), soft_wrap=True)
    terminal.out.print(Text(f"  {said}"), soft_wrap=True)
    for change in found.changes:
        terminal.out.print(Text(f"  {change.field}"), soft_wrap=True)
        for line in change.diff():
            terminal.out.print(Text(f"    {line}", style=_LINES.get(line[:1], "")), soft_wrap=True)


def _show(sums: Sequence[_Sum]) -> None:
    made = terminal.table("portal", "pages", *Verdict, numbers=("pages", *Verdict))
    for one in sums:
        cells = [_cell(verdict, one.counts[verdict]) for verdict in Verdict]
        made.add_row(one.name, str(one.counts.total()), *cells)
    terminal.out.print(made)
    for one in sums:
        if one.fields:
            showing.say(f"{one.name} changed: {_counted(one.fields)}")
        if one.beside:
            showing.say(f"{one.name} same, but for what is no revision and is not written: {_counted(one.beside)}")


def _show_written(sums: Sequence[_Sum]) -> None:
    written: Counter[Outcome] = Counter()
    for one in sums:
        written.update(one.written)
    if not written:
        showing.say("there was nothing to write")
        return
    told = ", ".join(f"{written[what]} {what}" for what in Outcome if written[what])
    showing.say(f"written: {told}; `diemtin publish` publishes it")


def _cell(verdict: Verdict, number: int) -> str:
    colour = _COLOURS.get(verdict)
    return f"[{colour}]{number}[/]" if colour and number else str(number or "·")


def _counted(fields: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in fields.most_common())


def _sum(one: _Sum) -> dict[str, Any]:
    return {
        "portal": one.name,
        "pages": one.counts.total(),
        **{str(verdict): one.counts[verdict] for verdict in Verdict},
        "fields": dict(one.fields),
        "beside": dict(one.beside),
        "written": {str(what): number for what, number in one.written.items()},
    }


def _page(portal: str, found: Finding, *, whole: bool) -> dict[str, Any]:
    changes = [{"field": one.field, "before": one.before, "after": one.after} for one in found.changes]
    return {
        "portal": portal,
        "link": found.link,
        "verdict": str(found.verdict),
        "title": found.title,
        "received": found.place.at.isoformat(),
        "reason": found.reason,
        "fields": [one.field for one in found.changes],
        **({"changes": changes} if whole else {}),
    }
