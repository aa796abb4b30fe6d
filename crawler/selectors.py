"""The CSS selectors in a portal's data: walked over, taken apart, tried on a page."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from selectolax.lexbor import SelectolaxError

from crawler import dom
from crawler.dom import Node
from crawler.portal import DocumentRules, ListingRules, Portal, Rules

_NO_PAGE = dom.parse(b"<p></p>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """One selector of a portal or of its family.

    Attributes:
        field: that it finds, for people: `title`, `listing date`, `document rows`.
        css: as written; of an alternative, without commas.
        rules: the set that it stands in.
    """

    field: str
    css: str
    rules: Rules | ListingRules | DocumentRules


def written(portal: Portal) -> Iterator[Selector]:
    """Yield every selector, in the order in which they are tried."""
    for rules in portal.versions:
        yield from _of(rules, "")
    yield from _of(portal.family.listing, "listing ")
    for documents in portal.document_versions:
        yield from _of(documents, "document ")


def alternatives(portal: Portal) -> Iterator[Selector]:
    """Yield every selector likewise, those with commas in parts."""
    for one in written(portal):
        yield from (Selector(field=one.field, css=css, rules=one.rules) for css in parts(one.css))


def parts(css: str) -> list[str]:
    """Return what the commas of a selector part, but not those inside of brackets.

    >>> parts("p, li, div:not(:has(div, p))")
    ['p', 'li', 'div:not(:has(div, p))']
    """
    found, depth = [""], 0
    for character in css:
        depth += (character in "([") - (character in ")]")
        if character == "," and not depth:
            found.append("")
        else:
            found[-1] += character
    return [part.strip() for part in found]


def is_selector(css: str) -> bool:
    """Return whether a text is a CSS selector."""
    assert _NO_PAGE is not None
    try:
        _NO_PAGE.css(css)
    except SelectolaxError:
        return False
    return True


def found(page: Node, css: str) -> list[Node]:
    """Return what a selector finds on a page; nothing where it is none."""
    return dom.select(page, css) if is_selector(css) else []


def _of(rules: Rules | ListingRules | DocumentRules, before: str) -> Iterator[Selector]:
    for field in fields(rules):
        if field.name == "titled":  # a regular expression
            continue
        value = getattr(rules, field.name)
        several = value if isinstance(value, tuple) else (value,)
        for css in several:
            if isinstance(css, str) and css:
                named = f".{css}" if field.name == "item" else css  # a class
                yield Selector(field=f"{before}{field.name}", css=named, rules=rules)
