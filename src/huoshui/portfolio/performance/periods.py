"""Returns of a period: between two dates, by calendar year or quarter, or since inception.

A period runs from the close of its first day to the close of its last. What the investment was worth at the start
counts as paid in, what it is worth at the end as received, flows between as they are. The money-weighted return is the
IRR of those; modified Dietz (exact) approximates it without a search.

A return of less than a year is not annualised, as the Global Investment Performance Standards demand (provision 5.A.4
of the 2010 edition, kept in that of 2020; https://www.gipsstandards.org).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.portfolio.extra import np
from huoshui.portfolio.performance.flows import Flow, FlowTable
from huoshui.portfolio.performance.irr import Irr, irr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike

YEAR = 365
"""Days from which on a rate is annual."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the close of ``start`` to the close of ``end``."""

    start: date
    end: date
    label: str = ""

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InputError(f"a period from {self.start} to {self.end} has no day: give an end after its start")

    @property
    def days(self) -> int:
        """Its length."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class PeriodReturn:
    """What an investment did in a period; amounts in minor units. Figures are ``None`` where a value is not known."""

    period: Period
    opening: int | None
    closing: int | None
    paid_in: int
    received: int
    gain: int | None
    irr: Irr | None
    rate: float | None
    """The money-weighted return of the whole period, not annualised."""
    annual: float | None
    """The same a year; ``None`` for less than a year."""
    dietz: Fraction | None
    """Modified Dietz for the whole period; ``None`` where the average capital is not positive."""


def calendar_years(first: date, last: date) -> tuple[Period, ...]:
    """The calendar years from the one of ``first`` to the one of ``last``, which ends with ``last``."""
    return _calendar(first, last, 12)


def calendar_quarters(first: date, last: date) -> tuple[Period, ...]:
    """The calendar quarters from the one of ``first`` to the one of ``last``, which ends with ``last``."""
    return _calendar(first, last, 3)


def _calendar(first: date, last: date, months: int) -> tuple[Period, ...]:
    periods = []
    begin = date(first.year, (first.month - 1) // months * months + 1, 1)
    while begin <= last:
        following = date(begin.year + (begin.month + months > 12), (begin.month + months - 1) % 12 + 1, 1)
        label = str(begin.year) if months == 12 else f"{begin.year}Q{(begin.month + 2) // 3}"
        periods.append(Period(begin - timedelta(1), min(following - timedelta(1), last), label))
        begin = following
    return tuple(periods)


def period_return(period: Period, opening: int | None, flows: Sequence[Flow], closing: int | None) -> PeriodReturn:
    """The return of one period; flows outside of it are left aside, and those of its first day are in ``opening``."""
    return _measured(period, opening, [flow for flow in flows if period.start < flow.day <= period.end], closing)


def period_returns(
    periods: Sequence[Period], flows: Sequence[Flow], value: Callable[[date], int | None]
) -> tuple[PeriodReturn, ...]:
    """The return of each period; ``value`` says what the investment was worth at the close of a day, or ``None``."""
    return tuple(period_return(each, value(each.start), flows, value(each.end)) for each in periods)


def since_inception(flows: Sequence[Flow], closing: int | None, day: date) -> PeriodReturn | None:
    """The return from the first flow to ``day``; ``None`` where no flow precedes it."""
    known = [flow for flow in flows if flow.day <= day and flow.minor]
    first = min((flow.day for flow in known), default=day)
    return _measured(Period(first, day, "since inception"), 0, known, closing) if first < day else None


def _measured(period: Period, opening: int | None, within: Sequence[Flow], closing: int | None) -> PeriodReturn:
    paid_in = -sum(flow.minor for flow in within if flow.minor < 0)
    received = sum(flow.minor for flow in within if flow.minor > 0)
    if opening is None or closing is None:
        return PeriodReturn(period, opening, closing, paid_in, received, None, None, None, None, None)
    found = irr([Flow(period.start, -opening), *within, Flow(period.end, closing)])
    rate = None if found.rate is None else (1 + found.rate) ** (period.days / YEAR) - 1
    gain = closing - opening + received - paid_in
    annual = found.rate if period.days >= YEAR else None
    dietz = _dietz(period, opening, within, gain)
    return PeriodReturn(period, opening, closing, paid_in, received, gain, found, rate, annual, dietz)


def _dietz(period: Period, opening: int, within: Sequence[Flow], gain: int) -> Fraction | None:
    """Gain over the average capital, each flow weighted by the share of the period that was left at its day's close."""
    weighted = -sum(flow.minor * (period.end - flow.day).days for flow in within)
    capital = opening + Fraction(weighted, period.days)
    return gain / capital if capital > 0 else None


def period_flows(
    table: FlowTable, start: date | None, end: date, opening: ArrayLike | None, closing: ArrayLike
) -> FlowTable:
    """Many accounts' flows in one period, opening values as paid in and closing ones as received, for ``irrs``.

    Without a start (and opening values) it is since inception: all flows up to the close of ``end``.
    """
    count, last = len(table), end.toordinal()
    first = 0 if start is None else start.toordinal()
    if (start is None) != (opening is None):
        raise InputError("a start and opening values belong together: give both, or none since inception")
    account = np.repeat(np.arange(count), table.lengths)
    kept = (table.days > first) & (table.days <= last)
    before = np.zeros(count, np.int64) if opening is None else -np.asarray(opening, np.int64)
    every = np.arange(count)
    owner = np.concatenate((every, account[kept], every))
    days = np.concatenate((np.full(count, first), table.days[kept], np.full(count, last)))
    minor = np.concatenate((before, table.minor[kept], np.asarray(closing, np.int64)))
    order = np.argsort(owner, kind="stable")
    offsets = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=count))))
    return FlowTable.of(days[order], minor[order], offsets).without_zeros()
