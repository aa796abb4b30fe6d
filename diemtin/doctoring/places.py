"""Folders that are written to: the right to, and the room."""

import errno
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from diemtin.doctoring import findings
from diemtin.doctoring.findings import Finding

_LEAST, _LITTLE = 100_000_000, 1_000_000_000  # bytes: a day of all portals takes some 20 MB, a first crawl 300
_FEW_INODES, _LITTLE_INODES = 1_000, 10_000  # a feed is five files, a page of its history two
_TRIAL = 65_536  # bytes
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder that something is written into.

    Attributes:
        name: what for; `setting` says where it is.
    """

    name: str
    folder: Path
    setting: str

    @property
    def standing(self) -> Path:
        """The folder, or the nearest above it that is there: the rest is made when it is needed."""
        folder = self.folder.absolute()
        return next(one for one in (folder, *folder.parents) if one.exists())


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a folder's disk has left; `inodes` is None where the file system does not count them."""

    free: int
    inodes: int | None = None


Write = Callable[[Path], None]
"""Writes something into a folder, and takes it away again."""

Measure = Callable[[Path], Room]
"""Tells what a folder's disk has left."""


def rights(place: Place, *, write: Write) -> Finding:
    """Return whether a folder can be written to, which is tried: rights, mounts and quotas are many."""
    check, folder = f"write {place.name}", place.standing
    try:
        write(folder)
    except OSError as failed:
        return findings.error(
            check, f"{folder} cannot be written ({failed.strerror or failed})", _remedy(failed, place)
        )
    return findings.ok(check, f"{place.folder.absolute()} can be written")


def room(place: Place, *, measure: Measure) -> Finding:
    """Return whether a folder's disk has room for some days."""
    check, folder = f"room {place.name}", place.standing
    left = measure(folder)
    says = f"the disk of {folder} has {left.free / 1e6:,.0f} MB left"
    inodes = left.inodes if left.inodes is not None else _LITTLE_INODES
    remedy = (
        "make room, let `diemtin prune` give old texts up and `diemtin vacuum` give the room back, or set "
        f"`{place.setting}` to a larger disk"
    )
    if inodes < _LITTLE_INODES:
        says += f" and can hold {inodes:,} more files"
    if left.free < _LEAST or inodes < _FEW_INODES:
        return findings.error(check, f"{says}: it is full", remedy)
    if left.free < _LITTLE or inodes < _LITTLE_INODES:
        return findings.warning(check, f"{says}: it will be full soon", remedy)
    return findings.ok(check, says)


def try_to_write(folder: Path) -> None:
    """Write a file into a folder, and take it away again."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".diemtin-doctor-") as file:
        file.write(bytes(_TRIAL))
        file.flush()
        os.fsync(file.fileno())


def left(folder: Path) -> Room:
    """Return what a folder's disk has left for this user."""
    told = os.statvfs(folder)
    return Room(free=told.f_bavail * told.f_frsize, inodes=told.f_favail if told.f_files else None)


def _remedy(failed: OSError, place: Place) -> str:
    if failed.errno in _FULL:
        return "the disk or the quota is full: make room"
    if failed.errno == errno.EROFS:
        return f"it is mounted read-only: mount it for writing, or set `{place.setting}` to another place"
    return f"let this user write there (`chown`, `chmod`), or set `{place.setting}` to another place"
