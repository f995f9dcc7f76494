"""How concentrated amounts are: the largest, the ten largest, and the Herfindahl–Hirschman index."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.portfolio.extra import np
from huoshui.portfolio.lookthrough.rounding import minor_units

if TYPE_CHECKING:
    from huoshui.portfolio.lookthrough.rounding import Minor

_TOP = 10


@dataclass(frozen=True, slots=True)
class Concentration:
    """Of ``count`` amounts above zero that sum to ``whole`` (minor units); the ratios are exact.

    ``hhi`` is the sum of the squared parts, from 1/count (all alike) to 1 (one alone); ``points`` is the same on the
    scale of competition authorities, up to 10,000.
    """

    count: int
    whole: int
    largest_at: int
    largest: Fraction
    top_ten: Fraction
    hhi: Fraction

    @property
    def points(self) -> Fraction:
        """The index from 0 to 10,000."""
        return self.hhi * 10_000


def concentration(amounts: Minor) -> Concentration | None:
    """How concentrated the amounts are (one for each company or group); None where there is nothing.

    InputError for an amount below zero: parts of a whole with negative ones say nothing.
    """
    amounts = minor_units(amounts)
    if (amounts < 0).any():
        raise InputError("concentration is of amounts from zero upward; one is below it")
    places = np.flatnonzero(amounts)
    if not places.size:
        return None
    parts = sorted((int(amount) for amount in amounts[places]), reverse=True)
    whole = sum(parts)
    return Concentration(
        count=len(parts),
        whole=whole,
        largest_at=int(amounts.argmax()),
        largest=Fraction(parts[0], whole),
        top_ten=Fraction(sum(parts[:_TOP]), whole),
        hhi=Fraction(sum(part * part for part in parts), whole * whole),
    )
