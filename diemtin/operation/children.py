"""The service's processes: each does one thing and ends, within its time and its memory."""

import logging
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import psutil

logger = logging.getLogger(__name__)

GRACE = timedelta(seconds=60)
"""What a process has to finish the page in hand; after that it is killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errands:
    """What a process is to do, and what it may take.

    Attributes:
        arguments: of the command.
        portals: whose crawl it is; none where it crawls nothing.
        longest: how long it may take.
        memory: bytes that it may hold; 0 for no limit.
    """

    arguments: tuple[str, ...]
    portals: tuple[str, ...] = ()
    longest: timedelta
    memory: int = 0


class Child(Protocol):
    """A process under way."""

    errands: Errands

    def ended(self, *, now: datetime) -> int | None:
        """Return the exit code, None as long as it goes on; see that it keeps within its limits."""

    def stop(self, *, now: datetime) -> None:
        """Tell it to finish what it has in hand."""


Start = Callable[[Errands], Child]
"""Starts a process."""


@dataclass(slots=True, kw_only=True)
class Process:
    """A process of the command, as a child of this one."""

    errands: Errands
    began: datetime
    _process: "subprocess.Popen[bytes]"
    _asked: datetime | None = field(default=None)

    @classmethod
    def start(cls, errands: Errands, *, environment: Mapping[str, str], now: datetime) -> "Process":
        """Start the command with its arguments."""
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "diemtin", *errands.arguments],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is the service's to pass on: a second signal would break the crawl off
        )
        return cls(errands=errands, began=now, _process=process)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def ended(self, *, now: datetime) -> int | None:
        """Return the exit code, None as long as it goes on.

        One that takes too long or too much is told to stop, and killed when it does not.
        """
        code = self._process.poll()
        if code is not None:
            return code
        if self._asked is None:
            self._keep_within(now=now)
        elif now - self._asked > GRACE:
            logger.warning("process=%d command=%s told=kill", self.pid, self.errands.arguments[0])
            self._process.kill()
        return None

    def stop(self, *, now: datetime) -> None:
        """Tell it to finish what it has in hand."""
        if self._asked is None:
            self._asked = now
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)

    def _keep_within(self, *, now: datetime) -> None:
        self.began = min(self.began, now)  # the clock was put back: its time begins anew
        took, held = now - self.began, _held(self.pid) if self.errands.memory else 0
        if took > self.errands.longest:
            said = f"seconds={took.total_seconds():.0f}"
        elif held > self.errands.memory:
            said = f"megabytes={held // 1_000_000}"
        else:
            return
        logger.warning("process=%d command=%s %s told=stop", self.pid, self.errands.arguments[0], said)
        self.stop(now=now)


def _held(pid: int) -> int:
    """Return the bytes that a process and its children hold in memory; 0 when it is no more, or cannot be seen."""
    try:
        process = psutil.Process(pid)
        every: Sequence[psutil.Process] = [process, *process.children(recursive=True)]  # a browser is a child
    except psutil.Error:
        return 0
    return sum(map(_of_one, every))


def _of_one(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:  # a browser's processes come and go
        return 0
