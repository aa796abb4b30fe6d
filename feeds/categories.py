"""What entries are filed under, and by which schemes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from crawler import text
from crawler.article import Article
from crawler.document import Document, Group, Grouping, groups
from feeds.catalogue import KINDS, Kind
from feeds.entries import Category, Feed, Names, Publisher

TOPIC = "urn:x-diemtin:topic"
PORTAL = "urn:x-diemtin:portal"
SECTION = "urn:x-diemtin:section"
NUMBER = "urn:x-diemtin:document-number"
GROUPINGS = {grouping: f"urn:x-diemtin:document-{grouping.value}" for grouping in Grouping}
STATE = "urn:x-diemtin:state"
KIND = "urn:x-diemtin:kind"
"""The schemes of categories, the same wherever feeds are published, so that an aggregator can merge them.

The last two are of feeds.
"""

_SUBJECTS = {
    Kind.TOPIC: TOPIC,
    Kind.PORTAL: PORTAL,
    **{kind: GROUPINGS[grouping] for kind, grouping in KINDS.items()},
}
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def of_article(article: Article, *, publisher: Publisher, names: Names) -> tuple[Category, ...]:
    """Return an article's topics, section, portal, the documents that it cites with their issuers, its keywords."""
    return _once(
        [
            *(_topic(topic.slug, names) for topic in article.topics),
            _section(article.section),
            of_portal(publisher),
            *(_number(citation.number) for citation in article.documents),
            *(body for citation in article.documents for body in _bodies(text.line(citation.issuer))),
            *(Category(term=tag, label=tag) for tag in map(text.line, article.tags)),
        ]
    )


def of_document(document: Document, *, publisher: Publisher) -> tuple[Category, ...]:
    """Return a document's type, issuing bodies and fields, its number, and its portal."""
    return _once([*map(_group, groups(document)), _number(document.number), of_portal(publisher)])


def of_feed(feed: Feed) -> tuple[Category, ...]:
    """Return what a feed is of, and how it stands."""
    spec = feed.spec
    return (
        Category(term=spec.slug, label=text.line(spec.name), scheme=_SUBJECTS.get(spec.kind, KIND)),
        Category(term=feed.state, label=feed.state, scheme=STATE),
    )


def of_portal(publisher: Publisher) -> Category:
    """Return the category of everything that a portal published."""
    return Category(term=publisher.name, label=publisher.title, scheme=PORTAL)


def _topic(slug: str, names: Names) -> Category:
    plain = text.line(slug)
    return Category(
        term=plain, label=names.topics.get(slug, plain), label_en=names.topics_en.get(slug, ""), scheme=TOPIC
    )


def _section(titles: Sequence[str]) -> Category:
    """Return a section as RSS asks for a place in a hierarchy: its parts separated by slashes."""
    path = " / ".join(filter(None, map(text.line, titles)))
    return Category(term=path, label=path, scheme=SECTION)


def _number(number: str) -> Category:
    plain = text.line(number)
    return Category(term=plain, label=plain, scheme=NUMBER)


def _group(group: Group) -> Category:
    return Category(term=group.slug, label=text.line(group.name), scheme=GROUPINGS[group.grouping])


@lru_cache(maxsize=1024)
def _bodies(issuer: str) -> tuple[Category, ...]:
    """Return the issuing bodies of a cited document, under the slugs of their own feeds."""
    told = Document(id="", link="", portal="", title="", issuer=issuer, first_seen=_EVER, fetched=_EVER)
    return tuple(map(_group, groups(told)))


def _once(found: Iterable[Category]) -> tuple[Category, ...]:
    """Return categories without the empty ones, each once."""
    known: dict[tuple[str, str], Category] = {}
    for one in found:
        if one.term:
            known.setdefault((one.scheme, one.term), one)
    return tuple(known.values())
