"""Dates and times as Vietnamese portals write them, read strictly: "no" rather than a guess."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from crawler.text import fold, line

HANOI: Final = ZoneInfo("Asia/Ho_Chi_Minh")

_LONGEST = 120  # characters; whatever is longer is a sentence
_YEARS = range(1990, 2101)
_HOURS = range(24)

_SPELLED_MONTHS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_ENGLISH_MONTHS = {
    "jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5,
    "jun": 6, "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9,
    "oct": 10, "october": 10, "nov": 11, "november": 11, "dec": 12, "december": 12,
}  # fmt: skip
_LABELS = (
    "cập nhật", "ngày", "lúc", "vào", "hồi", "đăng", "tin", "bài", "tải", "lên", "gửi", "tạo", "sửa", "ký",
    "lần cuối", "mới nhất", "xuất bản", "công bố", "phát hành", "ban hành", "có", "hiệu lực",
    "thời gian", "thời điểm",
    "date", "time", "on", "at", "last", "first", "post", "posted", "publish", "published", "update",
    "updated", "modified", "created", "released", "issued", "indochina time",
)  # fmt: skip
_WEEKDAYS = (
    *(f"thứ {day}" for day in ("hai", "ba", "tư", "năm", "sáu", "bảy", "bẩy", *"234567")),
    *(f"t{day}" for day in range(2, 8)), "chủ nhật", "chúa nhật", "cn",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
)  # fmt: skip
_PLACES = (  # the units of Resolution 202/2025/QH15 and those that they absorbed: documents open with one
    "hà nội", "hồ chí minh", "hcm", "hải phòng", "đà nẵng", "cần thơ", "huế", "thừa thiên huế",
    "an giang", "bà rịa - vũng tàu", "bạc liêu", "bắc giang", "bắc kạn", "bắc ninh", "bến tre", "bình dương",
    "bình định", "bình phước", "bình thuận", "cà mau", "cao bằng", "đắk lắk", "đắk nông", "điện biên",
    "đồng nai", "đồng tháp", "gia lai", "hà giang", "hà nam", "hà tĩnh", "hải dương", "hậu giang", "hòa bình",
    "hưng yên", "khánh hòa", "kiên giang", "kon tum", "lai châu", "lạng sơn", "lào cai", "lâm đồng",
    "long an", "nam định", "nghệ an", "ninh bình", "ninh thuận", "phú thọ", "phú yên", "quảng bình",
    "quảng nam", "quảng ngãi", "quảng ninh", "quảng trị", "sóc trăng", "sơn la", "tây ninh", "thái bình",
    "thái nguyên", "thanh hóa", "tiền giang", "trà vinh", "tuyên quang", "vĩnh long", "vĩnh phúc", "yên bái",
)  # fmt: skip


def _any_of(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases, folded, the longest first."""
    folded = sorted({fold(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(map(re.escape, folded)) + ")"


_MONTHS = {fold(name): number for name, number in (_SPELLED_MONTHS | _ENGLISH_MONTHS).items()}
_MONTHS |= {written: number for number in range(1, 13) for written in (f"{number}", f"{number:02}")}

# All patterns meet text as `_normal` leaves it: lower case, no marks, single blanks.

_MONTH = rf"""
    (?: (?:thang|thg|th)\.?\ ? (?P<thang>\d\d?|{_any_of(_SPELLED_MONTHS)})
    |   (?P<month>{_any_of(_ENGLISH_MONTHS)}) )\b
"""

_DATE = re.compile(
    rf"""
    (?<! [\w:+] )                               # not inside a word, a time or an offset
    (?! (?<=ngay\ )\d\d?\ thang\ nam\ \d )      # `ngày 21 tháng … năm 2025`, its month left out: not May
    (?:
        (?P<first>\d{{4}}|\d\d?)                # 21/09/2025, 21.9.2025, 21-09-2025, 2025-09-21, 2025/09/21
        \ ?(?P<mark>[-/.])\ ?  (?P<second>\d\d?)
        \ ?(?P=mark)\ ?        (?P<third>\d{{4}}|\d\d?)
        (?! \d | (?P=mark)\d )
    |
        (?: (?P<before>\d\d?) (?:st|nd|rd|th)? [\ ,./-]+ )?
        {_MONTH}                                # 21 tháng 9 năm 2025, 21 September 2025
        (?: [\ ,./-]+ (?P<after>\d\d?) (?:st|nd|rd|th)? (?=[\ ,.]) )?   # September 21, 2025
        [\ ,./-]+ (?:nam\ )?
        (?P<year> \d{{4}} | (?(before)\d\d|(?!)) (?=\ \d\d:\d\d(?: :\d\d)?\ [+gu]) )  # RFC 822: 2 digits
        (?! \d )
    )
    """,
    re.VERBOSE | re.ASCII,
)

_TIME = re.compile(
    r"""
    (?<! [\w:] ) (?P<t>t)? (?P<hour>\d\d?)
    (?: :(?P<minute>[0-5]\d) (?: :(?P<second>[0-5]\d) (?:[.,]\d+)? )? '?        # 08:05, 08:05:30.123
    |   \ ?(?:gio|h|g) (?: \ ?(?P<spoken>[0-5]?\d) \ ?(?:phut|ph|p|')? )? )     # 8h05, 8g05, 8h, 8 giờ 5 phút
    (?: \ ?(?P<half>[ap]\.?m|sa|ch)\b\.? )?                                     # SA and CH: sáng, chiều
    (?: \ ?[(]? (?P<zone>
            z
        |   (?:gmt|utc?) (?: \ ?[+-]\ ?\d\d? (?: :?\d\d )? )?
        |   \+\d\d (?: :?\d\d )?
        |   (?(second)|(?(t)|(?!))) -\d\d (?: :?\d\d )?                         # `08:00-11:00` is no offset
    ) [)]? )?
    (?! [\w:] )
    """,
    re.VERBOSE | re.ASCII,
)

_OFFSET = re.compile(r"([+-]) ?(\d\d?)(?::?(\d\d))?$", re.ASCII)

_AROUND = re.compile(
    rf"""
    (?: [\ ,;:|.•·●*()\[\]-]
    |   \b {_any_of((*_LABELS, *_WEEKDAYS))} \b
    |   \b (?: (?:tp|thanh\ pho|tinh)\.?\ ? )? {_any_of(_PLACES)} \b
    )*+
    """,
    re.VERBOSE,
)

_NAMED_MONTH = re.compile(rf"\b{_MONTH}", re.VERBOSE | re.ASCII)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
_BEFORE_A_DAY = re.compile(r"\bngay (?=\d)", re.ASCII)
# Folding by table takes a quarter of the time of `text.fold`; a date is read for every link of a listing.
_LATIN_LETTERS = (*map(chr, range(0xC0, 0x250)), *map(chr, range(0x1E00, 0x1F00)))
_FOLDED = str.maketrans(
    {letter: fold(letter) for letter in (*map(chr, range(128)), *_LATIN_LETTERS)}
    | dict.fromkeys(map(chr, range(0x300, 0x370)), "")  # combining marks: text may come in NFD
    | dict.fromkeys("\u00ad\u200b\u200e\u200f\u2060\ufeff", "")  # soft hyphen and the other invisible ones
    | dict.fromkeys("ÐðƉ", "d")  # look-alikes of Đ
    | dict.fromkeys("‐‑‒–—−", "-")  # hyphens, dashes and the minus sign
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a portal wrote for a date.

    Attributes:
        moment: aware, to the minute, in the zone that was written, or else in the one that was given.
        timed: False when only a day was written: then the moment is that day's 00:00.
    """

    moment: datetime
    timed: bool


def read(written: str, *, zone: tzinfo = HANOI) -> Reading | None:
    """Read a date that stands alone: one date, at most one time, and around them nothing but known words.

    Dates are day first, except the .NET form `8/22/2026 11:00:00 PM`. A weekday that contradicts the numbers
    is ignored. None for what is impossible, ambiguous, before 1990 or after 2100, or part of a sentence.

    >>> read("Thứ Hai, 22/09/2025 - 10:15").moment.isoformat()
    '2025-09-22T10:15:00+07:00'
    """
    return _read(_normal(written), zone)


def parse(written: str, *, zone: tzinfo = HANOI) -> datetime | None:
    """Return the moment that `read` finds, or None."""
    reading = read(written, zone=zone)
    return reading.moment if reading else None


def day(written: str) -> date | None:
    """Return the day of a date, with or without a time; inside a sentence, of the one that follows `ngày`.

    None when the sentence holds several days, or one of the lunar calendar.

    >>> day("Nghị định số 13/2023/NĐ-CP ngày 17 tháng 4 năm 2023 của Chính phủ")
    datetime.date(2023, 4, 17)
    """
    text = _normal(written)
    reading = _read(text, HANOI)
    return reading.moment.date() if reading else _named_day(text)


def lenient(written: str, *, zone: tzinfo = HANOI) -> Reading | None:
    """Read as `read` does and, where that says no, ask dateparser for an absolute date with all its parts.

    dateparser may know more words and forms; it may not pick among dates, nor move one that the grammar sees.
    """
    return read(written, zone=zone) or _second_opinion(written, zone)


def _normal(written: str) -> str:
    """Return the text as the patterns expect it; empty when it is too long to be a date."""
    if len(written) > _LONGEST:
        return ""
    if "&" in written:
        written = html.unescape(written)
    folded = written.lower() if written.isascii() else written.translate(_FOLDED)
    return " ".join(folded.split())


def _read(text: str, zone: tzinfo) -> Reading | None:
    found = _DATE.search(text)
    if not found:
        return None
    around = f"{text[: found.start()]}|{text[found.end() :]}"
    clock = _TIME.search(around)
    if clock:
        around = f"{around[: clock.start()]}|{around[clock.end() :]}"
    if not _AROUND.fullmatch(around):
        return None
    written_day = _day(found, clock)
    return _moment(written_day, clock, zone) if written_day else None


def _day(found: re.Match[str], clock: re.Match[str] | None = None) -> date | None:
    first, second, third = found.group("first", "second", "third")
    if first is None:
        return _spelled_day(found)
    if len(first) == 4:  # noqa: PLR2004 - a year is written with four digits
        return _date(first, _MONTHS.get(second), third)
    if clock and _from_dotnet(found, clock) and first in _MONTHS:
        return _date(third, _MONTHS[first], second)
    return _date(third, _MONTHS.get(second), first)


def _from_dotnet(found: re.Match[str], clock: re.Match[str]) -> bool:
    """Tell .NET's `M/d/yyyy h:mm:ss tt`, which VCCorp's feeds and title attributes carry: month first."""
    second, half = clock.group("second", "half")
    american = found["mark"] == "/" and second and half and half[0] in "ap"
    return bool(american) and clock.start() > found.start()


def _spelled_day(found: re.Match[str]) -> date | None:
    before, after, year = found.group("before", "after", "year")
    if bool(before) == bool(after):
        return None
    if len(year) == 2:  # noqa: PLR2004 - RFC 2822, section 4.3
        year = f"20{year}" if year < "50" else f"19{year}"
    return _date(year, _MONTHS.get(found["thang"] or found["month"]), before or after)


def _date(year: str, month: int | None, day_of_month: str) -> date | None:
    if not month or int(year) not in _YEARS:
        return None
    try:
        return date(int(year), month, int(day_of_month))
    except ValueError:
        return None


def _moment(on: date, clock: re.Match[str] | None, zone: tzinfo) -> Reading | None:
    if not clock:
        return Reading(moment=datetime(on.year, on.month, on.day, tzinfo=zone), timed=False)
    _, written_hour, minute, _, spoken, half, offset = clock.groups()
    hour = _hour(int(written_hour), half)
    where = _offset(offset) if offset else zone
    if hour not in _HOURS or where is None:
        return None
    moment = datetime(on.year, on.month, on.day, hour, int(minute or spoken or 0), tzinfo=where)
    return Reading(moment=moment, timed=True)


def _hour(hour: int, half: str | None) -> int:
    """Return the hour of the day; -1 for `15:30 SA` and `00:30 CH`, while `15:30 CH` says the same twice."""
    if not half:
        return hour
    if half[0] in "as":
        return hour % 12 if hour <= 12 else -1  # noqa: PLR2004 - hours
    return hour % 12 + 12 if 0 < hour < 24 else -1  # noqa: PLR2004 - likewise


@lru_cache(maxsize=64)
def _offset(written: str) -> tzinfo | None:
    """Return the zone of `z`, `gmt`, `gmt+7`, `+07`, `+0700` or `+07:00`; None past fourteen hours."""
    found = _OFFSET.search(written)
    if not found:
        return UTC
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:  # noqa: PLR2004 - the largest offset in use is +14:00
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found[1] == "-" else offset)


def _named_day(text: str) -> date | None:
    if "am lich" in text:
        return None
    named = [_DATE.match(text, called.end()) for called in _BEFORE_A_DAY.finditer(text)]
    days = {_day(found) if found else None for found in named}
    others = {_day(found) for found in _DATE.finditer(text)}
    return days.pop() if len(days) == 1 and others == days else None


def _second_opinion(written: str, zone: tzinfo) -> Reading | None:
    text = _normal(written)
    if len(_YEAR.findall(text)) != 1:
        return None
    found = _dateparser().get_date_data(line(html.unescape(written)))
    moment: datetime | None = found.date_obj
    if not moment or moment.year not in _YEARS or not _borne_out(moment.date(), text):
        return None
    moment = moment.replace(second=0, microsecond=0, tzinfo=moment.tzinfo or zone)
    return Reading(moment=moment, timed=found.period == "time")


def _borne_out(on: date, text: str) -> bool:
    """Tell whether the text can only mean this day: dateparser reads a July into `9 ngày 2026 GMT+7`."""
    seen = {_day(found, _TIME.search(text, found.end())) for found in _DATE.finditer(text)}
    if seen:
        return seen == {on}
    months = {_MONTHS.get(found["thang"] or found["month"]) for found in _NAMED_MONTH.finditer(text)}
    numbers = re.findall(r"(?<![\w+-])\d+\b", _NAMED_MONTH.sub("|", _TIME.sub("|", text)))
    return months == {on.month} and sorted(map(int, numbers)) == [on.day, on.year]


@cache
def _dateparser() -> Any:
    """Load dateparser, which takes longer to import than everything else here, when it is first needed."""
    from dateparser.date import DateDataParser  # noqa: PLC0415

    return DateDataParser(
        languages=["vi", "en"],
        try_previous_locales=False,  # else an answer depends on what was asked before
        settings={
            "PARSERS": ["absolute-time"],  # neither relative dates nor timestamps
            "DATE_ORDER": "DMY",
            "PREFER_LOCALE_DATE_ORDER": False,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "RETURN_TIME_AS_PERIOD": True,
        },
    )
