"""Which entries of the archive a feed carries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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

    That one names the others. Where it is not among them, or was taken down, each stands for itself.
    """
    present = {one.id for one in outlines if not one.gone}
    others: defaultdict[str, list[str]] = defaultdict(list)
    for one in outlines:
        if one.story != one.id and one.story in present and not one.gone:
            others[one.story].append(one.id)
    told = {also for each in others.values() for also in each}
    return [replace(one, also=tuple(sorted(others.get(one.id, ())))) for one in outlines if one.id not in told]


def lost(*, before: Iterable[tuple[str, datetime]], now: Sequence[Outline]) -> int:
    """Return how many of a feed's former entries (id, date) are missing without having aged out.

    A window is the newest part of what the archive holds, so what is younger than its last entry is in it,
    if it is stored at all; and a window of fewer than `LEAST` is all there is.
    """
    kept = {one.id for one in now}
    oldest = now[-1].dated if len(now) >= LEAST else None
    return sum(one not in kept and (oldest is None or dated > oldest) for one, dated in before)
