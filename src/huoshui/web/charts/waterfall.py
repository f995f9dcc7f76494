"""A waterfall: each row begins where the one before it ended, until a whole is shared out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.web.charts.bars import NARROW, ROW, THICK
from huoshui.web.charts.shapes import LINE, SIZE, Drawing, Label, Line, Mark, Rect, Shape, label, num, path, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a row; not negative."""

    value: int
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class Fall:
    """A row: its pieces in order from ``start``; ``amount`` says them in words, ``joined`` leads on to the next row."""

    name: str
    start: int
    parts: tuple[Part, ...]
    amount: str
    title: str = ""
    joined: bool = False

    @property
    def end(self) -> int:
        """Where the last piece ends."""
        return self.start + sum(part.value for part in self.parts)


def waterfall(rows: Sequence[Fall], *, width: float = 560) -> Drawing:
    """All rows on one scale from nought; names stand left, or above where it is narrow."""
    if not rows:
        return Drawing(width, 0, ())
    narrow = width < NARROW
    most = max(row.end for row in rows) or 1
    amounts = max(text_width(row.amount) for row in rows) + 8
    left = 0.0 if narrow else min(max(text_width(row.name) for row in rows) + 10, width * 0.36)
    step = ROW + LINE if narrow else ROW
    scale = max(width - left - amounts, 20.0) / most
    marks = tuple(_row(row, n * step, left, scale, width) for n, row in enumerate(rows))
    joints = Mark(tuple(_joint(row, n * step, left, scale, step) for n, row in enumerate(rows) if row.joined))
    axis = Mark((Line(path("M", left, 0.0, "V", step * len(rows)), "zero"),))
    return Drawing(width, num(step * len(rows)), (*marks, joints, axis))


def _top(top: float, *, narrow: bool) -> float:
    return top + (LINE + 2 if narrow else (ROW - THICK) / 2)


def _row(row: Fall, top: float, left: float, scale: float, width: float) -> Mark:
    narrow = left == 0
    y, at = _top(top, narrow=narrow), left + row.start * scale
    shapes: list[Shape] = []
    for part in row.parts:
        shapes.append(Rect(num(at), num(y), num(part.value * scale), THICK, f"bar {part.look}"))
        at += part.value * scale
    if narrow:
        name = label(4, top + SIZE, row.name, width - 4, look="name")
    else:
        name = label(left - 8, y + THICK - 3, row.name, left - 8, "end", "name")
    amount = Label(num(at + 6), num(y + THICK - 3), row.amount, "start", "amount")
    return Mark((*shapes, name, amount), row.title or f"{row.name} {row.amount}")


def _joint(row: Fall, top: float, left: float, scale: float, step: float) -> Line:
    y, x = _top(top, narrow=left == 0), left + row.end * scale
    return Line(path("M", x, y + THICK, "V", y + step), "elbow")
