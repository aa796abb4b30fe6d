"""How the crawl of a section ended: with new articles, with nothing new, or broken, and then of what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crawler.errors import PageError

FIELDS = ("lead", "author", "image", "published", "tags", "section")
"""What an article may lack and still be one; a section's share of those that have it is watched."""


REST = "*"
"""In the place of a section's path: the articles that belong to none."""


class Ending(StrEnum):
    """How the crawl of a section ended.

    NOTHING_NEW means that the listing answered, and held links that are known: quiet, not broken.
    """

    NEW = "new"
    NOTHING_NEW = "nothing new"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionCrawl:
    """One crawl of one section.

    Attributes:
        section: its path; `REST` for articles that were left over, were looked at again, or stand in no section's list.
        at: when the crawl began.
        kind: of what broke it, one of `KINDS`; empty when it is not broken. Likewise `reason` and `url`.
        links: links of articles in its own list; None when the listing answered that it had not changed.
        fresh: how many of them were not known before.
        new: articles stored. Likewise `revised` and `gone`.
        read: pages of new articles that were read.
        failed: pages of articles that could not be read.
        fallback: of those read, how many without rules.
        fields: of those read, how many have each of `FIELDS`.
        future: dates in the future that were refused.
        duplicates: of those stored, how many tell a story that another portal told before.
        latency: seconds from publication to storing, the median of those stored that say when; None for none.
    """

    portal: str
    section: str
    at: datetime
    ending: Ending
    kind: str = ""
    reason: str = ""
    url: str = ""
    links: int | None = None
    fresh: int = 0
    new: int = 0
    revised: int = 0
    gone: int = 0
    read: int = 0
    failed: int = 0
    fallback: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)
    future: int = 0
    duplicates: int = 0
    latency: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How many new articles of a section came in one hour.

    Attributes:
        hour: its first moment, Ha Noi time.
    """

    hour: datetime
    count: int


KINDS: Mapping[str, str] = {
    "name-resolution": "the host's name leads nowhere",
    "refused": "the host refuses connections",
    "time-out": "the host does not answer in time",
    "connection": "the connection broke off",
    "tls": "the host's encryption is not sound",
    "blocked": "the host refuses this crawler (401, 403, 429), or was left alone after refusing",
    "gate": "a gate, a firewall's page or a captcha stands before the pages",
    "robots": "robots.txt forbids it, or could not be had",
    "redirect": "redirects go round, or lead to another site",
    "not-found": "the address is gone (404, 410)",
    "server-error": "the host answers with an error of its own (5xx)",
    "http": "the host answers with another status than 200",
    "not-html": "the answer is not what was asked for: no page, no feed, no JSON",
    "no-links": "a listing that was read and holds no links of articles: its layout moved",
    "no-articles": "links of which none leads to an article that can be read",
    "field-missing": "articles without a title, a text or their date",
    "dates-wrong": "publication dates that cannot be",
    "layout-moved": "pages on which the portal's rules find nothing any more",
    "decoding": "text in an encoding that cannot be read",
    "too-large": "an answer larger than is read",
    "native-feed": "the portal's own feed is empty, stale or wrong",
    "budget": "the day's budget of requests or bytes is used up",
    "no-browser": "its pages are drawn by scripts, and no browser is installed",
    "own-error": "an error of this program",
    "other": "something else, which the reason tells",
}
"""Every kind of what breaks a section, with what it means."""

_KIND_OF = {
    "left-alone": "blocked",
    "http-401": "blocked",
    "http-403": "blocked",
    "http-429": "blocked",
    "http-404": "not-found",
    "http-410": "not-found",
    "challenge": "gate",
    "login-page": "gate",
    "disallowed": "robots",
    "offsite": "redirect",
    "address": "redirect",
    "not-json": "not-html",
    "not-a-feed": "not-html",
    "not-a-sitemap": "not-html",
    "feed-html": "not-html",
    "feed-empty": "native-feed",
    "feed-stale": "native-feed",
    "feed-dates": "native-feed",
    "impossible-date": "dates-wrong",
    "error-page": "not-found",
    "unreadable": "own-error",
}


def kind(error: PageError) -> str:
    """Return which of `KINDS` an error on a page is."""
    return kind_of(error.kind)


def kind_of(problem: str) -> str:
    """Return likewise that of a problem's own, finer name, such as `http-403`."""
    if problem in KINDS:
        return problem
    if problem.startswith("http-"):
        return _KIND_OF.get(problem, "server-error" if problem.startswith("http-5") else "http")
    return _KIND_OF.get(problem, "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that is wrong, or was: one for one cause, however many sections it breaks.

    Attributes:
        id: None until it is stored.
        portal: empty for what is wrong with this machine.
        kind: one of `KINDS`, or what a monitor calls it.
        sections: paths of those that it breaks.
        severity: `notice`, `warning` or `error`.
        opened: when it was first seen; `seen`: last; `closed`: when it was over, None as long as it lasts.
        crawls: how many it has cost.
        told: when an alarm told that it was opened; None as long as none did. Likewise `told_closed`.
    """

    id: int | None = None
    portal: str
    kind: str
    sections: tuple[str, ...] = ()
    severity: str
    reason: str
    url: str = ""
    opened: datetime
    seen: datetime
    closed: datetime | None = None
    crawls: int = 1
    told: datetime | None = None
    told_closed: datetime | None = None
