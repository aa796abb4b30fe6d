"""What a developer of portals runs."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from crawler import links, run
from diemtin import capturing, comparing, fetching, inspecting, linting, options, terminal, wiring

CAPTURES = Path("captures")
"""Where captures are kept unless another folder is named: the current folder's own."""


Captures = Annotated[
    list[Path] | None,
    typer.Option("--captures", help="Folder of captures, a folder for each host; can be given again.", metavar="DIR"),
]


def check(
    portals: Annotated[
        list[str] | None,
        typer.Argument(help="Names of portals (`diemtin portals`); all there are when left out.", metavar="PORTAL"),
    ] = None,
    articles: Annotated[int, typer.Option(help="Articles to read of each portal.", min=1)] = 5,
    since_rev: Annotated[
        str | None,
        typer.Option(help="Compare captures with what a git revision's code reads; asks no portal.", metavar="REV"),
    ] = None,
    captures: Captures = None,
    replay: options.Replay = None,
    delay: options.Delay = None,
    at: options.At = None,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Read a few articles of each portal live and tell what was found; store none of them.

    What a portal's captures have is what its articles are measured by. A portal that is only inferred is crawled from
    then on, if it read right. Ends with 1 when one did not.

    With `--since-rev` no portal is asked: the captures are read by a revision's code and by the code that runs, and
    each field that differs is shown before and after. Ends with 1 when a field was lost.

    Examples:
        diemtin check                                  # all portals there are

        diemtin check sonla laichau --articles 10

        diemtin check nhandan --since-rev HEAD         # what the change at hand does
    """
    from diemtin import checking  # noqa: PLC0415 - it loads what only a crawl needs

    settings = options.settings(config, verbose=verbose, archive=archive, replay=replay, delay=delay)
    chosen = wiring.chosen(settings, portals or [], every=True)
    folders = captures or [CAPTURES]
    if since_rev is not None:
        compared = comparing.compare(since_rev, chosen, folders)
        comparing.show(compared, as_json=as_json)
        raise typer.Exit(int(compared.worse))
    known = checking.captured(chosen, folders)
    with wiring.opened(settings) as store, terminal.crawling(list(chosen), quiet=as_json) as report:
        task = wiring.assignment(settings, store, since=None, limit=articles, report=report, at=options.moment(at))
        checks = checking.check(list(chosen), task, settings=wiring.scrapy_settings(settings), captured=known)
        checking.note(checks, store, task)
    checking.show(checks, as_json=as_json)
    if not all(one.passed for one in checks):
        raise typer.Exit(1)


def lint(
    portals: Annotated[
        list[str] | None,
        typer.Argument(help="Names of portals (`diemtin portals`); all there are when left out.", metavar="PORTAL"),
    ] = None,
    captures: Captures = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
) -> None:
    """Tell what is doubtful about portals' data, by itself and by their captures; ask no portal.

    It looks for generated class names, selectors that count elements, that are none, that find nothing or find several
    where one is meant, for missing data, addresses that have an article's form and are none, and invented dates. Ends
    with 1 when it finds something.

    Examples:
        diemtin lint

        diemtin lint nhandan --captures captures --captures ../shared/captures
    """
    settings = options.settings(config)
    findings = linting.lint(wiring.chosen(settings, portals or [], every=True), captures or [CAPTURES])
    linting.show(findings, as_json=as_json)
    if findings:
        raise typer.Exit(1)


def capture(
    portal: Annotated[str, typer.Argument(help="Name of a portal (`diemtin portals`).")],
    urls: Annotated[list[str], typer.Argument(help="Addresses of its pages.", metavar="URL...")],
    folder: Annotated[Path, typer.Option(help="Where captures are kept, a folder for each host.")] = CAPTURES,
    replay: options.Replay = None,
    config: options.Config = None,
) -> None:
    """Save pages of a portal byte for byte, with their headers and the time, as far as its robots.txt allows.

    Example: `diemtin capture nhandan https://nhandan.vn/chinhtri/`
    """
    settings = options.settings(config, replay=replay)
    hosts = [links.bare(host) for host in run.portal(portal).hosts]
    strangers = [url for url in urls if links.bare(urlsplit(url).netloc) not in hosts]
    if strangers:
        raise typer.BadParameter(f"{strangers[0]} is not of {portal}, whose hosts are {', '.join(hosts)}")
    visit = fetching.Visitor(settings)
    for url in urls:
        page = visit(url)
        with options.written_into(folder):
            file = capturing.save(page, folder, now=wiring.now())
        terminal.out.print(f"{file}", highlight=False, soft_wrap=True)


def new_portal(
    url: Annotated[str, typer.Argument(help="Address of the portal's home page.")],
    name: Annotated[str, typer.Option(help="Of the portal; made from the host when left out.")] = "",
    into: Annotated[Path, typer.Option(help="Folder that the module is written into.")] = Path("crawler/spiders"),
    captures: Annotated[Path, typer.Option(help="Where the pages that were looked at are saved.")] = CAPTURES,
    force: Annotated[bool, typer.Option(help="Write over a module that is there.")] = False,
    replay: options.Replay = None,
    at: options.At = None,
    config: options.Config = None,
) -> None:
    """Look at a portal - its home page, its sections, two articles - and write the module that they call for.

    Examples:
        diemtin new-portal https://example.gov.vn/

        diemtin new-portal https://example.gov.vn/ --name example --into /tmp
    """
    from diemtin import proposing  # noqa: PLC0415 - for developers alone

    settings = options.settings(config, replay=replay)
    now = options.moment(at) or wiring.now()
    if name and not proposing.is_name(name):
        raise typer.BadParameter(f"{name!r} is no name of a module: write small letters, digits and _")
    proposal = proposing.propose(url, fetch=fetching.Visitor(settings), classifier=wiring.classifier(settings), now=now)
    portal = replace(proposal.portal, name=name or proposal.portal.name)
    file = into / f"{portal.name}.py"
    if file.exists() and not force:
        raise typer.BadParameter(f"{file} is there already: --force writes over it, --name gives another name")
    with options.written_into(into):
        into.mkdir(parents=True, exist_ok=True)
        file.write_text(proposing.module(portal), encoding="utf-8")
    with options.written_into(captures):
        saved = [capturing.save(page, captures, name=name, now=now) for name, page in proposal.pages.items()]
    inspecting.show_proposal(portal, proposal.articles, notes=proposal.notes, files=[file, *saved])


def extract(
    page: Annotated[str, typer.Argument(help="A saved page, or an address to fetch.", metavar="FILE-OR-URL")],
    url: Annotated[str | None, typer.Option(help="The saved page's address, where the page does not tell it.")] = None,
    portal: Annotated[str | None, typer.Option(help="Whose page it is; else the one with the address's host.")] = None,
    family: Annotated[
        str | None, typer.Option(help="Read it by a family's rules: vccorp, epi, liferay, anysite.")
    ] = None,
    replay: options.Replay = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
) -> None:
    """Read one page, also a saved one, and show the article record: this is how extraction is checked.

    Examples:
        diemtin extract page.html --json

        diemtin extract saved.html --url https://baochinhphu.vn/a-102260228093004191.htm

        diemtin extract https://nhandan.vn/a-post983682.html
    """
    settings = options.settings(config, replay=replay)
    record = inspecting.extract(page, settings, url=url, portal=portal, family=family, now=wiring.now())
    inspecting.show_record(record, as_json=as_json)
