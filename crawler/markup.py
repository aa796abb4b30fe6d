"""Article bodies made clean, small and self-contained."""

import re
from dataclasses import dataclass

import nh3
from lxml import etree
from lxml.html import HtmlElement

from crawler import boxes, embeds, pictures, renditions
from crawler.elements import BLOCKS, address, content, has_words, lines, remove
from crawler.pictures import Picture, caption_and_credit

__all__ = [
    "BLOCKS",
    "Body",
    "Picture",
    "body",
    "caption_and_credit",
    "clear",
    "content",
    "has_words",
    "remove",
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
_BLANKS = re.compile(
    r"(?:(?:\s|&nbsp;){2,}+|\n|(?:\s|&nbsp;)(?=</))(?P<end></(?:p|h[2-6]|li|t[dh]|figcaption|blockquote)>)?"
)
_HINTS = ("&nbsp;", " </", "\n</")  # without one of them there is nothing for the pattern to find
_EDGE, _EDGE_BACKWARDS = re.compile(r"(?:\s|<br>)*+"), re.compile(r"(?:\s|>rb<)*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An article's body: a clean fragment, the same as text, its pictures."""

    html: str
    text: str
    pictures: tuple[Picture, ...]


def clear(element: HtmlElement) -> None:
    """Take out scripts, controls and boxes of links; name what is embedded."""
    for dead in list(element.iter(*_DEAD, "ins")):
        if dead.tag != "ins" or "adsbygoogle" in dead.get("class", "").split():
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
    html = _without_edges(_without_indentation(_CLEANER.clean(_inner(element))))
    return Body(html=html, text="\n\n".join(lines(html)), pictures=shown)


def _inner(element: HtmlElement) -> str:
    element.attrib.clear()
    element.tail = None
    return etree.tostring(element, method="html", encoding="unicode").removeprefix("<div>").removesuffix("</div>")


def _without_indentation(html: str) -> str:
    """Return a fragment with one line end for the blanks between blocks, and none before the end of one."""
    if "<pre" in html:
        return html
    lines = "\n".join(filter(None, map(str.strip, html.split("\n"))))
    return _BLANKS.sub(_one_blank, lines) if any(hint in lines for hint in _HINTS) else lines


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
