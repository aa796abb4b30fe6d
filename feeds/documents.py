"""Legal documents as entries of feeds: a table of their data, their files, the articles that cite them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from html import escape

from crawler import text
from crawler.archive.document_reading import Citing, DocumentEntry
from crawler.document import Document, Related, Relation
from feeds import categories, cleaning, contents, items
from feeds.entries import Item, Names, Publisher, Reference, Telling

MOST_CITING = 20
"""Articles that an entry names, the newest: a law may be cited by thousands."""

_RELATIONS = {
    Relation.REPLACES: "Thay thế",
    Relation.AMENDS: "Sửa đổi, bổ sung",
    Relation.REPLACED_BY: "Bị thay thế bởi",
    Relation.AMENDED_BY: "Được sửa đổi, bổ sung bởi",
}


def item(
    entry: DocumentEntry,
    *,
    names: Names,
    citing: Sequence[Citing] = (),
    also: Sequence[DocumentEntry] = (),
) -> Item:
    """Return a document as every format carries it.

    Args:
        entry: as the archive tells it.
        names: what portals' names stand for.
        citing: articles that cite it, newest first.
        also: the same document on other portals.
    """
    publisher = items.publisher(entry.document, names)
    document = _cleaned(entry.document, base=publisher.home)
    published = items.moment(entry.dated)
    tellings = tuple(items.telling(one.document, names) for one in also)
    cited_by = tuple(items.telling(one, names) for one in citing)
    return Item(
        id=document.id,
        link=document.link,
        title=document.title,
        summary=document.abstract or document.title,
        content=_content(document, publisher=publisher, cited_by=cited_by, tellings=tellings),
        published=published,
        # A day alone is no moment at which the entry came to be: "date values should be as accurate as possible",
        # and not the same for all entries of a day (RFC 4287, 3.3).
        updated=max(published, items.moment(entry.changed)),
        revision=entry.revision,
        authors=(document.issuer,) if document.issuer else (),
        categories=categories.of_document(document, publisher=publisher),
        publisher=publisher,
        image=None,
        attachments=document.files,
        language=document.language,
        also=tellings,
        record=document,
        cited_by=cited_by,
        related=items.referring([*_related(document), *items.told(tellings), *items.told(cited_by)]),
    )


def _cleaned(document: Document, *, base: str) -> Document:
    """Return a document of which nothing can break a feed."""
    link = items.address(document.link, base=base)
    return replace(
        document,
        id=text.line(document.id),
        link=link,
        number=text.line(document.number),
        written=text.line(document.written),
        type=text.line(document.type),
        issuer=text.line(document.issuer),
        signer=text.line(document.signer),
        title=text.line(document.title) or link,
        abstract=text.line(document.abstract),
        field=text.line(document.field),
        status=text.line(document.status),
        language=cleaning.language(document.language),
        files=cleaning.attachments(document.files, base=link),
        related=tuple(_other(one, base=link) for one in document.related),
    )


def _other(one: Related, *, base: str) -> Related:
    link = items.address(one.link, base=base) if one.link else ""
    return replace(one, number=text.line(one.number), title=text.line(one.title), link=link)


def _related(document: Document) -> Iterator[Reference]:
    for one in document.related:
        words = one.number or one.title
        if one.link and words:
            yield Reference(link=one.link, title=f"{_RELATIONS[one.relation]}: {words}")


def _content(
    document: Document, *, publisher: Publisher, cited_by: Sequence[Telling], tellings: Sequence[Telling]
) -> str:
    rows = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in _rows(document) if value)
    files = contents.files(document.files)
    citing = "".join(f"<li>{_link(one)} ({escape(one.publisher.title)})</li>" for one in cited_by)
    elsewhere = ", ".join(_link(one, words=one.publisher.title) for one in tellings)
    parts = (
        rows and f"<table>{rows}</table>",
        files and f"<p>Tệp đính kèm:</p>{files}",
        citing and f"<p>Tin bài viện dẫn:</p><ul>{citing}</ul>",
        elsewhere and f"<p>Cũng đăng trên: {elsewhere}</p>",
    )
    return "\n".join(filter(None, parts)) + contents.credited(publisher, link=document.link)


def _rows(document: Document) -> Iterable[tuple[str, str]]:
    """Yield the data that are known, as the official gazette calls them."""
    issuer = "Cơ quan soạn thảo" if document.draft else "Cơ quan ban hành"
    yield "Số, ký hiệu", escape(document.number or document.written)
    yield "Loại văn bản", escape(f"Dự thảo {document.type}" if document.draft and document.type else document.type)
    yield issuer, escape(document.issuer)
    yield "Người ký", escape(document.signer)
    yield "Ngày ban hành", _day(document.issued)
    yield "Ngày có hiệu lực", _day(document.effective)
    yield "Bắt đầu lấy ý kiến", _day(document.open_from)
    yield "Hạn góp ý", _day(document.open_until)
    yield "Lĩnh vực", escape(document.field)
    yield "Tình trạng", escape(document.status)
    yield "Trích yếu", escape(document.abstract)
    for relation, label in _RELATIONS.items():
        others = [_named(one) for one in document.related if one.relation is relation]
        yield label, "; ".join(filter(None, others))


def _named(one: Related) -> str:
    words = escape(one.title or one.number)
    return f'<a href="{escape(one.link)}">{words}</a>' if one.link and words else words


def _link(one: Telling, *, words: str = "") -> str:
    return f'<a href="{escape(one.link)}">{escape(words or one.title)}</a>'


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
