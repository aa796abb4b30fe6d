"""Requests as they arrive on a connection: llhttp reads them, and what is too long or no HTTP is refused."""

import re
from collections import deque
from functools import lru_cache
from http import HTTPStatus

import httptools

from feeds.serving import http
from feeds.serving.http import Answer, Request

LONGEST_BODY = 64 * 1024
LONGEST_HEAD = 16 * 1024
MOST_PIPELINED = 128
"""So many requests may wait for their turn on one connection; who sends more at once is answered these."""

_REPEATED = 2048  # requests that are known by their bytes, of at most so many bytes each
_END = b"\r\n\r\n"
# What clients say of themselves, and proxies of them. No answer to GET or HEAD depends on it, and hardly two clients
# say it alike: looked over, the requests of thousands of pollers are a few. A line that goes on in the next is kept.
_NO_MATTER = re.compile(
    rb"\r\n(?:user-agent|accept|accept-language|accept-charset|referer|from|cookie|cache-control|pragma|priority|dnt"
    rb"|sec-[a-z0-9-]+|save-data|upgrade-insecure-requests|origin|a-im|via|forwarded|x-forwarded-[a-z-]+|x-real-ip"
    rb"|x-request-id|cf-[a-z-]+|cdn-loop|traceparent|tracestate):[\t\x20-\x7e\x80-\xff]*(?=\r\n[^\t ])",
    re.IGNORECASE,
)
_HOST = re.compile(r"[A-Za-z0-9.\-_~%!$&'()*+,;=:\[\]]*")  # RFC 3986, 3.2.2; of two, joined, a blank stands between
_ASKED_FOR_MORE = b"HTTP/1.1 100 Continue\r\n\r\n"
_AROUND = len(b": \r\n")
_DIGITS = 9  # of a length; a gigabyte
_READING = frozenset({"GET", "HEAD"})
_READS = (b"GET /", b"HEAD /")
_LOOPBACK = ("127.", "::1", "::ffff:127.")


class Repeated:
    """Requests by the bytes that they came in: a poller sends the same ones all year round."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[Request, bool]] = {}

    def get(self, data: bytes) -> tuple[Request, bool] | None:
        """Return what was read from the same bytes before."""
        return self._known.get(data)

    def note(self, data: bytes, request: Request) -> None:
        """Remember what these bytes are: one whole request for reading, after which the connection is kept."""
        if len(data) <= _REPEATED:
            if len(self._known) >= _REPEATED:
                self._known.clear()  # what is repeated is soon known again
            self._known[data] = (request, True)


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
        known = self._repeated.get(data)
        if known is None:
            return self._read_anew(data)
        self.waiting.append(known)
        return b""

    def _read_anew(self, data: bytes) -> bytes:
        """Read what was not seen before in these words: it may be what others say in theirs."""
        plain = _plain(data)
        known = self._repeated.get(plain)
        if known:
            self._repeated.note(data, known[0])
            self.waiting.append(known)
            return b""
        before = len(self.waiting)
        call = self._read(plain)
        if len(self.waiting) == before + 1 and not self.received:
            self._note(plain)
        return call

    def _note(self, data: bytes) -> None:
        request, keeps = self.waiting[-1]
        if keeps and isinstance(request, Request) and request.method in _READING and not request.body:
            self._repeated.note(data, request)

    def _read(self, data: bytes) -> bytes:
        self.received += len(data)
        self._call = b""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:  # we speak no other protocol: the request is answered, and that is all
            self.over = True
        except httptools.HttpParserError:
            self.refuse(HTTPStatus.BAD_REQUEST, "this is not HTTP\n")
        self._refuse_too_much()
        return self._call

    def _refuse_too_much(self) -> None:
        if self._body_too_long:
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body has at most {LONGEST_BODY} bytes\n")
        elif self._size > LONGEST_HEAD or (self.received > LONGEST_HEAD and not self._headed):
            self.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"a head has at most {LONGEST_HEAD} bytes\n")

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
        self._size += len(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; values of one name are joined (RFC 9110, 5.3). What stands behind a body is no header."""
        if self._headed:
            return
        self._size += len(name) + len(value) + _AROUND
        key, told = _name(name), value.decode("latin-1")
        known = self._headers.get(key)
        self._headers[key] = told if known is None else f"{known}, {told}"

    def on_headers_complete(self) -> None:
        """Look at how much is to follow."""
        self._headed = True
        length = self._headers.get("content-length")
        if length is not None:
            self._body_too_long = len(length) > _DIGITS or not length.isdecimal() or int(length) > LONGEST_BODY
        if "expect" in self._headers and not self._body_too_long and not self.waiting:
            self._call = _ASKED_FOR_MORE

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, as long as it is not too long."""
        self._body_too_long = self._body_too_long or len(self._body) + len(body) > LONGEST_BODY
        if not self._body_too_long:
            self._body += body

    def on_message_complete(self) -> None:
        """Let the request wait for its turn."""
        self.received = 0
        self._call = b""  # the body came without being asked for
        if self._body_too_long or self._size > LONGEST_HEAD:
            self._refuse_too_much()  # now: of what follows in the same bytes nothing is to be answered before
        if self.over:
            return
        one_one = self._parser.get_http_version() == "1.1"
        self.waiting.append((self._request(named=not one_one), one_one and self._parser.should_keep_alive()))
        self.over = len(self.waiting) >= MOST_PIPELINED

    def _begin(self) -> None:
        self._target = b""
        self._headers: dict[str, str] = {}
        self._body = b""
        self._call = b""
        self._size = 0
        self._headed = False
        self._body_too_long = False

    def _request(self, *, named: bool) -> Request | Answer:
        """Return the request, or why it is none."""
        host = self._headers.get("host", "" if named else None)
        if host is None or not _HOST.fullmatch(host):  # RFC 9112, 3.2
            return http.text(HTTPStatus.BAD_REQUEST, "a request names its host, once\n")
        written = self._target.decode("latin-1")
        if written.count("&") >= http.MOST_ARGUMENTS:
            return http.text(HTTPStatus.BAD_REQUEST, f"an address has at most {http.MOST_ARGUMENTS} arguments\n")
        try:
            path, query = http.target(written)
        except ValueError:
            return http.text(HTTPStatus.BAD_REQUEST, "this is no address\n")
        method = self._parser.get_method().decode("latin-1")
        return Request(
            method=method,
            path=path,
            query=query,
            headers=self._headers,
            body=self._body,
            size=self._size,
            client="" if method in _READING else self._client(),
        )

    def _client(self) -> str:
        """Return who asks; a proxy on this machine names whom it asks for, behind what others claim."""
        named = self._headers.get("x-forwarded-for")
        return named.rpartition(",")[2].strip() if named and self._peer.startswith(_LOOPBACK) else self._peer


@lru_cache(maxsize=512)
def _name(written: bytes) -> str:
    return written.decode("latin-1").lower()


def _plain(data: bytes) -> bytes:
    """Return what came without what does not matter, where it is one whole request for reading without a body."""
    if data.startswith(_READS) and len(data) <= LONGEST_HEAD and data.find(_END) == len(data) - len(_END):
        return _NO_MATTER.sub(b"", data)
    return data
