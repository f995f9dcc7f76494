"""Flows and rates of return of funds, deals, tiers and the whole family, gross and net, as of a day.

- net, of a fund: what its investors paid in and got back, and its net assets at the end (after fees and carry);
- gross, of a fund: what it put into companies and funds and got back, and what these are worth (before fees);
- of a deal: investments, proceeds and value;
- of a tier, gross or net: those of its funds together;
- of the family, net: what parties outside of it paid in and got back, and the worth of their interests; gross: all
  deals of its funds.

An amount paid in is negative. Amounts of other currencies are converted into one where several funds are together.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from huoshui.model.money import Money
from huoshui.portfolio.accounts.sums import DEFAULT, currency_of, summed
from huoshui.portfolio.extra import np
from huoshui.portfolio.performance.flows import FlowTable
from huoshui.portfolio.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from huoshui.portfolio.accounts.funds import Standing
    from huoshui.portfolio.accounts.holdings import View

    Ints = NDArray[np.int64]
    Whole = NDArray[np.integer[Any]]
    Part = tuple[Whole, Whole, Ints]


def net_flows(standing: Standing, *, closing: bool = True) -> FlowTable:
    """The flows of every node as a fund, with its investors; empty for those that are none."""
    view = standing.view
    j = view.journal
    contribution, distribution = j.of(Kind.CONTRIBUTION), j.of(Kind.DISTRIBUTION)
    parts: list[Part] = [
        (j.held[contribution], j.day[contribution], -j.minor[contribution]),
        (j.held[distribution], j.day[distribution], j.minor[distribution]),
    ]
    if closing:
        parts.append(_closing(view, np.arange(view.size), standing.funds.nav))
    return _table(parts, view.size)


def gross_flows(standing: Standing, *, closing: bool = True) -> FlowTable:
    """The flows of every node as a holder of companies and funds.

    Those of a party are in the currencies of the funds it pays into: see ``interest_flows`` where these are several.
    """
    view = standing.view
    j = view.journal
    out, back = j.of(Kind.INVESTMENT, Kind.CONTRIBUTION), j.of(Kind.PROCEEDS, Kind.DISTRIBUTION)
    transfer = j.of(Kind.TRANSFER)
    parts: list[Part] = [
        (j.holder[out], j.day[out], -view.minor[out]),
        (j.holder[back], j.day[back], view.minor[back]),
        (j.holder[transfer], j.day[transfer], view.minor[transfer]),
        (j.other[transfer], j.day[transfer], -view.prices[transfer]),
    ]
    if closing:
        below = summed(standing.interests.investor, standing.values, view.size)
        worth = np.where(view.is_fund[:-1], standing.funds.interests, below)
        worth += summed(standing.deals.holder, standing.deals.value, view.size)
        parts.append(_closing(view, np.arange(view.size), worth))
    return _table(parts, view.size)


def deal_flows(standing: Standing, *, closing: bool = True) -> FlowTable:
    """The flows of every deal, in the order of ``standing.deals``."""
    view, deals = standing.view, standing.deals
    j, pair = view.journal, view.pairs()
    rows = deals.holder * view.size + deals.company
    parts: list[Part] = []
    for kind, sign in ((Kind.INVESTMENT, -1), (Kind.PROCEEDS, 1)):
        mask = j.of(kind)
        parts.append((np.searchsorted(rows, pair[mask]), j.day[mask], sign * view.minor[mask]))
    if closing:
        parts.append(_closing(view, np.arange(len(rows)), deals.value))
    return _table(parts, len(rows))


def interest_flows(standing: Standing, *, closing: bool = True) -> FlowTable:
    """The flows of every interest in a fund, in the order of ``standing.interests``; shares bought and sold too."""
    view, interests = standing.view, standing.interests
    j, pair = view.journal, view.pairs()
    rows = interests.investor * view.size + interests.fund
    bought = j.other.astype(np.int64) * view.size + j.held
    parts: list[Part] = []
    for kind, key, sign in (
        (Kind.CONTRIBUTION, pair, -1),
        (Kind.DISTRIBUTION, pair, 1),
        (Kind.TRANSFER, pair, 1),
        (Kind.TRANSFER, bought, -1),
    ):
        mask = j.of(kind)
        parts.append((np.searchsorted(rows, key[mask]), j.day[mask], sign * j.minor[mask]))
    if closing:
        parts.append(_closing(view, np.arange(len(rows)), standing.values))
    return _table(parts, len(rows))


def together(
    view: View, table: FlowTable, rows: Sequence[int], owners: Sequence[int], currency: str = DEFAULT
) -> FlowTable:
    """One account of several rows of a table, whose amounts are in the currencies of the nodes ``owners``."""
    taken = table.take(np.array(rows, np.int64))
    minor = taken.minor.copy()
    for n, owner in enumerate(owners):
        own = currency_of(view.setting, owner)
        if own != currency:
            for place in range(int(taken.offsets[n]), int(taken.offsets[n + 1])):
                day = date.fromordinal(int(taken.days[place]))
                minor[place] = view.setting.rates.convert(Money(int(minor[place]), own), currency, day).minor
    return FlowTable.of(taken.days, minor, np.array([0, len(minor)]))


def outside(standing: Standing) -> list[int]:
    """The rows of interests whose investor is no fund of the family."""
    return np.flatnonzero(~standing.view.is_fund[standing.interests.investor]).tolist()


def _closing(view: View, rows: Ints, worth: Ints) -> Part:
    return rows, np.full(len(rows), view.day.toordinal()), worth


def _table(parts: Sequence[Part], size: int) -> FlowTable:
    """The table of flows given as accounts, days and amounts; those of nothing are left out."""
    account, days, minor = (np.concatenate([part[n] for part in parts]).astype(np.int64) for n in range(3))
    order = np.argsort(account, kind="stable")
    order = order[minor[order] != 0]
    offsets = np.concatenate(([0], np.cumsum(np.bincount(account[order], minlength=size))))
    return FlowTable.of(days[order], minor[order], offsets)
