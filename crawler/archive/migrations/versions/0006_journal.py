"""What happened, in order; how published feeds stood; the pages of their histories."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

import crawler.archive.schema

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    op.create_table('events',
    sa.Column('serial', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('at', crawler.archive.schema.Instant(), nullable=False),
    sa.Column('what', sa.String(length=16), nullable=False),
    sa.Column('record', sa.String(length=45), nullable=False),
    sa.Column('document', sa.Boolean(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('serial'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_events_record', 'events', ['record'], unique=False)
    op.create_index('events_by_kind', 'events', ['what', 'serial'], unique=False)
    op.create_table('event_places',
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['serial'], ['events.serial'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('place', 'serial')
    )
    op.create_index('ix_event_places_serial', 'event_places', ['serial'], unique=False)
    op.create_table('touched',
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('place')
    )
    op.create_table('pages',
    sa.Column('feed', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=16), nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('feed', 'number')
    )
    op.add_column('published', sa.Column('serial', sa.Integer(), nullable=True))
    op.add_column('published', sa.Column('entries', sa.Integer(), nullable=True))
    op.add_column('published', sa.Column('updated', crawler.archive.schema.Instant(), nullable=True))
    op.add_column('published', sa.Column('newest', crawler.archive.schema.Instant(), nullable=True))
    _tell()


_EVENTS = sa.table('events', *(sa.column(name) for name in ('serial', 'at', 'what', 'record', 'document', 'size')))
_PLACES = sa.table('event_places', sa.column('place'), sa.column('serial'))


def _tell() -> None:
    """Tell what happened until now, as far as the archive knows it."""
    connection = op.get_bind()
    told = sorted([*_of(connection, 'articles', 'revisions'), *_of(connection, 'documents', 'document_revisions')])
    places = {**_shown(connection)}
    numbered = iter(enumerate(told, start=1))
    while part := list(islice(numbered, 1000)):
        connection.execute(_EVENTS.insert(), [
            {'serial': serial, 'at': at, 'what': what, 'record': record, 'document': document, 'size': size}
            for serial, (at, _, record, document, what, size) in part
        ])
        shown = [
            {'place': place, 'serial': serial}
            for serial, (_, _, record, document, _, _) in part for place in sorted(places[record, document])
        ]
        connection.execute(_PLACES.insert(), shown)
    if told and connection.dialect.name == 'postgresql':
        connection.execute(sa.text("SELECT setval('events_serial_seq', :last)"), {'last': len(told)})


def _of(connection: sa.Connection, records: str, revisions: str) -> Iterator[tuple[Any, ...]]:
    """Yield (moment, order within it, record, whether a document, what happened, size)."""
    document = records == 'documents'
    others = ' + '.join(f'4 * length(CAST({name} AS TEXT))' for name in ('authors', 'images', 'attachments', 'tags', 'documents'))
    length = 'length(abstract)' if document else f'length(body_html) + {others}'
    known = sa.text(f'SELECT id, first_seen, changed, revision, gone, {length} FROM {records}')  # noqa: S608
    sizes = {}
    for one, first_seen, changed, revision, gone, size in connection.execute(known):
        sizes[one] = size
        yield first_seen, 0, one, document, 'new', size
        if revision > 1:
            yield changed, revision, one, document, 'gone' if gone else 'revised', size
    earlier = sa.text(f'SELECT {records[:-1]}, number, seen FROM {revisions} WHERE number > 1')  # noqa: S608
    for one, number, seen in connection.execute(earlier):
        yield seen, number, one, document, 'revised', sizes[one]


def _shown(connection: sa.Connection) -> dict[tuple[str, bool], set[str]]:
    """Return where each article and document shows."""
    places: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    for one, portal in connection.execute(sa.text('SELECT id, portal FROM articles')):
        places[one, False] |= {'all', f'portal:{portal}'}
    for one, slug in connection.execute(sa.text('SELECT article, slug FROM topics')):
        places[one, False].add(f'topic:{slug}')
    for one, portal, draft in connection.execute(sa.text('SELECT id, portal, draft FROM documents')):
        places[one, True] |= {f'portal:{portal}', *(['drafts'] if draft else [])}
    for one, grouping, slug in connection.execute(sa.text('SELECT document, grouping, slug FROM document_groups')):
        places[one, True].add(f'{grouping}:{slug}')
    return places
