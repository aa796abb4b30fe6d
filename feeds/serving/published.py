"""What is published, read back from the folder: which feeds there are, what each carries, how often it changes."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler import links, text
from feeds.catalogue import SUBSCRIBABLE, FeedSpec, Format, Kind, Site, Standing, State
from feeds.serving import versions
from feeds.serving.http import Stamp

CATALOGUE = "catalogue.json"

USUAL = 300
"""Seconds that an answer may be kept where the rhythm is not known: a list, or a feed with hardly an entry."""

_SHORTEST, _LONGEST = 60, 3600  # seconds that an answer may be kept
_PART = 10  # of the time between two entries: who asks a cache hears of news late by a twentieth of it on average
_RECENT = 20  # entries that tell the rhythm
_ALIKE = 3  # letters that two addresses begin with alike, at the least, to be near each other
_EVERYTHING = frozenset({"", "all", "atom", "feed", "feeds", "index", "json", "rss", "rssxml", "feedxml", "atomxml"})
_NOT_TOLD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one feed carries.

    Attributes:
        links: canonical addresses of its articles, and of the same stories on other portals.
        age: how long an answer with it may be kept, in seconds.
    """

    links: frozenset[str] = frozenset()
    age: int = USUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What stands in the folder.

    Attributes:
        site: under which address, and by whom.
        standings: of the feeds, in the catalogue's order.
        listed: what the catalogue says of a feed, by its path without an ending.
        carrying: the paths of the feeds that carry an article, by its canonical address.
        homes: the path of a portal's own feed, by the bare host of its home page.
        ages: how long an answer with a feed may be kept, in seconds, by its path.
        names: feeds' paths by the last part of them, letters and digits alone; sorted.
    """

    site: Site = field(default_factory=Site)
    standings: tuple[Standing, ...] = ()
    listed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    carrying: Mapping[str, Sequence[str]] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    ages: Mapping[str, int] = field(default_factory=dict)
    names: Sequence[tuple[str, str]] = ()

    def age(self, path: str) -> int:
        """Return how long an answer with a file may be kept, in seconds."""
        return self.ages.get(path.rpartition(".")[0], USUAL)

    def of(self, url: str) -> tuple[str, ...]:
        """Return the paths of the feeds that carry an article."""
        return tuple(self.carrying.get(canonical(url), ()))

    def home_of(self, url: str) -> str:
        """Return the path of the feed of the portal that an address belongs to; empty when there is none."""
        return self.homes.get(urlsplit(canonical(url)).netloc, "")

    def nearest(self, path: str) -> str:
        """Return the feed's file that whoever asked for a path may have meant; empty when none is near.

        By the last part of the address, however it is spelled: `/topics/Y_Te/` is near `feeds/topics/y-te.rss`.
        """
        stem, _, ending = path.rstrip("/").rpartition("/")[2].rpartition(".")
        form = ending if stem and ending in set(Format) else Format.RSS
        found = self._nearest(_told(stem or ending)) if len(path) <= _LONGEST else ""
        return f"{found}.{form}" if found else ""

    def _nearest(self, name: str) -> str:
        if not self.names:
            return ""
        if name in _EVERYTHING:
            return self.standings[0].spec.path
        at = bisect_left(self.names, (name, ""))
        near = self.names[max(at - 1, 0) : at + 1]
        alike, found = max((_common(name, known), path) for known, path in near)
        return found if alike >= max(_ALIKE, len(name) // 2) else ""


class Folder:
    """The output folder, read again when its catalogue or a feed changed; used by one thread at a time."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._stamp: Stamp | None = None
        self._catalogue: Mapping[str, Any] = {}
        self._feeds: dict[str, tuple[Stamp | None, Carried]] = {}
        self._published = Published()

    def read(self) -> Published:
        """Return what is published now; the same object as before where nothing changed."""
        stamp = self._stamped(CATALOGUE)
        if stamp != self._stamp:
            self._stamp, self._catalogue = stamp, _object(self._output / CATALOGUE)
        elif not self._any_changed():
            return self._published
        standings = tuple(_standings(self._catalogue))
        self._feeds = {one.spec.path: self._carried(one.spec.path) for one in standings}
        carried = {path: known for path, (_, known) in self._feeds.items()}
        self._published = _published(self._catalogue, standings, carried=carried)
        return self._published

    def _any_changed(self) -> bool:
        return any(self._stamped(_json(path)) != stamp for path, (stamp, _) in self._feeds.items())

    def _carried(self, path: str) -> tuple[Stamp | None, Carried]:
        stamp = self._stamped(_json(path))
        known = self._feeds.get(path)
        return known if known and known[0] == stamp else (stamp, carried(_object(self._output / _json(path))))

    def _stamped(self, path: str) -> Stamp | None:
        try:
            return versions.stamp((self._output / path).stat())
        except OSError:
            return None


def carried(feed: Mapping[str, Any]) -> Carried:
    """Return what a JSON Feed carries."""
    try:
        items = feed["items"]
        dates = sorted((datetime.fromisoformat(one["date_published"]) for one in items), reverse=True)
        addresses = [one["url"] for one in items]
        others = [also["url"] for one in items for also in one.get("_diemtin", {}).get("also", ())]
    except (KeyError, TypeError, ValueError):
        return Carried()
    found = frozenset(filter(None, map(canonical, (*addresses, *others))))
    return Carried(links=found, age=age(dates))


def canonical(url: str) -> str:
    """Return the form of an article's address by which articles are told apart; empty when it is no address."""
    whole = links.absolute(url, base="")
    return links.canonical(whole) if whole else ""


def age(dates: Sequence[datetime]) -> int:
    """Return how long a feed may be kept, in seconds, given the dates of its entries, the newest first.

    A tenth of the time that lies between two entries, as the newest twenty of them have it; 1 minute to 1 hour.
    """
    recent = dates[:_RECENT]
    if len(recent) < 2:  # noqa: PLR2004 - one date has no distance
        return USUAL
    apart: timedelta = (recent[0] - recent[-1]) / (len(recent) - 1)
    return int(min(max(apart.total_seconds() / _PART, _SHORTEST), _LONGEST))


def _published(
    catalogue: Mapping[str, Any], standings: Sequence[Standing], *, carried: Mapping[str, Carried]
) -> Published:
    carrying: dict[str, list[str]] = {}
    for path, feed in carried.items():
        for link in feed.links:
            carrying.setdefault(link, []).append(path)
    portals = [one.spec for one in standings if one.spec.kind is Kind.PORTAL and one.spec.home]
    return Published(
        site=_site(catalogue),
        standings=tuple(standings),
        listed=dict(zip((one.spec.path for one in standings), _feeds(catalogue), strict=True)),
        carrying=carrying,
        homes={links.bare(urlsplit(spec.home).netloc): spec.path for spec in portals},
        ages={path: feed.age for path, feed in carried.items()},
        names=sorted((_told(one.spec.path.rpartition("/")[2]), one.spec.path) for one in standings),
    )


def _site(catalogue: Mapping[str, Any]) -> Site:
    return Site(base_url=str(catalogue.get("home_page_url", "")), title=str(catalogue.get("title", "")))


def _standings(catalogue: Mapping[str, Any]) -> Iterable[Standing]:
    base = str(catalogue.get("home_page_url", ""))
    for listed in _feeds(catalogue):
        yield Standing(
            spec=_spec(listed, base=base),
            entries=listed["entries"],
            updated=None,
            newest=None,
            state=State(listed["state"]) if listed["state"] in set(State) else State.FRESH,
        )


def _feeds(catalogue: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the feeds that a catalogue lists and that are read rightly: it may be of a later version's."""
    return [one for one in catalogue.get("feeds", ()) if one.keys() >= _ASKED_FOR and one["kind"] in set(Kind)]


_ASKED_FOR = {"kind", "slug", "title", "title_en", "description", "language", "home", "entries", "state", *SUBSCRIBABLE}


def _spec(listed: Mapping[str, Any], *, base: str) -> FeedSpec:
    return FeedSpec(
        kind=Kind(listed["kind"]),
        slug=listed["slug"],
        title=listed["title"],
        title_en=listed["title_en"],
        description=listed["description"],
        path=unquote(listed[Format.RSS].removeprefix(base)).removesuffix(f".{Format.RSS}"),
        language=listed["language"],
        home=listed["home"] or "",
    )


def _object(file: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _json(path: str) -> str:
    return f"{path}.{Format.JSON}"


def _told(name: str) -> str:
    return _NOT_TOLD.sub("", text.fold(name))


def _common(one: str, other: str) -> int:
    """Return how many letters two names begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
