"""Amounts through all tiers: exact parts, groups, concentration."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.portfolio.lookthrough import (
    Costs,
    Group,
    Holdings,
    Through,
    concentration,
    exposure,
    exposure_at_cost,
    grouped,
    parts_of,
)
from tests.portfolio.lookthrough.made import Named, holdings

MOST = 10**15
AMOUNTS = st.lists(st.tuples(st.floats(0, 1), st.integers(-MOST, MOST)), max_size=30)


@given(AMOUNTS)
def test_parts_sum_to_the_rounded_whole_and_each_is_next_to_its_product(rows: list[tuple[float, int]]) -> None:
    shares, values = np.array([row[0] for row in rows]), np.array([row[1] for row in rows], dtype=np.int64)
    exact = [Fraction(share) * value for share, value in rows]
    found = parts_of(shares, values).tolist()
    assert abs(sum(found) - sum(exact)) <= Fraction(1, 2) + Fraction(1, 100)
    assert all(abs(part - product) < 1 + Fraction(1, 100) for part, product in zip(found, exact, strict=True))


def test_the_largest_remainders_are_rounded_up() -> None:
    thirds = parts_of(np.array([1 / 3, 1 / 3, 1 / 3]), np.array([100, 100, 100]))
    assert thirds.tolist() == [34, 33, 33]
    assert parts_of(np.array([0.1, 0.6, 0.5]), np.array([1, 1, 1])).tolist() == [0, 1, 0]
    assert parts_of(np.array([0.5]), np.array([1])).tolist() == [1]


def test_whole_amounts_are_not_touched_by_floats() -> None:
    large = 2**62 + 1
    assert parts_of(np.array([1.0, 0.0]), np.array([large, 5])).tolist() == [large, 0]
    with pytest.raises(InputError, match="64 bits"):
        parts_of(np.ones(3), np.array([large] * 3))


def test_amounts_that_are_not_whole_are_refused() -> None:
    with pytest.raises(InputError, match="whole minor units, not float64"):
        concentration(np.array([1.5]))
    with pytest.raises(InputError, match="not of one length"):
        parts_of(np.array([0.5]), np.array([1, 2]))


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_shares_that_are_none_are_refused(share: float) -> None:
    with pytest.raises(InputError, match="from 0 to 1"):
        parts_of(np.array([share]), np.array([1]))


@given(holdings(acyclic=True), st.lists(st.integers(0, MOST), min_size=7, max_size=7))
def test_the_ends_divide_every_value_among_them(made: Holdings, drawn: list[int]) -> None:
    # Where every owner is known, no money is lost or made on the way up.
    through = Through(made)
    if through.gap.any():
        return
    values = np.where(through.is_end, 0, np.array(drawn[: made.count], dtype=np.int64))
    ends = np.flatnonzero(through.is_end)
    assert exposure(through, ends, values).sum() == pytest.approx(values.sum(), abs=len(ends))


def test_value_and_cost_through_two_tiers() -> None:
    named = Named({"city>fund": 0.25, "fund>chips": 0.1, "city>chips": 0.02, "fund>drugs": 0.5})
    city, fund, chips, drugs = (named.id(name) for name in ("city", "fund", "chips", "drugs"))
    values = np.zeros(4, dtype=np.int64)
    values[[chips, drugs]] = 1_000_000, 333
    through = Through(named.holdings)
    found = exposure(through, [city, fund], values)
    assert found[0, [chips, drugs]].tolist() == [45_000, 42]
    assert found[1, [chips, drugs]].tolist() == [100_000, 167]
    costs = Costs(
        np.array([fund, fund, city], dtype=np.int32),
        np.array([chips, drugs, chips], dtype=np.int32),
        np.array([80_000, 100, 7_000]),
    )
    paid = exposure_at_cost(through, [city, fund], costs)
    assert paid[0, [chips, drugs]].tolist() == [27_000, 25]
    assert paid[1, [chips, drugs]].tolist() == [80_000, 100]
    assert exposure(through, [], values).shape == (0, 4)


def test_values_must_be_one_for_each_entity() -> None:
    with pytest.raises(InputError, match="one value for each"):
        exposure(Through(Named({"A>B": 1.0}).holdings), [0], np.array([1]))


def test_groups_take_in_their_children_and_the_unknown_come_last() -> None:
    # 0 industry > 1 chips, 2 robots; 3 farming; one company unknown, one without an amount.
    parents = np.array([-1, 0, 0, -1], dtype=np.int32)
    found = grouped(np.array([10, 70, 5, 30, 500, 0]), np.array([0, 1, 2, 3, -1, 3]), parents)
    assert found == (
        Group(0, 85, 10, 3, 0),
        Group(1, 70, 70, 1, 1),
        Group(2, 5, 5, 1, 1),
        Group(3, 30, 30, 1, 0),
        Group(None, 500, 500, 1, 0),
    )


@given(st.lists(st.tuples(st.integers(0, MOST), st.integers(-1, 5)), max_size=30))
def test_groups_without_parents_make_up_the_whole(rows: list[tuple[int, int]]) -> None:
    amounts, category = np.array([row[0] for row in rows], dtype=np.int64), np.array([row[1] for row in rows], int)
    found = grouped(amounts, category)
    assert sum(group.amount for group in found) == sum(row[0] for row in rows)
    assert sum(group.companies for group in found) == sum(1 for row in rows if row[0])


@pytest.mark.parametrize(
    ("category", "parents", "message"),
    [
        ([0, 1], [1, 0], "stands above itself"),
        ([0, 1], [5, -1], "no category: 5"),
        ([0, 1], [-1], "no place"),
        ([0, -2], None, "from 0, or -1"),
        ([0], None, "one category for each"),
    ],
)
def test_categories_that_cannot_be_are_refused(category: list[int], parents: list[int] | None, message: str) -> None:
    above = None if parents is None else np.array(parents, dtype=np.int32)
    with pytest.raises(InputError, match=message):
        grouped(np.array([1, 1]), np.array(category, dtype=np.int32), above)


def test_concentration_is_exact() -> None:
    found = concentration(np.array([0, 50, 30, 20]))
    assert found is not None
    assert (found.count, found.whole, found.largest_at) == (3, 100, 1)
    assert [found.largest, found.top_ten] == [Fraction(1, 2), 1]
    assert [found.hhi, found.points] == [Fraction(38, 100), 3800]


@given(st.lists(st.integers(1, 2**50), min_size=1, max_size=40))
def test_the_index_lies_between_all_alike_and_one_alone(amounts: list[int]) -> None:
    found = concentration(np.array(amounts))
    assert found is not None
    assert Fraction(1, len(amounts)) <= found.hhi <= found.largest <= found.top_ten <= 1
    assert (found.hhi == Fraction(1, len(amounts))) == (len(set(amounts)) == 1)


def test_nothing_has_no_concentration_and_debts_have_none_either() -> None:
    assert concentration(np.zeros(3, dtype=np.int64)) is None
    with pytest.raises(InputError, match="below it"):
        concentration(np.array([5, -1]))
