"""The gate that stands before some portals: a page that sets a cookie by script, and asks for itself again."""

import re

_COOKIE = re.compile(rb"""document\.cookie\s*=\s*["'](?P<name>D1N)=(?P<value>[\w-]{8,128})""")  # [capture mod.gov.vn]
_SIZE = 2_000  # bytes; the one that was seen has 177


def cookie(body: bytes) -> tuple[str, str] | None:
    """Return the name and the value of the cookie that a gate's page sets; None where it is no such page."""
    found = _COOKIE.search(body) if len(body) < _SIZE else None
    return (found["name"].decode(), found["value"].decode()) if found else None
