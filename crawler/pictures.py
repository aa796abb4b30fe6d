"""Pictures of an article and the figures that they make with their captions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree
from lxml.html import Element, HtmlElement

from crawler import text
from crawler.elements import BLOCKS, content, has_words, plain, remove
from crawler.renditions import PICTURE_FILE

_CREDIT = re.compile(
    r"[\s\-–—.,;(]*(?<!\w)"
    r"(?:(?:Nguồn ảnh|Nguồn|[Ảả]nh|Hình|Photo(?: by)?)\s*:\s*|(?<!^)(?:Ảnh|Photo)\s+(?=[A-ZĐ]{2,}\b))"
    r"(?P<credit>[^()]{2,80}?)(?:[\s)]|(?<=\))\.)*$"
)
_SOURCE = re.compile(r"[\s\-–—.,;(]*Nguồn\s*:")  # under a table of figures it names the statistics
_ALBUMS = frozenset({"LayoutAlbum", "photo-grid-album", "BeforeAfter"})  # VCCorp: pictures over one caption
_FRAME = 3  # cells: picture, caption, credit
_CAPTION, _SET_APART = 300, 200  # characters
_CAPTION_LINES = 2  # caption, credit
_QUOTATION = ('"', "“", "”", "«", "'", "‘")
_INITIALS = re.compile(r"(^|[.\s])\w\.$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture found in a body; the fields are those of `article.Image`."""

    url: str
    caption: str
    credit: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What stands in a frame: the words, and the element that holds them in one line with its links, if one does."""

    words: str
    legend: HtmlElement | None = None


def caption_and_credit(caption: str) -> tuple[str, str]:
    """Part a caption from the credit at its end.

    >>> caption_and_credit("Thủ tướng làm việc với Cổng TTĐT Chính phủ. Ảnh VGP/Nhật Bắc")
    ('Thủ tướng làm việc với Cổng TTĐT Chính phủ.', 'VGP/Nhật Bắc')
    """
    found = _CREDIT.search(caption)
    if not found:
        return caption, ""
    head = caption[: found.start()]
    stop = "." if caption[found.start() :].startswith(".") else ""
    credit = found["credit"].strip()
    return head + stop, credit if _INITIALS.search(credit) else credit.removesuffix(".")


def make_figures(element: HtmlElement) -> None:
    """Make a figure of every picture with its caption; addresses are resolved."""
    for frame in [one for one in element.iter("figure", "table", "div") if one is not element]:
        images = list(frame.iter("img"))
        told = _told(frame) if images else None
        if told is not None:
            _remove_twins(frame, caption=told.words)
            _replace(frame, _figure(images, caption=told.words, legend=told.legend))
    for image in list(element.iter("img")):
        if not _is_framed(image, within=element):
            _frame(image, within=element)


def _told(frame: HtmlElement) -> "_Told | None":
    """Return what a frame of pictures says of them, None when it is no such frame."""
    if frame.tag == "table":
        return _Told(words=" ".join(_lines(frame))) if _is_picture_table(frame) else None
    if frame.tag == "div" and frame.get("type") not in _ALBUMS:
        return None
    captions, every = list(frame.iter("figcaption")), _lines(frame)
    printed = _lines(*captions)
    if frame.tag == "figure" and (next(frame.iter("table"), None) is not None or not _is_caption_of(printed, every)):
        return None
    legend = captions[0] if len(captions) == 1 and plain(captions[0]) == " ".join(printed) else None
    for block in list(legend.iterdescendants(*BLOCKS, "br")) if legend is not None else ():
        block.drop_tag()
    return _Told(words=" ".join(printed or every), legend=legend)


def _is_caption_of(printed: list[str], every: list[str]) -> bool:
    return printed == every if printed else _are_short(every)


def _is_framed(image: HtmlElement, *, within: HtmlElement) -> bool:
    """Whether a picture is in a figure or among a table's data; a table may also hold the whole article."""
    around = list(takewhile(lambda one: one is not within, image.iterancestors()))
    cell = next((one for one in around if one.tag in {"td", "th"}), None)
    if cell is not None and not has_words(cell):
        return True
    return any(one.tag == "figure" or (one.tag == "table" and _cells(one) > _FRAME) for one in around)


def _is_picture_table(table: HtmlElement) -> bool:
    """Tell a table that only places pictures over one caption from one that holds data or text."""
    told = [cell for cell in table.iter("td", "th", "caption") if has_words(cell)]
    once = len({content(cell) for cell in told}) <= 1  # some portals print a caption twice
    return once and all(_is_short(cell) and _is_beside(cell) for cell in told)


def _is_beside(cell: HtmlElement) -> bool:
    """Whether a cell's words are not mixed with a picture, unless they are one line or marked as its caption."""
    pictured = next(cell.iter("img"), None) is not None
    words = content(cell)
    marked = len(_lines(cell)) == 1 or bool(_CREDIT.search(words)) or _is_set_apart(cell, words)
    return not pictured or marked


def _is_short(part: HtmlElement) -> bool:
    return _are_short(_lines(part))


def _are_short(lines: list[str]) -> bool:
    return len(lines) <= _CAPTION_LINES and sum(map(len, lines)) <= _CAPTION


def _cells(table: HtmlElement) -> int:
    return sum(1 for _ in table.iter("td", "th"))


def _lines(*parts: HtmlElement) -> list[str]:
    """Return the lines of text, each once."""
    return list(dict.fromkeys(line for part in parts for line in plain(part).split("\n\n") if line))


def _figure(images: Sequence[HtmlElement], *, caption: str, legend: HtmlElement | None = None) -> HtmlElement:
    figure = Element("figure")
    for part in map(_with_link, images):
        part.tail = None
        figure.append(part)
    if caption and legend is not None:
        legend.tail = None
        figure.append(legend)
    elif caption:
        etree.SubElement(figure, "figcaption").text = caption
    return figure


def _with_link(image: HtmlElement) -> HtmlElement:
    """Return a picture with the link around it, unless that only opens the picture."""
    image.tail = None
    anchor = image.getparent()
    if anchor is None or anchor.tag != "a" or len(anchor) > 1 or has_words(anchor):
        return image
    return image if PICTURE_FILE.search((anchor.get("href") or "").partition("?")[0]) else anchor


def _frame(image: HtmlElement, *, within: HtmlElement) -> None:
    """Make a figure of a picture that stands in a paragraph of its own, with the caption printed under it."""
    block = image
    while (parent := block.getparent()) is not None and parent is not within and not _says_more(parent, image):
        block = parent
    if parent is not None and parent is not within and (inside := _own_caption(parent, image)):
        _remove_twins(parent, caption=inside)
        if parent.tag == "td":
            _fill(parent, _figure([image], caption=inside))
        else:
            _replace(parent, _figure([image], caption=inside))
        return
    if block.getparent() is not within and block.tag not in BLOCKS:
        return  # set within running text
    if block is image:
        block = _held(image)
    while (under := block.getnext()) is not None and _is_empty(under):
        remove(under)
    caption = content(under) if under is not None else ""
    if under is None or not _is_caption(under, caption, image=image):
        _replace(block, _figure([image], caption=""))
        return
    _remove_twins(block, caption=caption)
    _replace(block, _figure([image], caption=caption))


def _own_caption(block: HtmlElement, image: HtmlElement) -> str:
    """Return the words beside a picture in its paragraph, each line once, where they are its caption."""
    if block.tag not in {"p", "div", "td"} or list(block.iter("img")) != [image] or not _is_short(block):
        return ""
    caption = " ".join(_lines(block))
    return caption if _is_caption(block, caption, image=image) else ""


def _fill(cell: HtmlElement, figure: HtmlElement) -> None:
    cell.text = None
    cell[:] = [figure]


def _held(image: HtmlElement) -> HtmlElement:
    """Put a picture that stands between blocks into a paragraph."""
    holder = Element("p")
    _replace(image, holder)
    image.tail = None
    holder.append(image)
    return holder


def _is_empty(block: HtmlElement) -> bool:
    return (
        block.tag != "hr"
        and not has_words(block)
        and not (block.tail or "").strip()
        and next(block.iter("img"), None) is None
    )


def _remove_twins(block: HtmlElement, *, caption: str) -> None:
    while caption and (under := block.getnext()) is not None and content(under) in {caption, ""}:
        if next(under.iter("img"), None) is not None:
            return
        remove(under)  # some portals print a caption twice


def _says_more(parent: HtmlElement, image: HtmlElement) -> bool:
    return has_words(parent) or any(other is not image for other in parent.iter("img"))


def _is_caption(element: HtmlElement, caption: str, *, image: HtmlElement) -> bool:
    if not caption or len(caption) > 400 or element.tag not in {"p", "div", "span", "em", "i"}:  # noqa: PLR2004
        return False
    named = "caption" in (element.get("class") or "").lower()
    return named or caption == image.get("alt") or _names_photographer(caption) or _is_set_apart(element, caption)


def _names_photographer(caption: str) -> bool:
    found = _CREDIT.search(caption)
    return found is not None and not _SOURCE.match(caption, found.start())


def _is_set_apart(element: HtmlElement, caption: str) -> bool:
    """Whether all of a short paragraph is in italics, as papers print what is not running text, and is no quotation."""
    if len(caption) > _SET_APART or caption.startswith(_QUOTATION):
        return False
    return any(content(part) == caption for part in element.iter("em", "i"))


def _replace(old: HtmlElement, new: HtmlElement) -> None:
    new.tail = old.tail
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)


def found(element: HtmlElement) -> Iterator[Picture]:
    """Yield the pictures of an element whose figures are made."""
    for image in element.iter("img"):
        figure = next(image.iterancestors("figure"), None)
        legend = next(figure.iter("figcaption"), None) if figure is not None else None
        caption, credit = caption_and_credit(content(legend) if legend is not None else "")
        yield Picture(
            url=image.get("src") or "",
            caption=caption,
            credit=credit or text.line(image.get("data-author") or ""),  # VCCorp
            width=_number(image.get("width")),
            height=_number(image.get("height")),
        )


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() else None
