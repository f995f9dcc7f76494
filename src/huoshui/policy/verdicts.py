"""Verdicts: rules held against facts, three-valued, with the measured figure, the bound and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.policy.extra import np
from huoshui.policy.pack import Compare, Condition, State
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from huoshui.policy.catalogue import Column
    from huoshui.policy.facts import Facts, Origin
    from huoshui.policy.pack import Pack, Rule, Test

#: Truth as a number: so that "and" is the least, "or" the greatest, and unknown stands between.
_NO, _PERHAPS, _YES = 0, 1, 2
#: By the number that ``Outcomes.state`` has for it.
STATES = (State.BROKEN, State.UNKNOWN, State.MET, State.NOT_APPLICABLE)
_LEFT_OUT = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's outcome for one subject.

    ``value`` and the bound are in the metric's unit; ``distance`` is how far the value lies on the right side of the
    bound (negative: by how much it is missed), none for codes. ``missing`` are variables that would decide. ``least``
    and ``most`` are what the figure can still come to, and ``reachable`` whether the rule can still be met (None where
    nothing is said of it).
    """

    pack: Pack
    rule: Rule
    subject: str
    state: State
    value: float | None
    code: str
    distance: float | None
    missing: tuple[str, ...]
    least: float | None
    most: float | None
    reachable: bool | None
    origins: tuple[tuple[str, Origin], ...]

    @property
    def bound(self) -> str:
        """The bound as the pack writes it, in Chinese."""
        return "、".join(bound.show() for bound in self.rule.test.bounds)


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """A rule's outcome for all subjects: ``state`` counts as 0 broken, 1 unknown, 2 met, 3 not applicable."""

    pack: Pack
    rule: Rule
    facts: Facts
    state: NDArray[np.int8]
    value: Column

    def count(self, state: State) -> int:
        """For how many subjects it came out so."""
        return int((self.state == STATES.index(state)).sum())

    def of(self, place: int) -> Verdict:
        """The verdict on the subject at a place."""
        test, facts = self.rule.test, self.facts
        state, value = STATES[self.state[place]], float(self.value[place])
        known = not np.isnan(value)
        least, most = _reach(test, facts, place)
        leaves = facts.catalogue.leaves(test.metric)
        return Verdict(
            pack=self.pack,
            rule=self.rule,
            subject=facts.ids[place],
            state=state,
            value=value if known else None,
            code=_code(test, facts, value) if known else "",
            distance=_distance(test, value) if known else None,
            missing=_missing(self.rule, facts, place) if state is State.UNKNOWN else (),
            least=least,
            most=most,
            reachable=_reachable(test, least, most),
            origins=tuple((leaf, origin) for leaf in leaves for origin in facts.evidence(leaf, place)),
        )

    def __iter__(self) -> Iterator[Verdict]:
        return (self.of(place) for place in range(len(self.facts)))


def check(pack: Pack, rules: Sequence[Rule], facts: Facts) -> tuple[Outcomes, ...]:
    """The outcomes of those rules that are about the facts' sort of subjects."""
    return tuple(outcomes(pack, rule, facts) for rule in rules if rule.subject == facts.subject)


def outcomes(pack: Pack, rule: Rule, facts: Facts) -> Outcomes:
    """A rule held against facts.

    Where it is not known whether a rule applies, it is unknown, unless it is met anyhow.
    """
    value = facts.column(rule.test.metric, rule.test.arguments)
    truth = _truth(rule.test, facts)
    applies = whether(rule.applies, facts) if rule.applies else np.full(len(facts), _YES, np.int8)
    if rule.unless:
        applies = np.minimum(applies, _YES - whether(rule.unless, facts))
    state = np.where((applies == _PERHAPS) & (truth == _NO), _PERHAPS, truth)
    applies = np.where(_elsewhere(pack, facts), _NO, applies)
    return Outcomes(pack, rule, facts, np.where(applies == _NO, _LEFT_OUT, state).astype(np.int8), value)


def _elsewhere(pack: Pack, facts: Facts) -> NDArray[np.bool_]:
    """Which subjects are known to be funds of other tiers than those that the document is about."""
    if not pack.tiers or facts.subject != "fund":
        return np.zeros(len(facts), bool)
    listed, tier = facts.catalogue.variables["fund_tier"].codes, facts.column("fund_tier")
    outside: NDArray[np.bool_] = ~np.isnan(tier) & ~np.isin(tier, [listed.index(one) for one in pack.tiers])
    return outside


def whether(condition: Condition, facts: Facts) -> NDArray[np.int8]:
    """Whether a condition holds for each subject: 0 no, 1 not known, 2 yes."""
    parts = [whether(p, facts) if isinstance(p, Condition) else _truth(p, facts) for p in condition.tests]
    joined: NDArray[np.int8] = np.maximum.reduce(parts) if condition.any_of else np.minimum.reduce(parts)
    return _YES - joined if condition.negated else joined


def _truth(test: Test, facts: Facts) -> NDArray[np.int8]:
    value = facts.column(test.metric, test.arguments)
    held = _held(test, facts, value)
    return np.where(np.isnan(value), _PERHAPS, np.where(held, _YES, _NO)).astype(np.int8)


def _held(test: Test, facts: Facts, value: Column) -> NDArray[np.bool_]:
    if test.compare in {Compare.ONE_OF, Compare.NONE_OF}:
        listed = facts.catalogue.variables[test.metric].codes
        among = np.isin(value, [listed.index(bound.code) for bound in test.bounds])
        return among if test.compare is Compare.ONE_OF else ~among
    bound = float(test.bounds[0].value)
    compared: dict[Compare, NDArray[np.bool_]] = {
        Compare.AT_LEAST: value >= bound,
        Compare.AT_MOST: value <= bound,
        Compare.ABOVE: value > bound,
        Compare.BELOW: value < bound,
        Compare.EQUAL: value == bound,
    }
    return compared[test.compare]


def _distance(test: Test, value: float) -> float | None:
    if test.compare in {Compare.ONE_OF, Compare.NONE_OF} or test.bounds[0].unit is Unit.FLAG:
        return None
    gap = value - float(test.bounds[0].value)
    if test.compare is Compare.EQUAL:
        return 0.0 - abs(gap)
    return gap if test.compare in {Compare.AT_LEAST, Compare.ABOVE} else 0.0 - gap


def _code(test: Test, facts: Facts, value: float) -> str:
    variable = facts.catalogue.variables.get(test.metric)
    return variable.codes[int(value)] if variable and variable.codes else ""


def _missing(rule: Rule, facts: Facts, place: int) -> tuple[str, ...]:
    """The unknown variables of the rule's figure, and of its conditions where these are open."""
    found = dict.fromkeys(facts.missing(rule.test.metric, place))
    for condition in (rule.applies, rule.unless):
        if condition and whether(condition, facts)[place] == _PERHAPS:
            for metric in metrics_of(condition):
                found |= dict.fromkeys(facts.missing(metric, place))
    return tuple(found)


def metrics_of(condition: Condition) -> Iterator[str]:
    """The figures that a condition rests on, by name."""
    for part in condition.tests:
        if isinstance(part, Condition):
            yield from metrics_of(part)
        else:
            yield part.metric


def _reach(test: Test, facts: Facts, place: int) -> tuple[float | None, float | None]:
    reach = facts.reach(test.metric, test.arguments)
    if reach is None:
        return None, None
    least, most = (float(column[place]) for column in reach)
    return (None if np.isnan(least) else least), (None if np.isnan(most) else most)


def _reachable(test: Test, least: float | None, most: float | None) -> bool | None:
    if least is None and most is None:
        return None
    bound = float(test.bounds[0].value)
    if test.compare is Compare.AT_LEAST and most is not None:
        return most >= bound
    if test.compare is Compare.ABOVE and most is not None:
        return most > bound
    if test.compare is Compare.AT_MOST and least is not None:
        return least <= bound
    if test.compare is Compare.BELOW and least is not None:
        return least < bound
    return None
