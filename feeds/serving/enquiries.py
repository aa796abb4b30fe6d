"""What the server is asked beside files: whether it is well, which feeds carry an address, an OPML of some feeds."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any

from crawler import text
from feeds import opml
from feeds.catalogue import Kind, Site, Standing
from feeds.serving import http
from feeds.serving.http import Answer, Request, Route
from feeds.serving.published import Published, canonical

Carrying = Callable[[str], Sequence[str]]
"""Tells the paths, without an ending, of the feeds that carry an article; asked in a thread of its own."""

Fault = Callable[[], str]
"""Tells in words why the archive cannot be read; empty when it can. Likewise asked in a thread of its own."""

EMPTY = "nothing is published yet: run `diemtin publish`\n"

_PATIENCE = 5.0  # seconds that the archive may take to say that it is well
_LONGEST_URL = 2048
_LONGEST_SEARCH = 200
_KEPT = "public, max-age=300"
_KINDS = tuple(kind for kind in Kind if kind is not Kind.QUERY)  # which is never listed
_CHOICES = {"kind", "slug", "q"}


class Enquiries:
    """Answers from what is published, and from the archive where there is one."""

    def __init__(
        self,
        published: Callable[[], Awaitable[Published]],
        *,
        site: Site | None = None,
        carrying: Carrying | None = None,
        fault: Fault | None = None,
    ) -> None:
        """Ask these.

        Args:
            published: tells what is published now.
            site: where and by whom; as the catalogue has it unless given.
            carrying: knows articles that are older than what feeds carry.
            fault: looks after the archive.
        """
        self._published = published
        self._site = site
        self._carrying = carrying
        self._fault = fault
        self._looking: asyncio.Future[str] | None = None

    def routes(self) -> dict[str, Route]:
        """Return the addresses that are answered here."""
        return {
            "/healthz": Route(answer=self.health),
            "/readyz": Route(answer=self.readiness),
            "/feed-for": Route(answer=self.feeds_for),
            "/opml": Route(answer=self.selection),
        }

    async def health(self, _: Request) -> Answer:
        """Say that the process lives."""
        return http.text(HTTPStatus.OK, "ok\n")

    async def readiness(self, _: Request) -> Answer:
        """Say whether there is something to serve, and whether the archive can be read."""
        if not (await self._published()).standings:
            return http.text(HTTPStatus.SERVICE_UNAVAILABLE, EMPTY)
        fault = await self._fault_of_archive()
        return http.text(HTTPStatus.SERVICE_UNAVAILABLE, f"{fault}\n") if fault else http.text(HTTPStatus.OK, "ok\n")

    async def feeds_for(self, request: Request) -> Answer:
        """Tell which feeds carry an article, and which is its portal's."""
        (url, *_) = request.query.get("url", ("",))
        if len(url) > _LONGEST_URL or not canonical(url):
            return _wrong("name an article or a portal by its address: /feed-for?url=https://…")
        published = await self._published()
        further = await asyncio.to_thread(self._carrying, url) if self._carrying else ()
        portal = published.home_of(url)
        articles = dict.fromkeys((*published.of(url), *further))
        paths = dict.fromkeys((*articles, *([portal] if portal else [])))
        found = [{**published.listed[path], "carries": path in articles} for path in paths if path in published.listed]
        return _json({"url": url, "feeds": found})

    async def selection(self, request: Request) -> Answer:
        """Return some of the feeds as OPML: those of a kind, of a slug, whose names hold all words of a search."""
        query = request.query
        fault = _fault_of(query)
        if fault:
            return _wrong(fault)
        published = await self._published()
        words = text.fold(" ".join(query.get("q", ()))).split()
        chosen = [
            one
            for one in published.standings
            if one.spec.kind in query.get("kind", (one.spec.kind,))
            and one.spec.slug in query.get("slug", (one.spec.slug,))
            and all(word in _name(one) for word in words)
        ]
        if not chosen:
            return http.text(HTTPStatus.NOT_FOUND, "no feed is like that: /catalogue.json lists them all\n")
        body = await asyncio.to_thread(opml.render, chosen, site=self._site or published.site)
        headers = {"content-type": f"{opml.MEDIA_TYPE}; charset=utf-8", "cache-control": _KEPT}
        return Answer(status=HTTPStatus.OK, headers=headers, body=body)

    async def _fault_of_archive(self) -> str:
        """Look after the archive, one look at a time: an archive that hangs takes one thread, not one a request."""
        if self._fault is None:
            return ""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(asyncio.to_thread(self._fault))
        try:
            return await asyncio.wait_for(asyncio.shield(self._looking), _PATIENCE)
        except TimeoutError:
            return f"the archive did not answer within {_PATIENCE:.0f} seconds"


def _fault_of(query: http.Query) -> str:
    unknown = sorted(query.keys() - _CHOICES)
    if unknown:
        return "choose by kind, slug and q, each as often as you like"
    if not set(query.get("kind", ())) <= set(_KINDS):
        return f"the kinds are {', '.join(_KINDS)}"
    return (
        f"search for at most {_LONGEST_SEARCH} letters" if sum(map(len, query.get("q", ()))) > _LONGEST_SEARCH else ""
    )


def _name(one: Standing) -> str:
    return text.fold(f"{one.spec.title} {one.spec.title_en} {one.spec.slug} {one.spec.description}")


def _wrong(words: str) -> Answer:
    return http.text(HTTPStatus.BAD_REQUEST, f"{words}\n")


def _json(document: Any) -> Answer:
    body = f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode(errors="replace")
    headers = {"content-type": "application/json; charset=utf-8", "cache-control": _KEPT}
    return Answer(status=HTTPStatus.OK, headers=headers, body=body)
