"""Public market equivalents: what the same money would have done in an index.

- Kaplan and Schoar (2005): what was received and what is left over what was paid in, each grown with the index to the
  end. Above 1, the fund did better.
- Long and Nickels (1996), ICM: buys the index with what was paid in and sells it for what was received; the IRR of
  those flows with what is left of the index, to be compared with the fund's. Undefined when the index runs out.
- PME+ (Rouvinez 2003): what was received is scaled by one factor so that index and fund are worth the same at the end;
  the IRR of the scaled flows. Undefined when nothing was received or the factor is negative.

Amounts are minor units, index levels decimals, so ratios are exact.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.portfolio.performance.flows import Flow
from huoshui.portfolio.performance.irr import Irr, irr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Index:
    """Levels of an index, in order of date; on a day without one, the last before it holds."""

    days: tuple[date, ...]
    levels: tuple[Decimal, ...]

    @classmethod
    def of(cls, points: Iterable[tuple[date, Decimal]]) -> Index:
        """An index of dated levels. Raises ``InputError`` for none, a level not above zero, or two of one day."""
        known = sorted(points)
        if not known:
            raise InputError("the index has no level: give dates with levels")
        for (day, level), (following, _) in zip(known, [*known[1:], (None, None)], strict=True):
            if not level.is_finite() or level <= 0:
                raise InputError(f"the index is {level} on {day}: a level is above zero")
            if day == following:
                raise InputError(f"the index has two levels on {day}: give one")
        return cls(tuple(day for day, _ in known), tuple(level for _, level in known))

    def level(self, day: date) -> Fraction:
        """The level on ``day`` or the last before it. Raises ``InputError`` where the index begins later."""
        place = bisect_right(self.days, day)
        if not place:
            raise InputError(f"the index begins on {self.days[0]} and has no level for {day}: give earlier levels")
        return Fraction(self.levels[place - 1])


@dataclass(frozen=True, slots=True)
class KaplanSchoar:
    """The ratio, or why there is none."""

    ratio: Fraction | None
    undefined: str = ""


@dataclass(frozen=True, slots=True)
class LongNickels:
    """What is left of the index at the end (minor units, rounded), its IRR, and the fund's own."""

    index_value: int
    index: Irr | None
    fund: Irr
    undefined: str = ""


@dataclass(frozen=True, slots=True)
class PmePlus:
    """The factor on what was received, the IRR with it, and the fund's own."""

    factor: Fraction | None
    index: Irr | None
    fund: Irr
    undefined: str = ""


@dataclass(frozen=True, slots=True)
class _Grown:
    """Flows up to the end, grown with the index to it."""

    flows: tuple[Flow, ...]
    paid_in: Fraction
    received: Fraction
    fund: Irr


def _grow(flows: Sequence[Flow], value: int, day: date, index: Index) -> _Grown:
    known = tuple(sorted((flow for flow in flows if flow.minor), key=lambda flow: flow.day))
    if known and known[-1].day > day:
        raise InputError(f"a flow of {known[-1].day} comes after {day}, the day of the closing value: leave it out")
    if value < 0:
        raise InputError(f"a closing value of {value} is below zero: no market equivalent of a debt")
    grown = [(flow.minor, flow.minor * index.level(day) / index.level(flow.day)) for flow in known]
    return _Grown(
        known,
        -sum((worth for minor, worth in grown if minor < 0), Fraction(0)),
        sum((worth for minor, worth in grown if minor > 0), Fraction(0)),
        irr([*known, Flow(day, value)]),
    )


def kaplan_schoar(flows: Sequence[Flow], value: int, day: date, index: Index) -> KaplanSchoar:
    """The ratio for flows up to ``day`` and the closing value on it.

    Raises ``InputError`` where the index begins after the first flow or a flow comes after ``day``.
    """
    grown = _grow(flows, value, day, index)
    if not grown.paid_in:
        return KaplanSchoar(None, "nothing was paid in")
    return KaplanSchoar((grown.received + value) / grown.paid_in)


def long_nickels(flows: Sequence[Flow], value: int, day: date, index: Index) -> LongNickels:
    """The index comparison; raises as ``kaplan_schoar``."""
    grown = _grow(flows, value, day, index)
    left = round(grown.paid_in - grown.received)
    if left < 0:
        return LongNickels(left, None, grown.fund, "more was received than the index would have held")
    return LongNickels(left, irr([*grown.flows, Flow(day, left)]), grown.fund)


def pme_plus(flows: Sequence[Flow], value: int, day: date, index: Index) -> PmePlus:
    """PME+; raises as ``kaplan_schoar``. Scaled flows are rounded to minor units for the IRR."""
    grown = _grow(flows, value, day, index)
    if not grown.received:
        return PmePlus(None, None, grown.fund, "nothing was received yet")
    factor = (grown.paid_in - value) / grown.received
    if factor < 0:
        return PmePlus(
            factor, None, grown.fund, "the closing value exceeds what the index would have made of all paid in"
        )
    scaled = [Flow(flow.day, round(flow.minor * factor) if flow.minor > 0 else flow.minor) for flow in grown.flows]
    return PmePlus(factor, irr([*scaled, Flow(day, value)]), grown.fund)
