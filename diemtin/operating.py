"""The service put together: its processes find the same settings, and the archive is open as long as it runs."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from crawler import run as crawls
from crawler.archive import Archive
from crawler.portal import Portal
from diemtin import configuration, wiring
from diemtin.operation.children import Child, Errands, Process
from diemtin.operation.service import Service
from diemtin.settings import Settings


def run(reload: Callable[[], Settings], names: Sequence[str], *, file: Path | None, every: bool) -> None:
    """Run the service until it is told to stop.

    Args:
        reload: returns the settings in force.
        names: of portals; none for all that are in service.
        file: the settings file.
        every: whether portals that are only inferred are crawled as well.
    """
    settings = reload()
    with wiring.opened(settings) as store:
        current = settings

        def again() -> Settings:
            nonlocal current
            current = reload()
            return current

        def start(errands: Errands) -> Child:
            return Process.start(errands, environment=configuration.environment(current, file), now=wiring.now())

        service = Service(
            settings,
            lambda said: portals(said, store, names, every=every),
            store=store,
            clock=wiring.now,
            start=start,
            reload=again,
        )
        service.run()


def portals(settings: Settings, store: Archive, names: Sequence[str], *, every: bool) -> Mapping[str, Portal]:
    """Return the portals in service; of those named the ones that there still are: the operator's own may have gone."""
    there = [name for name in names if name in crawls.portals()]
    if names and not there:
        return {}
    return wiring.chosen(settings, there, passed=store.reader.passed(), every=every)
