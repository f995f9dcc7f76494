"""Whose a company is: the state's share, and control by majority."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.portfolio.lookthrough import Holdings, Nature, StateShares, Through, controlled
from tests.portfolio.lookthrough.made import Named, holdings


def shares_of(named: Named, natures: dict[str, Nature]) -> StateShares:
    nature = np.array([natures.get(name, Nature.UNKNOWN) for name in named.names], dtype=np.int8)
    return StateShares(Through(named.holdings), nature)


def test_a_bureau_and_its_vehicle_count_once() -> None:
    named = Named({"bureau>vehicle": 1.0, "vehicle>firm": 0.3, "bureau>firm": 0.1})
    found = shares_of(named, {"bureau": Nature.CITY, "vehicle": Nature.COUNTY}).of(named.id("firm"))
    assert found.share == pytest.approx(0.4)
    assert {named.names[body.entity]: body.direct for body in found.bodies} == {"vehicle": 0.3, "bureau": 0.1}
    assert found.indirect == 0


def test_a_fund_with_other_owners_beside_the_state_is_looked_through() -> None:
    named = Named({"province>fund": 0.6, "insurer>fund": 0.3, "fund>firm": 0.5, "founder>firm": 0.4})
    natures = {"province": Nature.PROVINCIAL, "insurer": Nature.SOCIAL, "founder": Nature.SOCIAL}
    found = shares_of(named, natures).of(named.id("firm"))
    parts = {part.nature: part.share for part in found.parts}
    assert parts[Nature.PROVINCIAL] == pytest.approx(0.3)
    assert parts[Nature.SOCIAL] == pytest.approx(0.55)
    assert parts[Nature.UNKNOWN] == pytest.approx(0.15)
    assert [found.direct, found.indirect] == pytest.approx([0, 0.3])


def test_unknown_owners_of_a_private_company_are_private() -> None:
    named = Named({"city>private": 0.2, "private>firm": 1.0})
    found = shares_of(named, {"city": Nature.CITY, "private": Nature.SOCIAL})
    assert found.share[named.id("firm")] == pytest.approx(0.2)
    assert found.parts[named.id("firm"), Nature.SOCIAL] == pytest.approx(0.8)


def test_a_state_body_is_the_states() -> None:
    named = Named({"bureau>vehicle": 1.0})
    found = shares_of(named, {"vehicle": Nature.CITY}).of(named.id("vehicle"))
    assert (found.share, found.direct, found.indirect) == (1, 1, 0)


@given(holdings(), st.data())
def test_parts_by_nature_make_one_and_bodies_make_the_states(made: Holdings, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.sampled_from(Nature), min_size=made.count, max_size=made.count))
    found = StateShares(Through(made), np.array(drawn, dtype=np.int8))
    assert found.parts.sum(axis=1) == pytest.approx(np.ones(made.count), abs=1e-9)
    for company in range(made.count):
        one = found.of(company)
        assert one.share == pytest.approx(found.share[company], abs=1e-9)
        assert one.share == pytest.approx(sum(p.share for p in one.parts if p.nature.is_state), abs=1e-9)
        assert one.direct >= 0
        assert one.indirect >= 0


def test_natures_that_are_none_are_refused() -> None:
    through = Through(Named({"A>B": 1.0}).holdings)
    with pytest.raises(InputError, match="a nature is one of"):
        StateShares(through, np.array([0, 9], dtype=np.int8))
    with pytest.raises(InputError, match="one nature for each"):
        StateShares(through, np.array([0], dtype=np.int8))


def test_control_adds_up_what_controlled_entities_hold() -> None:
    named = Named({"P>A": 0.51, "P>B": 0.51, "A>C": 0.3, "B>C": 0.21, "C>D": 0.9, "other>C": 0.49})
    through = Through(named.holdings)
    found = controlled(through, [named.id("P")])
    assert [(named.names[one.entity], one.tier) for one in found] == [("A", 1), ("B", 1), ("C", 2), ("D", 3)]
    assert found[2].votes == pytest.approx(0.51)
    # Of the money in D the controller has a quarter.
    assert through.of_holders([named.id("P")])[0, named.id("D")] == pytest.approx(0.51 * 0.51 * 0.9)


def test_a_half_is_no_majority_however_it_is_added() -> None:
    named = Named({"P>A": 0.1, "Q>A": 0.2, "R>A": 0.2})
    assert controlled(Through(named.holdings), [named.id(name) for name in "PQR"]) == ()
    more = Named({"P>A": 0.1, "Q>A": 0.2, "R>A": 0.2 + 1e-9})
    assert len(controlled(Through(more.holdings), [more.id(name) for name in "PQR"])) == 1


def test_own_shares_do_not_vote() -> None:
    named = Named({"P>A": 0.45, "A>A": 0.2})
    [found] = controlled(Through(named.holdings), [named.id("P")])
    assert found.votes == pytest.approx(0.45 / 0.8)


@pytest.mark.parametrize("majority", [0.49, 1.0])
def test_a_majority_that_is_none_is_refused(majority: float) -> None:
    with pytest.raises(InputError, match="a majority is"):
        controlled(Through(Named({"A>B": 1.0}).holdings), [0], majority)


@given(holdings())
def test_more_holders_never_control_less(made: Holdings) -> None:
    through = Through(made)
    alone = {one.entity for one in controlled(through, [0])}
    together = {one.entity for one in controlled(through, list({0, made.count - 1}))}
    assert alone - {made.count - 1} <= together
