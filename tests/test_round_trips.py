"""What goes into a feed comes back out of it, in every format and through more than one reader."""

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import adversaries
import feedparser
import pytest
from factories import NOON, entry
from lxml import etree

from crawler import text
from crawler.archive import Entry
from crawler.article import Attachment, Image, Topic
from crawler.document import as_json
from crawler.document_numbers import Citation
from feeds import json_feed, rss_atom
from feeds.entries import Feed
from feeds.vocabularies import ATOM, DOCUMENT

fastfeedparser = pytest.importorskip("fastfeedparser")

WORDS = (
    """Thủ tướng Chính phủ họp thường kỳ Nghị quyết đường Ưu tiên R&D <3 > a<b AT&T "‹›" 'x' 🇻🇳 مرحبا & ]]> &nbsp; 5%"""
)
PIECES = [*WORDS.split(" "), "\u00a0", "Kỳ\u0323", "e\u0302\u0301", "\t", "\r\n", "\x0b", "\u200b", "\ud83d", "\u202e"]
ELSEWHERE = {"id", "link", "aliases", "portal", "title", "abstract", "language", "first_seen", "fetched", "files"}
FORMATS = {"rss": rss_atom.rss, "atom": rss_atom.atom, "json": json_feed.render}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An entry as a reader tells it.

    Attributes:
        categories: scheme and what the format says in plain words; a scheme is empty where there is none.
        enclosures: address, media type, and length in bytes, 0 where it is not known.
        related: addresses of cited documents and of the same story elsewhere.
    """

    id: str
    link: str
    title: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    categories: tuple[tuple[str, str], ...]
    enclosures: tuple[tuple[str, str, int], ...]
    images: tuple[str, ...]
    related: tuple[str, ...]


def phrase(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(PIECES, k=chance.randint(1, most)))


def anything(chance: random.Random, number: int) -> Entry:
    """Return an article of which every part is drawn by lot."""
    path = quote(phrase(chance, 4), errors="ignore", safe="&%=")
    body = "".join(
        f"<p>{text.clean(phrase(chance, 40)).replace('&', '&amp;').replace('<', '&lt;')}</p>" for _ in range(4)
    )
    one = entry(
        number,
        link=f"https://baochinhphu.vn/{path}-{number}.htm?a=1&b=2",
        title=phrase(chance, 20),
        lead=phrase(chance, 60),
        body_html=body,
        body_text=phrase(chance, 60),
        authors=tuple(phrase(chance, 3) for _ in range(chance.randint(0, 3))),
        tags=tuple(phrase(chance, 4) for _ in range(chance.randint(0, 3))),
        section=tuple(phrase(chance, 2) for _ in range(chance.randint(0, 2))),
        published=NOON - timedelta(seconds=chance.randint(0, 10**9)),
        attachments=tuple(
            Attachment(url=f"https://bcp.vn/{n}.pdf?x=1&y=2", type="application/pdf", length=n * 7 or None)
            for n in range(chance.randint(0, 3))
        ),
        images=tuple(
            Image(url=f"https://bcp.vn/{n}.jpg", caption=phrase(chance, 5)) for n in range(chance.randint(0, 2))
        ),
        topics=tuple(Topic(slug=slug, reason="") for slug in ("y-te", "da-bo")[: chance.randint(0, 2)]),
        documents=(Citation(number="06/2013/QĐ-TTg", issuer="Thủ tướng Chính phủ"),) * chance.randint(0, 1),
    )
    return replace(one, revision=chance.randint(1, 2), changed=one.dated + timedelta(days=1))


def drawn() -> Feed:
    chance = random.Random(2026)
    return adversaries.feed(*(anything(chance, number) for number in range(60)))


DRAWN = drawn()


def written(feed: Feed, form: str) -> Iterator[Read]:
    """Yield what was written, of which RSS names one file as an enclosure and says a category's label alone.

    JSON has no schemes, and has related links under `_diemtin`.
    """
    for item in feed.items:
        files = item.attachments[:1] if form == "rss" else item.attachments
        told = [(one.scheme, one.term if form == "atom" else one.label) for one in item.categories]
        yield Read(
            id=item.id,
            link=item.link,
            title=item.title,
            summary=item.summary,
            content=item.content,
            published=item.published,
            updated=item.updated,
            authors=item.creators,
            categories=once(("", label) for _, label in told) if form == "json" else once(told),
            enclosures=tuple((file.url, file.type, file.length or 0) for file in files),
            images=tuple(image.url for image in item.images),
            related=() if form == "json" else tuple(one.link for one in item.related),
        )


def once(values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(values))


def pictures(media: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(one["url"] for one in media if one["medium"] == "image")


def by_feedparser(data: bytes) -> Iterator[Read]:
    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    for one in found.entries:
        html = one.summary_detail.type == "text/html" or found.version.startswith("rss")
        known = dict(one)  # where there is no update, feedparser itself gives the date of publication, and warns
        published = datetime(*one.published_parsed[:6], tzinfo=UTC)
        yield Read(
            id=one.id,
            link=one.link,
            title=one.title,
            summary=unescape(one.summary) if html else one.summary,
            content=one.content[-1].value,
            published=published,
            updated=datetime(*known["updated_parsed"][:6], tzinfo=UTC) if "updated_parsed" in known else published,
            authors=tuple(author.name for author in one.authors),
            categories=once((tag.scheme or "", tag.term) for tag in one.tags),
            enclosures=tuple((file.href, file.type, int(file.get("length", 0))) for file in one.enclosures),
            images=pictures(one.get("media_content", ())),
            related=tuple(link.href for link in one.links if link.rel == "related"),
        )


def by_fastfeedparser(data: bytes) -> Iterator[Read]:
    found = fastfeedparser.parse(data)
    rss = b"<rss" in data[:200]
    for one in found.entries:
        files = [*one.get("enclosures", ()), *(link for link in one.links if link["rel"] == "enclosure")]
        yield Read(
            id=one.id,
            link=one.link,
            title=one.title,
            summary=unescape(one.description) if rss else one.description,
            content=one.content[-1]["value"],
            published=datetime.fromisoformat(one.published),
            updated=datetime.fromisoformat(one.get("updated", one.published)),
            authors=tuple(author["name"] for author in one.authors),
            categories=once((tag["scheme"] or "", tag["term"]) for tag in one.tags),
            enclosures=tuple(
                (file.get("href") or file["url"], file["type"], file.get("length") or 0) for file in files
            ),
            images=pictures(one.get("media_content", ())),
            related=tuple(link["href"] for link in one.links if link["rel"] == "related"),
        )


def by_json(data: bytes) -> Iterator[Read]:
    for one in json.loads(data)["items"]:
        files = one.get("attachments", ())
        yield Read(
            id=one["id"],
            link=one["url"],
            title=one["title"],
            summary=one["summary"],
            content=one["content_html"],
            published=datetime.fromisoformat(one["date_published"]),
            updated=datetime.fromisoformat(one["date_modified"]),
            authors=tuple(author["name"] for author in one["authors"]),
            categories=tuple(("", tag) for tag in one["tags"]),
            enclosures=tuple((file["url"], file["mime_type"], file.get("size_in_bytes", 0)) for file in files),
            images=tuple(image["url"] for image in one["_diemtin"].get("images", ())),
            related=(),
        )


def kept_by_fastfeedparser(one: Read, form: str) -> Read:
    """Return what fastfeedparser keeps: the first author, no length of Atom's files, of JSON's pictures none."""
    files = tuple((url, kind, 0 if form == "atom" else length) for url, kind, length in one.enclosures)
    images = () if form == "json" else one.images
    return replace(one, authors=one.authors[:1], enclosures=files, images=images)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feedparser_gives_back_what_went_in(form: str) -> None:
    assert list(by_feedparser(FORMATS[form](DRAWN))) == list(written(DRAWN, form))


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_another_reader_gives_back_what_went_in(form: str) -> None:
    expected = [kept_by_fastfeedparser(one, form) for one in written(DRAWN, form)]
    assert list(by_fastfeedparser(FORMATS[form](DRAWN))) == expected


def test_json_gives_back_what_went_in() -> None:
    assert list(by_json(json_feed.render(DRAWN))) == list(written(DRAWN, "json"))


def test_what_is_written_is_what_the_archive_holds_made_fit_for_feeds() -> None:
    chance = random.Random(2026)
    for number, item in enumerate(DRAWN.items):
        given = anything(chance, number).article
        assert item.id == given.id
        assert item.title == (text.line(given.title) or item.link)
        assert item.summary == text.line(given.lead) or not text.line(given.lead)
        assert text.clean(given.body_html) in item.content
        assert set(item.authors) == {text.line(one) for one in given.authors} - {""}
        assert item.published == given.published


@pytest.mark.parametrize("name", sorted(name for name, feed in adversaries.feeds().items() if feed.items))
def test_adversaries_come_back_from_every_reader_too(name: str) -> None:
    feed = adversaries.feeds()[name]
    for form, reader in (("rss", by_feedparser), ("atom", by_feedparser), ("json", by_json)):
        assert [trimmed(one) for one in reader(FORMATS[form](feed))] == [trimmed(one) for one in written(feed, form)]
    expected = [trimmed(kept_by_fastfeedparser(one, "atom")) for one in written(feed, "atom")]
    assert [trimmed(one) for one in by_fastfeedparser(rss_atom.atom(feed))] == expected


def trimmed(one: Read) -> Read:
    return replace(one, content=one.content.strip())


@pytest.mark.parametrize("name", ["documents", "draft", "document of nothing"])
def test_data_of_legal_documents_come_back_from_every_format(name: str) -> None:
    feed = adversaries.feeds()[name]
    records = [as_json(item.record) for item in feed.items]
    expected = [{key: said for key, said in one.items() if said and key not in ELSEWHERE} for one in records]
    told = json.loads(json_feed.render(feed))["items"]
    assert [{key: one["_document"][key] for key in one["_document"] if key != "abstract"} for one in told] == expected
    for render in (rss_atom.rss, rss_atom.atom):
        root = etree.fromstring(render(feed))
        assert [legal(one) for one in root.iter("item", f"{ATOM}entry")] == expected


def legal(entry: Any) -> dict[str, Any]:
    """Return what an entry says in the vocabulary of documents, as JSON says it."""
    found: dict[str, Any] = {}
    for one in entry.iterfind(f"{DOCUMENT}document/{DOCUMENT}*"):
        name = re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", one.tag.removeprefix(DOCUMENT))
        if name == "related":
            other = {"relation": one.get("relation"), "number": one.get("number", ""), "link": one.get("href", "")}
            found.setdefault(name, []).append({**other, "title": one.text or ""})
        else:
            found[name] = True if name == "draft" else one.text
    return found


def test_authors_and_files_that_one_reader_drops_are_there_for_the_other() -> None:
    (item,) = adversaries.feed(entry()).items
    found: Any = feedparser.parse(rss_atom.rss(adversaries.feed(entry())))
    others = [one["url"] for one in found.entries[0].media_content if one["medium"] == "document"]
    assert [file.url for file in item.attachments[1:]] == others
