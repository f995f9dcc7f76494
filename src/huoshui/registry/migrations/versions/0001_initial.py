"""Documents, records and statements; entities with their terms, dates and redirects; full-text search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huoshui.registry import fulltext
from huoshui.registry.columns import Id, Text

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Bring the database to this version."""
    _documents()
    _entities()
    _records()
    fulltext.DOCUMENTS.create(op.get_bind())
    fulltext.RECORDS.create(op.get_bind())


def _documents() -> None:
    op.create_table(
        "document",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("digest", Text, nullable=False),
        sa.Column("version", Text, nullable=False),
        sa.Column("place", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("title", Text, nullable=False),
        sa.Column("source", Text, nullable=False),
        sa.Column("url", Text, nullable=False),
        sa.Column("published", Text, nullable=True),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("place"),
    )
    op.create_index("document_by_date", "document", ["published"], unique=False)
    op.create_table(
        "document_text",
        sa.Column("document_id", Id, autoincrement=False, nullable=False),
        sa.Column("text", Text, nullable=False),
        sa.Column("clean", Text, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_table(
        "sentence",
        sa.Column("document_id", Id, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("text", Text, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finding",
        sa.Column("document_id", Id, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("subject", Text, nullable=False),
        sa.Column("figures", Text, nullable=False),
        sa.Column("gap", Text, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "position"),
    )


def _entities() -> None:
    op.create_table(
        "entity",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("newest", Text, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("entity_by_date", "entity", ["kind", "newest"], unique=False)
    op.create_index("entity_by_size", "entity", ["kind", "size"], unique=False)
    op.create_table(
        "entity_term",
        sa.Column("entity_id", Id, autoincrement=False, nullable=False),
        sa.Column("prop", Text, nullable=False),
        sa.Column("value", Text, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entity_id", "prop", "value"),
        sqlite_with_rowid=False,
    )
    op.create_index("term_by_value", "entity_term", ["prop", "value"], unique=False)
    op.create_table(
        "entity_date",
        sa.Column("entity_id", Id, autoincrement=False, nullable=False),
        sa.Column("first_day", Text, nullable=False),
        sa.Column("last_day", Text, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entity_id", "first_day", "last_day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "redirect",
        sa.Column("old_id", Id, autoincrement=False, nullable=False),
        sa.Column("entity_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("old_id"),
    )
    op.create_index("ix_redirect_entity_id", "redirect", ["entity_id"], unique=False)


def _records() -> None:
    op.create_table(
        "record",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("document_id", Id, nullable=False),
        sa.Column("entity_id", Id, nullable=True),
        sa.Column("kind", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("names_text", Text, nullable=False),
        sa.Column("search_text", Text, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Several writers number their records at once; in SQLite there is only one at a time.
        op.execute("CREATE SEQUENCE record_number")
    op.create_index("ix_record_document_id", "record", ["document_id"], unique=False)
    op.create_index("ix_record_entity_id", "record", ["entity_id"], unique=False)
    op.create_table(
        "record_key",
        sa.Column("record_id", Id, autoincrement=False, nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("key_lookup", "record_key", ["key", "kind"], unique=False)
    op.create_table(
        "statement",
        sa.Column("record_id", Id, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("sentence", sa.Integer(), nullable=False),
        sa.Column("prop", Text, nullable=False),
        sa.Column("value", Text, nullable=False),
        sa.Column("key", Text, nullable=True),
        sa.Column("qualifier", Text, nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", Text, nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id", "position"),
        sqlite_with_rowid=False,
    )
    has_key = sa.text("key IS NOT NULL")
    op.create_index("statement_by_key", "statement", ["key"], sqlite_where=has_key, postgresql_where=has_key)
