"""The hub's side of WebSub (W3C Recommendation, 23 January 2018): what requests mean and what answers hold."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from crawler.addresses import is_public

MOST_BYTES = 16_384
"""A request's body may be so long."""

GIVEN_UP = timedelta(days=7)
"""Who has failed for so long is no longer told."""

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 32
_LONGEST_URL = 4096  # characters
_LONGEST_NAME = 253  # characters of a host's name (RFC 1035, 2.3.4)
_SECRET_BELOW = 200  # bytes (5.1)
_LARGEST_LEASE = 10  # digits; three centuries
_URL = re.compile(r"[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=%]+")  # RFC 3986, 2, but for a fragment
_UNRESERVED = re.compile(r"%(2[DdEe]|3[0-9]|[46][1-9A-Fa-f]|5[0-9AaFf]|7[0-9AaEe])")  # RFC 3986, 2.3
_WELL_KNOWN = 1024  # ports below it are other services', whom nobody shall greet through us
_OF_THE_WEB = frozenset({80, 443})
_BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)


class Mode(StrEnum):
    """What a subscriber asks for."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a hub grants.

    Attributes:
        shortest: lease, whatever is asked for. Likewise `longest`.
        usual: lease where none is asked for (8.2: ten days).
        most: subscriptions in all. Likewise `most_a_host`, of callbacks on one host.
        most_a_minute: requests of one client.
        most_queries: different queries that are subscribed to.
        private: whether callbacks may be in private networks; for tests.
    """

    shortest: timedelta = timedelta(minutes=5)
    usual: timedelta = timedelta(days=10)
    longest: timedelta = timedelta(days=30)
    most: int = 20_000
    most_a_host: int = 1_000
    most_a_minute: int = 120
    most_queries: int = 100
    private: bool = False

    def lease(self, asked: int | None) -> timedelta:
        """Return what is granted to whoever asks for so many seconds."""
        return self.usual if asked is None else min(max(timedelta(seconds=asked), self.shortest), self.longest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A request to subscribe or unsubscribe.

    Attributes:
        callback: address that contents are sent to, as it was written.
        topic: address of the feed's file, as it was written.
        secret: contents are signed with it; empty for none.
        lease: in seconds; None where none is asked for.
    """

    mode: Mode
    callback: str
    topic: str
    secret: str = ""
    lease: int | None = None

    @property
    def key(self) -> str:
        """The callback by which a subscription is told from others (5.1.1: unreserved characters are decoded)."""
        return decoded(self.callback)

    @property
    def host(self) -> str:
        """The callback's host."""
        return (urlsplit(self.callback).hostname or "").rstrip(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a request is not taken, in words for the developer who wrote it (5.1.2).

    Attributes:
        again: seconds after which the same may be taken; None where it never will be.
    """

    status: HTTPStatus
    words: str
    again: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a request of ours was answered with.

    Attributes:
        status: None when there was no answer.
        body: as much of it as was wanted.
        fault: why there was no answer, in one word.
    """

    status: int | None = None
    body: bytes = b""
    fault: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the answer has a status of 2xx."""
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def told(self) -> str:
        """What came back, for the log."""
        return self.fault or str(self.status)


def fields(body: bytes, *, content_type: str) -> Mapping[str, str] | Refusal:
    """Return the `hub.` fields of a request; whatever else it has is ignored (5.1)."""
    if len(body) > MOST_BYTES:
        return Refusal(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words=f"a request has at most {MOST_BYTES} bytes")
    if content_type.partition(";")[0].strip().lower() != _FORM:
        return Refusal(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE, words=f"send the fields as {_FORM}")
    try:
        found = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        return _wrong(f"the body is not {_FORM} in UTF-8, with at most {_MOST_FIELDS} fields")
    ours = [(name, value) for name, value in found if name.startswith("hub.")]
    twice = {name for name, _ in ours if name != "hub.url" and sum(one == name for one, _ in ours) > 1}
    return _wrong(f"{min(twice)} stands there twice") if twice else dict(ours)


def wish(found: Mapping[str, str], *, private: bool = False) -> Wish | Refusal:
    """Return what a request asks for.

    Args:
        found: its fields.
        private: whether callbacks may be in private networks.
    """
    missing = [name for name in ("hub.mode", "hub.callback", "hub.topic") if not found.get(name)]
    if missing:
        return _wrong(f"{missing[0]} is missing")
    if found["hub.mode"] not in set(Mode):
        return _wrong("hub.mode is subscribe or unsubscribe")
    mode = Mode(found["hub.mode"])
    # What an unsubscription says of a lease is ignored (5.1).
    lease = found.get("hub.lease_seconds", "") if mode is Mode.SUBSCRIBE else ""
    secret = found.get("hub.secret", "")
    fault = _callback_fault(found["hub.callback"], private=private) or _fault(secret=secret, lease=lease)
    if fault:
        return _wrong(fault)
    return Wish(
        mode=mode,
        callback=found["hub.callback"],
        topic=found["hub.topic"],
        secret=secret,
        lease=_seconds(lease) if lease else None,
    )


def decoded(url: str) -> str:
    """Return an address with its unreserved characters decoded (RFC 3986, 6.2.2.2).

    >>> decoded("https://a.example/%7Ean/%2Fb")
    'https://a.example/~an/%2Fb'
    """
    return _UNRESERVED.sub(lambda match: chr(int(match[1], 16)), url)


def verification(asked: Wish, *, challenge: str, lease: timedelta) -> str:
    """Return the address that a callback is asked at whether it wants what was asked in its name (5.3)."""
    told = {"hub.mode": asked.mode, "hub.topic": asked.topic, "hub.challenge": challenge}
    if asked.mode is Mode.SUBSCRIBE:
        told["hub.lease_seconds"] = str(int(lease.total_seconds()))
    return _appended(asked.callback, told)


def denial(callback: str, topic: str, *, reason: str) -> str:
    """Return the address that tells a callback that there is no subscription, or no longer (5.2)."""
    return _appended(callback, {"hub.mode": "denied", "hub.topic": topic, "hub.reason": reason})


def signature(secret: str, body: bytes) -> str:
    """Return the value of `X-Hub-Signature` (7.1); SHA-256 at the least, says 8.3."""
    return f"sha256={hmac.digest(secret.encode(), body, 'sha256').hex()}"


def patience(attempts: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    return _BACKOFF[min(attempts, len(_BACKOFF)) - 1]


def _appended(callback: str, told: Mapping[str, str]) -> str:
    """Return a callback with fields after those that it has, which are left as they are (5.1.1)."""
    _, mark, query = callback.partition("?")
    return f"{callback}{'&' if query else '' if mark else '?'}{urlencode(told, quote_via=quote)}"


def _fault(*, secret: str, lease: str) -> str:
    """Return what is wrong with a secret or a lease; nothing, when they will do."""
    if len(secret.encode()) >= _SECRET_BELOW:
        return f"hub.secret must be shorter than {_SECRET_BELOW} bytes"
    return "hub.lease_seconds is a positive decimal number" if lease and not _seconds(lease) else ""


def _seconds(written: str) -> int:
    """Return a decimal number; nought where it is none, and one of many digits cut short: it is too large anyway."""
    digits = written.lstrip("0")[:_LARGEST_LEASE]
    return int(digits) if digits and written.isascii() and written.isdigit() else 0


def _callback_fault(url: str, *, private: bool) -> str:
    """Return what is wrong with a callback; nothing, when it may be asked."""
    if len(url) > _LONGEST_URL or not _URL.fullmatch(url):
        return f"hub.callback must be an address in ASCII, percent-encoded, without #, up to {_LONGEST_URL} characters"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "hub.callback is no address"
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(parts.hostname) > _LONGEST_NAME:
        return "hub.callback must begin with https:// or http:// and a host"
    if parts.username is not None:
        return "hub.callback must not hold a user's name: make its path unguessable instead"
    if port is not None and port < _WELL_KNOWN and port not in _OF_THE_WEB:
        return f"hub.callback may have the ports 80, 443, and those from {_WELL_KNOWN}"
    return "" if private or _may_be_public(parts) else "hub.callback is in a private network"


def _may_be_public(parts: SplitResult) -> bool:
    """Return whether a host is public, or is a name: what that stands for is looked at when it is connected to."""
    try:
        ip_address(parts.hostname or "")
    except ValueError:
        return True
    return is_public(parts.hostname or "")


def _wrong(words: str) -> Refusal:
    return Refusal(status=HTTPStatus.BAD_REQUEST, words=words)
