"""How a feed is written in one format: what opens it, its entries one by one, what closes it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from feeds.entries import Feed, Item


def _nothing(_feed: Feed) -> bytes:
    return b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """How a feed is written in one format.

    Attributes:
        name: which no other way of writing has.
        head: returns what opens a feed; its `items` do not count.
        entry: returns one entry, the same in every feed of one language and site.
        tail: returns what closes the feed; its `items` do not count.
        separator: stands between two entries.
        empty: returns what stands where there are no entries.
    """

    name: str
    head: Callable[[Feed], bytes]
    entry: Callable[[Item, Feed], bytes]
    tail: Callable[[Feed], bytes]
    separator: bytes = b""
    empty: Callable[[Feed], bytes] = _nothing

    def render(self, feed: Feed) -> bytes:
        """Return a feed with its entries."""
        return b"".join(self.page(feed, feed.items))

    def page(self, feed: Feed, items: Iterable[Item]) -> Iterator[bytes]:
        """Yield the bytes of a feed with these entries, an entry at a time: there may be any number of them."""
        return self.joined(feed, (self.entry(item, feed) for item in items))

    def joined(self, feed: Feed, entries: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the bytes of a feed whose entries are written already, likewise."""
        yield self.head(feed)
        between = None
        for entry in entries:
            if between:
                yield between
            yield entry
            between = self.separator
        if between is None:
            yield self.empty(feed)
        yield self.tail(feed)
