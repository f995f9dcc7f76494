"""The log of judgements: what people have said about entities and statements, by whom and when.

Rows are added and never changed; taking one back is another row. The registry is what its documents and this log come
to, so replaying the log over the same documents gives the same entities.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from huoshui.errors import NotFound
from huoshui.registry import mentions, schema
from huoshui.registry.loading import chunks
from huoshui.registry.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.engine import RowMapping

_j, _m = schema.judgements.c, schema.judgement_mentions.c


class JudgementKind(StrEnum):
    """What is judged: the first three of entities, then of statements, and the taking back of any of them."""

    MERGE = "merge"
    SPLIT = "split"
    DIFFERENT = "different"
    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    UNDO = "undo"


#: A correction unites too: the analyst's statement is about what it corrects.
UNITING = frozenset({JudgementKind.MERGE, JudgementKind.CORRECT})
DIVIDING = frozenset({JudgementKind.SPLIT, JudgementKind.DIFFERENT})
OF_VALUES = frozenset({JudgementKind.ACCEPT, JudgementKind.CORRECT, JudgementKind.REJECT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One row of the log. ``id`` counts up from 1; ``made`` is ISO in UTC.

    ``left`` and ``right`` are the records judged. Of a statement ``left`` is its record and ``prop``, ``value`` and
    ``words`` say which it is; ``new_value``, in contract form, and ``new_qualifier`` are what a correction puts in its
    place, and ``right`` is the analyst's own record. ``undoes`` is the id of what an undo takes back.
    """

    kind: JudgementKind
    analyst: str
    made: str
    id: int = 0
    note: str = ""
    left: tuple[Mention, ...] = ()
    right: tuple[Mention, ...] = ()
    undoes: int | None = None
    prop: str = ""
    value: str = ""
    words: str = ""
    new_value: str = ""
    new_qualifier: str | None = None


def now() -> str:
    """The time for ``made``."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def next_id(connection: Connection) -> int:
    """Id of the judgement that is written next. The caller holds the write lock, so nobody else counts up."""
    return int(connection.execute(select(func.coalesce(func.max(_j.id), 0))).scalar_one()) + 1


def write(connection: Connection, judgement: Judgement) -> None:
    """Add a judgement under its id, and write down how its documents are found again."""
    row = {column: getattr(judgement, column) for column in _j.keys() if column != "kind"}  # noqa: SIM118
    connection.execute(insert(schema.judgements), [{**row, "kind": judgement.kind.value}])
    sided = [(side, m) for side, group in enumerate((judgement.left, judgement.right)) for m in group]
    rows = [
        {"judgement_id": judgement.id, "position": n, "side": side, "mention": m.number, **m._asdict()}
        for n, (side, m) in enumerate(sided)
    ]
    if rows:
        connection.execute(insert(schema.judgement_mentions), rows)
    mentions.claim(connection, [m for _, m in sided])


def judgements(connection: Connection, ids: Iterable[int] | None = None) -> tuple[Judgement, ...]:
    """Judgements in the order in which they were made: all, or those of these ids."""
    if ids is None:
        return _loaded(connection, connection.execute(select(schema.judgements).order_by(_j.id)).mappings().all())
    found: list[Judgement] = []
    for some in chunks(sorted(ids)):
        query = select(schema.judgements).where(_j.id.in_(some)).order_by(_j.id)
        found += _loaded(connection, connection.execute(query).mappings().all())
    return tuple(found)


def judgement(connection: Connection, number: int) -> Judgement:
    """One judgement; NotFound."""
    found = judgements(connection, [number])
    if not found:
        message = f"the log holds no judgement {number}: see `huoshui judge log`"
        raise NotFound(message)
    return found[0]


def undone(connection: Connection) -> set[int]:
    """Ids of the judgements that are taken back, and stay so."""
    rows = connection.execute(select(_j.id, _j.undoes).where(_j.undoes.is_not(None)).order_by(_j.id.desc()))
    result: set[int] = set()
    for number, target in rows:
        if number not in result:
            result.add(target)
    return result


def _loaded(connection: Connection, rows: Sequence[RowMapping]) -> tuple[Judgement, ...]:
    sides: dict[int, tuple[list[Mention], list[Mention]]] = {}
    columns = [getattr(_m, field) for field in Mention._fields]
    for some in chunks(row["id"] for row in rows):
        query = select(_m.judgement_id, _m.side, *columns).where(_m.judgement_id.in_(some))
        for number, side, *mention in connection.execute(query.order_by(_m.judgement_id, _m.position)):
            sides.setdefault(number, ([], []))[side].append(Mention(*mention))
    result = []
    for row in rows:
        values = dict(row)
        left, right = sides.get(values["id"], ([], []))
        kind = JudgementKind(values.pop("kind"))
        result.append(Judgement(**values, kind=kind, left=tuple(left), right=tuple(right)))
    return tuple(result)
