from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.portfolio.performance import (
    Basis,
    Contribution,
    Flow,
    Payment,
    Proceeds,
    Step,
    Terms,
    Waterfall,
    distribute,
    irr,
)
from huoshui.portfolio.performance.sharing import apportion
from tests.portfolio.performance.cases import DEALS, PARTIES, START, events, terms, year

USUAL = Terms(Fraction(1, 5), hurdle=Fraction(8, 100))
EACH = Terms(Fraction(1, 5), basis=Basis.DEAL_BY_DEAL)
CALLS = [Contribution(year(0), "LP", 10, "a")]


def by_step(found: Waterfall, party: str) -> list[int]:
    return [found.total(step, party) for step in (Step.CAPITAL, Step.HURDLE, Step.CATCH_UP, Step.CARRY)]


def test_a_published_european_waterfall() -> None:
    # 10 million in, 18 out a year later, 8% and 20% with full catch-up: 10, 0.8, 0.2, then 5.6 and 1.4;
    # https://ilyab.xyz/1.-Notes/Finance/M-and-A/Distribution-Waterfall
    found = distribute(USUAL, [Contribution(year(0), "LP", 10_000_000_00)], [Proceeds(year(1), 18_000_000_00)])
    assert by_step(found, "LP") == [10_000_000_00, 800_000_00, 0, 5_600_000_00]
    assert by_step(found, "GP") == [0, 0, 200_000_00, 1_400_000_00]


def test_a_published_european_waterfall_of_two_exits() -> None:
    # 100 million in, 60 out and then 80: all of the first exit and 40 of the second are capital, no carry before it;
    # https://docs.gildi.io/waterfall-and-distributions/waterfall-european
    calls = [Contribution(year(0), "LP", 100)]
    sales = [Proceeds(year(1), 60), Proceeds(year(2), 80)]
    found = distribute(USUAL, calls, sales)
    first, second = (
        [(payment.step, payment.party, payment.minor) for payment in found.payments if payment.day == year(number)]
        for number in (1, 2)
    )
    assert first == [(Step.CAPITAL, "LP", 60)]
    assert second[0] == (Step.CAPITAL, "LP", 40)
    # 8 of 100, then 8% of the 48 left
    assert second[1] == (Step.HURDLE, "LP", 12)
    assert found.net("GP") == 40 // 5


def test_capital_first_and_then_a_fifth_of_the_gain() -> None:
    # 财建〔2011〕668号, article 18: 20% of proceeds less capital to the manager, the rest by capital;
    # http://dlnp.com.cn/economics/2011-09/13/content_23405934_3.htm
    calls = [
        Contribution(year(0), "central", 50),
        Contribution(year(0), "local", 50),
        Contribution(year(0), "other", 150),
    ]
    found = distribute(Terms(Fraction(1, 5)), calls, [Proceeds(year(6), 500)])
    assert found.net("GP") == 50
    assert [found.net(party) for party in ("central", "local", "other")] == [90, 90, 270]


def test_the_compound_hurdle_is_paid_when_the_irr_is_the_hurdle() -> None:
    calls = [Contribution(year(0), "LP", 10**13), Contribution(date(2019, 6, 14), "LP", 4 * 10**12)]
    sales = [Proceeds(date(2020, 2, 29), 6 * 10**12), Proceeds(date(2023, 9, 3), 4 * 10**13)]
    found = distribute(USUAL, calls, sales)
    owed = [payment for payment in found.received("LP") if payment.step in {Step.CAPITAL, Step.HURDLE}]
    flows = [*(Flow(call.day, -call.minor) for call in calls), *(Flow(p.day, p.minor) for p in owed)]
    assert irr(flows).rate == pytest.approx(0.08, abs=1e-9)


def test_the_simple_hurdle_is_interest_on_capital_alone() -> None:
    simple = Terms(Fraction(1, 5), hurdle=Fraction(8, 100), compound=False)
    calls = [Contribution(year(0), "LP", 100_00)]
    assert by_step(distribute(simple, calls, [Proceeds(year(3), 124_00)]), "LP") == [100_00, 24_00, 0, 0]
    assert by_step(distribute(USUAL, calls, [Proceeds(year(3), 125_97)]), "LP") == [100_00, 25_97, 0, 0]


def test_a_partial_catch_up_and_none() -> None:
    calls, sales = [Contribution(year(0), "LP", 100_00)], [Proceeds(year(1), 150_00)]
    half = distribute(Terms(Fraction(1, 5), Fraction(8, 100), catch_up=Fraction(1, 2)), calls, sales)
    # carry of the gain paid out: x / 2 = (8 + x) / 5, so x = 16 / 3, half of it each
    assert half.total(Step.CATCH_UP) == 533
    assert half.net("GP") == pytest.approx(50_00 / 5, abs=1)
    hard = distribute(Terms(Fraction(1, 5), Fraction(8, 100), catch_up=Fraction(0)), calls, sales)
    assert hard.net("GP") == (50_00 - 8_00) // 5


def test_below_capital_only_capital_is_paid_and_by_capital() -> None:
    calls = [Contribution(year(0), "one", 300), Contribution(year(0), "two", 100)]
    found = distribute(USUAL, calls, [Proceeds(year(2), 103)])
    assert (found.net("one"), found.net("two"), found.net("GP")) == (77, 26, 0)
    assert found.total(Step.CAPITAL) == 103


def deals(*gains: tuple[str, int, int]) -> tuple[list[Contribution], list[Proceeds]]:
    """Deals of 100.00 each, closed one a year at what is given."""
    calls = [Contribution(year(0), "LP", 100_00, deal) for deal, _, _ in gains]
    return calls, [Proceeds(year(number), minor, deal, final=True) for deal, number, minor in gains]


def test_deal_by_deal_pays_carry_early_and_whole_fund_does_not() -> None:
    calls, sales = deals(("winner", 1, 208_00), ("loser", 2, 5_00))
    each = Terms(Fraction(1, 5), Fraction(8, 100), basis=Basis.DEAL_BY_DEAL)
    american = distribute(each, calls, sales)
    assert by_step(american, "GP") == [0, 0, 2_00, 19_60]
    european = distribute(USUAL, calls, sales)
    assert european.net("GP") == 0


def test_a_loss_is_carried_forward_to_the_next_deal() -> None:
    each = Terms(Fraction(1, 5), basis=Basis.DEAL_BY_DEAL)
    found = distribute(each, *deals(("loser", 1, 20_00), ("winner", 2, 200_00)))
    assert found.total(Step.CAPITAL) == 20_00 + 180_00
    assert found.net("GP") == (200_00 - 180_00) // 5
    write_off = distribute(each, *deals(("loser", 1, 0), ("winner", 2, 200_00)))
    assert write_off.net("GP") == 0


def test_fees_are_recovered_before_carry_deal_by_deal() -> None:
    calls, sales = deals(("winner", 1, 150_00))
    found = distribute(
        Terms(Fraction(1, 5), basis=Basis.DEAL_BY_DEAL), [*calls, Contribution(year(0), "LP", 10_00)], sales
    )
    assert found.net("GP") == 40_00 // 5


def test_the_clawback_gives_back_carry_that_the_whole_fund_did_not_earn() -> None:
    each = Terms(Fraction(1, 5), basis=Basis.DEAL_BY_DEAL, clawback=True)
    found = distribute(each, *deals(("winner", 1, 200_00), ("loser", 2, 40_00)))
    assert found.total(party="GP") == 20_00
    assert found.clawback == (Payment(year(2), Step.CLAWBACK, "LP", 12_00),)
    assert (found.net("GP"), found.net("LP")) == (8_00, 232_00)  # a fifth of the gain of 40
    lost = distribute(each, *deals(("winner", 1, 200_00), ("loser", 2, 0)))
    assert (lost.net("GP"), lost.net("LP")) == (0, 200_00)
    good = distribute(each, *deals(("winner", 1, 200_00), ("other", 2, 130_00)))
    assert good.clawback == ()


def test_a_clawback_without_catch_up_leaves_the_hurdle_out_of_the_gain() -> None:
    hard = Terms(Fraction(1, 5), Fraction(8, 100), Fraction(0), basis=Basis.DEAL_BY_DEAL, clawback=True)
    found = distribute(hard, *deals(("winner", 1, 208_00), ("loser", 2, 80_00)))
    assert found.total(party="GP") == 20_00
    # 188 of the winner and 80 to the investor: the first year's hurdle of 16, then 8% of the 28 still owed
    assert found.net("GP") == int(Fraction(1, 5) * (88_00 - 16_00 - 2_24))


def test_a_clawback_makes_up_the_hurdle() -> None:
    each = Terms(Fraction(1, 5), Fraction(8, 100), basis=Basis.DEAL_BY_DEAL, clawback=True)
    found = distribute(each, *deals(("winner", 1, 208_00), ("loser", 2, 12_00)))
    # 186.40 of the winner leaves 29.60 owed, 31.97 a year later, of which 12 come in; carry beyond a fifth is less
    assert found.total(party="GP") == 21_60
    assert found.net("GP") == 21_60 - 19_97


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Terms(Fraction(1)), "is no share"),
        (lambda: Terms(Fraction(-1, 5)), "is no share"),
        (lambda: Terms(Fraction(1, 5), hurdle=Fraction(8)), "no annual rate"),
        (lambda: Terms(Fraction(1, 5), catch_up=Fraction(1, 5)), "never reaches"),
        (lambda: distribute(USUAL, [], [Proceeds(year(0), 5)]), "before any contribution"),
        (lambda: distribute(USUAL, [Contribution(year(0), "LP", -5)], []), "without a sign"),
        (lambda: distribute(EACH, CALLS, [Proceeds(year(1), 5)]), "not closed"),
        (lambda: distribute(EACH, CALLS, [Proceeds(year(1), 5, "b")]), "nothing was paid in"),
        (lambda: distribute(EACH, CALLS, [Proceeds(year(n), 5, "a", final=True) for n in (1, 2)]), "not closed"),
    ],
)
def test_what_cannot_be_is_refused(make: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()  # type: ignore[operator]


@given(terms(), events())
@settings(max_examples=150, deadline=None)
def test_money_is_conserved_and_no_payment_is_below_zero(
    agreed: Terms, money: tuple[tuple[Contribution, ...], tuple[Proceeds, ...]]
) -> None:
    calls, sales = money
    found = distribute(agreed, calls, sales)
    assert all(payment.minor > 0 for payment in (*found.payments, *found.clawback))
    for day in {sale.day for sale in sales}:
        paid = sum(payment.minor for payment in found.payments if payment.day == day)
        assert paid == sum(sale.minor for sale in sales if sale.day == day)
    assert sum(found.net(party) for party in PARTIES) == sum(sale.minor for sale in sales)
    assert found.total(Step.CAPITAL) <= sum(call.minor for call in calls)
    carried = found.total(Step.CATCH_UP, "GP") + found.total(Step.CARRY)
    assert sum(payment.minor for payment in found.clawback) <= carried


@given(terms(), events())
@settings(max_examples=100, deadline=None)
def test_after_the_clawback_the_manager_has_no_more_than_its_share_of_the_whole_gain(
    agreed: Terms, money: tuple[tuple[Contribution, ...], tuple[Proceeds, ...]]
) -> None:
    calls, sales = money
    found = distribute(replace(agreed, clawback=True), calls, sales, manager="manager")
    gain = sum(sale.minor for sale in sales) - sum(call.minor for call in calls)
    assert 0 <= found.net("manager") <= agreed.carry * max(0, gain)


@given(terms(), events(), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_events_are_given_does_not_matter(
    agreed: Terms, money: tuple[tuple[Contribution, ...], tuple[Proceeds, ...]], seed: int
) -> None:
    calls, sales = list(money[0]), list(money[1])
    found = distribute(agreed, calls, sales)
    shuffle = random.Random(seed).shuffle  # noqa: S311  nothing secret
    shuffle(calls)
    shuffle(sales)
    assert distribute(agreed, calls, sales) == found


@given(terms(Basis.WHOLE_FUND), st.integers(1, 10**12), st.integers(0, 10**12), st.integers(1, 3000))
def test_the_manager_never_has_more_than_its_share_of_the_gain(agreed: Terms, paid: int, back: int, days: int) -> None:
    found = distribute(agreed, [Contribution(START, "LP", paid)], [Proceeds(START + timedelta(days), back)])
    assert found.net("GP") <= agreed.carry * max(0, back - paid)
    assert found.net("LP") + found.net("GP") == back


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**15), min_size=1, max_size=9))
def test_parts_add_up_and_keep_within_their_weights(amount: int, weights: list[int]) -> None:
    if not sum(weights):
        amount = 0
    parts = apportion(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(amount * weight, sum(weights) or 1)
        assert abs(part - exact) < 1
        assert part <= weight or amount > sum(weights)


def test_nobody_to_take_an_amount_is_an_error() -> None:
    with pytest.raises(InputError, match="cannot be divided"):
        apportion(5, [0, 0])
    assert apportion(0, []) == []
    assert set(DEALS) == {"a", "b", "c"}
