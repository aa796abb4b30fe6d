"""What the archive holds is found by what it says, with marks and without, and by what it is filed under."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread

import factories
import pytest
from factories import NOON
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import func, select, text, update
from test_archive import address, on_a_server, on_server
from test_documents import citing, decree
from test_documents import save as save_document
from test_telling import ran

from crawler import wording
from crawler.archive import Archive, indexing, opened, opening
from crawler.archive.schema import index_state, indexed
from crawler.archive.search import Body, Query
from crawler.article import Article, Topic
from crawler.dates import HANOI
from crawler.document_numbers import Citation
from crawler.errors import ArchiveError, IndexBehind
from crawler.wording import Wanted

LATER = NOON + timedelta(days=3)
TEXTS = {
    1: "Đà Nẵng đẩy mạnh chuyển đổi số trong y tế",
    2: "Nông dân bán hàng trên bán đảo; Uỷ ban nhân dân tỉnh Hoà Bình",
    3: "Chiếc bàn trong phòng họp, và số liệu chuyển về trước khi đổi",
    4: "Vietnam and the digital economy: so far so good",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as archive:
        yield archive


def telling(number: int, words: str, **changes: object) -> Article:
    return factories.article(number, **{"title": f"Bài {number}", "lead": "", "body_text": words, **changes})


def found(store: Archive, query: Query | str, *, limit: int = 50) -> list[int]:
    """Return the numbers of the articles that a query finds, in their order."""
    asked = Query(text=query) if isinstance(query, str) else query
    ids = [one.id for one in store.search.find(asked, limit=limit)]
    links = {entry.article.id: entry.article.link for entry in store.reader.by_id(ids)}
    return [int(links[one].rpartition("-")[2].removesuffix(".htm")) for one in ids]


def engine(store: Archive):  # type: ignore[no-untyped-def]  # noqa: ANN201 - SQLAlchemy's
    return store.search._engine


# Words

LOOKED_FOR = [
    ("chuyển đổi số", [3, 1]),
    ("CHUYỂN ĐỔI SỐ", [3, 1]),
    ("chuyen doi so", [3, 1]),
    (unicodedata.normalize("NFD", "chuyển đổi số"), [3, 1]),
    ('"chuyển đổi số"', [1]),
    ('"chuyen doi so"', [1]),
    ("“chuyển đổi số”", [1]),
    ("da nang", [1]),
    ("đà nẵng", [1]),
    ("Da Nẵng", []),
    ("bán", [2]),
    ("bàn", [3]),
    ("ban", [3, 2]),
    ("bán chuyển", []),
    ("ủy ban", [2]),
    ("uỷ ban", [2]),
    ('"hòa bình"', [2]),
    ('"hoà bình"', [2]),
    ("hoa binh", [2]),
    ("chuyển -y", [3]),
    ('chuyển -"đổi số"', [3]),
    ("-chuyển", [4, 2]),
    ('"bán đảo" OR "đà nẵng"', [2, 1]),
    ("bán hàng | digital economy", [4, 2]),
    ("số OR bán -đảo", [3, 1]),
    ("so", [4, 3, 1]),
    ("so chuyển", []),
    ("so-far", [4]),
    ("far-so", [4]),
    ("good-so", []),
    ("bài", [4, 3, 2, 1]),
    ('"bài 3 chiếc"', []),
]


@pytest.mark.parametrize(("written", "numbers"), LOOKED_FOR)
def test_words_are_found(tmp_path: Path, written: str, numbers: list[int]) -> None:
    with factories.archive(tmp_path, [telling(number, words) for number, words in TEXTS.items()]) as store:
        assert found(store, written) == numbers


def test_word_without_a_mark_beside_one_that_has_some_lacks_it_on_purpose(store: Archive) -> None:
    factories.save(store, [telling(1, "An ninh mạng"), telling(2, "Ăn ở, ninh thịt, mang và mạng")])
    assert found(store, "an ninh mạng") == [1]
    assert found(store, "an ninh mang") == [2, 1]
    assert found(store, Query(text="an", exclude=("thịt",))) == [1]


def test_phrases_may_be_included_and_excluded(store: Archive) -> None:
    factories.save(store, [telling(number, words) for number, words in TEXTS.items()])
    assert found(store, Query(include=("bán đảo", "digital economy"))) == [4, 2]
    assert found(store, Query(include=("bán đảo", "digital economy"), exclude=("so good",))) == [2]
    assert found(store, Query(text="chuyển", include=("y tế",))) == [1]
    assert found(store, Query(exclude=("chuyển",))) == [4, 2]


def test_whatever_is_written_is_searched(store: Archive) -> None:
    factories.save(store, [factories.article()])

    @given(some.text(max_size=40))
    def search(written: str) -> None:
        said = wording.wanted(written)
        assert all(words for phrases in said.alternatives for words in phrases)
        store.search.find(Query(text=written, include=(written,), exclude=(written,)), limit=5)

    search()


@pytest.mark.parametrize("written", ["", " - ", '""', "OR", "| OR", "…", "-"])
def test_what_has_no_word_says_nothing(written: str) -> None:
    assert wording.wanted(written) == Wanted()


# What it is filed under


def test_filters_are_combined(store: Archive) -> None:
    health = (Topic(slug="y-te", reason=""),)
    factories.save(
        store,
        [
            telling(1, "bệnh viện", topics=health),
            telling(2, "bệnh viện", topics=health, portal="nhandan"),
            telling(3, "bệnh viện", portal="nhandan"),
            telling(4, "hospital", portal="en_baochinhphu", language="en"),
        ],
    )
    assert found(store, Query(topics=("y-te",))) == [2, 1]
    assert found(store, Query(topics=("y-te", "kinh-te-tai-chinh"))) == [4, 3, 2, 1]
    assert found(store, Query(portals=("nhandan",))) == [3, 2]
    assert found(store, Query(text="viện", topics=("y-te",), portals=("nhandan",))) == [2]
    assert found(store, Query(bodies=(Body(name="government", portals=("baochinhphu", "en_baochinhphu")),))) == [4, 1]
    assert found(store, Query(language="en")) == [4]
    assert found(store, Query(topics=("y-te",), language="en")) == []


def test_days_are_those_of_ha_noi(store: Archive) -> None:
    moments = ["2026-02-28T23:59:59+07:00", "2026-03-01T00:00:00+07:00", "2026-03-02T06:59:59+07:00"]
    factories.save(
        store,
        [telling(n, "tin", published=datetime.fromisoformat(moment)) for n, moment in enumerate(moments, start=1)],
    )
    assert found(store, Query(since=date(2026, 3, 1))) == [3, 2]
    assert found(store, Query(until=date(2026, 3, 1))) == [2, 1]
    assert found(store, Query(text="tin", since=date(2026, 3, 1), until=date(2026, 3, 1))) == [2]
    assert found(store, Query(since=date(2026, 3, 3))) == []


def test_document_s_number_finds_it_and_the_articles_that_cite_it(store: Archive) -> None:
    factories.save(store, [citing(Citation(number="12/2026/NĐ-CP")), citing(number=2)])
    save_document(store, decree())
    numbered = store.search.find(Query(documents=("12/2026/NĐ-CP",)), limit=9)
    assert {one.id for one in numbered} == {decree().id, factories.article(1).id}
    assert [one.id for one in store.search.find(Query(text="12/2026/NĐ-CP"), limit=9)] == [decree().id]
    assert store.search.find(Query(documents=("13/2026/NĐ-CP",)), limit=9) == []


def test_zeros_before_a_document_s_number_do_not_count(store: Archive) -> None:
    factories.save(store, [citing(Citation(number="06/2013/QĐ-TTg"))])
    assert found(store, Query(documents=("6/2013/QĐ-TTg",))) == [1]
    assert found(store, Query(documents=("006/2013/QĐ-TTg",))) == [1]


def test_documents_are_found_by_their_words_and_their_issuing_body(store: Archive) -> None:
    factories.save(store, [telling(1, "Bến thủy nội địa được sửa")])
    save_document(store, decree())
    assert [one.id for one in store.search.find(Query(text='"bến thuỷ"'), limit=9)] == [
        factories.article(1).id,
        decree().id,
    ]
    assert [one.id for one in store.search.find(Query(bodies=(Body(name="chinh-phu"),)), limit=9)] == [decree().id]
    either = Query(bodies=(Body(name="chinh-phu"), Body(name="government", portals=("baochinhphu",))))
    assert len(store.search.find(either, limit=9)) == 2


def test_draft_and_the_article_that_presents_it_are_one(store: Archive) -> None:
    draft = decree(draft=True, number="", issued=None)
    factories.save(store, [telling(1, "Bến thủy", link=draft.link, id=draft.id)])
    save_document(store, draft)
    (one,) = store.search.find(Query(text="bến thủy"), limit=9)
    assert one.id == draft.id
    assert one.dated == store.reader.outline()[0].dated


# Order


def test_newest_come_first_whenever_they_were_found(store: Archive) -> None:
    factories.save(store, [telling(number, "tin") for number in (30, 5)])
    assert found(store, "tin") == [30, 5]
    factories.save(store, [telling(number, "tin") for number in (1, 60, 6, 31)])
    assert found(store, "tin") == [60, 31, 30, 6, 5, 1]
    assert found(store, "tin", limit=4) == [60, 31, 30, 6]
    assert found(store, "tin", limit=1) == [60]


def test_those_of_one_moment_are_ordered_by_id(store: Archive) -> None:
    same = [telling(number, "tin", published=NOON) for number in range(9)]
    factories.save(store, same)
    expected = sorted(one.id for one in same)
    assert [one.id for one in store.search.find(Query(text="tin"), limit=9)] == expected
    assert [one.id for one in store.search.find(Query(text="tin"), limit=4)] == expected[:4]


def test_outlines_are_those_of_the_archive(store: Archive) -> None:
    factories.save(store, [telling(number, "tin") for number in range(5)])
    save_document(store, decree())
    asked = Query(text="-nobody")
    both = [*store.reader.outline(), *store.documents.outline()]
    assert store.search.find(asked, limit=9) == sorted(both, key=lambda one: (-one.dated.timestamp(), one.id))


def test_story_is_told_where_its_first_article_is_found_too(store: Archive) -> None:
    factories.save(store, [ran("a"), ran("b", after=timedelta(hours=1))])
    first, second = (ran("a").id, ran("b").id)
    both = store.search.find(Query(text="hội nghị"), limit=9)
    assert [(one.id, one.story, one.told) for one in both] == [(second, first, True), (first, first, False)]
    assert [one.told for one in store.search.find(Query(text="hội nghị", portals=("b",)), limit=9)] == [False]
    (newest,) = store.search.find(Query(text="hội nghị"), limit=1)
    assert newest.told


# Keeping up


def test_corrected_text_is_found_by_its_new_words_alone(store: Archive) -> None:
    factories.save(store, [telling(1, "chữ cũ"), telling(2, "chữ cũ")])
    assert found(store, "cũ") == [2, 1]
    factories.save(store, [telling(1, "chữ mới", topics=(Topic(slug="y-te", reason=""),))], now=LATER)
    assert (found(store, "cũ"), found(store, "mới")) == ([2], [1])
    assert found(store, Query(topics=("y-te",))) == [1]
    assert found(store, Query(topics=("kinh-te-tai-chinh",))) == [2]


def test_what_was_taken_down_is_not_found_until_it_is_back(store: Archive) -> None:
    one = telling(1, "tin buồn")
    factories.save(store, [one])
    save_document(store, decree())
    store.take_down(one.id, now=LATER)
    store.take_down(decree().id, now=LATER)
    assert store.search.find(Query(exclude=("nobody",)), limit=9) == []
    factories.save(store, [one], now=LATER)
    assert found(store, "tin buồn") == [1]


def test_crawl_does_not_index(store: Archive) -> None:
    factories.save(store, [factories.article()])
    assert rows(store) == 0
    assert store.search.catch_up() == 1
    assert rows(store) == 1


def rows(store: Archive) -> int:
    with engine(store).connect() as connection:
        return connection.scalar(select(func.count()).select_from(indexed).where(indexed.c.record.is_not(None))) or 0


def test_catching_up_twice_does_nothing_twice(store: Archive) -> None:
    factories.save(store, [telling(1, "tin"), telling(2, "tin")])
    assert (store.search.catch_up(), store.search.catch_up()) == (2, 0)
    assert (found(store, "tin"), rows(store)) == ([2, 1], 2)


def test_batch_that_another_process_indexed_is_not_indexed_again(store: Archive) -> None:
    factories.save(store, [telling(1, "tin"), telling(2, "tin")])
    before = indexing._state(engine(store))
    store.search.catch_up()
    indexing._advance(engine(store), before)
    assert (found(store, "tin"), rows(store)) == ([2, 1], 2)


def test_several_catch_up_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_BATCH", 5)
    failed: list[ArchiveError] = []

    def catch_up() -> None:
        try:
            with opened(address(tmp_path)) as own:
                own.search.catch_up()
        except ArchiveError as error:
            failed.append(error)

    with factories.archive(tmp_path) as store:
        factories.save(store, [telling(number, "tin") for number in range(60)])
        threads = [Thread(target=catch_up) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert (rows(store), found(store, "tin", limit=99)) == (60, list(reversed(range(60))))


def test_index_of_another_version_is_made_anew(store: Archive) -> None:
    factories.save(store, [telling(1, "tin")])
    store.search.catch_up()
    with engine(store).begin() as connection:
        connection.execute(update(index_state).values(version=indexing.VERSION - 1))
        connection.execute(text("INSERT INTO indexed_words (indexed_words) VALUES ('delete-all')"))
    assert (found(store, "tin"), rows(store)) == ([1], 1)


def test_archive_that_may_only_be_read_is_searched_when_it_is_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with factories.archive(tmp_path, [telling(1, "tin")]) as store:
        store.search.catch_up()
    monkeypatch.setattr(opening, "_may_be_written", lambda _: False)
    with opening.reading(address(tmp_path)) as store:
        assert found(store, "tin") == [1]


def test_archive_that_may_only_be_read_and_is_not_indexed_is_told_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with factories.archive(tmp_path, [telling(1, "tin")]):
        pass
    monkeypatch.setattr(opening, "_may_be_written", lambda _: False)
    with (
        opening.reading(address(tmp_path)) as store,
        pytest.raises(IndexBehind, match="run `diemtin publish` once as the user who owns it"),
    ):
        found(store, "tin")


def test_archive_from_before_there_was_an_index_is_indexed_whole(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [telling(1, "tin"), telling(2, "tin")]) as store:
        store.take_down(telling(2, "").id, now=LATER)
    factories.put_back(tmp_path / "archive.db", "0006")
    with factories.archive(tmp_path) as store:
        assert found(store, "tin") == [1]


LONG = [
    "từ " * 400_000,
    "x" * 1_000_000,
    " ".join(f"{chr(0x4E00 + n % 20_000)}{chr(0x4E00 + n // 7)}" for n in range(60_000)),
]


@pytest.mark.parametrize("words", LONG, ids=["one word", "no blank", "other letters"])
def test_very_long_text_is_indexed(store: Archive, words: str) -> None:
    factories.save(store, [telling(1, f"đầu tiên {words}"), telling(2, "tin")])
    assert found(store, '"đầu tiên"') == [1]


def test_old_documents_are_ordered_too(store: Archive) -> None:
    old = telling(1, "tuyên ngôn", published=datetime(1945, 9, 2, 14, tzinfo=HANOI))
    factories.save(store, [telling(2, "tuyên ngôn"), old])
    assert found(store, "tuyên ngôn") == [2, 1]
    assert found(store, Query(text="tuyên ngôn", until=date(1945, 12, 31))) == [1]


# PostgreSQL


def everything() -> Sequence[Article]:
    return [
        *(telling(number, words) for number, words in TEXTS.items()),
        *(telling(5 + n, f"đầu tiên {words}") for n, words in enumerate(LONG)),
    ]


@on_a_server
def test_postgresql_finds_the_same(tmp_path: Path) -> None:
    queries = [
        *(Query(text=written) for written, _ in LOOKED_FOR),
        Query(topics=("kinh-te-tai-chinh",), text="ban"),
        Query(documents=("12/2026/NĐ-CP",)),
        Query(bodies=(Body(name="chinh-phu"), Body(name="x", portals=("nobody",)))),
        Query(since=date(2026, 3, 1), exclude=("chuyển",)),
        Query(text="it's \\ ' \" & | ! <-> (a:*) chuyển"),
    ]
    with factories.archive(tmp_path) as store, on_server() as served:
        for one in (store, served):
            factories.save(one, everything())
            save_document(one, decree())
            one.search.catch_up()
            factories.save(one, [replace(telling(2, "Nông dân bán hàng"), title="Bài hai")], now=LATER)
            one.take_down(telling(4, "").id, now=LATER)
        for query in queries:
            assert served.search.find(query, limit=3) == store.search.find(query, limit=3), query
        with engine(served).begin() as connection:
            connection.execute(update(index_state).values(version=0))
        assert found(served, '"đầu tiên"') == [7, 6, 5]


@on_a_server
def test_postgresql_that_may_only_be_read_is_told() -> None:
    with on_server() as store:
        factories.save(store, [telling(1, "tin")])
        only = engine(store).execution_options(postgresql_readonly=True)
        with pytest.raises(IndexBehind, match="only be read"):
            indexing.catch_up(only)
