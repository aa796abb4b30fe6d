"""Text as portals write it, made fit to store, to compare and to show."""

import re
import unicodedata

_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # not allowed in XML, or unwise
    "\u00ad\u200b\u2060\ufeff]"  # soft hyphen, zero-width space, word joiner, byte order mark: seen opening titles
)


def clean(value: str) -> str:
    """Return `value` in NFC without the characters that no feed may carry; line ends become a newline."""
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    if value.isprintable():  # then nothing below is in it, and the search would cost as much as all the rest
        return value
    return _UNFIT.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def line(value: str) -> str:
    r"""Return `value` cleaned, on one line, with single blanks and none at the ends.

    >>> line(" Chính\u00a0phủ \r\n họp ")
    'Chính phủ họp'
    """
    return single_blanks(clean(value))


def single_blanks(value: str) -> str:
    """Return clean text with one blank for each run of blanks, of any kind, and none at the ends."""
    if value.isprintable() and "  " not in value:  # as most is; to take it apart costs five times as much
        return value.strip(" ")
    return " ".join(value.split())


def counted(number: int, what: str) -> str:
    """Return a number with what it counts, an English noun whose plural ends in `s`.

    >>> counted(1, "crawl"), counted(1200, "crawl")
    ('1 crawl', '1,200 crawls')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def fold(value: str) -> str:
    """Return a form for matching only: lower case, no marks, đ as d, whatever the tone's placement.

    `Uỷ ban`, `Ủy ban` and `UY BAN` fold alike; so do NFC and NFD.

    >>> fold("Uỷ ban, Đảng")
    'uy ban, dang'
    """
    marks = unicodedata.normalize("NFD", value.lower()).replace("đ", "d")
    return "".join(letter for letter in marks if not unicodedata.combining(letter))
