"""Elements of a page: their words, line by line, their addresses, their removal."""

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
_LINES = (*BLOCKS, "br")
_KEPT = "%/:=&?~#+!$,;'@()*[]"  # what may stand in an address, and the escapes that it already holds


def content(element: HtmlElement) -> str:
    """Return an element's text on one line, with a blank where a block or a line of it ends."""
    if len(element) and next(element.iterdescendants(*_LINES), None) is not None:
        return plain(element).replace("\n\n", " ")
    return text.line(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def has_words(element: HtmlElement) -> bool:
    """Return whether an element has any text: `content`, as far as the first word."""
    return any(not part.isspace() and (part.isprintable() or text.line(part)) for part in element.itertext())


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


def remove(element: HtmlElement) -> None:
    """Take an element out and leave the text that follows it."""
    if element.getparent() is not None:
        element.drop_tree()


def address(href: str, *, base: str) -> str:
    """Return `href` as an absolute http(s) address in ASCII, as HTML is written; an empty string when it is none."""
    return quote(links.absolute(href, base=base), safe=_KEPT)
