"""What HTTP asks of a server is decided from values alone."""

import doctest
from email.utils import formatdate

import pytest

from feeds.serving import http

ETAG = '"4a2f"'
MODIFIED = 1_772_000_000  # 25 February 2026


def date(after: int = 0) -> str:
    return formatdate(MODIFIED + after, usegmt=True)


def test_examples_are_true() -> None:
    assert doctest.testmod(http).failed == 0


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("", [""]),
        ("identity", [""]),
        ("gzip", ["gzip", ""]),
        ("x-gzip", ["gzip", ""]),
        ("GZIP", ["gzip", ""]),
        ("gzip, deflate, br, zstd", ["br", "gzip", ""]),
        ("br;q=0.5, gzip;q=0.8", ["gzip", "br", ""]),
        ("br ; q = 0.5 ,gzip; q=0.5", ["br", "gzip", ""]),
        ("gzip;q=0", [""]),
        ("gzip; q=0.000", [""]),
        ("*", ["br", "gzip", ""]),
        ("*;q=0.1, gzip", ["gzip", "br", ""]),
        ("br;q=0, *", ["gzip", ""]),
        ("gzip;q=0.5, identity", ["", "gzip"]),
        ("gzip, identity;q=0", ["gzip"]),
        ("gzip, *;q=0", ["gzip"]),
        ("identity;q=0", [""]),
        ("*;q=0", [""]),
        ("gzip;level=9", ["gzip", ""]),
        (",;,=,gzip", ["gzip", ""]),
    ],
)
def test_codings_are_taken_in_the_order_in_which_they_are_wanted(accepted: str, taken: list[str]) -> None:
    assert list(http.codings(accepted)) == taken


@pytest.mark.parametrize(
    ("written", "path", "query"),
    [
        ("/", "/", {}),
        ("/feeds/all.rss", "/feeds/all.rss", {}),
        ("/a%20b/%C4%91", "/a b/đ", {}),
        ("/%2e%2e/x", "/../x", {}),
        ("/%ff", "/%ff", {}),
        ("/?q=chuy%E1%BB%83n+%C4%91%E1%BB%95i&q=s%E1%BB%91", "/", {"q": ("chuyển đổi", "số")}),
        ("/x?empty=&none", "/x", {"empty": ("",), "none": ("",)}),
        ("/x?q=%ff", "/x", {"q": ("\ufffd",)}),
        ("//elsewhere.example/x", "//elsewhere.example/x", {}),
        ("http://feeds.example.vn/feeds/all.rss?a=b", "/feeds/all.rss", {"a": ("b",)}),
        ("http://feeds.example.vn", "/", {}),
        ("*", "*", {}),
    ],
)
def test_an_address_is_read_in_every_form_it_has(written: str, path: str, query: dict[str, tuple[str, ...]]) -> None:
    assert http.target(written) == (path, query)


@pytest.mark.parametrize(
    "written", ["", "feeds", "ftp://x/", "http://", "http://[", f"/?{'&'.join('a=b' for _ in range(441))}"]
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - partly urllib's, in its own words
        http.target(written)


@pytest.mark.parametrize(
    ("headers", "known"),
    [
        ({}, False),
        ({"if-none-match": ETAG}, True),
        ({"if-none-match": f"W/{ETAG}"}, True),
        ({"if-none-match": f'"a,b", {ETAG}'}, True),
        ({"if-none-match": " * "}, True),
        ({"if-none-match": '"other"'}, False),
        ({"if-none-match": '"4a2f-gzip"'}, False),
        ({"if-none-match": "4a2f"}, False),
        ({"if-none-match": ""}, False),
        ({"if-none-match": '"other"', "if-modified-since": date()}, False),
        ({"if-modified-since": date()}, True),
        ({"if-modified-since": date(+60)}, True),
        ({"if-modified-since": date(-1)}, False),
        ({"if-modified-since": "Wednesday, 25-Feb-26 06:13:20 GMT"}, True),
        ({"if-modified-since": "Wed Feb 25 06:13:20 2026"}, True),
        ({"if-modified-since": "yesterday"}, False),
        ({"if-modified-since": ""}, False),
        ({"if-modified-since": "Wed, 25 Feb 999999999 06:13:20 GMT"}, False),
    ],
)
def test_what_a_client_holds_is_told_by_tag_and_else_by_date(headers: dict[str, str], known: bool) -> None:  # noqa: FBT001
    assert http.held(headers, etags=[ETAG, '"5b3e"'], modified=MODIFIED) == (ETAG if known else "")


def test_any_form_that_a_client_takes_may_be_the_one_it_holds() -> None:
    etags = ['"4a2f-br"', '"4a2f-gzip"', ETAG]
    assert http.held({"if-none-match": ETAG}, etags=etags, modified=MODIFIED) == ETAG
    assert http.held({"if-none-match": f'{ETAG}, "4a2f-gzip"'}, etags=etags, modified=MODIFIED) == '"4a2f-gzip"'


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"if-match": ETAG}, False),
        ({"if-match": f'"other", {ETAG}'}, False),
        ({"if-match": "*"}, False),
        ({"if-match": f"W/{ETAG}"}, True),  # tags are compared strongly: RFC 9110, 13.1.1
        ({"if-match": '"other"'}, True),
        ({"if-match": '"other"', "if-unmodified-since": date()}, True),
        ({"if-unmodified-since": date()}, False),
        ({"if-unmodified-since": date(-1)}, True),
        ({"if-unmodified-since": "yesterday"}, False),
    ],
)
def test_who_wants_another_version_is_refused(headers: dict[str, str], refused: bool) -> None:  # noqa: FBT001
    assert http.is_refused(headers, etags=[ETAG], modified=MODIFIED) is refused


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("bytes=0-9", range(10)),
        ("bytes=90-", range(90, 100)),
        ("bytes=-5", range(95, 100)),
        ("bytes=-500", range(100)),
        ("bytes=90-1000", range(90, 100)),
        ("Bytes = 1 - 1", range(1, 2)),
        ("bytes=100-", range(0)),
        ("bytes=200-300", range(0)),
        ("bytes=-0", range(0)),
        ("bytes=9-0", None),
        ("bytes=0-1,3-4", None),
        ("bytes=-", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
        (f"bytes={'9' * 19}-", None),
        ("", None),
    ],
)
def test_one_range_is_read_and_all_else_is_everything(written: str, span: range | None) -> None:
    assert http.span({"range": written}, length=100, etag=ETAG, modified=MODIFIED) == span


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (ETAG, True),
        (date(), True),
        (f"W/{ETAG}", False),
        ('"other"', False),
        (date(+60), False),
        ("yesterday", False),
    ],
)
def test_a_range_of_another_version_is_everything(condition: str, holds: bool) -> None:  # noqa: FBT001
    headers = {"range": "bytes=0-9", "if-range": condition}
    assert http.span(headers, length=100, etag=ETAG, modified=MODIFIED) == (range(10) if holds else None)
