"""What a change to a portal does to its captures: read by another revision's code, and by the code that runs."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

from rich.text import Text

from crawler.errors import DiemtinError
from crawler.portal import Portal
from diemtin import captures, terminal
from diemtin.captures import Record
from diemtin.configuration import SettingsWrong

_CODE = Path(captures.__file__).resolve().parents[1]
_PACKAGES = ("crawler", "feeds", "diemtin")
_WIDEST = 60  # characters of a value in the table
_NO_LOSS = frozenset({"url", "draft"})
_PARTS = ("extracted_by.", "elements.")  # what they tell is lost with the field itself, if it is
_EMPTY: Final[tuple[Any, ...]] = (None, "", 0, False, [], {})


class RevisionUnreadable(DiemtinError):
    """Raised when a revision's code cannot read captures: it is too old, or broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that is read otherwise than before.

    Attributes:
        capture: its name; likewise `field`, with a dot before the part of one that has parts; `new` stands for all of
            a capture that was not read before.
        before: a JSON value; None where there was none, also where the capture was not read. Likewise `after`.
        worse: what was found is no longer found.
    """

    portal: str
    capture: str
    field: str
    before: Any
    after: Any
    worse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed since a revision.

    Attributes:
        since: the revision as it was asked for, and `commit` its hash.
        captures: how many were read.
    """

    since: str
    commit: str
    captures: int
    changes: tuple[Change, ...]

    @property
    def worse(self) -> bool:
        """Whether a field was lost."""
        return any(one.worse for one in self.changes)


def compare(since: str, portals: Mapping[str, Portal], folders: Sequence[Path]) -> Comparison:
    """Read the captures of portals with a revision's code and with the code that runs, and return what differs.

    Nothing is asked of any portal.

    Args:
        since: whatever git takes for a commit: `HEAD`, `main~3`, a tag, a hash.
        portals: by name.
        folders: of captures.

    Raises:
        SettingsWrong: there are no captures, the code is not in a git repository, or has no such revision.
        RevisionUnreadable: the revision's code cannot read them.
        CaptureUnreadable: a capture cannot be read.
    """
    commit = _commit(since)
    after = captures.records(portals, folders)
    if not after:
        places = " or ".join(map(str, folders))
        raise SettingsWrong(
            f"there are no captures of {_some(portals)} in {places}: save pages with `diemtin capture`, or name their "
            "folder with --captures"
        )
    before = _records_of(commit, since, sorted(after), folders)
    return Comparison(
        since=since,
        commit=commit,
        captures=sum(map(len, after.values())),
        changes=tuple(changes(before, after)),
    )


def changes(before: Mapping[str, Mapping[str, Record]], after: Mapping[str, Mapping[str, Record]]) -> Iterator[Change]:
    """Yield every field that differs between two readings, by portal, capture and field.

    A capture that was not read before, of a new portal as a rule, is one change.
    """
    for portal in sorted({*before, *after}):
        old, new = before.get(portal, {}), after.get(portal, {})
        for capture in sorted({*old, *new}):
            if capture in old:
                yield from _of_capture(portal, capture, _flat(old[capture]), _flat(new.get(capture, {})))
            else:
                yield _new(portal, capture, new[capture])


def show(found: Comparison, *, as_json: bool) -> None:
    """Print what changed."""
    if as_json:
        terminal.as_json(_as_json(found))
        return
    if found.changes:
        made = terminal.table("portal", "capture", "field", "before", "after", "")
        for one in found.changes:
            verdict = "[red]lost[/]" if one.worse else ""
            made.add_row(one.portal, one.capture, one.field, Text(_shown(one.before)), Text(_shown(one.after)), verdict)
        terminal.out.print(made)
    changed, lost = len(found.changes), sum(one.worse for one in found.changes)
    new = sum(one.field == "new" for one in found.changes)
    told = f"{found.captures} captures read, {new} new, {changed - new} fields changed, {lost} lost"
    terminal.out.print(f"since {found.since} ({found.commit[:10]}): {told}", highlight=False, soft_wrap=True)


def _new(portal: str, capture: str, record: Record) -> Change:
    told = record.get("failed") or record.get("title") or record.get("kind")
    return Change(portal=portal, capture=capture, field="new", before=None, after=told, worse=False)


def _of_capture(portal: str, capture: str, old: Record, new: Record) -> Iterator[Change]:
    """Yield the fields that differ; where a page that was read no longer is, that alone."""
    fails = "failed" in new and "failed" not in old
    for field in ["failed"] if fails else dict.fromkeys((*new, *old)):
        before, after = old.get(field), new.get(field)
        if before != after:
            worse = fails or _is_worse(field, before, after)
            yield Change(portal=portal, capture=capture, field=field, before=before, after=after, worse=worse)


def _is_worse(field: str, before: Any, after: Any) -> bool:
    if field == "extracted_by.body":
        return bool(before == "rules")
    lost = before not in _EMPTY and after in _EMPTY
    return lost and field not in {*_NO_LOSS, "failed"} and not field.startswith(_PARTS)


def _flat(record: Record) -> Record:
    """Return a record with the parts of its fields as fields."""
    found: Record = {}
    for name, value in record.items():
        found |= {f"{name}.{part}": one for part, one in value.items()} if isinstance(value, dict) else {name: value}
    return found


def _commit(since: str) -> str:
    """Return the hash of the commit that a revision names.

    Raises:
        SettingsWrong: the code is in no git repository, or there is no such commit.
    """
    if _git("rev-parse", "--is-inside-work-tree").returncode:
        raise SettingsWrong(f"the code in {_CODE} is in no git repository: --since-rev needs a checkout")
    found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}")
    if found.returncode:
        raise SettingsWrong(f"there is no revision {since!r} in {_CODE}: name a commit, a branch or a tag")
    return found.stdout.decode().strip()


def _records_of(commit: str, since: str, names: Sequence[str], folders: Sequence[Path]) -> dict[str, dict[str, Record]]:
    """Return what a commit's code reads of the captures: asked as today, or as it asked itself."""
    asked = json.dumps({"portals": names, "folders": [str(one.resolve()) for one in folders]})
    last = ""
    with TemporaryDirectory() as folder:
        _unpack(commit, Path(folder))
        readers = [Path(captures.__file__), Path(folder) / "diemtin" / "captures.py"]
        for reader in (one for one in readers if one.exists()):
            done = _run(reader, asked, Path(folder))
            if not done.returncode:
                found: dict[str, dict[str, Record]] = json.loads(done.stdout)
                return found
            last = next(reversed(done.stderr.strip().splitlines()), "it tells nothing")
    raise RevisionUnreadable(f"the code of {since} cannot read captures, it is too old or broken: {last}")


def _run(reader: Path, asked: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a `captures` with the packages in a folder, whatever is installed."""
    program = (
        f"import runpy, sys; sys.path.insert(0, {str(folder)!r}); runpy.run_path({str(reader)!r}, run_name='__main__')"
    )
    return subprocess.run(  # noqa: S603 - this Python, with our own file
        [sys.executable, "-P", "-c", program],
        input=f"{asked}\n",
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _unpack(commit: str, folder: Path) -> None:
    """Lay a commit's packages into a folder."""
    packed = _git("archive", "--format=zip", commit, "--", *_PACKAGES)
    if packed.returncode:
        raise RevisionUnreadable(f"the packages of {commit} cannot be had: {packed.stderr.decode().strip()}")
    with ZipFile(io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder)


def _git(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run git where the code is.

    Raises:
        SettingsWrong: there is no git.
    """
    try:
        return subprocess.run(["git", "-C", str(_CODE), *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise SettingsWrong("there is no git: --since-rev needs it to have the code of a revision") from error


def _some(names: Mapping[str, Portal]) -> str:
    return ", ".join(names) if len(names) <= 3 else "any portal"  # noqa: PLR2004 - more are not read


def _shown(value: Any) -> str:
    words = "–" if value in _EMPTY else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return words if len(words) <= _WIDEST else f"{words[: _WIDEST - 1]}…"


def _as_json(found: Comparison) -> dict[str, Any]:
    return {
        "since": found.since,
        "commit": found.commit,
        "captures": found.captures,
        "worse": found.worse,
        "changes": [
            {
                "portal": one.portal,
                "capture": one.capture,
                "field": one.field,
                "before": one.before,
                "after": one.after,
                "worse": one.worse,
            }
            for one in found.changes
        ],
    }
