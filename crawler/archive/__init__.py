"""The archive: every article once, its revisions, and what a crawl must remember."""

from crawler.archive.opening import opened
from crawler.archive.reading import Entry
from crawler.archive.store import Archive

__all__ = ["Archive", "Entry", "opened"]
