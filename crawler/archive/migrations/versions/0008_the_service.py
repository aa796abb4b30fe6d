"""What a service must remember for months: due times, how sections ended, incidents, budgets, leases."""

import sqlalchemy as sa
from alembic import op

import crawler.archive.schema

revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    op.create_table('arrivals',
    sa.Column('portal', sa.String(length=64), nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('hour', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('portal', 'section', 'hour')
    )
    op.create_table('breakers',
    sa.Column('host', sa.Text(), nullable=False),
    sa.Column('until', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('cause', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('host')
    )
    op.create_table('budgets',
    sa.Column('portal', sa.String(length=64), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('requests', sa.Integer(), nullable=False),
    sa.Column('bytes', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('portal', 'day')
    )
    op.create_table('evidence',
    sa.Column('portal', sa.String(length=64), nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('at', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('headers', sa.JSON(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('portal', 'section')
    )
    op.create_table('incidents',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('portal', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('sections', sa.JSON(), nullable=False),
    sa.Column('severity', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('opened', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('seen', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('closed', crawler.archive.schema.Instant(), nullable=True),
    sa.Column('crawls', sa.Integer(), nullable=False),
    sa.Column('told', crawler.archive.schema.Instant(), nullable=True),
    sa.Column('told_closed', crawler.archive.schema.Instant(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('incidents_by_closing', 'incidents', ['closed'], unique=False)
    op.create_index('incidents_by_portal', 'incidents', ['portal', 'opened'], unique=False)
    op.create_table('leases',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('until', crawler.archive.schema.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('rounds',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('at', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('section_crawls',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('portal', sa.String(length=64), nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('at', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('ending', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('section_crawls_by_section', 'section_crawls', ['portal', 'section', 'at'], unique=False)
    op.create_index('section_crawls_by_time', 'section_crawls', ['at'], unique=False)
    op.create_table('sections',
    sa.Column('portal', sa.String(length=64), nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('due', crawler.archive.schema.Instant(), nullable=True),
    sa.Column('asked', crawler.archive.schema.Instant(), nullable=True),
    sa.Column('answered', crawler.archive.schema.Instant(), nullable=True),
    sa.Column('brought', crawler.archive.schema.Instant(), nullable=True),
    sa.Column('swept', crawler.archive.schema.Instant(), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('since', crawler.archive.schema.Instant(), nullable=True),
    sa.Column('ending', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('rhythm', sa.JSON(), nullable=True),
    sa.Column('learned', crawler.archive.schema.Instant(), nullable=True),
    sa.PrimaryKeyConstraint('portal', 'section')
    )
    op.create_index('sections_by_due', 'sections', ['due'], unique=False)
    op.create_table('silences',
    sa.Column('portal', sa.String(length=64), nullable=False),
    sa.Column('until', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('portal')
    )
    op.add_column('published', sa.Column('per_day', sa.Float(), nullable=True))
    op.add_column('articles', sa.Column('missing', sa.Integer(), server_default='0', nullable=False))
    op.add_column('articles', sa.Column('pruned', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('documents', sa.Column('missing', sa.Integer(), server_default='0', nullable=False))
    op.add_column('documents', sa.Column('pruned', sa.Boolean(), server_default=sa.false(), nullable=False))
    for table in ('articles', 'documents'):  # what was taken down is looked for once more: it may be back
        op.execute(f'UPDATE {table} SET missing = 2, next_visit = changed + 2592000 WHERE gone')
