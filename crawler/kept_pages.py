"""Pages that were kept as portals sent them (`crawler.responses`): found again, read, forgotten."""

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from crawler.dates import HANOI
from crawler.discovery import Link
from crawler.harvest import Task
from crawler.portal import Portal
from crawler.settings import DOWNLOAD_MAXSIZE

SAID = "WARC-JSON-Metadata"
"""The field of what was known of a page: pywb's name for it; readers ignore fields that they do not know (5.1)."""

GZIP = zlib.MAX_WBITS + 16
"""How zlib is told that a record is a gzip member."""

_FILE = re.compile(r"(?P<portal>.+)-\d{6}-\d+\.warc\.gz")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_READ = 65_536  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page is kept.

    Attributes:
        at: aware; when it was received.
        offset: of its record in the file, in bytes.
    """

    at: datetime
    file: Path
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article's page as it was received, with what was known of it.

    Attributes:
        at: aware; when it was received.
        section: path of the section in whose own list its link stood; None when that is not known.
        response: as a crawl reads it.
    """

    at: datetime
    link: Link
    keys: tuple[str, ...]
    section: str | None
    response: Response

    def task(self, portal: Portal) -> Task:
        """Return the task that it was fetched for; a section that is no longer there is not known."""
        section = next((one for one in portal.sections if one.path == self.section), None)
        return Task(link=self.link, keys=self.keys, section=section)


def portals(folder: Path) -> list[str]:
    """Return the names of the portals of which pages are kept, sorted."""
    return sorted({found["portal"] for _, file in _files(folder) if (found := _FILE.fullmatch(file.name))})


def articles(
    folder: Path, portal: str, *, since: datetime | None = None, until: datetime | None = None
) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Yield where the pages of a portal's articles are kept, and the keys of each; the first received first.

    A record that is not whole is passed over: of a crawl that was killed the last one may not be.

    Args:
        folder: of kept pages.
        portal: its name.
        since: only those received then or later.
        until: only those received before it.
    """
    for day, file in _files(folder):
        early = until and day > until.astimezone(HANOI).date()
        late = since and day < since.astimezone(HANOI).date()
        found = _FILE.fullmatch(file.name)
        if found and found["portal"] == portal and not (early or late):
            for place, said in _heads(file):
                if "link" in said and not (since and place.at < since) and not (until and place.at >= until):
                    yield place, tuple(said["keys"])


def read(place: Place) -> Page:
    """Return a page that is kept.

    Raises:
        OSError: its file has gone.
    """
    with place.file.open("rb") as file:
        file.seek(place.offset)
        record = _record(next(_members(file))[1])
    said = json.loads(record.rec_headers.get_header(SAID))
    link = said["link"]
    return Page(
        at=place.at,
        link=Link(
            url=link["url"],
            title=link["title"],
            published=_moment(link["published"]),
            updated=_moment(link["updated"]),
            aside=link["aside"],
        ),
        keys=tuple(said["keys"]),
        section=said["section"],
        response=_UNPACKING.unpacked(
            Response(
                record.rec_headers.get_header("WARC-Target-URI"),
                status=int(record.http_headers.get_statuscode()),
                headers=_gathered(record.http_headers.headers),
                body=record.raw_stream.read(),
            )
        ),
    )


def forget(folder: Path, *, before: date) -> int:
    """Remove what was kept before a day, and return how many files that were; nothing else in the folder is touched."""
    removed = 0
    for day, file in _files(folder):
        if day < before and not file.is_symlink():
            with suppress(FileNotFoundError):  # another crawl was quicker
                file.unlink()
                removed += 1
    for place in _days(folder):
        if date.fromisoformat(place.name) < before:
            with suppress(OSError):  # there is something else in it
                place.rmdir()
    return removed


class _Unpacking(HttpCompressionMiddleware):
    """Scrapy's, without a crawl: what it takes out of its compression there, it takes out here."""

    def __init__(self) -> None:  # Scrapy's asks for a crawler, to have from it what follows
        self.stats = None
        self._max_size = self._warn_size = DOWNLOAD_MAXSIZE

    def unpacked(self, response: Response) -> Response:
        """Return a response with its body as the spider sees it."""
        return self.process_response(Request(response.url), response)  # type: ignore[return-value] # never a request


_UNPACKING = _Unpacking()


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _gathered(headers: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return headers by their names; one may be sent several times."""
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name, []).append(value)
    return found


def _days(folder: Path) -> list[Path]:
    """Return the folders of days, the earliest first."""
    there = folder.iterdir() if folder.is_dir() else ()
    named = [one for one in there if _DAY.fullmatch(one.name) and one.is_dir() and not one.is_symlink()]
    return sorted(one for one in named if _is_date(one.name))


def _is_date(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _files(folder: Path) -> Iterator[tuple[date, Path]]:
    """Yield the files of kept pages with their days, in the order in which they were begun."""
    for place in _days(folder):
        for file in sorted(place.iterdir()):
            if _FILE.fullmatch(file.name) and file.is_file():
                yield date.fromisoformat(place.name), file


def _heads(path: Path) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield where each response of a file stands, and what was known of it."""
    with path.open("rb") as file:
        for offset, member in _members(file):
            record = _record(member)
            said = record.rec_headers.get_header(SAID)
            if record.rec_type == "response" and said:
                at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
                yield Place(at=at, file=path, offset=offset), json.loads(said)


def _record(member: bytes) -> ArcWarcRecord:
    return next(iter(ArchiveIterator(BytesIO(member))))


def _members(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the gzip members of a file from where it stands, each with its offset; one that is not whole is the last.

    warcio fails in many ways on a record that is torn; the checksum of a member tells before it is asked.
    """
    offset, rest = file.tell(), b""
    while True:
        begin, unpacking, parts = offset, zlib.decompressobj(GZIP), []
        while not unpacking.eof:
            read = rest or file.read(_READ)
            try:
                parts.append(unpacking.decompress(read))
            except zlib.error:
                return
            if not read:
                return
            rest = unpacking.unused_data
            offset += len(read) - len(rest)
        yield begin, b"".join(parts)
