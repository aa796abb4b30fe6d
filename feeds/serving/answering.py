"""Queries answered as feeds: a few at once, and each only once as long as the archive stays as it is.

Any thread may ask.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore, Lock

from crawler.archive import Archive
from crawler.document import Grouping
from crawler.portal import Portal
from feeds import composing, querying, titles
from feeds.catalogue import Format, Site, Subject
from feeds.entries import Feed
from feeds.errors import QueriesTooMany
from feeds.rendering import RENDERERS

_RENDERING = Lock()  # feedgen sets the process's locale for a moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A feed as it is sent.

    Attributes:
        file: the path by which it calls itself, with the arguments of the query in their one form.
        media_type: with its charset.
        digest: of the body: another one means another feed, so it makes a strong ETag.
        modified: when the newest change in it was seen. What was taken down leaves it as it was: that is seen by
            the digest alone.
        serial: the journal's last when it was made.
    """

    file: str
    body: bytes
    media_type: str
    digest: str
    modified: datetime
    serial: int


class Answers:
    """Answers queries from one archive."""

    def __init__(
        self,
        archive: Archive,
        *,
        portals: Sequence[Portal],
        subjects: Iterable[Subject],
        site: Site,
        at_once: int = 2,
        patience: float = 5.0,
        room: int = 64_000_000,
    ) -> None:
        """Take what is told apart from queries.

        Args:
            archive: which is searched.
            portals: those that may be named.
            subjects: likewise the topics.
            site: where the feeds are published.
            at_once: how many queries are answered at a time.
            patience: seconds for which the others wait.
            room: bytes of answers that are kept.
        """
        self._archive = archive
        self._known = querying.known(portals, list(subjects), issuers=self._issuers)
        self._site = site
        self._places = BoundedSemaphore(at_once)
        self._patience = patience
        self._kept = _Kept(room)

    def answer(self, written: str, form: Format) -> Answer:
        """Return the feed of a query as it stands in an address, without its question mark.

        Raises:
            QueryWrong: it cannot be, and says why.
            QueriesTooMany: others are being answered; the same works later.
            ArchiveError: the archive cannot be used, or may only be read and what is newest in it is not indexed.
        """
        query = querying.parse(written, known=self._known)
        spec = titles.spec(query, known=self._known)
        serial = self.serial()
        kept = self._kept.get(spec.file(form), serial=serial)
        if kept:
            return kept
        with self._place():
            kept = self._kept.get(spec.file(form), serial=serial)  # whoever was here before may have asked the same
            if kept:
                return kept
            chosen = querying.chosen(self._archive, query)
            made = composing.compose(self._archive, spec, chosen, site=self._site, names=self._known.names)
            answer = _rendered(made, form, file=spec.file(form), serial=serial)
        self._kept.keep(spec.file(form), answer)
        return answer

    def file(self, written: str, form: Format) -> str:
        """Return by which path the feed of a query calls itself.

        Raises:
            QueryWrong: likewise.
        """
        return titles.spec(querying.parse(written, known=self._known), known=self._known).file(form)

    def serial(self) -> int:
        """Return the journal's last: as long as it stays, every answer does.

        Raises:
            ArchiveError: the archive cannot be read.
        """
        return self._archive.search.last()

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=self._patience):
            raise QueriesTooMany("too many queries are being answered: ask again in half a minute")
        try:
            yield
        finally:
            self._places.release()

    def _issuers(self) -> Mapping[str, str]:
        return {one.slug: one.name for one in self._archive.documents.groups() if one.grouping is Grouping.ISSUER}


class _Kept:
    """Answers that were given, those last that were asked for last."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._taken = 0
        self._lock = Lock()

    def get(self, path: str, *, serial: int) -> Answer | None:
        """Return an answer that still holds."""
        with self._lock:
            answer = self._answers.get(path)
            if answer is None or answer.serial != serial:
                return None
            self._answers.move_to_end(path)
            return answer

    def keep(self, path: str, answer: Answer) -> None:
        """Keep an answer; those that were not asked for longest make room."""
        with self._lock:
            old = self._answers.pop(path, None)
            self._answers[path] = answer
            self._taken += len(answer.body) - (len(old.body) if old else 0)
            while self._taken > self._room:
                _, dropped = self._answers.popitem(last=False)
                self._taken -= len(dropped.body)


def _rendered(feed: Feed, form: Format, *, file: str, serial: int) -> Answer:
    with _RENDERING:
        body = RENDERERS[form](feed)
    return Answer(
        file=file,
        body=body,
        media_type=f"{form.media_type}; charset=utf-8",
        digest=hashlib.sha256(body).hexdigest()[:32],
        modified=feed.updated,
        serial=serial,
    )
