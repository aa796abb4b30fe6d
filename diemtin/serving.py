"""The server put together: the published folder, feeds made from queries, the hub."""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

from crawler import links, run
from crawler.archive import Archive
from crawler.errors import ArchiveError, ArchiveMissing
from diemtin import wiring
from diemtin.configuration import Settings
from diemtin.status import routes as status
from feeds.catalogue import Site
from feeds.serving import queries
from feeds.serving.answering import Answers
from feeds.serving.application import discovery
from feeds.serving.http import Route
from feeds.serving.serve import Background
from feeds.serving.serve import serve as serve_folder
from feeds.websub import hub, ledger, subscriptions
from feeds.websub.callbacks import Callbacks
from feeds.websub.hub import Hub
from feeds.websub.subscriptions import Subscriptions
from feeds.websub.watched import Watched

logger = logging.getLogger(__name__)

_INDEXING = 30.0  # seconds between two looks for what searches do not find yet


def serve(settings: Settings, *, ready: Callable[[str], None]) -> None:
    """Serve what is published, until the process is told to stop.

    Queries and the status are answered as soon as there is an archive. What is published is served without.

    Args:
        settings: where everything is.
        ready: told the address once connections are taken there.

    Raises:
        CannotListen: the address cannot be listened on.
        LedgerUnusable: the hub's file of subscriptions cannot be used.
    """
    routes: dict[str, Route] = {}
    background: list[Background] = []
    with ExitStack() as stack:
        store = _archive(settings, stack)
        answers = _answers(settings, store)
        routes.update(queries.routes(answers, links=discovery(_asked_site(settings))))
        background.append(partial(_keep_indexed, store))
        if settings.status:
            routes.update(status.routes(store, settings, clock=wiring.now))
        if settings.hub:
            own = _hub(settings, stack, answers=answers)
            routes["/hub"] = Route(answer=own.answer, methods=hub.METHODS)
            background.append(own.run)
        serve_folder(
            settings.output,
            host=settings.host,
            port=settings.port,
            ready=ready,
            background=background,
            routes=routes,
            site=wiring.site(settings),
            carrying=partial(_carrying, store),
            fault=partial(_fault, store),
        )


class _Awaited:
    """Stands in for an archive that is not there yet, until it is: the first crawl may come after the server."""

    def __init__(self, settings: Settings, stack: ExitStack) -> None:
        self._settings = settings
        self._stack = stack
        self._store: Archive | None = None
        self._opening = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        """Return what the archive has by that name.

        Raises:
            ArchiveMissing: it is not there yet; other errors as when an archive is opened.
        """
        with self._opening:
            if self._store is None:
                self._store = self._stack.enter_context(wiring.read(self._settings))
                logger.warning("archive=found")
        return getattr(self._store, name)


def _archive(settings: Settings, stack: ExitStack) -> Archive:
    try:
        return stack.enter_context(wiring.read(settings))
    except ArchiveMissing:
        logger.warning("archive=missing queries=unanswered until=%r", "there is one")
        return cast("Archive", _Awaited(settings, stack))


def _answers(settings: Settings, store: Archive) -> Answers:
    portals, subjects = list(run.portals().values()), wiring.subjects(settings)
    return Answers(store, portals=portals, subjects=subjects, site=_asked_site(settings))


def _asked_site(settings: Settings) -> Site:
    """Return what feeds of queries say of the place: they are pushed by our own hub alone, no other hears of them."""
    site = wiring.site(settings)
    return replace(site, hubs=(site.address("hub"),) if settings.hub else ())


def _hub(settings: Settings, stack: ExitStack, *, answers: Answers) -> Hub:
    engine = stack.enter_context(ledger.opened(settings.hub_file, subscriptions.tables))
    site = wiring.site(settings)
    return Hub(
        Watched(settings.output, site=site, answers=answers),
        Subscriptions(engine),
        address=site.address("hub"),
        callbacks=Callbacks(agent=wiring.agent(settings)),
        clock=wiring.now,
    )


async def _keep_indexed(store: Archive, stop: asyncio.Event) -> None:
    """Take up what is new before somebody asks for it: the first index of a large archive takes minutes."""
    while not stop.is_set():
        try:
            await asyncio.to_thread(lambda: store.search.catch_up())  # noqa: PLW0108 - there may be no archive yet
        except ArchiveMissing:
            logger.debug("index=none archive=missing")
        except ArchiveError as error:
            logger.warning("index=behind reason=%r", str(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _INDEXING)


def _carrying(store: Archive, url: str) -> list[str]:
    """Return the paths of the feeds that carry an article, also one that has left them for their histories.

    Of a story that several portals told, the feeds of several portals carry the first telling.
    """
    host = links.bare(urlsplit(url).netloc)
    keys = [key for one in run.portals().values() if host in map(links.bare, one.hosts) for key in one.keys(url)]
    try:
        ids = sorted(set(store.known(keys).values()))
        gone, left_out = store.reader.gone(ids), store.reader.accounted(ids)
        there = [entry.article for entry in store.reader.by_id(ids) if entry.article.id not in gone]
    except ArchiveMissing:
        return []
    first = [article for article in there if article.id not in left_out]
    own = [f"feeds/portals/{article.portal}" for article in there]
    topics = [f"feeds/topics/{topic.slug}" for article in first for topic in article.topics]
    return [*own, *(["feeds/all"] if first else []), *topics]


def _fault(store: Archive) -> str:
    try:
        store.journal.touched()
    except ArchiveMissing:
        return ""  # what is published is served without
    except ArchiveError as error:
        return str(error)
    return ""
