"""What the archive tells: entries for feeds, articles one by one, counts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Select,
    bindparam,
    exists,
    func,
    select,
)

from crawler.archive import process, rows
from crawler.archive.memory import INTERRUPTED, RUNNING, NativeFeed
from crawler.archive.schema import (
    aliases,
    articles,
    checks,
    crawls,
    documents,
    frontier,
    native_feeds,
    revisions,
    topics,
)
from crawler.article import Article, Topic

_PAGE = 200  # articles read at a time: whole bodies, so about 4 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as a feed carries it.

    Attributes:
        dated: when it was published, or first seen where the portal tells no date; what feeds are sorted by.
        changed: when its text last changed materially; when it was first seen until then.
        revision: 1 for the first text.
        gone: the portal took it down.
    """

    article: Article
    dated: datetime
    changed: datetime
    revision: int
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The little of an entry that tells whether a feed changed.

    Attributes:
        story: id of the first article of the story that it tells; its own where no other portal ran it before.
        told: the feed that was asked for carries that first article, or has carried it.
        also: ids of the other articles of the story, where the feed carries it once.
    """

    id: str
    dated: datetime
    changed: datetime
    revision: int
    gone: bool
    story: str
    told: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalState:
    """What the archive knows of one portal.

    Attributes:
        waiting: links that were found and not yet stored.
        last_crawl: when it began.
        outcome: of the last crawl; empty when there was none, `running` as long as its process is there,
            `interrupted` when that ended before the crawl.
        counts: of the last crawl. Likewise `problems`.
    """

    portal: str
    articles: int
    documents: int = 0
    waiting: int
    newest: datetime | None
    last_crawl: datetime | None
    outcome: str
    counts: dict[str, int]
    problems: list[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article's text as it stood from a moment on.

    Attributes:
        number: 1 for the first; a text that was taken down, or came back, has a number as well.
        seen: when it was first seen.
    """

    number: int
    seen: datetime
    title: str
    lead: str
    body_html: str


class Reader:
    """Reads; never writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def outline(
        self,
        *,
        portal: str | None = None,
        topic: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[Outline]:
        """Return what `entries` would, newest first, in the little that tells whether it changed."""
        columns = (
            articles.c.id,
            articles.c.dated,
            articles.c.changed,
            articles.c.revision,
            articles.c.gone,
            articles.c.story,
            _told_elsewhere(topic).label("told"),
        )
        query = _newest(select(*columns), portal=portal, topic=topic, since=since, limit=limit)
        with self._engine.connect() as connection:
            return [Outline(**one) for one in connection.execute(query).mappings()]

    def entries(
        self,
        *,
        portal: str | None = None,
        topic: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> Iterator[Entry]:
        """Yield entries, newest first; those of one moment by id.

        Args:
            portal: only this portal's.
            topic: only those under this topic's slug.
            since: only those dated at or after it.
            limit: at most so many.
        """
        query = _newest(select(articles), portal=portal, topic=topic, since=since, limit=limit)
        with self._engine.connect() as connection:
            found = connection.execution_options(yield_per=_PAGE).execute(query).mappings()
            for page in found.partitions(_PAGE):
                yield from self._entries(page)

    def gone(self, ids: Sequence[str]) -> frozenset[str]:
        """Return which of these articles were taken down."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(select(articles.c.id).where(articles.c.id.in_(ids), articles.c.gone)))

    def accounted(self, ids: Sequence[str]) -> frozenset[str]:
        """Return which of these entries a feed may leave out: taken down, or told as another portal's story."""
        query = select(articles.c.id).where(
            articles.c.id.in_(ids), articles.c.gone | (articles.c.story != articles.c.id)
        )
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(query))

    def by_id(self, ids: Sequence[str]) -> list[Entry]:
        """Return the entries with these ids, newest first."""
        query = _newest(select(articles).where(articles.c.id.in_(ids)))
        with self._engine.connect() as connection:
            return list(_entries(connection, connection.execute(query).mappings().all()))

    def _entries(self, page: Sequence[RowMapping]) -> Iterator[Entry]:
        with self._engine.connect() as connection:
            yield from _entries(connection, page)

    def texts(self, ids: Sequence[str]) -> dict[str, list[Text]]:
        """Return every text that these articles have had, the first one first."""
        columns = ("seen", "title", "lead", "body_html")
        now = (articles.c.changed, articles.c.title, articles.c.lead, articles.c.body_html)
        before = select(revisions.c.article, revisions.c.number, *(revisions.c[name] for name in columns))
        present = select(articles.c.id, articles.c.revision, *now)
        found: defaultdict[str, list[Text]] = defaultdict(list)
        with self._engine.connect() as connection:
            for query in (before.where(revisions.c.article.in_(ids)), present.where(articles.c.id.in_(ids))):
                for article, number, *said in connection.execute(query):
                    found[article].append(Text(number=number, **dict(zip(columns, said, strict=True))))
        return {article: sorted(texts, key=lambda text: text.number) for article, texts in found.items()}

    def portals(self) -> dict[str, PortalState]:
        """Return what is known of each portal of which anything is known, by name."""
        with self._engine.connect() as connection:
            counted = {row.portal: row for row in connection.execute(_COUNTS)}
            waiting: dict[str, int] = dict(connection.execute(_WAITING).all())
            last = {row["portal"]: row for row in connection.execute(_LAST_CRAWLS).mappings()}
            legal = {row.portal: row for row in connection.execute(_DOCUMENTS)}
        names = sorted({*counted, *waiting, *last, *legal})
        return {
            name: _state(name, counted.get(name), legal.get(name), waiting=waiting.get(name, 0), last=last.get(name))
            for name in names
        }

    def native_feeds(self, *, portal: str | None = None) -> list[NativeFeed]:
        """Return how portals' own feeds compared with their listings, by portal and section; of one portal, or all."""
        query = select(native_feeds).order_by(native_feeds.c.portal, native_feeds.c.section)
        if portal is not None:
            query = query.where(native_feeds.c.portal == portal)
        with self._engine.connect() as connection:
            return [NativeFeed(**row) for row in connection.execute(query).mappings()]

    def passed(self) -> frozenset[str]:
        """Return the portals that read right when they were last checked."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(select(checks.c.portal).where(checks.c.passed)))

    def topics(self) -> dict[str, int]:
        """Return how many articles each topic has, by slug."""
        query = select(topics.c.slug, func.count()).group_by(topics.c.slug)
        with self._engine.connect() as connection:
            return dict(connection.execute(query).all())


_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_OTHER_KEYS = (
    select(aliases.c.article, aliases.c.key)
    .where(aliases.c.article.in_(_IDS), aliases.c.key.like("https://%"), aliases.c.own.is_(False))
    .order_by(aliases.c.key)
)
_TOPICS = select(topics).where(topics.c.article.in_(_IDS)).order_by(topics.c.position)
_COUNTS = select(
    articles.c.portal, func.count().label("articles"), func.max(articles.c.dated).label("newest")
).group_by(articles.c.portal)
_DOCUMENTS = select(
    documents.c.portal, func.count().label("documents"), func.max(documents.c.dated).label("newest")
).group_by(documents.c.portal)
_WAITING = select(frontier.c.portal, func.count()).group_by(frontier.c.portal)
_LAST_CRAWLS = select(crawls).where(crawls.c.id.in_(select(func.max(crawls.c.id)).group_by(crawls.c.portal)))


def _newest(
    query: Select[Any],
    *,
    portal: str | None = None,
    topic: str | None = None,
    since: datetime | None = None,
    limit: int | None = None,
) -> Select[Any]:
    if topic is not None:
        query = query.join(topics, topics.c.article == articles.c.id).where(topics.c.slug == topic)
        dated, key = topics.c.dated, topics.c.article
    else:
        dated, key = articles.c.dated, articles.c.id
    if portal is not None:
        query = query.where(articles.c.portal == portal)
    if since is not None:
        query = query.where(dated >= since)
    return query.order_by(dated.desc(), key).limit(limit)


def _told_elsewhere(topic: str | None) -> ColumnElement[bool]:
    """Return whether an article's story has a first article of another portal's that stands, under the same topic."""
    root = articles.alias("root")
    told = exists().where(root.c.id == articles.c.story, root.c.id != articles.c.id, root.c.gone.is_(False))
    if topic is None:
        return told
    under = topics.alias("under")
    return told & exists().where(under.c.article == articles.c.story, under.c.slug == topic)


def _entries(connection: Connection, page: Sequence[RowMapping]) -> Iterator[Entry]:
    ids = [found["id"] for found in page]
    other: dict[str, list[str]] = defaultdict(list)
    for article, key in connection.execute(_OTHER_KEYS, {"ids": ids}):
        other[article].append(key)
    under: dict[str, list[Topic]] = defaultdict(list)
    for topic in connection.execute(_TOPICS, {"ids": ids}):
        under[topic.article].append(Topic(slug=topic.slug, reason=topic.reason))
    for found in page:
        yield Entry(
            article=rows.article(found, aliases=other[found["id"]], topics=under[found["id"]]),
            dated=found["dated"],
            changed=found["changed"],
            revision=found["revision"],
            gone=found["gone"],
        )


def _state(name: str, counted: Any, legal: Any, *, waiting: int, last: RowMapping | None) -> PortalState:
    running = last is not None and last["outcome"] == RUNNING
    return PortalState(
        portal=name,
        articles=counted.articles if counted else 0,
        documents=legal.documents if legal else 0,
        waiting=waiting,
        newest=max((one.newest for one in (counted, legal) if one), default=None),
        last_crawl=last["started"] if last else None,
        outcome=_outcome(last) if last else "",
        counts=last["counts"] if last else {},
        problems=last["problems"] if last and not running else [],
    )


def _outcome(crawl: RowMapping) -> str:
    """Return how a crawl ended; one that says it runs does so only as long as its process is there."""
    if crawl["outcome"] != RUNNING:
        return str(crawl["outcome"])
    crawling = [told["reason"] for told in crawl["problems"] if told["kind"] == "process"]
    return RUNNING if any(map(process.lives, crawling)) else INTERRUPTED
