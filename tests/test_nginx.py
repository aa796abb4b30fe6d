"""What docs/serving.md shows is run as it stands there: nginx without TLS, a bucket on this machine."""

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from forked import PATIENCE
from served import served

from feeds.catalogue import Asset
from feeds.serving.application import media_type

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

AWS = shutil.which("aws")
(COPYING,) = re.findall(r"^```sh\n(put\(\) .*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


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
        "assets/logo.png": b"PNG",
        "feeds/topics/y-te.html": b"<!DOCTYPE html>",
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
    if not NGINX:
        pytest.skip("there is no nginx here")
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


class Bucket:
    """A stand-in for S3 with one bucket: keeps what it is sent, and under which headers."""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, Mapping[str, str]]] = {}
        self.puts: list[str] = []
        bucket = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            @property
            def key(self) -> str:
                return unquote(urlsplit(self.path).path).removeprefix("/feeds.example.vn").removeprefix("/")

            def do_GET(self) -> None:
                listed = "".join(
                    f"<Contents><Key>{key}</Key><LastModified>{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
                    f"<ETag>&quot;x&quot;</ETag><Size>{len(body)}</Size></Contents>"
                    for key, (body, _) in sorted(bucket.objects.items())
                )
                self.reply(f"<ListBucketResult><IsTruncated>false</IsTruncated>{listed}</ListBucketResult>".encode())

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                bucket.objects[self.key] = body, dict(self.headers.items())
                bucket.puts.append(self.key)
                self.reply(b"")

            def do_DELETE(self) -> None:
                del bucket.objects[self.key]
                self.reply(b"")

            def reply(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("ETag", '"x"')
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    found = Bucket()
    thread = threading.Thread(target=found.server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield found
    finally:
        found.server.shutdown()
        found.server.server_close()
        thread.join()


def copied(output: Path, bucket: Bucket) -> None:
    """Run what the docs show."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(output.parent),
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{bucket.server.server_address[1]}",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
    }
    shown = COPYING.replace("/var/lib/diemtin/output", str(output))
    subprocess.run(["sh", "-ec", shown], env=environment, check=True, capture_output=True)


@pytest.mark.slow
@pytest.mark.skipif(not AWS, reason="there is no AWS command line here")
def test_a_bucket_holds_what_is_served_under_the_same_types(output: Path, bucket: Bucket) -> None:
    copied(output, bucket)
    published = {str(file.relative_to(output)) for file in output.rglob("*") if file.is_file()}
    assert set(bucket.objects) == {path for path in published if not path.startswith(".")}
    with served(output) as address:
        for path, (body, sent) in bucket.objects.items():
            _, headers, whole = asked(address, f"/{path}")
            assert (path, sent["Content-Type"], body) == (path, headers["content-type"], whole)
            kept = "public, max-age=86400" if path.startswith("assets/") else headers["cache-control"]
            assert (path, sent["Cache-Control"]) == (path, kept)
    assert bucket.puts[-3:] == ["feeds.opml", "catalogue.json", "index.html"]


def test_commands_for_a_bucket_name_every_ending_that_is_published(output: Path) -> None:
    told = dict(re.findall(r'^put "(.+?)" +"(.+?)" +"public, max-age=\d+"$', COPYING, re.MULTILINE))
    for file in (path for path in output.rglob("*") if path.is_file() and not path.name.startswith(".")):
        path = str(file.relative_to(output))
        assert [kind for pattern, kind in told.items() if fnmatch(path, pattern)] == [media_type(path)]
    assert {Path(one).suffix for one in Asset} <= {Path(pattern).suffix for pattern in told}
