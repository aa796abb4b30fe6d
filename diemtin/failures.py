"""What went wrong on a live portal: by kind, in plain words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_LEFT_ALONE = "left-alone"  # follows from what went wrong before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One kind of failure.

    Attributes:
        kind: a short and stable name.
        says: the same in plain words.
        times: how often it happened.
        example: the first, with its address.
    """

    kind: str
    says: str
    times: int
    example: str


# Tried in this order on a problem's kind and reason: `crawler.errors` and `crawler.answers` name the kinds.
_KINDS = tuple(
    (kind, says, re.compile(problem))
    for kind, says, problem in (
        ("name resolution", "the host's name does not resolve", r"^name-resolution"),
        ("TLS", "the encryption fails: a certificate, or a version", r"^tls"),
        ("refused", "the host refuses to answer", r"^(?:refused|http-(?:401|403|429|451)|left-alone)"),
        ("time-out", "the host does not answer in time", r"^time-out"),
        ("connection", "the connection is not made, or breaks off", r"^(?:connection|not-answered)"),
        ("gate", "a gate stands before the pages", r"^(?:challenge|login-page)"),
        ("robots", "robots.txt forbids the pages, or cannot be had", r"^(?:robots|disallowed)|robots\.txt could not"),
        ("moved house", "the address leads to another site", r"^(?:offsite|redirect)"),
        ("not found", "pages are not where they were", r"^(?:http-4|error-page|address)"),
        ("server error", "the host's server fails", r"^http-5"),
        ("dates wrong", "the date of publication is not found, or cannot be", r"^impossible-date|no published found"),
        ("feed", "the portal's own feed is not to be relied on", r"^(?:feed-|not-a-feed)"),
        ("empty", "the answer is empty, or no page", r"^(?:not-html|too-large)"),
        ("layout moved", "pages are not laid out as described", r"^(?:no-links|layout-moved|field-missing|not-)"),
    )
)


def by_kind(problems: Iterable[Mapping[str, str]]) -> tuple[Failure, ...]:
    """Return what the problems of a crawl come to, each kind once, in the order in which they first happened.

    `problems` have a `kind` and a `reason`, as `crawler.tally` keeps them. What was only left alone after a failure
    is told where nothing else is.
    """
    told = list(problems)
    causes = [one for one in told if one["kind"] != _LEFT_ALONE] or told
    found: dict[str, Failure] = {}
    for problem in causes:
        kind, says = _named(problem)
        known = found.get(kind)
        times = known.times + 1 if known else 1
        example = known.example if known else problem["reason"]
        found[kind] = Failure(kind=kind, says=says, times=times, example=example)
    return tuple(found.values())


def _named(problem: Mapping[str, str]) -> tuple[str, str]:
    told = f"{problem['kind']} {problem['reason']}"
    named = ((kind, says) for kind, says, pattern in _KINDS if pattern.search(told))
    return next(named, (problem["kind"], "something else went wrong"))
