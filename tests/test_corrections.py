"""What was corrected or taken down has a feed of its own, which tells what changed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import NOON, PORTALS, SUBJECTS, archive, article, save

from crawler.archive import Archive
from crawler.archive.reading import Text
from feeds import corrections, items, rss_atom
from feeds.catalogue import Content, Site, catalogue
from feeds.publish import publish

SITE = Site()
LATER = NOON + timedelta(days=2)
PLAIN = Text(number=1, seen=NOON, title="Tiêu đề", lead="Tóm tắt.", body_html="<p>Một hai ba.</p><p>Bốn năm.</p>")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with archive(tmp_path, [article(1), article(2)]) as found:
        yield found


def published(store: Archive, tmp_path: Path, site: Site = SITE) -> list[dict[str, Any]]:
    publish(store, portals=PORTALS, subjects=SUBJECTS, site=site, output=tmp_path / "output")
    found = json.loads((tmp_path / "output/feeds/corrections.json").read_bytes())["items"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": "Tiêu đề mới"}, ["<p><b>Tiêu đề:</b> Tiêu đề<ins> mới</ins></p>"]),
        ({"lead": ""}, ["<p><b>Tóm tắt:</b> <del>Tóm tắt.</del></p>"]),
        ({"body_html": "<p>Một hai ba.</p><p>Bốn <b>sáu</b>.</p>"}, ["<p>Bốn <del>năm.</del><ins>sáu.</ins></p>"]),
        ({"body_html": "<p>Bốn năm.</p>"}, ["<p><del>Một hai ba.</del></p>"]),
        ({"body_html": PLAIN.body_html + "<p>a &lt;b&gt; c</p>"}, ["<p><ins>a &lt;b&gt; c</ins></p>"]),
        ({"body_html": PLAIN.body_html + "Sáu bảy."}, ["<p>Cổng thông tin đã sửa nội dung bài.</p>"]),
        ({"body_html": "<h2>Một hai ba.</h2><p>Bốn năm.</p>"}, ["<p>Bài đã được đăng lại.</p>"]),
        ({}, ["<p>Bài đã được đăng lại.</p>"]),
    ],
)
def test_difference_of_two_texts_is_told_by_words(changes: dict[str, str], told: list[str]) -> None:
    assert corrections.difference(PLAIN, replace(PLAIN, **changes)).split("\n") == told


def test_very_long_paragraphs_are_told_whole() -> None:
    one, other = (replace(PLAIN, body_html=f"<p>{' '.join([word] * 3000)}</p>") for word in ("cũ", "mới"))
    assert corrections.difference(one, other).startswith("<p><del>cũ cũ")


def test_correction_is_an_entry_that_tells_what_changed(store: Archive, tmp_path: Path) -> None:
    assert published(store, tmp_path) == []
    save(store, [replace(article(1), title="Tiêu đề đã sửa")], now=LATER)
    (item,) = published(store, tmp_path)
    assert item["title"] == "Đã sửa: Tiêu đề đã sửa"
    assert item["url"] == article(1).link
    assert item["id"] != article(1).id
    assert "<ins>" in item["content_html"]
    assert datetime.fromisoformat(item["date_published"]) == LATER


def test_every_correction_keeps_its_own_entry_and_tells_its_own_change(store: Archive, tmp_path: Path) -> None:
    save(store, [replace(article(1), title="Lần một")], now=LATER)
    (first,) = published(store, tmp_path)
    save(store, [replace(article(1), title="Lần hai")], now=LATER + timedelta(hours=1))
    second, again = published(store, tmp_path)
    for name in ("id", "title", "content_html", "date_modified"):
        assert again[name] == first[name]
    assert "một</del>" in second["content_html"]


def test_article_that_was_taken_down_and_came_back_is_told_each_time(store: Archive, tmp_path: Path) -> None:
    store.take_down(article(2).id, now=LATER)
    (gone,) = published(store, tmp_path)
    assert gone["title"].startswith("Đã gỡ: ")
    assert article(2).body_text not in gone["content_html"]
    save(store, [article(2)], now=LATER + timedelta(days=1))
    back, _ = published(store, tmp_path)
    assert "Bài đã được đăng lại." in back["content_html"]


def test_of_an_article_of_which_the_lead_alone_is_published_no_more_is_told(store: Archive, tmp_path: Path) -> None:
    only = Site(contents=(("baochinhphu", Content.LEAD),))
    secret = {"body_html": "<p>Câu mới.</p>", "body_text": "Câu mới."}
    save(store, [replace(article(1), lead="Tóm tắt đã sửa.", **secret), replace(article(2), **secret)], now=LATER)
    found = published(store, tmp_path, only)
    assert "Câu mới" not in str(found)
    assert sorted("<ins>" in item["content_html"] for item in found) == [False, True]
    assert {item["_diemtin"]["content"] for item in found} == {"lead"}
    assert "Câu mới" in str(published(store, tmp_path))


@pytest.mark.slow
def test_very_long_corrections_do_not_make_a_feed_that_readers_refuse(store: Archive) -> None:
    for hours, long in enumerate(["Trước khi sửa. " * 12_000, "Sau khi đã sửa. " * 12_000]):
        changes = {"body_html": f"<p>{long}</p>", "body_text": long}
        save(store, [article(number, **changes) for number in range(3, 13)], now=LATER + timedelta(hours=hours))
    spec, names = catalogue(PORTALS, SUBJECTS)[-1], items.names(PORTALS, SUBJECTS)
    found = corrections.compose(store, spec, corrections.events(store), site=SITE, names=names)
    assert 1 < len(found.items) < 10
    assert all("<ins>" in item.content for item in found.items)
    assert 3_000_000 < len(rss_atom.atom(found)) < 4_000_000


def test_what_nobody_would_read_is_not_told() -> None:
    one, other = (replace(PLAIN, body_html=f"<p>{word * 50_000}</p>") for word in ("trước ", "sau ngày "))
    assert corrections.difference(one, other) == "<p>Bài được sửa quá nhiều, không nêu hết ở đây được.</p>"
