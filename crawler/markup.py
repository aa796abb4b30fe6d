"""HTML: pages read as trees, article bodies made clean, small and self-contained."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

import nh3
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import Element, HtmlElement, HTMLParser, document_fromstring
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from crawler import links, text

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ALLOWED = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
_CLEANER = nh3.Cleaner(
    tags=set(_ALLOWED), attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None
)
_DEAD = (
    "script",
    "style",
    "template",
    "form",
    "button",
    "input",
    "select",
    "textarea",
    "object",
    "embed",
    "applet",
    "link",
    "meta",
    "noframes",
)
# Renditions in order: the original that a light box would open, then what a lazy loader would put in place.
_LAZY = ("data-original", "data-src", "data-lazy-src", "data-srcset", "srcset", "src")
_PLACEHOLDER = re.compile(
    r"^data:|/(blank|spacer|pixel|lazy|loading|placeholder|transparent|1x1|grey|white)[-\w]*\.(gif|png|svg)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[\s\-–—.,;(]*(?<!\w)"
    r"(?:(?:Nguồn ảnh|Nguồn|[Ảả]nh|Hình|Photo(?: by)?)\s*:\s*|(?<!^)(?:Ảnh|Photo)\s+(?=[A-ZĐ]{2,}\b))"
    r"(?P<credit>[^()]{2,80}?)(?:[\s)]|(?<=\))\.)*$"
)
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])  # libxml2 ends a page at NUL, trafilatura at any
_ONE_CLASS = etree.ElementDefaultClassLookup(
    element=HtmlElement
)  # lxml.html's own look-up asks Python for each element
_FRAME = 3  # cells: picture, caption, credit
_INITIALS = re.compile(r"(^|[.\s])\w\.$")
_EDGE, _EDGE_BACKWARDS = re.compile(r"(?:\s|<br>)*+"), re.compile(r"(?:\s|>rb<)*+")
_DRAWN_TITLE = re.compile(r"\s*-?\s*Ảnh \d+\.?$")  # what VCCorp writes into `alt` of every picture without a caption


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture found in a body; the fields are those of `article.Image`."""

    url: str
    caption: str
    credit: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An article's body: a clean fragment, the same as text, its pictures."""

    html: str
    text: str
    pictures: tuple[Picture, ...]


@lru_cache(maxsize=1024)
def select(selector: str) -> CSSSelector:
    """Return the compiled form of a CSS selector."""
    return CSSSelector(selector, translator="html")


def first(tree: HtmlElement, selectors: Sequence[str]) -> HtmlElement | None:
    """Return the first element that the first finding selector finds."""
    for selector in selectors:
        found = select(selector)(tree)
        if found:
            return found[0]
    return None


def every(tree: HtmlElement, selectors: Sequence[str]) -> list[HtmlElement]:
    """Return all elements that the first finding selector finds."""
    for selector in selectors:
        found = select(selector)(tree)
        if found:
            return list(found)
    return []


def decoded(body: bytes, *, content_type: str = "") -> str:
    """Return a page's text: by its byte order mark; as UTF-8 where that reads it all; else as the page says it is.

    Portals name windows-1252 or utf-16 over UTF-8, while no text in an older encoding happens to be UTF-8.
    Undecodable bytes become U+FFFD.
    """
    for encoding in filter(None, _encodings(body, content_type)):
        with suppress(UnicodeDecodeError, LookupError):
            return body.decode(encoding)
    mostly = "utf-8" if body.count(0xC3) + body.count(0xE1) > len(body) // 100 else "cp1258"
    return body.decode(mostly, errors="replace")


def _encodings(body: bytes, content_type: str) -> Iterator[str | None]:
    yield read_bom(body)[0]
    sixteen_bits = body[:2].count(0) == 1
    yield None if sixteen_bits else "utf-8"
    yield http_content_type_encoding(content_type) or html_body_declared_encoding(body[:4096])


def parse(body: bytes, *, content_type: str = "") -> HtmlElement | None:
    """Return the page as a tree, or None when there is no element in it."""
    data = decoded(body, content_type=content_type).encode(errors="replace").translate(None, _CONTROLS)
    # A parser per page: lxml's parsers hold a lock and the last tree's dictionary.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        return document_fromstring(data, parser=parser)
    except (etree.ParserError, ValueError):
        return None


def base(tree: HtmlElement, *, url: str) -> str:
    """Return the address against which the page's links are resolved (HTML standard, `<base href>`)."""
    element = next(tree.iter("base"), None)
    href = element.get("href") if element is not None else None
    return (links.absolute(href, base=url) or url) if href else url


def content(element: HtmlElement) -> str:
    """Return an element's text on one line."""
    return text.line(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def has_words(element: HtmlElement) -> bool:
    """Return whether an element has any text: `content`, as far as the first word."""
    return any(not part.isspace() and (part.isprintable() or text.line(part)) for part in element.itertext())


def clear(element: HtmlElement, *, drop: Sequence[str] = ()) -> None:
    """Take out scripts, forms and what `drop` selects."""
    for dead in list(element.iter(*_DEAD, "ins")):
        if dead.tag != "ins" or "adsbygoogle" in dead.get("class", "").split():
            remove(dead)
    for selector in drop:
        for dead in select(selector)(element):
            remove(dead)


def body(element: HtmlElement, *, base: str) -> Body:
    """Return the content of an element that was cleared as a clean article body.

    The element is changed. Gone: empty paragraphs, attributes that do not carry meaning. Every address is absolute;
    lazy pictures have their real address; a picture with its caption is a `figure`.
    """
    _resolve_pictures(element, base=base)
    _resolve_links(element, base=base)
    _make_figures(element)
    _make_paragraphs(element)
    pictures = tuple(_pictures(element))
    _remove_empty(element)
    inner = text.line(element.text or "") + "".join(map(_written, element))
    html = _without_edges(_CLEANER.clean(text.clean(inner)))
    return Body(html=html, text=plain(element), pictures=pictures)


def _without_edges(html: str) -> str:
    """Return a fragment without the blanks and line breaks around it.

    The end is read backwards: a pattern that looks for it would stop at every blank.
    """
    opened = html[_EDGE.match(html).end() :]  # type: ignore[union-attr]
    return opened[: len(opened) - _EDGE_BACKWARDS.match(opened[::-1]).end()]  # type: ignore[union-attr]


def _written(child: HtmlElement) -> str:
    return etree.tostring(child, method="html", encoding="unicode")


def plain(element: HtmlElement) -> str:
    """Return the element's text, a paragraph for each block, paragraphs separated by an empty line."""
    paragraphs: list[str] = []
    words: list[str] = []

    def end() -> None:
        paragraph = text.line("".join(words))
        words.clear()
        if paragraph:
            paragraphs.append(paragraph)

    def walk(node: HtmlElement) -> None:
        block = node.tag in BLOCKS or node.tag == "br"
        if block:
            end()
        words.append(node.text or "")
        for child in node:
            if isinstance(child.tag, str):
                walk(child)
            words.append(child.tail or "")
        if block:
            end()

    walk(element)
    end()
    return "\n\n".join(paragraphs)


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


def remove(element: HtmlElement) -> None:
    """Take an element out and leave the text that follows it."""
    if element.getparent() is not None:
        element.drop_tree()


def _resolve_pictures(element: HtmlElement, *, base: str) -> None:
    seen: set[str] = set()
    for image in list(element.iter("img")):
        url = next(_renditions(image, base=base), "")
        twin = url in seen and (parent := image.getparent()) is not None and parent.tag == "noscript"
        if not url or twin or _is_pixel(image):
            remove(image)
            continue
        seen.add(url)
        image.set("src", url)
        image.attrib.pop("title", None)
        image.set("alt", _DRAWN_TITLE.sub("", text.line(image.get("alt") or "")))
        for name in ("width", "height"):
            _set_size(image, name)
    for wrapper in list(element.iter("noscript", "picture")):
        wrapper.drop_tag()


def _renditions(image: HtmlElement, *, base: str) -> Iterator[str]:
    for name in _LAZY:
        value = (image.get(name) or "").strip()
        if value and "srcset" in name:
            value = _largest(value)
        if value and not _PLACEHOLDER.search(value):
            url = links.absolute(value, base=base)
            if url:
                yield url


def _largest(srcset: str) -> str:
    """Return the address with the greatest descriptor of a `srcset` (HTML standard, 4.8.4.2.1)."""
    candidates = [part.split() for part in re.split(r",\s+", srcset.strip().rstrip(",")) if part.strip()]
    sized = [(float(re.sub(r"[^\d.]", "", words[1]) or 1) if len(words) > 1 else 1.0, words[0]) for words in candidates]
    return max(sized, key=lambda pair: pair[0])[1] if sized else ""


def _is_pixel(image: HtmlElement) -> bool:
    return image.get("width") in {"0", "1"} and image.get("height") in {"0", "1"}


def _set_size(image: HtmlElement, name: str) -> None:
    # VCCorp's `w` and `h` are the original's; `width="100%"` is a layout's wish.
    value = image.get(name[0]) or image.get(name) or ""
    if value.removesuffix("px").isdecimal():
        image.set(name, value.removesuffix("px"))
    else:
        image.attrib.pop(name, None)


def _resolve_links(element: HtmlElement, *, base: str) -> None:
    for anchor in list(element.iter("a")):
        href = anchor.get("href") or ""
        url = href if href.startswith("mailto:") else links.absolute(href, base=base)
        if url and not href.startswith("#"):
            anchor.set("href", url)
        else:
            anchor.drop_tag()


def _make_figures(element: HtmlElement) -> None:
    for frame in list(element.iter("figure", "table")):
        images = list(frame.iter("img"))
        if images and (frame.tag == "figure" or _is_picture_table(frame)):
            printed = _frame_caption(frame)
            _remove_twins(frame, caption=printed)
            _replace(frame, _figure(images, caption=printed))
    for image in list(element.iter("img")):
        if not _is_framed(image, within=element):
            _frame(image, within=element)


def _is_framed(image: HtmlElement, *, within: HtmlElement) -> bool:
    """Whether a picture is in a figure or among a table's data; a table may also hold the whole article."""
    around = takewhile(lambda one: one is not within, image.iterancestors())
    return any(one.tag == "figure" or (one.tag == "table" and _cells(one) > _FRAME) for one in around)


def _is_picture_table(table: HtmlElement) -> bool:
    """Tell a table that only places a picture over its caption from one that holds data."""
    return _cells(table) <= _FRAME and len(content(table)) < 600  # noqa: PLR2004 - characters


def _cells(table: HtmlElement) -> int:
    return sum(1 for _ in table.iter("td", "th"))


def _frame_caption(frame: HtmlElement) -> str:
    captions = list(frame.iter("figcaption")) or [cell for cell in frame.iter("td", "caption", "p") if has_words(cell)]
    return " ".join(dict.fromkeys(filter(None, map(content, captions))))


def _figure(images: Sequence[HtmlElement], *, caption: str) -> HtmlElement:
    figure = Element("figure")
    for image in images:
        image.tail = None
        figure.append(image)
    if caption:
        etree.SubElement(figure, "figcaption").text = caption
    return figure


def _frame(image: HtmlElement, *, within: HtmlElement) -> None:
    """Make a figure of a picture that stands in a paragraph of its own, with the caption printed under it."""
    block = image
    while (parent := block.getparent()) is not None and parent is not within and not _says_more(parent, image):
        block = parent
    if parent is not None and parent is not within and (inside := _own_caption(parent, image)):
        _remove_twins(parent, caption=inside)
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
    if block.tag not in {"p", "div", "td"} or list(block.iter("img")) != [image]:
        return ""
    caption = " ".join(dict.fromkeys(plain(block).split("\n\n")))
    return caption if _is_caption(block, caption, image=image) else ""


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
    return named or caption == image.get("alt") or bool(_CREDIT.search(caption)) or _is_set_apart(element, caption)


def _is_set_apart(element: HtmlElement, caption: str) -> bool:
    """Whether all of a paragraph is in italics: how papers print what is not running text."""
    return any(content(part) == caption for part in element.iter("em", "i"))


def _replace(old: HtmlElement, new: HtmlElement) -> None:
    new.tail = old.tail
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)


def _make_paragraphs(element: HtmlElement) -> None:
    for block in element.iter("div", "section", "article", "main", "center", "header", "footer", "aside"):
        if block is not element and not any(child.tag in BLOCKS for child in block.iterdescendants()):
            block.tag = "p"
    for heading in element.iter("h1"):
        heading.tag = "h2"  # the title is the only first-level heading


def _pictures(element: HtmlElement) -> Iterator[Picture]:
    for image in element.iter("img"):
        figure = next(image.iterancestors("figure"), None)
        printed = content(figure) if figure is not None else ""
        caption, credit = caption_and_credit(printed)
        yield Picture(
            url=image.get("src") or "",
            caption=caption,
            credit=credit,
            width=_number(image.get("width")),
            height=_number(image.get("height")),
        )


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() else None


def _remove_empty(element: HtmlElement) -> None:
    for part in reversed(
        list(element.iterdescendants("p", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "figcaption"))
    ):
        if not has_words(part) and next(part.iter("img"), None) is None:
            remove(part)
