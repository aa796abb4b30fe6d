"""What HTTP asks of a server (RFC 9110), decided from values alone: requests, answers, conditions, ranges, codings."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urlsplit

Headers = Mapping[str, str]
"""Names in lower case."""

Query = Mapping[str, tuple[str, ...]]
"""What stands behind the `?`, or in a form: each name with its values, in their order."""

Stamp = tuple[int, int, int]
"""A file's inode, its modification time in nanoseconds and its size: a file written anew differs in one at least."""

CODINGS = ("br", "gzip")
"""The content codings that are spoken, the one that packs better first."""

NOTHING: Query = MappingProxyType({})
BODILESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
"""Answers that have no body, and no length of one (RFC 9110, 8.6)."""

MOST_ARGUMENTS = 440
"""An address or a form has at most so many: each of a query's eleven parameters forty times."""

_ENDLESS = 10**18
_ALIASES = {"x-gzip": "gzip"}  # RFC 9110, 8.4.1.3
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)
_TAG = re.compile(r'(W/)?("[^"]*")')
_SPAN = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Request:
    """What a client asks for; two that say the same are two.

    Attributes:
        path: without escapes (`%C4%91` is `đ`).
        headers: by names in lower case; values of one name are joined with a comma. What a client that only reads
            says of itself, such as `user-agent`, need not be there.
        body: whole.
        size: of the head, about: what is kept of long ones takes memory.
        client: the address that it comes from; behind a proxy on this machine, the one that the proxy names. Empty for
            GET and HEAD, which are answered alike whoever asks.
    """

    method: str
    path: str
    query: Query = field(default_factory=lambda: NOTHING)
    headers: Headers
    body: bytes = b""
    size: int = 0
    client: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A part of a file that is sent from the disk.

    Attributes:
        stamp: of the file that is meant; another one is not sent in its place.
        offset: of the first byte.
        length: in bytes.
    """

    path: str
    stamp: Stamp
    offset: int
    length: int

    def __len__(self) -> int:
        return self.length


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What a request is answered with; the body of an answer to HEAD is left out on the way. Likewise.

    Attributes:
        lasting: whether the same object is given again and again, so that what is made of it is worth keeping.
    """

    status: int
    headers: Headers
    body: bytes | memoryview | Extent = b""
    lasting: bool = False


Later = Callable[[], Awaitable[Answer]]
"""Gives an answer that takes a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An address that is answered by a function, not by a file.

    Attributes:
        answer: is given requests of the `methods` alone; HEAD comes as GET. What it leaves out is added: length, an
            ETag, the 304, gzip, headers of safety; `cache-control` is `no-store` unless it says otherwise.
        methods: that it knows.
    """

    answer: Callable[[Request], Awaitable[Answer]]
    methods: frozenset[str] = frozenset({"GET"})

    @property
    def allowed(self) -> tuple[str, ...]:
        """The methods that a client may use, in a settled order."""
        heads = {"HEAD"} if "GET" in self.methods else set()
        return tuple(sorted(self.methods | heads | {"OPTIONS"}))


def text(status: int, words: str, **headers: str) -> Answer:
    """Return an answer in words, which nobody may keep unless `cache_control` says so."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    plain = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store"}
    return Answer(status=status, headers={**plain, **given}, body=words.encode())


def target(written: str) -> tuple[str, Query]:
    """Return the path and the arguments of a request's target, in any form that RFC 9112, 3.2, has.

    A path whose escapes are not UTF-8 stays as it is written: no file is called so.

    Raises:
        ValueError: it is no target, or has more than `MOST_ARGUMENTS`.

    >>> target("/feeds/%C4%91.rss?q=a&q=b")
    ('/feeds/đ.rss', {'q': ('a', 'b')})
    """
    if not written.startswith("/") and written != "*":
        written = _origin_form(written)
    path, _, query = written.partition("?")
    if "%" in path:
        with suppress(UnicodeDecodeError):
            path = unquote(path, errors="strict")
    return path, arguments(query) if query else NOTHING


def _origin_form(written: str) -> str:
    """Return the target of a request to a proxy as one to a server: every server must take it (RFC 9112, 3.2.2)."""
    parts = urlsplit(written)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(written)
    return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def arguments(written: str) -> Query:
    """Return the arguments of an address or of a form in UTF-8.

    Raises:
        ValueError: there are more than `MOST_ARGUMENTS`.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(written, keep_blank_values=True, max_num_fields=MOST_ARGUMENTS):
        found[name] = (*found.get(name, ()), value)
    return found


@lru_cache(maxsize=256)
def codings(accepted: str) -> tuple[str, ...]:
    """Return which codings an `Accept-Encoding` takes, the most wanted first; "" is the bytes as they are.

    Those are taken unless they are forbidden by name, or by `*` (RFC 9110, 12.5.3). Where everything is forbidden they
    are sent all the same: a client that can do nothing with an answer is no worse off than with an error.

    >>> codings("gzip, br;q=0.5, *;q=0")
    ('gzip', 'br')
    """
    weights = dict(map(_weighed, accepted.lower().split(",")))
    others = weights.get("*", 0.0)
    weighed = {coding: weights.get(coding, others) for coding in CODINGS}
    weighed[""] = weights.get("identity", weights.get("*", 0.0001))  # allowed, and wanted least
    taken = [coding for coding, weight in weighed.items() if weight]
    return tuple(sorted(taken, key=lambda one: -weighed[one])) or ("",)


def _weighed(written: str) -> tuple[str, float]:
    coding, _, parameter = written.partition(";")
    found = _WEIGHT.fullmatch(parameter)
    return _ALIASES.get(coding.strip(), coding.strip()), float(found[1]) if found else 1.0


def is_refused(headers: Headers, *, etags: Sequence[str], modified: int) -> bool:
    """Return whether the client wants another version than this, or none (RFC 9110, 13.1.1 and 13.1.4: 412).

    Args:
        headers: the request's.
        etags: of all forms of the file.
        modified: in whole seconds since 1970.
    """
    wanted = headers.get("if-match")
    if wanted is not None:
        strong = {tag for weak, tag in _TAG.findall(wanted) if not weak}
        return wanted.strip() != "*" and strong.isdisjoint(etags)
    until = _seconds(headers.get("if-unmodified-since"))
    return until is not None and modified > until


def held(headers: Headers, *, etags: Sequence[str], modified: int) -> str:
    """Return which of the forms that the client may be sent it has already; empty when it has none.

    An ETag goes before a date (RFC 9110, 13.2.2). Tags are compared weakly (13.1.2): `W/` is looked over. A tag ends
    in a quotation mark and holds none, so that finding it in the list, quotation marks and all, is comparing it.
    """
    tags = headers.get("if-none-match")
    if tags is not None:
        known = next((etag for etag in etags if etag in tags), "")
        return known or (etags[0] if tags.strip() == "*" else "")
    since = _seconds(headers.get("if-modified-since"))
    return etags[0] if since is not None and modified <= since else ""


def span(headers: Headers, *, length: int, etag: str, modified: int) -> range | None:
    """Return the bytes that are asked for; an empty range when there are none such (416), None when all are (200).

    Several ranges in one request are answered with everything, as is what cannot be read (RFC 9110, 14.2), and as is
    a range of another version than this (`If-Range`, 13.1.5).
    """
    found = _SPAN.fullmatch(headers.get("range", ""))
    if found is None or not (found[1] or found[2]) or not _is_this(headers.get("if-range"), etag, modified=modified):
        return None
    if not found[1]:
        return range(max(length - int(found[2]), 0), length)
    first, last = int(found[1]), int(found[2] or _ENDLESS)
    return None if last < first else range(first, min(last + 1, length))


def _is_this(condition: str | None, etag: str, *, modified: int) -> bool:
    """Return whether an `If-Range` names this version; weak tags name none, dates must be the very one."""
    return condition is None or condition.strip() == etag or _seconds(condition) == modified


def _seconds(date: str | None) -> float | None:
    if date is None:
        return None
    try:
        moment = parsedate_to_datetime(date)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
