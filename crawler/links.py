"""Addresses: one form for each article, however a portal writes its link."""

import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"utm_\w+|at_(medium|campaign|custom\d|link_\w+)|mc_[ce]id|[a-z]{1,2}clid|msclkid|gidzl|zarsrc|zalo_\w+|_gl|_ga|igsh(id)?"
    r"|[gw]braid|srsltid|mibextid|li_fat_id|_x_tr_\w+|cx_testid|fb_\w+|_afrloop|_adf\.ctrl-state|amp|print|view_?mode|xtor|spm|cmpid|ncid|outputtype",
    re.IGNORECASE,
)
_OTHER_FACES = re.compile(r"^(www\d?|m|mobile|amp)\.")
_PORT = re.compile(r":(80|443)$")
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_AMP = re.compile(r"^/amp(?=/)|/amp/?$|\.amp(?=\.html?$|$)")
# Nearly every address is written in one of these forms, and needs none of urllib's care, which costs 30 microseconds.
_WHOLE = re.compile(r"https?://[^\s/?#\[\]\\]+(?:[/?#]\S*)?")
_ROOTED = re.compile(r"/(?![/\\])(?:(?!/\.)\S)*")
_SLASHES = re.compile(r"/{2,}")
_ESCAPED_SLASH = re.compile("%2f", re.IGNORECASE)
_UNESCAPED = re.compile(r"[\w/.~-]*", re.ASCII)
_KEPT = "/-._~!$&'()*+,;=:@"  # RFC 3986, section 3.3: what a path may hold unescaped


def absolute(href: str, *, base: str) -> str:
    """Return `href` as an absolute http(s) address, or an empty string when it is none (`tel:`, `javascript:`)."""
    written = href.strip()
    if _WHOLE.fullmatch(written):
        return written
    try:
        if _ROOTED.fullmatch(written) and (root := _root(base)):
            return root + written
        url = urljoin(base, written) if written else ""
        parts = urlsplit(url)
    except ValueError:  # urllib's word for a malformed IPv6 host
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


@lru_cache(maxsize=64)
def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else ""


@lru_cache(maxsize=256)
def bare(host: str) -> str:
    """Return the host in lower case without a default port and without `www.`, `m.`, `amp.`."""
    return _OTHER_FACES.sub("", _PORT.sub("", host.lower().rsplit("@", 1)[-1])).rstrip(".")


def without_tracking(url: str, *, arguments: frozenset[str] | None = None) -> str:
    """Return the address a reader is given: as listed, without fragment and tracking arguments.

    `arguments` are the only ones that are kept, where given.
    """
    parts = urlsplit(url)
    pairs = [(pair.split("=", 1)[0], pair) for pair in parts.query.split("&") if pair]
    kept = [pair for name, pair in pairs if not _is_tracking(name) and (arguments is None or name in arguments)]
    return urlunsplit(parts._replace(query="&".join(kept), fragment=""))


@lru_cache(maxsize=4096)
def canonical(
    url: str,
    *,
    hosts: Sequence[str] = (),
    variants: Sequence[tuple[str, str]] = (),
    arguments: frozenset[str] | None = None,
) -> str:
    """Return the one form of an article's address by which articles are told apart.

    https whatever the scheme, no `www.`, former hosts as the first of `hosts`, no default port, session, fragment,
    AMP or print form, tracking arguments; the rest of the arguments sorted, escapes in one way, text in NFC, no
    slash at the end. It identifies; it need not be fetchable.

    Args:
        url: absolute.
        hosts: of one portal, today's first.
        variants: (pattern, replacement) pairs for the path: print and mobile forms of a CMS.
        arguments: the only ones that are kept, where given.

    >>> canonical("http://www.Baochinhphu.vn:80/a-b-102.htm?utm_source=rss#top")
    'https://baochinhphu.vn/a-b-102.htm'
    """
    parts = urlsplit(url)
    host = bare(parts.netloc)
    if host in map(bare, hosts):
        host = bare(hosts[0])
    return urlunsplit(("https", host, _path(parts.path, variants), _query(parts.query, arguments), ""))


@lru_cache(maxsize=1024)
def article_id(key: str) -> str:
    """Mint the public id of the article whose canonical link is `key` (RFC 9562, version 5, URL namespace)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, key).urn


def plain_path(path: str, *, variants: Iterable[tuple[str, str]] = ()) -> str:
    """Return the path of the article itself, given that of one of its faces: AMP, print, in a session."""
    path = _SLASHES.sub("/", _AMP.sub("", _SESSION.sub("", path)))
    for pattern, replacement in variants:
        path = re.sub(pattern, replacement, path)
    return path


def _path(path: str, variants: Iterable[tuple[str, str]]) -> str:
    plain = plain_path(path, variants=variants)
    if _UNESCAPED.fullmatch(plain):
        return plain.rstrip("/")
    parts = _ESCAPED_SLASH.split(plain)  # RFC 3986, section 2.2: it is data, not `/`
    return "%2F".join(quote(unicodedata.normalize("NFC", unquote(part)), safe=_KEPT) for part in parts).rstrip("/")


def _query(query: str, arguments: frozenset[str] | None) -> str:
    if not query:
        return ""
    pairs = [
        (name, unicodedata.normalize("NFC", value))
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _is_tracking(name) and (arguments is None or name in arguments)
    ]
    return urlencode(sorted(pairs), quote_via=quote)


def _is_tracking(name: str) -> bool:
    return _TRACKING.fullmatch(name) is not None
