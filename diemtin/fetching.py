"""One page fetched for a person who asked for it, outside any crawl, and as a crawl would: gates, cookies, TLS."""

import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from http.client import HTTPException
from typing import NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import (
    HTTPRedirectHandler,
    HTTPSHandler,
    ProxyHandler,
    Request,
    build_opener,
    getproxies,
    proxy_bypass,
)
from urllib.response import addinfourl

from protego import Protego
from w3lib.url import safe_url_string

from crawler import gates, links, run
from crawler.addresses import is_public
from crawler.errors import NotAnswered, PageError
from crawler.portal import Gate, Tls
from diemtin.configuration import Settings, SettingsWrong

_LARGEST = 10 * 1024 * 1024  # bytes, packed and unpacked
_PATIENCE = 30  # seconds
_PAUSE = 1.0  # seconds between two requests
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FURTHEST = 5  # redirects, as in a crawl
_GZIP_OR_ZLIB, _RAW = zlib.MAX_WBITS | 32, -zlib.MAX_WBITS
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)  # `baoa.vn:8080/` begins with a host
_SENT = re.compile(r"\s*([^=;\s]+)=([^;]*)")  # of a Set-Cookie header, without its attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A page as it came, unpacked.

    Attributes:
        url: its final address.
        headers: in the order in which they were sent.
        gate: that was passed before it.
    """

    url: str
    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...] = ()
    gate: Gate = Gate.NONE


@dataclass(frozen=True, slots=True)
class Cookies:
    """What hosts asked to be told again, by host without `www.`; and the hosts whose gate was passed."""

    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    gates: set[str] = field(default_factory=set)

    def of(self, url: str) -> dict[str, str]:
        """Return the cookies of an address's host, to be changed in place."""
        return self.kept.setdefault(links.bare(urlsplit(url).netloc), {})


def address(written: str) -> str:
    """Return an address in full; one that is written without a scheme is taken for https.

    Raises:
        SettingsWrong: it is none, or of another scheme than http and https.
    """
    if "://" not in written and not _SCHEME.match(written):
        written = f"https://{written.removeprefix('//')}"
    if not written.lower().startswith(("http://", "https://")):
        raise SettingsWrong(f"{written} cannot be fetched: only http:// and https:// can")
    return _target(written, base="") or _no_address(written)


def fetch(url: str, settings: Settings, *, cookies: Cookies | None = None) -> FetchedPage:
    """Fetch one address and where it leads, each hop through the replay server where one is set.

    A gate is passed by its cookie. A redirect is followed to an address that was asked before, if a cookie came
    with it that the host had not been told yet.

    Raises:
        PageError: it could not be fetched; says why.
    """
    known = cookies or Cookies()
    passed: list[tuple[str, dict[str, str]]] = []
    url = _target(url, base="") or _nowhere(url, "is no address: write it in full, with https://")
    while (state := (url, dict(known.of(url)))) not in passed and len(passed) <= _FURTHEST:
        passed.append(state)
        found = _hop(url, settings, known)
        if isinstance(found, FetchedPage):
            return found
        url = found
    way = " → ".join([*(one for one, _ in passed), url])
    circle = state in passed
    raise PageError(passed[0][0], f"redirected in a circle ({way})" if circle else f"redirected too often ({way})")


class Visitor:
    """Fetches several pages as a crawl would: what robots.txt allows, and no faster than it may."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pause = 0.0 if settings.replay else settings.delay or _PAUSE
        self._robots: dict[str, Protego | PageError] = {}
        self._cookies = Cookies()
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
        if isinstance(rules, NotAnswered):
            raise NotAnswered(url, rules.reason, kind=rules.kind)
        if isinstance(rules, PageError):
            raise PageError(url, f"its robots.txt cannot be had: {rules.reason}")
        if not rules.can_fetch(url, "diemtin"):
            raise PageError(url, "robots.txt forbids it")
        return self._fetch(url)

    def robots(self, url: str) -> str:
        """Return the robots.txt of an address's host as it was written; an empty string where there is none.

        Raises:
            PageError: it cannot be had.
        """
        parts = urlsplit(url)
        try:
            return self._fetch(f"{parts.scheme}://{parts.netloc}/robots.txt").body.decode("utf-8", errors="replace")
        except PageError as error:
            # RFC 9309, 2.3.1: what is not there forbids nothing, what cannot be had forbids all
            if error.reason.startswith("the host answered 4"):
                return ""
            raise

    def _rules(self, root: str) -> Protego | PageError:
        try:
            return Protego.parse(self.robots(root))
        except PageError as error:
            return error

    def _fetch(self, url: str) -> FetchedPage:
        if self._fetched:
            time.sleep(self._pause)
        self._fetched = True
        return fetch(url, self._settings, cookies=self._cookies)


def _hop(url: str, settings: Settings, cookies: Cookies) -> FetchedPage | str:
    """Return the page at an address, or the address that it redirects to: its own where a gate is to be passed."""
    with _answer(url, settings, cookies) as answer:
        cookies.of(url).update(_set(answer))
        if answer.status in _REDIRECTS:
            # http.client reads a header as Latin-1, and Vietnamese hosts write UTF-8.
            said = answer.headers.get("Location", "").encode("latin-1", "replace").decode("utf-8", "replace")
            return _target(said, base=url) or _nowhere(url, f"redirected to {said or 'nowhere'}")
        if answer.status != 200:  # noqa: PLR2004 - OK
            raise PageError(url, f"the host answered {answer.status} {getattr(answer, 'msg', '')}".rstrip())
        body = _unpacked(_limited(answer.read(_LARGEST + 1), url), answer.headers.get("Content-Encoding", ""), url=url)
        media, headers = answer.headers.get("Content-Type", ""), tuple(answer.headers.items())
    page = FetchedPage(url=url, body=body, content_type=media, headers=headers)
    return _gated(page, cookies)


def _gated(page: FetchedPage, cookies: Cookies) -> FetchedPage | str:
    """Return a page, or its address where it is a gate that was not passed yet."""
    host, shut = links.bare(urlsplit(page.url).netloc), gates.cookie(page.body)
    if shut and cookies.of(page.url).get(shut[0]) != shut[1]:
        cookies.of(page.url).update([shut])
        cookies.gates.add(host)
        return page.url
    return replace(page, gate=Gate.D1N) if host in cookies.gates and not shut else page


def _set(answer: addinfourl) -> dict[str, str]:
    """Return the cookies that an answer sets."""
    found = (_SENT.match(one) for one in answer.headers.get_all("Set-Cookie") or ())
    return {one[1]: one[2].strip() for one in found if one}


@contextmanager
def _answer(url: str, settings: Settings, cookies: Cookies) -> Iterator[addinfourl]:
    """Open an address; an error is an answer too, and every answer holds a connection until it is closed."""
    played = urlsplit(settings.replay)
    if not played.netloc:
        _must_be_public(url)
    opener = build_opener(
        _Stay, HTTPSHandler(context=_context(_tls(url))), *([ProxyHandler({})] if played.netloc else [])
    )
    try:
        try:
            answer = opener.open(_request(url, settings, cookies.of(url)), timeout=_PATIENCE)
        except HTTPError as error:
            answer = error
        with answer:
            yield answer
    except (URLError, HTTPException, OSError) as error:
        raise _unanswered(url, error.reason if isinstance(error, URLError) else error) from error


def _tls(url: str) -> Tls:
    """Return what the encryption of an address's host lacks, as its portal says."""
    host = links.bare(urlsplit(url).netloc)
    owners = (one for one in run.portals().values() if host in map(links.bare, one.hosts))
    return next((one.tls for one in owners), Tls.SOUND)


@cache  # to read the system's certificates takes 45 ms
def _context(profile: Tls) -> ssl.SSLContext:
    """Return how to speak to a host, as the spider's settings let a crawl."""
    context = ssl.create_default_context()
    if profile is not Tls.SOUND:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if profile is Tls.LEGACY:
        context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)  # Python names it from 3.12 on
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


def _unanswered(url: str, cause: object) -> NotAnswered:
    """Return what is to be told of a host that did not answer."""
    match cause:
        case socket.gaierror():
            return NotAnswered(
                url, f"the name of its host cannot be resolved ({cause.strerror})", kind="name-resolution"
            )
        case ConnectionRefusedError():
            return NotAnswered(url, "its host refused the connection", kind="refused")
        case ssl.SSLError():
            why = getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or str(cause)
            return NotAnswered(url, f"its host's encryption (TLS) is not sound: {why}", kind="tls")
        case TimeoutError():
            return NotAnswered(url, f"its host did not answer in {_PATIENCE} seconds", kind="time-out")
    return NotAnswered(url, f"could not be fetched ({cause})", kind="connection")


def _request(url: str, settings: Settings, cookies: dict[str, str]) -> Request:
    asked, played = urlsplit(url), urlsplit(settings.replay)
    headers = {
        "User-Agent": f"diemtin (+{settings.contact or settings.site_url})",
        "Accept": "text/html",
        "Accept-Encoding": "gzip, deflate",
    }
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
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


def _no_address(written: str) -> NoReturn:
    raise SettingsWrong(f"{written!r} is no address: write it in full, with https://")


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
        raise _unanswered(url, error) from error
    private = sorted({str(address[0]) for *_, address in found if not is_public(str(address[0]))})
    if private:
        reason = f"leads to the private address {private[0]}: give a saved page, or play it with --replay"
        raise NotAnswered(url, reason, kind="offsite")


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
