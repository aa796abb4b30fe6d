"""The loop: `schedule` ticks, the database tells what is due, processes of their own do it."""

import logging
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import FrameType

import schedule

from crawler.archive import Archive, process
from crawler.errors import DiemtinError
from crawler.portal import Portal
from diemtin.operation import planning
from diemtin.operation.children import Child, Errands, Start
from diemtin.settings import Settings

logger = logging.getLogger(__name__)

LEASE = "service"
"""Name of the lease that the service at work holds; another one stands by until it is free."""

_TICK = 20.0  # seconds between two looks at what is due
_HELD = timedelta(minutes=2)  # a lease that nobody renews is over: the machine may have lost its power
_RENEWED = timedelta(seconds=30)  # between two renewals of it while processes are waited for
_AGAIN = timedelta(minutes=1)  # before publishing is tried again that failed; twice as long after each failure
_DOUBLINGS = 6
_WRONG_USE = 2  # exit code: the settings file is no longer what this service has read
_SOONEST = timedelta(minutes=2)  # between two such looks after crawls, of which a batch may end every few seconds
_GLANCE = timedelta(minutes=15)  # between two looks at what is wrong, while nothing is crawled
_LONGEST = timedelta(hours=1)  # that publishing and looking after may take; the first index of an archive takes minutes


class Service:
    """Crawls what is due, publishes what changed and looks what is wrong, until it is told to stop."""

    def __init__(
        self,
        settings: Settings,
        portals: Callable[[Settings], Mapping[str, Portal]],
        *,
        store: Archive,
        clock: Callable[[], datetime],
        start: Start,
        reload: Callable[[], Settings],
        tick: float = _TICK,
    ) -> None:
        """Take what the service works with.

        Args:
            settings: at first.
            portals: returns those in service, by name; asked at every look: one that passes a check is in it from
                then on.
            store: the archive.
            clock: returns an aware now.
            start: starts a process of the command.
            reload: returns the settings as they are now, for SIGHUP.
            tick: seconds between two looks.
        """
        self._settings = settings
        self._portals = portals
        self._store = store
        self._clock = clock
        self._start = start
        self._reload = reload
        self._tick = tick
        self._mark = process.mark()
        self._children: list[Child] = []
        self._tried: dict[str, datetime] = {}
        self._published = -1  # serial of the journal's last event that was published
        self._publishing = -1
        self._failures = 0  # of publishing, in a row; and when it is tried again
        self._retry: datetime | None = None
        self._last: datetime | None = None  # look, to see a clock that was put back
        self._why = ""
        self._looked: datetime | None = None
        self._news = True  # since the last look at what is wrong
        self._stopping = self._reloading = False
        self._standing_by = ""
        self._told = ""
        self._bell = threading.Condition()  # its lock may be taken again by a signal that comes while it is held

    def run(self) -> None:
        """Look every few seconds at what is due, and do it; return after `stop`, SIGTERM or Ctrl-C.

        SIGHUP reads the settings again. What is under way finishes the page in hand.
        """
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._told_to_stop)
            signal.signal(signal.SIGHUP, self._told_to_reload)
        scheduler = schedule.Scheduler()
        scheduler.every(max(1, round(self._tick))).seconds.do(self.look)
        logger.warning("service=started portals=%d", len(self._portals(self._settings)))
        self.look()
        while not self._stopping:
            scheduler.run_pending()
            self._rest(max(0.01, min(1.0, self._tick, scheduler.idle_seconds or 0.0)))
            if self._reap() or self._reloading:
                self.look()  # what changed is published at once
        self._guarded(self._end)
        logger.warning("service=stopped by=%s", self._told or "request")

    def stop(self) -> None:
        """End the service; what is under way finishes the page in hand."""
        self._stopping = True
        with self._bell:
            self._bell.notify_all()

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._children)

    def look(self) -> None:
        """Start what is due. What goes wrong in one round is logged, and the next round comes all the same."""
        self._guarded(self._round)

    def _round(self) -> None:
        self._reread()
        self._reap()
        if not self._stopping and self._leads():
            self._mind_the_clock()
            self._crawl()
            self._publish()
            self._watch()

    def _guarded(self, do: Callable[[], object]) -> None:
        """Do something; log what goes wrong, a cause that lasts (a full disk) in one line and once."""
        why = ""
        try:
            do()
        except DiemtinError as error:
            why = str(error)
            if why != self._why:
                logger.warning("round=failed reason=%r", why)
        except Exception:  # the outermost guard: `schedule` drops a job that raises
            logger.exception("round=failed")
        self._why = why

    def _mind_the_clock(self) -> None:
        """Forget what was done at a time that is yet to come: the clock was put back."""
        now = self._clock()
        if self._last is not None and now < self._last - _HELD:
            logger.warning("clock=back from=%s to=%s", self._last.isoformat(), now.isoformat())
            self._tried, self._looked, self._retry = {}, None, None
        self._last = now

    def _leads(self) -> bool:
        """Return whether this is the service at work; another one that is keeps it in waiting."""
        now = self._clock()
        if self._store.plans.claim([LEASE], holder=self._mark, until=now + _HELD, now=now):
            if self._standing_by:
                logger.warning("service=takes-over from=%r", self._standing_by)
            self._standing_by = ""
            return True
        holder = self._store.plans.holders(now=now).get(LEASE, "")
        if holder != self._standing_by:
            logger.warning("service=stands-by behind=%r remedy='end one of the two'", holder)
        self._standing_by = holder
        return False

    def _crawl(self) -> None:
        """Start crawls of what is due and not under way, as many processes as the settings allow."""
        now, settings = self._clock(), self._settings
        late = planning.due(self._portals(settings).values(), self._store.plans.planned(), settings=settings, now=now)
        held = self._store.plans.holders(now=now) if late else {}
        under_way = {name for child in self._children for name in child.errands.portals} | held.keys()
        free = settings.processes - sum(bool(child.errands.portals) for child in self._children)
        names = [name for name in late if name not in under_way and not self._has_just_begun(name, now=now)]
        for batch in planning.batches(names, size=settings.batch)[: max(0, free)]:
            self._tried.update(dict.fromkeys(batch, now))
            self._begin(
                Errands(
                    arguments=("crawl", *batch, "--due", "--no-publish", "--brief"),
                    portals=tuple(batch),
                    longest=planning.longest(batch, settings=settings, now=now),
                    memory=settings.crawl_memory * 1_000_000,
                )
            )

    def _has_just_begun(self, name: str, *, now: datetime) -> bool:
        """Return whether a crawl of a portal was started so lately that it must have failed to begin."""
        least, _ = self._settings.bounds(name)
        return name in self._tried and now - self._tried[name] < least

    def _publish(self) -> None:
        """Publish when something happened since the last time; the first time in any case.

        Publishing that failed, for the disk is full, is tried again a minute later, and then less often.
        """
        if self._retry is not None and self._clock() < self._retry:
            return
        serial = max(self._store.journal.touched().values(), default=0)
        if serial != self._published and not self._does("publish"):
            self._publishing = serial
            self._begin(Errands(arguments=("publish", "--brief"), longest=_LONGEST))

    def _watch(self) -> None:
        """Look what is wrong after crawls, and now and then without any."""
        now = self._clock()
        quiet = self._looked is not None and now - self._looked < (_SOONEST if self._news else _GLANCE)
        if not quiet and not self._does("alert"):
            self._looked, self._news = now, False
            self._begin(Errands(arguments=("alert", "--brief"), longest=_LONGEST))

    def _begin(self, errands: Errands) -> None:
        logger.info("process=started command=%s portals=%s", errands.arguments[0], ",".join(errands.portals))
        self._children.append(self._start(errands))

    def _does(self, command: str) -> bool:
        return any(child.errands.arguments[0] == command for child in self._children)

    def _reap(self) -> bool:
        """Take leave of the processes that have ended; return whether there were any."""
        now = self._clock()
        ended = {id(child): code for child in self._children if (code := child.ended(now=now)) is not None}
        for child in [one for one in self._children if id(one) in ended]:
            command, code = child.errands.arguments[0], ended[id(child)]
            logger.warning("%s=ended portals=%s exit=%s", command, ",".join(child.errands.portals), code)
            self._children.remove(child)
            self._news = self._news or command == "crawl"
            self._reloading = self._reloading or code == _WRONG_USE
            if command == "publish":
                self._has_published(code, now=now)
        return bool(ended)

    def _has_published(self, code: int, *, now: datetime) -> None:
        if code == 0:
            self._published, self._failures, self._retry = self._publishing, 0, None
        else:
            self._retry = now + _AGAIN * 2 ** min(self._failures, _DOUBLINGS)
            self._failures += 1

    def _reread(self) -> None:
        """Read the settings again when told to; those that are wrong change nothing."""
        if not self._reloading:
            return
        self._reloading = False
        try:
            self._settings = self._reload()
        except DiemtinError as error:
            logger.warning("settings=kept reason=%r", str(error))
        else:
            logger.warning("settings=read portals=%d", len(self._portals(self._settings)))

    def _end(self) -> None:
        """Let what is under way finish the page in hand; publish what it brought."""
        for child in self._children:
            if child.errands.portals:
                child.stop(now=self._clock())
        self._wait()
        if not self._standing_by and self._leads():
            self._publish()
            self._wait()
        self._store.plans.release([LEASE], holder=self._mark)

    def _wait(self) -> None:
        """Wait for what is under way; no other service is to begin the same meanwhile."""
        renewed = self._clock()
        while self._children:
            if not self._standing_by and not timedelta(0) <= self._clock() - renewed < _RENEWED:
                renewed = self._clock()
                self._guarded(self._leads)
            self._reap()
            with self._bell:
                self._bell.wait(0.05 if self._children else 0)

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Stop; nothing is logged here, for a signal may come in the middle of a line that is being logged."""
        del frame
        self._told = signal.Signals(number).name
        self.stop()

    def _told_to_reload(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._reloading = True
        with self._bell:
            self._bell.notify_all()

    def _rest(self, seconds: float) -> None:
        with self._bell:
            if not (self._stopping or self._reloading):
                self._bell.wait(seconds)
