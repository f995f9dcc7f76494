"""What a holder is exposed to through all tiers, in money: by company, and by any category of companies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.portfolio.extra import np
from huoshui.portfolio.lookthrough.rounding import minor_units, parts_of

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from numpy.typing import NDArray

    from huoshui.portfolio.lookthrough.holdings import Some
    from huoshui.portfolio.lookthrough.rounding import Minor
    from huoshui.portfolio.lookthrough.through import Through

    Integers: TypeAlias = NDArray[np.integer[Any]]

#: The category of a company of which it is not known.
UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class Costs:
    """What was paid for direct holdings and not come back: ``holder[n]`` has ``cost[n]`` minor units in ``held[n]``."""

    holder: Integers
    held: Integers
    cost: Minor


@dataclass(frozen=True, slots=True)
class Group:
    """The amounts of one category, or of the companies of which it is not known (``category`` is None).

    ``amount`` (minor units) takes in the categories beneath it, ``own`` does not; ``companies`` counts those with an
    amount, beneath too. ``depth`` is 0 for a category without a parent.
    """

    category: int | None
    amount: int
    own: int
    companies: int
    depth: int


def exposure(through: Through, holders: Some, values: Minor) -> Minor:
    """Each holder's part of the value of every entity: a row for each holder, a column for each entity.

    ``values`` are minor units of one currency, one for each entity. Give a value to companies only: the value of a
    fund is that of what it holds, and would count twice. The parts of a row sum to its rounded whole.
    """
    values = minor_units(values)
    if values.shape != (through.holdings.count,):
        raise InputError("there must be one value for each entity")
    shares = through.of_holders(holders)
    return np.stack([parts_of(row, values) for row in shares]) if len(shares) else _nothing(through)


def exposure_at_cost(through: Through, holders: Some, costs: Costs) -> Minor:
    """Each holder's part of what was paid for every entity, by itself and by the funds it holds shares of.

    Of its own payments a holder bears all, of those of an entity that it holds, its look-through share of that entity.
    Give the costs of companies only: money paid into a fund is in what the fund has paid. A row for each holder; its
    parts sum to its rounded whole.
    """
    ids = through.holdings.checked(holders)
    payer, paid = through.holdings.checked(costs.holder), through.holdings.checked(costs.held)
    shares = through.of_holders(ids)
    shares[np.arange(ids.size), ids] = 1.0
    found = np.zeros(shares.shape, dtype=np.int64)
    for row, share in zip(found, shares, strict=True):
        np.add.at(row, paid, parts_of(share[payer], costs.cost))
    return found


def grouped(amounts: Minor, category: Integers, parents: Integers | None = None) -> tuple[Group, ...]:
    """Amounts by category, largest first, a category's children right after it; the unknown group last.

    ``amounts`` and ``category`` have one place for each entity; category -1 is unknown. ``parents`` gives each category
    the one above it, -1 for none (sectors, places). Categories without an amount are left out.
    """
    amounts, category = minor_units(amounts), np.asarray(category, dtype=np.int64)
    if amounts.shape != category.shape:
        raise InputError("there must be one category for each amount")
    if category.size and category.min() < UNKNOWN:
        raise InputError(f"a category is a number from 0, or {UNKNOWN} where it is not known")
    count = max(int(category.max(initial=UNKNOWN)) + 1, 0 if parents is None else len(parents))
    above = _above(np.full(count, UNKNOWN) if parents is None else np.asarray(parents, dtype=np.int64), count)
    has = amounts != 0
    own, firms = np.zeros(count + 1, dtype=np.int64), np.zeros(count + 1, dtype=np.int64)
    np.add.at(own, category[has], amounts[has])  # -1 is the last place
    np.add.at(firms, category[has], 1)
    groups = _tree(own.tolist(), firms.tolist(), above)
    if firms[count]:
        groups.append(Group(None, int(own[count]), int(own[count]), int(firms[count]), 0))
    return tuple(groups)


def _nothing(through: Through) -> Minor:
    return np.zeros((0, through.holdings.count), dtype=np.int64)


def _above(parents: NDArray[np.int64], count: int) -> list[list[int]]:
    """For each category those above it, itself first; InputError where one stands above itself or is unheard of."""
    if len(parents) < count:
        raise InputError(f"category {len(parents)} has no place in the list of parents")
    chains = []
    for start in range(count):
        chain, at = [start], int(parents[start])
        while at != UNKNOWN:
            if not 0 <= at < count:
                raise InputError(f"category {chain[-1]} has a parent that is no category: {at}")
            if at in chain:
                raise InputError(f"category {at} stands above itself")
            chain.append(at)
            at = int(parents[at])
        chains.append(chain)
    return chains


def _tree(own: list[int], firms: list[int], above: list[list[int]]) -> list[Group]:
    amount, companies = [0] * len(above), [0] * len(above)
    for chain in above:
        for at in chain:
            amount[at] += own[chain[0]]
            companies[at] += firms[chain[0]]
    # Each category sorts by those above it from the top, and at each level by falling amount.
    keys = {chain[0]: [(-amount[at], at) for at in reversed(chain)] for chain in above if companies[chain[0]]}
    return [
        Group(at, amount[at], own[at], companies[at], len(above[at]) - 1) for at in sorted(keys, key=keys.__getitem__)
    ]
