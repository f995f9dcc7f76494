"""How far ranks hang on the weights: every weight moved at random, ranks counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.policy.composite.engine import compose, ranks
from huoshui.policy.composite.index import Leaf
from huoshui.policy.extra import np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.policy.composite.index import Index, Node
    from huoshui.policy.composite.tables import Table


@dataclass(frozen=True, slots=True)
class RankRange:
    """A region's rank, and where it came to stand: always between ``best`` and ``worst``, nine times in ten within
    ``low`` and ``high``.
    """

    region: str
    rank: int | None
    best: int | None
    worst: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The rank ranges when every weight is drawn between ``1 - by`` and ``1 + by`` of its own, ``draws`` times."""

    by: float
    draws: int
    seed: int
    ranges: tuple[RankRange, ...]


def sensitivity(index: Index, table: Table, *, by: float = 0.25, draws: int = 500, seed: int = 1) -> Sensitivity:
    """The rank ranges of an index over a table, the same for a seed. Raises ``InputError`` as ``compose`` does."""
    if not 0 < by < 1 or not 1 <= draws <= 100_000:
        raise InputError("weights are moved by more than 0 and less than 1 of their size, at most 100,000 times")
    own = compose(index, table)
    generator = np.random.default_rng(seed)
    names = [(part.id, float(part.weight)) for part in _parts(index.root)]
    seen = np.full((draws, len(table.regions)), np.nan)
    for draw in range(draws):
        moved = generator.uniform(1 - by, 1 + by, len(names))
        weights = {name: weight * factor for (name, weight), factor in zip(names, moved.tolist(), strict=True)}
        total = compose(index, table, weights).total
        seen[draw] = [np.nan if rank is None else rank for rank in ranks(total)]
    found = []
    for place, (region, rank) in enumerate(zip(table.regions, own.ranks(), strict=True)):
        column = seen[:, place]
        if rank is None:
            found.append(RankRange(region, None, None, None, None, None))
            continue
        low, high = np.percentile(column, [5, 95], method="nearest")
        found.append(RankRange(region, rank, int(column.min()), int(column.max()), int(low), int(high)))
    return Sensitivity(by, draws, seed, tuple(found))


def _parts(node: Node) -> Iterator[Node | Leaf]:
    for part in node.parts:
        yield part
        if not isinstance(part, Leaf):
            yield from _parts(part)
