"""The account of every fund as of a day, from commitment to distribution and net assets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.portfolio.accounts.holdings import NEVER, View, deals, interests
from huoshui.portfolio.accounts.sums import currency_of, summed
from huoshui.portfolio.extra import np, sparse
from huoshui.portfolio.vocabulary import Fee, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huoshui.portfolio.accounts.holdings import Deals, Interests

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FundAccounts:
    """One row for each node of the ledger, nought for those that are no fund; minor units of the fund's currency.

    ``invested`` and ``proceeds`` are of companies, ``into_funds`` and ``from_funds`` of funds below; ``holdings`` is
    the value of companies, ``interests`` that of funds below, and ``nav`` both with the cash. ``at_cost`` is the part
    of the holdings that nobody has valued, ``circular`` says where funds that hold each other are taken at cost.
    """

    committed: Ints
    called: Ints
    paid_in: Ints
    distributed: Ints
    invested: Ints
    cost: Ints
    proceeds: Ints
    into_funds: Ints
    from_funds: Ints
    fees: Ints
    carry: Ints
    income: Ints
    cash: Ints
    holdings: Ints
    at_cost: Ints
    interests: Ints
    nav: Ints
    circular: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """All accounts as of a day: deals, interests with their values, and funds."""

    view: View
    deals: Deals
    interests: Interests
    values: Ints
    funds: FundAccounts


def standing(view: View) -> Standing:
    """All accounts as of the view's day."""
    held, shares = deals(view), interests(view)
    cash = _cash(view)
    size = view.size
    of_fund = view.is_fund[held.holder]
    holdings = summed(held.holder[of_fund], held.value[of_fund], size)
    unvalued = of_fund & (held.valued == NEVER)
    values, below, circular = _net_assets(view, cash + holdings, shares)
    j = view.journal
    fee, income = j.of(Kind.FEE), j.of(Kind.INCOME)
    into = view.is_fund[j.holder]

    def of_holder(mask: NDArray[np.bool_], values: Ints) -> Ints:
        return summed(j.holder[mask], values[mask], size)

    funds = FundAccounts(
        committed=summed(shares.fund, shares.committed, size),
        called=summed(shares.fund, shares.called, size),
        paid_in=summed(shares.fund, shares.contributed, size),
        distributed=summed(shares.fund, shares.distributed, size),
        invested=summed(held.holder, held.invested, size),
        cost=summed(held.holder, held.cost, size),
        proceeds=summed(held.holder, held.proceeds, size),
        into_funds=of_holder(j.of(Kind.CONTRIBUTION) & into, view.minor),
        from_funds=of_holder(j.of(Kind.DISTRIBUTION) & into, view.minor),
        fees=of_holder(fee, j.minor),
        carry=of_holder(fee & j.natured(Fee.CARRY), j.minor),
        income=of_holder(income, j.minor),
        cash=cash,
        holdings=holdings,
        at_cost=summed(held.holder[unvalued], held.value[unvalued], size),
        interests=below,
        nav=cash + holdings + below,
        circular=circular,
    )
    return Standing(view, held, shares, values, funds)


def _cash(view: View) -> Ints:
    """What each fund has in the bank: everything that came in less everything that went out."""
    j, size = view.journal, view.size
    fund, holder, held, other = view.is_fund, j.holder, j.held, j.other
    parts = (
        (j.of(Kind.CONTRIBUTION, Kind.INVESTMENT, Kind.FEE) & fund[holder], holder, -view.minor),
        (j.of(Kind.PROCEEDS, Kind.DISTRIBUTION, Kind.INCOME, Kind.TRANSFER) & fund[holder], holder, view.minor),
        (j.of(Kind.CONTRIBUTION), held, j.minor),
        (j.of(Kind.DISTRIBUTION), held, -j.minor),
        (j.of(Kind.TRANSFER) & fund[other], other, -view.prices),
    )
    cash = np.zeros(size, np.int64)
    for mask, node, delta in parts:
        cash += summed(node[mask], delta[mask], size)
    return cash


def _net_assets(view: View, own: Ints, shares: Interests) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """The value of every interest, the sum of those of each fund, and which funds hold each other in a circle.

    Funds are taken from the bottom up; ``own`` is what each has beside interests in others.
    """
    circular = in_circle(view, shares)
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, fund in enumerate(shares.fund.tolist()):
        rows_of[fund].append(row)
    values = [0] * len(shares.fund)
    below: dict[int, int] = defaultdict(int)
    net, paid_in, stated = own.tolist(), shares.paid_in.tolist(), shares.value.tolist()
    valued, investors = (shares.valued != NEVER).tolist(), shares.investor.tolist()
    for fund in _bottom_up(view, shares, circular):
        rows = rows_of[fund]
        whole, total = net[fund] + below[fund], sum(paid_in[row] for row in rows)
        for row in rows:
            if valued[row]:
                values[row] = stated[row]
            elif circular[row]:
                values[row] = paid_in[row]
            elif total > 0:
                values[row] = whole * paid_in[row] // total
            if view.is_fund[investors[row]]:
                below[investors[row]] += _into(view, fund, investors[row], values[row])
    interests, flags = np.zeros(view.size, np.int64), np.zeros(view.size, bool)
    for fund, value in below.items():
        interests[fund] = value
    flags[shares.fund[circular]] = True
    return np.array(values, np.int64), interests, flags


def _into(view: View, fund: int, investor: int, minor: int) -> int:
    """An amount of one fund's currency in the other's, at the rate of the view's day."""
    currency, into = currency_of(view.setting, fund), currency_of(view.setting, investor)
    return minor if currency == into else view.setting.rates.convert(Money(minor, currency), into, view.day).minor


def in_circle(view: View, shares: Interests) -> NDArray[np.bool_]:
    """Which interests are between funds that hold each other, directly or through others."""
    size = view.size
    between = view.is_fund[shares.investor]
    ends = shares.investor[between], shares.fund[between]
    graph = sparse.csr_array((np.ones(len(ends[0]), np.int8), ends), shape=(size, size))
    _, group = sparse.csgraph.connected_components(graph, connection="strong")
    circular: NDArray[np.bool_] = between & (group[shares.investor] == group[shares.fund])
    return circular


def _bottom_up(view: View, shares: Interests, circular: NDArray[np.bool_]) -> list[int]:
    """Every fund after those it holds, circles aside."""
    between = view.is_fund[shares.investor] & ~circular
    sorter: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(shares.fund.tolist(), ()))
    for investor, fund in zip(shares.investor[between].tolist(), shares.fund[between].tolist(), strict=True):
        sorter.add(investor, fund)
    return list(sorter.static_order())
