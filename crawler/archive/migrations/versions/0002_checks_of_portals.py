"""Checks of portals."""

import sqlalchemy as sa
from alembic import op

import crawler.archive.schema

revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    op.create_table('checks',
    sa.Column('portal', sa.String(length=64), nullable=False),
    sa.Column('checked', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('portal')
    )
