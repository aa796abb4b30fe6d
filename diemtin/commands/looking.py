"""What tells what there is: portals, topics, the archive."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType

from crawler import run
from diemtin import documenting, exporting, inspecting, options, searching, terminal, wiring
from diemtin.status import records, routes, table
from diemtin.status.state import State
from diemtin.watch.alarms import ALL
from diemtin.watch.findings import remedy

_CRAWLS = 10  # of one portal that are shown


def portals(config: options.Config = None, as_json: options.AsJson = False) -> None:
    """List the portals: what they are, their family, how far they are proven, what is unverified.

    Example: `diemtin portals --json`
    """
    settings = options.settings(config)
    inspecting.show_portals(run.portals(), settings, passed=wiring.passed(settings), as_json=as_json)


def topics(archive: options.ArchiveUrl = None, config: options.Config = None, as_json: options.AsJson = False) -> None:
    """List the topics, with how many articles each has.

    Example: `diemtin topics --archive sqlite:////var/lib/diemtin/diemtin.db`
    """
    settings = options.settings(config, archive=archive)
    with wiring.read(settings) as store:
        inspecting.show_topics(wiring.subjects(settings), store.reader.topics(), as_json=as_json)


def status(
    portal: Annotated[
        str | None, typer.Option(help="Only this portal: its sections, incidents, last crawls.", metavar="NAME")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Show it anew every few seconds, until Ctrl-C.")] = False,
    every: Annotated[float, typer.Option(help="Seconds between two looks of --watch.", min=1)] = 5,
    check: Annotated[bool, typer.Option("--check", help="End with 1 when an incident is open.")] = False,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    at: options.At = None,
) -> None:
    """Show how each portal stands: what is wrong with it, what the archive holds, when it is crawled next.

    Examples:
        diemtin status

        diemtin status --portal nhandan                # its sections, incidents and last crawls

        diemtin status --watch

        diemtin status --check > /dev/null || echo "something is wrong"      # for cron

        diemtin status --json                          # for a monitor
    """
    settings = options.settings(config, archive=archive)
    named = run.portal(portal) if portal else None
    with wiring.read(settings) as store:

        def look() -> State:
            now = options.moment(at) or wiring.now()
            return routes.gathered(store, settings, now=now, only=portal, brief=not (portal or as_json))

        def drawn(state: State) -> RenderableType:
            if named is None:
                return table.overview(state, run.portals(), headed=watch)
            return table.of_portal(state, named, crawls=store.chronicle.crawls(named.name, limit=_CRAWLS))

        if watch and not as_json:
            table.watch(drawn(look()) for _ in _turns(every))
            return
        state = look()
        shown = drawn(state)
    if as_json:
        terminal.as_json(records.portals(state))
    else:
        terminal.out.print(shown)
    if check and any(portal in {None, told.incident.portal} for told in state.troubles):
        raise typer.Exit(1)


def _turns(every: float) -> Iterator[None]:
    """Yield at once, then every so many seconds."""
    while True:
        yield
        time.sleep(every)


def incidents(
    portal: Annotated[str | None, typer.Option(help="Only this portal's.", metavar="NAME")] = None,
    days: Annotated[int, typer.Option(help="How far back those go that are over.", min=0, max=36_500)] = 90,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    at: options.At = None,
) -> None:
    """List what is wrong, and what was: since when, for how long, and the command that shows it again.

    Examples:
        diemtin incidents

        diemtin incidents --days 0                     # only what is wrong now

        diemtin incidents --portal nhandan --days 365 --json
    """
    settings = options.settings(config, archive=archive)
    if portal:
        run.portal(portal)
    now = options.moment(at) or wiring.now()
    with wiring.read(settings) as store:
        found = store.incidents.lately(since=now - timedelta(days=days), portal=portal)
        silences = store.incidents.silences(now=now)
    if as_json:
        terminal.as_json([{**records.incident(one), "command": remedy(one.kind, one.portal)} for one in found])
        return
    if found:
        terminal.out.print(table.incident_table(found[::-1], now=now))
    if not any(one.closed is None for one in found):
        terminal.out.print(f"nothing is wrong{f' with {portal}' if portal else ''}, by the last look", highlight=False)
    for name, (until, _) in sorted(silences.items()):
        if portal in {None, name} or name == ALL:
            of = "anything" if name == ALL else name
            terminal.out.print(f"no alarm of {of} is sent until {terminal.moment(until)}", highlight=False)


def documents(
    kind: Annotated[str | None, typer.Option("--type", help="Only this type: Nghị định, or nghi-dinh.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Only of this issuing body.")] = None,
    field: Annotated[str | None, typer.Option(help="Only of this field.")] = None,
    number: Annotated[str | None, typer.Option(help="Only with this number: 13/2023/NĐ-CP.")] = None,
    portal: Annotated[str | None, typer.Option(help="Only this portal's.")] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Only drafts that are open for comment.")] = False,
    since: Annotated[str | None, typer.Option(help="Only of this day and later.", metavar="DATE")] = None,
    limit: Annotated[int, typer.Option(help="At most so many; 0 is no limit.", min=0)] = 50,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
) -> None:
    """List the legal documents in the archive, newest first, with how many articles cite each.

    Examples:
        diemtin documents --type "Nghị định" --since 2026-10-01

        diemtin documents --json --limit 0 > documents.json
    """
    chosen = documenting.which(
        kind=kind, issuer=issuer, field=field, number=number, portal=portal, since=options.day(since)
    )
    settings = options.settings(config, archive=archive)
    if portal:
        run.portal(portal)
    with wiring.read(settings) as store:
        documenting.show(store, chosen, drafts=drafts, limit=limit, as_records=as_json)


def search(
    words: Annotated[
        str, typer.Argument(help='What it says: words, "phrases", -without, this OR that.', show_default=False)
    ] = "",
    topic: Annotated[list[str] | None, typer.Option(help="Only under this topic's slug; repeat for others.")] = None,
    portal: Annotated[list[str] | None, typer.Option(help="Only this portal's; repeat for others.")] = None,
    document: Annotated[str | None, typer.Option(help="Only this document, and what cites it: 13/2023/NĐ-CP.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=200)] = 50,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
) -> None:
    """Find articles and legal documents by what they say, newest first.

    Words are found with and without marks: `chuyen doi so` finds `chuyển đổi số`, but `bán` does not find `bàn`.

    Examples:
        diemtin search "chuyển đổi số"                 # all three, anywhere in the text

        diemtin search '"trí tuệ nhân tạo" OR "bán dẫn"' --topic giao-duc

        diemtin search "thuế -xăng" --portal nhandan --portal baochinhphu --json
    """
    settings = options.settings(config, archive=archive)
    given = {
        "q": [words],
        "topic": topic or [],
        "portal": portal or [],
        "document": [document or ""],
        "limit": [str(limit)],
    }
    with wiring.read(settings) as store:
        searching.show(store, wiring.query(settings, given), as_json=as_json)


def export(
    form: Annotated[str, typer.Option("--format", help="jsonl or csv.")] = "jsonl",
    portal: Annotated[str | None, typer.Option(help="Only this portal's articles.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only articles under this topic's slug.")] = None,
    since: Annotated[str | None, typer.Option(help="Only articles of this day and later.", metavar="DATE")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Write here instead of to standard output.")] = None,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
) -> None:
    """Write out the archive's articles, newest first; `gone` tells of each whether its portal took it down.

    Examples:
        diemtin export > articles.jsonl

        diemtin export --format csv --topic giao-duc --since 2026-11-01 -f giao-duc.csv
    """
    if form not in exporting.FORMATS:
        raise typer.BadParameter(f"there is no format {form!r}: jsonl or csv", param_hint="--format")
    first = options.day(since)
    settings = options.settings(config, archive=archive)
    if portal:
        run.portal(portal)
    with wiring.read(settings) as store:
        under = wiring.topic(settings, store, topic) if topic else None
        entries = store.reader.entries(portal=portal, topic=under, since=first)
        exporting.write(entries, form=form, file=file)
