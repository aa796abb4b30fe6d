"""Where each setting in force comes from: its default, a line of the file, the environment, the command."""

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from crawler.portal import Portal
from diemtin import secrecy
from diemtin.configuration import INNER, SettingsWrong, hint
from diemtin.settings import PREFIX, PortalSettings, Settings

DEFAULT = "default"
_HEADING = re.compile(r"\s*\[\[?")

Keys = tuple[str, ...]
"""Where a setting stands: the table, the name in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A setting in force, its secrets hidden.

    Attributes:
        key: with dots between its parts; tables of a list are numbered from 1.
        value: as the settings hold it; paths and choices are texts.
        origin: `default`, `FILE:LINE`, `$VARIABLE` or `--option`; of one portal also `portal`, which says it itself.
        changed: whether it is other than the default.
    """

    key: str
    value: Any
    origin: str
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What told the settings.

    Attributes:
        file: the settings file, if there is one.
        variables: from the environment, named in capitals.
        options: of the command, with what they were told.
    """

    file: Path | None
    variables: Mapping[str, str]
    options: Mapping[str, Any]


def in_force(settings: Settings, sources: Sources) -> list[InForce]:
    """Return every setting in force, in the order of the settings; of tables, what is set in them."""
    lines = _lines(sources.file) if sources.file else {}
    values = settings.model_dump(mode="json", exclude_unset=True)
    found = []
    for name, field in Settings.model_fields.items():
        default = json.loads(json.dumps(field.get_default(call_default_factory=True), default=str))
        value = values.get(name, default)
        for keys, leaf in _leaves((name,), value) if name in INNER else [((name,), value)]:
            found.append(
                InForce(
                    key=".".join(keys),
                    value=secrecy.masked(name, leaf),
                    origin=_origin(keys, sources, lines),
                    changed=name in INNER or value != default,
                )
            )
    return found


def of_portal(settings: Settings, sources: Sources, portal: Portal, *, passed: Collection[str] = ()) -> list[InForce]:
    """Return what is in force for one portal: its own settings, and those for all where it has none."""
    unset = InForce(key="enabled", value=None, origin=DEFAULT, changed=False)
    all_told = {one.key: one for one in in_force(settings, sources)}

    def told(name: str) -> InForce:
        return all_told.get(f"portals.{portal.name}.{name}") or all_told.get(name) or unset

    def bound(name: str, span: timedelta) -> InForce:
        minutes = span / timedelta(minutes=1)
        return told(name) if told(name).value == minutes else replace(told("interval"), key=name, value=minutes)

    least, most = settings.bounds(portal.name)
    enabled = replace(told("enabled"), key="enabled", value=settings.is_enabled(portal, passed=passed))
    own_delay = InForce(key="delay", value=portal.delay, origin="portal", changed=False)
    return [
        enabled,
        *(replace(told(name), key=name) for name in PortalSettings.model_fields if name != "enabled"),
        bound("least_interval", least),
        bound("most_interval", most),
        own_delay if settings.delay is None else told("delay"),
    ]


def chosen(found: Sequence[InForce], key: str) -> list[InForce]:
    """Return the setting of this key, or all that stand in the table of this name.

    Raises:
        SettingsWrong: there is no such setting; the nearest key is told.
    """
    under = [one for one in found if one.key == key or one.key.startswith(f"{key}.")]
    if not under and key.partition(".")[0] not in INNER:
        raise SettingsWrong(f"there is no setting {key}; {hint(key, list(Settings.model_fields))}")
    return under


def _leaves(keys: Keys, value: Any) -> Iterator[tuple[Keys, Any]]:
    """Yield what a table holds, with where it stands; a topic's phrases are one value, however written."""
    if keys[-1] == "phrases" or not isinstance(value, dict | list) or (isinstance(value, list) and len(keys) > 1):
        yield keys, value
        return
    pairs = value.items() if isinstance(value, dict) else ((str(at), one) for at, one in enumerate(value, 1))
    for name, one in pairs:
        yield from _leaves((*keys, name), one)


def _origin(keys: Keys, sources: Sources, lines: Mapping[Keys, int]) -> str:
    if keys[0] in sources.options:
        return f"--{keys[0].replace('_', '-')}"
    variable = _variable(keys, sources.variables)
    if variable:
        return f"${variable}"
    for length in range(len(keys), 0, -1):
        if keys[:length] in lines:
            return f"{sources.file}:{lines[keys[:length]]}"
    return DEFAULT


def _variable(keys: Keys, variables: Mapping[str, str]) -> str | None:
    """Return the variable that told a setting: its own, or one that holds a table around it as JSON."""
    for length in range(len(keys), 0, -1):
        name = PREFIX + "__".join(keys[:length]).upper()
        if name in variables and (length == len(keys) or _holds(variables[name], keys[length:])):
            return name
    return None


def _holds(written: str, keys: Keys) -> bool:
    table = json.loads(written)
    for key in keys:
        if isinstance(table, list):
            return True  # a list in the environment goes before the file's as a whole
        if key not in table:
            return False
        table = table[key]
    return True


def _lines(file: Path) -> dict[Keys, int]:
    """Return on which line each key of a file begins, the first being 1.

    A file is a row of statements, each of which is TOML by itself: `tomllib` tells no lines, but it tells whether
    what was read so far is whole.
    """
    found: dict[Keys, int] = {}
    table: Keys = ()
    statement: list[str] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        statement.append(line)
        try:
            told = tomllib.loads("\n".join(statement))
        except tomllib.TOMLDecodeError:
            continue  # it goes on in the next line
        begun = number - len(statement) + 1
        heading = _HEADING.match(statement[0])
        if heading:
            table = _table(told, found, is_list=heading[0].endswith("[["))
        for keys in [table] if heading else _paths(told, table):
            found[keys] = begun
        statement = []
    return found


def _table(told: Mapping[str, Any], found: Collection[Keys], *, is_list: bool) -> Keys:
    """Return where a heading leads, which holds nothing yet; each table of a list has a number of its own."""
    keys = list(_paths(told, ()))[-1]
    if not is_list:
        return keys
    return (*keys, str(1 + sum(one[:-1] == keys for one in found)))


def _paths(told: Mapping[str, Any], table: Keys) -> Iterator[Keys]:
    for name, value in told.items():
        yield (*table, name)
        if isinstance(value, dict):
            yield from _paths(value, (*table, name))
