"""Tables of the review queue, of the log of judgements and of the records that an entity is made of."""

from __future__ import annotations

import getpass
import os
import re
from typing import TYPE_CHECKING

from huoshui.documents import simplified
from huoshui.errors import InputError, NotFound
from huoshui.registry.body_log import taken_back
from huoshui.reporting.figures import UNKNOWN, show_value
from huoshui.reporting.tables import Cell, Column, Table
from huoshui.reporting.words import headed, say, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.registry import Registry
    from huoshui.registry.bodies import Doubted
    from huoshui.registry.body_log import BodyJudgement
    from huoshui.registry.judgements import Judgement
    from huoshui.registry.linking import Step
    from huoshui.registry.review import ReviewItem, ReviewSide
    from huoshui.registry.views import EntityView, RecordView, StatementView
    from huoshui.reporting.words import Locale

_ID = re.compile(r"[0-9a-f]{16}")
QUEUE_KEYS = (
    "kind", "name", "property", "value", "reasons", "probability", "source", "published", "sentence", "worth", "id",
    "entity", "statement",
)  # fmt: skip
LOG_KEYS = (
    "id", "made", "analyst", "kind", "left", "right", "property", "value", "new_value", "note", "undone",
)  # fmt: skip
BODY_LOG_KEYS = ("id", "made", "analyst", "kind", "left", "right", "note", "undone")
BODY_DOUBT_KEYS = ("left", "right", "probability", "reasons")
RECORD_KEYS = ("id", "name", "source", "published", "document")


def analyst_name(given: str | None) -> str:
    """Who judges: the name given, else ``HUOSHUI_ANALYST``, else that of the system's user. InputError without any."""
    name = (given or os.environ.get("HUOSHUI_ANALYST") or "").strip()
    if name:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in the system's table
        raise InputError("nobody knows who is judging: give your name with --by or in HUOSHUI_ANALYST") from None


def entity_of(registry: Registry, name: str) -> EntityView:
    """The one entity of an id or of exactly that name or alias. NotFound; InputError where several bear it."""
    if _ID.fullmatch(name):
        return registry.entity(name)
    wanted = simplified(name.strip())
    if not wanted:
        raise InputError("the name is empty: give an entity's name or id")
    found = [e for e in registry.find(wanted) if wanted in {e.name, *e.aliases}]
    if not found:
        raise NotFound(f"{name}: nothing of exactly that name; huoshui show {name[:4]} lists what is like it")
    if len(found) > 1:
        known = ", ".join(f"{e.id} {e.name} ({e.kind}{_where(e)})" for e in found[:10])
        raise InputError(f"{name}: {len(found)} entities bear this name; give the id of one: {known}")
    return found[0]


def statement_of(registry: Registry, entity: EntityView, prop: str, words: str) -> StatementView:
    """The statement of an entity's property with these words or that value. NotFound; InputError where several."""
    stated = [s for s in registry.statements(entity.id) if s.prop == prop]
    found = [s for s in stated if words in {s.text, s.value, s.id}]
    different = {(s.document_id, s.text): s for s in found}
    if not different:
        known = ", ".join(dict.fromkeys(s.text for s in stated)) or "nothing"
        raise NotFound(f"{entity.name}: no {prop} is stated as {words!r}; stated are {known}")
    if len(different) > 1:
        known = ", ".join(f"{s.id} {s.source or s.document_title}" for s in different.values())
        raise InputError(
            f"{entity.name}: several documents state {prop} as {words!r}; give an id with --words: {known}"
        )
    return found[0]


def _where(entity: EntityView) -> str:
    places = [f.value for f in entity.facts_of("region")]
    return f", {places[0]}" if places else ""


def queue_table(items: Sequence[ReviewItem], locale: Locale) -> Table:
    """One row for each statement of each side of each item, the most valuable item first."""
    rows = tuple(
        _queue_row(item, side, statement, locale)
        for item in items
        for side in item.sides
        for statement in side.statements
    )
    numeric = {"worth", "probability"}
    columns = tuple(Column(key, headed(key, locale), key in numeric) for key in QUEUE_KEYS)
    return Table(say(locale, "待核", "To review"), columns, rows)


def _queue_row(item: ReviewItem, side: ReviewSide, said: StatementView, locale: Locale) -> tuple[Cell, ...]:
    probability = "" if item.probability is None else f"{item.probability:.2f}"
    value = show_value(side.prop, said.value, locale, said.qualifier, kind=side.entity.kind)
    return (
        Cell(word(f"review_{item.kind}", locale), item.kind.value),
        _plain(item.name),
        Cell(word(said.prop, locale), said.prop),
        Cell(value, said.value),
        Cell(say(locale, "；", "; ").join(word(r, locale) for r in item.reasons), item.reasons),
        Cell(probability or UNKNOWN, probability or None),
        _plain(said.source),
        Cell(said.published or UNKNOWN, said.published),
        _plain(said.sentence.strip()),
        _plain(f"{item.worth:.2f}"),
        _plain(item.id),
        _plain(side.entity.id),
        _plain(said.id),
    )


def log_table(log: Sequence[Judgement], undone: frozenset[int], locale: Locale) -> Table:
    """One row for each judgement, the newest first."""
    rows = tuple(_log_row(judgement, judgement.id in undone, locale) for judgement in reversed(log))
    columns = tuple(Column(key, headed(key, locale), key == "id") for key in LOG_KEYS)
    return Table(say(locale, "判断记录", "Judgements"), columns, rows)


def _log_row(judgement: Judgement, undone: bool, locale: Locale) -> tuple[Cell, ...]:  # noqa: FBT001
    left, right = (tuple(dict.fromkeys(m.label for m in side)) for side in (judgement.left, judgement.right))
    kind = judgement.left[0].kind if judgement.left else ""
    shown = show_value(judgement.prop, judgement.value, locale, kind=kind)
    new = show_value(judgement.prop, judgement.new_value, locale, judgement.new_qualifier, kind=kind)
    target = f" {judgement.undoes}" if judgement.undoes else ""
    return (
        Cell(str(judgement.id), judgement.id, judgement.id),
        _plain(judgement.made),
        _plain(judgement.analyst),
        Cell(word(judgement.kind.value, locale) + target, judgement.kind.value),
        Cell("；".join(left), left),
        Cell("；".join(right), right),
        Cell(word(judgement.prop, locale), judgement.prop),
        Cell(shown, judgement.value),
        Cell(new, judgement.new_value),
        _plain(judgement.note),
        Cell(word("undone", locale) if undone else "", undone),
    )


def body_log_table(log: Sequence[BodyJudgement], locale: Locale) -> Table:
    """One row for each judgement of bodies, the newest first."""
    gone = taken_back(tuple(log))
    rows = tuple(
        (
            Cell(str(judgement.id), judgement.id, judgement.id),
            _plain(judgement.made),
            _plain(judgement.analyst),
            Cell(
                word(judgement.kind.value, locale) + (f" {judgement.undoes}" if judgement.undoes else ""),
                judgement.kind.value,
            ),
            _plain(judgement.left_name),
            _plain(judgement.right_name),
            _plain(judgement.note),
            Cell(word("undone", locale) if judgement.id in gone else "", judgement.id in gone),
        )
        for judgement in reversed(log)
    )
    columns = tuple(Column(key, headed(key, locale), key == "id") for key in BODY_LOG_KEYS)
    return Table(say(locale, "机构判断记录", "Judgements of bodies"), columns, rows)


def body_doubts_table(doubts: Sequence[Doubted], locale: Locale) -> Table:
    """One row for each pair of names that the resolver has left to a person."""
    rows = tuple(
        (
            _plain(doubt.own),
            _plain(doubt.other),
            _plain(f"{doubt.probability:.4f}"),
            _plain(say(locale, "；", "; ").join(_step(step, locale) for step in doubt.steps)),
        )
        for doubt in doubts
    )
    columns = tuple(Column(key, headed(key, locale), key == "probability") for key in BODY_DOUBT_KEYS)
    return Table(say(locale, "存疑的机构名称", "Bodies in doubt"), columns, rows)


def _step(step: Step, locale: Locale) -> str:
    return f"{step.says if locale == 'zh' else step.says_en} {step.weight:+.1f}"


def record_table(records: Sequence[RecordView], locale: Locale) -> Table:
    """One row for each record of an entity: what a split chooses from."""
    rows = tuple(
        (
            _plain(r.id),
            _plain(r.name),
            _plain(r.source),
            Cell(r.published or UNKNOWN, r.published),
            _plain(r.document_title),
        )
        for r in records
    )
    columns = tuple(Column(key, headed(key, locale)) for key in RECORD_KEYS)
    return Table(say(locale, "记录", "Records"), columns, rows)


def _plain(text: str) -> Cell:
    return Cell(text, text)
