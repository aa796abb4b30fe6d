"""A crawl over real HTTP keeps every article once, obeys its hosts, and survives what they answer."""

import signal
import socket
import subprocess
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import crawling
import factories
import played_portals
import pytest
from crawling import Crawled, Played, article, crawl, listing, numbers, packed_sitemap, redirect, rss, stored
from scrapy import Request
from scrapy.http import HtmlResponse
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from crawler import topics
from crawler.archive import Archive, Entry, Fetched, opened
from crawler.archive.memory import Answered, Waiting
from crawler.article_pages import ArticlePages
from crawler.assignment import Assignment
from crawler.changes import Outcome
from crawler.discovery import Link
from crawler.errand import Errand
from crawler.listings import Listings
from crawler.portal import Api, Portal, Proof, Section
from crawler.tally import Tally
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.server import Server, serving

LATER = "2026-03-01T15:00:00+07:00"
GATE = page('<html><head><title>Just a moment</title></head><body class="cf-chl-x">challenge-platform</body></html>')
ODD: dict[Address, Answer | list[Answer]] = {
    ("odd.vn", "/robots.txt"): page("User-agent: *\nDisallow: /kin/\n", kind="text/plain"),
    ("odd.vn", "/tin"): [
        listing(
            "/bai-1.htm",
            "http://odd.vn/bai-1.htm?utm_source=trang-chu",
            "https://www.odd.vn/bai-1.htm#binh-luan",
            "/print/bai-1.htm",
            *(f"/bai-{number}.htm" for number in range(3, 15)),
            "/kin/bai-2.htm",
            "https://other.vn/bai-99.htm",
            "/gioi-thieu",
        )
    ],
    ("odd.vn", "/them"): listing("/bai-1.htm", "/bai-20.htm", "/ten-khac/bai-14.htm"),
    ("odd.vn", "/bai-1.htm"): article(1),
    ("odd.vn", "/bai-3.htm"): redirect("https://odd.vn/bai-1.htm"),
    ("odd.vn", "/bai-4.htm"): redirect("/bai-40.htm", status=302),
    ("odd.vn", "/bai-40.htm"): redirect("/bai-4.htm", status=302),
    ("odd.vn", "/bai-5.htm"): redirect("https://other.vn/bai-5.htm"),
    # 6 is not there
    ("odd.vn", "/bai-7.htm"): Answer(status=410),
    ("odd.vn", "/bai-8.htm"): Answer(status=500, body=b"<h1>Loi</h1>"),
    ("odd.vn", "/bai-9.htm"): page(b"%PDF-1.7 ...", kind="application/pdf"),
    ("odd.vn", "/bai-10.htm"): page(""),
    ("odd.vn", "/bai-11.htm"): GATE,
    ("odd.vn", "/bai-12.htm"): [Answer(status=429, headers={"Retry-After": "0"}), article(12)],
    ("odd.vn", "/bai-13.htm"): redirect("/ten-moi/bai-13.htm"),
    ("odd.vn", "/ten-moi/bai-13.htm"): article(13),
    ("odd.vn", "/bai-14.htm"): article(14),
    ("odd.vn", "/bai-20.htm"): article(20),
}
OTHERS: dict[Address, Answer | list[Answer]] = {
    ("gated.vn", "/cong"): GATE,
    ("gated.vn", "/tin"): listing("/bai-1.htm"),
    ("gated.vn", "/moi.rss"): page("<html><body>Không có</body></html>"),
    ("gated.vn", "/moi.xml"): packed_sitemap("https://gated.vn/bai-2.htm"),
    ("gated.vn", "/bai-1.htm"): article(1),
    ("gated.vn", "/bai-2.htm"): article(2),
    ("silent.vn", "/robots.txt"): Answer(status=404, delay=1.0),
    ("silent.vn", "/tin"): replace(listing("/bai-1.htm"), delay=1.0),
    ("moved.vn", "/cu"): redirect("/moi"),
    ("moved.vn", "/moi"): listing("/bai-1.htm"),
    ("moved.vn", "/xa"): redirect("https://other.vn/xa"),
    ("moved.vn", "/bai-1.htm"): article(1),
    ("paged.vn", "/tin"): listing(*(f"/bai-{number}.htm" for number in range(30, 24, -1)), following="/tin?trang=2"),
    ("paged.vn", "/tin?trang=2"): listing(*(f"/bai-{n}.htm" for n in range(24, 18, -1)), following="/tin?trang=3"),
    ("paged.vn", "/tin?trang=3"): listing(*(f"/bai-{n}.htm" for n in range(18, 12, -1)), following="/tin?trang=4"),
    ("paged.vn", "/tin?trang=4"): listing("/bai-1.htm"),
    **{("paged.vn", f"/bai-{number}.htm"): article(number) for number in range(1, 33)},
}
WORLD = ("odd", "gated", "refusing", "silent", "moved", "paged")


class Newsstand(Played):
    """All hosts; one refuses whatever it is asked."""

    def otherwise(self, host: str, target: str) -> Answer:
        return Answer(status=503) if host == "refusing.vn" else super().otherwise(host, target)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The portals crawled twice, three hours apart; `between` is what had been asked for by then."""

    folder: Path
    site: Played
    server: Server
    first: Crawled
    second: Crawled
    between: int

    def asked(self, host: str, *, again: bool = False) -> list[str]:
        log = self.server.log[self.between :] if again else self.server.log[: self.between]
        return [seen.target for seen in log if seen.host == host]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder, site = tmp_path_factory.mktemp("world"), Newsstand({**ODD, **OTHERS})
    with serving(site) as server:
        first = crawl(folder, server.url, WORLD)
        between = len(server.log)
        _forget_validators(folder, "https://moved.vn/cu")
        site.put(("paged.vn", "/tin"), listing("/bai-31.htm", *_hrefs(range(30, 25, -1)), following="/tin?trang=2"))
        site.put(
            ("odd.vn", "/bai-20.htm"),
            article(20, text="Bài đã được sửa sau khi đăng, với một con số khác. " * 5),
        )
        site.put(("odd.vn", "/bai-14.htm"), Answer(status=410))
        site.put(("odd.vn", "/bai-8.htm"), article(8))
        second = crawl(folder, server.url, WORLD, at=LATER)
        yield World(folder=folder, site=site, server=server, first=first, second=second, between=between)


def _hrefs(wanted: range) -> list[str]:
    return [f"/bai-{number}.htm" for number in wanted]


def _forget_validators(folder: Path, url: str) -> None:
    with opened(crawling.address(folder)) as store, store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE listings SET etag = '', last_modified = '' WHERE url = ?", (url,))


# What came of it


def test_crawl_tells_how_each_portal_ended(world: World) -> None:
    assert {name: one["outcome"] for name, one in world.first.portals.items()} == {
        "odd": "new",
        "gated": "broken",  # one of its sections could not be read at all
        "refusing": "broken",
        "silent": "broken",
        "moved": "broken",
        "paged": "new",
    }
    assert world.first.code == 1
    assert "Traceback" not in world.first.err


def test_articles_of_an_odd_portal_are_kept_once_each(world: World) -> None:
    assert numbers(world.folder, "odd") == [1, 8, 12, 13, 14, 20]
    assert world.first.portals["odd"]["new"] == 5


def test_article_under_many_addresses_is_fetched_once(world: World) -> None:
    asked = world.asked("odd.vn")
    assert asked.count("/bai-1.htm") == 1
    assert not [target for target in asked if "print" in target or "utm" in target or "ten-khac" in target]
    assert world.asked("www.odd.vn") == []


def test_portal_is_asked_over_the_scheme_of_its_home_page(world: World) -> None:
    assert {seen.scheme for seen in world.server.log} == {"https"}


def test_redirect_to_a_known_article_becomes_its_alias(world: World) -> None:
    with opened(crawling.address(world.folder)) as store:
        known = store.known(["https://odd.vn/bai-1.htm", "https://odd.vn/bai-3.htm"])
    assert len(known) == 2
    assert len(set(known.values())) == 1


def test_redirect_to_another_slug_of_the_same_number_is_followed(world: World) -> None:
    (link,) = [link for link in stored(world.folder, "odd") if "bai-13" in link]
    assert link == "https://odd.vn/ten-moi/bai-13.htm"
    assert world.asked("odd.vn").count("/ten-moi/bai-13.htm") == 1


def test_redirect_loop_ends(world: World) -> None:
    asked = world.asked("odd.vn")
    assert asked.count("/bai-4.htm") + asked.count("/bai-40.htm") <= 6


def test_page_that_redirects_to_itself_with_a_cookie_is_followed(tmp_path: Path) -> None:
    def baked(target: str) -> Answer:  # as qdnd.vn, whatever it is asked for
        return Answer(status=302, headers={"Location": target, "Set-Cookie": "muid=1; path=/"})

    targets = ("/robots.txt", "/tin", "/bai-1.htm")
    answers = (page("User-agent: *\nDisallow: /bai-3", kind="text/plain"), listing(*_hrefs(range(1, 4))), article(1))
    pages: dict[Address, Answer | list[Answer]] = {
        ("two.vn", target): [baked(target), answer] for target, answer in zip(targets, answers, strict=True)
    }
    site = Played({**pages, ("two.vn", "/bai-2.htm"): baked("/bai-2.htm")})
    with serving(site) as server:
        done = crawl(tmp_path, server.url, ["two"])
    assert numbers(tmp_path, "two") == [1]
    assert done.kinds("two") == {"redirect": 1, "disallowed": 1}
    assert site.asked["two.vn", "/bai-2.htm"] == 6


def test_listing_whose_redirects_go_round_is_told_as_such(tmp_path: Path) -> None:
    with serving(Played({("two.vn", "/tin"): redirect("/moi"), ("two.vn", "/moi"): redirect("/tin")})) as server:
        done = crawl(tmp_path, server.url, ["two"])
    assert done.kinds("two") == {"redirect": 1}
    assert done.portals["two"]["outcome"] == "broken"


def test_page_that_no_rule_reads_is_stored_beside_others_that_rules_read(tmp_path: Path) -> None:
    odd = article(1)
    odd = replace(odd, body=odd.body.replace(b'class="body"', b'class="anh"'))
    pages: dict[Address, Answer | list[Answer]] = {
        ("proven.vn", "/tin"): [listing("/bai-1.htm"), listing("/bai-1.htm", "/bai-2.htm")],
        ("proven.vn", "/bai-1.htm"): odd,
        ("proven.vn", "/bai-2.htm"): article(2),
    }
    with serving(Played(pages)) as server:
        alone = crawl(tmp_path, server.url, ["proven"])
        assert alone.kinds("proven") == {"layout-moved": 1}
        assert numbers(tmp_path, "proven") == []
        beside = crawl(tmp_path, server.url, ["proven"], at="2026-03-02T12:00:00+07:00")
    assert beside.kinds("proven") == {}
    assert numbers(tmp_path, "proven") == [1, 2]


def test_redirect_to_another_site_is_refused(world: World) -> None:
    assert world.asked("other.vn") == []


def test_every_page_that_could_not_be_read_is_counted_by_its_kind(world: World) -> None:
    odd = world.first.portals["odd"]
    assert world.first.kinds("odd") == {
        "redirect": 2,
        "http-404": 1,
        "http-410": 1,
        "http-500": 1,
        "not-html": 2,
        "challenge": 1,
        "disallowed": 1,
    }
    assert odd["failed"] == 9
    assert all(problem["reason"].count("odd.vn/") for problem in odd["problems"])


def test_problem_is_logged_as_keys_and_values(tmp_path: Path) -> None:
    with serving(Played({("two.vn", "/tin"): page("<html><body>Không có</body></html>")})) as server:
        done = crawl(tmp_path, server.url, ["two"], "--verbose")
    (line,) = [line for line in done.err.splitlines() if "problem=" in line]
    assert line.endswith('portal=two problem=no-links url=https://two.vn/tin reason="no article links in the listing"')


def test_robots_txt_is_obeyed(world: World) -> None:
    assert not [target for target in world.asked("odd.vn") if target.startswith("/kin/")]
    assert world.asked("odd.vn")[0] == "/robots.txt"
    assert world.asked("odd.vn").count("/robots.txt") == 1


def test_page_is_asked_again_after_retry_after(world: World) -> None:
    assert world.asked("odd.vn").count("/bai-12.htm") == 2


def test_failing_page_is_asked_three_times(world: World) -> None:
    assert world.asked("odd.vn").count("/bai-8.htm") == 3


def test_host_that_refuses_is_left_alone(world: World) -> None:
    assert 1 <= len(world.asked("refusing.vn")) <= 10


def test_host_that_does_not_answer_is_told_as_such(world: World) -> None:
    assert set(world.first.kinds("silent")) == {"time-out"}


def test_crawler_tells_who_it_is(world: World) -> None:
    assert all(seen.user_agent.startswith("diemtin/") for seen in world.server.log)


def test_section_behind_a_gate_is_told_and_the_others_are_read(world: World) -> None:
    assert numbers(world.folder, "gated") == [1, 2]
    assert world.first.kinds("gated") == {"challenge": 1, "http-404": 1, "feed-html": 1}


def test_listing_that_moved_is_followed_on_its_own_site_alone(world: World) -> None:
    assert numbers(world.folder, "moved") == [1]
    assert world.first.kinds("moved") == {"offsite": 1}


def test_listing_is_followed_for_three_pages_at_first(world: World) -> None:
    assert "/tin?trang=4" not in world.asked("paged.vn")
    assert set(range(13, 31)) <= set(numbers(world.folder, "paged"))


# The second time


def test_known_articles_are_not_fetched_again_unless_they_are_due(world: World) -> None:
    again = [target for target in world.asked("paged.vn", again=True) if target == "/bai-31.htm"]
    assert again == ["/bai-31.htm"]
    revisits = [
        seen
        for seen in world.server.log[world.between :]
        if seen.host == "paged.vn" and "bai-" in seen.target and seen.target != "/bai-31.htm"
    ]
    assert all(seen.conditional and seen.status == 304 for seen in revisits)


def test_listing_is_not_followed_past_known_links(world: World) -> None:
    assert "/tin?trang=2" not in world.asked("paged.vn", again=True)


def test_unchanged_listing_answers_not_changed(world: World) -> None:
    seen = {(one.host, one.target): one for one in world.server.log[world.between :]}
    for address in (("odd.vn", "/them"), ("gated.vn", "/tin"), ("gated.vn", "/moi.xml")):
        assert seen[address].conditional
        assert seen[address].status == 304


def test_listing_that_moved_answers_not_changed(world: World) -> None:
    moved = [one for one in world.server.log[world.between :] if one.host == "moved.vn" and one.target == "/moi"]
    assert len(moved) == 1


def test_same_bytes_without_validators_bring_nothing_new(world: World) -> None:
    assert world.second.portals["moved"]["found"] == 0
    assert world.second.portals["moved"]["new"] == 0


def test_changed_and_withdrawn_articles_are_noticed(world: World) -> None:
    odd = world.second.portals["odd"]
    assert (odd["revised"], odd["gone"], odd["new"]) == (1, 1, 1)
    with opened(crawling.address(world.folder)) as store:
        gone = [entry.article.link for entry in store.reader.entries(portal="odd") if entry.gone]
    assert gone == ["https://odd.vn/bai-14.htm"]


def test_failed_page_is_tried_again_hours_later_and_a_withdrawn_one_is_not(world: World) -> None:
    again = world.asked("odd.vn", again=True)
    assert "/bai-6.htm" in again
    assert "/bai-7.htm" not in again
    assert 8 in numbers(world.folder, "odd")


# Into the past


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Server, Crawled]]:
    pages: dict[Address, Answer | list[Answer]] = {
        ("paged.vn", "/tin"): listing("/bai-9.htm", day="01/03/2026 09:51", following="/tin?trang=2"),
        ("paged.vn", "/tin?trang=2"): listing("/bai-8.htm", day="20/02/2026 09:51", following="/tin?trang=3"),
        ("paged.vn", "/tin?trang=3"): listing("/bai-7.htm", day="20/01/2026 09:51", following="/tin?trang=4"),
        ("paged.vn", "/tin?trang=4"): listing("/bai-6.htm", day="20/12/2025 09:51", following="/tin?trang=5"),
        ("paged.vn", "/tin?trang=5"): listing("/bai-5.htm", day="20/11/2025 09:51"),
        **{("paged.vn", f"/bai-{number}.htm"): article(number) for number in range(5, 10)},
        ("monthly.vn", "/tin.rss"): rss("https://monthly.vn/bai-9.htm"),
        ("monthly.vn", "/thang-2026-3.xml.gz"): packed_sitemap("https://monthly.vn/bai-8.htm"),
        ("monthly.vn", "/thang-2026-2.xml.gz"): packed_sitemap("https://monthly.vn/bai-7.htm"),
        ("monthly.vn", "/thang-2026-1.xml.gz"): packed_sitemap("https://monthly.vn/bai-6.htm"),
        ("monthly.vn", "/thang-2025-12.xml.gz"): packed_sitemap("https://monthly.vn/bai-5.htm"),
        **{("monthly.vn", f"/bai-{number}.htm"): article(number) for number in range(5, 10)},
    }
    folder = tmp_path_factory.mktemp("past")
    with serving(Played(pages)) as server:
        yield folder, server, crawl(folder, server.url, ("paged", "monthly"), "--since", "2026-01-15")


def test_since_goes_back_page_by_page_and_no_further(past: tuple[Path, Server, Crawled]) -> None:
    folder, server, done = past
    assert done.code == 0
    assert numbers(folder, "paged") == [7, 8, 9]
    assert "/tin?trang=5" not in [seen.target for seen in server.log]


def test_since_goes_back_month_by_month_and_no_further(past: tuple[Path, Server, Crawled]) -> None:
    folder, server, _ = past
    assert numbers(folder, "monthly") == [6, 7, 8]
    assert not [seen for seen in server.log if seen.target in {"/thang-2025-12.xml.gz", "/tin.rss"}]


def test_finished_crawl_into_the_past_is_forgotten(past: tuple[Path, Server, Crawled]) -> None:
    with opened(crawling.address(past[0])) as store:
        assert store.memory.backfills("paged") == {}
        assert store.memory.backfills("monthly") == {}


# A JSON interface


def test_interface_is_asked_with_the_headers_that_it_wants(tmp_path: Path) -> None:
    wanted = (("portal-id", "7"), ("Accept", "application/json"))
    section = Section(path="tin", title="Tin", sources=(Api(url="/api", items="", link="/{slug}", headers=wanted),))
    portal = factories.portal(sections=(section,))
    with factories.archive(tmp_path) as store:
        assignment = Assignment(archive=store, classifier=topics.default(), clock=lambda: factories.NOON)
        tally = Tally(sections=frozenset({"tin"}), report=lambda *_: None)
        errand = Errand(portal=portal, assignment=assignment, tally=tally, give_up=lambda _: None)
        (request,) = Listings(errand, ArticlePages(errand)).begin()
    assert (request.headers["portal-id"], request.headers["accept"]) == (b"7", b"application/json")


# Looked at again

NAMED = replace(played_portals.FAMILY, article=r"/(?:[\w-]+/)*bai-[a-z]+\.htm")
BEFORE = factories.portal(name="bo", home="https://cu.vn/", family=NAMED, proof=Proof.INFERRED)
AFTER = replace(BEFORE, home="https://moi.vn/", aliases=("cu.vn",))
OLD, NEW = "https://cu.vn/bai-mot.htm", "https://moi.vn/bai-mot.htm"
HOUR = timedelta(hours=1)
TAGGED = replace(article(1), headers={**article(1).headers, "ETag": '"1"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was asked, and what was counted."""

    tally: Tally
    asked: list[Request] = field(default_factory=list)

    @property
    def urls(self) -> list[str]:
        return [one.url for one in self.asked]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as found:
        yield found


def look(store: Archive, pages: Mapping[str, Answer], *, at: datetime, portal: Portal, url: str = "") -> Looked:
    """Ask for what is due, or for what is at an address; a host that has no page here does not answer."""
    assignment = Assignment(archive=store, classifier=topics.default(), clock=lambda: at)
    tally = Tally(sections=(), report=lambda *_: None)
    errand = Errand(portal=portal, assignment=assignment, tally=tally, give_up=lambda _: None)
    articles = ArticlePages(errand)
    waiting = deque(articles.fetch(Link(url=url), section=None) if url else articles.left_over())
    looked = Looked(tally=tally)
    while waiting:
        request = waiting.popleft()
        looked.asked.append(request)
        for one in _answered(request, pages.get(request.url), articles):
            match one:
                case Request():
                    waiting.append(one)
                case Fetched():
                    tally.count(*store.save([one], now=at))
    return looked


def _answered(request: Request, answer: Answer | None, articles: ArticlePages) -> list[object]:
    if answer:
        response = HtmlResponse(
            request.url, status=answer.status, headers=dict(answer.headers), body=answer.body, request=request
        )
        return [*articles.read(response, **request.cb_kwargs)]
    failure = Failure(DNSLookupError("nowhere"))
    failure.request = request  # type: ignore[attr-defined]
    articles.unanswered(failure)
    return []


def only(store: Archive) -> Entry:
    (entry,) = store.reader.entries()
    return entry


def settled(store: Archive, *, gone: bool = False) -> datetime:
    """Store an article, take it down where that is wanted, and return when it is due."""
    look(store, {OLD: TAGGED}, at=factories.NOON, portal=BEFORE, url=OLD)
    if gone:
        look(store, {OLD: Answer(status=410)}, at=factories.NOON + HOUR, portal=BEFORE)
    assert only(store).gone is gone
    return factories.NOON + (25 * HOUR if gone else HOUR)


def test_article_is_asked_for_where_its_portal_has_moved_and_its_link_moves_with_it(store: Archive) -> None:
    due = settled(store)
    before = only(store)
    looked = look(store, {NEW: TAGGED}, at=due, portal=AFTER)
    assert looked.urls == [NEW]
    assert "If-None-Match" not in looked.asked[0].headers  # or it would not be told whole
    after = only(store)
    assert (after.article.id, after.article.link) == (before.article.id, NEW)
    assert (after.changed, after.revision) == (before.changed, before.revision)
    again = look(store, {NEW: Answer(status=304)}, at=due + 6 * HOUR, portal=AFTER)
    assert again.asked[0].headers["If-None-Match"] == b'"1"'


def test_article_that_was_not_carried_over_to_the_new_host_keeps_the_link_that_works(store: Archive) -> None:
    due = settled(store)
    looked = look(store, {NEW: Answer(status=404), OLD: TAGGED}, at=due, portal=AFTER)
    assert looked.urls == [NEW, OLD]
    assert (only(store).article.link, looked.tally.problems) == (OLD, [])
    (visit,) = store.due("bo", now=due + 9 * HOUR, limit=9)
    assert visit.missing == 0


@pytest.mark.parametrize("old", [None, Answer(status=404)])
def test_article_that_is_neither_on_the_new_host_nor_on_the_old_is_taken_down(
    store: Archive, old: Answer | None
) -> None:
    due = settled(store)
    pages = {NEW: Answer(status=404), **({OLD: old} if old else {})}
    assert look(store, pages, at=due, portal=AFTER).urls == [NEW, OLD]
    assert not only(store).gone
    look(store, pages, at=due + HOUR, portal=AFTER)
    assert only(store).gone


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), True), ((308,), True), ((302,), False), ((307,), False), ((301, 308), True), ((301, 302), False)],
)
def test_link_moves_with_a_permanent_redirect_alone(store: Archive, statuses: tuple[int, ...], *, moved: bool) -> None:
    due = settled(store)
    before = only(store)
    places = [OLD, *(f"https://cu.vn/muc-{number}/bai-mot.htm" for number, _ in enumerate(statuses))]
    steps = {
        place: redirect(target, status=status)
        for place, target, status in zip(places, places[1:], statuses, strict=False)
    }
    look(store, {**steps, places[-1]: TAGGED}, at=due, portal=BEFORE)
    after = only(store)
    assert after.article.link == (places[-1] if moved else OLD)
    assert (after.article.id, after.changed, after.revision) == (before.article.id, before.changed, before.revision)
    assert set(store.known(places[-1:]).values()) == {before.article.id}


def test_page_that_is_not_there_for_the_second_time_is_taken_down(store: Archive) -> None:
    due = settled(store)
    first = look(store, {OLD: Answer(status=404)}, at=due, portal=BEFORE)
    assert ([one["kind"] for one in first.tally.problems], first.tally.counts) == (["http-404"], {"unchanged": 1})
    assert not only(store).gone
    assert look(store, {OLD: Answer(status=404)}, at=due + HOUR, portal=BEFORE).tally.counts == {"gone": 1}
    assert only(store).gone


def test_page_that_was_missing_once_and_is_there_again_stands(store: Archive) -> None:
    due = settled(store)
    for hours, status in ((0, 404), (1, 304), (24, 404)):
        assert look(store, {OLD: Answer(status=status)}, at=due + hours * HOUR, portal=BEFORE).urls
    assert not only(store).gone


def test_what_was_taken_down_is_looked_for_and_found(store: Archive) -> None:
    due = settled(store, gone=True)
    assert look(store, {}, at=due - HOUR, portal=BEFORE).urls == []
    looked = look(store, {OLD: TAGGED}, at=due, portal=BEFORE)
    assert "If-None-Match" not in looked.asked[0].headers
    assert looked.tally.counts == {"back": 1}
    assert (only(store).gone, only(store).revision) == (False, 1)


@pytest.mark.parametrize("answer", [None, Answer(status=404), Answer(status=410), GATE, redirect("https://cu.vn/")])
def test_what_was_taken_down_and_is_still_not_there_is_no_problem(store: Archive, answer: Answer | None) -> None:
    due = settled(store, gone=True)
    looked = look(store, {OLD: answer} if answer else {}, at=due, portal=BEFORE)
    assert (looked.tally.problems, looked.tally.counts) == ([], {"unchanged": 1})
    assert [event.what for event in store.journal.events()] == [Outcome.NEW, Outcome.GONE]
    assert look(store, {}, at=due + 6 * 24 * HOUR, portal=BEFORE).urls == []
    assert look(store, {}, at=due + 7 * 24 * HOUR, portal=BEFORE).urls == [OLD]


def test_article_that_leads_to_another_one_is_not_asked_for_again_and_again(store: Archive) -> None:
    other = "https://cu.vn/bai-hai.htm"
    due = settled(store)
    look(store, {other: article(2)}, at=due - HOUR / 2, portal=BEFORE, url=other)
    looked = look(store, {OLD: redirect(other)}, at=due, portal=BEFORE)
    assert looked.urls == [OLD]
    assert look(store, {}, at=due + HOUR / 4, portal=BEFORE).urls == []


def test_link_that_waits_since_before_its_portal_moved_is_given_up_in_the_end(store: Archive) -> None:
    waiting = Waiting(key=OLD, link=Link(url=OLD), section="")
    store.memory.note("bo", OLD, answered=Answered(), waiting=[waiting], now=factories.NOON)
    asked = [look(store, {}, at=factories.NOON + days * 24 * HOUR, portal=AFTER).urls for days in range(20)]
    assert sum(map(len, asked)) == 4


# Interrupted


LONG = 60


def long(*, delay: float) -> Played:
    pages: dict[Address, Answer | list[Answer]] = {("long.vn", "/tin"): listing(*_hrefs(range(1, LONG + 1)))}
    for number in range(1, LONG + 1):
        pages["long.vn", f"/bai-{number}.htm"] = replace(article(number), delay=delay)
    return Played(pages)


def test_limit_leaves_the_rest_for_the_next_crawl(tmp_path: Path) -> None:
    site = long(delay=0)
    with serving(site) as server:
        done = crawl(tmp_path, server.url, ["long"], "--limit", "3")
    assert done.portals["long"]["new"] == site.requests("long.vn", "bai-") == 3
    with opened(crawling.address(tmp_path)) as store:
        assert store.reader.portals()["long"].waiting == LONG - 3


@pytest.mark.slow
def test_killed_crawl_goes_on_where_it_was(tmp_path: Path) -> None:
    site = long(delay=0.005)
    with serving(site) as server:
        _kill_when(
            site,
            tmp_path,
            server,
            portal="long",
            done=lambda played: played.requests("long.vn", "bai-") >= 40,
        )
        before = set(stored(tmp_path, "long"))
        fetched_before = site.requests("long.vn", "bai-")
        assert before
        assert len(before) < LONG
        done = crawl(tmp_path, server.url, ["long"])
    assert done.code == 0
    assert numbers(tmp_path, "long") == list(range(1, LONG + 1))
    assert done.portals["long"]["new"] == LONG - len(before)
    assert site.requests("long.vn", "bai-") - fetched_before == LONG - len(before)
    with opened(crawling.address(tmp_path)) as store:
        assert store.reader.portals()["long"].waiting == 0


@pytest.mark.slow
def test_crawl_killed_between_two_pages_of_a_listing_loses_neither(tmp_path: Path) -> None:
    site = Played(
        {
            ("two.vn", "/tin"): listing("/bai-1.htm", following="/tin?trang=2"),
            ("two.vn", "/tin?trang=2"): replace(listing("/bai-2.htm"), delay=0.5),
            ("two.vn", "/bai-1.htm"): article(1),
            ("two.vn", "/bai-2.htm"): article(2),
        }
    )
    with serving(site) as server:
        _kill_when(
            site,
            tmp_path,
            server,
            portal="two",
            done=lambda played: bool(played.requests("two.vn", "trang=2")),
        )
        done = crawl(tmp_path, server.url, ["two"])
    assert done.code == 0
    assert numbers(tmp_path, "two") == [1, 2]


def _kill_when(site: Played, folder: Path, server: Server, *, portal: str, done: Callable[[Played], bool]) -> None:
    command = crawling.crawl_command(folder, server.url, [portal])
    with subprocess.Popen(
        command, env=crawling.environment(), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        try:
            site.wait_until(done)
        finally:
            child.send_signal(signal.SIGKILL)


# What breaks


@pytest.mark.slow
def test_server_that_is_not_there_breaks_every_portal(tmp_path: Path) -> None:
    with socket.socket() as taken:  # bound, and listening to nobody
        taken.bind(("127.0.0.1", 0))
        done = crawl(tmp_path, f"http://127.0.0.1:{taken.getsockname()[1]}", ("odd", "paged"))
    assert done.code == 1
    assert {one["outcome"] for one in done.portals.values()} == {"broken"}
    assert set(done.kinds("odd")) == {"refused", "left-alone"}
    assert "Traceback" not in done.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pragma", "remedy"),
    [
        ("query_only = 1", "may be written"),  # from the first word on
        ("max_page_count = 1", "make room"),  # when the first links are noted
        ("max_page_count = {pages}", "make room"),  # when the first articles are stored
    ],
)
def test_archive_that_cannot_be_written_ends_the_crawl_with_the_remedy(
    tmp_path: Path, pragma: str, remedy: str
) -> None:
    with opened(crawling.address(tmp_path)) as store, store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
    site = long(delay=0)
    with serving(site) as server:
        done = crawl(tmp_path, server.url, ["long"], pragma=pragma.format(pages=pages + 14))
        assert done.code == 1
        assert remedy in done.err
        assert "Traceback" not in done.err
        assert site.requests("long.vn", "bai-") < LONG
        assert crawl(tmp_path, server.url, ["long"]).code == 0
    assert numbers(tmp_path, "long") == list(range(1, LONG + 1))


@pytest.mark.slow
def test_last_articles_that_cannot_be_written_end_the_crawl_with_the_remedy(tmp_path: Path) -> None:
    with opened(crawling.address(tmp_path)) as store, store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
    long_one = article(1, text="Thủ tướng Chính phủ chủ trì phiên họp của Chính phủ và kết luận nhiều việc. " * 4_000)
    with serving(Played({("two.vn", "/tin"): listing("/bai-1.htm"), ("two.vn", "/bai-1.htm"): long_one})) as server:
        done = crawl(tmp_path, server.url, ["two"], pragma=f"max_page_count = {pages + 10}")
        assert done.code == 1
        assert "make room" in done.err
        assert "Traceback" not in done.err
        assert crawl(tmp_path, server.url, ["two"]).code == 0
    assert numbers(tmp_path, "two") == [1]
