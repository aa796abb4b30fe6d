"""What goes into a feed comes back out of it, in every format and through more than one reader."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import adversaries
import feedparser
import pytest
from factories import NOON, entry

from crawler import text
from crawler.archive import Entry
from crawler.article import Attachment, Image, Topic
from crawler.document_numbers import Citation
from feeds import json_feed, rss_atom
from feeds.entries import Feed

fastfeedparser = pytest.importorskip("fastfeedparser")

WORDS = (
    """Thủ tướng Chính phủ họp thường kỳ Nghị quyết đường Ưu tiên R&D <3 > a<b AT&T "‹›" 'x' 🇻🇳 مرحبا & ]]> &nbsp; 5%"""
)
PIECES = [*WORDS.split(" "), "\u00a0", "Kỳ\u0323", "e\u0302\u0301", "\t", "\r\n", "\x0b", "\u200b", "\ud83d", "\u202e"]
FORMATS = {"rss": rss_atom.rss, "atom": rss_atom.atom, "json": json_feed.render}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An entry as a reader tells it."""

    id: str
    link: str
    title: str
    summary: str
    content: str
    published: datetime
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    enclosures: tuple[tuple[str, str], ...]


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
    """Yield what was written, of which RSS names one file as an enclosure and says a category's label alone."""
    for item in feed.items:
        files = item.attachments[:1] if form == "rss" else item.attachments
        labels = (one.label if form != "atom" else one.term for one in item.categories)
        yield Read(
            id=item.id,
            link=item.link,
            title=item.title,
            summary=item.summary,
            content=item.content,
            published=item.published,
            authors=item.creators,
            categories=tuple(dict.fromkeys(labels)),
            enclosures=tuple((file.url, file.type) for file in files),
        )


def by_feedparser(data: bytes) -> Iterator[Read]:
    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    for one in found.entries:
        html = one.summary_detail.type == "text/html" or found.version.startswith("rss")
        yield Read(
            id=one.id,
            link=one.link,
            title=one.title,
            summary=unescape(one.summary) if html else one.summary,
            content=one.content[-1].value,
            published=datetime(*one.published_parsed[:6], tzinfo=UTC),
            authors=tuple(author.name for author in one.authors),
            categories=tuple(dict.fromkeys(tag.term for tag in one.tags)),
            enclosures=tuple((file.href, file.type) for file in one.enclosures),
        )


def by_fastfeedparser(data: bytes) -> Iterator[Read]:
    found = fastfeedparser.parse(data)
    for one in found.entries:
        files = [*one.get("enclosures", ()), *(link for link in one.links if link["rel"] == "enclosure")]
        yield Read(
            id=one.id,
            link=one.link,
            title=one.title,
            summary=unescape(one.description)
            if data.startswith(b"<?xml") and b"<rss" in data[:200]
            else one.description,
            content=one.content[-1]["value"],
            published=datetime.fromisoformat(one.published),
            authors=tuple(author["name"] for author in one.authors),
            categories=tuple(dict.fromkeys(tag["term"] for tag in one.tags)),
            enclosures=tuple((file.get("href") or file["url"], file["type"]) for file in files),
        )


def by_json(data: bytes) -> Iterator[Read]:
    for one in json.loads(data)["items"]:
        yield Read(
            id=one["id"],
            link=one["url"],
            title=one["title"],
            summary=one["summary"],
            content=one["content_html"],
            published=datetime.fromisoformat(one["date_published"]),
            authors=tuple(author["name"] for author in one["authors"]),
            categories=tuple(one["tags"]),
            enclosures=tuple((file["url"], file["mime_type"]) for file in one.get("attachments", ())),
        )


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feedparser_gives_back_what_went_in(form: str) -> None:
    assert list(by_feedparser(FORMATS[form](DRAWN))) == list(written(DRAWN, form))


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_another_reader_gives_back_what_went_in(form: str) -> None:
    found = list(by_fastfeedparser(FORMATS[form](DRAWN)))
    expected = [replace(one, authors=one.authors[:1]) for one in written(DRAWN, form)]  # it keeps the first alone
    assert found == expected


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


@pytest.mark.parametrize("name", sorted(adversaries.feeds()))
def test_adversaries_come_back_from_every_reader_too(name: str) -> None:
    feed = adversaries.feeds()[name]
    for form, reader in (
        ("rss", by_feedparser),
        ("atom", by_feedparser),
        ("atom", by_fastfeedparser),
        ("json", by_json),
    ):
        if not feed.items:
            continue
        expected = list(written(feed, form))
        found = list(reader(FORMATS[form](feed)))
        for one, other in zip(found, expected, strict=True):
            assert (one.id, one.link, one.title, one.summary) == (other.id, other.link, other.title, other.summary)
            assert one.content.strip() == other.content.strip()
            assert one.enclosures == other.enclosures


def test_authors_and_files_that_one_reader_drops_are_there_for_the_other() -> None:
    (item,) = adversaries.feed(entry()).items
    found: Any = feedparser.parse(rss_atom.rss(adversaries.feed(entry())))
    others = [one["url"] for one in found.entries[0].media_content if one["medium"] == "document"]
    assert [file.url for file in item.attachments[1:]] == others
