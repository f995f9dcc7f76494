"""Internal rates of return of dated flows (PM-IRR), of one account or of very many; none is ever guessed.

The rate is annual and compounds on Act/365, as XIRR of the spreadsheets does: the sum of ``flow / (1 + rate) ** (days /
365)`` is zero. Looked for is a rate between -99.99% and 10,000%; a series has a status instead of a rate where there is
none, or more than one.

How a rate is known to be the only one, flows being netted by day and put in order:

- all that is paid in precedes all that is received, or the other way round: one change of sign, one root (Descartes);
- the running total of flows changes its sign exactly once: one positive root (Norstrom, 1972). The running total from
  the end backwards says the same of negative roots. Where Norstrom's criterion holds, its root is the rate, as is
  usual, even if a negative root exists besides (a small fee after the last proceeds makes one near -100%);
  ``IrrTable.roots`` lists all;
- otherwise all roots are looked for on a grid: one is the rate, several are ``ambiguous``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from huoshui.portfolio.extra import np
from huoshui.portfolio.performance import roots as rooting
from huoshui.portfolio.performance.flows import Flow, FlowTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


class Status(IntEnum):
    """Why there is a rate, or none; ``label`` is its name in words."""

    OK = 0
    NO_FLOWS = 1
    """No flow but of zero."""
    ONE_SIDED = 2
    """Flows of one sign only: no rate discounts them to zero."""
    AMBIGUOUS = 3
    """Several rates do; they are listed."""
    NONE_FOUND = 4
    """No rate between -99.99% and 10,000% does."""

    @property
    def label(self) -> str:
        """The name in small letters: ``ok``, ``no_flows``, ..."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Irr:
    """An annual rate (0.1 is 10%), or the reason that there is none; ``roots`` where they are several."""

    rate: float | None
    status: Status
    roots: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class IrrTable:
    """The rates of many accounts: ``rate`` is nan where ``status`` (codes of ``Status``) is not ok."""

    rate: NDArray[np.float64]
    status: NDArray[np.int8]
    flows: FlowTable

    def __len__(self) -> int:
        return len(self.rate)

    def __getitem__(self, account: int) -> Irr:
        status = Status(int(self.status[account]))
        if status is Status.OK:
            return Irr(float(self.rate[account]), status)
        return Irr(None, status, self.roots(account) if status is Status.AMBIGUOUS else ())

    def roots(self, account: int) -> tuple[float, ...]:
        """Every rate between -99.99% and 10,000% that discounts the account's flows to zero, rising."""
        place = account % len(self)
        return rooting.all_roots(self.flows.take(np.array([place])).netted())


def irr(flows: Sequence[Flow]) -> Irr:
    """The rate of one account's flows, in any order; closing value included as a flow received."""
    return _irrs(FlowTable.from_series([flows]))[0]


def irrs(days: ArrayLike, minor: ArrayLike, offsets: ArrayLike) -> IrrTable:
    """The rates of many accounts' flows, given as the arrays of ``flows``.

    Raises ``InputError`` where the arrays do not fit together.
    """
    return _irrs(FlowTable.of(days, minor, offsets))


def _irrs(table: FlowTable) -> IrrTable:
    table = table.without_zeros()
    result = IrrTable(np.full(len(table), np.nan), np.full(len(table), Status.NO_FLOWS, np.int8), table)
    filled = np.flatnonzero(table.lengths)
    if not len(filled):
        return result
    some = table if len(filled) == len(table) else FlowTable(
        table.days, table.minor, np.append(table.offsets[filled], table.offsets[-1])
    )  # fmt: skip
    plain, mixed = _sorted_out(some, filled, result)
    _solve(some, plain, filled, result, _everywhere(len(plain)))
    if len(mixed):
        _solve_mixed(some.take(mixed).netted(), filled[mixed], result)
    return result


def _sorted_out(
    table: FlowTable, accounts: NDArray[np.int64], result: IrrTable
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Accounts that pay in before all they receive (or after), and those that do both by turns; marks the one-sided."""
    never = np.int64(-1)
    last_in = np.maximum.reduceat(np.where(table.minor < 0, table.days, never), table.starts)
    last_out = np.maximum.reduceat(np.where(table.minor > 0, table.days, never), table.starts)
    both = (last_in > never) & (last_out > never)
    ends_out = last_out > last_in
    # all that is received comes after last_in, if nothing of it comes at or before
    turn = np.repeat(np.minimum(last_in, last_out), table.lengths)
    early = np.where(np.repeat(ends_out, table.lengths), table.minor > 0, table.minor < 0) & (table.days <= turn)
    broken = np.logical_or.reduceat(early, table.starts) | (last_in == last_out)
    one_sided = (last_in > never) ^ (last_out > never)
    result.status[accounts[one_sided]] = Status.ONE_SIDED
    return np.flatnonzero(both & ~broken), np.flatnonzero(both & broken)


def _everywhere(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.full(count, rooting.LOWEST), np.full(count, rooting.HIGHEST)


def _solve(
    table: FlowTable,
    places: NDArray[np.int64],
    accounts: NDArray[np.int64],
    result: IrrTable,
    within: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Finds the one root of each account at ``places`` in its bracket of log rates and notes it under its number."""
    if not len(places):
        return
    found = rooting.solve(table if len(places) == len(table) else table.take(places), *within)
    result.rate[accounts[places]] = np.expm1(found)
    result.status[accounts[places]] = np.where(np.isnan(found), Status.NONE_FOUND, Status.OK)


def _solve_mixed(table: FlowTable, accounts: NDArray[np.int64], result: IrrTable) -> None:
    """The rates of netted accounts that pay in and receive by turns."""
    left = np.flatnonzero(table.lengths)
    if not len(left):
        return
    table, accounts = table.take(left), accounts[left]
    changes = _sign_changes(table.minor, table)
    result.status[accounts] = np.where(changes == 0, Status.ONE_SIDED, Status.NONE_FOUND)
    above, below, level = _bounds(table)
    norstrom = (changes > 1) & (above == 1) & ~level
    mirrored = (changes > 1) & (above == 0) & (below == 1) & ~level
    low, high = _everywhere(len(table))
    low[norstrom], high[mirrored] = 0.0, 0.0
    certain = np.flatnonzero((changes == 1) | norstrom | mirrored)
    _solve(table, certain, accounts, result, (low[certain], high[certain]))
    beyond = norstrom & (result.status[accounts] != Status.OK)  # its root is out of range
    open_ones = np.flatnonzero(beyond | ((changes > 1) & (level | (above > 1) | ((above == 0) & (below > 1)))))
    if len(open_ones):
        _solve_open(table.take(open_ones), accounts[open_ones], result)


def _solve_open(table: FlowTable, accounts: NDArray[np.int64], result: IrrTable) -> None:
    """Accounts of which no criterion speaks: those with one root on the grid have a rate."""
    brackets = rooting.brackets(table)
    count = np.bincount(brackets.account, minlength=len(table))
    result.status[accounts[count > 1]] = Status.AMBIGUOUS
    single = np.flatnonzero(count == 1)
    mine = np.flatnonzero(count[brackets.account] == 1)
    mine = mine[np.argsort(brackets.account[mine])]
    _solve(table, single, accounts, result, (brackets.low[mine], brackets.high[mine]))


def _sign_changes(values: NDArray[np.int64], table: FlowTable) -> NDArray[np.int64]:
    """How often ``values`` change sign within each account; zeros are passed over."""
    signs = np.sign(values)
    kept = np.flatnonzero(signs)
    account = np.repeat(np.arange(len(table)), table.lengths)[kept]
    changed = (signs[kept][1:] != signs[kept][:-1]) & (account[1:] == account[:-1])
    return np.bincount(account[1:][changed], minlength=len(table))


def _bounds(table: FlowTable) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """At most how many positive and negative roots each account has, and whether its flows add up to zero.

    The running totals, forwards and backwards, change sign at least as often as there are such roots, and if it is
    once, there is one.
    """
    totals = np.add.reduceat(table.minor, table.starts)
    running = np.cumsum(table.minor)
    before = np.repeat(running[table.starts] - table.minor[table.starts], table.lengths)
    forwards = running - before
    backwards = np.repeat(totals, table.lengths) - forwards + table.minor
    return _sign_changes(forwards, table), _sign_changes(backwards, table), totals == 0
