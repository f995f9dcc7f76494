from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.portfolio.performance import (
    Buyer,
    BuyOutStep,
    Contribution,
    Plain,
    Proceeds,
    Settlement,
    Terms,
    distribute,
    early_buy_out,
    gain_share,
    loss_share,
)
from tests.portfolio.performance.cases import PARTIES, days, events, shares, terms, year

AGREED = Terms(Fraction(1, 5), hurdle=Fraction(8, 100))
COST = [BuyOutStep(3), BuyOutStep(5, Fraction(4, 100))]


def plain_of(
    agreed: Terms, calls: tuple[Contribution, ...], sales: tuple[Proceeds, ...], guidance: str = "guidance"
) -> Plain:
    return Plain(agreed, calls, sales, distribute(agreed, calls, sales), guidance)


def fund(*sales: Proceeds) -> Plain:
    """A guidance fund with 30.00 and a social investor with 70.00."""
    calls = (Contribution(year(0), "guidance", 30_00, "a"), Contribution(year(0), "social", 70_00, "a"))
    return plain_of(AGREED, calls, sales)


def granted(settlement: Settlement, party: str) -> int:
    (share,) = [share for share in settlement.shares if share.party == party]
    return share.granted


def test_half_of_the_gain_beyond_the_hurdle_goes_to_the_manager() -> None:
    plain = fund(Proceeds(year(1), 200_00))
    # gain of 100: 80 to investors, of which 8 is the hurdle; the guidance fund has 30% of the 72 beyond
    found = gain_share(plain, Fraction(1, 2), to_manager=True)
    assert found.cost == 10_80
    assert granted(found, "GP") == 20_00 + 10_80
    assert granted(found, "social") == plain.waterfall.net("social")


def test_all_gain_beyond_a_hurdle_of_its_own_goes_to_the_other_investors() -> None:
    found = gain_share(fund(Proceeds(year(1), 200_00)), Fraction(1), to_manager=False, hurdle=Fraction(4, 100))
    assert found.cost == 24_00 - 1_20
    assert granted(found, "guidance") == 31_20
    assert granted(found, "social") == 126_00 + 22_80


def test_no_gain_no_concession() -> None:
    assert gain_share(fund(Proceeds(year(1), 108_00)), Fraction(1), to_manager=True).cost == 0


def test_a_buy_out_at_cost_and_later_with_interest() -> None:
    plain = fund(Proceeds(year(6), 200_00))
    early = early_buy_out(plain, year(2), COST, [Buyer("GP"), Buyer("social", 2)])
    assert early.price == 30_00
    assert early.cost == plain.waterfall.net("guidance") - 30_00
    assert granted(early, "guidance") == 30_00
    late = early_buy_out(plain, year(4), COST, [Buyer("GP")])
    assert late.price == 30_00 + 4 * 1_20
    compound = early_buy_out(plain, year(4), COST, [Buyer("GP")], compound=True)
    assert compound.price == 35_10  # 30 * 1.04 ** 4 = 35.0958


def test_what_was_received_before_counts_towards_the_price() -> None:
    plain = fund(Proceeds(year(1), 50_00), Proceeds(year(6), 150_00))
    assert early_buy_out(plain, year(2), COST, [Buyer("GP")]).price == 15_00


def test_a_buy_out_of_a_loser_is_a_gain_for_the_guidance_fund() -> None:
    assert early_buy_out(fund(Proceeds(year(6), 10_00)), year(2), COST, [Buyer("GP")]).cost == 3_00 - 30_00


def test_a_buy_out_too_late_or_without_buyers_is_refused() -> None:
    plain = fund(Proceeds(year(9), 200_00))
    with pytest.raises(InputError, match="no buy-out is open"):
        early_buy_out(plain, year(6), COST, [Buyer("GP")])
    with pytest.raises(InputError, match="name the buyers"):
        early_buy_out(plain, year(2), COST, [])
    leap = (Contribution(date(2020, 2, 29), "guidance", 5), Contribution(date(2020, 2, 29), "social", 5))
    on_leap_day = plain_of(AGREED, leap, ())
    assert early_buy_out(on_leap_day, date(2023, 2, 28), COST, [Buyer("social")]).price == 5
    with pytest.raises(InputError, match="no buy-out is open"):
        early_buy_out(on_leap_day, date(2023, 3, 1), COST[:1], [Buyer("social")])


def test_forty_percent_of_a_loss_is_borne_first() -> None:
    # up to 40% of the loss on a single project: 发改地区〔2021〕1072号
    plain = fund(Proceeds(year(3), 50_00, "a", final=True))
    found = loss_share(plain, Fraction(40, 100))
    # a loss of 50: 20 instead of 15
    assert found.cost == 5_00
    assert granted(found, "guidance") == 15_00 - 5_00
    assert granted(found, "social") == 35_00 + 5_00


def test_no_more_than_was_paid_in_is_lost_and_no_less_than_the_share() -> None:
    total = fund(Proceeds(year(3), 0, "a", final=True))
    assert loss_share(total, Fraction(1)).cost == 0 + 30_00 - 30_00
    assert loss_share(fund(Proceeds(year(3), 50_00, "a", final=True)), Fraction(1)).cost == 30_00 - 15_00
    assert loss_share(fund(Proceeds(year(3), 50_00, "a", final=True)), Fraction(1, 10)).cost == 0
    assert loss_share(fund(Proceeds(year(3), 50_00, "a")), Fraction(1)).cost == 0  # not closed
    assert loss_share(fund(Proceeds(year(3), 50_00, "a")), Fraction(40, 100), per_deal=False).cost == 5_00


def test_the_guidance_fund_must_be_an_investor_and_shares_are_shares() -> None:
    plain = fund(Proceeds(year(1), 200_00))
    with pytest.raises(InputError, match="has paid nothing in"):
        Plain(plain.terms, plain.contributions, plain.proceeds, plain.waterfall, "nobody")
    with pytest.raises(InputError, match="is no share"):
        loss_share(plain, Fraction(2))
    alone = plain_of(AGREED, (Contribution(year(0), "guidance", 5),), ())
    with pytest.raises(InputError, match="no other investor"):
        gain_share(alone, Fraction(1), to_manager=False)


@given(terms(), events(), shares, days, st.sampled_from([True, False]), st.integers(0, 3))
@settings(max_examples=120, deadline=None)
def test_concessions_move_money_and_make_none(
    agreed: Terms,
    money: tuple[tuple[Contribution, ...], tuple[Proceeds, ...]],
    share: Fraction,
    day: date,
    flag: bool,  # noqa: FBT001
    kind: int,
) -> None:
    assume(money[1])
    plain = plain_of(agreed, *money)
    if kind == 0:
        found = gain_share(plain, share, to_manager=flag)
        assert found.cost >= 0
    elif kind == 1:
        found = early_buy_out(plain, day, [BuyOutStep(20, share)], [Buyer("insurer", 3), Buyer("GP")], compound=flag)
        assert found.price is not None
        assert found.price >= 0
    else:
        found = loss_share(plain, share, per_deal=flag)
        assert found.cost >= 0
    assert sum(s.granted for s in found.shares) == sum(s.plain for s in found.shares)
    assert sum(s.plain for s in found.shares) == sum(sale.minor for sale in plain.proceeds)
    assert {s.party for s in found.shares} == set(PARTIES)
    (own,) = [s for s in found.shares if s.party == "guidance"]
    assert own.plain - own.granted == found.cost
