"""A page read without rules: where the title, the date and the body of an article stand on any site."""

import re
from dataclasses import replace
from datetime import date as day
from datetime import tzinfo
from itertools import islice

from crawler import dates, dom, text
from crawler.dom import Node

_SITE_NAME = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,60}$")
_DATE_PLACES = (
    "time",
    '[class*="date"], [class*="Date"], [class*="time"], [class*="ngay"]',
    '[id*="date"], [id*="Date"], [id*="time"], [id*="ngay"]',
)
_SENTENCES = re.compile(r"(?<=[.;:!?…])\s+|[\n|]")  # trafilatura writes a table's cells between `|`
_COUNTED = re.compile(  # `01/11/2026 09:51 - Lượt xem 1.234`, `01/11/2026 | 123 lượt xem`
    r"[\s|,;•·–—-]*\b(?:(?:số )?lượt (?:xem|truy cập|đọc)|views?)\s*:?\s*[\d.,]*$"
    r"|(?<=\d)\s*[|,;•·–—-]\s*[\d.,]+ (?:lượt (?:xem|truy cập|đọc)|views?)$",
    re.IGNORECASE,
)
_DATE_LENGTH = 70  # characters; longer text is a sentence that mentions a day
_ENOUGH = 0.8  # of the text that trafilatura found, in characters
_MOST = 50_000  # tags; a page with an article has 4,000, and trafilatura takes 60 microseconds for an element
_LEAST = 120  # characters; less is a teaser, a menu or an error message


def title(page: Node) -> str:
    """Return the heading that the page's own title repeats, else that title without the site's name, else a heading."""
    heading = page.css_first("title")
    named = dom.words(heading) if heading else ""
    headings = [words for words in map(dom.words, page.css("h1")) if words]
    repeated = next((words for words in headings if named.startswith(words[:40])), "")
    return repeated or _SITE_NAME.sub("", named) or next(iter(headings), "")


def reading(written: str, *, zone: tzinfo, lenient: bool = False) -> dates.Reading | None:
    """Return the date that stands alone or before a counter of readers, in the given zone.

    `lenient` is for what is known to be a date: dateparser is asked, too.
    """
    counted = any(word in written.lower() for word in ("lượt", "view"))
    read = dates.lenient if lenient else dates.read
    found = read(_COUNTED.sub("", written) if counted else written, zone=zone)
    return replace(found, moment=found.moment.astimezone(zone)) if found else None


def date(page: Node, *, zone: tzinfo, today: day) -> dates.Reading | None:
    """Return the first date with an hour that stands by itself on the page, else the first date.

    Today's comes last: sites print it in their heads, bnews.vn in a `time` of its own.
    """
    coarse = None
    for place in _DATE_PLACES:
        for element in dom.select(page, place):
            found = _read(element, zone=zone)
            if found and found.timed:
                return found
            coarse = found if not coarse or (found and coarse.moment.date() == today) else coarse
    return _after_heading(page, zone=zone) or coarse


def container(page: Node, *, url: str) -> Node | None:
    """Return the element that holds the article's text, or None where there is no article.

    trafilatura tells the text; the element is the innermost one that holds most of it, so that the pictures and
    captions between the paragraphs come along.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - 50 MB and half a second that most crawls never need

    html = page.html or ""
    if html.count("<") > _MOST:
        return None
    found = bare_extraction(html, url=url, favor_precision=True, include_comments=False, with_metadata=False)
    words = getattr(found, "text", None) or ""
    sentences = [one for one in map(text.line, _SENTENCES.split(words)) if len(one) > 40]  # noqa: PLR2004 - not a label
    total = sum(map(len, sentences))
    if total < _LEAST:
        return None
    within = page.css_first("body") or page
    while (closer := _child_with(within, sentences, least=total * _ENOUGH)) is not None:
        within = closer
    return within


def _child_with(element: Node, sentences: list[str], *, least: float) -> Node | None:
    for child in element.iter():
        words = dom.words(child)
        # Length first: a page of ten thousand paragraphs has as many children and as many sentences.
        if len(words) >= least and sum(len(one) for one in sentences if one in words) >= least:
            return child
    return None


def _read(element: Node, *, zone: tzinfo) -> dates.Reading | None:
    for written in (dom.attribute(element, "datetime"), dom.words(element)):
        if 0 < len(written) <= _DATE_LENGTH and (found := reading(written, zone=zone)):
            return found
    return None


def _after_heading(page: Node, *, zone: tzinfo) -> dates.Reading | None:
    for heading in page.css("h1"):
        for following in islice(dom.texts_after(heading), 60):
            written = text.line(following)
            if 6 < len(written) <= _DATE_LENGTH and (found := reading(written, zone=zone)):  # noqa: PLR2004
                return found
    return None
