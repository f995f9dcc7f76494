"""Judgements of people, the records they are about, review states of statements, and a resolver's doubts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huoshui.registry.columns import Id, Text

revision = "0003"
down_revision = "0002"

_LOG = ("judgement", "judgement_mention")
_TOLD = "the log of judgements is append-only"


def upgrade() -> None:
    """Bring the database to this version."""
    op.add_column("statement", sa.Column("review", Text, nullable=True))
    _judgements()
    _mentions()
    _doubts()
    for table in _LOG:
        _protect(table)


def _judgements() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("made", Text, nullable=False),
        sa.Column("analyst", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("note", Text, nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("prop", Text, nullable=False),
        sa.Column("value", Text, nullable=False),
        sa.Column("words", Text, nullable=False),
        sa.Column("new_value", Text, nullable=False),
        sa.Column("new_qualifier", Text, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )


def _mentions() -> None:
    op.create_table(
        "judgement_mention",
        sa.Column("judgement_id", Id, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("mention", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.BigInteger(), nullable=False),
        sa.Column("place", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("label", Text, nullable=False),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgement.id"]),
        sa.PrimaryKeyConstraint("judgement_id", "position"),
    )
    op.create_index("ix_judgement_mention_mention", "judgement_mention", ["mention"])
    op.create_index("ix_judgement_mention_document", "judgement_mention", ["document"])
    op.create_table(
        "judged_document",
        sa.Column("address", Id, autoincrement=False, nullable=False),
        sa.Column("document", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_index("ix_judged_document_document", "judged_document", ["document"])


def _doubts() -> None:
    op.create_table(
        "doubt",
        sa.Column("left_id", Id, autoincrement=False, nullable=False),
        sa.Column("right_id", Id, autoincrement=False, nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("reasons", Text, nullable=False),
        sa.ForeignKeyConstraint(["left_id"], ["record.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["right_id"], ["record.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("left_id", "right_id"),
    )


def _protect(table: str) -> None:
    """Let the database itself refuse to change or delete what stands in the log."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{_TOLD}'); END"
            )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN RAISE EXCEPTION '{_TOLD}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
