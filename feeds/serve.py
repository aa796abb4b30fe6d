"""The output folder served from memory, so that a poller costs next to nothing."""

import asyncio
import errno
import gzip
import hashlib
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any

import uvicorn

from feeds import opml
from feeds.catalogue import Format
from feeds.errors import CannotListen, PortTaken

App = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[MutableMapping[str, Any]]],
        Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ],
    Awaitable[None],
]
"""An application as ASGI 3 has it."""

Headers = Mapping[str, str]

_TYPES = {
    ".rss": f"{Format.RSS.media_type}; charset=utf-8",
    ".atom": f"{Format.ATOM.media_type}; charset=utf-8",
    ".html": f"{Format.HTML.media_type}; charset=utf-8",
    ".opml": f"{opml.MEDIA_TYPE}; charset=utf-8",
    ".json": "application/json; charset=utf-8",
}
_FEED_JSON = f"{Format.JSON.media_type}; charset=utf-8"
_EVERYONE = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Last-Modified",
    "x-content-type-options": "nosniff",
}
_PREFLIGHT = {
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "If-None-Match, If-Modified-Since",
    "access-control-max-age": "86400",
}
_CACHED = {**_EVERYONE, "cache-control": "public, max-age=300", "vary": "accept-encoding"}
_PAGES = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"}
_PLAIN = {**_EVERYONE, "cache-control": "no-store", "content-type": "text/plain; charset=utf-8"}
_EMPTY = "nothing is published yet: run `diemtin publish`\n"
_UNKNOWN = "there is no such feed or page\n"
_BODILESS = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}  # RFC 9110, 8.6: no length either


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request is answered with; the body of an answer to HEAD is left out on the way."""

    status: int
    headers: Headers
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A file's bytes in one encoding, with the headers that go with them."""

    body: bytes
    headers: Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A file as it stood at one moment.

    Attributes:
        stamp: its modification time in nanoseconds and its size, by which a newer version is told.
        modified: in whole seconds since 1970.
    """

    stamp: tuple[int, int]
    modified: int
    plain: Variant
    gzipped: Variant


def app(output: Path) -> App:
    """Return an application that serves what is published in a folder, now and later."""
    versions: dict[str, Version] = {}

    async def answer(scope: MutableMapping[str, Any]) -> Answer:
        refusal = _refusal(scope["method"])
        if refusal:
            return refusal
        if scope["path"] == "/healthz":
            return _plain(200, "ok\n")
        path = _file(scope["path"])
        version = await _current(output, path, versions=versions) if path else None
        if version is None:
            return _plain(503, _EMPTY) if path == "index.html" else _plain(404, _UNKNOWN)
        return _answer(version, headers=_headers(scope))

    async def application(
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],  # noqa: ARG001 - no request has a body we read
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http":
            return
        found = await answer(scope)
        length = {} if found.status in _BODILESS else {"content-length": str(len(found.body))}
        head = [(name.encode(), value.encode()) for name, value in {**found.headers, **length}.items()]
        await send({"type": "http.response.start", "status": found.status, "headers": head})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else found.body})

    return application


def serve(
    output: Path, *, host: str = "127.0.0.1", port: int = 8000, ready: Callable[[str], None] | None = None
) -> None:
    """Serve a folder until the process is told to stop (SIGINT, SIGTERM), and return.

    Args:
        output: the folder.
        host: name or address to listen on.
        port: likewise; 0 takes a free one.
        ready: told the address once connections are taken there.

    Raises:
        PortTaken: another program listens there.
        CannotListen: the address is not this machine's, or the port is not this user's to take.
    """
    web = server(output)
    with listening(host, port) as listener, _ended_by_signals(web):
        if ready:
            ready(f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/")
        web.run(sockets=[listener])


@contextmanager
def _ended_by_signals(web: uvicorn.Server) -> Iterator[None]:
    """Let signals end the server, also before uvicorn listens to them, and let that be the end of them.

    uvicorn raises the signals that ended it again when it is done.
    """

    def end(*_: object) -> None:
        web.should_exit = True

    if threading.current_thread() is not threading.main_thread():
        yield  # where signals cannot be handled
        return
    told = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, end) for number in told}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address; port 0 takes a free one.

    Raises:
        PortTaken: another program listens there.
        CannotListen: the address is not this machine's, or the port is not this user's to take.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host, port) from error
        raise CannotListen(host, port, f"cannot listen on {host} port {port} ({error.strerror})") from error


def server(output: Path) -> uvicorn.Server:
    """Return a server for a folder, to be run on sockets of the caller's."""
    config = uvicorn.Config(
        app(output),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
    )
    return uvicorn.Server(config)


def _refusal(method: str) -> Answer | None:
    if method == "OPTIONS":
        return Answer(status=204, headers={**_EVERYONE, **_PREFLIGHT})
    if method not in {"GET", "HEAD"}:
        answer = _plain(405, "feeds are read with GET or HEAD\n")
        return Answer(status=405, headers={**answer.headers, "allow": "GET, HEAD, OPTIONS"}, body=answer.body)
    return None


def _plain(status: int, words: str) -> Answer:
    return Answer(status=status, headers=_PLAIN, body=words.encode())


def _file(path: str) -> str:
    """Return the file that an address asks for, from the output folder; empty when none may be served.

    Only what publishing writes is: known endings, no hidden files, no way out of the folder.
    """
    if path == "/":
        return "index.html"
    parts = path.removeprefix("/").split("/")
    hidden = any(not part or part.startswith(".") or "\\" in part or not part.isprintable() for part in parts)
    return "" if hidden or Path(parts[-1]).suffix not in _TYPES else "/".join(parts)


async def _current(output: Path, path: str, *, versions: dict[str, Version]) -> Version | None:
    file = output / path
    try:
        status = file.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        known = versions.get(path)
        if known is None or known.stamp != stamp:
            body = await asyncio.to_thread(file.read_bytes)
            known = await asyncio.to_thread(_version, path, body, stamp=stamp)
            versions[path] = known
    except (OSError, ValueError):
        versions.pop(path, None)
        return None
    return known


def _version(path: str, body: bytes, *, stamp: tuple[int, int]) -> Version:
    modified = stamp[0] // 1_000_000_000
    kind = _FEED_JSON if path.startswith("feeds/") and path.endswith(".json") else _TYPES[Path(path).suffix]
    digest = hashlib.sha256(body).hexdigest()[:32]
    common = {
        **_CACHED,
        **(_PAGES if path.endswith(".html") else {}),
        "content-type": kind,
        "last-modified": formatdate(modified, usegmt=True),
    }
    return Version(
        stamp=stamp,
        modified=modified,
        plain=Variant(body=body, headers=MappingProxyType({**common, "etag": f'"{digest}"'})),
        gzipped=Variant(
            body=gzip.compress(body, compresslevel=6, mtime=0),
            headers=MappingProxyType({**common, "etag": f'"{digest}-gzip"', "content-encoding": "gzip"}),
        ),
    )


def _answer(version: Version, *, headers: Headers) -> Answer:
    variant = version.gzipped if _takes_gzip(headers.get("accept-encoding", "")) else version.plain
    if _is_known(headers, etag=variant.headers["etag"], modified=version.modified):
        kept = {name: value for name, value in variant.headers.items() if not name.startswith("content-")}
        return Answer(status=304, headers=kept)
    return Answer(status=200, headers=variant.headers, body=variant.body)


def _is_known(headers: Headers, *, etag: str, modified: int) -> bool:
    """Return whether the asker holds this version (RFC 9110, 13.2.2: an ETag goes before a date)."""
    held = headers.get("if-none-match")
    if held is not None:
        tags = {one.strip().removeprefix("W/") for one in held.split(",")}
        return etag in tags or "*" in tags
    since = headers.get("if-modified-since")
    try:
        return since is not None and modified <= parsedate_to_datetime(since).timestamp()
    except (ValueError, OverflowError):
        return False


def _takes_gzip(accepted: str) -> bool:
    """Return whether an `Accept-Encoding` allows gzip (RFC 9110, 12.5.3: a weight of nought forbids)."""
    for one in accepted.lower().split(","):
        coding, _, weight = one.partition(";")
        if coding.strip() in {"gzip", "x-gzip", "*"}:
            return weight.replace(" ", "").removeprefix("q=") not in {"0", "0.0", "0.00", "0.000"}
    return False


def _headers(scope: Mapping[str, Any]) -> Headers:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
