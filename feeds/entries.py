"""What feeds and their entries are made of, whatever the format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from crawler import text
from crawler.article import Article, Attachment, Image
from crawler.document import Document
from feeds.catalogue import Content, FeedSpec, Kind, Site, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A portal as its entries name it.

    Attributes:
        feed: address of its own feed; empty when it has none that is known.
        credit: how it asks to be named; empty when it does not say.
    """

    name: str
    title: str
    home: str
    feed: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What slugs and portal names stand for: publishers by name, titles of topics by slug, in both languages."""

    portals: Mapping[str, Publisher]
    topics: Mapping[str, str]
    topics_en: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """Something an entry is filed under; the scheme is empty for a portal's own keywords.

    Attributes:
        label_en: of a topic that has a feed.
    """

    term: str
    label: str
    label_en: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Another portal's article of the same story."""

    id: str
    link: str
    title: str
    publisher: Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something that an entry leads to beside its source: where it is, and what it is, in words."""

    link: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as every format carries it.

    Attributes:
        summary: plain text, never empty.
        content: clean HTML.
        updated: when the text last changed materially; until then `published`, of a document when it was first seen.
        revision: 1 for the first text.
        authors: as named; none where none is.
        image: the first of `images`.
        images: what the text shows, or the first of it where only the lead is published.
        also: the same story as other portals told it.
        record: the article or document behind it, for what one format alone carries.
        cites: links of the documents that the article cites, by number, as far as they are known.
        cited_by: articles that cite the document.
        related: cited documents, tellings and the like, each link once.
        section: titles of the portal's sections, outermost first.
        source: the source that the portal names for the article.
        carries: how much of the text is in it.
    """

    id: str
    link: str
    title: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    revision: int
    authors: tuple[str, ...]
    categories: tuple[Category, ...]
    publisher: Publisher
    image: Image | None
    attachments: tuple[Attachment, ...]
    language: str
    also: tuple[Telling, ...]
    record: Article | Document
    cites: Mapping[str, str] = field(default_factory=dict, hash=False)
    cited_by: tuple[Telling, ...] = ()
    images: tuple[Image, ...] = ()
    related: tuple[Reference, ...] = ()
    section: tuple[str, ...] = ()
    source: str = ""
    carries: Content = Content.FULL

    @property
    def creators(self) -> tuple[str, ...]:
        """Whom a format names that must name someone: the authors, the portal where none is named."""
        return self.authors or (self.publisher.title,)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Where a feed goes on beyond its file (RFC 5005).

    Each is a path from the output folder without its ending, as `FeedSpec.path`; empty where there is none. A page of
    a feed's history is a `Feed` too: its `spec.path` is the page's own.

    Attributes:
        next: the page of entries that left the feed and whose archive page is not closed yet.
        previous: the closed page before this one.
        following: the closed page after this one.
        current: of a page: the feed that it is a page of.
        closed: this page will never change.
    """

    next: str = ""
    previous: str = ""
    following: str = ""
    current: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """An entry that the portal took down.

    Attributes:
        when: when that was seen.
        link: of the article that was; empty where it is not to be named. Likewise `title`.
    """

    id: str
    when: datetime
    link: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, or a page of its history, with what is in it, newest first.

    Attributes:
        updated: when the newest change in it was seen.
        deletions: what left it because it was taken down, the latest first.
    """

    spec: FeedSpec
    site: Site
    items: tuple[Item, ...]
    updated: datetime
    state: State = State.FRESH
    history: History = History()
    deletions: tuple[Deletion, ...] = ()

    @property
    def title(self) -> str:
        """The feed's title as readers list it."""
        return text.line(f"{self.site.title} – {self.spec.name}")

    @property
    def description(self) -> str:
        """What the feed says of itself, never empty: RSS asks for it."""
        return text.line(self.spec.description) or self.title

    @property
    def hubs(self) -> tuple[str, ...]:
        """The hubs that tell of its changes: a query has no file that they could look at."""
        return () if self.spec.kind is Kind.QUERY else self.site.hubs

    @property
    def subscribed(self) -> str:
        """The path of the file that subscribers ask for, without its ending: of a page not its own."""
        return self.history.current or self.spec.path

    @property
    def id(self) -> str:
        """Its id: of its own at every site, the same over http and https, and for all pages of its history."""
        return uuid5(NAMESPACE_URL, self.site.address(self.subscribed).partition(":")[2]).urn
