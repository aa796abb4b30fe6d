"""Requests as they arrive on a connection: llhttp reads them, and what is too long or no HTTP is refused."""

from collections import OrderedDict, deque
from http import HTTPStatus

import httptools

from feeds.serving import http
from feeds.serving.http import Answer, Request

LONGEST_BODY = 64 * 1024
LONGEST_HEAD = 16 * 1024
MOST_PIPELINED = 128
"""So many requests may wait for their turn on one connection; who sends more at once is answered these."""

_REPEATED = 2048  # requests that are known by their bytes, of at most so many bytes each
_ASKED_FOR_MORE = b"HTTP/1.1 100 Continue\r\n\r\n"
_DIGITS = 9  # of a length; a gigabyte
_LOOPBACK = ("127.", "::1", "::ffff:127.")


class Repeated:
    """Requests by the bytes that they came in, those that came last: a poller sends the same ones all year round."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, bytes], tuple[Request, bool]] = OrderedDict()

    def get(self, peer: str, data: bytes) -> tuple[Request, bool] | None:
        """Return what was read from the same bytes before, which came from the same address."""
        return self._known.get((peer, data))

    def note(self, peer: str, data: bytes, request: Request) -> None:
        """Remember what these bytes are: one whole request without a body, after which the connection is kept."""
        if len(data) <= _REPEATED:
            self._known[peer, data] = (request, True)
            if len(self._known) > _REPEATED:
                self._known.popitem(last=False)


class Arriving:
    """What a client sends, read into requests.

    Attributes:
        waiting: requests in their order, or what a request is refused with; and whether the connection may be kept.
        received: bytes of a request that is not whole yet; nought only when none has begun.
        over: nothing more is read.
        refused: what is not read is a request that is refused.
    """

    def __init__(self, peer: str, *, repeated: Repeated) -> None:
        self.waiting: deque[tuple[Request | Answer, bool]] = deque()
        self.over = False
        self.refused = False
        self.received = 0
        self._peer = peer
        self._repeated = repeated
        self._parser = httptools.HttpRequestParser(self)
        self._begin()

    def feed(self, data: bytes) -> bytes:
        """Read what came, and return what is to be sent at once: that a body is waited for."""
        if self.received:
            return self._read(data)
        known = self._repeated.get(self._peer, data)
        if known:
            self.waiting.append(known)
            return b""
        before = len(self.waiting)
        call = self._read(data)
        if len(self.waiting) == before + 1 and not self.received:
            self._note(data)
        return call

    def _note(self, data: bytes) -> None:
        request, keeps = self.waiting[-1]
        if keeps and isinstance(request, Request) and not request.body:
            self._repeated.note(self._peer, data, request)

    def _read(self, data: bytes) -> bytes:
        self.received += len(data)
        self._call = b""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:  # we speak no other protocol: the request is answered, and that is all
            self.over = True
        except httptools.HttpParserError:
            self.refuse(HTTPStatus.BAD_REQUEST, "this is not HTTP\n")
        if self._too_long:
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body has at most {LONGEST_BODY} bytes\n")
        elif self.received > LONGEST_HEAD and not self._headed:
            self.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"a head has at most {LONGEST_HEAD} bytes\n")
        return self._call

    def refuse(self, status: HTTPStatus, words: str) -> None:
        """Answer so when the turn comes, and read no more."""
        if not self.over:
            self.over = self.refused = True
            self.waiting.append((http.text(status, words), False))

    # What llhttp tells. An exception in here would pass for the client's fault, so nothing is decided that may fail.

    def on_message_begin(self) -> None:
        """Begin a request, which may be the second in what came."""
        self.received = self.received or 1
        self._begin()

    def on_url(self, url: bytes) -> None:
        """Take the target, or a part of it."""
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; values of one name are joined (RFC 9110, 5.3)."""
        key, told = name.decode("latin-1").lower(), value.decode("latin-1")
        known = self._headers.get(key)
        self._headers[key] = told if known is None else f"{known}, {told}"

    def on_headers_complete(self) -> None:
        """Look at how much is to follow."""
        self._headed = True
        length = self._headers.get("content-length", "0")
        self._too_long = len(length) > _DIGITS or not length.isdecimal() or int(length) > LONGEST_BODY
        if "expect" in self._headers and not self._too_long and not self.waiting:
            self._call = _ASKED_FOR_MORE

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, as long as it is not too long."""
        self._too_long = self._too_long or len(self._body) + len(body) > LONGEST_BODY
        if not self._too_long:
            self._body += body

    def on_message_complete(self) -> None:
        """Let the request wait for its turn."""
        self.received = 0
        self._call = b""  # the body came without being asked for
        if self._too_long or self.over:
            return
        one_one = self._parser.get_http_version() == "1.1"
        self.waiting.append((self._request(named=not one_one), one_one and self._parser.should_keep_alive()))
        self.over = len(self.waiting) >= MOST_PIPELINED

    def _begin(self) -> None:
        self._target = b""
        self._headers: dict[str, str] = {}
        self._body = b""
        self._call = b""
        self._headed = False
        self._too_long = False

    def _request(self, *, named: bool) -> Request | Answer:
        """Return the request, or why it is none."""
        if "host" not in self._headers and not named:  # RFC 9112, 3.2
            return http.text(HTTPStatus.BAD_REQUEST, "a request names its host\n")
        try:
            path, query = http.target(self._target.decode("latin-1"))
        except ValueError:
            return http.text(HTTPStatus.BAD_REQUEST, "this is no address\n")
        return Request(
            method=self._parser.get_method().decode("latin-1"),
            path=path,
            query=query,
            headers=self._headers,
            body=self._body,
            client=self._client(),
        )

    def _client(self) -> str:
        """Return who asks; a proxy on this machine names whom it asks for, behind what others claim."""
        named = self._headers.get("x-forwarded-for")
        return named.rpartition(",")[2].strip() if named and self._peer.startswith(_LOOPBACK) else self._peer
