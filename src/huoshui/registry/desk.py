"""An analyst's desk: everything that a person can say of the registry, under that person's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.registry import body_linking, judging
from huoshui.registry.body_log import BodyJudgement
from huoshui.registry.engine import writing
from huoshui.registry.judgements import Judgement, JudgementKind, now
from huoshui.registry.review import ReviewKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Engine

    from huoshui.registry.review import ReviewItem


class Desk:
    """Judgements by one analyst. Each is one transaction: the log and what follows from it, or nothing.

    Ids are those of the views. Every method may raise NotFound for ids that the registry does not hold, InputError for
    what cannot be judged so, and DatabaseError.
    """

    def __init__(self, engine: Engine, url: str, analyst: str) -> None:
        self._engine = engine
        self._url = url
        self.analyst = analyst

    def merge(self, left: str, right: str, note: str = "") -> Judgement:
        """Say that two entities are one thing. The ids of both go on leading to it."""
        return self._pair(JudgementKind.MERGE, left, right, note)

    def keep_apart(self, left: str, right: str, note: str = "") -> Judgement:
        """Say that two entities are different things, whatever is read of them later."""
        return self._pair(JudgementKind.DIFFERENT, left, right, note)

    def split(self, entity: str, taken: Iterable[str], note: str = "") -> Judgement:
        """Take records out of an entity, named by ids of records or of documents, and keep them apart from the rest."""
        draft = self._draft(JudgementKind.SPLIT, note)
        with writing(self._engine, self._url) as connection:
            return judging.split(connection, entity, taken, draft)

    def accept(self, entity: str, statement: str, note: str = "") -> Judgement:
        """Vouch for a statement: it leads over all that nobody has vouched for."""
        return self._statement(self._draft(JudgementKind.ACCEPT, note), entity, statement)

    def reject(self, entity: str, statement: str, note: str = "") -> Judgement:
        """Say that a document does not state this: it counts no more, nor when the document is read anew."""
        return self._statement(self._draft(JudgementKind.REJECT, note), entity, statement)

    def correct(
        self, entity: str, statement: str, value: str, *, qualifier: str | None = None, note: str = ""
    ) -> Judgement:
        """State another value, in contract form or as people write it, with the analyst as its source."""
        kind = JudgementKind.CORRECT
        draft = Judgement(
            kind=kind, analyst=self.analyst, made=now(), note=note, new_value=value, new_qualifier=qualifier
        )
        return self._statement(draft, entity, statement)

    def decide(
        self, item: ReviewItem, action: str, side: int = 0, value: str = "", note: str = ""
    ) -> tuple[Judgement, ...]:
        """Judge an item of the queue: accept, reject or correct it, or one of its sides.

        To accept a link is to merge its two entities, to reject it to keep them apart. InputError for another action.
        """
        one = item.sides[side]
        if item.kind is ReviewKind.LINK:
            pair = {"accept": self.merge, "reject": self.keep_apart}.get(action)
            if pair is None:
                raise InputError(f"a link cannot be judged by {action!r}: accept it or reject it")
            return (pair(item.sides[0].entity.id, item.sides[1].entity.id, note),)
        lead = one.statements[0]
        match action:
            case "accept":
                return (self.accept(lead.entity_id, lead.id, note),)
            case "correct":
                return (self.correct(lead.entity_id, lead.id, value, note=note),)
            case "reject":
                alike = {(s.document_id, s.text): s for s in one.statements}
                return tuple(self.reject(s.entity_id, s.id, note) for s in alike.values())
        raise InputError(f"{action!r} is no action: accept, correct or reject it")

    def undo(self, judgement: int, note: str = "") -> Judgement:
        """Take back the judgement of that id, whoever has made it."""
        draft = self._draft(JudgementKind.UNDO, note)
        with writing(self._engine, self._url) as connection:
            return judging.undo(connection, judgement, draft)

    def merge_bodies(self, left: str, right: str, note: str = "") -> BodyJudgement:
        """Say that two names, as written or by the ids of their bodies, are of one organisation or company."""
        draft = self._body_draft(JudgementKind.MERGE, note)
        return body_linking.judge(self._engine, self._url, left, right, draft)

    def keep_bodies_apart(self, left: str, right: str, note: str = "") -> BodyJudgement:
        """Say that two names are of different bodies, whatever the resolver says of them later."""
        draft = self._body_draft(JudgementKind.DIFFERENT, note)
        return body_linking.judge(self._engine, self._url, left, right, draft)

    def undo_of_bodies(self, judgement: int, note: str = "") -> BodyJudgement:
        """Take back the judgement of bodies of that id, whoever has made it."""
        draft = self._body_draft(JudgementKind.UNDO, note)
        return body_linking.undo(self._engine, self._url, judgement, draft)

    def replay(self, log: Sequence[Judgement]) -> int:
        """Add another registry's log, with its names and times; how many judgements there were."""
        with writing(self._engine, self._url) as connection:
            return judging.replay(connection, log)

    def _draft(self, kind: JudgementKind, note: str) -> Judgement:
        return Judgement(kind=kind, analyst=self.analyst, made=now(), note=note)

    def _body_draft(self, kind: JudgementKind, note: str) -> BodyJudgement:
        return BodyJudgement(kind=kind, analyst=self.analyst, made=now(), note=note)

    def _pair(self, kind: JudgementKind, left: str, right: str, note: str) -> Judgement:
        with writing(self._engine, self._url) as connection:
            return judging.of_entities(connection, kind, left, right, self._draft(kind, note))

    def _statement(self, draft: Judgement, entity: str, statement: str) -> Judgement:
        with writing(self._engine, self._url) as connection:
            return judging.of_statement(connection, entity, statement, draft)
