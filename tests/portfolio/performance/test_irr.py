from __future__ import annotations

from datetime import date
from decimal import Context, Decimal

import numpy as np
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.portfolio.performance import Flow, FlowTable, Status, irr, irrs

START = date(2010, 1, 1).toordinal()


def yearly(*units: float) -> list[Flow]:
    """Flows 365 days apart, in units of 100 minor ones."""
    return [Flow(date.fromordinal(START + 365 * year), round(unit * 100)) for year, unit in enumerate(units)]


def dated(*flows: tuple[str, float]) -> list[Flow]:
    return [Flow(date.fromisoformat(day), round(unit * 100)) for day, unit in flows]


def present_value(flows: list[Flow], rate: Decimal) -> Decimal:
    exact = Context(prec=80)
    first = min(flow.day for flow in flows)
    return sum(
        (Decimal(f.minor) / exact.power(1 + rate, exact.divide(Decimal((f.day - first).days), Decimal(365))))
        for f in flows
    )  # type: ignore[return-value]


def test_the_example_of_the_spreadsheet_function() -> None:
    # XIRR function, Microsoft, https://support.microsoft.com/zh-cn/excel/functions/xirr-function
    flows = dated(
        ("2008-01-01", -10000), ("2008-03-01", 2750), ("2008-10-30", 4250), ("2009-02-15", 3250), ("2009-04-01", 2750)
    )  # fmt: skip
    assert irr(flows).rate == pytest.approx(0.373362535, abs=5e-9)


def test_the_dollar_weighted_return_of_a_textbook() -> None:
    # Bodie, Kane, Marcus, Investments, solutions to chapter 24: 26.99%, which is of years without a leap day (later
    # printings move the dates to 2019 and 2020 and keep the rate);
    # https://5y1.org/download/b46855704cdb327ed8f51237f32fc2d3.doc
    flows = dated(
        ("2010-01-01", -148000), ("2010-01-03", 2500), ("2010-03-20", 4000), ("2010-07-05", 1500),
        ("2010-12-02", 14360), ("2011-03-10", -23000), ("2011-04-07", 3000), ("2011-05-03", 198000),
    )  # fmt: skip
    assert irr(flows).rate == pytest.approx(0.2699, abs=5e-5)


def test_five_equal_payments_with_two_leap_days() -> None:
    # https://docs.rs/crate/financial/latest/source/src/scheduled_cashflow/xirr.rs
    flows = dated(("2016-07-08", -379), *((f"{year}-07-08", 100) for year in range(2017, 2022)))
    assert irr(flows).rate == pytest.approx(0.10004608364, abs=1e-9)


def test_norstroms_criterion_in_a_textbook() -> None:
    # slides to Blank and Tarquin, Engineering Economy: two changes of sign, one of the running total, so one rate;
    # https://slideplayer.com/slide/16422892 (the 4.7% printed there leaves 1,659, and is none)
    flows = yearly(-12000, -2000, 3000, 8000, 8000, -1000)
    found = irr(flows)
    assert found.status is Status.OK
    assert found.rate == pytest.approx(0.0869766, abs=1e-7)
    assert found.rate is not None
    assert abs(present_value(flows, Decimal(found.rate))) < Decimal("1e-6")


@pytest.mark.parametrize(
    ("flows", "roots"),
    [
        # pyxirr and spreadsheets return 10% with no word of 20%
        (yearly(-100, 230, -132), (0.10, 0.20)),
        # http://www.edupristine.com/discuss/viewtopic.php?f=13&t=1406: about 38% and 260%
        (yearly(-2000, 10000, -10000), (0.381966, 2.618034)),
        # closer together than the grid is fine, by the factors (1.10 - x)(1.101 - x)
        (yearly(-100, 220.1, -121.11), (0.10, 0.101)),
        (yearly(100, -230, 132), (0.10, 0.20)),
        (yearly(-1000, 3600, -4310, 1716), (0.1, 0.2, 0.3)),
    ],
)
def test_several_rates_are_listed_and_none_is_chosen(flows: list[Flow], roots: tuple[float, ...]) -> None:
    found = irr(flows)
    assert (found.rate, found.status) == (None, Status.AMBIGUOUS)
    assert found.roots == pytest.approx(roots, abs=1e-6)


@pytest.mark.parametrize(
    ("flows", "status"),
    [
        ([], Status.NO_FLOWS),
        (yearly(0, 0), Status.NO_FLOWS),
        (dated(("2020-01-01", -5), ("2020-01-01", 5)), Status.NO_FLOWS),
        (yearly(-100), Status.ONE_SIDED),
        (yearly(-100, -50, 0), Status.ONE_SIDED),
        (yearly(100, 3), Status.ONE_SIDED),
        (dated(("2020-01-01", -5), ("2020-01-01", 8)), Status.ONE_SIDED),
        (yearly(100, -150, 100), Status.NONE_FOUND),
        (dated(("2020-01-01", -1), ("2020-01-02", 3)), Status.NONE_FOUND),
        (yearly(-1_000_000, 10), Status.NONE_FOUND),
    ],
)
def test_where_there_is_no_rate_the_status_says_why(flows: list[Flow], status: Status) -> None:
    assert (irr(flows).rate, irr(flows).status, irr(flows).roots) == (None, status, ())


def test_status_labels() -> None:
    assert [status.label for status in Status] == ["ok", "no_flows", "one_sided", "ambiguous", "none_found"]


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        (yearly(-100, 110), 0.10),
        (yearly(100, -110), 0.10),
        (yearly(-100, 0, 100), 0.0),
        (yearly(-100, 50), -0.5),
        (yearly(-100, 220, -121), 0.10),  # two equal roots are one
        (yearly(-1, 2, -1), 0.0),
        (yearly(-100, 100, -100, 100), 0.0),
        (dated(("2020-01-01", -100), ("2020-01-02", 101)), 1.01**365 - 1),
    ],
)
def test_rates_known_by_hand(flows: list[Flow], rate: float) -> None:
    assert irr(flows).rate == pytest.approx(rate, abs=1e-7)


def test_norstroms_root_is_taken_and_a_negative_one_besides_it_is_listed() -> None:
    flows = yearly(-1, 3, -1.5)
    assert irr(flows).rate == pytest.approx((3**0.5 + 1) / 2)
    days = [flow.day.toordinal() for flow in flows]
    table = irrs(np.array(days), np.array([flow.minor for flow in flows]), np.array([0, 3]))
    assert table.roots(0) == pytest.approx([(1 - 3**0.5) / 2, (3**0.5 + 1) / 2])


def test_where_norstroms_root_is_out_of_range_the_one_within_it_is_the_rate() -> None:
    found = irr(dated(("2010-01-01", 1), ("2010-01-02", -3), ("2010-01-30", 1)))
    assert found.rate == pytest.approx(-0.99990, abs=1e-5)


def test_a_small_fee_after_the_last_proceeds_does_not_make_a_rate_doubtful() -> None:
    assert irr(yearly(-100, -50, 30, 200, -0.5)).rate == pytest.approx(irr(yearly(-100, -50, 30, 199.6)).rate, abs=2e-3)


def test_amounts_of_any_size_have_the_same_rate() -> None:
    # in minor units, funds of hundreds of billions are where bounds on the present value itself no longer settle
    small, large = yearly(-100, 20, 95), [Flow(f.day, f.minor * 10**13) for f in yearly(-100, 20, 95)]
    assert irr(large).rate == pytest.approx(irr(small).rate, rel=1e-12)


def test_a_table_keeps_each_account_at_its_place() -> None:
    series = [yearly(-100, 110), [], yearly(-100, 230, -132), yearly(-5), yearly(-100, 50, -10, 90), yearly(-1, 2)]
    table = FlowTable.from_series(series)
    found = irrs(table.days.astype(np.int32), table.minor, table.offsets)
    assert len(found) == 6
    assert [found[place] for place in range(6)] == [irr(flows) for flows in series]
    assert found.rate.dtype == np.float64
    assert found.status.dtype == np.int8
    assert np.isnan(found.rate[found.status != Status.OK]).all()


def test_an_empty_table() -> None:
    nothing = np.array([], np.int64)
    assert len(irrs(nothing, nothing, np.array([0]))) == 0
    assert irrs(nothing, nothing, np.array([0, 0, 0])).status.tolist() == [Status.NO_FLOWS] * 2


@pytest.mark.parametrize(
    ("days", "minor", "offsets", "message"),
    [
        ([1, 2], [1], [0, 2], "2 days but 1 amounts"),
        ([1, 2], [1, 2], [0, 1], "offsets must rise"),
        ([1, 2], [1, 2], [0, 2, 1, 2], "offsets must rise"),
        ([1, 2], [1.5, 2.0], [0, 2], "whole numbers"),
        ([1, 2], [2**62, -1], [0, 2], "beyond any amount"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(
    days: list[int], minor: list[float], offsets: list[int], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        irrs(np.array(days), np.array(minor), np.array(offsets))


def test_ten_thousand_ordinary_accounts_agree_with_pyxirr() -> None:
    random = np.random.default_rng(7)
    series = [random.integers(8, 30) for _ in range(10_000)]
    offsets = np.concatenate([[0], np.cumsum(series)])
    days = np.concatenate([START + np.sort(random.integers(0, 4000, length)) for length in series])
    ranks = np.arange(offsets[-1]) - np.repeat(offsets[:-1], series)
    minor = np.where(ranks * 2 < np.repeat(series, series), -1, 1) * random.integers(10**6, 10**9, offsets[-1])
    found = irrs(days, minor, offsets)
    for place in range(0, 10_000, 10):
        part = slice(offsets[place], offsets[place + 1])
        theirs = pyxirr.xirr([date.fromordinal(day) for day in days[part].tolist()], minor[part].astype(float))
        assert found.rate[place] == pytest.approx(theirs, abs=1e-8)


flow = st.builds(Flow, st.integers(START, START + 6000).map(date.fromordinal), st.integers(-(10**12), 10**12))
account = st.lists(flow, max_size=12)


@given(account)
@settings(max_examples=300, deadline=None)
def test_the_present_value_changes_sign_at_the_rate(flows: list[Flow]) -> None:
    found = irr(flows)
    for rate in [found.rate] if found.rate is not None else found.roots:
        nearby = Decimal("1e-7") * Decimal(1 + abs(rate))
        low, high = present_value(flows, Decimal(rate) - nearby), present_value(flows, Decimal(rate) + nearby)
        gross = present_value([Flow(f.day, abs(f.minor)) for f in flows], Decimal(rate))
        assert low * high <= 0 or min(abs(low), abs(high)) <= gross * Decimal("1e-8")


@given(account)
@settings(max_examples=200, deadline=None)
def test_a_rate_is_the_only_one_or_the_only_positive_one(flows: list[Flow]) -> None:
    table = FlowTable.from_series([flows])
    found = irrs(table.days, table.minor, table.offsets)
    roots = found.roots(0) if len(flows) else ()
    if found[0].status is Status.OK:
        mine = [root for root in roots if root == pytest.approx(found[0].rate, abs=1e-6)]
        assert len(mine) == 1
        assert len(roots) == 1 or (mine[0] > 0 and sum(root > 0 for root in roots) == 1)
    elif found[0].status is Status.AMBIGUOUS:
        assert len(roots) > 1
    else:
        assert not roots


@given(account, st.randoms(use_true_random=False), st.integers(2, 1000))
@settings(max_examples=200, deadline=None)
def test_order_zero_flows_scale_and_side_change_nothing(flows: list[Flow], random: object, factor: int) -> None:
    found = irr(flows)
    shuffled = list(flows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    variants = [
        shuffled,
        [*flows, Flow(date.fromordinal(START + 3000), 0), Flow(date.min, 0)],
        [Flow(f.day, f.minor * factor) for f in flows],
        [Flow(f.day, -f.minor) for f in flows],
        [Flow(date.fromordinal(f.day.toordinal() + 1000), f.minor) for f in flows],
    ]
    for variant in variants:
        other = irr(variant)
        assert other.status is found.status
        assert other.rate == (None if found.rate is None else pytest.approx(found.rate, rel=1e-7, abs=1e-9))


def test_a_grid_a_hundred_times_finer_finds_no_other_roots() -> None:
    random = np.random.default_rng(5)
    logs = np.linspace(np.log(1e-4), np.log(101), 20_001)
    seen = set()
    for _ in range(150):
        count = int(random.integers(3, 9))
        days, minor = START + random.integers(0, 9000, count), random.integers(-100, 101, count)
        found = irrs(days, minor, np.array([0, count]))
        exponents = -logs[:, None] * (days - START) / 365
        signs = np.sign((np.exp(exponents - exponents.max(1, keepdims=True)) * minor).sum(1))
        crossings = int((signs[:-1] * signs[1:] < 0).sum() + (signs == 0).sum())
        assert len(found.roots(0)) == crossings
        seen.add(crossings)
    assert seen >= {0, 1, 2, 3}
