"""What a page says of itself to machines: JSON-LD, OpenGraph, `article:*`, microdata."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from crawler import dom, text
from crawler.dom import Node

_ARTICLES = frozenset({"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "OpinionNewsArticle", "Report"})
_BEGINNING = re.compile(r"[\[{]")
_JSON = json.JSONDecoder(strict=False)  # line ends inside strings are common
_COMMAS = re.compile(r",(?=\s*[\]}])")
_HOME = frozenset({"trang chủ", "home", "trang nhất", "homepage"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """A page's structured data, first found first.

    Attributes:
        article: the JSON-LD object that describes the article; empty when there is none.
        breadcrumb: titles from JSON-LD's BreadcrumbList, outermost first, the home page left out.
        meta: `property`, `name` or `itemprop` of each `meta` in lower case, to its `content`.
        canonical: `rel=canonical`, as written; empty when there is none.
    """

    article: Mapping[str, Any]
    breadcrumb: tuple[str, ...]
    meta: Mapping[str, str]
    canonical: str


def read(page: Node) -> Structured:
    """Return the structured data of a page; what is malformed is passed over."""
    objects = [found for script in page.css('script[type*="ld+json"]') for found in _objects(script.text())]
    article = next((found for found in objects if _types(found) & _ARTICLES), {})
    crumbs = next((_crumbs(found) for found in objects if "BreadcrumbList" in _types(found)), ())
    canonical = page.css_first('link[rel="canonical"]')
    return Structured(
        article=article,
        breadcrumb=tuple(crumb for crumb in crumbs if crumb.lower() not in _HOME),
        meta=_meta(page),
        canonical=dom.attribute(canonical, "href").strip() if canonical else "",
    )


def plain(value: Any) -> str:
    """Return a JSON-LD value as text on one line; entities that were escaped twice are read twice.

    Portals of family A write `&#237;` inside JSON, and some write `&amp;#7871;` [captures].
    """
    while isinstance(value, Mapping | list):
        if isinstance(value, list):
            value = value[0] if value else ""
        else:
            value = value.get("name") or value.get("@value") or value.get("url") or ""
    return text.line(html.unescape(html.unescape(value))) if isinstance(value, str) else ""


def names(value: Any) -> tuple[str, ...]:
    """Return the names in a JSON-LD `author` or `keywords`: a string, an object, or a list of them."""
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, map(plain, values))))


def _objects(script: str) -> list[Mapping[str, Any]]:
    for attempt in _attempts(script):
        with suppress(ValueError, RecursionError):
            return list(_flat(_JSON.decode(attempt)))
    return []


def _attempts(script: str) -> Iterator[str]:
    """Yield a script as it is, then without what some portals write around the data, then without commas too many."""
    yield script.strip()
    plain_script = script.replace("<![CDATA[", "").replace("]]>", "")
    begin, end = _BEGINNING.search(plain_script), max(map(plain_script.rfind, "]}"))
    if begin:
        data = plain_script[begin.start() : end + 1]  # some stand in a comment, or end with `;`
        yield data
        yield _COMMAS.sub("", data)


def _flat(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    elif isinstance(value, dict):
        yield value
        yield from _flat(value.get("@graph", []))


def _types(found: Mapping[str, Any]) -> set[str]:
    value = found.get("@type")
    return (
        {value}
        if isinstance(value, str)
        else {item for item in value if isinstance(item, str)}
        if isinstance(value, list)
        else set()
    )


def _crumbs(found: Mapping[str, Any]) -> Sequence[str]:
    items = found.get("itemListElement")
    if not isinstance(items, Iterable):
        return ()
    steps = [item for item in items if isinstance(item, Mapping)]
    return [name for name in (plain(step.get("name")) or plain(step.get("item")) for step in steps) if name]


def _meta(page: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in page.css("meta"):
        said = element.attributes
        name = said.get("property") or said.get("name") or said.get("itemprop")
        value = said.get("content")
        if name and value and not value.isspace():
            found.setdefault(name.lower(), html.unescape(text.line(value)))
    return found
