"""What a person should look at: doubtful links, values of low confidence, and sources that disagree.

Most valuable first. What an item is worth is

    doubt * log2(2 + size in 亿元) * log2(1 + statements)

with the size and the number of statements of its entity, or of the larger and of both together for a link. The doubt
lies between 0 and 1: of a link 1 - |2p - 1| for the probability p of being one thing; of a value 1 - confidence; of a
conflict 1. Where no resolver has given p it is 0.5 for entities that share a name of their own, 0.2 when their places
exclude each other, and 0.1 when the name is one that many bear and nothing else is shared.

An item leaves the queue when it is judged: a pair merged or kept apart, a value accepted, corrected or rejected, a
conflict in which an analyst has accepted a statement or made one.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from huoshui.errors import NotFound
from huoshui.registry import schema
from huoshui.registry.facts import SINGLE_VALUED, counting, disagreement, rank
from huoshui.registry.ids import content_id, public_id
from huoshui.registry.loading import by_entity, chunks, load_entities, statement_query, statement_view
from huoshui.registry.names import parse_name
from huoshui.registry.source_class import SourceClass
from huoshui.registry.verdicts import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from huoshui.registry.views import EntityView, StatementView

_s, _r, _k, _e, _d, _t, _o = (
    t.c
    for t in (
        schema.statements,
        schema.records,
        schema.keys,
        schema.entities,
        schema.documents,
        schema.terms,
        schema.doubts,
    )
)
#: Below this a value is doubtful.
CONFIDENT = 0.8
#: Of the entities that share a name, how many are compared with the weightiest.
_RIVALS = 5
#: How many sentences of a side are shown.
_QUOTES = 5
_YI = 10  # an amount in 亿元 has ten digits less than in 分
#: Rounds, calls and targets recur under one name; a fund's name is its own.
_LINKED_BY_NAME = ("Fund",)


class ReviewKind(StrEnum):
    """What is in doubt."""

    LINK = "link"
    VALUE = "value"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class ReviewSide:
    """One of the things to choose between: an entity of a link, else a value; with the statements that say so."""

    entity: EntityView
    prop: str
    value: str
    qualifier: str | None
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One thing to look at. ``reasons`` are codes (same_name, other_place, general_name) or the resolver's words,
    in Chinese and after a tab in English.

    ``probability`` is that of a link being right, where a resolver has worked one out; ``worth`` orders the queue.
    The side that is shown on other pages comes first.
    """

    id: str
    kind: ReviewKind
    worth: float
    name: str
    probability: float | None
    reasons: tuple[str, ...]
    sides: tuple[ReviewSide, ...]


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """A part of the queue; ``total`` is the number of all items, ``counts`` that of each kind."""

    total: int
    counts: Mapping[ReviewKind, int]
    items: tuple[ReviewItem, ...]


class _Weight(NamedTuple):
    size: int | None
    statements: int


class _Case(NamedTuple):
    """An item before its sides are loaded; the ids are entities', with a record and position for a value."""

    kind: ReviewKind
    entities: tuple[int, ...]
    prop: str
    place: tuple[int, int] | None
    doubt: float
    probability: float | None
    reasons: tuple[str, ...]

    @property
    def number(self) -> int:
        return content_id("review", self.kind.value, *self.entities, self.prop, self.place)


def queue(
    connection: Connection, kinds: Iterable[ReviewKind] = tuple(ReviewKind), *, limit: int = 50, offset: int = 0
) -> ReviewQueue:
    """The queue from ``offset`` on, of these kinds; counts are of all kinds."""
    finders = {ReviewKind.LINK: _links, ReviewKind.VALUE: _values, ReviewKind.CONFLICT: _conflicts}
    found = {kind: find(connection) for kind, find in finders.items()}
    cases = [case for kind in dict.fromkeys(kinds) for case in found[kind]]
    weights = _weights(connection, {e for case in cases for e in case.entities})
    ranked = sorted(((_worth(c, weights), c) for c in cases), key=lambda pair: (-pair[0], pair[1].number))
    items = tuple(_item(connection, case, worth) for worth, case in ranked[offset : offset + limit])
    return ReviewQueue(len(cases), {kind: len(of_kind) for kind, of_kind in found.items()}, items)


def item(connection: Connection, item_id: str) -> ReviewItem:
    """The item of an id, as long as it is in the queue; NotFound."""
    for find in (_links, _values, _conflicts):
        for case in find(connection):
            if public_id(case.number) == item_id:
                return _item(connection, case, _worth(case, _weights(connection, set(case.entities))))
    message = f"the queue holds no item {item_id[:40]!r}: somebody may have judged it already"
    raise NotFound(message)


def _worth(case: _Case, weights: Mapping[int, _Weight]) -> float:
    known = [weights[e] for e in case.entities if e in weights]
    largest = max((w.size or 0 for w in known), default=0)
    yi = Decimal(largest).scaleb(-_YI)
    return case.doubt * log2(2 + yi) * log2(1 + sum(w.statements for w in known))


def _weights(connection: Connection, entity_ids: set[int]) -> dict[int, _Weight]:
    result: dict[int, _Weight] = {}
    for some in chunks(sorted(entity_ids)):
        counted = select(func.count()).select_from(schema.statements.join(schema.records, _s.record_id == _r.id))
        query = select(_e.id, _e.size, counted.where(_r.entity_id == _e.id).scalar_subquery()).where(_e.id.in_(some))
        result.update((number, _Weight(size, count)) for number, size, count in connection.execute(query))
    return result


# Links


def _links(connection: Connection) -> list[_Case]:
    cases = {case.entities: case for case in _by_name(connection)}
    cases.update((case.entities, case) for case in _by_resolver(connection))
    members: dict[int, list[int]] = {}
    for some in chunks(sorted({e for pair in cases for e in pair})):
        for entity, record in connection.execute(select(_r.entity_id, _r.id).where(_r.entity_id.in_(some))):
            members.setdefault(entity, []).append(record)
    judged = verdicts(connection, [r for records in members.values() for r in records]).apart
    return [
        case
        for (one, other), case in cases.items()
        if not any(judged.get(r, frozenset()) & set(members[other]) for r in members[one])
    ]


def _by_resolver(connection: Connection) -> list[_Case]:
    one_of, other_of = schema.records.alias("one"), schema.records.alias("other")
    query = select(one_of.c.entity_id, other_of.c.entity_id, _o.probability, _o.reasons)
    query = query.join_from(schema.doubts, one_of, _o.left_id == one_of.c.id)
    query = query.join(other_of, _o.right_id == other_of.c.id)
    best: dict[tuple[int, int], _Case] = {}
    for one, other, probability, reasons in connection.execute(query):
        if one is None or other is None or one == other:
            continue
        pair = (min(one, other), max(one, other))
        doubt = 1 - abs(2 * probability - 1)
        if pair not in best or best[pair].doubt < doubt:
            best[pair] = _Case(ReviewKind.LINK, pair, "", None, doubt, probability, tuple(reasons.split("\n")))
    return list(best.values())


def _by_name(connection: Connection) -> list[_Case]:
    """Entities of one name of their own. Of many only the weightiest is compared with the next ones."""
    bearers = select(_k.key).join(schema.records, _k.record_id == _r.id)
    bearers = bearers.where(_k.own, _r.kind.in_(_LINKED_BY_NAME)).group_by(_k.key, _r.kind)
    bearers = bearers.having(func.count(_r.entity_id.distinct()) > 1)
    groups: dict[tuple[str, str], dict[int, int]] = {}
    names: dict[int, str] = {}
    for some in chunks(sorted(set(connection.execute(bearers).scalars()))):
        query = select(_k.key, _e.kind, _e.id, _e.name, _e.size).join(schema.records, _k.record_id == _r.id)
        query = query.join(schema.entities, _e.id == _r.entity_id)
        for key, kind, number, name, size in connection.execute(query.where(_k.own, _k.key.in_(some)).distinct()):
            if kind in _LINKED_BY_NAME:
                groups.setdefault((key, kind), {})[number] = size or 0
                names[number] = name
    pairs = {
        (min(first, other), max(first, other))
        for sizes in groups.values()
        for first, *others in [sorted(sizes, key=lambda e: (-sizes[e], e))]
        for other in others[:_RIVALS]
    }
    places = _places(connection, {e for pair in pairs for e in pair})
    return [_named_alike(pair, names, places) for pair in sorted(pairs)]


def _named_alike(pair: tuple[int, int], names: Mapping[int, str], places: Mapping[int, set[str]]) -> _Case:
    mine, yours = (places.get(e, set()) for e in pair)
    shared = any(_nested(a, b) for a in mine for b in yours)
    if mine and yours and not shared:
        probability, reason = 0.2, "other_place"
    elif parse_name(names[pair[0]]).generic and not shared:
        probability, reason = 0.1, "general_name"
    else:
        probability, reason = 0.5, "same_name"
    return _Case(ReviewKind.LINK, pair, "", None, 1 - abs(2 * probability - 1), None, (reason,))


def _nested(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def _places(connection: Connection, entity_ids: set[int]) -> dict[int, set[str]]:
    """Places of entities as far as the prefecture, without what lies above a more precise one."""
    found: dict[int, set[str]] = {}
    for some in chunks(sorted(entity_ids)):
        query = select(_t.entity_id, _t.value).where(_t.entity_id.in_(some), _t.prop == "region")
        for number, value in connection.execute(query):
            found.setdefault(number, set()).add("/".join(value.split("/")[:2]))
    return {
        number: {p for p in places if not any(q.startswith(f"{p}/") for q in places)}
        for number, places in found.items()
    }


# Values


def _values(connection: Connection) -> list[_Case]:
    query = select(_r.entity_id, _s.record_id, _s.position, _s.prop, _s.confidence)
    query = query.join(schema.records, _s.record_id == _r.id)
    query = query.where(_s.confidence < CONFIDENT, _s.review.is_(None), _s.prop != "name", _r.entity_id.is_not(None))
    return [
        _Case(ReviewKind.VALUE, (entity,), prop, (record, position), 1 - confidence, None, ())
        for entity, record, position, prop, confidence in connection.execute(query)
    ]


# Conflicts


def _conflicts(connection: Connection) -> list[_Case]:
    return [
        _Case(ReviewKind.CONFLICT, (entity,), prop, None, 1.0, None, ())
        for entity, prop, statements in _several(connection)
        if disagreement(statements) and not any(rank(s) is SourceClass.ANALYST for s in statements)
    ]


def _several(connection: Connection) -> list[tuple[int, str, list[StatementView]]]:
    """Statements of properties that can have one value and for which several documents give more."""
    several = (
        select(_r.entity_id, _s.prop)
        .join(schema.records, _s.record_id == _r.id)
        .where(_s.prop.in_(SINGLE_VALUED), _s.review.is_distinct_from("rejected"))
        .group_by(_r.entity_id, _s.prop)
        .having(func.count(_r.document_id.distinct()) > 1, func.count(_s.value.distinct()) > 1)
        .subquery()
    )
    query = statement_query().join(several, (several.c.entity_id == _r.entity_id) & (several.c.prop == _s.prop))
    views = map(statement_view, connection.execute(query.order_by(_r.entity_id, _s.prop, _s.id)))
    return [(int(entity, 16), prop, counting(group)) for (entity, prop), group in by_entity(views)]


# What is shown


def _item(connection: Connection, case: _Case, worth: float) -> ReviewItem:
    entities = load_entities(connection, case.entities)
    if case.kind is ReviewKind.LINK:
        sides = [ReviewSide(e, "name", e.name, None, _named(connection, e)) for e in entities]
        sides.sort(key=lambda side: -len(side.statements))
    elif case.kind is ReviewKind.VALUE:
        sides = [_doubtful(connection, entities[0], case)]
    else:
        facts = entities[0].facts_of(case.prop)
        sides = [ReviewSide(entities[0], f.prop, f.value, f.qualifier, f.statements) for f in facts]
    return ReviewItem(
        id=public_id(case.number),
        kind=case.kind,
        worth=worth,
        name=sides[0].entity.name,
        probability=case.probability,
        reasons=case.reasons,
        sides=tuple(sides),
    )


def _named(connection: Connection, entity: EntityView) -> tuple[StatementView, ...]:
    query = statement_query().where(_r.entity_id == int(entity.id, 16), _s.prop == "name")
    rows = connection.execute(query.order_by(_d.published.desc().nulls_last(), _s.id).limit(_QUOTES))
    return tuple(map(statement_view, rows))


def _doubtful(connection: Connection, entity: EntityView, case: _Case) -> ReviewSide:
    record, position = case.place or (-1, -1)
    row = connection.execute(statement_query().where(_s.record_id == record, _s.position == position)).one()
    said = statement_view(row)
    return ReviewSide(entity, said.prop, said.value, said.qualifier, (said,))
