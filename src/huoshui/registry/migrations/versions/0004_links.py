"""Links between records that the resolver holds for one thing, with their reasons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huoshui.registry.columns import Id, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Bring the database to this version."""
    op.create_table(
        "link",
        sa.Column("left_id", Id, autoincrement=False, nullable=False),
        sa.Column("right_id", Id, autoincrement=False, nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("reasons", Text, nullable=False),
        sa.ForeignKeyConstraint(["left_id"], ["record.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["right_id"], ["record.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("left_id", "right_id"),
    )
    op.create_index("ix_link_right_id", "link", ["right_id"])
