"""Organisations and companies as the registry shows them: all names of one body, why they are one, what it does."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import false, func, or_, select, true

from huoshui.errors import NotFound
from huoshui.registry import body_log, schema
from huoshui.registry.body_names import COMPANIES, COUNTS, PARTIES
from huoshui.registry.ids import number_of, public_id
from huoshui.registry.linking import LinkView, steps_of
from huoshui.registry.loading import chunks
from huoshui.registry.names import parse_name
from huoshui.registry.orders import beyond
from huoshui.registry.paging import BODIES, Slice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from huoshui.registry.body_log import BodyJudgement
    from huoshui.registry.linking import Step
    from huoshui.registry.orders import Key
    from huoshui.registry.views import EntityView

_b, _n, _l, _o = (t.c for t in (schema.bodies, schema.body_names, schema.body_links, schema.body_doubts))
_s, _r, _k, _e = schema.statements.c, schema.records.c, schema.keys.c, schema.entities.c
#: No name holds these, and not every database takes them.
_NO_TEXT = re.compile("[\\x00\\ud800-\\udfff]")
#: The role of a company in records of its own.
COMPANY = "company"


class BodyRow(NamedTuple):
    """A body in a list. ``kind`` is organisation or company, ``statements`` those that name it."""

    id: str
    kind: str
    name: str
    statements: int


class BodyName(NamedTuple):
    """A name of a body as written, and how many statements use it or a spelling of it."""

    name: str
    statements: int


class Deed(NamedTuple):
    """What a body is to an entity: manager, backer, investor, provider or sponsor, or the company of the record."""

    role: str
    entity_id: str
    kind: str
    name: str
    statements: tuple[str, ...]


class Doubted(NamedTuple):
    """A name that may be of the body too: the name that is like it, the other body, the probability, and the steps."""

    own: str
    other: str
    body_id: str
    probability: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class BodyView:
    """All that the registry holds of a body. ``judgements`` are those in force on any of its names."""

    id: str
    kind: str
    name: str
    statements: int
    names: tuple[BodyName, ...]
    links: tuple[LinkView, ...]
    judgements: tuple[BodyJudgement, ...]
    doubts: tuple[Doubted, ...]
    deeds: tuple[Deed, ...]


class Named(NamedTuple):
    """Bodies that an entity names, by property and value, and the company that it is of."""

    parties: Mapping[tuple[str, str], str]
    own: str | None


def bodies(connection: Connection, kind: str, text: str, after: Key | None, limit: int) -> tuple[int, Slice[BodyRow]]:
    """How many bodies are of that kind and have a name that holds the text, and those that follow a key, by name."""
    wanted: ColumnElement[bool] = _b.kind == kind if kind else true()
    if _NO_TEXT.search(text):
        wanted = false()
    elif text.strip():
        holding = select(_n.body_id).where(_n.name.icontains(text.strip(), autoescape=True))
        wanted = wanted & _b.id.in_(holding)
    total = connection.execute(select(func.count()).select_from(schema.bodies).where(wanted)).scalar_one()
    query = select(_b.id, _b.kind, _b.name, _b.statements).where(wanted)
    if after is not None:
        query = query.where(beyond(BODIES, after))
    rows = list(connection.execute(query.order_by(*(by.clause() for by in BODIES)).limit(limit + 1)))
    chosen = rows[:limit]
    end = (chosen[-1][2], chosen[-1][0]) if len(rows) > limit else None
    return total, Slice(tuple(BodyRow(public_id(row[0]), *row[1:]) for row in chosen), end)


def body_of(connection: Connection, name: str, kind: str = "") -> BodyRow | None:
    """The body of that name, of either kind an organisation first; None where nothing bears it."""
    query = select(_b.id, _b.kind, _b.name, _b.statements).join(schema.body_names, _n.body_id == _b.id)
    query = query.where(_n.key == parse_name(name).key, _n.kind == kind if kind else true())
    row = connection.execute(query.order_by(_b.kind.desc())).first()
    return None if row is None else BodyRow(public_id(row[0]), *row[1:])


def body(connection: Connection, body_id: str) -> BodyView:
    """A body; the id of any of its names leads to it. NotFound."""
    query = select(_b.id, _b.kind, _b.name, _b.statements).join(schema.body_names, _n.body_id == _b.id)
    row = connection.execute(query.where(_n.id == number_of(body_id))).first()
    if row is None:
        message = f"the registry holds no body of the id {body_id!r}: run `huoshui resolve`, or search for the name"
        raise NotFound(message)
    found = connection.execute(select(_n.id, _n.key, _n.name, _n.statements).where(_n.body_id == row.id)).all()
    names = {number: name for number, _, name, _ in found}
    keys = [key for _, key, _, _ in found]
    judged = [j for j in body_log.in_force(connection) if not names.keys().isdisjoint(j.ends)]
    return BodyView(
        id=public_id(row.id),
        kind=row.kind,
        name=row.name,
        statements=row.statements,
        names=tuple(
            sorted((BodyName(name, n) for _, _, name, n in found), key=lambda one: (-one.statements, one.name))
        ),
        links=_links(connection, names),
        judgements=tuple(judged),
        doubts=_doubts(connection, names, {frozenset(j.ends) for j in judged}),
        deeds=_deeds(_of_company(connection, keys) if row.kind == COMPANY else _of_organisation(connection, keys)),
    )


def named(connection: Connection, entity: EntityView) -> Named:
    """Bodies of the names that an entity's facts use, for links to them."""
    said = {(fact.prop, fact.value): parse_name(fact.value).key for fact in entity.facts if fact.prop in PARTIES}
    own = parse_name(entity.name).key if entity.kind in COMPANIES else ""
    query = select(_n.kind, _n.key, _n.body_id)
    known = {
        (kind, key): public_id(number)
        for some in chunks(sorted({own, *said.values()} - {""}))
        for kind, key, number in connection.execute(query.where(_n.key.in_(some)))
    }
    parties = {fact: known["organisation", key] for fact, key in said.items() if ("organisation", key) in known}
    return Named(parties, known.get((COMPANY, own)))


def nodes(connection: Connection) -> dict[str, str]:
    """The normalised name that stands for each in the graph: that of the body, an organisation's before a company's."""
    query = select(_n.body_id, _n.id, _n.key).order_by(_n.body_id, _n.id)
    heads: dict[str, str] = {}
    for kind in ("organisation", COMPANY):
        members: dict[int, list[str]] = defaultdict(list)
        own: dict[int, str] = {}
        for body_id, number, key in connection.execute(query.where(_n.kind == kind)):
            members[body_id].append(key)
            if number == body_id:
                own[body_id] = key
        taken = dict(heads)
        for body_id, keys in members.items():
            head = next((taken[key] for key in (own[body_id], *keys) if key in taken), own[body_id])
            for key in keys:
                heads.setdefault(key, head)
    return heads


def _links(connection: Connection, names: Mapping[int, str]) -> tuple[LinkView, ...]:
    """Why the names are of one body, the surest first."""
    query = select(_l.left_id, _l.right_id, _l.weight, _l.reasons)
    found = [
        LinkView(names[left], names[right], weight, steps_of(reasons))
        for some in chunks(sorted(names))
        for left, right, weight, reasons in connection.execute(query.where(_l.left_id.in_(some)))
        if right in names
    ]
    return tuple(sorted(found, key=lambda view: (-view.weight, view.left, view.right)))


def _doubts(connection: Connection, names: Mapping[int, str], judged: set[frozenset[int]]) -> tuple[Doubted, ...]:
    """Names that may be of the body too and that nobody has judged, the likeliest first."""
    query = select(_o.left_id, _o.right_id, _o.probability, _o.reasons)
    pairs = {
        (left, right): (probability, reasons)
        for some in chunks(sorted(names))
        for left, right, probability, reasons in connection.execute(
            query.where(or_(_o.left_id.in_(some), _o.right_id.in_(some)))
        )
        if (left in names) is not (right in names) and frozenset((left, right)) not in judged
    }
    others: dict[int, tuple[str, int]] = {}
    for some in chunks(sorted({end for pair in pairs for end in pair if end not in names})):
        rows = connection.execute(select(_n.id, _n.name, _n.body_id).where(_n.id.in_(some)))
        others.update((number, (name, body_id)) for number, name, body_id in rows)
    found = []
    for (left, right), (probability, reasons) in pairs.items():
        own, other = (left, right) if left in names else (right, left)
        name, body_id = others[other]
        found.append(Doubted(names[own], name, public_id(body_id), probability, steps_of(reasons)))
    return tuple(sorted(found, key=lambda doubt: (-doubt.probability, doubt.other, doubt.own)))


def open_doubts(connection: Connection, limit: int) -> tuple[Doubted, ...]:
    """Pairs of names that the resolver left to a person and that are still two bodies, the likeliest first."""
    one, two = schema.body_names.alias(), schema.body_names.alias()
    query = select(_o.left_id, _o.right_id, one.c.name, two.c.name, two.c.body_id, _o.probability, _o.reasons)
    query = query.join(one, one.c.id == _o.left_id).join(two, two.c.id == _o.right_id)
    query = query.where(one.c.body_id != two.c.body_id)
    judged = {frozenset(judgement.ends) for judgement in body_log.in_force(connection)}
    query = query.order_by(_o.probability.desc(), _o.left_id, _o.right_id)
    found = [
        Doubted(own, other, public_id(body_id), probability, steps_of(reasons))
        for left, right, own, other, body_id, probability, reasons in connection.execute(
            query.limit(limit + len(judged))
        )
        if frozenset((left, right)) not in judged
    ]
    return tuple(found[:limit])


class _Row(NamedTuple):
    role: str
    entity_id: int
    kind: str
    name: str
    statement: int


def _of_organisation(connection: Connection, keys: Sequence[str]) -> list[_Row]:
    query = select(_s.prop, _e.id, _e.kind, _e.name, _s.id).join(schema.records, _s.record_id == _r.id)
    query = query.join(schema.entities, _e.id == _r.entity_id).where(_s.prop.in_(PARTIES), COUNTS)
    return [_Row(*row) for some in chunks(keys) for row in connection.execute(query.where(_s.key.in_(some)))]


def _of_company(connection: Connection, keys: Sequence[str]) -> list[_Row]:
    query = select(_s.prop, _e.id, _e.kind, _e.name, _s.id).join(schema.records, _s.record_id == _r.id)
    query = query.join(schema.keys, _k.record_id == _r.id).join(schema.entities, _e.id == _r.entity_id)
    query = query.where(_s.prop == "name", _k.own, _r.kind.in_(COMPANIES))
    rows = (row for some in chunks(keys) for row in connection.execute(query.where(_k.key.in_(some))))
    return [_Row(COMPANY, *row[1:]) for row in rows]


def _deeds(rows: Iterable[_Row]) -> tuple[Deed, ...]:
    found: dict[tuple[str, int, str, str], set[int]] = defaultdict(set)
    for role, entity, kind, name, statement in rows:
        found[role, entity, kind, name].add(statement)
    deeds = (
        Deed(role, public_id(entity), kind, name, tuple(map(public_id, sorted(statements))))
        for (role, entity, kind, name), statements in found.items()
    )
    return tuple(sorted(deeds, key=lambda d: (d.role, d.kind, d.name, d.entity_id)))
