"""The resolver over a registry: its links become bonds between records, its doubts items of the review queue.

What people have judged stays above: a link never joins what somebody has parted, and nothing parts what somebody has
merged. Only funds are resolved here; other records are events, and meet by their names.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, select

from huoshui.registry import entities, schema
from huoshui.registry.bulk import insert_rows
from huoshui.registry.engine import reading, writing
from huoshui.registry.loading import chunks
from huoshui.registry.verdicts import verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Engine

    from huoshui.registry.resolution.mentions import Link, Mention, Reason, Resolution
    from huoshui.registry.resolution.parameters import Parameters

    Resolver = Callable[[Sequence[Mention], Parameters | None], Resolution]

_r, _k = schema.records.c, schema.keys.c
_l, _d = schema.links.c, schema.doubts.c
_KIND = "Fund"
_STATED = ("region", "size", "date", "manager", "backer", "parent")


class LinkRow(NamedTuple):
    """A stored link: two record ids, the match weight in bits, and its steps as JSON."""

    left_id: int
    right_id: int
    weight: float
    reasons: str


class DoubtRow(NamedTuple):
    """A doubtful pair: two record ids, the probability that they are one, and the reasons, one a line.

    A reason is in Chinese and, after a tab, in English.
    """

    left_id: int
    right_id: int
    probability: float
    reasons: str


class Linked(NamedTuple):
    """What a run of the resolver came to: mentions looked at, links kept, pairs left to a person, funds afterwards."""

    mentions: int
    links: int
    doubtful: int
    funds: int


class Step(NamedTuple):
    """A step of a link's weight: what was compared, both values, the weight in bits, and the level in words."""

    feature: str
    left: str
    right: str
    weight: float
    says: str
    says_en: str


class LinkView(NamedTuple):
    """Why two names are one fund."""

    left: str
    right: str
    weight: float
    steps: tuple[Step, ...]


def link(engine: Engine, url: str, parameters: Parameters | None = None, resolver: Resolver | None = None) -> Linked:
    """Resolve every fund of the registry anew and bring its entities up to date; all of it or nothing.

    ``resolver`` is another engine's. ``InputError`` where the extra ``resolve`` is not installed.
    """
    from huoshui.registry.resolution.resolver import resolve

    with reading(engine, url) as connection:
        mentions = fund_mentions(connection)
    resolution = (resolver or resolve)(mentions, parameters)
    with writing(engine, url) as connection:
        links, doubtful = _keep(connection, resolution)
        funds = len(set(connection.execute(select(_r.entity_id).where(_r.kind == _KIND)).scalars()))
    return Linked(len(mentions), links, doubtful, funds)


def links_of(engine: Engine, url: str, entity_id: int) -> tuple[LinkView, ...]:
    """Why the records of an entity are one fund: the resolver's links, the surest first."""
    with reading(engine, url) as connection:
        named = connection.execute(select(_r.id, _r.name).where(_r.entity_id == entity_id))
        names: dict[int, str] = {row[0]: row[1] for row in named}
        found = [
            LinkView(names[left], names[right], weight, steps_of(reasons))
            for some in chunks(sorted(names))
            for left, right, weight, reasons in connection.execute(select(schema.links).where(_l.left_id.in_(some)))
            if right in names
        ]
    return tuple(sorted(found, key=lambda view: -view.weight))


def steps_of(reasons: str) -> tuple[Step, ...]:
    """The stored steps of a weight."""
    return tuple(Step(*step) for step in json.loads(reasons))


def fund_mentions(connection: Connection) -> list[Mention]:
    """What each record says of a fund; rejected statements do not count."""
    from huoshui.registry.resolution.pairs import mention_of
    from huoshui.registry.resolution.sources import stored_records

    found = []
    for record in stored_records(connection, (_KIND,)):
        context = {"aliases": list(record.aliases)} | {prop: record.stated.get(prop) for prop in _STATED}
        mention = mention_of(str(record.id), record.name, context)
        found.append(replace(mention, kind="fund", document=str(record.document)))
    return found


def _keep(connection: Connection, resolution: Resolution) -> tuple[int, int]:
    """Put new links and doubts in place of the old ones; numbers of both."""
    old = {record for pair in connection.execute(select(_l.left_id, _l.right_id)) for record in pair}
    there = _there(connection, (*resolution.links, *resolution.doubtful))
    rows = [LinkRow(*ends, link.weight, reasons_json(link.reasons)) for link, ends in _ends(resolution.links, there)]
    connection.execute(delete(schema.links))
    insert_rows(connection, schema.links, rows)
    entities.resolve(connection, (), set(), {*(old & there), *(end for row in rows for end in row[:2])})
    doubtful = _open(connection, _ends(resolution.doubtful, there))
    connection.execute(delete(schema.doubts))
    insert_rows(connection, schema.doubts, doubtful)
    return len(rows), len(doubtful)


def _open(connection: Connection, pairs: Sequence[tuple[Link, tuple[int, int]]]) -> list[DoubtRow]:
    """Doubtful pairs that are still two entities and that nobody has judged."""
    ids = sorted({end for _, ends in pairs for end in ends})
    entity: dict[int, int] = {}
    for some in chunks(ids):
        entity.update((r, e) for r, e in connection.execute(select(_r.id, _r.entity_id).where(_r.id.in_(some))))
    apart = verdicts(connection, ids).apart
    return [
        DoubtRow(left, right, link.probability, "\n".join(map(_as_line, link.reasons)))
        for link, (left, right) in pairs
        if entity[left] != entity[right] and right not in apart.get(left, ())
    ]


def _there(connection: Connection, links: Iterable[Link]) -> set[int]:
    """Records that still stand; a document may have been read anew meanwhile."""
    ids = sorted({int(mention.id) for link in links for mention in (link.left, link.right)})
    return {
        record for some in chunks(ids) for record in connection.execute(select(_r.id).where(_r.id.in_(some))).scalars()
    } | set(connection.execute(select(_l.left_id).union(select(_l.right_id))).scalars())


def _ends(links: Iterable[Link], there: set[int]) -> list[tuple[Link, tuple[int, int]]]:
    pairs = ((link, (int(link.left.id), int(link.right.id))) for link in links)
    return [(link, (min(ends), max(ends))) for link, ends in pairs if there.issuperset(ends)]


def reasons_json(reasons: Iterable[Reason]) -> str:
    """The steps of a weight as they are stored."""
    steps = [[r.feature, r.left, r.right, round(r.weight, 3), r.says, r.says_en] for r in reasons]
    return json.dumps(steps, ensure_ascii=False, separators=(",", ":"))


def _as_line(reason: Reason) -> str:
    compared = f"：{reason.left} | {reason.right}" if reason.left or reason.right else ""
    in_english = f": {reason.left} | {reason.right}" if reason.left or reason.right else ""
    weight = f"{reason.weight:+.1f}"
    return f"{reason.says}{compared}（{weight}）\t{reason.says_en}{in_english} ({weight})"
