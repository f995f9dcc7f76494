"""Which entities name each other: parents and sub-funds, backers, managers, callers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from huoshui.registry import schema
from huoshui.registry.ids import public_id
from huoshui.registry.loading import chunks
from huoshui.registry.views import RelatedEntity

if TYPE_CHECKING:
    from sqlalchemy import Connection

_s, _r, _k, _e = schema.statements.c, schema.records.c, schema.keys.c, schema.entities.c

#: Whom a person has rejected or corrected as a party is none.
_COUNTS = or_(_s.review.is_(None), _s.review == "accepted")


def related(connection: Connection, entity_id: int) -> tuple[RelatedEntity, ...]:
    """Entities that ``entity_id`` names, and those that name it; a name that several entities bear leads nowhere."""
    pairs = {(prop, other, False) for prop, other in _named_by(connection, entity_id)}
    pairs |= {(prop, other, True) for prop, other in _naming(connection, entity_id)}
    others = {other for _, other, _ in pairs if other != entity_id}
    about: dict[int, tuple[str, str]] = {}
    for chunk in chunks(sorted(others)):
        for number, kind, name in connection.execute(select(_e.id, _e.kind, _e.name).where(_e.id.in_(chunk))):
            about[number] = (kind, name)
    found = (
        RelatedEntity(prop, names_this, public_id(other), *about[other])
        for prop, other, names_this in pairs
        if other in about
    )
    return tuple(sorted(found, key=lambda f: (f.names_this, f.prop, f.name, f.id)))


def _named_by(connection: Connection, entity_id: int) -> set[tuple[str, int]]:
    stated = select(_s.prop, _s.key).join(schema.records, _s.record_id == _r.id)
    stated = stated.where(_r.entity_id == entity_id, _s.key.is_not(None), _COUNTS).distinct()
    props: dict[str, set[str]] = {}
    for prop, key in connection.execute(stated):
        props.setdefault(key, set()).add(prop)
    bearers: dict[str, set[int]] = {}
    for chunk in chunks(sorted(props)):
        query = select(_k.key, _r.entity_id).join(schema.records, _k.record_id == _r.id)
        query = query.where(_k.key.in_(chunk), _k.kind == "Fund").distinct()
        for key, other in connection.execute(query):
            bearers.setdefault(key, set()).add(other)
    return {(prop, next(iter(found))) for key, found in bearers.items() if len(found) == 1 for prop in props[key]}


def _naming(connection: Connection, entity_id: int) -> set[tuple[str, int]]:
    own = select(_k.key).join(schema.records, _k.record_id == _r.id).where(_r.entity_id == entity_id, _k.kind != "")
    keys = sorted(set(connection.execute(own).scalars()))
    result: set[tuple[str, int]] = set()
    for chunk in chunks(keys):
        bearers = select(_k.key).join(schema.records, _k.record_id == _r.id).where(_k.key.in_(chunk))
        shared = set(connection.execute(bearers.where(_r.entity_id != entity_id, _k.kind == "Fund")).scalars())
        query = select(_s.prop, _r.entity_id).join(schema.records, _s.record_id == _r.id)
        rows = connection.execute(query.where(_s.key.in_([k for k in chunk if k not in shared]), _COUNTS).distinct())
        result.update((prop, other) for prop, other in rows)
    return result
