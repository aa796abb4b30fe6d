"""What the parts of the status page have in common."""

from datetime import datetime
from html import escape

from crawler.dates import HANOI
from diemtin.status import words
from diemtin.status.state import SectionStatus

NONE = "–"


def outward(url: str, said: str) -> str:
    """Return a link to a portal, which is not told from where it is followed."""
    return f'<a href="{escape(url)}" rel="noreferrer nofollow">{escape(said)}</a>'


def title(one: SectionStatus) -> str:
    """Return how a section is called."""
    return one.title or "Bài ngoài chuyên mục"


def time(at: datetime | None) -> str:
    """Return a moment as Viet Nam writes it, with its exact form for programs; a dash for none."""
    if at is None:
        return NONE
    return f'<time datetime="{at.astimezone(HANOI).isoformat(timespec="seconds")}">{words.moment(at)}</time>'
