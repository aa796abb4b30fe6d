"""What portals answered, kept as they sent it: WARC 1.1 (ISO 28500), a gzip member for each record.

A page is held from the moment it is received until it reaches the spider, and written then: what a gate or a busy
host said in its place is not kept, robots.txt is not, nor is a listing that says what it said before.
"""

import json
import logging
import zlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from http import HTTPStatus
from io import BytesIO, FileIO
from itertools import count
from pathlib import Path
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler import answers
from crawler.dates import HANOI
from crawler.errors import PageError
from crawler.harvest import Task
from crawler.kept_pages import GZIP, SAID

logger = logging.getLogger(__name__)

_HELD = "held_response"
# zlib's: 6 makes files a seventh smaller than 1, for twice its time [captures]. What came compressed stays as it is.
_PACKING, _PACKED = 1, 0


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
                same = before == answers.digest(response)
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
        warc_headers_dict={"WARC-Date": _warc_date(at), SAID: json.dumps(said)},
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
    return zlib.compress(writer.out.getvalue(), level, wbits=GZIP)


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
