"""A backup made while everything runs: the archive, the hub's subscriptions, the settings, and what they are."""

import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from crawler.archive import condition, copying, opening
from crawler.archive.copying import Progress
from crawler.errors import ArchiveMissing
from diemtin import configuration
from diemtin.configuration import Settings
from diemtin.keeping import manifest
from diemtin.keeping.manifest import CannotKeep, Manifest

PACKED = (".tar.gz", ".tgz")
"""Endings of backups that are one file; any other is a folder."""

_GZIP = 4  # half the time of 6 for a twentieth more [measured on an archive of 1 GB]

Find = Callable[[str], str | None]
"""Returns where a program is, if it is there."""


def back_up(
    settings: Settings,
    target: Path,
    *,
    file: Path | None,
    now: datetime,
    progress: Progress | None = None,
    find: Find = shutil.which,
) -> Manifest:
    """Make a backup, and return what is in it. It is there as a whole or not at all, and only its owner may read it.

    Args:
        settings: where everything is.
        target: a file, packed where it ends in `.tar.gz`, or a folder; what is there is replaced.
        file: the settings file.
        now: when it is made.
        progress: hears of the archive's copying.
        find: finds pg_dump.

    Raises:
        CannotKeep: it cannot be written, or pg_dump is missing or failed.
        ArchiveUnreadable: the archive cannot be copied, or is damaged.
    """
    with _writing(target), _beside(target) as folder:
        database = _copy_archive(settings, folder, progress=progress, find=find)
        if settings.hub_file.exists():
            copying.copy(settings.hub_file, folder / manifest.HUB)
        if file and file.exists():
            shutil.copyfile(file, folder / manifest.SETTINGS)
        made = manifest.of(folder, database, version=version("diemtin"), made=now)
        manifest.write(folder, made)
        _pack(folder, target) if target.name.endswith(PACKED) else _move(folder, target)
    return made


def must_be_replaceable(target: Path) -> None:
    """Refuse to put a backup in the place of anything but a backup.

    Raises:
        CannotKeep: a folder is no backup.
    """
    if target.is_dir() and not (target / manifest.NAME).is_file():
        raise CannotKeep(f"{target} is a folder with other things in it: name one in it that is not there yet")


def _copy_archive(settings: Settings, folder: Path, *, progress: Progress | None, find: Find) -> condition.Condition:
    """Copy the archive into a folder, and return the condition of the copy."""
    source = opening.file_of(settings.archive)
    if source is None:
        _dump(settings, folder / manifest.DUMP, find=find)
        return condition.of(settings.archive)
    if not source.exists():
        raise ArchiveMissing(f"there is no archive at {source}: `diemtin crawl` makes one")
    copy = folder / manifest.ARCHIVE
    copying.copy(source, copy, progress=progress)
    if fault := copying.fault(copy):
        raise CannotKeep(f"the archive {source} is damaged ({fault}), and was not backed up: put an older backup back")
    return condition.of(f"sqlite:///{copy.absolute()}")


def _dump(settings: Settings, file: Path, *, find: Find) -> None:
    program = find("pg_dump")
    address, password = opening.server_of(settings.archive)
    if program is None:
        raise CannotKeep(
            "the archive is in PostgreSQL, whose own pg_dump is not there: install it (postgresql-client), or run on "
            f"the server: pg_dump --format=custom --file=archive.dump {address}"
        )
    command = [program, "--format=custom", "--no-owner", f"--file={file}", f"--dbname={address}"]
    environment = configuration.environment(settings, None)
    if password:
        environment["PGPASSWORD"] = password
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - pg_dump
    if done.returncode:
        raise CannotKeep(f"pg_dump failed: {done.stderr.strip() or done.returncode}")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Make a folder beside the target that only its owner may read, and take it away again."""
    folder = target.with_name(f".{target.name}.part")
    shutil.rmtree(folder, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pack(folder: Path, target: Path) -> None:
    part = folder / target.name
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=_GZIP) as packed:
        for path in sorted(folder.iterdir(), key=lambda one: (one.name != manifest.NAME, one.name)):
            if path != part:
                packed.add(path, arcname=path.name)
    _sync(part)
    part.replace(target)


def _move(folder: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotKeep(
            f"the backup {target} cannot be written ({error.strerror or error}): make room, or name another place"
        ) from error
