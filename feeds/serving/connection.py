"""One client's connection: requests are answered in their order, and nobody is waited for too long."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import BinaryIO, cast

from feeds.serving import http, versions
from feeds.serving.arriving import Arriving, Repeated
from feeds.serving.http import BODILESS, Answer, Extent, Later, Request

logger = logging.getLogger(__name__)

Answering = Callable[[Request], Answer | Later]
"""Answers a request, at once where it can."""

MOST = 20_000
"""So many connections are open at once, where the machine allows it; each takes some 15 KB."""

_CHUNK = 256 * 1024  # bytes of an answer that are sent at a time
_MOST_WRITTEN = 128  # answers with their heads, of a chunk and a head at the most
_SLOWEST = 30.0  # seconds that a request may take to arrive
_IDLE = 75.0  # seconds that a connection is kept for the next request: as long as nginx keeps it
_HURRIED = 5.0  # likewise while there are hardly any left for others
_CROWDED = 0.9  # of the connections that there may be, from which on that is so
_STALLED = 60.0  # seconds that a client may take nothing of an answer: likewise
_FAREWELL = 2.0  # seconds in which a client that still sends may read why it is refused


class Connections:
    """A server's connections, and the clock that they go by.

    Attributes:
        now: of the event loop, in seconds. Likewise `date`, as HTTP writes it; both are right to a second.
        repeated: what clients sent before.
        written: lasting answers as they go over connections that are kept, as long as the date is the same.
        none: set when no connection is open.
        idle: seconds that a connection is kept for the next request.
    """

    def __init__(self, answering: Answering, *, most: int = MOST) -> None:
        """Begin with none.

        Args:
            answering: answers requests.
            most: connections at a time; further ones are turned away.
        """
        self.answering = answering
        self.idle = _IDLE
        self._most = most
        self.now = 0.0
        self.date = ""
        self.written: dict[Answer, bytes] = {}
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
        elif len(self._open) > self._most:
            one.turn_away()

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
        self.idle = _HURRIED if len(self._open) > self._most * _CROWDED else _IDLE
        self.written.clear()
        for one in list(self._open):
            one.check()

    def keep(self, answer: Answer, written: bytes) -> None:
        """Note how an answer goes over the wire, until the clock moves; not for too many."""
        if len(self.written) >= _MOST_WRITTEN:
            self.written.clear()
        self.written[answer] = written

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
        elif self._task is None and waited > self._among.idle:
            self._transport.close()

    def end(self) -> None:
        """Close the connection, once what was asked is answered."""
        self._arriving.over = True
        if not self._arriving.waiting and self._task is None:
            self._transport.close()

    def turn_away(self) -> None:
        """Say that there are too many connections, and close this one."""
        words = http.text(HTTPStatus.SERVICE_UNAVAILABLE, "too many connections: come back\n", retry_after="10")
        self._arriving.over = True
        self._transport.write(_whole(words, date=self._among.date, keeps=False))
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
            if isinstance(answer, Answer) and not isinstance(answer.body, Extent) and len(answer.body) <= _CHUNK:
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
        if asked.method == "HEAD" or (len(body) <= _CHUNK and not isinstance(body, Extent)):
            self._send(answer, asked, keeps)
            return
        if not isinstance(body, Extent):
            await self._stream(answer, memoryview(body), keeps=keeps)
            return
        try:
            file = versions.opened(body)
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
        head_only = isinstance(asked, Request) and asked.method == "HEAD"
        written = self._written(answer, keeps=keeps, head_only=head_only)
        self._owed = None
        self._transport.write(written)  # `writelines` of Python 3.12 pauses nobody: CVE-2024-12254
        self._sent(keeps=keeps)

    async def _stream(self, answer: Answer, source: BinaryIO | memoryview, *, keeps: bool) -> None:
        """Send much a chunk at a time, as fast as the client takes it: a slow one does not fill the memory."""
        keeps = self._is_kept(keeps=keeps)
        head = _head(answer, date=self._among.date, keeps=keeps)
        self._owed = None
        self._transport.write(head)
        length = len(answer.body)
        for start in range(0, length, _CHUNK):
            await self._may_write.wait()
            self._transport.write(await _part(source, start, min(start + _CHUNK, length)))
        self._sent(keeps=keeps)

    def _is_kept(self, *, keeps: bool) -> bool:
        """Return whether the connection is kept after what is answered now."""
        return keeps and not (self._arriving.over and not self._arriving.waiting)

    def _written(self, answer: Answer, *, keeps: bool, head_only: bool) -> bytes:
        """Return an answer as it goes over the wire."""
        if head_only or not keeps or not answer.lasting:
            return _whole(answer, date=self._among.date, keeps=keeps, head_only=head_only)
        known = self._among.written.get(answer)
        if known is None:
            known = _whole(answer, date=self._among.date)
            self._among.keep(answer, known)
        return known

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


def _whole(answer: Answer, *, date: str, keeps: bool = True, head_only: bool = False) -> bytes:
    head = _head(answer, date=date, keeps=keeps)
    return head if head_only or answer.status in BODILESS or isinstance(answer.body, Extent) else head + answer.body


def _head(answer: Answer, *, date: str, keeps: bool) -> bytes:
    fields = "".join([f"{name}: {value}\r\n" for name, value in answer.headers.items()])
    if not fields.count("\r") == fields.count("\n") == len(answer.headers):
        raise ValueError(fields)  # a line break in a value would begin a header of the client's making
    length = "" if answer.status in BODILESS else f"content-length: {len(answer.body)}\r\n"
    connection = "" if keeps else "connection: close\r\n"
    head = f"{_status_line(answer.status)}date: {date}\r\n{length}{connection}{fields}\r\n"
    return head.encode("latin-1", "replace")


async def _part(source: BinaryIO | memoryview, start: int, stop: int) -> bytes | memoryview:
    """Return bytes of an answer; of a file, those that come next.

    Raises:
        EOFError: it has become shorter.
    """
    if isinstance(source, memoryview):
        return source[start:stop]
    read = await asyncio.to_thread(source.read, stop - start)
    if len(read) < stop - start:
        raise EOFError
    return read


def _address(transport: asyncio.BaseTransport) -> str:
    return str((transport.get_extra_info("peername") or ("",))[0])


@lru_cache
def _status_line(status: int) -> str:
    return f"HTTP/1.1 {int(status)} {HTTPStatus(status).phrase}\r\n"
