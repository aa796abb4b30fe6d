"""A crawl's turn: which portals nobody else crawls now, which of their sections, and when they are due again."""

import faulthandler
import logging
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType
from typing import Final

from crawler import run
from crawler.archive import Archive, process
from diemtin import terminal, wiring
from diemtin.operation import planning
from diemtin.operation.children import GRACE
from diemtin.settings import Settings

logger = logging.getLogger(__name__)

_BY_HAND: Final = timedelta(days=7)
"""How long a crawl may take that nobody ends: one into the past takes days. One that is no more holds no lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one process crawls.

    Attributes:
        names: of the portals.
        chosen: paths of their sections; None for all.
        done: to be told each portal whose crawl has ended.
    """

    names: Sequence[str]
    chosen: planning.Due | None
    done: Callable[[str], None]


@contextmanager
def turn(names: Sequence[str], store: Archive, *, settings: Settings, due: bool, at: datetime | None) -> Iterator[Turn]:
    """Take the leases of portals, and give them back as each crawl ends.

    A portal that another process crawls is left to it, and that is told.

    Args:
        names: of the portals that are wanted.
        store: the archive, which holds the leases.
        settings: tell the bounds.
        due: whether only what is due is crawled.
        at: stands in for the clock, for the demo and for tests.
    """
    mark, now = process.mark(), at or wiring.now()
    until = now + (timedelta(minutes=settings.crawl_minutes) + 2 * GRACE if due else _BY_HAND)
    portals = run.portals()
    chosen = None
    if due:
        wanted = [portals[name] for name in names]
        chosen = planning.due(wanted, store.plans.planned(), settings=settings, now=now)
        names = list(chosen)
    mine = store.plans.claim(names, holder=mark, until=until, now=now)
    _tell(sorted(set(names) - set(mine)), store, now=now)
    if chosen is not None:
        chosen = {name: chosen[name] for name in mine}
        planning.hold(store, chosen, settings=settings, now=now)

    def done(name: str) -> None:
        ended = at or wiring.now()
        asked = chosen[name] if chosen is not None else ()
        planning.replan(store, portals[name], settings=settings, now=ended, since=now, asked=asked)
        store.plans.release([name], holder=mark)

    try:
        yield Turn(names=mine, chosen=chosen, done=done)
    finally:
        store.plans.release(mine, holder=mark)


@contextmanager
def limited(settings: Settings) -> Iterator[None]:
    """End a crawl as the service would that takes too long, for one that cron started nobody else ends.

    After `crawl_minutes` it is told to stop, and finishes the pages in hand. One that hangs all the same is broken off
    before its leases run out, and says where it hung.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    longest = timedelta(minutes=settings.crawl_minutes)
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, longest.total_seconds())
    faulthandler.dump_traceback_later((longest + 2 * GRACE).total_seconds(), exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    logger.warning("crawl=stopping reason=%r", "it takes longer than `crawl_minutes`")
    os.kill(os.getpid(), signal.SIGTERM)


def _tell(held: Sequence[str], store: Archive, *, now: datetime) -> None:
    holders = store.plans.holders(now=now) if held else {}
    for name in held:
        terminal.err.print(f"[yellow]{name} is being crawled by another process ({holders.get(name, 'just ended')})[/]")
