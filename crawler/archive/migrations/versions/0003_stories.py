"""Stories that several portals ran."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.create_table('sentences',
    sa.Column('mark', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('article', sa.String(length=45), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['articles.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mark', 'article')
    )
    op.create_index(op.f('ix_sentences_article'), 'sentences', ['article'], unique=False)
    # With a default, so that SQLite need not make the table anew, which would take its children along.
    op.add_column('articles', sa.Column('story', sa.String(length=45), nullable=False, server_default=''))
    op.execute('UPDATE articles SET story = id')  # what was stored before is told apart
    op.create_index(op.f('ix_articles_story'), 'articles', ['story'], unique=False)
