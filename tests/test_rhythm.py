"""A section's rhythm is learned from when its articles came: hours, weekdays, holidays, bursts and silences."""

import json
import random
from datetime import datetime, timedelta

import pytest

from crawler.dates import HANOI
from crawler.outcomes import Arrival
from diemtin.watch import rhythm
from diemtin.watch.rhythm import Rhythm

MONDAY = datetime(2026, 6, 1, tzinfo=HANOI)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def daily(hours: dict[int, int], *, begin: datetime = MONDAY, days: int = 84, weekends: bool = False) -> list[Arrival]:
    """Return arrivals at the same hours of each day."""
    each = [begin + DAY * number for number in range(days)]
    open_ = [day for day in each if weekends or day.weekday() < 5]
    return [Arrival(hour=day.replace(hour=hour), count=count) for day in open_ for hour, count in hours.items()]


def learned(arrivals: list[Arrival], *, days: int = 84) -> Rhythm:
    return rhythm.learn(arrivals, first=MONDAY, until=MONDAY + DAY * days)


def test_hours_and_weekdays_are_learned() -> None:
    found = learned(daily({8: 6, 15: 3}))
    monday = MONDAY + WEEK * 12
    assert found.per_week == pytest.approx(45, rel=0.05)
    assert found.expected(monday.replace(hour=8), monday.replace(hour=9)) == pytest.approx(6, rel=0.25)
    assert found.expected(monday.replace(hour=2), monday.replace(hour=6)) < 0.5
    assert found.expected(monday + DAY * 5, monday + DAY * 7) < 2


def test_expected_adds_up_over_any_cut() -> None:
    found = learned(daily({8: 6, 15: 3}))
    start, cut, end = MONDAY + timedelta(hours=7.3), MONDAY + timedelta(days=3, hours=15.7), MONDAY + timedelta(days=19)
    whole = found.expected(start, end)
    assert whole == pytest.approx(found.expected(start, cut) + found.expected(cut, end))
    assert found.expected(end, start) == 0


def test_moment_by_which_an_article_is_expected_is_where_the_expectation_says() -> None:
    found = learned(daily({8: 6, 15: 3}))
    start = MONDAY + timedelta(days=84, hours=20)
    moment = found.when(start, articles=1.0, latest=start + WEEK)
    assert found.expected(start, moment) == pytest.approx(1.0)
    assert 5 <= moment.hour <= 8
    assert found.when(start, articles=1000, latest=start + DAY) == start + DAY


def test_few_articles_are_not_taken_for_a_rule() -> None:
    one_hour = [Arrival(hour=MONDAY + timedelta(days=7 * week, hours=9), count=1) for week in range(4)]
    found = learned(one_hour, days=28)
    tuesday = MONDAY + timedelta(days=29)
    assert found.per_week == pytest.approx(1, rel=0.3)
    assert found.expected(tuesday, tuesday + DAY) > 0.05


def test_what_is_long_past_counts_for_less() -> None:
    before = daily({8: 10}, days=180)
    after = daily({8: 1}, begin=MONDAY + DAY * 180, days=120)
    found = learned([*before, *after], days=300)
    assert found.per_week < 20


def test_tet_is_expected_to_be_quiet_before_one_was_seen_and_as_it_was_after() -> None:
    begin = datetime(2026, 8, 3, tzinfo=HANOI)
    seen = daily({8: 10}, begin=begin, days=150, weekends=True)
    before = rhythm.learn(seen, first=begin, until=begin + DAY * 150)
    tet, ordinary = datetime(2027, 2, 4, tzinfo=HANOI), datetime(2027, 3, 4, tzinfo=HANOI)
    assert before.expected(tet, tet + WEEK) < 0.7 * before.expected(ordinary, ordinary + WEEK)
    gap = datetime(2027, 2, 1, tzinfo=HANOI), datetime(2027, 2, 16, tzinfo=HANOI)
    rested = [one for one in daily({8: 10}, begin=begin, days=360, weekends=True) if not gap[0] <= one.hour < gap[1]]
    after = rhythm.learn(rested, first=begin, until=begin + DAY * 360)
    tet = datetime(2028, 1, 24, tzinfo=HANOI)
    assert after.expected(tet, tet + WEEK) < 0.1 * after.expected(tet + WEEK * 5, tet + WEEK * 6)


def test_bursts_make_longer_silences_likely() -> None:
    dice = random.Random(3)
    hours = [MONDAY + timedelta(hours=number) for number in range(24 * 200)]
    single = [Arrival(hour=hour, count=1) for hour in hours if dice.random() < 0.05]
    bursts = [Arrival(hour=hour, count=5) for hour in hours if dice.random() < 0.01]
    steady, bursting = learned(single, days=200), learned(bursts, days=200)
    assert steady.silences.mean == pytest.approx(1, rel=0.2)
    assert bursting.silences.mean == pytest.approx(5, rel=0.4)
    assert bursting.silences.chance(10) > 20 * steady.silences.chance(10)


def test_uneven_days_of_a_busy_section_make_silences_likely() -> None:
    dice = random.Random(4)
    moods = [dice.gammavariate(3, 1 / 3) for _ in range(100)]
    uneven = [
        Arrival(hour=MONDAY + timedelta(days=day, hours=hour), count=max(1, round(4 * mood)))
        for day, mood in enumerate(moods)
        for hour in range(24)
    ]
    even = daily(dict.fromkeys(range(24), 4), days=100, weekends=True)
    assert learned(uneven, days=100).silences.shape < 10 < learned(even, days=100).silences.shape


def test_section_gets_used_to_no_standing_still() -> None:
    came = daily({8: 2})
    before = rhythm.learned(came, until=MONDAY + DAY * 84)
    after = rhythm.learned(came, until=MONDAY + DAY * 160)
    assert before
    assert after
    assert after.per_week == pytest.approx(before.per_week, rel=0.05)
    assert after.is_alarmed_by(after.expected(MONDAY + DAY * 84, MONDAY + DAY * 160))


def test_nothing_is_learned_from_next_to_nothing() -> None:
    assert rhythm.learned([], until=MONDAY) is None
    assert rhythm.learned(daily({8: 1}, days=5), until=MONDAY + WEEK) is None
    assert rhythm.learned(daily({8: 10}, days=1), until=MONDAY + DAY) is None


def test_nothing_is_learned_from_tet_alone() -> None:
    begin = datetime(2027, 2, 1, tzinfo=HANOI)
    assert rhythm.learned(daily({8: 9}, begin=begin, days=10, weekends=True), until=begin + DAY * 10) is None


def test_article_pinned_for_a_year_does_not_spoil_the_rhythm() -> None:
    came = daily({8: 2}, days=40)
    pinned = Arrival(hour=MONDAY - DAY * 330, count=1)
    with_it, without = (rhythm.learned(each, until=MONDAY + DAY * 40) for each in ([pinned, *came], came))
    assert with_it
    assert without
    assert with_it.per_week == pytest.approx(without.per_week, rel=0.05)


def test_rhythm_is_stored_and_read_again() -> None:
    found = learned(daily({8: 6, 15: 3}))
    written = json.dumps(found.as_json())
    again = Rhythm.from_json(json.loads(written))
    assert len(written) < 2000
    assert again.expected(MONDAY, MONDAY + WEEK) == pytest.approx(found.expected(MONDAY, MONDAY + WEEK), rel=1e-3)
    assert again.as_json() == found.as_json()


def test_silence_is_alarming_the_later_the_more_there_are() -> None:
    found = learned(daily({8: 6, 15: 3})).silences
    assert found.alarming(per_week=1000) > found.alarming(per_week=1)
    expected = found.alarming(per_week=45)
    assert found.chance(expected) == pytest.approx(0.03 / (52 * 45 / found.mean), rel=0.01)


def test_section_without_articles_expects_none() -> None:
    found = learned([])
    assert found.per_week == 0
    assert not found.is_alarmed_by(found.expected(MONDAY, MONDAY + WEEK * 50))
