"""Layouts of charts hold whatever they are given: names of any kind, amounts of any size, rings."""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.web.charts import (
    Bar,
    Box,
    Branch,
    Fall,
    Flow,
    Goal,
    Label,
    Line,
    Node,
    Part,
    Point,
    Rect,
    Series,
    Tie,
    Words,
    bars,
    curve,
    layers,
    progress,
    sankey,
    tree,
    waterfall,
)
from huoshui.web.charts.curve import spread, ticks_of
from huoshui.web.charts.layers import levelled
from huoshui.web.charts.sankey import THINNEST
from huoshui.web.charts.shapes import clipped, text_width
from huoshui.web.site import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.web.charts import Drawing

NAMES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["江北甲号创业投资合伙企业（有限合伙）" * 3, '"><script>alert(1)</script>', "\u202eabc", "", "a" * 200]
    ),
)
AMOUNTS = st.integers(1, 10**15)
WORDS = Words(lambda count: f"其他 {count} 项", str, "细条加粗")
NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?(?:e[+-]\d+)?|nan|inf)")
FEW = settings(max_examples=60, deadline=None)


def others(count: int) -> str:
    return f"其他 {count} 项"


def numbers(drawing: Drawing) -> Iterator[float]:
    for mark in drawing.marks:
        for shape in mark.shapes:
            if isinstance(shape, Line):
                yield from map(float, NUMBER.findall(shape.d))
            elif isinstance(shape, Rect):
                yield from (shape.x, shape.y, shape.right, shape.bottom)
            else:
                yield from (shape.x, shape.y)


def check_bounds(drawing: Drawing) -> None:
    for value in numbers(drawing):
        assert math.isfinite(value)
    for mark in drawing.marks:
        for shape in mark.shapes:
            if isinstance(shape, Rect):
                assert -0.02 <= shape.x <= shape.right <= drawing.width + 4
                assert -0.02 <= shape.y <= shape.bottom <= drawing.height + 4
            if isinstance(shape, Label):
                assert 0 <= shape.y <= drawing.height + 1


def bars_of(drawing: Drawing) -> list[Rect]:
    return [s for mark in drawing.marks for s in mark.shapes if isinstance(s, Rect) and s.look.startswith("bar")]


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Node], list[Flow]]:
    counts = draw(st.lists(st.integers(1, 25), min_size=2, max_size=5))
    nodes = [
        Node(f"{column}-{n}", draw(NAMES), column, amount=draw(st.sampled_from(["", "12.00 亿元"])))
        for column, count in enumerate(counts)
        for n in range(count)
    ]
    ends = st.sampled_from(nodes)
    flows = [
        Flow(draw(ends).key, draw(ends).key, draw(AMOUNTS), draw(st.sampled_from(["hue-1", "plain"])))
        for _ in range(draw(st.integers(0, 60)))
    ]
    return nodes, flows


@FEW
@given(networks(), st.integers(2, 14))
def test_sankey_keeps_proportions_and_nothing_overlaps(network: tuple[list[Node], list[Flow]], most: int) -> None:
    nodes, flows = network
    drawing = sankey(nodes, flows, WORDS, most=most)
    check_bounds(drawing)
    columns: dict[float, list[Rect]] = defaultdict(list)
    for bar in bars_of(drawing):
        columns[bar.x].append(bar)
    labels: dict[float, list[float]] = defaultdict(list)
    for mark in drawing.marks:
        for shape in mark.shapes:
            if isinstance(shape, Label):
                labels[shape.x].append(shape.y)
    for column in columns.values():
        assert len(column) <= most
        column.sort(key=lambda bar: bar.y)
        for above, below in itertools.pairwise(column):
            assert below.y >= above.bottom - 0.02
        assert all(bar.height >= THINNEST for bar in column)
    for baselines in labels.values():
        baselines.sort()
        assert all(lower - upper >= 12 for upper, lower in itertools.pairwise(baselines))


@FEW
@given(st.lists(AMOUNTS, min_size=1, max_size=10), st.integers(1, 4))
def test_bands_fill_their_bars(values: list[int], targets: int) -> None:
    nodes = [Node("source", "源", 0), *(Node(f"t{n}", "汇", 1) for n in range(targets))]
    flows = [Flow("source", f"t{n % targets}", value) for n, value in enumerate(values)]
    drawing = sankey(nodes, flows, WORDS)
    source = min(bars_of(drawing), key=lambda bar: bar.x)
    thick = []
    for mark in drawing.marks:
        for shape in mark.shapes:
            if isinstance(shape, Line) and shape.look.startswith("band"):
                found = [float(n) for n in NUMBER.findall(shape.d)]
                thick.append(found[-1] - found[1])
    assert sum(thick) == pytest.approx(source.height, abs=0.02 * len(thick))


def test_what_is_folded_is_counted_and_its_amount_kept() -> None:
    nodes = [Node("母", "母基金", 0), *(Node(f"子{n}", f"子基金{n}", 1) for n in range(30))]
    flows = [Flow("母", f"子{n}", n + 1) for n in range(30)]
    drawing = sankey(nodes, flows, WORDS, most=10)
    (folded,) = [mark for mark in drawing.marks if "其他 21 项" in mark.title and "→" not in mark.title]
    assert folded.title.endswith(str(sum(range(1, 22))))
    assert len(bars_of(drawing)) == 11
    heights = {round(bar.height) for bar in bars_of(drawing)}
    assert max(heights) == max(320, 34 * 10)


def test_what_does_not_lead_to_the_right_is_not_drawn() -> None:
    nodes = [Node("a", "甲", 0), Node("b", "乙", 1)]
    assert (
        sankey(nodes, [Flow("b", "a", 5), Flow("a", "a", 5), Flow("a", "b", 0), Flow("a", "x", 5)], WORDS).marks == ()
    )


def test_a_thin_bar_is_drawn_and_said() -> None:
    nodes = [Node("a", "甲", 0), Node("b", "乙", 0), Node("c", "丙", 1)]
    drawing = sankey(nodes, [Flow("a", "c", 1), Flow("b", "c", 10**9)], WORDS)
    assert drawing.note == "细条加粗"
    assert min(bar.height for bar in bars_of(drawing)) == THINNEST
    assert sankey(nodes, [Flow("a", "c", 9), Flow("b", "c", 10)], WORDS).note == ""


def test_barycentre_leaves_no_crossing_where_none_is_needed() -> None:
    nodes = [Node(f"a{n}", "甲", 0) for n in range(4)] + [Node(f"b{n}", "乙", 1) for n in range(4)]
    drawing = sankey(nodes, [Flow(f"a{n}", f"b{3 - n}", 10 + n) for n in range(4)], WORDS)
    ends = []
    for mark in drawing.marks:
        for shape in mark.shapes:
            if isinstance(shape, Line):
                found = [float(n) for n in NUMBER.findall(shape.d)]
                ends.append((found[1], found[7]))
    assert [end for _, end in sorted(ends)] == sorted(end for _, end in ends)


BRANCHES = st.recursive(
    st.builds(Branch, key=st.text(max_size=8), name=NAMES, value=AMOUNTS, amount=st.just("12.00 亿元")),
    lambda below: st.builds(
        Branch,
        key=st.text(max_size=8),
        name=NAMES,
        value=AMOUNTS,
        amount=st.just("12.00 亿元"),
        below=st.lists(below, max_size=6).map(tuple),
    ),
    max_leaves=40,
)


@FEW
@given(st.lists(BRANCHES, min_size=1, max_size=4), st.sampled_from([340.0, 1120.0]), st.integers(2, 6))
def test_a_tree_has_one_line_for_each_row(roots: list[Branch], width: float, most: int) -> None:
    drawing = tree(roots, others, str, width=width, most=most)
    check_bounds(drawing)
    lines = [next(s for s in mark.shapes if isinstance(s, Label)) for mark in drawing.marks if mark.title]
    baselines = [line.y for line in lines]
    assert all(b - a == pytest.approx(26, abs=0.02) for a, b in itertools.pairwise(baselines))


def test_a_tree_of_any_depth_is_drawn() -> None:
    branch = Branch("0", "底")
    for n in range(3000):
        branch = Branch(str(n), "层", below=(branch,))
    assert len([mark for mark in tree([branch], others, str).marks if mark.title]) == 3001


@FEW
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 9000), st.integers(-(10**15), 10**15)), min_size=1, max_size=40),
        min_size=1,
        max_size=3,
    ),
    NAMES,
    st.sampled_from([340.0, 1120.0]),
)
def test_a_curve_stays_in_its_frame(curves: list[list[tuple[int, int]]], name: str, width: float) -> None:
    start = date(2010, 1, 1)
    series = [
        Series(name, "hue-1", tuple(Point(start + timedelta(day), value) for day, value in sorted(points)), "1.00 亿元")
        for points in curves
    ]
    drawing = curve(series, lambda value: f"{value / 10**10:.2f}", width=width)
    check_bounds(drawing)
    ends = sorted(
        shape.y for mark in drawing.marks for shape in mark.shapes if isinstance(shape, Label) and "end" in shape.look
    )
    assert len(ends) == len(series)
    assert all(b - a >= 29 for a, b in itertools.pairwise(ends))


@given(st.integers(-(10**16), 10**16), st.integers(-(10**16), 10**16))
def test_ticks_are_round_and_hold_all_values_and_nought(a: int, b: int) -> None:
    ticks = ticks_of(min(a, b), max(a, b))
    assert ticks[0] <= min(a, b, 0)
    assert ticks[-1] >= max(a, b, 0)
    assert 0 in ticks
    assert 2 <= len(ticks) <= 9
    step = ticks[1] - ticks[0]
    assert str(step).rstrip("0") in {"1", "2", "5"}


@given(st.lists(st.floats(0, 250), min_size=1, max_size=5))
def test_names_at_the_ends_never_meet(tops: list[float]) -> None:
    placed = spread(sorted(tops), [30.0] * len(tops), 280)
    assert all(b - a >= 30 - 1e-6 for a, b in itertools.pairwise(placed))
    assert placed[0] >= 0
    assert placed[-1] + 30 <= 280 + 1e-6


@st.composite
def holdings(draw: st.DrawFn) -> tuple[list[Box], list[Tie]]:
    boxes = [
        Box(str(n), draw(NAMES), draw(st.integers(-3, 2)), draw(st.floats(0, 1)))
        for n in range(draw(st.integers(1, 24)))
    ]
    ends = st.sampled_from([box.key for box in boxes])
    return boxes, [Tie(draw(ends), draw(ends), "12.34%") for _ in range(draw(st.integers(0, 40)))]


@FEW
@given(holdings())
def test_boxes_of_a_graph_stand_apart_and_rings_are_drawn_back(graph: tuple[list[Box], list[Tie]]) -> None:
    boxes, ties = graph
    drawing = layers(boxes, ties, others, most=6)
    check_bounds(drawing)
    places = [s for mark in drawing.marks for s in mark.shapes if isinstance(s, Rect)]
    rows: dict[float, list[Rect]] = defaultdict(list)
    for place in places:
        rows[place.y].append(place)
    for row in rows.values():
        assert len(row) <= 6
        row.sort(key=lambda box: box.x)
        assert all(b.x >= a.right for a, b in itertools.pairwise(row))


def test_a_ring_is_dashed_and_what_is_left_out_is_counted() -> None:
    boxes = [Box("a", "甲", -1), Box("b", "乙", 0), *(Box(f"o{n}", "丙", -1, -1) for n in range(9))]
    drawing = layers(boxes, [Tie("a", "b", "60%"), Tie("b", "a", "40%")], others)
    looks = [shape.look for mark in drawing.marks for shape in mark.shapes if isinstance(shape, Line)]
    assert sorted(looks) == ["tie", "tie back"]
    assert drawing.note == "其他 5 项"


def test_owners_stand_above_what_they_hold_on_whatever_level_they_were_given() -> None:
    boxes = [Box("m", "中", 0), Box("a", "甲", -1), Box("b", "乙", -1), Box("c", "丙", 1), Box("d", "丁", 1)]
    ties = [Tie("a", "m", "1%"), Tie("b", "m", "2%"), Tie("a", "b", "3%"), Tie("m", "c", "4%"), Tie("c", "d", "5%")]
    assert {box.key: box.level for box in levelled(boxes, ties)} == {"m": 0, "a": -2, "b": -1, "c": 1, "d": 2}
    looks = [
        shape.look for mark in layers(boxes, ties, others).marks for shape in mark.shapes if isinstance(shape, Line)
    ]
    assert set(looks) == {"tie"}


def test_lines_of_what_is_folded_lead_to_the_box_that_stands_for_it() -> None:
    boxes = [Box("m", "中", 0), *(Box(f"o{n}", "甲", -1, -n) for n in range(9))]
    drawing = layers(boxes, [Tie(f"o{n}", "m", "5%") for n in range(9)], others, most=3)
    looks = [shape.look for mark in drawing.marks for shape in mark.shapes if isinstance(shape, Line)]
    assert sorted(looks) == ["tie", "tie", "tie faint"]


@FEW
@given(st.lists(st.builds(Bar, NAMES, AMOUNTS, st.just("1.00 亿元")), max_size=20), st.sampled_from([340.0, 560.0]))
def test_bars_start_at_one_line_and_keep_proportion(rows: list[Bar], width: float) -> None:
    drawing = bars(rows, width=width)
    check_bounds(drawing)
    drawn = bars_of(drawing)
    assert len(drawn) == len(rows)
    assert len({bar.x for bar in drawn}) <= 1
    if rows:
        longest, most = max(bar.width for bar in drawn), max(row.value for row in rows)
        for bar, row in zip(drawn, rows, strict=True):
            assert bar.width == pytest.approx(longest * row.value / most, abs=0.02)


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_progress_is_measured_against_what_is_required(value: int, required: int) -> None:
    drawing = progress(Goal(value, required, "已认定 1.00 亿元", "应认定 2.00 亿元"))
    check_bounds(drawing)
    needed, done = (s for s in drawing.marks[0].shapes if isinstance(s, Rect))
    whole = max(value, required, 1)
    assert done.width == pytest.approx(560 * value / whole, abs=0.02)
    assert needed.width == pytest.approx(560 * required / whole, abs=0.02)


@given(NAMES, st.floats(0, 400))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, width: float) -> None:
    shown = clipped(text, width)
    assert text_width(shown) <= width + 1e-6
    assert "\u202e" not in shown
    assert shown == "" or shown.endswith("…") or text.startswith(shown[:1].strip()) or " " in shown or shown in text


def test_hostile_names_are_text_and_whole_in_the_title() -> None:
    name = '"><script>alert(1)</script><a href="x">' + "长" * 60
    drawing = tree([Branch("1", name, 5, "5")], others, str)
    html = str(environment("zh").get_template("charts.html").module.svg(drawing, name, "x"))  # type: ignore[attr-defined]
    assert "<script" not in html
    assert html.count("长" * 60) == 2  # the label of the drawing and the title of the row
    assert "&lt;script&gt;" in html


@FEW
@given(st.lists(st.lists(AMOUNTS, min_size=1, max_size=2), min_size=1, max_size=8), st.sampled_from([340.0, 880.0]))
def test_a_waterfall_goes_on_where_the_row_before_it_ended(steps: list[list[int]], width: float) -> None:
    rows, at = [], 0
    for values in steps:
        rows.append(Fall("步", at, tuple(Part(value, "hue-1") for value in values), "1.00 亿元", joined=True))
        at = rows[-1].end
    drawing = waterfall(rows, width=width)
    check_bounds(drawing)
    drawn = iter(bars_of(drawing))
    ends = [[next(drawn) for _ in values] for values in steps]
    for before, after in itertools.pairwise(ends):
        assert after[0].x == pytest.approx(before[-1].right, abs=0.03)
    if at:
        whole = ends[-1][-1].right - ends[0][0].x
        for values, bars_ in zip(steps, ends, strict=True):
            for value, bar in zip(values, bars_, strict=True):
                assert bar.width == pytest.approx(whole * value / at, abs=0.03)


def test_nothing_to_draw_is_nothing() -> None:
    for drawing in (
        sankey([], [], WORDS),
        tree([], others, str),
        curve([], str),
        layers([], [], others),
        bars([]),
        waterfall([]),
    ):
        assert drawing.marks == ()
