"""The archive joins the articles of a story that several portals ran."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import factories
import pytest
from factories import NOON
from sqlalchemy import select

from crawler.archive import Archive, opened
from crawler.archive.schema import articles, sentences
from crawler.archive.store import Fetched
from crawler.article import Article

DAY = timedelta(days=1)
LINES = [f"Câu thứ {n} nói về hội nghị triển khai nhiệm vụ của ngành trong năm tới tại địa phương" for n in range(12)]
TEXT = ". ".join(LINES)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with opened(f"sqlite:///{tmp_path}/a.db") as opened_store:
        yield opened_store


def ran(portal: str, *, text: str = TEXT, after: timedelta = timedelta(), number: int = 1) -> Article:
    link = f"https://{portal}.vn/bai-{number}.htm"
    return factories.article(link=link, portal=portal, body_text=text, published=NOON + after, first_seen=NOON + after)


def save(store: Archive, *batch: Article) -> None:
    store.save([Fetched(article=one, keys=(one.link,)) for one in batch], now=NOON)


def told(store: Archive) -> dict[str, str]:
    """Return the portal whose article gave each portal's article its story."""
    with store._engine.connect() as connection:
        found = connection.execute(select(articles.c.portal, articles.c.id, articles.c.story)).all()
    portals = {one: portal for portal, one, _ in found}
    return {portal: portals[story] for portal, _, story in found}


def test_republished_article_is_of_the_first_one_s_story(store: Archive) -> None:
    save(store, ran("a"))
    save(store, ran("b", text=f"(VGP) - {TEXT}\n\nTheo a.vn", after=DAY))
    save(store, ran("c", text=". ".join(LINES[2:]), after=2 * DAY))
    assert told(store) == {"a": "a", "b": "a", "c": "a"}


def test_story_is_told_within_a_batch_too(store: Archive) -> None:
    save(store, ran("b", after=DAY), ran("a"), ran("c", text=". ".join(line[::-1] for line in LINES)))
    assert told(store) == {"a": "a", "b": "a", "c": "c"}


def test_other_texts_and_later_repeats_are_stories_of_their_own(store: Archive) -> None:
    other = ". ".join([*LINES[:2], *(line.replace("hội nghị", "lễ hội") for line in LINES[2:])])
    save(store, ran("a"))
    save(store, ran("b", text=other), ran("c", after=30 * DAY), ran("d", text="Tin vắn."))
    assert told(store) == {"a": "a", "b": "b", "c": "c", "d": "d"}


def test_story_stays_when_the_text_is_corrected(store: Archive) -> None:
    save(store, ran("a"), ran("b", after=DAY))
    save(store, ran("b", text=f"{TEXT}. Câu mới được tòa soạn thêm vào bài viết này hôm sau, dài hơn", after=DAY))
    assert told(store) == {"a": "a", "b": "a"}
    with store._engine.connect() as connection:
        assert len(connection.execute(select(sentences)).all()) == 16


def test_rewritten_text_leaves_its_story(store: Archive) -> None:
    save(store, ran("a"), ran("b", after=DAY))
    save(store, ran("b", text=". ".join(line[::-1] for line in LINES), after=DAY))
    assert told(store) == {"a": "a", "b": "b"}


def test_corrected_texts_make_no_circle(store: Archive) -> None:
    other = ". ".join(line.replace("hội nghị", "lễ hội") for line in LINES)
    save(store, ran("a"), ran("x", after=DAY), ran("b", text=other, after=DAY))
    save(store, ran("a", text=other))
    save(store, ran("b", after=DAY))
    assert told(store) == {"a": "a", "x": "a", "b": "b"}


def test_one_portal_s_two_articles_are_two(store: Archive) -> None:
    save(store, ran("a"), ran("a", number=2, after=DAY))
    with store._engine.connect() as connection:
        assert len(set(connection.scalars(select(articles.c.story)))) == 2
