"""Lists in slices that begin where the last one ended, so that rows added meanwhile neither repeat nor hide others.

Where a slice ended is the key of its last row: the values of the columns that the list is ordered by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import exists, false, func, or_, select, true

from huoshui.registry import facets, schema
from huoshui.registry.fulltext import DOCUMENTS
from huoshui.registry.ids import number_of
from huoshui.registry.loading import document_query, document_row, load_entities, statement_query, statement_view
from huoshui.registry.orders import By, beyond, entity_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Select

    from huoshui.registry.facets import Terms
    from huoshui.registry.orders import Key
    from huoshui.registry.views import DocumentRow, EntityView, FundFilter, StatementFilter, StatementView

T_co = TypeVar("T_co", covariant=True)
_e, _d, _r, _s = schema.entities.c, schema.documents.c, schema.records.c, schema.statements.c


@dataclass(frozen=True, slots=True)
class Slice(Generic[T_co]):
    """Some rows of a list; ``end`` is the key to go on after, None when nothing follows."""

    rows: tuple[T_co, ...]
    end: Key | None


#: Fewer statements of a property than this are sorted sooner than looked for by the dates of documents.
_FEW = 3000
_AS_STORED = (By(_s.record_id), By(_s.position))
_NEWEST_FIRST = (By(_d.published, descending=True), By(_d.id, descending=True))
_DOCUMENTS = (By(_d.published, descending=True), By(_d.title), By(_d.id))

#: Of organisations and companies.
BODIES = (By(schema.bodies.c.name), By(schema.bodies.c.id))

_ORDERS = {
    "statements": _AS_STORED,
    "newest": (*_NEWEST_FIRST, *_AS_STORED),
    "documents": _DOCUMENTS,
    "bodies": BODIES,
}


def fits(after: Key, of: str) -> bool:
    """Whether a key from outside can be compared: ``of`` statements, the newest, documents, bodies or a sort order."""
    columns = [by.column for by in _ORDERS.get(of) or entity_order(of)]
    return len(after) == len(columns) and all(map(_comparable, after, columns))


def _comparable(value: object, column: Column[Any]) -> bool:
    if value is None:
        return bool(column.nullable)
    if column.type.python_type is int:
        return type(value) is int and -(1 << 63) <= value < 1 << 63
    # No database takes half of a pair of surrogates, and not every one a zero character.
    return isinstance(value, str) and not re.search("[\\x00\\ud800-\\udfff]", value)


def entities(
    connection: Connection, terms: Terms, wanted: FundFilter, after: Key | None, limit: int
) -> tuple[int, Slice[EntityView]]:
    """How many entities pass the filter, and those of them that follow the key; its page is of no account."""
    found = facets.find(connection, terms, wanted)
    order = entity_order(wanted.sort)
    begin = 0
    if after is not None:
        following = select(func.count()).select_from(schema.entities).where(beyond(order, after))
        begin = len(terms.ids) - connection.execute(following).scalar_one()
    ids = found.ids(facets.order_of(connection, terms, wanted.sort), begin=begin, limit=limit + 1)
    end = None
    if len(ids) > limit:
        ids = ids[:limit]
        last = select(*(by.column for by in order)).where(_e.id == ids[-1])
        end = tuple(connection.execute(last).one())
    return found.total, Slice(load_entities(connection, ids), end)


def statements(connection: Connection, wanted: StatementFilter, after: Key | None, limit: int) -> Slice[StatementView]:
    """Statements as they were stored, so that new ones come last; with ``since``, those of new documents first."""
    order = _ORDERS["newest" if wanted.since else "statements"]
    query = statement_query().add_columns(*(by.column for by in order))
    query = query.where(*_of_records(wanted))
    if wanted.prop:
        query = query.where(_s.prop == wanted.prop)
    if wanted.since and not (wanted.prop and _is_rare(connection, wanted.prop)):
        query = query.where(_d.published >= wanted.since, _s.record_id.in_(_newest_records(wanted, after, limit)))
    elif wanted.since:
        query = query.where(_d.published >= wanted.since)
    rows, end = _fetch(connection, query, order, after, limit)
    return Slice(tuple(statement_view(row[: -len(order)]) for row in rows), end)


def _is_rare(connection: Connection, prop: str) -> bool:
    """Whether so few statements are of a property that sorting them takes less than looking for them by date."""
    some = select(_s.record_id).where(_s.prop == prop).limit(_FEW).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one() < _FEW


def _of_records(wanted: StatementFilter) -> list[ColumnElement[bool]]:
    """What the filter asks of records."""
    asked = ((wanted.entity, _r.entity_id), (wanted.document, _r.document_id))
    return [column == number_of(public) for public, column in asked if public]


def _newest_records(wanted: StatementFilter, after: Key | None, limit: int) -> Select[tuple[int]]:
    """Records of the newest documents, enough for a slice, since each has a statement that is wanted.

    They are found by the index of dates; asked for all at once, databases begin with the statements and sort them all.
    """
    order = (*_NEWEST_FIRST, By(_r.id))
    query = select(_r.id).join(schema.documents, _r.document_id == _d.id).where(_d.published >= wanted.since)
    query = query.where(*_of_records(wanted))
    if wanted.prop:
        one = schema.statements.alias("one").c
        query = query.where(exists().where(one.record_id == _r.id, one.prop == wanted.prop))
    if after is not None:
        # The record that the last slice ended in may go on. Undated documents are none of these.
        query = query.where(_d.published <= after[0], or_(beyond(order, after[:3]), _r.id == after[2]))
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


def _fetch(
    connection: Connection, query: Select[Any], order: Sequence[By], after: Key | None, limit: int
) -> tuple[list[Any], Key | None]:
    """Rows after the key; the query's last columns are those of the order."""
    if after is not None:
        query = query.where(beyond(order, after))
    rows = list(connection.execute(query.order_by(*(by.clause() for by in order)).limit(limit + 1)))
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], tuple(rows[limit - 1][-len(order) :])
