"""Balances that may never fall below nothing at the end of a day, whatever the order in which events came in.

- what an investor has committed to a fund, less what it has paid in, and less what was called from it;
- what an investor has committed, and what it has paid in, when it reduces or sells;
- the cash of a fund;
- the cost of a holding, less what exits have released.

And: nothing comes back from where nothing was put, and a holding has one value a day, so that no figure hangs on the
order in which events came in.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from huoshui.errors import InputError
from huoshui.model.money import Money, format_money
from huoshui.portfolio.checks.fault import Fault
from huoshui.portfolio.journal import NEVER
from huoshui.portfolio.vocabulary import Change, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from huoshui.portfolio.checks.fault import Setting
    from huoshui.portfolio.journal import Journal

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]


class Moves(NamedTuple):
    """Changes of balances: of which account, on which day, by how much, because of which event."""

    account: Ints
    day: Ints
    delta: Ints
    event: Ints


class Overdrawn(NamedTuple):
    """The first day on which an account stands below nothing, and the event to blame."""

    account: int
    day: int
    balance: int
    event: int


def running_faults(
    journal: Journal, setting: Setting, new: int = 0, touched: Collection[int] | None = None
) -> list[Fault]:
    """Faults of a journal of well-formed events, laid to those from the place ``new`` on.

    It holds all events of the nodes ``touched``, so that only their cash is known; None says that it holds all.
    """
    faults = [fault for event, fault in _without_rate(journal, setting)]
    if faults:
        return faults
    book = _Accounts(journal, setting)
    return [
        *_balance_faults(book, new),
        *_cash_faults(book, new, touched),
        *_cost_faults(book, new),
        *_groundless(book, new),
        *_valued_twice(book, new),
    ]


def _without_rate(journal: Journal, setting: Setting) -> Iterator[tuple[int, Fault]]:
    for side, where in (journal.holder, _foreign(journal, setting)), (journal.other, _foreign_buyers(journal, setting)):
        for event in np.flatnonzero(where).tolist():
            try:
                _converted(journal, setting, event, int(side[event]))
            except InputError as error:
                currency = journal.currencies[journal.currency[event]]
                yield event, Fault(event, "currency", f"缺 {currency} 当日及以前的汇率", str(error))


def _fund_currency(journal: Journal, setting: Setting) -> NDArray[np.int16]:
    """The currency of each node that is a fund, as a place in the journal's; -1 where it has none."""
    places = {code: n for n, code in enumerate(journal.currencies)}
    table = np.full(len(setting.ids) + 1, -1, np.int16)
    for place, fund in setting.funds.items():
        table[place] = places.get(fund.currency, len(journal.currencies))
    return table


def _foreign(journal: Journal, setting: Setting) -> Mask:
    """What funds pay and get in other currencies than those of their accounts."""
    moving = journal.of(Kind.INVESTMENT, Kind.PROCEEDS, Kind.CONTRIBUTION, Kind.DISTRIBUTION, Kind.TRANSFER)
    own = _fund_currency(journal, setting)[journal.holder]
    foreign: Mask = moving & (own >= 0) & (own != journal.currency)
    return foreign


def _foreign_buyers(journal: Journal, setting: Setting) -> Mask:
    """Shares bought by funds that keep their accounts in other currencies."""
    own = _fund_currency(journal, setting)[journal.other]
    foreign: Mask = journal.of(Kind.TRANSFER) & (own >= 0) & (own != journal.currency)
    return foreign


def _converted(journal: Journal, setting: Setting, event: int, fund: int) -> int:
    """An event's amount in the currency of a fund's account."""
    money = Money(int(journal.minor[event]), journal.currencies[journal.currency[event]])
    day = date.fromordinal(int(journal.day[event]))
    return setting.rates.convert(money, setting.funds[fund].currency, day).minor


class _Accounts:
    """The masks and accounts that the rules share."""

    def __init__(self, journal: Journal, setting: Setting) -> None:
        self.journal, self.setting = journal, setting
        self.size = len(setting.ids) + 1
        self.seller = journal.held.astype(np.int64) * self.size + journal.holder
        self.buyer = journal.held.astype(np.int64) * self.size + journal.other
        self.commitment = journal.of(Kind.COMMITMENT)
        self.change = np.where(journal.natured(Change.REDUCTION), -journal.minor, journal.minor)
        self.transfer = journal.of(Kind.TRANSFER)
        self.own, self.price = journal.minor.copy(), journal.minor.copy()  # in the holder's and the buyer's currency
        for event in np.flatnonzero(_foreign(journal, setting)).tolist():
            self.own[event] = _converted(journal, setting, event, int(journal.holder[event]))
        for event in np.flatnonzero(_foreign_buyers(journal, setting)).tolist():
            self.price[event] = _converted(journal, setting, event, int(journal.other[event]))

    def moves(self, *parts: tuple[Mask, Ints, Ints]) -> Moves:
        """The moves of these parts (where, account, delta), and the opposite of each where it is undone."""
        where = [np.flatnonzero(mask) for mask, _, _ in parts]
        event = np.concatenate(where)
        account = np.concatenate([part[1][at] for part, at in zip(parts, where, strict=True)])
        delta = np.concatenate([part[2][at] for part, at in zip(parts, where, strict=True)])
        undone = self.journal.end[event] != NEVER
        return Moves(
            np.concatenate([account, account[undone]]),
            np.concatenate([self.journal.day[event], self.journal.end[event][undone]]).astype(np.int64),
            np.concatenate([delta, -delta[undone]]),
            np.concatenate([event, self.journal.undone_by[event][undone]]).astype(np.int64),
        )

    def pair(self, account: int) -> tuple[str, str]:
        """Who holds, and what, in an account of two."""
        held, holder = divmod(account, self.size)
        return self.setting.ids[holder], self.setting.ids[held]


def overdrawn(moves: Moves, new: int) -> Iterator[Overdrawn]:
    """For each account that falls below nothing at the end of a day: the first such day."""
    order = np.lexsort((moves.day, moves.account))
    account, day, delta = moves.account[order], moves.day[order], moves.delta[order]
    if not len(order):
        return
    starts = np.flatnonzero(np.r_[True, account[1:] != account[:-1]])
    total = np.cumsum(delta)
    before = np.repeat(total[starts] - delta[starts], np.diff(np.r_[starts, len(order)]))
    balance = total - before
    last = np.r_[(account[1:] != account[:-1]) | (day[1:] != day[:-1]), True]
    seen: set[int] = set()
    for row in np.flatnonzero(last & (balance < 0)):
        number = int(account[row])
        if number in seen:
            continue
        seen.add(number)
        rows = order[(account == number) & (day <= day[row]) & (delta < 0)]
        events = moves.event[rows]
        blamed = events[events >= new] if (events >= new).any() else events
        yield Overdrawn(number, int(day[row]), int(balance[row]), int(blamed[-1]))


def _balance_faults(book: _Accounts, new: int) -> Iterator[Fault]:
    j = book.journal
    transferred = (
        (book.transfer, book.seller, j.paid - j.committed),
        (book.transfer, book.buyer, j.committed - j.paid),
    )
    committed = (book.commitment, book.seller, book.change), *transferred
    rules = (
        (Kind.CONTRIBUTION, "实缴超过认缴", "paid in above the commitment"),
        (Kind.CALL, "缴款通知超过认缴", "called above the commitment"),
    )
    for kind, zh, en in rules:
        moves = book.moves(*committed, (j.of(kind), book.seller, -j.minor))
        yield from _told(book, overdrawn(moves, new), zh, en)
    paid = book.moves(
        (j.of(Kind.CONTRIBUTION), book.seller, j.minor),
        (book.transfer, book.seller, -j.paid),
        (book.transfer, book.buyer, j.paid),
    )
    yield from _told(book, overdrawn(paid, new), "转让的实缴额超过所持", "more paid-in transferred than is held")


def _told(book: _Accounts, found: Iterator[Overdrawn], zh: str, en: str) -> Iterator[Fault]:
    for one in found:
        holder, held = book.pair(one.account)
        over = Money(-one.balance, book.journal.currencies[book.journal.currency[one.event]])
        day = date.fromordinal(one.day)
        yield Fault(
            one.event,
            "minor",
            f"{zh}：{holder} 对 {held}，{day} 超出 {format_money(over)}",
            f"{en}: {holder} in {held}, over by {format_money(over, 'en')} on {day}",
        )


def _cash_faults(book: _Accounts, new: int, touched: Collection[int] | None) -> Iterator[Fault]:
    j = book.journal
    fund = np.zeros(book.size, bool)
    fund[[place for place in book.setting.funds if touched is None or place in touched]] = True
    fund[-1] = False  # nobody
    holder, held, other = (side.astype(np.int64) for side in (j.holder, j.held, j.other))
    out_of_holder = j.of(Kind.CONTRIBUTION, Kind.INVESTMENT, Kind.FEE)
    into_holder = j.of(Kind.PROCEEDS, Kind.DISTRIBUTION, Kind.INCOME, Kind.TRANSFER)
    moves = book.moves(
        (out_of_holder & fund[holder], holder, -book.own),
        (into_holder & fund[holder], holder, book.own),
        (j.of(Kind.CONTRIBUTION) & fund[held], held, j.minor),
        (j.of(Kind.DISTRIBUTION) & fund[held], held, -j.minor),
        (book.transfer & fund[other], other, -book.price),
    )
    for one in overdrawn(moves, new):
        name, money = book.setting.ids[one.account], Money(-one.balance, book.setting.funds[one.account].currency)
        day = date.fromordinal(one.day)
        yield Fault(
            one.event,
            "minor",
            f"{name} 账上资金不足：{day} 差 {format_money(money)}；如有未登记的实缴、回款或收入，请先补登",
            f"{name} has not that money: {format_money(money, 'en')} short on {day}; enter what came in first",
        )


def _cost_faults(book: _Accounts, new: int) -> Iterator[Fault]:
    j = book.journal
    account = book.seller * len(j.currencies) + j.currency
    moves = book.moves(
        (j.of(Kind.INVESTMENT), account, j.minor),
        (j.of(Kind.PROCEEDS), account, -j.cost),
    )
    pairs = (one._replace(account=one.account // max(1, len(j.currencies))) for one in overdrawn(moves, new))
    yield from _told(book, pairs, "退出所对应的成本超过投资成本", "more cost released than was invested")


def _groundless(book: _Accounts, new: int) -> Iterator[Fault]:
    """Money back from a fund or company in which nothing had been put by then."""
    j = book.journal
    put_into_fund = (book.commitment, book.seller), (book.transfer, book.buyer)
    invested = ((j.of(Kind.INVESTMENT), book.seller),)
    for kind, grounds, zh, en in (
        (Kind.DISTRIBUTION, put_into_fund, "不是该基金的出资人", "is no investor in"),
        (Kind.PROCEEDS, invested, "此前没有投资", "had not invested in"),
    ):
        first = _first_days(j, grounds)
        rows = np.flatnonzero(j.of(kind) & (np.arange(len(j)) >= new))
        for event in rows[_missing(first, book.seller[rows], j.day[rows])]:
            holder, held = book.pair(int(book.seller[event]))
            day = date.fromordinal(int(j.day[event]))
            yield Fault(int(event), "holder", f"{holder} 于 {day} {zh}：{held}", f"{holder} {en} {held} by {day}")


def _valued_twice(book: _Accounts, new: int) -> Iterator[Fault]:
    j = book.journal
    rows = np.flatnonzero(j.of(Kind.VALUATION) & (j.end == NEVER))
    order = rows[np.lexsort((rows, j.day[rows], book.seller[rows]))]
    again = (book.seller[order][1:] == book.seller[order][:-1]) & (j.day[order][1:] == j.day[order][:-1])
    for event in order[1:][again].tolist():
        if event >= new:
            holder, held = book.pair(int(book.seller[event]))
            day = date.fromordinal(int(j.day[event]))
            zh = f"{holder} 所持 {held} 于 {day} 已有估值；更正请先冲销"
            yield Fault(event, "day", zh, f"{holder} has a valuation of {held} on {day}: reverse it first")


def _first_days(journal: Journal, grounds: Sequence[tuple[Mask, Ints]]) -> tuple[Ints, Ints]:
    """The accounts with grounds, in order, and the first day of each."""
    account = np.concatenate([accounts[mask] for mask, accounts in grounds])
    day = np.concatenate([journal.day[mask] for mask, _ in grounds]).astype(np.int64)
    order = np.lexsort((day, account))
    accounts, first = np.unique(account[order], return_index=True)
    return accounts, day[order][first]


def _missing(first: tuple[Ints, Ints], account: Ints, day: NDArray[np.int32]) -> Mask:
    accounts, days = first
    if not len(accounts):
        return np.ones(len(account), bool)
    at = np.minimum(np.searchsorted(accounts, account), len(accounts) - 1)
    missing: Mask = (accounts[at] != account) | (days[at] > day)
    return missing
