"""The equity-penetration graph (股权穿透图): owners above, what is held below, shares on the lines between."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
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

BOX = 190.0
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
    boxes: Iterable[Box], ties: Iterable[Tie], others: Callable[[int], str], *, most: int = 6, least: float = 640
) -> Drawing:
    """The drawing: owners above what they hold, the ``most`` weightiest boxes of each row.

    Of each ring one line is drawn back up, dashed. Lines of what is folded lead to the box that stands for it.
    """
    listed, every = list(boxes), list(ties)
    shown, stands_for, left_out = _fold(levelled(listed, every), others, most)
    kept = _between(every, shown, stands_for)
    if not shown:
        return Drawing(least, 0, ())
    rows = _rows(shown, kept)
    widest = max(len(row) for row in rows)
    width = max(widest * (BOX + ACROSS) - ACROSS + 2 * MARGIN, least)
    at = _places(rows, width)
    height = len(rows) * HIGH + (len(rows) - 1) * DOWN + 20
    marks = [*_ties(shown, kept, at, width), *(_box(shown[key], *at[key]) for key in at)]
    return Drawing(num(width), num(height), tuple(marks), left_out)


def levelled(boxes: Sequence[Box], ties: Sequence[Tie]) -> list[Box]:
    """The boxes with levels at which every line leads down, but one of each ring; the middle stays where it is."""
    given = {box.key: box.level for box in boxes}
    level = dict(given)
    above = [tie for tie in ties if given.get(tie.owner, 0) < 0 and given.get(tie.held, 1) <= 0]
    below = [tie for tie in ties if given.get(tie.held, 0) > 0 and given.get(tie.owner, -1) >= 0]
    for owner, held in _downwards([(tie.owner, tie.held) for tie in above]):
        level[owner] = min(level[owner], level[held] - 1)
    for held, owner in _downwards([(tie.held, tie.owner) for tie in below]):
        level[held] = max(level[held], level[owner] + 1)
    return [replace(box, level=level[box.key]) for box in boxes]


def _downwards(links: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Links in an order in which each comes after those that its second end begins; of each ring one is left out."""
    begins: dict[str, list[str]] = defaultdict(list)
    for first, second in links:
        begins[first].append(second)
    done: set[str] = set()
    found: list[tuple[str, str]] = []
    for root in list(begins):
        path, open_now = [(root, iter(begins[root]))], {root}
        while path and root not in done:
            here, rest = path[-1]
            following = next((key for key in rest if key not in open_now and key not in done), None)
            if following is not None:
                open_now.add(following)
                path.append((following, iter(begins.get(following, ()))))
                continue
            path.pop()
            open_now.discard(here)
            done.add(here)
            found += [(here, key) for key in begins.get(here, ()) if key in done and key != here]
    return found


def _fold(boxes: Sequence[Box], others: Callable[[int], str], most: int) -> tuple[dict[str, Box], dict[str, str], str]:
    """What is shown, which box stands for each, and what is said of those folded."""
    levels: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        levels[box.level].append(box)
    shown: dict[str, Box] = {}
    stands_for: dict[str, str] = {}
    left_out = 0
    for level in sorted(levels):
        row = sorted(levels[level], key=lambda box: (-box.weight, box.key))
        kept = row if len(row) <= most else row[: most - 1]
        shown.update((box.key, box) for box in kept)
        rest = row[len(kept) :]
        if rest:
            left_out += len(rest)
            key = f"\0{level}"
            shown[key] = Box(key, others(len(rest)), level, -1.0, look="others")
            stands_for.update((box.key, key) for box in rest)
    return shown, stands_for, others(left_out) if left_out else ""


def _between(ties: Sequence[Tie], shown: Mapping[str, Box], stands_for: Mapping[str, str]) -> list[Tie]:
    """The lines between boxes that are shown; those of folded ones once for each pair, without a share."""
    kept: dict[tuple[str, str], Tie] = {}
    for tie in ties:
        owner, held = stands_for.get(tie.owner, tie.owner), stands_for.get(tie.held, tie.held)
        if owner in shown and held in shown and ((owner == tie.owner and held == tie.held) or owner != held):
            whole = (owner, held) == (tie.owner, tie.held)
            kept.setdefault((owner, held), tie if whole else Tie(owner, held, ""))
    return list(kept.values())


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
    lanes = _Lanes(at)
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
        look = "tie" if tie.share else "tie faint"
        line = Line(path(*_way(x0, ay + HIGH, x1, by, lanes)), look)
        x = x0 if many else x1
        room = BOX / max(alone, 1) - 4
        shares: tuple[Shape, ...] = ()
        if tie.share and text_width(tie.share) <= room:
            shares = (Label(num(x + 4), num(y), tie.share, "start", "share"),)
        yield Mark((line, *shares), title)


class _Lanes:
    """The gaps between the boxes of each row, through which lines pass on their way further down."""

    def __init__(self, at: Mapping[str, tuple[float, float]]) -> None:
        rows: dict[float, list[float]] = defaultdict(list)
        for x, y in at.values():
            rows[y].append(x)
        self.rows = {
            y: [min(xs) - ACROSS / 2, *(x + BOX + ACROSS / 2 for x in sorted(xs))] for y, xs in sorted(rows.items())
        }
        self._taken: dict[tuple[float, float], int] = defaultdict(int)

    def through(self, row: float, wished: float) -> float:
        """Where a line passes a row: in the gap nearest to where it would, beside those that are there already."""
        gap = min(self.rows[row], key=lambda x: abs(x - wished))
        self._taken[row, gap] += 1
        return gap + ((self._taken[row, gap] - 1) % 5 - 2) * 3.0


def _way(x0: float, y0: float, x1: float, y1: float, lanes: _Lanes) -> list[str | float]:
    """The path of a line, around the boxes of the rows between its ends."""
    parts: list[str | float] = ["M", x0, y0]
    x, y = x0, y0
    for row in (row for row in lanes.rows if y0 < row < y1 - 1):
        passed = lanes.through(row, x0 + (x1 - x0) * (row - y0) / (y1 - y0))
        parts += ["C", x, (y + row) / 2, passed, (y + row) / 2, passed, row, "V", row + HIGH]
        x, y = passed, row + HIGH
    return [*parts, "C", x, (y + y1) / 2, x1, (y + y1) / 2, x1, y1]


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
    shapes.append(label(x + indent, y + (19 if below else 27), box.name, BOX - indent - 6, look="name inside"))
    if below:
        shapes.append(label(x + 8, y + 20 + SIZE + 4, below, BOX - 14, look="amount inside"))
    return Mark(tuple(shapes), f"{box.name} {below}".strip(), box.href)
