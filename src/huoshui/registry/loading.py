"""Reading views out of the tables."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, false, func, select, true

from huoshui.model.document import Span
from huoshui.model.findings import Figure, Finding, FindingKind
from huoshui.model.records import Evidence
from huoshui.registry import schema
from huoshui.registry.facts import entity_view
from huoshui.registry.fulltext import DOCUMENTS
from huoshui.registry.ids import public_id
from huoshui.registry.source_class import source_class
from huoshui.registry.views import DocumentRow, StatementView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

    from huoshui.registry.views import EntityView

T = TypeVar("T")

#: Parameters in one statement: older SQLite takes 999.
_CHUNK = 900
#: More rows than an answer can have, few enough for the database's integers.
_ROWS_AT_MOST = 1_000_000_000

_s, _d, _r, _x = schema.statements.c, schema.documents.c, schema.records.c, schema.sentences.c


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """Lists that fit into one statement."""
    rest = list(items)
    for start in range(0, len(rest), _CHUNK):
        yield rest[start : start + _CHUNK]


def page_length(wanted: int) -> int:
    """Rows on a page, within reason."""
    return min(max(wanted, 1), _ROWS_AT_MOST)


def offset(page: int, length: int) -> int:
    """Rows before a page; a page that no database can have is taken for the last possible one."""
    return min(max(page, 1) - 1, _ROWS_AT_MOST) * length


def statement_query() -> Select[*tuple[Any, ...]]:
    """All columns of ``StatementView``, to be narrowed by the caller."""
    return (
        select(
            _s.id, _r.entity_id, _s.prop, _s.value, _s.qualifier, _d.id, _d.title, _d.source, _d.published,
            _s.start, _s.end, _s.text, _x.text, _x.start, _d.url, _d.version, _s.confidence, _s.review, _s.record_id,
        )
        .join(schema.records, _s.record_id == _r.id)
        .join(schema.documents, _r.document_id == _d.id)
        .join(schema.sentences, and_(_x.document_id == _r.document_id, _x.position == _s.sentence))
    )  # fmt: skip


def statement_view(row: Sequence[Any]) -> StatementView:
    """View of a row of ``statement_query``."""
    number, entity, prop, value, qualifier, document, title, source, published = row[:9]
    start, end, text, sentence, first, url, version, confidence, review = row[9:18]
    return StatementView(
        id=public_id(number),
        entity_id=public_id(entity or 0),
        prop=prop,
        value=value,
        qualifier=qualifier,
        document_id=public_id(document),
        document_title=title,
        source=source,
        published=published,
        start=start,
        end=end,
        text=text,
        sentence=sentence,
        mark=Span(start - first, end - first),
        source_class=source_class(source, url, title, version),
        confidence=confidence,
        review=review or "",
    )


def entity_views(connection: Connection, members: Mapping[int, Sequence[int]]) -> list[EntityView]:
    """Views of entities, given the ids of their records; in the order of ``members``."""
    record_ids = [record_id for records in members.values() for record_id in records]
    statements: dict[int, list[StatementView]] = defaultdict(list)
    names: dict[int, list[str]] = {}
    kinds: dict[int, str] = {}
    for chunk in chunks(record_ids):
        query = statement_query().where(_s.record_id.in_(chunk), _s.prop != "name")
        for row in connection.execute(query.order_by(_s.record_id, _s.position)):
            statements[row[-1]].append(statement_view(row))
        for record_id, kind, lines in connection.execute(select(_r.id, _r.kind, _r.names_text).where(_r.id.in_(chunk))):
            names[record_id], kinds[record_id] = lines.split("\n"), kind
    return [
        entity_view(
            entity_id,
            kinds[records[0]],
            [names[r] for r in records],
            [s for r in records for s in statements[r]],
        )
        for entity_id, records in members.items()
    ]


def members_of(connection: Connection, entity_ids: Iterable[int]) -> dict[int, list[int]]:
    """Records of each entity, in the order of ``entity_ids``; entities without records are left out."""
    wanted = list(entity_ids)
    found: dict[int, list[int]] = {entity_id: [] for entity_id in wanted}
    for chunk in chunks(wanted):
        query = select(_r.entity_id, _r.id).where(_r.entity_id.in_(chunk)).order_by(_r.entity_id, _r.id)
        for entity_id, record_id in connection.execute(query):
            found[entity_id].append(record_id)
    return {entity_id: records for entity_id, records in found.items() if records}


def load_entities(connection: Connection, entity_ids: Iterable[int]) -> tuple[EntityView, ...]:
    """Views of stored entities in the given order."""
    return tuple(entity_views(connection, members_of(connection, entity_ids)))


def document_rows(
    connection: Connection, page: int, page_size: int, wanted: str
) -> tuple[int, tuple[DocumentRow, ...]]:
    """How many documents hold ``wanted``, and one page of them, newest first."""
    condition: ColumnElement[bool] = true()
    if wanted.strip():
        found = DOCUMENTS.matching(_d.id, wanted)
        condition = found if found is not None else false()
    total = connection.execute(select(func.count()).select_from(schema.documents).where(condition)).scalar_one()
    query = document_query().where(condition).order_by(_d.published.desc().nulls_last(), _d.title, _d.id)
    rows = connection.execute(query.limit(page_length(page_size)).offset(offset(page, page_length(page_size))))
    return total, tuple(map(document_row, rows))


def document_query() -> Select[*tuple[Any, ...]]:
    """All columns of ``DocumentRow``, to be narrowed by the caller."""
    entities = select(func.count(_r.entity_id.distinct())).where(_r.document_id == _d.id).scalar_subquery()
    return select(_d.id, _d.title, _d.source, _d.published, _d.statements, entities)


def document_row(row: Sequence[Any]) -> DocumentRow:
    """Row of ``document_query`` as it is shown."""
    number, *rest = row
    return DocumentRow(public_id(number), *rest)


def stored_findings(connection: Connection) -> tuple[Finding, ...]:
    """What the audit found within single documents, newest document first; evidence names the document by its id."""
    f = schema.findings.c
    query = select(f.document_id, f.kind, f.subject, f.figures, f.gap).join(schema.documents, f.document_id == _d.id)
    rows = connection.execute(query.order_by(_d.published.desc().nulls_last(), _d.id, f.position))
    return tuple(
        Finding(FindingKind(kind), subject, tuple(_figure(public_id(d), *f) for f in json.loads(figures)), gap)
        for d, kind, subject, figures, gap in rows
    )


def _figure(document: str, label: str, value: str, places: list[tuple[int, int, str]]) -> Figure:
    return Figure(label, value, tuple(Evidence(document, *place) for place in places))


def by_entity(rows: Iterable[StatementView]) -> Iterator[tuple[tuple[str, str], list[StatementView]]]:
    """Group statements that come sorted by (entity, property)."""
    for key, group in groupby(rows, key=lambda s: (s.entity_id, s.prop)):
        yield key, list(group)
