"""The command `diemtin`: one function a subcommand, each of them a few lines over the packages.

Exit codes: 0 done, 1 some portals failed or the work could not be done, 2 wrong use.
"""

import errno
import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from inspect import cleandoc
from pathlib import Path
from typing import Annotated, TextIO

import typer

from crawler.errors import ArchiveMissing, DiemtinError, UnknownPortal
from diemtin import terminal
from diemtin.commands import alarming, beginning, developing, keeping, looking, operating, reparsing
from diemtin.configuration import SettingsWrong

_HELP = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    name="diemtin",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings=_HELP,
    help=(
        "Điểm Tin: feeds per topic from the Party and government portals of Viet Nam.\n\n"
        "`diemtin crawl` fetches and publishes, `diemtin serve` serves, `diemtin run` does it on a schedule, "
        "`diemtin demo` shows it all without the internet."
    ),
)

_CUT_OFF = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE})
"""Errors of standard output: the disk behind it is full, or whoever read it has gone."""


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer's
    if wanted:
        terminal.out.print(f"diemtin {version('diemtin')}", highlight=False)
        raise typer.Exit


@app.callback()
def diemtin(
    _version: Annotated[  # noqa: FBT002 - likewise
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Take what is said before a subcommand."""


_SUBCOMMANDS: dict[str, Callable[..., None]] = {
    "init": beginning.init,
    "config": beginning.config,
    "crawl": operating.crawl,
    "publish": operating.publish,
    "run": operating.run_service,
    "serve": operating.serve,
    "portals": looking.portals,
    "topics": looking.topics,
    "status": looking.status,
    "incidents": looking.incidents,
    "alert": alarming.alert,
    "silence": alarming.silence,
    "documents": looking.documents,
    "search": looking.search,
    "export": looking.export,
    "check": developing.check,
    "capture": developing.capture,
    "extract": developing.extract,
    "lint": developing.lint,
    "new-portal": developing.new_portal,
    "doctor": keeping.doctor,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "migrate": keeping.migrate,
    "vacuum": keeping.vacuum,
    "prune": keeping.prune,
    "reparse": reparsing.reparse,
    "demo": operating.demo,
}


def _help(docstring: str) -> str:
    """Return a command's docstring as Markdown, its examples as a list: each with what it does, for a `#`."""
    text, _, examples = cleandoc(docstring).partition("Examples:\n")
    lines = [one.strip().partition("  #") for one in examples.splitlines() if one.strip()]
    told = [f"- `{command.strip()}`" + (f": {what.strip()}" if what else "") for command, _, what in lines]
    return f"{text}Examples:\n\n" + "\n".join(told) if told else text


for _name, _function in _SUBCOMMANDS.items():
    app.command(_name, help=_help(_function.__doc__ or ""), context_settings=_HELP)(_function)


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


def _complain(error: Exception | str) -> None:
    terminal.err.print("[bold red]diemtin:[/] ", end="")
    terminal.err.print(str(error), markup=False, highlight=False, soft_wrap=True)
