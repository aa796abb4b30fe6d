"""The archive: every article once, its revisions, and what a crawl must remember."""

from crawler.archive.opening import opened
from crawler.archive.reading import Entry
from crawler.archive.store import Archive, Fetched, Moved, Visit

__all__ = ["Archive", "Entry", "Fetched", "Moved", "Visit", "opened"]
