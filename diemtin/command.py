"""The command `diemtin`: one function a subcommand, each of them a few lines over the packages.

Exit codes: 0 done, 1 some portals failed or the work could not be done, 2 wrong use.
"""

import errno
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, TextIO
from urllib.parse import urlsplit

import typer

from crawler import dates, links, run
from crawler.errors import ArchiveMissing, DiemtinError, UnknownPortal
from diemtin import capturing, configuration, documenting, exporting, fetching, inspecting, terminal, wiring
from diemtin.configuration import Settings, SettingsWrong
from feeds.serve import serve as serve_folder

app = typer.Typer(
    name="diemtin",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Điểm Tin: feeds per topic from the Party and government portals of Viet Nam.\n\n"
        "`diemtin crawl` fetches and publishes, `diemtin serve` serves, `diemtin run` does it on a schedule, "
        "`diemtin demo` shows it all without the internet."
    ),
)

Config = Annotated[
    Path | None, typer.Option("--config", "-c", help="Settings file; else $DIEMTIN_CONFIG, else ./diemtin.toml.")
]
ArchiveUrl = Annotated[
    str | None, typer.Option("--archive", help="Where articles are kept: an SQLAlchemy address.", metavar="URL")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Folder that feeds are published into.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]
Portals = Annotated[
    list[str] | None,
    typer.Argument(help="Names of portals (`diemtin portals`); all that are proven when left out.", metavar="PORTAL"),
]
Every = Annotated[bool, typer.Option("--all", help="Also take the portals that are only inferred, unchecked.")]
Delay = Annotated[
    float | None,
    typer.Option(help="Seconds between two requests to a host; the portal's own when left out.", min=0),
]
At = Annotated[str | None, typer.Option(hidden=True, help="Take this moment for now (tests).")]
Replay = Annotated[
    str | None,
    typer.Option("--replay", help="Send every request to this server, which plays all portals.", metavar="URL"),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens, on standard error.")]

_TALKATIVE = frozenset({"scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.utils.log"})
"""Loggers that print whole dictionaries as a crawl begins: for debugging."""

_CUT_OFF = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE})
"""Errors of standard output: the disk behind it is full, or whoever read it has gone."""


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer's
    if wanted:
        terminal.out.print(f"diemtin {version('diemtin')}", highlight=False)
        raise typer.Exit


@app.callback()
def diemtin(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Take what is said before a subcommand."""


@app.command()
def crawl(
    portals: Portals = None,
    since: Annotated[
        str | None, typer.Option(help="Go back to this day: 2026-11-01 or 01/11/2026.", metavar="DATE")
    ] = None,
    limit: Annotated[int, typer.Option(help="At most so many articles a portal; 0 is no limit.", min=0)] = 0,
    replay: Replay = None,
    delay: Delay = None,
    every: Every = False,
    publish: Annotated[bool, typer.Option(help="Publish the feeds afterwards.")] = True,
    at: At = None,
    archive: ArchiveUrl = None,
    output: Output = None,
    config: Config = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Fetch what is new from the portals, then publish the feeds that changed.

    Examples:
        diemtin crawl                                  # all portals that are proven

        diemtin crawl nhandan baochinhphu --limit 20

        diemtin crawl nhandan --since 2026-10-01       # the past, month by month
    """
    first, moment = _day(since, at=at), _moment(at)
    settings = _settings(config, verbose=verbose, archive=archive, output=output, replay=replay, delay=delay)
    wiring.chosen(settings, portals or [])  # a wrong name makes no archive
    if not settings.contact and not settings.replay:
        terminal.err.print("[yellow]no contact is set: portals cannot reach you; set `contact` in diemtin.toml[/]")
    with wiring.opened(settings) as store:
        names = list(wiring.chosen(settings, portals or [], passed=store.reader.passed(), every=every))
        with terminal.crawling(names, quiet=as_json) as report:
            task = wiring.assignment(settings, store, since=first, limit=limit, report=report, at=moment)
            results = run.crawl(names, task, settings=wiring.scrapy_settings(settings))
        published = wiring.publish_all(settings, store) if publish else None
    if as_json:
        files = [str(path) for path in published.written] if published else []
        terminal.as_json({"portals": [inspecting.result(one) for one in results], "written": files})
    else:
        terminal.show_crawl(results)
        if published:
            terminal.show_published(published, folder=str(settings.output))
    if any(one.outcome.startswith(("broken", "stopped")) for one in results):
        raise typer.Exit(1)


@app.command()
def publish(
    force: Annotated[bool, typer.Option(help="Publish even feeds that would lose half of their entries.")] = False,
    brief: Annotated[bool, typer.Option("--brief", help="Leave out the table of feeds.")] = False,
    archive: ArchiveUrl = None,
    output: Output = None,
    config: Config = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Publish the feeds whose entries changed: RSS, Atom, JSON, HTML, OPML, the catalogue.

    Example: `diemtin publish --output /srv/www/diemtin`
    """
    settings = _settings(config, verbose=verbose, archive=archive, output=output)
    with wiring.kept(settings) as store:
        report = wiring.publish_all(settings, store, force=force)
    if as_json:
        feeds = [terminal.standing(one) for one in report.feeds]
        terminal.as_json({"written": [str(path) for path in report.written], "feeds": feeds})
    else:
        terminal.show_published(report, folder=str(settings.output), every_feed=not brief)


@app.command("run")
def run_service(
    portals: Portals = None,
    every: Every = False,
    replay: Replay = None,
    archive: ArchiveUrl = None,
    output: Output = None,
    config: Config = None,
    verbose: Verbose = False,
) -> None:
    """Crawl each portal at its interval and publish after each crawl, until told to stop (Ctrl-C, SIGTERM).

    Examples:
        diemtin run

        DIEMTIN_INTERVAL=15 diemtin run nhandan
    """
    from diemtin.service import Service  # noqa: PLC0415 - `schedule` and threads are this command's alone

    settings = _settings(config, verbose=verbose, archive=archive, output=output, replay=replay)
    wiring.chosen(settings, portals or [])  # a wrong name makes no archive
    with wiring.opened(settings) as store:

        def names() -> list[str]:
            return list(wiring.chosen(settings, portals or [], passed=store.reader.passed(), every=every))

        Service(settings, names, store=store, file=config, clock=wiring.now).run()


@app.command()
def check(
    portals: Annotated[
        list[str] | None,
        typer.Argument(help="Names of portals (`diemtin portals`); all there are when left out.", metavar="PORTAL"),
    ] = None,
    articles: Annotated[int, typer.Option(help="Articles to read of each portal.", min=1)] = 5,
    replay: Replay = None,
    delay: Delay = None,
    at: At = None,
    archive: ArchiveUrl = None,
    config: Config = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Read a few articles of each portal live and tell what was found; store none of them.

    A portal that is only inferred is crawled from then on, if it read right. Ends with 1 when one did not.

    Examples:
        diemtin check                                  # all portals there are

        diemtin check sonla laichau --articles 10
    """
    from diemtin import checking  # noqa: PLC0415 - it loads what only a crawl needs

    settings = _settings(config, verbose=verbose, archive=archive, replay=replay, delay=delay)
    names = list(wiring.chosen(settings, portals or [], every=True))
    with wiring.opened(settings) as store, terminal.crawling(names, quiet=as_json) as report:
        task = wiring.assignment(settings, store, since=None, limit=articles, report=report, at=_moment(at))
        checks = checking.check(names, task, settings=wiring.scrapy_settings(settings))
        checking.note(checks, store, task)
    checking.show(checks, as_json=as_json)
    if not all(one.passed for one in checks):
        raise typer.Exit(1)


@app.command()
def capture(
    portal: Annotated[str, typer.Argument(help="Name of a portal (`diemtin portals`).")],
    urls: Annotated[list[str], typer.Argument(help="Addresses of its pages.", metavar="URL...")],
    folder: Annotated[Path, typer.Option(help="Where captures are kept, a folder for each host.")] = Path("captures"),
    replay: Replay = None,
    config: Config = None,
) -> None:
    """Save pages of a portal byte for byte, with their headers and the time.

    Example: `diemtin capture nhandan https://nhandan.vn/chinhtri/`
    """
    settings = _settings(config, replay=replay)
    hosts = [links.bare(host) for host in run.portal(portal).hosts]
    strangers = [url for url in urls if links.bare(urlsplit(url).netloc) not in hosts]
    if strangers:
        raise typer.BadParameter(f"{strangers[0]} is not of {portal}, whose hosts are {', '.join(hosts)}")
    for url in urls:
        page = fetching.fetch(url, settings)
        with _written_into(folder):
            file = capturing.save(page, folder, now=wiring.now())
        terminal.out.print(f"{file}", highlight=False, soft_wrap=True)


@app.command("new-portal")
def new_portal(
    url: Annotated[str, typer.Argument(help="Address of the portal's home page.")],
    name: Annotated[str, typer.Option(help="Of the portal; made from the host when left out.")] = "",
    into: Annotated[Path, typer.Option(help="Folder that the module is written into.")] = Path("crawler/spiders"),
    captures: Annotated[Path, typer.Option(help="Where the pages that were looked at are saved.")] = Path("captures"),
    force: Annotated[bool, typer.Option(help="Write over a module that is there.")] = False,
    replay: Replay = None,
    at: At = None,
    config: Config = None,
) -> None:
    """Look at a portal - its home page, its sections, two articles - and write the module that they call for.

    Examples:
        diemtin new-portal https://example.gov.vn/

        diemtin new-portal https://example.gov.vn/ --name example --into /tmp
    """
    from diemtin import proposing  # noqa: PLC0415 - for developers alone

    settings = _settings(config, replay=replay)
    now = _moment(at) or wiring.now()
    if name and not proposing.is_name(name):
        raise typer.BadParameter(f"{name!r} is no name of a module: write small letters, digits and _")
    proposal = proposing.propose(url, fetch=fetching.Visitor(settings), classifier=wiring.classifier(settings), now=now)
    portal = replace(proposal.portal, name=name or proposal.portal.name)
    file = into / f"{portal.name}.py"
    if file.exists() and not force:
        raise typer.BadParameter(f"{file} is there already: --force writes over it, --name gives another name")
    with _written_into(into):
        into.mkdir(parents=True, exist_ok=True)
        file.write_text(proposing.module(portal), encoding="utf-8")
    with _written_into(captures):
        saved = [capturing.save(page, captures, name=name, now=now) for name, page in proposal.pages.items()]
    inspecting.show_proposal(portal, proposal.articles, notes=proposal.notes, files=[file, *saved])


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    output: Output = None,
    config: Config = None,
    verbose: Verbose = False,
) -> None:
    """Serve the published feeds over HTTP.

    Example: `diemtin serve --host 0.0.0.0 --port 8080`
    """
    settings = _settings(config, verbose=verbose, output=output, host=host, port=port)
    terminal.warn_unpublished(settings.output)
    serve_folder(
        settings.output,
        host=settings.host,
        port=settings.port,
        ready=lambda url: terminal.err.print(f"serving {settings.output} at {url} (Ctrl-C ends it)", soft_wrap=True),
    )


@app.command()
def portals(config: Config = None, as_json: AsJson = False) -> None:
    """List the portals: what they are, their family, how far they are proven, what is unverified.

    Example: `diemtin portals --json`
    """
    settings = _settings(config)
    inspecting.show_portals(run.portals(), settings, passed=wiring.passed(settings), as_json=as_json)


@app.command()
def topics(archive: ArchiveUrl = None, config: Config = None, as_json: AsJson = False) -> None:
    """List the topics, with how many articles each has.

    Example: `diemtin topics --archive sqlite:////var/lib/diemtin/diemtin.db`
    """
    settings = _settings(config, archive=archive)
    with wiring.read(settings) as store:
        inspecting.show_topics(wiring.subjects(settings), store.reader.topics(), as_json=as_json)


@app.command()
def status(archive: ArchiveUrl = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show for each portal what the archive holds and how its last crawl ended.

    Examples:
        diemtin status

        diemtin status --json                          # for a monitor
    """
    settings = _settings(config, archive=archive)
    with wiring.read(settings) as store:
        inspecting.show_status(run.portals(), store.reader.portals(), as_json=as_json)


@app.command()
def documents(
    kind: Annotated[str | None, typer.Option("--type", help="Only this type: Nghị định, or nghi-dinh.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Only of this issuing body.")] = None,
    field: Annotated[str | None, typer.Option(help="Only of this field.")] = None,
    number: Annotated[str | None, typer.Option(help="Only with this number: 13/2023/NĐ-CP.")] = None,
    portal: Annotated[str | None, typer.Option(help="Only this portal's.")] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Only drafts that are open for comment.")] = False,
    since: Annotated[str | None, typer.Option(help="Only of this day and later.", metavar="DATE")] = None,
    limit: Annotated[int, typer.Option(help="At most so many; 0 is no limit.", min=0)] = 50,
    archive: ArchiveUrl = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List the legal documents in the archive, newest first, with how many articles cite each.

    Examples:
        diemtin documents --type "Nghị định" --since 2026-10-01

        diemtin documents --json --limit 0 > documents.json
    """
    chosen = documenting.which(kind=kind, issuer=issuer, field=field, number=number, portal=portal, since=_day(since))
    settings = _settings(config, archive=archive)
    if portal:
        run.portal(portal)
    with wiring.read(settings) as store:
        documenting.show(store, chosen, drafts=drafts, limit=limit, as_records=as_json)


@app.command()
def extract(
    page: Annotated[str, typer.Argument(help="A saved page, or an address to fetch.", metavar="FILE-OR-URL")],
    url: Annotated[str | None, typer.Option(help="The saved page's address, where the page does not tell it.")] = None,
    portal: Annotated[str | None, typer.Option(help="Whose page it is; else the one with the address's host.")] = None,
    family: Annotated[
        str | None, typer.Option(help="Read it by a family's rules: vccorp, epi, liferay, anysite.")
    ] = None,
    replay: Replay = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Read one page, also a saved one, and show the article record: this is how extraction is checked.

    Examples:
        diemtin extract page.html --json

        diemtin extract saved.html --url https://baochinhphu.vn/a-102260228093004191.htm

        diemtin extract https://nhandan.vn/a-post983682.html
    """
    settings = _settings(config, replay=replay)
    record = inspecting.extract(page, settings, url=url, portal=portal, family=family, now=wiring.now())
    inspecting.show_record(record, as_json=as_json)


@app.command()
def export(
    form: Annotated[str, typer.Option("--format", help="jsonl or csv.")] = "jsonl",
    portal: Annotated[str | None, typer.Option(help="Only this portal's articles.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only articles under this topic's slug.")] = None,
    since: Annotated[str | None, typer.Option(help="Only articles of this day and later.", metavar="DATE")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Write here instead of to standard output.")] = None,
    archive: ArchiveUrl = None,
    config: Config = None,
) -> None:
    """Write out the archive's articles, newest first; `gone` tells of each whether its portal took it down.

    Examples:
        diemtin export > articles.jsonl

        diemtin export --format csv --topic giao-duc --since 2026-11-01 -f giao-duc.csv
    """
    if form not in exporting.FORMATS:
        raise typer.BadParameter(f"there is no format {form!r}: jsonl or csv", param_hint="--format")
    first = _day(since)
    settings = _settings(config, archive=archive)
    if portal:
        run.portal(portal)
    with wiring.read(settings) as store:
        under = wiring.topic(settings, store, topic) if topic else None
        entries = store.reader.entries(portal=portal, topic=under, since=first)
        exporting.write(entries, form=form, file=file)


@app.command()
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


def main() -> None:
    """Run the command; every error of ours is one line that names the remedy."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Vietnamese shows right under any locale
    try:
        try:
            _obey()
        finally:
            sys.stdout.flush()  # at the interpreter's end nobody could tell that it fails
    except OSError as error:
        if error.filename or error.errno not in _CUT_OFF:  # not of a stream that was open already
            raise
        if error.errno != errno.EPIPE:
            _complain(f"standard output cannot be written ({error.strerror}): make room, or send it elsewhere")
        _drop(sys.stdout)
        sys.exit(1)


def _obey() -> None:
    try:
        app()
    except (SettingsWrong, UnknownPortal, ArchiveMissing) as error:
        _complain(error)
        sys.exit(2)
    except DiemtinError as error:
        _complain(error)
        sys.exit(1)


def _drop(stream: TextIO) -> None:
    """Drop what a stream still holds: the interpreter would try to write it once more."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


@contextmanager
def _written_into(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SettingsWrong(f"{error.filename or folder} cannot be written ({error.strerror}): name another") from error


def _complain(error: Exception | str) -> None:
    terminal.err.print("[bold red]diemtin:[/] ", end="")
    terminal.err.print(str(error), markup=False, highlight=False, soft_wrap=True)


def _settings(file: Path | None, *, verbose: bool = False, **options: Any) -> Settings:
    settings = wiring.check(configuration.load(file, **options))
    _log(level="INFO" if verbose and settings.log_level == "WARNING" else settings.log_level)
    return settings


def _log(*, level: str) -> None:
    """Log on standard error, `key=value`. The level is the handler's: Scrapy sets its loggers' own as it starts."""
    handler = logging.StreamHandler()
    handler.setLevel(level)
    handler.setFormatter(terminal.LogLine())
    # A robots.txt that cannot be had is no reason for forty lines of traceback: the pages after it tell.
    handler.addFilter(lambda record: record.name != "scrapy.downloadermiddlewares.robotstxt")
    if level != "DEBUG":
        handler.addFilter(lambda record: record.levelno > logging.INFO or record.name not in _TALKATIVE)
    logging.basicConfig(level=level, handlers=[handler])


def _day(written: str | None, *, at: str | None = None) -> datetime | None:
    reading = dates.read(written) if written else None
    if written and reading is None:
        raise typer.BadParameter(f"{written!r} is no day: write 2026-11-01 or 01/11/2026", param_hint="--since")
    if reading and reading.moment > (_moment(at) or wiring.now()):
        raise typer.BadParameter(f"{written!r} is yet to come: name a day that has begun", param_hint="--since")
    return reading.moment if reading else None


def _moment(written: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written) if written else None
    except ValueError as error:
        raise typer.BadParameter(
            f"{written!r} is no moment: write 2026-11-23T09:00+07:00", param_hint="--at"
        ) from error
    return moment.replace(tzinfo=moment.tzinfo or dates.HANOI) if moment else None
