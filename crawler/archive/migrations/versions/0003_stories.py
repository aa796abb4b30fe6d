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
    op.add_column('articles', sa.Column('story', sa.String(length=45), nullable=True))
    op.execute('UPDATE articles SET story = id')  # what was stored before is told apart
    with op.batch_alter_table('articles') as batch_op:
        batch_op.alter_column('story', existing_type=sa.String(length=45), nullable=False)
        batch_op.create_index(op.f('ix_articles_story'), ['story'], unique=False)
