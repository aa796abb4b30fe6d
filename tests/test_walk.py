"""A section is walked as far as is needed, and no further."""

from dataclasses import replace
from datetime import datetime, timedelta

import factories
import pytest

from crawler import walk
from crawler.dates import HANOI
from crawler.discovery import Found, Link
from crawler.errors import HttpStatus, NoLinks, NotAnswered, PageError
from crawler.portal import Api, Explore, Feed, Listing, Portal, Postback, Section, Sitemap, Source

NOW = datetime(2026, 3, 1, 12, tzinfo=HANOI)
HOME = "https://baochinhphu.vn"
PAGED = Listing(next="/timelinelist/{zone}/{page}.htm")


def portal(*sources: Source, zone: str = "1027") -> tuple[Portal, Section]:
    section = Section(path="kinh-te.htm", title="Kinh tế", zone=zone, sources=sources)
    return factories.portal(sections=(section,)), section


def begun(*sources: Source, zone: str = "1027", since: datetime | None = None) -> tuple[Portal, walk.Step]:
    described, section = portal(*sources, zone=zone)
    step = walk.first(described, section, now=NOW, since=since)
    assert step is not None
    return described, step


def page(*days: int, **told: str) -> Found:
    links = tuple(Link(url=f"{HOME}/bai-{day}.htm", published=NOW - timedelta(days=day)) for day in days)
    return Found(links=links, **told)


def test_walk_begins_with_the_first_source() -> None:
    _, step = begun(Feed("{stem}.rss"), Listing())
    assert (step.url, step.source, step.page) == (f"{HOME}/kinh-te.rss", 0, 1)


def test_walk_falls_through_to_the_next_source_until_there_is_none() -> None:
    described, step = begun(Feed("{stem}.rss"), Listing())
    following = walk.elsewhere(described, step, now=NOW)
    assert following
    assert following.url == f"{HOME}/kinh-te.htm"
    assert walk.elsewhere(described, following, now=NOW) is None


def test_listing_is_followed_page_by_page_while_links_are_new() -> None:
    described, step = begun(PAGED)
    second = walk.further(described, step, page(1, 2), known=[False, False])
    assert second
    assert (second.url, second.page) == (f"{HOME}/timelinelist/1027/2.htm", 2)
    third = walk.further(described, second, page(3), known=[False])
    assert third
    assert third.url.endswith("/3.htm")
    assert walk.further(described, third, page(4), known=[False]) is None, "three pages are enough"


@pytest.mark.parametrize(
    ("known", "goes_on"),
    [
        ([True] * 5, False),
        ([False, *[True] * 5, False], False),
        ([True] * 4, True),
        ([True, True, False, True, True, True, True], True),
        ([], False),
    ],
)
def test_known_links_in_a_row_end_the_walk(known: list[bool], goes_on: bool) -> None:  # noqa: FBT001
    described, step = begun(PAGED)
    assert bool(walk.further(described, step, page(*range(len(known))), known=known)) is goes_on


def test_number_of_the_section_is_taken_from_its_first_page() -> None:
    described, step = begun(PAGED, zone="")
    second = walk.further(described, step, page(1, zone="77"), known=[False])
    assert second
    assert second.url.endswith("/timelinelist/77/2.htm")
    third = walk.further(described, second, page(2), known=[False])
    assert third
    assert third.url.endswith("/timelinelist/77/3.htm")


def test_listing_without_a_way_on_ends() -> None:
    described, step = begun(PAGED, zone="")
    assert walk.further(described, step, page(1), known=[False]) is None
    described, step = begun(Listing())
    assert walk.further(described, step, page(1), known=[False]) is None


def test_page_s_own_link_to_the_next_is_followed_but_not_to_itself() -> None:
    described, step = begun(Listing())
    following = walk.further(described, step, page(1, next=f"{HOME}/kinh-te.htm?p=2"), known=[False])
    assert following
    assert following.url.endswith("?p=2")
    assert walk.further(described, step, page(1, next=step.url), known=[False]) is None


def test_since_goes_on_past_known_links_until_it_is_reached() -> None:
    described, step = begun(PAGED, since=NOW - timedelta(days=30))
    step = replace(step, page=20)
    assert walk.further(described, step, page(1, 29), known=[True] * 9)
    assert walk.further(described, step, page(31, 40), known=[False, False]) is None
    assert walk.further(described, step, page(), known=[]) is None


def test_pinned_story_does_not_end_a_walk_into_the_past() -> None:
    assert not walk.reached(page(400, 2).links, since=NOW - timedelta(days=30))
    assert not walk.reached((Link(url=HOME),), since=NOW)


def test_feed_does_not_reach_back() -> None:
    _, step = begun(Feed("{stem}.rss"), Listing(), since=NOW - timedelta(days=30))
    assert step.url == f"{HOME}/kinh-te.htm"
    described, section = portal(Feed("{stem}.rss"))
    assert walk.first(described, section, now=NOW, since=NOW) is None


def test_monthly_sitemaps_are_walked_back_over_the_new_year() -> None:
    described, step = begun(Sitemap("/sitemaps/news-{year}-{month}.xml"), since=datetime(2025, 12, 15, tzinfo=HANOI))
    asked: list[str] = []
    following: walk.Step | None = step
    while following:
        asked.append(following.url.rpartition("/")[2])
        following = walk.further(described, following, page(1), known=[True])
    assert asked == ["news-2026-3.xml", "news-2026-2.xml", "news-2026-1.xml", "news-2025-12.xml"]


def test_monthly_sitemap_is_asked_alone_for_what_is_new() -> None:
    described, step = begun(Sitemap("/sitemaps/news-{year}-{month}.xml"))
    assert walk.further(described, step, page(1), known=[False]) is None


def test_endless_listing_ends() -> None:
    described, step = begun(PAGED, since=NOW - timedelta(days=9999))
    assert walk.further(described, replace(step, page=500), page(1), known=[False]) is None


def test_newest_sitemaps_of_an_index_are_asked() -> None:
    described, step = begun(Sitemap("/sitemap.xml"))
    found = Found(
        children=tuple(Link(url=f"{HOME}/s{day}.xml", updated=NOW - timedelta(days=day)) for day in (9, 1, 40))
    )

    def asked(days: int | None) -> list[str]:
        since = NOW - timedelta(days=days) if days else None
        return [child.url for child in walk.beyond(described, replace(step, since=since), found, now=NOW)]

    assert asked(None) == asked(20) == [f"{HOME}/s1.xml", f"{HOME}/s9.xml"]
    assert len(asked(50)) == 3


def test_sections_that_a_home_page_leads_to_are_walked() -> None:
    described, step = begun(Explore())
    found = Found(sections=(Section(path="tin.rss", title="", sources=(Feed("tin.rss"),)),))
    (section,) = walk.beyond(described, step, found, now=NOW)
    assert (section.url, section.section.path) == (f"{HOME}/tin.rss", "tin.rss")
    assert walk.beyond(described, replace(step, since=NOW), found, now=NOW) == [], "a feed does not reach back"


def test_feed_tells_all_only_where_it_reaches_something_known() -> None:
    assert not walk.tells_all(Feed("x"), [False, False])
    assert walk.tells_all(Feed("x"), [False, True])
    assert walk.tells_all(Listing(), [False])


def test_interrupted_walk_is_remembered_where_it_was() -> None:
    _, step = begun(PAGED, since=NOW)
    left = walk.backfill(replace(step, page=7, url="u"))
    assert (left.section, left.url, left.page, left.source, left.since) == ("kinh-te.htm", "u", 7, 0, NOW)


@pytest.mark.parametrize(
    ("error", "ended"),
    [
        (HttpStatus("https://a.vn/tin?trang=9", 404), True),
        (NoLinks("https://a.vn/tin?trang=9", "no article links"), True),
        (HttpStatus("https://a.vn/tin?trang=9", 503), False),
        (HttpStatus("https://a.vn/tin?trang=9", 403), False),
        (NotAnswered("https://a.vn/tin?trang=9", "no answer", kind="time-out"), False),
    ],
)
def test_a_fault_is_not_the_end_of_a_listing(error: PageError, *, ended: bool) -> None:
    assert walk.is_the_end(error) is ended


def test_posted_listing_is_asked_by_its_form() -> None:
    described, step = begun(Listing("/?module=list", form="site={zone}&page={page}"))
    assert (step.url, step.body) == (f"{HOME}/?module=list", "site=1027&page=1")
    second = walk.further(described, step, page(1), known=[False])
    assert second
    assert (second.url, second.body) == (f"{HOME}/?module=list", "site=1027&page=2")
    assert step.address != second.address


def test_interface_is_asked_page_by_page_until_it_is_empty() -> None:
    source = Api(url="/api?from={offset}", items="", link="/{slug}", post=(("categoryId", "{zone}"),), size=15)
    described, step = begun(source)
    assert (step.url, step.body) == (f"{HOME}/api?from=0", '{"categoryId": "1027"}')
    second = walk.further(described, step, page(1), known=[False])
    assert second
    assert second.url == f"{HOME}/api?from=15"
    assert walk.further(described, second, page(), known=[]) is None


def test_webforms_page_goes_on_by_what_it_says_is_to_be_posted() -> None:
    described, step = begun(Postback())
    second = walk.further(described, step, page(1, postback="__EVENTARGUMENT=Page%242"), known=[False])
    assert second
    assert (second.url, second.body, second.page) == (step.url, "__EVENTARGUMENT=Page%242", 2)
    assert walk.further(described, step, page(1), known=[False]) is None


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (PAGED, page(1)),
        (Listing("/?module=list", form="page={page}"), page(1)),
        (Api(url="/api?page={page}", items="", link="/{slug}", post=(("page", "{page}"),)), page(1)),
        (Sitemap("/sitemaps/news-{year}-{month}.xml"), page(1)),
    ],
)
def test_walk_goes_on_where_it_was_interrupted(source: Source, found: Found) -> None:
    described, step = begun(source, since=NOW - timedelta(days=90))
    second = walk.further(described, step, found, known=[False])
    assert second
    left = walk.backfill(second)
    assert walk.resumed(described, second.section, left, now=NOW + timedelta(days=40)) == second


def test_interrupted_walk_over_webforms_begins_again() -> None:
    described, step = begun(Postback(), since=NOW - timedelta(days=90))
    second = replace(step, body="__VIEWSTATE=old", page=2)
    assert walk.resumed(described, step.section, walk.backfill(second), now=NOW) == step
