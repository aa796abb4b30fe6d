"""Publishing writes what changed, and never worse than what was there."""

import errno
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import NOON, PORTALS, SUBJECTS, Subject, archive, article, save

from crawler.archive import Archive
from crawler.archive.memory import Published
from crawler.archive.search import Query
from crawler.article import Article, Topic
from feeds import marks
from feeds.catalogue import Site, Standing, State
from feeds.errors import OutputUnwritable
from feeds.files import write_all
from feeds.publish import Report, publish
from feeds.querying import Own

LATER = NOON + timedelta(days=2)

LISTS = {"catalogue.json", "index.html"}
HEALTH = (Topic(slug="y-te", reason="bệnh viện"),)


@pytest.fixture
def articles() -> list[Article]:
    return [article(n) for n in range(1, 21)]


@pytest.fixture
def store(tmp_path: Path, articles: list[Article]) -> Iterator[Archive]:
    with archive(tmp_path, articles) as found:
        yield found


def published(store: Archive, tmp_path: Path, **changes: Any) -> Report:
    arguments = {
        "portals": PORTALS,
        "subjects": SUBJECTS,
        "site": Site(),
        "output": tmp_path / "output",
        "history": False,
    }
    return publish(store, **{**arguments, **changes})


def files_of(*stems: str) -> set[str]:
    return {f"{stem}.{form}" for stem in stems for form in ("rss", "atom", "json", "html")}


def snapshot(tmp_path: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in (tmp_path / "output").rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def ids(tmp_path: Path, stem: str) -> list[str]:
    document = json.loads((tmp_path / f"output/{stem}.json").read_bytes())
    return [item["id"] for item in document["items"]]


def emptied(tmp_path: Path, articles: Sequence[Article] = ()) -> Any:
    folder = tmp_path / "other"
    folder.mkdir()
    return archive(folder, articles)


def test_every_feed_is_published_in_every_format_with_the_lists(store: Archive, tmp_path: Path) -> None:
    report = published(store, tmp_path)
    expected = files_of(
        "feeds/all",
        "feeds/topics/kinh-te-tai-chinh",
        "feeds/topics/y-te",
        "feeds/portals/baochinhphu",
        "feeds/portals/en_baochinhphu",
        "feeds/corrections",
    )
    by_kind = {f"opml/{kind}.opml" for kind in ("all", "topic", "portal", "corrections")}
    assert set(report.written) == expected | LISTS | by_kind | {"feeds.opml", *marks.published()}
    assert all((tmp_path / "output" / path).is_file() for path in report.written)


def test_a_feed_carries_what_the_archive_holds_newest_first(
    store: Archive, tmp_path: Path, articles: list[Article]
) -> None:
    published(store, tmp_path)
    assert ids(tmp_path, "feeds/all") == [one.id for one in reversed(articles)]
    assert ids(tmp_path, "feeds/topics/y-te") == []


def test_lists_come_after_the_feeds(store: Archive, tmp_path: Path) -> None:
    assert published(store, tmp_path).written[-3:] == ("feeds.opml", "catalogue.json", "index.html")


def test_publishing_again_touches_nothing(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    before = snapshot(tmp_path)
    report = published(store, tmp_path)
    assert report.written == ()
    assert len(report.unchanged) == 35
    assert snapshot(tmp_path) == before


def test_publishing_everything_anew_writes_no_byte_either(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    before = snapshot(tmp_path)
    store.memory.note_published(dict.fromkeys(store.memory.published(), Published(digest="forgotten")))
    assert published(store, tmp_path).written == ()
    assert snapshot(tmp_path) == before


def test_a_new_article_rewrites_only_the_feeds_it_is_in(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    save(store, [article(30, topics=HEALTH)])
    report = published(store, tmp_path)
    changed = files_of("feeds/all", "feeds/topics/y-te", "feeds/portals/baochinhphu")
    assert set(report.written) == changed | LISTS
    assert ids(tmp_path, "feeds/topics/y-te") == [article(30).id]


def test_a_corrected_article_is_published_with_its_update(
    store: Archive, tmp_path: Path, articles: list[Article]
) -> None:
    published(store, tmp_path)
    save(store, [replace(articles[3], title="Tiêu đề đã sửa")], now=NOON + timedelta(days=2))
    written = set(published(store, tmp_path).written)
    assert files_of("feeds/all", "feeds/topics/kinh-te-tai-chinh", "feeds/portals/baochinhphu") <= written
    assert not files_of("feeds/topics/y-te", "feeds/portals/en_baochinhphu") & written
    items = json.loads((tmp_path / "output/feeds/all.json").read_bytes())["items"]
    (found,) = [item for item in items if item["id"] == articles[3].id]
    assert (found["title"], found["date_modified"]) == ("Tiêu đề đã sửa", "2026-03-03T12:00:00+07:00")


def test_an_article_that_was_taken_down_leaves_the_feeds(
    store: Archive, tmp_path: Path, articles: list[Article]
) -> None:
    published(store, tmp_path)
    store.take_down(articles[0].id, now=NOON + timedelta(days=2))
    published(store, tmp_path)
    assert articles[0].id not in ids(tmp_path, "feeds/all")
    assert len(ids(tmp_path, "feeds/all")) == len(articles) - 1


def test_a_feed_changes_when_an_article_of_it_is_taken_down(
    store: Archive, tmp_path: Path, articles: list[Article]
) -> None:
    published(store, tmp_path)
    store.take_down(articles[-1].id, now=NOON + timedelta(days=2))
    published(store, tmp_path)
    feed = json.loads((tmp_path / "output/feeds/all.json").read_bytes())
    assert feed["_diemtin"]["updated"] == feed["_diemtin"]["deleted"][0]["date"] == "2026-03-03T12:00:00+07:00"


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["missing", "empty"])
def test_a_missing_or_empty_file_is_made_again(store: Archive, tmp_path: Path, damage: Any) -> None:
    published(store, tmp_path)
    path = tmp_path / "output/feeds/all.atom"
    good = path.read_bytes()
    damage(path)
    assert published(store, tmp_path).written == ("feeds/all.atom",)
    assert path.read_bytes() == good


def test_two_folders_do_not_hide_each_others_changes(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    save(store, [article(30)])
    published(store, tmp_path, output=tmp_path / "elsewhere")
    published(store, tmp_path)
    assert article(30).id in ids(tmp_path, "feeds/all")


def test_another_site_address_renders_every_feed_anew(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    assert len(published(store, tmp_path, site=Site(base_url="https://tin.example.vn/")).written) == 31


def test_a_feed_that_would_lose_most_of_its_entries_is_kept(
    store: Archive, tmp_path: Path, articles: list[Article]
) -> None:
    published(store, tmp_path)
    before = snapshot(tmp_path)
    with emptied(tmp_path, articles[:9]) as broken:
        report = published(broken, tmp_path)
        assert {(one.path, one.before, one.missing) for one in report.refused} == {
            ("feeds/all", 20, 11),
            ("feeds/topics/kinh-te-tai-chinh", 20, 11),
            ("feeds/portals/baochinhphu", 20, 11),
        }
        assert {state.spec.path for state in report.feeds if state.state is State.HELD} == {
            one.path for one in report.refused
        }
        kept = str(tmp_path / "output/feeds") + os.sep
        assert {path: one for path, one in snapshot(tmp_path).items() if path.startswith(kept)} == {
            path: one for path, one in before.items() if path.startswith(kept)
        }
        assert published(broken, tmp_path).refused == report.refused


def test_a_held_feed_says_so_in_the_catalogue(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    with emptied(tmp_path) as broken:
        published(broken, tmp_path)
    first = json.loads((tmp_path / "output/catalogue.json").read_bytes())["feeds"][0]
    assert (first["state"], first["entries"], first["slug"]) == ("held", 20, "all")
    assert "last good version kept" in (tmp_path / "output/index.html").read_text(encoding="utf-8")


def test_an_empty_archive_does_not_empty_a_good_feed_unless_forced(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    with emptied(tmp_path) as broken:
        published(broken, tmp_path)
        assert len(ids(tmp_path, "feeds/all")) == 20
        assert published(broken, tmp_path, force=True).refused == ()
        assert ids(tmp_path, "feeds/all") == []
        assert published(broken, tmp_path).written == ()


def test_feed_says_that_it_is_empty(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    told = {one.spec.path: one.entries for one in published(store, tmp_path).feeds}
    assert 0 in told.values()
    for path, entries in told.items():
        document = json.loads((tmp_path / f"output/{path}.json").read_bytes())
        assert document["_diemtin"]["state"] == ("fresh" if entries else "empty"), path


def test_date_of_a_feed_does_not_fall_when_an_article_comes_back_as_it_was(store: Archive, tmp_path: Path) -> None:
    def dated() -> str:
        published(store, tmp_path)
        return str(json.loads((tmp_path / "output/feeds/all.json").read_bytes())["_diemtin"]["updated"])

    told = [dated()]
    store.take_down(article(2).id, now=LATER)
    told.append(dated())
    save(store, [article(2)], now=LATER + timedelta(days=1))
    told.append(dated())
    assert told == sorted(set(told))


def test_feed_of_one_s_own_tells_of_no_article_that_it_never_carried(store: Archive, tmp_path: Path) -> None:
    own = Own(slug="khac", title="Khác", description="", query=Query(text="không bài nào có"))
    published(store, tmp_path, own=(own,))
    before = (tmp_path / "output/feeds/own/khac.atom").read_bytes()
    store.take_down(article(2).id, now=LATER)
    published(store, tmp_path, own=(own,))
    assert (tmp_path / "output/feeds/own/khac.atom").read_bytes() == before


def test_a_feed_that_loses_less_than_half_is_published(store: Archive, tmp_path: Path, articles: list[Article]) -> None:
    published(store, tmp_path)
    with emptied(tmp_path, articles[:10]) as smaller:
        assert published(smaller, tmp_path).refused == ()
    assert len(ids(tmp_path, "feeds/all")) == 10


def test_a_quiet_time_after_a_busy_week_is_no_loss(tmp_path: Path) -> None:
    with archive(tmp_path, [article(n) for n in range(1, 121)]) as store:
        published(store, tmp_path)
        assert len(ids(tmp_path, "feeds/all")) == 120
        save(store, [article(1000)])
        assert published(store, tmp_path).refused == ()
        assert len(ids(tmp_path, "feeds/all")) == 60


def test_a_former_feed_that_cannot_be_read_holds_nothing_back(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    (tmp_path / "output/feeds/all.json").write_text("{", encoding="utf-8")
    with emptied(tmp_path) as broken:
        assert "feeds/all" not in {one.path for one in published(broken, tmp_path).refused}


def test_a_full_disk_loses_nothing_and_publishing_goes_on_afterwards(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    before = snapshot(tmp_path)
    save(store, [article(30)])

    def full(descriptor: int, data: bytes) -> None:
        os.write(descriptor, data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputUnwritable):
        published(store, tmp_path, writer=full)
    assert snapshot(tmp_path) == before
    assert published(store, tmp_path).written
    assert article(30).id in ids(tmp_path, "feeds/all")


def test_what_was_written_before_the_disk_was_full_is_remembered(store: Archive, tmp_path: Path) -> None:
    room = [8]

    def filling(descriptor: int, data: bytes) -> None:
        room[0] -= 1
        if room[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_all(descriptor, data)

    with pytest.raises(OutputUnwritable):
        published(store, tmp_path, writer=filling)
    assert sorted(Path(key).name for key in store.memory.published()) == ["all", "kinh-te-tai-chinh"]


def test_a_feed_that_left_the_catalogue_keeps_its_files_and_is_told_of(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    report = published(store, tmp_path, subjects=SUBJECTS[:1])
    assert report.orphaned == ("feeds/topics/y-te",)
    assert (tmp_path / "output/feeds/topics/y-te.rss").is_file()
    assert b"y-te" not in (tmp_path / "output/feeds.opml").read_bytes()


def test_a_renamed_topic_is_renamed_in_every_feed(store: Archive, tmp_path: Path) -> None:
    published(store, tmp_path)
    renamed = (Subject("kinh-te-tai-chinh", "Kinh tế", "Economy"), SUBJECTS[1])
    published(store, tmp_path, subjects=renamed)
    assert "Kinh tế – Tài chính" not in (tmp_path / "output/feeds/all.rss").read_text(encoding="utf-8")


def test_progress_hears_of_each_feed_as_it_is_done(store: Archive, tmp_path: Path) -> None:
    heard: list[Standing] = []
    report = published(store, tmp_path, progress=heard.append)
    assert tuple(heard) == report.feeds
    assert [(one.spec.slug, one.entries, one.state) for one in heard] == [
        ("all", 20, State.FRESH),
        ("kinh-te-tai-chinh", 20, State.FRESH),
        ("y-te", 0, State.EMPTY),
        ("baochinhphu", 20, State.FRESH),
        ("en_baochinhphu", 0, State.EMPTY),
        ("corrections", 0, State.EMPTY),
    ]


STORY = ". ".join(f"Câu thứ {n} nói về chiến dịch tiêm chủng của ngành y tế trong năm tới" for n in range(9))


def test_a_story_that_two_portals_ran_is_in_a_topic_s_feed_once(tmp_path: Path) -> None:
    first = article(1, body_text=STORY, body_html=f"<p>{STORY}</p>", topics=HEALTH)
    changed = {"portal": "en_baochinhphu", "title": "Tiêu đề khác", "topics": HEALTH, "published": NOON}
    second = article(2, body_text=f"VGP - {STORY}", body_html=f"<p>VGP - {STORY}</p>", **changed)
    with archive(tmp_path, [first]) as store:
        save(store, [second])
        published(store, tmp_path)
    assert ids(tmp_path, "feeds/topics/y-te") == ids(tmp_path, "feeds/all") == [first.id]
    assert ids(tmp_path, "feeds/portals/en_baochinhphu") == [second.id]
    (item,) = json.loads((tmp_path / "output/feeds/topics/y-te.json").read_bytes())["items"]
    assert item["_diemtin"]["also"] == [{"id": second.id, "url": second.link, "portal": "en_baochinhphu"}]
    assert f'<a href="{second.link}">' in item["content_html"]
    atom = (tmp_path / "output/feeds/topics/y-te.atom").read_text(encoding="utf-8")
    assert f'<link href="{second.link}" rel="related"' in atom


def test_catalogue_tells_each_feeds_rhythm(tmp_path: Path) -> None:
    articles = [article(number, published=NOON - timedelta(hours=6 * number)) for number in range(1, 10)]
    with archive(tmp_path, articles) as store:
        for _ in range(2):  # the second time from what was noted
            published(store, tmp_path)
            listed = json.loads((tmp_path / "output/catalogue.json").read_bytes())["feeds"]
            assert {one["slug"]: one["per_day"] for one in listed}["all"] == 4.5
