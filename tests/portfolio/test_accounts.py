"""Accounts as of a day, reckoned by hand for the small family, and what must hold of any family."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huoshui.portfolio.accounts import Standing, View, deal_flows, gross_flows, interest_flows, net_flows, standing
from huoshui.portfolio.book import Book, Fund, Rate
from huoshui.portfolio.checks import Setting
from huoshui.portfolio.journal import journal_of
from huoshui.portfolio.performance import irrs
from huoshui.portfolio.vocabulary import Kind, Tier
from tests.portfolio.family import BOOK, EVENTS, WAN, day, event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.portfolio.book import Event


def stood(when: str, *more: Event, book: Book = BOOK, order: Iterable[int] | None = None) -> Standing:
    setting = Setting.of_book(book)
    events = [*book.events, *more]
    listed = events if order is None else [events[place] for place in order]
    return standing(View(journal_of(listed, setting.place), setting, day(when)))


def wan(found: Standing, field: str, name: str) -> float:
    return float(getattr(found.funds, field)[found.view.setting.place[name]]) / WAN


def test_the_account_of_a_sub_fund() -> None:
    found = stood("2023-12-31")
    told = {field: wan(found, field, "子") for field in found.funds.__dataclass_fields__ if field != "circular"}
    assert told == {
        "committed": 20_000,
        "called": 4_000,
        "paid_in": 10_000,
        "distributed": 5_000,
        "invested": 5_000,
        "cost": 3_500,
        "proceeds": 6_000,
        "into_funds": 0,
        "from_funds": 0,
        "fees": 200,
        "carry": 0,
        "income": 0,
        "cash": 5_800,
        "holdings": 6_500,  # 9,000 of which half the cost was sold, and 2,000 at cost
        "at_cost": 2_000,
        "interests": 0,
        "nav": 12_300,
    }


def test_a_mother_fund_holds_its_share_of_what_is_below() -> None:
    found = stood("2023-12-31")
    assert wan(found, "cash", "母") == 18_000
    assert wan(found, "interests", "母") == 4_920  # four tenths of 12,300
    assert wan(found, "nav", "母") == 22_920


def test_every_figure_is_as_of_its_day() -> None:
    assert wan(stood("2019-06-29"), "cash", "子") == 10_000
    assert wan(stood("2019-06-30"), "cash", "子") == 9_800
    assert wan(stood("2021-12-30"), "holdings", "子") == 5_000
    assert wan(stood("2021-12-31"), "holdings", "子") == 11_000
    assert wan(stood("2017-12-31"), "nav", "母") == 0


def test_the_order_of_entry_does_not_matter() -> None:
    found, turned = stood("2023-12-31"), stood("2023-12-31", order=reversed(range(len(EVENTS))))
    for field in found.funds.__dataclass_fields__:
        assert (getattr(found.funds, field) == getattr(turned.funds, field)).all(), field


def test_a_reversal_restores_every_figure() -> None:
    wrong = event("W", Kind.PROCEEDS, "2023-01-05", "子", "芯", 700, nature="sale", cost=100 * WAN)
    undone = event("R", Kind.REVERSAL, "2023-02-01", reverses="W")
    plain, restored = stood("2023-12-31"), stood("2023-12-31", wrong, undone)
    assert wan(stood("2023-01-31", wrong, undone), "cash", "子") == 6_500
    for field in plain.funds.__dataclass_fields__:
        assert (getattr(plain.funds, field) == getattr(restored.funds, field)).all(), field


def test_a_corrected_value_stands_before_the_wrong_one_is_reversed_whatever_came_in_first() -> None:
    right = event("V2", Kind.VALUATION, "2021-12-31", "子", "芯", 8_000)
    undone = event("R", Kind.REVERSAL, "2022-01-05", reverses="V1")
    for order in (None, reversed(range(len(EVENTS) + 2))):
        assert wan(stood("2022-01-02", right, undone, order=order), "holdings", "子") == 10_000


def test_a_fund_with_a_valuation_of_its_own_is_worth_that_and_what_came_since() -> None:
    valued = event("N", Kind.VALUATION, "2022-06-30", "母", "子", 6_000)
    found = stood("2023-12-31", valued)
    assert wan(found, "interests", "母") == 4_000  # 2,000 were distributed afterwards
    assert wan(found, "nav", "子") == 12_300


def test_money_paid_in_is_in_the_bank_invested_spent_or_given_back() -> None:
    f = stood("2023-12-31").funds
    assert (
        f.paid_in + f.proceeds + f.from_funds + f.income - f.cash == f.invested + f.into_funds + f.fees + f.distributed
    ).all()


def test_a_deal_in_dollars_counts_at_the_rate_of_its_day_and_its_value_at_that_of_the_view() -> None:
    deal = event("U", Kind.INVESTMENT, "2022-10-01", "子", "药", 100, nature="equity", currency="USD")
    mark = event("UV", Kind.VALUATION, "2022-12-31", "子", "药", 400, currency="USD")
    rates = (Rate(day("2022-09-30"), "USD", "CNY", Decimal("7.1")), Rate(day("2023-06-30"), "USD", "CNY", Decimal(7)))
    found = stood("2023-12-31", deal, mark, book=Book(BOOK.parties, BOOK.funds, BOOK.companies, EVENTS, rates))
    assert wan(found, "invested", "子") == 5_710
    assert wan(found, "holdings", "子") == 4_500 + 2_800


def test_funds_that_hold_each_other_are_taken_at_what_was_paid_in() -> None:
    funds = (*BOOK.funds, Fund(id="环", name="环", tier=Tier.SUB))
    loop = (
        event("K1", Kind.COMMITMENT, "2023-01-01", "子", "环", 1_000, nature="initial"),
        event("K2", Kind.CONTRIBUTION, "2023-01-01", "子", "环", 1_000),
        event("K3", Kind.COMMITMENT, "2023-01-02", "环", "子", 500, nature="initial"),
        event("K4", Kind.CONTRIBUTION, "2023-01-02", "环", "子", 500),
    )
    found = stood("2023-12-31", *loop, book=Book(BOOK.parties, funds, BOOK.companies, EVENTS))
    place = found.view.setting.place
    assert found.funds.circular[[place["子"], place["环"], place["母"]]].tolist() == [True, True, False]
    assert wan(found, "interests", "子") == 1_000
    assert wan(found, "nav", "子") == 12_300 + 500


def test_a_fund_in_dollars_below_one_in_yuan() -> None:
    funds = (*BOOK.funds, Fund(id="外", name="外", tier=Tier.SUB, currency="USD"))
    rates = (Rate(day("2022-09-30"), "USD", "CNY", Decimal("7.1")), Rate(day("2023-06-30"), "USD", "CNY", Decimal(7)))
    paid = (
        event("U1", Kind.COMMITMENT, "2022-10-01", "母", "外", 100, nature="initial", currency="USD"),
        event("U2", Kind.CONTRIBUTION, "2022-10-01", "母", "外", 100, currency="USD"),
        event("U3", Kind.DISTRIBUTION, "2023-07-01", "母", "外", 20, currency="USD", nature="capital"),
    )
    book = Book(BOOK.parties, funds, BOOK.companies, EVENTS, rates)
    found = stood("2023-12-31", *paid, book=book)
    assert wan(found, "cash", "母") == 18_000 - 710 + 140
    assert wan(found, "into_funds", "母") == 4_000 + 710
    assert wan(found, "cash", "外") == 80
    assert wan(found, "interests", "母") == 4_920 + 560
    mark = event("U4", Kind.VALUATION, "2023-12-01", "母", "外", 90, currency="USD")
    assert wan(stood("2023-12-31", *paid, mark, book=book), "interests", "母") == 4_920 + 630
    sold = event(
        "U5", Kind.TRANSFER, "2023-12-02", "母", "外", 50, currency="USD",
        other="子", committed=50 * WAN, paid=50 * WAN,
    )  # fmt: skip
    after = stood("2023-12-31", *paid, sold, book=book)
    assert (wan(after, "cash", "母"), wan(after, "cash", "子")) == (18_000 - 710 + 140 + 350, 5_800 - 350)
    table = gross_flows(after)
    place = after.view.setting.place["母"]
    ends = [float(minor) / WAN for minor in table.minor[table.offsets[place] : table.offsets[place + 1]]]
    assert ends[-1] == pytest.approx(4_920 - 0.4 * 350 + 0.4 * 280 + 280)


def test_flows_of_a_fund_its_deals_and_its_investors() -> None:
    found = stood("2023-12-31")
    place = found.view.setting.place
    net, gross = net_flows(found), gross_flows(found)

    def of(table: object, row: int) -> list[float]:
        start, end = table.offsets[row], table.offsets[row + 1]  # type: ignore[attr-defined]
        return sorted(float(value) / WAN for value in table.minor[start:end])  # type: ignore[attr-defined]

    assert of(net, place["子"]) == [-6_000, -4_000, 2_000, 3_000, 12_300]
    assert of(gross, place["子"]) == [-3_000, -2_000, 6_000, 6_500]
    assert of(gross, place["民企"]) == [-6_000, 3_000, 7_380]
    assert of(deal_flows(found), 0) == [-3_000, 4_500, 6_000]
    assert len(interest_flows(found)) == 3


def test_the_rate_of_a_deal_is_that_of_its_flows() -> None:
    table = deal_flows(stood("2022-07-01"))
    found = irrs(table.days, table.minor, table.offsets)
    # 3,000 on 2019-07-01; 6,000 after 1,095 days and 4,500 after 1,096
    assert found.rate[0] == pytest.approx((10_500 / 3_000) ** (365 / 1095.43) - 1, abs=1e-3)
