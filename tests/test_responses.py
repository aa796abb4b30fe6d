"""Pages are kept as their hosts sent them, in files that any reader of WARC reads, and a crawl never ends by it."""

import gzip
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import crawling
import pytest
from crawling import Played, article, listing
from factories import NOON, portal
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator

from crawler import kept_pages
from crawler.archive.memory import Answered
from crawler.discovery import Link
from crawler.errors import PageError
from crawler.harvest import Task
from crawler.kept_pages import Page
from crawler.responses import Responses
from diemtin.demo.answers import Answer, page
from diemtin.demo.server import serving

PORTAL = portal()
LINK = Link(url="https://baochinhphu.vn/bai-1.htm", title="Phiên họp", published=NOON, aside=True)
HTML = "<html><h1>Phiên họp thường kỳ</h1></html>".encode()
LATER = "2026-03-01T15:00:00+07:00"


@dataclass
class Crawl:
    """What the middleware sees of a crawl: a clock, what the archive remembers, where problems are noted."""

    folder: Path
    now: datetime = NOON
    remembered: str = ""
    problems: list[PageError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.settings = {"RESPONSES": str(self.folder), "USER_AGENT": "diemtin/0.1"}
        self.spidercls = SimpleNamespace(name="baochinhphu")
        self.signals = SimpleNamespace(connect=lambda *_, **__: None)
        memory = SimpleNamespace(answered=lambda _: Answered(digest=self.remembered))
        self.spider = SimpleNamespace(
            assignment=SimpleNamespace(clock=lambda: self.now),
            archive=SimpleNamespace(memory=memory),
            tally=SimpleNamespace(note=self.problems.append),
        )


@contextmanager
def keeping(crawl: Crawl) -> Iterator[Responses]:
    middleware = Responses.from_crawler(crawl)  # type: ignore[arg-type]
    try:
        yield middleware
    finally:
        middleware.close()


def receive(middleware: Responses, body: bytes = HTML, *, number: int = 1, seen: bytes = b"", **headers: Any) -> None:
    """Let a page come in as it was sent, and reach the spider as it `seen`."""
    url = f"https://baochinhphu.vn/bai-{number}.htm"
    task = Task(link=LINK, keys=(url, f"baochinhphu:{number}"), section=PORTAL.sections[0])
    asked = Request(url, cb_kwargs={"task": task, "moved": False})
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    middleware.process_response(asked, Response(url, headers=sent, body=body, protocol="HTTP/1.1"))
    middleware.received(asked, Response(url, body=seen or body))


def kept(folder: Path, **when: Any) -> list[Page]:
    return [kept_pages.read(place) for place, _ in kept_pages.articles(folder, "baochinhphu", **when)]


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.warc.gz"))


def records(file: Path) -> list[tuple[Any, bytes]]:
    """Return the records of a file as another program reads them: heads, and payloads as they were sent."""
    with file.open("rb") as opened:
        return [(one, one.raw_stream.read()) for one in ArchiveIterator(opened, check_digests="raise")]


# What is kept


@pytest.mark.parametrize(
    ("coding", "sent"), [(None, HTML), ("gzip", gzip.compress(HTML)), ("br", brotli.compress(HTML))]
)
def test_page_is_read_back_as_a_crawl_read_it(tmp_path: Path, coding: str | None, sent: bytes) -> None:
    headers = {"Content_Encoding": coding} if coding else {}
    with keeping(Crawl(tmp_path)) as middleware:
        receive(middleware, sent, seen=HTML, Content_Type="text/html; charset=utf-8", ETag='"a"', **headers)
    (found,) = kept(tmp_path)
    assert found.response.body == HTML
    assert found.response.url == LINK.url
    assert found.response.headers["ETag"] == b'"a"'
    assert found.at == NOON
    task = found.task(PORTAL)
    assert (task.link, task.section) == (LINK, PORTAL.sections[0])
    assert task.keys == (LINK.url, "baochinhphu:1")


def test_record_is_what_the_host_sent(tmp_path: Path) -> None:
    packed = gzip.compress(HTML)
    with keeping(Crawl(tmp_path)) as middleware:
        receive(
            middleware,
            packed,
            Content_Encoding="gzip",
            Transfer_Encoding="chunked",
            Set_Cookie=["a=1", "b=Tiếng Việt"],
        )
    (head, _), (record, payload) = records(files(tmp_path)[0])
    assert head.rec_type == "warcinfo"
    assert record.rec_type == "response"
    assert record.rec_headers.protocol == "WARC/1.1"
    assert record.rec_headers.get_header("WARC-Target-URI") == LINK.url
    assert record.rec_headers.get_header("WARC-Date") == "2026-03-01T05:00:00.000000Z"
    assert record.rec_headers.get_header("WARC-Payload-Digest").startswith("sha1:")
    assert payload == packed
    assert record.http_headers.statusline == "200 OK"
    assert [name for name, _ in record.http_headers.headers] == ["Content-Encoding", "Set-Cookie", "Set-Cookie"]


def test_section_that_is_there_no_more_is_not_known(tmp_path: Path) -> None:
    with keeping(Crawl(tmp_path)) as middleware:
        receive(middleware)
    assert kept(tmp_path)[0].task(portal(sections=())).section is None


def test_what_does_not_reach_the_spider_is_not_kept(tmp_path: Path) -> None:
    asked = Request(LINK.url, cb_kwargs={"task": Task(link=LINK, keys=(LINK.url,), section=None)})
    with keeping(Crawl(tmp_path)) as middleware:
        middleware.process_response(asked, Response(LINK.url, body=b"a gate"))
        middleware.process_response(asked, Response(LINK.url, body=HTML))
        middleware.received(asked, Response(LINK.url, body=HTML))
        middleware.process_response(asked, Response(LINK.url, status=404, body=b"gone"))
        middleware.received(asked, Response(LINK.url, status=404, body=b"gone"))
    assert [one.response.body for one in kept(tmp_path)] == [HTML]


def test_pages_are_those_received_between_two_moments(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path)
    with keeping(crawl) as middleware:
        for number in range(5):
            crawl.now = NOON + timedelta(days=number)
            receive(middleware, number=number)
    found = kept(tmp_path, since=NOON + timedelta(days=1), until=NOON + timedelta(days=3))
    assert [one.at for one in found] == [NOON + timedelta(days=1), NOON + timedelta(days=2)]


def test_nothing_is_kept_unless_a_folder_is_named() -> None:
    crawl = Crawl(Path())
    crawl.settings["RESPONSES"] = ""
    with pytest.raises(NotConfigured):
        Responses.from_crawler(crawl)  # type: ignore[arg-type]


def test_crawl_keeps_articles_and_listings_that_say_something_new(tmp_path: Path) -> None:
    site = Played(
        {
            ("long.vn", "/robots.txt"): page("User-agent: *\n", kind="text/plain"),
            ("long.vn", "/tin"): listing("/bai-1.htm", "/bai-2.htm"),
            ("long.vn", "/bai-1.htm"): article(1),
            ("long.vn", "/bai-2.htm"): article(2),
        }
    )
    settings = tmp_path / "diemtin.toml"
    settings.write_text(f'responses = "{tmp_path}/kept"\nresponses_days = 30\n', encoding="utf-8")
    with serving(site) as server:
        first = crawling.crawl(tmp_path, server.url, ["long"], "--config", str(settings))
        _forget_validators(tmp_path)
        crawling.crawl(tmp_path, server.url, ["long"], "--config", str(settings), at=LATER)
    assert first.portals["long"]["new"] == 2
    assert site.asked["long.vn", "/tin"] == 2
    (file,) = files(tmp_path / "kept")  # the second time nothing had changed, whether the host said so or not
    urls = [record.rec_headers.get_header("WARC-Target-URI") for record, _ in records(file)[1:]]
    assert sorted(urls) == ["https://long.vn/bai-1.htm", "https://long.vn/bai-2.htm", "https://long.vn/tin"]


def _forget_validators(folder: Path) -> None:
    from crawler.archive import opened

    with opened(crawling.address(folder)) as store, store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE listings SET etag = '', last_modified = ''")


# Files that are whole


def test_two_crawls_of_one_moment_write_two_files(tmp_path: Path) -> None:
    with keeping(Crawl(tmp_path)) as one, keeping(Crawl(tmp_path)) as other:
        receive(one, number=1)
        receive(other, number=2)
    assert [file.name for file in files(tmp_path)] == ["baochinhphu-120000-1.warc.gz", "baochinhphu-120000-2.warc.gz"]
    assert len(kept(tmp_path)) == 2


def test_crawl_that_goes_on_past_midnight_begins_another_file(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, now=datetime(2026, 3, 1, 16, 59, tzinfo=UTC))
    with keeping(crawl) as middleware:
        receive(middleware)
        crawl.now += timedelta(minutes=1)
        receive(middleware)
    assert [file.parent.name for file in files(tmp_path)] == ["2026-03-01", "2026-03-02"]


def test_file_that_ends_anywhere_is_read_as_far_as_it_is_whole(tmp_path: Path) -> None:
    with keeping(Crawl(tmp_path)) as middleware:
        for number in range(3):
            receive(middleware, HTML + b"%d" % number * 200, number=number)
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    ends = [*(place.offset for place, _ in kept_pages.articles(tmp_path, "baochinhphu")), len(whole)][1:]
    lengths = {*range(0, len(whole), 11), *(end + by for end in ends for by in (-9, -8, -1, 0, 1))}
    for length in lengths:
        file.write_bytes(whole[:length])
        there = sum(1 for _ in kept_pages.articles(tmp_path, "baochinhphu"))
        assert there == sum(end <= length for end in ends)


def test_file_that_is_none_is_passed_over(tmp_path: Path) -> None:
    with keeping(Crawl(tmp_path)) as middleware:
        receive(middleware)
    place = tmp_path / "2026-03-01"
    (place / "baochinhphu-110000-1.warc.gz").write_bytes(b"no gzip")
    (place / "baochinhphu-110001-1.warc.gz").touch()
    assert len(kept(tmp_path)) == 1


def test_page_that_cannot_be_kept_is_told_once_and_what_was_kept_stays(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with keeping(crawl) as middleware:
        receive(middleware, number=1)
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4000, limits[1]))  # as when the disk is full
            for number in range(2, 5):
                receive(middleware, gzip.compress(bytes(range(256)) * 40, 0), number=number, Content_Encoding="gzip")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, before)
        receive(middleware, number=5)
    assert [one.kind for one in crawl.problems] == ["not-kept"]
    assert "make room" in crawl.problems[0].reason
    assert [one.response.url for one in kept(tmp_path)] == ["https://baochinhphu.vn/bai-1.htm"]
    assert len(records(files(tmp_path)[0])) == 2  # nothing torn is left behind


def test_crawl_goes_on_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file", encoding="utf-8")
    settings = tmp_path / "diemtin.toml"
    settings.write_text(f'responses = "{tmp_path}/kept"\nresponses_days = 30\n', encoding="utf-8")
    site = Played({("long.vn", "/tin"): listing("/bai-1.htm", "/bai-2.htm"), **_articles("long.vn", 1, 2)})
    with serving(site) as server:
        done = crawling.crawl(tmp_path, server.url, ["long"], "--config", str(settings))
    assert (done.code, done.portals["long"]["outcome"]) == (0, "new")
    assert crawling.numbers(tmp_path, "long") == [1, 2]
    assert done.kinds("long") == {"not-kept": 1}
    assert done.err.count("pages are not kept in") == 1


def _articles(host: str, *wanted: int) -> dict[tuple[str, str], Answer]:
    return {(host, f"/bai-{number}.htm"): article(number) for number in wanted}


# What is forgotten


def test_only_files_of_kept_pages_of_earlier_days_are_forgotten(tmp_path: Path) -> None:
    foreign = [
        tmp_path / "2026-01-01" / "notes.txt",
        tmp_path / "2026-01-01" / "baochinhphu.warc.gz",
        tmp_path / "2026-02-30" / "baochinhphu-120000-1.warc.gz",  # no day
        tmp_path / "2026" / "baochinhphu-120000-1.warc.gz",
        tmp_path / "baochinhphu-120000-1.warc.gz",
    ]
    old = [tmp_path / day / "baochinhphu-120000-1.warc.gz" for day in ("2026-01-01", "2026-01-02")]
    young = tmp_path / "2026-01-03" / "baochinhphu-120000-2.warc.gz"
    for file in (*foreign, *old, young):
        file.parent.mkdir(exist_ok=True)
        file.touch()
    assert kept_pages.forget(tmp_path, before=date(2026, 1, 3)) == 2
    assert not any(file.exists() for file in old)
    assert all(file.exists() for file in (*foreign, young))
    assert not (tmp_path / "2026-01-02").exists()


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    file = elsewhere / "baochinhphu-120000-1.warc.gz"
    file.touch()
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "2026-01-01").symlink_to(elsewhere)
    assert kept_pages.forget(tmp_path / "kept", before=date(2026, 3, 1)) == 0
    assert file.exists()


def test_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert kept_pages.forget(tmp_path / "none", before=date(2026, 3, 1)) == 0
    assert kept_pages.portals(tmp_path / "none") == []
