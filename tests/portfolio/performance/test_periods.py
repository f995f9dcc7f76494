from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.portfolio.performance import (
    Flow,
    FlowTable,
    Period,
    calendar_quarters,
    calendar_years,
    irrs,
    period_flows,
    period_return,
    period_returns,
    since_inception,
)


def test_modified_dietz_of_a_published_month() -> None:
    # CFA level III practice: 50 million on 28 February 2003, 51.5 on 31 March, 0.5 redeemed on 15 March: 4.02%;
    # https://forum.theanalystspace.com/redirect.php?goto=lastpost&tid=83116
    month = Period(date(2003, 2, 28), date(2003, 3, 31))
    found = period_return(month, 50_000_000_00, [Flow(date(2003, 3, 15), 500_000_00)], 51_500_000_00)
    assert found.dietz is not None
    assert float(found.dietz) == pytest.approx(0.0402, abs=5e-5)
    assert found.annual is None
    assert found.rate == pytest.approx(0.0402, abs=5e-4)


def test_money_weighted_and_dietz_returns_of_two_years() -> None:
    # Modified Dietz method, money-weighted return: 100, then 50 a year later, 300 after two: 50% a year, 125% in all;
    # https://en.wikipedia.org/wiki/Modified_Dietz_method
    start = date(2021, 3, 1)
    period = Period(start, start + timedelta(730))
    found = period_return(period, 100_00, [Flow(start + timedelta(365), -50_00)], 300_00)
    assert found.annual == pytest.approx(0.5)
    assert found.rate == pytest.approx(1.25)
    assert found.dietz == Fraction(150, 125)
    assert (found.gain, found.paid_in, found.received) == (150_00, 50_00, 0)


def test_flows_of_the_first_day_are_in_the_opening_value_and_those_of_the_last_day_count() -> None:
    period = Period(date(2022, 12, 31), date(2023, 12, 31))
    flows = [Flow(date(2022, 12, 31), -7), Flow(date(2023, 12, 31), 5), Flow(date(2024, 1, 1), 9)]
    found = period_return(period, 100, flows, 105)
    assert (found.paid_in, found.received, found.gain) == (0, 5, 10)
    assert found.annual == pytest.approx(0.10)


def test_calendar_years_and_quarters() -> None:
    years = calendar_years(date(2021, 5, 4), date(2023, 2, 28))
    assert [(p.label, p.start, p.end) for p in years] == [
        ("2021", date(2020, 12, 31), date(2021, 12, 31)),
        ("2022", date(2021, 12, 31), date(2022, 12, 31)),
        ("2023", date(2022, 12, 31), date(2023, 2, 28)),
    ]
    quarters = calendar_quarters(date(2022, 11, 1), date(2023, 4, 1))
    assert [(p.label, p.end) for p in quarters] == [
        ("2022Q4", date(2022, 12, 31)),
        ("2023Q1", date(2023, 3, 31)),
        ("2023Q2", date(2023, 4, 1)),
    ]


def test_a_period_needs_a_day() -> None:
    with pytest.raises(InputError, match="has no day"):
        Period(date(2023, 1, 1), date(2023, 1, 1))


def test_since_inception_takes_all_flows_and_the_closing_value() -> None:
    start = date(2020, 1, 1)
    flows = [Flow(start, -100_00), Flow(start + timedelta(365), 10_00), Flow(start + timedelta(5000), 1)]
    found = since_inception(flows, 110_00, start + timedelta(730))
    assert found is not None
    assert found.annual == pytest.approx((0.1 + (0.01 + 4 * 1.1) ** 0.5) / 2 - 1)
    assert (found.opening, found.gain) == (0, 20_00)
    assert since_inception(flows, 110_00, start) is None
    young = since_inception(flows, 101_00, start + timedelta(90))
    assert young is not None
    assert young.annual is None
    assert young.rate == pytest.approx(0.01)


def test_a_period_without_a_known_value_has_no_return() -> None:
    years = calendar_years(date(2020, 1, 1), date(2021, 12, 31))
    values = {date(2020, 12, 31): 100, date(2021, 12, 31): 120}
    first, second = period_returns(years, [Flow(date(2020, 6, 1), -90)], values.get)
    assert (first.paid_in, first.gain, first.irr, first.dietz) == (90, None, None, None)
    assert second.annual == pytest.approx(0.2)
    assert second.dietz == Fraction(1, 5)


def test_dietz_has_no_meaning_without_capital() -> None:
    period = Period(date(2020, 12, 31), date(2021, 12, 31))
    assert period_return(period, 0, [Flow(date(2021, 12, 31), -10)], 12).dietz is None


days = st.integers(date(2019, 1, 1).toordinal(), date(2024, 1, 1).toordinal()).map(date.fromordinal)
flows = st.lists(st.builds(Flow, days, st.integers(-(10**9), 10**9)), max_size=8)


@given(flows, st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_gains_of_years_add_up(series: list[Flow], opening: int, middle: int, closing: int) -> None:
    values = {date(2019, 12, 31): opening, date(2020, 12, 31): middle, date(2021, 12, 31): closing}
    years = period_returns(calendar_years(date(2020, 1, 1), date(2021, 12, 31)), series, values.get)
    both = period_return(Period(date(2019, 12, 31), date(2021, 12, 31)), opening, series, closing)
    assert sum(year.gain or 0 for year in years) == both.gain


@given(st.lists(st.tuples(flows, st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=4))
@settings(deadline=None)
def test_many_accounts_at_once_have_the_rates_that_each_alone_has(
    accounts: list[tuple[list[Flow], int, int]],
) -> None:
    start, end = date(2020, 12, 31), date(2022, 6, 30)
    table = FlowTable.from_series([series for series, _, _ in accounts])
    openings, closings = np.array([row[1] for row in accounts]), np.array([row[2] for row in accounts])
    within = period_flows(table, start, end, openings, closings)
    found = irrs(within.days, within.minor, within.offsets)
    for place, (series, opening, closing) in enumerate(accounts):
        alone = period_return(Period(start, end), opening, series, closing).irr
        assert alone is not None
        assert found[place].status is alone.status
        assert found[place].rate == (None if alone.rate is None else pytest.approx(alone.rate))


def test_many_accounts_since_inception() -> None:
    start = date(2020, 1, 1)
    series = [Flow(start, -100), Flow(start + timedelta(365), 10), Flow(start + timedelta(900), -5)]
    table = FlowTable.from_series([series, [Flow(start, -50)], []])
    within = period_flows(table, None, start + timedelta(730), None, np.array([110, 0, 0]))
    found = irrs(within.days, within.minor, within.offsets)
    alone = since_inception(series, 110, start + timedelta(730))
    assert alone is not None
    assert alone.irr == found[0]
    assert [status.label for status in (found[1].status, found[2].status)] == ["one_sided", "no_flows"]
    with pytest.raises(InputError, match="belong together"):
        period_flows(table, start, start + timedelta(1), None, np.array([1, 1, 1]))
