"""A query is a feed: checked, the same however it is written, answered once; operators declare feeds of their own."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import factories
import feedparser
import pytest
from factories import NOON, PORTALS, SUBJECTS
from test_archive import address
from test_documents import citing, decree
from test_documents import save as save_document
from test_telling import ran
from typer.testing import CliRunner

from crawler import run
from crawler.archive import Archive
from crawler.archive.search import Body, Query
from crawler.article import Article
from crawler.document_numbers import Citation
from crawler.portal import Kind as BodyKind
from diemtin import command, configuration, wiring
from diemtin.configuration import SettingsWrong
from feeds import composing, querying, selection, titles
from feeds.catalogue import Format, Kind, Site, catalogue
from feeds.errors import QueriesTooMany, QueryWrong
from feeds.querying import Own
from feeds.serving.answering import Answers

SITE = Site(base_url="https://feeds.example.vn/")
MINISTRY = factories.portal(name="moh", home="https://moh.example.vn/", title="Bộ Y tế", kind=BodyKind.MINISTRY)
KNOWN = querying.known([*PORTALS, MINISTRY], SUBJECTS, issuers=lambda: {"chinh-phu": "Chính phủ"})
LATER = NOON + timedelta(days=3)
REFUSED = [
    ("", "nothing is asked for"),
    ("limit=3", "nothing is asked for"),
    ("q=&topic=+", "nothing is asked for"),
    ("topics=y-te", "did you mean topic?"),
    ("zzz=1", "there are q, topic, portal"),
    ("topic=y-tee", "did you mean y-te?"),
    ("topic=" + quote("Y tế"), "did you mean y-te?"),
    ("portal=baochinphu", "did you mean baochinhphu"),
    ("portal=xyzzy", "catalogue.json lists them all"),
    ("body=ministri", "did you mean ministry"),
    ("document=abc", "write one like 13/2023"),
    ("from=yesterday", "write one like 2026-11-01"),
    ("from=2026-02-30", "write one like 2026-11-01"),
    ("to=1/11/2026", "write one like 2026-11-01"),
    ("from=2026-03-02&to=2026-03-01", "give the earlier day first"),
    ("language=fr", "there are en, vi"),
    ("q=a&limit=0", "from 1 to 200"),
    ("q=a&limit=201", "from 1 to 200"),
    ("q=a&limit=ten", "from 1 to 200"),
    ("q=a&q=b", "once is enough"),
    ("q=%22%22", "no word"),
    ("q=" + "a" * 201, "at most 200"),
    ("q=" + "+".join("abcdefghijklmnopqrstuvwxyz"), "and 24"),
    ("include=-", "no word"),
    ("&".join(f"include=a{number}" for number in range(41)), "at most 40"),
    ("&".join(f"topic=a{number}" for number in range(999)), "at most 4000"),
    ("&".join("a" for _ in range(999)), "too many"),
    ("q=%FF%FE", "not UTF-8"),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as archive:
        yield archive


def parse(written: str) -> Query:
    return querying.parse(written, known=KNOWN)


def answers(store: Archive, **changes: Any) -> Answers:
    return Answers(store, portals=[*PORTALS, MINISTRY], subjects=SUBJECTS, site=SITE, **changes)


def read(store: Archive, written: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answers(store).answer(written, Format.JSON).body)
    return found


# What is asked for


def test_query_is_read() -> None:
    written = (
        "q=" + quote("chuyển đổi số") + "&topic=y-te&portal=moh&body=ministry&body=chinh-phu&document=06/2013/QD-TTg"
        "&from=2026-01-01&to=2026-03-01&language=vi&include=a&exclude=b&limit=7"
    )
    assert parse(written) == Query(
        text="chuyển đổi số",
        topics=("y-te",),
        portals=("moh",),
        bodies=(Body(name="chinh-phu"), Body(name="ministry", portals=("moh",))),
        documents=("06/2013/QĐ-TTg",),
        since=date(2026, 1, 1),
        until=date(2026, 3, 1),
        language="vi",
        include=("a",),
        exclude=("b",),
        limit=7,
    )


@pytest.mark.parametrize(("written", "why"), REFUSED)
def test_query_that_cannot_be_is_refused_with_what_could(written: str, why: str) -> None:
    with pytest.raises(QueryWrong) as caught:
        parse(written)
    assert why in str(caught.value)


@pytest.mark.parametrize(
    "written",
    [
        "topic=y-te&topic=kinh-te-tai-chinh&q=h%E1%BB%8Dc+ph%C3%AD&limit=9&from=2026-3-1",
        "limit=9&q=%20h%E1%BB%8Dc%20%20ph%C3%AD&topic=kinh-te-tai-chinh&topic=y-te&topic=y-te&to=&from=2026-03-01",
        "from=2026-03-01&topic=kinh-te-tai-chinh&topic=y-te&q=ho%CC%A3c+phi%CC%81&limit=09",
    ],
)
def test_same_query_is_the_same_feed_however_it_is_written(written: str) -> None:
    assert querying.canonical(parse(written)) == (
        "q=h%E1%BB%8Dc%20ph%C3%AD&topic=kinh-te-tai-chinh&topic=y-te&from=2026-03-01&limit=9"
    )


def test_canonical_query_is_read_as_the_query() -> None:
    query = parse("q=%22a+b%22+-c+%26+d&document=57-NQ/TW&body=chinh-phu&include=x%2By&exclude=z%3D%25")
    assert parse(querying.canonical(query)) == query


def test_feed_of_a_query_says_what_it_looks_for() -> None:
    query = parse(
        "q=" + quote('"chuyển đổi số" -xe') + "&topic=y-te&portal=baochinhphu&body=ministry&body=chinh-phu"
        "&document=57-NQ/TW&from=2026-03-01&to=2026-03-05&include=a&include=b&exclude=c"
    )
    spec = titles.spec(query, known=KNOWN)
    assert spec.kind is Kind.QUERY
    assert spec.title == (
        'Tìm: "chuyển đổi số" -xe; chủ đề: Y tế; trên: Báo Điện tử Chính phủ; của: Chính phủ; các bộ, ngành; '
        "văn bản 57-NQ/TW; từ ngày 01/03/2026; đến ngày 05/03/2026; có “a” hoặc “b”; không có “c”"
    )
    assert spec.title_en.startswith('Search: "chuyển đổi số" -xe; topic: Health; on: ')
    assert titles.spec(parse("topic=y-te"), known=KNOWN).title == "Chủ đề: Y tế"
    english = titles.spec(parse("topic=y-te&language=en"), known=KNOWN)
    assert (english.language, english.name) == ("en", "Topic: Health; in English")


def test_every_kind_of_body_and_language_has_a_name() -> None:
    for words in (titles._VIETNAMESE, titles._ENGLISH):
        assert set(words.kinds) == {kind.value for kind in BodyKind}
        assert {portal.language for portal in run.portals().values()} <= set(words.languages)


# What is answered


def test_feed_names_itself_by_its_query(store: Archive) -> None:
    factories.save(store, [factories.article()])
    found = read(store, "limit=3&q=" + quote("thủ tướng"))
    parts = urlsplit(found["feed_url"])
    assert (parts.netloc, parts.path) == ("feeds.example.vn", "/feeds/query.json")
    assert parse_qs(parts.query) == {"q": ["thủ tướng"], "limit": ["3"]}
    assert found["home_page_url"] == found["feed_url"].replace("query.json", "query.html")
    assert found["title"] == "Điểm Tin – Tìm: thủ tướng"
    assert [one["id"] for one in found["items"]] == [factories.article().id]


@pytest.mark.parametrize("form", [Format.RSS, Format.ATOM])
def test_reader_takes_the_feed_of_a_query(store: Archive, form: Format) -> None:
    factories.save(store, [citing(Citation(number=decree().number))])
    save_document(store, decree())
    answer = answers(store).answer("document=12/2026/ND-CP", form)
    assert answer.media_type == f"{form.media_type}; charset=utf-8"
    found = feedparser.parse(answer.body)
    assert not found.bozo
    assert [one.id for one in found.entries] == [factories.article().id, decree().id]
    own = next(link.href for link in found.feed.links if link.rel == "self")
    assert own == f"https://feeds.example.vn/feeds/query.{form}?document=12/2026/N%C4%90-CP"


def test_feeds_of_two_queries_have_two_ids_each_its_own(store: Archive) -> None:
    def own_id(written: str) -> str:
        return str(feedparser.parse(answers(store).answer(written, Format.ATOM).body).feed.id)

    assert own_id("q=a&topic=y-te") == own_id("topic=y-te&q=a")
    assert len({own_id("q=a"), own_id("q=b"), own_id("q=a&limit=3")}) == 3


def test_document_and_the_article_that_cites_it_tell_of_each_other(store: Archive) -> None:
    factories.save(store, [citing(Citation(number=decree().number))])
    save_document(store, decree())
    article, document = read(store, "document=12/2026/ND-CP")["items"]
    assert article["_diemtin"]["documents"][0]["url"] == decree().link
    assert [one["id"] for one in document["_diemtin"]["cited_by"]] == [article["id"]]


def test_story_comes_once_as_the_portal_told_it_that_was_first(store: Archive) -> None:
    factories.save(store, [ran("a"), ran("b", after=timedelta(hours=1)), ran("c", after=timedelta(hours=2))])
    (one,) = read(store, "q=h%E1%BB%99i+ngh%E1%BB%8B")["items"]
    assert one["id"] == ran("a").id
    assert {each["id"] for each in one["_diemtin"]["also"]} == {ran("b").id, ran("c").id}
    assert [each.id for each in querying.chosen(store, Query(text="hội nghị", portals=("c",)))] == [ran("c").id]
    assert [each.id for each in querying.chosen(store, Query(text="hội nghị", limit=1))] == [ran("a").id]


def test_without_a_limit_a_query_carries_as_much_as_other_feeds(store: Archive) -> None:
    factories.save(store, [factories.article(24 * number) for number in range(70)])
    assert len(querying.chosen(store, Query(text="phiên họp"))) == selection.LEAST + selection.SPARE
    assert len(querying.chosen(store, Query(text="phiên họp", limit=70))) == 70
    assert len(querying.chosen(store, Query(text="phiên họp", limit=3))) == 3


def test_what_finds_nothing_is_an_empty_feed(store: Archive) -> None:
    answer = answers(store).answer("q=nobody", Format.ATOM)
    assert not feedparser.parse(answer.body).bozo
    assert feedparser.parse(answer.body).entries == []


def test_feed_of_long_articles_leaves_out_the_oldest(store: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "compose", partial(composing.compose, room=75_000))
    long = "<p>Dài</p>" * 1000  # 23,000 bytes, as it is escaped in RSS and Atom
    factories.save(store, [factories.article(number, body_html=long) for number in range(5)])
    ids = [one["id"] for one in read(store, "q=phi%C3%AAn&limit=5")["items"]]
    assert ids == [factories.article(number).id for number in (4, 3)]
    factories.save(store, [factories.article(9, body_html=long * 9)])
    assert [one["id"] for one in read(store, "q=phi%C3%AAn")["items"]] == [factories.article(9).id]


def test_page_for_people_is_made_too(store: Archive) -> None:
    factories.save(store, [factories.article()])
    assert "Tìm: thủ tướng" in answers(store).answer("q=" + quote("thủ tướng"), Format.HTML).body.decode()


def made(folder: Path, articles: Sequence[Article]) -> bytes:
    folder.mkdir()
    with factories.archive(folder) as store:
        for one in articles:
            factories.save(store, [one], now=LATER)
            store.search.catch_up()
        return answers(store).answer("q=phi%C3%AAn&exclude=xe", Format.ATOM).body


def test_same_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    same = [factories.article(number, published=NOON) for number in range(9)]
    assert made(tmp_path / "a", same) == made(tmp_path / "b", list(reversed(same)))


def test_answer_stays_until_something_happens(store: Archive) -> None:
    factories.save(store, [factories.article(1)])
    asked = answers(store)
    first = asked.answer("q=phi%C3%AAn", Format.JSON)
    assert asked.answer("q=phi%C3%AAn&limit=", Format.JSON) is first
    assert asked.answer("q=phi%C3%AAn", Format.ATOM) is not first
    factories.save(store, [factories.article(2, title="Chuyện khác")])
    again = asked.answer("q=phi%C3%AAn", Format.JSON)
    assert again.digest != first.digest
    assert again.modified > first.modified


def test_what_was_taken_down_leaves_the_answer(store: Archive) -> None:
    factories.save(store, [factories.article(1), factories.article(2)])
    asked = answers(store)
    first = asked.answer("q=phi%C3%AAn", Format.JSON)
    store.take_down(factories.article(2).id, now=LATER)
    again = asked.answer("q=phi%C3%AAn", Format.JSON)
    assert again.digest != first.digest
    assert len(json.loads(again.body)["items"]) == 1


def test_answers_take_no_more_room_than_they_may(store: Archive) -> None:
    factories.save(store, [factories.article(1)])
    size = len(answers(store).answer("q=b%C3%A0i&limit=10", Format.JSON).body)
    asked = answers(store, room=3 * size + size // 2)
    first = asked.answer("q=b%C3%A0i&limit=10", Format.JSON)
    for limit in (11, 12):
        asked.answer(f"q=b%C3%A0i&limit={limit}", Format.JSON)
    assert asked.answer("q=b%C3%A0i&limit=10", Format.JSON) is first
    for limit in (13, 14, 15):
        asked.answer(f"q=b%C3%A0i&limit={limit}", Format.JSON)
    assert asked.answer("q=b%C3%A0i&limit=10", Format.JSON) is not first
    assert asked._kept._taken == sum(len(one.body) for one in asked._kept._answers.values())


def test_only_so_many_queries_are_answered_at_once(store: Archive) -> None:
    asked = answers(store, at_once=1, patience=0)
    with asked._place(), pytest.raises(QueriesTooMany, match="ask again"):
        asked.answer("q=a", Format.JSON)
    assert asked.answer("q=a", Format.JSON)


def test_any_thread_may_ask(store: Archive) -> None:
    factories.save(store, [factories.article(number) for number in range(20)])
    asked = answers(store, patience=60)
    written = [(f"q=phi%C3%AAn&limit={1 + number % 5}", form) for number in range(10) for form in Format]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda one: asked.answer(*one), written))
    plain = answers(store)
    assert [one.body for one in found] == [plain.answer(*one).body for one in written]


# Feeds of one's own


def test_own_feed_is_in_the_catalogue_and_carries_what_it_declares(store: Archive) -> None:
    own = Own(
        slug="hoc-phi",
        title="Học phí",
        description="",
        query=Query(text="học phí", topics=("kinh-te-tai-chinh",), exclude=("đại học",)),
    )
    (spec,) = querying.own_specs([own])
    assert (spec.kind, spec.path, spec.file(Format.ATOM)) == (Kind.OWN, "feeds/own/hoc-phi", "feeds/own/hoc-phi.atom")
    assert [one.kind for one in catalogue(PORTALS, SUBJECTS, own=[spec])][:3] == [Kind.ALL, Kind.OWN, Kind.TOPIC]
    factories.save(
        store,
        [
            factories.article(1, body_text="Học phí tăng"),
            factories.article(2, body_text="Học phí đại học tăng"),
            factories.article(3, body_text="Học phí giảm", topics=()),
        ],
    )
    chosen = querying.chosen(store, own.query)
    feed = composing.compose(store, spec, chosen, site=SITE, names=KNOWN.names)
    assert [item.id for item in feed.items] == [factories.article(1).id]
    assert feed.title == "Điểm Tin – Học phí"


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in list(configuration.os.environ):
        if name.startswith("DIEMTIN_"):
            monkeypatch.delenv(name)
    return tmp_path


def declared(folder: Path, text: str) -> tuple[Own, ...]:
    (folder / "diemtin.toml").write_text(text, encoding="utf-8")
    return wiring.own_feeds(wiring.check(configuration.load()))


def test_own_feeds_are_declared_in_the_settings(nowhere: Path) -> None:
    assert declared(
        nowhere,
        """
        [[feed]]
        slug = "hoc-phi"
        title = "Học phí"
        description = "Mọi chuyện học phí."
        query = '"học  phí"'
        topics = ["giao-duc"]
        portals = ["nhandan", "baochinhphu"]
        documents = ["81/2021/ND-CP"]
        include = ["tăng", "giảm"]
        exclude = ["lái xe"]
        limit = 30
        [[feed]]
        slug = "y-te"
        title = "Y tế"
        topics = ["y-te", "bien-dao-cua-ta"]
        [topics."Biển đảo của ta"]
        phrases = ["Trường Sa"]
        """,
    ) == (
        Own(
            slug="hoc-phi",
            title="Học phí",
            description="Mọi chuyện học phí.",
            query=Query(
                text='"học phí"',
                topics=("giao-duc",),
                portals=("baochinhphu", "nhandan"),
                documents=("81/2021/NĐ-CP",),
                include=("giảm", "tăng"),
                exclude=("lái xe",),
                limit=30,
            ),
        ),
        Own(slug="y-te", title="Y tế", description="", query=Query(topics=("bien-dao-cua-ta", "y-te"))),
    )


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('slug = "a"\ntitle = "A"\nqery = "x"', "did you mean query?"),
        ('slug = "a"\ntitle = "A"\ntopics = ["y-tee"]', "there is no topic 'y-tee'; did you mean y-te"),
        ('slug = "a"\ntitle = "A"\nportals = ["nhandn"]', "there is no portal 'nhandn'; did you mean nhandan"),
        ('slug = "a"\ntitle = "A"\ndocuments = ["x"]', "no document's number"),
        ('slug = "a"\ntitle = "A"', "nothing is asked for"),
        ('slug = "a"\ntitle = "A"\nlimit = 9', "nothing is asked for"),
        ('slug = "a"\ntitle = "A"\nquery = "x"\nlimit = 999', "limit"),
        ('slug = "Học phí"\ntitle = "A"\nquery = "x"', "small letters"),
        ('slug = "a"\nquery = "x"', "title"),
        ('slug = "a"\ntitle = "A"\nquery = "x"\n[[feed]]\nslug = "a"\ntitle = "B"\nquery = "y"', "two [[feed]]"),
    ],
)
def test_own_feed_that_cannot_be_is_refused_when_the_settings_load(nowhere: Path, table: str, why: str) -> None:
    with pytest.raises(SettingsWrong) as caught:
        declared(nowhere, f"[[feed]]\n{table}")
    assert why in str(caught.value)
    assert "feed" in str(caught.value)


def test_variable_for_the_list_of_feeds_is_told_the_table(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert nowhere
    monkeypatch.setenv("DIEMTIN_FEED__SLUG", "a")
    with pytest.raises(SettingsWrong, match="DIEMTIN_FEED__SLUG"):
        configuration.load()


# The command


def said(*arguments: str) -> SimpleNamespace:
    ended = CliRunner().invoke(command.app, ["search", *arguments])
    return SimpleNamespace(code=ended.exit_code, out=ended.output, error=ended.exception)


def test_command_shows_what_it_found(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    factories_of = [factories.article(1, title="Học phí [bold]tăng"), factories.article(2, title="Thuế")]
    with factories.archive(nowhere, factories_of) as store:
        save_document(store, decree())
    at = ("--archive", address(nowhere))
    shown = said("hoc phi", *at)
    assert shown.code == 0
    assert shown.out.split("\n")[1].split(maxsplit=3) == ["01/03/26", "13:00", "baochinhphu", "Học phí [bold]tăng"]
    found = json.loads(said("bến thủy", "--json", *at).out)
    assert [(one["kind"], one["id"], one["link"]) for one in found] == [("document", decree().id, decree().link)]
    assert len(json.loads(said("--topic", "kinh-te-tai-chinh", "--limit", "1", "--json", *at).out)) == 1
    assert json.loads(said("hoc phi", "--portal", "nhandan", "--json", *at).out) == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [((), "nothing is asked for"), (("a", "--topic", "y-tee"), "y-te"), (("a", "--portal", "nhandn"), "nhandan")],
)
def test_command_refuses_what_cannot_be(nowhere: Path, arguments: Sequence[str], why: str) -> None:
    with factories.archive(nowhere):
        pass
    ended = said(*arguments, "--archive", address(nowhere))
    assert isinstance(ended.error, SettingsWrong)
    assert why in str(ended.error)
