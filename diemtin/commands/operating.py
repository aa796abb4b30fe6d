"""What an operator runs: crawls, publishing, the service, the server, the demo."""

import logging
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from crawler import run
from crawler.archive import Archive
from diemtin import configuration, crawling, inspecting, options, terminal, wiring
from diemtin.settings import Settings
from diemtin.status import held
from feeds.publish import Report as Published

logger = logging.getLogger(__name__)


def crawl(
    portals: options.Portals = None,
    since: Annotated[
        str | None, typer.Option(help="Go back to this day: 2026-11-01 or 01/11/2026.", metavar="DATE")
    ] = None,
    limit: Annotated[int, typer.Option(help="At most so many articles a portal; 0 is no limit.", min=0)] = 0,
    replay: options.Replay = None,
    delay: options.Delay = None,
    every: options.Every = False,
    due: Annotated[
        bool, typer.Option("--due", help="Only the sections that are due by their rhythm: for cron every few minutes.")
    ] = False,
    publish: Annotated[bool, typer.Option(help="Publish the feeds afterwards.")] = True,
    brief: options.Brief = False,
    at: options.At = None,
    archive: options.ArchiveUrl = None,
    output: options.Output = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Fetch what is new from the portals, then publish the feeds that changed.

    Examples:
        diemtin crawl                                  # all portals that are proven

        diemtin crawl nhandan baochinhphu --limit 20

        diemtin crawl nhandan --since 2026-10-01       # the past, month by month

        */5 * * * * diemtin crawl --due                # in a crontab, in place of `diemtin run`
    """
    first, moment = options.day(since, at=at), options.moment(at)
    settings = options.settings(config, verbose=verbose, archive=archive, output=output, replay=replay, delay=delay)
    wiring.chosen(settings, portals or [])  # a wrong name makes no archive
    if not (settings.contact or settings.replay or brief):
        terminal.err.print("[yellow]no contact is set: portals cannot reach you; set `contact` in diemtin.toml[/]")
    with wiring.opened(settings) as store:
        names = list(wiring.chosen(settings, portals or [], passed=store.reader.passed(), every=every))
        with (
            crawling.turn(names, store, settings=settings, due=due, at=moment) as turn,
            terminal.crawling(turn.names, quiet=as_json or brief) as report,
        ):
            task = wiring.assignment(
                settings, store, since=first, limit=limit, report=report, at=moment, chosen=turn.chosen, done=turn.done
            )
            limit_of_time = crawling.limited(settings) if due and publish else nullcontext()  # the service has its own
            with limit_of_time:
                results = run.crawl(turn.names, task, settings=wiring.scrapy_settings(settings)) if turn.names else []
        published = _publish(settings, store) if publish else None
    if as_json:
        files = [str(path) for path in published.written] if published else []
        terminal.as_json({"portals": [inspecting.result(one) for one in results], "written": files})
    elif brief:
        terminal.log_crawl(results)
    else:
        terminal.show_crawl(results)
        if published:
            terminal.show_published(published, folder=str(settings.output))
    if any(one.outcome.startswith(("broken", "stopped")) for one in results):
        raise typer.Exit(1)


def publish(
    force: Annotated[bool, typer.Option(help="Publish even feeds that would lose half of their entries.")] = False,
    brief: options.Brief = False,
    archive: options.ArchiveUrl = None,
    output: options.Output = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Publish the feeds whose entries changed: RSS, Atom, JSON, HTML, OPML, the catalogue.

    Example: `diemtin publish --output /srv/www/diemtin`
    """
    settings = options.settings(config, verbose=verbose, archive=archive, output=output)
    with wiring.kept(settings) as store:
        report = _publish(settings, store, force=force)
    if as_json:
        feeds = [terminal.standing(one) for one in report.feeds]
        terminal.as_json({"written": [str(path) for path in report.written], "feeds": feeds})
    elif brief:
        _log(report)
    else:
        terminal.show_published(report, folder=str(settings.output), every_feed=True)


def _publish(settings: Settings, store: Archive, *, force: bool = False) -> Published:
    """Publish what changed, and note which feeds were held for whoever looks what is wrong."""
    report = wiring.publish_all(settings, store, force=force)
    held.note(store, report, output=settings.output, now=wiring.now())
    return report


def _log(report: Published) -> None:
    logger.info("feeds=published written=%d unchanged=%d", len(report.written), len(report.unchanged))
    for path in report.orphaned:
        logger.info("feed=orphaned path=%s", path)
    for one in report.refused:
        logger.warning("feed=held path=%s missing=%d of=%d foreign=%s", one.path, one.missing, one.before, one.foreign)


def run_service(
    portals: options.Portals = None,
    every: options.Every = False,
    replay: options.Replay = None,
    archive: options.ArchiveUrl = None,
    output: options.Output = None,
    config: options.Config = None,
    verbose: options.Verbose = False,
) -> None:
    """Crawl each section when it is due, publish what changed, tell what is wrong, until told to stop.

    Ctrl-C and SIGTERM let what is under way finish the page in hand. SIGHUP reads the settings again.

    Examples:
        diemtin run

        DIEMTIN_INTERVAL=15 diemtin run nhandan
    """
    from diemtin import operating  # noqa: PLC0415 - `schedule` and processes are this command's alone

    file = configuration.found(config)
    file = file and file.absolute()  # one that goes away is told, and nothing taken in its place

    def settings() -> Settings:
        return options.settings(file, verbose=verbose, archive=archive, output=output, replay=replay)

    wiring.chosen(settings(), portals or [])  # a wrong name makes no archive
    operating.run(settings, portals or [], file=file, every=every)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    archive: options.ArchiveUrl = None,
    output: options.Output = None,
    config: options.Config = None,
    verbose: options.Verbose = False,
) -> None:
    """Serve the published feeds over HTTP, and any query as a feed; with `hub = true`, tell subscribers of changes.

    Example: `diemtin serve --host 0.0.0.0 --port 8080`
    """
    from diemtin import serving  # noqa: PLC0415 - no other command speaks HTTP to subscribers

    settings = options.settings(config, verbose=verbose, archive=archive, output=output, host=host, port=port)
    terminal.warn_unpublished(settings.output)
    told = f"serving {settings.output} at {{}} (Ctrl-C ends it)"
    serving.serve(settings, ready=lambda url: terminal.err.print(told.format(url), soft_wrap=True))


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its archive; made anew each time.")] = Path("demo"),
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder that feeds are published into; `output` in the demo's when left out."
        ),
    ] = None,
) -> None:
    """Do the main job for real, without the internet: a bundled server plays the portals.

    Three crawls: the first finds everything, the second hears that nothing changed, and the third, three hours
    later, finds one article corrected and one taken down.

    It replaces no feeds but a demo's. Feeds of your own that are published into its folder replace them.

    Example: `diemtin demo --folder /tmp/demo --output /tmp/demo/feeds`
    """
    from diemtin.demonstration import demonstrate  # noqa: PLC0415 - the demo's pages are its own

    demonstrate(folder, output or folder / "output")
