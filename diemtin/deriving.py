"""Rules for the articles of a system that no family describes: selectors of the elements that hold what was read."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from crawler import dom, fields, generic, selectors
from crawler.article import Article
from crawler.dom import Node
from crawler.linting import is_generated
from crawler.portal import Portal, Rules
from diemtin.fetching import FetchedPage

_WORD = re.compile(r"-?[a-zA-Z_][\w-]*")  # an id or a class that needs no escapes
_NUMBERED = re.compile(r"\d{3,}")  # `post-123456` is of one article
_BLOCKS = "h1, h2, h3, h4, p, div, span, strong, section, header"
_DATED = 'time, [class*="date"], [class*="time"], [class*="ngay"], [id*="date"], [id*="time"], span, em, i, p, div'
_DATE_LENGTH = 70  # characters, as in `crawler.generic`
_NEEDED = ("title", "body")

Selected = tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An article's page and what was read of it without rules."""

    page: FetchedPage
    root: Node
    article: Article


def rules(read: Sequence[Read], portal: Portal) -> Rules | None:
    """Return rules that find on every page what was read there; None where title or text stand in no one place."""
    finders: dict[str, Callable[[Read], Iterable[Node]]] = {
        "title": lambda one: _telling(one.root, one.article.title),
        "lead": lambda one: _telling(one.root, one.article.lead),
        "body": _container,
        "published": lambda one: _dated(one, portal),
    }
    found = {field: _common([(one.root, tuple(find(one))) for one in read]) for field, find in finders.items()}
    if not read or not all(found[field] for field in _NEEDED):
        return None
    return Rules(**{field: (css,) if css else () for field, css in found.items()})  # type: ignore[arg-type]


def told(proposed: Rules, read: Sequence[Read]) -> Iterator[str]:
    """Yield what each rule finds on the pages at hand."""
    for field in ("title", "lead", "body", "published"):
        for css in getattr(proposed, field):
            words = [dom.words(node) for one in read for node in selectors.found(one.root, css)]
            example = words[0] if len(words[0]) <= _DATE_LENGTH else f"{words[0][:_DATE_LENGTH]}…"
            yield f"rule {field} {css}: 1 element on each of {len(read)} articles: {example}"


def _telling(root: Node, words: str) -> Iterator[Node]:
    """Yield the elements that hold these words and no more, but for a mark of place before them."""
    for node in dom.select(root, _BLOCKS) if words else ():
        if len(node.text_content or "") < 4 * len(words) and fields.without_location(dom.words(node)) == words:
            yield node


def _container(one: Read) -> Iterator[Node]:
    found = generic.container(one.root, url=one.page.url)
    if found is not None:
        yield found


def _dated(one: Read, portal: Portal) -> Iterator[Node]:
    """Yield the elements that are the article's date, and no more."""
    for node in dom.select(one.root, _DATED) if one.article.published else ():
        written = (dom.words(node), dom.attribute(node, "datetime"))
        readings = (generic.reading(each, zone=portal.zone) for each in written if 0 < len(each) <= _DATE_LENGTH)
        if any(reading and reading.moment == one.article.published for reading in readings):
            yield node


def _common(wanted: Sequence[tuple[Node, Selected]]) -> str:
    """Return the shortest selector that finds, on every page, one element alone and one of those that are wanted."""
    candidates = dict.fromkeys(css for _, nodes in wanted[:1] for node in nodes for css in _written(node))
    return next((css for css in candidates if all(_finds_one(root, css, nodes) for root, nodes in wanted)), "")


def _finds_one(root: Node, css: str, nodes: Selected) -> bool:
    found = selectors.found(root, css)
    return len(found) == 1 and found[0].mem_id in {node.mem_id for node in nodes}


def _written(node: Node) -> Iterator[str]:
    """Yield selectors of an element: by its own names, then by those of what holds it."""
    own = list(_names(node))
    yield from own
    holder = node.parent
    for _ in range(2):
        if holder is None or not holder.tag or holder.tag in {"body", "html"}:
            break
        yield from (f"{outer} {inner}" for outer, inner in product(_names(holder), own or [node.tag or "*"]))
        yield from (f"{outer} > {node.tag}" for outer in _names(holder) if holder.mem_id == _parent(node))
        holder = holder.parent
    if node.tag == "h1":
        yield "h1"


def _parent(node: Node) -> int:
    return node.parent.mem_id if node.parent else 0


def _names(node: Node) -> Iterator[str]:
    """Yield an element's class and id as selectors, those that are of one article or one deployment left out."""
    classes = (f".{one}" for one in dom.attribute(node, "class").split())
    for css in (*classes, f"#{dom.attribute(node, 'id')}"):
        if _WORD.fullmatch(css[1:]) and not _NUMBERED.search(css) and not is_generated(css):
            yield css
            if node.tag in {"h1", "h2", "time"}:
                yield f"{node.tag}{css}"
