"""Markup that a library makes once for each shape of an entry, and that is filled with what each entry says.

To build an entry's elements one by one takes ten times as long as to put its words between what stands around them in
every entry of its shape: with as many categories, links and authors, and with the same ones among its values empty.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from feeds import xml

Values = str | tuple["Values", ...]
"""What entries say, always in the same order; an empty text is a value that an entry lacks."""

_MOST = 2_000  # shapes that are remembered; a day's articles have some hundred
_MARK = re.compile("\ue000([0-9]+)\ue001")
_HTML = re.compile(r'<content(?::encoded| type="html")>\Z')


class _Place(NamedTuple):
    """Where a value stands: its number, how it is escaped there, and the markup that follows."""

    number: int
    escape: Callable[[str], str]
    after: str


class Mould:
    """Markup by the shapes of entries."""

    def __init__(self, make: Callable[[Values, str], str]) -> None:
        """Take what makes the markup of values, and of what tells apart kinds of entries that have the same shape."""
        self._make = make
        self._made: dict[tuple[Values, str], tuple[str, tuple[_Place, ...]]] = {}

    def fill(self, values: Values, *, kind: str = "") -> str:
        """Return the markup of an entry."""
        said: list[str] = []
        key = (_shape(values, said), kind)
        if len(self._made) > _MOST:
            self._made.clear()
        if key not in self._made:
            self._made[key] = _cut(self._make(_marked(values, iter(range(1_000_000))), kind))
        opening, places = self._made[key]
        return opening + "".join([place.escape(said[place.number]) + place.after for place in places])


def _shape(values: Values, said: list[str]) -> Values:
    """Return which values there are, and note them in their order."""
    if isinstance(values, tuple):
        return tuple([_shape(one, said) for one in values])
    said.append(values)
    return values and "x"


def _marked(values: Values, numbers: Iterator[int]) -> Values:
    if isinstance(values, tuple):
        return tuple(_marked(one, numbers) for one in values)
    number = next(numbers)
    return values and f"\ue000{number}\ue001"


def _cut(markup: str) -> tuple[str, tuple[_Place, ...]]:
    opening, *rest = _MARK.split(markup)
    before = [opening, *rest[1::2]]
    places = (
        _Place(int(number), _escaping(ahead), after)
        for number, ahead, after in zip(rest[::2], before, rest[1::2], strict=False)
    )
    return opening, tuple(places)


def _escaping(before: str) -> Callable[[str], str]:
    if before.endswith('="'):
        return xml.in_attribute
    return xml.in_html if _HTML.search(before) else xml.in_text
