"""The service put together: its processes find the same settings, and the archive is open as long as it runs."""

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler import run as crawls
from crawler.archive import Archive
from crawler.portal import Portal
from diemtin import configuration, wiring
from diemtin.configuration import SettingsWrong
from diemtin.operation.children import Child, Errands, Process
from diemtin.operation.service import Service
from diemtin.settings import Settings

logger = logging.getLogger(__name__)


def run(reload: Callable[[], Settings], names: Sequence[str], *, file: Path | None, every: bool) -> None:
    """Run the service until it is told to stop.

    Args:
        reload: returns the settings in force.
        names: of portals; none for all that are in service.
        file: the settings file.
        every: whether portals that are only inferred are crawled as well.
    """
    with TemporaryDirectory(prefix="diemtin-") as folder:
        _run(_Settled(reload, names, file=file, kept=Path(folder) / "diemtin.toml"), names, every=every)


def _run(settled: "_Settled", names: Sequence[str], *, every: bool) -> None:
    settings = settled.read()
    if not settings.contact:
        logger.warning("contact=missing remedy=%r", "portals cannot reach you: set `contact`")
    with wiring.opened(settings) as store:

        def start(errands: Errands) -> Child:
            return Process.start(errands, environment=settled.environment(), now=wiring.now())

        service = Service(
            settings,
            lambda said: portals(said, store, names, every=every),
            store=store,
            clock=wiring.now,
            start=start,
            reload=settled.read,
        )
        service.run()


class _Settled:
    """The settings that the service and its processes go by: those that were right when they were last read.

    A process of its own reads the settings file, too. It is given a copy of what the file said then, so that one that
    is being written, is wrong or is gone stops nothing.
    """

    def __init__(self, reload: Callable[[], Settings], names: Sequence[str], *, file: Path | None, kept: Path) -> None:
        self._reload = reload
        self._names = names
        self._file = file
        self._kept = kept
        self._settings: Settings | None = None

    def read(self) -> Settings:
        """Return the settings as they are now.

        Raises:
            SettingsWrong: they are wrong, or name another archive than is open; those of before are still in force.
        """
        said = self._said()
        found = self._reload()
        if self._settings and found.archive != self._settings.archive:
            wiring.check(self._settings)  # whose portals of one's own are there again
            raise SettingsWrong("another `archive` needs a restart: the one that is open stays")
        if self._file:
            self._kept.write_bytes(said)
        self._settings = found
        if gone := [name for name in self._names if name not in crawls.portals()]:
            logger.warning("portals=gone names=%s", ",".join(gone))
        return found

    def environment(self) -> dict[str, str]:
        """Return the environment in which a process finds the same settings."""
        assert self._settings is not None
        return configuration.environment(self._settings, self._kept if self._file else None)

    def _said(self) -> bytes:
        try:
            return self._file.read_bytes() if self._file else b""
        except OSError:
            return b""  # which to read again tells


def portals(settings: Settings, store: Archive, names: Sequence[str], *, every: bool) -> Mapping[str, Portal]:
    """Return the portals in service; of those named the ones that there still are: the operator's own may have gone."""
    there = [name for name in names if name in crawls.portals()]
    if names and not there:
        return {}
    return wiring.chosen(settings, there, passed=store.reader.passed(), every=every)
