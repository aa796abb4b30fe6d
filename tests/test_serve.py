"""The server listens, answers, looks after what goes on beside, and ends when it is told to."""

import asyncio
import gzip
import http.client
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from forked import PATIENCE
from served import Client, served

from feeds import files
from feeds.errors import CannotListen, PortTaken
from feeds.serving import serve
from feeds.serving.application import Application

RSS = "<rss>Thủ tướng</rss>".encode() * 50


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    files.write(folder / "index.html", b"<!DOCTYPE html>")
    files.write(folder / "feeds/all.rss", RSS)
    (tmp_path / "outside.html").write_bytes(b"no")
    return folder


@pytest.fixture
def address(output: Path) -> Iterator[tuple[str, int]]:
    with served(output) as where:
        yield where


def test_feeds_are_served_over_real_http(address: tuple[str, int]) -> None:
    with closing(http.client.HTTPConnection(*address, timeout=PATIENCE)) as connection:
        connection.request("GET", "/feeds/all.rss", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        assert gzip.decompress(answer.read()) == RSS
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


def test_what_goes_on_beside_is_told_when_to_end(output: Path) -> None:
    told: list[str] = []
    begun = threading.Event()

    async def hub(ended: asyncio.Event) -> None:
        begun.set()
        await ended.wait()
        told.append("ended")

    with served(output, background=[hub]):
        assert begun.wait(PATIENCE)
    assert told == ["ended"]


def test_what_fails_beside_is_logged_and_the_feeds_are_served(output: Path, caplog: pytest.LogCaptureFixture) -> None:
    failed = threading.Event()

    async def hub(_: asyncio.Event) -> None:
        failed.set()
        raise RuntimeError("as it was told to")

    with served(output, background=[hub]) as address, Client(address) as client:
        assert failed.wait(PATIENCE)
        client.say("GET /feeds/all.rss HTTP/1.1\nHost: x\n\n")
        assert client.hear().body == RSS
    assert "as it was told to" in caplog.text


def test_the_server_ends_though_connections_are_kept(output: Path) -> None:
    with served(output) as address:
        idle = Client(address)
        idle.say("GET /healthz HTTP/1.1\nHost: x\n\n")
        assert idle.hear().status == 200
    with idle:
        assert idle.is_closed()


def test_an_answer_that_was_begun_is_ended(output: Path) -> None:
    large = os.urandom(9_000_000)
    files.write(output / "large.html", large)
    ending = threading.Event()
    taken: list[bytes] = []

    async def tell(ended: asyncio.Event) -> None:
        await ended.wait()
        ending.set()

    def take() -> None:
        ending.wait(PATIENCE)
        taken.append(client.hear().body)

    with served(output, memory=8_000_000, background=[tell]) as address:
        client = Client(address)
        client.say("GET /large.html HTTP/1.1\nHost: x\n\n")
        client.wait_for_an_answer()
        thread = threading.Thread(target=take)
        thread.start()
    with client:
        thread.join(PATIENCE)
    assert taken == [large]


def test_a_server_that_was_told_to_end_before_it_began_does_not_begin(output: Path) -> None:
    server = serve.Server(Application(output))
    server.end()
    with serve.listening("127.0.0.1", 0) as listener:
        server.run(listener)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_and_is_then_what_it_was_before(output: Path, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    serve.serve(output, port=0, ready=lambda _: os.kill(os.getpid(), number))
    assert signal.getsignal(number) is before


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

    def run(self: object, listener: socket.socket) -> None:
        del self
        taken.append(listener.getsockname()[1])

    monkeypatch.setattr(serve.Server, "run", run)
    serve.serve(output, host=host, port=0, ready=told.append)
    assert told == [f"http://{shown}:{taken[0]}/"]


def test_nothing_is_told_of_a_port_that_is_taken(output: Path) -> None:
    told: list[str] = []
    with serve.listening("127.0.0.1", 0) as listener, pytest.raises(PortTaken):
        serve.serve(output, port=listener.getsockname()[1], ready=told.append)
    assert told == []
