"""What keeping an archive shows and asks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from crawler.archive import copying
from crawler.text import counted
from diemtin import terminal
from diemtin.keeping.manifest import CannotKeep, Manifest
from diemtin.keeping.restoring import Restored
from diemtin.keeping.thinning import Done, Proposal, Wanted


def say(what: str) -> None:
    """Print a line."""
    terminal.out.print(what, markup=False, highlight=False, soft_wrap=True)


def agreed(question: str, *, yes: bool) -> bool:
    """Ask whether what is said is to be done; where nobody can answer, it is not."""
    if yes:
        return True
    terminal.err.print(question, markup=False, highlight=False, soft_wrap=True)
    try:
        return typer.confirm("go on?", err=True)
    except typer.Abort:
        return False


def ask(question: str, *, yes: bool) -> None:
    """Ask likewise, and go no further without an agreement.

    Raises:
        CannotKeep: there was none.
    """
    if not agreed(question, yes=yes):
        raise CannotKeep("nothing was done: answer y, or say --yes")


@contextmanager
def progressing(what: str, *, quiet: bool) -> Iterator[copying.Progress]:
    """Show how far long work has come; nothing where nobody watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    hidden = quiet or not terminal.err.is_terminal
    with Progress(*columns, console=terminal.err, transient=True, disable=hidden) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show that something takes a while; nothing where nobody watches."""
    if not terminal.err.is_terminal:
        yield
        return
    with terminal.err.status(what):
        yield


def megabytes(size: int) -> str:
    """Return a number of bytes as people read it.

    >>> megabytes(51_234_567)
    '51.2 MB'
    """
    return f"{size / 1e6:,.1f} MB"


def backed_up(target: Path, made: Manifest) -> None:
    """Print what is in a backup."""
    names = ", ".join(one.name for one in made.files)
    records = f"{counted(made.articles, 'article')}, {counted(made.documents, 'document')}"
    waiting = f"{counted(made.waiting, 'link')} waiting"
    say(f"backed up into {target}: {records}, {waiting}; {names}, {megabytes(made.size)}")


def restored(done: Restored) -> None:
    """Print what was put back."""
    say(f"put back: {counted(done.manifest.articles, 'article')}, as of {terminal.moment(done.manifest.made)}")
    for path in done.kept:
        say(f"what was there is kept as {path}")
    if done.settings:
        say(f"the settings were put back as {done.settings}")
    say("`diemtin publish` publishes the feeds as they were then")


def steps(schema: str, following: Sequence[tuple[str, str]], *, copy: Path | None) -> None:
    """Print what a migration will do."""
    say(f"the archive has schema {schema}; what follows:")
    for revision, what in following:
        say(f"  {revision}  {what}")
    say(f"a copy of it as it is will be kept as {copy}" if copy else "no copy of it is kept")


def proposal(found: Proposal) -> None:
    """Print what would go."""
    say(f"the archive uses {megabytes(found.used)}")
    plan = found.plan
    if plan and plan.articles:
        span = f"{_day(plan.oldest)} to {_day(plan.newest)}"
        say(f"{counted(len(plan.articles), 'article')} of {span} would lose their texts: about {megabytes(plan.size)}")
    elif plan:
        say("no texts would go")
    if plan and plan.kept:
        say(f"{plan.kept} others as old stay whole: feeds, and pages that are still to be written, need them")
    if found.history:
        crawls, sections = found.history.crawls, found.history.sections
        say(f"{crawls} crawls of portals and {sections} of their sections would be forgotten")


def gone(done: Done, wanted: Wanted) -> None:
    """Print what went."""
    crawls = done.history.crawls + done.history.sections if done.history else 0
    say(f"{done.articles} texts and {crawls} records of crawls are gone; the archive uses {megabytes(done.used)}")
    if wanted.size is None:
        say("`diemtin vacuum --index` gives the room back to the disk")
    elif done.used > wanted.size:
        say(f"that is more than {megabytes(wanted.size)}: what is left is still needed, or is no text")


def as_json(found: Proposal, done: Done | None) -> dict[str, Any]:
    """Return what would go, and what went, as JSON values."""
    plan, history = found.plan, found.history
    went = {"articles": done.articles, "used": done.used} if done else None
    return {
        "used": found.used,
        "articles": len(plan.articles) if plan else 0,
        "bytes": plan.size if plan else 0,
        "oldest": plan.oldest.isoformat() if plan and plan.oldest else None,
        "newest": plan.newest.isoformat() if plan and plan.newest else None,
        "needed": plan.kept if plan else 0,
        "crawls": history.crawls if history else 0,
        "section_crawls": history.sections if history else 0,
        "done": went,
    }


def _day(moment: datetime | None) -> str:
    return f"{moment:%d/%m/%Y}" if moment else "–"
