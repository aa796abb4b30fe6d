"""A request is answered as HTTP asks, by a function or by a published file and by nothing else."""

import asyncio
import gzip
import hashlib
import os
import resource
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import brotli
import pytest
from served import asked, request

from feeds import files
from feeds.catalogue import Site
from feeds.serving.application import Application, discovery, file_of
from feeds.serving.http import Answer, Extent, Request, Route, text

RSS = "<rss>Thủ tướng</rss>".encode() * 50
LARGE = bytes(range(256)) * 512  # 128 KB
FILES = {
    "index.html": b"<!DOCTYPE html>",
    "catalogue.json": b"{}",
    "feeds.opml": b"<opml/>",
    "feeds/all.rss": RSS,
    "feeds/all.atom": b"<feed/>",
    "feeds/all.json": b"{}",
    "feeds/archive/all/2026-03.atom": b"<feed/>",
    "feeds/large.html": LARGE,
    "icon.png": b"\x89PNG" * 500,
    "icon.svg": b"<svg/>",
    ".secret.html": b"no",
    "feeds/.all.rss.x.part": b"no",
    "notes.txt": b"no",
    "html": b"no",
}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    for path, data in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    os.utime(folder / "feeds/all.rss", (1_772_000_000, 1_772_000_000))
    (tmp_path / "outside.html").write_bytes(b"no")
    return folder


@pytest.fixture
def app(output: Path) -> Iterator[Application]:
    with closing(Application(output)) as found:
        yield found


def plain(answer: Answer) -> bytes:
    assert isinstance(answer.body, bytes)
    return answer.body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/feeds/all.rss", "application/rss+xml; charset=utf-8"),
        ("/feeds/all.atom", "application/atom+xml; charset=utf-8"),
        ("/feeds/all.json", "application/feed+json; charset=utf-8"),
        ("/catalogue.json", "application/json; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/icon.png", "image/png"),
        ("/icon.svg", "image/svg+xml; charset=utf-8"),
    ],
)
def test_every_file_is_served_under_its_media_type(app: Application, path: str, kind: str) -> None:
    answer = asked(app, path)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)


def test_an_answer_carries_what_pollers_and_browsers_need(app: Application) -> None:
    answer = asked(app, "/feeds/all.rss")
    assert (answer.status, answer.body) == (200, RSS)
    assert answer.headers == {
        "accept-ranges": "bytes",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "ETag, Last-Modified, Link, Content-Range, Retry-After",
        "cache-control": "public, max-age=300",
        "content-security-policy": (
            "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        "content-type": "application/rss+xml; charset=utf-8",
        "etag": f'"{hashlib.sha256(RSS).hexdigest()[:32]}"',
        "last-modified": "Wed, 25 Feb 2026 06:13:20 GMT",
        "referrer-policy": "strict-origin-when-cross-origin",
        "vary": "accept-encoding",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }


def test_a_poller_that_holds_the_version_gets_304(app: Application) -> None:
    etag = asked(app, "/feeds/all.rss").headers["etag"]
    for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = asked(app, "/feeds/all.rss", if_none_match=held)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers == {
            "access-control-allow-origin": "*",
            "access-control-expose-headers": "ETag, Last-Modified, Link, Content-Range, Retry-After",
            "cache-control": "public, max-age=300",
            "etag": etag,
            "last-modified": "Wed, 25 Feb 2026 06:13:20 GMT",
            "vary": "accept-encoding",
        }


def test_a_poller_may_ask_by_date(app: Application) -> None:
    assert asked(app, "/feeds/all.rss", if_modified_since="Wed, 25 Feb 2026 06:13:20 GMT").status == 304
    assert asked(app, "/feeds/all.rss", if_modified_since="Wed, 25 Feb 2026 06:13:19 GMT").status == 200


def test_a_poller_that_holds_another_version_gets_the_feed(app: Application) -> None:
    modified = asked(app, "/feeds/all.rss").headers["last-modified"]
    assert asked(app, "/feeds/all.rss", if_none_match='"other"', if_modified_since=modified).status == 200


def test_who_wants_another_version_than_there_is_is_refused(app: Application) -> None:
    answer = asked(app, "/feeds/all.rss", if_match='"other"')
    assert (answer.status, answer.headers["x-content-type-options"]) == (412, "nosniff")


@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip", "gzip"), ("br, gzip;q=0.5", "br"), ("*", "br"), ("gzip, br;q=0.1", "gzip")]
)
def test_packed_forms_are_sent_under_etags_of_their_own(app: Application, accepted: str, coding: str) -> None:
    answer = asked(app, "/feeds/all.rss", accept_encoding=accepted)
    assert (answer.status, answer.headers["content-encoding"]) == (200, coding)
    assert (gzip.decompress if coding == "gzip" else brotli.decompress)(plain(answer)) == RSS
    assert len(plain(answer)) < len(RSS)
    assert answer.headers["etag"].endswith(f'-{coding}"')
    again = asked(app, "/feeds/all.rss", accept_encoding=accepted, if_none_match=answer.headers["etag"])
    assert (again.status, again.headers["etag"]) == (304, answer.headers["etag"])


@pytest.mark.parametrize("accepted", ["", "identity", "deflate", "gzip;q=0", "br;q=0, gzip; q=0.0"])
def test_others_are_sent_the_file_as_it_is(app: Application, accepted: str) -> None:
    answer = asked(app, "/feeds/all.rss", accept_encoding=accepted)
    assert ("content-encoding" in answer.headers, answer.body) == (False, RSS)


def test_a_poller_that_holds_any_form_that_it_takes_holds_the_version(app: Application) -> None:
    plain = asked(app, "/feeds/all.rss").headers["etag"]
    packed = asked(app, "/feeds/all.rss", accept_encoding="gzip").headers["etag"]
    assert asked(app, "/feeds/all.rss", accept_encoding="br, gzip", if_none_match=plain).headers["etag"] == plain
    assert asked(app, "/feeds/all.rss", accept_encoding="br, gzip", if_none_match=packed).headers["etag"] == packed
    assert asked(app, "/feeds/all.rss", if_none_match=packed).status == 200


def test_what_does_not_shrink_is_not_packed(app: Application) -> None:
    for path in ("/feeds/all.atom", "/icon.png"):
        assert "content-encoding" not in asked(app, path, accept_encoding="br, gzip").headers


def test_a_part_is_sent_to_who_asks_for_it(app: Application) -> None:
    answer = asked(app, "/feeds/all.rss", range="bytes=10-19", accept_encoding="br")
    assert (answer.status, answer.body) == (206, RSS[10:20])
    assert answer.headers["content-range"] == f"bytes 10-19/{len(RSS)}"
    assert "content-encoding" not in answer.headers
    assert asked(app, "/feeds/all.rss", "HEAD", range="bytes=10-19").status == 200


def test_a_part_that_is_not_there_is_refused_with_how_much_there_is(app: Application) -> None:
    answer = asked(app, "/feeds/all.rss", range="bytes=5000-")
    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{len(RSS)}")


def test_a_download_is_taken_up_again_unless_the_file_changed(app: Application) -> None:
    etag = asked(app, "/feeds/all.rss").headers["etag"]
    assert asked(app, "/feeds/all.rss", range="bytes=10-", if_range=etag).body == RSS[10:]
    assert asked(app, "/feeds/all.rss", range="bytes=10-", if_range='"other"').body == RSS
    assert asked(app, "/feeds/all.rss", range="bytes=10-", if_none_match=etag).status == 304


def test_large_files_stay_on_the_disk(output: Path) -> None:
    with closing(Application(output, memory=16 * 65536)) as app:
        answer = asked(app, "/feeds/large.html", accept_encoding="br, gzip")
        assert isinstance(answer.body, Extent)
        assert (answer.status, len(answer.body)) == (200, len(LARGE))
        assert answer.headers["etag"] == f'"{hashlib.sha256(LARGE).hexdigest()[:32]}"'
        part = asked(app, "/feeds/large.html", range="bytes=-100").body
        assert isinstance(part, Extent)
        assert (part.offset, part.length) == (len(LARGE) - 100, 100)
        assert asked(app, "/feeds/large.html", if_none_match=answer.headers["etag"]).status == 304


def test_what_is_published_later_is_served(output: Path, app: Application) -> None:
    old = asked(app, "/feeds/all.rss").headers["etag"]
    files.write(output / "feeds/all.rss", b"<rss>newer</rss>")
    asyncio.run(app.refresh())
    answer = asked(app, "/feeds/all.rss", if_none_match=old)
    assert (answer.status, answer.body) == (200, b"<rss>newer</rss>")


def test_what_is_no_longer_published_is_no_longer_served(output: Path, app: Application) -> None:
    assert asked(app, "/feeds/all.rss").status == 200
    (output / "feeds/all.rss").unlink()
    asyncio.run(app.refresh())
    assert asked(app, "/feeds/all.rss").status == 404


def test_an_answer_is_made_once_for_all_who_get_it(app: Application) -> None:
    asked(app, "/feeds/all.rss")
    one, other = asked(app, "/feeds/all.rss"), asked(app, "/feeds/all.rss", user_agent="another")
    assert one is other
    assert one.lasting
    assert not asked(app, "/feeds/all.rss", range="bytes=0-9").lasting


def test_a_file_that_cannot_be_read_is_not_told_to_be_gone(app: Application) -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, limits)
        loop = stack.enter_context(closing(asyncio.new_event_loop()))
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, limits[1]))  # as when too many connections are open
        answer = app(request("/feeds/all.rss"))
        assert not isinstance(answer, Answer)
        with pytest.raises(OSError, match="Too many open files"):
            loop.run_until_complete(answer())
    assert asked(app, "/feeds/all.rss").status == 200


def test_feeds_tell_their_address_and_their_hubs(output: Path) -> None:
    site = Site(base_url="https://feeds.example.vn/tin", hubs=("https://a.example/", "https://b.example/"))
    with closing(Application(output, site=site)) as app:
        assert asked(app, "/feeds/all.rss").headers["link"] == (
            '<https://a.example/>; rel="hub", <https://b.example/>; rel="hub", '
            '<https://feeds.example.vn/tin/feeds/all.rss>; rel="self"'
        )
        assert "link" not in asked(app, "/catalogue.json").headers
    assert discovery(Site())("feeds/all.json") == '<http://localhost:8000/feeds/all.json>; rel="self"'


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/none.rss",
        "/feeds/",
        "/feeds",
        "/notes.txt",
        "/html",
        "/.secret.html",
        "/feeds/.all.rss.x.part",
        "/../outside.html",
        "/feeds/../../outside.html",
        "/%2e%2e/outside.html",
        "/feeds/..%2f..%2foutside.html",
        "/feeds/..\\..\\outside.html",
        "//etc/passwd.html",
        "/feeds//all.rss",
        "/feeds/all.rss/",
        "/feeds/all.rss%00.html",
        "/feeds/all.rss%0d%0aX-Injected:1.html",
        "/feeds/all.rss/x.html",
        "/feeds/all.rss.",
        "/FEEDS/ALL.RSS",
        "/%ff.html",
        "/%ed%a0%80.html",
        f"/{'x' * 5000}.html",
        f"{'/x' * 4000}.html",
        "*",
    ],
)
def test_nothing_but_published_files_is_served(app: Application, path: str) -> None:
    answer = asked(app, path)
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert plain(answer).startswith("Không có nguồn tin hay trang nào ở địa chỉ này.".encode())


def test_a_folder_is_no_file(output: Path, app: Application) -> None:
    (output / "feeds/folder.rss").mkdir()
    assert asked(app, "/feeds/folder.rss").status == 404


def test_an_address_may_be_written_with_escapes_and_arguments(app: Application) -> None:
    assert asked(app, "/feeds/%61ll.rss?utm_source=x").body == RSS


def test_a_file_keeps_its_place_in_the_folder() -> None:
    assert file_of("/feeds/topics/y-te.rss") == "feeds/topics/y-te.rss"
    assert file_of("/feeds/topics/") == "feeds/topics/index.html"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE"])
def test_feeds_are_only_read(app: Application, method: str) -> None:
    answer = asked(app, "/feeds/all.rss", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_readers_in_browsers_may_ask_conditionally(app: Application) -> None:
    answer = asked(app, "/feeds/all.rss", "OPTIONS")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert {"If-None-Match", "Range"} <= set(answer.headers["access-control-allow-headers"].split(", "))


def test_before_anything_is_published_the_home_page_says_what_to_do(tmp_path: Path) -> None:
    with closing(Application(tmp_path)) as app:
        answer = asked(app, "/")
    assert answer.status == 503
    assert answer.body == b"nothing is published yet: run `diemtin publish`\n"


async def echo(given: Request) -> Answer:
    words = f"{given.method} {given.path} {dict(given.query)} {given.body.decode()} {given.client}"
    return text(200, words)


async def feed(given: Request) -> Answer:
    body = b"<rss/>" * 500
    own = {"etag": given.query["etag"][0]} if "etag" in given.query else {}
    return Answer(
        status=200, headers={"content-type": "application/rss+xml", "cache-control": "max-age=60", **own}, body=body
    )


@pytest.fixture
def routed(output: Path) -> Iterator[Application]:
    routes = {
        "/hub": Route(answer=echo, methods=frozenset({"POST"})),
        "/feeds/query.rss": Route(answer=feed),
        "/feeds/all.atom": Route(answer=echo),
    }
    with closing(Application(output, routes=routes)) as found:
        yield found


def test_a_route_is_given_the_whole_request(routed: Application) -> None:
    async def ask() -> Answer:
        answer = routed(request("/hub?a=1&a=2", "POST", body=b"hub.mode=subscribe"))
        assert not isinstance(answer, Answer)
        return await answer()

    answer = asyncio.run(ask())
    assert answer.body == b"POST /hub {'a': ('1', '2')} hub.mode=subscribe 192.0.2.1"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in answer.headers


def test_a_route_goes_before_a_file(routed: Application) -> None:
    assert b"GET /feeds/all.atom" in plain(asked(routed, "/feeds/all.atom"))


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/hub", "GET", "OPTIONS, POST"),
        ("/hub", "HEAD", "OPTIONS, POST"),
        ("/feeds/query.rss", "POST", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_route_names_the_methods_that_it_knows(routed: Application, path: str, method: str, allowed: str) -> None:
    answer = asked(routed, path, method)
    assert (answer.status, answer.headers["allow"]) == (405, allowed)
    assert asked(routed, path, "OPTIONS").headers["access-control-allow-methods"] == allowed


def test_what_a_route_answers_is_told_again_only_when_it_changed(routed: Application) -> None:
    answer = asked(routed, "/feeds/query.rss")
    assert answer.headers["cache-control"] == "max-age=60"
    again = asked(routed, "/feeds/query.rss", if_none_match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["cache-control"] == "max-age=60"
    assert asked(routed, "/feeds/query.rss", if_none_match='"other"').status == 200


def test_what_a_route_answers_is_packed_and_head_is_get(routed: Application) -> None:
    answer = asked(routed, "/feeds/query.rss?etag=%22v1%22", accept_encoding="br, gzip")
    assert gzip.decompress(plain(answer)) == b"<rss/>" * 500
    assert answer.headers["etag"] == '"v1-gzip"'
    head = asked(routed, "/feeds/query.rss?etag=%22v1%22", "HEAD", accept_encoding="br, gzip")
    assert head.headers == answer.headers
    assert asked(routed, "/feeds/query.rss?etag=%22v1%22", accept_encoding="gzip", if_none_match='"v1"').status == 304
    assert "content-encoding" not in asked(routed, "/feeds/query.rss", accept_encoding="identity, gzip;q=0.5").headers
