"""The configurations of nginx that docs/serving.md shows are run as they stand there, but for TLS."""

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from forked import PATIENCE
from served import served

PAGE = Path(__file__).resolve().parents[1] / "docs/serving.md"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or ""
PROXY, ALONE = re.findall(r"^```nginx\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
TLS = re.compile(r"^ *ssl_.*\n", re.MULTILINE)
RSS = "<rss>Thủ tướng</rss>".encode() * 100
WHOLE = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {shown}
}}
"""

pytestmark = pytest.mark.skipif(not NGINX, reason="there is no nginx here")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    for path, data in {
        "index.html": b"<!DOCTYPE html>",
        "catalogue.json": b"{}",
        "feeds.opml": b"<opml/>",
        "feeds/all.rss": RSS,
        "feeds/all.atom": b"<feed/>",
        "feeds/topics/y-te.json": b"{}",
        "feeds/archive/2026-03.atom": b"<feed/>",
        "assets/icon.svg": b"<svg/>",
        ".demo": b"",
    }.items():
        file = tmp_path / "output" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return tmp_path / "output"


@contextmanager
def running(shown: str, *, folder: Path) -> Iterator[tuple[str, int]]:
    """Run nginx by a configuration, and tell where it listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address: tuple[str, int] = free.getsockname()
    plain = TLS.sub("", shown).replace("listen 443 ssl;", f"listen 127.0.0.1:{address[1]};")
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(WHOLE.format(folder=folder, user=user, shown=plain), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-p", folder, "-c", file], stderr=subprocess.PIPE)
    try:
        while process.poll() is None:
            try:
                socket.create_connection(address, timeout=PATIENCE).close()
            except ConnectionRefusedError:
                continue
            break
        assert process.poll() is None, process.communicate()[1]
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


@pytest.fixture(params=["behind nginx", "nginx alone"])
def address(request: pytest.FixtureRequest, output: Path, tmp_path: Path) -> Iterator[tuple[str, int]]:
    if request.param == "nginx alone":
        with running(ALONE.replace("/var/lib/diemtin/output", str(output)), folder=tmp_path) as where:
            yield where
    else:
        with (
            served(output) as ours,
            running(PROXY.replace("127.0.0.1:8000", f"127.0.0.1:{ours[1]}"), folder=tmp_path) as where,
        ):
            yield where


def asked(
    address: tuple[str, int], path: str, method: str = "GET", **headers: str
) -> tuple[int, Mapping[str, str], bytes]:
    with closing(http.client.HTTPConnection(*address, timeout=PATIENCE)) as connection:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def test_feeds_are_served_as_the_docs_say(address: tuple[str, int]) -> None:
    for path, kind in {
        "/": "text/html; charset=utf-8",
        "/catalogue.json": "application/json; charset=utf-8",
        "/feeds.opml": "text/x-opml; charset=utf-8",
        "/feeds/all.rss": "application/rss+xml; charset=utf-8",
        "/feeds/all.atom": "application/atom+xml; charset=utf-8",
        "/feeds/topics/y-te.json": "application/feed+json; charset=utf-8",
    }.items():
        status, headers, _ = asked(address, path)
        assert (path, status, headers["content-type"]) == (path, 200, kind)
        assert headers["access-control-allow-origin"] == "*"
        assert headers["cache-control"] == "public, max-age=300"
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
    assert asked(address, "/assets/icon.svg")[1]["content-type"].startswith("image/svg+xml")


def test_a_poller_gets_304_packed_or_not(address: tuple[str, int]) -> None:
    for accepted in ("identity", "gzip"):
        _, headers, body = asked(address, "/feeds/all.rss", Accept_Encoding=accepted)
        assert (gzip.decompress(body) if accepted == "gzip" else body) == RSS
        again = asked(address, "/feeds/all.rss", Accept_Encoding=accepted, If_None_Match=headers["etag"])
        assert (again[0], again[2]) == (304, b"")
        assert asked(address, "/feeds/all.rss", If_Modified_Since=headers["last-modified"])[0] == 304


def test_readers_in_browsers_may_ask_conditionally(address: tuple[str, int]) -> None:
    status, headers, _ = asked(address, "/feeds/topics/y-te.json", "OPTIONS", Origin="https://reader.example")
    assert (status, headers["access-control-allow-origin"]) == (204, "*")
    assert "If-None-Match" in headers["access-control-allow-headers"]


def test_what_is_not_published_is_not_served(address: tuple[str, int]) -> None:
    for path in ("/.demo", "/feeds/none.rss", "/../nginx.conf", "/%2e%2e/nginx.conf"):
        assert asked(address, path)[0] in {400, 404}
