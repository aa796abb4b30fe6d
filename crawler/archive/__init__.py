"""The archive: every article and every legal document once, their revisions, and what a crawl must remember."""

from crawler.archive.document_reading import DocumentEntry
from crawler.archive.document_store import FetchedDocument
from crawler.archive.opening import opened
from crawler.archive.reading import Entry
from crawler.archive.store import Archive, Fetched, Moved, Visit

__all__ = ["Archive", "DocumentEntry", "Entry", "Fetched", "FetchedDocument", "Moved", "Visit", "opened"]
