"""What people have said of single statements, written beside them: accepted, corrected or rejected.

A statement is known by its document, property, value and words, and by its record's name as long as the document still
has a record of that name. So what was rejected stays so when the document is read anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, select, update

from huoshui.registry import mentions, schema
from huoshui.registry.judgements import OF_VALUES, JudgementKind, judgements, undone

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from huoshui.registry.judgements import Judgement
    from huoshui.registry.mentions import Held

_s, _r = schema.statements.c, schema.records.c
_j, _m = schema.judgements.c, schema.judgement_mentions.c

#: The state that each kind of judgement leaves a statement in.
STATES = {
    JudgementKind.ACCEPT: "accepted",
    JudgementKind.CORRECT: "corrected",
    JudgementKind.REJECT: "rejected",
}
_SET = (
    update(schema.statements)
    .where(_s.record_id == bindparam("record"), _s.position == bindparam("place"))
    .values(review=bindparam("state"))
)


def mark(connection: Connection, document_id: int) -> None:
    """Bring the review states of a stored document's statements up to date."""
    identity = mentions.judged(connection, [document_id]).get(document_id)
    if identity is None:
        return
    of_document = select(_r.id).where(_r.document_id == document_id)
    connection.execute(update(schema.statements).where(_s.record_id.in_(of_document)).values(review=None))
    held = mentions.held(connection, [document_id])
    states: dict[tuple[int, int], str] = {}
    for judgement in _of_values(connection, identity):
        for place in _statements(connection, judgement, document_id, held):
            states[place] = STATES[judgement.kind]
    rows = [{"record": record, "place": place, "state": state} for (record, place), state in sorted(states.items())]
    if rows:
        connection.execute(_SET, rows)


def _of_values(connection: Connection, identity: int) -> tuple[Judgement, ...]:
    query = select(_j.id).join(schema.judgement_mentions, _m.judgement_id == _j.id)
    query = query.where(_m.document == identity, _m.side == 0, _j.kind.in_([k.value for k in OF_VALUES])).distinct()
    return judgements(connection, set(connection.execute(query).scalars()) - undone(connection))


def _statements(
    connection: Connection, judgement: Judgement, document_id: int, held: list[Held]
) -> list[tuple[int, int]]:
    """Where the statement judged stands now, (record, position): in records of the name, else in any of the type."""
    said = judgement.left[0]
    alike = [h for h in held if (h.kind, h.name) == (said.kind, said.name)]
    exact = {h.record_id for h in alike if h.nth == said.nth} or {h.record_id for h in alike}
    query = select(_s.record_id, _s.position).join(schema.records, _s.record_id == _r.id)
    query = query.where(
        and_(_r.document_id == document_id, _r.kind == said.kind, _s.prop == judgement.prop),
        _s.value == judgement.value,
        _s.text == judgement.words,
    )
    places = [(record, position) for record, position in connection.execute(query)]
    return [place for place in places if place[0] in exact] if exact else places
