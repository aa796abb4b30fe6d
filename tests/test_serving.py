"""The command's server answers queries, tells which feeds carry an article, and is a hub where that is wanted."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from factories import PORTALS, SUBJECTS, archive, article

from diemtin import serving
from diemtin.configuration import Settings
from feeds.catalogue import Site
from feeds.publish import publish
from feeds.serving import serve as served

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
        assert got(f"{home}/feeds/query.atom?q=a")[0] == 404
    assert not (tmp_path / "none.db").exists()
