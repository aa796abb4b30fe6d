"""Elements of an article's body: their words, line by line, their addresses, their removal.

Their text is clean already (`dom.element`).
"""

import re
from html import unescape
from urllib.parse import quote

from lxml import etree
from lxml.html import HtmlElement

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
_DEAD = re.compile(r"<(script|style|template)\b.*?</\1>", re.DOTALL)
_ATTRIBUTES = r'(?:[^>"]|"[^"]*")*'
_LINE_END = re.compile(rf"</?(?:{'|'.join(BLOCKS)}|br)\b{_ATTRIBUTES}>")
_TAG = re.compile(rf"</?[a-z]{_ATTRIBUTES}>|<!--.*?-->", re.DOTALL)
_WRITTEN = re.compile(r"[\w%/:=&?~#+!$,;'@()*\[\].-]*", re.ASCII)  # nothing to escape
_KEPT = "%/:=&?~#+!$,;'@()*[]"  # what may stand in an address, and the escapes that it already holds


def content(element: HtmlElement) -> str:
    """Return an element's text on one line, with a blank where a block or a line of it ends."""
    return " ".join(lines(_html(element))) if len(element) else text.single_blanks(element.text or "")


def has_words(element: HtmlElement) -> bool:
    """Return whether an element has any text: `content`, as far as the first word."""
    if not len(element):
        return bool(element.text and not element.text.isspace())
    return not all(map(str.isspace, element.itertext()))


def plain(element: HtmlElement) -> str:
    """Return the element's text, a paragraph for each block, paragraphs separated by an empty line."""
    return "\n\n".join(lines(_html(element)))


def lines(html: str) -> list[str]:
    """Return the text of serialised HTML, a line for each block that has any, and for what a `br` parts."""
    if "<" in html:
        html = _TAG.sub("", _LINE_END.sub("\0", _DEAD.sub("", html)))
    return [line for part in unescape(html).split("\0") if (line := text.single_blanks(part))]


def remove(element: HtmlElement) -> None:
    """Take an element out and leave the text that follows it."""
    if element.getparent() is not None:
        element.drop_tree()


def address(href: str, *, base: str) -> str:
    """Return `href` as an absolute http(s) address in ASCII, as HTML is written; an empty string when it is none."""
    url = links.absolute(href, base=base)
    return url if _WRITTEN.fullmatch(url) else quote(url, safe=_KEPT)


def _html(element: HtmlElement) -> str:
    written: str = etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    return written
