"""The status over HTTP: the page, the metrics, what broken answers looked like; and the page as a file."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path

from crawler import dom, run
from crawler.archive import Archive, condition
from crawler.archive.chronicle import Evidence
from crawler.errors import ArchiveError
from crawler.outcomes import REST
from diemtin.settings import Settings
from diemtin.status import gathering, metrics, page, troubles
from diemtin.status.gathering import Known
from diemtin.status.state import State
from feeds import files
from feeds.serving import http
from feeds.serving.http import Answer, Request, Route

FILE = "status.html"
"""Where the page stands in the output folder."""

_KEPT = timedelta(seconds=15)
"""How long a state is told again: a page that many ask for costs the archive no more than one does."""

_NO_STORE = "no-store"
_LATER = "30"  # seconds
_SEALED = "default-src 'none'; sandbox; frame-ancestors 'none'"
_QUIET_HEADERS = frozenset({"set-cookie", "set-cookie2", "authorization", "proxy-authenticate"})


def gathered(
    store: Archive,
    settings: Settings,
    *,
    now: datetime,
    only: str | None = None,
    brief: bool = False,
    known: Known | None = None,
) -> State:
    """Return how everything stands.

    Args:
        store: the archive.
        settings: tell which portals are crawled.
        now: aware.
        only: name of the portal that is told of; None for all there are.
        brief: as `gathering.gather` takes it.
        known: likewise.

    Raises:
        ArchiveError: the archive cannot be read.
    """
    passed = store.reader.passed()
    portals = [one for name, one in run.portals().items() if only in {None, name}]
    enabled = {one.name for one in portals if settings.is_enabled(one, passed=passed)}
    size = None if brief else condition.of(settings.archive).size
    return gathering.gather(store, portals, enabled=enabled, now=now, size=size, brief=brief, known=known)


def write(told: State, output: Path) -> bool:
    """Write the page into the output folder, whole or not at all, and return whether it changed.

    Raises:
        OutputUnwritable: it cannot be written.
    """
    return files.write(output / FILE, page.page(told, now=told.at, live=False))


def routes(store: Archive, settings: Settings, *, clock: Callable[[], datetime]) -> Mapping[str, Route]:
    """Return what answers /status, /metrics and the addresses of saved answers, by path.

    Args:
        store: the archive, open for reading as long as the routes are used.
        settings: tell which portals are crawled.
        clock: returns an aware now.
    """
    known: Known = {}
    latest = _Latest(partial(gathered, store, settings, known=known), clock=clock)
    saved = {
        f"/{troubles.EVIDENCE}/{portal.name}/{path}": Route(answer=partial(_evidence, store, portal.name, path))
        for portal in run.portals().values()
        for path in (*(section.path for section in portal.sections), REST)
    }
    return {
        "/status": Route(answer=partial(_told, latest, _page, "text/html; charset=utf-8")),
        "/metrics": Route(answer=partial(_told, latest, metrics.metrics, metrics.MEDIA_TYPE)),
        **saved,
    }


class _Latest:
    """How everything stood a moment ago; gathered by one request at a time, for all that ask meanwhile."""

    def __init__(self, gather: Callable[..., State], *, clock: Callable[[], datetime]) -> None:
        self._gather = gather
        self._clock = clock
        self._state: State | None = None
        self._made: dict[Callable[[State], bytes], bytes] = {}
        self._gathering = asyncio.Lock()

    async def told(self, make: Callable[[State], bytes]) -> bytes:
        """Return what is made of the state, made once for each state."""
        async with self._gathering:
            now = self._clock()
            if self._state is None or not timedelta(0) <= now - self._state.at < _KEPT:
                self._state = await asyncio.to_thread(self._gather, now=now)
                self._made.clear()
            if make not in self._made:
                self._made[make] = await asyncio.to_thread(make, self._state)
            return self._made[make]


def _page(told: State) -> bytes:
    return page.page(told, now=told.at)


async def _told(latest: _Latest, make: Callable[[State], bytes], media_type: str, _request: Request) -> Answer:
    try:
        body = await latest.told(make)
    except ArchiveError:  # which names files of this machine
        return _unreadable()
    return Answer(status=HTTPStatus.OK, headers={"content-type": media_type, "cache-control": _NO_STORE}, body=body)


async def _evidence(store: Archive, portal: str, section: str, _request: Request) -> Answer:
    try:
        found = await asyncio.to_thread(store.chronicle.evidence, portal, section)
    except ArchiveError:
        return _unreadable()
    if found is None:
        return http.text(HTTPStatus.NOT_FOUND, "Không có trang nào được giữ lại. / No answer of it is kept.\n")
    said = await asyncio.to_thread(shown, found)
    return http.text(HTTPStatus.OK, said, content_security_policy=_SEALED, x_robots_tag="noindex")


def shown(found: Evidence) -> str:
    """Return a broken answer as text: where and when it came, its status and headers, then what it says."""
    headers = [
        f"{name}: {value}" for name, value in sorted(found.headers.items()) if name.lower() not in _QUIET_HEADERS
    ]
    told = [f"URL: {found.url}", f"Date: {found.at.isoformat()}", f"Problem: {found.kind}", f"Status: {found.status}"]
    content_type = next((value for name, value in found.headers.items() if name.lower() == "content-type"), "")
    return "\n".join([*told, *headers, "", dom.decoded(found.body, content_type=content_type)])


def _unreadable() -> Answer:
    return http.text(HTTPStatus.SERVICE_UNAVAILABLE, "the archive cannot be read now\n", retry_after=_LATER)
