"""The archive looked at: is it there, whole, of a version that works?"""

import socket
from collections.abc import Callable

from crawler.archive import opening
from crawler.archive.condition import Condition
from crawler.errors import ArchiveError, ArchiveMissing
from crawler.text import counted
from diemtin.doctoring import findings
from diemtin.doctoring.findings import Finding

_OLDEST_POSTGRESQL = (12,)  # its makers gave up what is older by 2023


def database(condition: Condition | ArchiveError) -> Finding:
    """Return whether the archive, or what came of opening it, can be worked with."""
    check = "archive"
    if isinstance(condition, ArchiveMissing):
        return findings.warning(check, str(condition), "let `diemtin crawl` or `diemtin run` make it")
    if isinstance(condition, ArchiveError):
        return findings.error(check, str(condition), "see that the setting `archive` is right and its server runs")
    counts = f"{counted(condition.articles, 'article')}, {counted(condition.documents, 'document')}"
    says = f"{condition.database}, schema {condition.schema or 'of another program'}, {counts}"
    if not condition.schema:
        return findings.error(check, says, "set `archive` to a file that is no other program's")
    if condition.is_newer:
        return findings.error(
            check,
            f"{says}: a newer version of diemtin wrote it, this one knows up to {opening.HEAD}",
            "upgrade diemtin, or put a backup back that this version made",
        )
    if condition.is_older:
        return findings.warning(
            check, f"{says}: an older version wrote it", "`diemtin migrate` brings it up to date, and keeps a copy"
        )
    return findings.ok(check, says)


def version(condition: Condition) -> Finding:
    """Return whether the database's own version will do."""
    if condition.database.startswith("PostgreSQL") and condition.version < _OLDEST_POSTGRESQL:
        return findings.error("database", f"{condition.database} is too old", "upgrade it to PostgreSQL 12 or later")
    return findings.ok("database", condition.database)


def service(holder: str) -> Finding:
    """Return whether a service is at work, and where: one more would only stand by.

    Args:
        holder: mark of its process; empty where none is.
    """
    if not holder:
        return findings.ok("service", "no `diemtin run` is at work")
    host, number, _ = holder.rsplit(" ", 2)
    if host == socket.gethostname():
        return findings.ok("service", f"`diemtin run` is at work, as process {number}: another one would stand by")
    return findings.warning(
        "service",
        f"`diemtin run` is at work on {host}, as process {number}: one that is started here stands by",
        "run it on one machine alone, or give this one an `archive` of its own",
    )


def soundness(fault: Callable[[], str]) -> Finding:
    """Return whether the archive is whole inside."""
    wrong = fault()
    if wrong:
        return findings.error(
            "integrity",
            f"the archive is damaged: {wrong}",
            "stop diemtin and put a backup back with `diemtin restore`; without one, sqlite3's `.recover` saves what "
            "can be read",
        )
    return findings.ok("integrity", "the archive is whole inside")
