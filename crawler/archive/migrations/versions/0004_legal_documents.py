"""Legal documents, and which of them articles cite."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from alembic import op

import crawler.archive.schema

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    op.create_table('documents',
    sa.Column('id', sa.String(length=45), nullable=False),
    sa.Column('portal', sa.String(length=64), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('number_key', sa.Text(), nullable=False),
    sa.Column('written', sa.Text(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('issuer', sa.Text(), nullable=False),
    sa.Column('signer', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('abstract', sa.Text(), nullable=False),
    sa.Column('issued', sa.Date(), nullable=True),
    sa.Column('effective', sa.Date(), nullable=True),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('draft', sa.Boolean(), nullable=False),
    sa.Column('open_from', sa.Date(), nullable=True),
    sa.Column('open_until', sa.Date(), nullable=True),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('related', sa.JSON(), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('first_seen', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('fetched', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('dated', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('changed', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=32), nullable=False),
    sa.Column('gone', sa.Boolean(), nullable=False),
    sa.Column('visited', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('next_visit', crawler.archive.schema.Instant(), nullable=True),
    sa.Column('etag', sa.Text(), nullable=False),
    sa.Column('last_modified', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index('documents_by_date', ['draft', 'dated', 'id'], unique=False)
        batch_op.create_index('documents_by_portal', ['portal', 'dated', 'id'], unique=False)
        batch_op.create_index('documents_by_visit', ['portal', 'next_visit'], unique=False)
        batch_op.create_index(batch_op.f('ix_documents_number_key'), ['number_key'], unique=False)

    op.create_table('citations',
    sa.Column('article', sa.String(length=45), nullable=False),
    sa.Column('number_key', sa.Text(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('issuer', sa.Text(), nullable=False),
    sa.Column('date', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['article'], ['articles.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article', 'number_key')
    )
    with op.batch_alter_table('citations', schema=None) as batch_op:
        batch_op.create_index('citations_by_number', ['number_key', 'article'], unique=False)

    op.create_table('document_groups',
    sa.Column('document', sa.String(length=45), nullable=False),
    sa.Column('grouping', sa.String(length=16), nullable=False),
    sa.Column('slug', sa.String(length=255), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('dated', crawler.archive.schema.Instant(), nullable=False),
    sa.ForeignKeyConstraint(['document'], ['documents.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('document', 'grouping', 'slug')
    )
    with op.batch_alter_table('document_groups', schema=None) as batch_op:
        batch_op.create_index('document_groups_by_date', ['grouping', 'slug', 'dated', 'document'], unique=False)

    op.create_table('document_keys',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('document', sa.String(length=45), nullable=False),
    sa.Column('own', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['document'], ['documents.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key')
    )
    with op.batch_alter_table('document_keys', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_keys_document'), ['document'], unique=False)

    op.create_table('document_revisions',
    sa.Column('document', sa.String(length=45), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('seen', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('record', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['document'], ['documents.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('document', 'number')
    )
    _note_citations()


def _note_citations() -> None:
    """Note what the articles cite that are there; until now it stood in their own rows alone."""
    articles = sa.table("articles", sa.column("id", sa.String), sa.column("documents", sa.JSON))
    citations = sa.table(
        "citations", sa.column("article"), sa.column("number_key"), sa.column("number"), sa.column("issuer"),
        sa.column("date", sa.Date),
    )
    connection = op.get_bind()
    for page in connection.execute(sa.select(articles)).partitions(500):
        rows = [row for article, cited in page for row in _rows(article, cited)]
        if rows:
            connection.execute(citations.insert(), rows)


def _rows(article: str, cited: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = {one["number"].lstrip("0"): one for one in cited}
    return [
        {
            "article": article,
            "number_key": key,
            "number": one["number"],
            "issuer": one["issuer"],
            "date": dt.date.fromisoformat(one["date"]) if one["date"] else None,
        }
        for key, one in found.items()
    ]
