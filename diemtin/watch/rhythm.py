"""When a section's articles come: learned from its own past, by the hour of the week, with holidays and Tết apart."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from math import inf
from typing import Any, Final, Self

from crawler.dates import HANOI
from crawler.outcomes import Arrival
from diemtin.watch import holidays, silences
from diemtin.watch.silences import Day, Gap, Silences

HALF_LIFE: Final = timedelta(weeks=8)
"""After which an arrival counts half: a ministry with three articles a week is then known by some thirty of them."""

HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_HOURS: Final = range(24)
_WEEK: Final = range(7)
_SATURDAY = 5
_HOLIDAY, _TET = 7, 8  # rows after those of the week

# How many articles the assumption weighs that a smoothed figure is drawn to.
_BY_HALF_OF_WEEK = 2.0
_BY_DAY = 8.0
_BY_HOUR = 6.0
_BY_CELL = 8.0
_ON_HOLIDAYS = 4.0
_TET_SHARE = 0.5  # of a holiday's articles come on a day of the fortnight around Tết, until a Tết was seen

_FEWEST = 8  # articles that a rhythm is learned from
_SHORTEST = timedelta(days=3)  # in which they came
_OLDEST = 0.05  # of the articles
_UNLIKELY = 0.05

_UNIT = 10_000  # what is stored is whole ten-thousandths of an article in an hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How many articles are expected in each hour.

    Attributes:
        rates: articles in an hour; a row of 24 for each day of the week from Monday, for holidays, and for Tết.
        silences: how long nothing comes as a rule.
        articles: how many it rests on, older ones counted for less.
    """

    rates: tuple[tuple[float, ...], ...]
    silences: Silences
    articles: float

    @property
    def per_week(self) -> float:
        """How many articles are expected in a week without a holiday."""
        return sum(map(sum, self.rates[:_HOLIDAY]))

    def is_alarmed_by(self, expected: float) -> bool:
        """Return whether a silence in which so many articles were expected is too long to be chance."""
        return expected > self.silences.alarming(per_week=self.per_week)

    def expected(self, start: datetime, end: datetime) -> float:
        """Return how many articles are expected between two moments; nothing where the end is not after the start."""
        start, end = start.astimezone(HANOI), end.astimezone(HANOI)
        if end <= start:
            return 0.0
        days = (end.date() - start.date()).days
        whole = sum(sum(self._on(start.date() + _DAY * number)) for number in range(days))
        return whole + self._until(end) - self._until(start)

    def when(self, start: datetime, *, articles: float, latest: datetime) -> datetime:
        """Return the moment by which so many articles are expected after `start`, at most `latest`."""
        moment, missing = start.astimezone(HANOI), articles
        while moment < latest:
            rate = self._on(moment.date())[moment.hour]
            end = _hour(moment) + HOUR
            held = rate * ((end - moment) / HOUR)
            if held >= missing:
                return min(moment + HOUR * (missing / rate), latest)
            missing, moment = missing - held, end
        return latest

    def as_json(self) -> dict[str, Any]:
        """Return it as values of JSON, some 1.5 kilobytes, that `from_json` reads again."""
        rates = [[round(rate * _UNIT) for rate in row] for row in self.rates]
        return {"rates": rates, "silences": self.silences.as_json(), "articles": round(self.articles, 1)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return a rhythm that was stored."""
        rates = tuple(tuple(rate / _UNIT for rate in row) for row in stored["rates"])
        return cls(rates=rates, silences=Silences.from_json(stored["silences"]), articles=stored["articles"])

    def _on(self, day: date) -> tuple[float, ...]:
        return self.rates[_row(day)]

    def _until(self, moment: datetime) -> float:
        """Return what is expected from a day's beginning to a moment of it."""
        rates, hour = self._on(moment.date()), moment.hour
        return sum(rates[:hour]) + rates[hour] * ((moment - _hour(moment)) / HOUR)


def learned(arrivals: Sequence[Arrival], *, until: datetime) -> Rhythm | None:
    """Return the rhythm in which articles came, or None while too few did.

    The first listing ever read shows what is left of the past, an article pinned for a year among it: the time before
    all but the oldest twentieth came counts for nothing.
    """
    came = sorted((one for one in arrivals if one.hour < until), key=lambda one: one.hour)
    total, before = sum(one.count for one in came), 0
    for one in came:
        before += one.count
        if before > total * _OLDEST:
            enough = total >= _FEWEST and until - one.hour >= _SHORTEST
            found = learn(came, first=one.hour, until=until) if enough else None
            return found if found and found.per_week else None  # what came at Tết alone tells of no other week
    return None


def learn(arrivals: Sequence[Arrival], *, first: datetime, until: datetime) -> Rhythm:
    """Return the rhythm in which articles came.

    Few articles say little of an hour of the week, so each figure is drawn to what it would be if weekdays and hours
    of the day were independent of each other, and those to a flat rate. What is long past counts for less
    (`HALF_LIFE`), but for holidays and Tết, which are compared with the ordinary days of all the time.

    A silence at the end that is unlikely by what came before it is not learned before it is over: it may be the
    section's standing still, and nobody shall get used to that.

    Args:
        arrivals: in any order; those out of the time are passed over.
        first: since when arrivals are known; aware.
        until: up to when; aware.
    """
    first, until = first.astimezone(HANOI), until.astimezone(HANOI)
    hours: Counter[datetime] = Counter()
    for one in arrivals:
        hours[_hour(one.hour.astimezone(HANOI))] += one.count
    came = {hour: count for hour, count in sorted(hours.items()) if count and first < hour + HOUR and hour < until}
    last = max(came, default=until) + HOUR
    if until - last > _DAY:
        before = _learned(came, first=first, until=last)
        if before.silences.chance(before.expected(last, until)) < _UNLIKELY:
            return before
    return _learned(came, first=first, until=until)


def _learned(came: Mapping[datetime, int], *, first: datetime, until: datetime) -> Rhythm:
    days = [first.date() + _DAY * number for number in range((until.date() - first.date()).days + 1)]
    weights = {day: float(0.5 ** ((until.date() - day) / HALF_LIFE)) for day in days}
    seen, articles = _Sums(), _Sums()
    for day, weight in weights.items():
        begin = first.hour if day == first.date() else 0
        end = until.hour + bool(until.minute) if day == until.date() else 24
        seen.add(day, range(begin, end), 1, weight=weight)
    for hour, count in came.items():
        articles.add(hour.date(), (hour.hour,), count, weight=weights[hour.date()])
    rates = _smoothed(articles, seen)
    return Rhythm(rates=rates, silences=_silences(came, rates, weights), articles=sum(articles.of_week()))


class _Sums:
    """Sums over the hours of the rows, aged and as they are."""

    def __init__(self) -> None:
        self.aged = [[0.0] * 24 for _ in range(_TET + 1)]
        self.plain = [0.0] * (_TET + 1)

    def add(self, day: date, hours: Iterable[int], count: int, *, weight: float) -> None:
        row, aged = _row(day), count * weight
        for hour in hours:
            self.aged[row][hour] += aged
            self.plain[row] += count

    def of_week(self) -> list[float]:
        return [sum(self.aged[day]) for day in _WEEK]

    def at(self, hour: int) -> float:
        return sum(self.aged[day][hour] for day in _WEEK)


def _smoothed(articles: _Sums, seen: _Sums) -> tuple[tuple[float, ...], ...]:
    held = sum(seen.of_week())
    flat = sum(articles.of_week()) / held if held else 0.0
    if not flat:
        return ((0.0,) * 24,) * (_TET + 1)
    days = _of_days(articles.of_week(), [flat * hours for hours in seen.of_week()])
    hours = [_drawn(articles.at(hour), flat * seen.at(hour), to=1.0, by=_BY_HOUR) for hour in _HOURS]
    mean = sum(hours) / len(hours)
    shape = [flat * hour / mean for hour in hours]

    def cell(day: int, hour: int) -> float:
        assumed = days[day] * shape[hour]
        return assumed * _drawn(articles.aged[day][hour], assumed * seen.aged[day][hour], to=1.0, by=_BY_CELL)

    week = [[cell(day, hour) for hour in _HOURS] for day in _WEEK]
    assumed = sum(rate * weight for day in _WEEK for rate, weight in zip(week[day], seen.aged[day], strict=True))
    scale = flat * held / assumed  # what was drawn to something shall come to the same in all
    rest = _of_rest(articles, seen, usual=min(days[_SATURDAY:]))
    return (
        *(tuple(scale * rate for rate in row) for row in week),
        *(tuple(share * rate for rate in shape) for share in rest),
    )


def _of_days(came: Sequence[float], flat: Sequence[float]) -> list[float]:
    """Return each day's share of the flat rate, drawn to that of the working days or of the weekend."""
    found = []
    for half in (slice(0, _SATURDAY), slice(_SATURDAY, len(_WEEK))):
        together = _drawn(sum(came[half]), sum(flat[half]), to=1.0, by=_BY_HALF_OF_WEEK)
        found += [_drawn(*each, to=together, by=_BY_DAY) for each in zip(came[half], flat[half], strict=True)]
    return found


def _of_rest(articles: _Sums, seen: _Sums, *, usual: float) -> tuple[float, float]:
    """Return the shares of the flat rate on holidays and around Tết, drawn to that of the quieter weekend day."""
    hours = sum(seen.plain[:_HOLIDAY])
    flat = sum(articles.plain[:_HOLIDAY]) / hours if hours else 0.0
    assumed = min(usual, 1.0)
    holiday = _drawn(articles.plain[_HOLIDAY], flat * seen.plain[_HOLIDAY], to=assumed, by=_ON_HOLIDAYS)
    assumed = min(holiday, 1.0) * _TET_SHARE
    return holiday, _drawn(articles.plain[_TET], flat * seen.plain[_TET], to=assumed, by=_ON_HOLIDAYS)


def _drawn(came: float, expected: float, *, to: float, by: float) -> float:
    """Return the share of what was expected that came, drawn to an assumed one as if it had been seen `by` times."""
    return (came + by * to) / (expected + by)


def _silences(
    came: Mapping[datetime, int], rates: Sequence[Sequence[float]], weights: Mapping[date, float]
) -> Silences:
    """Return how long nothing came, measured by how many articles were expected meanwhile."""
    sums = [tuple(accumulate(row, initial=0.0)) for row in rates]
    rows = {day: _row(day) for day in weights}
    before = dict(zip(weights, accumulate((sums[row][-1] for row in rows.values()), initial=0.0), strict=False))
    brought = dict.fromkeys(weights, 0)
    gaps = []
    over = inf  # what was expected up to the end of the last hour that brought something
    for hour, count in came.items():
        day, of_day = hour.date(), sums[rows[hour.date()]]
        brought[day] += count
        if over < inf:
            expected = before[day] + of_day[hour.hour] - over
            gaps.append(Gap(expected=expected, rate=rates[rows[day]][hour.hour], weight=weights[day]))
        over = before[day] + of_day[hour.hour + 1]
    whole = list(weights)[1:-1]
    days = [Day(expected=sums[rows[day]][-1], brought=brought[day], weight=weights[day]) for day in whole]
    return silences.measured(gaps, days)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


@cache
def _row(day: date) -> int:
    if holidays.is_tet_season(day):
        return _TET
    return _HOLIDAY if holidays.is_quiet_day(day) else day.weekday()
