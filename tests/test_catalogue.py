"""Which feeds exist, and which entries they carry."""

from dataclasses import replace
from datetime import timedelta

import pytest
from factories import NOON, PORTALS, SUBJECTS, portal

from crawler import taxonomy
from crawler.archive.reading import Outline
from feeds import selection
from feeds.catalogue import Format, Kind, Site, catalogue


def outline(number: int, *, hours: int, gone: bool = False, story: int = 0) -> Outline:
    dated, first = NOON - timedelta(hours=hours), f"urn:uuid:{story or number}"
    return Outline(id=f"urn:uuid:{number}", dated=dated, changed=dated, revision=1, gone=gone, story=first)


def test_there_is_a_feed_of_everything_and_one_per_topic_and_portal() -> None:
    assert [(spec.kind, spec.path) for spec in catalogue(PORTALS, SUBJECTS)] == [
        (Kind.ALL, "feeds/all"),
        (Kind.TOPIC, "feeds/topics/kinh-te-tai-chinh"),
        (Kind.TOPIC, "feeds/topics/y-te"),
        (Kind.PORTAL, "feeds/portals/baochinhphu"),
        (Kind.PORTAL, "feeds/portals/en_baochinhphu"),
        (Kind.CORRECTIONS, "feeds/corrections"),
    ]


def test_catalogue_does_not_depend_on_the_order_of_the_portals() -> None:
    assert catalogue(PORTALS, SUBJECTS) == catalogue(PORTALS[::-1], SUBJECTS)


def test_an_english_portals_feed_speaks_english() -> None:
    spec = catalogue([portal(language="en", title_en="VGP News", credit="")], ())[1]
    assert (spec.language, spec.name, spec.description) == ("en", "VGP News", "The latest from VGP News.")
    assert spec.rights == "Copyright of VGP News."


def test_every_topic_of_the_taxonomy_is_a_subject_of_the_catalogue() -> None:
    specs = catalogue((), taxonomy.SUBJECTS)[1:-1]
    assert [spec.slug for spec in specs] == [subject.slug for subject in taxonomy.SUBJECTS]


@pytest.mark.parametrize("base", ["https://tin.example.vn", "https://tin.example.vn/"])
def test_addresses_are_made_of_the_sites_and_the_files_path(base: str) -> None:
    spec = catalogue((), ())[0]
    assert Site(base_url=base).address(spec.file(Format.ATOM)) == "https://tin.example.vn/feeds/all.atom"


def test_a_quiet_feed_carries_fifty_entries_and_some_however_old() -> None:
    yearly = [outline(n, hours=n * 24 * 365) for n in range(80)]
    assert len(selection.window(yearly)) == selection.LEAST + selection.SPARE


def test_a_busy_feed_carries_seven_days() -> None:
    hourly = [outline(n, hours=n) for n in range(300)]
    assert len(selection.window(hourly)) == 7 * 24 + 1


def test_no_feed_carries_more_than_a_thousand_entries() -> None:
    assert len(selection.window([outline(n, hours=0) for n in range(1200)])) == selection.MOST


def test_articles_that_were_taken_down_are_not_carried_and_take_no_place() -> None:
    some = [outline(n, hours=n, gone=n % 2 == 0) for n in range(100)]
    chosen = selection.window(some)
    assert len(chosen) == 50
    assert not any(one.gone for one in chosen)


def test_what_has_left_a_feed_does_not_come_back_where_some_were_taken_down() -> None:
    for apart in (3, 24 * 30):  # a busy feed, and a quiet one
        some = [outline(n, hours=n * apart) for n in range(100)]
        down = [replace(one, gone=place < selection.SPARE) for place, one in enumerate(some)]
        assert {one.id for one in selection.window(down)} < {one.id for one in selection.window(some)}


def test_nothing_makes_an_empty_window() -> None:
    assert selection.window([]) == ()


def test_entries_that_aged_out_are_not_lost() -> None:
    before = [(f"urn:uuid:old{n}", NOON - timedelta(days=30, hours=n)) for n in range(200)]
    now = selection.window([outline(n, hours=n) for n in range(60)])
    assert selection.lost(before=before, now=now) == 0


def test_entries_that_are_younger_than_the_oldest_carried_and_missing_are_lost() -> None:
    before = [(f"urn:uuid:old{n}", NOON - timedelta(hours=n)) for n in range(40)]
    now = selection.window([outline(n, hours=n) for n in range(60)])
    assert selection.lost(before=before, now=now) == 40


def test_a_window_that_is_all_there_is_has_lost_whatever_is_missing() -> None:
    before = [(f"urn:uuid:old{n}", NOON - timedelta(days=900)) for n in range(40)]
    assert selection.lost(before=before, now=selection.window([outline(1, hours=0)])) == 40
    assert selection.lost(before=before, now=()) == 40


def test_a_story_is_carried_once_as_it_was_told_first() -> None:
    first, other = outline(1, hours=5), outline(4, hours=1)
    tellings = [outline(3, hours=2, story=1), outline(2, hours=3, story=1)]
    carried = selection.once([other, *tellings, first])
    assert [(one.id, one.also) for one in carried] == [
        (other.id, ()),
        (first.id, (tellings[1].id, tellings[0].id)),
    ]


def test_a_story_whose_first_telling_was_taken_down_is_carried_by_the_next() -> None:
    later, earlier = outline(3, hours=2, story=1), outline(2, hours=3, story=1)
    gone = outline(1, hours=5, gone=True)
    assert [(one.id, one.also) for one in selection.once([later, earlier, gone])] == [
        (earlier.id, (later.id,)),
        (gone.id, ()),
    ]


def test_a_retelling_stays_out_when_the_first_has_aged_out() -> None:
    retold = replace(outline(2, hours=1, story=1), told=True)
    assert selection.once([retold]) == []


def test_what_is_accounted_for_is_not_lost() -> None:
    before = [(f"urn:uuid:{number}", NOON) for number in (1, 2)]
    assert selection.lost(before=before, now=[]) == 2
    assert selection.lost(before=before, now=[], accounted={"urn:uuid:1"}) == 1
