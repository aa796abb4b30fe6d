"""Pages of a feed's history say what feedgen's feeds say, and need no memory for it."""

import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import adversaries
import feedparser
import pytest
from factories import entry
from lxml import etree

from feeds import items, json_feed, rss_atom
from feeds.catalogue import Format
from feeds.entries import Feed, History, Item
from feeds.moulds import Mould
from feeds.pages import WRITERS

FEEDS = adversaries.feeds
NAMES = sorted(adversaries.feeds())
ATOM = "{http://www.w3.org/2005/Atom}"


def written(feed: Feed, form: Format) -> bytes:
    return b"".join(WRITERS[form].page(feed, feed.items))


def meaning(element: Any) -> tuple[Any, ...]:
    """Return what an element says: its name, its attributes in any order, its text, its children in order."""
    inside = tuple(map(meaning, element))
    return (element.tag, tuple(sorted(element.attrib.items())), element.text or "", inside)


@pytest.mark.parametrize("name", NAMES)
def test_each_element_of_a_page_is_as_feedgen_writes_it(name: str) -> None:
    feed = FEEDS()[name]
    made, ours = (etree.fromstring(data) for data in (rss_atom.atom(feed), written(feed, Format.ATOM)))
    entries = [[meaning(one) for one in root.iter(f"{ATOM}entry")] for root in (made, ours)]
    assert entries[0] == entries[1]
    heads = [sorted(meaning(one) for one in root if one.tag != f"{ATOM}entry") for root in (made, ours)]
    assert heads[0] == heads[1]
    assert dict(made.attrib) == dict(ours.attrib)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("render", [rss_atom.rss, rss_atom.atom], ids=["rss", "atom"])
def test_entry_from_a_mould_is_as_feedgen_builds_it(render: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    render(FEEDS()["plain"])
    moulded = etree.fromstring(render(FEEDS()[name]))
    monkeypatch.setattr(Mould, "fill", lambda mould, values, *, kind="": mould._make(values, kind))
    assert meaning(moulded) == meaning(etree.fromstring(render(FEEDS()[name])))


@pytest.mark.parametrize("name", ["plain", "documents", "retold", "markup", "closed page"])
def test_feedparser_reads_a_page_as_it_reads_feedgens_feed(name: str) -> None:
    feed = FEEDS()[name]
    made, ours = (feedparser.parse(data) for data in (rss_atom.atom(feed), written(feed, Format.ATOM)))
    assert not ours.bozo
    assert ours.entries == made.entries
    assert ours.feed == made.feed


@pytest.mark.parametrize("name", NAMES)
def test_page_of_json_is_the_feed(name: str) -> None:
    feed = FEEDS()[name]
    assert written(feed, Format.JSON) == json_feed.render(feed)


@pytest.mark.parametrize("form", [Format.ATOM, Format.JSON])
def test_page_without_entries_is_a_page(form: Format) -> None:
    empty = written(FEEDS()["nothing"], form)
    found = json.loads(empty)["items"] if form is Format.JSON else etree.fromstring(empty).findall(f"{ATOM}entry")
    assert found == []


@pytest.mark.parametrize("form", [Format.ATOM, Format.JSON])
def test_page_of_any_length_takes_no_memory(form: Format) -> None:
    feed = adversaries.feed()
    item = items.item(entry(), names=adversaries.NAMES)

    def many() -> Iterator[Item]:
        for number in range(1_000):
            yield replace(item, id=f"urn:x:{number}")

    size = 0
    tracemalloc.start()
    try:
        for part in WRITERS[form].page(feed, many()):
            size += len(part)
        highest = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 1_500_000
    assert highest < 500_000


def test_entry_is_written_alike_on_every_page_and_pages_share_the_feeds_id() -> None:
    feed, closed = FEEDS()["plain"], FEEDS()["closed page"]
    for writer in WRITERS.values():
        assert writer.entry(feed.items[0], feed) == writer.entry(closed.items[0], closed)
    assert feed.id == closed.id
    assert feed.id != replace(closed, history=History()).id


def test_reader_reaches_every_page_from_the_feed_and_the_way_back() -> None:
    months = ["feeds/all/2026-03", "feeds/all/2026-02", "feeds/all/2026-01"]
    plain = FEEDS()["plain"]
    chain = [replace(plain, history=History(next=months[0]))]
    for number, month in enumerate(months):
        history = History(
            previous=months[number + 1] if number < 2 else "",
            following=months[number - 1] if number > 1 else "",
            current=plain.spec.path,
            closed=number > 0,
        )
        chain.append(replace(plain, spec=replace(plain.spec, path=month), history=history))
    for page, following in pairwise(chain):
        told = json.loads(written(page, Format.JSON))
        assert told["next_url"] == following.site.address(f"{following.spec.path}.json")
    assert "next_url" not in json.loads(written(chain[-1], Format.JSON))
    links = {
        one.get("rel"): one.get("href")
        for one in etree.fromstring(written(chain[2], Format.ATOM))
        if one.tag == f"{ATOM}link"
    }
    assert links["prev-archive"] == "https://tin.example.vn/feeds/all/2026-01.atom"
    assert links["current"] == "https://tin.example.vn/feeds/all.atom"
    assert links["self"] == "https://tin.example.vn/feeds/all/2026-02.atom"
