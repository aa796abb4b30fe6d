"""Everything that can go wrong between a portal's page and the archive.

DiemtinError
├── PageError                  one page; carries its address, never ends a crawl
│   ├── NotAPage               the answer is not HTML, or is empty
│   ├── ChallengePage          a cookie gate, a firewall's or a captcha's page instead of the article
│   ├── StandIn                an error page or a login page that came with the status 200
│   ├── LayoutMoved            the rules no longer find the text, or a document's data
│   ├── FeedFault              a portal's own feed that is not to be relied on: empty, stale, wrongly dated
│   │   └── NotAFeed           asked for RSS or Atom, got something else
│   ├── NotASitemap            asked for a sitemap, got something else
│   ├── NotJson                asked a JSON interface, got something else
│   ├── Unreadable             our own code failed on it
│   ├── NoLinks                a listing that was read and holds no article: its layout moved
│   ├── HttpStatus             the host answered with an error
│   ├── NotAnswered            the host did not answer: name, connection, time-out, robots
│   ├── FieldMissing           an article without a title, a body or its date; carries the field
│   └── ImpossibleDate         a publication date that cannot be; carries the text
├── UnknownPortal              raised by whoever looks a portal up by name; carries the nearest names
└── ArchiveError               raised on opening the archive
    ├── ArchiveMissing         there is none
    ├── ArchiveUnreadable      it cannot be opened, is no database, or the disk is full
    ├── IndexBehind            it may only be read, and what is newest in it is not indexed
    └── ArchiveTooNew          a later version of this program wrote it
"""

from collections.abc import Sequence


class DiemtinError(Exception):
    """Every error of this program that its user can do something about."""


class PageError(DiemtinError):
    """One page could not be read.

    Attributes:
        url: the page's address.
        kind: a short name for the failure, stable, used in counts and reports.
    """

    kind = "page"

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{reason}: {url}")
        self.url = url
        self.reason = reason


class NotAPage(PageError):
    """Raised by extraction and discovery when the bytes are not an HTML page, or hold nothing."""

    kind = "not-html"


class ChallengePage(PageError):
    """Raised by extraction and discovery when a gate answered in place of the page."""

    kind = "challenge"


class StandIn(PageError):
    """Raised by extraction when a page of another kind came in place of the article, with the status 200."""

    def __init__(self, url: str, reason: str, *, kind: str) -> None:
        super().__init__(url, reason)
        self.kind = kind


class LayoutMoved(PageError):
    """Made of a page on which the rules of a proven portal find nothing any more.

    Extraction raises it where the text that is found without them cannot be told from what stands beside it;
    `article_pages`, where the archive has what the rules once read there, which stays as it is. Of an article that is
    new, and was read without them, `article_pages` notes it.
    """

    kind = "layout-moved"


class FeedFault(PageError):
    """Made by `native_feeds` of a portal's own feed; while it lasts, the section's listing is asked first.

    Its kind is `feed-empty`, `feed-stale` or `feed-dates`.
    """

    def __init__(self, url: str, reason: str, *, kind: str) -> None:
        super().__init__(url, reason)
        self.kind = kind


class NotAFeed(FeedFault):
    """Raised by `discovery.feed` when the bytes are neither RSS nor Atom.

    Its kind is `feed-html` for a page, `feed-empty` for nothing at all, and else `not-a-feed`.
    """


class NotASitemap(PageError):
    """Raised by `discovery.sitemap` when the bytes are not a sitemap or a sitemap index."""

    kind = "not-a-sitemap"


class NotJson(PageError):
    """Raised by `discovery.api` when an interface's answer is not JSON, or is not the list that it was."""

    kind = "not-json"


class NoLinks(PageError):
    """Raised by `listings` when the first page of a listing or sitemap holds no article of its portal."""

    kind = "no-links"


class Unreadable(PageError):
    """Made by the spider of an error of our own on one page."""

    kind = "unreadable"


class HttpStatus(PageError):
    """Made by `listings` and `article_pages` when a host answers with an error; the status is in the kind."""

    def __init__(self, url: str, status: int) -> None:
        super().__init__(url, f"HTTP {status}")
        self.kind = f"http-{status}"


class NotAnswered(PageError):
    """Made by `answers` of what Scrapy could not download; the cause is the kind."""

    def __init__(self, url: str, reason: str, *, kind: str) -> None:
        super().__init__(url, reason)
        self.kind = kind


class FieldMissing(PageError):
    """Raised by extraction when an article has no title or no body, or a portal that dates its articles tells no date.

    Likewise by `article_pages` when the page of a stored document no longer tells its number or its day of issue.
    """

    kind = "field-missing"

    def __init__(self, url: str, field: str) -> None:
        super().__init__(url, f"no {field} found")
        self.field = field


class ImpossibleDate(PageError):
    """Raised by extraction when every publication date on the page is in the future or before the web."""

    kind = "impossible-date"

    def __init__(self, url: str, written: str) -> None:
        super().__init__(url, f"impossible publication date {written!r}")
        self.written = written


class UnknownPortal(DiemtinError):
    """Raised when a portal is asked for by a name that no spider carries."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        hint = f"; did you mean {' or '.join(nearest)}?" if nearest else "; `diemtin portals` lists them"
        super().__init__(f"there is no portal named {name!r}{hint}")
        self.name = name
        self.nearest = tuple(nearest)


class ArchiveError(DiemtinError):
    """The archive cannot be used."""


class ArchiveUnreadable(ArchiveError):
    """Raised by `archive.opened` and by writes: not a database, not writable, or the disk is full."""


class ArchiveMissing(ArchiveError):
    """Raised on opening an archive that must be there and is not; only a crawl makes one."""


class IndexBehind(ArchiveError):
    """Raised by a search when its index lacks the newest changes, and may not be written to take them up."""


class ArchiveTooNew(ArchiveError):
    """Raised by `archive.opened` when the schema's revision is not one this version knows."""
