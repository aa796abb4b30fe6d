"""How an article ends: the source and the byline that its last paragraphs name, and counters that are no text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler import markup

_NAME = r"[\w.Đđ/&–\- ]{2,60}"
_SOURCE = re.compile(
    rf"^\(\s*(?:Theo|Nguồn)\s*:?\s*(?P<quoted>{_NAME})\)\.?$"
    rf"|^\(\s*(?P<site>[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org))\s*\)\.?$"
    rf"|^(?:Theo|Nguồn)\s*:?\s+(?P<named>{_NAME})$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    rf"^(?:(?:Tin|Bài)(?:,| và| -|,? và)? ảnh|Tin|Bài|Tác giả|Thực hiện)\s*:\s*(?P<authors>{_NAME})$", re.IGNORECASE
)
_COUNTER = re.compile(
    r"^[•\s]*(?:(?:số )?lượt (?:xem|truy cập|đọc)|đang online|trực tuyến|trong (?:ngày|tuần|tháng|năm)|hôm (?:nay|qua)|"
    r"tổng (?:số )?(?:lượt )?truy cập|views?)?\s*:?\s*[\d.,]+$"
    r"|^(?:liên kết website|thống kê truy cập|in trang|in bài viết|gửi email|chia sẻ|bình luận|về đầu trang)$",
    re.IGNORECASE,
)
_LAST = 12  # paragraphs; what stands further up is text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the last paragraphs say."""

    source: str = ""
    authors: tuple[str, ...] = ()


def take(body: HtmlElement) -> Ending:
    """Return what an article's last paragraphs say of its origin; take the source and the counters out of it.

    The byline stays: it is text that readers are owed.
    """
    source, authors = "", ""
    for paragraph in _last_paragraphs(body):
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
    return Ending(source=source, authors=tuple(filter(None, map(str.strip, re.split(r"\s+-\s+|,\s", authors)))))


def _last_paragraphs(body: HtmlElement) -> Iterator[HtmlElement]:
    leaves = [block for block in body.iterdescendants(*markup.BLOCKS) if not _holds_more(block)]
    yield from reversed(leaves[-_LAST:])


def _holds_more(block: HtmlElement) -> bool:
    return next(block.iterdescendants("img", *markup.BLOCKS), None) is not None
