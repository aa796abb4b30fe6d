"""How everything stands, in the terminal: tables that fit eighty columns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from rich.console import Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from crawler.archive.memory import NativeFeed
from crawler.outcomes import Incident, SectionCrawl
from crawler.portal import Feed, Portal
from crawler.text import counted
from diemtin import terminal
from diemtin.status.health import Health
from diemtin.status.state import PortalStatus, SectionStatus, State, Trouble
from diemtin.watch.findings import remedy

COLOURS = {
    Health.BROKEN: "bold red",
    Health.OVERDUE: "yellow",
    Health.DEGRADED: "yellow",
    Health.NEVER: "dim",
    Health.QUIET: "cyan",
    Health.WELL: "green",
    Health.OFF: "dim",
}

_WIDEST = 22  # characters of a name: eighty columns hold the rest beside it
_BLOCKS = "▁▂▃▄▅▆▇█"
_WEEK = 7
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_FAULTS = {
    "feed-stale": "is stale",
    "feed-empty": "is empty",
    "feed-html": "is a page in place of a feed",
    "feed-dates": "has wrong dates",
    "not-a-feed": "is none",
    "http-404": "is gone",
    "http-410": "is gone",
}


def overview(state: State, known: Mapping[str, Portal], *, headed: bool = False) -> Group:
    """Return the portals, the worst first, then what is wrong; one that is off only where the archive knows it.

    Args:
        state: how everything stands.
        known: the portals there are, by name.
        headed: what it all comes to stands on top, for a screen that is too low for the rest.
    """
    order = list(Health)
    made = _table(
        "portal", "state", "articles", "7 days", "newest", "read", "next", numbers=("articles", "read", "next")
    )
    listed = [one for one in state.portals if one.health is not Health.OFF or one.held]
    for one in sorted(listed, key=lambda one: (order.index(one.health), one.name)):
        made.add_row(*_row(one, now=state.at))
    lines = [
        *(Text(_trouble(told, now=state.at), style="red") for told in state.troubles),
        *(Text(f"  {one.name}: {_faults(one, known.get(one.name))}") for one in state.portals if one.faulty),
    ]
    summary = Text(_summary(state))
    return Group(summary, made, *lines) if headed else Group(made, *lines, summary)


def _row(one: PortalStatus, *, now: datetime) -> list[Text | str]:
    held = one.held
    return [
        one.name,
        Text(one.health, style=COLOURS[one.health]),
        str(held.articles if held else 0),
        spark(one.days[-_WEEK:]),
        terminal.moment(held.newest if held else None),
        ago(one.answered, now=now),
        "now" if one.crawling else ahead(one.due, now=now),
    ]


def _table(*columns: str, numbers: Iterable[str] = ()) -> Table:
    """Return a table whose first column is cut where it is long."""
    made = terminal.table(*columns, numbers=tuple(numbers))
    made.columns[0].overflow, made.columns[0].max_width = "ellipsis", _WIDEST
    for column in made.columns[1:]:
        column.no_wrap = True
    return made


def _trouble(told: Trouble, *, now: datetime) -> str:
    one = told.incident
    return f"  {one.portal or 'this machine'}: {one.kind} for {length(now - one.opened)}: {one.reason}"


def _faults(one: PortalStatus, portal: Portal | None) -> str:
    return "; ".join(_fault(feed, portal) for feed in one.faulty)


def _fault(feed: NativeFeed, portal: Portal | None) -> str:
    """Return what is wrong with a section's own feed, since when, and what is read in its stead."""
    section = next((one for one in portal.sections if one.path == feed.section), None) if portal else None
    others = [one.kind for one in portal.sources(section) if not isinstance(one, Feed)] if portal and section else []
    instead = f" ({others[0]} is used)" if others else ""
    named = section.title if section else feed.section
    return f"feed of {named} {_FAULTS.get(feed.verdict, feed.verdict)} since {feed.since:%d/%m/%y}{instead}"


def _summary(state: State) -> str:
    counts = {health: sum(one.health is health for one in state.portals) for health in Health}
    told = ", ".join(f"{count} {health}" for health, count in counts.items() if count)
    runs = "the service runs" if state.runs else "no service runs (`diemtin run`)"
    return f"{told or 'no portals'}; {counted(len(state.troubles), 'incident')} open; {runs}"


def of_portal(state: State, portal: Portal, *, crawls: Sequence[SectionCrawl]) -> Group:
    """Return one portal: its sections, what is wrong and was, its last crawls, which come the oldest first."""
    one = next(one for one in state.portals if one.name == portal.name)
    parts: list[RenderableType] = [
        Text.assemble(f"{one.name}  ", (one.health, COLOURS[one.health]), f"  {one.title}"),
        Text(_held(one)),
        _sections(one, now=state.at),
    ]
    parts += [
        Text(f"  {section.title or section.path} {section.kind}: {section.reason}", style="red")
        for section in one.sections
        if section.kind
    ]
    parts += [Text(f"  {problem['kind']}: {problem['reason']}") for problem in (one.held.problems if one.held else ())]
    parts += [Text(f"  {_fault(feed, portal)}") for feed in one.faulty]
    parts += [
        Text(f"  {host.host} is left alone until {terminal.moment(host.until)}: {host.cause}") for host in one.breakers
    ]
    incidents = [*one.incidents, *(past for past in state.past if past.portal == one.name)]
    if incidents:
        parts += [Text(""), incident_table(incidents, now=state.at)]
    if crawls:
        parts += [Text(""), _crawls(one, crawls)]
    return Group(*parts)


def _held(one: PortalStatus) -> str:
    held = one.held
    if held is None:
        return "no articles yet"
    last = f"last crawl {terminal.moment(held.last_crawl)}: {held.outcome}; " if held.last_crawl else ""
    records = f"{counted(held.articles, 'article')}, {counted(held.documents, 'document')}"
    return f"{last}{records}, {counted(held.waiting, 'link')} waiting"


def _sections(one: PortalStatus, *, now: datetime) -> Table:
    made = _table(
        "section", "state", "a day", "7 days", "latency", "read", "next", numbers=("a day", "latency", "read")
    )
    for section in one.sections:
        made.add_row(
            section.title or "other articles",
            Text(section.health, style=COLOURS[section.health]),
            _rate(section),
            spark(section.days[-_WEEK:]),
            length(timedelta(seconds=section.latency)) if section.latency is not None else "–",
            ago(section.answered, now=now),
            ahead(section.due, now=now),
        )
    return made


def _rate(one: SectionStatus) -> str:
    return "–" if one.expected is None else f"{one.expected:.1f}"


def _crawls(one: PortalStatus, crawls: Sequence[SectionCrawl]) -> Table:
    """Return the last crawls of a portal's sections, the newest first."""
    titles = {section.path: section.title or "other articles" for section in one.sections}
    made = _table("crawled", "ending", "links", "new", "failed", "section", numbers=("links", "new", "failed"))
    for crawl in crawls[::-1]:
        links = "same" if crawl.links is None else str(crawl.links)
        told = f"{crawl.ending}: {crawl.kind}" if crawl.kind else str(crawl.ending)
        made.add_row(
            terminal.moment(crawl.at),
            told,
            links,
            str(crawl.new),
            str(crawl.failed),
            titles.get(crawl.section, crawl.section),
        )
    made.columns[-1].overflow = "ellipsis"
    return made


def incident_table(incidents: Iterable[Incident], *, now: datetime) -> Table:
    """Return incidents: what, since when, for how long, how to see it again."""
    made = _table("portal", "kind", "severity", "since", "for", "again with", numbers=("for",))
    made.columns[0].max_width = _WIDEST - 6
    for one in incidents:
        style = "" if one.closed else "red"
        lasted = length((one.closed or now) - one.opened)
        again = "over" if one.closed else remedy(one.kind, one.portal)
        made.add_row(
            one.portal or "this machine",
            Text(one.kind, style=style),
            one.severity,
            terminal.moment(one.opened),
            lasted,
            again,
        )
    made.columns[-1].no_wrap = False
    return made


def watch(tables: Iterable[RenderableType]) -> None:
    """Show one table after another in the place of the last, until there is no more or Ctrl-C."""
    with Live(console=terminal.out, screen=terminal.out.is_terminal, auto_refresh=False) as live:
        try:
            for one in tables:
                live.update(one, refresh=True)
        except KeyboardInterrupt:
            return


def spark(counts: Iterable[int]) -> str:
    """Return counts as a row of blocks; a dot for none.

    >>> spark([0, 1, 4, 8])
    '·▁▄█'
    """
    each = list(counts)
    top = max(each, default=0)
    return "".join(_BLOCKS[-(-one * len(_BLOCKS) // top) - 1] if one else "·" for one in each)


def ago(at: datetime | None, *, now: datetime) -> str:
    """Return how long ago a moment was; a dash for never."""
    return "–" if at is None else length(now - at)


def ahead(at: datetime | None, *, now: datetime) -> str:
    """Return how far ahead a moment is; what is late has a minus."""
    if at is None:
        return "–"
    return length(at - now) if at >= now else f"-{length(now - at)}"


def length(span: timedelta) -> str:
    """Return a span of time in a few letters.

    >>> length(timedelta(minutes=5)), length(timedelta(hours=30)), length(timedelta(days=12))
    ('5 min', '30 h', '12 d')
    """
    if span < 2 * _HOUR:
        return f"{span // _MINUTE} min"
    return f"{span // _HOUR} h" if span < 2 * _DAY else f"{span // _DAY} d"
