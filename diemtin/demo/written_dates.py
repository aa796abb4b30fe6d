"""Moments in every form in which the portals write them; all take aware moments in Ha Noi time."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NGAY = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS_IN_FULL = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def iso(moment: datetime) -> str:
    """Return `2026-11-20T09:15:00+07:00`: meta tags, JSON-LD, sitemaps."""
    return moment.isoformat(timespec="seconds")


def day_first(moment: datetime) -> str:
    """Return `20/11/2026 09:15`: VCCorp's lists."""
    return f"{moment:%d/%m/%Y %H:%M}"


def month_first(moment: datetime) -> str:
    """Return `11/20/2026 9:15:00 AM`: .NET's own form, without a zone, in VCCorp's feeds and `title`s."""
    return f"{moment.month}/{moment.day}/{moment.year} {_clock(moment)}:{moment:%S} {_half(moment)}"


def english(moment: datetime) -> str:
    """Return `November 20, 2026 9:15 AM GMT+7`: the English edition's article pages."""
    day = f"{_MONTHS_IN_FULL[moment.month - 1]} {moment:%d}, {moment.year}"
    return f"{day} {_clock(moment)} {_half(moment)} GMT+7"


def feed_with_colon(moment: datetime) -> str:
    """Return `Fri, 20 Nov 2026 09:15:00 +07:00`: ePi's feeds, whose colon RFC 822 does not know."""
    month = _MONTHS[moment.month - 1]
    return f"{_DAYS[moment.weekday()]}, {moment:%d} {month} {moment:%Y %H:%M:%S} +07:00"


def weekday_first(moment: datetime) -> str:
    """Return `Thứ Sáu, 20/11/2026 09:15`: dangcongsan.vn."""
    return f"{_NGAY[moment.weekday()]}, {day_first(moment)}"


def hour_first(moment: datetime) -> str:
    """Return `09:15, ngày 20-11-2026`: the Communist Review."""
    return f"{moment:%H:%M}, ngày {moment:%d-%m-%Y}"


def morning_or_afternoon(moment: datetime) -> str:
    """Return `20/11/2026 09:15 SA` (sáng) or `20/11/2026 03:40 CH` (chiều): the Congress's site."""
    return f"{moment:%d/%m/%Y %I:%M} {'SA' if moment.hour < 12 else 'CH'}"  # noqa: PLR2004 - noon


def http(moment: datetime) -> str:
    """Return `Fri, 20 Nov 2026 02:15:00 GMT`: the Last-Modified header (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def drawn(moment: datetime) -> str:
    """Return the moment at which VCCorp's cache drew a page, in the comment behind `</html>`."""
    return month_first(moment + timedelta(hours=1, minutes=24, seconds=18))


def _clock(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M}"


def _half(moment: datetime) -> str:
    return "AM" if moment.hour < 12 else "PM"  # noqa: PLR2004 - noon
