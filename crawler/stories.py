"""The same story on several portals: told by the sentences that its articles share.

Portals republish each other word for word and change the headline, the lead and the byline. So two articles are one
story when they share most of their longest sentences, whatever stands around them. Articles on the same event in
other words are not: readers want both.
"""

import hashlib
import re
from collections.abc import Set as AbstractSet

_SENTENCE = re.compile(r"[.!?…:;]+\s+|\n+")
_NO_LETTER = re.compile(r"\W+")
_LONG = 40  # characters; shorter sentences are phrases that many articles have
_MARKS = 8
FEWEST = 3
"""Sentences that one story's articles share at the least; one or two may be a quotation."""

_SHARE = 0.5


def marks(body_text: str) -> frozenset[int]:
    """Return what tells an article's text from others: numbers that stand for its longest sentences, at most eight.

    Capitals, blanks and punctuation do not count. A text with fewer than three long sentences has none. The numbers
    are of 63 bits, which every database holds.
    """
    folded = {_NO_LETTER.sub("", one).lower() for one in _SENTENCE.split(body_text)}
    longest = sorted((one for one in folded if len(one) >= _LONG), key=lambda one: (-len(one), one))[:_MARKS]
    return frozenset(map(_number, longest)) if len(longest) >= FEWEST else frozenset()


def same(one: AbstractSet[int], other: AbstractSet[int]) -> bool:
    """Return whether two articles with these marks are one story."""
    return len(one & other) >= max(FEWEST, _SHARE * min(len(one), len(other)))


def _number(sentence: str) -> int:
    return int.from_bytes(hashlib.blake2b(sentence.encode(), digest_size=8).digest()) >> 1
