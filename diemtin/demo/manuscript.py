"""The demo's articles as their authors wrote them, before any portal's templates: one TOML file a portal.

A body is a series of blocks with empty lines between them. A block is a paragraph, unless it begins with

    ## Heading
    photo: file name | caption | credit
    lazy: file name | caption | credit          a picture that the page loads late
    related: number, number                     a box of links to other articles of the portal
    file: name.pdf | title                      an attachment

In a paragraph, `[words](address)` is a link.
"""

import html
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.resources import files
from typing import Any

from diemtin.demo.templates import fill

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"(##|photo:|lazy:|related:|file:)\s+")
_KINDS = {"##": "heading", "photo:": "photo", "lazy:": "lazy", "related:": "related", "file:": "file"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a body: `kind` is `paragraph`, `heading`, `photo`, `lazy`, `related` or `file`."""

    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A listing of a portal, as its file tells it.

    Attributes:
        path: from the host, with the slash.
        number: the system's own (the zone), where it has one.
        parent: title and path of the section above it.
        feed: path of its RSS; empty when it has none. `feed_missing`: it is named, but answers 404.
        emptied: its layout has changed, and a script draws the list: the page holds no link to an article.
    """

    path: str
    title: str
    number: str = ""
    parent: tuple[str, ...] = ()
    feed: str = ""
    feed_missing: bool = False
    emptied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """One article.

    Attributes:
        number: the portal's own.
        sections: paths of the listings that show it, its own first.
        published: aware, Ha Noi; so is `modified`.
        slug: of the headline under which it first ran; a correction leaves it.
        headline: that first headline, and `teaser` the lead under it: listings and feeds keep both.
        delay: seconds that the portal takes to answer.
        fate: what `Newsroom.correct` makes of it: `corrected`, `gone` or, empty, nothing.
        correction: what is then changed: `title`, `modified`, and `words`, from old to new.
        gone: the portal has withdrawn it.
    """

    number: str
    title: str
    lead: str
    published: datetime
    modified: datetime
    sections: tuple[str, ...]
    body: tuple[Block, ...]
    slug: str
    headline: str
    teaser: str
    author: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    delay: float = 0.0
    fate: str = ""
    correction: Mapping[str, Any] = field(default_factory=dict, hash=False)
    gone: bool = False

    @property
    def pictures(self) -> tuple[Block, ...]:
        """The blocks that hold a picture."""
        return tuple(block for block in self.body if block.kind in {"photo", "lazy"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """A link that a listing shows and that is not simply an article's.

    Attributes:
        kind: `missing` (404), `moved` (an old slug, 301), `document` (a PDF behind an article's address),
            `print` (the print page), `tracked` (another scheme and host, with tracking).
        of: number of the article that it leads to; empty for `missing` and `document`.
    """

    kind: str
    sections: tuple[str, ...]
    of: str = ""
    number: str = ""
    title: str = ""
    lead: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One portal: what it is, its sections and articles, the newest first.

    Attributes:
        address: the form of an article's path: `{slug}`, `{number}`, `{stem}` of its first section.
        settings: what only its family's templates need: the host of its pictures, its lead mark …
    """

    host: str
    title: str
    address: str
    settings: Mapping[str, str] = field(hash=False)
    sections: tuple[Section, ...]
    articles: tuple[Manuscript, ...]
    oddities: tuple[Oddity, ...] = ()

    def path(self, article: Manuscript) -> str:
        """Return the path of the article's page."""
        stem = article.sections[0].strip("/").rpartition("/")[2].removesuffix(".htm")
        return self.address.format(slug=article.slug, number=article.number, stem=stem)

    def url(self, article: Manuscript) -> str:
        """Return the absolute address of the article's page."""
        return f"https://{self.host}{self.path(article)}"

    def numbered(self, number: str) -> Manuscript:
        """Return the article with that number."""
        return next(article for article in self.articles if article.number == number)

    def section(self, path: str) -> Section:
        """Return the section at that path."""
        return next(section for section in self.sections if section.path == path)

    def within(self, section: Section) -> tuple[Manuscript, ...]:
        """Return the articles that a section lists."""
        return tuple(article for article in self.articles if section.path in article.sections)


def read(name: str, *, corrected: bool = False) -> Desk:
    """Return the portal of `articles/NAME.toml`; `corrected` with its corrections made."""
    known = tomllib.loads((files(__package__) / "articles" / f"{name}.toml").read_text(encoding="utf-8"))
    articles = sorted(map(_manuscript, known["article"]), key=lambda article: article.published, reverse=True)
    return Desk(
        host=known["host"],
        title=known["title"],
        address=known["address"],
        settings=known.get("settings", {}),
        sections=tuple(Section(**{**each, "parent": tuple(each.get("parent", ()))}) for each in known["section"]),
        articles=tuple(_corrected(article) if corrected else article for article in articles),
        oddities=tuple(Oddity(**{**each, "sections": tuple(each["sections"])}) for each in known.get("oddity", ())),
    )


def slug(title: str) -> str:
    """Return a title as portals write it into addresses.

    >>> slug("Đẩy mạnh chuyển đổi số ở cơ sở")
    'day-manh-chuyen-doi-so-o-co-so'
    """
    letters = unicodedata.normalize("NFD", title.lower()).replace("đ", "d")
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f]", "", letters)))


def inline(words: str, *, anchor: str = "link.html") -> str:
    """Return a paragraph's words as HTML, links made by the portal's own template."""

    def link(found: re.Match[str]) -> str:
        return fill(anchor, words=found[1], href=found[2])

    return _LINK.sub(link, html.escape(words, quote=False))


def markup(body: tuple[Block, ...], *, writers: Mapping[str, Callable[..., str]]) -> str:
    """Return a body as HTML; each kind of block has the portal's writer, called with the block's words."""
    return "".join(writers[block.kind](*block.words) for block in body)


def _manuscript(known: Mapping[str, Any]) -> Manuscript:
    rest = dict(known)
    return Manuscript(
        **{
            **rest,
            "body": _blocks(rest["body"]),
            "sections": tuple(rest["sections"]),
            "tags": tuple(rest.get("tags", ())),
            "modified": rest.get("modified", rest["published"]),
            "slug": rest.get("slug") or slug(rest["title"]),
            "headline": rest["title"],
            "teaser": rest["lead"],
        }
    )


def _blocks(body: str) -> tuple[Block, ...]:
    return tuple(_block(" ".join(part.split())) for part in re.split(r"\n\s*\n", body) if part.strip())


def _block(written: str) -> Block:
    marked = _BLOCK.match(written)
    if not marked:
        return Block(kind="paragraph", words=(written,))
    between = {"##": "\n", "related:": ","}.get(marked[1], "|")
    words = (word.strip() for word in written[marked.end() :].split(between))
    return Block(kind=_KINDS[marked[1]], words=tuple(words))


def _corrected(article: Manuscript) -> Manuscript:
    if article.fate != "corrected":
        return replace(article, gone=article.fate == "gone")
    change = article.correction
    return replace(
        article,
        title=change["title"],
        modified=change["modified"],
        lead=_reworded(article.lead, change["words"]),
        body=tuple(
            replace(block, words=tuple(_reworded(each, change["words"]) for each in block.words))
            for block in article.body
        ),
    )


def _reworded(words: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        words = words.replace(old, new)
    return words
