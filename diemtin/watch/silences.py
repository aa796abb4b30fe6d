"""How long nothing comes as a rule, and how unlikely a longer silence is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import expm1
from typing import Any, Final, Self

_ASSUMED = 4.0
"""How many silences the assumption weighs that articles come independently of each other."""

_EVEN = 60.0  # days of one article, of which it is assumed that chance alone makes them differ
_ROUNDS = 4  # until the mean no longer moves
_LEAST_SHAPE, _MOST_SHAPE = 3.0, 200.0
_HARMLESS: Final = 0.03
"""False alarms that one section may give in a year: a portal of ten then gives one in three years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silences:
    """How long nothing comes, measured by how many articles are expected meanwhile, so that nights cost nothing.

    A Pareto distribution of the second kind (Lomax): what Poisson's arrivals become when their rate is itself
    uncertain. The silence of articles that come in bursts is longer (`mean`), that of portals which stop now and then
    has a heavier tail (`shape`).

    Attributes:
        mean: 1 where articles come independently of each other.
        shape: the smaller, the heavier the tail; an exponential one is about 200.
    """

    mean: float
    shape: float

    def chance(self, expected: float) -> float:
        """Return how likely a silence is in which so many articles were expected."""
        return float((1 + expected / (self.mean * (self.shape - 1))) ** -self.shape)

    def alarming(self, *, per_week: float) -> float:
        """Return how many articles must be expected in a silence until it is an alarm, of so many in a week.

        The more silences a year has, the longer one is still by chance.
        """
        in_a_year = max(52 * per_week / self.mean, 1.0)
        likely = min(_HARMLESS / in_a_year, 0.01)
        return float(self.mean * (self.shape - 1) * (likely ** (-1 / self.shape) - 1))

    def as_json(self) -> dict[str, float]:
        """Return it as values of JSON."""
        return {"mean": round(self.mean, 3), "shape": round(self.shape, 2)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return what was stored."""
        return cls(mean=stored["mean"], shape=stored["shape"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time between two hours that brought something.

    Attributes:
        expected: how many articles were expected in it.
        rate: how many were expected in the hour that ended it; when in that hour the first came is not known.
        weight: what it counts.
    """

    expected: float
    rate: float
    weight: float

    def silence(self, mean: float) -> float:
        """Return how many were expected until the first article came, where silences last so long in the mean."""
        rate = self.rate / mean
        return self.expected + mean * (1 - rate / expm1(rate) if rate else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How many articles a day brought, how many were expected, and what it weighs."""

    expected: float
    brought: int
    weight: float


def measured(gaps: Sequence[Gap], days: Sequence[Day]) -> Silences:
    """Return what gaps and days tell.

    The tail is as heavy as the silences' own, or as that of a rate which differs as much as the days do, whichever
    is the heavier; where much comes every hour only the days tell. And the rate of those that would alarm is known no
    better than by so many gaps.
    """
    known = sum(gap.weight for gap in gaps)
    mean, spread = 1.0, 1.0
    for _ in range(_ROUNDS):
        mean, spread = _moments([(gap.silence(mean), gap.weight) for gap in gaps])
    of_gaps = (spread - 1) / (2 * spread) if spread > 1 else 0.0
    inverse = max(of_gaps, _uneven(days, burst=mean)) + 1 / max(known, 1.0)
    return Silences(mean=mean, shape=min(max(1 / inverse, _LEAST_SHAPE), _MOST_SHAPE))


def _uneven(days: Sequence[Day], *, burst: float) -> float:
    """Return the variance of the days' rates in squares of their mean, beyond what chance and bursts explain."""
    beyond = sum(((day.brought - day.expected) ** 2 - burst * day.expected) * day.weight for day in days)
    return max(0.0, beyond / (sum(day.expected**2 * day.weight for day in days) + _EVEN))


def _moments(silent: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the mean and the variance in its squares: 1 for an exponential tail."""
    weight = sum(each for _, each in silent) + _ASSUMED
    mean = (sum(gap * each for gap, each in silent) + _ASSUMED) / weight
    square = (sum(gap * gap * each for gap, each in silent) + 2 * _ASSUMED) / weight
    return mean, square / mean**2 - 1
