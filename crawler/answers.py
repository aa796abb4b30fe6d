"""What an answer says beside its body, and a failure beside its name."""

from collections.abc import Mapping

from scrapy.http import Response
from twisted.python.failure import Failure

_KINDS = {
    "DNSLookupError": "name-resolution",
    "CannotResolveHostError": "name-resolution",
    "ConnectionRefusedError": "refused",
    "DownloadConnectionRefusedError": "refused",
    "TimeoutError": "time-out",
    "TCPTimedOutError": "time-out",
    "DownloadTimeoutError": "time-out",
    "LeftAlone": "left-alone",
    "OffSite": "offsite",
    "ResponseNeverReceived": "connection",
    "ConnectionLost": "connection",
    "ResponseDataLossError": "connection",
}


_IGNORED = {"robots.txt": "robots", "redirections": "redirect", "DOWNLOAD_MAXSIZE": "too-large"}


def header(response: Response, name: str) -> str:
    """Return a header's value, an empty string when it was not sent."""
    return (response.headers.get(name) or b"").decode("latin-1").strip()


def validators(etag: str, last_modified: str) -> dict[str, str]:
    """Return the headers that ask whether a page changed since (RFC 9110, section 13)."""
    sent = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in sent.items() if value}


def asked(body: str, validated: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a request for a listing: validators where it is read, its media type where it is posted."""
    if not body:
        return dict(validated)
    return {"Content-Type": "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"}


def reason(failure: Failure) -> str:
    """Return why a request failed, in words."""
    return str(failure.getErrorMessage()) or kind(failure.value)


def kind(error: BaseException | None) -> str:
    """Return why a request failed, as a short and stable name."""
    name = type(error).__name__
    if name == "IgnoreRequest":  # Scrapy's word for a handful of things, which only the message tells apart
        # What kept robots.txt from being had is the cause of all that follows.
        known = next((kind for words, kind in _IGNORED.items() if words in str(error)), "ignored")
        return kind(error.__cause__) if error and error.__cause__ else known
    return _KINDS.get(name, name)
