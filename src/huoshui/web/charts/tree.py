"""The family as an indented tree: one row for each fund, its amount as figure and as bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.web.charts.shapes import SIZE, Drawing, Label, Line, Mark, Rect, Shape, label, num, path, text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROW = 26.0
INDENT = 22.0
THICK = 10.0
#: Deeper ones stand in the place of this depth.
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Branch:
    """A fund and those below it; ``value`` sorts and is drawn as a bar, ``amount`` says it, ``aside`` says more."""

    key: str
    name: str
    value: int = 0
    amount: str = ""
    aside: str = ""
    look: str = "plain"
    href: str = ""
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A branch in its place; ``parent`` is the row that it hangs from, -1 for a root."""

    branch: Branch
    depth: int
    parent: int


def rows_of(
    roots: Sequence[Branch], others: Callable[[int], str], amount: Callable[[int], str], most: int
) -> list[Row]:
    """The rows from top to bottom: of each parent the ``most`` largest, the rest as one that says how many it is.

    Walks without recursion, so that a ledger of any depth is drawn.
    """
    found: list[Row] = []
    waiting = [(branch, 0, -1) for branch in reversed(_folded(roots, others, amount, most))]
    while waiting:
        branch, depth, parent = waiting.pop()
        found.append(Row(branch, depth, parent))
        here = len(found) - 1
        waiting += [(one, depth + 1, here) for one in reversed(_folded(branch.below, others, amount, most))]
    return found


def _folded(
    branches: Sequence[Branch], others: Callable[[int], str], amount: Callable[[int], str], most: int
) -> list[Branch]:
    ordered = sorted(branches, key=lambda one: (-one.value, one.key))
    if len(ordered) <= most:
        return ordered
    kept, rest = ordered[: most - 1], ordered[most - 1 :]
    total = sum(one.value for one in rest)
    return [*kept, Branch("\0", others(len(rest)), total, amount(total), look="others")]


def tree(
    roots: Sequence[Branch],
    others: Callable[[int], str],
    amount: Callable[[int], str],
    *,
    width: float = 1120,
    most: int = 24,
) -> Drawing:
    """The drawing of ``rows_of``. Bars are on one scale, from nought."""
    rows = rows_of(roots, others, amount, most)
    if not rows:
        return Drawing(width, 0, ())
    narrow = width < 520
    indent = 12.0 if narrow else INDENT
    figures = max(text_width(row.branch.amount) for row in rows) + 8
    asides = 0.0 if narrow else min(max(text_width(row.branch.aside) for row in rows) + 14, width * 0.2)
    needed = max(text_width(row.branch.name) + min(row.depth, DEEPEST) * indent for row in rows) + 20
    names = width - figures if narrow else min(needed, width * 0.45)
    drawn = 0.0 if narrow else max(width - names - figures - asides, 40.0)
    largest = max(*(row.branch.value for row in rows), 1)
    marks = [Mark((_elbow(rows, n, indent),)) for n, row in enumerate(rows) if row.parent >= 0]
    for n, row in enumerate(rows):
        x, y = min(row.depth, DEEPEST) * indent, n * ROW
        bar = drawn * row.branch.value / largest
        marks.append(_mark(row.branch, (x, y, names), (figures, bar, asides)))
    return Drawing(width, num(ROW * len(rows)), tuple(marks))


def _elbow(rows: Sequence[Row], at: int, indent: float) -> Line:
    """The line from a row's parent to it."""
    row = rows[at]
    x = min(rows[row.parent].depth, DEEPEST) * indent + 4
    end = min(row.depth, DEEPEST) * indent
    return Line(path("M", x, row.parent * ROW + ROW - 6, "V", at * ROW + ROW / 2, "H", max(end - 2, x)), "elbow")


def _mark(branch: Branch, at: tuple[float, float, float], beside: tuple[float, float, float]) -> Mark:
    """A row: name, amount at the right of its column, bar, and what else there is to say."""
    (x, y, names), (figures, bar, asides) = at, beside
    base = y + ROW / 2 + SIZE / 3
    shapes: list[Shape] = [
        label(x + 2, base, branch.name, names - x - 12, look=f"name {branch.look}"),
        Label(num(names + figures - 8), num(base), branch.amount, "end", "amount"),
    ]
    if bar > 0:
        shapes.append(Rect(num(names + figures), num(y + (ROW - THICK) / 2), num(bar), THICK, f"bar {branch.look}"))
    if asides and branch.aside:
        shapes.append(label(names + figures + bar + 8, base, branch.aside, asides + 60, look="amount"))
    return Mark(tuple(shapes), f"{branch.name} {branch.amount} {branch.aside}".strip(), branch.href)
