"""The archive keeps every article once, with its revisions, and what a crawl must remember."""

import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import crawling
import factories
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from factories import NOON
from sqlalchemy import Engine, MetaData, create_engine, event, insert, select, text
from sqlalchemy.exc import StatementError

from crawler.archive import Archive, Entry, Fetched, opened, opening, process
from crawler.archive.memory import Answered, Backfill, NativeFeed, Page, Published, Waiting
from crawler.archive.schema import Instant, crawls, is_described, metadata, revisions
from crawler.article import Article, Topic
from crawler.changes import Outcome
from crawler.dates import HANOI
from crawler.discovery import Link
from crawler.errors import ArchiveError, ArchiveMissing, ArchiveTooNew, ArchiveUnreadable

PORTAL = "baochinhphu"
KEY = "https://baochinhphu.vn/bai-1.htm"
HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as archive:
        yield archive


def fetched(article: Article, *more: str, **validators: str) -> Fetched:
    return Fetched(article=article, keys=(article.link, *more), **validators)


def corrected(article: Article, **changes: Any) -> Article:
    return replace(article, body_text="Đoạn đã sửa.", body_html="<p>Đoạn đã sửa.</p>", **changes)


def only(store: Archive) -> Entry:
    (entry,) = store.reader.entries()
    return entry


def waiting(number: int = 1, *, section: str = "thoi-su.htm") -> Waiting:
    url = f"https://baochinhphu.vn/bai-{number}.htm"
    return Waiting(key=url, link=Link(url=url, title=f"Bài {number}", published=NOON), section=section)


def note(store: Archive, *links: Waiting, url: str = "https://baochinhphu.vn/thoi-su.htm", **answered: str) -> None:
    store.memory.note(PORTAL, url, answered=Answered(**answered), waiting=links, now=NOON)


def engine_of(store: Archive) -> Engine:
    return store._engine


# Articles


def test_article_comes_back_as_it_was_stored(store: Archive) -> None:
    article = factories.article()
    assert store.save([fetched(article)], now=NOON) == [Outcome.NEW]
    entry = only(store)
    assert entry.article == article
    assert (entry.dated, entry.changed, entry.revision, entry.gone) == (article.published, NOON, 1, False)


def test_article_without_a_date_is_dated_by_when_it_was_first_seen(store: Archive) -> None:
    article = factories.article(published=None)
    store.save([fetched(article)], now=NOON)
    assert only(store).dated == article.first_seen


def test_same_text_writes_nothing_that_readers_see(store: Archive) -> None:
    article = factories.article()
    store.save([fetched(article)], now=NOON)
    before = only(store)
    again = replace(article, title=article.title.upper(), fetched=NOON + HOUR, topics=())
    assert store.save([fetched(again)], now=NOON + HOUR) == [Outcome.UNCHANGED]
    assert only(store) == before


def test_changed_text_is_a_revision(store: Archive) -> None:
    store.save([fetched(factories.article())], now=NOON)
    assert store.save([fetched(corrected(factories.article()))], now=NOON + HOUR) == [Outcome.REVISED]
    entry = only(store)
    assert (entry.revision, entry.changed) == (2, NOON + HOUR)
    assert entry.article.body_text == "Đoạn đã sửa."


def test_a_text_that_is_replaced_is_kept(store: Archive) -> None:
    store.save([fetched(factories.article())], now=NOON)
    store.save([fetched(corrected(factories.article()))], now=NOON + HOUR)
    query = select(revisions.c.number, revisions.c.seen, revisions.c.body_html).order_by(revisions.c.number)
    with engine_of(store).connect() as connection:
        kept = connection.execute(query).all()
    assert [tuple(one) for one in kept] == [(1, NOON, factories.article().body_html)]


def test_id_link_and_first_seen_stay_when_the_portal_moves_the_article(store: Archive) -> None:
    first = factories.article()
    store.save([fetched(first, "baochinhphu#1")], now=NOON)
    moved = factories.article(link="https://baochinhphu.vn/ten-moi-1.htm", first_seen=NOON + 9 * HOUR, title="Tên mới")
    store.save([fetched(moved, "baochinhphu#1")], now=NOON + 9 * HOUR)
    article = only(store).article
    assert (article.id, article.link, article.first_seen) == (first.id, first.link, first.first_seen)
    assert article.title == "Tên mới"


def test_other_addresses_become_aliases(store: Archive) -> None:
    amp, printed = "https://baochinhphu.vn/amp/bai-1.htm", "https://baochinhphu.vn/print/bai-1.htm"
    store.save([fetched(factories.article(), "baochinhphu#1", printed)], now=NOON)
    store.add_aliases([amp, KEY], article=factories.article().id)
    assert store.known([amp, printed, KEY, "https://baochinhphu.vn/bai-2.htm"]) == dict.fromkeys(
        (amp, printed, KEY), factories.article().id
    )
    assert only(store).article.aliases == (amp, printed)


def test_alias_of_one_article_is_not_given_to_another(store: Archive) -> None:
    one, two = factories.article(1), factories.article(2)
    store.save([fetched(one), fetched(two)], now=NOON)
    store.add_aliases([one.link], article=two.id)
    assert store.known([one.link]) == {one.link: one.id}


def test_article_twice_in_a_batch_under_different_keys_is_one(store: Archive) -> None:
    first = factories.article()
    second = factories.article(link="https://baochinhphu.vn/chuyen-muc/bai-1.htm", title=first.title)
    outcomes = store.save([fetched(first, "baochinhphu#1"), fetched(second, "baochinhphu#1")], now=NOON)
    assert outcomes == [Outcome.NEW, Outcome.UNCHANGED]
    assert only(store).article.id == first.id
    assert only(store).article.aliases == (second.link,)


def test_article_corrected_within_a_batch_has_two_revisions(store: Archive) -> None:
    first = factories.article()
    assert store.save([fetched(first), fetched(corrected(first))], now=NOON) == [Outcome.NEW, Outcome.REVISED]
    assert only(store).revision == 2


def test_topics_are_written_anew_on_revision(store: Archive) -> None:
    store.save([fetched(factories.article())], now=NOON)
    health = (Topic(slug="y-te", reason="bệnh viện"), Topic(slug="giao-duc", reason="nhà trường"))
    store.save([fetched(corrected(factories.article(), topics=health))], now=NOON + HOUR)
    assert only(store).article.topics == health
    assert store.reader.topics() == {"giao-duc": 1, "y-te": 1}


def test_large_batch_is_looked_up_in_parts(store: Archive) -> None:
    factories.save(store, [factories.article()])
    keys = [f"https://baochinhphu.vn/bai-{number}.htm" for number in range(1, 1_500)]
    assert store.known(keys) == {KEY: factories.article().id}


def test_entries_are_newest_first_and_narrowed_by_portal_topic_and_time(store: Archive) -> None:
    english = factories.article(4, portal="en_baochinhphu", link="https://en.baochinhphu.vn/bai-4.htm", topics=())
    factories.save(store, [*(factories.article(number) for number in (2, 1, 3)), english])
    reader = store.reader
    assert [entry.article.link[-5] for entry in reader.entries()] == ["4", "3", "2", "1"]
    assert [entry.article.link[-5] for entry in reader.entries(limit=2)] == ["4", "3"]
    assert [entry.article.portal for entry in reader.entries(portal="en_baochinhphu")] == ["en_baochinhphu"]
    under = reader.entries(topic="kinh-te-tai-chinh", since=NOON + 2 * HOUR)
    assert [entry.article.link[-5] for entry in under] == ["3", "2"]
    assert [one.id for one in reader.outline(limit=2)] == [entry.article.id for entry in reader.entries(limit=2)]
    assert [one.article.id for one in reader.by_id([english.id])] == [english.id]


# Visits


def test_article_taken_down_stays_and_is_marked(store: Archive) -> None:
    factories.save(store, [factories.article()])
    store.take_down(factories.article().id, now=NOON + HOUR)
    store.take_down(factories.article().id, now=NOON + 2 * HOUR)
    entry = only(store)
    assert (entry.gone, entry.changed, entry.revision) == (True, NOON + HOUR, 2)


def test_article_that_was_taken_down_is_looked_for_after_a_day_a_week_and_a_month(store: Archive) -> None:
    factories.save(store, [factories.article()])
    now, waits = NOON + HOUR, []
    store.take_down(factories.article().id, now=now)
    for hours in range(1, 24 * 60, 6):
        for visit in store.due(PORTAL, now=NOON + hours * HOUR, limit=9):
            waits.append(NOON + hours * HOUR - now)
            now = NOON + hours * HOUR
            assert visit.gone
            store.unread(visit, now=now) if len(waits) == 2 else store.miss(visit, now=now)
    assert waits == [timedelta(days=1), timedelta(days=7), timedelta(days=30)]
    assert only(store).gone


def test_article_that_was_not_there_once_is_asked_for_after_an_hour_and_stands(store: Archive) -> None:
    article = factories.article(0, first_seen=NOON)
    store.save([fetched(article)], now=NOON)
    (visit,) = store.due(PORTAL, now=NOON + HOUR, limit=9)
    store.miss(visit, now=NOON + HOUR)
    assert not only(store).gone
    (again,) = store.due(PORTAL, now=NOON + 2 * HOUR, limit=9)
    assert (visit.missing, again.missing) == (0, 1)
    store.unread(again, now=NOON + 2 * HOUR)
    (later,) = store.due(PORTAL, now=NOON + 6 * HOUR, limit=9)
    assert later.missing == 1
    store.unchanged(later, now=NOON + 6 * HOUR)
    (there,) = store.due(PORTAL, now=NOON + 24 * HOUR, limit=9)
    assert there.missing == 0


def test_article_that_was_taken_down_comes_back(store: Archive) -> None:
    article = factories.article()
    store.save([fetched(article)], now=NOON)
    store.take_down(article.id, now=NOON + HOUR)
    store.save([fetched(corrected(article))], now=NOON + 2 * HOUR)
    entry = only(store)
    assert (entry.gone, entry.revision, entry.changed) == (False, 3, NOON + 2 * HOUR)


def test_article_that_comes_back_as_it_was_stands_as_it_stood(store: Archive) -> None:
    article = factories.article(0, first_seen=NOON)
    store.save([fetched(article)], now=NOON)
    store.save([fetched(corrected(article))], now=NOON + HOUR)
    before, texts = only(store), store.reader.texts([article.id])
    for days in (1, 3):
        store.take_down(article.id, now=NOON + timedelta(days=days))
        assert store.save([fetched(corrected(article))], now=NOON + timedelta(days=days + 1)) == [Outcome.BACK]
        assert only(store) == before
        assert store.reader.texts([article.id]) == texts
    told = [event.what for event in store.journal.events()]
    assert told == [Outcome.NEW, Outcome.REVISED, *[Outcome.GONE, Outcome.BACK] * 2]
    (visit,) = store.due(PORTAL, now=NOON + timedelta(days=40), limit=9)
    assert (visit.missing, visit.gone) == (0, False)


def test_article_that_comes_back_and_is_there_twice_in_a_batch_is_told_once(store: Archive) -> None:
    article = factories.article()
    store.save([fetched(article)], now=NOON)
    store.take_down(article.id, now=NOON + HOUR)
    twice = [fetched(article), fetched(article)]
    assert store.save(twice, now=NOON + 2 * HOUR) == [Outcome.BACK, Outcome.UNCHANGED]
    assert [event.what for event in store.journal.events()] == [Outcome.NEW, Outcome.GONE, Outcome.BACK]


def test_article_that_comes_back_and_is_corrected_within_a_batch_is_a_revision(store: Archive) -> None:
    article = factories.article()
    store.save([fetched(article)], now=NOON)
    store.take_down(article.id, now=NOON + HOUR)
    store.save([fetched(article), fetched(corrected(article))], now=NOON + 2 * HOUR)
    assert (only(store).revision, only(store).changed) == (2, NOON + 2 * HOUR)
    assert [text.number for text in store.reader.texts([article.id])[article.id]] == [1, 2]


def test_link_of_an_article_that_has_moved_for_good_is_its_new_one_and_nothing_else_changes(store: Archive) -> None:
    article = factories.article()
    store.save([fetched(article)], now=NOON)
    before = only(store)
    new = "https://moi.baochinhphu.vn/bai-1.htm"
    moved = Fetched(article=replace(article, link=new), keys=(new, article.link), moved=True)
    assert store.save([moved], now=NOON + HOUR) == [Outcome.UNCHANGED]
    after = only(store)
    assert after.article == replace(before.article, link=new, aliases=(new,))
    assert (after.changed, after.revision) == (before.changed, before.revision)
    assert store.save([moved], now=NOON + HOUR) == [Outcome.UNCHANGED]
    assert [event.what for event in store.journal.events()] == [Outcome.NEW, Outcome.MOVED]  # feeds are written anew
    revised = replace(moved, article=corrected(moved.article, link=article.link))
    assert store.save([revised], now=NOON + 2 * HOUR) == [Outcome.REVISED]
    assert only(store).article.link == article.link


def test_article_is_due_again_after_an_hour_and_less_and_less_often(store: Archive) -> None:
    article = factories.article(0, first_seen=NOON)
    store.save([fetched(article, etag='"1"', last_modified="Sun")], now=NOON)
    assert store.due(PORTAL, now=NOON + timedelta(minutes=59), limit=9) == []
    (visit,) = store.due(PORTAL, now=NOON + HOUR, limit=9)
    assert (visit.id, visit.link, visit.etag, visit.last_modified) == (article.id, article.link, '"1"', "Sun")
    store.unchanged(visit, now=NOON + HOUR)
    assert store.due(PORTAL, now=NOON + 5 * HOUR, limit=9) == []
    assert len(store.due(PORTAL, now=NOON + 6 * HOUR, limit=9)) == 1
    store.unchanged(visit, now=NOON + timedelta(days=400))
    assert store.due(PORTAL, now=NOON + timedelta(days=4000), limit=9) == []


def test_longest_due_articles_come_first(store: Archive) -> None:
    factories.save(store, [factories.article(number) for number in (3, 1, 2)])
    late = store.due(PORTAL, now=NOON + 9 * HOUR, limit=2)
    assert [visit.link[-5] for visit in late] == ["1", "2"]
    assert store.due("nhandan", now=NOON + 9 * HOUR, limit=2) == []


def test_article_is_outdated_when_a_listing_dates_it_after_the_fetch(store: Archive) -> None:
    article = factories.article(fetched=NOON)
    factories.save(store, [article])
    assert store.outdated({article.id: NOON}) == []
    assert [visit.id for visit in store.outdated({article.id: NOON + timedelta(minutes=1)})] == [article.id]


def test_article_looked_at_again_is_no_longer_outdated(store: Archive) -> None:
    article = factories.article(fetched=NOON)
    store.save([fetched(article)], now=NOON)
    store.save([fetched(replace(article, fetched=NOON + 2 * HOUR))], now=NOON + 2 * HOUR)
    assert store.outdated({article.id: NOON + HOUR}) == []


def test_article_that_answered_not_changed_is_no_longer_outdated(store: Archive) -> None:
    article = factories.article(fetched=NOON)
    store.save([fetched(article)], now=NOON)
    (visit,) = store.outdated({article.id: NOON + HOUR})
    store.unchanged(visit, now=NOON + 2 * HOUR)
    assert store.outdated({article.id: NOON + HOUR}) == []


# What a crawl must remember


def test_listing_answer_and_its_links_are_noted_together(store: Archive) -> None:
    note(store, waiting(2), waiting(1), etag='"a"', last_modified="Sun", digest="d")
    assert store.memory.answered("https://baochinhphu.vn/thoi-su.htm") == Answered(
        etag='"a"', last_modified="Sun", digest="d"
    )
    assert store.memory.waiting(PORTAL, now=NOON) == [waiting(1), waiting(2)]


def test_neither_is_noted_when_one_cannot_be(store: Archive) -> None:
    naive = replace(waiting(), link=Link(url=KEY, published=datetime(2026, 3, 1)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a time zone"):
        note(store, naive, etag='"a"')
    assert store.memory.answered("https://baochinhphu.vn/thoi-su.htm") == Answered()
    assert store.memory.waiting(PORTAL, now=NOON) == []


def test_listing_that_was_never_asked_has_answered_nothing(store: Archive) -> None:
    assert store.memory.answered("https://baochinhphu.vn/") == Answered()


def test_newer_answer_replaces_the_older(store: Archive) -> None:
    note(store, etag='"a"', digest="1")
    note(store, etag='"b"', digest="2")
    assert store.memory.answered("https://baochinhphu.vn/thoi-su.htm") == Answered(etag='"b"', digest="2")


def test_link_that_waits_already_keeps_its_place_and_its_attempts(store: Archive) -> None:
    note(store, waiting(1))
    store.memory.fail(KEY, error="HTTP 500", now=NOON)
    note(store, waiting(1), waiting(2))
    assert store.memory.waiting(PORTAL, now=NOON) == [waiting(2)]


def test_failed_link_is_tried_again_after_an_hour_a_half_day_and_three_days(store: Archive) -> None:
    note(store, waiting(1))
    now = NOON
    for patience in (HOUR, 12 * HOUR, 72 * HOUR):
        store.memory.fail(KEY, error="HTTP 500", now=now)
        assert store.memory.waiting(PORTAL, now=now + patience - timedelta(seconds=1)) == []
        assert len(store.memory.waiting(PORTAL, now=now + patience)) == 1
        now += patience
    store.memory.fail(KEY, error="HTTP 500", now=now)
    assert store.memory.waiting(PORTAL, now=now + 9000 * HOUR) == []


def test_link_that_failed_for_good_is_never_tried_again(store: Archive) -> None:
    note(store, waiting(1))
    store.memory.fail(KEY, error="HTTP 410", now=NOON, final=True)
    assert store.memory.waiting(PORTAL, now=NOON + 9000 * HOUR) == []
    assert store.memory.given_up(PORTAL, [KEY, "other"]) == {KEY}
    assert store.memory.given_up("nhandan", [KEY]) == set()


def test_link_that_was_not_tried_is_not_given_up(store: Archive) -> None:
    note(store, waiting(1))
    assert store.memory.given_up(PORTAL, [KEY]) == set()


def test_stored_article_no_longer_waits(store: Archive) -> None:
    note(store, waiting(1), waiting(2))
    store.save([fetched(factories.article(1))], now=NOON)
    store.add_aliases([waiting(2).key], article=factories.article(1).id)
    assert store.memory.waiting(PORTAL, now=NOON) == []


def test_crawl_into_the_past_remembers_how_far_it_came(store: Archive) -> None:
    first = Backfill(section="kinh-te", since=NOON, url="https://baochinhphu.vn/2", source=1, page=2)
    store.memory.advance(PORTAL, first)
    store.memory.advance(PORTAL, replace(first, page=3, url="https://baochinhphu.vn/3"))
    store.memory.advance(PORTAL, replace(first, section="y-te"))
    found = store.memory.backfills(PORTAL)
    assert sorted(found) == ["kinh-te", "y-te"]
    assert found["kinh-te"] == replace(first, page=3, url="https://baochinhphu.vn/3")
    store.memory.finish_backfill(PORTAL, "kinh-te")
    assert sorted(store.memory.backfills(PORTAL)) == ["y-te"]
    assert store.memory.backfills("nhandan") == {}


def test_newer_verdict_on_a_portals_own_feed_replaces_the_older(store: Archive) -> None:
    said = NativeFeed(portal=PORTAL, section="thoi-su.htm", url=f"{KEY}.rss", compared=NOON, since=NOON)
    stale = replace(said, compared=NOON + HOUR, verdict="feed-stale", reason="it stands still", since=NOON + HOUR)
    other = replace(said, portal="nhandan")
    for one in (said, other, stale):
        store.memory.note_feed(one)
    assert store.reader.native_feeds() == [stale, other]
    assert store.reader.native_feeds(portal=PORTAL) == [stale]


def test_crawl_is_noted_from_its_beginning_to_its_end(store: Archive) -> None:
    store.memory.begin_crawl(PORTAL, now=NOON - HOUR)
    number = store.memory.begin_crawl(PORTAL, now=NOON)
    assert store.reader.portals()[PORTAL].outcome == "running"
    problems = [{"kind": "http-500", "reason": "HTTP 500"}]
    store.memory.end_crawl(number, now=NOON, outcome="new", counts={"new": 2}, problems=problems)
    state = store.reader.portals()[PORTAL]
    assert (state.last_crawl, state.outcome, state.counts, state.problems) == (
        NOON,
        "new",
        {"new": 2},
        problems,
    )


def begun_elsewhere(folder: Path) -> None:
    """Begin a crawl in a process that is killed at once."""
    script = (
        "import os, sys\nfrom crawler.archive import opened\nfrom factories import NOON\n"
        "with opened(sys.argv[1]) as store:\n"
        f"    store.memory.begin_crawl({PORTAL!r}, now=NOON)\n    os.kill(os.getpid(), 9)\n"
    )
    path = os.pathsep.join((str(crawling.ROOT), str(crawling.ROOT / "tests")))
    done = subprocess.run(
        [sys.executable, "-c", script, crawling.address(folder)],
        env=crawling.environment(PYTHONPATH=path),
        check=False,
    )
    assert done.returncode == -signal.SIGKILL


def test_crawl_whose_process_was_killed_is_told_as_interrupted(tmp_path: Path) -> None:
    begun_elsewhere(tmp_path)
    with factories.archive(tmp_path) as store:
        state = store.reader.portals()[PORTAL]
    assert (state.outcome, state.last_crawl, state.counts, state.problems) == ("interrupted", NOON, {}, [])


def test_crawl_of_this_process_is_running_and_tells_no_problem(store: Archive) -> None:
    store.memory.begin_crawl(PORTAL, now=NOON)
    state = store.reader.portals()[PORTAL]
    assert (state.outcome, state.problems) == ("running", [])


@pytest.mark.parametrize(
    ("mark", "outcome"),
    [
        ("elsewhere 1 2", "running"),  # of another host nobody can tell
        (f"{socket.gethostname()} {os.getpid()} 0", "interrupted"),  # the number was given again
        (f"{socket.gethostname()} 4194305 1", "interrupted"),  # no process has so high a number
    ],
)
def test_process_of_a_crawl_is_known_by_its_host_number_and_beginning(
    store: Archive, monkeypatch: pytest.MonkeyPatch, mark: str, outcome: str
) -> None:
    monkeypatch.setattr(process, "mark", lambda: mark)
    store.memory.begin_crawl(PORTAL, now=NOON)
    assert store.reader.portals()[PORTAL].outcome == outcome


def test_crawl_that_never_ended_is_closed_when_another_of_its_portal_begins(store: Archive) -> None:
    store.memory.begin_crawl("nhandan", now=NOON)
    store.memory.begin_crawl(PORTAL, now=NOON)
    number = store.memory.begin_crawl(PORTAL, now=NOON + HOUR)
    with engine_of(store).connect() as connection:
        kept = connection.execute(select(crawls.c.portal, crawls.c.outcome).order_by(crawls.c.id)).all()
    assert [tuple(one) for one in kept] == [("nhandan", "running"), (PORTAL, "interrupted"), (PORTAL, "running")]
    store.memory.end_crawl(number, now=NOON + HOUR, outcome="new", counts={}, problems=())
    assert store.reader.portals()[PORTAL].outcome == "new"


def test_state_of_a_portal_counts_its_articles_and_what_waits(store: Archive) -> None:
    factories.save(store, [factories.article(1), factories.article(2)])
    note(store, waiting(3))
    state = store.reader.portals()[PORTAL]
    assert (state.articles, state.waiting, state.newest) == (2, 1, factories.article(2).published)
    assert (state.last_crawl, state.outcome) == (None, "")


def test_portal_of_which_only_links_wait_has_a_state(store: Archive) -> None:
    note(store, waiting(3))
    assert store.reader.portals()[PORTAL].waiting == 1


def test_what_was_published_is_remembered_by_path(store: Archive) -> None:
    one, other = Published(digest="1"), Published(digest="2", serial=7, entries=3, updated=NOON, newest=NOON)
    store.memory.note_published({"feeds/all": one, "feeds/y-te": one})
    store.memory.note_published({"feeds/all": other})
    assert store.memory.published() == {"feeds/all": other, "feeds/y-te": one}


def test_complete_pages_of_a_history_are_remembered_by_feed(store: Archive) -> None:
    first, second = Page(number=1, name="2026-03", first=1, last=9), Page(number=2, name="2026-04", first=10, last=12)
    store.memory.note_pages("feeds/all", [first])
    store.memory.note_pages("feeds/all", [second])
    assert store.memory.pages("feeds/all") == [first, second]
    assert store.memory.pages("feeds/y-te") == []


# Moments


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        Instant().process_bind_param(datetime(2026, 3, 1), engine().dialect)  # noqa: DTZ001


def test_moment_comes_back_in_ha_noi_time_whatever_its_zone_was(store: Archive) -> None:
    store.save([fetched(factories.article(published=datetime(2026, 3, 1, 2, 51, tzinfo=UTC)))], now=NOON)
    published = only(store).article.published
    assert published is not None
    assert published.isoformat() == "2026-03-01T09:51:00+07:00"
    assert published.tzinfo is HANOI


def test_moments_before_1970_are_kept() -> None:
    kind, dialect = Instant(), engine().dialect
    moment = datetime(1945, 9, 2, 14, 0, tzinfo=HANOI)
    assert kind.process_result_value(kind.process_bind_param(moment, dialect), dialect) == moment
    assert kind.process_bind_param(None, dialect) is None
    assert kind.process_result_value(None, dialect) is None


# Opening


def engine() -> Engine:
    return create_engine("sqlite://")


def test_migrations_make_the_schema_that_the_code_reads(store: Archive) -> None:
    with engine_of(store).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_described})
        assert compare_metadata(context, metadata) == []


def test_what_the_first_schema_held_is_there_after_every_migration(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).with_name("migrations")))
    engine = create_engine(address(tmp_path))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    first = MetaData()
    first.reflect(engine)
    old = first.tables["articles"]
    plain = {"String": "x", "TEXT": "x", "VARCHAR": "x", "JSON": [], "BIGINT": 0, "INTEGER": 1, "BOOLEAN": False}
    row = {one.name: plain[type(one.type).__name__] for one in old.columns if not one.nullable} | {"id": "urn:uuid:1"}
    with engine.begin() as connection:
        connection.execute(insert(old).values(row))
        key = {"key": KEY, "article": "urn:uuid:1", "own": True}
        connection.execute(insert(first.tables["aliases"]).values(key))
        topic = {"article": "urn:uuid:1", "slug": "y-te", "position": 0, "reason": "", "dated": 0}
        connection.execute(insert(first.tables["topics"]).values(topic))
    engine.dispose()
    with opened(address(tmp_path)) as store:
        assert store.known([KEY]) == {KEY: "urn:uuid:1"}
        assert store.reader.topics() == {"y-te": 1}
        (outline,) = store.reader.outline()
        assert (outline.id, outline.story) == ("urn:uuid:1", "urn:uuid:1")
        with engine_of(store).connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).with_name("migrations")))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [opening.HEAD]
    assert {one.revision for one in script.walk_revisions()} == opening._KNOWN


def test_archive_is_opened_twice_without_being_migrated_again(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article()]):
        pass
    with factories.archive(tmp_path) as store:
        assert len(list(store.reader.entries())) == 1


def test_missing_folder_of_the_archive_is_made(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/a/b/archive.db"):
        assert (tmp_path / "a" / "b" / "archive.db").exists()


def test_archive_in_memory_is_possible() -> None:
    with opened("sqlite://") as store:
        assert store.known([KEY]) == {}


def test_sqlite_is_read_while_it_is_written(store: Archive) -> None:
    with engine_of(store).connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) == 30_000


def test_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    file.write_text("Đây không phải là cơ sở dữ liệu. " * 100, encoding="utf-8")
    before = file.read_bytes()
    with (
        pytest.raises(ArchiveUnreadable, match=r"is not an archive .* --archive"),
        opened(f"sqlite:///{file}"),
    ):
        pass
    assert file.read_bytes() == before


def test_archive_of_a_newer_version_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article()]) as store, engine_of(store).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ArchiveTooNew, match="upgrade diemtin"), factories.archive(tmp_path):
        pass


@pytest.mark.parametrize("url", ["diemtin.db", "", "nosuch://x/y", "mysql://x/y", "postgresql://x:port/y"])
def test_address_that_cannot_be_is_refused_with_a_remedy(url: str) -> None:
    with pytest.raises(ArchiveUnreadable, match="--archive"), opened(url):
        pass


def test_folder_in_place_of_the_archive_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(ArchiveUnreadable, match="check that the path exists"),
        opened(f"sqlite:///{tmp_path}"),
    ):
        pass


def test_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(ArchiveUnreadable, match="cannot be made"),
        opened(f"sqlite:///{tmp_path}/file/archive.db"),
    ):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_archive_in_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(ArchiveUnreadable, match="may be written"), opened(f"sqlite:///{folder}/archive.db"):
        pass


def test_full_disk_is_told_and_nothing_stored_is_lost(store: Archive) -> None:
    factories.save(store, [factories.article()])
    event.listen(engine_of(store), "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
    engine_of(store).dispose()  # the connections that come are as full as the disk
    long = factories.article(2, body_html="<p>Dài</p>" * 100_000)
    with pytest.raises(ArchiveUnreadable, match="make room and run the same command again"):
        store.save([fetched(long)], now=NOON)
    assert only(store).article == factories.article()


def test_archive_that_another_process_writes_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(opening, "_BUSY", 1)
    with (
        factories.archive(tmp_path) as store,
        closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveUnreadable, match="is another diemtin writing"):
            store.take_down("urn:uuid:1", now=NOON)


def test_password_of_a_server_is_not_told() -> None:
    url = "postgresql+psycopg://user:secret@127.0.0.1:1/diemtin"
    with pytest.raises(ArchiveUnreadable) as caught, opened(url):
        pass
    assert "secret" not in str(caught.value)


# Opening what must be there


def address(folder: Path) -> str:
    return f"sqlite:///{folder}/archive.db"


def refusal(folder: Path) -> str:
    """Return why an archive cannot be read."""
    with pytest.raises(ArchiveError) as caught, opening.reading(address(folder)) as store:
        list(store.reader.entries())
    return str(caught.value)


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    folder.mkdir()
    with factories.archive(folder, [factories.article(number) for number in range(40)]):
        pass
    return folder


@pytest.fixture
def unwritable(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an archive that this user, who may be root, shall not write."""
    monkeypatch.setattr(opening, "_may_be_written", lambda _: False)
    return kept


@pytest.mark.parametrize("name", ["kept", "none/at/all"])
def test_archive_that_is_not_there_is_not_made(tmp_path: Path, name: str) -> None:
    (tmp_path / "kept").mkdir()
    folder = tmp_path / name
    with pytest.raises(ArchiveMissing, match="diemtin crawl") as caught, opened(address(folder), make=False):
        pass
    assert str(caught.value) == refusal(folder)
    assert f"{folder}/archive.db" in refusal(folder)
    assert "--archive" in refusal(folder)
    assert [*tmp_path.rglob("*")] == [tmp_path / "kept"]


def test_other_programs_database_is_no_archive_and_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "archive.db")) as other:
        other.execute("CREATE TABLE theirs (it)")
    before = files(tmp_path)
    with pytest.raises(ArchiveMissing, match="no archive of diemtin"), opened(address(tmp_path), make=False):
        pass
    assert "no archive of diemtin" in refusal(tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    assert files(tmp_path) == before


def test_archive_is_read_where_nothing_may_be_written(unwritable: Path) -> None:
    before = files(unwritable)
    with opening.reading(address(unwritable)) as store:
        assert len(list(store.reader.entries())) == 40
        assert files(unwritable) == before
    assert files(unwritable) == before


def test_archive_that_is_being_written_is_read_with_its_log(unwritable: Path) -> None:
    with factories.archive(unwritable, [factories.article(90)]), opening.reading(address(unwritable)) as store:
        assert len(list(store.reader.entries())) == 41


def test_archive_whose_log_cannot_be_read_is_told(unwritable: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copied"
    copied.mkdir()
    with factories.archive(unwritable, [factories.article(90)]):
        for name in ("archive.db", "archive.db-wal"):
            shutil.copy(unwritable / name, copied)
    assert "copy both files to a folder of your own" in refusal(copied)


def test_archive_that_was_written_while_it_was_read_unlocked_is_told(unwritable: Path) -> None:
    def read_while_it_is_written() -> None:
        with opening.reading(address(unwritable)) as store:
            assert len(list(store.reader.entries())) == 40
            with factories.archive(unwritable, [factories.article(90)]):
                pass

    with pytest.raises(ArchiveUnreadable, match="run the same command again"):
        read_while_it_is_written()


def test_older_archive_that_may_not_be_written_is_not_migrated(
    unwritable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "HEAD", "9999")
    before = files(unwritable)
    assert "run `diemtin publish` once as the user who owns it" in refusal(unwritable)
    assert files(unwritable) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_archive_in_a_folder_that_is_read_only_in_truth_is_read(kept: Path) -> None:
    kept.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with opening.reading(address(kept)) as store:
        assert len(list(store.reader.entries())) == 40
    kept.chmod(stat.S_IRWXU)
    with factories.archive(kept, [factories.article(90)]):
        kept.chmod(stat.S_IRUSR | stat.S_IXUSR)
        with opening.reading(address(kept)) as store:
            assert len(list(store.reader.entries())) == 41
        kept.chmod(stat.S_IRWXU)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_archive_that_may_not_be_read_is_told_with_whose_rights_are_needed(kept: Path) -> None:
    (kept / "archive.db").chmod(0)
    assert "run as the user who owns it" in refusal(kept)
    kept.chmod(0)
    assert "run as the user who owns it" in refusal(kept)
    kept.chmod(stat.S_IRWXU)


@pytest.mark.parametrize("pages", [(1, 60), (3, 60)])
def test_damaged_archive_is_told_with_how_to_save_it(kept: Path, pages: tuple[int, int]) -> None:
    file = kept / "archive.db"
    data = bytearray(file.read_bytes())
    first, last = (4096 * number for number in pages)
    data[first:last] = b"\xff" * (min(last, len(data)) - first)
    file.write_bytes(data)
    said = refusal(kept)
    assert "damaged" in said
    assert f"sqlite3 {file} .recover" in said


def test_file_that_is_no_database_is_not_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_text("Đây không phải là cơ sở dữ liệu. " * 100, encoding="utf-8")
    said = refusal(tmp_path)
    assert "is not an archive" in said
    assert "recover" not in said


SERVER = os.environ.get("DIEMTIN_TEST_POSTGRESQL")


@contextmanager
def on_server() -> Iterator[Archive]:
    """Open an archive on the server, and leave its database as empty as it was."""
    assert SERVER
    with opened(SERVER) as store:
        try:
            yield store
        finally:
            everything = MetaData()
            everything.reflect(engine_of(store))
            everything.drop_all(engine_of(store))


on_a_server = pytest.mark.skipif(
    not SERVER, reason="no server: DIEMTIN_TEST_POSTGRESQL names an empty PostgreSQL database"
)


@on_a_server
def test_postgresql_keeps_the_same_archive() -> None:
    with on_server() as store:
        factories.save(store, [factories.article()])
        note(store, waiting(2), etag='"a"')
        assert only(store).article == factories.article()
        assert store.memory.waiting(PORTAL, now=NOON) == [waiting(2)]
        with engine_of(store).connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_described})
            assert compare_metadata(context, metadata) == []
