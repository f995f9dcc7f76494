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


def own_amounts(journal: Journal, setting: Setting, day: date) -> tuple[Ints, Ints]:
    """Amounts and released costs of events in the currency of the holder's account.

    Flows are converted at the rate of their day, valuations at that of ``day``. InputError where a rate is missing.
    """
    currencies = {code: n for n, code in enumerate(journal.currencies)}
    own = np.full(len(setting.ids) + 1, currencies.get(DEFAULT, -1), np.int16)
    for place, fund in setting.funds.items():
        own[place] = currencies.get(fund.currency, -1)
    deals = journal.of(Kind.INVESTMENT, Kind.PROCEEDS, Kind.VALUATION)
    minor, cost = journal.minor.copy(), journal.cost.copy()
    for event in np.flatnonzero(deals & (own[journal.holder] != journal.currency)):
        valued = bool(journal.kind[event] == _VALUATION)
        when = day if valued else date.fromordinal(int(journal.day[event]))
        into = currency_of(setting, int(journal.holder[event]))
        currency = journal.currencies[journal.currency[event]]
        minor[event] = setting.rates.convert(Money(int(minor[event]), currency), into, when).minor
        cost[event] = setting.rates.convert(Money(int(cost[event]), currency), into, when).minor
    return minor, cost


_VALUATION = list(Kind).index(Kind.VALUATION)
