"""Which entries of the archive a feed carries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.archive.reading import Outline

AGE = timedelta(days=7)
"""A reader that was off for a week's holiday misses nothing."""

LEAST = 50
"""A quiet portal's feed still shows a newcomer what it is like."""

MOST = 200
"""Two hundred full texts are about 1.5 MB: well under the 5 MB at which validators and readers stop."""


def window(outlines: Sequence[Outline]) -> tuple[Outline, ...]:
    """Return what a feed carries of the archive's newest entries, which are given newest first.

    Age counts back from the newest entry, not from now: publishing is a pure function of the archive.
    Articles that were taken down are left out.
    """
    present = [one for one in outlines if not one.gone][:MOST]
    if not present:
        return ()
    bound = present[0].dated - AGE
    recent = sum(one.dated >= bound for one in present)
    return tuple(present[: max(recent, LEAST)])


def once(outlines: Sequence[Outline]) -> list[Outline]:
    """Return the archive's newest entries with each story once: as the portal told it whose article came first.

    That one names the others. A retelling stays out also when the first has aged out of the feed. Where the first was
    taken down, the earliest of the others stands for the story.
    """
    tellings: defaultdict[str, list[Outline]] = defaultdict(list)
    for one in reversed(outlines):
        if not one.gone:
            tellings[one.story].append(one)
    carried, also = set(), {}
    for told in tellings.values():
        first = next((one for one in told if one.id == one.story), told[0])
        if not first.told:
            carried.add(first.id)
            also[first.id] = tuple(sorted(one.id for one in told if one is not first))
    return [replace(one, also=also.get(one.id, ())) for one in outlines if one.gone or one.id in carried]


def lost(
    *, before: Iterable[tuple[str, datetime]], now: Sequence[Outline], accounted: AbstractSet[str] = frozenset()
) -> int:
    """Return how many of a feed's former entries (id, date) are missing without having aged out.

    Those are `accounted` for that were taken down, or are told as another portal's story.

    A window is the newest part of what the archive holds, so what is younger than its last entry is in it,
    if it is stored at all; and a window of fewer than `LEAST` is all there is.
    """
    kept = {one.id for one in now} | accounted
    oldest = now[-1].dated if len(now) >= LEAST else None
    return sum(one not in kept and (oldest is None or dated > oldest) for one, dated in before)
