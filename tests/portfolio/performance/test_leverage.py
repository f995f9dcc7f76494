from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.portfolio.performance import Definition, Leverage, Tier, leverage, rounded

YI = 10**10


def figure(figures: tuple[Leverage, ...], definition: Definition, tier: str) -> Leverage:
    (found,) = [each for each in figures if each.definition is definition and each.tier == tier]
    return found


def test_published_figures_are_met() -> None:
    # sub-funds of 241.5亿元 on 41.5 committed by the fund of funds: https://www.bihai123.com/bulletin/ckcj/1107381.html
    first = leverage([Tier("sub", size=2415 * YI // 10, above_committed=415 * YI // 10)])
    assert str(rounded(figure(first, Definition.A, "sub").ratio)) == "5.82"
    # 250 on 67: http://dzb.whb.cn/2024-12-31/7/detail-874979.html
    second = leverage([Tier("sub", size=250 * YI, above_committed=67 * YI)])
    assert str(rounded(figure(second, Definition.A, "sub").ratio)) == "3.73"
    # 1901 social on 424 government, paid in, printed as 4.5:
    # https://czj.wuhan.gov.cn/FBJD/XXGKML/QTZDGKNR/JYTABL/202507/t20250723_2623888.html
    third = leverage([Tier("all funds", government_paid=424 * YI, social_paid=1901 * YI)])
    assert str(rounded(figure(third, Definition.B, "all funds").ratio)) == "4.48"


def test_each_tier_and_all_of_them() -> None:
    tiers = [
        Tier(
            "mother",
            size=30,
            government_committed=20,
            social_committed=10,
            government_paid=12,
            social_paid=6,
            planned=90,
        ),
        Tier("regional", 80, 25, 10, 15, 5, 40, 20),
        Tier("sub", 200, 60, 18, 0, 0, 140, 70),
    ]
    figures = leverage(tiers)
    ratios = {(each.definition.value, each.tier): each.ratio for each in figures}
    assert len(figures) == 16
    assert ratios["PM-LEV-A", "mother"] is None
    assert ratios["PM-LEV-A", "regional"] == Fraction(80, 25)
    assert ratios["PM-LEV-B", "regional"] == Fraction(20, 5 + 10)
    assert ratios["PM-LEV-C", "mother"] == 3
    assert ratios["PM-LEV-D", "sub"] == Fraction(140, 60)
    assert ratios["PM-LEV-A", "all"] == Fraction(200, 25)
    assert ratios["PM-LEV-B", "all"] == Fraction(6 + 20 + 70, 12 + 5)
    assert ratios["PM-LEV-C", "all"] == 3
    assert ratios["PM-LEV-D", "all"] == Fraction(10 + 40 + 140, 20 + 15)


def test_what_is_not_known_gives_no_figure() -> None:
    figures = leverage([Tier("mother", size=30, social_paid=6)])
    assert {each.ratio for each in figures} == {None}
    assert str(figure(figures, Definition.B, "mother")) == "— (PM-LEV-B, mother)"


def test_a_figure_never_stands_without_its_definition() -> None:
    assert str(Leverage(Definition.D, "sub", 9, 4)) == "2.25 (PM-LEV-D, sub)"


@pytest.mark.parametrize(
    ("tiers", "message"),
    [
        ([Tier("")], "name of its own"),
        ([Tier("all")], "name of its own"),
        ([Tier("a"), Tier("a")], "name of its own"),
        ([Tier("a", size=-1)], "without a sign"),
    ],
)
def test_tiers_that_cannot_be_are_refused(tiers: list[Tier], message: str) -> None:
    with pytest.raises(InputError, match=message):
        leverage(tiers)


def test_no_tiers_no_figures() -> None:
    assert leverage([]) == ()


@given(st.integers(1, 10**15), st.integers(0, 10**15))
def test_a_is_b_and_one_where_the_fund_above_is_the_only_public_investor(above: int, social: int) -> None:
    tier = Tier("sub", above + social, above, above, 0, 0, social, social)
    figures = leverage([tier])
    a, b = figure(figures, Definition.A, "sub").ratio, figure(figures, Definition.B, "sub").ratio
    assert a is not None
    assert b is not None
    assert a == b + 1
