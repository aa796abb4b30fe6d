"""Texts are given up; nothing comes again for that, and what is left can be told, searched and corrected."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import crawling
import pytest
from factories import NOON, archive, article, save
from sqlalchemy import Engine, func, insert, select
from test_archive import on_a_server, on_server

from crawler.archive import Archive, opening, pruning
from crawler.archive.schema import aliases, articles, crawls, revisions, sentences
from crawler.archive.search import Query
from crawler.archive.service_schema import section_crawls
from crawler.archive.store import Fetched
from crawler.changes import Outcome
from crawler.errors import ArchiveUnreadable

LATER = NOON + timedelta(days=900)
WORDS = " ".join(f"câu thứ {n} kể rất dài về một việc mà hai cổng thông tin cùng đăng lại." for n in range(20))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with archive(tmp_path) as opened:
        yield opened


def engine(store: Archive) -> Engine:
    return store.reader._engine


def ids(*numbers: int) -> list[str]:
    return [article(number).id for number in numbers]


def planned(store: Archive, **wanted: Any) -> list[str]:
    return list(pruning.plan(engine(store), **{"needed": frozenset(), **wanted}).articles)


def prune(store: Archive, *numbers: int) -> int:
    return pruning.prune(engine(store), ids(*numbers), planned=LATER)


def count(store: Archive, table: Any) -> int:
    with engine(store).connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_text_goes_and_what_tells_the_article_stays(store: Archive) -> None:
    save(store, [article(1)])
    assert prune(store, 1) == 1
    (entry,) = store.reader.entries()
    assert entry.article == replace(article(1), body_html="", body_text="", images=())
    assert store.known([article(1).link]) == {article(1).link: article(1).id}
    assert [event.record for event in store.journal.events()] == ids(1)
    assert store.due("baochinhphu", now=LATER, limit=9) == []


def test_page_of_a_text_that_was_given_up_is_nothing_new(store: Archive) -> None:
    save(store, [article(1)])
    before = store.journal.touched()
    prune(store, 1)
    outcomes = store.save([Fetched(article=article(1), keys=(article(1).link,))], now=LATER)
    assert outcomes == [Outcome.UNCHANGED]
    assert store.journal.touched() == before
    assert next(store.reader.entries()).article.body_text == ""


def test_text_that_was_given_up_comes_back_when_the_portal_corrects_it(store: Archive) -> None:
    save(store, [article(1)])
    prune(store, 1)
    save(store, [article(1, title="Đã sửa", body_text="Đoạn mới.")], now=LATER)
    (entry,) = store.reader.entries()
    assert (entry.article.title, entry.article.body_text, entry.revision) == ("Đã sửa", "Đoạn mới.", 2)


def test_oldest_go_first_and_no_more_than_are_wanted(store: Archive) -> None:
    save(store, [article(number) for number in (3, 1, 2)])
    assert planned(store) == ids(1, 2, 3)
    assert planned(store, before=article(3).published) == ids(1, 2)
    assert planned(store, needed=frozenset(ids(1))) == ids(2, 3)
    assert planned(store, portal="nhandan") == []
    size = pruning.plan(engine(store), needed=frozenset()).size
    assert planned(store, enough=size // 2) == ids(1, 2)
    assert planned(store, enough=0) == []
    prune(store, 1)
    assert planned(store) == ids(2, 3)


def test_what_is_still_needed_is_counted(store: Archive) -> None:
    save(store, [article(number) for number in range(1, 5)])
    found = pruning.plan(engine(store), needed=frozenset(ids(1, 4)), before=article(4).published)
    assert (found.articles, found.kept) == (tuple(ids(2, 3)), 1)
    assert (found.oldest, found.newest) == (article(2).published, article(3).published)


def test_article_that_was_corrected_after_it_was_decided_keeps_its_text(store: Archive) -> None:
    save(store, [article(1), article(2)])
    save(store, [article(1, body_text="Đã sửa.")], now=LATER)
    assert pruning.prune(engine(store), ids(1, 2), planned=LATER - timedelta(minutes=1)) == 1
    assert {one.article.id: one.article.body_text for one in store.reader.by_id(ids(1, 2))} == {
        ids(1)[0]: "Đã sửa.",
        ids(2)[0]: "",
    }


def test_texts_that_were_replaced_go_along(store: Archive) -> None:
    save(store, [article(1)])
    save(store, [article(1, body_text="Đã sửa.")], now=NOON + timedelta(days=1))
    assert count(store, revisions) == 1
    prune(store, 1)
    assert count(store, revisions) == 0


def test_first_article_of_a_story_stays_comparable_as_long_as_a_retelling_has_its_text(store: Archive) -> None:
    told = {"body_text": WORDS, "body_html": f"<p>{WORDS}</p>"}
    again = article(2, link="https://nhandan.vn/bai-2.htm", portal="nhandan", **told)
    save(store, [article(1, **told), again, article(3, body_text=WORDS.replace("việc", "chuyện"))])
    prune(store, 1, 3)
    with engine(store).connect() as connection:
        assert set(connection.scalars(select(sentences.c.article))) == {article(1).id, again.id}
    save(store, [replace(again, title="Đã sửa tít")], now=NOON + timedelta(days=2))
    assert {one.id: one.story for one in store.reader.outline()}[again.id] == article(1).id
    pruning.prune(engine(store), [again.id], planned=LATER)
    assert count(store, sentences) > 0


def fill_history(store: Archive, days: Sequence[int]) -> None:
    at = [NOON + timedelta(days=day) for day in days]
    plain = {"ending": "same", "kind": "", "reason": "", "url": "", "told": {}}
    with engine(store).begin() as connection:
        for one in at:
            crawl = {"portal": "nhandan", "started": one, "outcome": "done", "counts": {}, "problems": []}
            connection.execute(insert(crawls).values(crawl))
            connection.execute(insert(section_crawls).values({"portal": "nhandan", "section": "a", "at": one, **plain}))


def test_history_is_forgotten_but_for_the_last_of_each(store: Archive) -> None:
    fill_history(store, [0, 1, 2])
    late = NOON + timedelta(days=400)
    assert pruning.outdated(engine(store), before=late) == pruning.History(crawls=2, sections=2)
    assert pruning.forget(engine(store), before=NOON + timedelta(days=1)) == pruning.History(crawls=1, sections=1)
    assert pruning.forget(engine(store), before=late) == pruning.History(crawls=1, sections=1)
    assert store.reader.portals()["nhandan"].last_crawl == NOON + timedelta(days=2)


def texts(number: int) -> str:
    return f"bài số {number} " + " ".join(f"chữ{number}x{n}" for n in range(1500))


def filled(folder: Path) -> None:
    with archive(folder) as store:
        save(store, [article(n, body_text=texts(n), body_html=f"<p>{texts(n)}</p>") for n in range(60)], now=NOON)
        assert len(store.search.find(Query(text="chữ3x1400"), limit=9)) == 1


def test_room_goes_back_to_the_disk_and_the_index_forgets_when_it_is_made_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    with opening.connected(crawling.address(tmp_path)) as engine:
        store = Archive(engine)
        used = pruning.used(engine)
        plan = pruning.plan(engine, needed=frozenset())
        pruning.prune(engine, plan.articles, planned=LATER)
        assert used - pruning.used(engine) == pytest.approx(plan.size, rel=0.3)
        assert len(store.search.find(Query(text="chữ3x1400"), limit=9)) == 1
        done = pruning.vacuum(engine)
        assert done.after < done.before - plan.size * 0.7
        assert (tmp_path / "archive.db").stat().st_size == done.after
        assert len(store.search.find(Query(text="chữ3x1400"), limit=9)) == 1
        assert pruning.vacuum(engine, anew=True).after < done.after
        assert store.search.find(Query(text="chữ3x1400"), limit=9) == []
        assert len(store.search.find(Query(text='"phiên họp thứ 3"'), limit=9)) == 1
        assert count(store, aliases) == count(store, articles) == 60


def test_vacuum_wants_room_before_it_begins(tmp_path: Path) -> None:
    with archive(tmp_path):
        pass
    with (
        opening.connected(crawling.address(tmp_path)) as engine,
        pytest.raises(ArchiveUnreadable, match="too little room"),
    ):
        pruning.vacuum(engine, free=lambda _: 1000)


def test_pruning_that_was_broken_off_is_ended_by_the_next(tmp_path: Path) -> None:
    filled(tmp_path)
    with opening.connected(crawling.address(tmp_path)) as engine:
        plan = pruning.plan(engine, needed=frozenset())
        pruning.prune(engine, plan.articles[:20], planned=LATER)
        assert pruning.plan(engine, needed=frozenset()).articles == plan.articles[20:]
        heard: list[tuple[int, int]] = []
        progress = lambda done, of: heard.append((done, of))  # noqa: E731
        assert pruning.prune(engine, plan.articles, planned=LATER, progress=progress) == 40
        assert heard == [(60, 60)]
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        assert connection.execute("SELECT max(length(body_text)) FROM articles").fetchone() == (0,)


@on_a_server
def test_postgresql_gives_up_the_same(tmp_path: Path) -> None:
    with archive(tmp_path) as local, on_server() as served:
        for store in (local, served):
            save(store, [article(number) for number in range(1, 5)])
            save(store, [article(2, body_text="Đã sửa.")], now=NOON + timedelta(days=1))
            fill_history(store, [0, 1])
        assert planned(local) == planned(served)
        for store in (local, served):
            assert prune(store, 1, 2) == 2
            pruning.forget(engine(store), before=LATER)
            assert pruning.vacuum(engine(store), anew=True).after > 0
        assert list(local.reader.entries()) == list(served.reader.entries())
        assert planned(local) == planned(served) == ids(3, 4)
