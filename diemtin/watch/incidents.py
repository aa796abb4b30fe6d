"""Which incidents begin, last and are over: one for one cause, however many sections and crawls show it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from crawler.outcomes import Incident
from crawler.text import counted
from diemtin.watch.findings import KINDS, Finding, Severity, Standing, remedy

NETWORK: Final = frozenset({"name-resolution", "refused", "time-out", "connection", "tls"})
"""Kinds that this machine's own connection gives every portal."""

_CALM = timedelta(hours=1)  # without a finding, until it is over
_MANY = 5  # portals
_MOST = 0.5  # of those that were crawled
_AFTERMATH = timedelta(days=1)  # in which a failure from the time without a network may still be the last crawl
_ORDER: Final = {Severity.NOTICE: 0, Severity.WARNING: 1, Severity.ERROR: 2}

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became of incidents: each is to be stored as it is here."""

    opened: tuple[Incident, ...] = ()
    continued: tuple[Incident, ...] = ()
    healed: tuple[Incident, ...] = ()


def decide(
    known: Sequence[Incident], findings: Iterable[Finding], *, now: datetime, crawled: Collection[str]
) -> Changes:
    """Return which incidents begin, last and are over.

    All sections of a portal that show one kind are one incident. Where most of the portals that were crawled cannot
    be reached, that is one incident of this machine, and begins none of theirs.

    Args:
        known: incidents that are open; and those closed within a day, which explain failures that are left of them.
        findings: all that is found now, of all portals and the machine.
        now: aware.
        crawled: names of the portals that were crawled in the last hour or two, well or not.
    """
    seen = list(findings)
    machine = _of_machine(seen, crawled=crawled, now=now)
    excused = _excused(known, machine, now=now)
    causes = _by_cause([*seen, *machine])
    open_ = {(one.portal, one.kind): one for one in known if one.closed is None}
    opened = [
        _opened(found, now=now)
        for key, found in causes.items()
        if key not in open_ and any(one.standing is Standing.SEEN and not _is_excused(one, excused) for one in found)
    ]
    continued = [_continued(open_[key], found, now=now) for key, found in causes.items() if key in open_]
    last = {(one.portal, one.kind) for one in continued}
    over = [one for key, one in open_.items() if key not in last and now - one.seen >= _CALM]
    healed = [replace(one, closed=now) for one in over]
    return Changes(opened=tuple(opened), continued=tuple(continued), healed=tuple(healed))


def _of_machine(findings: Sequence[Finding], *, crawled: Collection[str], now: datetime) -> list[Finding]:
    failing = [one for one in findings if one.kind in NETWORK and one.standing is not Standing.EASING]
    portals = {one.portal for one in failing} & set(crawled)
    if len(portals) < _MANY or len(portals) <= _MOST * len(crawled):
        return []
    kinds = sorted({KINDS[one.kind] for one in failing})
    return [
        Finding(
            portal="",
            kind="network",
            severity=Severity.ERROR,
            reason=f"{len(portals)} of {len(crawled)} portals cannot be reached: {'; '.join(kinds)}",
            at=now,
            crawls=sum(one.crawls for one in failing if one.portal in portals),
        )
    ]


def _excused(known: Sequence[Incident], machine: Sequence[Finding], *, now: datetime) -> datetime | None:
    """Return up to when failures of the network explain themselves."""
    if machine:
        return now
    own = [one.closed or now for one in known if (one.portal, one.kind) == ("", "network")]
    return max((at for at in own if at > now - _AFTERMATH), default=None)


def _is_excused(finding: Finding, until: datetime | None) -> bool:
    return until is not None and finding.portal != "" and finding.kind in NETWORK and finding.at <= until


def _by_cause(findings: Iterable[Finding]) -> dict[Key, list[Finding]]:
    causes: dict[Key, list[Finding]] = {}
    for one in findings:
        causes.setdefault((one.portal, one.kind), []).append(one)
    return causes


def _opened(found: Sequence[Finding], *, now: datetime) -> Incident:
    worst = _worst(found)
    return Incident(
        portal=worst.portal,
        kind=worst.kind,
        sections=_sections(found),
        severity=worst.severity.value,
        reason=worst.reason,
        url=worst.url,
        opened=now,
        seen=now,
        crawls=max(1, sum(one.crawls for one in found)),
    )


def _continued(incident: Incident, found: Sequence[Finding], *, now: datetime) -> Incident:
    """Return an incident as it is now; how grave it was at its worst stays."""
    afresh = _opened(found, now=now)
    severity = max(Severity(incident.severity), Severity(afresh.severity), key=_ORDER.__getitem__)
    return replace(
        incident,
        sections=tuple(sorted({*incident.sections, *afresh.sections})),
        severity=severity.value,
        reason=afresh.reason,
        url=afresh.url or incident.url,
        seen=now,
        crawls=max(incident.crawls, afresh.crawls),
    )


def _worst(found: Sequence[Finding]) -> Finding:
    return max(found, key=lambda one: (_ORDER[one.severity], one.standing is Standing.SEEN, len(one.sections)))


def _sections(found: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(sorted({path for one in found for path in one.sections}))


def message(incident: Incident, *, title: str = "", missed: float = 0) -> tuple[str, str]:
    """Return the title and the text in which an incident is told, when it begins and when it is over.

    Args:
        incident: open, or closed.
        title: the portal's as it calls itself.
        missed: articles that were expected since it began.
    """
    name = f"{title} ({incident.portal})" if title and incident.portal else incident.portal or "this machine"
    if incident.closed:
        return f"[healed] {name}: {incident.kind}", _told(incident, missed=missed, closed=incident.closed)
    return f"[{incident.severity}] {name}: {incident.kind}", _told(incident, missed=missed, closed=None)


def _told(incident: Incident, *, missed: float, closed: datetime | None) -> str:
    meant = KINDS.get(incident.kind, incident.kind)
    reason = incident.reason if incident.reason.startswith(meant) else f"{meant}: {incident.reason}"
    span = f"since {_moment(incident.opened)}"
    if closed:
        span = f"from {_moment(incident.opened)} to {_moment(closed)}, {_length(closed - incident.opened)}"
    lines = [
        f"{reason[:1].upper()}{reason[1:]}.",
        f"When: {span}.",
        f"Sections: {', '.join(path or 'others' for path in incident.sections)}." if incident.sections else "",
        f"Cost: {counted(incident.crawls, 'crawl')}"
        + (f", about {missed:.0f} articles that were expected." if missed >= 1 else "."),
        f"Page: {incident.url}" if incident.url else "",
        "" if closed else f"To see it again: {remedy(incident.kind, incident.portal)}",
    ]
    return "\n".join(line for line in lines if line)


def digest(
    open_: Sequence[Incident], healed: Sequence[Incident], *, titles: Mapping[str, str] | None = None
) -> tuple[str, str]:
    """Return the title and the text of a day's digest: what is wrong, the gravest first, and what is over."""
    grave = sorted(open_, key=lambda one: (-_ORDER[Severity(one.severity)], one.opened, one.portal, one.kind))
    over = sorted(healed, key=lambda one: (one.closed or one.seen, one.portal, one.kind))
    parts = [
        _list("Wrong now", [f"{_line(one, titles)}, since {_moment(one.opened)}: {one.reason}" for one in grave]),
        _list("Over", [f"{_line(one, titles)}, {_length((one.closed or one.seen) - one.opened)}" for one in over]),
    ]
    title = f"Điểm Tin: {len(grave)} open, {len(over)} healed" if grave or over else "Điểm Tin: all is well"
    return title, "\n\n".join(part for part in parts if part) or "Nothing is wrong, and nothing was."


def _line(incident: Incident, titles: Mapping[str, str] | None) -> str:
    name = (titles or {}).get(incident.portal, incident.portal) or "this machine"
    return f"[{incident.severity}] {name}: {incident.kind}"


def _list(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{title}:", *(f"- {line}" for line in lines)]) if lines else ""


def _moment(moment: datetime) -> str:
    return f"{moment:%H:%M %d/%m/%Y}"


def _length(span: timedelta) -> str:
    """Return a span in the unit of which it has two at least."""
    units = (("days", timedelta(days=1)), ("hours", timedelta(hours=1)), ("minutes", timedelta(minutes=1)))
    name, unit = next((one for one in units if span >= 2 * one[1]), units[-1])
    return f"{span // unit} {name}"
