"""A figure against its bound with what it can still come to, parts of a score, and ranks with their ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.web.charts.shapes import LINE, SIZE, Drawing, Label, Line, Mark, Rect, Shape, label, num, path, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TALL = 22.0
THICK = 12.0
ROW = 24.0
NARROW = 520.0
_DOT = 4.0
_SHARE = 0.96


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure and its bound in one unit, and the least and most that it can still come to, where that is known."""

    value: float | None
    bound: float
    least: float | None = None
    most: float | None = None
    look: str = "plain"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a score."""

    value: float
    look: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """A rank from 1, where it always came to stand, and where it mostly did."""

    name: str
    rank: int
    best: int
    worst: int
    low: int
    high: int
    title: str


def gauge(one: Gauge, *, width: float = 240) -> Drawing:
    """A bar from nought to the figure, a tick at the bound, and a line over what can still be reached."""
    ends = [end for end in (one.value, one.bound, one.least, one.most, 0.0) if end is not None]
    low, high = min(ends), max(ends)
    span = (high - low) / _SHARE or 1.0
    middle = TALL / 2

    def at(value: float) -> float:
        return num((value - low) / span * width)

    shapes: list[Shape] = [Rect(0, num(middle - THICK / 2), num(width), THICK, "rail")]
    if one.value is not None:
        left, right = sorted((at(0.0), at(one.value)))
        shapes.append(Rect(left, num(middle - THICK / 2), max(num(right - left), 1.0), THICK, f"bar {one.look}"))
    if one.least is not None and one.most is not None:
        least, most = at(one.least), at(one.most)
        shapes.append(Line(path("M", least, middle, "H", most), "reach"))
        shapes += [Line(path("M", end, middle - 4, "V", middle + 4), "reach") for end in (least, most)]
    shapes.append(Line(path("M", at(one.bound), 1.0, "V", TALL - 1), "goal"))
    return Drawing(width, TALL, (Mark(tuple(shapes), one.title),))


def parts(rows: Sequence[Part], whole: float, *, width: float = 160, height: float = 14) -> Drawing:
    """Parts beside each other on the length of the whole."""
    marks: list[Mark] = [Mark((Rect(0, 0, num(width), num(height), "rail"),))]
    at = 0.0
    for row in rows:
        length = width * max(row.value, 0.0) / (whole or 1.0)
        if length:
            marks.append(Mark((Rect(num(at), 0, num(length), num(height), row.look),), row.title))
        at += length
    return Drawing(width, height, tuple(marks))


def ranges(rows: Sequence[Range], of: int, *, width: float = 640) -> Drawing:
    """A dot for each rank, a thick line where it mostly stands, a thin one where it ever stood; the first is left."""
    if not rows:
        return Drawing(width, 0, ())
    narrow = width < NARROW
    step = ROW + LINE if narrow else ROW
    left = 8.0 if narrow else min(max(text_width(row.name) for row in rows) + 14, width * 0.3)
    room = width - left - 40
    top = LINE + 6

    def at(rank: int) -> float:
        return num(left + room * (rank - 1) / max(of - 1, 1))

    ticks = sorted({1, of, *(range(5, of - 2, 5))}) if of > 1 else [1]
    grid = [
        Mark((Line(path("M", at(rank), top - 4, "V", top + step * len(rows)), "grid"),
              Label(at(rank), SIZE, str(rank), "middle", "axis")))
        for rank in ticks
    ]  # fmt: skip
    marks = [Mark(tuple(_range(row, top + n * step, left, narrow, at)), row.title) for n, row in enumerate(rows)]
    return Drawing(width, num(top + step * len(rows) + 4), (*grid, *marks))


def _range(row: Range, top: float, left: float, narrow: bool, at: _At) -> Iterator[Shape]:
    middle = top + (LINE + ROW / 2 - 2 if narrow else ROW / 2)
    if narrow:
        yield label(0, top + SIZE, row.name, 300, look="name")
    else:
        yield label(left - 12, middle + 4, row.name, left - 12, "end", "name")
    yield Line(path("M", at(row.best), middle, "H", at(row.worst)), "whisker")
    yield Line(path("M", at(row.low), middle, "H", at(row.high)), "whisker most")
    x = at(row.rank)
    yield Line(path("M", x - _DOT, middle, "a", _DOT, _DOT, 0.0, 1.0, 0.0, 2 * _DOT, 0.0,
                    "a", _DOT, _DOT, 0.0, 1.0, 0.0, -2 * _DOT, 0.0), "point")  # fmt: skip


if TYPE_CHECKING:
    from collections.abc import Callable

    _At = Callable[[int], float]
