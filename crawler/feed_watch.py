"""Which of a portal's own feeds are relied on: each is compared with its section's listing about once a day.

A feed without fault is asked first, and the listing only where the feed leaves a gap; one that is known to be at fault
comes after the listing, and is asked once a day to see whether it healed. On the day of a comparison both are asked for
without validators: a feed that answers "not changed" for days is just what is to be found out.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from crawler import native_feeds
from crawler.archive.memory import NativeFeed
from crawler.discovery import Found, Link
from crawler.errand import Errand
from crawler.errors import FeedFault, PageError
from crawler.portal import Feed, Section, Source
from crawler.walk import Step

_DAILY = timedelta(hours=22)  # a crawl a day, begun a little earlier than the day before, compares each time


@dataclass(slots=True, kw_only=True)
class _Comparison:
    """A section's feed and listing on the day when they are compared, as they come in.

    Attributes:
        feed: which of the section's sources it is.
        awaited: sources that have not answered yet: the feed, and the listing where there is one to compare it with.
        turned: the section's next source was asked for on account of this.
        entries: what the feed holds, and its address.
        listed: the links of the listing's own list; None as long as it was not read.
        known: addresses among them that were had without the feed.
    """

    feed: int
    awaited: set[int]
    turned: bool = False
    entries: tuple[Found, str] | None = None
    listed: tuple[Link, ...] | None = None
    known: frozenset[str] = frozenset()


class FeedWatch:
    """Orders a section's sources by what is known of its feed, and learns more while they are read."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._portal = errand.portal
        known = errand.archive.reader.native_feeds(portal=errand.portal.name)
        self._known = {one.section: one for one in known}
        self._comparisons: dict[str, _Comparison | None] = {}

    def in_order(self, section: Section) -> Section:
        """Return a section as it is to be asked: the listing before the feed where that is known to be at fault."""
        if not self._verdict(section):
            return section
        return replace(section, sources=native_feeds.behind_the_next(self._portal.sources(section)))

    def compares(self, step: Step) -> bool:
        """Return whether an address is asked for as though for the first time, because it is to be compared."""
        comparison = self._comparison(step)
        return comparison is not None and step.source in comparison.awaited

    def turns(self, step: Step) -> bool:
        """Return whether the section's next source is to be asked too, as one of the two that are compared; once."""
        comparison = self._comparison(step)
        if comparison is None or comparison.turned or step.source + 1 not in comparison.awaited:
            return False
        comparison.turned = True
        return True

    def is_stale(self, step: Step) -> bool:
        """Return whether an address is of a feed that stands still: that it answers says nothing of its section."""
        return isinstance(self._source(step), Feed) and self._verdict(step.section) == native_feeds.STALE

    def trusted(self, step: Step, found: Found) -> Found:
        """Return what a source holds, without the dates that a feed tells wrongly."""
        if not isinstance(self._source(step), Feed):
            return found
        wrong = native_feeds.misdated(found, url=step.url, now=self._errand.now)
        wrongly_known = self._verdict(step.section) == native_feeds.MISDATED
        return native_feeds.without_dates(found) if wrong or wrongly_known else found

    def read(self, step: Step, found: Found, *, fresh: Collection[str]) -> FeedFault | None:
        """Learn from what a source holds, with its own dates; return what is to be told of the section's feed.

        Args:
            step: what was asked.
            found: what it held.
            fresh: addresses that were neither known before nor met elsewhere in this crawl.
        """
        comparison = self._comparison(step)
        if comparison is None:
            return self._read_undue(step, found)
        if step.source == comparison.feed:
            comparison.entries = found, step.url
        elif step.source in comparison.awaited:
            comparison.listed = tuple(link for link in found.links if not link.aside)
            if comparison.entries:  # else a feed at fault is judged, for which what came by the listing is no excuse
                comparison.known = frozenset(link.url for link in comparison.listed) - frozenset(fresh)
        return self._settle(step, comparison)

    def failed(self, step: Step, error: PageError) -> FeedFault | None:
        """Learn from a source that could not be read; return likewise what is to be told beside that."""
        if step.source == self._feed(step.section) and native_feeds.is_lasting(error):
            self._conclude(step, error, url=step.url)
        comparison = self._comparison(step)
        return self._settle(step, comparison) if comparison else None

    def _comparison(self, step: Step) -> _Comparison | None:
        """Return the comparison to which an address belongs, None when none is due."""
        if step.page > 1 or step.since:
            return None
        path = step.section.path
        if path not in self._comparisons:
            self._comparisons[path] = self._due(step.section)
        return self._comparisons[path]

    def _due(self, section: Section) -> _Comparison | None:
        known, feed, sources = self._known.get(section.path), self._feed(section), self._portal.sources(section)
        if feed is None or (known and self._errand.now - known.compared < _DAILY):
            return None
        beside = feed - 1 if self._verdict(section) else feed + 1
        judged = beside in range(len(sources)) and native_feeds.can_judge(sources[beside], self._portal)
        return _Comparison(feed=feed, awaited={feed, beside} if judged else {feed})

    def _read_undue(self, step: Step, found: Found) -> FeedFault | None:
        """Learn from a feed that is read on any other day: one that was without fault may show wrong dates."""
        if self._verdict(step.section) or step.source != self._feed(step.section):
            return None
        fault = native_feeds.misdated(found, url=step.url, now=self._errand.now)
        if fault:
            self._conclude(step, fault, url=step.url)
        return fault

    def _settle(self, step: Step, comparison: _Comparison) -> FeedFault | None:
        """Note that a source answered; judge the feed once all have that were awaited."""
        comparison.awaited.discard(step.source)
        unproven = comparison.listed is None and self._verdict(step.section) == native_feeds.STALE
        if comparison.awaited or comparison.entries is None or unproven:
            return None
        (found, url), comparison.entries = comparison.entries, None  # it is judged once
        fault = self._judged(step.section, comparison, found, url)
        self._conclude(step, fault, url=url)
        return fault

    def _judged(self, section: Section, comparison: _Comparison, found: Found, url: str) -> FeedFault | None:
        portal, listed = self._portal, comparison.listed or ()
        fault = native_feeds.judge(found, listed, known=comparison.known, portal=portal, url=url, now=self._errand.now)
        before = self._known.get(section.path)
        if fault or before is None or before.verdict != native_feeds.MISDATED:
            return fault
        proven = native_feeds.are_proven(found.links, listed, portal=portal)
        return None if proven else FeedFault(url, before.reason, kind=before.verdict)

    def _conclude(self, step: Step, fault: PageError | None, *, url: str) -> None:
        """Remember a verdict."""
        path, now, verdict = step.section.path, self._errand.now, fault.kind if fault else ""
        before = self._known.get(path)
        self._known[path] = NativeFeed(
            portal=self._portal.name,
            section=path,
            url=url,
            compared=now,
            verdict=verdict,
            reason=fault.reason if fault else "",
            since=before.since if before and before.verdict == verdict else now,
        )
        self._errand.archive.memory.note_feed(self._known[path])

    def _feed(self, section: Section) -> int | None:
        """Return which source of a section is the feed that leads them, or would if it were without fault."""
        sources = self._portal.sources(section)
        first = next((number for number, source in enumerate(sources) if isinstance(source, Feed)), None)
        return first if first == 0 or self._verdict(section) else None

    def _verdict(self, section: Section) -> str:
        known = self._known.get(section.path)
        return known.verdict if known else ""

    def _source(self, step: Step) -> Source:
        return self._portal.sources(step.section)[step.source]
