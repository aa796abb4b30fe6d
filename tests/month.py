"""A month of the service: played portals that publish at their rhythms, fail and move, under a clock of its own.

Run as a program it plays the month, in one process whose reactor goes on from crawl to crawl, and prints what came
of it: everything from the service's loop down to the sockets is as in life, but that crawls are no processes.
"""

import asyncio
import json
import random
import sys
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawling import article
from played_portals import FAMILY
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.reactor import install_reactor

from crawler.dates import HANOI
from crawler.portal import Kind, Portal, Proof, Section
from diemtin.demo.answers import NOT_FOUND, Address, Answer, Site, page

BEGIN = datetime(2026, 3, 2, 5, tzinfo=HANOI)  # a Monday
DAYS = 31
END = BEGIN + timedelta(days=DAYS)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LISTED = 20
BUDGET = 2000
GATE = page("<html><head><title>Just a moment...</title></head><body>challenge-platform</body></html>")
EMPTY = page("<html><body><p>Trang chủ mới</p></body></html>")


def portal(name: str, *paths: str, **more: Any) -> Portal:
    plain = Portal(
        name=name,
        title=name,
        title_en=name,
        body="",
        kind=Kind.PRESS,
        home=f"https://{name}.vn/",
        family=FAMILY,
        sections=tuple(Section(path=path, title=path) for path in paths),
        proof=Proof.REPORTED,
        delay=0.001,
    )
    return replace(plain, **more)


OLD_HOME = "https://tapchi-cu.vn/"
STAYING = (portal("nhatbao", "thoi-su", "kinh-te"), portal("bo", "tin-tuc"), portal("tinh", "tin-tuc"))
JOURNAL = (
    portal("tapchi", "nghien-cuu", home=OLD_HOME),
    portal("tapchi", "nghien-cuu", aliases=("tapchi-cu.vn",)),
)
RATES = {  # articles a day: on weekdays, at weekends
    ("nhatbao", "thoi-su"): (10.0, 6.0),
    ("nhatbao", "kinh-te"): (4.0, 1.0),
    ("bo", "tin-tuc"): (2.0, 0.1),
    ("tinh", "tin-tuc"): (4.0, 2.0),
    ("tapchi", "nghien-cuu"): (0.7, 0.3),
}
MOVE = BEGIN + timedelta(days=12)  # of the journal, to another host: old addresses then lead to the new ones


def portals(now: datetime) -> dict[str, Portal]:
    """Return the portals as the program knows them."""
    return {one.name: one for one in (*STAYING, JOURNAL[now >= MOVE])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is wrong with a portal for a while.

    Attributes:
        kind: as it is to be told.
        answer: what the portal gives in place of its pages; None lets it serve its listing, but no new articles.
        listings: whether only its listings are concerned.
    """

    portal: str
    begin: datetime
    end: datetime
    kind: str
    answer: Answer
    listings: bool = False


TROUBLES = (
    Trouble(
        portal="nhatbao",
        begin=BEGIN + 9.2 * 24 * HOUR,
        end=BEGIN + 9.6 * 24 * HOUR,
        kind="blocked",
        answer=Answer(status=403),
    ),
    Trouble(
        portal="bo",
        begin=BEGIN + 15.2 * 24 * HOUR,
        end=BEGIN + 17.3 * 24 * HOUR,
        kind="no-links",
        answer=EMPTY,
        listings=True,
    ),
    Trouble(
        portal="tinh",
        begin=BEGIN + 18.3 * 24 * HOUR,
        end=BEGIN + 18.9 * 24 * HOUR,
        kind="server-error",
        answer=Answer(status=502),
    ),
    Trouble(portal="tinh", begin=BEGIN + 23.1 * 24 * HOUR, end=BEGIN + 24.4 * 24 * HOUR, kind="gate", answer=GATE),
    # one bad minute, of which nobody is to hear
    Trouble(
        portal="nhatbao",
        begin=BEGIN + 21.4 * 24 * HOUR,
        end=BEGIN + 21.42 * 24 * HOUR,
        kind="",
        answer=Answer(status=502),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article as its portal has it."""

    portal: str
    section: str
    number: int
    at: datetime


def stories(seed: int) -> list[Story]:
    """Return what is published in the month and just before it, in order."""
    draw, found = random.Random(seed), []
    for (name, section), (weekday, weekend) in RATES.items():
        moment = BEGIN - timedelta(days=10)
        while moment < END:
            rate = weekend if moment.weekday() >= 5 else weekday
            working = 7 <= moment.hour < 21
            found += [(moment + draw.randrange(60) * MINUTE, name, section)] * (working and draw.random() < rate / 14)
            found += [(moment + draw.randrange(60) * MINUTE, name, section)] * (
                working and draw.random() < rate / 14 - 1
            )
            moment += HOUR
    return [
        Story(portal=name, section=section, number=number, at=at)
        for number, (at, name, section) in enumerate(sorted(found), start=1)
    ]


class World(Site):
    """The portals' hosts, as they are at the moment that the clock shows."""

    def __init__(self, published: list[Story]) -> None:
        super().__init__({})
        self.now = BEGIN
        self.asked: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.listed: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self.articles: dict[Address, Story] = {
            (f"{one.portal}.vn", f"/{one.section}/bai-{one.number}.htm"): one for one in published
        }
        self._by_section: defaultdict[Address, list[Story]] = defaultdict(list)
        for one in published:
            self._by_section[f"{one.portal}.vn", f"/{one.section}"].append(one)

    def answer(self, host: str, target: str) -> Answer:
        name = host.removesuffix(".vn").removesuffix("-cu")
        self.asked[name][f"{self.now:%Y-%m-%d}"] += 1
        if target == "/robots.txt":
            return NOT_FOUND
        if name == "tapchi" and (host == "tapchi.vn") != (self.now >= MOVE):
            new = f"https://tapchi.vn{target}"
            return Answer(status=301, headers={"Location": new}) if self.now >= MOVE else NOT_FOUND
        trouble = next((one for one in TROUBLES if one.portal == name and one.begin <= self.now < one.end), None)
        is_article = "/bai-" in target
        self.listed[name][self.now.hour] += not is_article
        if trouble and not (trouble.listings and is_article):
            return trouble.answer
        return self._article(name, target) if is_article else self._listing(name, target)

    def _article(self, name: str, target: str) -> Answer:
        one = self.articles.get((f"{name}.vn", target))
        if one is None or one.at > self.now:
            return NOT_FOUND
        return article(one.number, day=f"{one.at:%d/%m/%Y %H:%M}", text=f"Tin số {one.number} của {name}. " * 20)

    def _listing(self, name: str, target: str) -> Answer:
        path, _, number = target.partition("?trang=")
        there = [one for one in self._by_section[f"{name}.vn", path] if one.at <= self.now][::-1]
        start = LISTED * (int(number or 1) - 1)
        shown = there[start : start + LISTED]
        items = "".join(
            f'<li class="item"><a href="/{one.section}/bai-{one.number}.htm">Tin {one.number}</a>'
            f"<time>{one.at:%d/%m/%Y %H:%M}</time></li>"
            for one in shown
        )
        more = f'<a class="next" href="{path}?trang={int(number or 1) + 1}">Tiếp</a>' if there[start + LISTED :] else ""
        return page(f'<html><head><meta charset="utf-8"></head><body><ul class="list">{items}</ul>{more}</body></html>')


@dataclass(slots=True)
class Done:
    """A process of the service that was played to its end before anybody asks."""

    errands: Any
    code: int | None = None

    def ended(self, *, now: datetime) -> int | None:
        del now
        return self.code

    def stop(self, *, now: datetime) -> None:
        del now


@dataclass(slots=True, kw_only=True)
class Told:
    """What came of the month."""

    published: int = 0
    stored: int = 0
    twice: int = 0
    lost: list[str] = field(default_factory=list)
    strange: int = 0
    incidents: list[dict[str, Any]] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    crawls: dict[str, int] = field(default_factory=dict)
    by_hour: dict[str, list[int]] = field(default_factory=dict)
    requests: dict[str, dict[str, int]] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)


class Month:
    """Plays the month."""

    def __init__(self, folder: Path, *, seed: int) -> None:
        self.folder = folder
        self.published = stories(seed)
        self.world = World(self.published)
        self.waiting: list[Done] = []
        self.told = Told()

    async def play(self) -> Told:
        from diemtin import configuration, wiring
        from diemtin.demo.server import serving
        from diemtin.operation.service import Service

        with serving(self.world) as server:
            settings = configuration.Settings(
                archive=f"sqlite:///{self.folder}/archive.db",
                output=self.folder / "output",
                replay=server.url,
                delay=0.0,
                contact="ban@example.vn",
                least_interval=90,
                interval=180,
                most_interval=720,
                budget_requests=BUDGET,
                alarms=["json://127.0.0.1:9/"],
                digest="",
            )
            with wiring.opened(settings) as store:
                service = Service(
                    settings,
                    lambda _: portals(self.world.now),
                    store=store,
                    clock=lambda: self.world.now,
                    start=self._start,
                    reload=lambda: settings,
                )
                while self.world.now < END:
                    service.look()
                    for child in self.waiting:
                        match child.errands.arguments[0]:
                            case "crawl":
                                await self._crawl(child.errands.portals, store, settings)
                            case "alert":
                                self._look(store, settings)
                        child.code = 0
                    self.waiting.clear()
                    self.world.now += 30 * MINUTE
                self._count(store)
        return self.told

    def _start(self, errands: Any) -> Done:
        self.waiting.append(Done(errands))
        return self.waiting[-1]

    def _look(self, store: Any, settings: Any) -> None:
        from diemtin import alarming
        from diemtin.watch.alarms import Delivery

        def send(wanted: Any) -> dict[str, Delivery]:
            self.told.messages += [one.title for alarms in wanted.values() for one in alarms]
            return {address: Delivery(address=address, taken=tuple(alarms)) for address, alarms in wanted.items()}

        alarming.look(store, settings, send=send, now=self.world.now, free=lambda _: 10**12)

    async def _crawl(self, names: tuple[str, ...], store: Any, settings: Any) -> None:
        from crawler import run
        from diemtin import crawling as turns
        from diemtin import wiring

        now = self.world.now
        with turns.turn(list(names), store, settings=settings, due=True, at=now) as turn:
            task = wiring.assignment(
                settings, store, since=None, limit=0, report=lambda *_: None, at=now, chosen=turn.chosen, done=turn.done
            )
            runner = AsyncCrawlerRunner(run._over_defaults(wiring.scrapy_settings(settings)))
            for name in turn.names:
                runner.crawl(run.spider(name), assignment=task)
                self.told.crawls[name] = self.told.crawls.get(name, 0) + 1
            await runner.join()

    def _count(self, store: Any) -> None:
        told = self.told
        entries = list(store.reader.entries())
        links = Counter(int(entry.article.link.rpartition("-")[2].removesuffix(".htm")) for entry in entries)
        due = [one for one in self.published if BEGIN - timedelta(days=2) < one.at < END - timedelta(days=1)]
        told.published, told.stored = len(due), len(entries)
        told.twice = sum(count > 1 for count in links.values())
        told.lost = [f"{one.portal} {one.number} {one.at:%d/%m %H:%M}" for one in due if one.number not in links]
        told.strange = len(links.keys() - {one.number for one in self.published})
        told.incidents = [
            {**asdict(one), "opened": one.opened.isoformat(), "closed": one.closed and one.closed.isoformat()}
            for one in store.incidents.lately(since=BEGIN)
        ]
        told.by_hour = {name: [hours[hour] for hour in range(24)] for name, hours in self.world.listed.items()}
        told.requests = {name: dict(days) for name, days in self.world.asked.items()}
        seen = {
            int(entry.article.link.rpartition("-")[2].removesuffix(".htm")): entry.article.first_seen
            for entry in entries
        }
        told.late = [(seen[one.number] - one.at) / HOUR for one in due if one.number in seen and one.at > BEGIN]


def main() -> None:
    """Play the month in a folder, and print what came of it."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred

    from crawler import run
    from crawler.spider import PortalSpider

    month = Month(Path(sys.argv[1]), seed=7)
    known = [
        {name: type(name, (PortalSpider,), {"portal": one}) for name, one in portals(at).items()} for at in (BEGIN, END)
    ]
    run._spiders = lambda: known[month.world.now >= MOVE]  # type: ignore[assignment]
    failures: list[Any] = []

    async def play() -> None:
        told = await month.play()
        sys.stdout.write(json.dumps(asdict(told), default=str))

    def begin() -> None:
        playing = Deferred.fromFuture(asyncio.ensure_future(play()))
        playing.addErrback(failures.append)
        playing.addBoth(lambda _: reactor.stop())  # type: ignore[attr-defined]

    reactor.callWhenRunning(begin)  # type: ignore[attr-defined]
    reactor.run()  # type: ignore[attr-defined]
    if failures:
        failures[0].raiseException()


if __name__ == "__main__":
    main()
