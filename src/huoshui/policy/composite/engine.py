"""Normalising, weighting and putting together.

- standard: value over standard, times 100, at most the cap (for what is better low: standard over value);
- minmax: from 0 (the worst of the table) to 100 (its best);
- zscore: 50, and 10 more for each standard deviation above the mean;
- rank: 100 for the best, 0 for the last, ties alike.

A level is the weighted mean of its parts, arithmetic or geometric (OECD/JRC Handbook on Constructing Composite
Indicators, 2008, chapters 5 and 6). What is missing is left out with its weight, taken as nought or as the table's
mean, or makes the whole unknown, as the index says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.policy.composite.index import Leaf
from huoshui.policy.extra import np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from huoshui.policy.composite.index import Index, Node
    from huoshui.policy.composite.tables import Table

    Column = NDArray[np.float64]

_HIGHEST = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Composite:
    """Scores of every region: in all, of each level by its id, of each indicator; NaN where unknown.

    ``known`` is the share of the weight that rests on figures.
    """

    index: Index
    regions: tuple[str, ...]
    total: Column
    levels: Mapping[str, Column]
    known: Column

    def ranks(self) -> tuple[int | None, ...]:
        """The rank of each region, equal scores alike; None where there is no score."""
        return ranks(self.total)


def compose(index: Index, table: Table, weights: Mapping[str, float] | None = None) -> Composite:
    """The index of every region; ``weights`` by id take the place of its own.

    Raises ``InputError`` where a standard is not known that the method needs.
    """
    leaves = list(index.root.leaves())
    normal = np.column_stack([normalised(index, leaf, table.values[:, n]) for n, leaf in enumerate(leaves)])
    if index.missing == "zero":
        normal = np.nan_to_num(normal, nan=0.0)
    elif index.missing == "mean":
        with np.errstate(invalid="ignore"):
            counts = (~np.isnan(normal)).sum(axis=0)
            means = np.where(counts > 0, np.nansum(normal, axis=0) / np.maximum(counts, 1), np.nan)
        normal = np.where(np.isnan(normal), means, normal)
    levels = {leaf.id: normal[:, n] for n, leaf in enumerate(leaves)}
    total = _level(index, index.root, levels, weights or {})
    return Composite(index, table.regions, total, levels, _known(index.root, table, leaves))


def normalised(index: Index, leaf: Leaf, values: Column) -> Column:
    """An indicator's values from 0 to 100 (a z-score about 50), NaN where unknown."""
    sign = 1.0 if leaf.higher_is_better else -1.0
    known = values[~np.isnan(values)]
    if index.normal == "standard":
        return _against_standard(index, leaf, values)
    if not len(known):
        return np.full(len(values), np.nan)
    if index.normal == "minmax":
        low, high = (sign * known).min(), (sign * known).max()
        spread = high - low
        return (sign * values - low) / spread * _HIGHEST if spread else np.where(np.isnan(values), np.nan, _HIGHEST)
    if index.normal == "zscore":
        deviation = known.std()
        return (
            50 + 10 * sign * (values - known.mean()) / deviation
            if deviation
            else np.where(np.isnan(values), np.nan, 50.0)
        )
    order = np.sort(sign * known)
    behind = (np.searchsorted(order, sign * values, "left") + np.searchsorted(order, sign * values, "right") - 1) / 2
    ranked = behind / max(len(known) - 1, 1) * _HIGHEST
    return np.where(np.isnan(values), np.nan, ranked)


def _against_standard(index: Index, leaf: Leaf, values: Column) -> Column:
    if leaf.standard is None:
        if np.isnan(values).all():
            return values
        raise InputError(
            f"{index.id}: the standard of {leaf.id} ({leaf.title}) is not published: add it to the index's file"
        )
    standard = float(leaf.standard)
    with np.errstate(divide="ignore"):
        score = (values / standard if leaf.higher_is_better else standard / values) * _HIGHEST
    return np.clip(score, 0, float(index.cap)) if index.cap is not None else np.maximum(score, 0)


def _level(index: Index, node: Node, levels: dict[str, Column], weights: Mapping[str, float]) -> Column:
    columns, given = [], []
    for part in node.parts:
        columns.append(levels[part.id] if isinstance(part, Leaf) else _level(index, part, levels, weights))
        given.append(weights.get(part.id, float(part.weight)))
    scores, weight = np.column_stack(columns), np.array(given)
    counted = ~np.isnan(scores) * weight
    total = counted.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        if index.together == "geometric":
            logs = np.log(np.maximum(np.nan_to_num(scores), 0))
            found = np.exp(np.where(counted > 0, logs * counted, 0).sum(axis=1) / total)
        else:
            found = (np.nan_to_num(scores) * counted).sum(axis=1) / total
    if index.missing == "unknown":
        found = np.where((np.isnan(scores) & (weight > 0)).any(axis=1), np.nan, found)
    levels[node.id] = np.where(total > 0, found, np.nan)
    return levels[node.id]


def _known(node: Node, table: Table, leaves: list[Leaf]) -> Column:
    """The share of the weight that rests on figures."""
    places = {leaf.id: n for n, leaf in enumerate(leaves)}

    def share(part: Node | Leaf) -> Column:
        if isinstance(part, Leaf):
            return (~np.isnan(table.values[:, places[part.id]])).astype(float)
        total = sum(float(one.weight) for one in part.parts)
        found = sum((share(one) * float(one.weight) for one in part.parts), np.zeros(len(table.regions)))
        return found / total if total else found

    return share(node)


def ranks(scores: Column) -> tuple[int | None, ...]:
    """Places from 1 for the highest score; None for what has none."""
    known = np.sort(-scores[~np.isnan(scores)])
    places = np.searchsorted(known, -scores, side="left") + 1
    return tuple(None if np.isnan(score) else int(place) for score, place in zip(scores, places, strict=True))
