"""From the spider into the archive, in batches."""

from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.archive import Fetched, FetchedDocument, Moved
from crawler.errors import ArchiveError

_BATCH = 25  # articles or documents: a transaction each would cost more than reading the page


class ArchivePipeline:
    """Collects articles and documents and writes them together; none is ever lost, for their links still wait."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._fetched: list[Fetched] = []
        self._documents: list[FetchedDocument] = []
        self._moved: list[Moved] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline; Scrapy's way in."""
        return cls(crawler)

    def process_item(self, item: Fetched | FetchedDocument | Moved) -> Fetched | FetchedDocument | Moved:
        """Take an article, a document or an alias."""
        match item:
            case Moved():
                self._moved.append(item)
            case FetchedDocument():
                self._documents.append(item)
            case _:
                self._fetched.append(item)
        if len(self._fetched) + len(self._documents) >= _BATCH:
            self._write()
        return item

    def close_spider(self) -> None:
        """Write what is left."""
        self._write()

    def _write(self) -> None:
        spider: Any = self._crawler.spider
        try:
            self._write_articles(spider)
            self._write_documents(spider)
            self._write_aliases(spider)
        except ArchiveError as error:
            spider.give_up(error)

    def _write_articles(self, spider: Any) -> None:
        batch, self._fetched = self._fetched, []
        if batch:
            for one, outcome in zip(batch, spider.archive.save(batch, now=spider.now), strict=True):
                spider.tally.count(outcome)
                spider.tally.of(one.section).came(one.article, outcome, now=spider.now)

    def _write_documents(self, spider: Any) -> None:
        batch, self._documents = self._documents, []
        if batch:
            outcomes = spider.archive.save_documents(batch, now=spider.now)
            for one, outcome in zip(batch, outcomes, strict=True):
                if not one.beside:
                    spider.tally.count(outcome)
                    spider.tally.of(one.section).brought(one.document, outcome)

    def _write_aliases(self, spider: Any) -> None:
        known = spider.archive.known([moved.target for moved in self._moved])
        for moved in self._moved:
            if moved.target in known:
                spider.archive.add_aliases(moved.keys, article=known[moved.target])
        self._moved = [moved for moved in self._moved if moved.target not in known]
