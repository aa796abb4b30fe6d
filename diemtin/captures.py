"""The captures of portals: found in folders, and read into records that can be compared.

It knows of `crawler` alone, and of what has long been there: `diemtin check --since-rev` runs it with another
revision's `crawler` (`diemtin.comparing`).
"""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler import document_pages, dom, links, run, sources
from crawler.article import Article
from crawler.dates import HANOI
from crawler.discovery import Found, Link
from crawler.document import Document
from crawler.errors import DiemtinError, PageError
from crawler.extraction import extract
from crawler.portal import Explore, Listing, Portal, Source

FOLDERS = (Path("captures"), Path("../shared/captures"))
"""Where captures are looked for, from the checkout's folder, unless others are named; new ones go to the first."""

PLACES = " and ".join(f"./{one}" if one.parts[0] != ".." else str(one) for one in FOLDERS)
"""The folders likewise, in words."""

Record = dict[str, Any]
"""What a capture was read as: JSON values that hold no text of others but titles, names and opening words."""

_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")  # browsers write it
_IN_PART = re.compile(r"partial|only")  # of a name: what is not in the file says nothing of the page
_OF_ARTICLES = re.compile(r"^(?:article|document)")
_OF_HOMES = re.compile(r"home(?:page)?(?:-[0-9a-f]{8})?")  # as `diemtin capture` names it
_OPENING = 40  # characters
_DIGEST = 12  # hexadecimal digits
_ELEMENT = re.compile(r"<([a-z][a-z0-9]*)")


class CaptureUnreadable(DiemtinError):
    """Raised when a capture, or what was noted beside it, cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A saved page of a portal.

    Attributes:
        name: `HOST/NAME`, whatever folder it is in.
        portal: the portal's name.
        url: its address: as noted beside it, else as the page tells; else the portal's home page.
        content_type: the HTTP header; empty where it was not kept.
        fetched: aware; when the file was written, where it was not noted.
        source: as which it lists articles; None where it is an article's page or a document's.
        home: it is the home page, and no section's list; its name tells.
    """

    name: str
    portal: str
    file: Path
    url: str
    content_type: str
    fetched: datetime
    source: Source | None
    home: bool = False

    @property
    def body(self) -> bytes:
        """The page, byte for byte."""
        return self.file.read_bytes()

    @property
    def whole(self) -> bool:
        """Whether the page was saved whole; its name tells."""
        return not _IN_PART.search(self.file.stem)


def find(portals: Iterable[Portal], folders: Sequence[Path]) -> dict[str, tuple[Capture, ...]]:
    """Return the captures of portals by the portal's name, each sorted by their own; portals without any are left out.

    Of two of one name that in the first folder counts.

    Raises:
        CaptureUnreadable: one cannot be read.
    """
    found = {one.name: tuple(_of(one, folders)) for one in portals}
    return {name: captures for name, captures in found.items() if captures}


def read(capture: Capture, portal: Portal) -> Article | Document | Found:
    """Return what is on a saved page, as a crawl would read it.

    Raises:
        PageError: the page cannot be read.
    """
    url, body, now, media = capture.url, capture.body, capture.fetched, capture.content_type
    if capture.source is not None:
        return sources.read(capture.source, body, url=url, portal=portal, content_type=media)
    link = Link(url=url)
    document = document_pages.read(body, url=url, portal=portal, now=now, link=link, content_type=media)
    return document or extract(body, url=url, portal=portal, now=now, link=link, content_type=media)


def record(capture: Capture, portal: Portal) -> Record:
    """Return a saved page's record; of a page that cannot be read it tells why, as `failed`."""
    try:
        found = read(capture, portal)
    except PageError as error:
        return {"url": capture.url, "failed": f"{error.kind}: {error.reason}"}
    match found:
        case Article():
            return {"url": capture.url, **_of_article(found)}
        case Document():
            return {"url": capture.url, **_of_document(found)}
        case _:
            return {"url": capture.url, **_of_listing(found)}


def records(portals: Mapping[str, Portal], folders: Sequence[Path]) -> dict[str, dict[str, Record]]:
    """Return the record of each capture by the portal's name and its own."""
    found = find(portals.values(), folders)
    return {name: {one.name: record(one, portals[name]) for one in captures} for name, captures in found.items()}


def main() -> None:
    """Print the records of the portals that the first line names, from the folders that it names."""
    asked = json.loads(sys.stdin.readline())
    known = run.portals()
    portals = {name: known[name] for name in asked["portals"] if name in known}
    json.dump(records(portals, [Path(folder) for folder in asked["folders"]]), sys.stdout)


def _of(portal: Portal, folders: Sequence[Path]) -> list[Capture]:
    hosts = {links.bare(host) for host in portal.hosts}
    files: dict[str, Path] = {}
    for place in (place for folder in folders if folder.is_dir() for place in sorted(folder.iterdir())):
        if place.is_dir() and links.bare(place.name) in hosts:
            for file in sorted(place.glob("*.html")):
                files.setdefault(f"{links.bare(place.name)}/{file.stem}", file)
    return [_capture(name, file, portal=portal) for name, file in sorted(files.items())]


def _capture(name: str, file: Path, *, portal: Portal) -> Capture:
    try:
        beside = file.with_suffix(".json")
        noted = json.loads(beside.read_bytes()) if beside.exists() else {}
        url = noted["url"] if noted else _own_address(file.read_bytes()) or portal.home
        fetched = datetime.fromisoformat(noted["fetched"]) if noted else _written(file)
        headers = {key.lower(): value for key, value in noted.get("headers", ())}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CaptureUnreadable(
            f"the capture {file} cannot be read ({type(error).__name__}: {error}): save it anew with `diemtin capture`"
        ) from error
    is_article = portal.is_article(url) or bool(_OF_ARTICLES.match(file.stem))
    listed = _source(portal, url)
    is_home = listed is None and bool(_OF_HOMES.fullmatch(file.stem))
    return Capture(
        name=name,
        portal=portal.name,
        file=file,
        url=url,
        content_type=headers.get("content-type", ""),
        fetched=fetched,
        source=None if is_article else listed or (Explore() if is_home else Listing()),
        home=is_home,
    )


def _written(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, HANOI)


def _own_address(body: bytes) -> str:
    """Return the address that a page gives as its own, or a browser that saved it; an empty string where none does."""
    saved = _SAVED_FROM.search(body)
    page = dom.parse(body) if saved is None else None
    own = dom.first(page, ('link[rel="canonical"]', 'meta[property="og:url"]')) if page else None
    told = (dom.attribute(own, "href") or dom.attribute(own, "content")) if own else ""
    return links.absolute(saved[1].decode("ascii", "replace") if saved else told, base="")


def _source(portal: Portal, url: str) -> Source | None:
    """Return the source whose address it is; None where it is none's."""

    def key(address: str) -> str:
        return links.canonical(address, hosts=portal.hosts)

    pairs = ((source, section) for section in portal.sections for source in portal.sources(section))
    asked = {key(portal.template(source, section)): source for source, section in pairs}
    return asked.get(key(url))


def _of_article(article: Article) -> Record:
    return {
        "kind": "article",
        "title": article.title,
        "lead": _gist(article.lead),
        "published": _minute(article.published),
        "updated": _minute(article.updated),
        "authors": list(article.authors),
        "section": list(article.section),
        "tags": list(article.tags),
        "source": article.source,
        "body": hashlib.sha256(article.body_text.encode()).hexdigest(),
        "paragraphs": len(article.body_text.split("\n\n")) if article.body_text else 0,
        "elements": dict(sorted(Counter(_ELEMENT.findall(article.body_html)).items())),
        "images": len(article.images),
        "captions": sum(bool(image.caption) for image in article.images),
        "credits": sum(bool(image.credit) for image in article.images),
        "attachments": len(article.attachments),
        "documents": [cited.number for cited in article.documents],
        "extracted_by": dict(sorted(article.extracted_by.items())),
    }


def _of_document(document: Document) -> Record:
    days = {name: getattr(document, name) for name in ("issued", "effective", "open_from", "open_until")}
    return {
        "kind": "document",
        **{name: getattr(document, name) for name in ("number", "type", "issuer", "signer", "title")},
        "abstract": _gist(document.abstract),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        **{name: getattr(document, name) for name in ("field", "status", "draft")},
        "files": [file.title for file in document.files],
        "related": [f"{one.relation.value} {one.number}" for one in document.related],
    }


def _of_listing(found: Found) -> Record:
    return {
        "kind": "listing",
        "links": len(found.links),
        "own": sum(not link.aside for link in found.links),
        "titled": sum(bool(link.title) for link in found.links),
        "dated": sum(link.published is not None for link in found.links),
        "first": found.links[0].url if found.links else "",
        "last": found.links[-1].url if found.links else "",
        "next": found.next or ("posted" if found.postback else ""),
        "zone": found.zone,
        "sections": len(found.sections),
        "children": len(found.children),
    }


def _gist(words: str) -> str:
    """Return a text's opening, its length and its digest: enough to know it again, and not the text."""
    if not words:
        return ""
    opening = words if len(words) <= _OPENING else f"{words[:_OPENING].rstrip()}…"
    return f"{opening} ({len(words)} characters, {hashlib.sha256(words.encode()).hexdigest()[:_DIGEST]})"


def _minute(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


if __name__ == "__main__":
    main()
