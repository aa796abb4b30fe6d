"""Requests to addresses that strangers name: never into a private network, never for long, never much of the answer."""

import asyncio
import io
import socket
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from ssl import SSLContext
from types import TracebackType
from typing import Any, Self

from aiohttp import (
    AddrInfoType,
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from crawler.addresses import is_public
from feeds.websub.protocol import Reply

_PATIENCE = 30.0  # seconds for a whole exchange
_PATIENCE_TO_CONNECT = 10.0
_RESOLVING = 8  # names at once; each can take a resolver's whole patience

PRIVATE = "private-address"
"""The fault of a reply that was not asked for, as the callback is in a private network."""

Lookup = Callable[[str, int], Sequence[tuple[socket.AddressFamily, str]]]
"""Tells the addresses of a host; it may take its time."""


class PrivateAddress(OSError):
    """Raised in place of connecting to a callback in a private network."""


class Callbacks:
    """A client for callbacks, to be entered in the loop that uses it."""

    def __init__(
        self,
        *,
        agent: str,
        private: bool = False,
        patience: float = _PATIENCE,
        lookup: Lookup | None = None,
        trust: SSLContext | None = None,
    ) -> None:
        """Prepare a client.

        Args:
            agent: what it calls itself.
            private: whether it may connect to private addresses; for tests.
            patience: seconds for a whole exchange.
            lookup: tells the addresses of hosts; the system's resolver unless given.
            trust: whose certificates are believed; those of the system's authorities unless given.
        """
        self._agent = agent
        self._private = private
        self._timeout = ClientTimeout(total=patience, sock_connect=min(patience, _PATIENCE_TO_CONNECT))
        self._lookup = lookup or _lookup
        self._trust = trust or True
        self._session: ClientSession | None = None
        self._resolver: _Resolver | None = None

    async def __aenter__(self) -> Self:
        """Open it; connections are made when they are needed."""
        self._resolver = _Resolver(self._lookup)
        # The number of connections is the caller's to bound. No proxy, no cookies, no .netrc: the address that is
        # connected to is the one that is looked at.
        self._session = ClientSession(
            connector=TCPConnector(
                resolver=self._resolver, use_dns_cache=False, limit=0, socket_factory=self._socket, ssl=self._trust
            ),
            cookie_jar=DummyCookieJar(),
            timeout=self._timeout,
            auto_decompress=False,
            headers={"User-Agent": self._agent, "Accept-Encoding": "identity"},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close its connections."""
        if self._session:
            await self._session.close()
        if self._resolver:
            await self._resolver.close()

    async def get(self, url: str, *, most: int) -> Reply:
        """Ask a callback; of the body so many bytes are read."""
        return await self._ask("GET", url, most=most)

    async def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send something to a callback, whose answer is not read (7)."""
        return await self._ask("POST", url, body=body, headers=headers)

    async def _ask(
        self,
        method: str,
        url: str,
        *,
        most: int = 0,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        assert self._session, "not entered"
        try:
            # `encoded`: the address is to be asked for exactly as the subscriber wrote it (8.3). A redirect is a
            # failure (5.3.1, 7), and would lead around what was looked at.
            async with self._session.request(
                method,
                URL(url, encoded=True),
                data=None if body is None else io.BytesIO(body),
                headers=headers,
                allow_redirects=False,
            ) as answer:
                return Reply(status=answer.status, body=await _beginning(answer.content, most))
        # ValueError: names that IDNA cannot encode, addresses that yarl does not take.
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            return Reply(fault=_fault(error))

    def _socket(self, address: AddrInfoType) -> socket.socket:
        """Return a socket for an address that is about to be connected to.

        This is the last look and the one that counts: aiohttp asks no resolver about addresses in figures, and a name
        that was public when it was looked at may be private now.
        """
        family, kind, protocol, _, place = address
        if not self._private and not is_public(str(place[0])):
            raise PrivateAddress("the callback is in a private network")
        return socket.socket(family=family, type=kind, proto=protocol)


class _Resolver(AbstractResolver):
    """Names looked up in threads of their own: a slow name server of a stranger's holds up nothing else."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._threads = ThreadPoolExecutor(_RESOLVING, thread_name_prefix="callbacks")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await asyncio.get_running_loop().run_in_executor(self._threads, self._lookup, host, port)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=kind,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, address in found
            if family in {socket.AF_UNSPEC, kind}
        ]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _lookup(host: str, port: int) -> Sequence[tuple[socket.AddressFamily, str]]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [(family, str(place[0])) for family, _, _, _, place in found]


async def _beginning(content: Any, most: int) -> bytes:
    """Return the first bytes of a body."""
    read = b""
    while len(read) < most and (part := await content.read(most - len(read))):
        read += part
    return read


def _fault(error: Exception) -> str:
    """Return in one word why there was no answer."""
    if isinstance(error, ClientConnectorError):
        error = error.os_error
    if isinstance(error, PrivateAddress):
        return PRIVATE
    return "time-out" if isinstance(error, TimeoutError) else type(error).__name__
