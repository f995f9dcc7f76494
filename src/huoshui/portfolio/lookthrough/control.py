"""Who is controlled, by majority of votes through controlled entities: another measure than the share of the money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.portfolio.extra import np

if TYPE_CHECKING:
    from huoshui.portfolio.lookthrough.holdings import Some
    from huoshui.portfolio.lookthrough.through import Through

#: A sum of shares that is a half but for rounding is no majority.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Controlled:
    """An entity under control: the ``votes`` that the holders and those they control have in it (a fraction of one).

    ``tier`` is how many rounds of control lead to it, 1 where the holders' own votes suffice.
    """

    entity: int
    votes: float
    tier: int


def controlled(through: Through, holders: Some, majority: float = 0.5) -> tuple[Controlled, ...]:
    """Every entity in which the holders, acting together with all they control, have more than ``majority`` of votes.

    A share counts in full where its owner is controlled and not at all where it is not; votes are taken to go with
    shares, and shares that a company holds of itself carry none. Nearest first. InputError where ``majority`` is not
    from one half up to below one.
    """
    if not 0.5 <= majority < 1:
        raise InputError(f"a majority is one half or more and below the whole, not {majority:g}")
    edge, tier = np.unique(through.holdings.checked(holders)), 0
    treasury = through.holdings.treasury
    tiers = np.full(through.holdings.count, -1)
    tiers[edge] = 0
    votes = np.zeros(tiers.size)
    while edge.size:
        tier += 1
        votes += through.held_together(edge)
        votes[edge] -= treasury[edge]
        edge = np.flatnonzero((votes / (1 - treasury) > majority + _ROUNDING) & (tiers < 0)).astype(np.int32)
        tiers[edge] = tier
    parts = np.minimum(votes / (1 - treasury), 1.0)
    found = [Controlled(int(one), float(parts[one]), int(tiers[one])) for one in np.flatnonzero(tiers > 0)]
    return tuple(sorted(found, key=lambda one: (one.tier, -one.votes, one.entity)))
