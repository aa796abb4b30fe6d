"""The program itself: what it runs on, what it lacks, what its settings come to."""

import os
import platform
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from importlib.metadata import version
from ipaddress import ip_address
from urllib.parse import urlsplit

from crawler import browser
from crawler.portal import Portal
from diemtin.configuration import Settings
from diemtin.doctoring import findings
from diemtin.doctoring.findings import Finding

_LIBRARIES = ("scrapy", "twisted", "sqlalchemy", "lxml", "selectolax", "feedgen")
_OLDEST_SQLITE = (3, 35)  # RETURNING
_MEGABYTE = 1_000_000
_ALL_ELSE = 300  # megabytes: the service, and the system


def versions() -> Finding:
    """Return what the program runs on."""
    told = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return findings.ok("versions", f"diemtin {version('diemtin')}, Python {platform.python_version()}, {told}")


def sqlite(number: Sequence[int] = sqlite3.sqlite_version_info) -> Finding:
    """Return whether Python's SQLite will do: its version, and whether it can search texts."""
    told = ".".join(map(str, number))
    remedy = "use a Python that is built with SQLite 3.35 or later and FTS5, or PostgreSQL"
    if tuple(number) < _OLDEST_SQLITE:
        return findings.error("SQLite", f"SQLite {told} is too old", remedy)
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE found USING fts5(words)")
    except sqlite3.OperationalError as failed:
        return findings.error("SQLite", f"SQLite {told} cannot search texts ({failed})", remedy)
    return findings.ok("SQLite", f"SQLite {told}")


def drawing(wanting: Collection[str], *, installed: bool) -> Finding:
    """Return whether what draws pages is there, if portals that are crawled need it; `wanting` are their names."""
    if wanting and not installed:
        names = ", ".join(sorted(wanting))
        return findings.error(
            "browser", f"{names} cannot be crawled without the extra `browser`, which is missing", browser.REMEDY
        )
    says = "the extra `browser` is installed" if installed else "no portal that is crawled needs a browser"
    return findings.ok("browser", says)


def needing_browser(portals: Collection[Portal], settings: Settings, *, passed: Collection[str]) -> list[str]:
    """Return the names of portals that are crawled and need a browser."""
    return [one.name for one in portals if one.browser and settings.is_enabled(one, passed=passed)]


def memory(cap: int, *, total: int | None) -> Finding:
    """Return whether the machine has the memory that a crawl may take; both in megabytes, None where it is not told."""
    if total is None:
        return findings.ok("memory", f"a crawl may take {cap} MB")
    says = f"a crawl may take {cap} MB, and the machine has {total:,} MB"
    if cap + _ALL_ELSE > total:
        return findings.warning(
            "memory", f"{says}: too little for both", "set `crawl_memory` lower, or use a larger one"
        )
    return findings.ok("memory", says)


def total_memory() -> int | None:
    """Return how many megabytes of memory the machine has; None where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE
    except (ValueError, OSError):
        return None


def contact(settings: Settings) -> Finding:
    """Return whether portals can reach the operator."""
    if not settings.contact and not settings.replay:
        return findings.warning(
            "contact", "no contact is set: portals cannot reach you", "set `contact` to an address that somebody reads"
        )
    return findings.ok("contact", f"portals are told {settings.contact or 'nothing: they are played'}")


def site(settings: Settings) -> Finding:
    """Return whether feeds name an address that others can reach."""
    remedy = "set `site_url` to the address under which the feeds are published, before the first subscriber comes"
    if not _is_here(settings.site_url):
        return findings.ok("site_url", f"feeds name {settings.site_url} as their address")
    says = f"feeds name {settings.site_url} as their address, which is this machine's own"
    if settings.hub or settings.hubs:
        return findings.error("site_url", f"{says}, and hubs are to tell others of it", remedy)
    return findings.warning("site_url", says, remedy)


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
