from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from huoshui.model.document import Span
from huoshui.web.marks import mark_up, merged

TEXT = st.text(alphabet="基金亿元5。\n ", max_size=40)
SPANS = st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)).map(lambda pair: Span(*pair)), max_size=8)


def test_nested_and_overlapping_spans() -> None:
    #       0123456789
    text = "昆明新材料基金设立了"
    spans = [Span(0, 7), Span(0, 2), Span(2, 5), Span(4, 9)]
    (line,) = mark_up(text, spans, [Span(0, 10)], Span(0, 10))
    (run,) = line.runs
    assert run.sentence
    assert [(p.text, p.covering, p.anchor) for p in run.pieces] == [
        ("昆明", (1, 0), 0),
        ("新材", (2, 0), 2),
        ("料", (2, 3, 0), 4),
        ("基金", (3, 0), None),
        ("设立", (3,), None),
        ("了", (), None),
    ]


def test_a_span_may_cross_a_line_end_and_keeps_one_anchor() -> None:
    lines = mark_up("规模5\n亿元", [Span(2, 6)], [], Span(0, 6))
    pieces = [p for line in lines for run in line.runs for p in run.pieces]
    assert [(p.text, p.covering, p.anchor) for p in pieces] == [
        ("规模", (), None),
        ("5", (0,), 2),
        ("亿元", (0,), None),
    ]


@given(TEXT, SPANS, SPANS)
def test_nothing_is_lost_and_each_character_is_under_its_spans(
    text: str, spans: list[Span], sentences: list[Span]
) -> None:
    lines = mark_up(text, spans, sentences, Span(0, len(text)))
    assert "\n".join("".join(p.text for run in line.runs for p in run.pieces) for line in lines) == text
    valid = {i for i, s in enumerate(spans) if 0 <= s.start < s.end <= len(text)}
    at = 0
    anchors: list[int] = []
    for line in lines:
        for piece in (p for run in line.runs for p in run.pieces):
            for offset in range(at, at + len(piece.text)):
                assert set(piece.covering) == {i for i in valid if spans[i].start <= offset < spans[i].end}
            anchors += [piece.anchor] if piece.anchor is not None else []
            at += len(piece.text)
        at += 1
    begun = {spans[i].start for i in valid if text[spans[i].start] != "\n"}
    assert sorted(anchors) == sorted(begun)


@given(SPANS)
def test_merged_spans_cover_the_same_ground_without_overlap(spans: list[Span]) -> None:
    spans = [s for s in spans if s.start < s.end]
    ground = merged(spans)
    assert {i for s in ground for i in range(s.start, s.end)} == {i for s in spans for i in range(s.start, s.end)}
    assert all(a.end <= b.start for a, b in pairwise(ground))


def test_a_long_line_with_thousands_of_spans_is_passed_once() -> None:
    text = "基金规模五十亿元。" * 6_000
    spans = [Span(at, at + 6) for at in range(0, len(text) - 6, 9)]
    begun = time.process_time()
    (line,) = mark_up(text, spans, [Span(s.start, s.start + 9) for s in spans], Span(0, len(text)))
    assert time.process_time() - begun < 20
    assert sum(len(run.pieces) for run in line.runs) >= 2 * len(spans)


@given(TEXT, SPANS, st.integers(0, 40))
def test_parts_of_a_text_join_to_the_whole(text: str, spans: list[Span], cut: int) -> None:
    cut = min(cut, len(text))
    parts = (
        "\n".join(
            "".join(p.text for run in line.runs for p in run.pieces) for line in mark_up(text, spans, spans, window)
        )
        for window in (Span(0, cut), Span(cut, len(text)))
    )
    assert "".join(parts) == text
