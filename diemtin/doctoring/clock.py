"""The clock held against others' clocks, and against what the archive has seen."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Any

from crawler.dates import HANOI
from diemtin.doctoring import findings
from diemtin.doctoring.findings import Finding

_DOUBTFUL, _WRONG = timedelta(seconds=60), timedelta(minutes=10)
"""A publication date more than 15 minutes in the future is refused; portals' own clocks are a minute off."""

_REMEDY = "let the clock be set by the network: `timedatectl set-ntp true`, or chrony"
_SUMMER = datetime(2026, 7, 1, 12, tzinfo=HANOI)


def sent(headers: Sequence[tuple[str, str]]) -> datetime | None:
    """Return when an answer says that it was sent; None where it does not."""
    written = next((value for name, value in headers if name.lower() == "date"), "")
    try:
        read = parsedate_to_datetime(written)
    except ValueError:
        return None
    return read if read.tzinfo else None


def against_others(pairs: Sequence[tuple[datetime, datetime]]) -> Finding | None:
    """Return how this machine's clock stands beside others', the middle of whom is believed.

    Args:
        pairs: what time it was here, and there, when each answer came.
    """
    if not pairs:
        return None
    off = timedelta(seconds=median((here - there).total_seconds() for here, there in pairs))
    says = (
        f"{abs(off).total_seconds():,.0f} seconds {'ahead of' if off > timedelta(0) else 'behind'} {len(pairs)} hosts"
    )
    if abs(off) > _WRONG:
        return findings.error("clock", f"the clock is wrong: {says}", _REMEDY)
    if abs(off) > _DOUBTFUL:
        return findings.warning("clock", f"the clock is not right: {says}", _REMEDY)
    return findings.ok("clock", f"the clock is right: {says}")


def against_archive(now: datetime, newest: datetime | None) -> Finding:
    """Return whether it is later now than when the archive was last written."""
    if newest and now < newest - _DOUBTFUL:
        return findings.error(
            "clock and archive",
            f"the clock is wrong: it says {now:%d/%m/%Y %H:%M}, and the archive was written {newest:%d/%m/%Y %H:%M}",
            f"{_REMEDY}; if the clock is right now it was wrong then: `diemtin restore` an older backup",
        )
    return findings.ok("clock and archive", f"it is {now:%d/%m/%Y %H:%M} in Ha Noi, later than all that is stored")


def zone(find: Any) -> Finding:
    """Return whether Ha Noi's time zone is known; `find` is `ZoneInfo`, or stands in for it."""
    name = "Asia/Ho_Chi_Minh"
    try:
        found: tzinfo = find(name)
    except (KeyError, OSError) as failed:  # ZoneInfoNotFoundError is a KeyError
        return findings.error(
            "time zone", f"the data of time zone {name} is not there ({failed})", "install it: `pip install tzdata`"
        )
    if _SUMMER.astimezone(found).utcoffset() != timedelta(hours=7):
        return findings.error("time zone", f"the data of {name} is wrong", "reinstall it: `pip install tzdata`")
    return findings.ok("time zone", f"{name} is seven hours ahead of UTC")
