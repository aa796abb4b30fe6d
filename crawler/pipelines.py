"""From the spider into the archive, in batches."""

from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.archive import Fetched, Moved
from crawler.errors import ArchiveError

_BATCH = 25  # articles: a transaction each would cost more than reading the page


class ArchivePipeline:
    """Collects articles and writes them together; what is collected is never lost, for its links still wait."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._fetched: list[Fetched] = []
        self._moved: list[Moved] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline; Scrapy's way in."""
        return cls(crawler)

    def process_item(self, item: Fetched | Moved) -> Fetched | Moved:
        """Take an article or an alias."""
        if isinstance(item, Moved):
            self._moved.append(item)
        else:
            self._fetched.append(item)
            if len(self._fetched) >= _BATCH:
                self._write()
        return item

    def close_spider(self) -> None:
        """Write what is left."""
        self._write()

    def _write(self) -> None:
        spider: Any = self._crawler.spider
        try:
            self._write_articles(spider)
            self._write_aliases(spider)
        except ArchiveError as error:
            spider.give_up(error)

    def _write_articles(self, spider: Any) -> None:
        batch, self._fetched = self._fetched, []
        if batch:
            for outcome in spider.archive.save(batch, now=spider.now):
                spider.tally.count(outcome)

    def _write_aliases(self, spider: Any) -> None:
        known = spider.archive.known([moved.target for moved in self._moved])
        for moved in self._moved:
            if moved.target in known:
                spider.archive.add_aliases(moved.keys, article=known[moved.target])
        self._moved = [moved for moved in self._moved if moved.target not in known]
