"""The items of the evaluation as somebody would write them down in NumPy, with the same handling of unknown figures.

Used by ``policy.py`` as what it is measured against, and by ``policy_openfisca.py`` as the formulas of its variables;
it needs nothing but NumPy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Column = NDArray[np.float64]

SUPPORTED = ("integrated_circuits", "artificial_intelligence", "new_energy", "new_materials", "aerospace", "quantum")
OTHER = ("biomedicine", "agriculture", "culture_tourism", "infrastructure")
INSIDE = ("320000", "440000", "510000", "610000")
ABROAD = ("US", "SG")


class Item(NamedTuple):
    """An item: its points, the columns that it needs, and what it earns (NaN where that is not known)."""

    indicator: str
    points: float
    needs: tuple[str, ...]
    earns: Callable[..., Column]


def sectors(names: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a family."""
    return tuple(f"invested_by_sector/{name}" for name in names)


def regions(names: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a family."""
    return tuple(f"invested_by_region/{name}" for name in names)


def bands(value: Column, *steps: tuple[float, float]) -> Column:
    """Points by bands, given from the lowest edge to the highest; an edge is in its band."""
    edges = np.array([edge for edge, _ in steps])
    points = np.array([0.0, *(earned for _, earned in steps)])
    return np.where(np.isnan(value), np.nan, points[np.searchsorted(edges, value, side="right")])


def share(*steps: tuple[float, float]) -> Callable[[Column, Column], Column]:
    """Bands of one column over another."""
    return lambda part, whole: bands(part / whole, *steps)


def plain(*steps: tuple[float, float]) -> Callable[[Column], Column]:
    """Bands of a column as it is."""
    return lambda value: bands(value, *steps)


def beyond(edge: float) -> float:
    """The least number above an edge."""
    return float(np.nextafter(edge, np.inf))


def ratio(*columns: Column) -> Column:
    """Ten points in proportion: all columns but the last over the last."""
    total = columns[0].copy()
    for column in columns[1:-1]:
        total += column
    return np.clip(total / columns[-1], 0, 1) * 10


def patience(early: Column, invested: Column, years: Column) -> Column:
    """The better of two."""
    first = bands(early / invested, (0.2, 2), (0.5, 3), (0.7, 5))
    second = bands(years, (2, 2), (3, 3), (5, 5))
    best = np.fmax(first, second)
    return np.where((np.isnan(first) | np.isnan(second)) & (best < 5), np.nan, best)


def risk(system: Column, losses: Column) -> Column:
    """One of the two that is bad suffices."""
    return np.where((system == 0) | (losses > 0), 0.0, system + 0 * losses)


FIVES = ((0.1, 1), (0.2, 2), (0.3, 3), (0.4, 4), (0.5, 5))
ITEMS = {
    "P-01": Item("P-01", 10, (*sectors(SUPPORTED), "paid_in"), ratio),
    "P-02a": Item("P-02", 3, ("new_patents",), lambda n: np.minimum(np.maximum(n, 0) * 0.5, 3)),
    "P-02b": Item("P-02", 2, ("supports_conversion",), plain((1, 2))),
    "P-02c": Item("P-02", 5, ("bottleneck_fields",), plain((1, 3), (2, 5))),
    "P-03a": Item("P-03", 3, ("reinvestment_multiple",), plain((0, 3), (0.5, 2), (1, 1), (1.5, 0))),
    "P-03b": Item("P-03", 3, ("relocation_required",), plain((0, 3), (1, 0))),
    "P-03c": Item("P-03", 4, ("market_violations",), plain((0, 4), (1, 0))),
    "P-04a": Item("P-04", 3, ("carbon_reduction",), plain((0.01, 1), (0.03, 2), (0.05, 3))),
    "P-04b": Item("P-04", 2, ("invested_green", "invested"), share((0, 0), (beyond(0), 1), (beyond(0.2), 2))),
    "P-05": Item("P-05", 5, ("invested_private", "invested"), share(*FIVES)),
    "P-06": Item("P-06", 5, ("invested_early", "invested", "mean_holding_years"), patience),
    "P-07": Item("P-07", 5, ("social_committed", "committed"), share(*FIVES)),
    "P-08a": Item("P-08", 5, ("impact_percentile",), plain((0.1, 1), (0.3, 2), (0.5, 3), (0.7, 4), (0.9, 5))),
    "P-08b": Item("P-08", 5, ("other_key_fields",), plain((1, 3), (2, 5))),
    "L-01": Item("L-01", 10, (*regions(INSIDE), "invested"), ratio),
    "L-02": Item("L-02", 10, ("invested_key_fields", "invested"), share((0.3, 4), (0.5, 6), (0.7, 8), (0.9, 10))),
    "L-03a": Item(
        "L-03", 5, ("capacity_utilisation", "industry_capacity_utilisation"),
        lambda own, mean: bands(np.round(own / mean - 1, 12), (-0.05, 3), (beyond(0.05), 5)),
    ),
    "L-03b": Item("L-03", 5, ("asset_turnover",), plain((0.6, 3), (0.8, 4), (1, 5))),
    "E-01a": Item("E-01", 1, ("paid_in", "committed"), share((0.3, 0.5), (0.5, 1))),
    "E-01b": Item("E-01", 1, ("idle_money", "paid_in"), share((0, 1), (0.3, 0))),
    "E-01c": Item("E-01", 1, ("irr",), plain((0.03, 1))),
    "E-01d": Item(
        "E-01", 1, ("nav", "distributed", "paid_in"),
        lambda nav, paid_out, paid_in: bands((nav + paid_out - paid_in) / paid_in, (0.05, 1)),
    ),
    "E-02a": Item("E-02", 1, ("senior_years",), plain((0, 0), (beyond(10), 1))),
    "E-02b": Item("E-02", 1, ("risk_system", "risk_losses"), risk),
    "E-02c": Item("E-02", 2, ("credit_good",), plain((1, 2))),
    "E-02d": Item(
        "E-02", 2, ("registration_good", "disclosure_transparent"),
        lambda good, open_: bands(good + open_, (1, 1), (2, 2)),
    ),
}  # fmt: skip
FIRST_LEVEL = {"P": "L1-1", "L": "L1-2", "E": "L1-3"}


class Found(NamedTuple):
    """Points by item and by indicator, in all, and those that are open."""

    items: dict[str, Column]
    indicators: dict[str, Column]
    total: Column
    open: Column


def by_hand(columns: dict[str, Column]) -> Found:
    """The evaluation of all funds; points of open items count nowhere, but those that are certain of patience."""
    size = len(columns["paid_in"])
    names = dict.fromkeys([*FIRST_LEVEL.values(), *(item.indicator for item in ITEMS.values())])
    indicators = {name: np.zeros(size) for name in names}
    items: dict[str, Column] = {}
    total, left = np.zeros(size), np.zeros(size)
    with np.errstate(divide="ignore", invalid="ignore"):
        for name, item in ITEMS.items():
            points = items[name] = item.earns(*(columns[need] for need in item.needs))
            unknown = np.isnan(points)
            least = np.where(unknown, 0, points)
            if name == "P-06":
                least = np.where(unknown, certain(*(columns[need] for need in item.needs)), points)
            indicators[item.indicator] += least
            indicators[FIRST_LEVEL[name[0]]] += least
            total += least
            left += np.where(unknown, item.points - least, 0)
    return Found(items, indicators, total, left)


def certain(early: Column, invested: Column, years: Column) -> Column:
    """What one of two figures earns already."""
    first = bands(early / invested, (0.2, 2), (0.5, 3), (0.7, 5))
    return np.nan_to_num(np.fmax(first, bands(years, (2, 2), (3, 3), (5, 5))))
