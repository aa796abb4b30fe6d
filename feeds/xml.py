"""XML as text: elements that no library has to build, with the references that readers understand best."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from feeds import vocabularies
from feeds.entries import Item, Publisher
from feeds.vocabularies import LOCAL, PREFIXES, Element


def written(element: Element) -> str:
    """Return an element as XML; a vocabulary that is declared where it is used is declared here."""
    space, mark, name = element.name.rpartition("}")
    prefix = PREFIXES.get(space + mark, "")
    declared = {f"xmlns:{prefix}": space[1:]} if space + mark in LOCAL else {}
    name = f"{prefix}:{name}" if prefix else name
    opening = f"<{name}{attributes({**declared, **element.attributes})}>"
    return f"{opening}{in_text(element.text)}{''.join(map(written, element.children))}</{name}>"


def source(item: Item) -> str:
    """Return `atom:source`: the portal, by its own feed where that is known."""
    return f"<source>{text('updated', item.updated.isoformat())}{_publisher(item.publisher)}</source>"


def text(name: str, words: str, values: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return an element with a text and attributes."""
    return f"<{name}{attributes(values)}>{in_text(words)}</{name}>"


def empty(name: str, values: Mapping[str, str]) -> str:
    """Return an element with nothing but attributes."""
    return f"<{name}{attributes(values)}/>"


def attributes(values: Mapping[str, str]) -> str:
    """Return attributes as they stand behind an element's name."""
    return "".join([f' {name}="{in_attribute(value)}"' for name, value in values.items()])


@lru_cache(maxsize=1024)
def _publisher(publisher: Publisher) -> str:
    return "".join(map(written, vocabularies.of_publisher(publisher)))


def in_text(words: str) -> str:
    """Return text as XML has it: `&#x3C;` and not `&lt;`, which some readers take for the beginning of a tag."""
    return words.replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&gt;")


def in_attribute(words: str) -> str:
    """Return an attribute's value as XML has it, between double quotes."""
    return in_text(words).replace('"', "&#x22;")


def in_html(words: str) -> str:
    """Return HTML as XML has it: there `&lt;` is the beginning of a tag."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
