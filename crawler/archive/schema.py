"""The archive's tables."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)

from crawler.dates import HANOI


class Instant(TypeDecorator[datetime]):
    """A moment as whole seconds since 1970 UTC: sorts alike in every database, and comes back in Ha Noi time."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Return the seconds of an aware moment."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value}")
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment of so many seconds."""
        return None if value is None else datetime.fromtimestamp(value, HANOI)


metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    Column("id", String(45), primary_key=True),
    Column("portal", String(64), nullable=False),
    Column("link", Text, nullable=False),
    Column("section", JSON, nullable=False),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("body_html", Text, nullable=False),
    Column("body_text", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("authors", JSON, nullable=False),
    Column("source", Text, nullable=False),
    Column("published", Instant),
    Column("updated", Instant),
    Column("first_seen", Instant, nullable=False),
    Column("fetched", Instant, nullable=False),
    Column("images", JSON, nullable=False),
    Column("attachments", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("documents", JSON, nullable=False),
    Column("extracted_by", JSON, nullable=False),
    # published, or first seen where the portal tells no date: what feeds are sorted by
    Column("dated", Instant, nullable=False),
    # when the text last changed materially; the first time it was seen until then
    Column("changed", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("story", String(45), nullable=False, index=True),  # id of the first article of the story
    Column("digest", String(32), nullable=False),
    Column("gone", Boolean, nullable=False),
    # how often in a row its page was not there
    Column("missing", Integer, nullable=False, default=0, server_default="0"),
    # its text was given up to save room; what tells it from others stays
    Column("pruned", Boolean, nullable=False, default=False, server_default=false()),
    # when its page was last asked for, whatever it answered
    Column("visited", Instant, nullable=False),
    Column("next_visit", Instant),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Index("articles_by_date", "dated", "id"),
    Index("articles_by_portal", "portal", "dated", "id"),
    Index("articles_by_visit", "portal", "next_visit"),
)

# Every key of an article: its canonical address (`own`), the system's number of it (`portal#number`), and the
# canonical forms of the other addresses that led to it.
aliases = Table(
    "aliases",
    metadata,
    Column("key", Text, primary_key=True),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("own", Boolean, nullable=False),
)

topics = Table(
    "topics",
    metadata,
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("slug", String(128), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("dated", Instant, nullable=False),
    Index("topics_by_date", "slug", "dated", "article"),
)

# What tells a story that several portals ran: numbers of an article's longest sentences (`crawler.stories`).
sentences = Table(
    "sentences",
    metadata,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True),
)

# The texts that a later one replaced; the present one stands with its article.
revisions = Table(
    "revisions",
    metadata,
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("seen", Instant, nullable=False),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("body_html", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(45), primary_key=True),
    Column("portal", String(64), nullable=False),
    Column("link", Text, nullable=False),
    Column("number", Text, nullable=False),
    # the number without the zeros before it, by which citations are found
    Column("number_key", Text, nullable=False, index=True),
    Column("written", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("signer", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("abstract", Text, nullable=False),
    Column("issued", Date),
    Column("effective", Date),
    Column("field", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("draft", Boolean, nullable=False),
    Column("open_from", Date),
    Column("open_until", Date),
    Column("files", JSON, nullable=False),
    Column("related", JSON, nullable=False),
    Column("language", String(16), nullable=False),
    # as for articles, from here on; `dated` is the day of issue, or that on which comments on a draft were asked for
    Column("first_seen", Instant, nullable=False),
    Column("fetched", Instant, nullable=False),
    Column("dated", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("missing", Integer, nullable=False, default=0, server_default="0"),
    Column("pruned", Boolean, nullable=False, default=False, server_default=false()),
    Column("visited", Instant, nullable=False),
    Column("next_visit", Instant),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Index("documents_by_date", "draft", "dated", "id"),
    Index("documents_by_portal", "portal", "dated", "id"),
    Index("documents_by_visit", "portal", "next_visit"),
)

# Likewise every key of a document.
document_keys = Table(
    "document_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("own", Boolean, nullable=False),
)

# The types, issuing bodies and fields under which documents are found.
document_groups = Table(
    "document_groups",
    metadata,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("grouping", String(16), primary_key=True),
    Column("slug", String(255), primary_key=True),
    Column("name", Text, nullable=False),
    Column("dated", Instant, nullable=False),
    Index("document_groups_by_date", "grouping", "slug", "dated", "document"),
)

# The records that a later one replaced.
document_revisions = Table(
    "document_revisions",
    metadata,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("seen", Instant, nullable=False),
    Column("record", JSON, nullable=False),
)

# Which documents an article cites, whether they are stored or not.
citations = Table(
    "citations",
    metadata,
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("number_key", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("date", Date),
    Index("citations_by_number", "number_key", "article"),
)

# Links that were found and not yet stored. A crawl that is killed leaves them; the next one takes them up.
frontier = Table(
    "frontier",
    metadata,
    Column("key", Text, primary_key=True),
    Column("portal", String(64), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", Instant),
    Column("section", Text, nullable=False),
    Column("found", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant),
    Column("error", Text, nullable=False),
)

# What listings, feeds and sitemaps answered last, so that they are only asked whether they changed.
listings = Table(
    "listings",
    metadata,
    Column("url", Text, primary_key=True),
    Column("portal", String(64), nullable=False, index=True),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("fetched", Instant, nullable=False),
)

# What was wrong with a section's own feed when it was last compared with the listing; nothing where `verdict` is empty.
native_feeds = Table(
    "native_feeds",
    metadata,
    Column("portal", String(64), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("compared", Instant, nullable=False),
    Column("verdict", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    # when the verdict became what it is
    Column("since", Instant, nullable=False),
)

# How far a crawl with `--since` has come, so that an interrupted one goes on there.
backfills = Table(
    "backfills",
    metadata,
    Column("portal", String(64), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("url", Text, nullable=False),
    Column("source", Integer, nullable=False),
    Column("page", Integer, nullable=False),
)

crawls = Table(
    "crawls",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("portal", String(64), nullable=False),
    Column("started", Instant, nullable=False),
    Column("finished", Instant),
    Column("outcome", String(32), nullable=False),
    Column("counts", JSON, nullable=False),
    Column("problems", JSON, nullable=False),
    Index("crawls_by_portal", "portal", "started"),
)

# How a portal read when it was last checked live; one that is only inferred is crawled once it has passed.
checks = Table(
    "checks",
    metadata,
    Column("portal", String(64), primary_key=True),
    Column("checked", Instant, nullable=False),
    Column("passed", Boolean, nullable=False),
)

# What happened to articles and legal documents, in the order in which it happened (`crawler.archive.journal`).
events = Table(
    "events",
    metadata,
    Column("serial", Integer, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("what", String(16), nullable=False),
    Column("record", String(45), nullable=False, index=True),
    Column("document", Boolean, nullable=False),
    Column("size", Integer, nullable=False),
    Index("events_by_kind", "what", "serial"),
    sqlite_autoincrement=True,  # or the serial of an event that was removed would be given again
)

# Where an event showed when it happened.
event_places = Table(
    "event_places",
    metadata,
    Column("place", Text, primary_key=True),
    Column("serial", ForeignKey("events.serial", ondelete="CASCADE"), primary_key=True, index=True),
)

# The last event that changed what is shown at a place, its own or that of something beside it.
touched = Table(
    "touched",
    metadata,
    Column("place", Text, primary_key=True),
    Column("serial", Integer, nullable=False),
)

# What was published last, so that only what changed is written; how a feed stood then.
published = Table(
    "published",
    metadata,
    Column("path", Text, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("serial", Integer),
    Column("entries", Integer),
    Column("updated", Instant),
    Column("newest", Instant),
    Column("per_day", Float),
)

# Pages of feeds' histories, which are complete and stay as they are (RFC 5005, archive documents).
pages = Table(
    "pages",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", String(16), nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
)

# What can be searched: a row for each text that was indexed. Its number tells the day, so that rows sort by date; that
# of a text which was replaced or taken down has no record, and is not given again. The words stand in a table of each
# database's own kind, `indexed_words` (`crawler.archive.matching`).
indexed = Table(
    "indexed",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("record", String(45), index=True),
    Column("document", Boolean, nullable=False),
    Column("dated", Instant, nullable=False),
)

# How far the index has come in the journal; one row.
index_state = Table(
    "index_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
)


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """Return whether a table is to be compared with `metadata`: that of the words is each database's own."""
    return kind != "table" or not (name or "").startswith("indexed_words")
