"""Mentions as tables: the columns that blocking, vetoes and comparisons work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from huoshui.registry.resolution.naming import arrow, take_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from huoshui.registry.resolution.mentions import Kind, Mention
    from huoshui.registry.resolution.naming import Names

#: Amounts above this (10 trillion CNY) are left out of comparing, so that five per cent of one fits 64 bits.
_LARGEST = 10**15

_FACT_COLUMNS = {
    "id": "number",
    "name": "number",
    "stated_region": "text",
    "declared": "texts",
    "size": "large",
    "currency": "text",
    "month": "number",
    "founded": "number",
    "managers": "texts",
    "backers": "texts",
    "parent": "text",
}
_JOINED = """
    CREATE OR REPLACE TABLE {table}_rows AS
    SELECT f.id, n.* EXCLUDE (row), coalesce(f.stated_region, nullif(n.place, '')) AS region,
        CASE WHEN len(f.declared) > 0 OR n.brand <> '' THEN
            list_concat(f.declared, [n.key], CASE WHEN n.brand <> '' THEN ['brand|' || n.brand] ELSE [] END)
        ELSE [] END AS aliases,
        f.size, f.currency, f.month, f.founded, f.managers, f.backers, f.parent, f.backers[1] AS first_backer,
        CASE WHEN n.role = 'manager' THEN 'other' WHEN {fund} OR n.role = 'fund' THEN 'fund' ELSE 'other' END AS g_role,
        CASE WHEN n.generic THEN '' ELSE n.core END AS g_core, list_prepend(n.key, f.declared) AS g_names
    FROM facts f JOIN names n ON f.name = n.row
"""
#: Columns of the vetoes have names of their own: Splink leaves out of training what a blocking rule names.
_NAMED = """
    CREATE OR REPLACE VIEW {table} AS
    SELECT *, place AS g_place, phase AS g_phase, number AS g_number, year AS g_year, stem AS g_stem,
        unplaced AS g_unplaced, parent AS g_parent
    FROM {table}_rows
"""


def tabulate(
    connection: duckdb.DuckDBPyConnection,
    mentions: Sequence[Mention],
    kind: Kind,
    table: str,
    names: Names | None = None,
) -> None:
    """Make a table of mentions, ``id`` being the place in the sequence; ``names`` are theirs, if taken apart before."""
    import pyarrow as pa

    known = names or take_apart(mentions)
    numbered = known.table.append_column("row", pa.array(range(known.table.num_rows), pa.int32()))
    connection.register("names", numbered)
    connection.register("facts", arrow(_FACT_COLUMNS, (_fact_row(n, one, known) for n, one in enumerate(mentions))))
    connection.execute(_JOINED.format(table=table, fund="true" if kind == "fund" else "false"))
    connection.execute(_NAMED.format(table=table))
    connection.unregister("names")
    connection.unregister("facts")


def _fact_row(number: int, mention: Mention, names: Names) -> tuple[Any, ...]:
    size = mention.size if mention.size and 0 < mention.size.minor < _LARGEST else None
    date = mention.date
    return (
        number,
        names.rows[mention.name],
        "/".join(mention.region.path) if mention.region else None,
        [names.keys[alias] for alias in mention.aliases if alias in names.telling],
        size.minor if size else None,
        size.currency if size else None,
        date.year * 12 + date.month if date and date.month else None,
        date.year if date else None,
        _parties(mention.managers, names),
        _parties(mention.backers, names),
        names.keys[mention.parent] if mention.parent else None,
    )


def _parties(parties: tuple[str, ...], names: Names) -> list[str]:
    """Parties by the key of their names, so that a legal name meets the same without its form."""
    if len(parties) < 2:
        return [names.keys[name] for name in parties]
    return sorted({names.keys[name] for name in parties})
