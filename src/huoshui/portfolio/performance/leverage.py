"""Leverage of public money (放大倍数) under the definitions in use, each with its id; never a figure without one.

==========  ============================================================================================
PM-LEV-A    size of the funds invested in / what the fund above committed to them
PM-LEV-B    social capital paid in / government capital paid in
PM-LEV-C    planned size of the whole cluster (基金群) / size of the mother fund
PM-LEV-D    social capital committed / government capital committed
==========  ============================================================================================

A exceeds B by 1 on the same money where all that is committed is paid in and the fund above is the only public
investor. At a tier, what comes from the tier above counts as government capital, whatever it was there; over all tiers,
each amount counts once, where it enters the family.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.portfolio.performance.multiples import quotient

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction


class Definition(StrEnum):
    """What a leverage figure divides by what."""

    A = "PM-LEV-A"
    B = "PM-LEV-B"
    C = "PM-LEV-C"
    D = "PM-LEV-D"


ALL = "all"
"""The name of the figure over all tiers."""


@dataclass(frozen=True, slots=True)
class Tier:
    """The money of all funds of one tier, in minor units; ``None`` is not known.

    Government and social capital are what enters the family at this tier; what comes from the tier above is apart.
    """

    name: str
    size: int | None = None
    above_committed: int | None = 0
    above_paid: int | None = 0
    government_committed: int | None = None
    government_paid: int | None = None
    social_committed: int | None = None
    social_paid: int | None = None
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class Leverage:
    """A figure under its definition: ``ratio`` is ``None`` where a part is not known or the base is zero."""

    definition: Definition
    tier: str
    numerator: int | None
    denominator: int | None

    @property
    def ratio(self) -> Fraction | None:
        """The exact quotient."""
        return quotient(self.numerator, self.denominator)

    def __str__(self) -> str:
        ratio = self.ratio
        return f"{'—' if ratio is None else f'{float(ratio):.2f}'} ({self.definition}, {self.tier})"


def leverage(tiers: Sequence[Tier]) -> tuple[Leverage, ...]:
    """Every definition for each tier, from the mother fund downwards, and over all of them.

    Raises ``InputError`` for amounts below zero or a name used twice.
    """
    names = [tier.name for tier in tiers]
    for name in names:
        if not name or name == ALL or names.count(name) > 1:
            raise InputError(f"a tier is named {name!r}: give each a name of its own, other than {ALL!r}")
    for tier in tiers:
        _check(tier)
    figures = [figure for tier in tiers for figure in _of_tier(tier)]
    return (*figures, *_over_all(tiers)) if tiers else ()


def _check(tier: Tier) -> None:
    for name in Tier.__slots__:
        value = getattr(tier, name)
        if isinstance(value, int) and value < 0:
            raise InputError(f"{name} of tier {tier.name} is {value}: amounts are given without a sign")


def _of_tier(tier: Tier) -> tuple[Leverage, ...]:
    public_paid = _sum((tier.government_paid, tier.above_paid))
    public_committed = _sum((tier.government_committed, tier.above_committed))
    return (
        Leverage(Definition.A, tier.name, tier.size, tier.above_committed),
        Leverage(Definition.B, tier.name, tier.social_paid, public_paid),
        Leverage(Definition.C, tier.name, tier.planned, tier.size),
        Leverage(Definition.D, tier.name, tier.social_committed, public_committed),
    )


def _over_all(tiers: Sequence[Tier]) -> tuple[Leverage, ...]:
    """A: the lowest tier's size over what the mother fund committed downwards; C: the mother fund's plan and size."""
    top, bottom = tiers[0], tiers[-1]
    down = tiers[1].above_committed if len(tiers) > 1 else top.above_committed
    return (
        Leverage(Definition.A, ALL, bottom.size, down),
        Leverage(Definition.B, ALL, _sum(t.social_paid for t in tiers), _sum(t.government_paid for t in tiers)),
        Leverage(Definition.C, ALL, top.planned, top.size),
        Leverage(
            Definition.D, ALL, _sum(t.social_committed for t in tiers), _sum(t.government_committed for t in tiers)
        ),
    )


def _sum(parts: Iterable[int | None]) -> int | None:
    """The sum, or ``None`` where a part is not known."""
    known = list(parts)
    return None if any(part is None for part in known) else sum(part for part in known if part is not None)
