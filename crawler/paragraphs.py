"""Loose text put into paragraphs: text that stands between blocks, and text that is parted by empty lines."""

from collections.abc import Iterator

from lxml.html import Element, HtmlElement

from crawler import markup

_HOLDERS = ("div", "section", "article", "main", "center", "td", "blockquote", "p", "span", "font")
_KEPT = ("style", "align", "class")  # what tells a caption


def settle(body: HtmlElement) -> None:
    """Put the element's loose text into paragraphs, so that every line of its text is in a block of its own.

    Loose is what stands beside blocks, and what two or more `br` in a row part.
    """
    holders = [body, *body.iterdescendants(*_HOLDERS)]
    for holder in reversed([one for one in holders if len(one)]):  # the innermost first
        if _has_empty_line(holder) or (_has_text(holder) and _has_block(holder)):
            _wrap(holder, within=body)


def leaves(body: HtmlElement) -> list[HtmlElement]:
    """Return the innermost blocks, in order; neither those with a picture nor those of a figure."""
    blocks = body.iterdescendants(*markup.BLOCKS)
    return [one for one in blocks if (not len(one) or _is_innermost(one)) and one.tag != "figcaption"]


def _is_innermost(block: HtmlElement) -> bool:
    return not any(inner.tag == "img" or inner.tag in markup.BLOCKS for inner in block.iterdescendants())


def _has_text(holder: HtmlElement) -> bool:
    texts = (holder.text, *(child.tail for child in holder))
    return any(written and not written.isspace() for written in texts) or any(not _is_block(child) for child in holder)


def _has_block(holder: HtmlElement) -> bool:
    return any(map(_is_block, holder))


def _is_block(child: HtmlElement) -> bool:
    return child.tag in markup.BLOCKS or next(child.iterdescendants(*markup.BLOCKS), None) is not None


def _has_empty_line(holder: HtmlElement) -> bool:
    return any(
        _ends_line(line) and (following := line.getnext()) is not None and following.tag == "br"
        for line in holder.iterchildren("br")
    )


def _ends_line(line: HtmlElement) -> bool:
    return not (line.tail and line.tail.strip())


def _wrap(holder: HtmlElement, *, within: HtmlElement) -> None:
    attributes = {name: value for name in _KEPT if (value := holder.get(name)) and holder.tag == "p"}
    parts = list(_parts(holder, attributes))
    for child in list(holder):
        holder.remove(child)
    holder.text = None
    holder.extend(parts)
    if holder.tag in {"p", "span", "font"} and holder is not within:
        holder.tag = "div"


def _parts(holder: HtmlElement, attributes: dict[str, str]) -> Iterator[HtmlElement]:
    loose = Element("p", attributes)
    loose.text = holder.text
    for child in list(holder):
        tail, child.tail = child.tail, None
        if _is_block(child) or _parts_text(child, loose):
            if _says(loose):
                yield loose
            if _is_block(child):
                yield child
            loose = Element("p", attributes)
            loose.text = tail
        else:
            child.tail = tail
            loose.append(child)
    if _says(loose):
        yield loose


def _parts_text(child: HtmlElement, loose: HtmlElement) -> bool:
    """Whether a `br` is the second of two, or opens what comes after a block."""
    if child.tag != "br":
        return False
    last = loose[-1] if len(loose) else None
    return last is not None and last.tag == "br" and _ends_line(last)


def _says(loose: HtmlElement) -> bool:
    return markup.has_words(loose) or next(loose.iter("img"), None) is not None
