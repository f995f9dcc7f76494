"""Entities: clusters of records, worked out anew for every name that a changed document touches."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from huoshui.model.money import Money
from huoshui.model.sectors import ancestors
from huoshui.registry import joining, schema
from huoshui.registry.loading import chunks, entity_views
from huoshui.registry.rows import content_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Executable

    from huoshui.registry.joining import Candidate
    from huoshui.registry.views import EntityView

#: What an entity's size is, for sorting and filtering: a call has the size it asks of a fund.
_SIZES = ("size", "min_fund_size")
_PLAIN_TERMS = frozenset({"status", "round", "board"})


def keys_of_document(connection: Connection, document_id: int) -> set[tuple[str, str]]:
    """(kind, key) of all names in a stored document."""
    k, r = schema.keys.c, schema.records.c
    query = select(k.kind, k.key).join(schema.records, k.record_id == r.id).where(r.document_id == document_id)
    return {(kind, key) for kind, key in connection.execute(query)}


def entities_of_document(connection: Connection, document_id: int) -> set[int]:
    """Entities with a record in a stored document."""
    query = select(schema.records.c.entity_id).where(schema.records.c.document_id == document_id)
    return {entity_id for (entity_id,) in connection.execute(query) if entity_id is not None}


def resolve(connection: Connection, names: Iterable[tuple[str, str]], touched: set[int]) -> None:
    """Cluster every record that can be reached from ``names``, (kind, key) pairs, and bring their entities up to date.

    ``touched`` are entities that have lost records and must be looked at in any case.
    """
    pending: dict[str, set[str]] = defaultdict(set)
    for kind, key in names:
        pending[kind].add(key)
    stale = set(touched)
    members: dict[int, tuple[Candidate, ...]] = {}
    moved: dict[int, int] = {}
    for kind in sorted(pending):
        found = _candidates(connection, kind, pending[kind])
        old = _entities_of(connection, [c.id for c in found])
        clusters = _identified(joining.join(found))
        members.update(clusters)
        changes = sorted(
            (c.id, old.get(c.id), e) for e, cluster in clusters.items() for c in cluster if old.get(c.id) != e
        )
        for _, before, after in changes:
            stale.add(after)
            if before is not None:
                stale.add(before)
                moved.setdefault(before, after)
    _write(connection, members, stale, moved)


def _candidates(connection: Connection, kind: str, keys: set[str]) -> list[Candidate]:
    """Records of ``kind`` that share a key with ``keys``, directly or by way of others."""
    table = schema.keys.c
    known_keys: set[str] = set()
    record_ids: set[int] = set()
    frontier = set(keys)
    keys_by_record: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    while frontier:
        known_keys |= frontier
        fresh: set[int] = set()
        for some_keys in chunks(sorted(frontier)):
            rows = connection.execute(select(table.record_id).where(table.key.in_(some_keys), table.kind == kind))
            fresh.update(record_id for (record_id,) in rows)
        fresh -= record_ids
        record_ids |= fresh
        for chunk in chunks(sorted(fresh)):
            rows = connection.execute(select(table.record_id, table.key, table.own).where(table.record_id.in_(chunk)))
            for record_id, key, own in rows:
                keys_by_record[record_id].append((key, own))
        frontier = {key for record_id in fresh for key, _ in keys_by_record[record_id]} - known_keys
    return _load_candidates(connection, keys_by_record)


def _load_candidates(connection: Connection, keys: dict[int, list[tuple[str, bool]]]) -> list[Candidate]:
    r, d, s = schema.records.c, schema.documents.c, schema.statements.c
    result: list[Candidate] = []
    for chunk in chunks(sorted(keys)):
        stated: dict[int, list[joining.Stated]] = defaultdict(list)
        values = select(s.record_id, s.prop, s.value, s.key, s.qualifier).where(s.record_id.in_(chunk))
        for record_id, *columns in connection.execute(values.order_by(s.record_id, s.position)):
            stated[record_id].append(joining.Stated(*columns))
        rows = select(r.id, r.document_id, r.kind, r.name, d.published).join(schema.documents, r.document_id == d.id)
        heads = (joining.Head(*row) for row in connection.execute(rows.where(r.id.in_(chunk))))
        result.extend(joining.candidate(head, keys[head.id], stated[head.id]) for head in heads)
    return result


def _entities_of(connection: Connection, record_ids: Sequence[int]) -> dict[int, int]:
    r = schema.records.c
    result: dict[int, int] = {}
    for chunk in chunks(record_ids):
        query = select(r.id, r.entity_id).where(r.id.in_(chunk), r.entity_id.is_not(None))
        result.update((record_id, entity_id) for record_id, entity_id in connection.execute(query))
    return result


def _identified(clusters: Sequence[tuple[Candidate, ...]]) -> dict[int, tuple[Candidate, ...]]:
    """Give each cluster its id: from its smallest name, and from more of it only where several bear that name."""
    named: dict[str, list[tuple[Candidate, ...]]] = defaultdict(list)
    for cluster in clusters:
        named[min(c.own_key for c in cluster)].append(cluster)
    result = {}
    for name, bearers in named.items():
        for cluster in bearers:
            parts = ["entity", cluster[0].kind, name]
            if len(bearers) > 1 or cluster[0].rounds:
                parts.append(_distinction(cluster))
            entity_id = content_id(*parts)
            if entity_id in result:
                entity_id = content_id(*parts, min(c.id for c in cluster))
            result[entity_id] = cluster
    return result


def _distinction(cluster: Sequence[Candidate]) -> str:
    """What tells apart two things of one name: round, board, full legal name, deepest place, first date."""
    legal = sorted({c.parsed.legal for c in cluster if c.parsed.legal})
    places = sorted({"/".join(r) for c in cluster for r in c.regions}, key=lambda p: (-p.count("/"), p))
    first_days = sorted(first.isoformat()[:7] for c in cluster for first, _ in c.days)
    rounds = sorted({r for c in cluster for r in c.rounds | c.boards})
    return "|".join((*rounds[:1], *legal[:1], *places[:1], *first_days[:1]))


def _write(
    connection: Connection, members: dict[int, tuple[Candidate, ...]], stale: set[int], moved: dict[int, int]
) -> None:
    """Store the entities of ``stale``: those without members go, and their ids lead to where their records went."""
    living = sorted(stale & members.keys())
    views = entity_views(connection, {e: [c.id for c in members[e]] for e in living})
    _store(connection, [_entity_row(view) for view in views])
    records = schema.records
    assigned = [{"record": c.id, "entity": e} for e in living for c in members[e]]
    _execute(
        connection,
        update(records).where(records.c.id == bindparam("record")).values(entity_id=bindparam("entity")),
        assigned,
    )
    for chunk in chunks(living):
        connection.execute(delete(schema.terms).where(schema.terms.c.entity_id.in_(chunk)))
        connection.execute(delete(schema.dates).where(schema.dates.c.entity_id.in_(chunk)))
    _execute(connection, insert(schema.terms), [row for view in views for row in _term_rows(view)])
    _execute(connection, insert(schema.dates), [row for view in views for row in _date_rows(view)])
    _forget(connection, stale - members.keys(), moved)


def _store(connection: Connection, rows: list[dict[str, object]]) -> None:
    entities = schema.entities
    existing: set[int] = set()
    for chunk in chunks([row["id"] for row in rows]):
        existing.update(connection.execute(select(entities.c.id).where(entities.c.id.in_(chunk))).scalars())
    _execute(connection, insert(entities), [row for row in rows if row["id"] not in existing])
    change = update(entities).where(entities.c.id == bindparam("known"))
    change = change.values(name=bindparam("name"), size=bindparam("size"), newest=bindparam("newest"))
    known = [row for row in rows if row["id"] in existing]
    _execute(connection, change, [{"known": r["id"], **{c: r[c] for c in ("name", "size", "newest")}} for r in known])
    redirects = schema.redirects.c.old_id
    for chunk in chunks([row["id"] for row in rows if row["id"] not in existing]):
        connection.execute(delete(schema.redirects).where(redirects.in_(chunk)))


def _forget(connection: Connection, gone: set[int], moved: dict[int, int]) -> None:
    """Drop entities; their ids, and those that led to them, lead to where their records went, if anywhere."""
    if not gone:
        return
    redirects, entities = schema.redirects, schema.entities
    followed = [(old, moved[old]) for old in sorted(gone & moved.keys())]
    for old, new in followed:
        connection.execute(update(redirects).where(redirects.c.entity_id == old).values(entity_id=new))
    for chunk in chunks(sorted(gone)):
        connection.execute(delete(entities).where(entities.c.id.in_(chunk)))
    _execute(connection, insert(redirects), [{"old_id": old, "entity_id": new} for old, new in followed])


def _entity_row(view: EntityView) -> dict[str, object]:
    days = _days(view)
    size = next((f for prop in _SIZES for f in view.facts_of(prop) if f.value.endswith(" CNY")), None)
    return {
        "id": int(view.id, 16),
        "kind": view.kind,
        "name": view.name,
        "size": Money.parse(size.value).minor if size else None,
        "newest": max((last for _, last in days), default=None),
    }


def _term_rows(view: EntityView) -> list[dict[str, object]]:
    pairs = {(f.prop, f.value) for f in view.facts if f.prop in _PLAIN_TERMS}
    for fact in view.facts_of("sector"):
        pairs.update(("sector", code) for code in (fact.value, *ancestors(fact.value)))
    for fact in view.facts_of("region"):
        path = fact.value.split("/")
        pairs.update(("region", "/".join(path[:depth])) for depth in range(1, len(path) + 1))
    return [{"entity_id": int(view.id, 16), "prop": prop, "value": value} for prop, value in sorted(pairs)]


def _date_rows(view: EntityView) -> list[dict[str, object]]:
    return [
        {"entity_id": int(view.id, 16), "first_day": first, "last_day": last} for first, last in sorted(_days(view))
    ]


def _days(view: EntityView) -> set[tuple[str, str]]:
    """First and last days of the entity's dates, or, where none is stated, of its documents' publication."""
    stated = [f.value for f in view.facts_of("date")]
    published = [s.published for f in view.facts for s in f.statements if s.published]
    return {(first.isoformat(), last.isoformat()) for first, last in map(joining.days, stated or published)}


def _execute(connection: Connection, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(statement, rows)


def current(connection: Connection, entity_id: int) -> int:
    """The id itself, or the one that has taken its place."""
    redirects = schema.redirects.c
    found = connection.execute(select(redirects.entity_id).where(redirects.old_id == entity_id)).scalar()
    return entity_id if found is None else found
