"""The command's server answers queries, tells which feeds carry an article, and is a hub where that is wanted."""

import asyncio
import json
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from factories import PORTALS, SUBJECTS, archive, article
from served import request

from diemtin import serving
from diemtin.configuration import Settings
from feeds.catalogue import Format, Site
from feeds.errors import QueryWrong
from feeds.publish import publish
from feeds.serving import queries
from feeds.serving import serve as served
from feeds.serving.answering import Answer, Answers

PATIENCE = 20.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    with archive(tmp_path, [article(1), article(2)]) as store:
        publish(store, portals=PORTALS, subjects=SUBJECTS, site=Site(), output=tmp_path / "output")
    return Settings(
        archive=f"sqlite:///{tmp_path / 'archive.db'}",
        output=tmp_path / "output",
        port=0,
        hub=True,
        hub_file=tmp_path / "hub.db",
    )


@contextmanager
def running(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve in a thread, and yield the address."""
    servers: list[served.Server] = []
    ready, told = threading.Event(), ""

    class Kept(served.Server):
        def run(self, listener: object) -> None:
            servers.append(self)
            super().run(listener)  # type: ignore[arg-type]

    def heard(url: str) -> None:
        nonlocal told
        told = url
        ready.set()

    monkeypatch.setattr(served, "Server", Kept)
    thread = threading.Thread(target=serving.serve, args=[settings], kwargs={"ready": heard})
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        yield told.rstrip("/")
    finally:
        for server in servers:
            server.end()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def got(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urlopen(Request(url, headers=headers)) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except HTTPError as error:
        with error:
            return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def test_any_query_is_a_feed_and_is_polled_like_one(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(settings, monkeypatch) as home:
        url = f"{home}/feeds/query.json?q={quote('phiên họp')}&limit=1"
        status, headers, body = got(url)
        assert (status, headers["content-type"]) == (200, "application/feed+json; charset=utf-8")
        assert [one["id"] for one in json.loads(body)["items"]] == [article(2).id]
        assert got(url, **{"If-None-Match": headers["etag"]})[0] == 304
        status, _, words = got(f"{home}/feeds/query.atom?topc=y-te")
        assert (status, "topic" in words.decode()) == (400, True)


def test_a_query_tells_its_own_address_and_the_hub_that_pushes_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = settings.model_copy(
        update={"site_url": "https://feeds.example.vn/", "hubs": ("https://elsewhere.example/",)}
    )
    me = '<https://feeds.example.vn/feeds/query.atom?q=phi%C3%AAn%20h%E1%BB%8Dp&limit=1>; rel="self"'
    with running(named, monkeypatch) as home:
        _, headers, body = got(f"{home}/feeds/query.atom?limit=1&q={quote('phiên họp')}")
        assert headers["link"] == f'<https://feeds.example.vn/hub>; rel="hub", {me}'
        assert b"elsewhere.example" not in body
        assert "link" not in got(f"{home}/feeds/query.html?q=a")[1]
    with running(named.model_copy(update={"hub": False}), monkeypatch) as home:
        assert got(f"{home}/feeds/query.atom?limit=1&q={quote('phiên họp')}")[1]["link"] == me


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("&".join(["q=x"] * 200), "q is given 200 times"),
        ("&".join(["q=x"] * 441), "at most 440 arguments"),
        ("q=%ff", "not UTF-8"),
        ("%ff=a", "not UTF-8"),
    ],
)
def test_a_query_that_cannot_be_is_refused_in_words(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, query: str, words: str
) -> None:
    with running(settings, monkeypatch) as home:
        status, _, body = got(f"{home}/feeds/query.json?{query}")
    assert (status, words in body.decode()) == (400, True)


def test_queries_that_wait_hold_up_nothing_else_and_too_many_are_sent_away() -> None:
    begun, free = threading.Semaphore(0), threading.Event()

    class Slow(Answers):
        def __init__(self) -> None:
            pass

        def answer(self, written: str, form: Format) -> Answer:
            begun.release()
            free.wait(PATIENCE)
            raise QueryWrong(f"{written} {form}")

    route = queries.routes(Slow(), links=lambda _: "")["/feeds/query.atom"]

    async def scene() -> list[int]:
        waiting = [asyncio.create_task(route.answer(request("/feeds/query.atom?q=a"))) for _ in range(70)]
        for _ in range(3):
            await asyncio.to_thread(begun.acquire)  # which has a thread, however many wait
        free.set()
        return [(await one).status for one in waiting]

    statuses = asyncio.run(scene())
    assert Counter(statuses) == {400: 64, 503: 6}


def test_feeds_that_carry_an_article_are_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(settings, monkeypatch) as home:
        _, _, body = got(f"{home}/feed-for?url={quote(article(1).link, safe='')}")
        assert "feeds/topics/kinh-te-tai-chinh" in body.decode()
        assert got(f"{home}/readyz")[0] == 200


def test_hub_takes_requests_where_it_is_wanted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(settings, monkeypatch) as home:
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{home}/hub", data=b"hub.mode=subscribe")
        with refused.value as error:
            assert error.code == 400
    with running(settings.model_copy(update={"hub": False}), monkeypatch) as home:
        assert got(f"{home}/hub")[0] == 404


def test_what_is_published_is_served_without_an_archive(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = settings.model_copy(update={"archive": f"sqlite:///{tmp_path / 'none.db'}"})
    with running(alone, monkeypatch) as home:
        assert got(f"{home}/feeds/all.atom")[0] == 200
        assert got(f"{home}/feeds/query.atom?q=a")[0] == 503
        assert got(f"{home}/status")[0] == 503
        assert got(f"{home}/readyz")[0] == 200
        assert got(f"{home}/feed-for?url=https://nhandan.vn/a-post1.html")[0] in {200, 404}
    assert not (tmp_path / "none.db").exists()


def test_an_archive_that_comes_after_the_server_is_searched(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = settings.model_copy(update={"archive": f"sqlite:///{tmp_path / 'later.db'}"})
    with running(later, monkeypatch) as home:
        assert got(f"{home}/feeds/query.atom?q=tin")[0] == 503
        shutil.copy(tmp_path / "archive.db", tmp_path / "later.db")
        assert got(f"{home}/feeds/query.atom?q=tin")[0] == 200
        assert got(f"{home}/status")[0] == 200
