"""What would have to change of an application for a clause that it breaks: the figure, and of amounts each alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.pack import Compare, State
from huoshui.policy.units import Quantity, Unit
from huoshui.policy.verdicts import outcomes

if TYPE_CHECKING:
    from collections.abc import Callable

    from huoshui.policy.clauses import Clause
    from huoshui.policy.profiles import Profile


class Way(NamedTuple):
    """One figure that alone would mend a clause, all others staying: what it is, and the nearest that would do."""

    variable: str
    now: Quantity
    needed: Quantity

    def says(self, locale: str = "zh") -> str:
        """The way in words."""
        found = CATALOGUE.variables[self.variable]
        name = found.en if locale.startswith("en") else found.zh
        return f"{name} {self.now.show(locale)} → {self.needed.show(locale)}"


@dataclass(frozen=True, slots=True)
class Change:
    """What would have to change for a clause to be met.

    ``ways`` are the amounts of money that the clause's figure is computed from, each changed alone.
    """

    clause: Clause
    ways: tuple[Way, ...] = ()

    def says(self, locale: str = "zh") -> str:
        """The change in words."""
        found, row = CATALOGUE.find(self.clause.rule.test.metric), self.clause.row(locale)
        compare, english = self.clause.rule.test.compare, locale.startswith("en")
        told = f"{found.en if english else found.zh}{': ' if english else '：'}"
        told += f"{row.measured} → {_TO[compare][english].format(row.bound)}"
        ways = (" or " if english else " 或 ").join(way.says(locale) for way in self.ways)
        return f"{told} ({ways})" if ways else told

    @property
    def relative(self) -> float:
        """How far off it is, as a share of the bound; 1 where that cannot be said (yes or no, a code)."""
        bound, distance = float(self.clause.rule.test.bounds[0].value), self.clause.verdict.distance
        return abs(distance) / abs(bound) if distance is not None and bound else 1.0


def change_for(clause: Clause, profile: Profile) -> Change:
    """What would have to change of an application for a clause that it breaks."""
    test = clause.rule.test
    if test.metric in CATALOGUE.variables:
        return Change(clause)
    leaves = (name for name in CATALOGUE.leaves(test.metric) if CATALOGUE.variables[name].unit is Unit.MONEY)
    return Change(clause, tuple(way for name in leaves if (way := _way(clause, profile, name))))


def _way(clause: Clause, profile: Profile, variable: str) -> Way | None:
    """The least change of one amount, to the fen, that mends a clause; None where none does."""
    given = profile.figures.get(variable)
    if given is None:
        return None
    pack, rule = clause.verdict.pack, clause.rule

    def mended(minor: int) -> bool:
        changed = given._replace(quantity=Quantity(Decimal(minor), Unit.MONEY))
        other = replace(profile, figures={**profile.figures, variable: changed})
        return outcomes(pack, rule, other.facts(rule.subject)).of(0).state is State.MET

    end = next((one for one in (0, _MOST) if mended(one)), None)
    if end is None:
        return None
    needed = _nearest(end, int(given.quantity.value), mended)
    return Way(variable, given.quantity, Quantity(Decimal(needed), Unit.MONEY))


def _nearest(good: int, bad: int, mended: Callable[[int], bool]) -> int:
    """The number next to ``bad`` that still mends, where ``good`` does and ``bad`` does not."""
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if mended(middle) else (good, middle)
    return good


#: Ten thousand times a hundred million yuan, in minor units: no fund is larger.
_MOST = 10**14
_TO = {
    Compare.AT_LEAST: ("不低于 {}", "at least {}"),
    Compare.AT_MOST: ("不超过 {}", "at most {}"),
    Compare.ABOVE: ("高于 {}", "above {}"),
    Compare.BELOW: ("低于 {}", "below {}"),
    Compare.EQUAL: ("{}", "{}"),
    Compare.ONE_OF: ("其中之一：{}", "one of {}"),
    Compare.NONE_OF: ("不为：{}", "none of {}"),
}
