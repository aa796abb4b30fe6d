"""Legal documents: read from their pages, stored once, linked with the articles that cite them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs

import crawling
import factories
import feedparser
import forked
import pytest
from factories import NOON

from crawler import discovery, document, document_numbers, document_pages, links, run
from crawler.archive import Archive, DocumentEntry, Entry, FetchedDocument, opened
from crawler.archive.document_reading import Which
from crawler.article import Article, Attachment
from crawler.changes import Outcome
from crawler.dates import HANOI
from crawler.document import Document, Group, Grouping, Related, Relation
from crawler.document_numbers import Citation
from crawler.families.webforms import WEB_FORMS
from crawler.portal import LABELLED, DocumentRules, Portal
from diemtin.command import app
from diemtin.configuration import SettingsWrong
from diemtin.demo import answers
from diemtin.demo.server import serving
from feeds.catalogue import Kind, Site
from feeds.publish import Report, publish

CAPTURES = Path(__file__).parents[2] / "shared/captures/vanban.chinhphu.vn"
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=HANOI)
PLACE = "https://vanban.example.vn/?pageid=27160&docid=81"
SYSTEM = factories.portal(name="van_ban", home="https://vanban.example.vn/", family=WEB_FORMS)
UNKNOWN = factories.portal(name="la", home="https://la.example.vn/", documents=LABELLED)
PAGE = """<!DOCTYPE html><form><div class="Detail">
    <div class="Title"><h4 class="title"><span id="ctrl_7_9_lb">Nghị định số 12/2026/NĐ-CР về bến thủy</span></h4></div>
    <div id="ctrl_7_9_Content" class="Content"><table>
    <tr><td class="col1">Số ký hiệu</td><td> 12/2026/NĐ-CР</td></tr>
    <tr><td class="col1">Ngày ban hành</td><td> 05-03-2026</td></tr>
    <tr><td class="col1">Ngày có hiệu lực</td><td> 01-05-2026</td></tr>
    <tr><td class="col1">Loại văn bản</td><td> NGHỊ ĐỊNH</td></tr>
    <tr><td class="col1">Cơ quan ban hành</td><td> Chính phủ</td></tr>
    <tr><td class="col1">Người ký</td><td> Lê Minh An</td></tr>
    <tr><td class="col1">Trích yếu</td><td> Quy định về quản lý bến thủy nội địa</td></tr>
    <tr><td class="col1">Lĩnh vực</td><td> Giao thông; Xây dựng</td></tr>
    <tr><td class="col1">Tình trạng hiệu lực</td><td> Còn hiệu lực</td></tr>
    <tr><td class="col1">Văn bản bị thay thế</td>
    <td><a href="/?pageid=27160&docid=12">Nghị định số 08/2021/NĐ-CP</a></td></tr>
    <tr><td class="col1">Văn bản được sửa đổi, bổ sung</td><td>Nghị định số 78/2016/NĐ-CP; 123/2021/NĐ-CP</td></tr>
    <tr class="doc-list"><td class="col1">Tài liệu đính kèm</td><td>
    <div class="rp-file"><a href="https://datafiles.example.vn/12-nd.signed.pdf" class="view-file">12-nd.signed.pdf</a>
    (1,5 MB)</div><div><a class="view-file" href="/tep/phu luc.docx">Phụ lục I</a>
    <a href="javascript:__doPostBack('x','')">xem</a></div></td></tr>
    </table></div></div>
    <div class="similar-document-control"><a href="/?pageid=27160&docid=82">Văn bản khác</a></div></form>"""

captured = pytest.mark.skipif(
    not CAPTURES.is_dir(), reason="the captures lie beside the repository: ../shared/captures"
)


def read(page: str, portal: Portal = SYSTEM, url: str = PLACE) -> Document:
    found = document_pages.read(page.encode(), url=url, portal=portal, now=NOW)
    assert found
    return found


def table(*rows: tuple[str, str]) -> str:
    return f"<table>{''.join(f'<tr><th>{label}</th><td>{value}</td></tr>' for label, value in rows)}</table>"


def decree(**changes: Any) -> Document:
    link = changes.get("link", PLACE)
    plain = Document(
        id=links.article_id(link),
        link=link,
        portal="van_ban",
        number="12/2026/NĐ-CP",
        written="12/2026/NĐ-CР",
        type="Nghị định",
        issuer="Chính phủ",
        title="Nghị định số 12/2026/NĐ-CP",
        abstract="Quy định về quản lý bến thủy nội địa",
        issued=date(2026, 2, 20),
        field="Giao thông; Xây dựng",
        status="Còn hiệu lực",
        files=(Attachment(url="https://datafiles.example.vn/a.pdf", type="application/pdf", length=10, title="a.pdf"),),
        related=(Related(relation=Relation.REPLACES, number="08/2021/NĐ-CP", title="Nghị định số 08/2021/NĐ-CP"),),
        first_seen=NOON,
        fetched=NOON,
    )
    return replace(plain, **changes)


def citing(*cited: Citation, number: int = 1, **changes: Any) -> Article:
    return factories.article(number, documents=cited, **changes)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as archive:
        yield archive


def save(store: Archive, *documents: Document, now: datetime = NOON) -> list[Outcome]:
    batch = [FetchedDocument(document=one, keys=(one.link, f"van_ban#{one.link[-2:]}")) for one in documents]
    return store.save_documents(batch, now=now)


def linked(store: Archive) -> dict[str, list[str]]:
    ids = [entry.document.id for entry in store.documents.entries()]
    return {one: [article.id for article in found] for one, found in store.documents.citing(ids).items()}


# Pages


def test_document_is_read_from_its_rows() -> None:
    found = read(PAGE)
    assert found.title == "Nghị định số 12/2026/NĐ-CР về bến thủy"
    assert (found.type, found.issuer, found.signer) == ("Nghị định", "Chính phủ", "Lê Minh An")
    assert (found.issued, found.effective) == (date(2026, 3, 5), date(2026, 5, 1))
    assert found.abstract == "Quy định về quản lý bến thủy nội địa"
    assert (found.field, found.status, found.draft) == ("Giao thông; Xây dựng", "Còn hiệu lực", False)
    assert (found.link, found.id) == (PLACE, links.article_id(SYSTEM.key(PLACE)))


def test_look_alike_letters_are_folded_and_the_written_form_is_kept() -> None:
    found = read(PAGE)
    assert found.number == "12/2026/NĐ-CP"
    assert found.written == "12/2026/NĐ-CР"
    assert found.number != found.written


def test_files_have_address_media_type_size_and_name() -> None:
    assert read(PAGE).files == (
        Attachment(
            url="https://datafiles.example.vn/12-nd.signed.pdf",
            type="application/pdf",
            length=1_572_864,
            title="12-nd.signed.pdf",
        ),
        Attachment(
            url="https://vanban.example.vn/tep/phu%20luc.docx",
            type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            title="Phụ lục I",
        ),
    )


def test_replaced_and_amended_documents_are_named_with_their_numbers() -> None:
    assert [(one.relation, one.number, one.link) for one in read(PAGE).related] == [
        ("replaces", "08/2021/NĐ-CP", "https://vanban.example.vn/?pageid=27160&docid=12"),
        ("amends", "78/2016/NĐ-CP", ""),
        ("amends", "123/2021/NĐ-CP", ""),
    ]


@pytest.mark.parametrize(
    ("abstract", "said"),
    [
        (
            "Sửa đổi, bổ sung một số điều của Nghị định số 13/2023/NĐ-CP đã được sửa đổi tại Nghị định 8/2025/NĐ-CP",
            [("amends", "13/2023/NĐ-CP")],
        ),
        ("Bãi bỏ Thông tư số 06/2020/TT-BTC", [("replaces", "06/2020/TT-BTC")]),
        ("Quy định chi tiết Nghị quyết số 24/2026/QH16", []),
        ("Sửa đổi, bổ sung một số điều của Luật Đầu tư", []),
    ],
)
def test_abstract_says_which_document_is_amended_or_replaced(abstract: str, said: list[tuple[str, str]]) -> None:
    found = read(table(("Số hiệu", "12/2026/NĐ-CP"), ("Trích yếu", abstract)), UNKNOWN)
    assert [(one.relation, one.number) for one in found.related] == said


@pytest.mark.parametrize("name", ["number", "issued", "type", "issuer"])
def test_what_a_stored_document_tells_and_its_page_no_longer_is_lost(name: str) -> None:
    emptied = decree(**{name: None if name == "issued" else ""})
    assert document_pages.lost(emptied, stored=decree()) == name
    assert document_pages.lost(decree(), stored=emptied) == ""
    assert document_pages.lost(decree(status="", field="", files=()), stored=decree()) == ""


def test_page_without_rows_of_a_document_is_none() -> None:
    for page in ("", "Lỗi", "<p>Ngày ban hành: 05/03/2026</p>", table(("Lịch tiếp dân", "Thứ Hai"), ("Phòng", "2"))):
        assert document_pages.read(page.encode(), url=PLACE, portal=UNKNOWN, now=NOW) is None
    assert document_pages.read(PAGE.encode(), url=PLACE, portal=factories.portal(), now=NOW) is None


def test_what_the_page_does_not_tell_is_told_by_the_number() -> None:
    found = read(table(("Số, ký hiệu:", "Số: 07/2026/TT–BDTTG"), ("Trích yếu nội dung", "Hướng dẫn thi hành")), UNKNOWN)
    assert found.number == "07/2026/TT-BDTTG"
    assert (found.type, found.issuer) == ("Thông tư", "Bộ Dân tộc và Tôn giáo")
    assert found.title == "07/2026/TT-BDTTG: Hướng dẫn thi hành"


def test_rows_may_be_lines() -> None:
    page = "<div><p>Số hiệu: 98/NQ-HĐND</p><p>Ngày ký: 03/3/2026</p><p>Đơn vị ban hành: HĐND tỉnh Sơn La</p></div>"
    found = read(page, UNKNOWN)
    assert (found.number, found.type) == ("98/NQ-HĐND", "Nghị quyết")
    assert (found.issued, found.issuer) == (date(2026, 3, 3), "Hội đồng nhân dân tỉnh Sơn La")


def test_province_s_own_portal_leaves_its_place_out_and_words_for_nothing_are_nothing() -> None:
    rows = (("Số, ký hiệu", "47/2026/QĐ-UBND"), ("Cơ quan ban hành", "UBND tỉnh"), ("Người ký", "Đang cập nhật"))
    found = read(table(*rows), run.portal("congbao_sonla"), "https://congbao.sonla.gov.vn/congbao.nsf/ThuocTinh")
    assert (found.issuer, found.signer) == ("Ủy ban nhân dân tỉnh Sơn La", "")


def test_day_of_issue_in_the_future_is_none() -> None:
    page = table(("Số hiệu", "98/NQ-HĐND"), ("Ngày ban hành", "03/3/2062"), ("Ngày hiệu lực", "01/01/2027"))
    found = read(page, UNKNOWN)
    assert (found.issued, found.effective) == (None, date(2027, 1, 1))


def test_draft_is_told_by_its_title_and_open_until_its_day() -> None:
    page = table(
        ("Tên dự thảo", "Dự thảo Nghị định sửa đổi Nghị định số 13/2023/NĐ-CP"),
        ("Cơ quan chủ trì soạn thảo", "Bộ Công an"),
        ("Ngày bắt đầu", "01/10/2026"),
        ("Ngày hết hạn (góp ý)", "20/10/2026"),
    )
    found = read(page, UNKNOWN)
    assert (found.draft, found.number, found.type, found.issuer) == (True, "", "Nghị định", "Bộ Công an")
    assert not document.is_open(found, on=date(2026, 9, 30))
    assert document.is_open(found, on=date(2026, 10, 20))
    assert not document.is_open(found, on=date(2026, 10, 21))
    assert not document.is_open(replace(found, status="Đã hết hạn lấy ý kiến"), on=date(2026, 10, 2))


def test_draft_without_a_last_day_is_open_for_sixty_days() -> None:
    draft = decree(draft=True, number="", issued=None)
    assert document.is_open(draft, on=NOON.date() + timedelta(days=60))
    assert not document.is_open(draft, on=NOON.date() + timedelta(days=61))
    assert not document.is_open(decree(), on=NOON.date())


def test_article_that_presents_a_draft_is_a_draft_as_well() -> None:
    portal = factories.portal(documents=(DocumentRules(titled=r"(?i)^dự thảo\b"),))
    article = factories.article(
        title="Dự thảo Luật Đường thủy nội địa (sửa đổi)",
        body_text="Bộ Xây dựng đề nghị gửi ý kiến góp ý về dự thảo đến hết ngày 31/3/2026.",
    )
    found = document_pages.draft_of(article, portal=portal)
    assert found
    assert (found.id, found.link, found.draft, found.type) == (article.id, article.link, True, "Luật")
    assert (found.open_until, found.files) == (date(2026, 3, 31), article.attachments)
    assert document_pages.draft_of(factories.article(), portal=portal) is None


def test_document_of_two_ministries_belongs_to_both_and_a_draft_to_none() -> None:
    joint = decree(type="Thông tư liên tịch", issuer="Bộ Văn hóa, Thể thao và Du lịch, Bộ Tài chính")
    assert [(group.grouping, group.slug) for group in document.groups(joint)] == [
        (Grouping.TYPE, "thong-tu-lien-tich"),
        (Grouping.ISSUER, "bo-van-hoa-the-thao-va-du-lich"),
        (Grouping.ISSUER, "bo-tai-chinh"),
        (Grouping.FIELD, "giao-thong"),
        (Grouping.FIELD, "xay-dung"),
    ]
    assert document.groups(decree(draft=True)) == ()


def test_record_as_json_has_every_field() -> None:
    record = document.as_json(decree())
    assert set(record) == set(Document.__dataclass_fields__)
    assert (record["issued"], record["effective"]) == ("2026-02-20", None)


# Portals


def test_gazette_s_files_are_named_by_data_href() -> None:
    page = """<h1>Nghị định số 12/2026/NĐ-CP</h1><div class="kyhieu" data-contentvanban="loadtep">
        <a href="/van-ban/nghi-dinh-1/1.htm" data-href="https://tep.example.vn/1-signed.pdf" title="Công báo số 4"></a>
        </div><div class="row"><span class="name">Số, ký hiệu</span><div class="value">
        <span class="child-value">12/2026/NĐ-CP</span></div></div>
        <div class="row"><span class="name">Ngày ban hành</span><span class="child-value">05/03/2026</span></div>"""
    portal = run.portal("congbao")
    found = read(page, portal, "https://congbao.chinhphu.vn/van-ban/nghi-dinh-so-12-2026-nd-cp-46512.htm")
    assert (found.number, found.issued) == ("12/2026/NĐ-CP", date(2026, 3, 5))
    assert [(one.url, one.title) for one in found.files] == [("https://tep.example.vn/1-signed.pdf", "Công báo số 4")]


def test_son_la_gazette_lists_texts_and_its_data_stand_on_another_form() -> None:
    portal, unid = run.portal("congbao_sonla"), "0A1B2C3D4E5F60718293A4B5C6D7E8F9"
    page = f"""<table><tr><td class="doc-item"><a class="kyhieu" href="NoiDung?openForm&ParentUNID={unid}">
        47/2026/QĐ-UBND</a></td></tr></table><a href="/congbao.nsf/VanBan">Văn bản</a>"""
    (link,) = discovery.listing(page.encode(), url=f"{portal.home}congbao.nsf/VanBanQPPL2", portal=portal).links
    assert portal.readable(link.url) == f"{portal.home}congbao.nsf/ThuocTinh?openForm&ParentUNID={unid}"
    assert portal.keys(link.url)[1] == f"congbao_sonla#{unid}"
    data = table(("Số, ký hiệu", "47/2026/QĐ-UBND"), ("Cơ quan ban hành", "UBND tỉnh Sơn La"), ("Lĩnh vực", "Đất đai"))
    found = read(data, portal, portal.readable(link.url))
    assert (found.number, found.type) == ("47/2026/QĐ-UBND", "Quyết định")
    assert (found.issuer, found.field) == ("Ủy ban nhân dân tỉnh Sơn La", "Đất đai")


def test_assembly_s_listing_gives_drafts_and_not_its_sections() -> None:
    portal = run.portal("duthaoonline")
    page = """<div class="blog_details"><a class="d-inline-block" href="/du-thao/du-an-luat-ben-thuy">
        <h2>Luật Bến thủy</h2></a><p><span>Cơ quan trình:</span> Chính phủ</p></div>
        <a href="/du-thao/du-thao-luat">Dự thảo luật</a>"""
    url = portal.address(portal.family.sources[0].url, portal.sections[0])
    assert url.endswith("/du-thao/du-thao-luat?handler=DanhSachDuThao&pageNumber=1&PageSize=10"
                        "&ContainerBindData=nav-profile&TrangThai=0&Type=1")  # fmt: skip
    found = discovery.listing(page.encode(), url=url, portal=portal)
    assert [one.title for one in found.links] == ["Luật Bến thủy"]


@captured
def test_captured_document_is_read_in_every_field() -> None:
    portal = run.portal("vanban")
    body = (CAPTURES / "document-partial.html").read_bytes()
    found = document_pages.read(body, url=f"{portal.home}?pageid=27160&docid=219746&classid=1", portal=portal, now=NOW)
    abstract = (
        "Sửa đổi, bổ sung một số điều của các Nghị định quy định chi tiết một số điều của Luật Đầu tư theo phương thức "
        "đối tác công tư"
    )
    name = "377_2026_nd-cp_01102026-signed.signed.pdf"
    address = f"https://datafiles.chinhphu.vn/cpp/files/vbpq/2026/9/{name}"
    assert found == Document(
        id=links.article_id("https://vanban.chinhphu.vn?docid=219746&pageid=27160"),
        link="https://vanban.chinhphu.vn/?pageid=27160&docid=219746",
        portal="vanban",
        number="377/2026/NĐ-CP",
        written="377/2026/NĐ-CP",
        type="Nghị định",
        issuer="Chính phủ",
        signer="Nguyễn Văn Thắng",
        title=f"Nghị định số 377/2026/NĐ-CP của Chính phủ: {abstract}",
        abstract=abstract,
        issued=date(2026, 10, 1),
        effective=date(2026, 10, 1),
        files=(Attachment(url=address, type="application/pdf", title=name),),
        first_seen=NOW,
        fetched=NOW,
    )


@captured
def test_captured_rows_are_each_a_link_to_a_document() -> None:
    portal = run.portal("vanban")
    body = (CAPTURES / "listing-partial.html").read_bytes()
    found = discovery.postback(body, url=portal.address("{path}", portal.sections[1]), portal=portal, page=1)
    numbers = ["219587", "219690", "219552", "219551", "219593", "219598"]
    assert [portal.keys(one.url)[1] for one in found.links] == [f"vanban#{number}" for number in numbers]
    assert found.postback
    written = found.links[0].title.partition(" ")[0]
    assert (written, document_numbers.normal(written)) == ("364/2026/NĐ-CР", "364/2026/NĐ-CP")
    days = [one.published.day for one in found.links if one.published]
    assert days == [21, 21, 21, 21, 20, 19]


# The archive


def test_document_comes_back_as_it_was_stored(store: Archive) -> None:
    assert save(store, decree()) == [Outcome.NEW]
    (entry,) = store.documents.entries()
    assert entry.document == decree()
    assert (entry.dated, entry.changed, entry.revision) == (datetime(2026, 2, 20, tzinfo=HANOI), NOON, 1)
    assert store.known([PLACE, "van_ban#81"]) == {PLACE: decree().id, "van_ban#81": decree().id}


def test_document_is_unchanged_until_something_is_said_of_it(store: Archive) -> None:
    save(store, decree())
    later = NOON + timedelta(days=1)
    assert save(store, decree(fetched=later, first_seen=later), now=later) == [Outcome.UNCHANGED]
    ended = decree(status="Hết hiệu lực", type="Quyết định", fetched=later, first_seen=later)
    assert save(store, ended, now=later) == [Outcome.REVISED]
    (entry,) = store.documents.entries()
    assert (entry.document.status, entry.revision, entry.changed) == ("Hết hiệu lực", 2, later)
    assert entry.document.first_seen == NOON
    assert Group(grouping=Grouping.TYPE, slug="nghi-dinh", name="Nghị định") not in store.documents.groups()


def test_document_is_looked_at_again_and_taken_down_as_an_article(store: Archive) -> None:
    save(store, decree())
    later = NOON + timedelta(hours=2)
    (visit,) = store.due("van_ban", now=later, limit=10)
    assert visit.link == PLACE
    store.unchanged(visit, now=later)
    assert store.due("van_ban", now=later, limit=10) == []
    assert store.outdated({visit.id: later + timedelta(hours=1)}) == [visit]
    store.take_down(visit.id, now=later)
    assert store.documents.entries()[0].gone


def test_other_addresses_of_a_document_are_its_aliases(store: Archive) -> None:
    save(store, decree())
    other = "https://vanban.example.vn/van-ban/81"
    store.add_aliases([other], article=decree().id)
    assert store.known([other]) == {other: decree().id}
    assert store.documents.entries()[0].document.aliases == (other,)


def test_documents_are_found_by_type_issuer_field_and_number(store: Archive) -> None:
    circular = decree(
        link="https://vanban.example.vn/?pageid=27160&docid=82",
        number="06/2026/TT-BDTTG",
        type="Thông tư",
        issuer="Bộ Dân tộc và Tôn giáo",
        field="",
    )
    save(store, decree(), circular)
    for group in (
        (Grouping.TYPE, "thong-tu"),
        (Grouping.ISSUER, "bo-dan-toc-va-ton-giao"),
    ):
        assert [one.document for one in store.documents.entries(Which(group=(group,)))] == [circular]
    assert [one.document for one in store.documents.entries(Which(number="6/2026/TT-BDTTG"))] == [circular]
    assert [one.document for one in store.documents.entries(Which(group=((Grouping.FIELD, "xay-dung"),)))] == [decree()]
    assert [(group.grouping, group.name, by) for group, by in store.documents.groups().items()] == [
        ("field", "Giao thông", 1),
        ("field", "Xây dựng", 1),
        ("issuer", "Bộ Dân tộc và Tôn giáo", 1),
        ("issuer", "Chính phủ", 1),
        ("type", "Nghị định", 1),
        ("type", "Thông tư", 1),
    ]


# A crawl


class Lawful(BaseHTTPRequestHandler):
    """A WebForms site: three documents on two pages, of which the second answers to the first one's form alone."""

    asked: ClassVar[list[str]] = []
    renamed: ClassVar[tuple[str, str]] = ("", "")

    def do_GET(self) -> None:
        self.asked.append(self.path)
        number = self.path.rpartition("docid=")[2]
        if self.path == "/he-thong-van-ban?classid=1":
            self.say(listed("81", "82", page=1))
        elif number.isdigit():
            written = PAGE.replace("12/2026", f"{number}/2026").replace("05-03", "20-02")
            self.say(written.replace(*self.renamed))
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        posted = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.asked.append(f"POST {posted['__EVENTARGUMENT'][0]}")
        known = posted["__EVENTTARGET"] == ["ctl$grvDocument"] and posted["__VIEWSTATE"] == ["trang 1"]
        self.say(listed("83", page=2)) if known else self.send_error(500)

    def say(self, page: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page.encode())))
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def listed(*numbers: str, page: int) -> str:
    rows = "".join(
        f"<tr><td><a href='/?pageid=27160&docid={one}&classid=1'><span class=code>{one}/2026/NĐ-CP</span></a></td>"
        "<td><span class=issued-date>05/03/2026</span></td></tr>"
        for one in numbers
    )
    following = f"javascript:__doPostBack('ctl$grvDocument','Page${page + 1}')"
    pager = f'<tr class="grid-pager"><td><a href="{following}">{page + 1}</a></td></tr>' if page == 1 else ""
    state = f'<input type="hidden" name="__VIEWSTATE" value="trang {page}">'
    return f'<!DOCTYPE html><form>{state}<table id="ctl_grvDocument">{rows}{pager}</table></form>'


@pytest.fixture
def lawful() -> Iterator[str]:
    Lawful.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Lawful) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_documents_of_two_pages_are_crawled_by_postback_and_once(lawful: str, tmp_path: Path) -> None:
    done = crawling.crawl(tmp_path, lawful, ["lawful"])
    assert (done.code, done.portals["lawful"]["new"]) == (0, 3), done.err
    assert "POST Page$2" in Lawful.asked
    with opened(crawling.address(tmp_path)) as store:
        found = [entry.document for entry in store.documents.entries(Which(portal="lawful"))]
        assert {one.number for one in found} == {"81/2026/NĐ-CP", "82/2026/NĐ-CP", "83/2026/NĐ-CP"}
        assert {one.link for one in found} == {f"https://lawful.vn/?pageid=27160&docid={n}" for n in (81, 82, 83)}
        assert list(store.reader.entries()) == []
    Lawful.asked.clear()
    again = crawling.crawl(tmp_path, lawful, ["lawful"])
    assert again.portals["lawful"]["outcome"] == "nothing new"
    assert not any("docid" in one for one in Lawful.asked)
    later = crawling.crawl(tmp_path, lawful, ["lawful"], at="2026-03-01T15:00:00+07:00")
    assert later.portals["lawful"]["unchanged"] == 3


@pytest.mark.parametrize(
    ("renamed", "kind"),
    [(("Ngày ban hành", "Ban hành lúc"), "field-missing"), (('class="col1"', 'class="nhan"'), "layout-moved")],
)
def test_document_whose_page_no_longer_tells_what_it_told_is_told_and_stays_as_it_was(
    lawful: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: tuple[str, str], kind: str
) -> None:
    def stored() -> tuple[list[DocumentEntry], list[Entry]]:
        with opened(crawling.address(tmp_path)) as store:
            return store.documents.entries(), list(store.reader.entries())

    crawling.crawl(tmp_path, lawful, ["lawful"])
    before = stored()
    monkeypatch.setattr(Lawful, "renamed", renamed)
    later = crawling.crawl(tmp_path, lawful, ["lawful"], at="2026-03-01T15:00:00+07:00")
    assert later.kinds("lawful") == {kind: 3}
    assert (before[0] != [], before[1], stored()) == (True, [], before)


def test_article_and_the_draft_that_it_presents_are_both_stored_and_counted_once(tmp_path: Path) -> None:
    draft = answers.page(
        "<h1>Dự thảo Luật Bến thủy</h1><p class=date>01/03/2026 09:51</p><div class=body><p>Toàn văn.</p></div>"
    )
    pages = {("drafting.vn", "/tin"): crawling.listing("/bai-1.htm"), ("drafting.vn", "/bai-1.htm"): draft}
    with serving(crawling.Played(pages)) as server:
        done = crawling.crawl(tmp_path, server.url, ["drafting"])
    assert done.portals["drafting"]["new"] == 1, done.err
    with opened(crawling.address(tmp_path)) as store:
        (entry,), (draft_entry,) = store.reader.entries(), store.documents.entries()
        assert entry.article.id == draft_entry.document.id
        assert draft_entry.document.type == "Luật"


def test_portal_of_documents_is_checked(lawful: str, tmp_path: Path) -> None:
    where = ("--replay", lawful, "--archive", crawling.address(tmp_path), "--delay", "0", "--at", crawling.AT)
    arguments = ("played_portals", "check", "lawful", "--json", *where)
    done = forked.ended("crawling", *arguments, env=crawling.environment(), cwd=tmp_path)
    (told,) = json.loads(done.stdout)
    assert (told["passed"], told["read"], told["fields"]["published"]) == (True, 3, 3), done.stderr


# Citations


@pytest.mark.parametrize("first", ["article", "document"])
def test_article_is_linked_with_the_document_that_it_cites_whichever_comes_first(store: Archive, first: str) -> None:
    article = citing(Citation(number="12/2026/NĐ-CP"))
    if first == "article":
        factories.save(store, [article])
        assert store.documents.cited_by(article.id) == []
    save(store, decree())
    if first == "document":
        factories.save(store, [article])
    assert linked(store) == {decree().id: [article.id]}
    assert store.documents.cited_by(article.id) == [decree()]


def test_article_that_no_longer_cites_a_document_is_no_longer_linked(store: Archive) -> None:
    article = citing(Citation(number="12/2026/NĐ-CP"))
    factories.save(store, [article])
    save(store, decree())
    factories.save(store, [replace(article, body_text="Đã sửa.", documents=())])
    assert linked(store) == {}


def test_number_without_a_year_means_the_document_of_its_day_or_the_latest(store: Archive) -> None:
    notice = decree(number="125/TB-VPCP", issued=date(2026, 1, 15))
    old = decree(
        number="125/TB-VPCP", issued=date(2024, 1, 16), link="https://vanban.example.vn/?pageid=27160&docid=11"
    )
    save(store, notice, old)
    plain = citing(Citation(number="125/TB-VPCP"))
    dated = citing(Citation(number="125/TB-VPCP", date=date(2024, 1, 16)), number=2)
    another = citing(Citation(number="125/TB-VPCP", date=date(2025, 1, 16)), number=3)
    factories.save(store, [plain, dated, another])
    assert linked(store) == {notice.id: [plain.id], old.id: [dated.id]}


def test_number_that_many_provinces_give_means_the_one_whose_place_is_named(store: Archive) -> None:
    decision = decree(number="47/2026/QĐ-UBND", issuer="Ủy ban nhân dân tỉnh Sơn La")
    save(store, decision)
    here = citing(Citation(number="47/2026/QĐ-UBND", issuer="Ủy ban nhân dân tỉnh Sơn La"))
    there = citing(Citation(number="47/2026/QĐ-UBND", issuer="Ủy ban nhân dân tỉnh Lai Châu"), number=2)
    nowhere = citing(Citation(number="47/2026/QĐ-UBND", issuer="Ủy ban nhân dân"), number=3)
    factories.save(store, [here, there, nowhere])
    assert linked(store) == {decision.id: [here.id]}


def test_party_s_number_is_of_its_term() -> None:
    resolution = Citation(number="57-NQ/TW", date=date(2024, 12, 22), issuer="Bộ Chính trị")
    cited = Citation(number="57-NQ/TW")
    assert document.is_meant(resolution, cited, day=date(2026, 3, 1))
    assert not document.is_meant(resolution, cited, day=date(2024, 12, 1))
    assert not document.is_meant(resolution, cited, day=date(2032, 3, 1))


def test_leading_zeros_make_no_difference() -> None:
    assert document.is_meant(Citation(number="06/2026/NĐ-CP"), Citation(number="6/2026/NĐ-CP"), day=NOON.date())


def test_articles_stored_before_there_were_citations_are_linked(tmp_path: Path) -> None:
    article = citing(Citation(number="012/2026/NĐ-CP", date=date(2026, 2, 20)))
    with factories.archive(tmp_path, [article]) as store:
        save(store, decree())
        before = linked(store)
    factories.put_back(tmp_path / "archive.db", "0003")
    with opened(f"sqlite:///{tmp_path / 'archive.db'}") as store:
        assert store.documents.entries() == []
        save(store, decree())
        assert linked(store) == before == {decree().id: [article.id]}


# Feeds


def published(store: Archive, tmp_path: Path) -> Report:
    portals = [*factories.PORTALS, SYSTEM]
    output = tmp_path / "output"
    return publish(store, portals=portals, subjects=factories.SUBJECTS, site=Site(), output=output, history=False)


def carried(tmp_path: Path, stem: str) -> list[dict[str, Any]]:
    found = json.loads((tmp_path / f"output/feeds/{stem}.json").read_bytes())["items"]
    assert isinstance(found, list)
    return found


def stems(report: Report) -> set[str]:
    return {path.removeprefix("feeds/").rpartition(".")[0] for path in report.written if path.startswith("feeds/")}


def test_there_are_no_feeds_of_documents_without_documents(store: Archive, tmp_path: Path) -> None:
    assert not any(stem.startswith("documents/") for stem in stems(published(store, tmp_path)))


def test_there_is_a_feed_of_documents_for_each_type_body_and_field(store: Archive, tmp_path: Path) -> None:
    save(store, decree())
    paths = {
        "documents/types/nghi-dinh",
        "documents/issuers/chinh-phu",
        "documents/fields/giao-thong",
        "documents/fields/xay-dung",
    }
    assert {stem for stem in stems(published(store, tmp_path)) if stem.startswith("documents/")} == paths
    for path in paths:
        assert [one["id"] for one in carried(tmp_path, path)] == [decree().id]
    titles = [(one.spec.kind, one.spec.title) for one in published(store, tmp_path).feeds][-5:-1]
    assert titles == [
        (Kind.DOCUMENT_TYPE, "Nghị định"),
        (Kind.DOCUMENT_ISSUER, "Văn bản của Chính phủ"),
        (Kind.DOCUMENT_FIELD, "Văn bản: Giao thông"),
        (Kind.DOCUMENT_FIELD, "Văn bản: Xây dựng"),
    ]


def test_entry_of_a_document_is_a_table_of_its_data_with_files_and_articles(store: Archive, tmp_path: Path) -> None:
    article = citing(Citation(number="12/2026/NĐ-CP"))
    factories.save(store, [article])
    save(store, decree(title="Nghị định về <bến thủy>"))
    published(store, tmp_path)
    (entry,) = carried(tmp_path, "documents/types/nghi-dinh")
    assert (entry["title"], entry["date_published"]) == ("Nghị định về <bến thủy>", "2026-02-20T00:00:00+07:00")
    assert "<tr><th>Số, ký hiệu</th><td>12/2026/NĐ-CP</td></tr>" in entry["content_html"]
    assert "<tr><th>Thay thế</th><td>Nghị định số 08/2021/NĐ-CP</td></tr>" in entry["content_html"]
    assert f'<a href="{article.link}">{article.title}</a>' in entry["content_html"]
    assert entry["attachments"] == [
        {
            "url": "https://datafiles.example.vn/a.pdf",
            "mime_type": "application/pdf",
            "title": "a.pdf",
            "size_in_bytes": 10,
        }
    ]
    assert entry["_document"]["written"] == "12/2026/NĐ-CР"
    assert [one["url"] for one in entry["_diemtin"]["cited_by"]] == [article.link]


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feed_of_documents_is_well_formed_and_encloses_files(store: Archive, tmp_path: Path, form: str) -> None:
    save(store, decree())
    published(store, tmp_path)
    found = feedparser.parse((tmp_path / f"output/feeds/documents/types/nghi-dinh.{form}").read_bytes())
    assert not found.bozo
    (entry,) = found.entries
    assert entry.id == decree().id
    assert [one.href for one in entry.enclosures] == ["https://datafiles.example.vn/a.pdf"]


def test_article_that_cites_a_document_later_is_told_in_its_feeds_alone(store: Archive, tmp_path: Path) -> None:
    save(store, decree())
    published(store, tmp_path)
    assert stems(published(store, tmp_path)) == set()
    (before,) = carried(tmp_path, "documents/types/nghi-dinh")
    factories.save(store, [citing(Citation(number="12/2026/NĐ-CP"))])
    changed = stems(published(store, tmp_path))
    assert {"all", "documents/types/nghi-dinh", "documents/fields/xay-dung"} <= changed
    (entry,) = carried(tmp_path, "documents/types/nghi-dinh")
    assert entry["date_modified"] == before["date_modified"]


def test_article_s_entry_leads_to_the_documents_that_it_cites(store: Archive, tmp_path: Path) -> None:
    article = citing(Citation(number="12/2026/NĐ-CP"), Citation(number="13/2026/NĐ-CP"))
    factories.save(store, [article])
    published(store, tmp_path)
    save(store, decree())
    assert {"all", "portals/baochinhphu"} <= stems(published(store, tmp_path))
    (entry,) = carried(tmp_path, "all")
    assert [(one["number"], one.get("url")) for one in entry["_diemtin"]["documents"]] == [
        ("12/2026/NĐ-CP", PLACE),
        ("13/2026/NĐ-CP", None),
    ]
    assert store.documents.cited([article.id]) == {article.id: {"12/2026/NĐ-CP": PLACE}}


def test_document_of_two_portals_is_carried_once(store: Archive, tmp_path: Path) -> None:
    link = "https://cong-bao.example.vn/12"
    gazette = decree(link=link, portal="cong_bao", first_seen=NOON + timedelta(days=1), fetched=NOON)
    save(store, gazette, decree())
    published(store, tmp_path)
    (entry,) = carried(tmp_path, "documents/types/nghi-dinh")
    assert entry["id"] == decree().id
    assert [one["url"] for one in entry["_diemtin"]["also"]] == [link]


def test_portal_s_feed_carries_its_documents(store: Archive, tmp_path: Path) -> None:
    save(store, decree())
    published(store, tmp_path)
    assert [one["id"] for one in carried(tmp_path, "portals/van_ban")] == [decree().id]
    assert carried(tmp_path, "all") == []


def test_drafts_are_carried_as_long_as_they_are_open(store: Archive, tmp_path: Path) -> None:
    until = NOON.date() + timedelta(days=10)
    draft = decree(number="", written="", issued=None, draft=True, open_until=until)
    save(store, draft)
    published(store, tmp_path)
    assert [one["id"] for one in carried(tmp_path, "documents/drafts")] == [draft.id]
    assert store.documents.groups() == {}
    later = NOON + timedelta(days=11)
    other = f"{PLACE}9"
    save(store, decree(link=other, fetched=later, first_seen=later), now=later)
    published(store, tmp_path)
    assert carried(tmp_path, "documents/drafts") == []


# The command


def test_command_lists_documents_with_the_articles_that_cite_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = citing(Citation(number="12/2026/NĐ-CP"))
    circular = decree(link=f"{PLACE}2", number="06/2026/TT-BDTTG", type="Thông tư")
    with factories.archive(tmp_path, [article]) as store:
        save(store, decree(), circular)
    where = ("--archive", crawling.address(tmp_path))
    app(["documents", "--type", "nghị định", "--json", *where], standalone_mode=False)
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["number"], told["written"], told["issued"]) == ("12/2026/NĐ-CP", "12/2026/NĐ-CР", "2026-02-20")
    assert [one["link"] for one in told["cited_by"]] == [article.link]
    app(["documents", *where], standalone_mode=False)
    shown = capsys.readouterr().out
    assert "06/2026/TT-BDTTG" in shown
    assert "20/02/2026" in shown


def test_command_shows_the_record_of_a_saved_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "van-ban.html"
    page.write_text(f"<html><body>{PAGE}</body></html>", encoding="utf-8")
    where = ("--url", "https://vanban.chinhphu.vn/?pageid=27160&docid=81", "--portal", "vanban")
    app(["extract", str(page), "--json", *where], standalone_mode=False)
    assert json.loads(capsys.readouterr().out)["number"] == "12/2026/NĐ-CP"
    app(["extract", str(page), *where], standalone_mode=False)
    assert "Lê Minh An" in capsys.readouterr().out


def test_command_refuses_what_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="no document's number"):
        app(["documents", "--number", "mười hai", "--archive", crawling.address(tmp_path)], standalone_mode=False)


def test_status_counts_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with factories.archive(tmp_path) as store:
        save(store, decree(portal="vanban"))
    app(["status", "--json", "--archive", crawling.address(tmp_path)], standalone_mode=False)
    told = {one["portal"]: one for one in json.loads(capsys.readouterr().out)}
    assert (told["vanban"]["articles"], told["vanban"]["documents"]) == (0, 1)
