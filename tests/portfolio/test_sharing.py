"""The waterfall and concessions of funds in the ledger, reckoned by hand for the small family."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huoshui.errors import InputError, NotFound
from huoshui.portfolio.family import (
    BuyOut,
    Concession,
    Families,
    Family,
    Figure,
    GainShare,
    LossShare,
    Sharing,
    written,
)
from huoshui.portfolio.family import read_concession as concession
from huoshui.portfolio.family import read_terms as terms
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.made import make_family
from huoshui.portfolio.performance import Basis, Terms
from huoshui.portfolio.vocabulary import Kind
from tests.portfolio.family import BOOK, EVENTS, WAN, day, event
from tests.portfolio.wide import WIDE

if TYPE_CHECKING:
    from pathlib import Path

    from huoshui.model.money import Money
    from huoshui.portfolio.book import Book

PLAIN = terms("8%", "20%", "100%", simple=True)
#: Days from the contributions of 2019-04-01 to the distribution of 2022-09-30, and from there to 2023-12-31.
BEFORE, AFTER = 1278, 457


def families(folder: Path, book: Book = BOOK) -> Families:
    ledger = Ledger(f"sqlite:///{folder / 'ledger.db'}")
    ledger.post(book, author="张", what="开账")
    return Families(ledger)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Families:
    return families(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def late(small: Families) -> Family:
    return small.at(day("2023-12-31"))


def wan(money: Money) -> float:
    return money.minor / WAN


def by_party(told: Sharing) -> dict[str, tuple[float, float]]:
    return {one.party.id if one.party else "": (wan(one.net), wan(one.actual)) for one in told.parties}


def fen(wan_: Fraction) -> int:
    """An amount of 万元 in 分, to the nearest."""
    return round(wan_ * WAN)


def test_all_that_was_distributed_so_far_is_capital(late: Family) -> None:
    told = late.sharing("子", PLAIN)
    assert [wan(one.total) for one in told.tiers] == [5_000, 0, 0, 0]
    assert by_party(told) == {"民企": (3_000, 3_000), "母": (2_000, 2_000), "": (0, 0)}
    assert (told.liquidated, told.clawback.minor, told.granted) == (None, 0, ())
    assert told.distributable == told.actual


def test_as_if_liquidated_the_net_assets_pass_through_every_step(late: Family) -> None:
    """Net assets of 123,000,000: cash of 58, half of a company valued at 90, a company of 20 at cost, in millions."""
    told = late.sharing("子", PLAIN, liquidate=True)
    preferred = [  # each investor's interest on what was not yet returned
        fen(Fraction(paid * 8 * BEFORE + paid // 2 * 8 * AFTER, 100 * 365)) for paid in (4_000, 6_000)
    ]
    capital, hurdle, catch_up, rest = told.tiers
    assert told.liquidated is not None
    assert (wan(told.liquidated), wan(told.distributable), wan(told.actual)) == (12_300, 17_300, 5_000)
    assert (wan(capital.total), hurdle.total.minor, hurdle.carry.minor) == (10_000, sum(preferred), 0)
    assert catch_up.total == catch_up.carry
    assert catch_up.carry.minor == sum(preferred) // 4
    assert rest.carry.minor == rest.total.minor // 5
    shares = {one.party.id if one.party else "": one for one in told.parties}
    assert abs(shares[""].net.minor - 1_460 * WAN) <= 1  # a fifth of the gain of 7,300, rounded down at each step
    assert [shares[name].preferred.minor for name in ("母", "民企")] == preferred
    assert shares["母"].difference.minor == shares["母"].net.minor - 2_000 * WAN


def test_compound_interest_is_more_than_simple(late: Family) -> None:
    simple, compound = (late.sharing("子", replace(PLAIN, compound=way), liquidate=True) for way in (False, True))
    hurdle = 10_000 * (1.08 ** (BEFORE / 365)) - 5_000
    hurdle = hurdle * 1.08 ** (AFTER / 365) - 5_000
    assert compound.tiers[1].total.minor == pytest.approx(hurdle * WAN, abs=2)
    assert compound.tiers[1].total > simple.tiers[1].total


def test_deal_by_deal_returns_the_deal_and_the_fees_before_carry(late: Family) -> None:
    """Of 6,000 for half a company: 3,000 that it cost, 200 of fees, and a fifth of the remaining 2,800 as carry."""
    told = late.sharing("子", terms("0%", "20%", "100%", basis="deal_by_deal"))
    assert [(wan(one.investors), wan(one.carry)) for one in told.tiers] == [(3_200, 0), (0, 0), (0, 0), (2_240, 560)]
    assert by_party(told) == {"民企": (3_264, 3_000), "母": (2_176, 2_000), "": (560, 0)}
    assert wan(told.paid_in) == 5_200


def test_deal_by_deal_closes_what_is_left_as_if_sold(late: Family) -> None:
    told = late.sharing("子", terms("0%", "20%", "100%", basis="deal_by_deal", clawback=True), liquidate=True)
    assert told.liquidated is not None
    assert wan(told.liquidated) == 6_500  # 4,500 and 2,000, without the cash
    assert wan(told.parties[-1].net) == (12_500 - 5_200) / 5


def test_the_guidance_fund_grants_a_part_of_its_gain(late: Family) -> None:
    (granted,) = late.sharing(
        "子", PLAIN, liquidate=True, guidance="母", concessions=[GainShare(Fraction(1, 5))]
    ).granted
    plain = Fraction(2, 5) * (17_300 - 1_460)  # of what the investors have together
    hurdle = Fraction(4_000 * 8 * BEFORE + 2_000 * 8 * AFTER, 100 * 365)
    assert abs(granted.cost.minor - fen((plain - 4_000 - hurdle) / 5)) <= 1
    shares = {one.party.id if one.party else "": one for one in granted.shares}
    assert shares["母"].plain - shares["母"].granted == granted.cost
    assert shares[""].granted - shares[""].plain == granted.cost
    assert shares["民企"].granted == shares["民企"].plain


@pytest.mark.parametrize("when", ["2023-12-31", "2022-12-31"])
def test_the_price_of_a_buy_out_is_cost_with_interest(late: Family, when: str) -> None:
    """2,000 of 4,000 came back on 2022-09-30; interest at 3.5% on both until the day. The other 4,336 are given up."""
    told = late.sharing(
        "子", PLAIN, liquidate=True, guidance="母", concessions=[concession(f"buyout:{when}:cost+3.5%")]
    )
    (granted,) = told.granted
    since = (day(when) - day("2022-09-30")).days
    price = 2_000 + Fraction(35, 1000) * Fraction(4_000 * BEFORE + 2_000 * since, 365)
    assert granted.price is not None
    assert abs(granted.price.minor - fen(price)) <= 1
    given_up = Fraction(2, 5) * (17_300 - 1_460) - 2_000
    assert abs(granted.cost.minor - fen(given_up - price)) <= 2


def test_a_buy_out_after_the_day_gives_up_what_is_left(late: Family) -> None:
    (granted,) = late.sharing(
        "子", PLAIN, liquidate=True, guidance="母", concessions=[BuyOut(day("2024-12-31"))]
    ).granted
    assert granted.price is not None
    assert wan(granted.price) == 2_000


def test_a_loss_is_borne_first_by_the_guidance_fund(small: Families) -> None:
    """200 of fees are lost by the end of 2020: of them 80 are its part, a half is 100."""
    early = small.at(day("2020-12-31"))
    told = early.sharing("子", PLAIN, liquidate=True, guidance="母", concessions=[LossShare(Fraction(1, 2))])
    assert wan(told.granted[0].cost) == 20
    assert wan(early.sharing("子", PLAIN, liquidate=True, guidance="母", concessions=[LossShare(Fraction(3, 10))]).granted[0].cost) == 0  # fmt: skip # noqa: E501


def test_an_only_investor_sells_to_the_manager(late: Family) -> None:
    told = late.sharing("母", PLAIN, liquidate=True, guidance="财政局", concessions=[BuyOut(day("2023-12-31"))])
    assert [one.party.id if one.party else "" for one in told.granted[0].shares] == ["财政局", ""]
    assert told.granted[0].price is not None
    assert wan(told.granted[0].price) == 20_000


def test_an_interest_that_was_sold_takes_its_history_with_it(tmp_path: Path) -> None:
    """The social investor sells half: 3,000 of 6,000, on which 1,500 came back."""
    sold = event("T1", Kind.TRANSFER, "2023-01-01", "民企", "子", 1_000, other="财政局", committed=6_000 * WAN, paid=3_000 * WAN)  # fmt: skip # noqa: E501
    carry = event("F9", Kind.FEE, "2023-02-01", "子", "甲管", 50, nature="carry")
    book = replace(BOOK, events=(*EVENTS, sold, carry))
    told = families(tmp_path, book).at(day("2023-12-31")).sharing("子", PLAIN)
    assert by_party(told) == {
        "母": (2_020, 2_000),
        "民企": (1_515, 1_500),
        "财政局": (1_515, 1_500),
        "": (0, 50),
    }


@pytest.mark.parametrize(
    "text", ["gain:20%", "gain:12.5%:others", "buyout:2026-12-31:cost", "buyout:2026-12-31:cost+3.5%", "loss:40%"]
)
def test_concessions_are_read_and_written(text: str) -> None:
    assert written(concession(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "gain", "gain:20", "gain:120%", "gain:20%:nobody", "buyout:2026-02-30:cost", "buyout:9999-12-31:cost",
     "buyout:2026-12-31:price", "buyout:2026-12-31:cost+x%", "loss:-1%", "gift:1%"],
)  # fmt: skip
def test_what_is_no_concession_is_said(text: str) -> None:
    with pytest.raises(InputError, match="concession"):
        concession(text)


def test_terms_are_read_exactly_and_faults_named() -> None:
    assert terms("8.25%", "20%", "0%").hurdle == Fraction(33, 400)
    for given_, name in ((("8", "20%", "0%"), "hurdle"), (("8%", "?", "0%"), "carry"), (("8%", "1%", ""), "catch_up")):
        with pytest.raises(InputError, match=name):
            terms(*given_)
    with pytest.raises(InputError, match="basis"):
        terms("8%", "20%", "0%", basis="both")


def test_what_cannot_be_shared_is_said(late: Family) -> None:
    with pytest.raises(NotFound):
        late.sharing("芯", PLAIN)
    with pytest.raises(InputError, match="name the investor"):
        late.sharing("子", PLAIN, concessions=[GainShare(Fraction(1, 5))])
    with pytest.raises(InputError, match=r"财政局.*paid nothing in"):
        late.sharing("子", PLAIN, guidance="财政局", concessions=[GainShare(Fraction(1, 5))])
    for one in (BuyOut(day("2023-12-31")), LossShare(Fraction(1, 2))):
        with pytest.raises(InputError, match="still in the fund"):
            late.sharing("子", PLAIN, guidance="母", concessions=[one])


@pytest.mark.parametrize("basis", list(Basis))
def test_funds_in_several_currencies_share_in_their_own(tmp_path: Path, basis: Basis) -> None:
    family = families(tmp_path, WIDE).at(day("2023-12-31"))
    currencies = set()
    for row in family.funds():
        told = family.sharing(row.fund.id, replace(PLAIN, basis=basis), liquidate=True)
        currencies.add(told.distributable.currency)
        assert sum(one.net.minor for one in told.parties) == told.distributable.minor
        assert {one.net.currency for one in told.parties} == {family.fund(row.fund.id).fund.currency}
        if basis is Basis.WHOLE_FUND and not row.circular:
            assert told.distributable == told.actual + row.account[Figure.NAV]
    assert len(currencies) > 1


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Families:
    return families(tmp_path_factory.mktemp("made"), make_family(funds=6, companies=30, years=8))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_everything_distributed_is_somebodys(made: Families, data: st.DataObject) -> None:
    part = st.integers(0, 50).map(lambda percent: Fraction(percent, 100))
    family = made.at(day(f"{data.draw(st.integers(2016, 2026))}-06-30"))
    name = data.draw(st.sampled_from([row.fund.id for row in family.funds()]))
    carry = data.draw(part)
    asked = Terms(
        carry=carry,
        hurdle=data.draw(part),
        catch_up=data.draw(st.sampled_from([Fraction(0), Fraction(4, 5), Fraction(1)])),
        compound=data.draw(st.booleans()),
        basis=data.draw(st.sampled_from(list(Basis))),
        clawback=data.draw(st.booleans()),
    )
    investors = [row.investor.id for row in family.fund(name).investors if row.paid_in.minor]
    granted: list[Concession] = []
    if investors:
        first = min(point.day for point in family.fund(name).curve)
        granted = [GainShare(data.draw(part)), LossShare(data.draw(part)), BuyOut(max(family.day, first))]
    guidance = data.draw(st.sampled_from(investors)) if investors else ""
    told = family.sharing(name, asked, liquidate=True, guidance=guidance, concessions=granted)
    assert sum(one.net.minor for one in told.parties) == told.distributable.minor
    assert sum(one.total.minor for one in told.tiers) == told.distributable.minor
    assert sum(one.actual.minor for one in told.parties) == told.actual.minor
    for one in told.granted:
        assert sum(each.granted.minor for each in one.shares) == told.distributable.minor
        assert sum(each.plain.minor for each in one.shares) == told.distributable.minor
