"""What a rule author is told before a pack is used: cases that are missing, that fail, or that prove too little."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huoshui.errors import InputError
from huoshui.policy.catalogue import CATALOGUE, Catalogue
from huoshui.policy.given import facts_of
from huoshui.policy.mutating import mutants
from huoshui.policy.pack import State
from huoshui.policy.scoring import all_items, item_points
from huoshui.policy.verdicts import outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.policy.pack import Case, Item, Pack, Rule, Where

_NEEDED = (State.MET, State.BROKEN, State.UNKNOWN)
_NEAR = 1e-9


class Complaint(NamedTuple):
    """What is wrong with a pack, and where."""

    where: Where
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def lint(pack: Pack, catalogue: Catalogue = CATALOGUE) -> tuple[Complaint, ...]:
    """Everything that keeps a pack from being trusted; nothing where all is well."""
    found = [*_twice(pack), *_incomplete(pack), *failing(pack, catalogue)]
    return tuple(found or _unproved(pack, catalogue))


def failing(pack: Pack, catalogue: Catalogue = CATALOGUE) -> Iterator[Complaint]:
    """The worked cases that do not come out as the pack says."""
    for rule in pack.rules:
        for case in rule.cases:
            if complaint := _case_failing(pack, rule, case, catalogue):
                yield Complaint(case.where, f"{rule.id}: {complaint}")
    for _, item in all_items(pack):
        yield from _scores_failing(item, catalogue)


def _case_failing(pack: Pack, rule: Rule, case: Case, catalogue: Catalogue) -> str:
    try:
        verdict = outcomes(pack, rule, facts_of(case.given, rule.subject, catalogue=catalogue)).of(0)
    except InputError as error:
        return str(error)
    named = f" ({case.name})" if case.name else ""
    if verdict.state is not case.expect:
        return f"the case{named} comes out {verdict.state}, not {case.expect}"
    if case.missing and set(case.missing) != set(verdict.missing):
        return f"the case{named} lacks {', '.join(verdict.missing)}, not {', '.join(case.missing)}"
    return ""


def _scores_failing(item: Item, catalogue: Catalogue) -> Iterator[Complaint]:
    for case in item.cases:
        facts = facts_of(case.given, "fund", catalogue=catalogue)
        points = float(item_points(item, facts, (case.variant,) if case.variant else ())[0])
        wanted = None if case.points is None else float(case.points.value)
        known = None if points != points else points  # noqa: PLR0124  # only NaN is not itself
        if (known is None) != (wanted is None) or (known is not None and abs(known - (wanted or 0)) > _NEAR):
            yield Complaint(case.where, f"{item.id}: the case earns {known}, not {wanted}")


def _twice(pack: Pack) -> Iterator[Complaint]:
    seen: set[str] = set()
    parts: list[Rule | Item] = [*pack.rules, *(item for _, item in all_items(pack))]
    for part in parts:
        if part.id in seen:
            yield Complaint(part.where, f"{part.id} stands twice")
        seen.add(part.id)


def _incomplete(pack: Pack) -> Iterator[Complaint]:
    for rule in pack.rules:
        lacking = [state for state in _NEEDED if not any(case.expect is state for case in rule.cases)]
        if lacking:
            yield Complaint(rule.where, f"{rule.id} has no case that comes out {', '.join(lacking)}")
        if (rule.applies or rule.unless) and not any(c.expect is State.NOT_APPLICABLE for c in rule.cases):
            yield Complaint(rule.where, f"{rule.id} has a condition but no case to which it does not apply")
        if not (rule.citation.place or rule.citation.urls or pack.sources):
            yield Complaint(rule.where, f"{rule.id} names no source")
    for _, item in all_items(pack):
        if not any(case.points is None for case in item.cases):
            yield Complaint(item.where, f"{item.id} has no case whose figures do not suffice (points: null)")
        if not any(case.points is not None for case in item.cases):
            yield Complaint(item.where, f"{item.id} has no case that earns points")


def _unproved(pack: Pack, catalogue: Catalogue) -> Sequence[Complaint]:
    """Bounds that could be another figure without any case noticing."""
    return [
        Complaint(mutant.where, f"no case would notice {mutant.says}: add one at the bound and one just beyond it")
        for mutant in mutants(pack, catalogue)
        if not any(True for _ in failing(mutant.pack, catalogue))
    ]
