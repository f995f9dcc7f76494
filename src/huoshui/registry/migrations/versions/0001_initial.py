"""Documents, records and statements; entities with their terms, dates and redirects; full-text search."""

from __future__ import annotations

from alembic import op

from huoshui.registry import fulltext, schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Bring the database to this version."""
    connection = op.get_bind()
    schema.metadata.create_all(connection)
    fulltext.DOCUMENTS.create(connection)
    fulltext.RECORDS.create(connection)
