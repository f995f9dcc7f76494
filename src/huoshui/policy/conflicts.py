"""Rules against each other as of a day: what cannot be met together, what costs points, which of a fund's terms breaks.

The report that an officer takes to renegotiate an agreement: a fund's own terms, its city's guide, the province's and
the national rules, and the evaluation. Compared are rules of one figure; that two rules of different figures exclude
each other is not found out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from huoshui.policy.costs import costs
from huoshui.policy.intervals import Accepted, accepted
from huoshui.policy.pack import Condition, State
from huoshui.policy.verdicts import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from huoshui.model.regions import Region
    from huoshui.policy.costs import Cost
    from huoshui.policy.facts import Facts
    from huoshui.policy.pack import Grade, Pack, Rule, Test
    from huoshui.policy.packs_in_force import Packs
    from huoshui.policy.verdicts import Verdict


class Clause(NamedTuple):
    """A rule and the pack in which it stands."""

    pack: Pack
    rule: Rule


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two clauses that no figure meets together, since both are in force; ``binding`` where both are."""

    left: Clause
    right: Clause
    since: date
    binding: bool
    grade: Grade


@dataclass(frozen=True, slots=True)
class Conflicts:
    """All that pulls apart for one fund, or for whoever is in a place where no fund is named."""

    day: date
    packs: tuple[Pack, ...]
    contradictions: tuple[Contradiction, ...]
    costs: tuple[Cost, ...]
    broken: tuple[Verdict, ...]


def conflicts(
    packs: Packs, day: date, place: Region | None = None, facts: Facts | None = None, chosen: Sequence[str] = ()
) -> Conflicts:
    """What is in conflict among the packs in force on a day in a place, or among those ``chosen`` by name.

    With the facts of one fund only clauses that apply to it count, and its own terms are held against them.
    """
    held = tuple(packs.get(name) for name in chosen) if chosen else packs.in_force(day, place)
    clauses = tuple(_clauses(packs, held, facts))
    evaluations = [pack for pack in held if pack.indicators]
    lost = tuple(cost for pack in evaluations for cost in costs(pack, clauses, facts))
    broken = tuple(_broken(clauses, facts)) if facts is not None else ()
    return Conflicts(day, held, contradictions(clauses), lost, broken)


def contradictions(clauses: Iterable[Clause]) -> tuple[Contradiction, ...]:
    """The pairs of clauses that no figure meets together: those binding on both sides first, then the latest."""
    groups: dict[tuple[str, str, str], list[Clause]] = {}
    for clause in clauses:
        test = clause.rule.test
        key = clause.rule.subject, test.metric, repr(sorted(test.arguments.items()))
        groups.setdefault(key, []).append(clause)
    found = [
        _contradiction(left, right)
        for group in groups.values()
        for left, right in combinations(group, 2)
        if _together(left, right) and not accepted(left.rule.test).meets(accepted(right.rule.test))
    ]
    return tuple(sorted(found, key=lambda one: (not one.binding, -one.since.toordinal())))


def _contradiction(left: Clause, right: Clause) -> Contradiction:
    hard = left.rule.hardness == right.rule.hardness == "binding"
    since = max(left.pack.since, right.pack.since)
    return Contradiction(left, right, since, hard, max(left.rule.grade, right.rule.grade))


def _together(left: Clause, right: Clause) -> bool:
    """Whether both may apply to one subject: nothing that the one needs excludes what the other needs."""
    return all(
        one.meets(other) for metric, one in _conditions(left) for name, other in _conditions(right) if metric == name
    )


def _conditions(clause: Clause) -> Iterator[tuple[str, Accepted]]:
    """The figures that must be such for a clause to apply: by its own condition, and by the tiers of its document."""
    if clause.rule.applies:
        yield from ((test.metric, accepted(test)) for test in _needed(clause.rule.applies))
    if clause.pack.tiers and clause.rule.subject == "fund":
        yield "fund_tier", Accepted(codes=frozenset(clause.pack.tiers))


def _needed(condition: Condition) -> Iterator[Test]:
    """The tests that must hold for a condition to hold; those of which one suffices, or none, are passed over."""
    if condition.negated or (condition.any_of and len(condition.tests) > 1):
        return
    for part in condition.tests:
        if isinstance(part, Condition):
            yield from _needed(part)
        else:
            yield part


def _clauses(packs: Packs, held: Sequence[Pack], facts: Facts | None) -> Iterator[Clause]:
    """The rules of these packs, each once, where facts are given those that may apply to a subject of theirs."""
    seen: set[str] = set()
    for pack in held:
        for rule in packs.rules(pack):
            if rule.id in seen:
                continue
            seen.add(rule.id)
            own = packs.rule(rule.id)[0]
            if facts is None or _may_apply(own, rule, facts):
                yield Clause(own, rule)


def _may_apply(pack: Pack, rule: Rule, facts: Facts) -> bool:
    found = check(pack, [rule], facts)
    return bool(found) and found[0].count(State.NOT_APPLICABLE) < len(facts)


def _broken(clauses: Iterable[Clause], facts: Facts) -> Iterator[Verdict]:
    for pack, rule in clauses:
        for outcome in check(pack, [rule], facts):
            if outcome.count(State.BROKEN):
                yield from (verdict for verdict in outcome if verdict.state is State.BROKEN)
