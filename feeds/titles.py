"""What the feed of a query is called: what it looks for, in words, in Vietnamese and in English."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crawler.archive.search import Query
from feeds import querying
from feeds.catalogue import FeedSpec, query_feed
from feeds.querying import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """One language's words for the parts of a query; those that end in a colon are followed by a list."""

    search: str
    include: str
    either: str
    exclude: str
    topic: str
    portal: str
    body: str
    document: str
    since: str
    until: str
    language: str
    kinds: Mapping[str, str]
    languages: Mapping[str, str]
    day: Callable[[date], str]


_VIETNAMESE = _Words(
    search="tìm:",
    include="có",
    either="hoặc",
    exclude="không có",
    topic="chủ đề:",
    portal="trên:",
    body="của:",
    document="văn bản",
    since="từ ngày",
    until="đến ngày",
    language="bằng",
    kinds={
        "party": "các cơ quan của Đảng",
        "government": "Chính phủ",
        "assembly": "Quốc hội",
        "front": "Mặt trận Tổ quốc",
        "court": "tòa án, viện kiểm sát",
        "ministry": "các bộ, ngành",
        "province": "các tỉnh, thành phố",
        "press": "báo chí",
    },
    languages={"vi": "tiếng Việt", "en": "tiếng Anh", "zh": "tiếng Trung"},
    day=lambda day: f"{day:%d/%m/%Y}",
)
_ENGLISH = _Words(
    search="search:",
    include="with",
    either="or",
    exclude="without",
    topic="topic:",
    portal="on:",
    body="of:",
    document="document",
    since="from",
    until="to",
    language="in",
    kinds={
        "party": "Party bodies",
        "government": "the Government",
        "assembly": "the National Assembly",
        "front": "the Fatherland Front",
        "court": "courts and procuracies",
        "ministry": "ministries and agencies",
        "province": "provinces and cities",
        "press": "the press",
    },
    languages={"vi": "Vietnamese", "en": "English", "zh": "Chinese"},
    day=date.isoformat,
)


def spec(query: Query, *, known: Known) -> FeedSpec:
    """Return the feed of a query as the catalogue would have it."""
    names = known.names
    return query_feed(
        querying.canonical(query),
        title=_title(query, _VIETNAMESE, known=known, topics=names.topics),
        title_en=_title(query, _ENGLISH, known=known, topics=names.topics_en),
        language=query.language or "vi",
    )


def _title(query: Query, words: _Words, *, known: Known, topics: Mapping[str, str]) -> str:
    title = "; ".join(_parts(query, words, known=known, topics=topics))
    return title[:1].upper() + title[1:]


def _parts(query: Query, words: _Words, *, known: Known, topics: Mapping[str, str]) -> Iterator[str]:
    """Yield what is looked for, part by part, in the order in which a query is written."""
    portals = known.names.portals
    days = [words.day(day) if day else "" for day in (query.since, query.until)]
    for opening, said in (
        (words.search, query.text),
        (words.topic, ", ".join(topics.get(slug, slug) for slug in query.topics)),
        (words.portal, ", ".join(portals[name].title for name in query.portals)),
        (words.body, "; ".join(_bodies(query, words, known=known))),
        (words.document, ", ".join(query.documents)),
        (words.since, days[0]),
        (words.until, days[1]),
        (words.language, words.languages.get(query.language, query.language)),
        (words.include, _listed(query.include, last=words.either)),
        (words.exclude, _listed(query.exclude, last=words.either)),
    ):
        if said:
            yield f"{opening} {said}"


def _bodies(query: Query, words: _Words, *, known: Known) -> Iterable[str]:
    issuers = {} if all(body.portals for body in query.bodies) else known.issuers()
    return [words.kinds.get(body.name) or issuers.get(body.name, body.name) for body in query.bodies]


def _listed(phrases: Sequence[str], *, last: str) -> str:
    return f" {last} ".join(f"“{phrase}”" for phrase in phrases)
