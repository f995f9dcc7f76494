"""Tables of the portfolio's ledger. They lie in the registry's database: one chain of migrations and one copy hold
for both, while what they mean is the portfolio's alone.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table

from huoshui.registry.columns import Id, Text
from huoshui.registry.schema import metadata


def _entry() -> Column[int]:
    return Column("entry_id", ForeignKey("ledger_entry.id"), nullable=False)


#: What was entered together, by whom and when. Rows are added and never changed.
entries = Table(
    "ledger_entry",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("made", Text, nullable=False, comment="ISO in UTC"),
    Column("author", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("events", Integer, nullable=False),
)

#: Parties, funds and companies. ``data`` is JSON of what the sort of node has beside id and name.
nodes = Table(
    "ledger_node",
    metadata,
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("sort", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("data", Text, nullable=False),
    _entry(),
)

#: Re-investment obligations. ``data`` is JSON of what they have beside id and name.
obligations = Table(
    "ledger_obligation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("data", Text, nullable=False),
    _entry(),
)

#: What a node or obligation was before an entry changed it. ``sort`` is the node's, or ``obligation``.
amendments = Table(
    "ledger_amendment",
    metadata,
    Column("entry_id", ForeignKey("ledger_entry.id"), primary_key=True, autoincrement=False),
    Column("sort", Text, primary_key=True),
    Column("node_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("data", Text, nullable=False),
)

rates = Table(
    "ledger_rate",
    metadata,
    Column("day", Text, primary_key=True),
    Column("currency", Text, primary_key=True),
    Column("into", Text, primary_key=True),
    Column("rate", Text, nullable=False),
    _entry(),
)

#: The journal. Columns are the fields of ``portfolio.book.Event`` in their order; amounts are minor units.
events = Table(
    "ledger_event",
    metadata,
    Column("position", Id, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("held", Text, nullable=False),
    Column("minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("nature", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("stake", Text),
    Column("round", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("post", BigInteger),
    Column("cost", BigInteger),
    Column("committed", BigInteger),
    Column("paid", BigInteger),
    Column("due", Text),
    Column("region", Text, nullable=False),
    Column("reverses", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("source", Text, nullable=False),
    _entry(),
    Index("event_by_holder", "holder"),
    Index("event_by_held", "held"),
    Index("event_by_entry", "entry_id"),
)
