"""The published files that may be subscribed to: which there are, and when one changed."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from feeds.catalogue import Site
from feeds.serving import application
from feeds.websub import protocol

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A published file as it stood at one moment."""

    body: bytes
    media_type: str
    digest: str


class Watched:
    """An output folder, as those see it who subscribe to its files."""

    def __init__(self, output: Path, *, site: Site) -> None:
        self._output = output
        self._site = site

    def path(self, topic: str) -> str:
        """Return which file of the folder an address is that of; empty where it is none that this server has.

        It need not be there. Only the address by which the file calls itself will do (5.1: the "self" link).
        """
        try:
            asked, base = urlsplit(protocol.decoded(topic)), urlsplit(self._site.address())
            elsewhere = _origin(asked) != _origin(base)
        except ValueError:
            return ""
        if elsewhere or asked.query or asked.fragment or not asked.path.startswith(base.path):
            return ""
        path = unquote(asked.path.removeprefix(base.path))
        return path if application.file_of(f"/{path}") == path else ""

    def address(self, path: str) -> str:
        """Return by which address a file calls itself."""
        return self._site.address(path)

    def stamp(self, path: str) -> str:
        """Return what differs when a file was written anew; empty when it is not there."""
        try:
            status = os.stat(f"{self._output}/{path}")  # noqa: PTH116 - Path takes three times as long
        except (OSError, ValueError):
            return ""
        return f"{status.st_mtime_ns}-{status.st_size}-{status.st_ino}"

    def content(self, path: str) -> Content | None:
        """Return a file as it stands now; None when it is not there."""
        try:
            body = (self._output / path).read_bytes()
        except (OSError, ValueError):
            return None
        return Content(body=body, media_type=application.media_type(path), digest=hashlib.sha256(body).hexdigest())


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)
