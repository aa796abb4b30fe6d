"""Which answer a request gets: of a function, where an address is routed to one, else of a published file."""

import asyncio
import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType

from feeds import opml
from feeds.catalogue import SUBSCRIBABLE, Format, Site
from feeds.serving import http, published, shelf, versions
from feeds.serving.enquiries import EMPTY, Carrying, Enquiries, Fault
from feeds.serving.http import Answer, Headers, Later, Request, Route
from feeds.serving.published import CATALOGUE, Folder, Published
from feeds.serving.shelf import Shelf

_UTF_8 = "; charset=utf-8"
_TYPES = {
    ".rss": Format.RSS.media_type + _UTF_8,
    ".atom": Format.ATOM.media_type + _UTF_8,
    ".html": Format.HTML.media_type + _UTF_8,
    ".opml": opml.MEDIA_TYPE + _UTF_8,
    ".json": "application/json" + _UTF_8,
    ".svg": "image/svg+xml" + _UTF_8,
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
}
_FEED_JSON = Format.JSON.media_type + _UTF_8
_HOME = "index.html"
_FEEDS = "feeds/"

_SAFE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",  # portals see from which site readers come, not the page
    "content-security-policy": (  # browsers show a feed as a tree with a style of their own
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
}
_EVERYONE = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Last-Modified, Link, Content-Range, Retry-After",
}
_COMMON = {**_SAFE, **_EVERYONE}
_PREFLIGHT = {
    **_COMMON,
    "access-control-allow-headers": "If-None-Match, If-Modified-Since, If-Range, Range, Content-Type",
    "access-control-max-age": "86400",
}
_READ = ("GET", "HEAD", "OPTIONS")
_UNKNOWN = "Không có nguồn tin hay trang nào ở địa chỉ này. / There is no such feed or page.\n"
_MOST_REMEMBERED = 4096  # requests, with heads of at most so many bytes
_LONGEST_REMEMBERED = 2048
_LEAST = 1024  # bytes of an answer that is worth packing

Links = Callable[[str], str]
"""Tells what the header `Link` of a file says, by its path; empty for nothing."""


class Application:
    """Answers requests for a folder of published files; belongs to the event loop's thread."""

    def __init__(
        self,
        output: Path,
        *,
        routes: Mapping[str, Route] | None = None,
        site: Site | None = None,
        carrying: Carrying | None = None,
        fault: Fault | None = None,
        memory: int = shelf.MEMORY,
    ) -> None:
        """Serve a folder, now and later.

        Args:
            output: the folder.
            routes: further addresses, by path: of the hub, of feeds made from a query.
            site: where and by whom the feeds are published; as the catalogue has it unless given.
            carrying: tells which feeds carry an article that is older than what they show.
            fault: tells why the archive cannot be read.
            memory: bytes of files that are kept in it.
        """
        self._folder = Folder(output)
        self._published: Published | None = None
        self._links = discovery(site) if site else _no_links
        # As long as no file changes: to requests that may come again; and the files' own, with how long they are kept.
        self._answers: dict[Request, Answer] = {}
        self._kept: dict[Answer, Answer] = {}
        self._shelf = Shelf(output, headers=self._headers, memory=memory, forgotten=self._forget)
        self._looking = asyncio.Lock()
        enquiries = Enquiries(self.published, site=site, carrying=carrying, fault=fault)
        self._routes = {**enquiries.routes(), **(routes or {})}

    def __call__(self, request: Request) -> Answer | Later:
        """Return the answer, or where it is not in memory what gives it."""
        path = request.path
        route = self._routes.get(path)
        if route:
            known = request.method in route.allowed and request.method != "OPTIONS"
            return partial(_routed, route, request) if known else _refusal(request.method, route.allowed)
        if request.method not in {"GET", "HEAD"}:
            return _refusal(request.method, _READ)
        file = file_of(path)
        version = self._shelf.current(file) if file else None
        if version is None:
            return partial(self._looked_up, file, request)
        return self._answers.get(request) or self._remembered(file, version, request=request)

    async def published(self) -> Published:
        """Return what is published, as it was when it was last looked at; look at it if nobody has."""
        if self._published is None:
            await self._look()
        return self._published or Published()

    async def refresh(self) -> None:
        """Take notice of what was published; to be called every few seconds."""
        await self._look()
        await self._shelf.refresh()

    async def _look(self) -> None:
        async with self._looking:
            found = await asyncio.to_thread(self._folder.read)
        if found is not self._published:
            self._published = found
            self._forget()

    def close(self) -> None:
        """Stop reading files."""
        self._shelf.close()

    async def _looked_up(self, file: str, request: Request) -> Answer:
        version = await self._shelf.fetched(file) if file else None
        if version:
            return self._of(file, version, request=request)
        return _empty() if file == _HOME else await self._missing(request.path)

    def _remembered(self, file: str, version: versions.Version, *, request: Request) -> Answer:
        answer = self._of(file, version, request=request)
        if answer.lasting and request.size <= _LONGEST_REMEMBERED:
            if len(self._answers) >= _MOST_REMEMBERED:
                self._answers.clear()
            self._answers[request] = answer
        return answer

    def _of(self, file: str, version: versions.Version, *, request: Request) -> Answer:
        plain = versions.answer(version, request)
        if plain.status >= HTTPStatus.BAD_REQUEST:
            return _with(plain, _COMMON)
        answer = self._kept.get(plain)
        if answer is None:
            answer = _with(plain, {"cache-control": self._cache_control(file)})
            if plain.lasting:
                self._kept[plain] = answer
        return answer

    def _forget(self) -> None:
        self._answers.clear()
        self._kept.clear()

    def _cache_control(self, file: str) -> str:
        return f"public, max-age={self._published.age(file) if self._published else published.USUAL}"

    async def _missing(self, path: str) -> Answer:
        """Return where to look instead; only known addresses are told, nothing of what was asked for."""
        nearest = (await self.published()).nearest(path)
        hint = f"Gần nhất / The nearest: /{nearest}\n" if nearest else ""
        words = f"{_UNKNOWN}{hint}Danh mục / All feeds: / , /{CATALOGUE}\n"
        return _with(http.text(HTTPStatus.NOT_FOUND, words), _COMMON)

    def _headers(self, file: str) -> Headers:
        links = self._links(file)
        return {
            "content-type": media_type(file),
            "vary": "accept-encoding",
            **_COMMON,
            **({"link": links} if links else {}),
        }


@lru_cache(maxsize=1024)
def file_of(path: str) -> str:
    """Return the file that an address asks for, from the output folder; empty when none may be served.

    Only what publishing writes is: known endings, no hidden files, no way out of the folder.
    """
    parts = (f"{path}{_HOME}" if path.endswith("/") else path).removeprefix("/").split("/")
    hidden = any(not part or part[0] == "." or "\\" in part or not part.isprintable() for part in parts)
    return "" if hidden or not path.startswith("/") or _ending(parts[-1]) not in _TYPES else "/".join(parts)


def media_type(file: str) -> str:
    """Return the media type of a published file, with its charset."""
    ending = _ending(file)
    return _FEED_JSON if ending == ".json" and file.startswith(_FEEDS) else _TYPES[ending]


def _ending(name: str) -> str:
    return name[name.rfind(".") :]


def discovery(site: Site) -> Links:
    """Return what tells a feed's own address and its hubs in the header (WebSub, 4), also of a query's feed."""
    endings = tuple(f".{form}" for form in SUBSCRIBABLE)

    def links(file: str) -> str:
        if not file.startswith(_FEEDS) or not file.partition("?")[0].endswith(endings):
            return ""
        return link(site.address(file), hubs=site.hubs)

    return links


def link(topic: str, *, hubs: Iterable[str]) -> str:
    """Return a header `Link` with a feed's own address and its hubs."""
    return ", ".join([*(f'<{hub}>; rel="hub"' for hub in hubs), f'<{topic}>; rel="self"'])


def _no_links(_: str) -> str:
    return ""


def _refusal(method: str, allowed: Iterable[str]) -> Answer:
    """Return what a browser asks before it asks (OPTIONS), else that an address does not know this method."""
    known = ", ".join(allowed)
    if method == "OPTIONS":
        headers = {**_PREFLIGHT, "access-control-allow-methods": known, "allow": known}
        return Answer(status=HTTPStatus.NO_CONTENT, headers=headers)
    refusal = http.text(HTTPStatus.METHOD_NOT_ALLOWED, f"this address knows {known}\n", allow=known)
    return _with(refusal, _COMMON)


def _empty() -> Answer:
    return _with(http.text(HTTPStatus.SERVICE_UNAVAILABLE, EMPTY, retry_after="60"), _COMMON)


def _with(answer: Answer, headers: Headers) -> Answer:
    """Return an answer with headers that it does not have of its own."""
    return replace(answer, headers={**headers, **answer.headers})


async def _routed(route: Route, request: Request) -> Answer:
    reading = request.method in {"GET", "HEAD"}
    asked = replace(request, method="GET") if request.method == "HEAD" else request
    answer = _with(await route.answer(asked), {"cache-control": "no-store", **_SAFE, **(_EVERYONE if reading else {})})
    if not reading or answer.status != HTTPStatus.OK or not isinstance(answer.body, bytes):
        return answer
    return await _negotiated(answer, answer.body, headers=request.headers)


async def _negotiated(answer: Answer, body: bytes, *, headers: Headers) -> Answer:
    """Return an answer made for the occasion as files are answered: with an ETag, as 304, packed."""
    own = answer.headers.get("etag", f'"{hashlib.sha256(body).hexdigest()[:32]}"')
    wanted = next(one for one in (*http.codings(headers.get("accept-encoding", "")), "") if one in _SPOKEN)
    packs = bool(wanted) and len(body) >= _LEAST
    etag = f'{own[:-1]}-gzip"' if packs else own
    tagged = {**answer.headers, "etag": etag, "vary": "accept-encoding"}
    if http.held(headers, etags=[etag, own], modified=_NEVER):
        kept = {name: value for name, value in tagged.items() if not name.startswith("content-")}
        return Answer(status=HTTPStatus.NOT_MODIFIED, headers=MappingProxyType(kept))
    if not packs:
        return Answer(status=answer.status, headers=tagged, body=body)
    packed = await asyncio.to_thread(gzip.compress, body, 6, mtime=0)
    return Answer(status=answer.status, headers={**tagged, "content-encoding": "gzip"}, body=packed)


_SPOKEN = {"gzip", ""}
_NEVER = 2**63  # made now: no date is later
