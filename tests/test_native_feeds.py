"""A portal's own feed is compared with its listing: what is wrong with it is told, and the listing is used."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import crawling
import factories
import pytest
from crawling import Crawled, Played, article, crawl, listing, rss
from played_portals import FED

from crawler import native_feeds
from crawler.archive import opened
from crawler.archive.memory import NativeFeed
from crawler.dates import HANOI
from crawler.discovery import Found, Link
from crawler.errors import FeedFault, HttpStatus, NotAFeed, NotAnswered, PageError
from crawler.portal import Api, Feed, Listing, ListingRules, Postback, Sitemap, Source
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.server import Seen, serving

NOW = datetime.fromisoformat(crawling.AT)  # noon of a Sunday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGE = page("<!DOCTYPE html><html><body><h1>RSS</h1><a href='/'>Trang chủ</a></body></html>")


def address(section: str, number: int) -> str:
    """Return the path of a section's article: its number is its own among all of the portal's."""
    return f"/{section}/bai-{100 * FED.index(section) + number}.htm"


def feed(section: str, *wanted: int, dates: Sequence[str] = ()) -> Answer:
    return rss(*(f"https://fed.vn{address(section, number)}" for number in wanted), dates=dates)


def listed(section: str, *wanted: int, day: str = "") -> Answer:
    return listing(*(address(section, number) for number in wanted), day=day)


DATES: Mapping[str, Sequence[str]] = {
    "steady": ("Sun, 01 Mar 2026 11:00:00 +0700", *["Sat, 28 Feb 2026 08:00:00 +0700"] * 2),
    "built": ("Sun, 01 Mar 2026 11:58:00 +0700",) * 3,
    "ahead": ("Sun, 01 Mar 2026 11:30:00 GMT", *["Sun, 01 Mar 2026 01:00:00 GMT"] * 2),
    "swapped": tuple(f"2026-0{month}-02T08:00:00" for month in (5, 4, 6)),
    "ancient": ("Thu, 01 Jan 1970 00:00:00 GMT",) * 3,
    "shifted": (*["Sat, 28 Feb 2026 16:51:00 GMT"] * 2, "Fri, 27 Feb 2026 16:51:00 GMT"),
}
FIRST: Mapping[str, tuple[Answer, Answer]] = {
    **{name: (feed(name, 3, 2, 1, dates=dates), listed(name, 3, 2, 1)) for name, dates in DATES.items()},
    "shifted": (
        feed("shifted", 3, 2, 1, dates=DATES["shifted"]),
        listed("shifted", 3, 2, 1, day="28/02/2026 16:51"),
    ),
    "standing": (feed("standing", 5, 4, 3, 2, 1), listed("standing", 5, 4, 3, 2, 1)),
    "lagging": (feed("lagging", 3, 2, 1), listed("lagging", 8, 7, 6, 5, 4, 3, 2, 1)),
    "hollow": (feed("hollow"), listed("hollow", 3, 2, 1)),
    "paper": (PAGE, listed("paper", 3, 2, 1)),
}
FAULTS = {
    "lagging": "feed-stale",
    "hollow": "feed-empty",
    "paper": "feed-html",
    **dict.fromkeys(("built", "ahead", "swapped", "ancient", "shifted"), "feed-dates"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One crawl: how it ended, what was asked for, and what is known of the feeds and stored after it."""

    done: Crawled
    seen: tuple[Seen, ...]
    known: Mapping[str, NativeFeed]
    stored: Mapping[str, list[int]]

    def asked(self, target: str) -> list[Seen]:
        return [one for one in self.seen if (one.host, one.target) == ("fed.vn", target)]

    def verdicts(self) -> dict[str, str]:
        return {name: one.verdict for name, one in self.known.items()}

    def told(self) -> list[tuple[str, str]]:
        """Return the address and the kind of every problem, sorted."""
        problems = self.done.portals["fed"]["problems"]
        return sorted((problem["reason"].rpartition("/")[2], problem["kind"]) for problem in problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Crawls at noon, an hour later, after a day, an hour after that, and after another day."""

    folder: Path
    noon: Stage
    hour: Stage
    day: Stage
    after: Stage
    healed: Stage


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("feeds")
    articles = [address(section, number) for section in FED for number in range(1, 11)]
    pages: dict[Address, Answer] = {("fed.vn", path): article(1, day="") for path in articles}
    for name, (own, beside) in FIRST.items():
        pages |= {("fed.vn", f"/{name}.rss"): own, ("fed.vn", f"/{name}"): beside}
    site = Played(pages)

    def put(name: str, *, own: Answer | None = None, beside: Answer | None = None) -> None:
        for target, answer in ((f"/{name}.rss", own), (f"/{name}", beside)):
            if answer:
                site.put(("fed.vn", target), answer)

    with serving(site) as server:

        def stage(at: datetime) -> Stage:
            before = len(server.log)
            done = crawl(folder, server.url, ["fed"], at=at.isoformat())
            with opened(crawling.address(folder)) as store:
                known = {one.section: one for one in store.reader.native_feeds()}
            return Stage(done=done, seen=tuple(server.log[before:]), known=known, stored=_stored(folder))

        noon = stage(NOW)
        for name in ("standing", "lagging"):
            put(name, beside=listed(name, *range(9, 0, -1)))
        hour = stage(NOW + HOUR)
        put("paper", own=feed("paper", 4, 3, 2, 1), beside=listed("paper", 4, 3, 2, 1))
        day = stage(NOW + 23 * HOUR)
        put("standing", beside=listed("standing", *range(10, 0, -1)))
        put("paper", own=feed("paper", 5, 4, 3, 2, 1))
        after = stage(NOW + DAY)
        put("standing", own=feed("standing", *range(10, 3, -1)))
        put("hollow", own=feed("hollow", 3, 2, 1))
        healed = stage(NOW + 47 * HOUR)
        yield World(folder=folder, noon=noon, hour=hour, day=day, after=after, healed=healed)


def _stored(folder: Path) -> dict[str, list[int]]:
    """Return the numbers of the articles in the archive, by section."""
    links = crawling.stored(folder, "fed")
    return {name: [n for n in range(1, 11) if f"https://fed.vn{address(name, n)}" in links] for name in FED}


def test_every_fault_of_a_feed_is_told_by_its_kind(world: World) -> None:
    assert world.noon.told() == sorted((f"{name}.rss", kind) for name, kind in FAULTS.items())
    assert world.noon.verdicts() == {"steady": "", "standing": "", **FAULTS}


def test_crawl_is_not_broken_when_the_listing_answered(world: World) -> None:
    assert (world.noon.done.code, world.noon.done.portals["fed"]["outcome"]) == (0, "new")


def test_what_the_listing_has_is_fetched_all_the_same(world: World) -> None:
    kept = {name: len(articles) for name, articles in world.noon.stored.items()}
    assert kept == {**dict.fromkeys(FED, 3), "standing": 5, "lagging": 8}


def test_what_is_wrong_with_a_feeds_dates_is_told(world: World) -> None:
    told = {name: one.reason for name, one in world.noon.known.items() if one.verdict == native_feeds.MISDATED}
    assert told == {
        "built": "all entries are dated with one moment, 01/03/2026 11:58: when the feed was built",
        "ahead": "the newest entry is dated 6.5 hours ahead: Ha Noi time labelled GMT",
        "swapped": "3 of 3 entries are dated in the future, day and month swapped",
        "ancient": "entries have dates that cannot be, as 'Thu, 01 Jan 1970 00:00:00 GMT'",
        "shifted": "entries run 7 hours ahead of the listing",
    }


def test_wrong_dates_are_not_handed_on_and_right_ones_are(world: World) -> None:
    with opened(crawling.address(world.folder)) as store:
        found = [one.article for one in store.reader.entries(portal="fed")]
    dates = {name: {one.published for one in found if f"/{name}/" in one.link} for name in DATES}
    assert {name for name, said in dates.items() if said == {None}} == {"built", "ahead", "swapped", "ancient"}
    assert datetime(2026, 3, 1, 11, tzinfo=HANOI) in dates["steady"]


def test_feed_without_fault_is_asked_alone_on_the_other_crawls_of_a_day(world: World) -> None:
    (one,) = world.hour.asked("/steady.rss")
    assert (one.conditional, one.status) == (True, 304)
    assert world.hour.asked("/steady") == []


def test_feed_at_fault_is_not_asked_before_a_day_is_over_and_its_listing_is(world: World) -> None:
    assert [name for name in FAULTS if world.hour.asked(f"/{name}.rss")] == []
    assert [name for name in FAULTS if not world.hour.asked(f"/{name}")] == []
    assert world.hour.told() == []
    assert world.hour.stored["lagging"][-1] == 9, "what came since is found by the listing"


def test_feed_that_hears_not_changed_for_a_day_is_compared_and_found_stale(world: World) -> None:
    assert world.hour.stored["standing"] == [1, 2, 3, 4, 5]
    (before,), (compared,) = (stage.asked("/standing.rss") for stage in (world.hour, world.day))
    assert (before.status, compared.status, compared.conditional) == (304, 200, False)
    assert world.day.known["standing"].verdict == "feed-stale"
    assert world.day.known["standing"].reason == "the listing has 4 newer articles that the feed lacks"
    assert world.day.stored["standing"] == list(range(1, 10))


def test_fault_that_stands_is_told_again_after_a_day_and_not_before(world: World) -> None:
    still = {name: kind for name, kind in FAULTS.items() if name != "paper"} | {"standing": "feed-stale"}
    assert world.day.told() == sorted((f"{name}.rss", kind) for name, kind in still.items())
    assert world.after.told() == []
    assert world.day.known["hollow"].since == NOW
    assert world.day.known["standing"].since == NOW + 23 * HOUR


def test_listing_goes_first_while_the_feed_is_stale(world: World) -> None:
    assert world.after.asked("/standing.rss") == []
    assert world.after.stored["standing"][-1] == 10


def test_feed_that_is_a_feed_again_is_asked_first_again(world: World) -> None:
    assert world.day.known["paper"].verdict == ""
    assert world.after.asked("/paper") == []
    assert world.after.stored["paper"] == [1, 2, 3, 4, 5]


def test_feed_that_carries_the_news_again_has_healed(world: World) -> None:
    healed = world.healed.verdicts()
    assert (healed["standing"], healed["hollow"]) == ("", "")
    assert healed["lagging"] == "feed-stale", "although the archive knows by now what it lacks"


def test_ha_noi_time_labelled_gmt_is_not_taken_for_right_when_the_newest_entry_is_old(world: World) -> None:
    assert world.day.known["ahead"].verdict == world.healed.known["ahead"].verdict == "feed-dates"
    assert "labelled GMT" in world.healed.known["ahead"].reason


def test_section_is_broken_when_its_listing_is_and_its_feed_stands_still(tmp_path: Path) -> None:
    own = rss(*(f"https://stalled.vn/bai-{number}.htm" for number in (2, 1)))
    beside = listing(*(f"/bai-{number}.htm" for number in (6, 5, 4, 3, 2, 1)))
    pages = {("stalled.vn", f"/bai-{number}.htm"): article(number) for number in range(1, 7)}
    site = Played({("stalled.vn", "/tin.rss"): own, ("stalled.vn", "/tin"): beside, **pages})
    with serving(site) as server:
        first = crawl(tmp_path, server.url, ["stalled"])
        site.put(("stalled.vn", "/tin"), page("<html><body><div class='list'>Đang cập nhật</div></body></html>"))
        second = crawl(tmp_path, server.url, ["stalled"], at=(NOW + HOUR).isoformat())
    assert (first.portals["stalled"]["outcome"], first.kinds("stalled")) == ("new", {"feed-stale": 1})
    assert (second.portals["stalled"]["outcome"], second.kinds("stalled")) == ("broken", {"no-links": 1})
    assert site.asked["stalled.vn", "/tin.rss"] == 2


def test_fault_of_a_feed_that_no_listing_stands_beside_is_told_once(tmp_path: Path) -> None:
    links = [f"https://monthly.vn/bai-{number}.htm" for number in (3, 2, 1)]
    pages = {("monthly.vn", f"/bai-{number}.htm"): article(number, day="") for number in (1, 2, 3)}
    built, sitemap = rss(*links, dates=DATES["built"]), crawling.packed_sitemap(links[0])
    site = Played({("monthly.vn", "/tin.rss"): built, ("monthly.vn", "/thang-2026-3.xml.gz"): sitemap, **pages})
    with serving(site) as server:
        first, second = (crawl(tmp_path, server.url, ["monthly"]) for _ in range(2))
    assert site.asked["monthly.vn", "/thang-2026-3.xml.gz"] == 2
    assert site.asked["monthly.vn", "/tin.rss"] == 1
    assert first.kinds("monthly") == {"feed-dates": 1}
    assert second.kinds("monthly") == {}


# What is wrong with a feed, as values

PORTAL = factories.portal()
URL = "https://baochinhphu.vn/tin.rss"


def link(number: int, *, hours: float | None = None, updated: datetime | None = None) -> Link:
    """Return the link of an article that was published so many hours ago."""
    published = None if hours is None else NOW - timedelta(hours=hours)
    return Link(url=f"https://baochinhphu.vn/bai-{number}.htm", published=published, updated=updated)


def stale(own: list[Link], beside: list[Link], *, known: tuple[int, ...] = ()) -> FeedFault | None:
    addresses = [link(number).url for number in known]
    return native_feeds.stale(own, beside, known=addresses, portal=PORTAL, url=URL, now=NOW)


def links(*wanted: int) -> list[Link]:
    return [link(number) for number in wanted]


@pytest.mark.parametrize(
    ("own", "beside", "known", "found"),
    [
        ((3, 2, 1), (3, 2, 1), (), False),
        ((3, 2, 1), (5, 4, 3, 2, 1), (), False),  # two may have come between the requests
        ((3, 2, 1), (6, 5, 4, 3, 2, 1), (), True),
        ((3, 2, 1), (6, 5, 4, 3, 2, 1), (6, 5), False),
        ((3, 2, 1), (1, 6, 5, 4, 3, 2), (), True),  # a pinned story
        ((3, 2, 1), (1, 2, 6, 5, 4, 3), (), True),
        ((9, 8, 7), (6, 9, 8, 5, 7, 4, 3, 2, 1), (), False),  # what it leaves out further down is no news
        ((9, 8), (3, 2, 1), (), True),
        ((9, 8), (2, 1), (), False),
        ((1,), (), (), False),
    ],
)
def test_feed_is_stale_when_the_listing_has_articles_above_those_that_it_carries(
    own: tuple[int, ...], beside: tuple[int, ...], known: tuple[int, ...], *, found: bool
) -> None:
    assert bool(stale(links(*own), links(*beside), known=known)) is found


def test_feed_need_not_carry_what_came_within_the_hour_or_before_its_oldest_entry() -> None:
    own = [link(9, hours=2), link(8, hours=5)]
    assert not stale(own, [link(number, hours=0.5) for number in range(20, 10, -1)] + own)
    assert not stale(own, [link(number, hours=200) for number in range(1, 8)] + own)
    assert stale(own, [link(number, hours=1.5) for number in range(20, 10, -1)] + own)


def test_article_under_another_slug_is_the_feeds_own() -> None:
    renamed = [replace(one, url=one.url + "?utm_source=rss") for one in links(3, 2, 1)]
    assert not stale(renamed, links(3, 2, 1))


def dated(*hours: float, zone: timedelta | None = None) -> Found:
    """Return a feed whose entries are dated so many hours ago, in UTC's zone where that is asked for."""
    found = [link(number, hours=ago) for number, ago in enumerate(hours)]
    if zone is not None:
        found = [replace(one, published=one.published and one.published.astimezone(timezone(zone))) for one in found]
    return Found(links=tuple(found))


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        (dated(0, 1, 2), False),
        (dated(-0.2, 1, 2), False),  # a portal's clock may run fast
        (dated(-5, 1, 2), False),  # one article that is announced for the evening
        (dated(-5, -6, 2), True),
        (dated(-5, -5), False),  # of so few nothing can be told
        (dated(-5, 1, 2, zone=timedelta()), True),
        (dated(-8, 1, 2, zone=timedelta()), False),
        (dated(3, 3, 3), True),
        (dated(12, 12, 12), False),  # a day without a time
        (Found(links=tuple(links(1, 2, 3))), False),
        (Found(links=tuple(links(1, 2, 3)), illegible=("01/01/0001",) * 3), True),
        (Found(links=tuple(links(1, 2, 3)), illegible=("01/01/0001",) * 2), False),
        (Found(links=tuple(link(number, hours=number, updated=NOW) for number in (1, 2, 3))), True),
    ],
)
def test_dates_that_cannot_be_are_told_from_those_that_can(found: Found, *, wrong: bool) -> None:
    assert bool(native_feeds.misdated(found, url=URL, now=NOW)) is wrong


@pytest.mark.parametrize(
    ("gap", "said"),
    [(0, ""), (0.5, ""), (7, "7 hours ahead"), (-7, "7 hours behind"), (30 * 24, "30 days off"), (6, "")],
)
def test_dates_of_a_feed_are_compared_with_the_listings(gap: float, said: str) -> None:
    beside = [link(number, hours=number + 0.5) for number in range(1, 6)]
    own = [link(number, hours=number + 0.5 - gap) for number in range(1, 6)]
    fault = native_feeds.contradicted(own, beside, portal=PORTAL, url=URL)
    assert said in fault.reason if fault else not said
    assert not native_feeds.contradicted(own[:2], beside, portal=PORTAL, url=URL)


@pytest.mark.parametrize(
    ("sources", "ordered"),
    [
        ((Feed("a"), Listing()), (Listing(), Feed("a"))),
        ((Feed("a"), Sitemap("b"), Listing()), (Sitemap("b"), Feed("a"), Listing())),
        ((Listing(), Feed("a")), (Listing(), Feed("a"))),
        ((Feed("a"),), (Feed("a"),)),
    ],
)
def test_feed_at_fault_stands_behind_the_source_after_it(
    sources: tuple[Source, ...], ordered: tuple[Source, ...]
) -> None:
    assert native_feeds.behind_the_next(sources) == ordered


@pytest.mark.parametrize(
    ("error", "lasting"),
    [
        (NotAFeed(URL, "a page", kind="feed-html"), True),
        (HttpStatus(URL, 404), True),
        (HttpStatus(URL, 503), False),
        (NotAnswered(URL, "took too long", kind="time-out"), False),
    ],
)
def test_fault_of_the_moment_is_not_held_against_a_feed(error: PageError, *, lasting: bool) -> None:
    assert native_feeds.is_lasting(error) is lasting


def test_feed_is_judged_by_a_list_that_is_told_from_what_stands_beside_it() -> None:
    ruled = factories.portal(family=replace(factories.FAMILY, listing=ListingRules(main=(".list",))))
    interface = Api(url="/api", items="", link="/{slug}")
    assert all(native_feeds.can_judge(source, ruled) for source in (Listing(), Postback(), interface))
    assert native_feeds.can_judge(interface, PORTAL)
    assert not native_feeds.can_judge(Listing(), PORTAL)
    assert not native_feeds.can_judge(Sitemap("a"), ruled)
