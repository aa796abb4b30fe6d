"""A page is fetched for a person as in a crawl: redirects, packed bodies, and no way into our own network."""

import gzip
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from crawler.errors import PageError
from diemtin import fetching
from diemtin.configuration import Settings
from diemtin.demo.answers import Address, Answer, Site
from diemtin.demo.server import serving

HOST = "nhandan.vn"
PAGE = "<html><body>Thủ tướng</body></html>".encode()


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "DIEMTIN_REPLAY"):
        monkeypatch.delenv(name, raising=False)


def led(target: str, *, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": target})


def packed(body: bytes, encoding: str) -> Answer:
    # Of this media type the server leaves bodies as they are.
    return Answer(headers={"Content-Type": "application/xhtml+xml", "Content-Encoding": encoding}, body=body)


def fetched(url: str, pages: dict[Address, Answer]) -> tuple[fetching.FetchedPage, list[tuple[str, str, str]]]:
    """Return the page at an address, and every request that was sent for it."""
    with serving(Site(pages)) as server:
        page = fetching.fetch(url, Settings(replay=server.url))
    return page, [(seen.scheme, seen.host, seen.target) for seen in server.log]


def refused(url: str, pages: dict[Address, Answer]) -> str:
    with pytest.raises(PageError) as caught:
        fetched(url, pages)
    return str(caught.value)


def test_redirect_is_asked_of_the_server_that_plays_its_host() -> None:
    pages = {
        (HOST, "/cu.html"): led("https://www.nhandan.vn/moi.html?a=1#binh-luan"),
        ("www.nhandan.vn", "/moi.html?a=1"): led("/nay.html", status=302),
        ("www.nhandan.vn", "/nay.html"): Answer(headers={"Content-Type": "text/html"}, body=PAGE),
    }
    page, seen = fetched("http://nhandan.vn/cu.html", pages)
    assert (page.url, page.body) == ("https://www.nhandan.vn/nay.html", PAGE)
    assert seen == [
        ("http", HOST, "/cu.html"),
        ("https", "www.nhandan.vn", "/moi.html?a=1"),
        ("https", "www.nhandan.vn", "/nay.html"),
    ]


def test_redirects_in_a_circle_are_named() -> None:
    said = refused("https://nhandan.vn/a", {(HOST, "/a"): led("/b"), (HOST, "/b"): led("/a")})
    assert "in a circle (https://nhandan.vn/a → https://nhandan.vn/b → https://nhandan.vn/a)" in said


def test_five_redirects_are_followed_and_no_sixth() -> None:
    pages = {(HOST, f"/{number}"): led(f"/{number + 1}") for number in range(1, 9)}
    assert "too often" in refused("https://nhandan.vn/1", pages)
    pages[HOST, "/6"] = Answer(body=PAGE)
    assert fetched("https://nhandan.vn/1", pages)[0].url == "https://nhandan.vn/6"


def test_address_in_vietnamese_is_escaped() -> None:
    pages = {(HOST, "/b%C3%A0i"): led("/tin-m\u00e1\u00bb\u009bi"), (HOST, "/tin-m%E1%BB%9Bi"): Answer(body=PAGE)}
    assert fetched("https://nhandan.vn/bài", pages)[0].body == PAGE


def test_address_that_is_none_is_told() -> None:
    assert "is no address" in refused("https://[::1/", {})


@pytest.mark.parametrize("target", ["", "ftp://nhandan.vn/a", "file:///etc/passwd", "http://[::1/"])
def test_redirect_that_leads_to_no_page_is_told(target: str) -> None:
    assert f"redirected to {target or 'nowhere'}" in refused("https://nhandan.vn/a", {(HOST, "/a"): led(target)})


def _raw(body: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(body) + packing.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("X-GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", _raw),
        ("deflate, gzip", lambda body: gzip.compress(zlib.compress(body))),
        ("identity", bytes),
    ],
)
def test_packed_body_is_unpacked(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    page, _ = fetched("https://nhandan.vn/a", {(HOST, "/a"): packed(pack(PAGE), encoding)})
    assert page.body == PAGE


@pytest.mark.parametrize(
    ("encoding", "body", "hint"),
    [
        ("gzip", gzip.compress(bytes(11 * 1024 * 1024)), "more than 10 MB"),
        ("gzip", gzip.compress(PAGE)[:-9], "cannot be unpacked"),
        ("gzip", b"<html>", "cannot be unpacked"),
        ("br", b"...", "encoding br"),
    ],
)
def test_body_that_cannot_be_unpacked_is_told(encoding: str, body: bytes, hint: str) -> None:
    assert hint in refused("https://nhandan.vn/a", {(HOST, "/a"): packed(body, encoding)})


def test_error_is_told_with_its_address() -> None:
    said = refused("https://nhandan.vn/a", {(HOST, "/a"): led("/b"), (HOST, "/b"): Answer(status=503)})
    assert "503" in said
    assert "https://nhandan.vn/b" in said


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]"]
)
def test_private_address_is_not_asked(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: Any, **__: Any) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(fetching, "build_opener", asked)
    with pytest.raises(PageError, match=r"private address .* --replay"):
        fetching._hop(f"http://{host}:1/", Settings())


class Inward(Site):
    """Redirects into a private network, whoever asks."""

    def answer(self, host: str, target: str) -> Answer:
        del host, target
        return led("http://192.168.1.1/b")


def test_redirect_into_our_own_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Inward({})) as server:
        port = server.url.rpartition(":")[2]
        public = {"127.0.0.1": True}  # as if the first host were one of the open internet
        monkeypatch.setattr(fetching, "is_public", lambda address: public.get(address, False))
        with pytest.raises(PageError, match=r"private address 192\.168\.1\.1"):
            fetching.fetch(f"http://127.0.0.1:{port}/a", Settings())


def visited(robots: Answer | None) -> str:
    pages = {(HOST, "/"): Answer(headers={"Content-Type": "text/html"}, body=PAGE)}
    with serving(Site({**pages, **({(HOST, "/robots.txt"): robots} if robots else {})})) as server:
        visit = fetching.Visitor(Settings(replay=server.url))
        try:
            return visit(f"https://{HOST}/").url
        except PageError as error:
            return error.reason


@pytest.mark.parametrize(
    ("robots", "told"),
    [
        (None, f"https://{HOST}/"),
        (Answer(body=b"User-agent: *\nDisallow: /x\n"), f"https://{HOST}/"),
        (Answer(body=b"User-agent: *\nDisallow: /\n"), "robots.txt forbids it"),
        (Answer(status=503), "its robots.txt cannot be had"),
    ],
)
def test_visitor_obeys_robots_txt(robots: Answer | None, told: str) -> None:
    assert visited(robots) == told
