"""The server answers pollers as HTTP asks, from memory."""

import asyncio
import gzip
import hashlib
import http.client
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from forked import PATIENCE

from feeds import files, serve
from feeds.errors import CannotListen, PortTaken

RSS = "<rss>Thủ tướng</rss>".encode() * 50


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    for path, data in {
        "index.html": b"<!DOCTYPE html>",
        "catalogue.json": b"{}",
        "feeds.opml": b"<opml/>",
        "feeds/all.rss": RSS,
        "feeds/all.atom": b"<feed/>",
        "feeds/all.json": b"{}",
        ".secret.html": b"no",
        "feeds/.all.rss.x.part": b"no",
        "notes.txt": b"no",
    }.items():
        files.write(folder / path, data)
    (tmp_path / "outside.html").write_bytes(b"no")
    return folder


def asked(app: serve.App, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(app({"type": "http", "method": method, "path": path, "headers": named}, receive, send))
    start, body = sent
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body["body"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/feeds/all.rss", "application/rss+xml; charset=utf-8"),
        ("/feeds/all.atom", "application/atom+xml; charset=utf-8"),
        ("/feeds/all.json", "application/feed+json; charset=utf-8"),
        ("/catalogue.json", "application/json; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
    ],
)
def test_every_file_is_served_under_its_media_type(output: Path, path: str, kind: str) -> None:
    status, headers, _ = asked(serve.app(output), path)
    assert (status, headers["content-type"]) == (200, kind)


def test_an_answer_carries_what_pollers_and_browsers_need(output: Path) -> None:
    os.utime(output / "feeds/all.rss", (1_772_000_000, 1_772_000_000))
    status, headers, body = asked(serve.app(output), "/feeds/all.rss")
    assert (status, body) == (200, RSS)
    assert headers == {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "ETag, Last-Modified",
        "cache-control": "public, max-age=300",
        "content-length": str(len(RSS)),
        "content-type": "application/rss+xml; charset=utf-8",
        "etag": f'"{hashlib.sha256(RSS).hexdigest()[:32]}"',
        "last-modified": "Wed, 25 Feb 2026 06:13:20 GMT",
        "vary": "accept-encoding",
        "x-content-type-options": "nosniff",
    }


def test_a_poller_that_holds_the_version_gets_304(output: Path) -> None:
    app = serve.app(output)
    etag = asked(app, "/feeds/all.rss")[1]["etag"]
    for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        status, headers, body = asked(app, "/feeds/all.rss", if_none_match=held)
        assert (status, body) == (304, b"")
        assert headers["etag"] == etag
        assert "content-length" not in headers


def test_a_poller_that_holds_another_version_gets_the_feed(output: Path) -> None:
    modified = asked(serve.app(output), "/feeds/all.rss")[1]["last-modified"]
    status, _, _ = asked(serve.app(output), "/feeds/all.rss", if_none_match='"other"', if_modified_since=modified)
    assert status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Wed, 25 Feb 2026 06:13:20 GMT", 304),
        ("Thu, 26 Feb 2026 06:13:20 GMT", 304),
        ("Wed, 25 Feb 2026 06:13:19 GMT", 200),
        ("yesterday", 200),
        ("", 200),
    ],
)
def test_a_poller_may_ask_by_date(output: Path, since: str, status: int) -> None:
    os.utime(output / "feeds/all.rss", (1_772_000_000, 1_772_000_000))
    assert asked(serve.app(output), "/feeds/all.rss", if_modified_since=since)[0] == status


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "*", "deflate,x-gzip"])
def test_gzip_is_sent_to_whoever_takes_it_under_an_etag_of_its_own(output: Path, accepted: str) -> None:
    app = serve.app(output)
    status, headers, body = asked(app, "/feeds/all.rss", accept_encoding=accepted)
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(body) == RSS
    assert len(body) < len(RSS)
    plain = asked(app, "/feeds/all.rss")[1]["etag"]
    assert headers["etag"] != plain
    assert asked(app, "/feeds/all.rss", accept_encoding=accepted, if_none_match=headers["etag"])[0] == 304
    assert asked(app, "/feeds/all.rss", accept_encoding=accepted, if_none_match=plain)[0] == 200


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0"])
def test_gzip_is_not_sent_to_others(output: Path, accepted: str) -> None:
    assert "content-encoding" not in asked(serve.app(output), "/feeds/all.rss", accept_encoding=accepted)[1]


def test_head_is_answered_as_get_without_the_body(output: Path) -> None:
    app = serve.app(output)
    assert asked(app, "/feeds/all.rss", "HEAD") == (*asked(app, "/feeds/all.rss")[:2], b"")


def test_what_is_published_later_is_served_at_once(output: Path) -> None:
    app = serve.app(output)
    old = asked(app, "/feeds/all.rss")[1]["etag"]
    files.write(output / "feeds/all.rss", b"<rss>newer</rss>")
    status, headers, body = asked(app, "/feeds/all.rss", if_none_match=old)
    assert (status, body) == (200, b"<rss>newer</rss>")
    assert headers["etag"] != old


def test_a_file_that_did_not_change_is_not_read_again(output: Path) -> None:
    app = serve.app(output)
    path = output / "feeds/all.rss"
    asked(app, "/feeds/all.rss")
    status = path.stat()
    path.write_bytes(b"x" * len(RSS))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert asked(app, "/feeds/all.rss")[2] == RSS


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/none.rss",
        "/feeds/",
        "/feeds",
        "/notes.txt",
        "/.secret.html",
        "/feeds/.all.rss.x.part",
        "/../outside.html",
        "/feeds/../../outside.html",
        "/feeds/..\\..\\outside.html",
        "//etc/passwd.html",
        "/feeds//all.rss",
        "/feeds/all.rss\x00.html",
        "/feeds/all.rss/x.html",
        f"/{'x' * 5000}.html",
        "",
    ],
)
def test_nothing_but_published_files_is_served(output: Path, path: str) -> None:
    status, headers, body = asked(serve.app(output), path)
    assert status == 404
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert body == b"there is no such feed or page\n"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_feeds_are_only_read(output: Path, method: str) -> None:
    status, headers, _ = asked(serve.app(output), "/feeds/all.rss", method)
    assert (status, headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_readers_in_browsers_may_ask_conditionally(output: Path) -> None:
    status, headers, _ = asked(serve.app(output), "/feeds/all.rss", "OPTIONS")
    assert status == 204
    assert "If-None-Match" in headers["access-control-allow-headers"]


def test_health_is_told_and_not_cached(tmp_path: Path) -> None:
    status, headers, body = asked(serve.app(tmp_path), "/healthz")
    assert (status, body, headers["cache-control"]) == (200, b"ok\n", "no-store")


def test_before_anything_is_published_the_home_page_says_what_to_do(tmp_path: Path) -> None:
    status, _, body = asked(serve.app(tmp_path), "/")
    assert status == 503
    assert b"diemtin publish" in body


def test_pages_may_load_nothing_from_elsewhere(output: Path) -> None:
    assert "default-src 'none'" in asked(serve.app(output), "/")[1]["content-security-policy"]


@pytest.fixture
def address(output: Path) -> Iterator[tuple[str, int]]:
    with serve.listening("127.0.0.1", 0) as listener:
        server = serve.server(output)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join()


def test_feeds_are_served_over_real_http(address: tuple[str, int]) -> None:
    with closing(http.client.HTTPConnection(*address, timeout=PATIENCE)) as connection:
        connection.request("GET", "/feeds/all.rss", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        assert gzip.decompress(answer.read()) == RSS
        assert answer.headers["Server"] is None
        for method, path, headers, status in (
            ("GET", "/feeds/all.rss", {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}, 304),
            ("HEAD", "/feeds/all.rss", {}, 200),
            ("OPTIONS", "/feeds/all.rss", {}, 204),
            ("GET", "/%2e%2e/outside.html", {}, 404),
            ("GET", "/feeds/%2e%2e/%2e%2e/outside.html", {}, 404),
            ("POST", "/", {}, 405),
            ("GET", "/healthz", {}, 200),
        ):
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert (path, answer.status) == (path, status)


def test_a_taken_port_is_a_clear_error(tmp_path: Path) -> None:
    with serve.listening("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"port {port}: name another with --host and --port"):
            serve.serve(tmp_path, port=port)


def test_an_address_that_is_not_ours_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CannotListen, match="--host"):
        serve.serve(tmp_path, host="192.0.2.1", port=0)  # RFC 5737: nobody's


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_address_is_told_once_the_port_is_taken(
    output: Path, monkeypatch: pytest.MonkeyPatch, host: str, shown: str
) -> None:
    told: list[str] = []
    taken: list[int] = []

    def run(self: object, sockets: list[socket.socket]) -> None:
        del self
        taken.append(sockets[0].getsockname()[1])

    monkeypatch.setattr(serve.uvicorn.Server, "run", run)
    serve.serve(output, host=host, port=0, ready=told.append)
    assert told == [f"http://{shown}:{taken[0]}/"]


def test_nothing_is_told_of_a_port_that_is_taken(output: Path) -> None:
    told: list[str] = []
    with serve.listening("127.0.0.1", 0) as listener, pytest.raises(PortTaken):
        serve.serve(output, port=listener.getsockname()[1], ready=told.append)
    assert told == []
