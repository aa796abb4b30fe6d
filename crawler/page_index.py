"""A page's elements by class and attribute, so that a dozen selectors cost one walk through the page.

An XPath walks through the whole page for each selector: 0.1 to 0.35 ms on a page of 70 KB, and an article takes
a dozen of them [measured: 3 ms of 9].
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cssselect import parser
from lxml.html import HtmlElement

from crawler import markup

Matches = Callable[[HtmlElement], bool]

_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": str.__eq__,
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": str.__contains__,
}


@dataclass(frozen=True, slots=True)
class _Step:
    """A part of a selector that tells of one element.

    Attributes:
        combinator: how it hangs on the part before it; empty for the first.
        tag: that it names; None for any.
    """

    combinator: str
    part: parser.Tree
    tag: str | None
    matches: Matches


class PageIndex:
    """Answers selectors as `markup.select` does, for as long as the page is not changed."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._elements: list[HtmlElement] = list(tree.iter())
        self._attributes: dict[str, dict[str, list[HtmlElement]]] = {}
        self._classes: dict[str, list[HtmlElement]] = {}
        for names, elements in self._by("class").items():
            for name in set(names.split()):
                self._classes.setdefault(name, []).extend(elements)

    def select(self, selector: str) -> list[HtmlElement]:
        """Return what a selector finds, in the page's order."""
        alternatives = _alternatives(selector)
        if alternatives is None:
            return list(markup.select(selector)(self._tree))
        found = {element for steps in alternatives for element in self._found(steps)}
        return [element for element in self._elements if element in found] if len(found) > 1 else list(found)

    def first(self, selectors: Sequence[str]) -> HtmlElement | None:
        """Return the first element that the first finding selector finds."""
        return next(iter(self.every(selectors)), None)

    def every(self, selectors: Sequence[str]) -> list[HtmlElement]:
        """Return all elements that the first finding selector finds."""
        return next(filter(None, map(self.select, selectors)), [])

    def _found(self, steps: Sequence[_Step]) -> set[HtmlElement]:
        found = set(filter(steps[0].matches, self._candidates(steps[0])))
        for step in steps[1:]:
            found = {inner for outer in found for inner in _reach(outer, step) if step.matches(inner)}
        return found

    def _candidates(self, step: _Step) -> Iterable[HtmlElement]:
        match step.part:
            case parser.Class(class_name=name):
                return self._classes.get(name, ())
            case parser.Hash(id=name):
                return self._by("id").get(name, ())
            case parser.Attrib(attrib=name) if not step.tag:
                return (element for elements in self._by(name.lower()).values() for element in elements)
            case _:
                return self._tree.iter(step.tag) if step.tag else self._elements

    def _by(self, attribute: str) -> dict[str, list[HtmlElement]]:
        """Return the elements that have an attribute, by its value."""
        known = self._attributes.get(attribute)
        if known is None:
            known = self._attributes[attribute] = {}
            for element in self._elements:
                value = element.get(attribute)
                if value is not None:
                    known.setdefault(value, []).append(element)
        return known


def _reach(outer: HtmlElement, step: _Step) -> Iterator[HtmlElement]:
    return outer.iterchildren(step.tag) if step.combinator == ">" else outer.iterdescendants(step.tag)


@lru_cache(maxsize=1024)
def _alternatives(selector: str) -> tuple[tuple[_Step, ...], ...] | None:
    """Return the steps to each alternative of a selector; None when it says more than is known here."""
    found = [_steps(each.parsed_tree) for each in parser.parse(selector) if each.pseudo_element is None]
    return tuple(found) if all(found) else None


def _steps(part: parser.Tree, combinator: str = "") -> tuple[_Step, ...]:
    """Return the steps to what a part of a selector means, none when it is not known."""
    if isinstance(part, parser.CombinedSelector):
        before, last = _steps(part.selector), _steps(part.subselector, part.combinator)
        return (*before, *last) if before and last and part.combinator in {" ", ">"} else ()
    conditions = _conditions(part)
    if conditions is None:
        return ()
    tag, tests = conditions
    return (_Step(combinator, part, tag, lambda one: all(test(one) for test in tests)),)


def _conditions(part: parser.Tree) -> tuple[str | None, tuple[Matches, ...]] | None:
    """Return the tag and the further conditions of one element, None when they are not known."""
    if isinstance(part, parser.Element):
        tag = part.element.lower() if part.element else None
        return (tag, (lambda one: one.tag == tag,) if tag else ()) if part.namespace is None else None
    test = _test(part)
    rest = _conditions(part.selector) if test else None
    return (rest[0], (*rest[1], test)) if rest and test else None


def _test(part: parser.Tree) -> Matches | None:
    match part:
        case parser.Class(class_name=name):
            return lambda one: name in one.get("class", "").split()
        case parser.Hash(id=name):
            return lambda one: one.get("id") == name
        case parser.Attrib(namespace=None, operator="exists", attrib=name):
            return lambda one: one.get(name.lower()) is not None
        case parser.Attrib(namespace=None, operator=operator) if operator in _OPERATORS and part.value:
            return _comparison(part)
        case _:
            return None


def _comparison(part: parser.Attrib) -> Matches | None:
    name, value, compare = part.attrib.lower(), part.value.value if part.value else "", _OPERATORS[part.operator]
    if not value or getattr(part, "flag", None):  # `i` and `s`, from cssselect 1.4 on
        return None
    return lambda one: compare(one.get(name, ""), value)
