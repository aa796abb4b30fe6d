"""Queries as they stand in an address or in the settings: checked, always written alike, and what they choose."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from urllib.parse import parse_qsl, quote, urlencode

from crawler import document_numbers, text, wording
from crawler.archive import Archive
from crawler.archive.reading import Outline
from crawler.archive.search import Body, Query
from crawler.dates import HANOI
from crawler.document import slug
from crawler.portal import Portal
from feeds import items, selection
from feeds.catalogue import FeedSpec, Subject, own_feed
from feeds.entries import Names
from feeds.errors import QueryWrong

LONGEST = 4000
"""Characters of a query as it stands in an address, of which one beyond ASCII takes six to nine."""

MOST = 200
"""Entries that a query finds."""

_LONGEST_TEXT = 200  # characters
_MOST_WORDS = 24
_FURTHEST = 8 * MOST  # entries that are looked through for stories, each once
_MOST_VALUES = 40  # of one parameter: every province
_ONE = ("q", "from", "to", "language", "limit")
_SEVERAL = ("topic", "portal", "body", "document", "include", "exclude")
PARAMETERS = ("q", "topic", "portal", "body", "document", "from", "to", "language", "include", "exclude", "limit")
"""What a query may have, in the order in which it is written."""

Given = Mapping[str, Sequence[str]]
"""What is asked for, by parameter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a query may name.

    Attributes:
        names: titles of portals and topics.
        kinds: names of portals by the kind of body that they belong to.
        languages: of the portals.
        issuers: tells the names of issuing bodies by slug; asked only where one is named.
    """

    names: Names
    kinds: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...]
    issuers: Callable[[], Mapping[str, str]] = dict


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A feed of the operator's own."""

    slug: str
    title: str
    description: str
    query: Query


def known(
    portals: Sequence[Portal], subjects: Iterable[Subject], *, issuers: Callable[[], Mapping[str, str]] = dict
) -> Known:
    """Return what a query may name where these portals and topics are."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for portal in sorted(portals, key=lambda portal: portal.name):
        kinds[portal.kind.value].append(portal.name)
    return Known(
        names=items.names(portals, subjects),
        kinds={kind: tuple(names) for kind, names in kinds.items()},
        languages=tuple(sorted({portal.language for portal in portals})),
        issuers=issuers,
    )


def parse(written: str, *, known: Known) -> Query:
    """Read a query as it stands in an address, without its question mark; a parameter left empty is not given.

    Raises:
        QueryWrong: there is no such parameter, topic or portal, a value cannot be, or nothing is asked for.
    """
    if len(written) > LONGEST:
        raise QueryWrong(f"the query has {len(written)} characters: write at most {LONGEST}")
    try:
        pairs = parse_qsl(written, errors="strict", max_num_fields=len(PARAMETERS) * _MOST_VALUES)
    except UnicodeDecodeError as error:
        raise QueryWrong("the query is not UTF-8: write ổ as %E1%BB%95") from error
    except ValueError as error:
        raise QueryWrong("the query has too many parameters") from error
    given: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        given[name].append(value)
    return checked(given, known=known)


def checked(written: Given, *, known: Known) -> Query:
    """Return a query made of what is given; a value that is empty is not.

    Raises:
        QueryWrong: likewise.
    """
    given = {name: [value for value in map(_line, values) if value] for name, values in written.items()}
    for name, values in given.items():
        _must_be_right(name, values)
    if not any(values for name, values in given.items() if name != "limit"):
        raise QueryWrong("nothing is asked for: give q, topic, portal or another; feeds/all has everything")
    since, until = _day("from", given), _day("to", given)
    if since and until and since > until:
        raise QueryWrong(f"from={since} is after to={until}: give the earlier day first", parameter="from")
    return Query(
        text=_words("q", given),
        topics=_named("topic", given, known=known.names.topics),
        portals=_named("portal", given, known=known.names.portals),
        bodies=tuple(sorted({_body(value, known=known) for value in _several("body", given)}, key=_name)),
        documents=tuple(sorted({_number(value) for value in _several("document", given)})),
        since=since,
        until=until,
        language=_language(given, known=known),
        include=_phrases("include", given),
        exclude=_phrases("exclude", given),
        limit=_limit(given),
    )


def canonical(query: Query) -> str:
    """Return a query as it stands in an address: the same query is always the same text."""
    several: dict[str, Iterable[str]] = {
        "q": [query.text] if query.text else [],
        "topic": query.topics,
        "portal": query.portals,
        "body": [body.name for body in query.bodies],
        "document": query.documents,
        "from": [query.since.isoformat()] if query.since else [],
        "to": [query.until.isoformat()] if query.until else [],
        "language": [query.language] if query.language else [],
        "include": query.include,
        "exclude": query.exclude,
        "limit": [str(query.limit)] if query.limit else [],
    }
    pairs = [(name, value) for name in PARAMETERS for value in several[name]]
    return urlencode(pairs, quote_via=quote, safe="/")


def own_specs(own: Iterable[Own]) -> tuple[FeedSpec, ...]:
    """Return the operator's own feeds as the catalogue has them, in the order in which they are declared."""
    return tuple(own_feed(one.slug, title=one.title, description=one.description) for one in own)


def chosen(archive: Archive, query: Query) -> tuple[Outline, ...]:
    """Return what the feed of a query carries, newest first, each story once.

    Without a limit that is as much as any other feed carries.

    Raises:
        IndexBehind: the archive may only be read, and what is newest in it is not indexed.
    """
    found = selection.with_room(
        lambda most: archive.search.find(query, limit=most),
        query.limit or MOST,
        told=selection.once,
        least=query.limit or selection.LEAST,
        furthest=_FURTHEST,
    )
    each = selection.once(found)
    return tuple(each[: query.limit]) if query.limit else selection.window(each)[:MOST]


def _line(value: str) -> str:
    return wording.typed(text.line(value))


def _must_be_right(name: str, values: Sequence[str]) -> None:
    if name not in PARAMETERS:
        near = get_close_matches(name, PARAMETERS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(PARAMETERS)}"
        raise QueryWrong(f"there is no parameter {name!r}; {hint}", parameter=name)
    if name in _ONE and len(values) > 1:
        several = ", ".join(_SEVERAL)
        raise QueryWrong(f"{name} is given {len(values)} times: once is enough; repeat {several}", parameter=name)
    if len(values) > _MOST_VALUES:
        raise QueryWrong(f"{name} is given {len(values)} times: give it at most {_MOST_VALUES} times", parameter=name)


def _several(name: str, given: Given) -> list[str]:
    return sorted(set(given.get(name, ())))


def _value(name: str, given: Given) -> str:
    return next(iter(given.get(name, ())), "")


def _words(name: str, given: Given) -> str:
    value = _value(name, given)
    wanted = wording.wanted(value)
    phrases = [*wanted.excluded, *(phrase for phrases in wanted.alternatives for phrase in phrases)]
    if value and not phrases:
        raise QueryWrong(f"{name}={value!r} has no word to look for", parameter=name)
    _must_be_short(name, value, words=sum(map(len, phrases)))
    return value


def _phrases(name: str, given: Given) -> tuple[str, ...]:
    values = _several(name, given)
    for value in values:
        said = wording.words(value)
        if not said:
            raise QueryWrong(f"{name}={value!r} has no word to look for", parameter=name)
        _must_be_short(name, value, words=len(said))
    return tuple(values)


def _must_be_short(name: str, value: str, *, words: int) -> None:
    if len(value) > _LONGEST_TEXT or words > _MOST_WORDS:
        raise QueryWrong(
            f"{name} has {len(value)} characters and {words} words: write at most {_LONGEST_TEXT} and {_MOST_WORDS}",
            parameter=name,
        )


def _named(name: str, given: Given, *, known: Mapping[str, object]) -> tuple[str, ...]:
    values = _several(name, given)
    for value in values:
        if value not in known:
            raise QueryWrong(f"there is no {name} {value!r}; {_hint(value, known)}", parameter=name)
    return tuple(values)


def _hint(value: str, known: Iterable[str]) -> str:
    plain = {slug(one): one for one in known}
    near = get_close_matches(slug(value), plain, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(plain[one] for one in near)}?" if near else "catalogue.json lists them all"


def _body(value: str, *, known: Known) -> Body:
    if value in known.kinds:
        return Body(name=value, portals=known.kinds[value])
    issuers = known.issuers()
    if slug(value) in issuers:
        return Body(name=slug(value))
    raise QueryWrong(f"there is no body {value!r}; {_hint(value, [*known.kinds, *issuers])}", parameter="body")


def _name(body: Body) -> str:
    return body.name


def _number(value: str) -> str:
    number = document_numbers.normal(value)
    if number is None:
        raise QueryWrong(
            f"document={value!r} is no document's number: write one like 13/2023/NĐ-CP or 57-NQ/TW",
            parameter="document",
        )
    return number


def _day(name: str, given: Given) -> date | None:
    value = _value(name, given)
    if not value:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=HANOI).date()
    except ValueError as error:
        raise QueryWrong(f"{name}={value!r} is no day: write one like 2026-11-01", parameter=name) from error


def _language(given: Given, *, known: Known) -> str:
    value = _value("language", given)
    if value and value not in known.languages:
        there = ", ".join(known.languages)
        raise QueryWrong(f"nothing is in the language {value!r}: there are {there}", parameter="language")
    return value


def _limit(given: Given) -> int:
    value = _value("limit", given)
    limit = int(value) if re.fullmatch("[0-9]{1,4}", value) else 0
    if value and not 1 <= limit <= MOST:
        raise QueryWrong(f"limit={value!r} cannot be: write a whole number from 1 to {MOST}", parameter="limit")
    return limit
