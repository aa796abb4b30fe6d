"""A legal document's page read: rows of labels and values in, the document out."""

import mimetypes
import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from crawler import dates, document_numbers, dom, institutions, links, text
from crawler.article import Article, Attachment
from crawler.discovery import Link
from crawler.document import Document, Related, Relation, slug
from crawler.dom import Node
from crawler.portal import DocumentRules, Kind, Portal

Row = tuple[str, Node | None]
"""A value's words, and the element that holds it; None where it stands in one text with its label."""

_LABELS: Final = {
    "number": (
        "Số ký hiệu", "Số, ký hiệu", "Số/Ký hiệu", "Số kí hiệu", "Số và ký hiệu", "Số hiệu", "Số hiệu văn bản",
        "Số văn bản", "Số ký hiệu văn bản", "Ký hiệu",
    ),
    "issued": ("Ngày ban hành", "Ngày ban hành văn bản", "Thời gian ban hành", "Ngày ký", "Ngày văn bản"),
    "effective": (
        "Ngày có hiệu lực", "Ngày hiệu lực", "Ngày bắt đầu hiệu lực", "Có hiệu lực từ", "Hiệu lực từ",
        "Hiệu lực từ ngày", "Thời gian có hiệu lực", "Ngày áp dụng",
    ),
    "type": ("Loại văn bản", "Hình thức văn bản", "Thể loại văn bản", "Thể loại", "Loại dự thảo", "Loại dự án"),
    "issuer": (
        "Cơ quan ban hành", "Cơ quan ban hành văn bản", "Đơn vị ban hành", "Nơi ban hành", "Cơ quan trình",
        "Cơ quan đề xuất", "Cơ quan chủ trì soạn thảo", "Cơ quan soạn thảo", "Đơn vị soạn thảo", "Cơ quan chủ trì",
    ),
    "signer": ("Người ký", "Người ký văn bản", "Người ký ban hành", "Họ tên người ký"),
    "title": ("Tên văn bản", "Tên dự thảo", "Tên dự án", "Tiêu đề"),
    "abstract": ("Trích yếu", "Trích yếu nội dung", "Trích yếu văn bản", "Nội dung trích yếu", "Về việc", "Tóm tắt"),
    "field": ("Lĩnh vực", "Lĩnh vực văn bản", "Ngành/Lĩnh vực", "Lĩnh vực, ngành", "Ngành"),
    "status": (
        "Tình trạng hiệu lực", "Hiệu lực", "Hiệu lực văn bản", "Tình trạng", "Trạng thái", "Tình trạng dự thảo",
    ),
    "open_from": ("Ngày bắt đầu", "Ngày bắt đầu lấy ý kiến", "Bắt đầu lấy ý kiến", "Ngày đăng dự thảo"),
    "open_until": (
        "Ngày kết thúc", "Ngày kết thúc lấy ý kiến", "Ngày hết hạn", "Ngày hết hạn góp ý", "Hạn góp ý",
        "Thời hạn góp ý", "Hết hạn lấy ý kiến", "Thời hạn lấy ý kiến",
    ),
    "files": (
        "Tài liệu đính kèm", "Tệp đính kèm", "Tệp tin đính kèm", "File đính kèm", "Tập tin đính kèm",
        "Văn bản đính kèm", "Tải về", "Tải văn bản", "Toàn văn",
    ),
    Relation.REPLACES: (
        "Văn bản bị thay thế", "Văn bản được thay thế", "Văn bản bị bãi bỏ", "Thay thế văn bản", "Thay thế cho",
        "Văn bản hết hiệu lực",
    ),
    Relation.AMENDS: (
        "Văn bản bị sửa đổi", "Văn bản được sửa đổi", "Văn bản bị sửa đổi, bổ sung", "Văn bản được sửa đổi, bổ sung",
        "Văn bản bị sửa đổi bổ sung", "Sửa đổi, bổ sung văn bản", "Sửa đổi, bổ sung cho",
    ),
    Relation.REPLACED_BY: ("Văn bản thay thế", "Bị thay thế bởi", "Được thay thế bởi", "Văn bản bãi bỏ"),
    Relation.AMENDED_BY: (
        "Văn bản sửa đổi", "Văn bản sửa đổi, bổ sung", "Bị sửa đổi bởi", "Được sửa đổi bởi",
        "Được sửa đổi, bổ sung bởi",
    ),
}  # fmt: skip
"""What portals print before each datum; where a page has several of one, the earlier here wins."""

_KNOWN: Final = {slug(label): (name, rank) for name, labels in _LABELS.items() for rank, label in enumerate(labels)}
_LONGEST_LABEL = 60  # characters
_UNTOLD = frozenset({"", "dang-cap-nhat", "chua-cap-nhat", "chua-xac-dinh", "khong-xac-dinh", "khong-co", "n-a"})
_ASIDE = re.compile(r"\([^()]*\)")
_TELLING = frozenset({"number", "abstract", "title"})  # without one of them rows are of something else
_FEWEST = 2  # rows with known labels: an article may print a line like one

_LASTING = ("number", "issued", "type", "issuer")  # a page that tells them goes on to

_FILES = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|odt|ods|rtf|tiff?)(?:$|[?#])", re.IGNORECASE)
_SIZE = re.compile(r"\(?\s*\b(\d+(?:[.,]\d+)?)\s*(KB|MB|GB|bytes?|B)\b\s*\)?", re.IGNORECASE)
_UNITS = {"b": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_MEDIA = {".doc": "application/msword", ".rar": "application/vnd.rar"}  # not in every machine's table

_BEFORE = r"^\W*(?:toàn văn\W+)?(?:hồ sơ\s+)?"
_DRAFT = re.compile(rf"{_BEFORE}dự thảo\b", re.IGNORECASE)
_AS_DRAFT = re.compile(rf"{_BEFORE}dự (?:thảo|án)(?:\s+lần\s+\d+)?\W*", re.IGNORECASE)
_OPEN = re.compile(r"lấy ý kiến|góp ý", re.IGNORECASE)
_CHANGING = re.compile(r"\W*(?:về việc\s+)?(?:(?P<amends>sửa đổi|bổ sung)|bãi bỏ|thay thế)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^\W*(?:[^\W\d]+\s+){1,5}?[Ss]ố:?\s*(\S+)")
_UNTIL = re.compile(
    r"(?:ý kiến|góp ý)[^.;\n]{0,120}?(?:đến|trước)(?: hết)?\s+(ngày\s+\d{1,2}[/.-]\d{1,2}[/.-]\d{4})", re.IGNORECASE
)
_TYPES: Final = {
    slug(name): name
    for name in (*institutions.TYPES.values(), *(name for shared in institutions.SHARED.values() for name in shared))
    if name
}


def read(
    body: bytes, *, url: str, portal: Portal, now: datetime, link: Link | None = None, content_type: str = ""
) -> Document | None:
    """Return the legal document on a page; None where the page has no rows of a document's data.

    Args:
        body: the page, decompressed.
        url: its final address, absolute.
        portal: whose page it is; its rules for documents tell where the rows stand.
        now: aware; when the page was fetched.
        link: as the listing gave it; its address is the document's identity.
        content_type: the HTTP header.
    """
    versions = [rules for rules in portal.document_versions if rules.rows]
    page = dom.parse(body, content_type=content_type) if versions and b"<" in body else None
    if page is None:
        return None
    for rules in versions:
        rows = _rows(page, rules)
        if len(rows) >= _FEWEST and (rules.drafts or not _TELLING.isdisjoint(rows)):
            return _document(page, rows, rules, portal=portal, url=url, now=now, link=link)
    return None


def draft_of(article: Article, *, portal: Portal) -> Document | None:
    """Return the draft that an article presents, where its title says that it is one."""
    rules = next((one for one in portal.document_versions if one.titled and re.search(one.titled, article.title)), None)
    if rules is None:
        return None
    until = _UNTIL.search(article.body_text)
    return Document(
        id=article.id,
        link=article.link,
        aliases=article.aliases,
        portal=article.portal,
        type=_kind(_AS_DRAFT.sub("", article.title)),
        title=article.title,
        abstract=article.lead,
        draft=True,
        open_from=article.published.date() if article.published else None,
        open_until=dates.day(until[1]) if until else None,
        files=article.attachments,
        language=article.language,
        first_seen=article.first_seen,
        fetched=article.fetched,
    )


def lost(document: Document, *, stored: Document) -> str:
    """Return which datum of a stored document its page no longer tells, an empty string where it tells them all.

    Its abstract, its status and its files may be taken back. That it has no number any more, or no day of issue, means
    that the page's rows are made otherwise.
    """
    return next((name for name in _LASTING if getattr(stored, name) and not getattr(document, name)), "")


def _rows(page: Node, rules: DocumentRules) -> dict[str, Row]:
    """Return the page's rows by what their labels mean."""
    found: dict[str, tuple[int, Row]] = {}
    for row in dom.select(page, rules.rows):
        label, value = _parted(row, rules)
        name, rank = _KNOWN.get(slug(_ASIDE.sub("", label)), ("", 0)) if len(label) <= _LONGEST_LABEL else ("", 0)
        told = name == "files" or slug(value[0]) not in _UNTOLD
        if name and told and (name not in found or rank < found[name][0]):
            found[name] = (rank, value)
    return {name: value for name, (_, value) in found.items()}


def _parted(row: Node, rules: DocumentRules) -> tuple[str, Row]:
    """Return a row's label and value."""
    if not rules.label:
        label, colon, value = dom.words(row).partition(":")
        return (label, (value.strip(), row)) if colon else ("", ("", None))
    label_node, value_node = row.css_first(rules.label), row.css_first(rules.value)
    if label_node is None or value_node is None:
        return "", ("", None)
    return dom.words(label_node), (dom.words(value_node), value_node)


def _document(
    page: Node,
    rows: Mapping[str, Row],
    rules: DocumentRules,
    *,
    portal: Portal,
    url: str,
    now: datetime,
    link: Link | None,
) -> Document:
    said = {name: words for name, (words, _) in rows.items()}
    base, address = dom.base(page, url=url), link.url if link else url
    key = portal.key(address)
    heading = dom.first(page, rules.title)
    title = (dom.words(heading) if heading else "") or said.get("title", "")
    kind, status = said.get("type", ""), said.get("status", "")
    draft = rules.drafts or bool(_DRAFT.match(title) or _DRAFT.match(kind) or _OPEN.search(status))
    written = said.get("number", "") or ("" if draft else _number_in(title))
    number = _number(written)
    told = next(iter(document_numbers.find(f"số {number}")), None) if number else None
    issuer = document_numbers.spelled(said.get("issuer", "")) or (told.issuer if told else "")
    issued = _day(said.get("issued", ""))
    return Document(
        id=links.article_id(key),
        link=portal.readable(address),
        aliases=tuple(sorted({portal.key(url)} - {key})),
        portal=portal.name,
        number=number,
        written=written,
        type=_spelled(_AS_DRAFT.sub("", kind)) or (told.type if told else "") or _kind(_AS_DRAFT.sub("", title)),
        issuer=_placed(issuer, portal=portal),
        signer=said.get("signer", ""),
        title=title or _title(kind, number or written, said.get("abstract", "")),
        abstract=said.get("abstract", ""),
        issued=issued if issued and issued <= now.date() else None,  # else it was mistyped
        effective=_day(said.get("effective", "")),
        field=said.get("field", ""),
        status=status,
        draft=draft,
        open_from=_day(said.get("open_from", "")),
        open_until=_day(said.get("open_until", "")),
        files=_files(page, rows, rules, base=base),
        related=tuple(_related(rows, base=base, number=number)),
        language=portal.language,
        first_seen=now,
        fetched=now,
    )


def _number(written: str) -> str:
    """Return the normalised form of a number, also of one among other words; empty where it is none."""
    found = document_numbers.normal(written) if written else None
    return found or next((one.number for one in document_numbers.find(f"số {written}")), "") if written else ""


def _number_in(title: str) -> str:
    """Return the number of its own with which a title opens: `Nghị định số 377/2026/NĐ-CP của Chính phủ: …`."""
    found = _NUMBERED.match(title)
    return found[1].rstrip(".,;:") if found and document_numbers.normal(found[1]) else ""


def _placed(issuer: str, *, portal: Portal) -> str:
    """Return an issuing body with its place, which a province's own portal leaves out: `UBND tỉnh`."""
    place = portal.body.partition("nhân dân ")[2] if portal.kind is Kind.PROVINCE else ""
    bare = issuer.removesuffix(" tỉnh").removesuffix(" thành phố")
    return f"{bare} {place}" if place and bare.endswith("nhân dân") else issuer


def _day(written: str) -> date | None:
    return dates.day(written) if written else None


def _title(kind: str, number: str, abstract: str) -> str:
    named = " số ".join(filter(None, (kind, number))) if kind and number else kind or number
    return ": ".join(filter(None, (named, abstract)))


def _spelled(kind: str) -> str:
    """Return a kind's name as it is usually written: `NGHỊ ĐỊNH` is `Nghị định`."""
    return _TYPES.get(slug(kind), kind)


def _kind(title: str) -> str:
    """Return the kind of document with which a title opens; empty where none does."""
    parts = title.split()
    found = (_TYPES.get(slug(" ".join(parts[:length]))) for length in (4, 3, 2, 1))
    return next(filter(None, found), "")


def _files(page: Node, rows: Mapping[str, Row], rules: DocumentRules, *, base: str) -> tuple[Attachment, ...]:
    """Return what is attached: what the rules find, and in the files' own row whatever ends as a file does."""
    anchors = [anchor for selector in rules.files for anchor in dom.select(page, selector)]
    holder = rows["files"][1] if "files" in rows else None
    anchors += [anchor for anchor in holder.css("a") if _FILES.search(_address(anchor))] if holder else []
    found: dict[str, Attachment] = {}
    for anchor in anchors:
        url = links.absolute(_address(anchor).strip().replace(" ", "%20"), base=base)
        if url:
            found.setdefault(url, _file(anchor, url))
    return tuple(found.values())


def _address(anchor: Node) -> str:
    return dom.attribute(anchor, "data-href") or dom.attribute(anchor, "href")


def _file(anchor: Node, url: str) -> Attachment:
    words = dom.words(anchor)
    beside = dom.words(anchor.parent) if anchor.parent else ""
    base = text.line(unquote(posixpath.basename(urlsplit(url).path)))
    name = _SIZE.sub("", words).strip(" -–|") or dom.attribute(anchor, "title") or base
    media = mimetypes.guess_type(base)[0] or mimetypes.guess_type(name)[0]
    return Attachment(
        url=url,
        type=media or _MEDIA.get(posixpath.splitext(base)[1].lower(), "application/octet-stream"),
        length=_length(words) or _length(beside.replace(words, "", 1)),
        title=text.line(name),
    )


def _length(words: str) -> int | None:
    """Return the size that is told in kilobytes or so, in bytes, as exact as it is told."""
    found = _SIZE.search(words)
    return int(float(found[1].replace(",", ".")) * _UNITS[found[2][0].lower()]) if found else None


def _related(rows: Mapping[str, Row], *, base: str, number: str) -> Iterator[Related]:
    """Yield the documents that the page says this one replaces or amends, or that do so to it.

    Where it has no row for them, its abstract may say so.
    """
    rows = {**_told_by_abstract(rows.get("abstract", ("", None))[0]), **rows}
    for relation in Relation:
        words, holder = rows.get(relation, ("", None))
        linked = [(dom.words(one), dom.attribute(one, "href")) for one in (holder.css("a[href]") if holder else ())]
        named = [(_number(title), title, links.absolute(href, base=base)) for title, href in linked if title]
        cited = [(one.number, one.number, "") for one in document_numbers.find(words)] if words else []
        for other, title, link in named or cited or ([("", words, "")] if words else []):
            if not number or other != number:
                yield Related(relation=relation, number=other, title=title, link=link)


def _told_by_abstract(abstract: str) -> dict[str, Row]:
    """Return the row that an abstract stands for: `Sửa đổi, bổ sung một số điều của Nghị định số 13/2023/NĐ-CP`."""
    opening = _CHANGING.match(abstract)
    if opening is None:
        return {}
    # What these were amended by before is told after them.
    named = abstract.partition(" đã được ")[0]
    cited = ", ".join(f"số {one.number}" for one in document_numbers.find(named))
    relation = Relation.AMENDS if opening["amends"] else Relation.REPLACES
    return {relation: (cited, None)} if cited else {}
