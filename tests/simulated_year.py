"""Portals that publish at rhythms of their own for a year, how their crawls end, and what is told of them; by seed."""

import math
import random
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from crawler.dates import HANOI
from crawler.outcomes import Arrival, Ending, Incident, SectionCrawl
from diemtin.watch import holidays, incidents, intervals, monitors, rhythm
from diemtin.watch.findings import Finding
from diemtin.watch.rhythm import Rhythm
from diemtin.watch.sections import CRAWLS, Section

DAWN = datetime(2026, 9, 1, tzinfo=HANOI)
BEGIN = datetime(2027, 1, 1, tzinfo=HANOI)
YEAR = timedelta(days=365)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BOUNDS = (timedelta(minutes=10), timedelta(hours=12))
USUAL = timedelta(minutes=30)
SPORADIC = 0.005  # crawls that fail once
PASSING = ("time-out", "server-error", "refused", "name-resolution", "connection")
SHAPE = (1, 0, 0, 0, 0, 1, 3, 6, 9, 9, 9, 7, 4, 4, 7, 8, 8, 7, 4, 3, 3, 2, 2, 1)
COVERAGE = {"lead": 0.99, "author": 0.6, "image": 0.85, "published": 1.0, "tags": 0.4, "section": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a section publishes.

    Attributes:
        weekly: articles in a week.
        weekend: on a Saturday or Sunday, of what a working day has; likewise `tet` for the fortnight around Tết.
        burst: articles that come together in the mean.
        steady: the smaller, the more its days differ.
        pauses: weeks a year with next to nothing, besides: slow sections have them.
    """

    weekly: float
    weekend: float
    tet: float
    burst: float = 1.0
    steady: float = 6.0
    pauses: int = 0


PAPER = tuple(Style(weekly=7 * daily, weekend=0.7, tet=0.4, burst=1.3, steady=12.0) for daily in (80, 25, 12, 5))
PROVINCE = tuple(
    Style(weekly=weekly, weekend=0.3, tet=0.15, burst=1.5, pauses=weekly < 10) for weekly in (40, 15, 7, 3)
)
MINISTRY = tuple(Style(weekly=weekly, weekend=0.05, tet=0.0, burst=1.5, pauses=weekly < 10) for weekly in (12, 3, 3))
BULLETIN = (Style(weekly=3, weekend=0.0, tet=0.0, burst=3.0, steady=2.0, pauses=2), Style(weekly=1, weekend=0.0, tet=0))
STYLES = (MINISTRY, PROVINCE, BULLETIN, MINISTRY, PROVINCE, MINISTRY, PAPER, PROVINCE, BULLETIN, PROVINCE)
"""One portal in ten is a newspaper; no section of the others has more than 40 articles a week."""


def published(style: Style, *, dice: random.Random, until: datetime) -> list[datetime]:
    """Return when a section's articles come out."""
    found: list[datetime] = []
    paused = {date(2027, 3, 1) + timedelta(days=dice.randrange(270)) for _ in range(style.pauses)}
    phase, level = dice.random() * 2 * math.pi, style.weekly / (5 + 2 * style.weekend)
    day = DAWN.date()
    while day < until.date():
        season = 1 + 0.25 * math.sin(phase + 2 * math.pi * day.timetuple().tm_yday / 365)
        mood = dice.gammavariate(style.steady, 1 / style.steady)
        share = _share(style, day) * (0.1 if any(0 <= (day - one).days < 7 for one in paused) else 1.0)
        for _ in range(_poisson(level * season * mood * share / style.burst, dice)):
            hour = dice.choices(range(24), SHAPE)[0]
            at = datetime(day.year, day.month, day.day, hour, dice.randrange(60), tzinfo=HANOI)
            together = 1 + (_poisson(style.burst - 1, dice) if style.burst > 1 else 0)
            found += [at + timedelta(seconds=20 * number) for number in range(together)]
        day += DAY
    return sorted(found)


def _share(style: Style, day: date) -> float:
    if holidays.is_tet_season(day):
        return style.tet
    return style.weekend if day.weekday() > 4 or holidays.is_quiet_day(day) else 1.0


def _poisson(mean: float, dice: random.Random) -> int:
    if mean > 30:
        return max(0, round(dice.gauss(mean, math.sqrt(mean))))
    limit, number, product = math.exp(-mean), 0, dice.random()
    while product > limit:
        number, product = number + 1, product * dice.random()
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakage:
    """Something that breaks a section, as its crawls would tell it.

    Attributes:
        kinds: that are right to call it.
        listing: the kind with which the listing is broken; articles that come out stay unknown.
        pages: the kind with which every article's page is.
        frozen: the listing goes on showing what it showed.
        lost: the field that no article has any more; `rules` stands for what rules find.
        half: of the pages every other one cannot be read.
        links: what the listing holds at most.
    """

    kinds: frozenset[str]
    listing: str = ""
    pages: str = ""
    frozen: bool = False
    lost: str = ""
    half: bool = False
    links: int | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Played:
    """A section that is played, and what the service would remember of it."""

    portal: str
    path: str
    style: Style
    dice: random.Random
    coming: list[datetime]
    due: datetime
    newest: deque[SectionCrawl] = field(default_factory=lambda: deque(maxlen=60))
    read: deque[SectionCrawl] = field(default_factory=lambda: deque(maxlen=CRAWLS))
    arrivals: Counter[datetime] = field(default_factory=Counter)
    known: int = 0
    arrived: datetime | None = None
    failures: int = 0
    rhythm: Rhythm | None = None
    broken: Breakage | None = None
    waiting: list[tuple[datetime, int]] = field(default_factory=list)
    links: int = 20

    def learn(self, now: datetime) -> None:
        came = [Arrival(hour=hour, count=count) for hour, count in sorted(self.arrivals.items())]
        self.rhythm = rhythm.learned(came, until=now)

    def take(self, until: datetime) -> int:
        """Know the articles that came out until then, and return how many they are."""
        upto = bisect_right(self.coming, until)
        fresh = self.coming[self.known : upto]
        self.known = upto
        self.arrivals.update(at.replace(minute=0, second=0) for at in fresh)
        return len(fresh)

    def crawl(self, now: datetime) -> None:
        one = self._crawled(now)
        if len(self.newest) == self.newest.maxlen and (self.newest[0].read or self.newest[0].failed):
            self.read.append(self.newest[0])
        self.newest.append(one)
        self.failures = self.failures + 1 if one.ending is Ending.BROKEN else 0
        if one.new:
            self.arrived = now
        self.due = intervals.next_due(
            self.rhythm,
            now=now,
            last=one,
            failures=self.failures,
            bounds=BOUNDS,
            usual=USUAL,
            jitter=self.dice.random(),
        )

    def _crawled(self, now: datetime) -> SectionCrawl:
        blank = SectionCrawl(portal=self.portal, section=self.path, at=now, ending=Ending.BROKEN, url="http://x/")
        if self.dice.random() < SPORADIC:
            return replace(blank, kind=self.dice.choice(PASSING), reason="once")
        if self.broken and self.broken.listing:
            return replace(blank, kind=self.broken.listing, reason="broken")
        fresh = 0 if self.broken and self.broken.frozen else self.take(now)
        if self.broken and self.broken.pages:
            return self._unread(replace(blank, links=self.links, fresh=fresh), self.broken.pages)
        return self._read(replace(blank, links=self._listed(fresh), fresh=fresh))

    def _listed(self, fresh: int) -> int | None:
        """Return what the listing holds; nothing where it may say that it has not changed. Its order tells nothing."""
        if not fresh and self.dice.random() < 0.7:
            return None
        held = max(1, round(self.dice.gauss(self.links, 2)))
        return min(held, self.broken.links) if self.broken and self.broken.links is not None else held

    def _unread(self, blank: SectionCrawl, kind: str) -> SectionCrawl:
        """Return a crawl of which no article could be read; each is tried again after an hour, 12 and 72."""
        tried = [(at, times) for at, times in self.waiting if at <= blank.at]
        self.waiting = [one for one in self.waiting if one[0] > blank.at]
        tried += [(blank.at, 0)] * blank.fresh
        self.waiting += [(blank.at + HOUR * (1, 12, 72)[times], times + 1) for _, times in tried if times < 3]
        future = len(tried) if kind == "dates-wrong" else 0
        if len(tried) >= 3:
            return replace(blank, kind=kind, reason="broken", failed=len(tried), future=future)
        return replace(blank, ending=Ending.NOTHING_NEW, failed=len(tried), future=future)

    def _read(self, blank: SectionCrawl) -> SectionCrawl:
        dice, lost = self.dice, self.broken.lost if self.broken else ""
        failing = 0.5 if self.broken and self.broken.half else 0.01
        failed = self._some(blank.fresh, failing)
        read = blank.fresh - failed
        odd = dice.random() < 0.03  # a batch of another kind: photographs, which name no author and have no tags
        shares = {name: share * (0.3 if odd and share < 0.8 else 1) for name, share in COVERAGE.items()}
        return replace(
            blank,
            ending=Ending.NEW if read else Ending.NOTHING_NEW,
            new=read,
            read=read,
            failed=failed,
            fields={name: 0 if name == lost else self._some(read, share) for name, share in shares.items()},
            fallback=read if lost == "rules" else self._some(read, 0.01),
            duplicates=self._some(read, 0.15),
            latency=round((blank.at - self.coming[self.known - 1]).total_seconds()) if read else None,
        )

    def _some(self, number: int, share: float) -> int:
        return sum(self.dice.random() < share for _ in range(number))

    def fork(self) -> "Played":
        dice = random.Random()
        dice.setstate(self.dice.getstate())
        newest, read = deque(self.newest, maxlen=self.newest.maxlen), deque(self.read, maxlen=self.read.maxlen)
        arrivals, waiting = Counter(self.arrivals), list(self.waiting)
        return replace(self, dice=dice, newest=newest, read=read, arrivals=arrivals, waiting=waiting)


@dataclass(slots=True, kw_only=True, eq=False)
class Site:
    """A portal that is played, with its incidents."""

    name: str
    sections: list[Played]
    rhythm: Rhythm | None = None
    known: dict[tuple[str, str], Incident] = field(default_factory=dict)
    opened: list[Incident] = field(default_factory=list)
    learned: datetime = DAWN
    looked: datetime = DAWN

    @property
    def due(self) -> datetime:
        return min(one.due for one in self.sections)

    def fork(self) -> "Site":
        sections = [one.fork() for one in self.sections]
        return replace(self, sections=sections, known=dict(self.known), opened=list(self.opened))

    def learn(self, now: datetime) -> None:
        """Learn the rhythms, once a fortnight here, each day in life."""
        if now - self.learned < timedelta(days=14):
            return
        self.learned = now
        together: Counter[datetime] = Counter()
        for one in self.sections:
            one.learn(now)
            together.update(one.arrivals)
        came = [Arrival(hour=hour, count=count) for hour, count in sorted(together.items())]
        self.rhythm = rhythm.learned(came, until=now)

    def crawl(self) -> datetime:
        """Crawl what is due within a minute, and return when that was."""
        now = self.due
        self.learn(now)
        for one in self.sections:
            if one.due <= now + timedelta(minutes=1):
                one.crawl(now)
        return now

    def findings(self) -> list[Finding]:
        return monitors.examine(self.name, [self._told(one) for one in self.sections], rhythm=self.rhythm)

    def look(self, now: datetime) -> list[Incident]:
        """Decide on incidents, and return those that began."""
        self.looked = now
        changes = incidents.decide(list(self.known.values()), self.findings(), now=now, crawled={self.name})
        for one in (*changes.opened, *changes.continued):
            self.known[one.portal, one.kind] = one
        for one in changes.healed:
            del self.known[one.portal, one.kind]
        self.opened += changes.opened
        return list(changes.opened)

    def _told(self, one: Played) -> Section:
        troubles = {kind: it.opened for (_, kind), it in self.known.items() if one.path in it.sections}
        crawls = [*one.read, *one.newest]
        return Section(path=one.path, crawls=crawls, rhythm=one.rhythm, arrived=one.arrived, troubles=troubles)


def site(number: int, styles: Sequence[Style], *, begin: datetime = BEGIN, until: datetime = BEGIN + YEAR) -> Site:
    """Return a portal whose articles have been known since `DAWN`, and that is crawled from `begin` on."""
    dice = random.Random(number)
    name, sections = f"portal{number}", []
    for place, style in enumerate(styles):
        own = random.Random(dice.random())
        coming = published(style, dice=own, until=until)
        one = Played(portal=name, path=f"/muc-{place}", style=style, dice=own, coming=coming, due=begin)
        one.take(begin)
        one.arrived = coming[one.known - 1] if one.known else None
        one.due += timedelta(minutes=own.random() * 30)
        one.links = own.choice((10, 15, 20, 30))
        sections.append(one)
    return Site(name=name, sections=sections)


def live(played: Site, *, until: datetime, every: timedelta = HOUR) -> Iterator[Incident]:
    """Crawl a portal until then, and yield the incidents that begin; looked at as often as `every`."""
    while played.due < until:
        now = played.crawl()
        if now - played.looked >= every:
            yield from played.look(now)


BREAKAGES = {
    **{
        f"listing {kind}": Breakage(kinds=frozenset({kind}), listing=kind)
        for kind in ("no-links", "not-html", "gate", "decoding", "blocked", "own-error", "layout-moved")
    },
    **{
        f"listing {kind}": Breakage(kinds=frozenset({kind}), listing=kind)
        for kind in ("time-out", "server-error", "name-resolution", "tls", "redirect", "not-found", "robots")
    },
    **{
        f"pages {kind}": Breakage(kinds=frozenset({kind, "pages-failing"}), pages=kind)
        for kind in ("no-articles", "field-missing", "gate", "dates-wrong")
    },
    **{f"no {name}": Breakage(kinds=frozenset({"field-lost"}), lost=name) for name in COVERAGE},
    "no rules": Breakage(kinds=frozenset({"layout-moved"}), lost="rules"),
    "half of the pages": Breakage(kinds=frozenset({"pages-failing"}), half=True),
    "few links": Breakage(kinds=frozenset({"fewer-links"}), links=2),
    "frozen": Breakage(kinds=frozenset({"overdue"}), frozen=True),
}
"""What can break, with what the monitors may call it. Where one or two pages fail of a crawl, no kind is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """How a breakage was caught.

    Attributes:
        called: the kind that it was told to be; empty when it was not told at all.
        crawls: of the section until it was told; likewise `articles` that came out, and the `time`.
        intime: whether that was within one expected interval.
    """

    breakage: str
    style: Style
    called: str
    crawls: int
    articles: int
    time: timedelta
    intime: bool

    @property
    def is_right(self) -> bool:
        return self.called in BREAKAGES[self.breakage].kinds


def caught(before: Site, *, place: int, breakage: str) -> Catch:
    """Return how a section's breakage is caught. Its expected interval is, by the kind of breakage:

    - a listing that is broken in a way that does not pass: until the next crawl of the section;
    - one that may pass: the next crawl, and half an hour (the usual interval), in which it was tried twice more;
    - fewer links: two crawls whose listing had changed;
    - pages, fields, rules: the time in which as many articles come out as tell (`telling`), until the next crawl;
    - a listing that stands still: the time in which the section's rhythm expects so many articles that their absence
      is an alarm, and the longest time between two crawls.
    """
    played = before.fork()
    one, start = played.sections[place], played.due
    one.broken = BREAKAGES[breakage]
    played.looked = start - DAY
    first, known, limit = one.due, one.known, start + YEAR
    if one.rhythm and one.broken.frozen:
        alarming = one.rhythm.silences.alarming(per_week=one.rhythm.per_week)
        limit = one.rhythm.when(start, articles=alarming, latest=limit) + BOUNDS[1]
    crawls: list[SectionCrawl] = []
    while played.due < start + YEAR / 2 or (_is_of_pages(one.broken) and _has_time(one.broken, crawls)):
        now = played.crawl()
        crawls += [one.newest[-1]] if one.newest[-1].at == now else []
        if told := [incident.kind for incident in played.look(now) if one.path in incident.sections]:
            return Catch(
                breakage=breakage,
                style=one.style,
                called=told[0],
                crawls=len(crawls),
                articles=bisect_right(one.coming, now) - known,
                time=now - start,
                intime=_in_time(one.broken, crawls, now=now, first=first, limit=limit),
            )
    return Catch(breakage=breakage, style=one.style, called="", crawls=len(crawls), articles=0, time=YEAR, intime=False)


def _in_time(
    what: Breakage, crawls: Sequence[SectionCrawl], *, now: datetime, first: datetime, limit: datetime
) -> bool:
    if what.listing in intervals.PASSING:
        return now <= first + USUAL
    if what.listing:
        return len(crawls) == 1
    if what.links is not None:
        return sum(one.links is not None for one in crawls) == 2
    if what.frozen:
        return now <= limit
    return _has_time(what, crawls[:-1])


def _is_of_pages(what: Breakage) -> bool:
    return not (what.listing or what.frozen or what.links is not None)


def _has_time(what: Breakage, crawls: Sequence[SectionCrawl]) -> bool:
    """Return whether fewer articles came out than tell that something is wrong with them."""
    return sum(one.fresh for one in crawls) < telling(what)


def telling(what: Breakage) -> int:
    """Return how many articles tell that none of them has what most or some had: 12 if all had it, up to 96."""
    if what.half:
        return 48
    share = COVERAGE.get(what.lost, 1.0)
    return next(articles for usual, articles in ((0.95, 12), (0.8, 24), (0.5, 48), (0.0, 96)) if share >= usual)
