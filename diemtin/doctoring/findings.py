"""What was found: right, doubtful or wrong, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much it matters."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one look found.

    Attributes:
        check: what was looked at, in a word or two; stable.
        says: what was found: where it is wrong, the cause. One line.
        remedy: what to do, one line; empty where nothing is to be done.
    """

    check: str
    level: Level
    says: str
    remedy: str = ""


def ok(check: str, says: str) -> Finding:
    """Return that all is right."""
    return Finding(check=check, level=Level.OK, says=says)


def warning(check: str, says: str, remedy: str) -> Finding:
    """Return that something will do, but not for long or not for everything."""
    return Finding(check=check, level=Level.WARNING, says=says, remedy=remedy)


def error(check: str, says: str, remedy: str) -> Finding:
    """Return that it will not work."""
    return Finding(check=check, level=Level.ERROR, says=says, remedy=remedy)
