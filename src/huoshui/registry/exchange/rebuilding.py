"""What is worked out of imported rows: the keys of records, their entities, the search index."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from huoshui.registry import schema
from huoshui.registry.bulk import insert_rows
from huoshui.registry.derived import derive
from huoshui.registry.fulltext import DOCUMENTS, RECORDS, grams
from huoshui.registry.joining import Stated
from huoshui.registry.loading import load_entities
from huoshui.registry.rows import document_search_text, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection

    from huoshui.registry.rows import KeyColumns

_AT_ONCE = 500
_d, _t, _r, _s, _e = (t.c for t in (schema.documents, schema.texts, schema.records, schema.statements, schema.entities))
_CHANGE = (
    update(schema.entities)
    .where(_e.id == bindparam("known"))
    .values(name=bindparam("name"), size=bindparam("size"), newest=bindparam("newest"))
)


def rebuild(connection: Connection) -> None:
    """Work out everything from the stored rows."""
    for ids in _in_parts(connection, _r.id):
        _keys(connection, ids)
    for ids in _in_parts(connection, _e.id):
        _entities(connection, ids)
    for ids in _in_parts(connection, _d.id):
        query = select(_d.id, _d.title, _t.clean).join(schema.texts, _t.document_id == _d.id).where(_d.id.in_(ids))
        rows = connection.execute(query)
        DOCUMENTS.put(
            connection, [(number, grams(document_search_text(title, clean))) for number, title, clean in rows]
        )


def _in_parts(connection: Connection, column: Column[Any]) -> Iterator[list[int]]:
    """All ids in order, some at a time, read anew for each part so that no result stays open while rows are written."""
    last = -1
    while ids := list(
        connection.execute(select(column).where(column > last).order_by(column).limit(_AT_ONCE)).scalars()
    ):
        yield ids
        last = ids[-1]


def _keys(connection: Connection, ids: list[int]) -> None:
    stated: dict[int, list[Stated]] = defaultdict(list)
    query = select(_s.record_id, _s.prop, _s.value, _s.key, _s.qualifier).where(_s.record_id.in_(ids))
    rows = connection.execute(query.order_by(_s.record_id, _s.position))
    for record_id, group in groupby(rows, key=lambda row: row[0]):
        stated[record_id] = [Stated(*columns) for _, *columns in group]
    records = connection.execute(select(_r.id, _r.kind, _r.names_text, _r.search_text).where(_r.id.in_(ids))).all()
    keys: list[KeyColumns] = []
    for record_id, kind, names, _ in records:
        name, *aliases = names.split("\n")
        keys.extend(keys_of(record_id, kind, name, aliases, stated[record_id]))
    insert_rows(connection, schema.keys, keys)
    RECORDS.put(connection, [(record_id, grams(found)) for record_id, _, _, found in records])


def _entities(connection: Connection, ids: list[int]) -> None:
    derived = [derive(view) for view in load_entities(connection, ids)]
    rows = [d.entity for d in derived]
    changes = [{"known": r.id, "name": r.name, "size": r.size, "newest": r.newest} for r in rows]
    connection.execute(_CHANGE, changes)
    insert_rows(connection, schema.terms, [row for d in derived for row in d.terms])
    insert_rows(connection, schema.dates, [row for d in derived for row in d.dates])
