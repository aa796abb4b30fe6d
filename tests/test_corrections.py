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
from feeds import corrections
from feeds.catalogue import Site
from feeds.publish import publish

LATER = NOON + timedelta(days=2)
PLAIN = Text(number=1, seen=NOON, title="Tiêu đề", lead="Tóm tắt.", body_html="<p>Một hai ba.</p><p>Bốn năm.</p>")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with archive(tmp_path, [article(1), article(2)]) as found:
        yield found


def published(store: Archive, tmp_path: Path) -> list[dict[str, Any]]:
    publish(store, portals=PORTALS, subjects=SUBJECTS, site=Site(), output=tmp_path / "output")
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
