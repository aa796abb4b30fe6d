"""How everything stands as Prometheus reads it: the text format 0.0.4."""

import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Literal

from crawler.outcomes import Ending
from diemtin.status.health import Health
from diemtin.status.state import PortalStatus, SectionStatus, State

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_PREFIX = "diemtin_"

Sample = tuple[Mapping[str, str], float]
"""Labels, and a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Metric:
    """A metric with its samples.

    Attributes:
        name: without the prefix; ends in its unit, or in `_total` for a counter.
        help: a sentence.
    """

    name: str
    help: str
    samples: tuple[Sample, ...]
    type: Literal["gauge", "counter"] = "gauge"


def metrics(state: State) -> bytes:
    """Return the metrics of a state; those without a value, such as a moment that never was, are left out."""
    told = [*_of_all(state), *_of_portals(state.portals), *_of_sections(state.portals), *_of_feeds(state)]
    return "".join(map(_written, told)).encode()


def _of_all(state: State) -> Iterator[_Metric]:
    build = {"version": version("diemtin"), "python": platform.python_version()}
    yield _Metric(name="build_info", help="What runs; always 1.", samples=((build, 1),))
    yield _Metric(name="state_timestamp_seconds", help="When this was gathered.", samples=(({}, _seconds(state.at)),))
    yield _Metric(name="service_up", help="Whether a service is at work.", samples=(({}, state.runs),))
    if state.size is not None:
        yield _Metric(name="archive_size_bytes", help="What the archive takes.", samples=(({}, state.size),))
    healths = Counter(one.health for one in state.portals)
    counts = tuple(({"health": one}, healths[one]) for one in Health)
    yield _Metric(name="portals", help="Portals by how they are.", samples=counts)
    kinds = Counter((told.incident.portal, told.incident.kind, told.incident.severity) for told in state.troubles)
    named = ("portal", "kind", "severity")
    open_ = tuple((dict(zip(named, key, strict=True)), count) for key, count in sorted(kinds.items()))
    yield _Metric(
        name="incidents_open", help="Incidents that are open; of this machine without a portal.", samples=open_
    )


def _of_portals(portals: Iterable[PortalStatus]) -> Iterator[_Metric]:
    each = [(one, {"portal": one.name}) for one in portals]
    held = [(one.held, named) for one, named in each if one.held]
    yield _Metric(
        name="portal_enabled",
        help="Whether a portal is crawled.",
        samples=tuple((named, one.health is not Health.OFF) for one, named in each),
    )
    yield _Metric(
        name="articles_total",
        help="Articles that the archive holds.",
        type="counter",
        samples=tuple((named, one.articles) for one, named in held),
    )
    yield _Metric(
        name="documents_total",
        help="Legal documents that the archive holds.",
        type="counter",
        samples=tuple((named, one.documents) for one, named in held),
    )
    yield _Metric(
        name="links_waiting",
        help="Links that were found and not yet stored.",
        samples=tuple((named, one.waiting) for one, named in held),
    )
    yield _Metric(
        name="newest_article_timestamp_seconds",
        help="Date of the newest article.",
        samples=_moments((named, one.newest) for one, named in held),
    )
    yield _Metric(
        name="portal_last_crawl_timestamp_seconds",
        help="When a portal was last crawled.",
        samples=_moments((named, one.asked) for one, named in each),
    )
    yield _Metric(
        name="portal_last_success_timestamp_seconds",
        help="When a listing of a portal could last be read.",
        samples=_moments((named, one.answered) for one, named in each),
    )
    yield _Metric(
        name="requests_today",
        help="Requests to a portal since midnight, Ha Noi time.",
        samples=tuple((named, one.spent.requests) for one, named in each),
    )
    yield _Metric(
        name="received_today_bytes",
        help="What a portal sent since midnight, Ha Noi time.",
        samples=tuple((named, one.spent.bytes) for one, named in each),
    )
    hosts = [({"portal": one.name, "host": host.host}, host) for one, _ in each for host in one.breakers]
    yield _Metric(
        name="breaker_open",
        help="A host that refused again and again, and has not answered since.",
        samples=tuple((named, 1) for named, _ in hosts),
    )
    yield _Metric(
        name="breaker_until_timestamp_seconds",
        help="Until when nothing is asked of such a host.",
        samples=_moments((named, host.until) for named, host in hosts),
    )


def _of_sections(portals: Iterable[PortalStatus]) -> Iterator[_Metric]:
    each = [(one, _of(one)) for portal in portals for one in portal.sections]
    crawled = [(one, named) for one, named in each if one.asked]
    yield _Metric(
        name="section_last_crawl_timestamp_seconds",
        help="When a section was last crawled.",
        samples=_moments((named, one.asked) for one, named in each),
    )
    yield _Metric(
        name="section_last_success_timestamp_seconds",
        help="When a section's listing could last be read.",
        samples=_moments((named, one.answered) for one, named in each),
    )
    yield _Metric(
        name="section_last_article_timestamp_seconds",
        help="When a section last brought an article.",
        samples=_moments((named, one.brought) for one, named in each),
    )
    yield _Metric(
        name="section_due_timestamp_seconds",
        help="When a section is crawled next.",
        samples=_moments((named, one.due) for one, named in each),
    )
    yield _Metric(
        name="section_ending",
        help="How the last crawl of a section ended: 1 for that ending.",
        samples=tuple(({**named, "ending": how}, one.ending == how) for one, named in crawled for how in Ending),
    )
    yield _Metric(
        name="section_broken",
        help="Sections whose last crawl ended broken, by what broke it.",
        samples=tuple(({**named, "kind": one.kind}, 1) for one, named in crawled if one.ending == Ending.BROKEN),
    )
    yield _Metric(
        name="section_failures",
        help="Crawls of a section in a row that ended broken.",
        samples=tuple((named, one.failures) for one, named in crawled),
    )
    yield _Metric(
        name="section_articles_last_day",
        help="Articles of a section that came in the last 24 hours.",
        samples=tuple((named, one.latest) for one, named in crawled),
    )
    yield _Metric(
        name="section_articles_expected_per_day",
        help="Articles a day that a section's learned rhythm expects.",
        samples=tuple((named, one.expected) for one, named in crawled if one.expected is not None),
    )
    yield _Metric(
        name="section_latency_seconds",
        help="From publication to storing, the median of a section's recent crawls.",
        samples=tuple((named, one.latency) for one, named in crawled if one.latency is not None),
    )
    yield _Metric(
        name="section_field_coverage_ratio",
        help="Share of a section's recent articles that have a field.",
        samples=tuple(
            ({**named, "field": name}, share) for one, named in crawled for name, share in one.coverage.items()
        ),
    )


def _of_feeds(state: State) -> Iterator[_Metric]:
    yield _Metric(
        name="feed_entries",
        help="Entries that a published feed carries.",
        samples=tuple(({"feed": one.path}, one.entries) for one in state.feeds),
    )
    yield _Metric(
        name="feed_updated_timestamp_seconds",
        help="When the newest change in a published feed was seen.",
        samples=_moments(({"feed": one.path}, one.updated) for one in state.feeds),
    )


def _of(one: SectionStatus) -> dict[str, str]:
    return {"portal": one.portal, "section": one.path}


def _moments(known: Iterable[tuple[Mapping[str, str], datetime | None]]) -> tuple[Sample, ...]:
    return tuple((named, _seconds(at)) for named, at in known if at)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _written(metric: _Metric) -> str:
    """Return a metric as text; nothing where it has no sample."""
    if not metric.samples:
        return ""
    name = _PREFIX + metric.name
    lines = [f"# HELP {name} {_escaped(metric.help)}", f"# TYPE {name} {metric.type}"]
    lines += [f"{name}{_labels(labels)} {_number(value)}" for labels, value in metric.samples]
    return "\n".join(lines) + "\n"


def _labels(labels: Mapping[str, str]) -> str:
    told = ",".join([f'{name}="{_escaped(value).replace(_QUOTE, _QUOTED)}"' for name, value in labels.items()])
    return f"{{{told}}}" if told else ""


_QUOTE, _QUOTED = '"', r"\""


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\n", "\\n")


def _number(value: float) -> str:
    """Return a value as Go reads it: whole numbers without an exponent."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))
