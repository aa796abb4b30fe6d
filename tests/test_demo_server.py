"""The demo's portals, asked over real HTTP on the loopback."""

import gzip
import http.client
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import pytest
from forked import PATIENCE
from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from crawler import discovery, run
from crawler.portal import Feed, Listing, Portal, Source
from diemtin.demo import facts, written_dates
from diemtin.demo.answers import Address, Answer, Site
from diemtin.demo.manuscript import read
from diemtin.demo.newsroom import Newsroom, desks, pages
from diemtin.demo.server import serving

ARTICLE = "/ho-tro-toi-da-120-trieu-dong-cho-doanh-nghiep-nho-chuyen-doi-so-102261120083000123.htm"
SELECTORS = {  # of each family's title, lead and body
    "baochinhphu.vn": ("h1.detail-title[data-role=title]", "h2.detail-sapo", "div.detail-content.afcbc-body"),
    "en.baochinhphu.vn": ("h1[data-role=title]", "[data-role=sapo]", "div.afcbc-body[data-role=content]"),
    "xaydungchinhsach.chinhphu.vn": ("h1.detail-title", ".detail-sapo", "div.detail-content"),
    "nhandan.vn": ("h1.article__title.cms-title", ".article__sapo.cms-desc", "div.zce-content-body.cms-body"),
    "dangcongsan.vn": ("h1#contenttitle", "#description", ".noidungtt"),
    "tapchicongsan.org.vn": (".detailContent h1", ".detailContent .sumary", ".ContentDetail"),
    "moit.gov.vn": ("h1.article-title", ".article-brief", ".article-content.common-content"),
    "daihoi13.dangcongsan.vn": ("h1.news-title", ".news-content strong", ".news-content"),
}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


class Client:
    """A connection that is kept open, as a crawler keeps it."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)

    def get(self, host: str, target: str, *, method: str = "GET", **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, target, headers={"Host": host, **named})
        answer = self.connection.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


@contextmanager
def asking(site: Site) -> Iterator[tuple[Client, list]]:
    with serving(site) as server:
        client = Client(server.url)
        try:
            yield client, server.log
        finally:
            client.connection.close()


def played() -> list[Portal]:
    hosts = {urlsplit(f"https://{host}").netloc for host in facts.portals()}
    return [portal for portal in run.portals().values() if portal.host.removeprefix("www.") in hosts]


@cache
def made() -> Mapping[Address, Answer]:
    """Return every page; to make them takes longer than to look at most of them."""
    return pages()


def tree(answer: Answer) -> HtmlElement:
    return document_fromstring(answer.body.decode())


def test_host_and_target_choose_the_page() -> None:
    site = Site({("a.vn", "/?p=1"): Answer(body=b"a"), ("b.vn", "/?p=1"): Answer(body=b"b")})
    with asking(site) as (client, _):
        replies = [client.get("a.vn", "/?p=1"), client.get("B.vn:80", "/?p=1"), client.get("a.vn", "/?p=2")]
    assert [(reply.status, reply.body[:1]) for reply in replies] == [(200, b"a"), (200, b"b"), (404, b"<")]


def test_what_is_posted_chooses_the_page_as_a_query_would() -> None:
    site = Site({("a.vn", "/?p=1&q=2"): Answer(body=b"a")})
    with asking(site) as (client, log):
        client.connection.request("POST", "/?p=1", body="q=2", headers={"Host": "a.vn"})
        answer = client.connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"a")
    assert (log[0].method, log[0].target) == ("POST", "/?p=1&q=2")


def test_log_tells_each_request_with_its_original_scheme() -> None:
    with asking(Site({("a.vn", "/"): Answer(body=b"a")})) as (client, log):
        client.get("a.vn", "/", X_Forwarded_Proto="https", User_Agent="DiemTin")
        client.get("a.vn", "/nowhere", method="HEAD", If_None_Match='"x"')
        first, second = log
    assert (first.scheme, first.user_agent, first.status, first.conditional) == (
        "https",
        "DiemTin",
        200,
        False,
    )
    assert (second.method, second.scheme, second.target) == ("HEAD", "http", "/nowhere")
    assert (second.status, second.conditional) == (404, True)


def test_page_that_has_not_changed_is_not_sent_again() -> None:
    with asking(Newsroom()) as (client, _):
        first = client.get("baochinhphu.vn", ARTICLE)
        by_tag = client.get("baochinhphu.vn", ARTICLE, If_None_Match=f'"other", {first.headers["etag"]}')
        by_date = client.get("baochinhphu.vn", ARTICLE, If_Modified_Since=first.headers["last-modified"])
        earlier = client.get("baochinhphu.vn", ARTICLE, If_Modified_Since="Fri, 20 Nov 2026 00:00:00 GMT")
        nonsense = client.get("baochinhphu.vn", ARTICLE, If_Modified_Since="yesterday")
    assert [reply.status for reply in (first, by_tag, by_date, earlier, nonsense)] == [
        200,
        304,
        304,
        200,
        200,
    ]
    assert by_tag.body == by_date.body == b""
    assert first.headers["last-modified"] == "Fri, 20 Nov 2026 02:42:00 GMT"


def test_client_that_takes_gzip_gets_it_under_its_own_tag() -> None:
    with asking(Newsroom()) as (client, _):
        plain = client.get("baochinhphu.vn", ARTICLE)
        packed = client.get("baochinhphu.vn", ARTICLE, Accept_Encoding="gzip, deflate")
        again = client.get("baochinhphu.vn", ARTICLE, Accept_Encoding="gzip", If_None_Match=packed.headers["etag"])
        head = client.get("baochinhphu.vn", ARTICLE, method="HEAD")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert again.status == 304
    assert (head.body, head.headers["content-length"]) == (b"", str(len(plain.body)))


def test_server_ends_though_a_client_keeps_its_connection() -> None:
    with serving(Site({("a.vn", "/"): Answer(body=b"a")})) as server:
        client = Client(server.url)
        client.get("a.vn", "/")
    with closing(client.connection), pytest.raises((ConnectionError, http.client.HTTPException)):
        client.get("a.vn", "/")


def test_pages_may_be_replaced_while_the_server_runs() -> None:
    site = Site({("a.vn", "/"): Answer(body=b"old")})
    with asking(site) as (client, _):
        old = client.get("a.vn", "/")
        site.replace({("a.vn", "/"): Answer(body=b"new")})
        new = client.get("a.vn", "/", If_None_Match=old.headers["etag"])
    assert (old.body, new.status, new.body) == (b"old", 200, b"new")


def test_every_page_has_a_tag_and_a_date_and_a_content_type() -> None:
    undated = {
        address
        for address, answer in made().items()
        if answer.status == 200 and "Last-Modified" not in answer.headers and "robots" not in address[1]
    }
    assert not undated
    assert all("Content-Type" in answer.headers for answer in made().values())


def test_some_hosts_leave_the_charset_to_the_page() -> None:
    silent = {host for (host, _), answer in made().items() if answer.headers["Content-Type"] == "text/html"}
    assert silent == {"dangcongsan.vn", "daihoi13.dangcongsan.vn"}


def test_pages_are_the_same_bytes_every_time() -> None:
    assert pages() == pages()


@pytest.mark.parametrize("host", SELECTORS)
def test_every_article_stands_where_its_family_has_it(host: str) -> None:
    desk = next(desk for desk in desks() if desk.host == host)
    told = made()
    for article in desk.articles:
        page = tree(told[host, desk.path(article)])
        title, lead, body = (page.cssselect(selector)[0].text_content() for selector in SELECTORS[host])
        assert title.strip().startswith(article.title)
        assert article.lead in lead
        paragraphs = [block.words[0] for block in article.body if block.kind == "paragraph"]
        assert all(words in body for words in paragraphs if "](" not in words)
        assert not article.body or len(paragraphs) >= 4


@pytest.mark.parametrize("host", SELECTORS)
def test_every_article_is_found_from_the_listings(host: str) -> None:
    found = set()
    for (owner, path), answer in made().items():
        if owner == host and answer.headers["Content-Type"].startswith("text/html") and answer.body.strip():
            listing = tree(answer)
            listing.make_links_absolute(f"https://{host}{path}")
            found |= set(listing.xpath("//a/@href"))
    assert facts.portals()[host].listed <= found


def test_every_host_of_the_demo_has_its_portal() -> None:
    assert {portal.host.removeprefix("www.") for portal in played()} == set(facts.portals())


@pytest.mark.parametrize("portal", played(), ids=lambda portal: portal.name)
def test_every_source_of_every_section_is_played(portal: Portal) -> None:
    site, known = Site(made()), facts.portals()[portal.host.removeprefix("www.")]
    broken = {}
    for section in portal.sections:
        for source in portal.sources(section):
            url = portal.address(source.url, section, year=2026, month=11)
            url = f"{url}&{posted(source)}" if posted(source) else url
            kind = problem(site, portal, source, url)
            broken |= {url: kind} if kind else {}
    assert broken == known.broken


def posted(source: Source) -> str:
    return source.form.format(page=1) if isinstance(source, Listing) else ""


def problem(site: Site, portal: Portal, source: Source, url: str) -> str:
    parts = urlsplit(url)
    answer = site.answer(parts.netloc, f"{parts.path}?{parts.query}" if parts.query else parts.path)
    if answer.status != 200:
        return f"http-{answer.status}"
    if isinstance(source, Listing):
        found = discovery.listing(answer.body, url=url, portal=portal)
    else:
        read = discovery.feed if isinstance(source, Feed) else discovery.sitemap
        found = read(answer.body, url=url, zone=portal.zone)
    return "" if any(portal.is_article(link.url) for link in found.links) else "no-links"


def test_every_section_stands_in_the_menu_of_every_page() -> None:
    told = made()
    for desk in desks():
        if len(desk.sections) > 1:
            for article in desk.articles:
                menu = set(tree(told[desk.host, desk.path(article)]).xpath("//li/a/@href"))
                assert {section.path for section in desk.sections} <= {link.split("?")[0] for link in menu}


def test_feeds_of_vccorp_write_the_month_first_and_tracked_links() -> None:
    body = made()["baochinhphu.vn", "/chinh-sach-va-cuoc-song/chinh-sach-moi.rss"].body
    items = etree.fromstring(body).findall(".//item")
    assert items[0].findtext("pubDate") == "11/21/2026 2:00:00 PM"
    assert all((item.findtext("link") or "").endswith(".htm?utm_source=rss") for item in items)


def test_one_feed_opens_with_blanks() -> None:
    body = made()["baochinhphu.vn", "/kinh-te.rss"].body
    assert body.startswith(b"\r\n  <?xml")
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(body)


def test_timeline_ends_with_an_empty_page() -> None:
    with asking(Newsroom()) as (client, _):
        bodies = [client.get("baochinhphu.vn", f"/timelinelist/1021119/{number}.htm").body for number in (2, 3, 4)]
    assert [body.count(b"box-stream-item") for body in bodies] == [2, 1, 0]
    assert not bodies[-1].strip()


def test_section_names_its_own_zone_and_has_strangers_beside_it() -> None:
    page = tree(made()["baochinhphu.vn", "/khoa-giao.htm"])
    assert page.cssselect("#hdZoneId")[0].get("value") == "1030"
    own = {link.get("href") for link in page.cssselect(".box-category a, .box-stream a")}
    beside = {link.get("href") for link in page.cssselect(".box-right .box-link-title")}
    assert beside - own


def test_attributes_of_vccorp_are_entities() -> None:
    body = made()["baochinhphu.vn", ARTICLE].body.decode()
    assert 'article:published_time" content="2026-11-20T09:15:00&#x2B;07:00"' in body
    assert 'data-role="title">H&#x1ED7; tr&#x1EE3;' in body
    assert body.endswith("</html><!--u: 11/20/2026 11:06:18 AM-->")


def test_feed_of_nhandan_is_missing_for_one_section() -> None:
    told = made()
    assert ("nhandan.vn", "/rss/xahoi-1211.rss") not in told
    assert b"/rss/xahoi-1211.rss" in told["nhandan.vn", "/xahoi/"].body
    assert facts.portals()["nhandan.vn"].broken == {"https://nhandan.vn/rss/xahoi-1211.rss": "http-404"}
    body = told["nhandan.vn", "/rss/kinhte-1185.rss"].body
    first = etree.fromstring(body).find(".//item")
    assert first is not None
    assert first.findtext("pubDate") == "Sun, 22 Nov 2026 06:30:11 +07:00"
    assert (first.findtext("description") or "").startswith("<a href=")


def test_newest_feed_of_nhandan_holds_every_article_newest_first() -> None:
    items = etree.fromstring(made()["nhandan.vn", "/rss/home.rss"].body).findall(".//item")
    assert tuple(item.findtext("link") for item in items) == facts.portals()["nhandan.vn"].articles


def test_one_list_of_dangcongsan_has_been_emptied() -> None:
    path = "/noidung/tintuc/Lists/Vandequantam/View.aspx?Page=1"
    body = made()["dangcongsan.vn", path].body.decode()
    assert "Vấn đề quan tâm" in body
    assert ".html" not in body
    assert facts.portals()["dangcongsan.vn"].broken == {f"https://dangcongsan.vn{path}": "no-links"}


def test_pager_of_moit_posts_for_every_article_and_ends_with_an_empty_page() -> None:
    told = {path: answer.body.decode() for (host, path), answer in made().items() if host == "moit.gov.vn"}
    first, end = (told[path] for path in sorted(path for path in told if "pageNo=" in path))
    assert first.count('<article class="article-news">') == len(facts.portals()["moit.gov.vn"].articles)
    assert "<a" not in end


def test_sitemaps_of_nhandan_hold_every_article_one_month_packed_too() -> None:
    told = {path: answer.body for (host, path), answer in made().items() if host == "nhandan.vn"}
    listed = [urlsplit(loc).path for loc in re.findall(r"<loc>(.*?)</loc>", told["/sitemap.xml"].decode())]
    assert set(listed) == {path for path in told if path.startswith("/sitemaps/")}
    assert gzip.decompress(told["/sitemaps/news-2026-10.xml.gz"]) == told["/sitemaps/news-2026-10.xml"]
    months = told["/sitemaps/news-2026-10.xml"] + told["/sitemaps/news-2026-11.xml"]
    assert set(re.findall(r"<loc>(.*?)</loc>", months.decode())) == set(facts.portals()["nhandan.vn"].articles)


def test_bad_links_are_bad_each_in_its_way() -> None:
    known = facts.portals()["baochinhphu.vn"]
    told = Newsroom()
    answers = {why: told.answer("baochinhphu.vn", urlsplit(url).path) for url, why in known.bad.items()}
    assert answers["missing"].status == 404
    assert answers["document"].headers["Content-Type"] == "application/pdf"
    assert not tree(answers["empty"]).cssselect(".detail-content")[0].text_content().strip()
    for old, new in known.moved.items():
        answer = told.answer("baochinhphu.vn", urlsplit(old).path)
        assert (answer.status, answer.headers["Location"]) == (301, new)
        assert new in known.articles


def test_duplicates_show_the_same_article() -> None:
    told = Newsroom()
    for address, original in facts.portals()["baochinhphu.vn"].duplicates.items():
        parts, own = urlsplit(address), told.answer("baochinhphu.vn", urlsplit(original).path)
        copy = told.answer(parts.netloc, f"{parts.path}?{parts.query}" if parts.query else parts.path)
        body, again = (tree(each).cssselect(".detail-content")[0].text_content().strip() for each in (own, copy))
        assert body == again


def test_correction_changes_one_article_withdraws_one_and_nothing_else() -> None:
    newsroom, before, change = Newsroom(), made(), facts.correction()
    newsroom.correct()
    after = newsroom.pages
    changed = {f"https://{host}{path}" for host, path in before if before[host, path] != after[host, path]}
    sitemaps = {"https://nhandan.vn/sitemap.xml", "https://nhandan.vn/sitemaps/news-2026-11.xml"}
    assert before.keys() == after.keys()
    assert changed == {change.corrected, change.gone} | sitemaps
    assert newsroom.answer("baochinhphu.vn", urlsplit(change.gone).path).status == 410
    page = newsroom.answer("nhandan.vn", urlsplit(change.corrected).path)
    title = tree(page).cssselect("h1")[0].text_content()
    assert (title, change.new != change.old) == (change.new, True)
    assert b"6,02" in page.body
    assert b"12,4%" not in page.body
    assert b'modified_time" content="2026-11-23T08:15:00+07:00"' in page.body
    assert b"2026-11-23T08:15:00+07:00" in after["nhandan.vn", "/sitemaps/news-2026-11.xml"].body
    assert dict(after) == pages(corrected=True)


def test_moments_are_written_in_every_portal_s_form() -> None:
    moment = read("daihoi13").articles[0].published.replace(month=11, day=20, hour=15, minute=5)
    assert written_dates.month_first(moment) == "11/20/2026 3:05:00 PM"
    assert written_dates.day_first(moment) == "20/11/2026 15:05"
    assert written_dates.english(moment) == "November 20, 2026 3:05 PM GMT+7"
    assert written_dates.hour_first(moment) == "15:05, ngày 20-11-2026"
    assert written_dates.morning_or_afternoon(moment) == "20/11/2026 03:05 CH"
    assert written_dates.weekday_first(moment) == "Thứ Sáu, 20/11/2026 15:05"


def test_command_prints_its_address_and_serves() -> None:
    command = [sys.executable, "-W", "error", "-m", "diemtin.demo.server", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            client = Client(process.stdout.readline().strip())
            with closing(client.connection):
                reply = client.get("www.tapchicongsan.org.vn", "/web/guest/kinh-te")
        finally:
            process.terminate()
    assert reply.status == 200
    assert b'aria-label="Next"' in reply.body
