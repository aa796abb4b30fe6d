"""A year of crawls, and those who poll the feeds meanwhile: they take nothing for new that is not, and miss nothing."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import factories
import pytest
from factories import SUBJECTS, archive
from lxml import etree
from test_documents import decree
from year import NAMED, Calendar, Piece, Told, Year

from crawler import links
from crawler.archive import FetchedDocument
from crawler.archive.store import Fetched
from feeds.catalogue import FeedSpec, Format, Kind, Site, catalogue
from feeds.publish import Report, publish

MOST = 4_000_000  # bytes that a feed may have
ROOM = 3_000_000  # bytes of entries beside which the next one may have no room
WEEK = timedelta(days=7)
LEAST = 50
TURNS = 92  # of four days: a year
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = Site(base_url="https://tin.example.vn/")

Seen = list[tuple[str, str]]
"""Ids of entries and when they were updated, as a reader sees them."""


def by_json(data: bytes) -> Seen:
    return [(one["id"], one["date_modified"]) for one in json.loads(data)["items"]]


def by_atom(data: bytes) -> Seen:
    return [(one.findtext(f"{ATOM}id"), one.findtext(f"{ATOM}updated")) for one in _root(data).iter(f"{ATOM}entry")]


def by_rss(data: bytes) -> Seen:
    found = _root(data).iter("item")
    return [(one.findtext("guid"), one.findtext(f"{ATOM}updated") or one.findtext("pubDate")) for one in found]


def _root(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(huge_tree=True))


@dataclass(slots=True, kw_only=True)
class Subscriber:
    """One who reads a feed after every crawl, and remembers every entry with its `updated`."""

    file: str
    read: Callable[[bytes], Seen]
    known: dict[str, str] = field(default_factory=dict)
    carried: frozenset[str] = frozenset()
    left: set[str] = field(default_factory=set)

    def poll(self, output: Path, told: Told) -> None:
        """Read the feed, and see that nothing looks new that is not."""
        now = self.read((output / self.file).read_bytes())
        assert len({one for one, _ in now}) == len(now)
        for one, updated in now:
            assert one in told.new or one in self.known, f"{self.file}: {one} looks new"
            assert one in told.changed or self.known.get(one, updated) == updated, f"{self.file}: {one} looks changed"
        self.known.update(now)
        carried = frozenset(one for one, _ in now)
        assert not self.left & carried - told.changed - told.back, f"{self.file}: what had left is there again"
        self.left = (self.left | self.carried) - carried
        self.carried = carried


class Historian:
    """One who follows every feed to its end, and remembers which pages were closed."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.closed: dict[str, bytes] = {}
        self.pages: dict[str, tuple[int, str, frozenset[str]]] = {}

    def reached(self, spec: FeedSpec) -> set[str]:
        """Return the ids of everything that a reader of a feed reaches."""
        found: set[str] = set()
        path = spec.path
        while path:
            path, ids = self._page(path)
            found |= ids
        return found

    def _page(self, path: str) -> tuple[str, frozenset[str]]:
        file = self.output / f"{path}.json"
        at, following, ids = self.pages.get(path, (0, "", frozenset[str]()))
        if file.stat().st_mtime_ns != at:
            assert path not in self.closed, f"{path} was closed, and is written again"
            page = json.loads(file.read_bytes())
            following = page.get("next_url", "").removeprefix(SITE.base_url).removesuffix(".json")
            ids = frozenset(one["id"] for one in page["items"])
            self.pages[path] = (file.stat().st_mtime_ns, following, ids)
            if page["_diemtin"].get("history", {}).get("closed"):
                self.closed[path] = self.bytes_of(path)
        return following, ids

    def bytes_of(self, path: str) -> bytes:
        return b"".join(sha256((self.output / f"{path}.{form}").read_bytes()).digest() for form in ("atom", "json"))

    def by_atom(self, spec: FeedSpec) -> set[str]:
        """Return what a reader reaches who follows the Atom feed as RFC 5005 says."""
        found: set[str] = set()
        path = spec.path
        while path:
            root = _root((self.output / f"{path}.atom").read_bytes())
            found |= {one.findtext(f"{ATOM}id") for one in root.iter(f"{ATOM}entry")}
            links = {one.get("rel"): one.get("href") for one in root.iterchildren(f"{ATOM}link")}
            onward = links.get("next") or links.get("prev-archive") or ""
            path = onward.removeprefix(SITE.base_url).removesuffix(".atom")
        return found


def published(store: Any, calendar: Calendar, turn: int, *, output: Path) -> Report:
    portals = list(calendar.portals(turn).values())
    return publish(store, portals=portals, subjects=SUBJECTS, site=SITE, output=output)


def see_window(carried: Sequence[str], live: Sequence[Piece]) -> None:
    """See that a feed carries the newest, in order: those of a week and 50, as far as they have room."""
    assert list(carried) == [one.id for one in live[: len(carried)]]
    asked = sum(one.published >= live[0].published - WEEK for one in live) if live else 0
    if len(carried) < max(asked, min(LEAST, len(live))):
        with_next = live[: len(carried) + 1]
        assert sum(len(one.words.encode()) for one in with_next) > ROOM


@pytest.mark.slow
def test_nothing_looks_new_that_is_not_and_everything_can_be_read(tmp_path: Path) -> None:
    calendar, output = Calendar(turns=TURNS), tmp_path / "output"
    specs = catalogue(list(calendar.portals(0).values()), SUBJECTS)
    news = [spec for spec in specs if spec.kind is not Kind.CORRECTIONS]
    readers = {Format.JSON: by_json, Format.ATOM: by_atom, Format.RSS: by_rss}
    subscribers = [Subscriber(file=spec.file(form), read=read) for spec in news for form, read in readers.items()]
    historian = Historian(output)
    with archive(tmp_path) as store:
        year = Year(store, calendar, seed=2026)
        for turn in range(TURNS):
            told = year.crawl(turn)
            written = set(published(store, calendar, turn, output=output).written)
            assert not written & {f"{path}.{form}" for path in historian.closed for form in ("atom", "json")}
            assert [file for file in written if (output / file).stat().st_size >= MOST] == []
            for one in subscribers:
                if one.file in written:
                    one.poll(output, told)
            for spec in news:
                live = year.live(spec)
                see_window([one for one, _ in by_json((output / f"{spec.path}.json").read_bytes())], live)
                assert historian.reached(spec) >= {one.id for one in live}
    for spec in news:
        assert historian.by_atom(spec) >= {one.id for one in year.live(spec)}
    assert all(historian.bytes_of(path) == before for path, before in historian.closed.items())
    assert len(store.reader.outline()) == year.count


BEFORE = factories.portal(home="https://cu.example.vn/", family=NAMED)
AFTER = replace(BEFORE, home="https://moi.example.vn/", aliases=("cu.example.vn",))
PLACES = ((BEFORE, BEFORE.home), (AFTER, AFTER.home), (AFTER, BEFORE.home))


def test_articles_that_are_not_numbered_outlive_a_move_to_another_host(tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        for portal, home in PLACES:
            url = f"{home}bai/mot-hai.html"
            store.save([Fetched(article=factories.article(link=url), keys=portal.keys(url))], now=factories.NOON)
        assert [one.id for one in store.reader.outline()] == [
            links.article_id("https://cu.example.vn/bai/mot-hai.html")
        ]


def test_documents_that_are_not_numbered_outlive_a_move_to_another_host(tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        for portal, home in PLACES:
            url = f"{home}bai/mot-hai.html"
            one = decree(id=links.article_id(portal.key(url)), link=url)
            store.save_documents([FetchedDocument(document=one, keys=portal.keys(url))], now=factories.NOON)
        (entry,) = store.documents.entries()
        assert entry.document.id == links.article_id("https://cu.example.vn/bai/mot-hai.html")
