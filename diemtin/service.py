"""The service: `schedule` decides when, the database remembers, subprocesses crawl."""

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

import schedule

from crawler.archive import Archive
from crawler.archive.reading import PortalState
from diemtin import configuration
from diemtin.configuration import Settings

logger = logging.getLogger(__name__)

_TICK = 20  # seconds between two looks at what is due
_LONGEST = 3600.0  # seconds; a crawl that takes longer hangs
_GRACE = 60.0  # seconds that a crawl has to finish the page in hand

Crawl = Callable[[Sequence[str]], None]
"""Crawls portals; returns when it is done."""


def due(
    names: Sequence[str],
    states: Mapping[str, PortalState],
    *,
    settings: Settings,
    tried: Mapping[str, datetime],
    now: datetime,
) -> list[str]:
    """Return the portals whose interval is over since their last crawl, the longest due first.

    Args:
        names: of the portals in service.
        states: what the archive remembers of them; one that was never crawled is due.
        tried: when this service last started a crawl of each, so that one that cannot even start is not started
            again at every tick.
        settings: tell the intervals.
        now: aware.
    """

    def last(name: str) -> datetime | None:
        moments = [states[name].last_crawl if name in states else None, tried.get(name)]
        return max((moment for moment in moments if moment), default=None)

    never = datetime.min.replace(tzinfo=now.tzinfo)
    late = [name for name in names if (last(name) or never) + settings.every(name) <= now]
    return sorted(late, key=lambda name: (last(name) or never, name))


class Service:
    """Crawls each portal at its interval until it is told to stop.

    `names` tells which portals are in service, and is asked at every look: one that passes a check is in it from
    then on.
    """

    def __init__(
        self,
        settings: Settings,
        names: Callable[[], Sequence[str]],
        *,
        store: Archive,
        file: Path | None,
        clock: Callable[[], datetime],
        crawl: Crawl | None = None,
        publish: Callable[[], None] | None = None,
        tick: float = _TICK,
    ) -> None:
        self._settings = settings
        self._names = names
        self._store = store
        self._file = file
        self._clock = clock
        self._crawl = crawl or self._crawl_apart
        self._publish = publish or self._publish_apart
        self._tick = tick
        self._tried: dict[str, datetime] = {}
        self._stopping = False
        self._told = ""
        self._bell = threading.Condition()  # its lock may be taken again by a signal that comes while it is held
        self._child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Look every few seconds at what is due, and crawl it; return after `stop`, SIGTERM or Ctrl-C."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._told_to_stop)
        scheduler = schedule.Scheduler()
        scheduler.every(max(1, round(self._tick))).seconds.do(self.look)
        logger.warning("service=started portals=%d interval=%smin", len(self._names()), self._settings.interval)
        self.look()
        while not self._stopping:
            scheduler.run_pending()
            self._rest(min(self._tick, max(0.05, scheduler.idle_seconds or 0.05)))
        logger.warning("service=stopped by=%s", self._told or "request")

    def stop(self) -> None:
        """End the service; a crawl under way finishes the page in hand."""
        self._stopping = True
        child = self._child
        if child and child.poll() is None:
            child.terminate()
        with self._bell:
            self._bell.notify_all()

    def look(self) -> None:
        """Crawl what is due. What goes wrong in one round is logged, and the next round comes all the same."""
        try:
            names = due(
                self._names(),
                self._store.reader.portals(),
                settings=self._settings,
                tried=self._tried,
                now=self._clock(),
            )
            if names and not self._stopping:
                self._tried.update(dict.fromkeys(names, self._clock()))
                logger.warning("crawl=started portals=%s", ",".join(names))
                try:
                    self._crawl(names)
                finally:
                    self._publish()  # a crawl that was killed has stored articles, too
        except Exception:  # the outermost guard: `schedule` drops a job that raises
            logger.exception("round=failed")

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Stop; nothing is logged here, for a signal may come in the middle of a line that is being logged."""
        del frame
        self._told = signal.Signals(number).name
        self.stop()

    def _rest(self, seconds: float) -> None:
        with self._bell:
            if not self._stopping:
                self._bell.wait(seconds)

    def _crawl_apart(self, names: Sequence[str]) -> None:
        """Crawl in a process of its own, which ends and gives back all that it took."""
        self._child = self._start("crawl", *names, "--no-publish")
        if self._stopping:  # told to while it was started
            self._child.terminate()
        try:
            code = self._wait(self._child)
        finally:
            self._child = None
        logger.warning("crawl=ended portals=%s exit=%s", ",".join(names), code)

    def _publish_apart(self) -> None:
        """Publish likewise; it takes seconds, so a service that is told to stop lets it finish."""
        code = self._wait(self._start("publish", "--brief"))
        logger.warning("publish=ended exit=%s", code)

    def _start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "diemtin", *arguments],
            env=configuration.environment(self._settings, self._file),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is ours to pass on: a second signal would break the crawl off
        )

    def _wait(self, child: "subprocess.Popen[bytes]") -> int:
        began = self._clock()
        asked = False
        while True:
            try:
                return child.wait(timeout=1)
            except subprocess.TimeoutExpired:
                late = self._clock() - began > timedelta(seconds=_LONGEST)
                if asked and self._clock() - began > timedelta(seconds=_LONGEST + _GRACE):
                    child.kill()
                elif late and not asked:
                    logger.warning("process=hanging seconds=%.0f told=stop", _LONGEST)
                    child.terminate()
                    asked = True
