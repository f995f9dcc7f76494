"""Writing one document: its rows, the search index and the entities that it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, or_, select

from huoshui.registry import entities, schema
from huoshui.registry.fulltext import DOCUMENTS, RECORDS
from huoshui.registry.rows import document_search_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

    from huoshui.registry.rows import Prepared


def write(connection: Connection, prepared: Prepared) -> bool:
    """Write a document within the caller's transaction; False when it is stored as read by this version already."""
    row = prepared.document
    d = schema.documents.c
    same = select(d.id, d.digest, d.version, d.place).where(or_(d.digest == row.digest, d.place == row.place))
    stored = connection.execute(same).all()
    if any(old.digest == row.digest and old.version == row.version for old in stored):
        return False
    names = {(key.kind, key.key) for key in prepared.keys}
    touched: set[int] = set()
    for old in stored:
        names |= entities.keys_of_document(connection, old.id)
        touched |= entities.entities_of_document(connection, old.id)
        _remove(connection, old.id)
    _insert(connection, prepared)
    entities.resolve(connection, names, touched)
    return True


def _remove(connection: Connection, document_id: int) -> None:
    d, t, r = schema.documents.c, schema.texts.c, schema.records.c
    document = select(d.title, t.clean).join(schema.texts, t.document_id == d.id).where(d.id == document_id)
    title, clean = connection.execute(document).one()
    DOCUMENTS.remove(connection, [(document_id, document_search_text(title, clean))])
    records = connection.execute(select(r.id, r.search_text).where(r.document_id == document_id))
    RECORDS.remove(connection, [(record_id, string) for record_id, string in records])
    connection.execute(delete(schema.documents).where(d.id == document_id))


def _insert(connection: Connection, prepared: Prepared) -> None:
    document_id = prepared.document.id
    _rows(connection, schema.documents, [prepared.document])
    text = insert(schema.texts).values(document_id=document_id, text=prepared.text, clean=prepared.clean)
    connection.execute(text)
    _rows(connection, schema.records, prepared.records)
    _rows(connection, schema.keys, prepared.keys)
    _rows(connection, schema.sentences, prepared.sentences)
    _rows(connection, schema.statements, prepared.statements)
    _rows(connection, schema.findings, prepared.findings)
    DOCUMENTS.put(connection, [(document_id, prepared.document_grams)])
    RECORDS.put(connection, zip((r.id for r in prepared.records), prepared.record_grams, strict=True))


def _rows(connection: Connection, table: Table, rows: Sequence[NamedTuple]) -> None:
    if rows:
        connection.execute(insert(table), [row._asdict() for row in rows])
