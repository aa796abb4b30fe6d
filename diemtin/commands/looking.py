"""What tells what there is: portals, topics, the archive."""

from pathlib import Path
from typing import Annotated

import typer

from crawler import run
from diemtin import documenting, exporting, inspecting, options, searching, wiring


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


def status(archive: options.ArchiveUrl = None, config: options.Config = None, as_json: options.AsJson = False) -> None:
    """Show for each portal what the archive holds and how its last crawl ended.

    Examples:
        diemtin status

        diemtin status --json                          # for a monitor
    """
    settings = options.settings(config, archive=archive)
    with wiring.read(settings) as store:
        states, feeds = store.reader.portals(), store.reader.native_feeds()
        inspecting.show_status(run.portals(), states, feeds=feeds, as_json=as_json)


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
