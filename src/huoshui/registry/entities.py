"""Entities: clusters of records, worked out anew for every name that a changed document touches."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from huoshui.registry import joining, schema
from huoshui.registry.bulk import insert_rows
from huoshui.registry.derived import derive
from huoshui.registry.loading import chunks, entity_views
from huoshui.registry.verdicts import bound, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import BindParameter, Connection, Executable

    from huoshui.registry.derived import Derived
    from huoshui.registry.joining import Candidate

_k, _r, _d, _s, _e = (t.c for t in (schema.keys, schema.records, schema.documents, schema.statements, schema.entities))
_other = schema.keys.alias("other")
_some: BindParameter[Any] = bindparam("some", expanding=True)

# Statements are built once: building them costs more than running them.
_NAMED_LIKE = select(_k.record_id).where(_k.key.in_(_some), _k.kind == bindparam("kind")).limit(1)
_KEYS_OF_NAMED = (
    select(_other.c.record_id, _other.c.key, _other.c.own)
    .join(schema.keys, _other.c.record_id == _k.record_id)
    .where(_k.key.in_(_some), _k.kind == bindparam("kind"))
    .distinct()
)
_KEYS_OF_RECORDS = select(_k.record_id, _k.key, _k.own).where(_k.record_id.in_(_some))
_STATED = (
    select(_s.record_id, _s.prop, _s.value, _s.key, _s.qualifier)
    .where(_s.record_id.in_(_some), _s.prop.in_(sorted(joining.WEIGHED)), _s.review.is_distinct_from("rejected"))
    .order_by(_s.record_id, _s.position)
)
_HEADS = (
    select(_r.id, _r.hash, _r.document_id, _r.kind, _r.name, _d.published, _r.entity_id)
    .join(schema.documents, _r.document_id == _d.id)
    .where(_r.id.in_(_some))
)
_EXISTING = select(_e.id).where(_e.id.in_(_some))
_CHANGE = (
    update(schema.entities)
    .where(_e.id == bindparam("known"))
    .values(name=bindparam("name"), size=bindparam("size"), newest=bindparam("newest"))
)
_ASSIGN = update(schema.records).where(_r.id == bindparam("record")).values(entity_id=bindparam("entity"))
_CLEAR = tuple(delete(table).where(table.c.entity_id.in_(_some)) for table in (schema.terms, schema.dates))
_DROP = delete(schema.entities).where(_e.id.in_(_some))


def keys_of_document(connection: Connection, document_id: int) -> set[tuple[str, str]]:
    """(kind, key) of all names in a stored document."""
    query = (
        select(_k.kind, _k.key)
        .join(schema.records, _k.record_id == _r.id)
        .where(_r.document_id == document_id, _k.kind != "")
    )
    return {(kind, key) for kind, key in connection.execute(query)}


def entities_of_document(connection: Connection, document_id: int) -> set[int]:
    """Entities with a record in a stored document."""
    query = select(_r.entity_id).where(_r.document_id == document_id, _r.entity_id.is_not(None))
    return set(connection.execute(query).scalars())


def are_new(connection: Connection, names: Iterable[tuple[str, str]]) -> bool:
    """Whether no record bears any of the names, (kind, key) pairs."""
    return not any(
        connection.execute(_NAMED_LIKE, {"some": some, "kind": kind}).first()
        for kind, keys in _by_kind(names).items()
        for some in chunks(sorted(keys))
    )


def store_new(connection: Connection, derived: Sequence[Derived]) -> None:
    """Store entities that are not there yet."""
    insert_rows(connection, schema.entities, [d.entity for d in derived])
    _store_derived(connection, derived)


def resolve(
    connection: Connection, names: Iterable[tuple[str, str]], touched: set[int], records: Iterable[int] = ()
) -> None:
    """Cluster every record that can be reached from ``names``, (kind, key) pairs, and bring their entities up to date.

    ``touched`` are entities that have lost records, ``records`` those that must be looked at whatever their names.
    """
    stale = set(touched)
    members: dict[int, tuple[Candidate, ...]] = {}
    moved: dict[int, int] = {}
    assigned: list[tuple[int, int]] = []
    wanted = _by_kind(names)
    seeds = _kinds(connection, {*records, *_records_of(connection, touched)})
    for kind in sorted(wanted.keys() | seeds.keys()):
        found, before = _candidates(connection, kind, wanted.get(kind, set()), seeds.get(kind, set()))
        clusters = joining.identified(joining.join(found, verdicts(connection, before)))
        members.update(clusters)
        now = {c.id: entity_id for entity_id, cluster in clusters.items() for c in cluster}
        for record_id in sorted(now):
            old, new = before[record_id], now[record_id]
            if old != new:
                stale.add(new)
                assigned.append((record_id, new))
                if old is not None:
                    stale.add(old)
                    moved.setdefault(old, new)
    _write(connection, {e: members[e] for e in sorted(stale & members.keys())}, assigned)
    _forget(connection, stale - members.keys(), moved)


def current(connection: Connection, entity_id: int) -> int:
    """The id itself, or the one that has taken its place."""
    redirects = schema.redirects.c
    found: int | None = connection.execute(select(redirects.entity_id).where(redirects.old_id == entity_id)).scalar()
    if found is None or connection.execute(select(_e.id).where(_e.id == entity_id)).first():
        return entity_id
    return found


def _by_kind(names: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    result: dict[str, set[str]] = defaultdict(set)
    for kind, key in names:
        result[kind].add(key)
    return dict(sorted(result.items()))


def _kinds(connection: Connection, record_ids: Iterable[int]) -> dict[str, set[int]]:
    result: dict[str, set[int]] = defaultdict(set)
    for some in chunks(sorted(record_ids)):
        for record_id, kind in connection.execute(select(_r.id, _r.kind).where(_r.id.in_(some))):
            result[kind].add(record_id)
    return result


def _records_of(connection: Connection, entity_ids: Iterable[int]) -> set[int]:
    result: set[int] = set()
    for some in chunks(sorted(entity_ids)):
        result.update(connection.execute(select(_r.id).where(_r.entity_id.in_(some))).scalars())
    return result


def _reached(connection: Connection, kind: str, keys: set[str], seeds: set[int]) -> dict[int, set[tuple[str, bool]]]:
    """Names of the records of ``kind`` that share one with ``keys`` or ``seeds``, or that a judgement binds to them,
    directly or by way of others.
    """
    known: set[str] = set()
    result: dict[int, set[tuple[str, bool]]] = defaultdict(set)
    while keys or seeds:
        known |= keys
        for some in chunks(sorted(keys)):
            for record_id, key, own in connection.execute(_KEYS_OF_NAMED, {"some": some, "kind": kind}):
                result[record_id].add((key, own))
        for some_records in chunks(sorted(seeds - result.keys())):
            for record_id, key, own in connection.execute(_KEYS_OF_RECORDS, {"some": some_records}):
                result[record_id].add((key, own))
        keys = {key for found in result.values() for key, _ in found} - known
        seeds = set() if keys else bound(connection, result) - result.keys()
    return result


def _candidates(
    connection: Connection, kind: str, keys: set[str], seeds: set[int]
) -> tuple[list[Candidate], dict[int, int | None]]:
    """Every record that may be one thing with those of ``keys`` and ``seeds``; and their entities so far."""
    keys_by_record = _reached(connection, kind, keys, seeds)
    candidates: list[Candidate] = []
    entities: dict[int, int | None] = {}
    for some_records in chunks(sorted(keys_by_record)):
        stated: dict[int, list[joining.Stated]] = defaultdict(list)
        for record_id, *columns in connection.execute(_STATED, {"some": some_records}):
            stated[record_id].append(joining.Stated(*columns))
        for *head, entity_id in connection.execute(_HEADS, {"some": some_records}):
            record = joining.Head(*head)
            entities[record.id] = entity_id
            candidates.append(joining.candidate(record, keys_by_record[record.id], stated[record.id]))
    return candidates, entities


def _write(
    connection: Connection, members: Mapping[int, Sequence[Candidate]], assigned: Sequence[tuple[int, int]]
) -> None:
    """Store entities with these members; ``assigned`` are (record, entity) that are new."""
    derived = [derive(v) for v in entity_views(connection, {e: [c.id for c in m] for e, m in members.items()})]
    existing: set[int] = set()
    for some in chunks(members):
        existing.update(connection.execute(_EXISTING, {"some": some}).scalars())
    rows = [d.entity for d in derived]
    insert_rows(connection, schema.entities, [r for r in rows if r.id not in existing])
    changed = [r for r in rows if r.id in existing]
    _execute(
        connection, _CHANGE, [{"known": r.id, "name": r.name, "size": r.size, "newest": r.newest} for r in changed]
    )
    _execute(connection, _ASSIGN, [{"record": record_id, "entity": e} for record_id, e in assigned])
    for some in chunks(sorted(existing)):
        for clear in _CLEAR:
            connection.execute(clear, {"some": some})
    _store_derived(connection, derived)


def _store_derived(connection: Connection, derived: Sequence[Derived]) -> None:
    insert_rows(connection, schema.terms, [row for d in derived for row in d.terms])
    insert_rows(connection, schema.dates, [row for d in derived for row in d.dates])


def _forget(connection: Connection, gone: set[int], moved: dict[int, int]) -> None:
    """Drop entities; their ids, and those that led to them, lead to where their records went, if anywhere."""
    if not gone:
        return
    redirects = schema.redirects
    followed = [(old, moved[old]) for old in sorted(gone & moved.keys())]
    for old, new in followed:
        connection.execute(update(redirects).where(redirects.c.entity_id == old).values(entity_id=new))
        connection.execute(delete(redirects).where(redirects.c.old_id == old))
    for some in chunks(sorted(gone)):
        connection.execute(_DROP, {"some": some})
    _execute(connection, insert(redirects), [{"old_id": old, "entity_id": new} for old, new in followed])


def _execute(connection: Connection, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(statement, rows)
