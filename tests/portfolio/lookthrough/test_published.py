"""Worked examples from public sources."""

from __future__ import annotations

import numpy as np
import pytest

from huoshui.portfolio.lookthrough import Nature, StateShares, Through, controlled
from tests.portfolio.lookthrough.made import Named


def test_parent_and_subsidiaries_of_an_accounting_textbook() -> None:
    """Beams, Anthony, Clement, Lowensohn: Advanced Accounting, 10th edition (Pearson 2009), chapter 9, question 3.

    The answers: https://text.123docz.com/document/4771668-solution-manual-advanced-accounting-10e-by-beams-ch09.htm
    (a) 70 % of Y, which has 60 % of Z: the parent's owners have 42 % of Z; outsiders 40 % directly, 18 % through Y.
    (b) 70 % of A and 30 % of B, A has 30 % of B: 21 % of B indirectly; outsiders 40 % directly and 9 % indirectly.
    """
    chain = Named({"parent>Y": 0.7, "outside>Y": 0.3, "Y>Z": 0.6, "outside>Z": 0.4})
    found = Through(chain.holdings).behind([chain.id("Z")])[0]
    assert found[chain.id("parent")] == pytest.approx(0.42)
    assert found[chain.id("outside")] == pytest.approx(0.40 + 0.18)
    both = Named({"parent>A": 0.7, "parent>B": 0.3, "A>B": 0.3, "outside>A": 0.3, "outside>B": 0.4})
    found = Through(both.holdings).behind([both.id("B")])[0]
    assert found[both.id("parent")] == pytest.approx(0.30 + 0.21)
    assert found[both.id("outside")] == pytest.approx(0.40 + 0.09)


def test_three_tiers_of_the_same_textbook() -> None:
    """The same, chapter 9 as slides by J. M. David (https://www.scribd.com/presentation/298834385): 56 % and 52 %."""
    son = Named({"parent>A": 0.8, "A>B": 0.7})
    assert Through(son.holdings).of_holders([son.id("parent")])[0, son.id("B")] == pytest.approx(0.56)
    affiliates = Named({"parent>A": 0.8, "parent>B": 0.2, "A>B": 0.4})
    found = Through(affiliates.holdings).of_holders([affiliates.id("parent")])[0]
    assert found[affiliates.id("B")] == pytest.approx(0.52)


def test_two_firms_that_hold_each_other_and_a_family() -> None:
    """Exercise "Ownership structure", https://besttutorshelp.com/solution-9338/: A owns 50 % of B, B 25 % of A,

    the family 1 % of each; the series 1 + x + x² + … = 1/(1 − x) is given. With x = 50 % × 25 %, of 100 that A makes
    the family has (1 + 25 % × 1) / (1 − 12.5 %) = 1.428571…
    """
    named = Named({"A>B": 0.5, "B>A": 0.25, "family>A": 0.01, "family>B": 0.01})
    found = Through(named.holdings).behind([named.id("A")])[0]
    assert 100 * found[named.id("family")] == pytest.approx((1 + 0.25 * 1) / (1 - 0.125))


def test_the_only_shareholder_outside_of_a_ring_owns_all_of_it() -> None:
    """T-rank, "Understanding ownership", https://trank.no/understanding-ownership/, section Circular ownership.

    A person with a small stake in some companies of a group is the only shareholder outside of it: integrated
    ownership is 100 % of each of them. The stakes here are made up, the group's shape is what counts.
    """
    named = Named({"person>A": 0.02, "C>A": 0.98, "A>B": 1.0, "person>C": 0.05, "B>C": 0.6, "A>C": 0.35})
    found = Through(named.holdings).of_holders([named.id("person")])[0]
    assert found[[named.id(firm) for firm in "ABC"]] == pytest.approx([1, 1, 1])


def test_mines_and_diamonds_that_own_two_fifths_of_each_other() -> None:
    """ "Stock pricing with cross-ownership", https://economics.stackexchange.com/questions/8891

    Two companies own 42 % of each other. By the closed form for two (Baldone, Brioschi, Paleari, "Ownership measures
    among firms connected by cross-shareholdings", Quaderni di Finanza 1997), the outside owners of one have
    58 % / (1 − 42 %²) of it, those of the other 42 % of that.
    """
    named = Named({"mining>diamonds": 0.42, "diamonds>mining": 0.42, "public>mining": 0.58, "others>diamonds": 0.58})
    [ultimate] = Through(named.holdings).ultimate([named.id("mining")])
    assert [named.names[owner] for owner in ultimate.owner] == ["public", "others"]
    assert ultimate.share.tolist() == pytest.approx([0.58 / (1 - 0.42**2), 0.42 * 0.58 / (1 - 0.42**2)])
    assert ultimate.share.sum() == pytest.approx(1)


def test_the_sample_of_controlling_companies() -> None:
    """USACO training, problem "Controlling Companies" (concom), as told at https://blog.csdn.net/z_ert/article/details/83568890

    1 owns 80 % of 2, 2 owns 80 % of 3, 3 owns 20 % of 1: 1 controls 2 and 3, 2 controls 3.
    """
    named = Named({"1>2": 0.8, "2>3": 0.8, "3>1": 0.2})
    through = Through(named.holdings)
    found = {name: [named.names[one.entity] for one in controlled(through, [named.id(name)])] for name in "123"}
    assert found == {"1": ["2", "3"], "2": ["3"], "3": []}


def test_several_city_vehicles_and_one_indirect_holding() -> None:
    """In the manner of a maker of memory chips, with numbers of our own: four city vehicles hold directly, a fifth

    through a partnership that others have most of; together 36.79 %.
    """
    named = Named(
        {
            "city capital>maker": 0.1524,
            "city industry>maker": 0.0987,
            "city airport>maker": 0.0613,
            "city science>maker": 0.0335,
            "partnership>maker": 0.1100,
            "city capital>partnership": 0.2000,
            "private>partnership": 0.7000,
            "national fund>maker": 0.0875,
            "overseas>maker": 0.1204,
        },
    )
    natures = {"city": Nature.CITY, "private": Nature.SOCIAL, "national": Nature.CENTRAL, "overseas": Nature.FOREIGN}
    nature = np.array([natures.get(name.split()[0], Nature.UNKNOWN) for name in named.names])
    found = StateShares(Through(named.holdings), nature).of(named.id("maker"))
    parts = {part.nature: part.share for part in found.parts}
    assert parts[Nature.CITY] == pytest.approx(0.3679, abs=1e-12)
    assert parts[Nature.CENTRAL] == pytest.approx(0.0875)
    assert found.share == pytest.approx(0.3679 + 0.0875)
    assert found.indirect == pytest.approx(0.022)
    assert found.direct == pytest.approx(0.3459 + 0.0875)
    first = found.bodies[0]
    assert named.names[first.entity] == "city capital"
    assert [first.direct, first.indirect] == pytest.approx([0.1524, 0.022])
    assert sum(parts.values()) == pytest.approx(1, abs=1e-12)
