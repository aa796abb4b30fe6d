"""A page as its host sent it: decoded, parsed as browsers parse it (HTML standard, 13.2), asked by CSS selectors."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from lxml import etree
from lxml.html import HtmlElement, HTMLParser
from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from crawler import links, text
from crawler.elements import lines

Node = LexborNode
"""An element of a page, or a text in it."""

# Elements that are nested 20,000 deep take browsers' algorithm a second, and each selector as long [measured].
_MANY = 10_000  # tags; the largest page captured has 3,600
_BEFORE = b"\xef\xbb\xbf \t\r\n\0"  # a byte order mark that is not the first byte would open the body
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])  # libxml2 ends a page at NUL
_ONE_CLASS = etree.ElementDefaultClassLookup(
    element=HtmlElement
)  # lxml.html's own look-up asks Python for each element


def parse(body: bytes, *, content_type: str = "") -> Node | None:
    """Return the root of a page, or None when there is nothing in it."""
    data = _as_utf8(body, content_type=content_type).lstrip(_BEFORE)
    if data.count(b"<") > _MANY:
        data = _flattened(data)
    page = LexborHTMLParser(data)
    filled = any(part and part.child for part in (page.head, page.body))
    return page.root if filled else None


def other_than_html(content_type: str) -> str:
    """Return the media type of an answer that calls itself no page; empty for one that does, or says nothing."""
    media = content_type.partition(";")[0].strip().lower()
    return "" if "html" in media or "xml" in media else media


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


def select(node: Node, selector: str) -> list[Node]:
    """Return what a CSS selector finds in an element, in the page's order."""
    found = node.css(selector)
    # lexbor names an element once for each alternative that it matches
    return list({one.mem_id: one for one in found}.values()) if "," in selector else found


def first(node: Node, selectors: Sequence[str]) -> Node | None:
    """Return the first element that the first finding selector finds."""
    return next(filter(None, (node.css_first(selector) for selector in selectors)), None)


def attribute(node: Node, name: str) -> str:
    """Return an attribute's value; an empty string when it has none."""
    return node.attributes.get(name) or ""


def words(node: Node) -> str:
    """Return an element's text on one line, with a blank where a block or a line of it ends."""
    return " ".join(lines(text.clean(node.inner_html or "")))


def base(page: Node, *, url: str) -> str:
    """Return the address against which the page's links are resolved (HTML standard, `<base href>`)."""
    found = page.parser.head.css_first("base[href]") if page.parser.head else None
    href = attribute(found, "href") if found else ""
    return (links.absolute(href, base=url) or url) if href else url


def holds(outer: Node, inner: Node) -> bool:
    """Return whether an element stands inside another."""
    return any(node.mem_id == outer.mem_id for node in _upwards(inner))


def after(node: Node) -> Iterator[Node]:
    """Yield the elements and texts that follow an element, in the page's order."""
    for holder in (node, *_upwards(node)):
        following = holder.next
        while following is not None:
            yield from following.traverse(include_text=True)
            following = following.next


def before(node: Node) -> Iterator[Node]:
    """Yield the elements and texts that precede an element and do not hold it, the nearest first."""
    for holder in (node, *_upwards(node)):
        previous = holder.prev
        while previous is not None:
            yield from reversed(list(previous.traverse(include_text=True)))
            previous = previous.prev


def element(node: Node) -> HtmlElement:
    """Return an element's content as a `div` of lxml's, which is made for changing it."""
    # A parser per page: lxml's parsers hold a lock and the last tree's dictionary.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    html = text.clean(f"<div>{node.inner_html or ''}</div>")
    within: HtmlElement = etree.fromstring(html.encode(errors="replace"), parser)[0][0]
    return within


def _as_utf8(body: bytes, *, content_type: str) -> bytes:
    with suppress(UnicodeDecodeError):
        if body[:2].count(0) == 0 and body.decode():
            return body
    return decoded(body, content_type=content_type).encode(errors="replace")


def _encodings(body: bytes, content_type: str) -> Iterator[str | None]:
    yield read_bom(body)[0]
    sixteen_bits = body[:2].count(0) == 1
    yield None if sixteen_bits else "utf-8"
    yield http_content_type_encoding(content_type) or html_body_declared_encoding(body[:4096])


def _flattened(page: bytes) -> bytes:
    """Return a page without what is nested more than 255 deep, where libxml2 stops."""
    tree = etree.fromstring(page.translate(None, _CONTROLS), HTMLParser(encoding="utf-8"))
    flat: bytes = etree.tostring(tree, encoding="utf-8", method="html")
    return flat


def _upwards(node: Node) -> Iterator[Node]:
    holder = node.parent
    while holder is not None:
        yield holder
        holder = holder.parent
