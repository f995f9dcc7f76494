"""Who is controlled, by majority of votes through controlled entities: another measure than the share of the money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError

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
    votes: dict[int, float] = {}
    tiers = {int(one): 0 for one in through.holdings.checked(holders)}
    edge, tier = list(tiers), 0
    while edge:
        tier += 1
        reached = set()
        for holder in edge:
            for entity, share in through.held_by(holder):
                votes[entity] = votes.get(entity, 0.0) + _voting(through, holder, entity, share)
                reached.add(entity)
        edge = sorted(entity for entity in reached if entity not in tiers and votes[entity] > majority + _ROUNDING)
        tiers.update(dict.fromkeys(edge, tier))
    found = [Controlled(entity, min(votes[entity], 1.0), tier) for entity, tier in tiers.items() if tier]
    return tuple(sorted(found, key=lambda one: (one.tier, -one.votes, one.entity)))


def _voting(through: Through, holder: int, entity: int, share: float) -> float:
    """The share among those that vote."""
    if holder == entity:
        return 0.0
    own = dict(through.held_by(entity)).get(entity, 0.0)
    return share / (1 - own)
