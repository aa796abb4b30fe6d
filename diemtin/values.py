"""What may be written for a setting: kinds of values, each refused in words that say what is wanted."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field

from crawler.dates import HANOI

_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_LONGEST_INTERVAL = 527_040  # minutes: a leap year


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """A span of each day, in Ha Noi time; one that ends before it begins goes over midnight."""

    begin: time
    end: time

    @classmethod
    def read(cls, written: str) -> Self | None:
        """Return hours as they are written, `23:00-05:00`; None for an empty text.

        Raises:
            ValueError: they are no hours, or none of the day.
        """
        if not written:
            return None
        begin, _, end = written.partition("-")
        if _HOURS.fullmatch(written) is None or begin == end:
            raise ValueError("write two times of a day, like 23:00-05:00")
        return cls(begin=time.fromisoformat(begin), end=time.fromisoformat(end))

    def ends(self, now: datetime) -> datetime | None:
        """Return when the span that `now` is in ends, in Ha Noi time; None when it is in none. The end is outside."""
        here = now.astimezone(HANOI)
        for day in (here.date() - timedelta(days=1), here.date()):
            begun = datetime.combine(day, self.begin, HANOI)
            over = datetime.combine(day + timedelta(days=self.end < self.begin), self.end, HANOI)
            if begun <= here < over:
                return over
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What may be asked of a portal in a day; 0 is no limit."""

    requests: int
    bytes: int


def like(pattern: str, wanted: str) -> AfterValidator:
    """Return what refuses a text that does not match as a whole, in words that say what is wanted."""

    def matching(written: str) -> str:
        if re.fullmatch(pattern, written) is None:
            raise ValueError(wanted)
        return written

    return AfterValidator(matching)


def _unless(refused: Callable[[Any], bool], wanted: str) -> BeforeValidator:
    """Return what refuses a value before it is made into what the setting is."""

    def wanted_value(written: Any) -> Any:
        if refused(written):
            raise ValueError(wanted)
        return written

    return BeforeValidator(wanted_value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_no_phrases(written: Any) -> bool:
    if isinstance(written, dict):
        return not all(isinstance(phrase, str) and _is_number(weight) for phrase, weight in written.items())
    return not (isinstance(written, list) and all(isinstance(phrase, str) for phrase in written))


def _hours(written: str) -> str:
    QuietHours.read(written)
    return written


def listed(written: Any) -> Any:
    """Return the list that a variable holds: JSON, or addresses with commas between them, which may hold commas."""
    if not isinstance(written, str):
        return written
    if not written.lstrip().startswith("["):
        return [one for one in re.split(r"\s*,\s*(?=[\w+.-]+://)|\s*,?\s*$", written.strip()) if one]
    try:
        return json.loads(written)
    except json.JSONDecodeError as error:
        raise ValueError("write a list, or addresses with commas between them") from error


# `true` would else be taken for 1.
NUMBER = _unless(lambda written: isinstance(written, bool), "write a number")
_HOME = r"https?://[^\s/?#]+/?"
PORTAL_URL = r"https?://(?=[^/]*\.)[^\s/?#@:\[\]{}\\]+/?"  # by its name: no port, no password, no number in brackets
Whole = Annotated[int, NUMBER]
Megabytes = Annotated[int, Field(ge=0), NUMBER]
Minutes = Annotated[float, Field(gt=0, le=_LONGEST_INTERVAL), NUMBER]
Requests = Annotated[int, Field(ge=0), NUMBER]
Folder = Annotated[Path, _unless(lambda written: written == "", "write a folder")]
Archive = Annotated[str, like(r"[\w+]+://.*", "write an SQLAlchemy address, like sqlite:///diemtin.db")]
Contact = Annotated[
    str,
    like(
        r"|[!-~]+@[!-?A-~]+\.[!-?A-~]+|https?://[!-~]+",  # it is sent in a header: ASCII, one line
        "write an e-mail address or one with https://, in ASCII",
    ),
]
SiteUrl = Annotated[
    str, like(r"https?://[^\s/?#]+(/[^\s?#]*)?", "write an address like https://feeds.example.vn/, without ? and #")
]
HubUrl = Annotated[str, like(r"https?://[!-~]+", "write an address like https://hub.example.vn/")]
Alarm = Annotated[
    str, like(r"[A-Za-z][\w+.-]*://\S.*", "write an address that apprise knows, like mailtos://… or tgram://…")
]
Line = Annotated[
    str, like(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]*", "write one line, without control characters")
]
Name = Annotated[Line, like(r"(?s).*\S.*", "write a name, in one line")]
Replay = Annotated[str, like(f"({_HOME})?", "write an address like http://127.0.0.1:8080/")]  # else it would go live
Hours = Annotated[str, AfterValidator(_hours)]
TimeOfDay = Annotated[str, like(r"|([01]\d|2[0-3]):[0-5]\d", 'write a time of day, like 07:00, or "" for none')]
Phrases = Annotated[
    dict[str, float] | list[str],
    _unless(_are_no_phrases, 'write a list, ["học phí"], or weights, { "học phí" = 3 }'),
]
