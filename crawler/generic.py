"""A page read without rules: where the title, the date and the body of an article stand on any site."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date as day
from datetime import tzinfo
from itertools import chain, islice, takewhile

from crawler import dates, dom, elements, text
from crawler.dom import Node

_SITE_NAME = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,60}$")
_DATE_NAMES = re.compile(r"date|time|ngay", re.IGNORECASE)  # of a date's element: its class or its id
_LABELLED = re.compile(  # not `Cập nhật`, under which sites tell of themselves as well
    r"^\W*(?:ngày đăng|đăng ngày|đăng lúc|ngày xuất bản|xuất bản(?: lúc| ngày)?|published|posted)\b", re.IGNORECASE
)
_HEADINGS = 'h1, h2, h3, h4, [class*="title"]'
_SENTENCES = re.compile(r"(?<=[.;:!?…])\s+|[\n|]")  # trafilatura writes a table's cells between `|`
_COUNTED = re.compile(  # `01/11/2026 09:51 - Lượt xem 1.234`, `01/11/2026 | 123 lượt xem`
    r"[\s|,;•·–—-]*\b(?:(?:số )?lượt (?:xem|truy cập|đọc)|views?)\s*:?\s*[\d.,]*$"
    r"|(?<=\d)\s*[|,;•·–—-]\s*[\d.,]+ (?:lượt (?:xem|truy cập|đọc)|views?)$",
    re.IGNORECASE,
)
_DATE_LENGTH = 70  # characters; longer text is a sentence that mentions a day
_UNDER = 600  # characters of text under the heading: a byline and a long lead
_ABOVE = 80  # above it: the path of the section
_BELOW = 40  # below the text: the author
_STEPS = 400  # elements and texts on the way
_FEW = 5  # headings with the article's title: its own, in the path, in a list of the latest
_SHORTEST = 7  # characters: 1/3/2026 has 8
_ALIKE = 40  # characters; two titles that begin alike for so long are one
_ENOUGH = 0.8  # of the text that trafilatura found, in characters
_MOST = 50_000  # tags; a page with an article has 4,000, and trafilatura takes 60 microseconds for an element
_LEAST = 120  # characters; less is a teaser, a menu or an error message


def title(page: Node) -> str:
    """Return the heading that the page's own title repeats, else that title without the site's name, else a heading."""
    heading = page.css_first("title")
    named = dom.words(heading) if heading else ""
    headings = [words for words in map(dom.words, page.css("h1")) if words]
    repeated = next((words for words in headings if named.startswith(words[:_ALIKE])), "")
    return repeated or _SITE_NAME.sub("", named) or next(iter(headings), "")


def reading(written: str, *, zone: tzinfo, lenient: bool = False) -> dates.Reading | None:
    """Return the date that stands alone or before a counter of readers, in the given zone.

    `lenient` is for what is known to be a date: dateparser is asked, too.
    """
    counted = any(word in written.lower() for word in ("lượt", "view"))
    read = dates.lenient if lenient else dates.read
    found = read(_COUNTED.sub("", written) if counted else written, zone=zone)
    return replace(found, moment=found.moment.astimezone(zone)) if found else None


def date(page: Node, *, title: str, container: Node, zone: tzinfo, today: day) -> dates.Reading | None:
    """Return the date that stands by itself at the article's heading or text, else the only one labelled as its own.

    One that stands further off is as likely another story's, in a box of the latest news. Today's comes last where it
    stands above the heading: sites print it in their heads, bnews.vn in a `time` of its own.
    """
    headings = _headings(page, title)
    under = [_readings(_until_after(container, one), reach=_UNDER, zone=zone) for one in headings]
    opening = _readings(container.traverse(include_text=True), reach=_ABOVE, zone=zone)
    if found := list(chain(*under, opening)):
        return _with_hour(found)
    above = [_readings(dom.before(one), reach=_ABOVE, zone=zone) for one in (*headings, container)]
    unlinked = takewhile(lambda one: one.tag not in {"a", "li"}, dom.after(container))
    below = _readings(unlinked, reach=_BELOW, zone=zone)
    around = sorted(chain(*above, below), key=lambda one: not one.timed and one.moment.date() == today)
    return _with_hour(around or _labelled(page, zone=zone))


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


def _headings(page: Node, title: str) -> list[Node]:
    """Return the elements that hold the title and little else, or else all first headings."""
    told = ((one, dom.words(one)) for one in dom.select(page, _HEADINGS)[:_STEPS])
    named = [one for one, words in told if words.startswith(title[:_ALIKE]) and len(words) < len(title) + _ALIKE]
    return (named or page.css("h1"))[:_FEW]


def _until_after(container: Node, heading: Node) -> Iterator[Node]:
    """Return what follows a heading, as far as the text's end."""
    end = next(dom.after(container), None)
    return takewhile(lambda one: end is None or one.mem_id != end.mem_id, dom.after(heading))


def _readings(nodes: Iterable[Node], *, reach: int, zone: tzinfo) -> Iterator[dates.Reading]:
    """Yield the dates that stand by themselves, as far as so many characters reach."""
    passed = 0
    for node in islice(nodes, _STEPS):
        found = _read(node, zone=zone)
        if found:
            yield found
        passed += len(text.line(node.text_content or "")) if node.is_text_node else 0
        if passed > reach:
            return


def _read(node: Node, *, zone: tzinfo) -> dates.Reading | None:
    """Return the date that a text is, or an element that is named as a date's."""
    if node.is_text_node:
        written = ("", text.line(node.text_content or ""))
    elif node.tag == "time" or _DATE_NAMES.search(f"{dom.attribute(node, 'class')} {dom.attribute(node, 'id')}"):
        written = (dom.attribute(node, "datetime"), dom.words(node))
    else:
        return None
    readings = (reading(each, zone=zone) for each in written if _SHORTEST < len(each) <= _DATE_LENGTH)
    return next(filter(None, readings), None)


def _with_hour(found: Sequence[dates.Reading]) -> dates.Reading | None:
    """Return the first of the readings with an hour that are of the same day as the first of all, else the first."""
    same = [one for one in found if one.moment.date() == found[0].moment.date()]
    return next((one for one in same if one.timed), next(iter(same), None))


def _labelled(page: Node, *, zone: tzinfo) -> list[dates.Reading]:
    """Return the dates that the page calls those of a publication; none where these are several days, of a list."""
    lines = elements.lines(text.clean(page.inner_html or ""))
    labelled = (one for one in lines if len(one) <= _DATE_LENGTH and _LABELLED.match(one))
    found = [*filter(None, (reading(one, zone=zone) for one in labelled))]
    return found if len({one.moment.date() for one in found}) == 1 else []
