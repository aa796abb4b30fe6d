"""What an answer says beside its body, and a failure beside its name."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import chain

from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import NotAnswered

# Names of exceptions: Scrapy's, those of Twisted that it wraps, and Python's.
_KINDS = {
    "DNSLookupError": "name-resolution",
    "UnknownHostError": "name-resolution",
    "CannotResolveHostError": "name-resolution",
    "ConnectionRefusedError": "refused",
    "DownloadConnectionRefusedError": "refused",
    "gaierror": "name-resolution",
    "TimeoutError": "time-out",
    "TCPTimedOutError": "time-out",
    "DownloadTimeoutError": "time-out",
    "OverBudget": "budget",
    "LeftAlone": "left-alone",
    "OffSite": "offsite",
    "UnsupportedURLSchemeError": "address",
    "UnicodeError": "address",  # a host's name that cannot be encoded (RFC 5890)
    "_DecompressionMaxSizeExceeded": "too-large",
    "ConnectError": "connection",
    "OSError": "connection",
    "ConnectionClosed": "connection",
    "ResponseFailed": "connection",
    "DownloadFailedError": "connection",
    "ResponseDataLossError": "connection",
}
_SECURITY = frozenset({"ssl", "OpenSSL", "service_identity"})  # packages all of whose errors are of encryption

# What only the message tells: of Scrapy's refusals, and of a browser's failures (net_error_list.h of Chromium).
_SAID = {
    "Forbidden by robots.txt": "disallowed",
    "robots.txt could not be had": "robots",
    "redirections": "redirect",
    "DOWNLOAD_MAXSIZE": "too-large",
    "larger than download max size": "too-large",
    "ERR_NAME_": "name-resolution",
    "ERR_CONNECTION_REFUSED": "refused",
    "ERR_CONNECTION_TIMED_OUT": "time-out",
    "ERR_TIMED_OUT": "time-out",
    "ERR_CERT_": "tls",
    "ERR_SSL_": "tls",
    "ERR_TOO_MANY_REDIRECTS": "redirect",
}
_UNKNOWN = "not-answered"


def header(response: Response, name: str) -> str:
    """Return a header's value, an empty string when it was not sent."""
    return (response.headers.get(name) or b"").decode("latin-1").strip()


def digest(response: Response) -> str:
    """Return what two answers of a host without validators have in common when it said the same again."""
    return hashlib.blake2b(response.body, digest_size=16).hexdigest()


def validators(etag: str, last_modified: str) -> dict[str, str]:
    """Return the headers that ask whether a page changed since (RFC 9110, section 13)."""
    sent = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in sent.items() if value}


def asked(body: str, validated: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a request for a listing: validators where it is read, its media type where it is posted."""
    if not body:
        return dict(validated)
    return {"Content-Type": "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"}


def failed(failure: Failure) -> NotAnswered:
    """Return what is to be told of a request that got no answer."""
    url: str = failure.request.url  # type: ignore[attr-defined]
    return NotAnswered(url, words(failure.value), kind=kind(failure.value))


def kind(error: BaseException | None) -> str:
    """Return why a request failed, as a short and stable name: that of the cause, where an error has one."""
    known = filter(None, map(_known, reversed([*_causes(error)])))
    return next(known, _UNKNOWN)


def words(error: BaseException | None) -> str:
    """Return likewise what an error says: of a connection that broke, what broke it; its name where it says nothing."""
    said = str(error or "")
    if said.startswith("[<"):  # Twisted prints its failures as objects
        broken = next((reasons for cause in _causes(error) if (reasons := _reasons(cause))), ())
        said = ", ".join(filter(None, map(_message, broken)))
    return said or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()


def _message(error: BaseException) -> str:
    said = error.args[0] if error.args else ""
    if isinstance(said, list):  # OpenSSL's: ("SSL routines", "", "certificate verify failed")
        return ", ".join(str(part[-1]) for part in said)
    return str(error)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what caused it, the nearest first."""
    while error is not None:
        yield error
        for reason in _reasons(error):
            yield from _causes(reason)
        error = error.__cause__


def _reasons(error: BaseException) -> list[BaseException]:
    """Return what Twisted tells of a connection that broke."""
    return [reason.value for reason in getattr(error, "reasons", None) or ()]


def _known(error: BaseException) -> str:
    if type(error).__module__.partition(".")[0] in _SECURITY:
        return "tls"
    named = (_KINDS[each.__name__] for each in type(error).__mro__ if each.__name__ in _KINDS)
    said = (kind for words, kind in _SAID.items() if words in str(error))
    return next(chain(named, said), "")
