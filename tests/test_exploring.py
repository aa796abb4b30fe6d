"""A portal of which only the address is known is found out from its home page and its robots.txt."""

from datetime import datetime, timedelta

import factories
import pytest

from crawler import exploring
from crawler.dates import HANOI
from crawler.errors import NotAPage, NotASitemap
from crawler.families.anysite import ANY_SITE
from crawler.portal import Feed, Listing, RobotsTxt

HOME = "https://soxaydung.vn/"
PORTAL = factories.portal(home=HOME, family=ANY_SITE, sections=())
NOW = datetime(2026, 3, 1, tzinfo=HANOI)
PAGE = """<html><head><title>Sở Xây dựng</title><link rel=alternate type=application/rss+xml href=/tin.rss></head><body>
<div class=main-menu><ul>
<li><a href=/>Trang chủ</a></li> <li><a href=/gioi-thieu>Giới thiệu</a></li>
<li><a href=/tin-tuc>Tin tức</a><ul><li><a href="/tin-tuc/trong-tinh#dau">Tin trong tỉnh</a></li></ul></li>
<li><a href=/quy-hoach.html>Quy hoạch</a></li> <li><a href=/video/moi>Mới</a></li>
<li><a href=https://chinhphu.vn/tin>Chính phủ</a></li> <li><a href=/ban-do.pdf>Bản vẽ</a></li>
<li><a href=/tin-tuc>Tin tức và sự kiện</a></li> <li><a href=/a/b/c/d>Quá sâu</a></li> <li><a href=/x>X</a></li>
</ul></div>
<a href=/tin-tuc/khoi-cong-cau-moi-123456.html>Khởi công cầu mới</a>
</body></html>"""


def home(page: str = PAGE, *, url: str = HOME) -> exploring.Found:
    return exploring.home(page.encode(), url=url, portal=PORTAL)


def test_home_page_leads_to_feeds_sections_and_sitemaps() -> None:
    assert [(one.path, one.title, one.sources) for one in home().sections] == [
        (f"{HOME}tin.rss", "", (Feed(f"{HOME}tin.rss"),)),
        (f"{HOME}tin-tuc", "Tin tức", (Listing(f"{HOME}tin-tuc"),)),
        (f"{HOME}quy-hoach.html", "Quy hoạch", (Listing(f"{HOME}quy-hoach.html"),)),
        (f"{HOME}tin-tuc/trong-tinh", "Tin trong tỉnh", (Listing(f"{HOME}tin-tuc/trong-tinh"),)),
        (f"{HOME}robots.txt", "", (RobotsTxt(),)),
    ]


def test_home_page_gives_its_own_articles() -> None:
    assert [link.title for link in home().links] == ["Khởi công cầu mới"]


def test_a_section_s_page_leads_nowhere_further() -> None:
    assert home(url=f"{HOME}tin-tuc").sections == ()


@pytest.mark.parametrize("body", ["", "<!-- -->"])
def test_what_is_no_page_is_an_error(body: str) -> None:
    with pytest.raises(NotAPage):
        home(body)


def test_robots_txt_names_sitemaps() -> None:
    written = (
        "User-agent: *\nDisallow: /x\nSitemap: /a.xml\n sitemap:https://soxaydung.vn/b.xml\nSitemap: mailto:a@b.vn\n"
    )
    found = exploring.sitemaps(written.encode(), url=f"{HOME}robots.txt", zone=HANOI)
    assert [one.url for one in found.children] == [f"{HOME}a.xml", f"{HOME}b.xml"]


def test_of_a_whole_site_s_sitemap_the_newest_are_taken() -> None:
    days = [(number, NOW - timedelta(days=number)) for number in range(60)]
    entries = "".join(
        f"<url><loc>{HOME}bai-{number}.html</loc><lastmod>{day:%Y-%m-%d}</lastmod></url>"
        for number, day in reversed(days)
    )
    body = f"<urlset>{entries}<url><loc>{HOME}khong-ngay.html</loc></url></urlset>".encode()
    newest = exploring.sitemaps(body, url=f"{HOME}a.xml", zone=HANOI).links
    assert [one.url for one in newest] == [f"{HOME}bai-{number}.html" for number in range(50)]
    assert len(exploring.sitemaps(body, url=f"{HOME}a.xml", zone=HANOI, since=NOW).links) == 61


def test_what_is_no_sitemap_is_an_error() -> None:
    with pytest.raises(NotASitemap):
        exploring.sitemaps(b"<html></html>", url=f"{HOME}a.xml", zone=HANOI)
