"""What a feed has room for: never more than 4 MB, never less than the entries that there are."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from math import inf
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import adversaries
import pytest
from factories import NOON, PORTALS, archive, article, entry, save
from test_telling import TEXT, ran

from crawler.archive.reading import Outline
from crawler.archive.search import Query
from crawler.article import Attachment, Image
from diemtin import serving
from feeds import composing, querying, selection
from feeds.rendering import WRITERS

HOUR = timedelta(hours=1)
LONG = "Quang cảnh phiên họp “toàn thể” & lễ ký kết, với đại biểu của các tỉnh, thành phố trong cả nước. " * 2
ADDRESS = "https://bcp.vn/tap-tin?thu-muc=van-ban&nam=2026&ten=" + "rất-dài-" * 20


@pytest.mark.parametrize(
    "heavy",
    [
        {"tags": tuple(f"{LONG} {number}" for number in range(80)), "authors": (LONG,) * 30},
        {"images": tuple(Image(url=f"{ADDRESS}{n}.jpg", caption=LONG, credit=LONG[:60]) for n in range(60))},
        {
            "attachments": tuple(
                Attachment(url=f"{ADDRESS}{n}.pdf", type="application/pdf", title=LONG) for n in range(60)
            )
        },
    ],
)
def test_entry_takes_no_more_than_it_is_said_to_weigh(heavy: dict[str, Any]) -> None:
    feed = adversaries.feed(entry(**heavy))
    (item,) = feed.items
    written = {name: len(writer.entry(item, feed)) for name, writer in WRITERS.items()}
    assert max(written.values()) <= composing.weight(item), written


def outlines(tellings: int, stories: int) -> list[Outline]:
    """Return stories of which each is told so many times, the newest first: the first of them is the oldest."""
    return [
        Outline(
            id=f"{story}-{telling}",
            dated=NOON - timedelta(hours=60 * story + tellings - telling),
            changed=NOON,
            revision=1,
            gone=False,
            story=f"{story}-0",
        )
        for story in range(stories)
        for telling in reversed(range(tellings))
    ]


@pytest.mark.parametrize(("tellings", "stories"), [(1, 70), (2, 70), (14, 70), (40, 200), (14, 20)])
def test_feed_carries_enough_stories_however_many_portals_told_each(tellings: int, stories: int) -> None:
    every = outlines(tellings, stories)
    carried = selection._enough(lambda limit: every[:limit], selection.once)
    assert len(carried) >= min(stories, selection.LEAST)
    assert all(one.id == one.story for one in carried)


def test_portal_that_tells_what_others_told_is_not_looked_through_to_its_end() -> None:
    every = [one for one in outlines(2, 5000) if one.id != one.story]
    asked: list[int] = []

    def fetch(limit: int) -> list[Outline]:
        asked.append(limit)
        return every[:limit]

    assert len(selection._enough(fetch, list)) == selection.LEAST + selection.SPARE
    assert max(asked) < 1000


def test_query_finds_as_many_stories_as_are_asked_for(tmp_path: Path) -> None:
    told = [ran(name, after=timedelta(minutes=number)) for number, name in enumerate("abcdefghijklmnop")]
    others = [article(number, title=f"Tin riêng {number} về hội nghị") for number in (900, 901, 902)]
    with archive(tmp_path) as store:
        save(store, told)
        save(store, others)
        for limit in range(1, 5):
            assert len(querying.chosen(store, Query(text="hội nghị", limit=limit))) == limit


@pytest.mark.parametrize("room", [inf, 1e9])
def test_all_are_carried_where_there_is_room_for_all(room: float) -> None:
    chosen = outlines(1, 250)
    found = filled(chosen, room=room)
    assert [one.id for one in found.entries] == [one.id for one in chosen]


def test_feed_is_dated_by_what_it_has_room_for() -> None:
    chosen = outlines(1, 250)
    found = filled(chosen, room=40, changed=lambda one: NOON + timedelta(days=int(one.id == chosen[41].id)))
    assert len(found.entries) == 40
    assert found.updated == NOON


def filled(
    chosen: Sequence[Outline], *, room: float, changed: Callable[[Outline], Any] = lambda _: NOON
) -> composing.Filled[Any]:
    def make(some: Sequence[Outline]) -> dict[str, Any]:
        return {one.id: SimpleNamespace(id=one.id, changed=changed(one)) for one in some}

    topic = next(spec for spec in adversaries.SPECS.values() if spec.kind not in composing.LEGAL)
    return composing.filled(adversaries.feed(spec=topic), chosen, make=make, weight=lambda _: 1, room=room)


def test_article_that_is_gone_or_told_by_another_first_is_not_said_to_be_carried(tmp_path: Path) -> None:
    first, second = (
        article(7, portal=portal.name, link=f"{portal.home}bai-7.htm", body_text=TEXT, published=NOON + number * HOUR)
        for number, portal in enumerate(PORTALS)
    )
    with archive(tmp_path, [first, second]) as store:
        assert "feeds/all" in serving._carrying(store, first.link)
        assert serving._carrying(store, second.link) == [f"feeds/portals/{second.portal}"]
        store.take_down(first.id, now=NOON + 24 * HOUR)
        assert serving._carrying(store, first.link) == []
