"""Shares through all tiers: what they are, and what holds of them for any holdings."""

from __future__ import annotations

import importlib
import re
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.errors import HuoshuiError, InputError
from huoshui.portfolio.lookthrough import Holdings, Through
from huoshui.portfolio.lookthrough import through as module
from tests.portfolio.lookthrough.made import Named, dense, holdings

if TYPE_CHECKING:
    from random import Random


def everyone(made: Holdings) -> list[int]:
    return list(range(made.count))


def test_a_chain_multiplies_and_parallel_chains_add() -> None:
    named = Named({"fund>A": 0.8, "fund>B": 0.2, "A>B": 0.4, "B>C": 0.5})
    found = Through(named.holdings).of_holders([named.id("fund")])[0]
    assert found[named.id("B")] == pytest.approx(0.52)
    assert found[named.id("C")] == pytest.approx(0.26)


def test_rows_of_one_pair_add_up() -> None:
    made = Holdings(2, np.array([0, 0]), np.array([1, 1]), np.array([0.25, 0.5]))
    assert Through(made).of_holders([0])[0, 1] == 0.75
    assert Through(made).owners_of(1) == [(0, 0.75)]


def test_in_a_ring_what_comes_back_counts_again_only_when_gross() -> None:
    # Two companies own half of each other: half of a half of each is its own.
    through = Through(Named({"A>B": 0.5, "B>A": 0.5}).holdings)
    assert through.of_holders([0], gross=True)[0].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert through.of_holders([0])[0].tolist() == pytest.approx([0.25, 0.5])
    assert through.own.tolist() == pytest.approx([1 / 3, 1 / 3])


def test_own_shares_are_taken_out_of_the_whole() -> None:
    named = Named({"firm>firm": 0.2, "owner>firm": 0.6})
    through = Through(named.holdings)
    assert through.of_holders([named.id("owner")])[0, named.id("firm")] == pytest.approx(0.75)
    [ultimate] = through.ultimate([named.id("firm")])
    assert [*ultimate.share, ultimate.unknown] == pytest.approx([0.75, 0.25])


def test_a_company_that_nobody_is_known_to_own_is_its_own_end() -> None:
    [ultimate] = Through(Named({"A>B": 1.0}).holdings).ultimate([0])
    assert (ultimate.owner.tolist(), ultimate.share.tolist(), ultimate.unknown) == ([0], [1.0], 0.0)


@given(holdings())
def test_the_solution_is_the_sum_over_all_tiers(made: Holdings) -> None:
    direct = dense(made)
    total = term = direct
    for _ in range(4000):
        term = term @ direct
        total = total + term
    through = Through(made)
    assert through.of_holders(everyone(made), gross=True) == pytest.approx(total, abs=1e-9)
    assert through.behind(everyone(made), gross=True) == pytest.approx(total.T, abs=1e-9)


@given(holdings(acyclic=True))
def test_without_rings_it_is_the_sum_over_all_paths(made: Holdings) -> None:
    direct = dense(made)
    total = np.zeros_like(direct)

    def walk(path: tuple[int, ...]) -> None:
        for onward in range(path[-1] + 1, made.count):
            if direct[path[-1], onward]:
                steps = pairwise((*path, onward))
                total[path[0], onward] += np.prod([direct[a, b] for a, b in steps])
                walk((*path, onward))

    for start in everyone(made):
        walk((start,))
    found = Through(made).of_holders(everyone(made))
    assert found == pytest.approx(total, abs=1e-12)


@given(holdings())
def test_counted_once_a_share_is_the_chance_to_pass_through_the_holder(made: Holdings) -> None:
    # First passage: cut what is behind the holder, and ask how much of the company then ends there.
    through = Through(made)
    for holder in everyone(made):
        stopped = Through(made.without_owners([holder]))
        expected = stopped.of_holders([holder], gross=True)[0]
        found = through.of_holders([holder])[0]
        others = np.arange(made.count) != holder
        assert found[others] == pytest.approx(expected[others], abs=1e-9)
        assert (found <= 1 + 1e-12).all()
    from_below = through.behind(everyone(made)).T
    assert from_below == pytest.approx(through.of_holders(everyone(made)), abs=1e-9)


@given(holdings())
def test_the_ends_and_the_unknown_owners_of_a_company_make_one(made: Holdings) -> None:
    for ultimate in Through(made).ultimate(everyone(made)):
        assert ultimate.share.sum() + ultimate.unknown == pytest.approx(1, abs=1e-9)
        assert (np.diff(ultimate.share) <= 0).all()
        assert (ultimate.share > 0).all()


@given(holdings(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(made: Holdings, random: Random) -> None:
    order = list(range(made.share.size))
    random.shuffle(order)
    turned = Holdings(made.count, made.holder[order], made.held[order], made.share[order])
    found = Through(turned).of_holders(everyone(made))
    assert found == pytest.approx(Through(made).of_holders(everyone(made)), abs=1e-12)


@given(holdings(), st.randoms(use_true_random=False))
def test_the_numbers_of_the_entities_do_not_matter(made: Holdings, random: Random) -> None:
    new = everyone(made)
    random.shuffle(new)
    place = np.array(new, dtype=np.int32)
    turned = Through(Holdings(made.count, place[made.holder], place[made.held], made.share))
    found = turned.of_holders(place)[:, place]
    assert found == pytest.approx(Through(made).of_holders(everyone(made)), abs=1e-12)


@given(holdings(acyclic=True), st.floats(0.01, 1))
def test_a_holder_with_a_part_of_its_shares_has_that_part_of_all(made: Holdings, part: float) -> None:
    scaled = np.where(made.holder == 0, made.share * part, made.share)
    less = Through(Holdings(made.count, made.holder, made.held, scaled)).of_holders([0])
    assert less == pytest.approx(Through(made).of_holders([0]) * part, abs=1e-12)


@given(holdings(), st.data())
def test_taking_a_holding_away_never_raises_a_share(made: Holdings, data: st.DataObject) -> None:
    if not made.share.size:
        return
    kept = np.arange(made.share.size) != data.draw(st.integers(0, made.share.size - 1))
    fewer = Through(Holdings(made.count, made.holder[kept], made.held[kept], made.share[kept]))
    for gross in (False, True):
        before = Through(made).of_holders(everyone(made), gross=gross)
        assert (fewer.of_holders(everyone(made), gross=gross) <= before + 1e-9).all()


@given(holdings())
def test_large_groups_are_solved_by_rounds_to_the_same(made: Holdings) -> None:
    expected = Through(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "DENSE", 0)
        found = Through(made)
        assert found.own == pytest.approx(expected.own, abs=1e-9)
    assert found.of_holders(everyone(made)) == pytest.approx(expected.of_holders(everyone(made)), abs=1e-9)
    assert found.behind(everyone(made)) == pytest.approx(expected.behind(everyone(made)), abs=1e-9)


def test_groups_come_in_topological_order() -> None:
    # What the factors' sparseness rests on; a scipy that numbers groups otherwise would make this slow.
    random = np.random.default_rng(11)
    names = random.permutation(2000)
    held = random.integers(1, 2000, 6000)
    holder = np.maximum(held - random.integers(1, 100, 6000), 0)
    shares = np.full(6000, 1 / np.bincount(held).max())
    through = Through(Holdings(2000, names[holder], names[held], shares))
    assert through._apart is None
    assert through._lu.L.nnz <= 6000 + 2000
    assert through._lu.U.nnz == 2000


def test_a_ring_of_a_thousand_is_solved() -> None:
    ids = np.arange(1000)
    made = Holdings(1001, np.append(ids, 1000), np.append((ids + 1) % 1000, 0), np.append(np.full(1000, 0.9), 0.1))
    through = Through(made)
    assert through._apart is not None
    [ultimate] = through.ultimate([0])
    assert ultimate.owner.tolist() == [1000]
    assert ultimate.share[0] == pytest.approx(0.1 / (1 - 0.9**1000))
    assert ultimate.share[0] + ultimate.unknown == pytest.approx(1)


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ({"甲>乙": 0.7, "丙>乙": 0.4}, "more than the whole of 乙 is held: its shares add up to 1.1"),
        ({"甲>乙": 0.0}, "a share is a part of one, above 0 and at most 1, not 0: 甲 in 乙"),
        ({"甲>乙": 1.5}, "not 1.5: 甲 in 乙"),
        ({"甲>乙": float("nan")}, "not nan: 甲 in 乙"),
        ({"甲>甲": 1.0}, "甲 is said to own itself wholly"),
    ],
)
def test_shares_that_cannot_be_are_refused(shares: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        Named(shares)


def test_a_group_that_owns_itself_wholly_is_named() -> None:
    named = Named({"外>甲": 0.5, "乙>丙": 1.0, "丙>乙": 0.4, "丁>乙": 0.6, "丙>丁": 1.0})
    with pytest.raises(InputError, match=r"3 entities own one another wholly.*乙, 丙, 丁"):
        Through(named.holdings)


def test_a_group_that_is_all_but_closed_belongs_to_unknown_owners() -> None:
    through = Through(Named({"甲>乙": 1.0, "乙>甲": 1 - 1e-9}).holdings)
    assert through.unknown.tolist() == pytest.approx([1.0, 1.0])


def test_a_solution_that_misses_its_equations_is_not_given() -> None:
    through = Through(Named({"甲>乙": 0.5, "乙>丙": 0.5}).holdings)
    through._system = through._system * 1.001
    with pytest.raises(HuoshuiError, match="misses its equations"):
        through.of_holders([0])


def test_shares_that_exceed_one_by_rounding_are_scaled() -> None:
    made = Named({"A>C": 0.5, "B>C": 0.5 + 1e-10}).holdings
    assert made.share.sum() == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("wrong", [[3], [-1]])
def test_an_entity_that_is_none_is_said(wrong: list[int]) -> None:
    with pytest.raises(InputError, match=f"no such entity among 2: {wrong[0]}"):
        Through(Named({"A>B": 1.0}).holdings).of_holders(wrong)


def test_entities_are_whole_numbers() -> None:
    with pytest.raises(InputError, match="whole numbers, not by float64"):
        Holdings(2, np.array([0.5]), np.array([1]), np.array([0.5]))


def test_rings_of_too_many_are_answered_for_their_ends_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 1)
    through = Through(Named({"A>B": 0.5, "B>A": 0.5}).holdings)
    assert through.ultimate([0])[0].unknown == pytest.approx(1)
    with pytest.raises(HuoshuiError, match="2 entities hold one another in one ring"):
        through.behind([0])


def test_without_the_extra_one_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.delitem(sys.modules, "huoshui.portfolio.extra")
    with pytest.raises(InputError, match=re.escape("need scipy: pip install 'huoshui[portfolio]'")):
        importlib.import_module("huoshui.portfolio.extra")


def test_arrays_of_unlike_length_and_no_entities_are_refused() -> None:
    with pytest.raises(InputError, match="one length"):
        Holdings(2, np.array([0]), np.array([1, 1]), np.array([0.5]))
    with pytest.raises(InputError, match="no entities"):
        Holdings(0, np.array([], int), np.array([], int), np.array([]))


def test_entities_without_holdings_hold_nothing() -> None:
    through = Through(Holdings(3, np.array([], int), np.array([], int), np.array([])))
    assert through.of_holders([0, 2]).tolist() == [[0.0] * 3] * 2
    assert through.unknown.tolist() == [0.0] * 3


def test_names_can_be_looked_up() -> None:
    with pytest.raises(InputError, match="基金3 in 基金4"):
        Holdings(5, np.array([3]), np.array([4]), np.array([2.0]), "基金{}".format)
