"""HTML: pages read as trees, article bodies made clean, small and self-contained."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

import nh3
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from crawler import boxes, embeds, links, pictures, renditions, text
from crawler.elements import BLOCKS, address, content, has_words, plain, remove
from crawler.pictures import Picture, caption_and_credit

__all__ = [
    "BLOCKS",
    "Body",
    "Picture",
    "base",
    "body",
    "caption_and_credit",
    "clear",
    "content",
    "decoded",
    "every",
    "first",
    "has_words",
    "parse",
    "plain",
    "remove",
    "select",
]

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
# `&#1;` is no character that XML, and so lxml, can hold.
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])(?![0-9a-fA-F]));?"
)
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])  # libxml2 ends a page at NUL, trafilatura at any
_ONE_CLASS = etree.ElementDefaultClassLookup(
    element=HtmlElement
)  # lxml.html's own look-up asks Python for each element
_BLANKS = re.compile(
    r"(?:(?:\s|&nbsp;){2,}+|\n|(?:\s|&nbsp;)(?=</))(?P<end></(?:p|h[2-6]|li|t[dh]|figcaption|blockquote)>)?"
)
_EDGE, _EDGE_BACKWARDS = re.compile(r"(?:\s|<br>)*+"), re.compile(r"(?:\s|>rb<)*+")


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
    unicode = _CONTROL_REFERENCE.sub("", decoded(body, content_type=content_type))
    data = unicode.encode(errors="replace").translate(None, _CONTROLS)
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


def clear(element: HtmlElement, *, drop: Sequence[str] = ()) -> None:
    """Take out scripts, controls, what `drop` selects and boxes of links; name what is embedded."""
    for dead in list(element.iter(*_DEAD, "ins")):
        if dead.tag != "ins" or "adsbygoogle" in dead.get("class", "").split():
            remove(dead)
    for selector in drop:
        for dead in select(selector)(element):
            remove(dead)
    for form in element.iter("form"):
        form.tag = "div"  # ASP.NET sets the whole page into one
    boxes.remove_boxes(element)
    embeds.name(element)


def body(element: HtmlElement, *, base: str) -> Body:
    """Return the content of an element that was cleared as a clean article body.

    The element is changed. Gone: empty paragraphs, attributes that do not carry meaning. Every address is absolute;
    lazy pictures have their real address; a picture with its caption is a `figure`.
    """
    renditions.resolve(element, base=base)
    _resolve_links(element, base=base)
    pictures.make_figures(element)
    _make_paragraphs(element)
    shown = tuple(pictures.found(element))
    _remove_empty(element)
    inner = text.line(element.text or "") + "".join(map(_written, element))
    html = _without_edges(_without_indentation(_CLEANER.clean(text.clean(inner))))
    return Body(html=html, text=plain(element), pictures=shown)


def _without_indentation(html: str) -> str:
    """Return a fragment with one line end for the blanks between blocks, and none before the end of one."""
    return html if "<pre" in html else _BLANKS.sub(_one_blank, html)


def _one_blank(found: re.Match[str]) -> str:
    if found["end"]:
        return found["end"]
    return "\n" if "\n" in found[0] else found[0]


def _without_edges(html: str) -> str:
    """Return a fragment without the blanks and line breaks around it.

    The end is read backwards: a pattern that looks for it would stop at every blank.
    """
    opened = html[_EDGE.match(html).end() :]  # type: ignore[union-attr]
    return opened[: len(opened) - _EDGE_BACKWARDS.match(opened[::-1]).end()]  # type: ignore[union-attr]


def _written(child: HtmlElement) -> str:
    return etree.tostring(child, method="html", encoding="unicode")


def _resolve_links(element: HtmlElement, *, base: str) -> None:
    for anchor in list(element.iter("a")):
        href = anchor.get("href") or ""
        url = href if href.startswith("mailto:") else address(href, base=base)
        if url and not href.startswith("#"):
            anchor.set("href", url)
        else:
            anchor.drop_tag()


def _make_paragraphs(element: HtmlElement) -> None:
    for block in element.iter("div", "section", "article", "main", "center", "header", "footer", "aside"):
        if block is not element and not any(child.tag in BLOCKS for child in block.iterdescendants()):
            block.tag = "p"
    for heading in element.iter("h1"):
        heading.tag = "h2"  # the title is the only first-level heading


def _remove_empty(element: HtmlElement) -> None:
    for part in reversed(
        list(element.iterdescendants("p", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "figcaption"))
    ):
        if not has_words(part) and next(part.iter("img"), None) is None:
            remove(part)
