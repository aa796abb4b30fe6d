"""An index of words, which catches up with the journal."""

import sqlalchemy as sa
from alembic import op

import crawler.archive.schema

revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    op.create_table('indexed',
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('record', sa.String(length=45), nullable=True),
    sa.Column('document', sa.Boolean(), nullable=False),
    sa.Column('dated', crawler.archive.schema.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('number')
    )
    op.create_index('ix_indexed_record', 'indexed', ['record'], unique=False)
    state = op.create_table('index_state',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.bulk_insert(state, [{'id': 1, 'version': 0, 'serial': 0}])
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('CREATE TABLE indexed_words (number BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)')
        op.execute('CREATE INDEX indexed_words_by_word ON indexed_words USING GIN (words)')
    else:
        # The texts are in the archive already: the table keeps none of them (sqlite.org/fts5.html, 4.4.1). Blanks
        # alone part its words, which are small letters as they come.
        op.get_bind().exec_driver_sql(
            "CREATE VIRTUAL TABLE indexed_words USING fts5(words, content='', columnsize=0, "
            """tokenize="ascii tokenchars '~:|/.&_-'")"""
        )
