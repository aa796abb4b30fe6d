"""Boxes that a page sets into an article's text: related articles, buttons to share."""

import re

from lxml import etree
from lxml.html import HtmlElement

from crawler import text
from crawler.elements import content, remove

_NAMED = re.compile(
    r"social-share|share-|addthis|fb-like|zalo-share|box-tin-lien-quan|(?<![a-z])related|article__tag",
    re.IGNORECASE,
)
_TITLE = r"(?:(?:các )?(?:tin|bài|tin bài|bài viết) liên quan|(?:xem|đọc|tham khảo) thêm|tin cùng chuyên mục)"
_HINTS = ("liên quan", "xem thêm", "đọc thêm", "khảo thêm", "cùng chuyên mục")  # most articles hold none of them
_HEADED = re.compile(rf"^[>»\s]*{_TITLE}\s*:?\s*", re.IGNORECASE)
_POINTED = re.compile(rf"^(?:>+|»)\s*{_TITLE}\s*:?\s*", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar)(?:$|\?)", re.IGNORECASE)
_NAMES = etree.XPath(".//*[@class or @id]")
_MOSTLY = 0.8  # of a box's text is links
_LEAST = 2  # links


def remove_boxes(body: HtmlElement) -> None:
    """Take out boxes that are named as such, and those that hold little but links under a title that says so."""
    named = [one for one in _NAMES(body) if _NAMED.search(f"{one.get('class') or ''} {one.get('id') or ''}")]
    if named:
        most = _unlinked(body) / 2  # a wrapper of the article may be named like one
        for box in named:
            if _unlinked(box) <= most:
                remove(box)
    written = text.clean("".join(body.itertext())).lower()
    if any(hint in written for hint in _HINTS):
        _remove_titled(body)


def _remove_titled(body: HtmlElement) -> None:
    for part in list(body.iterdescendants("div", "section", "aside", "ul", "ol", "table", "p", "h2", "h3", "h4")):
        words = content(part)
        headed = _HEADED.match(words)
        if not headed:
            continue
        rest = words[headed.end() :]
        under = part.getnext()
        if not rest and under is not None and _is_all_links(under, content(under), least=_LEAST):
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
