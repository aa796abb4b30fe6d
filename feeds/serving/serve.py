"""The published folder served over HTTP until the process is told to stop: sockets, signals, the clock."""

import asyncio
import errno
import logging
import resource
import signal
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from feeds.errors import CannotListen, PortTaken
from feeds.serving import connection
from feeds.serving.application import Application
from feeds.serving.connection import Connections

logger = logging.getLogger(__name__)

Background = Callable[[asyncio.Event], Awaitable[None]]
"""What goes on beside the answering, such as telling a hub's subscribers, until the event is set."""

_BACKLOG = 2048
_TICK = 1.0  # seconds
_LOOKS = 2.0  # seconds between two looks at what was published
_OTHERS = 200  # open files beside connections
_PARTING = 10.0  # seconds in which answers that were begun may be ended


class Server:
    """Serves a folder; `end` may be called from anywhere, also before `run`."""

    def __init__(
        self, application: Application, *, background: Sequence[Background] = (), most: int = connection.MOST
    ) -> None:
        self._application = application
        self._connections = Connections(application, most=most)
        self._background = background
        self._told = threading.Event()
        self._wake: Callable[[], object] = lambda: None

    def run(self, listener: socket.socket) -> None:
        """Serve until told to end."""
        try:
            asyncio.run(self._run(listener))
        finally:
            self._application.close()

    def end(self) -> None:
        """End the server: at once where nobody is being answered."""
        self._told.set()
        self._wake()

    async def _run(self, listener: socket.socket) -> None:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(ended.set)
        if self._told.is_set():
            return
        self._tick()
        server = await loop.create_server(self._connections.accept, sock=listener, backlog=_BACKLOG)
        tasks = [asyncio.create_task(_kept_up(one, ended)) for one in (self._clock, self._look, *self._background)]
        await ended.wait()
        server.close()
        await self._part()
        self._wake = lambda: None
        await asyncio.wait(tasks, timeout=_PARTING)

    async def _clock(self, ended: asyncio.Event) -> None:
        while not await _over(ended, within=_TICK):
            self._tick()

    def _tick(self) -> None:
        self._connections.tick(asyncio.get_running_loop().time(), date=time.time())

    async def _look(self, ended: asyncio.Event) -> None:
        await self._application.refresh()
        while not await _over(ended, within=_LOOKS):
            await self._application.refresh()

    async def _part(self) -> None:
        """Let answers that were begun be ended, as far as that does not take too long."""
        self._connections.end()
        await _over(self._connections.none, within=_PARTING)
        self._connections.abort()


def serve(
    output: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    ready: Callable[[str], None] | None = None,
    background: Sequence[Background] = (),
    **options: Any,
) -> None:
    """Serve a folder until the process is told to stop (SIGINT, SIGTERM), and return.

    Args:
        output: the folder.
        host: name or address to listen on.
        port: likewise; 0 takes a free one.
        ready: told the address once connections are taken there.
        background: what goes on meanwhile; it is told when to end.
        options: of `Application`.

    Raises:
        PortTaken: another program listens there.
        CannotListen: the address is not this machine's, or the port is not this user's to take.
    """
    server = Server(Application(output, **options), background=background, most=_allowed_connections())
    with listening(host, port) as listener, _ended_by_signals(server):
        if ready:
            ready(f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/")
        server.run(listener)


def _allowed_connections() -> int:
    """Allow as many open files as the machine does, 1,024 by default, and return how many may be connections.

    Some are left for the files that are served, the archive and the hub.
    """
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # macOS names a limit that it does not grant
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        usual = most
    return connection.MOST if usual == resource.RLIM_INFINITY else max(min(connection.MOST, usual - _OTHERS), 1)


@contextmanager
def _ended_by_signals(server: Server) -> Iterator[None]:
    """Let signals end the server, also before it runs, and let that be the end of them."""
    if threading.current_thread() is not threading.main_thread():
        yield  # where signals cannot be handled
        return
    told = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: server.end()) for number in told}
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
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host, port) from error
        raise CannotListen(host, port, f"cannot listen on {host} port {port} ({error.strerror})") from error


async def _over(event: asyncio.Event, *, within: float) -> bool:
    """Wait so many seconds, or until it is so; return whether it is."""
    try:
        await asyncio.wait_for(event.wait(), within)
    except TimeoutError:
        return False
    return True


async def _kept_up(work: Background, ended: asyncio.Event) -> None:
    """Do what goes on in the background; what goes wrong in it is logged, and ends neither it nor the server."""
    while not ended.is_set():
        try:
            await work(ended)
        except Exception:  # the outermost guard: feeds are served whatever a hub does
            logger.exception("background=failed")
            await _over(ended, within=_TICK)
        else:
            return
