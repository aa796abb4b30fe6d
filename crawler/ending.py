"""How an article begins and ends: what stands around its text, is told elsewhere or is no text at all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from lxml.html import HtmlElement

from crawler import generic, markup, paragraphs

_NAME = r"[\w.Đđ/&–\- +,:]{2,60}"
_SITE = r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)/?"
_SOURCE = re.compile(
    rf"^\(\s*(?:Theo|Nguồn)\s*:?\s*(?P<quoted>{_NAME})\)\.?$"
    rf"|^\(\s*(?P<site>{_SITE}|(?:TTXVN|VNA|VGP|VOV|VTV|NDO)(?:/[\w+. ]{{2,30}})?|Vietnam\+)\s*\)\.?$"
    rf"|^(?:Theo|Nguồn)\s*:\s*(?P<told>{_NAME})$"
    rf"|^(?:Theo|Nguồn)\s+(?P<named>{_NAME})$",
    re.IGNORECASE,
)
_NAMED_LIKE = re.compile(rf"{_SITE}$|(?:báo|tạp chí|cổng|đài|trang)\s+(?=[A-ZĐ])|[A-ZÀ-ỸĐ]")
# Words that no agency's name holds but that `Theo …` often goes on with: `Theo dõi chúng tôi`, `Theo Kế hoạch 12`.
_NO_NAME = re.compile(
    r"\b(?:dõi|chúng|tôi|đó|đây|này|quy (?:định|chế|hoạch)|kế hoạch|nghị (?:định|quyết)|quyết định|hiện hành"
    r"|dự (?:kiến|báo|thảo)|lời"
    r"|được|là|sẽ|đã|có|cho|phải|cần|tại|từ|về|với|khi|lực|vốn|cung|đạt|tăng|giảm|ghi nhận)\b|^luật\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    rf"^(?:(?:Tin|Bài)(?:,| và| -|,? và)? ảnh|Tin|Bài|Tác giả|Thực hiện)\s*:\s*(?P<authors>{_NAME})$",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[A-ZÀ-ỸĐ][\wà-ỹđ]*(?:\s+[A-ZÀ-ỸĐ][\wà-ỹđ]*){1,4}")
_PAPERS = re.compile(
    r"\b(?:báo|tạp chí|đài|cổng|trang|bộ|sở|ban|ủy|nhân dân|thanh niên|tuổi trẻ|lao động|tiền phong|chính phủ"
    r"|quân đội|công an|hà nội mới|đại đoàn kết|sài gòn|dân trí"
    r"|tri thức|trí thức|nhịp sống|đời sống|phụ nữ|pháp luật|giáo dục|đầu tư|kinh tế|việt nam|vietnam|quốc hội|đảng)\b",
    re.IGNORECASE,
)
# `./.` ends an official document: who is named under it has signed it, and over a name may stand an office.
_SENTENCE_END = re.compile(r"(?<!/)[.!?…][”\"’]?$")
_DATE_LINE = 40  # characters: a date, its hour and its zone
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE)
_COUNTED = (
    r"(?:số )?lượt (?:xem|truy cập|đọc)|đang online|trực tuyến|trong (?:ngày|tuần|tháng|năm)|hôm (?:nay|qua)"
    r"|tổng (?:số )?(?:lượt )?truy cập|views?"
)
_COUNTER = re.compile(
    rf"^[•\s]*(?:{_COUNTED})\s*:?\s*[\d.,]+$"
    r"|^(?:in trang|in bài viết|gửi email|chia sẻ|về đầu trang)$",
    re.IGNORECASE,
)
_VIEWS = re.compile(r"^(?:số )?lượt (?:xem|truy cập|đọc)\s*:\s*[\d.,]+$", re.IGNORECASE)
_FIGURE = re.compile(r"^[•\s]*[\d.,]+$")
# Titles of what sites set under an article: the links and the counters that follow one of these are the site's.
_BESIDE = re.compile(
    r"^(?:liên kết web(?:site)?|thống kê truy cập|bình luận|ý kiến bạn đọc|tin (?:mới|cũ) hơn|tin cùng chuyên mục"
    r"|(?:các )?(?:tin|bài|tin bài|bài viết) (?:khác|liên quan|cùng chuyên mục|đã đưa))\s*:?$",
    re.IGNORECASE,
)
_TOOL = re.compile(r"^(?:in trang|in bài(?: viết)?|bản in|gửi (?:email|bài)|chia sẻ|print)$", re.IGNORECASE)
_LAST = 40  # paragraphs; what stands further up is text
_MOST = 0.8  # of an article's text; a table that holds more is the page's layout
_BESIDE_LINK = 24  # characters: the date in brackets


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the last paragraphs say."""

    source: str = ""
    authors: tuple[str, ...] = ()


def take_head(body: HtmlElement, *, title: str, published: datetime | None, zone: tzinfo) -> None:
    """Take out what stands above the text in its own element: the title, the date, the way to the print page.

    A date is taken out where it is the day of publication; in a chronology it is the first of several, and stays.
    """
    heading = next((one for one in body.iterdescendants("h1") if markup.content(one).startswith(title)), None)
    if heading is not None:
        _remove_before(heading, within=body)
        markup.remove(heading)
    blocks, day = paragraphs.leaves(body), published.date() if published else None
    for number, block in enumerate(blocks):
        words = markup.content(block)
        if words and not _TOOL.match(words) and not _VIEWS.match(words):
            days = [_day(one, zone=zone) for one in blocks[number:]] if day == _day(block, zone=zone) else []
            if day is None or set(days) - {None} != {day}:
                return
        markup.remove(block)


def take_surroundings(body: HtmlElement, *, known: Sequence[str], published: datetime | None, zone: tzinfo) -> None:
    """Take out of a text that no rule found what is said of it elsewhere: names and date above it, tags below.

    Args:
        body: changed in place.
        known: names of the authors, and tags.
        published: the date that is known; None for none.
        zone: of dates without one.
    """
    day, told = published.date() if published else None, {one.casefold() for one in known}
    for block in paragraphs.leaves(body):
        words = markup.content(block)
        dated = day is not None and len(words) <= _DATE_LINE and _day(block, zone=zone) == day
        if words and words.casefold() not in told and not dated:
            break
        markup.remove(block)
    for block in reversed(paragraphs.leaves(body)):
        words = markup.content(block)
        if words and words.casefold().strip("#, ") not in told:
            break
        markup.remove(block)


def _day(block: HtmlElement, *, zone: tzinfo) -> date | None:
    reading = generic.reading(markup.content(block), zone=zone)
    return reading.moment.date() if reading else None


def take(body: HtmlElement) -> Ending:
    """Return what an article's last paragraphs say of its origin; take the source, and what follows it, out.

    The byline stays: it is text that readers are owed. So do tables and lists, whatever their last line says.
    """
    _remove_what_stands_beside(body)
    source, authors, signed, above = "", "", "", ""
    last = paragraphs.leaves(body)[-_LAST:]
    for number, paragraph in reversed(list(enumerate(last))):
        words = markup.content(paragraph)
        if not words:
            continue
        if _is_tabular(paragraph, within=body):
            break
        if _is_counter(last, number):
            markup.remove(paragraph)
        elif not source and (found := source_named(words)):
            source = found
            markup.remove(paragraph)
        elif not authors and (named := _BYLINE.match(words)):
            authors = named["authors"].strip()
        elif not signed and _is_to_the_right(paragraph) and is_person(words):
            signed = words
        else:
            above = words
            break
    is_author = source or _SENTENCE_END.search(above)
    return Ending(source=source, authors=_names(authors or (signed if is_author else "")))


def linked_alone(body: HtmlElement) -> list[str]:
    """Return where the blocks lead that hold nothing but a link: menus, and boxes of other stories."""
    blocks = (one for one in body.iterdescendants(*markup.BLOCKS) if one.tag not in {"figure", "figcaption"})
    linking = (one for one in blocks if _is_link(one, markup.content(one)))
    anchors = (one for block in linking for one in (*block.iter("a"), *block.iterancestors("a")))
    return [href for one in anchors if (href := one.get("href"))]


def source_named(words: str) -> str:
    """Return the source that a line of its own names, or an empty string.

    >>> source_named("(Nguồn: TTXVN/Vietnam+)")
    'TTXVN/Vietnam+'
    """
    found = _SOURCE.match(words)
    if not found:
        return ""
    name: str = next(filter(None, found.groups())).strip().rstrip(",:.")
    parts = re.split(r",\s*", name)
    told = found["told"] or found["site"] or found.group().startswith("(N")
    like_names = all(map(_NAMED_LIKE.match, parts)) and not re.search(r"\s\d", name)
    if _NO_NAME.search(name) or not (told or like_names):
        return ""
    return name


def is_person(words: str) -> bool:
    """Return whether words look like a person's name and like no paper's or office's."""
    return bool(_PERSON.fullmatch(words)) and not words.isupper() and not _PAPERS.search(words)


def _names(written: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, re.split(r"\s+-\s+|,\s", written))))


def _is_counter(blocks: list[HtmlElement], number: int) -> bool:
    """Whether a block is a counter with its label, or a figure right beside one."""
    words = markup.content(blocks[number])
    if _COUNTER.match(words):
        return True
    beside = map(markup.content, (*blocks[max(number - 1, 0) : number], *blocks[number + 1 : number + 2]))
    return bool(_FIGURE.match(words)) and any(map(_COUNTER.match, beside))


def _is_tabular(block: HtmlElement, *, within: HtmlElement) -> bool:
    """Whether a block is of a table or a list, other than a table that lays out the page."""
    holders = [one for one in _upwards(block, within=within) if one.tag in {"table", "ul", "ol", "dl"}]
    most = len(markup.content(within)) * _MOST if holders else 0
    return any(one.tag != "table" or len(markup.content(one)) < most for one in holders)


def _is_to_the_right(block: HtmlElement) -> bool:
    return block.get("align") == "right" or bool(_RIGHT.search(block.get("style") or ""))


def _remove_what_stands_beside(body: HtmlElement) -> None:
    """Take out the boxes at the end: a known title, and after it nothing but links and counters."""
    first = None
    last = paragraphs.leaves(body)[-_LAST:]
    for number, block in reversed(list(enumerate(last))):
        words = markup.content(block)
        if _BESIDE.match(words) and not _is_tabular(block, within=body):
            first = block
        elif words and not _is_link(block, words) and not _is_counter(last, number):
            break
    if first is not None:
        _remove_after(first, within=body)
        markup.remove(first)


def _is_link(block: HtmlElement, words: str) -> bool:
    linked = sum(len(markup.content(anchor)) for anchor in (*block.iter("a"), *block.iterancestors("a")))
    return bool(linked) and len(words) - linked <= _BESIDE_LINK


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
