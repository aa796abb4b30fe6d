"""One look at what is wrong: from the history of crawls to incidents, from these to messages; and the day's chores."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from crawler import run
from crawler.archive import Archive, opening, process, pruning
from crawler.archive.chronicle import SectionState
from crawler.dates import HANOI
from crawler.outcomes import Ending, Incident
from crawler.portal import Portal
from diemtin import examining, wiring
from diemtin.settings import Settings
from diemtin.status import held, troubles
from diemtin.watch import alarms, incidents
from diemtin.watch.alarms import Alarm, Delivery, Facts
from diemtin.watch.rhythm import Rhythm
from feeds.errors import OutputUnwritable

logger = logging.getLogger(__name__)

LEASE: Final = "alert"
"""Name of the lease that a look holds: two at once would open an incident twice."""

LOOKED, HEARD, CHORES, PAGE = "look", "alarms", "chores", "status-page"
"""Under these names it is noted when the last look was, what addresses have heard, when the chores were done, what
the status page told."""

_HELD = timedelta(minutes=10)
_PAGE = timedelta(minutes=15)  # with 2,000 sections it takes seconds to make
_DAY = timedelta(days=1)
_LATELY = timedelta(days=30)  # what was over before is told to nobody any more
_LOOKED_AT = 5  # sections of one incident whose saved answers are looked for

Send = Callable[[Mapping[str, Sequence[Alarm]]], Mapping[str, Delivery]]
"""Sends messages to addresses, and tells what became of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What came of one look.

    Attributes:
        open: all that is wrong now.
        deliveries: one for each address that there was something to say to.
        elsewhere: another look was under way, and nothing was done.
    """

    opened: tuple[Incident, ...] = ()
    healed: tuple[Incident, ...] = ()
    open: tuple[Incident, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    elsewhere: bool = False


def look(store: Archive, settings: Settings, *, send: Send, now: datetime, free: examining.Free) -> Look:
    """Look what is wrong, note it, tell it, and do the day's chores.

    Args:
        store: the archive.
        settings: tell the addresses, and what is told to them.
        send: sends messages; it raises nothing.
        now: aware.
        free: tells how many bytes a folder's disk has free.
    """
    holder = process.mark()
    if not store.plans.claim([LEASE], holder=holder, until=now + _HELD, now=now):
        return Look(elsewhere=True)
    try:
        changes = _decide(store, settings, now=now, free=free)
        deliveries = _tell(store, settings, send=send, now=now)
        _do_chores(store, settings, now=now)
    finally:
        store.plans.release([LEASE], holder=holder)
    return Look(
        opened=changes.opened, healed=changes.healed, open=tuple(store.incidents.open()), deliveries=tuple(deliveries)
    )


def send(wanted: Mapping[str, Sequence[Alarm]]) -> Mapping[str, Delivery]:
    """Send messages through apprise."""
    from diemtin import notifying  # noqa: PLC0415 - most looks have nothing to say, and need not load it

    return notifying.send(wanted)


def keep_page(store: Archive, settings: Settings, done: Look, *, now: datetime) -> None:
    """Keep the status page as a file among the feeds, where there are any; take it away where none is wanted.

    It is written when it tells something else: at once after a look that opened or healed an incident, else every
    quarter of an hour at most.
    """
    from diemtin.status import routes  # noqa: PLC0415 - most looks write no page

    file = settings.output / routes.FILE
    last = store.incidents.last(PAGE) if file.exists() else None
    try:
        if not settings.status:
            file.unlink(missing_ok=True)
        elif settings.output.is_dir() and (done.opened or done.healed or last is None or now - last[0] >= _PAGE):
            told = routes.gathered(store, settings, now=now)
            mark = _mark(repr(replace(told, at=datetime.fromtimestamp(0, HANOI), size=None)))
            if last is None or mark != last[1].get("mark"):
                routes.write(told, settings.output)
            store.incidents.done(PAGE, now=now, told={"mark": mark})
    except (OSError, OutputUnwritable) as error:
        logger.warning("status-page=kept reason=%r", str(error))


def _decide(store: Archive, settings: Settings, *, now: datetime, free: examining.Free) -> incidents.Changes:
    known = store.incidents.lately(since=now - _DAY)
    last = store.incidents.last(LOOKED)
    states = [one for one in store.chronicle.states() if one.asked]
    portals = _in_service(store, settings, states, now=now)
    found = examining.examine(store, portals, states, known=known, since=last[0] if last else None, now=now)
    own = [
        *examining.of_machine(store, settings, free=free, now=now),
        *held.findings(store, settings.output, now=now),
    ]
    changes = incidents.decide(known, [*found.findings, *own], now=now, crawled=found.crawled)
    store.incidents.save([*changes.opened, *changes.continued, *changes.healed])
    store.incidents.done(LOOKED, now=now)
    for one in changes.opened:
        logger.warning("incident=opened portal=%s kind=%s severity=%s", one.portal or "-", one.kind, one.severity)
    for one in changes.healed:
        logger.warning("incident=healed portal=%s kind=%s since=%s", one.portal or "-", one.kind, one.opened)
    return changes


def _in_service(store: Archive, settings: Settings, states: Iterable[SectionState], *, now: datetime) -> list[Portal]:
    """Return the portals that are enabled, or that are crawled all the same, as `diemtin run --all` does."""
    enabled = wiring.chosen(settings, (), passed=store.reader.passed())
    crawled = {one.portal for one in states if one.asked and now - one.asked < _DAY}
    off = {name for name, own in settings.portals.items() if own.enabled is False}
    return [one for name, one in run.portals().items() if name in enabled or name in crawled - off]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ear:
    """What an address has heard.

    It is noted for each address, so that one that is out of order for a week neither makes the others hear
    everything twice, nor is told of what was over before it was mended.

    Attributes:
        incidents: as `alarms.Heard`.
        digest: the time of the last digest that it took, or of the first that it did not ask for.
    """

    incidents: alarms.Heard = field(default_factory=dict)
    digest: datetime | None = None

    @classmethod
    def read(cls, noted: Mapping[str, Any]) -> "_Ear":
        digest = noted.get("digest")
        heard = {int(number): said for number, said in noted.get("incidents", {}).items()}
        return cls(incidents=heard, digest=datetime.fromisoformat(digest) if digest else None)

    def as_json(self) -> dict[str, Any]:
        heard = {str(number): said for number, said in sorted(self.incidents.items())}
        return {"incidents": heard, "digest": self.digest.isoformat() if self.digest else None}


def _tell(store: Archive, settings: Settings, *, send: Send, now: datetime) -> list[Delivery]:
    """Tell each address what it has not heard yet. A process that is killed while it sends tells it twice."""
    if not settings.alarms:
        return []
    known = store.incidents.lately(since=now - _LATELY)
    noted = store.incidents.last(HEARD)
    ears = {address: _Ear.read((noted[1] if noted else {}).get(_mark(address), {})) for address in settings.alarms}
    due = alarms.latest_digest(settings.digest, now=now)
    ears = {address: replace(ear, digest=ear.digest or due) for address, ear in ears.items()}
    wanted = _wanted(store, settings, known, ears, due=due, now=now)
    sent = send(wanted) if wanted else {}
    heard = {_mark(address): _having_taken(ear, sent.get(address), known).as_json() for address, ear in ears.items()}
    if noted is None or heard != noted[1]:
        store.incidents.done(HEARD, now=now, told=heard)
    store.incidents.save(_stamped(known, sent.values(), now=now))
    return list(sent.values())


def _wanted(
    store: Archive,
    settings: Settings,
    known: Sequence[Incident],
    ears: Mapping[str, _Ear],
    *,
    due: datetime | None,
    now: datetime,
) -> dict[str, list[Alarm]]:
    """Return the messages for each address for which there are any."""
    silences = store.incidents.silences(now=now)
    news = {
        address: alarms.unheard(known, ear.incidents, least=settings.alarm_from, silenced=silences)
        for address, ear in ears.items()
    }
    facts = _facts(store, settings, {one for each in news.values() for one in each}, now=now)
    wanted = {address: alarms.told(news[address], facts, ear.incidents) for address, ear in ears.items()}
    for address, ear in ears.items():
        if due and ear.digest and ear.digest < due and alarms.ALL not in silences:
            titles = {name: portal.title for name, portal in run.portals().items()}
            digest = alarms.digest(known, at=due, since=ear.digest, silences=silences, titles=titles)
            wanted[address].append(digest)
    return {address: each for address, each in wanted.items() if each}


def _having_taken(ear: _Ear, delivery: Delivery | None, known: Sequence[Incident]) -> _Ear:
    taken = delivery.taken if delivery else ()
    digest = max((one.digest for one in taken if one.digest), default=ear.digest)
    return _Ear(incidents=alarms.after(ear.incidents, taken, known), digest=digest)


def _stamped(known: Iterable[Incident], deliveries: Iterable[Delivery], *, now: datetime) -> list[Incident]:
    """Return the incidents of which somebody was told for the first time that they were opened, or are over."""
    taken = {number for delivery in deliveries for alarm in delivery.taken for number in alarm.tells}
    told = [one for one in known if one.id in taken]
    return [
        *(replace(one, told=now) for one in told if not one.closed and not one.told),
        *(replace(one, told_closed=now) for one in told if one.closed and not one.told_closed),
    ]


def _mark(address: str) -> str:
    """Return what an address is known by in the archive, from which nobody can guess the password in it."""
    return hashlib.blake2b(address.encode(), digest_size=4).hexdigest()


def _facts(store: Archive, settings: Settings, wanted: Iterable[Incident], *, now: datetime) -> dict[int, Facts]:
    of = {one.id: one for one in wanted if one.id is not None}
    names = sorted({one.portal for one in of.values() if one.portal})
    states = {(one.portal, one.section): one for one in store.chronicle.states(names)} if names else {}
    portals = run.portals()
    return {
        number: Facts(
            title=portals[one.portal].title if one.portal in portals else "",
            missed=sum(
                _missed(one, states[key], now=now) for path in one.sections if (key := (one.portal, path)) in states
            ),
            looked=_looked(store, settings, one),
        )
        for number, one in of.items()
    }


def _missed(incident: Incident, state: SectionState, *, now: datetime) -> float:
    """Return how many articles of a section were expected while none could come."""
    silent = incident.kind == "overdue"
    if not state.rhythm or not (silent or state.ending == Ending.BROKEN or incident.severity == "error"):
        return 0
    begun = state.brought if silent else state.answered
    begin = min(begun or incident.opened, incident.opened)
    return Rhythm.from_json(state.rhythm).expected(begin, incident.closed or now)


def _looked(store: Archive, settings: Settings, incident: Incident) -> str:
    """Return where the answer that was kept of an incident can be seen."""
    if incident.closed or not (settings.status and incident.portal):
        return ""
    kept = (path for path in incident.sections[:_LOOKED_AT] if store.chronicle.evidence(incident.portal, path))
    path = next(kept, None)
    return "" if path is None else wiring.site(settings).address(troubles.evidence(incident.portal, path))


def _do_chores(store: Archive, settings: Settings, *, now: datetime) -> None:
    """Once a day forget the history and the responses that are older than they are to be kept."""
    last = store.incidents.last(CHORES)
    if last and now - last[0] < _DAY:
        return
    store.incidents.done(CHORES, now=now)
    with opening.connected(settings.archive, make=False) as engine:
        gone = pruning.forget(engine, before=now - timedelta(days=settings.history_days))
    logger.info("history=forgotten crawls=%d sections=%d", gone.crawls, gone.sections)
    if settings.responses_days:
        from crawler import kept_pages  # noqa: PLC0415 - it loads Scrapy, and a look must be quick

        before = now.astimezone(HANOI).date() - timedelta(days=settings.responses_days)
        try:
            logger.info("responses=forgotten files=%d", kept_pages.forget(settings.responses, before=before))
        except OSError as error:
            logger.warning("responses=kept reason=%r", str(error))
