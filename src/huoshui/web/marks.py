"""A text with overlapping marked spans, cut into lines, sentences and pieces that a page writes one after another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from huoshui.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under the same spans from its first to its last character.

    ``covering`` holds the indexes of those spans, the shortest span first; ``anchor`` is the offset of the piece
    where a span begins with it.
    """

    text: str
    covering: tuple[int, ...] = ()
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces of one line that belong together: a sentence that holds marked words, or the text between two such."""

    sentence: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text, without its line end."""

    runs: tuple[Run, ...]


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same ground covered by spans that neither overlap nor touch out of order."""
    ground: list[Span] = []
    for span in sorted(spans):
        if ground and span.start < ground[-1].end:
            ground[-1] = Span(ground[-1].start, max(ground[-1].end, span.end))
        else:
            ground.append(span)
    return tuple(ground)


def mark_up(text: str, spans: Sequence[Span], sentences: Sequence[Span], window: Span) -> tuple[Line, ...]:
    """Lines of ``text[window]``. Offsets of ``spans`` (what was read) and ``sentences`` (what holds it) are the text's.

    Spans may nest, overlap, share a start or cross a line end; one that is empty or outside of the text is left out.
    The texts of all pieces, joined by line ends, are the window's text again.
    """
    inside = [(span, index) for index, span in enumerate(spans) if 0 <= span.start < span.end <= len(text)]
    cuts = sorted({edge for span, _ in inside for edge in span})
    ground = merged([s for s in sentences if s.start < s.end])
    sweep = _Sweep(inside)
    lines: list[Line] = []
    for line in _line_spans(text, window):
        runs = (Run(kept, tuple(_pieces(text, run, cuts, sweep))) for run, kept in _runs(line, ground))
        lines.append(Line(tuple(runs)))
    return tuple(lines)


class _Sweep:
    """The spans over an offset that only moves forward, so that a text is passed once however many spans it has."""

    def __init__(self, spans: Sequence[tuple[Span, int]]) -> None:
        self._waiting = sorted(spans, reverse=True)
        self._active: list[tuple[Span, int]] = []

    def move(self, offset: int) -> None:
        while self._waiting and self._waiting[-1][0].start <= offset:
            self._active.append(self._waiting.pop())
        self._active = [pair for pair in self._active if pair[0].end > offset]

    def piece(self, text: str, start: int, end: int) -> Piece:
        self.move(start)
        covering = sorted((span.end - span.start, index) for span, index in self._active)
        begins = any(span.start == start for span, _ in self._active)
        return Piece(text[start:end], tuple(index for _, index in covering), start if begins else None)


def _line_spans(text: str, window: Span) -> Iterator[Span]:
    start = window.start
    while True:
        end = text.find("\n", start, window.end)
        if end < 0:
            yield Span(start, window.end)
            return
        yield Span(start, end)
        start = end + 1


def _runs(line: Span, ground: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    at = line.start
    for sentence in ground[bisect_right(ground, line.start, key=lambda span: span.end) :]:
        if sentence.start >= line.end:
            break
        start, end = max(sentence.start, at), min(sentence.end, line.end)
        if at < start:
            yield Span(at, start), False
        if start < end:
            yield Span(start, end), True
            at = end
    if at < line.end:
        yield Span(at, line.end), False


def _pieces(text: str, run: Span, cuts: Sequence[int], sweep: _Sweep) -> Iterator[Piece]:
    inner = cuts[bisect_right(cuts, run.start) : bisect_left(cuts, run.end)]
    for start, end in pairwise((run.start, *inner, run.end)):
        yield sweep.piece(text, start, end)
