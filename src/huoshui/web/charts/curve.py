"""Curves over years (J 曲线): cumulative net cash flow and net assets, the zero line, names at the curves' ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.web.charts.shapes import SIZE, Drawing, Label, Line, Mark, Rect, Shape, label, num, path, text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

ABOVE = 14.0
BELOW = 24.0
TICKS = 5
BETWEEN_LABELS = 15.0
#: Side of the small square of a curve's hue beside its name.
KEY = 9.0


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day; ``title`` is what it says in words, ``href`` what is behind it."""

    day: date
    value: int
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A curve. With ``steps`` its value holds until the next point, as a balance does; ``end`` is its last in words."""

    name: str
    look: str
    points: tuple[Point, ...]
    end: str = ""
    steps: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plane: days across from ``left`` to ``right``, values down from ``top`` to ``bottom``."""

    first: int
    last: int
    low: int
    high: int
    left: float
    right: float
    top: float
    bottom: float

    def x(self, day: date) -> float:
        return self.left + (self.right - self.left) * (day.toordinal() - self.first) / max(self.last - self.first, 1)

    def y(self, value: int) -> float:
        return self.bottom - (self.bottom - self.top) * ((value - self.low) / (self.high - self.low))


def curve(series: Sequence[Series], tick: Callable[[int], str], *, width: float = 1120, height: float = 300) -> Drawing:
    """The drawing of all series on one plane; ``tick`` writes a value on the axis. Empty without points."""
    drawn = [one for one in series if one.points]
    if not drawn:
        return Drawing(width, 0, ())
    days = [p.day for one in drawn for p in one.points]
    values = [p.value for one in drawn for p in one.points]
    ticks = ticks_of(min(values), max(values))
    left = max(text_width(tick(value)) for value in ticks) + 8
    names = max(max(text_width(one.name), text_width(one.end)) for one in drawn) + 26
    right = width - min(names, width * 0.34)
    low, high = ticks[0], ticks[-1]
    frame = _Frame(min(days).toordinal(), max(days).toordinal(), low, high, left, right, ABOVE, height - BELOW)
    marks = [*_grid(frame, ticks, tick), *_years(frame, min(days), max(days))]
    marks += [mark for one in drawn for mark in _line(frame, one)]
    marks += _names(frame, drawn, width - right - 10 - KEY - 5)
    return Drawing(width, height, tuple(marks))


def ticks_of(low: int, high: int) -> list[int]:
    """Round values from at or below ``low`` and nought to at or above ``high`` and nought, evenly apart."""
    low, high = min(low, 0), max(high, 0)
    rough = max((high - low) / TICKS, 1)
    power = 10 ** (len(str(int(rough))) - 1)
    step = next(int(power * m) for m in (1, 2, 5, 10) if power * m >= rough)
    first = low // step
    last = max(-(-high // step), first + 1)
    return [step * n for n in range(first, last + 1)]


def _grid(frame: _Frame, ticks: Iterable[int], tick: Callable[[int], str]) -> Iterable[Mark]:
    for value in ticks:
        y = frame.y(value)
        line = Line(path("M", frame.left, y, "H", frame.right), "zero" if value == 0 else "grid")
        yield Mark((line, Label(num(frame.left - 6), num(y + SIZE / 3), tick(value), "end", "axis")))


def _years(frame: _Frame, first: date, last: date) -> Iterable[Mark]:
    """New Year's days, named where there is room."""
    starts = [first.replace(year=year, month=1, day=1) for year in range(first.year + 1, min(last.year, 9998) + 1)]
    room = (frame.right - frame.left) / max(len(starts), 1)
    every = max(1, -int(-40 // room))
    for n, day in enumerate(starts):
        x = frame.x(day)
        shapes: tuple[Shape, ...] = (Line(path("M", x, frame.bottom, "v", 4.0), "tick"),)
        named = n % every == 0 and frame.left + 14 <= x <= frame.right - 10
        if named:
            shapes += (Label(num(x), num(frame.bottom + 17), str(day.year), "middle", "axis"),)
        yield Mark(shapes)


def _line(frame: _Frame, series: Series) -> Iterable[Mark]:
    """The curve, and where there are few enough, a mark on each point that says what it is."""
    parts: list[str | float] = []
    for n, point in enumerate(series.points):
        x, y = frame.x(point.day), frame.y(point.value)
        if n == 0:
            parts += ["M", x, y]
        elif series.steps:
            parts += ["H", x, "V", y]
        else:
            parts += ["L", x, y]
    yield Mark((Line(path(*parts), f"curve {series.look}"),), f"{series.name} {series.end}".strip())
    for point in series.points:
        if point.title:
            x, y = frame.x(point.day), frame.y(point.value)
            dot = Rect(num(x - 3), num(y - 3), 6, 6, f"dot {series.look}")
            yield Mark((dot,), point.title, point.href, stop=False)


def _names(frame: _Frame, drawn: Sequence[Series], room: float) -> Iterable[Mark]:
    """The curves' names and last values at their ends, pushed apart where they would meet."""
    ends = sorted(((frame.y(one.points[-1].value), n) for n, one in enumerate(drawn)), key=lambda end: end)
    needed = [2 * BETWEEN_LABELS if drawn[n].end else BETWEEN_LABELS for _, n in ends]
    tops = spread([y - SIZE for y, _ in ends], needed, frame.bottom + BELOW - 4)
    for top, (_, n) in zip(tops, ends, strict=True):
        one = drawn[n]
        x = frame.right + 8 + KEY + 5
        shapes: list[Shape] = [Rect(num(frame.right + 8), num(top + SIZE - KEY), KEY, KEY, f"bar {one.look}")]
        shapes.append(label(x, top + SIZE, one.name, room, look="end"))
        if one.end:
            shapes.append(label(x, top + SIZE + BETWEEN_LABELS, one.end, room, look="amount"))
        yield Mark(tuple(shapes), f"{one.name} {one.end}".strip())


def spread(tops: Sequence[float], needed: Sequence[float], bottom: float) -> list[float]:
    """Places as near as can be to those wished for, in their order, without meeting, from nought to ``bottom``."""
    placed: list[float] = []
    at = 0.0
    for top, need in zip(tops, needed, strict=True):
        at = max(top, at)
        placed.append(at)
        at += need
    limit = bottom
    for n in reversed(range(len(placed))):
        placed[n] = max(min(placed[n], limit - needed[n]), sum(needed[:n]))
        limit = placed[n]
    return placed
