"""Overlap: funds of one field and size in one city come first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.model.regions import Region
from huoshui.policy.overlap import FundProfile, overlap

YI = 10**10


def fund(name: str, region: str, size: int | None, **amounts: int) -> FundProfile:
    return FundProfile(name, name, Region.parse(region), None if size is None else size * YI, amounts)


def test_two_of_a_kind_in_one_city_come_before_two_in_different_ones() -> None:
    found = overlap(
        [
            fund("a", "江苏/苏州", 10, biomedicine=1),
            fund("b", "江苏/苏州/昆山", 10, biomedicine=1),
            fund("c", "江苏/南京", 100, biomedicine=1),
            fund("d", "江苏/南京", 10, robotics=1),
        ],
        cut_off=0.5,
    )
    first = found.pairs[0]
    assert (first.left.id, first.right.id, first.within, first.shared) == ("a", "b", "江苏/苏州", ("biomedicine",))
    assert first.alike == pytest.approx(1)
    assert all(pair.within == "" for pair in found.pairs[1:])
    assert [(place.city, place.funds, place.money) for place in found.places] == [("江苏/苏州", 2, 20 * YI)]
    assert found.compared == 6


def test_a_field_and_the_one_above_it_are_somewhat_alike() -> None:
    """Humanoid robots lie within robotics."""
    near = overlap([fund("a", "北京", 1, humanoid_robots=1), fund("b", "北京", 1, robotics=1)], cut_off=0)
    far = overlap([fund("a", "北京", 1, humanoid_robots=1), fund("b", "北京", 1, agriculture=1)], cut_off=0)
    assert 0.3 < near.pairs[0].alike < 0.9
    assert far.pairs[0].alike == 0


def test_sizes_count_where_both_are_known() -> None:
    def alike(size: int | None) -> float:
        pair = overlap([fund("a", "北京", 16, robotics=1), fund("b", "北京", size, robotics=1)], cut_off=0).pairs[0]
        return pair.alike

    assert alike(16) == pytest.approx(1)
    assert alike(1) == pytest.approx(0.5)
    assert alike(None) == pytest.approx(1)


def test_funds_without_fields_are_named_and_not_compared() -> None:
    found = overlap([fund("a", "北京", 1, robotics=1), fund("b", "北京", 1)])
    assert found.compared == 0
    assert [one.id for one in found.without_fields] == ["b"]


SECTORS = st.dictionaries(
    st.sampled_from(["robotics", "biomedicine", "agriculture", "quantum"]), st.integers(1, 9), min_size=1
)


@given(st.lists(SECTORS, min_size=2, max_size=6), st.randoms())
def test_order_does_not_matter(all_amounts: list[dict[str, int]], random: object) -> None:
    funds = [fund(str(n), "北京", n + 1, **amounts) for n, amounts in enumerate(all_amounts)]
    turned = list(funds)
    random.shuffle(turned)  # type: ignore[attr-defined]

    def pairs(listed: list[FundProfile]) -> set[tuple[frozenset[str], float]]:
        return {(frozenset((p.left.id, p.right.id)), round(p.alike, 9)) for p in overlap(listed, cut_off=0.3).pairs}

    assert pairs(funds) == pairs(turned)
    assert all(0 <= alike <= 1 for _, alike in pairs(funds))
