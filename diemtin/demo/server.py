"""A web server on the loopback that plays every host at once, told apart by the Host header."""

import argparse
import gzip
import hashlib
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from diemtin.demo.answers import Answer, Site

__all__ = ["Answer", "Seen", "Server", "Site", "serving"]

_COMPRESSIBLE = ("text/", "application/xml", "application/rss+xml", "application/json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request and how it was answered.

    Attributes:
        host: as the Host header names it, in lower case.
        scheme: the original one (`X-Forwarded-Proto`); `http` when the request does not tell.
        target: path and query.
        conditional: whether it asked for the page only if changed.
    """

    method: str
    host: str
    scheme: str
    target: str
    status: int
    conditional: bool
    user_agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server.

    Attributes:
        url: `http://127.0.0.1:PORT`, to be asked with any Host header.
        log: every request so far, each entered before its answer leaves.
    """

    url: str
    log: list[Seen] = field(default_factory=list)


@contextmanager
def serving(site: Site, *, port: int = 0) -> Iterator[Server]:
    """Serve `site` from a thread of its own until the block ends; port 0 takes any that is free.

    Raises:
        OSError: the port is taken.
    """
    http = _Http(site, port=port)
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, name="demo-server", daemon=True)
    thread.start()
    try:
        yield http.told
    finally:
        http.shutdown()
        http.hang_up()
        http.server_close()
        thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for the threads, and none outlives the block
    request_queue_size = 128

    def __init__(self, site: Site, *, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.site = site
        self.told = Server(url=f"http://127.0.0.1:{self.server_port}")
        self._open: set[socket.socket] = set()

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        assert isinstance(request, socket.socket)
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        assert isinstance(request, socket.socket)
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep open, whose threads would wait for a next request."""
        for connection in list(self._open):
            with suppress(OSError):  # the client was quicker
                connection.shutdown(socket.SHUT_RD)


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "diemtin-demo", ""
    disable_nagle_algorithm = True  # else a kept-alive connection waits 40 ms for each answer
    wbufsize = -1

    def do_GET(self) -> None:
        host, target = self._host(), self.path
        answer = self.server.site.answer(host, target)
        packed = _is_packed(answer, self.headers.get("Accept-Encoding", ""))
        tag = _tag(answer.body, packed=packed)
        same = answer.status == 200 and self._has(tag, answer.headers.get("Last-Modified"))  # noqa: PLR2004
        status = 304 if same else answer.status
        self._enter(host, target, status)
        time.sleep(answer.delay)
        self._say(answer, status=status, tag=tag, packed=packed)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        """Answer with the page whose query ends with what is posted."""
        posted = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("ascii", "replace")
        self.path = f"{self.path}{'&' if '?' in self.path else '?'}{posted}" if posted else self.path
        self.do_GET()

    def _host(self) -> str:
        host: str = self.headers.get("Host", "").lower()
        return host.removesuffix(":80").removesuffix(":443")

    def _has(self, tag: str, modified: str | None) -> bool:
        """Tell whether the client has the page (RFC 9110, 13.2.2: where there is a tag, it decides)."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            tags = [each.strip().removeprefix("W/") for each in known.split(",")]
            return tag in tags or "*" in tags
        since = _moment(self.headers.get("If-Modified-Since"))
        changed = _moment(modified)
        return since is not None and changed is not None and changed <= since

    def _enter(self, host: str, target: str, status: int) -> None:
        ask = self.headers
        seen = Seen(
            method=self.command,
            host=host,
            scheme=ask.get("X-Forwarded-Proto", "http").lower(),
            target=target,
            status=status,
            conditional="If-None-Match" in ask or "If-Modified-Since" in ask,
            user_agent=ask.get("User-Agent", ""),
        )
        self.server.told.log.append(seen)

    def _say(self, answer: Answer, *, status: int, tag: str, packed: bool) -> None:
        body = gzip.compress(answer.body, mtime=0) if packed else answer.body
        self.send_response(status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status == 200:  # noqa: PLR2004
            self.send_header("ETag", tag)
            self.send_header("Vary", "Accept-Encoding")
        if status != 304:  # noqa: PLR2004
            self.send_header("Content-Length", str(len(body)))
            if packed:
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if status != 304 and self.command != "HEAD":  # noqa: PLR2004
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing on the terminal: `Server.log` tells."""


def _is_packed(answer: Answer, accepted: str) -> bool:
    kind = answer.headers.get("Content-Type", "")
    return "gzip" in accepted and bool(answer.body) and kind.startswith(_COMPRESSIBLE)


def _tag(body: bytes, *, packed: bool) -> str:
    """Return a strong entity tag; the compressed form has its own (RFC 9110, 8.8.3.3)."""
    return f'"{hashlib.sha256(body).hexdigest()[:16]}{"-gzip" if packed else ""}"'


def _moment(written: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(written) if written else None
    except ValueError:
        return None


def main() -> None:
    """Serve the demo's newsroom until Ctrl-C."""
    from diemtin.demo.newsroom import Newsroom  # noqa: PLC0415 - the server itself knows nothing of what it serves

    parser = argparse.ArgumentParser(prog="python -m diemtin.demo.server", description=__doc__)
    parser.add_argument("--port", type=int, default=8765, help="0 takes any that is free (default: %(default)s)")
    parser.add_argument("--corrected", action="store_true", help="serve the pages as they are after the correction")
    given = parser.parse_args()
    with serving(Newsroom(corrected=given.corrected), port=given.port) as server, suppress(KeyboardInterrupt):
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
