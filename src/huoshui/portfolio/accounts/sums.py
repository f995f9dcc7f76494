"""Exact sums of columns by account, and amounts in the currency of the holder's account."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.portfolio.extra import np
from huoshui.portfolio.vocabulary import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huoshui.portfolio.checks import Setting
    from huoshui.portfolio.journal import Journal

    Ints = NDArray[np.int64]

#: What parties hold outright is counted in this currency.
DEFAULT = "CNY"


def summed(at: NDArray[np.integer], values: Ints, size: int) -> Ints:
    """The sum of ``values`` at each of ``size`` places, in 64-bit integers."""
    total = np.zeros(size, np.int64)
    np.add.at(total, at, values)
    return total


def currency_of(setting: Setting, place: int) -> str:
    """The currency in which a node's holdings are counted."""
    fund = setting.funds.get(place)
    return fund.currency if fund else DEFAULT


def own_amounts(journal: Journal, setting: Setting, day: date) -> tuple[Ints, Ints, Ints]:
    """Amounts, released costs and prices of fund shares in the currency of the account that they stand in.

    Amounts are in the currency of the holder, prices in that of the buyer, where these are funds; the valuation of an
    interest in a fund is in that fund's. Flows are converted at the rate of their day, valuations at that of ``day``.
    InputError where a rate is missing.
    """
    table, names = _currencies(journal, setting)
    target = table[journal.holder]
    of_fund = np.isin(journal.holder, list(setting.funds))
    valued = journal.of(Kind.VALUATION)
    interest = valued & np.isin(journal.held, list(setting.funds))
    target[interest] = table[journal.held[interest]]
    # What parties pay into funds and get back is only counted by fund.
    moved = journal.of(Kind.CONTRIBUTION, Kind.DISTRIBUTION, Kind.TRANSFER) & of_fund
    foreign = (journal.of(Kind.INVESTMENT, Kind.PROCEEDS) | valued | moved) & (target != journal.currency)
    minor, cost, prices = journal.minor.copy(), journal.cost.copy(), journal.minor.copy()
    rates, closing = setting.rates, day.toordinal()

    def convert(column: Ints, events: NDArray[np.bool_], into: NDArray[np.integer]) -> None:
        for event in np.flatnonzero(events & (column != 0)).tolist():
            when = date.fromordinal(closing if valued[event] else int(journal.day[event]))
            money = Money(int(column[event]), journal.currencies[journal.currency[event]])
            column[event] = rates.convert(money, names[into[event]], when).minor

    convert(minor, foreign, target)
    convert(cost, foreign, target)
    buyer = table[journal.other]
    bought = journal.of(Kind.TRANSFER) & np.isin(journal.other, list(setting.funds))
    convert(prices, bought & (buyer != journal.currency), buyer)
    return minor, cost, prices


def _currencies(journal: Journal, setting: Setting) -> tuple[NDArray[np.int16], list[str]]:
    """The currency of every node's account, the last for nobody, as a place in the list that comes with it."""
    names = list(journal.currencies)
    for currency in (DEFAULT, *(fund.currency for fund in setting.funds.values())):
        if currency not in names:
            names.append(currency)
    table = np.full(len(setting.ids) + 1, names.index(DEFAULT), np.int16)
    for place, fund in setting.funds.items():
        table[place] = names.index(fund.currency)
    return table, names
