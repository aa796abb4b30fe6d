"""A backup put back: checked first, in one step for whoever has the archive open, and what was there is kept."""

import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.archive import condition, copying, opening
from crawler.archive.condition import Condition
from crawler.archive.copying import Progress
from crawler.errors import ArchiveError
from diemtin.configuration import Settings
from diemtin.keeping import manifest
from diemtin.keeping.manifest import CannotKeep, Manifest
from diemtin.status.gathering import LEASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back.

    Attributes:
        manifest: of the backup.
        kept: where what was there is now.
        settings: where the settings of the backup were put; None where there are others, which stay.
    """

    manifest: Manifest
    kept: tuple[Path, ...]
    settings: Path | None


Agreed = Callable[[str], bool]
"""Asks whether what a question says is to be done."""


def restore(
    settings: Settings,
    source: Path,
    *,
    file: Path,
    agreed: Agreed,
    now: datetime,
    progress: Progress | None = None,
) -> Restored:
    """Put a backup back.

    Args:
        settings: where everything is to be.
        source: the backup, a file or a folder.
        file: where the settings are put, if there are none.
        agreed: asked before an archive that is there is replaced.
        now: for the names of what is kept.
        progress: hears of the archive's copying.

    Raises:
        CannotKeep: it is no whole backup, or not of an archive in SQLite, or nobody agreed, or a crawl is under way.
        ArchiveUnreadable: the archive cannot be written.
    """
    target = opening.file_of(settings.archive)
    with _unpacked(source, beside=target) as folder:
        made = _checked(folder, source)
        if target is None or manifest.ARCHIVE not in made.names:
            raise CannotKeep(_by_hand(settings, source))
        there = _condition(settings.archive)
        _must_rest(there, settings.archive, now=now)
        if target.exists() and not agreed(_question(target, there, made)):
            raise CannotKeep("nothing was put back: say --yes, or answer y")
        target.parent.mkdir(parents=True, exist_ok=True)
        kept = [_put(folder / manifest.ARCHIVE, target, now=now, progress=progress)]
        if manifest.HUB in made.names:
            kept.append(_put(folder / manifest.HUB, settings.hub_file.absolute(), now=now))
        own = folder / manifest.SETTINGS
        missing = own.exists() and not file.exists()
        if missing:
            shutil.copyfile(own, file)
    return Restored(manifest=made, kept=tuple(filter(None, kept)), settings=file if missing else None)


def _checked(folder: Path, source: Path) -> Manifest:
    try:
        made = manifest.read(folder)
    except CannotKeep as error:
        raise CannotKeep(f"{source} cannot be put back: {error}") from error
    if not opening.is_known(made.schema):
        raise CannotKeep(
            f"{source} is of a newer version, {made.diemtin} (schema {made.schema}, this one knows up to "
            f"{opening.HEAD}): upgrade diemtin first"
        )
    return made


@contextmanager
def _unpacked(source: Path, *, beside: Path | None) -> Iterator[Path]:
    """Yield a folder with what is in a backup."""
    if source.is_dir():
        yield source
        return
    folder = (beside or source).absolute().with_name(".restoring")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True, mode=0o700)
        with tarfile.open(source, "r:gz") as packed:
            packed.extractall(folder, filter="data")
        yield folder
    except (tarfile.TarError, EOFError) as error:
        raise CannotKeep(f"{source} is no backup, or a part of one ({error}): take another") from error
    except OSError as error:
        raise CannotKeep(
            f"{error.filename or source} cannot be read or written ({error.strerror or error}): is it a backup that "
            "this user may read, and is there room beside the archive?"
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _condition(url: str) -> Condition | None:
    """Return what is there; None where that is nothing, or nothing that can be read."""
    try:
        return condition.of(url)
    except ArchiveError:
        return None


def _must_rest(there: Condition | None, url: str, *, now: datetime) -> None:
    service = condition.holders(url, now=now).get(LEASE) if there else None
    if service:
        raise CannotKeep(f"a service is at work ({service}): stop `diemtin run` first, and wait until it has ended")
    if there and there.crawling:
        raise CannotKeep(
            f"{', '.join(there.crawling)} is being crawled now: stop `diemtin run` first, and wait until it has ended"
        )


def _question(target: Path, there: Condition | None, made: Manifest) -> str:
    if there is None or not there.schema:
        return f"{target} cannot be read; it is renamed, and the backup of {made.made:%d/%m/%Y %H:%M} put in its place"
    more = there.articles - made.articles
    newer = there.newest and (made.newest is None or there.newest > made.newest)
    what = [
        f"it has {more:,} articles more than the backup" if more > 0 else "",
        f"it is newer ({there.newest:%d/%m/%Y %H:%M})" if newer and there.newest else "",
    ]
    said = " and ".join(filter(None, what)) or "it is no newer than the backup, and no larger"
    return f"{target} is replaced by the backup of {made.made:%d/%m/%Y %H:%M}: {said}; a copy of it is kept"


def _put(copy: Path, target: Path, *, now: datetime, progress: Progress | None = None) -> Path | None:
    """Put a copy in the place of a database, and return where what was there is."""
    kept = target.with_name(f"{target.name}.before-restore-{now:%Y%m%d-%H%M%S}")
    there = target.exists()
    if there and copying.fault(target):
        copying.set_aside(target, kept.name)
    elif there:
        copying.copy(target, kept)
    copying.put_back(copy, target, progress=progress)
    return kept if there else None


def _by_hand(settings: Settings, source: Path) -> str:
    if opening.file_of(settings.archive):
        return f"{source} is of an archive in PostgreSQL: name one there with --archive"
    address, _ = opening.server_of(settings.archive)
    return (
        "an archive in PostgreSQL is put back by its own pg_restore, while diemtin is stopped: unpack the backup, then "
        f"run: pg_restore --clean --if-exists --no-owner --single-transaction --dbname={address} {manifest.DUMP}"
    )
