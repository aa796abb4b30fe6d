"""The numbers of legal and Party documents: found in text, normalised, read."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A legal or Party document that an article cites.

    Attributes:
        number: normalised, e.g. `06/2013/QĐ-TTg`; look-alike letters folded.
        type: in Vietnamese, e.g. `Quyết định`; empty when neither number nor words tell.
        issuer: the issuing body in Vietnamese, e.g. `Thủ tướng Chính phủ`; empty when not known.
        date: of issue, where the article says so.
    """

    number: str
    type: str = ""
    issuer: str = ""
    date: datetime.date | None = None


def find(text: str) -> tuple[Citation, ...]:
    return ()
