"""Scores: the indicators of a pack, their items and points, for many subjects at once and for one in full.

An item whose figures are not known earns nothing yet: it is open, and its points could still be won. A score is said
with what is open; ranks count only the points that are known, and say how many are open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.policy.extra import np
from huoshui.policy.pack import Indicator, Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.policy.catalogue import Column
    from huoshui.policy.facts import Facts
    from huoshui.policy.pack import Pack, Scored


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The points of every subject: by item (NaN where open), of each indicator and in all (what is known)."""

    pack: Pack
    facts: Facts
    items: dict[str, Column]
    indicators: dict[str, Column]
    total: Column
    open: Column

    def order(self) -> tuple[int, ...]:
        """Places of the subjects from the most points to the fewest, then as they came."""
        return tuple(np.argsort(-self.total, kind="stable").tolist())

    def ranks(self) -> tuple[Sequence[int], Column]:
        """The rank of each subject (equal points, equal rank) and the share of the others that it is not behind."""
        ordered = np.sort(-self.total)
        ranks = np.searchsorted(ordered, -self.total, side="left") + 1
        others = max(len(ordered) - 1, 1)
        behind = len(ordered) - np.searchsorted(ordered, -self.total, side="right")
        level = np.searchsorted(ordered, -self.total, side="right") - np.searchsorted(ordered, -self.total, side="left")
        return ranks.tolist(), (behind + level - 1) / others


def score(pack: Pack, facts: Facts, variants: Sequence[str] = ()) -> Scores:
    """The scores of all subjects; of items that know one of ``variants``, by it."""
    items: dict[str, Column] = {}
    indicators: dict[str, Column] = {}
    left: dict[str, Column] = {}
    for indicator in pack.indicators:
        _indicator(indicator, facts, variants, items, (indicators, left))
    total = sum((indicators[one.id] for one in pack.indicators), np.zeros(len(facts)))
    unknown = sum((left[one.id] for one in pack.indicators), np.zeros(len(facts)))
    return Scores(pack, facts, items, indicators, total, unknown)


def _indicator(
    indicator: Indicator,
    facts: Facts,
    variants: Sequence[str],
    items: dict[str, Column],
    sums: tuple[dict[str, Column], dict[str, Column]],
) -> None:
    known, left = sums
    points, unknown = np.zeros(len(facts)), np.zeros(len(facts))
    for part in indicator.parts:
        if isinstance(part, Indicator):
            _indicator(part, facts, variants, items, sums)
            points += known[part.id]
            unknown += left[part.id]
        else:
            earned = items[part.id] = item_points(part, facts, variants)
            is_open = np.isnan(earned)
            points += np.where(is_open, 0.0, earned)
            unknown += is_open * float(part.points.value)
    known[indicator.id], left[indicator.id] = points, unknown


def item_points(item: Item, facts: Facts, variants: Sequence[str] = ()) -> Column:
    """The points that an item earns each subject, NaN where its figures do not suffice.

    Of several metrics the best counts; one alone that is known suffices only where it earns all.
    """
    chosen = next((item.variants[name] for name in variants if name in item.variants), item.metrics)
    most = float(item.points.value)
    found = [earned(one, facts, most) for one in chosen]
    if len(found) == 1:
        return found[0]
    best = np.fmax.reduce(found)
    unsure = np.logical_or.reduce([np.isnan(one) for one in found])
    return np.where(unsure & (best < most), np.nan, best)


def earned(scored: Scored, facts: Facts, most: float) -> Column:
    """The points that a metric earns each subject, NaN where it is not known."""
    value = facts.column(scored.metric, scored.arguments)
    if scored.way == "ratio":
        return np.clip(value, 0.0, 1.0) * most
    if scored.way == "each":
        return np.minimum(np.maximum(value, 0.0) * float(scored.each.value if scored.each else 0), most)
    lowers = np.array([band.edge for band in reversed(scored.bands)])
    points = np.array([0.0, *(float(band.points.value) for band in reversed(scored.bands)), np.nan])
    places = np.searchsorted(lowers, value, side="right")
    places[np.isnan(value)] = len(points) - 1
    return points[places]


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
