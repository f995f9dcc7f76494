"""Lists in slices that begin where the last one ended, so that rows added meanwhile neither repeat nor hide others.

Where a slice ended is the key of its last row: the values of the columns that the list is ordered by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import and_, exists, false, or_, select, true

from huoshui.registry import schema
from huoshui.registry.fulltext import DOCUMENTS
from huoshui.registry.ids import number_of
from huoshui.registry.loading import document_query, document_row, load_entities, statement_query, statement_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Select

    from huoshui.registry.views import DocumentRow, EntityView, StatementFilter, StatementView

T_co = TypeVar("T_co", covariant=True)
Key = tuple["str | int | None", ...]

_e, _d, _r, _s = schema.entities.c, schema.documents.c, schema.records.c, schema.statements.c


@dataclass(frozen=True, slots=True)
class Slice(Generic[T_co]):
    """Some rows of a list; ``end`` is the key to go on after, None when nothing follows."""

    rows: tuple[T_co, ...]
    end: Key | None


@dataclass(frozen=True, slots=True)
class _By:
    """One column of an order; rows without a value come last either way."""

    column: Column[Any]
    descending: bool = False

    def clause(self) -> ColumnElement[Any]:
        """The column in ORDER BY."""
        ordered: ColumnElement[Any] = self.column.desc() if self.descending else self.column.asc()
        return ordered.nulls_last() if self.column.nullable else ordered

    def beyond(self, value: str | int | None) -> ColumnElement[bool]:
        """Whether a row comes after all those of ``value``."""
        if value is None:
            return false()
        further = self.column < value if self.descending else self.column > value
        return or_(further, self.column.is_(None)) if self.column.nullable else further


_ENTITY_ORDERS = {
    "size": (_By(_e.size), _By(_e.newest, descending=True)),
    "-size": (_By(_e.size, descending=True), _By(_e.newest, descending=True)),
    "date": (_By(_e.newest),),
    "-date": (_By(_e.newest, descending=True),),
    "name": (_By(_e.name),),
    "-name": (_By(_e.name, descending=True),),
}
_AS_STORED = (_By(_s.record_id), _By(_s.position))
_NEWEST_FIRST = (_By(_d.published, descending=True), _By(_d.id, descending=True))
_DOCUMENTS = (_By(_d.published, descending=True), _By(_d.title), _By(_d.id))

_ORDERS = {"statements": _AS_STORED, "newest": (*_NEWEST_FIRST, *_AS_STORED), "documents": _DOCUMENTS}


def fits(after: Key, of: str) -> bool:
    """Whether a key from outside can be compared: ``of`` statements, the newest of them, documents or a sort order."""
    columns = [by.column for by in _ORDERS.get(of) or _entity_order(of)]
    return len(after) == len(columns) and all(map(_comparable, after, columns))


def _comparable(value: object, column: Column[Any]) -> bool:
    if value is None:
        return bool(column.nullable)
    if column.type.python_type is int:
        return type(value) is int and -(1 << 63) <= value < 1 << 63
    # No database takes half of a pair of surrogates, and not every one a zero character.
    return isinstance(value, str) and not re.search("[\\x00\\ud800-\\udfff]", value)


def entities(
    connection: Connection, passing: ColumnElement[bool], sort: str, after: Key | None, limit: int
) -> Slice[EntityView]:
    """Entities that ``passing`` allows, in an order of ``FundFilter``."""
    order = _entity_order(sort)
    query = select(_e.id, *(by.column for by in order)).where(passing)
    rows, end = _fetch(connection, query, order, after, limit)
    return Slice(load_entities(connection, [row[0] for row in rows]), end)


def statements(connection: Connection, wanted: StatementFilter, after: Key | None, limit: int) -> Slice[StatementView]:
    """Statements as they were stored, so that new ones come last; with ``since``, those of new documents first."""
    order = _ORDERS["newest" if wanted.since else "statements"]
    query = statement_query().add_columns(*(by.column for by in order))
    query = query.where(*_of_records(wanted))
    if wanted.prop:
        query = query.where(_s.prop == wanted.prop)
    if wanted.since:
        query = query.where(_s.record_id.in_(_newest_records(wanted, after, limit)))
    rows, end = _fetch(connection, query, order, after, limit)
    return Slice(tuple(statement_view(row[: -len(order)]) for row in rows), end)


def _of_records(wanted: StatementFilter) -> list[ColumnElement[bool]]:
    """What the filter asks of records."""
    asked = ((wanted.entity, _r.entity_id), (wanted.document, _r.document_id))
    return [column == number_of(public) for public, column in asked if public]


def _newest_records(wanted: StatementFilter, after: Key | None, limit: int) -> Select[tuple[int]]:
    """Records of the newest documents, enough for a slice, since each has a statement that is wanted.

    They are found by the index of dates; asked for all at once, databases begin with the statements and sort them all.
    """
    order = (*_NEWEST_FIRST, _By(_r.id))
    query = select(_r.id).join(schema.documents, _r.document_id == _d.id).where(_d.published >= wanted.since)
    query = query.where(*_of_records(wanted))
    if wanted.prop:
        one = schema.statements.alias("one").c
        query = query.where(exists().where(one.record_id == _r.id, one.prop == wanted.prop))
    if after is not None:
        # The record that the last slice ended in may go on. Undated documents are none of these.
        query = query.where(_d.published <= after[0], or_(_after(order, after[:3]), _r.id == after[2]))
    chosen = query.order_by(*(by.column.desc() if by.descending else by.column for by in order)).limit(limit + 1)
    return select(chosen.subquery().c.id)


def documents(connection: Connection, wanted: str, after: Key | None, limit: int) -> Slice[DocumentRow]:
    """Documents that hold the text, newest first."""
    condition: ColumnElement[bool] = true()
    if wanted.strip():
        found = DOCUMENTS.matching(_d.id, wanted)
        condition = found if found is not None else false()
    query = document_query().add_columns(*(by.column for by in _DOCUMENTS)).where(condition)
    rows, end = _fetch(connection, query, _DOCUMENTS, after, limit)
    return Slice(tuple(document_row(row[: -len(_DOCUMENTS)]) for row in rows), end)


def _entity_order(sort: str) -> tuple[_By, ...]:
    named = () if sort.endswith("name") else (_By(_e.name),)
    return (*_ENTITY_ORDERS.get(sort, _ENTITY_ORDERS["-size"]), *named, _By(_e.id))


def _fetch(
    connection: Connection, query: Select[Any], order: Sequence[_By], after: Key | None, limit: int
) -> tuple[list[Any], Key | None]:
    """Rows after the key; the query's last columns are those of the order."""
    if after is not None:
        query = query.where(_after(order, after))
    rows = list(connection.execute(query.order_by(*(by.clause() for by in order)).limit(limit + 1)))
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], tuple(rows[limit - 1][-len(order) :])


def _after(order: Sequence[_By], after: Key) -> ColumnElement[bool]:
    """Whether a row comes after the one of that key."""
    result: ColumnElement[bool] = false()
    lead, first = order[0], after[0]
    # Said twice, so that a database begins at the key by its index.
    within = true() if lead.column.nullable else (lead.column <= first if lead.descending else lead.column >= first)
    for by, value in zip(reversed(order), reversed(after), strict=True):
        same = by.column.is_(None) if value is None else by.column == value
        result = or_(by.beyond(value), and_(same, result))
    return and_(within, result)
