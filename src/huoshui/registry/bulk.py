"""Inserting rows by the driver's own means: with many small documents SQLAlchemy's compiling is what costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def load_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert any number of rows as they come, by COPY where there is one; how many they were."""
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(table)} ({', '.join(map(quote, columns))})"
    counted = _Counted(rows)
    dbapi = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    statement = f"COPY {into} FROM STDIN"
    try:
        if connection.dialect.name == "postgresql":
            with cursor.copy(statement) as copy:
                for row in counted:
                    copy.write_row(row)
        else:
            statement = f"INSERT INTO {into} VALUES ({', '.join('?' * len(columns))})"  # noqa: S608  names of our own
            cursor.executemany(statement, counted)
    except dbapi.Error as error:
        raise DBAPIError.instance(statement, None, error, dbapi.Error, dialect=connection.dialect) from error
    finally:
        cursor.close()
    return counted.number


class _Counted:
    """Rows, counted while they pass."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.number = 0
        self._rows = iter(rows)

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> Sequence[Any]:
        row = next(self._rows)
        self.number += 1
        return row
