"""Overlap (同质化): how alike funds are by fields and size, within a city and between cities.

Two funds are as alike as the money or fields that they share: the cosine of their amounts by sector, or of the sectors
that they name where amounts are not known, times the smaller size over the larger to the fourth root, for a large fund
crowds out a small one of its fields all the same. The 2026 measures ask for clear overlap in one place to be adjusted
but name no figure: the cut-off is this program's own (grade C).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.model.sectors import sectors
from huoshui.policy.extra import np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from huoshui.model.regions import Region

#: From this likeness on two funds are listed.
CUT_OFF = 0.7
#: What a sector passes on to those above it: two funds of one field at different depths are still somewhat alike.
_TO_PARENT = 0.5
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class FundProfile:
    """A fund for comparing. ``amounts`` are minor units by sector, or ones where only the sectors are known.

    ``size`` is in minor units of CNY, None where it is not known; then sizes do not count.
    """

    id: str
    name: str
    region: Region | None
    size: int | None
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two funds alike from 0 to 1, ``fields`` by sectors alone, and the sectors that they share, the weightiest first.

    ``within`` is the city (the first two steps of the region) that both are in, empty where they are in different ones.
    """

    left: FundProfile
    right: FundProfile
    alike: float
    fields: float
    shared: tuple[str, ...]
    within: str


@dataclass(frozen=True, slots=True)
class Place:
    """The overlap within a city: how many funds are in pairs, and their money together (minor units)."""

    city: str
    funds: int
    pairs: int
    money: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Pairs above the cut-off, those that a supervisor would look at first on top: within a city, then much money."""

    pairs: tuple[Pair, ...]
    places: tuple[Place, ...]
    compared: int
    without_fields: tuple[FundProfile, ...]
    cut_off: float


def overlap(funds: Sequence[FundProfile], cut_off: float = CUT_OFF, most: int = 500) -> Overlap:
    """The overlap among funds; at most so many pairs, the foremost. Funds without a sector are named, not compared."""
    known = [fund for fund in funds if fund.amounts]
    found = sorted(_pairs(known, cut_off), key=_first)
    return Overlap(
        pairs=tuple(found[:most]),
        places=_places(found),
        compared=len(known) * (len(known) - 1) // 2,
        without_fields=tuple(fund for fund in funds if not fund.amounts),
        cut_off=cut_off,
    )


def city_of(fund: FundProfile) -> str:
    """The city that a fund is in, the province where no city is known, nothing where no region is."""
    return "/".join(fund.region.path[:2]) if fund.region else ""


def _first(pair: Pair) -> tuple[bool, float, float, str]:
    money = (pair.left.size or 0) + (pair.right.size or 0)
    return not pair.within, -pair.alike * money, -pair.alike, pair.left.id


def _vectors(funds: Sequence[FundProfile]) -> NDArray[np.float64]:
    """A row of unit length for each fund: its sectors, each passing on to those above it."""
    columns: dict[str, int] = {}
    cells: list[tuple[int, int, float]] = []
    for row, fund in enumerate(funds):
        for sector, amount in fund.amounts.items():
            code: str | None = sector
            weight = float(amount)
            while code is not None:
                cells.append((row, columns.setdefault(code, len(columns)), weight))
                term = sectors().get(code)
                code, weight = (term.parent if term else None), weight * _TO_PARENT
    table = np.zeros((len(funds), max(len(columns), 1)))
    for row, column, weight in cells:
        table[row, column] += weight
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return table / np.where(lengths > 0, lengths, 1)


def _pairs(funds: Sequence[FundProfile], cut_off: float) -> list[Pair]:
    vectors = _vectors(funds)
    sizes = np.array([fund.size or np.nan for fund in funds], float)
    found: list[Pair] = []
    for start in range(0, len(funds), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        fields = np.clip(vectors[rows] @ vectors.T, 0, 1)
        by_size = np.minimum(sizes[rows, None], sizes) / np.maximum(sizes[rows, None], sizes)
        alike = fields * np.where(np.isnan(by_size), 1, by_size**0.25)
        lefts, rights = np.nonzero(alike >= cut_off)
        for left, right in zip(lefts.tolist(), rights.tolist(), strict=True):
            if start + left < right:
                figures = float(alike[left, right]), float(fields[left, right])
                found.append(_pair(funds[start + left], funds[right], *figures))
    return found


def _pair(left: FundProfile, right: FundProfile, alike: float, fields: float) -> Pair:
    common = set(left.amounts) & set(right.amounts)
    shared = sorted(common, key=lambda sector: (-min(left.amounts[sector], right.amounts[sector]), sector))
    mine, theirs = city_of(left), city_of(right)
    return Pair(left, right, alike, fields, tuple(shared), mine if mine and mine == theirs else "")


def _places(pairs: Sequence[Pair]) -> tuple[Place, ...]:
    """The cities with pairs in them, the most money first."""
    funds: dict[str, dict[str, int]] = defaultdict(dict)
    counts: dict[str, int] = defaultdict(int)
    for pair in pairs:
        if pair.within:
            counts[pair.within] += 1
            funds[pair.within] |= {fund.id: fund.size or 0 for fund in (pair.left, pair.right)}
    found = [Place(city, len(own), counts[city], sum(own.values())) for city, own in funds.items()]
    return tuple(sorted(found, key=lambda place: (-place.money, place.city)))
