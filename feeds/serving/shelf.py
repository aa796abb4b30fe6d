"""The files that are asked for, kept in memory as far as it goes, and read again when they change."""

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

from feeds.serving import http, versions
from feeds.serving.versions import Version

MEMORY = 256 * 1024 * 1024
"""So many bytes of files are kept, packed and unpacked."""

_SHARE = 16  # a file of more than this part of the memory would drive out too many others
TRUSTED = 0.05
"""Seconds for which a file is taken to be what it was: hardly more than it takes to hear that it changed."""
_READERS = 2  # files that are read and packed at once, beside the requests


class Shelf:
    """The versions of a folder's files that were asked for last; belongs to the event loop's thread."""

    def __init__(
        self,
        output: Path,
        *,
        headers: Callable[[str], http.Headers],
        memory: int = MEMORY,
        trusted: float = TRUSTED,
        forgotten: Callable[[], None],
    ) -> None:
        """Keep files of a folder.

        Args:
            output: the folder.
            headers: what a file is sent with, by its path from there.
            memory: in bytes; files of more than a sixteenth of it are sent from the disk.
            trusted: seconds in which a file is not looked at again.
            forgotten: called when a version is let go, so that nobody else holds on to it.
        """
        self._output = output
        self._root = f"{output}/"
        self._headers = headers
        self._memory = memory
        self._trusted = trusted
        self._forgotten = forgotten
        self._weight = 0
        self._versions: OrderedDict[str, tuple[Version, float]] = OrderedDict()
        self._reading: dict[str, asyncio.Future[Version | None]] = {}
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="shelf")

    @property
    def weight(self) -> int:
        """How many bytes the versions take."""
        return self._weight

    def current(self, path: str) -> Version | None:
        """Return a file as it stands, if it is known as it stands; None when it must be fetched.

        A file that was looked at within the last twentieth of a second is not looked at again.
        """
        known = self._versions.get(path)
        if known is None:
            return None
        version, looked = known
        now = monotonic()
        if now - looked > self._trusted:
            if self._stamp(path) != version.stamp:
                return None
            self._versions[path] = (version, now)
            self._versions.move_to_end(path)
        return version

    async def fetched(self, path: str) -> Version | None:
        """Return a file as it stands, read and packed in another thread; None when there is no such file.

        Who asks for the same file meanwhile waits for the same reading.
        """
        reading = self._reading.get(path)
        if reading is None:
            reading = asyncio.ensure_future(self._read(path))
            self._reading[path] = reading
            reading.add_done_callback(lambda _: self._reading.pop(path))
        return await asyncio.shield(reading)

    async def refresh(self) -> None:
        """Read again the files that changed since they were asked for, so that nobody has to wait for it."""
        stamps = [(path, one.stamp) for path, (one, _) in self._versions.items()]
        for path in await asyncio.get_running_loop().run_in_executor(self._readers, self._changed, stamps):
            await self.fetched(path)

    def close(self) -> None:
        """Stop reading."""
        self._readers.shutdown(cancel_futures=True)

    async def _read(self, path: str) -> Version | None:
        loop = asyncio.get_running_loop()
        looked = monotonic()
        version = await loop.run_in_executor(self._readers, self._version, path)
        self._forget(path)
        if version:
            self._versions[path] = (version, looked)
            self._weight += version.weight
            while self._weight > self._memory:
                self._forget(next(iter(self._versions)))
        return version

    def _version(self, path: str) -> Version | None:
        return versions.read(self._output / path, headers=self._headers(path), largest=self._memory // _SHARE)

    def _forget(self, path: str) -> None:
        known = self._versions.pop(path, None)
        if known:
            self._weight -= known[0].weight
            self._forgotten()

    def _changed(self, stamps: Sequence[tuple[str, http.Stamp]]) -> list[str]:
        return [path for path, known in stamps if self._stamp(path) != known]

    def _stamp(self, path: str) -> http.Stamp | None:
        try:
            return versions.stamp(os.stat(self._root + path))  # noqa: PTH116 - Path takes as long again
        except OSError:
            return None
