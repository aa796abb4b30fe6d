"""How sections have been crawled: every ending, every arrival, and how each section stands now."""

import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, bindparam, delete, select

from crawler.archive.memory import insert_or_skip
from crawler.archive.schema import articles
from crawler.archive.service_schema import arrivals, evidence, section_crawls, sections
from crawler.archive.transaction import begin
from crawler.outcomes import Arrival, Ending, SectionCrawl

_HELD = ("portal", "section", "at", "kind", "reason", "url")
_COUNTS = ("links", "fresh", "new", "revised", "gone", "read", "failed", "fallback", "fields", "future", "duplicates")
_TOLD = (*_COUNTS, "latency")


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionState:
    """How a section stands.

    Attributes:
        due: when it is to be crawled next; None when nobody has planned it yet.
        asked: when it was last crawled; `answered`: when its listing could last be read; `brought`: when an article
            of it was last stored; `swept`: when it was last walked back a week. None for never.
        failures: crawls in a row that ended broken.
        since: from when on it has ended as it does now.
        rhythm: what was learned of its arrivals, at `learned`; None where nothing was.
    """

    portal: str
    section: str
    due: datetime | None
    asked: datetime | None
    answered: datetime | None
    brought: datetime | None
    swept: datetime | None
    failures: int
    since: datetime | None
    ending: str
    kind: str
    reason: str
    url: str
    rhythm: dict[str, Any] | None
    learned: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the first broken answer of a section looked like.

    Attributes:
        body: as it came, at most what `KEPT` allows.
    """

    portal: str
    section: str
    kind: str
    url: str
    at: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes


KEPT = 1_000_000
"""Bytes of a broken answer that are kept."""

_AT_ONCE = 500  # values in a statement: SQLite takes 32,766, and a crawl of the past may store more


class Chronicle:
    """Notes how the sections' crawls end, and tells it again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(
        self,
        crawls: Sequence[SectionCrawl],
        *,
        came: Mapping[str, Sequence[Arrival]],
        looked: Sequence[Evidence] = (),
        swept: Iterable[str] = (),
        now: datetime,
    ) -> None:
        """Note how the sections of one portal's crawl ended.

        Args:
            crawls: one for each section that was crawled.
            came: the arrivals of each section, by its path.
            looked: what broken answers looked like.
            swept: paths of the sections that were walked back.
            now: when the crawl ended.
        """
        if not crawls:
            return
        portal = crawls[0].portal
        with begin(self._engine) as connection:
            connection.execute(section_crawls.insert(), [_row(one) for one in crawls])
            before = _states(connection, portal)
            afresh = [_following(before.get(one.section), one, swept=one.section in swept, now=now) for one in crawls]
            # `due` and `rhythm` are the planner's own
            connection.execute(insert_or_skip(connection, sections), afresh)
            here = (sections.c.portal == portal) & (sections.c.section == bindparam("path"))
            connection.execute(sections.update().where(here), [{**row, "path": row["section"]} for row in afresh])
            _add_arrivals(connection, portal, came)
            _keep(connection, crawls, looked)

    def states(self, portals: Sequence[str] | None = None) -> list[SectionState]:
        """Return how sections stand: those of some portals, or all."""
        query = select(sections).order_by(sections.c.portal, sections.c.section)
        if portals is not None:
            query = query.where(sections.c.portal.in_(portals))
        with self._engine.connect() as connection:
            return [SectionState(**row) for row in connection.execute(query).mappings()]

    def crawls(
        self, portal: str, section: str | None = None, *, since: datetime | None = None, limit: int = 100
    ) -> list[SectionCrawl]:
        """Return how a portal's crawls ended, or one section's; the newest of them, the oldest first."""
        query = select(section_crawls).where(section_crawls.c.portal == portal)
        if section is not None:
            query = query.where(section_crawls.c.section == section)
        if since:
            query = query.where(section_crawls.c.at >= since)
        newest = query.order_by(section_crawls.c.at.desc(), section_crawls.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            found = [_crawl(row) for row in connection.execute(newest).mappings()]
        return found[::-1]

    def arrivals(self, portal: str, *, since: datetime) -> dict[str, list[Arrival]]:
        """Return the arrivals of a portal's sections, by path, each in order."""
        columns = (arrivals.c.section, arrivals.c.hour, arrivals.c.count)
        query = select(*columns).where(arrivals.c.portal == portal, arrivals.c.hour >= since).order_by(arrivals.c.hour)
        found: defaultdict[str, list[Arrival]] = defaultdict(list)
        with self._engine.connect() as connection:
            for section, hour, count in connection.execute(query):
                found[section].append(Arrival(hour=hour, count=count))
        return dict(found)

    def evidence(self, portal: str, section: str) -> Evidence | None:
        """Return what the first broken answer of a section looked like; None when it is not broken."""
        here = (evidence.c.portal == portal) & (evidence.c.section == section)
        with self._engine.connect() as connection:
            row = connection.execute(select(evidence).where(here)).mappings().first()
        return Evidence(**{**row, "body": gzip.decompress(row["body"])}) if row else None

    def told_before(self, ids: Sequence[str]) -> set[str]:
        """Return which articles tell a story that another one told before."""
        found: set[str] = set()
        with self._engine.connect() as connection:
            for start in range(0, len(ids), _AT_ONCE):
                part = articles.c.id.in_(ids[start : start + _AT_ONCE])
                found.update(connection.scalars(select(articles.c.id).where(part, articles.c.story != articles.c.id)))
        return found


def _row(one: SectionCrawl) -> dict[str, Any]:
    blank = SectionCrawl(portal="", section="", at=one.at, ending=one.ending)
    told = {name: value for name in _TOLD if (value := getattr(one, name)) != getattr(blank, name)}
    return {**{name: getattr(one, name) for name in _HELD}, "ending": one.ending.value, "told": told}


def _crawl(row: RowMapping) -> SectionCrawl:
    return SectionCrawl(**{name: row[name] for name in _HELD}, ending=Ending(row["ending"]), **row["told"])


def _states(connection: Connection, portal: str) -> dict[str, RowMapping]:
    found = connection.execute(select(sections).where(sections.c.portal == portal)).mappings()
    return {row["section"]: row for row in found}


def _following(old: RowMapping | None, one: SectionCrawl, *, swept: bool, now: datetime) -> dict[str, Any]:
    """Return how a section stands after a crawl."""
    broken = one.ending is Ending.BROKEN
    before = old if old and old["asked"] else None
    was = (before["ending"] == Ending.BROKEN, before["kind"]) if before else None
    return {
        "portal": one.portal,
        "section": one.section,
        "asked": now,
        "answered": old["answered"] if old and broken else None if broken else now,
        "brought": now if one.new else old["brought"] if old else None,
        "swept": now if (swept or not before) and not broken else old["swept"] if old else None,
        "failures": ((old["failures"] if old else 0) + 1) if broken else 0,
        "since": before["since"] if before and was == (broken, one.kind) else one.at,
        "ending": one.ending.value,
        "kind": one.kind,
        "reason": one.reason,
        "url": one.url,
    }


def _add_arrivals(connection: Connection, portal: str, came: Mapping[str, Sequence[Arrival]]) -> None:
    added = [{"of": section, "at": one.hour, "more": one.count} for section, each in came.items() for one in each]
    if added:
        blank = [{"portal": portal, "section": one["of"], "hour": one["at"], "count": 0} for one in added]
        connection.execute(insert_or_skip(connection, arrivals), blank)
        named = (arrivals.c.section == bindparam("of")) & (arrivals.c.hour == bindparam("at"))
        here = (arrivals.c.portal == portal) & named
        connection.execute(arrivals.update().where(here).values(count=arrivals.c.count + bindparam("more")), added)


def _keep(connection: Connection, crawls: Sequence[SectionCrawl], looked: Sequence[Evidence]) -> None:
    """Keep the first answer of its kind of each section that is broken, and none of one that is well."""
    here = evidence.c.portal == crawls[0].portal
    well = [one.section for one in crawls if one.ending is not Ending.BROKEN]
    connection.execute(delete(evidence).where(here, evidence.c.section.in_(well)))
    for one in looked:
        connection.execute(delete(evidence).where(here, evidence.c.section == one.section, evidence.c.kind != one.kind))
        body = gzip.compress(one.body[:KEPT], mtime=0)
        row = {name: getattr(one, name) for name in ("portal", "section", "kind", "url", "at", "status")}
        connection.execute(insert_or_skip(connection, evidence), {**row, "headers": dict(one.headers), "body": body})


def hour_of(moment: datetime) -> datetime:
    """Return the first moment of a moment's hour."""
    return moment - timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
