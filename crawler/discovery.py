"""Where a portal's articles are listed: feeds, sitemaps and listing pages, read into links."""

import gzip
import html
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from lxml import etree

from crawler import dates, dom, links, text
from crawler.dom import Node
from crawler.errors import NotAFeed, NotAPage, NotASitemap, NotJson

if TYPE_CHECKING:
    from crawler.portal import Api, Portal, Section

_ATOM = "{http://www.w3.org/2005/Atom}"
_RSS_1 = "{http://purl.org/rss/1.0/}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_LARGEST = 50 * 1024 * 1024  # bytes; sitemaps.org allows no more
_POSTBACK = re.compile(r"__doPostBack\('(?P<target>[^']*)',\s*'(?P<argument>[^']*)'\)")
_PLACEHOLDER = re.compile(r"\{([\w.]+)\}")
_YEAR_3000 = 32_503_680_000_000  # milliseconds since 1970
_OPENING = re.compile(rb"^[\s\x00]*(?:\xef\xbb\xbf)?[\s\x00]*")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|div)\b", re.IGNORECASE)
_HEAD = 2_000  # bytes, among which a page says what it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An article's address as a listing gives it, with what the listing says of the article.

    Attributes:
        published: aware; None when the listing tells none.
        updated: aware; when the listing says that the article last changed.
        aside: it stood in a box beside the section's own list, and may be of any section.
    """

    url: str
    title: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one feed, sitemap or listing page holds.

    Attributes:
        links: in the page's order, each address once.
        next: address of the listing's next page; empty when the page names none.
        children: addresses of the sitemaps that an index lists, with the time of their last change.
        sections: that a home page leads to.
        zone: the system's number of the section, where the page tells.
        postback: what is to be posted for a WebForms listing's next page; empty when there is none.
        illegible: dates of a feed's entries, as they are written, that cannot be: unreadable, or before 1990.
    """

    links: tuple[Link, ...] = ()
    next: str = ""
    children: tuple[Link, ...] = ()
    sections: tuple["Section", ...] = ()
    zone: str = ""
    postback: str = ""
    illegible: tuple[str, ...] = ()


def feed(body: bytes, *, url: str, zone: tzinfo) -> Found:
    """Return the links of an RSS or Atom feed.

    Portals write blanks before the XML declaration, `8/22/2026 11:00:00 PM` for a date, and `+07:00` or `+07` for an
    offset; all of it is read. A date without a zone is in `zone`.

    Raises:
        NotAFeed: neither RSS nor Atom; an HTML page, as a rule.
    """
    root = _xml(body)
    if root is None or etree.QName(root).localname not in {"rss", "RDF", "feed"}:
        raise _no_feed(body, url=url)
    entries = list(root.iter("{*}item", "{*}entry"))
    written = filter(None, map(_feed_date, entries))
    return Found(
        links=_once(_entry(node, base=url, zone=zone) for node in entries),
        illegible=tuple(one for one in written if dates.parse(one, zone=zone) is None),
    )


def _no_feed(body: bytes, *, url: str) -> NotAFeed:
    if _HTML.search(body[:_HEAD]):
        return NotAFeed(url, "a page in place of the feed", kind="feed-html")
    if not body.strip(b"\0 \t\r\n"):
        return NotAFeed(url, "an empty answer", kind="feed-empty")
    return NotAFeed(url, "neither RSS nor Atom", kind="not-a-feed")


def sitemap(body: bytes, *, url: str, zone: tzinfo) -> Found:
    """Return the links of a sitemap, or the children of a sitemap index; gzip is unpacked.

    Raises:
        NotASitemap: something else, or more than 50 MiB.
    """
    try:
        root = _xml(_unpacked(body))
    except (OSError, EOFError, zlib.error) as error:
        raise NotASitemap(url, "broken gzip") from error
    name = etree.QName(root).localname if root is not None else ""
    if root is None or name not in {"urlset", "sitemapindex"}:
        raise NotASitemap(url, "not a sitemap")
    entries = _once(_location(node, base=url, zone=zone) for node in root.iter("{*}url", "{*}sitemap"))
    return Found(links=entries) if name == "urlset" else Found(children=entries)


def listing(body: bytes, *, url: str, portal: "Portal", content_type: str = "") -> Found:
    """Return every article link that a listing page holds, those of the section's own list first.

    Raises:
        NotAPage: not HTML, or nothing in it.
    """
    page = dom.parse(body, content_type=content_type)
    if page is None:
        raise NotAPage(url, "no HTML in the answer")
    rules, base = portal.family.listing, dom.base(page, url=url)
    areas = [area for selector in rules.main for area in dom.select(page, selector)]
    own = {anchor.mem_id for area in areas for anchor in area.css("a")}
    dated = _item_dates(page, portal)
    anchors = [(anchor, anchor.attributes) for anchor in page.css("a[href]")]
    addresses = {href: _article(href or "", base=base, portal=portal) for href in {said["href"] for _, said in anchors}}
    kept = [
        Link(
            url=url,
            title=dom.words(anchor) or text.line(said.get("title") or ""),
            published=dated.get(anchor.mem_id),
            aside=bool(areas) and anchor.mem_id not in own,
        )
        for anchor, said in anchors
        if (url := addresses[said["href"]])
    ]
    following = dom.first(page, (rules.next,)) if rules.next else None
    numbered = dom.first(page, (rules.zone,)) if rules.zone else None
    return Found(
        links=_each_article_once(sorted(kept, key=lambda link: link.aside), portal=portal),
        next=links.absolute(dom.attribute(following, "href"), base=base) if following else "",
        zone=dom.attribute(numbered, "value").strip() if numbered else "",
    )


def postback(body: bytes, *, url: str, portal: "Portal", page: int, content_type: str = "") -> Found:
    """Return what `listing` finds on page number `page`, and what its pager would post for the next.

    Raises:
        NotAPage: not HTML, or nothing in it.
    """
    found = listing(body, url=url, portal=portal, content_type=content_type)
    root = dom.parse(body, content_type=content_type)
    calls = (_POSTBACK.search(dom.attribute(anchor, "href")) for anchor in root.css("a[href]")) if root else ()
    following = next((call for call in calls if call and call["argument"] == f"Page${page + 1}"), None)
    if following is None or root is None:
        return found
    hidden = {dom.attribute(one, "name"): dom.attribute(one, "value") for one in root.css('input[type="hidden"]')}
    event = {"__EVENTTARGET": following["target"], "__EVENTARGUMENT": following["argument"]}
    return replace(found, postback=urlencode({**hidden, **event}))


def api(body: bytes, *, url: str, portal: "Portal", source: "Api") -> Found:
    """Return the links of a JSON interface's answer.

    Raises:
        NotJson: not JSON, or its list of articles is not where it was.
    """
    try:
        items = _field(json.loads(body), source.items)
    except (ValueError, RecursionError) as error:
        raise NotJson(url, "not JSON") from error
    if not isinstance(items, list):
        raise NotJson(url, f"no list at {source.items!r}")
    return Found(links=_once(_item(one, base=portal.home, source=source, zone=portal.zone) for one in items))


def _item(item: object, *, base: str, source: "Api", zone: tzinfo) -> Link | None:
    values = [(name, _field(item, name)) for name in _PLACEHOLDER.findall(source.link)]
    if not all(isinstance(value, str | int) and value != "" for _, value in values):
        return None
    url = source.link
    for name, value in values:
        url = url.replace(f"{{{name}}}", quote(str(value), safe="/"))
    title, published = _field(item, source.title), _field(item, source.published) if source.published else None
    return Link(
        url=links.absolute(url, base=base),
        title=text.line(title) if isinstance(title, str) else "",
        published=_moment(published, zone=zone),
    )


def _moment(written: object, *, zone: tzinfo) -> datetime | None:
    if isinstance(written, int) and 0 < written < _YEAR_3000:
        return datetime.fromtimestamp(written / 1000, zone)
    return dates.parse(written, zone=zone) if isinstance(written, str) else None


def _field(item: object, name: str) -> object:
    """Return the value at a dotted name, None where there is none; an empty name is the item itself."""
    for part in filter(None, name.split(".")):
        item = item.get(part) if isinstance(item, dict) else None
    return item


def _article(href: str, *, base: str, portal: "Portal") -> str:
    """Return the article's address that a link names, an empty string when it names none."""
    url = links.absolute(href, base=base)
    return url if url and portal.is_article(url) else ""


def _item_dates(page: Node, portal: "Portal") -> dict[int, datetime | None]:
    """Return the date that stands beside a link in its item, by the link."""
    rules = portal.family.listing
    dated: dict[int, datetime | None] = {}
    items = rules.row or (f".{rules.item}" if rules.item else "")
    for item in page.css(items) if items and rules.date else ():
        place = item.css_first(rules.date)
        if place:
            # VCCorp's `time-ago` is empty until a script has run, and holds the moment in its title
            written = filter(None, (dom.words(place), *(place.attributes.get(name) for name in ("datetime", "title"))))
            moments = (dates.parse(one, zone=portal.zone) for one in written)
            moment = next(filter(None, moments), None)
            dated |= {anchor.mem_id: moment for anchor in item.css("a")}
    return dated


def _each_article_once(found: list[Link], *, portal: "Portal") -> tuple[Link, ...]:
    """Keep one link for each article: a picture's and a title's link are one, and the title's words are kept."""
    kept: dict[str, Link] = {}
    for link in found:
        key = portal.key(link.url)
        known = kept.setdefault(key, link)
        if not known.title and link.title:
            kept[key] = replace(known, title=link.title)
        if not known.published and link.published:
            kept[key] = replace(kept[key], published=link.published)
    return tuple(kept.values())


def _xml(body: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        return etree.fromstring(_OPENING.sub(b"", body, count=1), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
        unpacked = packed.read(_LARGEST + 1)
    if len(unpacked) > _LARGEST:
        raise OSError("more than 50 MiB unpacked")
    return unpacked


def _entry(node: etree._Element, *, base: str, zone: tzinfo) -> Link | None:
    url = links.absolute(_feed_link(node), base=base)
    if not url:
        return None
    return Link(
        url=url,
        title=_title(_child(node, "title") or _child(node, f"{_RSS_1}title") or _child(node, f"{_ATOM}title")),
        published=dates.parse(_feed_date(node), zone=zone),
        updated=dates.parse(_child(node, f"{_ATOM}updated"), zone=zone),
    )


def _feed_date(node: etree._Element) -> str:
    return _child(node, "pubDate") or _child(node, f"{_DUBLIN_CORE}date") or _child(node, f"{_ATOM}published")


def _feed_link(node: etree._Element) -> str:
    for link in node.iterchildren(f"{_ATOM}link"):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return link.get("href") or ""
    return _child(node, "link") or _child(node, f"{_RSS_1}link") or _child(node, "guid")


def _title(written: str) -> str:
    return text.line(html.unescape(written))


def _location(node: etree._Element, *, base: str, zone: tzinfo) -> Link | None:
    url = links.absolute(_child(node, "{*}loc"), base=base)
    if not url:
        return None
    news = next(node.iterchildren("{*}news"), None)
    published = _child(news, "{*}publication_date") if news is not None else ""
    return Link(
        url=url,
        title=_title(_child(news, "{*}title")) if news is not None else "",
        published=dates.parse(published, zone=zone) if published else None,
        updated=dates.parse(_child(node, "{*}lastmod"), zone=zone),
    )


def _child(node: etree._Element, name: str) -> str:
    child = next(node.iterchildren(name), None)
    return "".join(map(str, child.itertext())).strip() if child is not None else ""


def _once(found: Iterator[Link | None]) -> tuple[Link, ...]:
    kept: dict[str, Link] = {}
    for link in found:
        if link:
            kept.setdefault(link.url, link)
    return tuple(kept.values())
