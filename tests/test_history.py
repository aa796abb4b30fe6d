"""Everything that a feed ever carried can be read, in pages that stay as they are (RFC 5005)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import NOON, PORTALS, SUBJECTS, archive, article, save

from crawler.archive import Archive
from crawler.archive.journal import Event
from crawler.archive.memory import Page
from crawler.article import Topic
from crawler.changes import Outcome
from crawler.dates import HANOI
from feeds import history
from feeds.catalogue import Site
from feeds.publish import Report, publish

APRIL = datetime(2026, 4, 2, 9, tzinfo=HANOI)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with archive(tmp_path) as found:
        yield found


def published(store: Archive, tmp_path: Path, **changes: Any) -> Report:
    plain = {"portals": PORTALS, "subjects": SUBJECTS, "site": Site(), "output": tmp_path / "output"}
    return publish(store, **{**plain, **changes})


def page(tmp_path: Path, path: str) -> dict[str, Any]:
    found = json.loads((tmp_path / f"output/feeds/{path}.json").read_bytes())
    assert isinstance(found, dict)
    return found


def files(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def walked(tmp_path: Path, stem: str) -> list[str]:
    """Return the ids of everything that a reader reaches who follows `next_url`."""
    ids, path = [], stem
    while path:
        here = page(tmp_path, path)
        ids += [item["id"] for item in here["items"]]
        path = here.get("next_url", "").removesuffix(".json").rpartition("/feeds/")[2]
    return ids


def event(serial: int, *, at: datetime = NOON, record: str = "", size: int = 100) -> Event:
    return Event(serial=serial, at=at, what=Outcome.NEW, record=record or str(serial), document=False, size=size)


def names(parts: list[history.Part]) -> list[tuple[str, int, int]]:
    return [(part.page.name, part.page.first, part.page.last) for part in parts]


def test_pages_are_cut_where_the_month_ends_and_where_one_is_full() -> None:
    events = [event(n) for n in range(1, 251)] + [event(251, at=APRIL)]
    assert names(history.cut(events, after=None)) == [
        ("2026-03", 1, 100),
        ("2026-03-2", 101, 200),
        ("2026-03-3", 201, 250),
        ("2026-04", 251, 251),
    ]


def test_pages_are_cut_alike_whenever_that_is_done() -> None:
    events = [event(n, at=NOON + timedelta(hours=7 * n), record=str(n % 170)) for n in range(1, 400)]
    whole = history.cut(events, after=None)
    for split in (1, 99, 100, 101, 250, 398):
        first = history.cut(events[:split], after=None)[:-1]
        last = first[-1].page if first else None
        rest = history.cut([one for one in events if one.serial > (last.last if last else 0)], after=last)
        assert names([*first, *rest]) == names(whole)
        assert [part.page.number for part in (*first, *rest)] == list(range(1, len(whole) + 1))


def test_page_has_room_for_long_texts_but_not_for_all_of_them() -> None:
    long = [event(n, size=500_000) for n in range(1, 6)]
    assert names(history.cut(long, after=None)) == [("2026-03", 1, 2), ("2026-03-2", 3, 4), ("2026-03-3", 5, 5)]


def test_article_that_comes_again_takes_no_more_room() -> None:
    events = [event(n, record="the same") for n in range(1, 300)]
    assert names(history.cut(events, after=None)) == [("2026-03", 1, 299)]


def test_article_that_grows_takes_more_room() -> None:
    came = [event(n, record=str(n)) for n in range(1, 4)]
    grown = [event(n + 3, record=str(n), size=500_000) for n in range(1, 4)]
    assert names(history.cut([*came, *grown], after=None)) == [("2026-03", 1, 5), ("2026-03-2", 6, 6)]


def test_numbering_goes_on_after_a_complete_page() -> None:
    before = Page(number=7, name="2026-03-2", first=1, last=9)
    (part,) = history.cut([event(10)], after=before)
    assert (part.page.number, part.page.name) == (8, "2026-03-3")


def test_reader_reaches_everything_that_was_ever_stored(store: Archive, tmp_path: Path) -> None:
    save(store, [article(n) for n in range(1, 251)], now=NOON)
    published(store, tmp_path)
    reached = walked(tmp_path, "all")
    assert set(reached) == {article(n).id for n in range(1, 251)}
    assert set(walked(tmp_path, "topics/kinh-te-tai-chinh")) == set(reached)


def test_complete_pages_never_change(store: Archive, tmp_path: Path) -> None:
    save(store, [article(n) for n in range(1, 151)], now=NOON)
    published(store, tmp_path)
    file = tmp_path / "output/feeds/all/2026-03.json"
    before = file.read_bytes()
    save(store, [replace(article(3), title="Sửa về sau"), article(400)], now=APRIL)
    store.take_down(article(4).id, now=APRIL)
    report = published(store, tmp_path)
    assert file.read_bytes() == before
    assert "feeds/all/2026-03.json" not in report.written
    assert "Sửa về sau" in [item["title"] for item in page(tmp_path, "all/2026-04")["items"]]


def test_late_find_is_in_the_month_in_which_it_was_found_and_pushes_no_news_out(store: Archive, tmp_path: Path) -> None:
    save(store, [article(n) for n in range(1, 61)], now=NOON)
    published(store, tmp_path)
    news = [item["id"] for item in page(tmp_path, "all")["items"]]
    old = article(999, published=NOON - timedelta(days=900))
    save(store, [old], now=APRIL)
    published(store, tmp_path)
    assert [item["id"] for item in page(tmp_path, "all")["items"]][: len(news)] == news
    assert old.id in walked(tmp_path, "all")
    assert [item["id"] for item in page(tmp_path, "all/2026-04")["items"]] == [old.id]


def test_missing_page_is_made_again_as_it_was(store: Archive, tmp_path: Path) -> None:
    save(store, [article(n) for n in range(1, 151)], now=NOON)
    published(store, tmp_path)
    file = tmp_path / "output/feeds/all/2026-03.atom"
    before = file.read_bytes()
    file.unlink()
    save(store, [article(200)])
    published(store, tmp_path)
    assert file.read_bytes() == before


def test_history_made_at_once_is_the_one_that_grew(store: Archive, tmp_path: Path) -> None:
    for start in range(1, 240, 40):
        save(store, [article(n) for n in range(start, start + 40)], now=NOON + timedelta(hours=start))
        published(store, tmp_path)
    published(store, tmp_path, output=tmp_path / "anew")
    grown, anew = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*.*")
            if path.is_file()
        }
        for name in ("output", "anew")
    )
    assert grown == anew


def test_pages_name_their_neighbours(store: Archive, tmp_path: Path) -> None:
    save(store, [article(n) for n in range(1, 251)], now=NOON)
    published(store, tmp_path)
    atom = (tmp_path / "output/feeds/all/2026-03-2.atom").read_text(encoding="utf-8")
    base = "http://localhost:8000/feeds/all"
    assert f'href="{base}/2026-03.atom" rel="prev-archive"' in atom
    assert f'href="{base}/2026-03-3.atom" rel="next-archive"' in atom
    assert f'href="{base}.atom" rel="current"' in atom
    assert "archive xmlns" in atom or "<fh:archive" in atom
    rss = (tmp_path / "output/feeds/all.rss").read_text(encoding="utf-8")
    assert f'href="{base}/2026-03-2.atom"' in rss
    assert f'href="{base}/2026-03-3.atom"' in rss


def test_histories_that_are_no_longer_wanted_do_not_stay_in_public(store: Archive, tmp_path: Path) -> None:
    save(store, [article(n) for n in range(1, 151)], now=NOON)
    published(store, tmp_path)
    pages = sorted(tmp_path.glob("output/feeds/**/2026-*.*"))
    published(store, tmp_path, history=False)
    assert pages
    assert not any(page.exists() for page in pages)
    published(store, tmp_path)
    assert sorted(tmp_path.glob("output/feeds/**/2026-*.*")) == pages


def test_complete_pages_stay_when_the_site_is_called_otherwise(store: Archive, tmp_path: Path) -> None:
    save(store, [article(n) for n in range(1, 151)], now=NOON)
    published(store, tmp_path)
    before = (tmp_path / "output/feeds/all/2026-03.atom").read_bytes()
    save(store, [replace(article(3), title="Sửa về sau")], now=APRIL)
    published(store, tmp_path, site=Site(title="Tên mới", contact="ai@example.vn"))
    assert (tmp_path / "output/feeds/all/2026-03.atom").read_bytes() == before
    published(store, tmp_path, site=Site(base_url="https://tin.example.vn/"))
    assert b"https://tin.example.vn/" in (tmp_path / "output/feeds/all/2026-03.atom").read_bytes()


def test_article_that_grew_later_is_on_the_later_page_alone(store: Archive, tmp_path: Path) -> None:
    save(store, [article(1), article(2)], now=NOON)
    save(store, [replace(article(1), body_text="Sửa.", body_html=f"<p>{'Sửa. ' * 250_000}</p>")], now=NOON)
    published(store, tmp_path)
    (feed, first, second) = (page(tmp_path, path) for path in ("all", "all/2026-03", "all/2026-03-2"))
    assert feed["next_url"].endswith("/2026-03-2.json")
    assert [[item["id"] for item in one["items"]] for one in (first, second)] == [[article(2).id], [article(1).id]]
    assert set(walked(tmp_path, "all")) == {article(1).id, article(2).id}


def test_page_of_nothing_but_what_was_taken_down_is_dated(store: Archive, tmp_path: Path) -> None:
    save(store, [article(1)], now=NOON)
    store.take_down(article(1).id, now=APRIL)
    published(store, tmp_path)
    found = page(tmp_path, "all/2026-04")
    assert (found["items"], found["_diemtin"]["updated"]) == ([], "2026-04-02T09:00:00+07:00")


def test_article_that_left_a_topic_is_not_on_the_topics_open_page_any_more(store: Archive, tmp_path: Path) -> None:
    save(store, [article(n) for n in range(1, 151)], now=NOON)
    published(store, tmp_path)
    closed = page(tmp_path, "topics/kinh-te-tai-chinh/2026-03")
    left = [replace(article(n), topics=(Topic(slug="y-te", reason=""),)) for n in (3, 120)]
    save(store, [replace(one, title="Sửa về sau") for one in left], now=NOON + timedelta(days=1))
    published(store, tmp_path)
    first, second = (page(tmp_path, f"topics/kinh-te-tai-chinh/2026-03{part}") for part in ("", "-2"))
    assert first == closed
    assert left[1].id not in [item["id"] for item in second["items"]]
    assert {one.id for one in left} == {item["id"] for item in page(tmp_path, "topics/y-te/2026-03")["items"]}
    assert {one.id for one in left} <= set(walked(tmp_path, "all"))
