"""Portals' own feeds: what is wrong with one, by itself or beside the listing of the same section."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from crawler.discovery import Found, Link
from crawler.errors import FeedFault, PageError
from crawler.portal import Api, Feed, Listing, Portal, Postback, Source

STALE, MISDATED = "feed-stale", "feed-dates"
"""Kinds of faults that a feed has although it can be read."""

_GONE = frozenset({"http-404", "http-410"})
_ENOUGH = 3  # entries that show a habit; one or two may be a slip
_AHEAD = timedelta(minutes=15)  # a portal's clock may run a little fast
_BUILT_AT_ONCE = timedelta(minutes=1)  # entries that are dated as they are written may fall on both sides of a minute
_HANOI_FROM_UTC = timedelta(hours=7)
_DAY = timedelta(days=1)

_PINNED = 2  # stories that are kept on top of a list, whatever came after them
_TOLERATED = 2  # links of a list without dates that may have come between the two requests
_BUILT_ANEW = timedelta(hours=1)  # feeds are built at intervals and cached; RSS 2.0's own example of a `ttl` is an hour


def behind_the_next(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return a section's sources with the feed that leads them behind the one that would be asked in its stead."""
    first, *others = sources
    if not (isinstance(first, Feed) and others):
        return tuple(sources)
    return (others[0], first, *others[1:])


def can_judge(source: Source, portal: Portal) -> bool:
    """Return whether a source lists the newest of its section first, and tells them from what stands beside them."""
    return isinstance(source, Api) or (isinstance(source, Listing | Postback) and bool(portal.family.listing.main))


def is_lasting(error: PageError) -> bool:
    """Return whether what a feed answered is a fault of its own, and not of the host at that moment."""
    return isinstance(error, FeedFault) or error.kind in _GONE


def empty(found: Found, *, url: str) -> FeedFault:
    """Return what is wrong with a feed that holds no article of its portal."""
    listed = len(found.links)
    reason = f"none of its {listed} entries is an article of this portal" if listed else "a feed without entries"
    return FeedFault(url, reason, kind="feed-empty")


def judge(
    found: Found, listing: Sequence[Link], *, known: Collection[str], portal: Portal, url: str, now: datetime
) -> FeedFault | None:
    """Return the gravest fault of a feed, by itself and beside its listing; the arguments are those of `stale`."""
    return (
        stale(found.links, listing, known=known, portal=portal, url=url, now=now)
        or misdated(found, url=url, now=now)
        or contradicted(found.links, listing, portal=portal, url=url)
    )


def misdated(found: Found, *, url: str, now: datetime) -> FeedFault | None:
    """Return what is wrong with the dates of a feed's entries, as far as they alone show it."""
    published = [link.published for link in found.links if link.published]
    if len(found.illegible) > max(len(published), _ENOUGH - 1):
        return _misdated(url, f"entries have dates that cannot be, as {found.illegible[0]!r}")
    changed = [link.updated for link in found.links if link.updated]
    reason = _wrong(published, now=now) or _wrong(changed, now=now)
    return _misdated(url, reason) if reason else None


def contradicted(feed: Sequence[Link], listing: Sequence[Link], *, portal: Portal, url: str) -> FeedFault | None:
    """Return how the dates of a feed differ from those that the listing gives the same articles.

    So a feed is told whose Ha Noi time is labelled GMT, a known fault, also when its newest entry is of yesterday.
    """
    gaps = _gaps(feed, listing, portal=portal)
    if len(gaps) < _ENOUGH:
        return None
    usual = timedelta(seconds=median(gap.total_seconds() for gap in gaps))
    if abs(abs(usual) - _HANOI_FROM_UTC) <= _BUILT_AT_ONCE:
        return _misdated(url, f"entries run 7 hours {'ahead of' if usual > timedelta() else 'behind'} the listing")
    if abs(usual) > _DAY:
        return _misdated(url, f"entries are dated {abs(usual).days} days off the listing")
    return None


def are_proven(feed: Sequence[Link], listing: Sequence[Link], *, portal: Portal) -> bool:
    """Return whether dates that were wrong, and look right again, are right.

    Ha Noi time labelled GMT looks right whenever the newest entry is some hours old: then the listing's dates decide.
    """
    if not _are_utc([link.published for link in feed if link.published]):
        return True
    return len(_gaps(feed, listing, portal=portal)) >= _ENOUGH


def stale(
    feed: Sequence[Link], listing: Sequence[Link], *, known: Collection[str], portal: Portal, url: str, now: datetime
) -> FeedFault | None:
    """Return that a feed stands still while the listing has news: articles above those that the feed carries.

    A pinned story or two is passed over, and what is too young or too old for the feed does not count.

    Args:
        feed: its entries.
        listing: the links of the section's own list, in its order.
        known: addresses in it that are had without the feed: the archive knew them.
        portal: whose they are.
        url: the feed's address.
        now: aware; when both were asked for.
    """
    carried = {key for link in feed for key in portal.keys(link.url)}
    oldest = min((link.published for link in feed if link.published), default=None)
    missed = passed = 0
    for link in listing:
        if link.url in known or not carried.isdisjoint(portal.keys(link.url)):
            passed += 1
        elif not _is_excused(link, oldest=oldest, now=now):
            missed += 1
        if passed > _PINNED:
            break
    if missed <= _TOLERATED:
        return None
    return FeedFault(url, f"the listing has {missed} newer articles that the feed lacks", kind=STALE)


def without_dates(found: Found) -> Found:
    """Return what a feed holds without the dates of its entries."""
    return replace(found, links=tuple(replace(link, published=None, updated=None) for link in found.links))


def _is_excused(link: Link, *, oldest: datetime | None, now: datetime) -> bool:
    """Return whether a feed need not carry an article: it came within the hour, or before the oldest entry."""
    dated = link.published
    return dated is not None and (dated > now - _BUILT_ANEW or (oldest is not None and dated < oldest))


def _misdated(url: str, reason: str) -> FeedFault:
    return FeedFault(url, reason, kind=MISDATED)


def _wrong(moments: Sequence[datetime], *, now: datetime) -> str:
    """Return what the dates of entries have in common that cannot be; an empty string when nothing."""
    if len(moments) < _ENOUGH:
        return ""
    newest, oldest, latest = max(moments), min(moments), now + _AHEAD
    future = [one for one in moments if one > latest]
    if newest - oldest <= _BUILT_AT_ONCE and not _is_a_day(newest):
        return f"all entries are dated with one moment, {newest:%d/%m/%Y %H:%M}: when the feed was built"
    if future and _are_utc(moments) and newest - _HANOI_FROM_UTC <= latest:
        ahead = (newest - now) / timedelta(hours=1)
        return f"the newest entry is dated {ahead:.1f} hours ahead: Ha Noi time labelled GMT"
    if len(future) * 2 <= len(moments):
        return ""
    swapped = all((turned := _swapped(one)) and turned <= latest for one in future)
    return f"{len(future)} of {len(moments)} entries are dated in the future{', day and month swapped' * swapped}"


def _gaps(feed: Sequence[Link], listing: Sequence[Link], *, portal: Portal) -> list[timedelta]:
    """Return how much later a feed dates each article than the listing does, where both tell the time."""
    timed = (link for link in listing if link.published and not _is_a_day(link.published))
    said = {portal.key(link.url): link.published for link in timed}
    pairs = ((link.published, said.get(portal.key(link.url))) for link in feed)
    return [dated - listed for dated, listed in pairs if dated and listed]


def _are_utc(moments: Sequence[datetime]) -> bool:
    return bool(moments) and all(one.utcoffset() == timedelta() for one in moments)


def _is_a_day(moment: datetime) -> bool:
    """Return whether a date may have been written without a time."""
    return moment.hour == moment.minute == 0


def _swapped(moment: datetime) -> datetime | None:
    try:
        return moment.replace(day=moment.month, month=moment.day)
    except ValueError:
        return None
