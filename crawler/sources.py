"""Any source of links read: a feed, a sitemap, a listing by whatever means, a home page."""

from datetime import datetime

from crawler import discovery, dom, exploring
from crawler.discovery import Found
from crawler.errors import ChallengePage, NotAFeed, NotAPage
from crawler.extraction import is_challenge
from crawler.portal import Api, Explore, Feed, Listing, Portal, Postback, RobotsTxt, Sitemap, Source


def read(
    source: Source,
    body: bytes,
    *,
    url: str,
    portal: Portal,
    page: int = 1,
    since: datetime | None = None,
    content_type: str = "",
) -> Found:
    """Return what an address of a source holds.

    Args:
        source: as whose address it was asked.
        body: the answer, decompressed.
        url: its final address.
        portal: whose it is.
        page: of a listing, from 1.
        since: how far back the walk goes; None where it takes what is new.
        content_type: the HTTP header.

    Raises:
        ChallengePage: a gate's page.
        PageError: the answer is not what the source should give.
    """
    if not isinstance(source, Feed | Sitemap | RobotsTxt) and is_challenge(body):
        raise ChallengePage(url, "a gate's page in place of the listing")
    if isinstance(source, Listing | Postback | Explore) and (media := dom.other_than_html(content_type)):
        raise NotAPage(url, f"not a page but {media}")
    match source:
        case Listing():
            found = discovery.listing(body, url=url, portal=portal, content_type=content_type)
        case Postback():
            found = discovery.postback(body, url=url, portal=portal, page=page, content_type=content_type)
        case Api():
            found = discovery.api(body, url=url, portal=portal, source=source)
        case Explore():
            found = exploring.home(body, url=url, portal=portal, content_type=content_type)
        case RobotsTxt():
            found = exploring.sitemaps(body, url=url, zone=portal.zone, since=since)
        case Feed():
            found = _feed(body, url=url, portal=portal)
        case _:
            found = discovery.sitemap(body, url=url, zone=portal.zone)
    return found


def _feed(body: bytes, *, url: str, portal: Portal) -> Found:
    try:
        return discovery.feed(body, url=url, zone=portal.zone)
    except NotAFeed as error:
        if is_challenge(body):  # asked only now: an entry may speak of a challenge, too
            raise ChallengePage(url, "a gate's page in place of the feed") from error
        raise
