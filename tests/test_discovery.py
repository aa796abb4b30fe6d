"""Feeds, sitemaps and listing pages are read into links, as portals really write them."""

import gzip
import json
from datetime import datetime
from time import process_time
from urllib.parse import parse_qs

import factories
import pytest

from crawler import discovery
from crawler.dates import HANOI
from crawler.errors import NotAFeed, NotAPage, NotASitemap, NotJson
from crawler.families.vccorp import VCCORP
from crawler.portal import Api

URL = "https://baochinhphu.vn/kinh-te.rss"
EVENING = datetime(2026, 8, 22, 23, 0, tzinfo=HANOI)
BOMB = b"""<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">%s]>""" % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(1, 12)
)


def rss(item: str, *, before: str = "") -> bytes:
    return f'{before}<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{item}</channel></rss>'.encode()


def feed(body: bytes) -> tuple[discovery.Link, ...]:
    return discovery.feed(body, url=URL, zone=HANOI).links


def sitemap(body: bytes) -> discovery.Found:
    return discovery.sitemap(body, url=URL, zone=HANOI)


@pytest.mark.parametrize(
    "written",
    [
        "8/22/2026 11:00:00 PM",
        "Sat, 22 Aug 2026 23:00:00 +07:00",
        "Sat, 22 Aug 2026 23:00:00 +07",
        "Sat, 22 Aug 2026 23:00:00 +0700",
        "Sat, 22 Aug 2026 16:00:00 GMT",
        "2026-08-22T23:00:00+07:00",
        "\n 8/22/2026 11:00:00 PM ",
    ],
)
def test_feed_s_date_is_read_however_it_is_written(written: str) -> None:
    (link,) = feed(rss(f"<item><link>/a-1.htm</link><pubDate>{written}</pubDate></item>"))
    assert link.published == EVENING


@pytest.mark.parametrize("before", ["", "\n\n  ", "\ufeff", "\r\n\ufeff \n", "\t"])
def test_blanks_before_the_declaration_do_no_harm(before: str) -> None:
    (link,) = feed(
        rss(
            "<item><title>Họp &amp;#7885; báo</title><link>https://baochinhphu.vn/a-1.htm</link></item>",
            before=before,
        )
    )
    assert link == discovery.Link(url="https://baochinhphu.vn/a-1.htm", title="Họp ọ báo")


def test_link_may_stand_in_cdata_or_in_the_guid() -> None:
    found = feed(
        rss("<item><link><![CDATA[ https://a.vn/1 ]]></link></item><item><guid>https://a.vn/2</guid></item><item/>")
    )
    assert [link.url for link in found] == ["https://a.vn/1", "https://a.vn/2"]


def test_feed_gives_each_address_once() -> None:
    assert len(feed(rss("<item><link>/1</link></item>" * 3))) == 1


def test_broken_feed_gives_what_can_be_read() -> None:
    found = feed(
        rss("<item><title>A & B</title><link>/1</link></item><item><title>B &nbsp; C</title><link>/2</link></item>")
    )
    assert [link.url for link in found] == ["https://baochinhphu.vn/1", "https://baochinhphu.vn/2"]


def test_atom_is_read() -> None:
    entry = (
        '<entry><title type="html">H&amp;#7885;p</title><link rel="self" href="/x"/><link href="/1"/>'
        "<published>2026-08-22T16:00:00Z</published><updated>2026-08-22T17:00:00Z</updated></entry>"
    )
    (link,) = feed(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode())
    assert (link.url, link.title, link.published) == ("https://baochinhphu.vn/1", "Họp", EVENING)
    assert link.updated


def test_rdf_is_read() -> None:
    item = "<item><title>Họp</title><link>https://a.vn/1</link><dc:date>2026-08-22T23:00:00+07:00</dc:date></item>"
    spaces = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    (link,) = feed(f"<rdf:RDF {spaces}>{item}</rdf:RDF>".encode())
    assert link == discovery.Link(url="https://a.vn/1", title="Họp", published=EVENING)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<!DOCTYPE html><html><body>x</body></html>", "feed-html"),
        (b"\r\n<!-- cms --><HTML lang=vi><head>", "feed-html"),
        (b"<div>Error</div>", "feed-html"),
        (b"", "feed-empty"),
        (b" \n", "feed-empty"),
        (b"\0", "feed-empty"),
        (b"{}", "not-a-feed"),
        (b"<urlset/>", "not-a-feed"),
    ],
)
def test_what_is_no_feed_is_an_error(body: bytes, kind: str) -> None:
    with pytest.raises(NotAFeed) as told:
        feed(body)
    assert told.value.kind == kind


def test_dates_that_cannot_be_are_kept_as_a_feed_writes_them() -> None:
    written = ("Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00", "", "Sat, 22 Aug 2026 23:00:00 +0700")
    items = "".join(f"<item><link>/{n}</link><pubDate>{one}</pubDate></item>" for n, one in enumerate(written))
    found = discovery.feed(rss(items), url=URL, zone=HANOI)
    assert found.illegible == written[:2]
    assert [link.published for link in found.links] == [None, None, None, EVENING]


@pytest.mark.parametrize("body", [b"<html></html>", b"", b"<rss/>", b"\x1f\x8bxx", gzip.compress(b"x" * 99)[:-9]])
def test_what_is_no_sitemap_is_an_error(body: bytes) -> None:
    with pytest.raises(NotASitemap):
        sitemap(body)


def test_entity_bomb_is_not_expanded() -> None:
    begun = process_time()
    links = feed(BOMB + b"<rss><channel><item><title>&l;</title><link>/1</link></item></channel></rss>")
    assert all(len(link.title) < 100 for link in links)
    assert process_time() - begun < 1


def test_external_entity_is_not_read() -> None:
    body = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><channel><item><title>a&x;</title><link>/1</link></item></channel></rss>'
    (link,) = feed(body)
    assert link.title in {"a", "a&x;"}


NEWS = (
    '<url><loc> https://a.vn/1 </loc><lastmod>2026-08-22T23:00:00+07:00</lastmod><news:news xmlns:news="x">'
    "<news:publication_date>2026-08-22T23:00:00+07:00</news:publication_date><news:title>Họp</news:title></news:news></url>"
)


@pytest.mark.parametrize("space", ['xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', ""])
@pytest.mark.parametrize("packed", [False, True])
def test_news_sitemap_is_read(space: str, packed: bool) -> None:  # noqa: FBT001
    body = f"<urlset {space}>{NEWS}<url/></urlset>".encode()
    (link,) = sitemap(gzip.compress(body) if packed else body).links
    assert link == discovery.Link(url="https://a.vn/1", title="Họp", published=EVENING, updated=EVENING)


def test_sitemap_index_gives_its_children() -> None:
    found = sitemap(b"<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>2026-08-22</lastmod></sitemap></sitemapindex>")
    assert [child.url for child in found.children] == ["https://baochinhphu.vn/s1.xml"]
    assert found.links == ()


def test_gzip_bomb_is_refused() -> None:
    with pytest.raises(NotASitemap):
        sitemap(gzip.compress(bytes(51 * 1024 * 1024), compresslevel=1))


def test_listing_gives_each_article_once_with_its_words_and_date() -> None:
    body = """<div class="box-aside"><a href="/ben-le-10226022809300419.htm">Bên lề</a></div>
    <div class="box-stream"><div class="box-stream-item"><a href="/mot-10226022809300411.htm?utm_source=x"><img></a>
    <a href="http://www.baochinhphu.vn/mot-10226022809300411.htm" title="x">Một</a>
    <span class="box-stream-time">22/08/2026 23:00</span></div>
    <a href="/kinh-te.htm">Kinh tế</a><a href="https://nhandan.vn/hai-10226022809300412.htm">Hai</a>
    <a href="javascript:;">x</a><a href="http://[">x</a><a>x</a></div><input id="hdZoneId" value=" 1027 ">"""
    found = discovery.listing(body.encode(), url="https://baochinhphu.vn/", portal=factories.portal(family=VCCORP))
    assert [(link.title, link.aside, link.published) for link in found.links] == [
        ("Một", False, EVENING),
        ("Bên lề", True, None),
    ]
    assert found.zone == "1027"


@pytest.mark.parametrize("body", [b"", b" \n", b"\0"])
def test_empty_listing_is_an_error(body: bytes) -> None:
    with pytest.raises(NotAPage):
        discovery.listing(body, url=URL, portal=factories.portal())


INTERFACE = Api(
    url="/api/articles?page={page}",
    items="data.articles",
    link="/{root.slug}/{slug}-{id}.htm",
    published="at",
)


def test_json_interface_gives_links() -> None:
    written = {
        "data": {
            "articles": [
                {
                    "root": {"slug": "kinh-te"},
                    "slug": "a",
                    "id": 7,
                    "title": " Chính phủ họp ",
                    "at": "01/03/2026 09:51",
                },
                {"root": {"slug": "kinh tế"}, "slug": "b", "id": 8, "title": None, "at": 1772333460000},
                {"root": None, "slug": "c", "id": 9},
                "không phải bài",
            ]
        }
    }
    portal = factories.portal(family=VCCORP)
    found = discovery.api(json.dumps(written).encode(), url=URL, portal=portal, source=INTERFACE).links
    assert [link.url for link in found] == [
        "https://baochinhphu.vn/kinh-te/a-7.htm",
        "https://baochinhphu.vn/kinh%20t%E1%BA%BF/b-8.htm",
    ]
    assert [link.title for link in found] == ["Chính phủ họp", ""]
    assert [link.published for link in found] == [datetime(2026, 3, 1, 9, 51, tzinfo=HANOI)] * 2


@pytest.mark.parametrize("body", [b"", b"<html>", b"[", b"[]", b'{"data": {"articles": {}}}', b"[" * 200_000])
def test_what_is_no_list_of_articles_is_an_error(body: bytes) -> None:
    with pytest.raises(NotJson):
        discovery.api(body, url=URL, portal=factories.portal(), source=INTERFACE)


def test_webforms_pager_tells_what_to_post_for_the_next_page() -> None:
    call = "javascript:__doPostBack('ctrl_19$grvDocument','Page${}')"
    pager = "".join(f'<a href="{call.format(number)}">{number}</a>' for number in (1, 3))
    body = f"""<form><input type=hidden name=__VIEWSTATE value="/wEP+a=="><input type=hidden name=__EVENTTARGET>
        <input name=txtSearch value=x><a href=/bai-1.htm>Một</a>{pager}</form>""".encode()
    second = discovery.postback(body, url=URL, portal=factories.portal(), page=2)
    assert parse_qs(second.postback) == {
        "__VIEWSTATE": ["/wEP+a=="],
        "__EVENTTARGET": ["ctrl_19$grvDocument"],
        "__EVENTARGUMENT": ["Page$3"],
    }
    assert [link.url for link in second.links] == ["https://baochinhphu.vn/bai-1.htm"]
    assert discovery.postback(body, url=URL, portal=factories.portal(), page=3).postback == ""
