"""Organisations and companies as bodies with all their names, the resolver's links, and judgements of people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huoshui.registry.columns import Id, Text

revision = "0006"
down_revision = "0005"

_TOLD = "the log of judgements is append-only"


def upgrade() -> None:
    """Bring the database to this version."""
    op.create_table(
        "body",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("kind", "name")),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("body_by_name", "body", ["name", "id"])
    op.create_table(
        "body_name",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("kind", "key", "name")),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("body_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_body_name_body_id", "body_name", ["body_id"])
    op.create_index("body_name_by_key", "body_name", ["key", "kind"], unique=True)
    _pairs("body_link", "weight")
    _pairs("body_doubt", "probability")
    _judgements()


def _pairs(table: str, measure: str) -> None:
    op.create_table(
        table,
        sa.Column("left_id", Id, autoincrement=False, nullable=False),
        sa.Column("right_id", Id, autoincrement=False, nullable=False),
        sa.Column(measure, sa.Float(), nullable=False),
        sa.Column("reasons", Text, nullable=False),
        sa.ForeignKeyConstraint(["left_id"], ["body_name.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["right_id"], ["body_name.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("left_id", "right_id"),
    )
    op.create_index(f"ix_{table}_right_id", table, ["right_id"])


def _judgements() -> None:
    op.create_table(
        "body_judgement",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("made", "analyst", "kind", "note")),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        *(
            sa.Column(name, Text, nullable=False)
            for name in ("body_kind", "left_key", "right_key", "left_name", "right_name")
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER body_judgement_no_{change.lower()} BEFORE {change} ON body_judgement"
                f" BEGIN SELECT RAISE(ABORT, '{_TOLD}'); END"
            )
        return
    op.execute(  # with the function of migration 0003
        "CREATE TRIGGER body_judgement_no_change BEFORE UPDATE OR DELETE ON body_judgement"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
