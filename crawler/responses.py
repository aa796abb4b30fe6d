"""What portals answered, kept as they sent it: WARC 1.1 (ISO 28500), a gzip member for each record.

A page is held from the moment it is received until it reaches the spider, and written then: what a gate or a busy
host said in its place is not kept, robots.txt is not, nor is a listing that says what it said before.
"""

import hashlib
import json
import logging
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from io import BytesIO, FileIO
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.dates import HANOI
from crawler.discovery import Link
from crawler.errors import PageError
from crawler.harvest import Task
from crawler.portal import Portal
from crawler.settings import DOWNLOAD_MAXSIZE

logger = logging.getLogger(__name__)

_HELD = "held_response"
_SAID = "WARC-JSON-Metadata"  # pywb's name for what a crawler adds; readers ignore fields that they do not know (5.1)
_FILE = re.compile(r"(?P<portal>.+)-\d{6}-\d+\.warc\.gz")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# zlib's: 6 makes files a seventh smaller than 1, for twice its time [captures]. What came compressed stays as it is.
_PACKING, _PACKED = 1, 0
_GZIP = zlib.MAX_WBITS + 16
_READ = 65_536  # bytes


class NotKept(PageError):
    """Made of the first page of a crawl that could not be kept; its reason names the cause."""

    kind = "not-kept"


class Responses:
    """Keeps pages in the folder that the setting `RESPONSES` names, a file for each crawl of a portal and day.

    When one cannot be written, that is told once, and no more of this crawl are kept.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._folder = Path(crawler.settings["RESPONSES"])
        self._file: FileIO | None = None
        self._day: date | None = None
        self._may_keep = True

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware, unless no folder is named; Scrapy's way in."""
        if not crawler.settings["RESPONSES"]:
            raise NotConfigured
        middleware = cls(crawler)
        crawler.signals.connect(middleware.received, signal=signals.response_received)
        crawler.signals.connect(middleware.close, signal=signals.spider_closed)
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        """Hold a copy of what was received: Scrapy takes the coding out of the head as it unpacks the body."""
        if self._may_keep and response.status == HTTPStatus.OK:
            request.meta[_HELD] = response.copy()
        return response

    def received(self, request: Request, response: Response) -> None:
        """Keep what reaches the spider as its host sent it."""
        held = request.meta.pop(_HELD, None)
        said = self._said(request, response) if held is not None and response.status == HTTPStatus.OK else None
        if held is None or said is None:
            return
        now = self._spider.assignment.clock()
        try:
            self._write(_packed(held, url=request.url, at=now, said=said), now=now)
        except OSError as error:
            self._give_up(request.url, error)

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()
            self._file = None

    def _said(self, request: Request, response: Response) -> dict[str, Any] | None:
        """Return what must be known of a page to read it again; None where it is not to be kept."""
        name = self._crawler.spidercls.name
        match request.cb_kwargs:
            case {"task": task}:
                return {"portal": name, **_told(task)}
            case {"step": step}:
                before = self._spider.archive.memory.answered(step.address).digest
                same = before == _digest(response)
                return None if same else {"portal": name, "section": step.section.path, "method": request.method}
            case _:
                return None

    def _write(self, packed: bytes, *, now: datetime) -> None:
        """Write a record, whole or not at all.

        Raises:
            OSError: it cannot be written.
        """
        file = self._opened(now.astimezone(HANOI))
        begin, rest = file.tell(), memoryview(packed)
        try:
            while rest:
                rest = rest[file.write(rest) :]
        except OSError:
            with suppress(OSError):
                file.truncate(begin)
            raise

    def _opened(self, now: datetime) -> FileIO:
        if self._file is None or self._day != now.date():
            self.close()
            self._file, self._day = _created(self._folder, self._crawler.spidercls.name, now=now), now.date()
            self._file.write(_information(self._crawler.settings["USER_AGENT"], Path(str(self._file.name)), at=now))
        return self._file

    def _give_up(self, url: str, error: OSError) -> None:
        self._may_keep = False
        with suppress(OSError):
            self.close()
        reason = f"pages are not kept in {self._folder} ({error.strerror}): make room, or name another `responses`"
        logger.warning("portal=%s responses=%s", self._crawler.spidercls.name, json.dumps(reason, ensure_ascii=False))
        self._spider.tally.note(NotKept(url, reason))

    @property
    def _spider(self) -> Any:
        return self._crawler.spider


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
    said = json.loads(record.rec_headers.get_header(_SAID))
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


def _told(task: Task) -> dict[str, Any]:
    link = task.link
    return {
        "section": task.section.path if task.section else None,
        "keys": task.keys,
        "link": {
            "url": link.url,
            "title": link.title,
            "published": link.published.isoformat() if link.published else None,
            "updated": link.updated.isoformat() if link.updated else None,
            "aside": link.aside,
        },
    }


def _digest(response: Response) -> str:
    """Return what `listings` remembers of an answer."""
    return hashlib.blake2b(response.body, digest_size=16).hexdigest()


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _gathered(headers: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return headers by their names; one may be sent several times."""
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name, []).append(value)
    return found


def _created(folder: Path, portal: str, *, now: datetime) -> FileIO:
    """Create the file of a crawl: no two, of whatever process, write into one.

    Raises:
        OSError: it cannot be created.
    """
    place = folder / now.date().isoformat()
    place.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        with suppress(FileExistsError):
            return FileIO(place / f"{portal}-{now:%H%M%S}-{number}.warc.gz", "x")
    raise AssertionError  # there is always a next number


def _information(agent: str, file: Path, *, at: datetime) -> bytes:
    """Return the record that a file begins with: who wrote it."""
    writer = _writer()
    said = {"software": agent, "format": "WARC File Format 1.1", "conformsTo": "ISO 28500:2017"}
    record = writer.create_warcinfo_record(file.name, said)
    record.rec_headers.replace_header("WARC-Date", _warc_date(at))
    return _member(writer, record, level=_PACKING)


def _packed(response: Response, *, url: str, at: datetime, said: Mapping[str, Any]) -> bytes:
    """Return a response as a record."""
    writer = _writer()
    status = f"{response.status} {HTTPStatus(response.status).phrase}"
    record = writer.create_warc_record(
        url,
        "response",
        payload=BytesIO(response.body),
        length=len(response.body),
        http_headers=StatusAndHeaders(status, _headers(response), protocol=response.protocol or "HTTP/1.1"),
        warc_headers_dict={"WARC-Date": _warc_date(at), _SAID: json.dumps(said)},
    )
    level = _PACKED if response.headers.get("Content-Encoding") else _PACKING
    return _member(writer, record, level=level)


def _headers(response: Response) -> list[tuple[str, str]]:
    """Return a response's headers; the body is no longer in the chunks that it may have come in."""
    kept = [name for name in response.headers if name != b"Transfer-Encoding"]
    return [
        (name.decode("latin-1"), value.decode("latin-1")) for name in kept for value in response.headers.getlist(name)
    ]


def _writer() -> WARCWriter:
    return WARCWriter(BytesIO(), gzip=False, warc_version="1.1")


def _member(writer: WARCWriter, record: ArcWarcRecord, *, level: int) -> bytes:
    """Return a record as a gzip member; warcio packs as tightly as it can, which takes three times as long."""
    writer.write_record(record)
    return zlib.compress(writer.out.getvalue(), level, wbits=_GZIP)


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


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
            said = record.rec_headers.get_header(_SAID)
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
        begin, unpacking, parts = offset, zlib.decompressobj(_GZIP), []
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
