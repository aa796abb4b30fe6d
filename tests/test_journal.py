"""What happened in the archive is told in order, with every place where it shows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import factories
import pytest
from factories import NOON
from test_documents import citing, decree
from test_documents import save as save_document
from test_telling import ran

from crawler.archive import Archive, FetchedDocument
from crawler.article import Topic
from crawler.changes import Outcome
from crawler.document_numbers import Citation

LATER = NOON + timedelta(days=3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as opened:
        yield opened


def touched(store: Archive, since: int) -> set[str]:
    return {place for place, serial in store.journal.touched().items() if serial > since}


def last(store: Archive) -> int:
    return max(store.journal.touched().values(), default=0)


def test_what_happens_is_told_in_order(store: Archive) -> None:
    one = factories.article(1)
    factories.save(store, [one, factories.article(2)])
    factories.save(store, [replace(one, title="Tiêu đề đã sửa")], now=LATER)
    factories.save(store, [replace(one, title="Tiêu đề đã sửa")], now=LATER)
    store.take_down(one.id, now=LATER)
    told = store.journal.events()
    assert [(each.record, each.what) for each in told] == [
        (one.id, Outcome.NEW),
        (factories.article(2).id, Outcome.NEW),
        (one.id, Outcome.REVISED),
        (one.id, Outcome.GONE),
    ]
    assert [each.serial for each in told] == sorted({each.serial for each in told})
    assert store.journal.events(after=told[1].serial) == told[2:]
    assert store.journal.latest(Outcome.REVISED, Outcome.GONE, limit=5) == [told[3], told[2]]


def test_what_comes_back_as_it_was_is_told_as_back(store: Archive) -> None:
    one = factories.article(1)
    factories.save(store, [one])
    save_document(store, decree())
    store.take_down(one.id, now=LATER)
    store.take_down(decree().id, now=LATER)
    factories.save(store, [one], now=LATER)
    assert save_document(store, decree(), now=LATER) == [Outcome.BACK]
    assert [each.record for each in store.journal.latest(Outcome.BACK, limit=9)] == [one.id]
    told = [each.what for each in store.journal.events("type:nghi-dinh")]
    assert told == [Outcome.NEW, Outcome.GONE, Outcome.BACK]
    (entry,) = store.documents.entries()
    assert (entry.gone, entry.revision, entry.changed) == (False, 1, NOON)


def test_document_of_which_the_link_alone_is_another_has_moved(store: Archive) -> None:
    save_document(store, decree())
    new = replace(decree(), link="https://moi.example.vn/van-ban/81")
    moved = FetchedDocument(document=new, keys=(new.link, decree().link), moved=True)
    for _ in range(2):
        assert store.save_documents([moved], now=LATER) == [Outcome.UNCHANGED]
    (entry,) = store.documents.entries()
    assert (entry.document.link, entry.revision, entry.changed) == (new.link, 1, NOON)
    assert [each.what for each in store.journal.events("type:nghi-dinh")] == [Outcome.NEW, Outcome.MOVED]


def test_event_is_told_where_it_showed_when_it_happened(store: Archive) -> None:
    one = factories.article(1)
    factories.save(store, [one])
    moved = replace(one, title="Chuyện y tế", topics=(Topic(slug="y-te", reason="title"),))
    factories.save(store, [moved], now=LATER)
    assert [each.what for each in store.journal.events("topic:kinh-te-tai-chinh")] == [Outcome.NEW]
    assert [each.what for each in store.journal.events("topic:y-te")] == [Outcome.REVISED]
    assert [each.what for each in store.journal.events("portal:baochinhphu")] == [Outcome.NEW, Outcome.REVISED]


def test_topic_that_an_article_left_is_touched(store: Archive) -> None:
    one = factories.article(1)
    factories.save(store, [one])
    before = last(store)
    factories.save(store, [replace(one, title="Chuyện y tế", topics=(Topic(slug="y-te", reason=""),))], now=LATER)
    assert touched(store, before) == {"all", "drafts", "portal:baochinhphu", "topic:kinh-te-tai-chinh", "topic:y-te"}


def test_topics_of_a_story_s_first_article_are_touched_by_another_telling(store: Archive) -> None:
    first = replace(ran("nhandan"), topics=(Topic(slug="y-te", reason=""),))
    factories.save(store, [first])
    before = last(store)
    factories.save(store, [replace(ran("baochinhphu", after=timedelta(hours=1)), topics=())])
    assert {"topic:y-te", "portal:nhandan"} <= touched(store, before)


def test_documents_and_the_articles_that_cite_them_touch_each_other(store: Archive) -> None:
    article = citing(Citation(number=decree().number, date=decree().issued))
    factories.save(store, [article])
    before = last(store)
    save_document(store, decree())
    shown = touched(store, before)
    assert {
        f"portal:{article.portal}",
        "topic:kinh-te-tai-chinh",
        "type:nghi-dinh",
        f"portal:{decree().portal}",
    } <= shown
    before = last(store)
    store.take_down(article.id, now=LATER)
    assert "type:nghi-dinh" in touched(store, before)


def test_nothing_happens_when_nothing_changed(store: Archive) -> None:
    factories.save(store, [factories.article(1)])
    before, told = last(store), store.journal.events()
    factories.save(store, [factories.article(1)], now=LATER)
    store.take_down("urn:uuid:nobody", now=LATER)
    assert (last(store), store.journal.events()) == (before, told)


def test_archive_from_before_there_was_a_journal_tells_what_happened(tmp_path: Path) -> None:
    one, other = factories.article(1), factories.article(2)
    with factories.archive(tmp_path, [one, other]) as store:
        save_document(store, decree(), now=LATER)
        factories.save(store, [replace(one, title="Tiêu đề đã sửa")], now=LATER)
        store.take_down(other.id, now=LATER)
        live = {(each.record, each.what, each.at, each.size) for each in store.journal.events()}
    factories.put_back(tmp_path / "archive.db", "0005")
    with factories.archive(tmp_path) as store:
        told = store.journal.events()
        assert {(each.record, each.what, each.at, each.size) for each in told} == live
        assert [each.at for each in told] == sorted(each.at for each in told)
        assert [each.document for each in store.journal.events("type:nghi-dinh")] == [True]
        factories.save(store, [factories.article(3)])
        assert store.journal.events()[-1].record == factories.article(3).id
