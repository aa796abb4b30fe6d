"""What a web server says to a request: answers, and which host and target each belongs to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlsplit, urlunsplit

from diemtin.demo import written_dates

Address = tuple[str, str]
"""A host and a target (path and query), e.g. `("nhandan.vn", "/rss/kinhte-1185.rss")`."""

_TRACKING = re.compile(r"utm_\w+=[^&]*&?")

_NOT_FOUND = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>Không tìm thấy trang</title></head>
<body class="page-404"><h1>404</h1><p>Trang bạn tìm không tồn tại.</p>
<a href="/">Về trang chủ</a></body>
</html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of a server.

    Attributes:
        headers: without those that the server adds: ETag, Content-Length, Content-Encoding, Vary, Date.
        body: uncompressed; the server compresses it for whoever accepts gzip.
        delay: seconds to wait before the first byte.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    body: bytes = b""
    delay: float = 0.0


def page(
    body: str | bytes,
    *,
    kind: str = "text/html; charset=utf-8",
    modified: datetime | None = None,
    delay: float = 0.0,
) -> Answer:
    """Return a page of the media type `kind`, text in UTF-8, that was last changed at `modified` (aware)."""
    headers = {"Content-Type": kind}
    if modified:
        headers["Last-Modified"] = written_dates.http(modified)
    return Answer(headers=headers, body=body.encode() if isinstance(body, str) else body, delay=delay)


NOT_FOUND = Answer(status=404, headers={"Content-Type": "text/html; charset=utf-8"}, body=_NOT_FOUND.encode())


class Site:
    """The pages of any number of hosts; they may be replaced while a server hands them out."""

    def __init__(self, pages: Mapping[Address, Answer]) -> None:
        self._pages = MappingProxyType(dict(pages))

    @property
    def pages(self) -> Mapping[Address, Answer]:
        """Every page, read-only."""
        return self._pages

    def replace(self, pages: Mapping[Address, Answer]) -> None:
        """Put other pages in place of all; a request meets the old ones or the new ones, never a mixture."""
        self._pages = MappingProxyType(dict(pages))

    def answer(self, host: str, target: str) -> Answer:
        """Return the page at an address as portals find it: `www.` and `utm_*` change nothing."""
        pages = self._pages
        names = dict.fromkeys((host, host.removeprefix("www.")))
        targets = dict.fromkeys((target, _without_tracking(target)))
        known = (pages[name, path] for name in names for path in targets if (name, path) in pages)
        return next(known, NOT_FOUND)


def _without_tracking(target: str) -> str:
    parts = urlsplit(target)
    return urlunsplit(parts._replace(query=_TRACKING.sub("", parts.query).rstrip("&")))
