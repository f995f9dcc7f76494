"""What other rules cost in an evaluation: a guide that asks for what an indicator takes points off for.

A city's guide may demand 1.5 times its contribution back while the national evaluation gives no points for that: a fund
cannot meet the one and earn the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import inf, nextafter
from typing import TYPE_CHECKING

from huoshui.policy.extra import np
from huoshui.policy.pack import Compare
from huoshui.policy.scoring import all_items, chosen
from huoshui.policy.units import Unit
from huoshui.policy.verdicts import outcomes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from huoshui.policy.facts import Facts
    from huoshui.policy.pack import Grade, Item, Pack, Rule, Scored, Test

#: Of ``Outcomes.state``: not applicable.
_LEFT_OUT = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """``lost`` points of ``item`` that nobody who meets ``rule`` can earn: at most ``possible`` of them are left.

    ``grade`` is the lower of the rule's and of the item's figures. ``subjects`` are the ids of those to whom the rule
    applies or may apply, where facts were given.
    """

    guide: Pack
    rule: Rule
    pack: Pack
    item: Item
    possible: Decimal
    lost: Decimal
    grade: Grade
    subjects: tuple[str, ...] = ()


def costs(
    pack: Pack, guides: Iterable[tuple[Pack, Rule]], facts: Facts | None = None, variants: Sequence[str] = ()
) -> tuple[Cost, ...]:
    """Where rules and the items of an evaluation pull apart, the most points first.

    Compared are rules and items of the same metric; an item of several metrics may be earned by another one, and costs
    nothing. With ``facts``, only rules that may apply to one of its subjects.
    """
    found: list[Cost] = []
    scored = {one.metric: (item, one) for _, item in all_items(pack) for one in chosen(item, variants)
              if len(chosen(item, variants)) == 1}  # fmt: skip
    for guide, rule in guides:
        if rule.test.metric not in scored:
            continue
        item, one = scored[rule.test.metric]
        possible = max(_possible(rule.test, one, item))
        subjects = _subjects(guide, rule, facts) if facts is not None else ()
        if possible < item.points.value and (facts is None or subjects):
            lost = item.points.value - possible
            found.append(Cost(guide, rule, pack, item, possible, lost, max(rule.grade, one.grade), subjects))
    return tuple(sorted(found, key=lambda cost: -cost.lost))


def _subjects(guide: Pack, rule: Rule, facts: Facts) -> tuple[str, ...]:
    if rule.subject != facts.subject:
        return ()
    state = outcomes(guide, rule, facts).state
    return tuple(facts.ids[place] for place in np.flatnonzero(state != _LEFT_OUT).tolist())


def _possible(test: Test, scored: Scored, item: Item) -> Iterator[Decimal]:
    """The points of every band that has a value with which the test is met."""
    if scored.way != "bands" or test.compare in {Compare.ONE_OF, Compare.NONE_OF}:
        yield item.points.value
        return
    low, high = _allowed(test)
    yield Decimal(0)
    above = inf
    for band in scored.bands:
        if band.edge <= high and low < above:
            yield band.points.value
        above = band.edge


def _allowed(test: Test) -> tuple[float, float]:
    """The least and the most that meet a test."""
    bound = float(test.bounds[0].value)
    step = 1.0 if test.bounds[0].unit in {Unit.COUNT, Unit.FLAG} else 0.0
    return {
        Compare.AT_LEAST: (bound, inf),
        Compare.ABOVE: (bound + step if step else nextafter(bound, inf), inf),
        Compare.AT_MOST: (-inf, bound),
        Compare.BELOW: (-inf, bound - step if step else nextafter(bound, -inf)),
    }.get(test.compare, (bound, bound))
