"""The settings in force: one commented file, environment variables over it, options of the command over both."""

import os
import re
import socket
import tomllib
from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from ipaddress import IPv4Address
from json import dumps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError
from pydantic_settings import SettingsError

from crawler.addresses import is_public
from crawler.errors import DiemtinError
from diemtin import secrecy
from diemtin.settings import (
    PREFIX,
    OwnFeed,
    OwnPortal,
    PortalSettings,
    Settings,
    TopicSettings,
)

__all__ = [
    "FILE",
    "HEADINGS",
    "INNER",
    "OwnFeed",
    "OwnPortal",
    "PortalSettings",
    "Settings",
    "SettingsWrong",
    "TopicSettings",
    "checked",
    "environment",
    "found",
    "hint",
    "load",
    "read",
    "variables",
]

FILE = Path("diemtin.toml")
INNER: Mapping[str, type[BaseModel]] = {
    "portals": PortalSettings,
    "portal": OwnPortal,
    "feed": OwnFeed,
    "topics": TopicSettings,
}
HEADINGS = {"portals": "[portals.NAME]", "portal": "[[portal]]", "feed": "[[feed]]", "topics": "[topics.SLUG]"}
"""How each table of settings begins in the file."""

_CONFIG = f"{PREFIX}CONFIG"
_OF_TESTS = "TEST_"  # what follows it is the test suite's, and no setting
_TABLES = frozenset({"TOPICS", "PORTALS"})
_LISTS = frozenset({"PORTAL", "FEED"})
_COMMAND = "the command"
_ENVIRONMENT = "the environment"
_NO_TABLE = frozenset({"dict_type", "list_type", "model_type"})
_DATABASE_FILE = re.compile(r"sqlite(?:\+\w+)?:///([^?]+).*")


class SettingsWrong(DiemtinError):
    """Raised when a setting is unknown or has a value that cannot be; tells the nearest right key."""


def load(file: Path | None = None, **options: Any) -> Settings:
    """Return the settings in force.

    Args:
        file: the settings file; None for `$DIEMTIN_CONFIG`, or `diemtin.toml` in this folder where there is one.
        options: what the command was told; None where it was told nothing.

    Raises:
        SettingsWrong: the file is missing or no TOML, a key or a variable is unknown, a value cannot be.
    """
    _must_be_known(os.environ)
    path = found(file)
    told = {name: value for name, value in options.items() if value is not None}
    written = _filled(read(path), path, instead={*told, *_named(os.environ)}) if path else {}
    try:
        settings = Settings(**written)
    except ValidationError as error:
        raise SettingsWrong(_explain(error, str(path) if path else _ENVIRONMENT)) from error
    except SettingsError as error:  # a table in the environment that is not JSON
        raise SettingsWrong(f"{_ENVIRONMENT}: {error}") from error
    for name, value in told.items():
        _tell(settings, name, value)
    _must_be_public(settings)
    _must_be_private(settings)
    return settings


def checked(name: str, value: Any) -> Any:
    """Return a value as a setting holds it, and one that names variables as it is.

    Where such a variable is not set now, it may be where the service runs: the value is not looked into.

    Raises:
        SettingsWrong: it cannot be.
    """
    try:
        filled = secrecy.filled(value, os.environ) if name in secrecy.HELD_IN else value
    except KeyError:
        return value
    settings = Settings.model_construct()
    _tell(settings, name, filled)
    return getattr(settings, name) if filled == value else value


def found(file: Path | None) -> Path | None:
    """Return the settings file in force: the one named, else in the environment, else in this folder; None for none."""
    if file or _CONFIG in os.environ:
        return file or Path(os.environ[_CONFIG])
    return FILE if FILE.exists() else None


def read(path: Path) -> dict[str, Any]:
    """Return what is written in a settings file, unchecked.

    Raises:
        SettingsWrong: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsWrong(f"the settings file {path} cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsWrong(f"the settings file {path} is not TOML: {error}") from error


def variables() -> dict[str, str]:
    """Return the environment variables that are settings, their names in capitals."""
    return {name.upper(): value for name, value in os.environ.items() if name.upper().startswith(PREFIX)}


def environment(settings: Settings, file: Path | None) -> dict[str, str]:
    """Return the environment in which a child process finds the same settings.

    It names every setting that is not left at its default, whoever told it; tables, which no option changes, are
    found where they were.
    """
    values = settings.model_dump(mode="json", include=settings.model_fields_set - INNER.keys(), exclude_none=True)
    own = {f"{PREFIX}{name.upper()}": one if isinstance(one, str) else dumps(one) for name, one in values.items()}
    if file:
        own[_CONFIG] = str(file)
    return {name: value for name, value in os.environ.items() if name.upper() not in own} | own


def hint(written: str, known: Sequence[str], *, prefix: str = "") -> str:
    """Return what may have been meant by a name that is none."""
    near = get_close_matches(written, known, n=1, cutoff=0.4)
    return f"did you mean {prefix}{near[0]}?" if near else "docs/settings.md lists all settings"


def _tell(settings: Settings, name: str, value: Any) -> None:
    try:
        setattr(settings, name, value)
    except ValidationError as error:
        raise SettingsWrong(_explain(error, _COMMAND)) from error


def _named(names: Collection[str]) -> set[str]:
    """Return the settings that variables name."""
    return {name.upper().removeprefix(PREFIX).lower() for name in names if name.upper().startswith(PREFIX)}


def _filled(written: Mapping[str, Any], path: Path, *, instead: Collection[str]) -> dict[str, Any]:
    """Return what is written with variables filled in, but for settings in whose stead another value counts."""
    values = dict(written)
    for name in values:
        if name.startswith("_"):  # pydantic-settings would take it for an argument of its own
            raise SettingsWrong(f"{path}: there is no setting {name}; {hint(name, list(Settings.model_fields))}")
    for name in sorted(secrecy.HELD_IN & values.keys() - set(instead)):
        try:
            values[name] = secrecy.filled(values[name], os.environ)
        except KeyError as error:
            variable = error.args[0]
            raise SettingsWrong(
                f"{path}: {name} names the environment variable {variable}, which is not set: set it, or write $$ for $"
            ) from error
    return values


def _must_be_private(settings: Settings) -> None:
    """Refuse to keep in the folder that is published what is not for the public."""
    database = _DATABASE_FILE.fullmatch(settings.archive)
    kept = {
        "archive": database[1] if database and "archive" in settings.model_fields_set else None,
        "responses": settings.responses if settings.responses_days else None,
        "hub_file": settings.hub_file if settings.hub else None,
    }
    for name, place in kept.items():
        if place and _absolute(settings.output) in _absolute(place).parents:
            raise SettingsWrong(f"{name} ({place}) lies in output ({settings.output}), which is public: name another")


def _absolute(place: Path | str) -> Path:
    return Path(os.path.abspath(place))  # noqa: PTH100 - `Path.absolute` leaves `..` in, `resolve` asks the disk


def _must_be_public(settings: Settings) -> None:
    """Refuse portals of one's own on this machine or in a network behind it, unless all portals are played."""
    for one in settings.portal if not settings.replay else ():
        host = urlsplit(one.url).hostname or ""
        if not _may_be_public(host.rstrip(".")):
            raise SettingsWrong(f"the portal {one.url} is none of the open internet: only `replay` can play it")


def _may_be_public(host: str) -> bool:
    """Return whether a host is not known to be private by its name alone: nobody is asked for its address."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):  # RFC 6761, RFC 6762
        return False
    try:
        return is_public(str(IPv4Address(socket.inet_aton(host))))  # also `127.1` and `0x7f.1`, as resolvers read them
    except OSError:
        return True


def _must_be_known(variables: Mapping[str, str]) -> None:
    """Refuse variables that look like settings and are none; inside a table pydantic tells them."""
    known = ["CONFIG", *map(str.upper, Settings.model_fields)]
    wrong = []
    for written in sorted(variables):
        name = written.upper().removeprefix(PREFIX)
        if name == written.upper() or name.startswith(_OF_TESTS):
            continue
        head, nested, _ = name.partition("__")
        if head not in (_TABLES if nested else known):
            # `portal` and `feed` are lists: what has parts was meant for a table
            near = hint(head, [one for one in known if not nested or one not in _LISTS], prefix=PREFIX)
            wrong.append(f"{_ENVIRONMENT}: there is no setting {written}; {near}")
    if wrong:
        raise SettingsWrong("\n".join(wrong))


def _explain(error: ValidationError, where: str) -> str:
    return "\n".join(dict.fromkeys(_explain_one(problem, where) for problem in error.errors()))


def _explain_one(problem: Mapping[str, Any], where: str) -> str:
    keys = problem["loc"]
    where = _ENVIRONMENT if where != _COMMAND and keys and keys[0] in _named(os.environ) else where
    said = problem["msg"].removeprefix("Value error, ")
    if not keys:
        return f"{where}: {said}"
    if problem["type"] == "extra_forbidden":
        return f"{where}: there is no setting {_place(keys)}; {_hint_at(keys)}"
    if problem["type"] == "missing":
        return f"{where}: {_lacking(keys, problem['input'])}"
    value = "as it is written" if keys[0] in secrecy.HELD_IN else repr(secrecy.masked(str(keys[0]), problem["input"]))
    if problem["type"] in _NO_TABLE and keys[0] in INNER:
        said = f"begin a table with {HEADINGS[keys[0]]}{_other_heading(keys[0])}"
    return f"{where}: {_place(keys)} cannot be {value}: {said}"


def _place(keys: Sequence[int | str]) -> str:
    """Return where a value stands; the first in a list is 1."""
    return ".".join(str(one + 1) if isinstance(one, int) else one for one in keys)


def _lacking(keys: Sequence[int | str], table: Mapping[str, Any]) -> str:
    """Return what a table lacks, and how to write it."""
    kind, name = str(keys[0]), str(keys[-1])
    known_by = next((f" {value!r}" for value in table.values() if isinstance(value, str)), "")
    example = (INNER[kind].model_fields[name].examples or [""])[0]
    return (
        f"the {HEADINGS[kind]}{known_by} has no {name}: write one, like {name} = {dumps(example, ensure_ascii=False)}"
    )


def _other_heading(kind: str) -> str:
    others = {"portal": "portals", "portals": "portal"}
    meant = {"portal": "for a portal of your own", "portals": "for one that the program knows"}
    return f" {meant[kind]}, with {HEADINGS[others[kind]]} {meant[others[kind]]}" if kind in others else ""


def _hint_at(keys: Sequence[int | str]) -> str:
    """Return what may have been meant by a key that is none where it stands, but perhaps elsewhere."""
    written = str(keys[-1])
    here = list((INNER[str(keys[0])] if len(keys) > 1 else Settings).model_fields)
    there = get_close_matches(written, _places(), n=1, cutoff=0.8)
    if there and _likeness(written, there[0]) > max(_likeness(written, one) for one in here):
        return f"{there[0]} {_places()[there[0]]}"
    return hint(written, here)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _places() -> dict[str, str]:
    """Return of each key where it is written."""
    places: dict[str, str] = {}
    for name in dict.fromkeys(name for model in INNER.values() for name in model.model_fields):
        headings = [HEADINGS[kind] for kind, model in INNER.items() if name in model.model_fields]
        places[name] = f"is written under {' or '.join(headings)}"
    outside = dict.fromkeys(Settings.model_fields, "is written outside tables: above the first of them")
    return places | outside
