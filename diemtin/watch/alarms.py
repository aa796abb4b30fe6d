"""What is said of incidents, and when: at once, in the day's digest, when they are over, or not while silenced."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from crawler.dates import HANOI
from crawler.outcomes import Incident
from diemtin.watch import incidents
from diemtin.watch.findings import Severity

ALL: Final = "*"
"""In the place of a portal's name: every one, and this machine."""

OVER: Final = ""
"""In the place of a severity: it was heard that it is over."""

_MANY: Final = 5  # of one sort at once are one message: services of chat refuse floods
_SHOWN: Final = 20  # lines of such a message
_RANK: Final = {severity.value: rank for rank, severity in enumerate(Severity)}

Heard = Mapping[int, str]
"""What an address has heard: by an incident's number its severity."""

Silences = Mapping[str, tuple[datetime, str]]
"""By a portal's name, or `ALL`, until when nothing is told of it, and why."""


class Tone(StrEnum):
    """How a message sounds; services show it by a colour or a sign."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    HEALED = "healed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a message tells of an incident beside what the incident says itself.

    Attributes:
        title: the portal's as it calls itself.
        missed: articles that were expected and did not come.
        looked: address at which it can be seen what the page looked like; empty for none.
    """

    title: str = ""
    missed: float = 0
    looked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A message.

    Attributes:
        tells: what whoever gets it has heard then.
        digest: the time of the day whose digest it is; None for no digest.
    """

    title: str
    text: str
    tone: Tone
    tells: Heard = field(default_factory=dict)
    digest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of the messages for an address.

    Attributes:
        address: with its secrets hidden.
        taken: those that it took, in their order; after one that it did not take no more are tried.
        fault: why it did not take the rest; empty when it took all.
        remedy: what to do about that.
    """

    address: str
    taken: tuple[Alarm, ...] = ()
    fault: str = ""
    remedy: str = ""


def unheard(known: Iterable[Incident], heard: Heard, *, least: str, silenced: Collection[str]) -> list[Incident]:
    """Return the incidents of which an address is to be told now.

    It hears of one once, again when it has become graver, and when it is over if it has heard of it at all.

    Args:
        known: open ones, and those that were closed lately.
        heard: what the address has heard.
        least: severity; what is less grave waits for the digest.
        silenced: portals of which nothing is told; what is still so when the silence ends is told then.
    """
    return [one for one in known if _is_news(one, heard, least=least) and not is_silenced(one, silenced)]


def _is_news(one: Incident, heard: Heard, *, least: str) -> bool:
    before = heard.get(one.id or 0)
    if one.closed:
        return before is not None
    return _RANK[one.severity] >= _RANK[least] and (before is None or _RANK[one.severity] > _RANK[before])


def is_silenced(incident: Incident, silenced: Collection[str]) -> bool:
    """Return whether nothing is told of an incident."""
    return ALL in silenced or incident.portal in silenced


def told(wanted: Sequence[Incident], facts: Mapping[int, Facts], heard: Heard) -> list[Alarm]:
    """Return the messages that tell of incidents: the gravest first, those that are over last.

    Args:
        wanted: stored, so that they have a number.
        facts: by that number.
        heard: what the address has heard, to say what has become graver.
    """
    open_ = sorted((one for one in wanted if not one.closed), key=lambda one: (-_RANK[one.severity], one.opened))
    over = [one for one in wanted if one.closed]
    return [*_each_or_all(open_, facts, heard), *_each_or_all(over, facts, heard)]


def after(heard: Heard, taken: Iterable[Alarm], known: Iterable[Incident]) -> dict[int, str]:
    """Return what an address has heard once it took these messages; what is over, or long past, is forgotten."""
    now = {**heard, **{number: said for one in taken for number, said in one.tells.items()}}
    still = {one.id for one in known}
    return {number: said for number, said in now.items() if said != OVER and number in still}


def _each_or_all(wanted: Sequence[Incident], facts: Mapping[int, Facts], heard: Heard) -> list[Alarm]:
    if len(wanted) > _MANY:
        return [_together(wanted, facts)]
    return [_alone(one, facts.get(one.id or 0, Facts()), heard.get(one.id or 0)) for one in wanted]


def _alone(one: Incident, facts: Facts, before: str | None) -> Alarm:
    title, text = incidents.message(one, title=facts.title, missed=facts.missed)
    lines = [
        text,
        f"What the page looked like: {facts.looked}" if facts.looked else "",
        f"It was told as a {before} before, and has become graver." if before and not one.closed else "",
    ]
    return Alarm(title=title, text="\n".join(line for line in lines if line), tone=_tone(one), tells=_tells([one]))


def _together(wanted: Sequence[Incident], facts: Mapping[int, Facts]) -> Alarm:
    titles = [incidents.message(one, title=facts.get(one.id or 0, Facts()).title)[0] for one in wanted]
    more = len(titles) - _SHOWN
    lines = titles[:_SHOWN] + ([f"and {more} more"] if more > 0 else []) + ["All of them: diemtin incidents"]
    what = "are over" if wanted[0].closed else "are wrong"
    return Alarm(
        title=f"Điểm Tin: {len(wanted)} things {what}",
        text="\n".join(lines),
        tone=_tone(wanted[0]),
        tells=_tells(wanted),
    )


def _tone(one: Incident) -> Tone:
    return Tone.HEALED if one.closed else Tone(one.severity)


def _tells(wanted: Iterable[Incident]) -> dict[int, str]:
    return {one.id: OVER if one.closed else one.severity for one in wanted if one.id is not None}


def latest_digest(at: str, *, now: datetime) -> datetime | None:
    """Return when the last digest was to be sent, in Ha Noi time; None where there are none.

    >>> latest_digest("07:00", now=datetime(2026, 11, 23, 6, 0, tzinfo=HANOI)).isoformat()
    '2026-11-22T07:00:00+07:00'
    """
    if not at:
        return None
    here = now.astimezone(HANOI)
    today = datetime.combine(here.date(), time.fromisoformat(at), HANOI)
    return today if today <= here else today - timedelta(days=1)


def digest(
    known: Iterable[Incident], *, at: datetime, since: datetime, silences: Silences, titles: Mapping[str, str]
) -> Alarm:
    """Return the digest of a day: what is wrong, of whatever severity, what is over, and what is silenced.

    Args:
        known: open incidents, and those that were closed lately.
        at: when it was to be sent.
        since: when the one before was; what was closed since then is told.
        silences: those that last.
        titles: of portals, by name.
    """
    audible = [one for one in known if not is_silenced(one, silences)]
    open_ = [one for one in audible if one.closed is None]
    healed = [one for one in audible if one.closed and one.closed > since]
    title, text = incidents.digest(open_, healed, titles=titles)
    worst = max((one.severity for one in open_), key=_RANK.__getitem__, default=None)
    return Alarm(
        title=title,
        text="\n\n".join(part for part in (text, _silences(silences)) if part),
        tone=Tone(worst) if worst else Tone.HEALED,
        digest=at,
    )


def _silences(silences: Silences) -> str:
    lines = [
        f"- {portal}, until {until:%H:%M %d/%m/%Y}" + (f": {reason}" if reason else "")
        for portal, (until, reason) in sorted(silences.items())
    ]
    return "\n".join(["Silenced:", *lines]) if lines else ""
