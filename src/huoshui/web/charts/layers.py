"""The equity-penetration graph (股权穿透图): owners above, what is held below, shares on the lines between."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.web.charts.shapes import (
    SIZE,
    Drawing,
    Icon,
    Label,
    Line,
    Mark,
    Rect,
    Shape,
    Sign,
    label,
    num,
    path,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

BOX = 158.0
HIGH = 46.0
ACROSS = 18.0
SWEEPS = 4
#: Between two rows: room for the lines and for one line of shares on each end.
DOWN = 84.0
MARGIN = 30.0


@dataclass(frozen=True, slots=True)
class Box:
    """A party, fund or company. ``level`` is nought for the middle, below nought for owners. ``weight`` ranks a row.

    ``word`` says in short what it is (国有, 基金), ``share`` how much of the middle it stands for.
    """

    key: str
    name: str
    level: int
    weight: float = 0.0
    icon: Icon = "company"
    look: str = "plain"
    word: str = ""
    share: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """``owner`` holds ``share`` of ``held`` directly."""

    owner: str
    held: str
    share: str


def layers(
    boxes: Iterable[Box], ties: Iterable[Tie], others: Callable[[int], str], *, most: int = 7, least: float = 640
) -> Drawing:
    """The drawing: rows by level, the ``most`` weightiest of each; a line that does not lead down is drawn back."""
    shown, left_out = _fold(list(boxes), others, most)
    kept = [tie for tie in ties if tie.owner in shown and tie.held in shown]
    if not shown:
        return Drawing(least, 0, ())
    rows = _rows(shown, kept)
    widest = max(len(row) for row in rows)
    width = max(widest * (BOX + ACROSS) - ACROSS + 2 * MARGIN, least)
    at = _places(rows, width)
    height = len(rows) * HIGH + (len(rows) - 1) * DOWN + 20
    marks = [*_ties(shown, kept, at, width), *(_box(shown[key], *at[key]) for key in at)]
    return Drawing(num(width), num(height), tuple(marks), left_out)


def _fold(boxes: Sequence[Box], others: Callable[[int], str], most: int) -> tuple[dict[str, Box], str]:
    levels: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        levels[box.level].append(box)
    shown: dict[str, Box] = {}
    left_out = 0
    for level in sorted(levels):
        row = sorted(levels[level], key=lambda box: (-box.weight, box.key))
        kept = row if len(row) <= most else row[: most - 1]
        shown.update((box.key, box) for box in kept)
        rest = len(row) - len(kept)
        if rest:
            left_out += rest
            key = f"\0{level}"
            shown[key] = Box(key, others(rest), level, -1.0, look="others")
    return shown, others(left_out) if left_out else ""


def _rows(shown: Mapping[str, Box], ties: Sequence[Tie]) -> list[list[str]]:
    """The rows from top to bottom, each ordered by the barycentre of its neighbours; others last."""
    levels: dict[int, list[str]] = defaultdict(list)
    for key, box in shown.items():
        levels[box.level].append(key)
    rows = [levels[level] for level in sorted(levels)]
    near: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        near[tie.owner].append(tie.held)
        near[tie.held].append(tie.owner)
    for sweep in range(SWEEPS):
        rank = {key: (n + 0.5) / len(row) for row in rows for n, key in enumerate(row)}
        for row in rows if sweep % 2 else reversed(rows):
            centre = {key: sum(rank[k] for k in near[key]) / len(near[key]) if near[key] else rank[key] for key in row}
            row.sort(key=lambda key: (shown[key].look == "others", centre[key], key))
            rank.update((key, (n + 0.5) / len(row)) for n, key in enumerate(row))
    return rows


def _places(rows: Sequence[Sequence[str]], width: float) -> dict[str, tuple[float, float]]:
    """The upper left corner of every box; rows stand in the middle of the drawing."""
    places = {}
    for n, row in enumerate(rows):
        x = (width - len(row) * (BOX + ACROSS) + ACROSS) / 2
        for key in row:
            places[key] = (x, 4 + n * (HIGH + DOWN))
            x += BOX + ACROSS
    return places


def _ties(
    shown: Mapping[str, Box], ties: Sequence[Tie], at: Mapping[str, tuple[float, float]], width: float
) -> Iterable[Mark]:
    """The lines with their shares. Several from one box leave it side by side, so that their shares do not meet."""
    out: dict[str, list[Tie]] = defaultdict(list)
    into: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        out[tie.owner].append(tie)
        into[tie.held].append(tie)
    for group in out.values():
        group.sort(key=lambda tie: at[tie.held][0])
    for group in into.values():
        group.sort(key=lambda tie: at[tie.owner][0])
    for tie in ties:
        title = f"{shown[tie.owner].name} → {shown[tie.held].name} {tie.share}"
        (ax, ay), (bx, by) = at[tie.owner], at[tie.held]
        if by <= ay:
            yield Mark(tuple(_back(at[tie.owner], at[tie.held], tie.share, width)), title)
            continue
        x0 = ax + _port(out[tie.owner], tie)
        x1 = bx + _port(into[tie.held], tie)
        # One share is written where the lines are furthest apart: at the end with fewer lines.
        many = len(into[tie.held]) >= len(out[tie.owner])
        alone = len(out[tie.owner] if many else into[tie.held])
        y = ay + HIGH + 15 if many else by - 8
        middle = (ay + HIGH + by) / 2
        line = Line(path("M", x0, ay + HIGH, "C", x0, middle, x1, middle, x1, by), "tie")
        x = x0 if many else x1
        room = BOX / max(alone, 1) - 4
        shares: tuple[Shape, ...] = ()
        if text_width(tie.share) <= room:
            shares = (Label(num(x + 4), num(y), tie.share, "start", "share"),)
        yield Mark((line, *shares), title)


def _port(group: Sequence[Tie], tie: Tie) -> float:
    """Where along a box's side a line stands."""
    return BOX * (group.index(tie) + 0.5) / len(group)


def _back(owner: tuple[float, float], held: tuple[float, float], share: str, width: float) -> Iterable[Shape]:
    """A line of a ring: around the side that is nearer, dashed."""
    right = owner[0] + held[0] + BOX >= width
    x0, x1 = (owner[0] + BOX, held[0] + BOX) if right else (owner[0], held[0])
    y0, y1 = owner[1] + HIGH / 2, held[1] + HIGH / 2
    if owner == held:
        y0, y1 = y0 + 10, y1 - 10
    out = min(max(x0, x1) + MARGIN - 4, width - 2) if right else max(min(x0, x1) - MARGIN + 4, 2)
    yield Line(path("M", x0, y0, "C", out, y0, out, y1, x1, y1), "tie back")
    yield Label(num(out), num((y0 + y1) / 2 + HIGH / 2 + 12), share, "end" if right else "start", "share")


def _box(box: Box, x: float, y: float) -> Mark:
    """A box: an icon and the word of what it is, the name, and its share of the middle."""
    shapes: list[Shape] = [Rect(num(x), num(y), BOX, HIGH, f"box {box.look}")]
    below = " ".join(part for part in (box.word, box.share) if part)
    indent = 8.0
    if box.look != "others":
        shapes.append(Sign(num(x + 7), num(y + 8), box.icon))
        indent = 25.0
    shapes.append(label(x + indent, y + (19 if below else 27), box.name, BOX - indent - 6, look="name"))
    if below:
        shapes.append(label(x + 8, y + 20 + SIZE + 4, below, BOX - 14, look="amount"))
    return Mark(tuple(shapes), f"{box.name} {below}".strip(), box.href)
