"""Values of indicators by region: a CSV whose first column names the region and whose heads are indicators."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.policy.extra import np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from huoshui.policy.composite.index import Index

_LARGEST = 16 * 1024 * 1024
_NOTHING = frozenset({"", "-", "—", "…", "na", "n/a"})


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One row a region, one column a leaf of the index in its order; NaN where nothing is known."""

    regions: tuple[str, ...]
    values: NDArray[np.float64]


def read_table(path: Path, index: Index) -> Table:
    """The values of a CSV file; heads are ids or titles of indicators. Raises ``InputError`` with row and column."""
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{path}: larger than 16 MB: one row a region is enough")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    return parse_table(text, str(path), index)


def parse_table(text: str, path: str, index: Index) -> Table:
    """As ``read_table``, for text; ``path`` names it."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
    except csv.Error as error:
        raise InputError(f"{path}: is no CSV ({error}); save it anew as CSV UTF-8") from error
    if not rows:
        raise InputError(f"{path}: empty; the first row names the indicators, the first column the regions")
    leaves = list(index.root.leaves())
    places = {name: n for n, leaf in enumerate(leaves) for name in (leaf.id, leaf.title)}
    unknown = [head for head in rows[0][1:] if head.strip() not in places]
    if unknown:
        raise InputError(f"{path}, row 1: {unknown[0]!r} is no indicator of {index.id}: see `huoshui policy index`")
    values = np.full((len(rows) - 1, len(leaves)), np.nan)
    for number, row in enumerate(rows[1:]):
        for head, cell in zip(rows[0][1:], row[1:], strict=False):
            values[number, places[head.strip()]] = _number(cell, f"{path}, row {number + 2}, {head}")
    regions = tuple(row[0].strip() for row in rows[1:])
    if twice := next((name for name in regions if regions.count(name) > 1), None):
        raise InputError(f"{path}: {twice!r} stands twice")
    return Table(regions, values)


def table_of(given: Mapping[str, Mapping[str, float | None]], index: Index) -> Table:
    """The values of regions by indicator (id or title). InputError for an indicator that the index has not."""
    leaves = list(index.root.leaves())
    places = {name: n for n, leaf in enumerate(leaves) for name in (leaf.id, leaf.title)}
    values = np.full((len(given), len(leaves)), np.nan)
    for row, (region, own) in enumerate(given.items()):
        for name, value in own.items():
            if name not in places:
                raise InputError(f"{region[:40]}: {name[:40]!r} is no indicator of {index.id}")
            values[row, places[name]] = np.nan if value is None else value
    return Table(tuple(given), values)


def _number(cell: str, where: str) -> float:
    text = cell.strip().replace(",", "")
    if text.lower() in _NOTHING:
        return float("nan")
    try:
        number = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        raise InputError(f"{where}: {cell!r} is no number; leave it empty where nothing is known") from None
    if number in {float("inf"), float("-inf")}:
        raise InputError(f"{where}: {cell!r} is no number; leave it empty where nothing is known")
    return number
