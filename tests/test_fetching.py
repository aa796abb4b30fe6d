"""A page is fetched for a person as in a crawl: redirects, packed bodies, and no way into our own network."""

import gzip
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from crawler import links, run
from crawler.errors import ChallengePage, NotAnswered, PageError
from crawler.portal import Gate, Tls
from diemtin import configuration, fetching
from diemtin.commands import developing
from diemtin.configuration import Settings, SettingsWrong
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
        fetching._hop(f"http://{host}:1/", Settings(), fetching.Cookies())


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
        (Answer(status=503), "its robots.txt cannot be had: the host answered 503 Service Unavailable"),
    ],
)
def test_visitor_obeys_robots_txt(robots: Answer | None, told: str) -> None:
    assert visited(robots) == told


# Gates, cookies, encryption


GATE = b"""<script>document.cookie="D1N=abcdefabcdef"+"; path=/";window.location.reload(true)</script>"""


class Gated(BaseHTTPRequestHandler):
    """Asks for the cookies of `/gate` and `/self` before it shows a page; `/shut` is never opened."""

    def do_GET(self) -> None:
        cookies = self.headers.get("Cookie", "")
        if self.path == "/shut" or (self.path == "/gate" and "D1N=abcdefabcdef" not in cookies):
            self._say(200, GATE)
        elif self.path == "/self" and "muid=1" not in cookies:
            self._say(302, b"", Location="/self", **{"Set-Cookie": "muid=1; path=/; HttpOnly"})
        elif self.path == "/round":
            self._say(302, b"", Location="/round", **{"Set-Cookie": "muid=1; path=/"})
        else:
            self._say(404 if self.path == "/robots.txt" else 200, cookies.encode() or PAGE)

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def gated() -> Iterator[Settings]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Gated) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        yield Settings(replay=f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


def test_gate_is_passed_by_its_cookie(gated: Settings) -> None:
    page = fetching.fetch(f"https://{HOST}/gate", gated)
    assert (page.url, page.body, page.gate) == (f"https://{HOST}/gate", b"D1N=abcdefabcdef", Gate.D1N)


def test_gate_that_stays_shut_is_what_came(gated: Settings) -> None:
    page = fetching.fetch(f"https://{HOST}/shut", gated)
    assert (page.body, page.gate) == (GATE, Gate.NONE)


def test_redirect_to_itself_is_followed_with_the_cookie_that_it_sets(gated: Settings) -> None:
    assert fetching.fetch(f"https://{HOST}/self", gated).body == b"muid=1"
    with pytest.raises(PageError, match="in a circle"):
        fetching.fetch(f"https://{HOST}/round", gated)


def test_visitor_keeps_cookies_for_the_host_that_set_them(gated: Settings) -> None:
    visit = fetching.Visitor(gated)
    assert visit(f"https://{HOST}/gate").gate is Gate.D1N
    assert visit(f"https://www.{HOST}/").body == b"D1N=abcdefabcdef"
    assert visit("https://tuoitre.vn/").body == PAGE


def test_page_of_a_gate_is_not_saved_unless_one_insists(gated: Settings, tmp_path: Path) -> None:
    app = Typer()
    app.command()(developing.capture)
    asked = ["nhandan", f"https://{HOST}/shut", "--folder", str(tmp_path), "--replay", gated.replay]
    refused = CliRunner().invoke(app, asked)
    assert isinstance(refused.exception, ChallengePage)
    assert "--force" in str(refused.exception)
    assert not list(tmp_path.rglob("*.html"))
    assert CliRunner().invoke(app, [*asked, "--force"]).exit_code == 0
    assert [file.read_bytes() for file in tmp_path.rglob("*.html")] == [GATE]


def test_portal_s_encryption_is_put_up_with() -> None:
    legacy = next(one for one in run.portals().values() if one.tls is Tls.LEGACY)
    assert fetching._tls(f"https://www.{links.bare(legacy.host)}/a") is Tls.LEGACY
    assert fetching._tls("https://so.vn/") is Tls.SOUND
    assert fetching._context(Tls.SOUND).verify_mode is ssl.CERT_REQUIRED
    assert fetching._context(Tls.UNVERIFIED).verify_mode is ssl.CERT_NONE
    assert fetching._context(Tls.LEGACY).options & 0x4


# Addresses as people write them


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("baoa.gov.vn", "https://baoa.gov.vn"),
        ("baoa.gov.vn/tin?a=1", "https://baoa.gov.vn/tin?a=1"),
        ("//baoa.gov.vn/", "https://baoa.gov.vn/"),
        ("baoa.vn:8080/", "https://baoa.vn:8080/"),
        ("http://baoa.gov.vn/bài", "http://baoa.gov.vn/b%C3%A0i"),
    ],
)
def test_address_without_a_scheme_is_taken_for_https(written: str, meant: str) -> None:
    assert fetching.address(written) == meant


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("ftp://baoa.gov.vn/", "only http:// and https:// can"),
        ("mailto:a@b.vn", "only http:// and https:// can"),
        ("https://[::1/", "is no address"),
        ("https://", "is no address"),
    ],
)
def test_address_that_cannot_be_fetched_is_told(written: str, told: str) -> None:
    with pytest.raises(SettingsWrong, match=told):
        fetching.address(written)


def test_reason_why_a_host_cannot_be_asked_is_told_and_not_its_robots_txt() -> None:
    with pytest.raises(NotAnswered, match=r"private address 127\.0\.0\.1"):
        fetching.Visitor(Settings())("https://127.0.0.1/a")


@pytest.mark.parametrize(
    ("cause", "kind", "told"),
    [
        (socket.gaierror(-2, "Name or service not known"), "name-resolution", "cannot be resolved"),
        (ConnectionRefusedError(111, "Connection refused"), "refused", "refused the connection"),
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), "tls", "TLS"),
        (TimeoutError(), "time-out", "did not answer"),
        (OSError("gone"), "connection", "could not be fetched"),
    ],
)
def test_reason_is_told_by_its_kind(cause: Exception, kind: str, told: str) -> None:
    error = fetching._unanswered("https://baoa.gov.vn/", cause)
    assert (error.kind, told in error.reason) == (kind, True)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "127.1", "0x7f.1", "may-chu.local", "a.localhost"])
def test_own_portal_on_a_private_address_is_refused_unless_it_is_played(host: str, tmp_path: Path) -> None:
    file = tmp_path / "diemtin.toml"
    file.write_text(f'[[portal]]\nurl = "http://{host}/"\n', encoding="utf-8")
    with pytest.raises(SettingsWrong, match="open internet"):
        configuration.load(file)
    assert configuration.load(file, replay="http://127.0.0.1:8765").portal[0].url == f"http://{host}/"


def test_own_portal_on_the_open_internet_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "diemtin.toml"
    file.write_text('[[portal]]\nurl = "https://so.vn/"\n[[portal]]\nurl = "https://203.162.0.181/"\n', "utf-8")
    assert len(configuration.load(file).portal) == 2
