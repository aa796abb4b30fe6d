"""How an article begins and ends: what stands around its text, is told elsewhere or is no text at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from lxml.html import HtmlElement

from crawler import dates, markup, paragraphs

_NAME = r"[\w.Đđ/&–\- ]{2,60}"
_SOURCE = re.compile(
    rf"^\(\s*(?:Theo|Nguồn)\s*:?\s*(?P<quoted>{_NAME})\)\.?$"
    rf"|^\(\s*(?P<site>[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org))\s*\)\.?$"
    rf"|^(?:Theo|Nguồn)\s*:?\s+(?P<named>{_NAME})$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    rf"^(?:(?:Tin|Bài)(?:,| và| -|,? và)? ảnh|Tin|Bài|Tác giả|Thực hiện)\s*:\s*(?P<authors>{_NAME})$",
    re.IGNORECASE,
)
_VIEWS = re.compile(r"^(?:số )?lượt (?:xem|truy cập|đọc)\s*:\s*[\d.,]+$", re.IGNORECASE)
_COUNTER = re.compile(
    r"^[•\s]*(?:(?:số )?lượt (?:xem|truy cập|đọc)|đang online|trực tuyến|trong (?:ngày|tuần|tháng|năm)|hôm (?:nay|qua)|"
    r"tổng (?:số )?(?:lượt )?truy cập|views?)?\s*:?\s*[\d.,]+$"
    r"|^(?:in trang|in bài viết|gửi email|chia sẻ|về đầu trang)$",
    re.IGNORECASE,
)
# Titles of what sites set under an article: what follows one of these belongs to the site.
_BESIDE = re.compile(
    r"^(?:liên kết web(?:site)?|thống kê truy cập|bình luận|ý kiến bạn đọc|tin (?:mới|cũ) hơn|tin cùng chuyên mục"
    r"|(?:các )?(?:tin|bài|tin bài|bài viết) (?:khác|liên quan|cùng chuyên mục|đã đưa))\s*:?$",
    re.IGNORECASE,
)
_TOOL = re.compile(r"^(?:in trang|in bài(?: viết)?|bản in|gửi (?:email|bài)|chia sẻ|print)$", re.IGNORECASE)
_LAST = 40  # paragraphs; what stands further up is text
_LITTLE = 0.25  # of an article's text; the title of a box that more follows is an article's own subheading


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the last paragraphs say."""

    source: str = ""
    authors: tuple[str, ...] = ()


def take_head(body: HtmlElement, *, title: str, zone: tzinfo) -> None:
    """Take out what stands above the text in its own element: the title, the date, the way to the print page."""
    heading = next((one for one in body.iterdescendants("h1") if markup.content(one).startswith(title)), None)
    if heading is not None:
        _remove_before(heading, within=body)
        markup.remove(heading)
    for block in paragraphs.leaves(body):
        words = markup.content(block)
        if words and not _TOOL.match(words) and not _VIEWS.match(words) and not dates.read(words, zone=zone):
            return
        markup.remove(block)


def take(body: HtmlElement) -> Ending:
    """Return what an article's last paragraphs say of its origin; take the source, and what follows it, out.

    The byline stays: it is text that readers are owed.
    """
    _remove_what_stands_beside(body)
    source, authors = "", ""
    for paragraph in reversed(paragraphs.leaves(body)[-_LAST:]):
        words = markup.content(paragraph)
        if not words or _COUNTER.match(words):
            markup.remove(paragraph)
        elif not source and (found := _SOURCE.match(words)):
            source = next(filter(None, found.groups())).strip()
            markup.remove(paragraph)
        elif not authors and (found := _BYLINE.match(words)):
            authors = found["authors"].strip()
        else:
            break
    return Ending(
        source=source, authors=tuple(filter(None, map(str.strip, re.split(r"\s+-\s+|,\s", authors))))
    )


def _remove_what_stands_beside(body: HtmlElement) -> None:
    after, most = 0, len(markup.content(body)) * _LITTLE
    first = None
    for block in reversed(paragraphs.leaves(body)[-_LAST:]):
        words = markup.content(block)
        after += len(words)
        if after > most:
            break
        if _BESIDE.match(words):
            first = block
        elif _VIEWS.match(words):
            markup.remove(block)
    if first is not None:
        _remove_after(first, within=body)
        markup.remove(first)


def _remove_before(part: HtmlElement, *, within: HtmlElement) -> None:
    for node in _upwards(part, within=within):
        for sibling in list(node.itersiblings(preceding=True)):
            markup.remove(sibling)
        parent = node.getparent()
        if parent is not None:
            parent.text = None


def _remove_after(part: HtmlElement, *, within: HtmlElement) -> None:
    for node in list(_upwards(part, within=within)):
        node.tail = None
        for sibling in list(node.itersiblings()):
            sibling.tail = None
            markup.remove(sibling)


def _upwards(part: HtmlElement, *, within: HtmlElement) -> Iterable[HtmlElement]:
    node: HtmlElement | None = part
    while node is not None and node is not within:
        yield node
        node = node.getparent()
