"""What a feed says is what the article says, in every format and under every reader."""

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import feedparser
import pytest
from factories import NOON, PORTALS, SUBJECTS, entry
from lxml import etree
from lxml.html import document_fromstring

from crawler.archive import Entry
from crawler.article import Topic
from feeds import html, items, json_feed, opml, rss_atom
from feeds.catalogue import VERSION, FeedSpec, Kind, Site, Standing, State, catalogue
from feeds.entries import Feed

SITE = Site(base_url="https://tin.example.vn/", contact="ban-doc@tin.example.vn")
NAMES = items.names(PORTALS, SUBJECTS)
SPECS = {spec.path: spec for spec in catalogue(PORTALS, SUBJECTS)}
ALL = SPECS["feeds/all"]
HOSTILE = (
    'Ông "A" & <b>bà B</b> ]]> \x00\x08\x0b\x1b\x7f\x85\ud800\ufffe 🇻🇳👩‍👩‍👧 '
    + unicodedata.normalize("NFD", "Thủ tướng Phạm")
    + " &amp; \u202eمرحبا\u202c"
)
HARMLESS = 'Ông "A" & <b>bà B</b> ]]> 🇻🇳👩‍👩‍👧 Thủ tướng Phạm &amp; \u202eمرحبا\u202c'
ATOM = "{http://www.w3.org/2005/Atom}"

Renderer = Callable[[Feed], bytes]
XML = pytest.mark.parametrize("render", [rss_atom.rss, rss_atom.atom], ids=["rss", "atom"])
EVERY = pytest.mark.parametrize(
    "render", [rss_atom.rss, rss_atom.atom, json_feed.render, html.twin], ids=["rss", "atom", "json", "html"]
)


def feed(*entries: Entry, spec: FeedSpec = ALL, site: Site = SITE) -> Feed:
    return items.feed(spec, entries, site=site, names=NAMES)


def standing(spec: FeedSpec, entries: int = 3) -> Standing:
    return Standing(spec=spec, entries=entries, updated=NOON, newest=NOON, state=State.FRESH)


def read(data: bytes) -> Any:
    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def as_json(*entries: Entry, **others: Any) -> Any:
    return json.loads(json_feed.render(feed(*entries, **others)))


@XML
def test_feedparser_reads_back_what_went_in(render: Renderer) -> None:
    (one,) = read(render(feed(entry()))).entries
    article = entry().article
    assert (one.id, one.link, one.title, one.summary) == (
        article.id,
        article.link,
        article.title,
        article.lead,
    )
    opening = f"<p><strong>{article.lead}</strong></p>\n"
    assert one.content[-1].value.startswith(opening + article.body_html)
    assert datetime(*one.published_parsed[:6], tzinfo=UTC) == article.published
    assert one.source.title == "Báo Điện tử Chính phủ"
    assert [tag.term if render is rss_atom.rss else tag.label for tag in one.tags] == [
        "Kinh tế – Tài chính",
        "Thời sự",
        "Báo Điện tử Chính phủ",
        "06/2013/QĐ-TTg",
        "Thủ tướng Chính phủ",
        "họp thường kỳ",
    ]
    assert one.media_content[0]["url"] == one.media_thumbnail[0]["url"] == "https://bcp.vn/a.jpg"
    assert one.media_content[0]["medium"] == "image"


def test_atom_keeps_every_author_and_attachment_with_its_type_and_length() -> None:
    (one,) = read(rss_atom.atom(feed(entry()))).entries
    assert [author.name for author in one.authors] == ["Hà Văn", "Nhật Bắc"]
    assert [(file.href, file.type, file.get("length")) for file in one.enclosures] == [
        ("https://bcp.vn/nq.pdf", "application/pdf", "1234"),
        ("https://bcp.vn/phu-luc.docx", "application/msword", None),
    ]
    assert [link.rel for link in one.links].count("alternate") == 1


def test_rss_carries_the_first_attachment_and_links_to_all() -> None:
    (one,) = read(rss_atom.rss(feed(entry()))).entries
    assert [(file.href, file.length) for file in one.enclosures] == [("https://bcp.vn/nq.pdf", "1234")]
    assert 'href="https://bcp.vn/phu-luc.docx"' in one.content[0].value


def test_rss_names_each_author_in_dublin_core() -> None:
    item = etree.fromstring(rss_atom.rss(feed(entry())))[0].find("item")
    assert [one.text for one in item.findall("{http://purl.org/dc/elements/1.1/}creator")] == [
        "Hà Văn",
        "Nhật Bắc",
    ]


def test_rss_guid_is_no_address() -> None:
    guid = etree.fromstring(rss_atom.rss(feed(entry())))[0].find("item/guid")
    assert (guid.text, guid.get("isPermaLink")) == (entry().article.id, "false")


def test_categories_say_what_they_classify_by() -> None:
    (one,) = read(rss_atom.atom(feed(entry()))).entries
    assert [(tag.term, tag.scheme) for tag in one.tags] == [
        ("kinh-te-tai-chinh", "urn:x-diemtin:topic"),
        ("Thời sự", "urn:x-diemtin:section"),
        ("baochinhphu", "urn:x-diemtin:portal"),
        ("06/2013/QĐ-TTg", "urn:x-diemtin:document-number"),
        ("thu-tuong-chinh-phu", "urn:x-diemtin:document-issuer"),
        ("họp thường kỳ", None),
    ]


def test_rss_channel_has_what_readers_and_validators_ask_for() -> None:
    channel = etree.fromstring(rss_atom.rss(feed(entry())))[0]
    assert {name: channel.findtext(name) for name in ("title", "link", "language", "ttl", "generator")} == {
        "title": "Điểm Tin – Tất cả tin bài",
        "link": "https://tin.example.vn/feeds/all.html",
        "language": "vi",
        "ttl": "30",
        "generator": f"Điểm Tin {VERSION}",
    }
    assert channel.findtext("lastBuildDate") == "Sun, 01 Mar 2026 13:10:00 +0700"
    assert channel.findtext("item/pubDate") == "Sun, 01 Mar 2026 13:00:00 +0700"
    assert channel.findtext("description") == ALL.description
    assert channel.findtext("webMaster") == "ban-doc@tin.example.vn (Điểm Tin)"
    (own,) = channel.findall(f"{ATOM}link")
    assert dict(own.attrib) == {
        "href": "https://tin.example.vn/feeds/all.rss",
        "rel": "self",
        "type": "application/rss+xml",
    }


def test_atom_feed_has_what_the_standard_asks_for() -> None:
    root = etree.fromstring(rss_atom.atom(feed(entry())))
    for element in (root, root.find(f"{ATOM}entry"), root.find(f"{ATOM}entry/{ATOM}source")):
        for name in ("id", "title", "updated", "author"):
            assert element.find(f"{ATOM}{name}") is not None, name
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "self": "https://tin.example.vn/feeds/all.atom",
        "alternate": "https://tin.example.vn/feeds/all.html",
    }
    assert root.find(f"{ATOM}entry/{ATOM}rights").text == "Theo Báo Điện tử Chính phủ"


def test_hubs_are_named_in_every_format() -> None:
    hubbed = feed(entry(), site=replace(SITE, hubs=("https://hub.example.vn/", "https://hub2.example.vn/")))
    for render in (rss_atom.rss, rss_atom.atom):
        found = [link.href for link in read(render(hubbed)).feed.links if link.rel == "hub"]
        assert found == ["https://hub.example.vn/", "https://hub2.example.vn/"]
    assert json.loads(json_feed.render(hubbed))["hubs"][0] == {
        "type": "WebSub",
        "url": "https://hub.example.vn/",
    }


def test_an_entrys_update_is_told_only_once_its_text_changed() -> None:
    first = entry()
    later = replace(first, revision=2, changed=first.dated + timedelta(hours=5))
    for one, expected in ((first, first.dated), (later, later.changed)):
        (found,) = read(rss_atom.atom(feed(one))).entries
        assert datetime(*found.updated_parsed[:6], tzinfo=UTC) == expected
        assert as_json(one)["items"][0]["date_modified"] == expected.isoformat()


def test_a_feed_changed_when_its_newest_change_was_seen() -> None:
    late = replace(entry(1), changed=NOON + timedelta(days=3))  # an old article, found late
    root = etree.fromstring(rss_atom.atom(feed(entry(2), late)))
    assert root.findtext(f"{ATOM}updated") == "2026-03-04T12:00:00+07:00"


@XML
def test_an_article_without_a_date_carries_the_time_it_was_first_seen(render: Renderer) -> None:
    one = entry(published=None)
    (found,) = read(render(feed(one))).entries
    assert datetime(*found.published_parsed[:6], tzinfo=UTC) == one.article.first_seen


@EVERY
def test_no_text_can_break_a_feed(render: Renderer) -> None:
    data = render(
        feed(
            entry(
                title=HOSTILE,
                lead=HOSTILE,
                body_html=f"<p>{HOSTILE}</p>",
                body_text=HOSTILE,
                authors=(HOSTILE,),
                tags=(HOSTILE,),
                section=(HOSTILE,),
                source=HOSTILE,
                language="vi\x00",
            )
        )
    )
    assert not {"\x00", "\x08", "\x1b", "\x85", "\ufffe"} & set(data.decode())


def test_hostile_texts_come_back_whole_but_for_what_xml_forbids() -> None:
    data = feed(entry(title=HOSTILE, lead=HOSTILE, authors=(HOSTILE,)))
    atom = etree.fromstring(rss_atom.atom(data)).find(f"{ATOM}entry")
    rss = etree.fromstring(rss_atom.rss(data))[0].find("item")
    (item,) = json.loads(json_feed.render(data))["items"]
    assert atom.findtext(f"{ATOM}title") == rss.findtext("title") == item["title"] == HARMLESS
    assert atom.findtext(f"{ATOM}summary") == item["summary"] == HARMLESS
    assert document_fromstring(rss.findtext("description")).text_content() == HARMLESS
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == HARMLESS
    page = document_fromstring(html.twin(data).decode())
    assert page.find(".//li/article/h3/a").text_content() == HARMLESS


@EVERY
def test_an_article_with_nothing_but_the_least_is_carried(render: Renderer) -> None:
    bare = entry(
        lead="",
        body_text="",
        body_html="",
        authors=(),
        images=(),
        attachments=(),
        tags=(),
        topics=(),
        documents=(),
        section=(),
        source="",
        title="\x00",
        portal="một cổng đã bỏ",
    )
    assert entry().article.link.encode() in render(feed(bare))


@EVERY
def test_an_empty_feed_is_a_feed(render: Renderer) -> None:
    assert render(feed())


@XML
def test_an_empty_feed_is_well_formed_and_reads_no_clock(render: Renderer) -> None:
    found = read(render(feed()))
    assert found.entries == []
    assert found.feed.updated_parsed[:3] == (2000, 1, 1)


def test_where_there_is_no_lead_the_body_begins_the_summary() -> None:
    short = items.item(entry(lead="", body_text="Ngắn gọn."), names=NAMES)
    long = items.item(entry(lead=" \x00", body_text="Thủ tướng Chính phủ, " * 40), names=NAMES)
    assert short.summary == "Ngắn gọn."
    assert 200 < len(long.summary) <= 281
    assert long.summary.endswith("…")
    assert not long.summary.endswith(",…")


def test_a_picture_that_the_body_lacks_is_put_before_it() -> None:
    content = items.item(entry(body_html="<p>Chữ.</p>", attachments=(), lead=""), names=NAMES).content
    assert content.startswith('<figure><img src="https://bcp.vn/a.jpg" alt="Toàn cảnh">')
    assert "(VGP/Nhật Bắc)</figcaption></figure><p>Chữ.</p>" in content


def test_a_picture_that_the_body_shows_is_not_shown_twice() -> None:
    assert items.item(entry(), names=NAMES).content.count("<img") == 1


def test_addresses_hold_no_blanks_and_no_letters_beyond_ascii() -> None:
    item = items.item(entry(link="https://a.vn/văn bản.htm?q=1&b=%20#x"), names=NAMES)
    assert item.link == "https://a.vn/v%C4%83n%20b%E1%BA%A3n.htm?q=1&b=%20#x"


def test_moments_are_told_in_ha_noi_time_to_the_second() -> None:
    one = replace(entry(), dated=datetime(2026, 3, 1, 6, 0, 0, 123, tzinfo=UTC))
    assert items.item(one, names=NAMES).published.isoformat() == "2026-03-01T13:00:00+07:00"


def test_json_feed_has_what_the_standard_names() -> None:
    document = as_json(entry())
    (item,) = document["items"]
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"] == "https://tin.example.vn/feeds/all.json"
    assert document["home_page_url"] == "https://tin.example.vn/feeds/all.html"
    assert (item["id"], item["url"]) == (entry().article.id, entry().article.link)
    assert item["date_published"] == "2026-03-01T13:00:00+07:00"
    assert item["image"] == "https://bcp.vn/a.jpg"
    assert item["authors"] == [{"name": "Hà Văn"}, {"name": "Nhật Bắc"}]
    assert item["attachments"][0] == {
        "url": "https://bcp.vn/nq.pdf",
        "mime_type": "application/pdf",
        "title": "Nghị quyết",
        "size_in_bytes": 1234,
    }


def test_json_feed_carries_topics_with_reasons_and_cited_documents() -> None:
    extension = as_json(entry())["items"][0]["_diemtin"]
    assert extension["topics"] == [
        {"slug": "kinh-te-tai-chinh", "reason": "section Kinh tế", "title": "Kinh tế – Tài chính"}
    ]
    assert extension["documents"][0]["number"] == "06/2013/QĐ-TTg"
    assert (extension["portal"], extension["section"], extension["source"]) == (
        "baochinhphu",
        ["Thời sự"],
        "VGP",
    )


def test_json_feed_writes_vietnamese_as_it_is_read() -> None:
    assert "Thủ tướng chủ trì".encode() in json_feed.render(feed(entry()))


def test_a_feeds_id_is_its_own_and_survives_https() -> None:
    spec = SPECS["feeds/portals/baochinhphu"]
    plain = feed(spec=spec, site=Site(base_url="http://tin.example.vn")).id
    assert plain == feed(spec=spec).id
    assert plain != feed().id
    assert plain != feed(spec=spec, site=Site(base_url="https://other.example.vn/")).id


def test_opml_groups_every_feed_by_kind() -> None:
    root = etree.fromstring(opml.render([standing(spec) for spec in SPECS.values()], site=SITE))
    assert [(group.get("text"), len(group)) for group in root.find("body")] == [
        ("Tổng hợp", 1),
        ("Theo chủ đề", 2),
        ("Theo cổng thông tin", 2),
        ("Đính chính", 1),
    ]
    outline = root.find("body/outline/outline")
    assert (outline.get("type"), outline.get("xmlUrl")) == ("rss", "https://tin.example.vn/feeds/all.rss")


def test_catalogue_tells_programs_where_each_feed_is_and_how_it_stands() -> None:
    found = json.loads(json_feed.catalogue([standing(ALL)], site=SITE))["feeds"][0]
    assert found["atom"] == "https://tin.example.vn/feeds/all.atom"
    assert (found["entries"], found["state"], found["updated"]) == (3, "fresh", "2026-03-01T12:00:00+07:00")
    assert found["newest"] == "2026-03-01T12:00:00+07:00"
    assert (found["per_day"], found["ttl"]) == (None, 30)


def test_index_links_to_every_feed_in_every_format() -> None:
    page = document_fromstring(html.index([standing(spec) for spec in SPECS.values()], site=SITE).decode())
    links = set(page.xpath("//a/@href"))
    for spec in SPECS.values():
        assert {f"https://tin.example.vn/{spec.path}.{form}" for form in ("rss", "atom", "json", "html")} <= links
    assert "https://tin.example.vn/feeds.opml" in links
    assert page.xpath("//link[@rel='alternate']/@type") == [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "text/x-opml",
    ]


@pytest.mark.parametrize("kind", ["index", "twin"])
def test_pages_need_nothing_from_elsewhere_and_no_scripts(kind: str) -> None:
    data = html.twin(feed(entry())) if kind == "twin" else html.index([standing(ALL)], site=SITE)
    page = document_fromstring(data.decode())
    assert not page.xpath("//script | //img | //iframe | //link[@rel='stylesheet'] | //@onclick")
    assert page.get("lang") == "vi"
    levels = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_a_page_speaks_the_feeds_language() -> None:
    spec = SPECS["feeds/portals/en_baochinhphu"]
    assert spec.kind is Kind.PORTAL
    page = document_fromstring(html.twin(feed(entry(language="en"), spec=spec)).decode())
    assert page.get("lang") == "en"
    assert [one.text_content() for one in page.iter("h2")] == ["Subscribe"]
    assert page.xpath("//ul[@class='chips']//a/text()") == ["Economy and finance"]
    assert not page.xpath("//*[@lang='vi']")


def test_each_topic_of_an_entry_is_a_link_of_its_own_to_its_page() -> None:
    topics = tuple(Topic(slug=slug, reason="") for slug in ("kinh-te-tai-chinh", "y-te", "da-bo"))
    page = document_fromstring(html.twin(feed(entry(topics=topics))).decode())
    chips = page.xpath("//ul[@class='chips']/li/*")
    assert [(chip.text, chip.get("href")) for chip in chips] == [
        ("Kinh tế – Tài chính", "https://tin.example.vn/feeds/topics/kinh-te-tai-chinh.html"),
        ("Y tế", "https://tin.example.vn/feeds/topics/y-te.html"),
        ("da-bo", None),
    ]


def test_index_tells_of_each_feed_how_much_it_holds_and_the_date_of_its_newest_article() -> None:
    later = NOON + timedelta(days=1)
    empty = Standing(spec=SPECS["feeds/topics/y-te"], entries=0, updated=None, newest=None, state=State.EMPTY)
    page = document_fromstring(html.index([replace(standing(ALL), updated=later), empty], site=SITE).decode())
    cards = page.xpath("//main//ul[contains(@class, 'cards')]/li")
    assert "3 tin bài · mới nhất 12:00, 01/03/2026" in cards[0].text_content()
    assert "Chưa có tin bài" in cards[1].text_content()


def test_address_may_only_be_broken_between_its_parts() -> None:
    page = html.twin(feed(spec=SPECS["feeds/topics/y-te"])).decode()
    assert "<code>https://tin.example.vn/<wbr>feeds/<wbr>topics/<wbr>y-te.rss</code>" in page


SCRIPT = """
import hashlib
import adversaries
from feeds import html, json_feed, rss_atom
from feeds.pages import WRITERS
made = hashlib.sha256()
for feed in adversaries.feeds().values():
    for render in (rss_atom.rss, rss_atom.atom, json_feed.render, html.twin):
        made.update(render(feed))
    for writer in WRITERS.values():
        made.update(b"".join(writer.page(feed, feed.items)))
print(made.hexdigest())
"""


@pytest.mark.parametrize(
    "env",
    [
        pytest.param(
            {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "vi_VN.UTF-8", "PYTHONHASHSEED": "1"}, marks=pytest.mark.slow
        ),
        {"TZ": "America/New_York", "LC_ALL": "POSIX", "PYTHONHASHSEED": "2"},
    ],
)
def test_same_entries_make_the_same_bytes_in_any_zone_locale_and_hash_seed(
    capsys: pytest.CaptureFixture[str], env: dict[str, str]
) -> None:
    exec(SCRIPT, {})  # in this process's zone and locale, and by its seed, whichever they are
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, **env, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == capsys.readouterr().out


def test_the_full_text_begins_with_the_lead_that_the_page_prints_apart() -> None:
    content = items.item(
        entry(lead="Mở đầu & nữa.", body_html="<p>Thân bài.</p>", body_text="Thân bài."), names=NAMES
    ).content
    assert content.startswith("<p><strong>Mở đầu &amp; nữa.</strong></p>\n")


def test_a_lead_that_the_body_repeats_is_not_put_before_it() -> None:
    content = items.item(entry(lead="Mở đầu.", body_html="<p>Mở đầu.</p>", body_text="Mở đầu."), names=NAMES).content
    assert content.count("Mở đầu.") == 1
