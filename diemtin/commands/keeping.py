"""What keeps an installation in order for years: copies, room, a machine that is fit."""

from pathlib import Path
from typing import Annotated

import typer

from crawler.archive import condition, copying, opening, pruning
from diemtin import configuration, options, terminal, wiring
from diemtin.keeping import backing_up, manifest, restoring, showing, thinning
from diemtin.keeping.manifest import CannotKeep

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]


def backup(
    target: Annotated[Path, typer.Argument(help="A file that ends in .tar.gz, or a folder.", show_default=False)],
    yes: Yes = False,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Copy the archive, the hub's subscriptions and the settings, while everything goes on.

    Examples:
        diemtin backup /backup/diemtin.tar.gz

        diemtin backup /backup/diemtin                 # a folder
    """
    settings = options.settings(config, verbose=verbose, archive=archive)
    if target.exists():
        backing_up.must_be_replaceable(target)
        showing.ask(f"{target} is there already, and is replaced", yes=yes)
    with showing.progressing("archive", quiet=as_json) as progress:
        file = configuration.found(config)
        made = backing_up.back_up(settings, target, file=file, now=wiring.now(), progress=progress)
    if as_json:
        terminal.as_json({"backup": str(target), **manifest.as_json(made)})
    else:
        showing.backed_up(target, made)


def restore(
    source: Annotated[Path, typer.Argument(help="What `diemtin backup` made.", show_default=False)],
    yes: Yes = False,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Put a backup back, if it is whole and nothing is being crawled. A copy of what was there is kept.

    Examples:
        diemtin restore /backup/diemtin.tar.gz

        diemtin restore /backup/diemtin.tar.gz --archive sqlite:///other.db --yes
    """
    settings = options.settings(config, verbose=verbose, archive=archive)
    done = restoring.restore(
        settings,
        source,
        file=configuration.found(config) or configuration.FILE,
        agreed=lambda question: showing.agreed(question, yes=yes),
        now=wiring.now(),
    )
    if as_json:
        kept = [str(path) for path in done.kept]
        terminal.as_json({"restored": str(source), "kept": kept, **manifest.as_json(done.manifest)})
    else:
        showing.restored(done)


def migrate(
    yes: Yes = False,
    copy: Annotated[bool, typer.Option("--copy/--no-copy", help="Keep a copy of the file as it is.")] = True,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Bring the archive up to this version's schema, as any command that writes does. A copy of the file is kept.

    Examples:
        diemtin migrate                                # shows what would be done, and asks

        diemtin migrate --yes
    """
    from crawler.archive import migrating  # noqa: PLC0415 - Alembic, which no other command needs

    settings = options.settings(config, verbose=verbose, archive=archive)
    found = condition.of(settings.archive)
    file = opening.file_of(settings.archive) if copy else None
    kept = opening.kept_copy(file) if file and found.is_older else None
    steps = migrating.pending(found.schema) if found.is_older else []
    if steps:
        if file and kept and not copying.fits(file, kept.parent):
            raise CannotKeep(f"the disk has no room for the copy {kept}: make room, or say --no-copy")
        if not as_json:
            showing.steps(found.schema, steps, copy=kept)
        showing.ask("the archive is migrated", yes=yes)
    with opening.opened(settings.archive, make=False, keep=copy), showing.waiting("migrating"):
        pass  # one of a newer version is refused
    if as_json:
        done = [{"schema": revision, "what": what} for revision, what in steps]
        terminal.as_json({"schema": opening.HEAD, "done": done, "copy": str(kept) if kept else None})
    else:
        showing.say(f"the archive has schema {opening.HEAD}, with which this version works")


def vacuum(
    index: Annotated[bool, typer.Option("--index", help="Also make the index of words anew.")] = False,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Give free room inside the archive back to the disk, and put its indexes in order; who writes waits meanwhile.

    Examples:
        diemtin vacuum

        diemtin vacuum --index                         # after `diemtin prune`
    """
    settings = options.settings(config, verbose=verbose, archive=archive)
    with opening.connected(settings.archive, make=False) as engine, showing.waiting("putting the archive in order"):
        done = pruning.vacuum(engine, anew=index)
    if as_json:
        terminal.as_json({"before": done.before, "after": done.after})
    else:
        before, after = showing.megabytes(done.before), showing.megabytes(done.after)
        showing.say(f"the archive took {before}, and takes {after}")


def prune(
    older_than: Annotated[
        str | None, typer.Option(help="Texts older than that: 2y, 6mo, 8w, 90d.", metavar="AGE")
    ] = None,
    before: Annotated[str | None, typer.Option(help="Texts before this day: 2025-01-01.", metavar="DATE")] = None,
    max_size: Annotated[
        str | None, typer.Option(help="The oldest texts, until the archive uses no more: 2G, 800M.", metavar="SIZE")
    ] = None,
    portal: Annotated[str | None, typer.Option(help="Only this portal's texts.")] = None,
    history_days: Annotated[
        int | None, typer.Option(help="Also how crawls went that are older than so many days.", min=1)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go, and do nothing.")] = False,
    yes: Yes = False,
    archive: options.ArchiveUrl = None,
    output: options.Output = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Give up old texts to save room. Titles, leads, links and dates stay: nothing is fetched or published again.

    What feeds carry stays whole, and so do the pages of their histories. `diemtin vacuum --index` then gives the room
    back to the disk.

    Examples:
        diemtin prune --older-than 2y --dry-run

        diemtin prune --max-size 2G --yes

        diemtin prune --history-days 400
    """
    settings = options.settings(config, verbose=verbose, archive=archive, output=output)
    now = wiring.now()
    wanted = thinning.wanted(
        older_than=older_than, before=before, most=max_size, portal=portal, history_days=history_days, now=now
    )
    with showing.waiting("looking for what is still needed"):
        found = thinning.propose(settings, wanted, now=now)
    if not as_json:
        showing.proposal(found)
    done = None
    if not (dry_run or found.is_empty):
        showing.ask("this goes for good", yes=yes)
        with showing.progressing("texts", quiet=as_json) as progress:
            done = thinning.carry_out(settings, wanted, found, progress=progress)
    if as_json:
        terminal.as_json(showing.as_json(found, done))
    elif done:
        showing.gone(done, wanted)


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Ask nothing of the network.")] = False,
    replay: options.Replay = None,
    archive: options.ArchiveUrl = None,
    output: options.Output = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Look the machine over before anything runs: rights, room, clock, archive, network, settings, port.

    Nothing is changed. It ends with 1 when something will not work; each line says why, and what to do.

    Examples:
        diemtin doctor

        diemtin doctor --offline --json
    """
    from diemtin.doctoring import doctor as doctoring  # noqa: PLC0415 - no other command looks at all of this
    from diemtin.doctoring import reporting  # noqa: PLC0415 - likewise

    settings = options.settings(config, verbose=verbose, archive=archive, output=output, replay=replay)
    if not reporting.show(doctoring.examine(settings, offline=offline), as_json=as_json):
        raise typer.Exit(1)
