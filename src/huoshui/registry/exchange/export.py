"""A registry as JSON Lines: documents, what they say, judgements; the same registry always gives the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from huoshui.registry import schema
from huoshui.registry.exchange.lines import footer, header, sheets, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy import ColumnElement, Connection, FromClause, Select

    from huoshui.registry.exchange.lines import Sheet

_ROWS_AT_ONCE = 2000


def export_lines(connection: Connection) -> Iterator[str]:
    """Every line of the registry, in one order for all databases; reads as it goes and holds little in memory."""
    yield header()
    lines = 0
    for sheet in sheets():
        result = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(_query(sheet))
        for row in result:
            lines += 1
            yield written(sheet, tuple(row))
    yield footer(lines)


def _query(sheet: Sheet) -> Select[*tuple[Any, ...]]:
    """All exchanged columns, records by their hash, in the order of the primary key; what belongs to a record goes with
    its document's others.
    """
    r = schema.records.c
    columns: list[ColumnElement[Any]] = []
    order: dict[str, ColumnElement[Any]] = {c.name: c for c in sheet.table.primary_key.columns}
    joined: FromClause = sheet.table
    first: list[ColumnElement[Any]] = []
    for field in sheet.fields:
        column: ColumnElement[Any] = sheet.table.c[field.name]
        if field.refers_to == "record":
            target = schema.records.alias()
            joined = joined.join(target, target.c.id == column)
            if field.name in order:
                first.append(target.c.document_id)
            column = order[field.name] = target.c.hash
        columns.append(column.label(field.name))
    if sheet.table is schema.records:
        first, order = [r.document_id, r.hash], {}
    return select(*columns).select_from(joined).order_by(*first, *order.values())
