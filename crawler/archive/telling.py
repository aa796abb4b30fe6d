"""Articles of one story found among those that are stored."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from crawler import stories
from crawler.archive.schema import articles, sentences

_APART = timedelta(days=7)  # a text that comes again later is a reminder, which readers want
_FORMULA = 100  # articles
_ARTICLE = (articles.c.id, articles.c.portal, articles.c.story, articles.c.dated)

Marks = Mapping[str, frozenset[int]]
"""What tells articles apart, by their ids."""


def tell_stories(connection: Connection, new: Sequence[str], revised: Sequence[str] = ()) -> None:
    """Note what tells the texts of articles that were just stored, and join each new one to the story that it is of.

    A story is named by the article that was stored first, which never joins another: so there are no chains. A revised
    article joins none, but leaves its story when it no longer tells it.
    """
    ids = [*new, *revised]
    texts = connection.execute(select(articles.c.id, articles.c.body_text).where(articles.c.id.in_(ids))) if ids else ()
    fresh = {one: stories.marks(text) for one, text in texts}
    rows = [{"mark": mark, "article": one} for one, marks in fresh.items() for mark in sorted(marks)]
    if revised:
        connection.execute(delete(sentences).where(sentences.c.article.in_(revised)))
    if rows:
        connection.execute(insert(sentences), rows)
    if revised:
        _leave(connection, {one: fresh[one] for one in revised})
    near = _alike(connection, fresh) if rows and new else set()
    if near:
        _join(connection, frozenset(new), near)


def _leave(connection: Connection, revised: Marks) -> None:
    query = select(articles.c.id, articles.c.story).where(articles.c.id.in_(revised), articles.c.story != articles.c.id)
    joined: dict[str, str] = dict(connection.execute(query).all())
    first = _marks(connection, joined.values()) if joined else {}
    for one, story in joined.items():
        if not stories.same(revised[one], first.get(story, frozenset())):
            connection.execute(update(articles).where(articles.c.id == one).values(story=one))


def _alike(connection: Connection, fresh: Marks) -> set[str]:
    """Return the fresh articles that share enough sentences with one of another portal to be looked at, and those.

    A sentence that very many articles have is a portal's own formula, and tells nothing.
    """
    every = {mark for marks in fresh.values() for mark in marks}
    query = select(sentences.c.mark, sentences.c.article, articles.c.portal).join(articles)
    holders: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for mark, article, portal in connection.execute(query.where(sentences.c.mark.in_(every))):
        holders[mark][article] = portal
    near: set[str] = set()
    for one, marks in fresh.items():
        held = [holders[mark] for mark in marks if len(holders[mark]) <= _FORMULA]
        shared = Counter(other for each in held for other, portal in each.items() if portal != each[one])
        alike = {other for other, count in shared.items() if count >= stories.FEWEST}
        near |= {one, *alike} if alike else set()
    return near


def _join(connection: Connection, new: AbstractSet[str], near: Iterable[str]) -> None:
    """Give each new article the story of the earliest one of another portal that it shares most sentences with."""
    marks = _marks(connection, near)
    found = connection.execute(select(*_ARTICLE).where(articles.c.id.in_(marks))).mappings()
    known = [dict(one) for one in sorted(found, key=lambda one: (one["dated"], one["id"]))]
    settled = [one for one in known if one["id"] not in new]
    for one in (each for each in known if each["id"] in new):
        mate = next((other for other in settled if _are_one(one, other, marks)), None)
        settled.append(one)
        if mate:
            one["story"] = mate["story"]
            connection.execute(update(articles).where(articles.c.id == one["id"]).values(story=mate["story"]))


def _are_one(one: Mapping[str, Any], other: Mapping[str, Any], marks: Marks) -> bool:
    near = abs(one["dated"] - other["dated"]) <= _APART
    return near and one["portal"] != other["portal"] and stories.same(marks[one["id"]], marks[other["id"]])


def _marks(connection: Connection, ids: Iterable[str]) -> Marks:
    query = select(sentences.c.mark, sentences.c.article).where(sentences.c.article.in_(sorted(ids)))
    found: defaultdict[str, set[int]] = defaultdict(set)
    for mark, article in connection.execute(query):
        found[article].add(mark)
    return {article: frozenset(held) for article, held in found.items()}
