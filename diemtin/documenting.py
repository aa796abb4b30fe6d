"""The archive's legal documents, shown and handed to programs, with the articles that cite them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from crawler import document_numbers
from crawler.archive import Archive, DocumentEntry
from crawler.archive.document_reading import Citing, Which
from crawler.document import Grouping, as_json, slug
from diemtin import terminal
from diemtin.configuration import SettingsWrong


def which(
    *,
    kind: str | None = None,
    issuer: str | None = None,
    field: str | None = None,
    number: str | None = None,
    portal: str | None = None,
    since: datetime | None = None,
) -> Which:
    """Return which documents are asked for; names may be written with or without marks, or as slugs.

    Raises:
        SettingsWrong: the number is no document's.
    """
    named = ((Grouping.TYPE, kind), (Grouping.ISSUER, issuer), (Grouping.FIELD, field))
    return Which(
        group=tuple((grouping, slug(name)) for grouping, name in named if name),
        number=_number(number) if number else "",
        portal=portal or "",
        since=since,
    )


def show(store: Archive, chosen: Which, *, drafts: bool, limit: int, as_records: bool) -> None:
    """Print documents, newest first; with `drafts` those drafts alone that are open for comment."""
    entries = _open(store, chosen) if drafts else store.documents.entries(chosen)
    present = [one for one in entries if as_records or not one.gone][: limit or None]
    citing = store.documents.citing([one.document.id for one in present])
    if as_records:
        terminal.as_json([_record(one, citing) for one in present])
    else:
        _table(present, citing)


def _number(written: str) -> str:
    number = document_numbers.normal(written)
    if number is None:
        raise SettingsWrong(f"{written!r} is no document's number: write one like 13/2023/NĐ-CP or 57-NQ/TW")
    return number


def _open(store: Archive, chosen: Which) -> list[DocumentEntry]:
    asked = {one.document.id for one in store.documents.entries(chosen)}
    return [one for one in store.documents.open_drafts() if one.document.id in asked]


def _record(entry: DocumentEntry, citing: Mapping[str, Sequence[Citing]]) -> dict[str, Any]:
    return {
        **as_json(entry.document),
        "revision": entry.revision,
        "gone": entry.gone,
        "cited_by": [
            {"id": one.id, "link": one.link, "portal": one.portal, "title": one.title}
            for one in citing.get(entry.document.id, ())
        ],
    }


def _table(entries: Sequence[DocumentEntry], citing: Mapping[str, Sequence[Citing]]) -> None:
    made = terminal.table("number", "type", "issued", "issuing body", "abstract", "cited by", numbers=("cited by",))
    for one in (entry.document for entry in entries):
        number = one.number or one.written or ("(draft)" if one.draft else "–")
        day, cited = _day(one.issued or one.open_from), str(len(citing.get(one.id, ())))
        made.add_row(number, one.type, day, one.issuer, one.abstract or one.title, cited)
    terminal.out.print(made)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"
