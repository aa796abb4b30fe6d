"""A connection's requests are answered in their order, whatever the client does."""

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from forked import PATIENCE
from served import Client, served

from feeds import files
from feeds.serving.arriving import LONGEST_BODY, LONGEST_HEAD, MOST_PIPELINED, Arriving, Repeated
from feeds.serving.connection import Connections
from feeds.serving.http import Answer, Extent, Request, Route, text

RSS = "<rss>Thủ tướng</rss>".encode() * 50
LARGE = os.urandom(1_000_000)
GET = "GET /feeds/all.rss HTTP/1.1\nHost: x\n"


async def echo(asked: Request) -> Answer:
    return text(200, f"{len(asked.body)} {asked.body[-9:].decode()} {asked.client}")


async def broken(_: Request) -> Answer:
    raise RuntimeError("as it was told to")


async def smuggling(_: Request) -> Answer:
    return text(200, "", x_told="1\r\nset-cookie: a=b")


ROUTES = {
    "/echo": Route(answer=echo, methods=frozenset({"POST"})),
    "/broken": Route(answer=broken),
    "/smuggling": Route(answer=smuggling),
}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    files.write(folder / "feeds/all.rss", RSS)
    files.write(folder / "feeds/large.html", LARGE)
    return folder


@pytest.fixture
def address(output: Path) -> Iterator[tuple[str, int]]:
    with served(output, routes=ROUTES, memory=8_000_000) as where:
        yield where


@pytest.fixture
def client(address: tuple[str, int]) -> Iterator[Client]:
    with Client(address) as found:
        yield found


def test_a_connection_is_kept_for_the_next_request(client: Client) -> None:
    for _ in range(3):
        client.say(f"{GET}\n")
        assert client.hear().body == RSS


def test_requests_that_are_sent_at_once_are_answered_in_their_order(client: Client) -> None:
    asked = ["/feeds/all.rss", "/none.rss", "/healthz", "/feeds/large.html", "/feeds/all.rss", "/healthz"]
    client.say("".join(f"GET {path} HTTP/1.1\nHost: x\n\n" for path in asked))
    heard = [client.hear() for _ in asked]
    assert [one.status for one in heard] == [200, 404, 200, 200, 200, 200]
    assert [len(one.body) for one in heard][2:] == [3, len(LARGE), len(RSS), 3]


def test_more_requests_at_once_than_are_waited_for_end_the_connection(client: Client) -> None:
    client.say("GET /healthz HTTP/1.1\nHost: x\n\n" * (MOST_PIPELINED + 50))
    heard = [client.hear() for _ in range(MOST_PIPELINED)]
    assert {one.status for one in heard} == {200}
    assert heard[-1].headers["connection"] == "close"
    assert client.is_closed()


def test_a_request_may_come_byte_by_byte(client: Client) -> None:
    for byte in f"{GET}\n".replace("\n", "\r\n").encode():
        client.say(bytes([byte]))
    assert client.hear().body == RSS


def test_a_request_may_begin_at_the_end_of_what_another_came_in(client: Client) -> None:
    for number in range(3):
        client.say(f"{GET}\nGET /hea")
        client.say(f"lthz?{number} HTTP/1.1\nHost: x\n\n")
        assert [client.hear().body, client.hear().body] == [RSS, b"ok\n"]


def test_what_looks_like_a_known_request_in_a_body_is_a_body(client: Client) -> None:
    for _ in range(2):
        client.say(f"{GET}\n")
        assert client.hear().body == RSS
        client.say("POST /echo HTTP/1.1\nHost: x\nContent-Length: 40\n\n")
        client.say(f"{GET}\n")
        assert client.hear().body.startswith(b"40 ")


def test_the_same_bytes_are_answered_by_what_is_published_now(output: Path, client: Client) -> None:
    client.say(f"{GET}\n")
    etag = client.hear().headers["etag"]
    client.say(f"{GET}If-None-Match: {etag}\n\n")
    assert client.hear().status == 304
    files.write(output / "feeds/all.rss", b"<rss>newer</rss>")
    heard = 304
    while heard == 304:  # for a twentieth of a second
        client.say(f"{GET}If-None-Match: {etag}\n\n")
        heard = client.hear().status
    client.say(f"{GET}\n")
    assert client.hear().body == b"<rss>newer</rss>"


@pytest.mark.parametrize(
    "written",
    ["GET /feeds/all.rss HTTP/1.1\nHost: x\nConnection: close\n\n", "GET /feeds/all.rss HTTP/1.0\n\n"],
)
def test_a_connection_is_closed_for_who_wants_it_closed(client: Client, written: str) -> None:
    client.say(written)
    heard = client.hear()
    assert (heard.status, heard.headers["connection"], heard.body) == (200, "close", RSS)
    assert client.is_closed()


def test_a_client_may_close_its_side_once_it_has_asked(client: Client) -> None:
    client.say("GET /feeds/large.html HTTP/1.1\nHost: x\n\n")
    client.close_our_side()
    assert client.hear().body == LARGE
    assert client.is_closed()


def test_head_is_answered_as_get_without_the_body(client: Client) -> None:
    for path, length in (("/feeds/all.rss", len(RSS)), ("/feeds/large.html", len(LARGE)), ("/healthz", 3)):
        client.say(f"HEAD {path} HTTP/1.1\nHost: x\n\n")
        head = client.hear(head_only=True)
        assert int(head.headers["content-length"]) == length
        client.say(f"GET {path} HTTP/1.1\nHost: x\n\n")
        whole = client.hear()
        assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}
        assert len(whole.body) == length


def test_answers_without_a_body_have_no_length(client: Client) -> None:
    client.say(f"{GET}If-None-Match: *\n\nOPTIONS /feeds/all.rss HTTP/1.1\nHost: x\n\n{GET}\n")
    not_modified, preflight, whole = client.hear(), client.hear(), client.hear()
    assert (not_modified.status, preflight.status, whole.status) == (304, 204, 200)
    assert "content-length" not in {**not_modified.headers, **preflight.headers}


def test_every_answer_is_dated_and_tells_nothing_of_the_server(client: Client) -> None:
    client.say(f"{GET}\n")
    heard = client.hear()
    assert heard.headers["date"].endswith(" GMT")
    assert "server" not in heard.headers


def test_a_part_of_a_large_file_is_sent_from_the_disk(client: Client) -> None:
    client.say("GET /feeds/large.html HTTP/1.1\nHost: x\nRange: bytes=300000-899999\n\n")
    heard = client.hear()
    assert (heard.status, heard.headers["content-range"]) == (206, f"bytes 300000-899999/{len(LARGE)}")
    assert heard.body == LARGE[300_000:900_000]
    client.say('GET /feeds/large.html HTTP/1.1\nHost: x\nRange: bytes=0-9\nIf-Range: "other"\n\n')
    assert client.hear().body == LARGE


def test_a_body_may_come_in_parts(client: Client) -> None:
    client.say("POST /echo HTTP/1.1\nHost: x\nContent-Length: 20\n\n0123456789")
    client.say("9876543210")
    assert client.hear().body == b"20 876543210 127.0.0.1"
    client.say("POST /echo HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n3\nabc\n")
    client.say("2\nde\n0\n\n")
    assert client.hear().body == b"5 abcde 127.0.0.1"


def test_the_longest_body_is_taken_and_a_longer_one_refused(client: Client) -> None:
    client.say(f"POST /echo HTTP/1.1\nHost: x\nContent-Length: {LONGEST_BODY}\n\n{'x' * LONGEST_BODY}")
    assert client.hear().body.startswith(b"65536 ")
    client.say(f"POST /echo HTTP/1.1\nHost: x\nContent-Length: {LONGEST_BODY + 1}\n\nx")
    heard = client.hear()
    assert (heard.status, heard.headers["connection"]) == (413, "close")
    assert client.is_closed()


@pytest.mark.parametrize("length", ["9" * 18, "99999999999999999999"])
def test_a_body_of_any_announced_length_is_refused(client: Client, length: str) -> None:
    client.say(f"POST /echo HTTP/1.1\nHost: x\nContent-Length: {length}\n\n")
    assert client.hear().status in {400, 413}


def test_a_body_that_grows_too_long_is_refused_while_it_comes(client: Client) -> None:
    client.say("POST /echo HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n")
    for _ in range(9):
        client.say(f"2000\n{'x' * 0x2000}\n")
    assert client.hear().status == 413


def test_a_client_that_still_sends_reads_why_it_is_refused(client: Client) -> None:
    client.say(f"POST /echo HTTP/1.1\nHost: x\nContent-Length: 500000\n\n{'x' * 500_000}")
    assert client.hear().status == 413


def test_a_client_that_waits_to_be_asked_for_its_body_is_asked(client: Client) -> None:
    client.say("POST /echo HTTP/1.1\nHost: x\nContent-Length: 3\nExpect: 100-continue\n\n")
    assert client.hear().status == 100
    client.say("abc")
    assert client.hear().body == b"3 abc 127.0.0.1"
    client.say("POST /echo HTTP/1.1\nHost: x\nContent-Length: 99999\nExpect: 100-continue\n\n")
    assert client.hear().status == 413


def test_a_body_that_nobody_reads_does_not_disturb_the_next_request(client: Client) -> None:
    client.say(f"GET /healthz HTTP/1.1\nHost: x\nContent-Length: 4\n\n{'GET '}{GET}\n")
    assert client.hear().body == b"ok\n"
    assert client.hear().body == RSS


def test_a_method_that_an_address_does_not_know_is_refused_with_those_it_does(client: Client) -> None:
    client.say("POST /feeds/all.rss HTTP/1.1\nHost: x\nContent-Length: 3\n\nabc")
    heard = client.hear()
    assert (heard.status, heard.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    client.say("DELETE /echo HTTP/1.1\nHost: x\n\n")
    heard = client.hear()
    assert (heard.status, heard.headers["allow"]) == (405, "OPTIONS, POST")


@pytest.mark.parametrize(
    "written",
    [
        "hello\n\n",
        "GET / HTTP/7.3\n\n",
        "GET / HTTP/1.1\nHost x\n\n",
        "GET / HTTP/1.1\nHost: x\nContent-Length: 3\nTransfer-Encoding: chunked\n\n0\n\n",
        "GET / HTTP/1.1\nHost: x\nContent-Length: 3\nContent-Length: 4\n\nabc",
        "GET / HTTP/1.1\nHost: x\nContent-Length: -1\n\n",
        "\x16\x03\x01\x02\n\n",  # TLS, by mistake
    ],
)
def test_what_is_no_http_is_refused_and_the_connection_closed(client: Client, written: str) -> None:
    client.say(written)
    heard = client.hear()
    assert (heard.status, heard.headers["connection"]) == (400, "close")
    assert client.is_closed()


def test_a_request_names_its_host(client: Client) -> None:
    client.say("GET /healthz HTTP/1.1\n\nGET /healthz HTTP/1.1\nHost: x\n\n")
    assert [client.hear().status, client.hear().status] == [400, 200]


def test_what_came_before_nonsense_is_answered(client: Client) -> None:
    client.say(f"{GET}\n")
    client.say("nonsense\n\n")
    assert [client.hear().status, client.hear().status] == [200, 400]
    assert client.is_closed()


@pytest.mark.parametrize(
    "written",
    [
        f"GET /{'x' * LONGEST_HEAD}",
        f"GET / HTTP/1.1\nHost: x\nX-Long: {'x' * LONGEST_HEAD}",
        f"GET / HTTP/1.1\nHost: x\n{''.join(f'X-{n}: 1{chr(10)}' for n in range(3000))}",
    ],
)
def test_a_head_without_end_is_refused(client: Client, written: str) -> None:
    client.say(written)
    assert client.hear().status == 431


def test_another_protocol_is_not_spoken(client: Client) -> None:
    client.say(f"{GET}Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABk\n\n")
    heard = client.hear()
    assert (heard.status, heard.body) == (200, RSS)
    assert client.is_closed()


def test_whom_a_proxy_asks_for_is_told(client: Client) -> None:
    client.say("POST /echo HTTP/1.1\nHost: x\nX-Forwarded-For: 203.0.113.9, 192.0.2.7\nContent-Length: 0\n\n")
    assert client.hear().body == b"0  192.0.2.7"


def test_what_fails_is_answered_and_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.say(f"GET /broken HTTP/1.1\nHost: x\n\n{GET}\n")
    assert [client.hear().status, client.hear().status] == [500, 200]
    assert "as it was told to" in caplog.text


def test_no_answer_can_be_made_to_carry_headers_of_a_clients_making(client: Client) -> None:
    client.say("GET /smuggling HTTP/1.1\nHost: x\n\n")
    heard = client.hear()
    assert (heard.status, "set-cookie" in heard.headers) == (500, False)


def test_a_client_that_takes_nothing_of_its_answers_holds_up_nobody(address: tuple[str, int], client: Client) -> None:
    with Client(address) as greedy:
        greedy.say("GET /feeds/large.html HTTP/1.1\nHost: x\n\n" * 40)
        client.say(f"{GET}\n")
        assert client.hear().body == RSS


class Clock:
    """A loop in which the seconds pass when a test says so."""

    def __init__(self, most: int = 100) -> None:
        self.connections = Connections(lambda _: text(200, "ok\n"), most=most)
        self.now = 0.0
        self.connections.tick(self.now, date=0)

    def after(self, seconds: float) -> None:
        self.now += seconds
        self.connections.tick(self.now, date=self.now)


async def opened(clock: Clock) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, asyncio.Transport]:
    """Open a connection, and return its client's end and the server's."""
    ours, theirs = socket.socketpair()
    transport, _ = await asyncio.get_running_loop().connect_accepted_socket(clock.connections.accept, theirs)
    reader, writer = await asyncio.open_connection(sock=ours)
    return reader, writer, transport


async def closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    await writer.wait_closed()


def test_nobody_waits_for_ever_for_a_request_to_come_to_its_end() -> None:
    async def scene() -> bytes:
        clock = Clock()
        reader, writer, _ = await opened(clock)
        writer.write(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
        for part in (b"a", b"b"):
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
            clock.after(10)
        clock.after(25)
        heard = await reader.read()
        await closed(writer)
        return heard

    assert asyncio.run(scene()).startswith(b"HTTP/1.1 408 Request Timeout\r\n")


def test_an_idle_connection_is_closed_after_a_while() -> None:
    async def scene() -> bytes:
        clock = Clock()
        reader, writer, _ = await opened(clock)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        heard = await reader.readuntil(b"ok\n")
        clock.after(60)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        heard += await reader.readuntil(b"ok\n")
        clock.after(60)
        clock.after(60)
        heard += await reader.read()
        await closed(writer)
        return heard

    assert asyncio.run(scene()).count(b"200 OK") == 2


def test_a_client_that_takes_nothing_for_a_minute_is_cut_off() -> None:
    async def scene() -> tuple[int, bool]:
        clock = Clock()
        clock.connections.answering = lambda _: Answer(status=200, headers={}, body=bytes(50_000_000))
        _, writer, transport = await opened(clock)
        writer.transport.pause_reading()
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        async with asyncio.timeout(PATIENCE):
            while not transport.get_write_buffer_size():  # noqa: ASYNC110 - a transport tells nobody
                await asyncio.sleep(0)
        kept = transport.get_write_buffer_size()
        clock.after(1)
        clock.after(61)
        gone = transport.is_closing()
        await closed(writer)
        return kept, gone

    kept, gone = asyncio.run(scene())
    assert gone
    assert kept < 500_000  # so much of it waits in memory, whatever the answer's length


def test_a_file_that_is_replaced_before_it_is_sent_is_not_sent(tmp_path: Path) -> None:
    async def scene() -> bytes:
        clock = Clock()
        extent = Extent(path=str(tmp_path / "gone.html"), stamp=(0, 0, 0), offset=0, length=5)
        clock.connections.answering = lambda _: Answer(status=200, headers={}, body=extent)
        reader, writer, _ = await opened(clock)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        heard = await reader.read()
        await closed(writer)
        return heard

    assert asyncio.run(scene()).startswith(b"HTTP/1.1 503 Service Unavailable\r\n")


def test_only_so_many_requests_are_known_by_their_bytes() -> None:
    repeated = Repeated()
    asked = Request(method="GET", path="/", headers={})
    for number in range(3000):
        repeated.note(b"%d" % number, asked)
    assert repeated.get(b"2999") == (asked, True)
    assert repeated.get(b"0") is None
    repeated.note(bytes(5000), asked)
    assert repeated.get(bytes(5000)) is None


def read(arriving: Arriving, written: str) -> Request | Answer:
    arriving.feed(written.replace("\n", "\r\n").encode())
    return arriving.waiting.pop()[0]


def test_requests_that_differ_in_what_does_not_matter_are_one() -> None:
    arriving = Arriving("192.0.2.1", repeated=Repeated())
    plain = read(arriving, f'{GET}If-None-Match: "a"\n\n')
    for said in (
        "User-Agent: Feedly/1.0 (+https://feedly.example; đ)\n",
        "user-agent: x\nACCEPT: */*\nAccept-Language: vi\nX-Forwarded-For: 198.51.100.7\n",
        "Accept:\nCookie: a=b; c=d\nSec-Fetch-Mode: cors\n",
    ):
        assert read(arriving, f'{GET}{said}If-None-Match: "a"\n\n') is plain
        assert read(arriving, f'{GET}{said}If-None-Match: "a"\n\n') is plain
    for other in ("Accept-Encoding: gzip\n", 'If-None-Match: "b"\n', "Range: bytes=0-1\n", "X-Other: a\n"):
        assert read(arriving, f'{GET}{other}If-None-Match: "a"\n\n') is not plain
    assert isinstance(plain, Request)
    assert dict(plain.headers) == {"host": "x", "if-none-match": '"a"'}


@pytest.mark.parametrize(
    "strange",
    [
        f"{GET}User-Agent: a\n b\n\n",  # a line that goes on in the next (RFC 9112, 5.2)
        f"{GET}\nUser-Agent: a\n\n",  # no request behind a whole one
        f"\nUser-Agent: a\n{GET}\n",
        f"{GET}User-Agent : a\n\n",
        f"{GET}User-Agent: a\0b\n\n",
        f"{GET}User-Agent: a\x7f\n\n",
    ],
)
def test_what_looks_like_a_line_that_does_not_matter_is_read_as_it_is(client: Client, strange: str) -> None:
    def answered(written: str) -> list[int]:
        with Client(client.address) as other:
            other.say(written)
            other.close_our_side()
            return other.statuses()

    alone = answered(strange)
    client.say(f"{GET}\n")
    assert client.hear().status == 200
    assert answered(strange) == alone


def test_who_asks_to_write_is_told_from_others(client: Client) -> None:
    for number in (1, 2):
        client.say(
            f"POST /echo HTTP/1.1\nHost: x\nX-Forwarded-For: spoofed, 198.51.100.{number}\nContent-Length: 1\n\na"
        )
        assert client.hear().body == f"1 a 198.51.100.{number}".encode()


@pytest.mark.parametrize(
    "hosts", ["Host: x\nHost: x\n", "Host: x\nhost: y\n", "Host: x y\n", "Host: x/y\n", "Host:\nHost:\n"]
)
def test_a_request_names_one_host(client: Client, hosts: str) -> None:
    client.say(f"GET /healthz HTTP/1.1\n{hosts}\n")
    assert client.hear().status == 400


@pytest.mark.parametrize("host", ["", "feeds.example.vn:8000", "[::1]:8000", "127.0.0.1"])
def test_a_host_may_have_every_form(client: Client, host: str) -> None:
    client.say(f"GET /healthz HTTP/1.1\nHost: {host}\n\n")
    assert client.hear().status == 200


@pytest.mark.parametrize(
    "written",
    [
        f"{GET}X-Long: {'x' * 40_000}\n\n",
        f"{GET}User-Agent: {'x' * 40_000}\n\n",
        f"GET /{'x' * 40_000} HTTP/1.1\nHost: x\n\n",
        f"{GET}{''.join(f'X-{number}: 1{chr(10)}' for number in range(3000))}\n",
    ],
)
def test_a_head_that_comes_at_once_has_the_same_limit(client: Client, written: str) -> None:
    client.say(f"{GET}\n{written}{GET}\n")
    assert [client.hear().status, client.hear().status] == [200, 431]
    assert client.is_closed()


def test_what_follows_a_body_that_is_too_long_is_not_answered(client: Client) -> None:
    client.say(f"POST /echo HTTP/1.1\nHost: x\nContent-Length: 70000\n\n{'x' * 70_000}{GET}\n")
    assert client.hear().status == 413
    assert client.is_closed()


def test_what_stands_behind_a_body_is_no_header(client: Client) -> None:
    client.say(
        "POST /echo HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n"
        "1\na\n0\nX-Forwarded-For: 198.51.100.9\nHost: y\n\n"
    )
    assert client.hear().body == b"1 a 127.0.0.1"


def test_an_address_with_too_many_arguments_is_refused_in_words(client: Client) -> None:
    client.say(f"GET /healthz?{'&'.join('q=x' for _ in range(500))} HTTP/1.1\nHost: x\n\n")
    heard = client.hear()
    assert (heard.status, heard.body) == (400, b"an address has at most 440 arguments\n")
    client.say(f"GET /healthz?{'&'.join('q=x' for _ in range(440))} HTTP/1.1\nHost: x\n\n")
    assert client.hear().status == 200


def test_connections_beyond_those_that_there_may_be_are_turned_away() -> None:
    async def scene() -> tuple[bytes, bytes]:
        clock = Clock(most=1)
        reader, writer, _ = await opened(clock)
        refused, other, _ = await opened(clock)
        turned_away = await refused.read()
        await closed(other)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        heard = await reader.readuntil(b"ok\n")
        clock.after(6)  # idle connections make room
        clock.after(6)
        heard += await reader.read()
        await closed(writer)
        return turned_away, heard

    turned_away, heard = asyncio.run(scene())
    assert turned_away.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert b"retry-after: 10\r\n" in turned_away
    assert heard.count(b"200 OK") == 1


def test_parts_of_a_file_in_memory_are_sent_and_take_none_of_their_own(tmp_path: Path) -> None:
    files.write(tmp_path / "feeds/large.html", LARGE)
    with served(tmp_path) as address, Client(address) as client:
        client.say("GET /feeds/large.html HTTP/1.1\nHost: x\nRange: bytes=100-899999\n\n")
        heard = client.hear()
        assert (heard.status, heard.body == LARGE[100:900_000]) == (206, True)
        client.say("GET /feeds/large.html HTTP/1.1\nHost: x\nRange: bytes=5-9\n\n")
        assert client.hear().body == LARGE[5:10]
        client.say("GET /feeds/large.html HTTP/1.1\nHost: x\n\n")
        assert client.hear().body == LARGE


def test_answers_that_are_made_once_are_not_kept() -> None:
    async def scene() -> tuple[int, int]:
        clock = Clock()
        reader, writer, _ = await opened(clock)
        for number in range(300):
            clock.connections.answering = lambda _, lasts=number < 150: Answer(
                status=200, headers={}, body=b"ok\n", lasting=lasts
            )
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            await reader.readuntil(b"ok\n")
        await closed(writer)
        most = len(clock.connections.written)
        clock.after(1)
        return most, len(clock.connections.written)

    most, left = asyncio.run(scene())
    assert 0 < most < 150
    assert left == 0
