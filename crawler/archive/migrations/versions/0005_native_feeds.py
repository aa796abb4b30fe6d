"""Portals' own feeds, compared with their listings."""

import sqlalchemy as sa
from alembic import op

import crawler.archive.schema

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    op.create_table('native_feeds',
    sa.Column('portal', sa.String(length=64), nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('compared', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('verdict', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('since', crawler.archive.schema.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('portal', 'section')
    )
