"""What a chart is drawn of: a few frozen shapes that templates write as SVG and that layouts are tested on.

Lengths are units of the drawing, which is shown at most at one pixel each. Nothing here is markup: texts are escaped
by the template, colours are names of hues that the style sheet knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from unicodedata import category, east_asian_width

Anchor = Literal["start", "middle", "end"]
Icon = Literal["state", "fund", "party", "company"]

#: Size of a chart's text.
SIZE = 12.5
LINE = 17.0
_WIDE = frozenset("WFA")
_NARROW, _HALF = 0.3, 0.58


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar, a node or a box; ``look`` is a hue or one of the style sheet's other words."""

    x: float
    y: float
    width: float
    height: float
    look: str
    shape: Literal["rect"] = "rect"

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Label:
    """A text at its baseline."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    look: str = ""
    shape: Literal["label"] = "label"


@dataclass(frozen=True, slots=True)
class Line:
    """A path: ``d`` in the commands of SVG, made of figures only."""

    d: str
    look: str
    shape: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class Sign:
    """A small icon whose upper left corner stands at x and y."""

    x: float
    y: float
    icon: Icon
    shape: Literal["sign"] = "sign"


Shape = Rect | Label | Line | Sign


@dataclass(frozen=True, slots=True)
class Mark:
    """Shapes that say one thing: ``title`` in full, ``href`` where it leads, ``stop`` where the Tab key halts there."""

    shapes: tuple[Shape, ...]
    title: str = ""
    href: str = ""
    stop: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart laid out. ``note`` says what the drawing leaves out or rounds up; empty where it does neither."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    note: str = ""


def text_width(text: str, size: float = SIZE) -> float:
    """About how wide a text is: a Chinese character is a square, others a little over half of one."""
    return sum(_advance(character) for character in text) * size


def clipped(text: str, width: float, size: float = SIZE) -> str:
    """As much of a text as fits, with an ellipsis where something is left out; on one line."""
    text = plain(text)
    if text_width(text, size) <= width:
        return text
    room, kept = width - size, ""
    for character in text:
        room -= _advance(character) * size
        if room < 0:
            break
        kept += character
    return f"{kept.rstrip()}…" if width >= size else ""


def label(x: float, y: float, text: str, width: float, anchor: Anchor = "start", look: str = "") -> Label:
    """A text cut to ``width``; the title of its mark says it in full."""
    return Label(num(x), num(y), clipped(text, width), anchor, look)


def plain(text: str) -> str:
    """A text on one line, without what cannot be seen or turns its direction."""
    return " ".join("".join(" " if category(c) in _UNSEEN else c for c in text).split())


def num(value: float) -> float:
    """A length, rounded for the page."""
    return round(value, 2)


def path(*parts: str | float) -> str:
    """The commands of a path from letters and lengths."""
    return " ".join(part if isinstance(part, str) else f"{num(part):g}" for part in parts)


def _advance(character: str) -> float:
    if east_asian_width(character) in _WIDE:
        return 1.0
    return _NARROW if character in "il.,:;|!' " else 0.66 if character.isupper() or character in "mw%@" else _HALF


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
