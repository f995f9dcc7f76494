"""What figures a test accepts: intervals of numbers, or sets of codes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.policy.pack import Compare

if TYPE_CHECKING:
    from huoshui.policy.pack import Test

_LOWEST, _HIGHEST = Decimal("-Infinity"), Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Accepted:
    """Numbers from ``low`` to ``high``, each end included or not; or ``codes``, all but those where ``but``."""

    low: Decimal = _LOWEST
    high: Decimal = _HIGHEST
    with_low: bool = True
    with_high: bool = True
    codes: frozenset[str] | None = None
    but: bool = False

    def meets(self, other: Accepted) -> bool:
        """Whether a figure is accepted by both; a number and a code never share one."""
        if self.codes is not None and other.codes is not None:
            return _codes_meet(self, other)
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low != high:
            return low < high
        ends = (self.with_low if self.low == low else True, other.with_low if other.low == low else True)
        tops = (self.with_high if self.high == high else True, other.with_high if other.high == high else True)
        return all((*ends, *tops))

    def takes(self, number: Decimal) -> bool:
        """Whether a number is accepted."""
        return self.meets(Accepted(number, number))


def accepted(test: Test) -> Accepted:
    """What a test accepts."""
    if test.compare in {Compare.ONE_OF, Compare.NONE_OF}:
        codes = frozenset(bound.code for bound in test.bounds)
        return Accepted(codes=codes, but=test.compare is Compare.NONE_OF)
    bound = test.bounds[0].value
    return {
        Compare.AT_LEAST: Accepted(low=bound),
        Compare.ABOVE: Accepted(low=bound, with_low=False),
        Compare.AT_MOST: Accepted(high=bound),
        Compare.BELOW: Accepted(high=bound, with_high=False),
        Compare.EQUAL: Accepted(bound, bound),
    }[test.compare]


def _codes_meet(left: Accepted, right: Accepted) -> bool:
    ours, theirs = left.codes or frozenset(), right.codes or frozenset()
    if left.but and right.but:
        return True  # codes are never all excluded by two short lists
    if left.but or right.but:
        wanted, excluded = (theirs, ours) if left.but else (ours, theirs)
        return bool(wanted - excluded)
    return bool(ours & theirs)
