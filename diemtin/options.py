"""The options that several subcommands have, and what is made of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import dates
from diemtin import configuration, logs, wiring
from diemtin.configuration import Settings, SettingsWrong

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
Brief = Annotated[bool, typer.Option("--brief", help="Print nothing; what happens is in the log.")]
At = Annotated[str | None, typer.Option(hidden=True, help="Take this moment for now (tests).")]
Replay = Annotated[
    str | None,
    typer.Option("--replay", help="Send every request to this server, which plays all portals.", metavar="URL"),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens, on standard error.")]


@contextmanager
def written_into(folder: Path) -> Iterator[None]:
    """Tell which folder or file cannot be written.

    Raises:
        SettingsWrong: one cannot.
    """
    try:
        yield
    except OSError as error:
        raise SettingsWrong(f"{error.filename or folder} cannot be written ({error.strerror}): name another") from error


def settings(file: Path | None, *, verbose: bool = False, **options: Any) -> Settings:
    """Return the settings in force, checked; what is said on the command line goes before all else. Begin to log.

    Raises:
        SettingsWrong: one is.
    """
    found = wiring.check(configuration.load(file, **options))
    logs.begin(level="INFO" if verbose and found.log_level == "WARNING" else found.log_level, form=found.log_format)
    return found


def day(written: str | None, *, at: str | None = None) -> datetime | None:
    """Return the first moment of a day as it was written, which must have begun; None for none.

    Raises:
        BadParameter: it is no day, or is yet to come.
    """
    reading = dates.read(written) if written else None
    if written and reading is None:
        raise typer.BadParameter(f"{written!r} is no day: write 2026-11-01 or 01/11/2026", param_hint="--since")
    if reading and reading.moment > (moment(at) or wiring.now()):
        raise typer.BadParameter(f"{written!r} is yet to come: name a day that has begun", param_hint="--since")
    return reading.moment if reading else None


def moment(written: str | None) -> datetime | None:
    """Return a moment as it was written, in Ha Noi time where it says no zone; None for none.

    Raises:
        BadParameter: it is no moment.
    """
    try:
        read = datetime.fromisoformat(written) if written else None
    except ValueError as error:
        raise typer.BadParameter(
            f"{written!r} is no moment: write 2026-11-23T09:00+07:00", param_hint="--at"
        ) from error
    return read.replace(tzinfo=read.tzinfo or dates.HANOI) if read else None
