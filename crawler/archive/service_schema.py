"""The tables of the service: when sections are due, how their crawls end, what is wrong, and who was told."""

from sqlalchemy import JSON, BigInteger, Column, Date, Index, Integer, LargeBinary, String, Table, Text

from crawler.archive.schema import Instant, metadata

# How each section stands, and when it is due. The row of a section that is no longer crawled stays as it is.
sections = Table(
    "sections",
    metadata,
    Column("portal", String(64), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("due", Instant),
    Column("asked", Instant),
    # when its listing was last read; when it last brought an article
    Column("answered", Instant),
    Column("brought", Instant),
    Column("swept", Instant),
    # crawls in a row that ended broken; since when it ends as it does
    Column("failures", Integer, nullable=False),
    Column("since", Instant),
    Column("ending", String(16), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("url", Text, nullable=False),
    # expected arrivals by the hour of the week, and when they were learned
    Column("rhythm", JSON),
    Column("learned", Instant),
    Index("sections_by_due", "due"),
)

# How every crawl of a section ended (`crawler.outcomes`).
section_crawls = Table(
    "section_crawls",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("portal", String(64), nullable=False),
    Column("section", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("ending", String(16), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("told", JSON, nullable=False),
    Index("section_crawls_by_section", "portal", "section", "at"),
    Index("section_crawls_by_time", "at"),
)

# How many new articles of a section came in each hour, from which its rhythm is learned.
arrivals = Table(
    "arrivals",
    metadata,
    Column("portal", String(64), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("hour", Instant, primary_key=True),
    Column("count", Integer, nullable=False),
)

# Which process crawls a portal now, so that no other does.
leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Instant, nullable=False),
)

# Hosts that refused again and again, and until when nothing is asked of them.
breakers = Table(
    "breakers",
    metadata,
    Column("host", Text, primary_key=True),
    Column("until", Instant, nullable=False),
    Column("times", Integer, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("cause", Text, nullable=False),
)

# What a day's crawls have cost each portal.
budgets = Table(
    "budgets",
    metadata,
    Column("portal", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("requests", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)

# What is wrong, or was: one row for one cause.
incidents = Table(
    "incidents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("portal", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("sections", JSON, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("opened", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("closed", Instant),
    Column("crawls", Integer, nullable=False),
    # when an alarm told that it was opened, and that it was closed
    Column("told", Instant),
    Column("told_closed", Instant),
    Index("incidents_by_portal", "portal", "opened"),
    Index("incidents_by_closing", "closed"),
)

# What the first broken answer of a section looked like, as long as it is broken.
evidence = Table(
    "evidence",
    metadata,
    Column("portal", String(64), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("url", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),  # gzip
)

# Portals of which no alarm is sent for a while; `*` stands for all.
silences = Table(
    "silences",
    metadata,
    Column("portal", String(64), primary_key=True),
    Column("until", Instant, nullable=False),
    Column("reason", Text, nullable=False),
)

# When something was last done that is done now and then: the daily digest.
rounds = Table(
    "rounds",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("told", JSON, nullable=False),
)
