"""Bars from nought: parts of a whole by size, and progress against what is required."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.web.charts.shapes import LINE, SIZE, Drawing, Label, Line, Mark, Rect, Shape, label, num, path, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROW = 26.0
THICK = 14.0
NARROW = 520.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: ``value`` is not negative, ``amount`` says it in words."""

    name: str
    value: int
    amount: str
    look: str = "plain"
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is there against what is required; both not negative."""

    value: int
    required: int
    done: str
    needed: str
    look: str = "plain"
    title: str = ""


def bars(rows: Sequence[Bar], *, width: float = 560) -> Drawing:
    """One bar for each row, all from nought on one scale; names stand left, or above where it is narrow."""
    if not rows:
        return Drawing(width, 0, ())
    narrow = width < NARROW
    most = max((row.value for row in rows), default=0) or 1
    amounts = max(text_width(row.amount) for row in rows) + 8
    left = 0.0 if narrow else min(max(text_width(row.name) for row in rows) + 10, width * 0.36)
    step = ROW + LINE if narrow else ROW
    length = max(width - left - amounts, 20.0)
    marks = tuple(_row(row, n * step, left, length * row.value / most, width) for n, row in enumerate(rows))
    axis = Mark((Line(path("M", left, 0.0, "V", step * len(rows)), "zero"),))
    return Drawing(width, num(step * len(rows)), (*marks, axis))


def _row(row: Bar, top: float, left: float, length: float, width: float) -> Mark:
    narrow = left == 0
    y = top + (LINE + 2 if narrow else (ROW - THICK) / 2)
    if narrow:
        name = label(4, top + SIZE, row.name, width - 4, look="name")
    else:
        name = label(left - 8, y + THICK - 3, row.name, left - 8, "end", "name")
    shapes: list[Shape] = [Rect(num(left), num(y), num(length), THICK, f"bar {row.look}"), name]
    amount = Label(num(left + length + 6), num(y + THICK - 3), row.amount, "start", "amount")
    return Mark((*shapes, amount), row.title or f"{row.name} {row.amount}", row.href)


def progress(goal: Goal, *, width: float = 560) -> Drawing:
    """One bar of what is there, on the length of what is required; over that a mark stands where it was reached."""
    whole = max(goal.value, goal.required, 1)
    done, needed = width * goal.value / whole, width * goal.required / whole
    y = LINE + 2
    return Drawing(width, num(y + THICK + LINE + 4), (Mark(tuple(_progress(goal, done, needed, width)), goal.title),))


def _progress(goal: Goal, done: float, needed: float, width: float) -> Iterator[Shape]:
    y = LINE + 2
    yield Rect(0, num(y), num(needed), THICK, "required")
    yield Rect(0, num(y), num(done), THICK, f"bar {goal.look}")
    yield Line(path("M", needed, y - 4, "V", y + THICK + 4), "goal")
    left = done < width / 2
    yield Label(num(done) if done else 0, SIZE, goal.done, "start" if left else "end", "name")
    right = needed > width / 2
    yield Label(num(needed), num(y + THICK + LINE), goal.needed, "end" if right else "start", "amount")
