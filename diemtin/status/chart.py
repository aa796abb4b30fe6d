"""Small charts for the status page: a bar a day, drawn inline as SVG."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from diemtin.status import words

_STEP, _BAR, _HEIGHT = 5, 4, 28  # units: pixels at the size at which it is shown
_LEAST = 1.5  # height of a bar of a day with any article; a day with none has a mark of half a unit
_NONE = 0.5


def days(counts: Sequence[int], *, today: date, expected: float | None = None) -> str:
    """Return how many articles came on each day, today last, as an SVG picture that tells itself in words.

    Args:
        counts: one for each day.
        today: the last of them.
        expected: articles a day, drawn as a line across; None for none.
    """
    width = _STEP * len(counts)
    top = max(*counts, expected or 0, 1)
    bars = "".join(_bar(number, count, top=top) for number, count in enumerate(counts))
    line = _line(expected, top=top, width=width) if expected else ""
    return (
        f'<svg class=days role=img viewBox="0 0 {width} {_HEIGHT}" width={width} height={_HEIGHT}>'
        f"<title>{escape(_title(counts))}</title><desc>{escape(_told(counts, today=today, expected=expected))}</desc>"
        f'<path d="{bars}"/>{line}</svg>'
    )


def _bar(number: int, count: int, *, top: float) -> str:
    high = max(_LEAST, (_HEIGHT - 1) * count / top) if count else _NONE
    return f"M{number * _STEP} {_HEIGHT}v-{high:.3g}h{_BAR}v{high:.3g}z"


def _line(expected: float, *, top: float, width: int) -> str:
    at = _HEIGHT - (_HEIGHT - 1) * expected / top
    return f'<path class=usual d="M0 {at:.3g}h{width}"/>'


def _title(counts: Sequence[int]) -> str:
    return f"Tin bài mỗi ngày trong {len(counts)} ngày qua"


def _told(counts: Sequence[int], *, today: date, expected: float | None) -> str:
    """Return what the picture shows, in words."""
    most = max(counts)
    if not most:
        return "Không có tin bài nào."
    when = today - timedelta(days=counts[::-1].index(most))
    usual = f" Thường ngày khoảng {words.number(expected)} tin." if expected else ""
    return (
        f"Tổng {words.number(sum(counts))} tin; nhiều nhất {words.number(most)} tin, ngày {when:%d/%m}; "
        f"hôm nay {words.number(counts[-1])} tin.{usual}"
    )
