"""Whether a share has fallen against its own past: a field's coverage, the pages that can be read, and their like."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, lgamma
from operator import itemgetter
from typing import Final

Counts = tuple[int, int]
"""How many of a crawl's articles have something, and of how many."""

_HAS, _OF = itemgetter(0), itemgetter(1)
_WINDOWS: Final = (3, 6, 12, 24, 48, 96)  # newest articles that are compared with those before them
_PAST = 12  # articles at least to compare with
_CREDIBLE = 100  # articles; a longer past does not make it surer that nothing changes
_FALLEN = 0.6  # of what is usual; a smaller fall repairs nothing by being told
_WELL = 0.75  # of what is usual, when it is told to be over
_CRAWLS = 2  # at least show it: one may have met an odd batch
_HARMLESS = 0.01  # false alarms that one share of one section may give in a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A share that fell.

    Attributes:
        has: of the newest `of` articles.
        usual: the share before.
        crawls: that show it.
    """

    has: int
    of: int
    usual: float
    crawls: int


def fallen(counts: Sequence[Counts], *, yearly: float) -> Fall | None:
    """Return how a share fell, where that is no chance; the shortest time that shows it.

    The chance is that of a beta-binomial distribution: what the past, known no better than by so many articles, lets
    expect of the newest. Where crawls differed more than chance lets them, articles count for as much less.

    Args:
        counts: of a section's crawls that read something, the oldest first.
        yearly: articles in a year: the more, the more often chance alone looks like a fall.
    """
    has, of = _sums(counts)
    if of < _PAST + _WINDOWS[0]:
        return None
    for crawls, recent, recent_of in _newest(counts):
        past = of - recent_of
        if past < _PAST:
            return None
        usual = (has - recent) / past
        if recent >= _WELL * usual * recent_of:
            return None  # now it is well, whatever was
        if recent < _FALLEN * usual * recent_of and _is_no_chance(counts, crawls, yearly=yearly):
            return Fall(has=recent, of=recent_of, usual=usual, crawls=crawls)
    return None


def _newest(counts: Sequence[Counts]) -> Iterator[tuple[int, int, int]]:
    """Yield how many crawls make up each window, how many of its articles have it, and how many there are."""
    windows = iter(_WINDOWS)
    wanted, has, of, lacking = next(windows), 0, 0, 0
    for crawls, (one, articles) in enumerate(reversed(counts), start=1):
        has, of, lacking = has + one, of + articles, lacking + (one < articles)
        if of >= wanted and (lacking >= _CRAWLS or not lacking):
            yield crawls, has, of
            wanted = next((size for size in windows if size > of), 0)
            if not wanted:
                return


def still_fallen(counts: Sequence[Counts], *, begun: int) -> Fall | None:
    """Return how a share is fallen still that fell some time ago; None when the newest articles are well again.

    Args:
        counts: of a section's crawls, the oldest first.
        begun: how many of them were before it fell.
    """
    has, of = _sums(counts[:begun])
    recent, recent_of = 0, 0
    for one, articles in reversed(counts[begun:]):
        recent, recent_of = recent + one, recent_of + articles
        if recent_of >= _WINDOWS[1]:
            break
    if recent >= _WELL * recent_of * has / of:
        return None
    return Fall(has=recent, of=recent_of, usual=has / of, crawls=len(counts) - begun)


def _is_no_chance(counts: Sequence[Counts], crawls: int, *, yearly: float) -> bool:
    past, recent = counts[:-crawls], counts[-crawls:]
    spread = _overdispersion(past)
    has, of = _sums(past)
    credible = min(_CREDIBLE / of, 1.0, 1 / spread)
    have, whole = _sums(recent)
    have, whole = round(have / spread), max(1, round(whole / spread))
    likely = _at_most(have, whole, 1 + has * credible, 1 + (of - has) * credible)
    return likely < _HARMLESS / max(yearly, 1.0)


def _overdispersion(counts: Sequence[Counts]) -> float:
    """Return by how much crawls differ more than chance lets them (Pearson's chi squared by degrees of freedom)."""
    has, of = _sums(counts)
    share = has / of
    if not 0 < share < 1 or len(counts) <= _CRAWLS:
        return 1.0
    chi = sum((one - articles * share) ** 2 / (articles * share * (1 - share)) for one, articles in counts if articles)
    return max(1.0, chi / (len(counts) - 1))


def _at_most(have: int, whole: int, alpha: float, beta: float) -> float:
    """Return the beta-binomial chance of at most so many of a whole."""
    return sum(_chance(each, whole, alpha, beta) for each in range(have + 1))


def _chance(have: int, whole: int, alpha: float, beta: float) -> float:
    ways = lgamma(whole + 1) - lgamma(have + 1) - lgamma(whole - have + 1)
    return exp(ways + _beta(alpha + have, beta + whole - have) - _beta(alpha, beta))


def _beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def _sums(counts: Sequence[Counts]) -> Counts:
    return sum(map(_HAS, counts)), sum(map(_OF, counts))
