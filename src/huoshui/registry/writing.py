"""Writing one document: its rows, the search index and the entities that it touches."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, or_, select, text

from huoshui.registry import entities, marking, mentions, schema
from huoshui.registry.bulk import insert_rows
from huoshui.registry.engine import writing
from huoshui.registry.fulltext import DOCUMENTS, RECORDS
from huoshui.registry.ids import content_id
from huoshui.registry.rows import TextColumns, document_search_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine

    from huoshui.registry.rows import Prepared, RecordColumns

_d = schema.documents.c
_LAST_RECORD = select(func.coalesce(func.max(schema.records.c.id), 0))
_NEXT_RECORDS = text("SELECT nextval('record_number') FROM generate_series(1, :count)")
#: A server remembers only so many locks; a document of more names is written alone.
_LOCKS_AT_MOST = 64
_SAME = select(_d.id, _d.version).where(or_(_d.id == bindparam("id"), _d.place == bindparam("place")))


class _NotNewError(Exception):
    """A document names what is stored already."""


def store(engine: Engine, url: str, prepared: Prepared) -> bool:
    """Write a document in a transaction of its own; False when it is stored as read by this version already.

    On a server, one that only adds is written beside others.
    """
    names = _locks(prepared)
    if engine.dialect.name == "postgresql" and len(names) <= _LOCKS_AT_MOST:
        with suppress(_NotNewError), writing(engine, url, names=names) as connection:
            return write(connection, prepared, only_new=True)
    with writing(engine, url) as connection:
        return write(connection, prepared)


def _locks(prepared: Prepared) -> list[int]:
    """Numbers for all that could make two new documents meet: their names, their texts, their places."""
    row = prepared.document
    what = {("document", str(row.id)), ("place", row.place), *((k.kind, k.key) for k in prepared.keys if k.kind)}
    return sorted({content_id(*one) & 0x7FFFFFFF for one in what})


def write(connection: Connection, prepared: Prepared, *, only_new: bool = False) -> bool:
    """Write a document within the caller's transaction; False when it is stored as read by this version already."""
    row = prepared.document
    stored = connection.execute(_SAME, {"id": row.id, "place": row.place}).all()
    if any(old.id == row.id and old.version == row.version for old in stored):
        return False
    names = {(key.kind, key.key) for key in prepared.keys if key.kind}
    judged = mentions.settle(connection, row.id, row.place, [old.id for old in stored])
    if not stored and not judged and entities.are_new(connection, names):
        entities.store_new(connection, prepared.entities)
        _insert(connection, prepared, prepared.records)
        return True
    if only_new:
        raise _NotNewError
    touched: set[int] = set()
    for old in stored:
        names |= entities.keys_of_document(connection, old.id)
        touched |= entities.entities_of_document(connection, old.id)
        _remove(connection, old.id)
    records = _insert(connection, prepared, [record._replace(entity_id=None) for record in prepared.records])
    if judged:
        marking.mark(connection, row.id)
    entities.resolve(connection, names, touched, records)
    return True


def remove(connection: Connection, document_id: int) -> None:
    """Take a document out, and bring the entities that it spoke of up to date."""
    names = entities.keys_of_document(connection, document_id)
    touched = entities.entities_of_document(connection, document_id)
    _remove(connection, document_id)
    entities.resolve(connection, names, touched)


def _remove(connection: Connection, document_id: int) -> None:
    d, t, r = schema.documents.c, schema.texts.c, schema.records.c
    document = select(d.title, t.clean).join(schema.texts, t.document_id == d.id).where(d.id == document_id)
    title, clean = connection.execute(document).one()
    DOCUMENTS.remove(connection, [(document_id, document_search_text(title, clean))])
    records = connection.execute(select(r.id, r.search_text).where(r.document_id == document_id))
    RECORDS.remove(connection, [(record_id, string) for record_id, string in records])
    connection.execute(delete(schema.documents).where(d.id == document_id))


def _insert(connection: Connection, prepared: Prepared, records: Sequence[RecordColumns]) -> list[int]:
    """Store the rows; the ids that the records were given."""
    document_id = prepared.document.id
    numbers = _numbers(connection, len(records))
    insert_rows(connection, schema.documents, [prepared.document])
    insert_rows(connection, schema.texts, [TextColumns(document_id, prepared.text, prepared.clean)])
    insert_rows(connection, schema.records, [r._replace(id=numbers[r.id]) for r in records])
    insert_rows(connection, schema.keys, [k._replace(record_id=numbers[k.record_id]) for k in prepared.keys])
    insert_rows(connection, schema.sentences, prepared.sentences)
    statements = [s._replace(record_id=numbers[s.record_id]) for s in prepared.statements]
    insert_rows(connection, schema.statements, statements)
    insert_rows(connection, schema.findings, prepared.findings)
    DOCUMENTS.put(connection, [(document_id, prepared.document_grams)])
    RECORDS.put(connection, list(zip(numbers, prepared.record_grams, strict=True)))
    return numbers


def _numbers(connection: Connection, count: int) -> list[int]:
    """Numbers for new records."""
    if connection.dialect.name == "postgresql":
        return list(connection.execute(_NEXT_RECORDS, {"count": count}).scalars())
    # The write lock is held, so nobody else counts up.
    first = connection.execute(_LAST_RECORD).scalar_one() + 1
    return list(range(first, first + count))
