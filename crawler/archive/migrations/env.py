"""Alembic's entry: migrates the connection it is handed."""

from alembic import context

from crawler.archive import service_schema  # noqa: F401 - its tables are in `metadata` once it is loaded
from crawler.archive.schema import is_described, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_name=is_described,
)
with context.begin_transaction():
    context.run_migrations()
