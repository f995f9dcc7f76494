"""A family with all that makes figures hard: several currencies, shares sold, circles, reversals, own valuations.

The small family of ``family`` with a fund in dollars below the mother fund, two funds that hold each other, a party
with a deal of its own, a share sold to a party outside and one bought from it, and an event that was undone.
"""

from __future__ import annotations

from decimal import Decimal

from huoshui.portfolio.book import Book, Company, Fund, Party, Rate
from huoshui.portfolio.vocabulary import Kind, Nature, Tier
from tests.portfolio.family import BOOK, EVENTS, WAN, day, event

USD = {"currency": "USD"}
PARTIES = (
    *BOOK.parties,
    Party(id="国企", name="戊国有资本运营有限公司", nature=Nature.STATE_OWNED),
    Party(id="不明", name="己有限公司"),
)
FUNDS = (
    *BOOK.funds,
    Fund(id="外", name="庚美元基金", tier=Tier.SUB, currency="USD", manager="甲管"),
    Fund(id="环一", name="辛一号", tier=Tier.DIRECT),
    Fund(id="环二", name="辛二号", tier=Tier.DIRECT),
)
COMPANIES = (*BOOK.companies, Company(id="壳", name="壬控股有限公司"))
MORE = (
    event("U1", Kind.COMMITMENT, "2020-10-01", "母", "外", 100, nature="initial", **USD),
    event("U2", Kind.COMMITMENT, "2020-10-01", "国企", "外", 300, nature="initial", **USD),
    event("U3", Kind.CONTRIBUTION, "2020-11-01", "母", "外", 100, **USD),
    event("U4", Kind.CONTRIBUTION, "2020-11-01", "国企", "外", 200, **USD),
    event("U5", Kind.INVESTMENT, "2021-01-15", "外", "芯", 150, nature="equity", stake=Decimal("0.03"), **USD),
    event("U6", Kind.INVESTMENT, "2021-02-15", "外", "药", 500, nature="secondary", stake=Decimal("0.02")),
    event("U7", Kind.VALUATION, "2022-12-31", "外", "药", 650),
    event("U8", Kind.FEE, "2021-06-30", "外", "甲管", 3, nature="carry", **USD),
    event("U9", Kind.INCOME, "2021-07-30", "外", "", 2, nature="interest", **USD),
    event("U10", Kind.PROCEEDS, "2023-01-15", "外", "药", 300, nature="sale", cost=200 * WAN),
    event("U11", Kind.PROCEEDS, "2023-02-15", "外", "药", 70, nature="dividend", cost=0),
    event("U12", Kind.PROCEEDS, "2023-03-15", "外", "药", 100, nature="sale", cost=77 * WAN + 1),
    event("U13", Kind.DISTRIBUTION, "2023-04-01", "母", "外", 20, nature="gain", **USD),
    event("S1", Kind.TRANSFER, "2023-05-01", "母", "外", 45, other="国企", committed=30 * WAN, paid=30 * WAN, **USD),
    event("S2", Kind.TRANSFER, "2023-05-02", "民企", "子", 900, other="母", committed=1_000 * WAN, paid=500 * WAN),
    event("R1", Kind.COMMITMENT, "2021-03-01", "环一", "环二", 500, nature="initial"),
    event("R2", Kind.COMMITMENT, "2021-03-01", "环二", "环一", 200, nature="initial"),
    event("R3", Kind.COMMITMENT, "2021-03-01", "不明", "环一", 1_000, nature="initial"),
    event("R4", Kind.CONTRIBUTION, "2021-03-02", "不明", "环一", 1_000),
    event("R5", Kind.CONTRIBUTION, "2021-03-03", "环一", "环二", 500),
    event("R6", Kind.CONTRIBUTION, "2021-03-04", "环二", "环一", 200),
    event("R7", Kind.COMMITMENT, "2021-05-04", "不明", "环一", 100, nature="increase"),
    event("R8", Kind.COMMITMENT, "2021-06-04", "不明", "环一", 50, nature="reduction"),
    event("O1", Kind.INVESTMENT, "2021-08-01", "国企", "药", 400, nature="equity", stake=Decimal("0.01")),
    event("O2", Kind.VALUATION, "2022-08-01", "国企", "药", 500),
    event("N1", Kind.VALUATION, "2022-12-31", "民企", "子", 3_333),
    event("N2", Kind.DISTRIBUTION, "2023-06-01", "民企", "子", 120, nature="income"),
    event("N3", Kind.DISTRIBUTION, "2023-06-01", "母", "子", 91, nature="income"),
    event("W1", Kind.PROCEEDS, "2023-06-05", "子", "芯", 700, nature="sale", cost=100 * WAN),
    event("W2", Kind.REVERSAL, "2023-07-01", reverses="W1"),
    event("H1", Kind.STAKE, "2020-01-01", "国企", "壳", stake=Decimal("0.6")),
    event("H2", Kind.STAKE, "2020-01-01", "壳", "芯", stake=Decimal("0.2")),
)
RATES = (
    Rate(day("2017-12-31"), "USD", "CNY", Decimal("6.5")),
    Rate(day("2020-09-30"), "USD", "CNY", Decimal("7.1")),
    Rate(day("2022-06-30"), "USD", "CNY", Decimal("6.7")),
    Rate(day("2023-06-30"), "USD", "CNY", Decimal(7)),
)
WIDE = Book(PARTIES, FUNDS, COMPANIES, (*EVENTS, *MORE), RATES)
