"""The portfolio's ledger: parties, funds, companies, obligations, rates and an append-only journal of events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huoshui.registry.columns import Id, Text

revision = "0005"
down_revision = "0004"

_LOG = ("ledger_entry", "ledger_amendment", "ledger_event")
_TOLD = "the ledger is append-only: reverse what is wrong"


def upgrade() -> None:
    """Bring the database to this version."""
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("made", "author", "what")),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    _nodes()
    op.create_table(
        "ledger_rate",
        *(sa.Column(name, Text, nullable=False) for name in ("day", "currency", "into", "rate")),
        _entry(),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"]),
        sa.PrimaryKeyConstraint("day", "currency", "into"),
    )
    _events()
    for table in _LOG:
        _protect(table)


def _entry() -> sa.Column[int]:
    return sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False)


def _nodes() -> None:
    op.create_table(
        "ledger_node",
        sa.Column("id", Text, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("sort", "name", "data")),
        _entry(),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "ledger_obligation",
        sa.Column("id", Text, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("name", "data")),
        _entry(),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "ledger_amendment",
        _entry(),
        *(sa.Column(name, Text, nullable=False) for name in ("sort", "node_id", "name", "data")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"]),
        sa.PrimaryKeyConstraint("entry_id", "sort", "node_id"),
    )


def _events() -> None:
    op.create_table(
        "ledger_event",
        sa.Column("position", Id, autoincrement=False, nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("id", "kind", "day", "holder", "held")),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("currency", "nature", "other")),
        sa.Column("stake", Text, nullable=True),
        *(sa.Column(name, Text, nullable=False) for name in ("round", "stage")),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in ("post", "cost", "committed", "paid")),
        sa.Column("due", Text, nullable=True),
        *(sa.Column(name, Text, nullable=False) for name in ("region", "reverses", "note", "source")),
        _entry(),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"]),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("event_by_holder", "ledger_event", ["holder"])
    op.create_index("event_by_held", "ledger_event", ["held"])
    op.create_index("event_by_entry", "ledger_event", ["entry_id"])


def _protect(table: str) -> None:
    """Let the database itself refuse to change or delete what stands in the journal."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{_TOLD}'); END"
            )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN RAISE EXCEPTION '{_TOLD}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change()"
    )
