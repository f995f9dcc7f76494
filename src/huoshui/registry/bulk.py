"""Inserting rows by the driver's own means: with many small documents SQLAlchemy's compiling is what costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table


def insert_rows(connection: Connection, table: Table, rows: Sequence[NamedTuple]) -> None:
    """Insert rows whose fields are named as columns of ``table``."""
    if not rows:
        return
    quote = connection.dialect.identifier_preparer.quote
    fields = rows[0]._fields
    columns = ", ".join(map(quote, fields))
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    places = ", ".join([mark] * len(fields))
    statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608  names of our own
    connection.exec_driver_sql(statement, [tuple(row) for row in rows])
