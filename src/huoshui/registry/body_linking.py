"""The resolver over organisations and companies: which names are of one body, under what people have judged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, delete, select, update

from huoshui.registry import body_log, judging, schema
from huoshui.registry.body_names import body_names, fullness
from huoshui.registry.bulk import insert_rows
from huoshui.registry.engine import reading, writing
from huoshui.registry.ids import number_of
from huoshui.registry.linking import reasons_json
from huoshui.registry.loading import chunks
from huoshui.registry.verdicts import Ruled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection, Engine

    from huoshui.registry.body_log import BodyJudgement
    from huoshui.registry.linking import Resolver
    from huoshui.registry.resolution.mentions import Link, Resolution
    from huoshui.registry.resolution.parameters import Parameters

_b, _n, _l = schema.bodies.c, schema.body_names.c, schema.body_links.c
_LINKS = select(_l.left_id, _l.right_id, _l.weight)


class BodyColumns(NamedTuple):
    """Row of ``body``."""

    id: int
    kind: str
    name: str
    statements: int


class NameColumns(NamedTuple):
    """Row of ``body_name``."""

    id: int
    kind: str
    key: str
    name: str
    statements: int
    body_id: int


class PairColumns(NamedTuple):
    """Row of ``body_link``."""

    left_id: int
    right_id: int
    weight: float
    reasons: str


class DoubtColumns(NamedTuple):
    """Row of ``body_doubt``."""

    left_id: int
    right_id: int
    probability: float
    reasons: str


class LinkedBodies(NamedTuple):
    """What a run came to, of one kind: names looked at, bodies that they make, links kept, pairs left in doubt."""

    kind: str
    names: int
    bodies: int
    links: int
    doubtful: int


def link_bodies(
    engine: Engine, url: str, parameters: Parameters | None = None, resolver: Resolver | None = None
) -> tuple[LinkedBodies, ...]:
    """Resolve every organisation and company anew; all of it or nothing. As ``linking.link``."""
    from huoshui.registry.resolution.resolver import resolve

    with reading(engine, url) as connection:
        found = body_names(connection)
    resolution = (resolver or resolve)([one.mention() for one in found], parameters)
    names = {
        one.id: NameColumns(one.id, one.kind, one.key, one.name, sum(one.spellings.values()), one.id) for one in found
    }
    with writing(engine, url) as connection:
        return _replace(connection, names, resolution)


def judge(engine: Engine, url: str, left: str, right: str, draft: BodyJudgement) -> BodyJudgement:
    """Enter that two names are of one body or of two, and let the bodies follow. NotFound, InputError."""
    judging.check_signature(draft.analyst, draft.note)
    with writing(engine, url) as connection:
        entered = body_log.write_pair(connection, left, right, draft)
        _follow(connection)
        return entered


def undo(engine: Engine, url: str, number: int, draft: BodyJudgement) -> BodyJudgement:
    """Take a judgement back and let the bodies follow. NotFound, InputError."""
    judging.check_signature(draft.analyst, draft.note)
    with writing(engine, url) as connection:
        entered = body_log.write_undo(connection, number, draft)
        _follow(connection)
        return entered


def _replace(
    connection: Connection, known: Mapping[int, NameColumns], resolution: Resolution
) -> tuple[LinkedBodies, ...]:
    """Put new bodies in place of the old ones."""
    links = [PairColumns(*_ends(link), link.weight, reasons_json(link.reasons)) for link in resolution.links]
    ruled = _ruled(connection, known, [link[:3] for link in links])
    names = _assigned(known, ruled)
    bodies = _bodies(names)
    apart = ruled.verdicts().apart
    doubts = [
        DoubtColumns(left, right, link.probability, reasons_json(link.reasons))
        for link in resolution.doubtful
        for left, right in [_ends(link)]
        if names[left].body_id != names[right].body_id and right not in apart.get(left, ())
    ]
    for table in (schema.body_doubts, schema.body_links, schema.body_names, schema.bodies):
        connection.execute(delete(table))
    insert_rows(connection, schema.bodies, list(bodies.values()))
    insert_rows(connection, schema.body_names, list(names.values()))
    insert_rows(connection, schema.body_links, links)
    insert_rows(connection, schema.body_doubts, doubts)
    return tuple(
        LinkedBodies(
            kind,
            sum(name.kind == kind for name in names.values()),
            sum(body.kind == kind for body in bodies.values()),
            sum(names[link.left_id].kind == kind for link in links),
            sum(names[doubt.left_id].kind == kind for doubt in doubts),
        )
        for kind in ("organisation", "company")
    )


def _follow(connection: Connection) -> None:
    """Bring the bodies up to date with the log; only what changes is written."""
    stored = {
        row[0]: NameColumns(*row) for row in connection.execute(select(*(_n[column] for column in NameColumns._fields)))
    }
    links = [(left, right, weight) for left, right, weight in connection.execute(_LINKS)]
    names = _assigned(stored, _ruled(connection, stored, links))
    moved = [name for name in names.values() if name.body_id != stored[name.id].body_id]
    touched = {end for name in moved for end in (name.body_id, stored[name.id].body_id)}
    if not touched:
        return
    bodies = {number: body for number, body in _bodies(names).items() if number in touched}
    there: set[int] = set()
    for some in chunks(sorted(touched)):
        there.update(connection.execute(select(_b.id).where(_b.id.in_(some))).scalars())
    insert_rows(connection, schema.bodies, [body for number, body in bodies.items() if number not in there])
    kept = [{"known": b.id, "name": b.name, "statements": b.statements} for b in bodies.values() if b.id in there]
    if kept:
        change = update(schema.bodies).where(_b.id == bindparam("known"))
        connection.execute(change.values(name=bindparam("name"), statements=bindparam("statements")), kept)
    move = update(schema.body_names).where(_n.id == bindparam("known")).values(body_id=bindparam("body"))
    connection.execute(move, [{"known": name.id, "body": name.body_id} for name in moved])
    for some in chunks(sorted(touched - bodies.keys())):
        connection.execute(delete(schema.bodies).where(_b.id.in_(some)))


def _ruled(connection: Connection, names: Mapping[int, NameColumns], links: Iterable[tuple[int, int, float]]) -> Ruled:
    """Judgements, the newest first, then links, the surest first, so that no link overrules a person."""
    ruled = Ruled()
    for judgement in body_log.in_force(connection):
        left, right = judgement.ends
        if left not in names or right not in names:
            continue
        if judgement.kind is body_log.MERGE:
            ruled.unite((left, right))
        else:
            ruled.divide((left,), (right,))
    for left, right, *_ in sorted(links, key=lambda link: (-link[2], link[0], link[1])):
        ruled.unite((left, right))
    return ruled


def _assigned(known: Mapping[int, NameColumns], ruled: Ruled) -> dict[int, NameColumns]:
    """The names with the bodies that they are of: each has the id of its fullest name."""
    names = {number: name._replace(body_id=number) for number, name in known.items()}
    for group in ruled.groups.values():
        head = max(group, key=lambda number: (fullness(names[number].name), number))
        names.update((number, names[number]._replace(body_id=head)) for number in group)
    return names


def _bodies(names: Mapping[int, NameColumns]) -> dict[int, BodyColumns]:
    statements: dict[int, int] = defaultdict(int)
    for name in names.values():
        statements[name.body_id] += name.statements
    return {
        number: BodyColumns(number, names[number].kind, names[number].name, count)
        for number, count in statements.items()
    }


def _ends(link: Link) -> tuple[int, int]:
    ends = number_of(link.left.id), number_of(link.right.id)
    return min(ends), max(ends)
