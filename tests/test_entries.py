"""What an entry and a feed carry beside their text: sources, rights, relations, legal data, history, marks."""

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import adversaries
import feedparser
import pytest
from factories import NOON, entry
from lxml import etree

from crawler.article import Attachment, Image
from feeds import drawing, html, items, json_feed, marks, rss_atom
from feeds.catalogue import Asset, Content, Site, State
from feeds.entries import Feed, Item

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
LEGAL = "{urn:x-diemtin:document}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
PORTAL = adversaries.SPECS["feeds/portals/baochinhphu"]

FEEDS = adversaries.feeds
Renderer = Callable[[Feed], bytes]
EVERY = pytest.mark.parametrize(
    "render", [rss_atom.rss, rss_atom.atom, json_feed.render, html.twin], ids=["rss", "atom", "json", "html"]
)


def in_rss(feed: Feed) -> Any:
    return etree.fromstring(rss_atom.rss(feed))[0]


def in_atom(feed: Feed) -> Any:
    return etree.fromstring(rss_atom.atom(feed))


def in_json(feed: Feed) -> Any:
    return json.loads(json_feed.render(feed))


def links(element: Any, rel: str) -> list[tuple[str, str | None]]:
    return [(one.get("href"), one.get("title")) for one in element.findall(f"{ATOM}link") if one.get("rel") == rel]


def item(**changes: Any) -> Item:
    return items.item(entry(**changes), names=adversaries.NAMES)


# Rights


def test_content_ends_with_the_name_of_the_source_and_leads_to_it() -> None:
    ending = '\n<p>Nguồn: <a href="https://baochinhphu.vn/bai-1.htm">Báo Điện tử Chính phủ</a>{}</p>'
    assert item().content.endswith(ending.format(" (theo VGP)"))
    assert item(source="").content.endswith(ending.format(""))
    assert item(source="Báo Điện tử Chính phủ").content.endswith(ending.format(""))
    english = items.item(entry(language="en", portal="en_baochinhphu", source="VNA"), names=adversaries.NAMES)
    assert english.content.endswith('Source: <a href="https://baochinhphu.vn/bai-1.htm">VGP News</a> (via VNA)</p>')


def test_text_of_the_article_stays_whole_before_it() -> None:
    assert entry().article.body_html in item().content


@EVERY
def test_lead_is_all_that_is_told_where_only_leads_are_published(render: Renderer) -> None:
    secret = "Câu này chỉ có trong bài."
    pictures = (Image(url="https://bcp.vn/a.jpg", caption="Đầu"), Image(url="https://bcp.vn/b.jpg", caption="Sau"))
    one = entry(body_html=f"<p>{secret}</p>", body_text=secret, images=pictures)
    site = replace(adversaries.SITE, contents=(("baochinhphu", Content.LEAD),))
    told = render(adversaries.feed(one, site=site)).decode()
    assert secret not in told
    assert "b.jpg" not in told
    assert "nq.pdf" not in told
    assert "Sáng 1/3, Thủ tướng Chính phủ" in told
    assert one.article.link in told
    assert secret in render(adversaries.feed(one)).decode() or render is html.twin


def test_lead_is_told_with_its_picture_and_where_to_read_on() -> None:
    site = replace(adversaries.SITE, content=Content.LEAD)
    content = adversaries.feed(entry(), site=site).items[0].content
    assert content.startswith("<p>Sáng 1/3, Thủ tướng Chính phủ chủ trì phiên họp thường kỳ.</p><figure><img ")
    link = '<p><a href="https://baochinhphu.vn/bai-1.htm">Đọc tiếp tại Báo Điện tử Chính phủ</a></p>'
    assert content.endswith(link)
    assert in_json(adversaries.feed(entry(), site=site))["items"][0]["_diemtin"]["content"] == "lead"


def test_leads_of_one_portal_leave_the_others_whole() -> None:
    site = Site(contents=(("baochinhphu", Content.LEAD),))
    assert site.content_of("baochinhphu") is Content.LEAD
    assert site.content_of("nhandan") is Content.FULL
    assert Site(content=Content.LEAD).content_of("nhandan") is Content.LEAD


def test_each_entry_says_how_its_portal_asks_to_be_named() -> None:
    feed = FEEDS()["plain"]
    assert in_rss(feed).findtext(f"item/{DC}rights") == "Theo Báo Điện tử Chính phủ"
    assert in_atom(feed).findtext(f"{ATOM}entry/{ATOM}rights") == "Theo Báo Điện tử Chính phủ"
    assert in_json(feed)["items"][0]["_diemtin"]["credit"] == "Theo Báo Điện tử Chính phủ"


def test_each_entry_names_the_portals_own_feed() -> None:
    feed = FEEDS()["plain"]
    source = in_atom(feed).find(f"{ATOM}entry/{ATOM}source")
    assert links(source, "self") == [("https://baochinhphu.vn/thoi-su.rss", None)]
    assert in_rss(feed).find("item/source").get("url") == "https://baochinhphu.vn/thoi-su.rss"
    assert in_rss(feed).findtext(f"item/{DC}publisher") == "Báo Điện tử Chính phủ"
    assert in_json(feed)["items"][0]["_diemtin"]["portal_feed"] == "https://baochinhphu.vn/thoi-su.rss"


def test_where_nobody_is_named_the_portal_is_the_author_in_every_format() -> None:
    feed = FEEDS()["bare"]
    assert [one.text for one in in_rss(feed).iter(f"{DC}creator")] == ["Báo Điện tử Chính phủ"]
    assert in_atom(feed).findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "Báo Điện tử Chính phủ"
    assert in_json(feed)["items"][0]["authors"] == [{"name": "Báo Điện tử Chính phủ"}]


def test_addresses_of_authors_are_not_spread() -> None:
    assert FEEDS()["mail"].items[0].authors == ("Hà Văn", "Tổ")


# What an entry leads to


def test_entry_leads_to_cited_documents_and_to_other_tellings_of_the_story() -> None:
    expected = [
        ("https://vanban.example.vn/6%20a", "Quyết định 06/2013/QĐ-TTg"),
        ("https://en.baochinhphu.vn/1.htm", "VGP News: Nơi khác"),
    ]
    feed = FEEDS()["retold"]
    assert links(in_atom(feed).find(f"{ATOM}entry"), "related") == expected
    assert links(in_rss(feed).find("item"), "related") == expected
    extension = in_json(feed)["items"][0]["_diemtin"]
    assert extension["documents"][0]["url"] == "https://vanban.example.vn/6%20a"
    assert [one["url"] for one in extension["also"]] == ["https://en.baochinhphu.vn/1.htm"]


def test_document_leads_to_what_it_replaces_and_to_articles_that_cite_it() -> None:
    found = links(in_atom(FEEDS()["documents"]).find(f"{ATOM}entry"), "related")
    assert found[0] == ("https://vanban.example.vn/8", "Thay thế: 08/2021/NĐ-CP")
    assert ("https://baochinhphu.vn/bai-1.htm", "Báo Điện tử Chính phủ: Tin") in found


def test_relative_addresses_are_made_absolute_in_the_text_and_beside_it() -> None:
    one = items.item(
        entry(
            body_html='<p><a href="/a?b=1&amp;c=2">a</a> <a href="#d">d</a> <img src="e.jpg"></p>',
            attachments=(Attachment(url="f.pdf", type="application/pdf"),),
            images=(Image(url="//bcp.vn/g.jpg"),),
        ),
        names=adversaries.NAMES,
    )
    assert '<a href="https://baochinhphu.vn/a?b=1&amp;c=2">' in one.content
    assert '<a href="https://baochinhphu.vn/bai-1.htm#d">' in one.content
    assert '<img src="https://baochinhphu.vn/e.jpg">' in one.content
    assert [file.url for file in one.attachments] == ["https://baochinhphu.vn/f.pdf"]
    assert [image.url for image in one.images] == ["https://bcp.vn/g.jpg"]


def test_files_and_pictures_that_are_not_on_the_web_are_left_out() -> None:
    odd = FEEDS()["odd addresses"].items[0]
    assert [file.url for file in odd.attachments] == [
        "https://bcp.vn/%20t%E1%BB%87p.pdf",
        "https://bcp.vn/b.pdf",
        "https://baochinhphu.vn/c.pdf",
    ]
    assert {file.type for file in odd.attachments} == {"application/pdf", "application/octet-stream"}
    assert [image.url for image in odd.images] == ["https://bcp.vn/%20%E1%BA%A3nh.jpg", "https://baochinhphu.vn/b.jpg"]


def test_rss_names_the_files_after_the_first_in_media_rss() -> None:
    found = in_rss(FEEDS()["ten attachments"]).find("item")
    files = [dict(one.attrib) for one in found.findall(f"{MEDIA}content") if one.get("medium") == "document"]
    assert len(files) == 9
    assert files[0] == {
        "url": "https://bcp.vn/1.pdf",
        "medium": "document",
        "type": "application/pdf",
        "fileSize": "1",
    }


def test_every_picture_is_named_and_the_first_is_the_thumbnail() -> None:
    entries = (in_rss(FEEDS()["200 pictures"]).find("item"), in_atom(FEEDS()["200 pictures"]).find(f"{ATOM}entry"))
    for found in entries:
        assert [one.get("medium") for one in found.findall(f"{MEDIA}content")].count("image") == 200
        assert [one.get("url") for one in found.findall(f"{MEDIA}thumbnail")] == ["https://bcp.vn/0.jpg"]


def test_entry_tells_its_language_where_it_is_one() -> None:
    feed = FEEDS()["english"]
    assert in_atom(feed).find(f"{ATOM}entry").get(LANGUAGE) == "en"
    assert in_rss(feed).findtext(f"item/{DC}language") == "en"
    untold = adversaries.feed(entry(language="tiếng Việt"))
    assert in_atom(untold).find(f"{ATOM}entry").get(LANGUAGE) is None
    assert "language" not in in_json(untold)["items"][0]


# Legal documents


def test_legal_data_are_told_in_a_vocabulary_of_their_own() -> None:
    for root in (in_rss(FEEDS()["documents"]), in_atom(FEEDS()["documents"])):
        found = next(root.iter(f"{LEGAL}document"))
        assert {one.tag.removeprefix(LEGAL): one.text for one in found if not one.attrib} == {
            "number": "2/2026/NĐ-CP",
            "written": "2/2026/NĐ-CР",
            "type": "Nghị định",
            "issuer": "Chính phủ",
            "signer": "Lê Minh An",
            "issued": "2026-02-20",
            "effective": "2026-04-01",
            "status": "Chưa có hiệu lực",
            "field": "Giao thông; Xây dựng",
        }
        assert [dict(one.attrib) for one in found.findall(f"{LEGAL}related")] == [
            {"relation": "replaces", "number": "08/2021/NĐ-CP", "href": "https://vanban.example.vn/8"},
            {"relation": "amends"},
        ]


def test_draft_tells_how_long_it_may_be_commented_on() -> None:
    found = next(in_atom(FEEDS()["draft"]).iter(f"{LEGAL}document"))
    assert [found.findtext(f"{LEGAL}{one}") for one in ("draft", "openFrom", "openUntil")] == [
        "true",
        "2026-03-01",
        "2026-05-01",
    ]


def test_json_tells_legal_data_beside_its_own_extension() -> None:
    found = in_json(FEEDS()["documents"])["items"][0]
    assert found["_document"]["number"] == "2/2026/NĐ-CP"
    assert found["_document"]["effective"] == "2026-04-01"
    assert [one["relation"] for one in found["_document"]["related"]] == ["replaces", "amends"]
    assert [one["url"] for one in found["_diemtin"]["cited_by"]] == ["https://baochinhphu.vn/bai-1.htm"]
    assert "_document" not in in_json(FEEDS()["plain"])["items"][0]


def test_feedparser_reads_legal_data() -> None:
    for render in (rss_atom.rss, rss_atom.atom):
        found = feedparser.parse(render(FEEDS()["documents"])).entries[0]
        assert (found.doc_number, found.doc_issued) == ("2/2026/NĐ-CP", "2026-02-20")
        assert found.title_detail.value == "Nghị định số 2/2026/NĐ-CP về bến thủy"


def test_document_is_filed_under_its_number_and_its_body() -> None:
    (found,) = FEEDS()["draft"].items
    assert ("1/2026/NĐ-CP", "urn:x-diemtin:document-number") in {(one.term, one.scheme) for one in found.categories}
    issued = FEEDS()["documents"].items[0].categories
    assert ("chinh-phu", "urn:x-diemtin:document-issuer") in {(one.term, one.scheme) for one in issued}


# What a feed carries


def test_feed_says_how_often_it_changes_unless_it_never_will() -> None:
    assert in_rss(FEEDS()["plain"]).findtext("{*}updatePeriod") == "hourly"
    assert in_atom(FEEDS()["plain"]).findtext("{*}updateFrequency") == "2"
    closed = in_atom(FEEDS()["closed page"])
    assert closed.find("{http://purl.org/syndication/history/1.0}archive") is not None
    assert closed.find("{*}updatePeriod") is None


def test_feed_of_a_portal_says_where_its_text_is_from() -> None:
    feed = adversaries.feed(entry(), spec=PORTAL)
    assert links(in_atom(feed), "via") == links(in_rss(feed), "via") == [("https://baochinhphu.vn/", None)]
    assert in_atom(feed).findtext(f"{ATOM}rights") == in_rss(feed).findtext("copyright") == PORTAL.rights


def test_feed_says_what_it_is_of_and_how_it_stands() -> None:
    feed = replace(adversaries.feed(entry(), spec=PORTAL), state=State.HELD)
    found = {one.get("scheme"): one.get("term") for one in in_atom(feed).findall(f"{ATOM}category")}
    assert found == {"urn:x-diemtin:portal": "baochinhphu", "urn:x-diemtin:state": "held"}
    assert [one.text for one in in_rss(feed).findall("category")] == ["Báo Điện tử Chính phủ", "held"]
    assert in_json(feed)["_diemtin"]["state"] == "held"


def test_feed_leads_to_what_came_before_it() -> None:
    feed = FEEDS()["with history"]
    recent, month = ("https://tin.example.vn/feeds/all/recent", "https://tin.example.vn/feeds/all/2026-02")
    for root in (in_atom(feed), in_rss(feed)):
        assert links(root, "next") == [(f"{recent}.atom", None)]
        assert links(root, "prev-archive") == [(f"{month}.atom", None)]
    assert links(in_atom(feed), "first") == [("https://tin.example.vn/feeds/all.atom", None)]
    assert links(in_rss(feed), "first") == [("https://tin.example.vn/feeds/all.rss", None)]
    told = in_json(feed)
    assert told["next_url"] == f"{recent}.json"
    assert told["_diemtin"]["history"] == {"next": f"{recent}.json", "prev_archive": f"{month}.json", "closed": False}


def test_what_was_taken_down_is_told_in_atom_and_json() -> None:
    feed = FEEDS()["taken down"]
    first, second = in_atom(feed).findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert dict(first.attrib) == {"ref": entry(1).article.id, "when": NOON.isoformat()}
    assert first.findtext("{*}comment") == "Cổng thông tin đã gỡ bài này: Tin <b>cũ</b>"
    assert links(first, "alternate") == [("https://baochinhphu.vn/b%20%C3%A0i-1.htm", None)]
    assert len(second) == 1
    assert in_json(feed)["_diemtin"]["deleted"] == [
        {
            "id": entry(1).article.id,
            "date": NOON.isoformat(),
            "url": "https://baochinhphu.vn/b%20%C3%A0i-1.htm",
            "title": "Tin <b>cũ</b>",
        },
        {"id": entry(3).article.id, "date": NOON.isoformat()},
    ]


def test_feed_without_a_description_says_its_title() -> None:
    feed = adversaries.feed(entry(), spec=replace(PORTAL, description="", rights=""))
    assert in_rss(feed).findtext("description") == feed.title
    assert in_rss(feed).find("copyright") is None


# Its marks


def pixels(data: bytes) -> bytes:
    """Return a PNG's lines, unpacked: libraries pack them differently."""
    return zlib.decompress(b"".join(part for kind, part in chunks(data) if kind == b"IDAT"))


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(data):
        length = int.from_bytes(data[place : place + 4])
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += 12 + length


def test_marks_are_small_and_as_large_as_they_are_said_to_be() -> None:
    published = marks.published()
    assert set(published) == {asset.value for asset in Asset}
    sizes = {
        asset: (int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))
        for asset, data in published.items()
        if asset.endswith(".png")
    }
    assert sizes == {Asset.ICON: (256, 256), Asset.FAVICON: (32, 32), Asset.LOGO: (144, 72)}
    assert all(len(data) < 5_000 for data in published.values())
    etree.fromstring(published[Asset.MARK])


def test_marks_are_as_they_are_drawn() -> None:
    assert pixels(marks.published()[Asset.FAVICON]) == pixels(drawing.square(32))


def test_every_format_names_the_marks() -> None:
    feed = FEEDS()["plain"]
    assert in_atom(feed).findtext(f"{ATOM}icon") == in_json(feed)["icon"] == "https://tin.example.vn/assets/icon.png"
    assert in_atom(feed).findtext(f"{ATOM}logo") == in_rss(feed).findtext("image/url")
    assert in_json(feed)["favicon"] == "https://tin.example.vn/assets/favicon.png"
    assert b"https://tin.example.vn/assets/icon.svg" in html.twin(feed)
