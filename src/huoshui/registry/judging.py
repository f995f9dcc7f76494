"""Judging: what a person says of entities and statements is written to the log, and the registry follows it at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from huoshui.errors import InputError, NotFound
from huoshui.registry import corrections, entities, judgements, marking, mentions, schema, writing
from huoshui.registry.ids import number_of
from huoshui.registry.judgements import Judgement, JudgementKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from huoshui.registry.mentions import Mention

_r, _s, _d = schema.records.c, schema.statements.c, schema.documents.c
LONGEST_NOTE = 2_000
LONGEST_NAME = 80


def of_entities(connection: Connection, kind: JudgementKind, left: str, right: str, draft: Judgement) -> Judgement:
    """Merge two entities or keep them apart, by their ids. NotFound, InputError."""
    one, other = (_records(connection, entity_id) for entity_id in (left, right))
    if one == other:
        raise InputError(f"{left} and {right} are one entity already: nothing to judge; to part it, split it")
    sides = [tuple(mentions.mentions_of(connection, side)) for side in (one, other)]
    if sides[0][0].kind != sides[1][0].kind:
        kinds = " and ".join(side[0].kind for side in sides)
        raise InputError(f"{left} and {right} are of different types ({kinds}): only entities of one type are judged")
    return _enter(connection, replace(draft, kind=kind, left=sides[0], right=sides[1]))


def split(connection: Connection, entity: str, taken: Iterable[str], draft: Judgement) -> Judgement:
    """Take records out of an entity, named by their ids or by those of their documents. NotFound, InputError."""
    records = _records(connection, entity)
    wanted = {number_of(public) for public in taken}
    query = select(_r.id).where(_r.id.in_(records), _r.hash.in_(wanted) | _r.document_id.in_(wanted))
    out = set(connection.execute(query).scalars())
    if not out or out == set(records):
        what = "none" if not out else "all"
        raise InputError(
            f"the ids name {what} of the {len(records)} records of {entity}: name some, but not all of them"
        )
    left = tuple(mentions.mentions_of(connection, out))
    right = tuple(mentions.mentions_of(connection, set(records) - out))
    return _enter(connection, replace(draft, kind=JudgementKind.SPLIT, left=left, right=right))


def of_statement(connection: Connection, entity: str, statement: str, draft: Judgement) -> Judgement:
    """Accept, reject or correct a statement about an entity, by their ids. NotFound, InputError."""
    records = _records(connection, entity)
    query = select(_s.record_id, _s.prop, _s.value, _s.text).where(_s.id == number_of(statement))
    row = connection.execute(query.where(_s.record_id.in_(records))).first()
    if row is None:
        raise NotFound(f"the registry holds no statement {statement!r} about {entity}: it may have been read anew")
    if row.prop == "name":
        raise InputError("a name is not judged as a value: merge or split the entities that bear it")
    (said,) = mentions.mentions_of(connection, [row.record_id])
    judgement = replace(draft, left=(said,), prop=row.prop, value=row.value, words=row.text)
    if draft.kind is JudgementKind.CORRECT:
        value = corrections.checked(said.kind, row.prop, draft.new_value)
        judgement = replace(judgement, new_value=value, new_qualifier=draft.new_qualifier or None)
    return _enter(connection, judgement)


def undo(connection: Connection, number: int, draft: Judgement) -> Judgement:
    """Take a judgement back; taking back an undo puts the judgement in force again. NotFound, InputError."""
    judgements.judgement(connection, number)
    if number in judgements.undone(connection):
        raise InputError(f"judgement {number} is taken back already: see `huoshui judge log`")
    return _enter(connection, replace(draft, kind=JudgementKind.UNDO, undoes=number))


def replay(connection: Connection, log: Sequence[Judgement]) -> int:
    """Add judgements of another database's log behind those that are here, and follow them; how many there were.

    Times and names stay; ids, and what undoes what, are counted anew.
    """
    ids: dict[int, int] = {}
    for judgement in log:
        left, right = (mentions.rebased(connection, side) for side in (judgement.left, judgement.right))
        undoes = None if judgement.undoes is None else ids[judgement.undoes]
        entered = replace(judgement, left=left, right=right, undoes=undoes)
        ids[judgement.id] = _enter(connection, entered).id
    return len(ids)


def _enter(connection: Connection, judgement: Judgement) -> Judgement:
    """Write a judgement to the log and let the registry follow."""
    check_signature(judgement.analyst, judgement.note)
    number = judgements.next_id(connection)
    entered = replace(judgement, id=number)
    if judgement.kind is JudgementKind.CORRECT:
        entered = _with_own_record(connection, entered)
    judgements.write(connection, entered)
    subject = entered
    while subject.undoes is not None:
        subject = judgements.judgement(connection, subject.undoes)
    _follow(connection, subject)
    return entered


def check_signature(analyst: str, note: str) -> None:
    """InputError for a name or a note that cannot stand in the log."""
    if not analyst.strip() or len(analyst) > LONGEST_NAME:
        raise InputError(f"the analyst's name must have 1 to {LONGEST_NAME} characters: give it with --by")
    if not (analyst + note).isprintable() or len(note) > LONGEST_NOTE:
        raise InputError(
            f"the name and note must be plain text on one line, the note of {LONGEST_NOTE} characters at most"
        )


def _with_own_record(connection: Connection, judgement: Judgement) -> Judgement:
    """A correction with the analyst's own record on its right side."""
    said = judgement.left[0]
    prepared = corrections.document_of(judgement, said)
    row = prepared.document
    if connection.execute(select(_d.id).where(_d.place == row.place)).first():
        raise InputError(f"{judgement.analyst} has just made this correction: nothing to add")
    own = said._replace(document=row.id, place=row.place, name=prepared.keys[0].key, nth=0)
    return replace(judgement, right=(own,))


def _follow(connection: Connection, judgement: Judgement) -> None:
    """Bring what a judgement is about up to date with the log."""
    if judgement.kind is JudgementKind.CORRECT:
        _correct(connection, judgement)
    documents = mentions.stored(connection, {m.document for m in (*judgement.left, *judgement.right)})
    if judgement.kind in judgements.OF_VALUES:
        for document_id in sorted(documents):
            marking.mark(connection, document_id)
    held = mentions.numbers(connection, documents)
    records = {held[m.number] for m in (*judgement.left, *judgement.right) if m.number in held}
    touched = connection.execute(select(_r.entity_id).where(_r.id.in_(records)).distinct()).scalars()
    entities.resolve(connection, (), {entity for entity in touched if entity is not None}, records)


def _correct(connection: Connection, judgement: Judgement) -> None:
    """Have the analyst's document in the registry as long as the correction is in force."""
    there = connection.execute(select(_d.id).where(_d.place == corrections.place_of(judgement))).scalar()
    in_force = judgement.id not in judgements.undone(connection)
    if in_force and there is None:
        writing.write(connection, corrections.document_of(judgement, judgement.left[0]))
    elif there is not None and not in_force:
        writing.remove(connection, there)


def _records(connection: Connection, entity_id: str) -> list[int]:
    number = entities.current(connection, number_of(entity_id))
    records = list(connection.execute(select(_r.id).where(_r.entity_id == number).order_by(_r.id)).scalars())
    if not records:
        raise NotFound(f"the registry holds nothing of the id {entity_id!r}: search for the name instead")
    return records


def mentioned(connection: Connection, entity_id: str) -> tuple[Mention, ...]:
    """Mentions of an entity's records. NotFound."""
    return tuple(mentions.mentions_of(connection, _records(connection, entity_id)))
