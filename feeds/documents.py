"""Legal documents as entries of feeds: a table of their data, their files, the articles that cite them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from html import escape

from crawler import text
from crawler.archive.document_reading import Citing, DocumentEntry
from crawler.archive.reading import Outline
from crawler.document import Document, Grouping, Related, Relation, groups
from feeds import items
from feeds.items import Category, Feed, Item, Names, Telling

SCHEMES = {grouping: f"urn:x-diemtin:document-{grouping.value}" for grouping in Grouping}
"""The schemes of a document's categories."""

MOST_CITING = 20
"""Articles that an entry names, the newest: a law may be cited by thousands."""

_RELATIONS = {
    Relation.REPLACES: "Thay thế",
    Relation.AMENDS: "Sửa đổi, bổ sung",
    Relation.REPLACED_BY: "Bị thay thế bởi",
    Relation.AMENDED_BY: "Được sửa đổi, bổ sung bởi",
}


def joined(feed: Feed, found: Iterable[Item], *, order: Sequence[Outline]) -> Feed:
    """Return a feed with documents among its articles, all in the order in which they were chosen."""
    places = {one.id: place for place, one in enumerate(order)}
    everything = tuple(sorted((*feed.items, *found), key=lambda item: places[item.id]))
    updated = max((items.moment(one.changed) for one in order), default=feed.updated)
    return replace(feed, items=everything, updated=updated)


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
    document = entry.document
    published = items.moment(entry.dated)
    publisher = items.publisher(document, names)
    tellings = tuple(_telling(one.document, names) for one in also)
    cited_by = tuple(_citing(one, names) for one in citing)
    title = text.line(document.title) or document.link
    files = tuple(items.attachment(file) for file in document.files)
    return Item(
        id=document.id,
        link=items.address(document.link),
        title=title,
        summary=text.line(document.abstract) or title,
        content=_content(replace(document, files=files), cited_by=cited_by, tellings=tellings),
        published=published,
        updated=max(published, items.moment(entry.changed)) if entry.revision > 1 else published,
        revision=entry.revision,
        authors=tuple(filter(None, [text.line(document.issuer)])),
        categories=(
            *(Category(term=one.slug, label=one.name, scheme=SCHEMES[one.grouping]) for one in groups(document)),
            Category(term=publisher.name, label=publisher.title, scheme=items.PORTAL),
        ),
        publisher=publisher,
        image=None,
        attachments=files,
        language=text.line(document.language),
        also=tellings,
        record=document,
        cited_by=cited_by,
    )


def _telling(document: Document, names: Names) -> Telling:
    return Telling(
        id=document.id,
        link=items.address(document.link),
        title=text.line(document.title) or document.link,
        publisher=items.publisher(document, names),
    )


def _citing(article: Citing, names: Names) -> Telling:
    return Telling(
        id=article.id,
        link=items.address(article.link),
        title=text.line(article.title) or article.link,
        publisher=items.publisher(article, names),
    )


def _content(document: Document, *, cited_by: Sequence[Telling], tellings: Sequence[Telling]) -> str:
    rows = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in _rows(document) if value)
    files = "".join(
        f'<li><a href="{escape(one.url)}">{escape(one.title or one.url)}</a></li>' for one in document.files
    )
    citing = "".join(f"<li>{_link(one)} ({escape(one.publisher.title)})</li>" for one in cited_by)
    elsewhere = ", ".join(_link(one, words=one.publisher.title) for one in tellings)
    return "\n".join(
        filter(
            None,
            (
                f"<table>{rows}</table>",
                files and f"<p>Tệp đính kèm:</p><ul>{files}</ul>",
                citing and f"<p>Tin bài viện dẫn:</p><ul>{citing}</ul>",
                elsewhere and f"<p>Cũng đăng trên: {elsewhere}</p>",
            ),
        )
    )


def _rows(document: Document) -> Iterable[tuple[str, str]]:
    """Yield the data that are known, as the official gazette calls them."""
    issuer = "Cơ quan soạn thảo" if document.draft else "Cơ quan ban hành"
    yield "Số, ký hiệu", _line(document.number or document.written)
    yield "Loại văn bản", _line(f"Dự thảo {document.type}" if document.draft and document.type else document.type)
    yield issuer, _line(document.issuer)
    yield "Người ký", _line(document.signer)
    yield "Ngày ban hành", _day(document.issued)
    yield "Ngày có hiệu lực", _day(document.effective)
    yield "Bắt đầu lấy ý kiến", _day(document.open_from)
    yield "Hạn góp ý", _day(document.open_until)
    yield "Lĩnh vực", _line(document.field)
    yield "Tình trạng", _line(document.status)
    yield "Trích yếu", _line(document.abstract)
    for relation, label in _RELATIONS.items():
        others = [_other(one) for one in document.related if one.relation is relation]
        yield label, "; ".join(filter(None, others))


def _other(one: Related) -> str:
    words = _line(one.title or one.number)
    return f'<a href="{escape(items.address(one.link))}">{words}</a>' if one.link and words else words


def _link(one: Telling, *, words: str = "") -> str:
    return f'<a href="{escape(one.link)}">{escape(words or one.title)}</a>'


def _line(words: str) -> str:
    return escape(text.line(words))


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
