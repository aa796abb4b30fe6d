"""What a crawl of the demo must find, told by the demo's own articles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from diemtin.demo import dangcongsan, vccorp
from diemtin.demo.manuscript import Desk
from diemtin.demo.newsroom import desks

_UNREADABLE = {"missing": "missing", "document": "document"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one portal of the demo holds; addresses are canonical: https, no `www.`, tracking or print form.

    Attributes:
        articles: of those that can be read, the newest first.
        bad: of those that are listed and cannot be read, with the reason: `missing` (404), `document` (a
            PDF), `empty` (a title without a body).
        moved: old addresses that are listed and redirect, with where they lead.
        duplicates: other addresses under which an article is listed, as listed, with the article's own.
        slow: of the articles, those whose page takes its time.
        broken: feeds and listings that fail on purpose, with the kind of the problem: `http-404`, `no-links`
            (an emptied layout).
    """

    host: str
    articles: tuple[str, ...]
    bad: Mapping[str, str] = field(hash=False)
    moved: Mapping[str, str] = field(hash=False)
    duplicates: Mapping[str, str] = field(hash=False)
    slow: tuple[str, ...]
    broken: Mapping[str, str] = field(hash=False)

    @property
    def listed(self) -> frozenset[str]:
        """Every distinct canonical address that the portal's listings hold."""
        return frozenset((*self.articles, *self.bad, *self.moved))


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What `Newsroom.correct` changes.

    Attributes:
        corrected: address of the article whose title, lead and body change; `old` and `new` are its titles.
        gone: address of the article that is withdrawn (410).
    """

    corrected: str
    old: str
    new: str
    gone: str


@cache
def portals() -> Mapping[str, Facts]:
    """Return the facts of every host that the demo plays."""
    return {desk.host: _facts(desk) for desk in desks()}


@cache
def correction() -> Correction:
    """Return what the day's corrections change."""
    fated = {article.fate: (desk, article) for desk in desks() for article in desk.articles if article.fate}
    (desk, corrected), (other, gone) = fated["corrected"], fated["gone"]
    return Correction(
        corrected=desk.url(corrected),
        old=corrected.headline,
        new=corrected.correction["title"],
        gone=other.url(gone),
    )


def _facts(desk: Desk) -> Facts:
    readable = [article for article in desk.articles if article.body]
    home = f"https://{desk.host}"
    odd = [(oddity, vccorp.odd_href(desk, oddity)) for oddity in desk.oddities]
    bad = {home + href: _UNREADABLE[oddity.kind] for oddity, href in odd if oddity.kind in _UNREADABLE}
    empty = {desk.url(article): "empty" for article in desk.articles if not article.body}
    silent = {home + section.feed: "http-404" for section in desk.sections if section.feed_missing}
    emptied = {home + dangcongsan.list_path(section): "no-links" for section in desk.sections if section.emptied}

    def leading(*kinds: str) -> dict[str, str]:
        return {
            (href if href.startswith("http") else home + href): desk.url(desk.numbered(oddity.of))
            for oddity, href in odd
            if oddity.kind in kinds
        }

    return Facts(
        host=desk.host,
        articles=tuple(map(desk.url, readable)),
        bad=bad | empty,
        moved=leading("moved"),
        duplicates=leading("print", "tracked"),
        slow=tuple(desk.url(article) for article in readable if article.delay),
        broken=silent | emptied,
    )
