"""Copying a whole registry from one database into another, of whichever kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import exists, func, select, text
from sqlalchemy import literal_column as literal

from huoshui.errors import DatabaseError
from huoshui.registry import portfolio_schema, postgresql, schema
from huoshui.registry.bulk import load_rows
from huoshui.registry.engine import open_engine, reading, shown, told, writing
from huoshui.registry.fulltext import DOCUMENTS, RECORDS, FullText, grams
from huoshui.registry.rows import document_search_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Select, Table

#: Rows fetched at once.
_BATCH = 2000
_d, _t, _r = schema.documents.c, schema.texts.c, schema.records.c


class Copied(NamedTuple):
    """How many rows of a table have been copied."""

    table: str
    rows: int


def copy(source: str, target: str, progress: Callable[[Copied], None] | None = None) -> tuple[Copied, ...]:
    """Copy everything at the address ``source`` into an empty registry at ``target``, or nothing at all.

    It is one transaction on either side: the source may be written to meanwhile, the copy is of its state at the
    start; a copy that was interrupted leaves the target empty and can be started anew. The search index is built
    anew; numbers of rows are compared before it is committed. DatabaseError.
    """
    old = open_engine(source, create=False)
    try:
        new = open_engine(target, create=True)
        try:
            with reading(old, source) as reader, writing(new, target) as writer:
                return _Copy(reader, writer, source, target).run(progress or (lambda _: None))
        finally:
            new.dispose()
    finally:
        old.dispose()


class _Copy:
    """One copy while it is made."""

    def __init__(self, reader: Connection, writer: Connection, source: str, target: str) -> None:
        self.reader, self.writer = reader, writer
        self.source, self.target = source, target

    def run(self, progress: Callable[[Copied], None]) -> tuple[Copied, ...]:
        # The revision is the database's own.
        tables = [table for table in portfolio_schema.events.metadata.sorted_tables if table is not schema.revisions]
        self._check_empty(tables)
        done = []
        for table in tables:
            done.append(Copied(table.name, self._copied(table)))
            progress(done[-1])
        self._index(RECORDS, select(_r.id, _r.search_text), lambda row: row[1])
        documents = select(_d.id, _d.title, _t.clean).join(schema.texts, _t.document_id == _d.id)
        self._index(DOCUMENTS, documents, lambda row: document_search_text(row[1], row[2]))
        if self.writer.dialect.name == "postgresql":
            postgresql.settle(self.writer)
        self._compare(done)
        return tuple(done)

    def _check_empty(self, tables: list[Table]) -> None:
        for table in tables:
            if self.writer.execute(select(exists(select(literal("1")).select_from(table)))).scalar():
                message = f"{shown(self.target)} is not empty: a registry is copied whole; name an empty database"
                raise DatabaseError(message)

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        """Rows of the source; its errors name it and not the target."""
        with told(self.source):
            yield from self.reader.execute(query, execution_options={"yield_per": _BATCH})

    def _copied(self, table: Table) -> int:
        dialect = self.writer.dialect
        processors = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
        rows: Iterator[Any] = self._rows(select(table).order_by(*table.primary_key))
        if any(processors):
            rows = (tuple(p(v) if p else v for p, v in zip(processors, row, strict=True)) for row in rows)
        return load_rows(self.writer, table.name, [column.name for column in table.columns], rows)

    def _index(self, index: FullText, query: Select[Any], text_of: Callable[[Any], str]) -> None:
        index.fill(self.writer, ((row[0], grams(text_of(row))) for row in self._rows(query.order_by(text("1")))))

    def _compare(self, done: list[Copied]) -> None:
        """DatabaseError, and so no copy, when one side counts other than the other."""
        rows = dict(done)
        pairs = [(portfolio_schema.events.metadata.tables[name], rows[name]) for name in rows]
        for table, number in pairs:
            counts = [
                c.execute(select(func.count()).select_from(table)).scalar_one() for c in (self.reader, self.writer)
            ]
            if counts != [number, number]:
                message = (
                    f"{shown(self.target)}: {table.name} has {counts[1]} of {counts[0]} rows of {shown(self.source)}:"
                    " nothing was copied; please report this"
                )
                raise DatabaseError(message)
