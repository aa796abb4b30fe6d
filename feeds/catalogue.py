"""Which feeds exist, what they are called and where they live."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import version
from typing import Protocol
from urllib.parse import quote

from crawler import text
from crawler.archive import journal
from crawler.document import Group, Grouping
from crawler.portal import Portal

GENERATOR = "Điểm Tin"
VERSION = version("diemtin")
"""What feeds name as the program that made them."""


class Subject(Protocol):
    """What the catalogue asks of a topic of the taxonomy."""

    @property
    def slug(self) -> str:
        """Its name in addresses."""

    @property
    def vi(self) -> str:
        """Its name in Vietnamese."""

    @property
    def en(self) -> str:
        """Its name in English."""


class Format(StrEnum):
    """A form that a feed is published in; the value is the file name's ending."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    HTML = "html"

    @property
    def media_type(self) -> str:
        """The media type that the format is registered or known under."""
        return _MEDIA_TYPES[self]

    @property
    def label(self) -> str:
        """The name that readers know it by."""
        return _LABELS[self]


_MEDIA_TYPES = {
    Format.RSS: "application/rss+xml",
    Format.ATOM: "application/atom+xml",
    Format.JSON: "application/feed+json",
    Format.HTML: "text/html",
}
_LABELS = {Format.RSS: "RSS", Format.ATOM: "Atom", Format.JSON: "JSON Feed", Format.HTML: "HTML"}


def ended(path: str, form: Format) -> str:
    """Return the path of a file of a format: its ending stands before the arguments of a query."""
    place, mark, arguments = path.partition("?")
    return f"{place}.{form}{mark}{arguments}"


SUBSCRIBABLE = (Format.RSS, Format.ATOM, Format.JSON)


class Kind(StrEnum):
    """What a feed's entries have in common, in the order in which feeds are listed."""

    ALL = "all"
    OWN = "own"  # declared in the settings
    TOPIC = "topic"
    PORTAL = "portal"
    DOCUMENT_TYPE = "document-type"
    DOCUMENT_ISSUER = "document-issuer"
    DOCUMENT_FIELD = "document-field"
    DRAFTS = "drafts"
    CORRECTIONS = "corrections"
    QUERY = "query"  # whatever is asked for: never listed


class State(StrEnum):
    """How a feed stands.

    `HELD` is one whose last good files were kept, as the archive lacks more than half of what they carry.
    """

    FRESH = "fresh"
    EMPTY = "empty"
    HELD = "held"

    @classmethod
    def of(cls, entries: int) -> "State":
        """Return how a feed of so many entries stands that was published."""
        return cls.FRESH if entries else cls.EMPTY


class Content(StrEnum):
    """How much of an article an entry carries: its whole text, or the lead with a link to the rest."""

    FULL = "full"
    LEAD = "lead"


class Asset(StrEnum):
    """A picture by which feeds are known; the value is its path from the output folder."""

    MARK = "assets/icon.svg"
    ICON = "assets/icon.png"  # 256 pixels square
    FAVICON = "assets/favicon.png"  # 32 pixels square
    LOGO = "assets/logo.png"  # 144 pixels wide, which is what RSS allows, and half as high, as RFC 4287 asks


_quoted = lru_cache(maxsize=8192)(quote)  # the lists of feeds name each address again and again


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where and by whom the feeds are published.

    Attributes:
        base_url: what the addresses of files begin with; feeds name themselves by it: a public site sets it.
        title: what the feeds' titles begin with.
        contact: the operator's e-mail or web address; empty when there is none.
        hubs: addresses of WebSub hubs that hear of changes.
        content: how much of articles is published.
        contents: (name, how much) of portals that are dealt with otherwise.
    """

    base_url: str = "http://localhost:8000/"
    title: str = "Điểm Tin"
    contact: str = ""
    hubs: tuple[str, ...] = ()
    content: Content = Content.FULL
    contents: tuple[tuple[str, Content], ...] = ()

    def address(self, path: str = "") -> str:
        """Return the absolute address of a published file, or of a query, whose arguments are encoded already."""
        place, mark, arguments = path.partition("?")
        return f"{self.base_url.rstrip('/')}/{_quoted(place)}{mark}{arguments}"

    def content_of(self, portal: str) -> Content:
        """Return how much of a portal's articles is published."""
        return dict(self.contents).get(portal, self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """One feed, whatever the format.

    Attributes:
        slug: of the topic, the portal's name, that of documents' type, issuing body or field, of one's own feed; `all`
            for the feed of everything, `drafts` for that of drafts, `query` for what is asked for.
        title: in Vietnamese; `title_en` in English.
        description: one sentence in the feed's language.
        path: of its files, without their ending, e.g. `feeds/topics/y-te`; with the arguments of a query.
        language: BCP 47.
        home: address of the portal's home page; empty for feeds of several portals.
        rights: whose the text is, in the feed's language.
    """

    kind: Kind
    slug: str
    title: str
    title_en: str
    description: str
    path: str
    language: str = "vi"
    home: str = ""
    rights: str = ""

    @property
    def name(self) -> str:
        """The title in the feed's own language."""
        return self.title_en if self.language == "en" else self.title

    @property
    def place(self) -> str:
        """What the archive's journal calls it, where what is shown changes."""
        match self.kind:
            case Kind.ALL | Kind.OWN | Kind.CORRECTIONS | Kind.QUERY:
                return journal.ALL
            case Kind.TOPIC | Kind.PORTAL:
                return f"{self.kind}:{self.slug}"
            case Kind.DRAFTS:
                return journal.DRAFTS
            case kind:
                return f"{KINDS[kind].value}:{self.slug}"

    @property
    def keeps_history(self) -> bool:
        """Whether everything that it ever carried can be read, page by page (RFC 5005)."""
        return self.kind not in {Kind.OWN, Kind.DRAFTS, Kind.CORRECTIONS, Kind.QUERY}

    def file(self, form: Format) -> str:
        """Return the path of the feed's file in a format, from the output folder."""
        return ended(self.path, form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is published of a feed.

    Attributes:
        entries: how many its files carry.
        updated: when the newest change in it was seen; None when it has no entries.
        newest: the date of its newest article, likewise.
        per_day: how many entries it carries for each day that they span; None when that is not known.
    """

    spec: FeedSpec
    entries: int
    updated: datetime | None
    newest: datetime | None
    state: State
    per_day: float | None = None


def catalogue(
    portals: Sequence[Portal],
    subjects: Iterable[Subject],
    *,
    groups: Iterable[Group] = (),
    drafts: bool = False,
    own: Iterable[FeedSpec] = (),
) -> tuple[FeedSpec, ...]:
    """Return every feed: that of everything, the operator's `own`, those of topics as given, of portals by name.

    Then those of legal documents: by type, by issuing body and by field, as far as there are `groups`; of drafts.
    Last what was corrected.
    """
    return (
        _ALL,
        *own,
        *(_of_subject(one) for one in subjects),
        *(_of_portal(one) for one in _by_name(portals)),
        *(_of_group(one) for one in sorted(groups, key=lambda one: (_ORDER.index(one.grouping), one.slug))),
        *([_DRAFTS] if drafts else []),
        _CORRECTIONS,
    )


def own_feed(slug: str, *, title: str, description: str = "") -> FeedSpec:
    """Return a feed of the operator's own."""
    name = text.line(title)
    return FeedSpec(
        kind=Kind.OWN,
        slug=slug,
        title=name,
        title_en=name,
        description=text.line(description) or f"{name}: tin bài từ các cổng thông tin của Đảng và Nhà nước.",
        path=f"feeds/own/{slug}",
        rights=_THEIRS,
    )


def query_feed(arguments: str, *, title: str, title_en: str, language: str = "vi") -> FeedSpec:
    """Return the feed of a query.

    Args:
        arguments: the query as it stands in the feed's address, always the same for the same query.
        title: what is looked for, in Vietnamese.
        title_en: likewise in English.
        language: of all its entries, where only one is looked for.
    """
    english = language == "en"
    return FeedSpec(
        kind=Kind.QUERY,
        slug="query",
        title=title,
        title_en=title_en,
        description=(
            f"What Party and State portals of Viet Nam published. {title_en}."
            if english
            else f"Tin bài, văn bản từ các cổng thông tin của Đảng và Nhà nước. {title}."
        ),
        path=f"feeds/query?{arguments}",
        language=language,
        rights="Copyright of the portals, named at each entry." if english else _THEIRS,
    )


_ORDER = (Grouping.TYPE, Grouping.ISSUER, Grouping.FIELD)
_KINDS = {
    Grouping.TYPE: (Kind.DOCUMENT_TYPE, "types", "{}", "Văn bản loại {}"),
    Grouping.ISSUER: (Kind.DOCUMENT_ISSUER, "issuers", "Văn bản của {}", "Văn bản do {} ban hành"),
    Grouping.FIELD: (Kind.DOCUMENT_FIELD, "fields", "Văn bản: {}", "Văn bản thuộc lĩnh vực {}"),
}
KINDS = {kind: grouping for grouping, (kind, *_) in _KINDS.items()}
"""What the documents of a feed of a kind have in common."""

# Law on Intellectual Property, article 15.
_FREE = "Văn bản quy phạm pháp luật và văn bản hành chính không thuộc đối tượng bảo hộ quyền tác giả."
_DRAFTS = FeedSpec(
    kind=Kind.DRAFTS,
    slug="drafts",
    title="Dự thảo đang lấy ý kiến",
    title_en="Drafts open for comment",
    description="Dự thảo văn bản đang được các cơ quan Nhà nước lấy ý kiến góp ý.",
    path="feeds/documents/drafts",
    rights=_FREE,
)
_THEIRS = "Bản quyền thuộc về cổng thông tin đăng bài, nêu ở từng bài."
_CORRECTIONS = FeedSpec(
    kind=Kind.CORRECTIONS,
    slug="corrections",
    title="Đính chính và gỡ bài",
    title_en="Corrections and retractions",
    description="Tin bài mà cổng thông tin đã sửa nội dung, với chỗ sửa, hoặc đã gỡ xuống.",
    path="feeds/corrections",
    rights=_THEIRS,
)
_ALL = FeedSpec(
    kind=Kind.ALL,
    slug="all",
    title="Tất cả tin bài",
    title_en="All articles",
    description="Mọi tin bài từ các cổng thông tin của Đảng và Nhà nước, mỗi bài một lần.",
    path="feeds/all",
    rights=_THEIRS,
)


def _of_subject(subject: Subject) -> FeedSpec:
    return FeedSpec(
        kind=Kind.TOPIC,
        slug=subject.slug,
        title=text.line(subject.vi),
        title_en=text.line(subject.en),
        description=f"Tin bài chủ đề {text.line(subject.vi)} từ các cổng thông tin của Đảng và Nhà nước.",
        path=f"feeds/topics/{subject.slug}",
        rights=_THEIRS,
    )


def _of_portal(portal: Portal) -> FeedSpec:
    english = portal.language == "en"
    title, title_en = text.line(portal.title), text.line(portal.title_en)
    credit = text.line(portal.credit)
    return FeedSpec(
        kind=Kind.PORTAL,
        slug=portal.name,
        title=title,
        title_en=title_en,
        description=f"The latest from {title_en}." if english else f"Tin bài mới trên {title}.",
        path=f"feeds/portals/{portal.name}",
        language=portal.language,
        home=portal.home,
        rights=credit or (f"Copyright of {title_en}." if english else f"Bản quyền thuộc về {title}."),
    )


def _of_group(group: Group) -> FeedSpec:
    kind, folder, title, description = _KINDS[group.grouping]
    name = text.line(group.name)
    return FeedSpec(
        kind=kind,
        slug=group.slug,
        title=title.format(name),
        title_en=f"Legal documents: {name}",
        description=f"{description.format(name)}, mới nhất trên các cổng thông tin của Nhà nước.",
        path=f"feeds/documents/{folder}/{group.slug}",
        rights=_FREE,
    )


def _by_name(portals: Sequence[Portal]) -> list[Portal]:
    return sorted(portals, key=lambda portal: portal.name)
