"""One page fetched for a person who asked for it, outside any crawl."""

import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener, getproxies, proxy_bypass
from urllib.response import addinfourl

from protego import Protego
from w3lib.url import safe_url_string

from crawler import links
from crawler.addresses import is_public
from crawler.errors import PageError
from diemtin.configuration import Settings

_LARGEST = 10 * 1024 * 1024  # bytes, packed and unpacked
_PATIENCE = 30  # seconds
_PAUSE = 1.0  # seconds between two requests
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FURTHEST = 5  # redirects, as in a crawl
_GZIP_OR_ZLIB, _RAW = zlib.MAX_WBITS | 32, -zlib.MAX_WBITS


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A page as it came, unpacked; `url` is its final address, `headers` are in the order in which they were sent."""

    url: str
    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...] = ()


def fetch(url: str, settings: Settings) -> FetchedPage:
    """Fetch one address and where it leads, each hop through the replay server where one is set.

    Raises:
        PageError: it could not be fetched; says why.
    """
    passed: list[str] = []
    url = _target(url, base="") or _nowhere(url, "is no address: write it in full, with https://")
    while url not in passed and len(passed) <= _FURTHEST:
        passed.append(url)
        found = _hop(url, settings)
        if isinstance(found, FetchedPage):
            return found
        url = found
    way = " → ".join([*passed, url])
    raise PageError(passed[0], f"redirected in a circle ({way})" if url in passed else f"redirected too often ({way})")


class Visitor:
    """Fetches several pages as a crawl would: what robots.txt allows, and no faster than it may."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pause = 0.0 if settings.replay else settings.delay or _PAUSE
        self._robots: dict[str, Protego | None] = {}
        self._fetched = False

    def __call__(self, url: str) -> FetchedPage:
        """Fetch one address.

        Raises:
            PageError: robots.txt forbids it or cannot be had, or as `fetch` raises it.
        """
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            self._robots[root] = self._rules(root)
        rules = self._robots[root]
        if rules is None or not rules.can_fetch(url, "diemtin"):
            raise PageError(url, "robots.txt forbids it" if rules else "its robots.txt cannot be had")
        return self._fetch(url)

    def _rules(self, root: str) -> Protego | None:
        try:
            return Protego.parse(self._fetch(f"{root}/robots.txt").body.decode("utf-8", errors="replace"))
        except PageError as error:
            # RFC 9309, 2.3.1: what is not there forbids nothing, what cannot be had forbids all
            return Protego.parse("") if error.reason.startswith("the host answered 4") else None

    def _fetch(self, url: str) -> FetchedPage:
        if self._fetched:
            time.sleep(self._pause)
        self._fetched = True
        return fetch(url, self._settings)


def _hop(url: str, settings: Settings) -> FetchedPage | str:
    """Return the page at an address, or the address that it redirects to."""
    with _answer(url, settings) as answer:
        if answer.status in _REDIRECTS:
            # http.client reads a header as Latin-1, and Vietnamese hosts write UTF-8.
            said = answer.headers.get("Location", "").encode("latin-1", "replace").decode("utf-8", "replace")
            return _target(said, base=url) or _nowhere(url, f"redirected to {said or 'nowhere'}")
        if answer.status != 200:  # noqa: PLR2004 - OK
            raise PageError(url, f"the host answered {answer.status} {getattr(answer, 'msg', '')}".rstrip())
        body = _unpacked(_limited(answer.read(_LARGEST + 1), url), answer.headers.get("Content-Encoding", ""), url=url)
        media, headers = answer.headers.get("Content-Type", ""), tuple(answer.headers.items())
        return FetchedPage(url=url, body=body, content_type=media, headers=headers)


@contextmanager
def _answer(url: str, settings: Settings) -> Iterator[addinfourl]:
    """Open an address; an error is an answer too, and every answer holds a connection until it is closed."""
    played = urlsplit(settings.replay)
    if not played.netloc:
        _must_be_public(url)
    opener = build_opener(_Stay, *([ProxyHandler({})] if played.netloc else []))
    try:
        try:
            answer = opener.open(_request(url, settings), timeout=_PATIENCE)
        except HTTPError as error:
            answer = error
        with answer:
            yield answer
    except (URLError, HTTPException, OSError) as error:
        raise PageError(url, f"could not be fetched ({getattr(error, 'reason', error)})") from error


def _request(url: str, settings: Settings) -> Request:
    asked, played = urlsplit(url), urlsplit(settings.replay)
    headers = {
        "User-Agent": f"diemtin (+{settings.contact or settings.site_url})",
        "Accept": "text/html",
        "Accept-Encoding": "gzip, deflate",
    }
    if not played.netloc:
        return Request(url, headers=headers)  # noqa: S310 - http(s) only, see `_target` and the caller
    headers |= {"Host": asked.netloc, "X-Forwarded-Proto": asked.scheme}
    return Request(urlunsplit((played.scheme, played.netloc, asked.path, asked.query, "")), headers=headers)  # noqa: S310


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: where it leads is looked at first, and asked of the same server."""

    def http_error_302(self, *_: object, **__: object) -> None:
        """Leave the answer as it is."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _target(written: str, *, base: str) -> str:
    """Return a written address in full and escaped, without its fragment; an empty string when it is none."""
    target = links.absolute(written, base=base)
    return safe_url_string(target).partition("#")[0] if target else ""


def _nowhere(url: str, reason: str) -> NoReturn:
    raise PageError(url, reason)


def _must_be_public(url: str) -> None:
    """Refuse a host on this machine or in a network behind it, as crawls do, unless a proxy is to find it.

    Raises:
        PageError: the host is none of the open internet.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme in getproxies() and not proxy_bypass(host):
        return
    try:
        found = socket.getaddrinfo(host, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise PageError(url, f"could not be fetched ({error})") from error
    private = sorted({str(address[0]) for *_, address in found if not is_public(str(address[0]))})
    if private:
        raise PageError(url, f"leads to the private address {private[0]}: give a saved page, or play it with --replay")


def _unpacked(body: bytes, encodings: str, *, url: str) -> bytes:
    """Return a body without its content encodings (RFC 9110, 8.4), also those that nobody asked for."""
    for coding in reversed([one.strip().lower() for one in encodings.split(",")]):
        match coding:
            case "" | "identity":
                continue
            case "gzip" | "x-gzip" | "deflate":
                body = _limited(_inflated(body, url), url)
            case _:
                raise PageError(url, f"came in the encoding {coding}, for which it was not asked")
    return body


def _inflated(body: bytes, url: str) -> bytes:
    """Return bytes unpacked up to a little more than the limit; some hosts send `deflate` without its zlib wrapper."""
    for window in (_GZIP_OR_ZLIB, _RAW):
        inflating = zlib.decompressobj(window)
        try:
            plain = inflating.decompress(body, _LARGEST + 1)
        except zlib.error:
            continue
        if inflating.eof or len(plain) > _LARGEST:
            return plain
    raise PageError(url, "came packed, and cannot be unpacked")


def _limited(body: bytes, url: str) -> bytes:
    if len(body) > _LARGEST:
        raise PageError(url, "more than 10 MB")
    return body
