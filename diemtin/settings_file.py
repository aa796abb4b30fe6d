"""The settings file that `init` writes: every setting with its meaning and its default as a comment."""

import inspect
import json
import os
import shutil
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from diemtin.configuration import HEADINGS, INNER, SettingsWrong
from diemtin.settings import PREFIX, Settings

GROUPS: Mapping[str, str] = {
    "archive": "What is kept",
    "output": "What is published",
    "contact": "How portals are treated",
    "interval": "When it crawls",
    "alarms": "Who is told",
    "host": "Serving",
    "log_level": "The log",
    "topics": "Tables",
}
"""Headings, each by the setting that it stands before."""

_WIDTH = 100
_WRAPPER = textwrap.TextWrapper(width=_WIDTH - 2, break_long_words=False, break_on_hyphens=False)
_OWN_NAMES = {"portals": "[portals.nhandan]", "topics": '[topics."Biển đảo"]'}
_INTRODUCTION = f"""\
The settings of Điểm Tin. `diemtin config` shows what is in force, and from where.

A line that begins with # is a comment. Where a setting follows the # at once, it shows the default: take the # away to
change it. An environment variable goes before this file ({PREFIX}SITE_URL before site_url), an option of the command
before both. What is misspelt is refused, with the nearest right name.

Secrets need not stand here: archive and alarms may name environment variables, $NAME or ${{NAME}}; $$ is one $.
"""
_OF_TABLES = {
    "portals": "One table for each portal that differs from the others; `diemtin portals` lists the names.",
    "portal": "One for each portal of your own, which the program does not carry. Its address is enough.",
    "feed": "One for each feed of your own. What is given must all hold, and something must be given.",
    "topics": "One table for each topic of your own, headed by its name, or by the slug of one that gets more phrases.",
}


def meanings(model: type[BaseModel]) -> dict[str, str]:
    """Return what the model's docstring says of each field; `Likewise` hands one entry on to another."""
    said = inspect.getdoc(model) or ""
    found: dict[str, str] = {}
    for line in said.partition("Attributes:\n")[2].splitlines():
        name, _, meaning = line.strip().partition(": ")
        meaning, _, likewise = meaning.partition(" Likewise ")
        found[name] = meaning.rstrip(".")
        if likewise:
            other, _, instead = likewise.rstrip(".").partition(", ")
            found[other.strip("`")] = instead or f"likewise: {found[name]}"
    return found


def toml(value: Any) -> str:
    """Return a value as TOML writes it, in one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_quoted(name)} = {toml(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, Enum):
        return toml(value.value)
    return _quoted(str(value)) if isinstance(value, str | Path) else json.dumps(value)


def text(answers: Mapping[str, Any]) -> str:
    """Return a settings file: the answers written out, all else as comments."""
    said = meanings(Settings)
    parts = [_comment(_INTRODUCTION)]
    for name, field in Settings.model_fields.items():
        if name in GROUPS:
            parts.append(f"\n# ---- {GROUPS[name]} ".ljust(_WIDTH - 1, "-"))
        if name not in INNER:
            parts.append(_entry(name, field, said[name], answers))
    parts += [_table(kind) for kind in ("portals", "topics", "portal", "feed")]
    return "\n".join(parts)


def write(file: Path, content: str) -> Path | None:
    """Write a settings file, which only its owner may read, and return the copy of the one that was there.

    Raises:
        SettingsWrong: it cannot be written; what was there is whole.
    """
    file = file.resolve()  # a link stays one
    try:
        copy = _kept(file) if file.exists() else None
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # made with mode 0600
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as part:
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
            Path(name).replace(file)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise SettingsWrong(f"{file} cannot be written ({error.strerror}): name another with --file") from error
    return copy


def _kept(file: Path) -> Path:
    """Copy a file beside it, over no earlier copy."""
    copies = (file.with_name(f"{file.name}.bak{number or ''}") for number in range(10_000))
    copy = next(one for one in copies if not one.exists())
    shutil.copy2(file, copy)
    return copy


def _entry(name: str, field: FieldInfo, meaning: str, answers: Mapping[str, Any]) -> str:
    default = field.get_default(call_default_factory=True)
    shown, remark = answers.get(name, default), ""
    if shown is None:
        shown, remark = _example(field), " Unset by default; for example:"
    elif default not in (None, "") and shown != default:
        remark = f" The default is {toml(default)}."
    return f"\n{_comment(_sentence(meaning) + remark)}\n{'' if name in answers else '#'}{name} = {toml(shown)}"


def _example(field: FieldInfo) -> Any:
    return (field.examples or [None])[0]


def _table(kind: str) -> str:
    """Return an example of a table, as a comment, with every setting that it may hold."""
    heading = _OWN_NAMES.get(kind, HEADINGS[kind])
    lines = [f"\n{_comment(_OF_TABLES[kind])}", f"#{heading}", *_inner(INNER[kind])]
    return "\n".join(lines) + "\n"


def _inner(model: type[BaseModel]) -> Iterator[str]:
    said = meanings(model)
    for name, field in model.model_fields.items():
        yield _comment(_sentence(said[name]))
        yield f"#{name} = {toml(_example(field))}"


def _sentence(meaning: str) -> str:
    return meaning[:1].upper() + meaning[1:] + "."


def _comment(said: str) -> str:
    wrapped = (_WRAPPER.wrap(part) for part in said.strip().split("\n\n"))
    return "\n#\n".join("\n".join(f"# {line}" for line in lines) for lines in wrapped)


def _quoted(written: str) -> str:
    return json.dumps(written, ensure_ascii=False)
