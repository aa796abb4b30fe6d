"""What one section's crawl comes to: what its listing held, what became of its articles, what went wrong first."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from statistics import median

from scrapy.http import Response

from crawler import outcomes
from crawler.archive.chronicle import Evidence, hour_of
from crawler.article import Article
from crawler.changes import Outcome
from crawler.dates import HANOI
from crawler.document import Document
from crawler.errors import PageError
from crawler.outcomes import Arrival, Ending, SectionCrawl

FEWEST = 3
"""Articles that fail before a section is broken by it; one or two may fail on any day."""

_YEAR = timedelta(days=366)
_ELSEWHERE = frozenset({"not-found", "http", "redirect", "not-html"})
"""What tells of the links rather than of the pages: they lead to no article."""


@dataclass(slots=True)
class SectionTally:
    """Counts as the crawl goes on.

    Attributes:
        asked: a listing of it was to be read.
        answered: one was; a section whose articles are crawled without its listing needs no answer.
        links: in its own list; None as long as no list was read.
        stored: ids of its new articles.
    """

    path: str
    asked: bool = False
    answered: bool = False
    links: int | None = None
    fresh: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    fallback: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    stored: list[str] = field(default_factory=list)
    _failures: Counter[str] = field(default_factory=Counter)
    _worst: dict[str, PageError] = field(default_factory=dict)
    _fault: tuple[str, PageError] | None = None
    _unread: tuple[str, Response] | None = None  # the first answer of its listing that could not be
    _pages: dict[str, Response] = field(default_factory=dict)  # the first of an article that could not, by the kind
    _latencies: list[int] = field(default_factory=list)
    _hours: Counter[datetime] = field(default_factory=Counter)
    _undated: int = 0

    def listed(self, links: int, *, fresh: int) -> None:
        """Count the links of a page of its own list."""
        self.links = (self.links or 0) + links
        self.fresh += fresh

    def fault(self, error: PageError, *, kind: str = "", response: Response | None = None) -> None:
        """Note that its listing could not be read, and what came in its place."""
        kind = kind or outcomes.kind(error)
        self._fault = self._fault or (kind, error)
        if response is not None and self._unread is None:
            self._unread = kind, response

    def failed(self, error: PageError, *, response: Response | None = None) -> None:
        """Count an article of it that could not be read."""
        kind = outcomes.kind(error)
        self.counts[Outcome.FAILED] += 1
        self._failures[kind] += 1
        self._worst.setdefault(kind, error)
        if response is not None:
            self._pages.setdefault(kind, response)

    def came(self, article: Article, outcome: Outcome, *, now: datetime) -> None:
        """Count an article that was read, and what became of it."""
        self.counts[outcome] += 1
        self.fallback += not article.is_by_rules
        has = {
            "lead": article.lead,
            "author": article.authors,
            "image": article.images,
            "published": article.published,
            "tags": article.tags,
            "section": article.section,
        }
        self.fields.update(name for name, value in has.items() if value)
        if outcome is Outcome.NEW:
            self._arrived(article, now=now)

    def brought(self, document: Document, outcome: Outcome) -> None:
        """Count likewise a legal document, whose dates tell days and not hours."""
        self.counts[outcome] += 1
        if outcome is Outcome.NEW:
            self.stored.append(document.id)
            self._undated += 1

    def _arrived(self, article: Article, *, now: datetime) -> None:
        self.stored.append(article.id)
        if article.published is None or article.published.astimezone(HANOI).time() == time():  # a day alone
            self._undated += 1
            return
        self._hours[hour_of(article.published.astimezone(HANOI))] += 1
        self._latencies.append(max(0, round((now - article.published).total_seconds())))

    def arrivals(self, *, now: datetime, first: bool) -> list[Arrival]:
        """Return when its articles came, by the hour.

        Those whose date tells no time of day came now, unless this is its first crawl.
        """
        hours = Counter({hour: count for hour, count in self._hours.items() if hour > now - _YEAR})
        if self._undated and not first:
            hours[hour_of(now.astimezone(HANOI))] += self._undated
        return [Arrival(hour=hour, count=count) for hour, count in sorted(hours.items())]

    def evidence(self, portal: str, *, now: datetime) -> Evidence | None:
        """Return what the first answer looked like that broke it; None where it is not broken, or nothing came."""
        looked = self._looked()
        if looked is None:
            return None
        kind, response = looked
        sent = response.headers.items()
        headers = {key.decode("latin-1"): b", ".join(value).decode("latin-1") for key, value in sent}
        return Evidence(
            portal=portal,
            section=self.path,
            kind=kind,
            url=response.url,
            at=now,
            status=response.status,
            headers=headers,
            body=response.body,
        )

    def _looked(self) -> tuple[str, Response] | None:
        ending, kind, error = self.ending()
        if ending is not Ending.BROKEN:
            return None
        if self.asked and not self.answered:
            return self._unread
        page = self._pages.get(outcomes.kind(error) if error else kind)
        return None if page is None else (kind, page)

    @property
    def _read(self) -> int:
        return sum(self.counts[one] for one in (Outcome.NEW, Outcome.REVISED, Outcome.BACK, Outcome.UNCHANGED))

    def has_ended(self, *, whole: bool) -> bool:
        """Return whether there is an ending to tell of, in a crawl that was not broken off or in one that was.

        Of a crawl that was broken off nobody knows how a section would have answered that was not read.
        """
        if self.asked:
            return self.answered or whole
        return self.answered or bool(self.counts)

    def ending(self) -> tuple[Ending, str, PageError | None]:
        """Return how its crawl ended, of what kind it is broken, and what says so."""
        read = self._read
        if self.asked and not self.answered:
            kind, error = self._fault or ("other", None)
            return Ending.BROKEN, kind, error
        if self.counts[Outcome.FAILED] >= FEWEST and not read:
            kind = self._failures.most_common(1)[0][0]
            return Ending.BROKEN, "no-articles" if kind in _ELSEWHERE else kind, self._worst[kind]
        changed = any(self.counts[one] for one in (Outcome.NEW, Outcome.REVISED, Outcome.BACK, Outcome.GONE))
        return (Ending.NEW if changed else Ending.NOTHING_NEW), "", None

    def crawl(self, portal: str, *, at: datetime, first: bool, duplicates: int) -> SectionCrawl:
        """Return how its crawl ended, for the history.

        Args:
            portal: its name.
            at: when the crawl began.
            first: it was never crawled before, so that all that was found is old.
            duplicates: new articles that tell a story which another portal told before.
        """
        ending, kind, error = self.ending()
        return SectionCrawl(
            portal=portal,
            section=self.path,
            at=at,
            ending=ending,
            kind=kind,
            reason=_line(str(error.reason)) if error else "",
            url=_line(error.url) if error else "",
            links=self.links,
            fresh=self.fresh,
            new=self.counts[Outcome.NEW],
            revised=self.counts[Outcome.REVISED] + self.counts[Outcome.BACK],
            gone=self.counts[Outcome.GONE],
            read=self._read,
            failed=self.counts[Outcome.FAILED],
            fallback=self.fallback,
            fields=dict(self.fields),
            future=self._failures["dates-wrong"],
            duplicates=duplicates,
            latency=round(median(self._latencies)) if self._latencies and not first else None,
        )


def _line(said: str) -> str:
    """Return what a page or a header may have had a part in as it can be stored: PostgreSQL takes no NUL."""
    return said.replace("\x00", "")
