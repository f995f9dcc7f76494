from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxirr import pe

from huoshui.errors import InputError
from huoshui.portfolio.performance import Flow, Index, Status, kaplan_schoar, long_nickels, pme_plus

START = date(2015, 1, 1)


def year(number: int) -> date:
    return START + timedelta(365 * number)


def index_of(*levels: int) -> Index:
    return Index.of((year(number), Decimal(level)) for number, level in enumerate(levels))


# https://en.wikipedia.org/wiki/Public_Market_Equivalent: calls of 100 and 50, 60 and 10 given back, 110 left
FLOWS = [Flow(year(0), -100_00), Flow(year(1), -50_00), Flow(year(2), 60_00), Flow(year(3), 10_00)]
INDEX = index_of(100, 105, 115, 117, 120)
END, VALUE = year(4), 110_00


def test_long_nickels_as_published() -> None:
    found = long_nickels(FLOWS, VALUE, END, INDEX)
    assert found.index_value == 104_28
    assert found.fund.rate == pytest.approx(0.0643, abs=5e-5)
    assert found.index is not None
    assert found.index.rate == pytest.approx(0.0530, abs=5e-5)


def test_kaplan_schoar_is_exact() -> None:
    # a fund that takes 100 at a level of 100 and gives 120 at 110 is worth 120 / 110 of the index
    two = [Flow(year(0), -100_00), Flow(year(1), 120_00)]
    assert kaplan_schoar(two, 0, year(1), index_of(100, 110)).ratio == Fraction(12, 11)
    grown = Fraction(100 * 120, 100) + Fraction(50 * 120, 105)
    received = Fraction(60 * 120, 115) + Fraction(10 * 120, 117)
    assert kaplan_schoar(FLOWS, VALUE, END, INDEX).ratio == (received + 110) / grown


def test_pme_plus_makes_index_and_fund_worth_the_same() -> None:
    found = pme_plus(FLOWS, VALUE, END, INDEX)
    grown = Fraction(100 * 120, 100) + Fraction(50 * 120, 105)
    received = Fraction(60 * 120, 115) + Fraction(10 * 120, 117)
    assert found.factor == (grown - 110) / received
    assert found.index is not None
    assert found.index.rate is not None
    assert found.fund.rate is not None
    assert found.index.rate < found.fund.rate


def test_a_fund_that_is_the_index_is_as_good_as_it() -> None:
    flows = [Flow(year(0), -100_00), Flow(year(1), 50_00)]
    index, value = index_of(100, 200, 300), 225_00
    assert kaplan_schoar(flows, value, year(2), index).ratio == 1
    assert long_nickels(flows, value, year(2), index).index_value == value
    assert pme_plus(flows, value, year(2), index).factor == 1


def test_the_last_level_before_a_day_holds() -> None:
    index = index_of(100, 110)
    assert index.level(year(1) - timedelta(1)) == 100
    assert index.level(year(9)) == 110


def test_an_index_that_begins_too_late_is_named_with_the_first_day_it_lacks() -> None:
    late = Index.of([(year(1), Decimal(100))])
    with pytest.raises(InputError, match=f"begins on {year(1)} and has no level for {year(0)}"):
        kaplan_schoar(FLOWS, VALUE, END, late)


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([], "no level"),
        ([(START, Decimal(0))], "above zero"),
        ([(START, Decimal("NaN"))], "above zero"),
        ([(START, Decimal(1)), (START, Decimal(2))], "two levels"),
    ],
)
def test_an_index_that_cannot_be_is_refused(points: list[tuple[date, Decimal]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Index.of(points)


def test_where_an_equivalent_is_undefined_the_reason_stands() -> None:
    nothing = kaplan_schoar([], 0, END, INDEX)
    assert (nothing.ratio, nothing.undefined) == (None, "nothing was paid in")
    generous = [Flow(year(0), -100_00), Flow(year(1), 500_00)]
    short = long_nickels(generous, 10_00, END, INDEX)
    assert short.index is None
    assert short.undefined
    assert short.index_value < 0
    young = pme_plus([Flow(year(0), -100_00)], VALUE, END, INDEX)
    assert (young.factor, young.index, young.undefined) == (None, None, "nothing was received yet")
    dear = pme_plus(FLOWS, 900_00, END, INDEX)
    assert dear.index is None
    assert dear.factor is not None
    assert dear.factor < 0


def test_flows_after_the_end_and_debts_are_refused() -> None:
    with pytest.raises(InputError, match="comes after"):
        kaplan_schoar(FLOWS, VALUE, year(2), INDEX)
    with pytest.raises(InputError, match="below zero"):
        kaplan_schoar(FLOWS, -1, END, INDEX)


@given(
    st.lists(st.tuples(st.integers(-(10**10), 10**10), st.integers(50, 400)), min_size=2, max_size=9),
    st.integers(0, 10**10),
)
@settings(deadline=None)
def test_agrees_with_another_implementation(rows: list[tuple[int, int]], value: int) -> None:
    flows = [Flow(year(number), minor) for number, (minor, _) in enumerate(rows)]
    index = index_of(*(level for _, level in rows))
    amounts, levels = [float(minor) for minor, _ in rows], [float(level) for _, level in rows]
    end = year(len(rows) - 1)
    ratio = kaplan_schoar(flows, value, end, index).ratio
    if ratio is not None:
        assert float(ratio) == pytest.approx(pe.ks_pme(amounts, levels, value), rel=1e-9)
    left = long_nickels(flows, value, end, index)
    assert left.index_value == pytest.approx(pe.ln_pme_nav(amounts, levels), abs=1, rel=1e-9)
    plus = pme_plus(flows, value, end, index)
    if plus.factor is not None:
        assert float(plus.factor) == pytest.approx(pe.pme_plus_lambda(amounts, levels, value), rel=1e-6, abs=1e-9)
    assert left.fund.status in Status
