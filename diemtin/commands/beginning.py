"""What an operator begins with: the settings file, and what is in force."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from crawler import run
from diemtin import configuration, options, origins, settings_file, terminal, wiring
from diemtin.configuration import FILE, SettingsWrong
from diemtin.origins import InForce, Sources

_PROPOSED = {"responses_days": 30}
_REASONS = {
    "contact": "Every request tells the portal whom to turn to. An administrator whom the crawler bothers can then "
    "write to you; without a contact all that is left is to block it. Portals see it, and readers of the feeds.",
    "site_url": "Feeds name the public address of the folder that they are published into, and their ids are made of "
    "it: set it before the first subscriber comes.",
}
_QUESTIONS = {
    "contact": "An e-mail address, or the address of a page about you (empty for none)",
    "site_url": "The public address",
}


def init(
    file: Annotated[Path, typer.Option("--file", "-f", help="Where to write the settings.")] = FILE,
    contact: Annotated[str | None, typer.Option(help="E-mail or web address that portals are given.")] = None,
    site_url: Annotated[
        str | None, typer.Option("--site-url", help="Public address of the feeds.", metavar="URL")
    ] = None,
    archive: options.ArchiveUrl = None,
    output: options.Output = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing: take what is told here.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there; a copy is kept.")] = False,
) -> None:
    """Write a settings file in which every setting is explained, and that only you may read.

    In a terminal it asks for the contact and the public address.

    Examples:
        diemtin init

        diemtin init --contact feeds@example.vn --site-url https://feeds.example.vn/ --yes

        diemtin init --archive 'postgresql+psycopg://diemtin:$DB_PASSWORD@localhost/diemtin'
    """
    told = {"contact": contact, "site_url": site_url, "archive": archive, "output": output}
    answers = {name: configuration.checked(name, value) for name, value in told.items() if value is not None}
    asking = not yes and sys.stdin.isatty()
    if file.exists() and not force:
        _ask_to_replace(file, asking=asking)
    if asking:
        answers |= {name: _answer(name) for name in _QUESTIONS if name not in answers}
    copy = settings_file.write(file, settings_file.text(_PROPOSED | answers))
    _show_written(file, copy=copy, contact=bool(answers.get("contact")))


def config(
    key: Annotated[
        str | None,
        typer.Argument(help="A setting or a table: interval, portals.nhandan.", metavar="KEY", show_default=False),
    ] = None,
    portal: Annotated[str | None, typer.Option(help="What is in force for this portal.")] = None,
    changed: Annotated[bool, typer.Option("--changed", help="Only what differs from the default.")] = False,
    archive: options.ArchiveUrl = None,
    output: options.Output = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
) -> None:
    """Show the settings in force, and where each comes from; passwords and tokens are hidden.

    Examples:
        diemtin config --changed                       # what this installation says

        diemtin config interval

        diemtin config --portal nhandan --json
    """
    told: dict[str, Any] = {
        name: value for name, value in {"archive": archive, "output": output}.items() if value is not None
    }
    settings = options.settings(config, **told)
    sources = Sources(file=configuration.found(config), variables=configuration.variables(), options=told)
    if portal:
        found = origins.of_portal(settings, sources, run.portal(portal), passed=wiring.passed(settings))
    else:
        found = origins.in_force(settings, sources)
    shown = [one for one in (origins.chosen(found, key) if key else found) if one.changed or not changed]
    if as_json:
        terminal.as_json({one.key: {"value": one.value, "from": one.origin, "changed": one.changed} for one in shown})
    else:
        _show(shown, file=sources.file)


def _ask_to_replace(file: Path, *, asking: bool) -> None:
    """Go on where the file may be replaced.

    Raises:
        SettingsWrong: nobody can be asked, or it may not.
    """
    if not (asking and typer.confirm(f"{file} is there already. Replace it, and keep a copy?", err=True)):
        raise SettingsWrong(f"{file} is there already: --force replaces it and keeps a copy, --file names another")


def _answer(name: str) -> Any:
    """Ask for a setting until the answer can be."""

    def checked(written: str) -> Any:
        try:
            return configuration.checked(name, written.strip())
        except SettingsWrong as error:
            raise typer.BadParameter(str(error)) from error

    terminal.err.print(f"\n{_REASONS[name]}", markup=False, highlight=False)
    default = configuration.Settings.model_fields[name].default
    return typer.prompt(_QUESTIONS[name], default=default, show_default=bool(default), value_proc=checked, err=True)


def _show_written(file: Path, *, copy: Path | None, contact: bool) -> None:
    if copy:
        terminal.out.print(f"what was there is kept in {copy}", highlight=False, soft_wrap=True)
    terminal.out.print(f"{file} is written; only its owner may read it", highlight=False, soft_wrap=True)
    if not contact:
        terminal.err.print("[yellow]no contact is set: portals cannot reach you; set `contact` there[/]")
    named = "" if file == FILE else f" --config {file}"
    terminal.out.print(f"`diemtin config --changed{named}` shows what it says", highlight=False, soft_wrap=True)


def _show(found: Sequence[InForce], *, file: Path | None) -> None:
    made = terminal.table("setting", "value", "from")
    for one in found:
        made.add_row(one.key, Text(_written(one.value)), Text(one.origin), style="bold" if one.changed else "")
    terminal.out.print(made)
    where = f"settings file: {file}" if file else "no settings file: `diemtin init` writes one"
    terminal.err.print(where, markup=False, highlight=False, soft_wrap=True)


def _written(value: Any) -> str:
    if isinstance(value, Mapping) and not value:
        return "–"
    return "–" if value in (None, "", []) else settings_file.toml(value)
