"""What each holder has in each company, and each investor in each fund, as of a day.

Value of a deal: its last valuation, plus what was invested since at cost, less the part whose cost was released since;
where there is none, the remaining cost. Value of an interest in a fund: its last valuation, plus contributions and less
distributions since; where there is none, its share by paid-in of the fund's net assets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.portfolio.accounts.sums import own_amounts, summed
from huoshui.portfolio.extra import np
from huoshui.portfolio.vocabulary import Change, Kind

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from huoshui.portfolio.checks import Setting
    from huoshui.portfolio.journal import Journal

    Ints = NDArray[np.int64]

NEVER = -1


@dataclass(frozen=True, slots=True, eq=False)
class Deals:
    """One row for each holder of each company, in order of their places; amounts in the holder's currency.

    ``cost`` is what remains of ``invested`` after exits, ``valued`` the day of the last valuation, -1 for none.
    """

    holder: Ints
    company: Ints
    invested: Ints
    released: Ints
    proceeds: Ints
    value: Ints
    valued: Ints
    first: Ints

    @property
    def cost(self) -> Ints:
        """Remaining cost."""
        return self.invested - self.released


@dataclass(frozen=True, slots=True, eq=False)
class Interests:
    """One row for each investor of each fund; amounts in the fund's currency.

    Transfers move ``committed`` and ``paid_in`` to the buyer; ``contributed`` is what each has itself paid. ``value``
    is the last valuation brought forward, where ``valued`` is a day and not -1.
    """

    investor: Ints
    fund: Ints
    committed: Ints
    called: Ints
    contributed: Ints
    paid_in: Ints
    distributed: Ints
    capital: Ints
    value: Ints
    valued: Ints


class View:
    """The journal as of a day with amounts in the currencies of the accounts; what all figures start from."""

    def __init__(self, journal: Journal, setting: Setting, day: date) -> None:
        self.journal, self.setting, self.day = journal.as_of(day), setting, day
        self.minor, self.cost, self.prices = own_amounts(self.journal, setting, day)
        self.size = len(setting.ids)
        self.is_fund = np.zeros(self.size + 1, bool)
        self.is_fund[list(setting.funds)] = True

    def pairs(self) -> Ints:
        """Holder and held of each event as one number."""
        return self.journal.holder.astype(np.int64) * self.size + self.journal.held


def deals(view: View) -> Deals:
    """The deals as of the view's day."""
    j, pair = view.journal, view.pairs()
    into, out = j.of(Kind.INVESTMENT), j.of(Kind.PROCEEDS)
    valued = j.of(Kind.VALUATION) & ~view.is_fund[j.held]
    rows = np.unique(pair[into | out | valued])
    at = np.searchsorted(rows, pair)
    at[at == len(rows)] = 0
    size = len(rows)
    last, marks = _last_values(at, valued, view, size)
    later = j.day > last[at] if size else np.zeros(len(j), bool)
    invested = summed(at[into], view.minor[into], size)
    released = summed(at[out], view.cost[out], size)
    since = summed(at[into & later], view.minor[into & later], size)
    gone = summed(at[out & later], view.cost[out & later], size)
    marked = last != NEVER
    first = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first, at[into], j.day[into].astype(np.int64))
    return Deals(
        holder=rows // view.size,
        company=rows % view.size,
        invested=invested,
        released=released,
        proceeds=summed(at[out], view.minor[out], size),
        value=np.where(marked, _brought_forward(marks, since, gone, invested - released), invested - released),
        valued=last,
        first=first,
    )


def _last_values(at: Ints, valued: NDArray[np.bool_], view: View, size: int) -> tuple[Ints, Ints]:
    """The day of the last valuation of each row, and what it said."""
    last, marks = np.full(size, NEVER, np.int64), np.zeros(size, np.int64)
    events = np.flatnonzero(valued)
    # Of two of one day the one that is never undone stands.
    events = events[np.lexsort((view.journal.end[events], view.journal.day[events]))]
    last[at[events]] = view.journal.day[events]  # of several the last assigned stays
    marks[at[events]] = view.minor[events]
    return last, marks


def _brought_forward(marks: Ints, since: Ints, gone: Ints, cost: Ints) -> Ints:
    """Values less the part whose cost was released since, rounded down, plus what was invested since."""
    value = marks.copy()
    for row in np.flatnonzero((gone > 0) & (marks > 0)):
        then = int(cost[row]) + int(gone[row]) - int(since[row])  # the cost when it was valued
        kept = max(then - int(gone[row]), 0)
        value[row] = int(marks[row]) * kept // then if then > 0 else 0
    return value + since


def interests(view: View) -> Interests:
    """The interests in funds as of the view's day."""
    j, pair = view.journal, view.pairs()
    bought = j.other.astype(np.int64) * view.size + j.held
    transfer = j.of(Kind.TRANSFER)
    valued = j.of(Kind.VALUATION) & view.is_fund[j.held]
    kinds = (Kind.COMMITMENT, Kind.CALL, Kind.CONTRIBUTION, Kind.DISTRIBUTION)
    commitment, call, contribution, distribution = (j.of(kind) for kind in kinds)
    of_fund = commitment | call | contribution | distribution | transfer | valued
    rows = np.unique(np.concatenate([pair[of_fund], bought[transfer]]))
    size = len(rows)

    def total(mask: NDArray[np.bool_], values: Ints, key: Ints = pair) -> Ints:
        return summed(np.searchsorted(rows, key[mask]), values[mask], size)

    at = np.minimum(np.searchsorted(rows, pair), max(size - 1, 0))
    last, marks = _last_values(at, valued, view, size)
    later = j.day > last[at] if size else np.zeros(len(j), bool)
    change = np.where(j.natured(Change.REDUCTION), -j.minor, j.minor)
    contributed = total(contribution, j.minor)
    moved = total(transfer, j.paid, bought) - total(transfer, j.paid)
    since = total(contribution & later, j.minor) - total(distribution & later, j.minor)
    return Interests(
        investor=rows // view.size,
        fund=rows % view.size,
        committed=total(commitment, change) + total(transfer, j.committed, bought) - total(transfer, j.committed),
        called=total(call, j.minor),
        contributed=contributed,
        paid_in=contributed + moved,
        distributed=total(distribution, j.minor),
        capital=total(distribution & j.natured("capital"), j.minor),
        value=np.maximum(marks + since, 0),
        valued=last,
    )
