"""Instruments around the funds: loan and guarantee products, bonds, vouchers, subsidies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.extraction.bonds import find_bonds
from huoshui.extraction.products import find_products
from huoshui.extraction.schemes import join
from huoshui.extraction.subsidies import find_subsidies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.extraction.reading import Reading
    from huoshui.model.records import Instrument


def extract(readings: Sequence[Reading]) -> list[Instrument]:
    """Every scheme of which a document tells a figure; told in several articles it is one record."""
    finders = (find_products, find_bonds, find_subsidies)
    return [scheme.record() for scheme in join(s for reading in readings for find in finders for s in find(reading))]
