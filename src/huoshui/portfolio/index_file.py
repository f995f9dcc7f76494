"""The levels of a market index from a CSV file of two columns: date and level."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.documents.files import read_limited, shown
from huoshui.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 4 << 20
_MOST = 100_000
_DAY = re.compile(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})")
_LEVEL = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,10})?|[0-9]{1,12}(?:\.[0-9]{1,10})?")


def read_index(path: Path) -> tuple[tuple[date, Decimal], ...]:
    """The points of an index. The first line may be a heading, empty lines are left out; further columns are ignored.

    UTF-8 with or without a mark, or GB 18030. InputError naming the line that cannot be read.
    """
    text, where = _decoded(read_limited(path, _LARGEST), shown(path)), shown(path)
    found: list[tuple[date, Decimal]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), 1):
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            point = _point(cells)
            if point is None and number > 1:
                line = ",".join(cells)[:60]
                raise InputError(f"{where}, line {number}: {line!r} is no date with a level; write 2026-01-29,4012.5")
            if point:
                found.append(point)
            if len(found) > _MOST:
                raise InputError(f"{where}: has more than {_MOST} levels; give one a day")
    except csv.Error as error:
        raise InputError(f"{where}: is no CSV file ({error}); save it anew as CSV UTF-8") from None
    if not found:
        raise InputError(f"{where}: holds no date with a level; write lines such as 2026-01-29,4012.5")
    return tuple(found)


def _point(cells: list[str]) -> tuple[date, Decimal] | None:
    day = _DAY.fullmatch(cells[0])
    if len(cells) < 2 or not day or not _LEVEL.fullmatch(cells[1]):
        return None
    try:
        return date(int(day[1]), int(day[3]), int(day[4])), Decimal(cells[1].replace(",", ""))
    except ValueError:
        return None


def _decoded(data: bytes, where: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{where}: is neither UTF-8 nor GB 18030; save it as CSV UTF-8")
