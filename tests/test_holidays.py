"""Offices close on public holidays, which are known by name, and many portals rest for the fortnight around Tết."""

from datetime import date, timedelta

import pytest

from diemtin.watch import holidays


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 2, 17),  # mùng 1 Tết
        date(2026, 2, 20),
        date(2026, 4, 26),  # Giỗ Tổ, a Sunday
        date(2026, 4, 27),  # made up for
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 9, 1),
        date(2026, 9, 2),
        date(2026, 11, 24),
        date(2030, 2, 2),  # a day before China's
        date(2033, 5, 3),  # 30 April is a Saturday, 1 May a Sunday
    ],
)
def test_holiday_is_quiet(day: date) -> None:
    assert holidays.is_quiet_day(day)


@pytest.mark.parametrize(
    "day", [date(2026, 3, 7), date(2026, 4, 28), date(2025, 11, 24), date(2026, 6, 1), date(2026, 2, 23)]
)
def test_other_day_is_not_quiet(day: date) -> None:
    assert not holidays.is_quiet_day(day)


def test_lunar_holidays_are_known_up_to_2035_and_are_new_moons_apart() -> None:
    assert list(holidays.YEARS) == list(range(2020, 2036))
    for year in holidays.YEARS:
        named = {name: day for day, name in reversed(holidays.public(year).items())}
        first = named["Tết Nguyên đán"] + timedelta(days=2)
        assert date(year, 1, 21) <= first <= date(year, 2, 20)
        assert (named["Giỗ Tổ Hùng Vương"] - first).days in {67, 68, 69, 97, 98, 99}  # a leap month comes between


def test_year_without_known_moons_has_its_fixed_holidays() -> None:
    assert holidays.is_quiet_day(date(2040, 9, 2))
    assert not holidays.is_tet_season(date(2040, 2, 12))


def test_fortnight_around_tet_is_a_season() -> None:
    first = date(2027, 2, 6)
    season = [first + timedelta(days=number) for number in range(-5, 10)]
    assert all(map(holidays.is_tet_season, season))
    assert not holidays.is_tet_season(first - timedelta(days=6))
    assert not holidays.is_tet_season(first + timedelta(days=10))


def test_holidays_are_named_in_order() -> None:
    named = holidays.public(2027)
    assert list(named) == sorted(named)
    assert named[date(2027, 5, 3)] == "Nghỉ bù Quốc tế Lao động"
    assert named[date(2027, 2, 6)] == "Tết Nguyên đán"
