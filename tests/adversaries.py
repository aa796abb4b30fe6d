"""Feeds of what portals were never expected to publish, for the tests that nothing can break a reader."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from factories import NOON, PORTALS, SUBJECTS, entry

from crawler.archive import Entry
from crawler.archive.document_reading import Citing, DocumentEntry
from crawler.article import Attachment, Image, Topic
from crawler.dates import HANOI
from crawler.document import Document, Related, Relation
from crawler.document_numbers import Citation
from feeds import documents, items
from feeds.catalogue import Content, FeedSpec, Site, State, catalogue
from feeds.entries import Deletion, Feed, History

SITE = Site(base_url="https://tin.example.vn/", contact="ban-doc@tin.example.vn")
NAMES = items.names(PORTALS, SUBJECTS)
SPECS = {spec.path: spec for spec in catalogue(PORTALS, SUBJECTS)}
ALL = SPECS["feeds/all"]

CONTROL = "".join(map(chr, [*range(32), *range(127, 160), 0xAD, 0x200B, 0xFDD0, 0xFFFE, 0xFFFF, 0xD800, 0xDFFF]))
NFD = unicodedata.normalize("NFD", "Thủ tướng Phạm Ưởng Ệ")
RIGHT_TO_LEFT = "Họp \u202eمرحبا\u202c \u200fשלום\u200e với \u2067عمان\u2069"
EMOJI = "🇻🇳👩‍👩‍👧 1️⃣ \U0001f9d1\U0001f3fd‍🚀"


def feed(*entries: Entry, spec: FeedSpec = ALL, site: Site = SITE, **others: Any) -> Feed:
    return items.feed(spec, entries, site=site, names=NAMES, **others)


def everywhere(words: str) -> Entry:
    """Return an article that says the words in every field that holds text."""
    return entry(
        title=f"Tựa {words} đề",
        lead=f"Mở {words} đầu",
        body_html=f"<p>Đoạn {words.replace('&', '&amp;').replace('<', '&lt;')} đầu.</p>",
        body_text=f"Đoạn {words} đầu.",
        authors=(f"Hà {words} Văn",),
        source=f"VGP {words}",
        section=("Thời sự", f"Trong {words} nước"),
        tags=(f"họp {words} kỳ", words),
        images=(Image(url="https://bcp.vn/a.jpg", caption=f"Toàn {words} cảnh", credit=words),),
        attachments=(
            Attachment(url="https://bcp.vn/nq.pdf", type="application/pdf", title=f"Nghị {words} quyết"),
            Attachment(url="https://bcp.vn/pl.pdf", type="application/pdf", title=f"Phụ {words} lục"),
        ),
        documents=(Citation(number=f"06/2013/QĐ-TTg{words}", type=words, issuer=f"Bộ {words} Y tế"),),
        topics=(Topic(slug="y-te", reason=words),),
    )


def odd() -> Entry:
    """Return an article with odd characters where addresses and names for machines stand."""
    one = entry(
        language=f"vi{CONTROL}",
        attachments=(
            Attachment(url=f"https://bcp.vn/{CONTROL} tệp.pdf", type=f"application/pdf{CONTROL}", length=-1),
            Attachment(url="//bcp.vn/b.pdf", type="khác", length=0, title=" "),
            Attachment(url="c.pdf", type="", title="\x00"),
            Attachment(url="javascript:alert(1)", type="text/html"),
            Attachment(url="", type="text/html"),
        ),
        images=(
            Image(url=f"https://bcp.vn/{CONTROL} ảnh.jpg", width=0, height=-4),
            Image(url="/b.jpg", width=100, height=None),
            Image(url="data:image/png;base64,AAAA"),
        ),
        topics=(Topic(slug=f"da-bo{CONTROL}", reason="\x00"),),
        body_html=f"<p>Chữ{CONTROL}.</p>",
    )
    link = f"https://baochinhphu.vn/b\x00à\ud800i {CONTROL}[1]%.htm?a=<b>&c=\"#m'#n"
    return replace(one, article=replace(one.article, id=f"{one.article.id}\x00", link=link, portal=f"da_bo{CONTROL}"))


def bare(**changes: Any) -> Entry:
    """Return an article with nothing but the least."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("authors", "images", "attachments", "tags", "topics", "documents", "section"), ()
    )
    words = dict.fromkeys(("title", "lead", "body_html", "body_text", "source"), "")
    return entry(**{**nothing, **words, **changes})


def pictured(number: int) -> Entry:
    pictures = [Image(url=f"https://bcp.vn/{n}.jpg", caption=f"Ảnh {n}", credit="VGP") for n in range(number)]
    body = "".join(f'<figure><img src="{one.url}" alt=""></figure>' for one in pictures)
    return entry(2, images=tuple(pictures), body_html=body)


def attached(number: int) -> Entry:
    files = (
        Attachment(url=f"https://bcp.vn/{n}.pdf", type="application/pdf", length=n or None, title=f"Tệp {n}")
        for n in range(number)
    )
    return entry(attachments=tuple(files))


def legal(number: int = 1, **changes: Any) -> DocumentEntry:
    """Return a document of a day."""
    plain = Document(
        id=f"urn:uuid:00000000-0000-5000-8000-{number:012}",
        link=f"https://vanban.example.vn/{number}",
        portal="van_ban",
        number=f"{number}/2026/NĐ-CP",
        written=f"{number}/2026/NĐ-CР",
        type="Nghị định",
        issuer="Chính phủ",
        signer="Lê Minh An",
        title=f"Nghị định số {number}/2026/NĐ-CP về bến thủy",
        abstract="Về <bến thủy> & đường thủy",
        issued=date(2026, 2, 20),
        effective=date(2026, 4, 1),
        field="Giao thông; Xây dựng",
        status="Chưa có hiệu lực",
        files=(Attachment(url="https://vanban.example.vn/a.pdf", type="application/pdf", length=10, title="a.pdf"),),
        related=(
            Related(relation=Relation.REPLACES, number="08/2021/NĐ-CP", link="https://vanban.example.vn/8"),
            Related(relation=Relation.AMENDS, number="", title="Nghị định <cũ>"),
        ),
        first_seen=NOON + timedelta(minutes=number),
        fetched=NOON + timedelta(minutes=number),
    )
    document = replace(plain, **changes)
    dated = datetime(2026, 2, 20, tzinfo=HANOI)
    return DocumentEntry(document=document, dated=dated, changed=document.first_seen, revision=1, gone=False)


def of_documents(*entries: DocumentEntry, spec: FeedSpec = ALL) -> Feed:
    citing = Citing(id="urn:x", portal="baochinhphu", link="https://baochinhphu.vn/bai-1.htm", title="Tin", dated=NOON)
    also = legal(99, portal="cong_bao", link="https://congbao.example.vn/99")
    found = (documents.item(one, names=NAMES, citing=[citing], also=[also]) for one in entries)
    changed = max(items.moment(one.changed) for one in entries)
    return replace(feed(spec=spec), items=tuple(found), updated=changed)


def paged(**history: Any) -> Feed:
    plain = feed(entry(2), entry(1))
    return replace(plain, spec=replace(ALL, path="feeds/all/2026-02"), history=History(current="feeds/all", **history))


def _revised() -> Entry:
    return replace(entry(), revision=2, changed=NOON + timedelta(days=1))


def _retold() -> Feed:
    one, other = entry(2), entry(1, portal="en_baochinhphu", title="Nơi khác", link="https://en.baochinhphu.vn/1.htm")
    known = {one.article.id: {"06/2013/QĐ-TTg": "https://vanban.example.vn/6 a"}}
    return feed(one, also={one.article.id: [other]}, cites=known)


def _aged(*years: int) -> Sequence[Entry]:
    return [entry(n, published=datetime(year, 9, 2, tzinfo=HANOI)) for n, year in enumerate(years)]


@cache
def feeds() -> dict[str, Feed]:
    """Return feeds of adversarial articles by what is odd in them."""
    return {
        "plain": feed(entry(2), entry(1)),
        "nothing": feed(),
        "hubs": feed(entry(), site=replace(SITE, hubs=("https://hub.example.vn/", "https://hub2.example.vn/"))),
        "english": feed(entry(language="en", portal="en_baochinhphu"), spec=SPECS["feeds/portals/en_baochinhphu"]),
        "no site address": feed(entry(), site=Site()),
        "control characters": feed(everywhere(CONTROL)),
        "odd addresses": feed(odd()),
        "end of CDATA": feed(everywhere("]]>")),
        "emoji": feed(everywhere(EMOJI)),
        "decomposed": feed(everywhere(NFD)),
        "right to left": feed(everywhere(RIGHT_TO_LEFT)),
        "angle brackets": feed(everywhere("<sửa đổi> & <bổ sung> ‹khác›")),
        "markup": feed(everywhere("<b>đậm</b><br><script>x</script>")),
        "references": feed(everywhere("A&nbsp;B &amp; &lt;c&gt; &#160; &unknown; AT&T &")),
        "quotes": feed(everywhere("\"'`\\")),
        "a megabyte": feed(entry(body_html="<p>" + "Một triệu chữ. " * 70_000 + "</p>")),
        "200 pictures": feed(pictured(200)),
        "ten attachments": feed(attached(10)),
        "bare": feed(bare()),
        "blank": feed(bare(title="\u200b \n", authors=("\x00", " "), tags=("", "\x1f"), section=("", " "))),
        "relative links": feed(
            entry(body_html='<p><a href="/a?b=1&amp;c">a</a> <a href="#d">d</a> <img src="e.jpg"></p>')
        ),
        "old": feed(*_aged(1962, 1946, 1895)),
        "one moment": feed(*(entry(n, published=NOON) for n in range(3))),
        "long title": feed(entry(title="Nghị quyết " * 182)),
        "mail": feed(entry(authors=("Hà Văn <ha@bcp.vn>", "Tổ (to@bcp.vn)"))),
        "revised": feed(_revised()),
        "retold": _retold(),
        "leads": feed(pictured(3), attached(2), site=replace(SITE, content=Content.LEAD)),
        "documents": of_documents(legal(2), legal(1)),
        "draft": of_documents(
            legal(number=1, draft=True, issued=None, open_from=date(2026, 3, 1), open_until=date(2026, 5, 1))
        ),
        "document of nothing": of_documents(
            DocumentEntry(
                document=Document(
                    id="urn:uuid:00000000-0000-5000-8000-000000000003",
                    link="https://a.vn/\x00 b",
                    portal="\x00",
                    title="\x00",
                    first_seen=NOON,
                    fetched=NOON,
                ),
                dated=NOON,
                changed=NOON,
                revision=1,
                gone=False,
            )
        ),
        "held": replace(feed(entry()), state=State.HELD),
        "with history": replace(feed(entry(2)), history=History(next="feeds/all/recent", previous="feeds/all/2026-02")),
        "recent page": paged(previous="feeds/all/2026-01"),
        "closed page": paged(previous="feeds/all/2026-01", following="feeds/all/2026-03", closed=True),
        "taken down": replace(
            feed(entry(2)),
            deletions=(
                Deletion(
                    id=entry(1).article.id,
                    when=NOON,
                    link="https://baochinhphu.vn/b ài-1\x00.htm",
                    title="Tin <b>cũ</b>",
                ),
                Deletion(id=f"{entry(3).article.id}\x00", when=NOON, title="\x00"),
            ),
        ),
    }
