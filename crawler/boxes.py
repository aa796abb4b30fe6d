"""Boxes that a page sets into an article's text: related articles, buttons to share."""

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.elements import content, remove

_NAMED = re.compile(
    r"social-share|share-|addthis|fb-like|zalo-share|box-tin-lien-quan|(?<![a-z])related|article__tag",
    re.IGNORECASE,
)
_TITLE = r"(?:(?:các )?(?:tin|bài|tin bài|bài viết) liên quan|(?:xem|đọc|tham khảo) thêm|tin cùng chuyên mục)"
_HEADED = re.compile(rf"^[>»\s]*{_TITLE}\s*:?\s*", re.IGNORECASE)
_POINTED = re.compile(rf"^(?:>+|»)\s*{_TITLE}\s*:?\s*", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar)(?:$|\?)", re.IGNORECASE)
_NAMES = etree.XPath(".//*[@class or @id]")
_MOSTLY = 0.8  # of a box's text is links
_LEAST = 2  # links
_OPENING = 4  # texts, blank ones included: enough to see whether a part begins with a title


def remove_boxes(body: HtmlElement) -> None:
    """Take out boxes that are named as such, and those that hold little but links under a title that says so."""
    named = [one for one in _NAMES(body) if _NAMED.search(f"{one.get('class') or ''} {one.get('id') or ''}")]
    if named:
        most = _unlinked(body) / 2  # a wrapper of the article may be named like one
        for box in named:
            if _unlinked(box) <= most:
                remove(box)
    if next(body.iter("a"), None) is not None:
        _remove_titled(body)


def _remove_titled(body: HtmlElement) -> None:
    for part in list(body.iterdescendants("div", "section", "aside", "ul", "ol", "table", "p", "h2", "h3", "h4")):
        if not _HEADED.match(" ".join(islice(part.itertext(), _OPENING))):
            continue
        words = content(part)
        headed = _HEADED.match(words)
        rest = words[headed.end() :] if headed else ""
        under = part.getnext()
        if headed and not rest and under is not None and _is_all_links(under, content(under), least=_LEAST):
            remove(under)
            remove(part)
        elif rest and _is_all_links(part, rest, least=1 if _POINTED.match(words) else _LEAST):
            remove(part)


def _is_all_links(part: HtmlElement, words: str, *, least: int) -> bool:
    anchors = list(part.iter("a"))
    linked = sum(len(content(anchor)) for anchor in anchors)
    offers = any(_FILE.search(anchor.get("href") or "") for anchor in anchors)
    return len(anchors) >= least and linked >= _MOSTLY * len(words) and not offers


def _unlinked(part: HtmlElement) -> int:
    return len(content(part)) - sum(len(content(anchor)) for anchor in part.iter("a"))
