"""A revision that every change counts up, and indexes in the orders in which lists are read."""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring the database to this version."""
    table = op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(table, [{"id": 1, "number": time.time_ns() // 1000}])
    # PostgreSQL puts NULL first in a descending index unless told; SQLite has it last and knows no such words.
    last = " NULLS LAST" if op.get_bind().dialect.name == "postgresql" else ""
    size, newest = sa.text(f"size DESC{last}"), sa.text(f"newest DESC{last}")
    op.drop_index("entity_by_size", "entity")
    op.drop_index("entity_by_date", "entity")
    op.create_index("entity_by_size", "entity", ["kind", size, newest, "name", "id"])
    op.create_index("entity_by_date", "entity", ["kind", newest, "name", "id"])
    op.create_index("entity_by_name", "entity", ["kind", "name", "id"])
    op.create_index("date_by_day", "entity_date", ["last_day", "first_day", "entity_id"])
    op.create_index("statement_by_prop", "statement", ["prop", "record_id", "position"])
