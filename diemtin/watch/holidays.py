"""Days on which Viet Nam's offices are closed, and the weeks around Tết."""

from datetime import date, timedelta
from functools import cache
from typing import Final

_TET: Final = {
    2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17),
    2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 2), 2031: (1, 23),
    2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
"""The first day of the lunar year (mùng 1 Tết), by the new moon at 105° east.

Computed after Meeus, Astronomical Algorithms, chapter 49, and compared with the package `holidays` 0.109, which has the
same. In 2030 it is a day before China's: that new moon is at 23:07 in Ha Noi and at 00:07 in Beijing.
"""

_ANCESTORS: Final = {
    2020: (4, 2), 2021: (4, 21), 2022: (4, 10), 2023: (4, 29), 2024: (4, 18), 2025: (4, 7), 2026: (4, 26),
    2027: (4, 16), 2028: (4, 4), 2029: (4, 23), 2030: (4, 12), 2031: (4, 1),
    2032: (4, 19), 2033: (4, 9), 2034: (4, 28), 2035: (4, 17),
}  # fmt: skip
"""Giỗ Tổ Hùng Vương, the tenth of the third lunar month; from the same sources."""

YEARS: Final = range(min(_TET), max(_TET) + 1)
"""The years of which the lunar holidays are known; of others only the fixed ones are."""

_CULTURE_SINCE = 2026  # Ngày Văn hóa Việt Nam: Resolution 80-NQ/TW of 7 January 2026
_LEAVE = range(-2, 5)  # days from mùng 1: five of leave, and most years the two that the Government adds
_SEASON = range(-5, 10)  # days from mùng 1: many a ministry writes nothing from 25 Chạp to the tenth
_SATURDAY = 5


@cache
def public(year: int) -> dict[date, str]:
    """Return the public holidays of a year with their names, by Articles 111 and 112 of the Labour Code of 2019.

    National Day has a second day, the one before or the one after as the Government says each year: both are in.
    A holiday of one day that falls on a weekend is made up for on the next working day.
    """
    single = {date(year, 1, 1): "Tết Dương lịch"}
    if year in _ANCESTORS:
        single[date(year, *_ANCESTORS[year])] = "Giỗ Tổ Hùng Vương"
    single[date(year, 4, 30)] = "Ngày Chiến thắng"
    single[date(year, 5, 1)] = "Quốc tế Lao động"
    single |= {date(year, 9, day): "Quốc khánh" for day in (2, 1, 3)}
    if year >= _CULTURE_SINCE:
        single[date(year, 11, 24)] = "Ngày Văn hóa Việt Nam"
    found = dict(single)
    for day, name in single.items():
        if day.weekday() >= _SATURDAY and (day.month, day.day) not in {(9, 1), (9, 3)}:
            found.setdefault(_next_working(day, found), f"Nghỉ bù {name}")
    return dict(sorted((found | _tet_leave(year)).items()))


def _next_working(day: date, taken: dict[date, str]) -> date:
    while day in taken or day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def _tet_leave(year: int) -> dict[date, str]:
    if year not in _TET:
        return {}
    first = date(year, *_TET[year])
    return {first + timedelta(days=number): "Tết Nguyên đán" for number in _LEAVE}


@cache
def is_quiet_day(day: date) -> bool:
    """Return whether a day is a public holiday, or made up for one; an ordinary weekend is none."""
    return day in public(day.year)


@cache
def is_tet_season(day: date) -> bool:
    """Return whether a day is of the fortnight around Tết, in which many portals rest far longer than the law says."""
    return day.year in _TET and (day - date(day.year, *_TET[day.year])).days in _SEASON
