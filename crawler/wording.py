"""The words of texts and of what is looked for in them: with their marks, wherever the tone stands, and without."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from crawler import text

_WORD = re.compile(r"[^\W_]{1,64}")  # what is longer is no word, and PostgreSQL takes 2,046 bytes at the most
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng
_TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})  # as word processors put them
_PART = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_OR = frozenset({"OR", "|"})

Phrase = tuple[str, ...]
"""Words that follow each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a text must say, as people write it.

    Attributes:
        alternatives: it says all phrases of one of these; anything, when there is none.
        excluded: it says none of these.
    """

    alternatives: tuple[tuple[Phrase, ...], ...] = ()
    excluded: tuple[Phrase, ...] = ()


def words(value: str) -> Phrase:
    """Return the words of a text in order, in small letters, with their marks.

    A tone stands at its word's end: `hoà` and `hòa` are one, `uỷ` and `ủy`, NFC and NFD; `bán` and `bàn` are two.
    """
    return tuple(map(_with_marks, _WORD.findall(text.clean(value).lower())))


@lru_cache(maxsize=1 << 16)  # Vietnamese has some 7,000 syllables
def plain(word: str) -> str:
    """Return a word without marks, đ as d."""
    return word if word.isascii() else text.fold(word)


def is_marked(phrases: Iterable[Phrase]) -> bool:
    """Return whether some word is written with a mark: then the others lack theirs on purpose."""
    return any(plain(word) != word for phrase in phrases for word in phrase)


def typed(written: str) -> str:
    """Return what is looked for as it is typed: in NFC, with plain quotes."""
    return unicodedata.normalize("NFC", written).translate(_TYPED)


def wanted(written: str) -> Wanted:
    """Read what is looked for: several words are all of them, quotes make a phrase, `-` excludes, `OR` parts.

    `OR` parts whatever stands on its sides; what is excluded is so on both. Words that a sign joins (`nông-lâm`,
    `12/2026/NĐ-CP`) are a phrase.

    >>> wanted('y tế OR "bảo hiểm" -xe').excluded
    (('xe',),)
    """
    alternatives: list[list[Phrase]] = [[]]
    excluded: list[Phrase] = []
    for minus, quoted, loose in _PART.findall(typed(written)):
        if loose in _OR and not minus:
            alternatives.append([])
        elif phrase := words(quoted or loose):
            (excluded if minus else alternatives[-1]).append(phrase)
    said = (tuple(dict.fromkeys(phrases)) for phrases in alternatives if phrases)
    return Wanted(alternatives=tuple(dict.fromkeys(said)), excluded=tuple(dict.fromkeys(excluded)))


@lru_cache(maxsize=1 << 16)
def _with_marks(word: str) -> str:
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    tones = sorted(letter for letter in letters if letter in _TONES)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES)) + "".join(tones)
