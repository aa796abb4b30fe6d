"""The archive written out: JSON lines with the whole record, or a table of the fields that fit one."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from crawler.archive import Entry
from crawler.article import as_json
from crawler.errors import DiemtinError


class CannotExport(DiemtinError):
    """Raised when the file to export into cannot be written."""


FORMATS = ("jsonl", "csv")
_LISTS = ("section", "authors", "tags", "aliases")
_COLUMNS = (
    "id",
    "link",
    "portal",
    "section",
    "title",
    "lead",
    "published",
    "updated",
    "first_seen",
    "fetched",
    "language",
    "authors",
    "source",
    "tags",
    "topics",
    "documents",
    "aliases",
    "gone",
    "body_text",
)


def write(entries: Iterable[Entry], *, form: str, file: Path | None) -> None:
    """Write entries to a file, or to standard output when none is named."""
    with _target(file) as target:
        if form == "csv":
            table = csv.DictWriter(target, fieldnames=_COLUMNS)
            table.writeheader()
            table.writerows(map(_row, map(_record, entries)))
        else:
            for entry in entries:
                target.write(json.dumps(_record(entry), ensure_ascii=False) + "\n")


@contextmanager
def _target(file: Path | None) -> Iterator[TextIO]:
    if file is None:
        yield sys.stdout  # whose errors are the command's
    else:
        try:
            with file.open("w", encoding="utf-8", newline="") as target:
                yield target
        except OSError as error:
            raise CannotExport(f"{file} cannot be written ({error.strerror}): name another with --file") from error


def _record(entry: Entry) -> dict[str, Any]:
    """Return an article's record, and whether its portal took it down."""
    return {**as_json(entry.article), "gone": entry.gone}


def _row(record: dict[str, Any]) -> dict[str, str]:
    gone = {"gone": json.dumps(record["gone"])}
    lists = {name: "; ".join(record[name]) for name in _LISTS}
    named = {
        "topics": "; ".join(topic["slug"] for topic in record["topics"]),
        "documents": "; ".join(document["number"] for document in record["documents"]),
    }
    return {name: {**record, **gone, **lists, **named}[name] or "" for name in _COLUMNS}
