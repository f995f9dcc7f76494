"""Composite indices: what each way of normalising gives, what is missing, how ranks hang on weights."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.policy.composite import (
    Index,
    Leaf,
    Node,
    Table,
    compose,
    read_index,
    read_table,
    sensitivity,
    shipped_indices,
)

if TYPE_CHECKING:
    from pathlib import Path


def leaf(name: str, weight: str = "1", *, standard: str | None = None, higher: bool = True) -> Leaf:
    known = None if standard is None else Decimal(standard)
    return Leaf(
        id=name, title=name, unit="", weight=Decimal(weight), higher_is_better=higher, standard=known, grade="A"
    )


def index(*parts: Leaf | Node, **method: object) -> Index:
    root = Node(id="root", title="", weight=Decimal(1), grade="A", parts=parts)
    made = Index(
        id="test", title="", title_en="", issuer="", edition="", grade="A", sources=("",), note="", normal="standard",
        cap=Decimal(100), together="arithmetic", missing="renormalise", assumed=(), published=(), root=root,
    )  # fmt: skip
    return replace(made, **method)  # type: ignore[arg-type]


def table(*rows: tuple[float | None, ...]) -> Table:
    values = np.array([[np.nan if cell is None else cell for cell in row] for row in rows], float)
    return Table(tuple(f"r{n}" for n in range(len(rows))), values)


def totals(of: Index, values: Table) -> list[float | None]:
    return [None if np.isnan(one) else round(float(one), 6) for one in compose(of, values).total]


def test_a_value_over_its_standard_earns_no_more_than_the_cap() -> None:
    assert totals(index(leaf("a", standard="50")), table((25,), (50,), (90,))) == [50, 100, 100]


def test_what_is_better_low_is_the_standard_over_the_value() -> None:
    assert totals(index(leaf("a", standard="50", higher=False)), table((100,), (50,), (25,))) == [50, 100, 100]


def test_levels_are_weighted_means() -> None:
    two = index(leaf("a", "60", standard="1"), leaf("b", "40", standard="1"))
    assert totals(two, table((1, 0.9955))) == [99.82]  # the published clue for the weights within output


@pytest.mark.parametrize(
    ("normal", "expected"), [("minmax", [0, 50, 100]), ("rank", [0, 50, 100]), ("zscore", [37.752551, 50, 62.247449])]
)
def test_normalising_within_the_table(normal: str, expected: list[float]) -> None:
    assert totals(index(leaf("a"), normal=normal), table((1,), (2,), (3,))) == expected


@pytest.mark.parametrize(("missing", "expected"), [("renormalise", 100), ("zero", 50), ("mean", 75), ("unknown", None)])
def test_what_is_missing(missing: str, expected: float | None) -> None:
    two = index(leaf("a", standard="1"), leaf("b", standard="1"), missing=missing)
    assert totals(two, table((1, None), (1, 0.5)))[0] == expected


def test_a_geometric_mean_punishes_what_lags() -> None:
    two = index(leaf("a", standard="1"), leaf("b", standard="1"), together="geometric")
    assert totals(two, table((0.25, 1), (0, 1))) == [50, 0]


def test_how_much_of_the_weight_is_known_is_said() -> None:
    two = index(leaf("a", "3", standard="1"), leaf("b", "1", standard="1"))
    assert compose(two, table((1, None), (None, None))).known.tolist() == [0.75, 0]
    assert compose(two, table((1, None), (None, None))).ranks() == (1, None)


def test_a_standard_that_is_not_published_is_asked_for() -> None:
    with pytest.raises(InputError, match="not published"):
        compose(index(leaf("a")), table((1,)))


def test_ranks_range_over_the_weights() -> None:
    two = index(leaf("a", standard="1"), leaf("b", standard="1"))
    close = table((1, 0.5), (0.52, 1), (0.1, 0.1))
    found = sensitivity(two, close, by=0.5, draws=200)
    assert found == sensitivity(two, close, by=0.5, draws=200)
    assert [(one.rank, one.best, one.worst) for one in found.ranges] == [(2, 1, 2), (1, 1, 2), (3, 3, 3)]


@given(st.lists(st.tuples(*[st.floats(0, 1)] * 3), min_size=2, max_size=8), st.permutations([0, 1, 2]))
def test_the_order_of_indicators_does_not_matter(rows: list[tuple[float, ...]], order: list[int]) -> None:
    leaves = [leaf("a", "1", standard="1"), leaf("b", "2", standard="1"), leaf("c", "3", standard="1")]
    plain = compose(index(*leaves), table(*rows)).total
    turned = compose(index(*(leaves[n] for n in order)), table(*(tuple(row[n] for n in order) for row in rows))).total
    assert np.allclose(plain, turned)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8), st.floats(0, 50))
def test_more_is_never_worse(values: list[float], more: float) -> None:
    one = index(leaf("a", standard="60"))
    before = compose(one, table(*((value,) for value in values))).total
    after = compose(one, table(*((value + more,) for value in values))).total
    assert (after >= before).all()


def test_the_published_structure_is_kept_apart_from_what_is_known_of_it() -> None:
    found = {one.id: one for one in shipped_indices()}["regional-innovation-2025"]
    assert found.published == (5, 12, 49)
    assert found.known[:2] == (5, 12)
    assert found.known[2] < 49
    assert found.assumed


def test_a_table_is_read_by_ids_or_titles_and_faults_name_their_cell(tmp_path: Path) -> None:
    found = {one.id: one for one in shipped_indices()}["science-progress-standards"]
    file = tmp_path / "values.csv"
    file.write_text("地区,rd_intensity,万人大专以上学历人数\n甲省,2.5,\n乙省,1.25,500\n", encoding="utf-8")
    composite = compose(found, read_table(file, found))
    assert composite.regions == ("甲省", "乙省")
    assert composite.total.tolist() == [100, 50]
    file.write_text("地区,rd_intensity\n甲省,很多\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 2, rd_intensity: '很多' is no number"):
        read_table(file, found)
    file.write_text("地区,没有的\n甲省,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 1: '没有的' is no indicator"):
        read_table(file, found)


def test_a_faulty_index_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("index: x\ntitle: x\ntitle_en: x\nissuer: x\nedition: 1\ngrade: A\nsources: [x]\n"
                    "method: { normalise: magic, together: arithmetic, missing: zero }\n"
                    "indicators: [{ id: a, title: a }]\n", encoding="utf-8")  # fmt: skip
    with pytest.raises(InputError, match=r"bad.yaml, line 8: method.normalise: "):
        read_index(file)
