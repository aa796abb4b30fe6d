"""What may be subscribed to: which published files and which queries, and when one changed."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from crawler.errors import ArchiveError
from feeds.catalogue import Format, Site
from feeds.errors import QueriesTooMany, QueryWrong
from feeds.serving import application
from feeds.serving.answering import Answers
from feeds.websub import protocol

_PORTS = {"http": 80, "https": 443}
_QUERIES = {f"feeds/query.{form}": form for form in Format}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A published file, or the feed of a query, as it stood at one moment."""

    body: bytes
    media_type: str
    digest: str


def is_query(path: str) -> bool:
    """Return whether a path is that of a query's feed, not of a file."""
    return "?" in path


class Watched:
    """An output folder, and the queries beside it, as those see them who subscribe to them; any thread may ask."""

    def __init__(self, output: Path, *, site: Site, answers: Answers | None = None) -> None:
        """Watch these.

        Args:
            output: the folder.
            site: under which address it is published.
            answers: answers queries; none are known without.
        """
        self._output = output
        self._site = site
        self._answers = answers

    def path(self, topic: str) -> str:
        """Return which file or query an address is that of; empty where it is none that this server has.

        It need not be there. Only the address by which the file calls itself will do (5.1: the "self" link); a query
        may be written otherwise.
        """
        try:
            asked, base = urlsplit(protocol.decoded(topic)), urlsplit(self._site.address())
            elsewhere = _origin(asked) != _origin(base)
        except ValueError:
            return ""
        if elsewhere or asked.fragment or not asked.path.startswith(base.path):
            return ""
        path = unquote(asked.path.removeprefix(base.path))
        if asked.query:
            return self._query(path, asked.query)
        return path if application.file_of(f"/{path}") == path else ""

    def address(self, path: str) -> str:
        """Return by which address a file or a query calls itself."""
        return self._site.address(path)

    def stamp(self, path: str) -> str:
        """Return what differs when a file was written anew, or the archive changed; empty when it is not there."""
        return self.stamps([path])[path]

    def stamps(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the stamps of several, by path; the archive is asked once for all queries."""
        asked = list(paths)
        serial = self._serial() if any(map(is_query, asked)) else ""
        return {path: serial if is_query(path) else self._stamp(path) for path in asked}

    def content(self, path: str) -> Content | None:
        """Return a file or a query's feed as it stands now; None when it is not there, or cannot be had now."""
        if is_query(path):
            return self._found(path)
        try:
            body = (self._output / path).read_bytes()
        except (OSError, ValueError):
            return None
        return Content(body=body, media_type=application.media_type(path), digest=hashlib.sha256(body).hexdigest())

    def _stamp(self, path: str) -> str:
        try:
            status = os.stat(f"{self._output}/{path}")  # noqa: PTH116 - Path takes three times as long
        except (OSError, ValueError):
            return ""
        return f"{status.st_mtime_ns}-{status.st_size}-{status.st_ino}"

    def _serial(self) -> str:
        if self._answers:
            with suppress(ArchiveError):
                return str(self._answers.serial())
        return ""

    def _query(self, place: str, arguments: str) -> str:
        if self._answers and place in _QUERIES:
            with suppress(QueryWrong, ArchiveError):
                return self._answers.file(arguments, _QUERIES[place])
        return ""

    def _found(self, path: str) -> Content | None:
        place, _, arguments = path.partition("?")
        if self._answers is None:
            return None
        try:
            found = self._answers.answer(arguments, _QUERIES[place])
        except (QueryWrong, QueriesTooMany, ArchiveError):
            return None
        return Content(body=found.body, media_type=found.media_type, digest=found.digest)


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)
