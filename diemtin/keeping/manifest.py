"""What a backup says of itself: what is in it, and that it is whole."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.archive.condition import Condition
from crawler.errors import DiemtinError

NAME = "manifest.json"
ARCHIVE, DUMP, HUB, SETTINGS = "archive.db", "archive.dump", "hub.db", "diemtin.toml"
"""Names in a backup: an SQLite archive, what pg_dump made of another, the hub's subscriptions, the settings."""

_CHUNK = 1 << 20


class CannotKeep(DiemtinError):
    """Raised when a backup cannot be made, or is none, or must not be put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a backup: its bytes, counted and digested."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is in a backup.

    Attributes:
        diemtin: version of the program that made it.
        made: when.
        database: that it is of: `SQLite 3.45.1`.
        schema: revision of its tables.
        articles: how many. Likewise `documents`, and the links that are `waiting`.
        serial: of the last event in its journal.
        newest: the last moment at which a crawl began or something was fetched.
        files: all but the manifest itself.
    """

    diemtin: str
    made: datetime
    database: str
    schema: str
    articles: int
    documents: int
    waiting: int
    serial: int
    newest: datetime | None
    files: tuple[File, ...]

    @property
    def names(self) -> frozenset[str]:
        """Names of the files."""
        return frozenset(one.name for one in self.files)

    @property
    def size(self) -> int:
        """How many bytes the files take together."""
        return sum(one.size for one in self.files)


def of(folder: Path, condition: Condition, *, version: str, made: datetime) -> Manifest:
    """Return the manifest of what lies in a folder."""
    found = sorted(path for path in folder.iterdir() if path.name != NAME)
    return Manifest(
        diemtin=version,
        made=made,
        database=condition.database,
        schema=condition.schema,
        articles=condition.articles,
        documents=condition.documents,
        waiting=condition.waiting,
        serial=condition.serial,
        newest=condition.newest,
        files=tuple(File(name=path.name, size=path.stat().st_size, sha256=_digest(path)) for path in found),
    )


def as_json(manifest: Manifest) -> dict[str, Any]:
    """Return a manifest as JSON values."""
    said = asdict(manifest)
    moments = {name: said[name] and said[name].isoformat() for name in ("made", "newest")}
    return {**said, **moments, "files": list(said["files"])}


def write(folder: Path, manifest: Manifest) -> None:
    """Write a manifest beside the files that it is of."""
    written = json.dumps(as_json(manifest), ensure_ascii=False, indent=2)
    (folder / NAME).write_text(f"{written}\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup in a folder, whose files are all there and whole.

    Raises:
        CannotKeep: it is no backup, or a file of it is missing or damaged.
    """
    try:
        manifest = _manifest(json.loads((folder / NAME).read_text(encoding="utf-8")))
    except OSError as error:
        raise CannotKeep(f"it has no {NAME} ({error.strerror}): is it a backup made by `diemtin backup`?") from error
    except (ValueError, TypeError, KeyError) as error:
        raise CannotKeep(f"its {NAME} cannot be read ({error}): take another backup") from error
    for one in manifest.files:
        path = folder / one.name
        if Path(one.name).name != one.name or not path.is_file():
            raise CannotKeep(f"it has no {one.name}, of which its {NAME} speaks: take another backup")
        if path.stat().st_size != one.size or _digest(path) != one.sha256:
            raise CannotKeep(f"its {one.name} is not as it was made: it is damaged; take another backup")
    return manifest


def _manifest(said: Mapping[str, Any]) -> Manifest:
    values = {one.name: said[one.name] for one in fields(Manifest)}
    newest = values["newest"]
    return Manifest(
        **{
            **values,
            "made": datetime.fromisoformat(values["made"]),
            "newest": datetime.fromisoformat(newest) if newest else None,
            "files": tuple(File(**one) for one in values["files"]),
        }
    )


def _digest(path: Path) -> str:
    made = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            made.update(chunk)
    return made.hexdigest()
