"""How everything stands as values of JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crawler.archive.memory import NativeFeed
from crawler.archive.reading import PortalState
from crawler.outcomes import Incident
from diemtin.status.state import PortalStatus, SectionStatus, State, Trouble


def portals(state: State) -> list[dict[str, Any]]:
    """Return how each portal stands."""
    return [portal(one, [told for told in state.troubles if told.incident.portal == one.name]) for one in state.portals]


def portal(one: PortalStatus, troubles: Sequence[Trouble]) -> dict[str, Any]:
    """Return how one portal stands, with what is wrong with it."""
    return {
        **_held(one.name, one.held),
        "faulty_feeds": [_feed(feed) for feed in one.faulty],
        "state": str(one.health),
        "crawling": one.crawling,
        "last_success": _moment(one.answered),
        "due": _moment(one.due),
        "articles_last_day": one.latest,
        "articles_expected_per_day": _rounded(one.expected),
        "articles_by_day": list(one.days),
        "latency_seconds": one.latency,
        "requests_today": one.spent.requests,
        "bytes_today": one.spent.bytes,
        "left_alone": [
            {"host": host.host, "until": _moment(host.until), "kind": host.kind, "cause": host.cause}
            for host in one.breakers
        ],
        "silenced_until": _moment(one.silenced),
        "incidents": [trouble(told) for told in troubles],
        "sections": [_section(section) for section in one.sections],
    }


def trouble(told: Trouble) -> dict[str, Any]:
    """Return an incident that is open."""
    return {**incident(told.incident), "articles_missed": _rounded(told.missed)}


def incident(one: Incident) -> dict[str, Any]:
    """Return an incident."""
    return {
        "id": one.id,
        "portal": one.portal,
        "kind": one.kind,
        "sections": list(one.sections),
        "severity": one.severity,
        "reason": one.reason,
        "url": one.url,
        "opened": _moment(one.opened),
        "seen": _moment(one.seen),
        "closed": _moment(one.closed),
        "crawls": one.crawls,
    }


def _held(name: str, held: PortalState | None) -> dict[str, Any]:
    if held is None:
        never: dict[str, Any] = {"newest": None, "last_crawl": None, "outcome": "never"}
        return {"portal": name, "articles": 0, "documents": 0, "waiting": 0, **never}
    return {
        "portal": name,
        "articles": held.articles,
        "documents": held.documents,
        "waiting": held.waiting,
        "newest": _moment(held.newest),
        "last_crawl": _moment(held.last_crawl),
        "outcome": held.outcome,
        "counts": held.counts,
        "problems": held.problems,
    }


def _feed(feed: NativeFeed) -> dict[str, Any]:
    return {
        "section": feed.section,
        "url": feed.url,
        "verdict": feed.verdict,
        "reason": feed.reason,
        "since": _moment(feed.since),
        "compared": _moment(feed.compared),
    }


def _section(one: SectionStatus) -> dict[str, Any]:
    return {
        "section": one.path,
        "title": one.title,
        "state": str(one.health),
        "ending": one.ending,
        "kind": one.kind,
        "reason": one.reason,
        "url": one.url,
        "last_crawl": _moment(one.asked),
        "last_success": _moment(one.answered),
        "last_article": _moment(one.brought),
        "due": _moment(one.due),
        "since": _moment(one.since),
        "failures": one.failures,
        "articles_last_day": one.latest,
        "articles_expected_per_day": _rounded(one.expected),
        "latency_seconds": one.latency,
        "coverage": {name: round(share, 3) for name, share in one.coverage.items()},
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
