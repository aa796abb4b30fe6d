"""One client's connection: requests are answered in their order, and nobody is waited for too long."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import BinaryIO, cast

from feeds.serving import http, versions
from feeds.serving.arriving import Arriving, Repeated
from feeds.serving.http import BODILESS, Answer, Later, Request

logger = logging.getLogger(__name__)

Answering = Callable[[Request], Answer | Later]
"""Answers a request, at once where it can."""

_CHUNK = 256 * 1024  # bytes of an answer that are sent at a time
_SLOWEST = 30.0  # seconds that a request may take to arrive
_IDLE = 75.0  # seconds that a connection is kept for the next request: as long as nginx keeps it
_STALLED = 60.0  # seconds that a client may take nothing of an answer: likewise
_FAREWELL = 2.0  # seconds in which a client that still sends may read why it is refused


class Connections:
    """A server's connections, and the clock that they go by.

    Attributes:
        now: of the event loop, in seconds. Likewise `date`, as HTTP writes it; both are right to a second.
        repeated: what clients sent before.
        heads: of answers on connections that are kept, as long as the date is the same.
        none: set when no connection is open.
    """

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self.now = 0.0
        self.date = ""
        self.heads: dict[Answer, bytes] = {}
        self.repeated = Repeated()
        self.none = asyncio.Event()
        self.none.set()
        self._open: set[Connection] = set()
        self._ended = False

    def accept(self) -> "Connection":
        """Return what takes a connection that a client opens."""
        return Connection(self)

    def add(self, one: "Connection") -> None:
        """Note a connection that is open."""
        self._open.add(one)
        self.none.clear()
        if self._ended:
            one.end()

    def discard(self, one: "Connection") -> None:
        """Forget one that is closed."""
        self._open.discard(one)
        if not self._open:
            self.none.set()

    def tick(self, now: float, *, date: float) -> None:
        """Move the clock, once a second, and close the connections whose time is up.

        Args:
            now: of the event loop, in seconds.
            date: in seconds since 1970.
        """
        self.now = now
        self.date = formatdate(date, usegmt=True)
        self.heads.clear()
        for one in list(self._open):
            one.check()

    def end(self) -> None:
        """Close the connections, those that are asked something once they have answered; take no more."""
        self._ended = True
        for one in list(self._open):
            one.end()

    def abort(self) -> None:
        """Close the connections as they are."""
        for one in list(self._open):
            one.abort()


class Connection(asyncio.Protocol):
    """A client's connection: reads on while it answers, unless the client does not take what it asked for."""

    def __init__(self, among: Connections) -> None:
        self._among = among
        self._transport: asyncio.Transport
        self._arriving: Arriving
        self._task: asyncio.Task[None] | None = None
        self._owed: tuple[Request, bool] | None = None  # what the task has not begun to answer; whether it is kept
        self._may_write = asyncio.Event()
        self._may_write.set()
        self._ending = False
        self._since = among.now  # it is idle, a request is coming in, or it is said farewell
        self._unsent = (0, among.now)  # so many bytes, and since when

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._arriving = Arriving(_address(transport), repeated=self._among.repeated)
        self._among.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - whatever the reason
        """End, and answer no more."""
        self._among.discard(self)
        self._arriving.waiting.clear()
        self._ending = True
        self._may_write.set()
        if self._task:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        """Read requests, and answer them."""
        arriving = self._arriving
        if arriving.over or self._ending:
            return
        if not arriving.received:
            self._since = self._among.now
        call = arriving.feed(data)
        if call and self._task is None:
            self._transport.write(call)
        self._work()

    def eof_received(self) -> bool:
        """Keep the connection as long as answers are owed: a client may close its side when it has asked."""
        self._arriving.over = True
        return bool(self._arriving.waiting or self._task)

    def pause_writing(self) -> None:
        """Hear that the client takes its answers more slowly than they come."""
        self._may_write.clear()

    def resume_writing(self) -> None:
        """Hear that it took nearly everything."""
        self._may_write.set()
        self._work()

    def check(self) -> None:
        """Close the connection if its time is up."""
        now, unsent = self._among.now, self._transport.get_write_buffer_size()
        if unsent != self._unsent[0] or not unsent:
            self._unsent = (unsent, now)
        waited = now - (self._unsent[1] if unsent else self._since)
        if unsent:
            if waited > _STALLED:
                self._transport.abort()
        elif self._ending:
            if waited > _FAREWELL:
                self._transport.abort()
        elif self._task is None and self._arriving.received and waited > _SLOWEST:
            self._arriving.refuse(HTTPStatus.REQUEST_TIMEOUT, f"a request may take {_SLOWEST:.0f} seconds\n")
            self._work()
        elif self._task is None and waited > _IDLE:
            self._transport.close()

    def end(self) -> None:
        """Close the connection, once what was asked is answered."""
        self._arriving.over = True
        if not self._arriving.waiting and self._task is None:
            self._transport.close()

    def abort(self) -> None:
        """Close the connection as it is."""
        self._transport.abort()

    def _work(self) -> None:
        """Answer what waits, as far as that can be done at once and the client takes it."""
        waiting = self._arriving.waiting
        while waiting and self._task is None and self._may_write.is_set() and not self._transport.is_closing():
            asked, keeps = waiting.popleft()
            answer = self._among.answering(asked) if isinstance(asked, Request) else asked
            if isinstance(answer, Answer) and isinstance(answer.body, bytes) and len(answer.body) <= _CHUNK:
                self._send(answer, asked, keeps)
            elif isinstance(asked, Request):
                self._owed = (asked, keeps)
                self._task = asyncio.get_running_loop().create_task(self._answer(answer, asked, keeps=keeps))
                self._task.add_done_callback(self._answered)
        if waiting:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    async def _answer(self, coming: Answer | Later, asked: Request, *, keeps: bool) -> None:
        answer = coming if isinstance(coming, Answer) else await coming()
        body = answer.body
        if asked.method == "HEAD" or (isinstance(body, bytes) and len(body) <= _CHUNK):
            self._send(answer, asked, keeps)
            return
        try:
            file = BytesIO(body) if isinstance(body, bytes) else versions.opened(body)
        except OSError:
            replaced = http.text(HTTPStatus.SERVICE_UNAVAILABLE, "this changed just now: ask again\n", retry_after="1")
            self._send(replaced, asked, keeps)
        else:
            with file:
                await self._stream(answer, file, keeps=keeps)

    def _answered(self, task: asyncio.Task[None]) -> None:
        self._task = None
        error = None if task.cancelled() else task.exception()
        if error:
            logger.error("answer=failed path=%r", self._owed[0].path if self._owed else "", exc_info=error)
        if error and self._owed:
            self._send(http.text(HTTPStatus.INTERNAL_SERVER_ERROR, "this failed\n"), *self._owed)
        elif error or task.cancelled():
            self._transport.abort()
        self._work()

    def _send(self, answer: Answer, asked: Request | Answer, keeps: bool) -> None:  # noqa: FBT001 - as it is owed
        keeps = self._is_kept(keeps=keeps)
        bodiless = answer.status in BODILESS or (isinstance(asked, Request) and asked.method == "HEAD")
        head = self._head(answer, keeps=keeps)
        self._owed = None
        body = b"" if bodiless or not isinstance(answer.body, bytes) else answer.body
        self._transport.write(head + body)  # `writelines` of Python 3.12 pauses nobody: CVE-2024-12254
        self._sent(keeps=keeps)

    async def _stream(self, answer: Answer, file: BinaryIO, *, keeps: bool) -> None:
        """Send much a chunk at a time, as fast as the client takes it: a slow one does not fill the memory."""
        keeps = self._is_kept(keeps=keeps)
        head = self._head(answer, keeps=keeps)
        self._owed = None
        self._transport.write(head)
        left = len(answer.body)
        while left:
            await self._may_write.wait()
            chunk = await asyncio.to_thread(file.read, min(_CHUNK, left))
            if not chunk:
                raise EOFError
            self._transport.write(chunk)
            left -= len(chunk)
        self._sent(keeps=keeps)

    def _is_kept(self, *, keeps: bool) -> bool:
        """Return whether the connection is kept after what is answered now."""
        return keeps and not (self._arriving.over and not self._arriving.waiting)

    def _head(self, answer: Answer, *, keeps: bool) -> bytes:
        if not keeps:
            return _head(answer, date=self._among.date, connection="connection: close\r\n")
        heads = self._among.heads
        head = heads.get(answer)
        if head is None:
            head = heads[answer] = _head(answer, date=self._among.date)
        return head

    def _sent(self, *, keeps: bool) -> None:
        self._since = self._among.now
        if self._is_kept(keeps=keeps):  # the server may have been told to end meanwhile
            return
        self._ending = True
        self._arriving.waiting.clear()
        if self._arriving.refused:  # closed at once, it would be reset: the client, still sending, would not read why
            with suppress(OSError):  # it is gone, which asyncio is about to tell
                self._transport.write_eof()
        else:
            self._transport.close()


def _head(answer: Answer, *, date: str, connection: str = "") -> bytes:
    fields = "".join([f"{name}: {value}\r\n" for name, value in answer.headers.items()])
    if not fields.count("\r") == fields.count("\n") == len(answer.headers):
        raise ValueError(fields)  # a line break in a value would begin a header of the client's making
    length = "" if answer.status in BODILESS else f"content-length: {len(answer.body)}\r\n"
    head = f"{_status_line(answer.status)}date: {date}\r\n{length}{connection}{fields}\r\n"
    return head.encode("latin-1", "replace")


def _address(transport: asyncio.BaseTransport) -> str:
    return str((transport.get_extra_info("peername") or ("",))[0])


@lru_cache
def _status_line(status: int) -> str:
    return f"HTTP/1.1 {int(status)} {HTTPStatus(status).phrase}\r\n"
