"""A folder served over the loopback, and clients that say exactly what a test wants said."""

import asyncio
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from forked import PATIENCE

from feeds.serving import serve
from feeds.serving.application import Application
from feeds.serving.http import Answer, Request, target

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH = re.compile(rb"^content-length: (\d+)\r\n", re.IGNORECASE | re.MULTILINE)


@contextmanager
def served(output: Path, **options: Any) -> Iterator[tuple[str, int]]:
    """Serve a folder while the block runs, and tell where."""
    background = options.pop("background", ())
    with serve.listening("127.0.0.1", 0) as listener:
        address: tuple[str, int] = listener.getsockname()
        server = serve.Server(Application(output, **options), background=background)
        thread = threading.Thread(target=server.run, args=(listener,))
        thread.start()
        try:
            yield address
        finally:
            server.end()
            thread.join(PATIENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An answer as it came over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """A connection on which bytes are sent as they are."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self._socket = socket.create_connection(address, timeout=PATIENCE)
        self._received = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def say(self, written: str | bytes) -> None:
        """Send, with every line ended as HTTP wants it."""
        self._socket.sendall(written if isinstance(written, bytes) else written.replace("\n", "\r\n").encode())

    def close_our_side(self) -> None:
        """Say that nothing more will come."""
        self._socket.shutdown(socket.SHUT_WR)

    def hear(self, *, head_only: bool = False) -> Heard:
        """Return the next answer; `head_only` when it has no body whatever its length says."""
        while b"\r\n\r\n" not in self._received:
            self._more()
        head, _, self._received = self._received.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ")[1])
        found = _LENGTH.search(head + b"\r\n")
        length = 0 if head_only or found is None else int(found[1])
        while len(self._received) < length:
            self._more()
        body, self._received = self._received[:length], self._received[length:]
        named = (line.partition(": ") for line in lines[1:])
        return Heard(status=status, headers={name.lower(): value for name, _, value in named}, body=body)

    def statuses(self) -> list[int]:
        """Return those of all answers until the connection is closed; nothing is to be heard after."""
        while came := self._socket.recv(65536):
            self._received += came
        return [int(status) for status in _STATUS.findall(self._received)]

    def wait_for_an_answer(self) -> None:
        """Return when an answer begins."""
        self._more()

    def is_closed(self) -> bool:
        """Wait for the next byte, and return whether the connection was closed instead."""
        try:
            return not self._received and not self._socket.recv(1)
        except ConnectionResetError:
            return True

    def _more(self) -> None:
        came = self._socket.recv(65536)
        assert came, f"closed after {self._received[:200]!r}"
        self._received += came


def asked(app: Application, written: str, method: str = "GET", **headers: str) -> Answer:
    """Return what an application answers, without a connection."""

    async def ask() -> Answer:
        answer = app(request(written, method, **headers))
        return answer if isinstance(answer, Answer) else await answer()

    return asyncio.run(ask())


def request(written: str, method: str = "GET", *, body: bytes = b"", **headers: str) -> Request:
    """Return a request for an address; headers are named with underscores."""
    path, query = target(written)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(method=method, path=path, query=query, headers=named, body=body, client="192.0.2.1")
