"""What people have said of bodies: two names are of one, or of two. Rows are added, never changed nor overruled."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, insert, select

from huoshui.errors import InputError, NotFound
from huoshui.registry import schema
from huoshui.registry.body_names import name_id
from huoshui.registry.ids import number_of, public_id
from huoshui.registry.judgements import JudgementKind
from huoshui.registry.names import parse_name

if TYPE_CHECKING:
    from sqlalchemy import Connection

_j, _n = schema.body_judgements.c, schema.body_names.c
MERGE, DIFFERENT, UNDO = JudgementKind.MERGE, JudgementKind.DIFFERENT, JudgementKind.UNDO


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyJudgement:
    """One row of the log. ``kind`` is merge, different or undo; ``id`` counts up from 1; ``made`` is ISO in UTC.

    Two names are judged, addressed by the kind of body and their normalised form; an undo names what it ``undoes``.
    """

    kind: JudgementKind
    analyst: str
    made: str
    id: int = 0
    note: str = ""
    undoes: int | None = None
    body_kind: str = ""
    left_key: str = ""
    right_key: str = ""
    left_name: str = ""
    right_name: str = ""

    @property
    def ends(self) -> tuple[int, int]:
        """Ids of the names."""
        return name_id(self.body_kind, self.left_key), name_id(self.body_kind, self.right_key)


def body_judgements(connection: Connection) -> tuple[BodyJudgement, ...]:
    """The log, in the order in which it was written."""
    rows = connection.execute(select(schema.body_judgements).order_by(_j.id)).mappings()
    return tuple(BodyJudgement(**{**row, "kind": JudgementKind(row["kind"])}) for row in rows)


def taken_back(log: tuple[BodyJudgement, ...]) -> frozenset[int]:
    """Ids of the judgements that are taken back, and stay so: an undo can be undone too."""
    result: set[int] = set()
    for judgement in reversed(log):
        if judgement.undoes is not None and judgement.id not in result:
            result.add(judgement.undoes)
    return frozenset(result)


def in_force(connection: Connection) -> tuple[BodyJudgement, ...]:
    """Judgements that hold, the newest first: an older one yields where it contradicts a newer."""
    log = body_judgements(connection)
    gone = taken_back(log)
    return tuple(j for j in reversed(log) if j.undoes is None and j.id not in gone)


def write_pair(connection: Connection, left: str, right: str, draft: BodyJudgement) -> BodyJudgement:
    """Judge two names, each given as written or by the id of its body. NotFound, InputError."""
    pairs = [
        (one, other)
        for one in _bearers(connection, left)
        for other in _bearers(connection, right)
        if one.kind == other.kind
    ]
    if not pairs:
        raise InputError(
            f"{left} and {right} are of different kinds: only two organisations or two companies are judged"
        )
    if len(pairs) > 1:
        ids = ", ".join(f"{public_id(one.id)} {public_id(other.id)} ({one.kind})" for one, other in pairs)
        raise InputError(f"{left} and {right} name organisations and companies: give the ids of two: {ids}")
    ((one, other),) = pairs
    if one.id == other.id:
        raise InputError(f"{left} and {right} are one name: nothing to judge")
    judged = replace(
        draft, body_kind=one.kind, left_key=one.key, right_key=other.key, left_name=one.name, right_name=other.name
    )
    return _write(connection, judged)


def write_undo(connection: Connection, number: int, draft: BodyJudgement) -> BodyJudgement:
    """Take a judgement back; taking back an undo puts the judgement in force again. NotFound, InputError."""
    log = body_judgements(connection)
    if number not in {judgement.id for judgement in log}:
        raise NotFound(f"the log holds no judgement {number} of bodies: see `huoshui judge body-log`")
    if number in taken_back(log):
        raise InputError(f"judgement {number} is taken back already: see `huoshui judge body-log`")
    return _write(connection, replace(draft, kind=UNDO, undoes=number))


class _Bearer(NamedTuple):
    id: int
    kind: str
    key: str
    name: str


def _bearers(connection: Connection, name: str) -> list[_Bearer]:
    query = select(_n.id, _n.kind, _n.key, _n.name).order_by(_n.kind.desc())
    by_id = connection.execute(query.where(_n.id == number_of(name))).all()
    known = [_Bearer(*row) for row in by_id or connection.execute(query.where(_n.key == parse_name(name).key))]
    if not known:
        raise NotFound(f"{name}: no body of exactly that name; names are known from the last run of `huoshui resolve`")
    return known


def _write(connection: Connection, judgement: BodyJudgement) -> BodyJudgement:
    last = connection.execute(select(func.coalesce(func.max(_j.id), 0))).scalar_one()
    entered = replace(judgement, id=int(last) + 1)
    connection.execute(insert(schema.body_judgements), [{**asdict(entered), "kind": entered.kind.value}])
    return entered
