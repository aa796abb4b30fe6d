"""A portal of which only the address is known: what its home page and its robots.txt lead to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import islice
from operator import itemgetter
from urllib.parse import unquote, urljoin, urlsplit

from crawler import discovery, dom, links
from crawler.discovery import Found, Link
from crawler.dom import Node
from crawler.errors import NotAPage
from crawler.portal import Feed, Listing, Portal, RobotsTxt, Section

_MENUS = ", ".join(["nav", "header", *(f'[{name}*="{word}"]' for name in ("class", "id") for word in ("menu", "nav"))])
_FEEDS = 'link[rel="alternate"][type*="rss"], link[rel="alternate"][type*="atom"], a[href$=".rss"]'
_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_PAGE = re.compile(r"/[^.]*(?:\.(?:html?|aspx|vn|htm|jsp|php))?/?")
_TITLE = range(3, 45)  # characters of a section's title in a menu
_MOST_SECTIONS, _MOST_FEEDS, _MOST_SITEMAPS, _DEEPEST = 25, 5, 3, 3
_MOST_NEW = 50  # links of a sitemap
# What stands in menus and lists no news.
_NO_NEWS = re.compile(
    r"\b(?:trang chủ|home|english|tiếng (?:việt|anh)|liên hệ|đăng (?:nhập|ký|xuất)|tìm kiếm|sơ đồ|site ?map|rss"
    r"|giới thiệu|lịch công tác|lịch sử|thư điện tử|e?mail|góp ý|hỏi đáp|bình luận|dịch vụ công"
    r"|thủ tục|tra cứu|bản đồ|liên kết"
    r"|video|clip|audio|podcast|ảnh|hình ảnh|media|e-?magazine|infographic|quảng cáo|tòa soạn|đặt báo|báo in"
    r"|tổ chức bộ máy|cơ cấu|chức năng|danh bạ|công khai ngân sách|đấu thầu|văn bản|công báo|thi tuyển)\b",
    re.IGNORECASE,
)


def home(body: bytes, *, url: str, portal: Portal, content_type: str = "") -> Found:
    """Return the article links of a page; of the home page also the feeds, the sections and the way to the sitemaps.

    A section is a link of a menu, to a page of the same host that is no article and whose title names news.

    Raises:
        NotAPage: not HTML, or nothing in it.
    """
    page = dom.parse(body, content_type=content_type)
    if page is None:
        raise NotAPage(url, "no HTML in the answer")
    found = discovery.listing(body, url=url, portal=portal, content_type=content_type)
    if urlsplit(url).path.strip("/") and url != portal.home:
        return found
    base = dom.base(page, url=url)
    robots = Section(path=urljoin(portal.home, "/robots.txt"), title="", sources=(RobotsTxt(),))
    return replace(found, sections=(*_feeds(page, base=base), *_sections(page, base=base, portal=portal), robots))


def sitemaps(body: bytes, *, url: str, zone: tzinfo, since: datetime | None = None) -> Found:
    """Return the sitemaps that a robots.txt names (sitemaps.org), or what one of them holds.

    A site's whole sitemap holds years: unless one goes back `since` then, only its newest links are taken.

    Raises:
        NotASitemap: neither a robots.txt nor a sitemap.
    """
    if urlsplit(url).path != "/robots.txt":
        found = discovery.sitemap(body, url=url, zone=zone)
        return found if since else replace(found, links=_newest(found.links))
    named = _SITEMAP.findall(body.decode("utf-8", errors="replace"))
    urls = filter(None, (links.absolute(one, base=url) for one in dict.fromkeys(named)))
    return Found(children=tuple(Link(url=one) for one in islice(urls, _MOST_SITEMAPS)))


def _newest(found: Sequence[Link]) -> tuple[Link, ...]:
    dated = [(one.published or one.updated, one) for one in found]
    newest = sorted(((at.timestamp(), one) for at, one in dated if at), key=itemgetter(0), reverse=True)
    return tuple(one for _, one in newest[:_MOST_NEW])


def _feeds(page: Node, *, base: str) -> Iterator[Section]:
    urls = (links.absolute(dom.attribute(one, "href"), base=base) for one in dom.select(page, _FEEDS))
    for url in islice(filter(_is_plain, dict.fromkeys(urls)), _MOST_FEEDS):
        yield Section(path=url, title="", sources=(Feed(url),))


def _sections(page: Node, *, base: str, portal: Portal) -> list[Section]:
    named: dict[str, str] = {}
    for anchor in (anchor for menu in dom.select(page, _MENUS) for anchor in menu.css("a[href]")):
        url = links.absolute(dom.attribute(anchor, "href"), base=base).partition("#")[0]
        title = dom.words(anchor)
        if _is_plain(url) and _is_section(url, title, portal=portal):
            named.setdefault(url, title)
    found = islice(sorted(named.items(), key=lambda pair: _depth(pair[0])), _MOST_SECTIONS)  # the broadest first
    return [Section(path=url, title=title, sources=(Listing(url),)) for url, title in found]


def _is_plain(url: str) -> bool:
    """Return whether an address can be a template of itself."""
    return bool(url) and "{" not in url and "}" not in url


def _is_section(url: str, title: str, *, portal: Portal) -> bool:
    parts = urlsplit(url)
    path = unquote(parts.path)
    of_portal = links.bare(parts.netloc) == links.bare(portal.host) and path.strip("/")
    is_page = _PAGE.fullmatch(path) and _depth(url) < _DEEPEST and not portal.is_article(url)
    is_news = len(title) in _TITLE and not _NO_NEWS.search(f"{title} {path.strip('/').partition('/')[0]}")
    return bool(of_portal and is_page and is_news)


def _depth(url: str) -> int:
    return urlsplit(url).path.strip("/").count("/")
