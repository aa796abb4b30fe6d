"""What a developer of portals runs."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from crawler import extraction, links, run
from crawler.errors import ChallengePage
from crawler.families import FAMILIES
from diemtin import captures as kept
from diemtin import capturing, comparing, fetching, imprint, inspecting, linting, options, terminal, wiring
from diemtin.configuration import SettingsWrong

Captures = Annotated[
    list[Path] | None,
    typer.Option(
        "--captures",
        help=f"Folder of captures, a folder for each host; can be given again. Else {kept.PLACES}.",
        metavar="DIR",
    ),
]
_FAMILIES = ", ".join(family.name for family in FAMILIES)


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
    then on, if it read right; not if it was played (`--replay`). Ends with 1 when one did not.

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
    folders = _folders(captures)
    if since_rev is not None:
        compared = comparing.compare(since_rev, chosen, folders)
        comparing.show(compared, as_json=as_json)
        raise typer.Exit(int(compared.worse))
    known = checking.captured(chosen, folders)
    with wiring.opened(settings) as store, terminal.crawling(list(chosen), quiet=as_json) as report:
        task = wiring.assignment(settings, store, since=None, limit=articles, report=report, at=options.moment(at))
        checks = checking.check(list(chosen), task, settings=wiring.scrapy_settings(settings), captured=known)
        if not settings.replay:
            checking.note(checks, store, task)
    checking.show(checks, as_json=as_json)
    if settings.replay:
        terminal.err.print("played: not noted", highlight=False)
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
    with 1 when it finds something; what it calls weak does not count.

    Examples:
        diemtin lint

        diemtin lint nhandan --captures /srv/captures
    """
    settings = options.settings(config)
    findings = linting.lint(wiring.chosen(settings, portals or [], every=True), _folders(captures))
    linting.show(findings, as_json=as_json)
    if not all(one.weak for one in findings):
        raise typer.Exit(1)


def capture(
    portal: Annotated[str, typer.Argument(help="Name of a portal (`diemtin portals`).")],
    urls: Annotated[list[str], typer.Argument(help="Addresses of its pages.", metavar="URL...")],
    force: Annotated[bool, typer.Option(help="Also save the page of a gate that stays shut.")] = False,
    folder: Annotated[Path, typer.Option(help="Where captures are kept, a folder for each host.")] = kept.FOLDERS[0],
    replay: options.Replay = None,
    config: options.Config = None,
) -> None:
    """Save pages of a portal byte for byte, with their headers and the time, as far as its robots.txt allows.

    A gate is passed as in a crawl. The page of one that stays shut is not saved.

    Example: `diemtin capture nhandan https://nhandan.vn/chinhtri/`
    """
    settings = options.settings(config, replay=replay)
    urls = [_address(url) for url in urls]
    hosts = [links.bare(host) for host in run.portal(portal).hosts]
    strangers = [url for url in urls if links.bare(urlsplit(url).netloc) not in hosts]
    if strangers:
        raise typer.BadParameter(f"{strangers[0]} is not of {portal}, whose hosts are {', '.join(hosts)}")
    visit = fetching.Visitor(settings)
    for url in urls:
        page = visit(url)
        if extraction.is_challenge(page.body) and not force:
            raise ChallengePage(url, "a gate's page came in its place, and is not saved (--force saves it)")
        with options.written_into(folder):
            file = capturing.save(page, folder, now=wiring.now())
        terminal.out.print(f"{file}", highlight=False, soft_wrap=True)


def new_portal(
    url: Annotated[str, typer.Argument(help="Address of the portal's home page, or of one of its sections.")],
    name: Annotated[str, typer.Option(help="Of the portal; made from the host when left out.")] = "",
    into: Annotated[Path, typer.Option(help="Folder that the module is written into.")] = Path("crawler/spiders"),
    captures: Annotated[Path, typer.Option(help="Where the pages that were looked at are saved.")] = kept.FOLDERS[0],
    force: Annotated[bool, typer.Option(help="Write over a module that is there.")] = False,
    replay: options.Replay = None,
    at: options.At = None,
    config: options.Config = None,
) -> None:
    """Look at a portal - its home page, its sections, two articles - and write the module that they call for.

    It also looks for feeds, sitemaps and further pages of lists. What it says is missing stands in the module as
    `unverified`.

    Examples:
        diemtin new-portal https://example.gov.vn/

        diemtin new-portal https://example.gov.vn/ --name example --into /tmp
    """
    from diemtin import module_text, proposing  # noqa: PLC0415 - for developers alone

    settings = options.settings(config, replay=replay)
    now = options.moment(at) or wiring.now()
    if name and not imprint.is_name(name):
        raise typer.BadParameter(f"{name!r} is no name of a module: write small letters, digits and _")
    visit, classifier = fetching.Visitor(settings), wiring.classifier(settings)
    proposal = proposing.propose(_address(url), fetch=visit, classifier=classifier, now=now)
    portal = replace(proposal.portal, name=name or proposal.portal.name)
    file = into / f"{portal.name}.py"
    if file.exists() and not force:
        raise typer.BadParameter(f"{file} is there already: --force writes over it, --name gives another name")
    with options.written_into(into):
        into.mkdir(parents=True, exist_ok=True)
        file.write_text(module_text.write(portal), encoding="utf-8")
    with options.written_into(captures):
        saved = [capturing.save(page, captures, name=name, now=now) for name, page in proposal.pages.items()]
    inspecting.show_proposal(portal, proposal.articles, notes=proposal.notes, files=[file, *saved])


def extract(
    page: Annotated[str, typer.Argument(help="A saved page, or an address to fetch.", metavar="FILE-OR-URL")],
    url: Annotated[str | None, typer.Option(help="The saved page's address, where the page does not tell it.")] = None,
    portal: Annotated[str | None, typer.Option(help="Whose page it is; else the one with the address's host.")] = None,
    family: Annotated[str | None, typer.Option(help=f"Read it by a family's rules: {_FAMILIES}.")] = None,
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


def _folders(named: list[Path] | None) -> Sequence[Path]:
    """Return the folders of captures that are named, else those where they are kept.

    Raises:
        SettingsWrong: one that is named is none.
    """
    missing = next((one for one in named or () if not one.is_dir()), None)
    if missing:
        raise SettingsWrong(f"there is no folder {missing}: name one with captures, or leave --captures out")
    return named or kept.FOLDERS


def _address(written: str) -> str:
    """Return an address in full, telling what was put before it.

    Raises:
        SettingsWrong: it is none that can be fetched.
    """
    url = fetching.address(written)
    if "://" not in written:
        terminal.err.print(f"{written} has no scheme: {url} is asked for", highlight=False, soft_wrap=True)
    return url
