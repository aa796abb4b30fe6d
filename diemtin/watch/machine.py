"""What is wrong with the machine itself: room on the disk, and how soon the archive will have filled it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from diemtin.watch.findings import Finding, Severity

_GIGABYTE = 1_000_000_000
_FULL = _GIGABYTE // 2  # bytes free; a busy day's crawls, feeds and copies take some hundred megabytes
_NEARLY_FULL = 2 * _GIGABYTE
_SEEN = timedelta(days=3)  # at least, to tell how fast it grows
_LATELY = timedelta(days=14)
_SOON, _NOW = timedelta(days=30), timedelta(days=7)


def disk(free: int, *, now: datetime) -> Iterator[Finding]:
    """Tell when few bytes are free."""
    if free < _NEARLY_FULL:
        yield Finding(
            portal="",
            kind="disk",
            severity=Severity.ERROR if free < _FULL else Severity.WARNING,
            reason=f"{free / _GIGABYTE:.1f} GB are free on the disk",
            at=now,
        )


def growth(sizes: Sequence[tuple[datetime, int]], *, free: int, now: datetime) -> Iterator[Finding]:
    """Tell when the archive will have filled the disk soon, as it grew in the last fortnight.

    Args:
        sizes: its bytes at some moments, the oldest first.
        free: bytes on its disk.
        now: aware.
    """
    lately = [(at, size) for at, size in sizes if at >= now - _LATELY]
    if not lately or lately[-1][0] - lately[0][0] < _SEEN:
        return
    (begun, before), (ended, after) = lately[0], lately[-1]
    daily = (after - before) / ((ended - begun) / timedelta(days=1))
    if daily <= 0 or free / daily > _SOON / timedelta(days=1):
        return
    left = free / daily
    yield Finding(
        portal="",
        kind="growth",
        severity=Severity.WARNING if left < _NOW / timedelta(days=1) else Severity.NOTICE,
        reason=f"the archive grows by {daily / 1_000_000:.0f} MB a day and fills the disk in {left:.0f} days",
        at=now,
    )
