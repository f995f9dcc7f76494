"""Scores: the indicators of a pack, their items and points, for many subjects at once and for one in full.

An item earns at least what its figures make certain and at most what they leave possible; where the two differ, it is
open. A score is what is certain, said with what is open; ranks go by what is certain.

Subjects are scored in parts that fit into a processor's cache, by as many threads as there are processors.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from huoshui.policy.extra import np
from huoshui.policy.pack import Indicator, Item
from huoshui.policy.spans import corners, spanned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from huoshui.policy.catalogue import Column
    from huoshui.policy.facts import Facts
    from huoshui.policy.pack import Pack, Scored

_PART = 1 << 15


class Bounds(NamedTuple):
    """The least and the most that an item can earn each subject, by what is known."""

    least: Column
    most: Column


@dataclass(frozen=True, eq=False)
class Scores:
    """The points of every subject: by item (NaN where open), by indicator and in all what is certain.

    ``open`` are the points that more data could still show to be earned: the score is between ``total`` and both.
    """

    pack: Pack
    facts: Facts
    variants: tuple[str, ...]
    items: dict[str, Column]
    indicators: dict[str, Column]
    total: Column
    open: Column

    @cached_property
    def most(self) -> Column:
        """The points that each subject has if everything that is open is earned."""
        return self.total + self.open

    def order(self) -> tuple[int, ...]:
        """Places of the subjects from the most points to the fewest, then as they came."""
        return tuple(np.argsort(-self.total, kind="stable").tolist())

    def ranks(self, among: NDArray[np.intp] | None = None) -> tuple[Sequence[int], Column]:
        """The rank of each subject (equal points, equal rank) and the share of the others that it is not behind.

        With ``among``, of the subjects at these places, in their order.
        """
        points = np.round(self.total if among is None else self.total[among], 9)
        ordered = np.sort(-points)
        ahead = np.searchsorted(ordered, -points, side="left")
        others = max(len(ordered) - 1, 1)
        return (ahead + 1).tolist(), (len(ordered) - 1 - ahead) / others


def score(pack: Pack, facts: Facts, variants: Sequence[str] = (), *, threads: int = 0) -> Scores:
    """The scores of all subjects; of items that know one of ``variants``, by it. ``threads``: 0 for all processors."""
    size = len(facts)
    items = {item.id: np.empty(size) for _, item in all_items(pack)}
    indicators = {indicator.id: np.zeros(size) for indicator in all_indicators(pack)}
    total, left = np.zeros(size), np.zeros(size)
    parts = [slice(start, min(start + _PART, size)) for start in range(0, size, _PART)]

    def fill(part: slice) -> None:
        own = facts.part(part) if len(parts) > 1 else facts
        for above, item in all_items(pack):
            bounds = item_bounds(item, own, variants)
            is_open = bounds.least != bounds.most
            items[item.id][part] = np.where(is_open, np.nan, bounds.least)
            for indicator in above:
                indicators[indicator.id][part] += bounds.least
            total[part] += bounds.least
            left[part] += bounds.most - bounds.least

    workers = min(threads or os.cpu_count() or 1, len(parts))
    if workers > 1:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(fill, parts))
    else:
        for part in parts:
            fill(part)
    return Scores(pack, facts, tuple(variants), items, indicators, total, left)


def chosen(item: Item, variants: Sequence[str] = ()) -> tuple[Scored, ...]:
    """The metrics by which an item is scored."""
    return next((item.variants[name] for name in variants if name in item.variants), item.metrics)


def item_bounds(item: Item, facts: Facts, variants: Sequence[str] = ()) -> Bounds:
    """What an item earns each subject at least and at most. Of several metrics the best counts."""
    most = float(item.points.value)
    found = [_bounds(one, facts, most) for one in chosen(item, variants)]
    if len(found) == 1:
        return found[0]
    return Bounds(np.maximum.reduce([one.least for one in found]), np.maximum.reduce([one.most for one in found]))


def item_points(item: Item, facts: Facts, variants: Sequence[str] = ()) -> Column:
    """The points that an item earns each subject, NaN where its figures do not suffice."""
    least, most = item_bounds(item, facts, variants)
    return np.where(least == most, least, np.nan)


def _bounds(scored: Scored, facts: Facts, most: float) -> Bounds:
    points = earned(scored, facts, most)
    unknown = np.isnan(points)
    least, best = np.where(unknown, 0.0, points), np.where(unknown, most, points)
    names = spanned(facts, scored.metric)
    if not names:
        return Bounds(least, best)
    at = [earned(scored, corner, most) for corner in corners(facts, names)]
    low, high = np.minimum.reduce(at), np.maximum.reduce(at)  # NaN where any corner is
    known = unknown & ~np.isnan(low)
    return Bounds(np.where(known, low, least), np.where(known, high, best))


def earned(scored: Scored, facts: Facts, most: float) -> Column:
    """The points that a metric earns each subject, NaN where it is not known."""
    value = facts.column(scored.metric, scored.arguments)
    if scored.way == "ratio":
        return np.clip(value, 0.0, 1.0) * most
    if scored.way == "each":
        return np.minimum(np.maximum(value, 0.0) * float(scored.each.value if scored.each else 0), most)
    at = np.zeros(len(value), np.uint8)
    for band in scored.bands:  # of few edges, faster than a search
        at += value >= band.edge
    np.putmask(at, np.isnan(value), len(scored.bands) + 1)
    points = np.array([0.0, *(float(band.points.value) for band in reversed(scored.bands)), np.nan])
    return points.take(at)


def all_indicators(pack: Pack) -> Iterator[Indicator]:
    """The indicators of a pack, each before those below it."""

    def below(indicator: Indicator) -> Iterator[Indicator]:
        yield indicator
        for part in indicator.parts:
            if isinstance(part, Indicator):
                yield from below(part)

    for indicator in pack.indicators:
        yield from below(indicator)


def all_items(pack: Pack) -> Iterator[tuple[tuple[Indicator, ...], Item]]:
    """The items of a pack, each below its indicators."""

    def below(indicator: Indicator, above: tuple[Indicator, ...]) -> Iterator[tuple[tuple[Indicator, ...], Item]]:
        for part in indicator.parts:
            if isinstance(part, Indicator):
                yield from below(part, (*above, indicator))
            else:
                yield (*above, indicator), part

    for indicator in pack.indicators:
        yield from below(indicator, ())
