"""The legal document: the record of one page about it, its number, its dates, its files, what it changes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from crawler.article import Attachment
from crawler.document_numbers import Citation
from crawler.institutions import BODIES, PLACES, TERMS
from crawler.text import fold

_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 120  # characters: it names files
_ENDS = ("het han", "da dong", "ket thuc", "da thong qua", "da ban hanh", "da duoc thong qua", "dung lay y kien")
# Where no last day is told: drafts are put up for sixty days at least (Law 80/2015/QH13), since 2025 for fewer.
_UNTOLD = timedelta(days=60)
_ONE_YEAR = timedelta(days=366)  # state bodies number from 1 again every year
_ONE_TERM = timedelta(days=5 * 366)  # Party bodies with every Congress
_TERM = re.compile(rf"(?:{'|'.join(sorted(TERMS, key=len, reverse=True))})\d+\b")
_PARTY = re.compile(r"\d-[^/]+/")  # `57-NQ/TW`
_LOCAL = re.compile(r"[/-](?:CT)?(?:UBND|HĐND|TU|BTVTU|ĐU|HU|QU)\b|-S[A-ZĐ]+\b")
_OPENING = "|".join(sorted({name.partition(" ")[0] for name in BODIES.values() if name}))
_NEXT_ISSUER = re.compile(rf";|,(?=\s*(?:{_OPENING})\s)")  # but not inside `Bộ Văn hóa, Thể thao và Du lịch`


class Relation(StrEnum):
    """What a document does to another, or another to it."""

    REPLACES = "replaces"
    AMENDS = "amends"
    REPLACED_BY = "replaced-by"
    AMENDED_BY = "amended-by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another document that a document's page names.

    Attributes:
        number: normalised; empty when the page names it without one.
        title: as printed.
        link: absolute address of its page; empty when there is none.
    """

    relation: Relation
    number: str
    title: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One legal document, or the draft of one, on one portal.

    Attributes:
        id: `urn:uuid:…`, made from the canonical link as an article's (RFC 9562, version 5), and never changed.
        link: the source link as the portal lists it.
        aliases: canonical forms of the other addresses that led here, sorted.
        portal: the spider's name.
        number: normalised, look-alike letters folded; empty when it has none, as a draft.
        written: the number as the page has it.
        type: in Vietnamese, e.g. `Nghị định`; of a draft, what it is to become.
        issuer: the issuing body or bodies; of a draft, the one that wrote it.
        signer: as printed. Likewise `field` and `status`.
        issued: day of issue; None where the page tells none. Likewise `effective`.
        abstract: the trích yếu.
        draft: it is not issued yet.
        open_from: first day on which a draft may be commented on; None where the page tells none.
        open_until: likewise the last day.
        files: what is attached.
        related: documents that it replaces or amends, or that do so to it.
        first_seen: aware; when a crawl first met the link. Never moves.
        fetched: aware; when this record was downloaded.
    """

    id: str
    link: str
    aliases: tuple[str, ...] = ()
    portal: str
    number: str = ""
    written: str = ""
    type: str = ""
    issuer: str = ""
    signer: str = ""
    title: str
    abstract: str = ""
    issued: date | None = None
    effective: date | None = None
    field: str = ""
    status: str = ""
    draft: bool = False
    open_from: date | None = None
    open_until: date | None = None
    files: tuple[Attachment, ...] = ()
    related: tuple[Related, ...] = ()
    language: str = "vi"
    first_seen: datetime
    fetched: datetime


class Grouping(StrEnum):
    """What documents have in common that are found together."""

    TYPE = "type"
    ISSUER = "issuer"
    FIELD = "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Documents of one type, of one issuing body or of one field."""

    grouping: Grouping
    slug: str
    name: str


def groups(document: Document) -> tuple[Group, ...]:
    """Return the groups that a document belongs to; one of two ministries belongs to both. Drafts belong to none."""
    if document.draft:
        return ()
    named = [
        (Grouping.TYPE, [document.type]),
        (Grouping.ISSUER, _NEXT_ISSUER.split(document.issuer)),
        (Grouping.FIELD, document.field.split(";")),
    ]
    found = [
        Group(grouping=grouping, slug=slug(name)[:_LONGEST_SLUG], name=name.strip())
        for grouping, names in named
        for name in names
    ]
    return tuple({(group.grouping, group.slug): group for group in found if group.slug}.values())


def slug(name: str) -> str:
    """Return a name for addresses, the same however the name is spelt.

    >>> slug("Ủy ban nhân dân tỉnh Sơn La")
    'uy-ban-nhan-dan-tinh-son-la'
    """
    return _OTHER.sub("-", fold(name)).strip("-")


def is_open(draft: Document, *, on: date) -> bool:
    """Return whether a draft can be commented on at a day.

    Where its page tells no last day, it is thought to be open for sixty days.
    """
    status = fold(draft.status)
    if not draft.draft or any(said in status for said in _ENDS) or (draft.open_from and draft.open_from > on):
        return False
    return on <= (draft.open_until or (draft.open_from or draft.first_seen.date()) + _UNTOLD)


def key(number: str) -> str:
    """Return the form in which numbers are compared: `06/2013/QĐ-TTg` and `6/2013/QĐ-TTg` are one."""
    return number.lstrip("0")


def is_meant(document: Citation, cited: Citation, *, day: date) -> bool:
    """Return whether a document, as a whole citation tells it, is the one that an article of `day` cites.

    A number with a year, or an Assembly's term, is given once by each body; but 34 provinces share a code. A number
    without one is given anew every year, in the Party every term: where the article tells no date, the latest is
    meant.
    """
    if key(document.number) != key(cited.number):
        return False
    if _LOCAL.search(document.number) and not _same_place(document.issuer, cited.issuer):
        return False
    if _is_dated(document.number):
        return True
    if cited.date or document.date is None:
        return cited.date is not None and cited.date == document.date
    age = _ONE_TERM if _PARTY.search(document.number) else _ONE_YEAR
    return document.date <= day <= document.date + age


def _is_dated(number: str) -> bool:
    return bool(re.search(r"/(?:19|20)\d\d/", number) or _TERM.search(number))


def _same_place(one: str, other: str) -> bool:
    places = [{place for place in PLACES if place in issuer} for issuer in (one, other)]
    return bool(places[0] & places[1])


def as_json(document: Document) -> dict[str, Any]:
    """Return the record as JSON values, keys in the documented order; days as `2026-03-01`."""
    return {
        "id": document.id,
        "link": document.link,
        "aliases": list(document.aliases),
        "portal": document.portal,
        "number": document.number,
        "written": document.written,
        "type": document.type,
        "issuer": document.issuer,
        "signer": document.signer,
        "title": document.title,
        "abstract": document.abstract,
        "issued": _day(document.issued),
        "effective": _day(document.effective),
        "field": document.field,
        "status": document.status,
        "draft": document.draft,
        "open_from": _day(document.open_from),
        "open_until": _day(document.open_until),
        "files": files(document.files),
        "related": related(document.related),
        "language": document.language,
        "first_seen": document.first_seen.isoformat(timespec="minutes"),
        "fetched": document.fetched.isoformat(timespec="minutes"),
    }


def files(attached: Iterable[Attachment]) -> list[dict[str, Any]]:
    """Return files as JSON values; the length in bytes."""
    return [{"url": one.url, "type": one.type, "length": one.length, "title": one.title} for one in attached]


def related(others: Iterable[Related]) -> list[dict[str, str]]:
    """Return related documents as JSON values."""
    return [
        {"relation": one.relation.value, "number": one.number, "title": one.title, "link": one.link} for one in others
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
