"""The ledger as of a day as rules look at it: which funds, their accounts, and amounts in yuan."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from huoshui.errors import NotFound
from huoshui.model.money import Money
from huoshui.policy.extra import np
from huoshui.portfolio.accounts import View, standing
from huoshui.portfolio.accounts.sums import DEFAULT, summed
from huoshui.portfolio.book import Company, Fund
from huoshui.portfolio.extra import sparse
from huoshui.portfolio.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from huoshui.policy.catalogue import Column
    from huoshui.portfolio.accounts import Standing
    from huoshui.portfolio.snapshot import Snapshot

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Span = tuple[Column, Column]

#: More tiers than any family has.
LONGEST = 64


class Scene:
    """A snapshot at the end of ``day`` with the funds that are looked at, in their order. NotFound for one not there.

    What is counted by node has one place for each node of the ledger, what is a ``Column`` one for each of the funds.
    """

    def __init__(
        self, snapshot: Snapshot, day: date, funds: Sequence[str] | None = None, *, through: bool = False
    ) -> None:
        self.snapshot, self.day, self.through = snapshot, day, through
        setting = snapshot.setting
        places = sorted(setting.funds) if funds is None else [_fund(snapshot, name) for name in funds]
        self.places: Ints = np.array(places, np.int64)
        self.funds: tuple[Fund, ...] = tuple(setting.funds[place] for place in places)
        self.view = View(snapshot.journal, setting, day)
        self.size = self.view.size

    @cached_property
    def standing(self) -> Standing:
        """All accounts."""
        return standing(self.view)

    @cached_property
    def companies(self) -> tuple[Company | None, ...]:
        """The company at each node's place, nobody where it is none."""
        return tuple(node if isinstance(node, Company) else None for node in self.snapshot.nodes)

    @cached_property
    def investments(self) -> Ints:
        """Places in the view's journal of what funds invested in companies."""
        j = self.view.journal
        return np.flatnonzero(j.of(Kind.INVESTMENT) & self.view.is_fund[j.holder])

    @cached_property
    def factor(self) -> Column:
        """What a minor unit of each node's currency is worth in 分 on the day; NaN where a rate is missing."""
        found = np.ones(self.size)
        rates = self.snapshot.setting.rates
        for place, fund in self.snapshot.setting.funds.items():
            if fund.currency != DEFAULT:
                rate = rates.rate(fund.currency, DEFAULT, self.day)
                whole = Money(10**12, fund.currency)
                found[place] = np.nan if rate is None else whole.converted(rate, DEFAULT).minor / 10**12
        return found

    def sums(self, by_node: Ints) -> Column:
        """Amounts of nodes in their own currencies as a column in yuan; NaN where a rate is missing."""
        found: Column = np.rint(by_node[self.places] * self.factor[self.places])
        return found

    def invested(self, where: Mask) -> Column:
        """What each fund invested in the events (places of ``investments``) of ``where``."""
        return self.column(self.by(np.where(where, 0, -1), 1), 0)

    def invested_in(self, sure: Mask, unsure: Mask) -> tuple[Column, Span]:
        """What each fund invested in what is surely such: NaN where it has some of which that is not known.

        The span is between what is sure and what may be.
        """
        return spanning(self.invested(sure), self.invested(unsure))

    def by(self, number: Ints, count: int) -> sparse.csr_array:
        """What each node invested by the number (below ``count``) of each of ``investments``: a table in yuan.

        The last column is of those without a number (-1). With a fund's part of what funds below it invested, tier by
        tier and to the whole 分, if looked through.
        """
        rows, j = self.investments, self.view.journal
        at = np.where(number < 0, count, number)
        amounts = self.view.minor[rows] * self.factor[j.holder[rows]]
        found = sparse.csr_array((amounts, (j.holder[rows], at)), shape=(self.size, count + 1))
        step = found
        for _ in range(LONGEST if self.through else 0):
            step = self.parts @ step
            if not step.nnz:
                break
            found = found + step
        found.data = np.rint(found.data)
        return found

    def column(self, table: sparse.csr_array, number: int) -> Column:
        """A column of such a table, of the funds."""
        found: Column = table[self.places][:, [number]].toarray().ravel()
        return found

    @cached_property
    def parts(self) -> sparse.csr_array:
        """The part that each fund has by paid-in of each fund right below it."""
        shares = self.standing.interests
        whole = summed(shares.fund, np.maximum(shares.paid_in, 0), self.size)
        between = self.view.is_fund[shares.investor] & (shares.paid_in > 0)
        weight = shares.paid_in[between] / whole[shares.fund[between]]
        ends = shares.investor[between], shares.fund[between]
        return sparse.csr_array((weight, ends), shape=(self.size, self.size))

    def within(self, fund: int) -> Mask:
        """By node, whether its investments count for the fund at a place: those below do if looked through."""
        reached = np.zeros(self.size, bool)
        reached[fund] = True
        while self.through:
            more = reached | (self.parts.T @ reached.astype(np.float64) > 0)
            if (more == reached).all():
                break
            reached = more
        return reached


def spanning(least: Column, rest: Column) -> tuple[Column, Span]:
    """A figure of which ``rest`` is open, unknown where there is a rest, and its span."""
    return np.where(rest > 0, np.nan, least), (least, least + rest)


def _fund(snapshot: Snapshot, name: str) -> int:
    place = snapshot.setting.place.get(name)
    if place is None or place not in snapshot.setting.funds:
        raise NotFound(f"the ledger has no fund {name!r}: see `huoshui portfolio list`")
    return place
