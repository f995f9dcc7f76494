"""Roots of net present values, for many accounts at once. Rates are logarithmic here: ``log(1 + rate)``.

With ``P`` and ``N`` the present values of what is received and paid in, a root is where ``log(P / N)`` is zero. That
function is all but straight (its slope is the distance between the mean dates of the two), so Newton's method on it
needs three or four steps from anywhere; it is exact about the size of the amounts too, unlike a bound on the present
value itself. Every root is checked by its residual; what does not settle is bracketed and left to Brent's method.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.portfolio.extra import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huoshui.portfolio.performance.flows import FlowTable

LOWEST, HIGHEST = math.log(1e-4), math.log(101.0)
"""The range of rates that is looked at: -99.99% to 10,000%."""
_YEAR = 365.0
_STEP = 0.05
_BELOW, _ABOVE = math.ceil(-LOWEST / _STEP), math.ceil(HIGHEST / _STEP)
_RESIDUAL = 1e-10  # present value over the sum of its terms' sizes
_SETTLED = 1e-10  # of a log rate
_PASSES = 24
_AT_ONCE = 2048  # accounts whose grids are held in memory together
_ZOOMS, _POINTS = 6, 17


@dataclass(frozen=True, slots=True)
class Brackets:
    """Where roots lie: between ``low`` and ``high`` (log rates), or just there when both are the same."""

    account: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def solve(table: FlowTable, low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """The root of each account between its bounds, where it is known to have at most one; nan where it has none."""
    found = np.where(low == high, low, _newton(table, low, high))
    for account in np.flatnonzero(np.isnan(found)).tolist():
        found[account] = _between(table.take(np.array([account])), float(low[account]), float(high[account]))
    return found


def all_roots(table: FlowTable) -> tuple[float, ...]:
    """Every rate (not logarithmic) that discounts the netted flows of a table of one account to zero."""
    if not table.lengths[0]:
        return ()
    found = brackets(table)
    pairs = zip(found.low.tolist(), found.high.tolist(), strict=True)
    logs = sorted(low if low == high else _between(table, low, high) for low, high in pairs)
    return tuple(math.expm1(each) for each in logs)


def _newton(table: FlowTable, low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Newton's method on ``log(P / N)`` within the bounds; nan where it does not settle."""
    result = np.full(len(table), np.nan)
    inside = (low <= 0) & (high >= 0)
    logs = np.where(inside, 0.0, (low + high) / 2)
    accounts = np.arange(len(table))
    terms = _Terms.of(table)
    for number in range(_PASSES):
        step, residual = terms.step(logs, discounted=number > 0 or not inside.all())
        logs = np.clip(logs + step, low, high)
        done = (np.abs(step) < _SETTLED) & (residual < _RESIDUAL)
        result[accounts[done]] = logs[done]
        left = np.flatnonzero(~done & np.isfinite(step))
        if not len(left):
            break
        if len(left) < 0.7 * len(logs):
            table, terms = table.take(left), _Terms.of(table.take(left))
            accounts, logs, low, high = accounts[left], logs[left], low[left], high[left]
    return result


@dataclass(frozen=True, slots=True)
class _Terms:
    """Amounts and years of flows, ready to be discounted; years count from each account's middle."""

    amounts: NDArray[np.float64]
    years: NDArray[np.float64]
    table: FlowTable

    @classmethod
    def of(cls, table: FlowTable) -> _Terms:
        starts, lengths = table.starts, table.lengths
        first, last = np.minimum.reduceat(table.days, starts), np.maximum.reduceat(table.days, starts)
        years = (table.days - np.repeat((first + last) // 2, lengths)) / _YEAR
        return cls(table.minor.astype(np.float64), years, table)

    def step(self, logs: NDArray[np.float64], *, discounted: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Newton's step from ``logs``, and the present value there as a share of its terms' sizes."""
        starts = self.table.starts
        with np.errstate(all="ignore"):  # what overflows is nan and goes to Brent's method
            worth = self.amounts
            if discounted:
                worth = worth * np.exp(self.years * np.repeat(-logs, self.table.lengths))
            size = np.abs(worth)
            net, gross = np.add.reduceat(worth, starts), np.add.reduceat(size, starts)
            dated, dated_size = np.add.reduceat(worth * self.years, starts), np.add.reduceat(size * self.years, starts)
            received, paid = gross + net, gross - net
            distance = (dated_size + dated) / received - (dated_size - dated) / paid
            return np.log(received / paid) / distance, np.abs(net) / gross


def _ratio(table: FlowTable, logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Present value over the sum of its terms' sizes, between -1 and 1, without overflow; one log rate an account."""
    exponents = -np.repeat(logs, table.lengths) * (
        (table.days - np.repeat(table.days[table.starts], table.lengths)) / _YEAR
    )
    exponents -= np.repeat(np.maximum.reduceat(exponents, table.starts), table.lengths)
    worth = table.minor * np.exp(exponents)
    ratio: NDArray[np.float64] = np.add.reduceat(worth, table.starts) / np.add.reduceat(np.abs(worth), table.starts)
    return ratio


def _between(table: FlowTable, low: float, high: float) -> float:
    """The root of a table of one account between two log rates, by Brent's method; nan where the signs are equal."""
    from scipy import optimize

    def ratio(log: float) -> float:
        return float(_ratio(table, np.array([log]))[0])

    ends = ratio(low), ratio(high)
    for log, value in zip((low, high), ends, strict=True):
        if value == 0:
            return log
    if ends[0] * ends[1] > 0:
        return math.nan
    return float(optimize.brentq(ratio, low, high, xtol=1e-14, rtol=8.9e-16))


def brackets(table: FlowTable) -> Brackets:
    """Where the roots of netted accounts lie: on a grid of log rates 0.05 apart, finer where values turn near zero."""
    parts = [
        _brackets(table.take(np.arange(start, min(start + _AT_ONCE, len(table)))), start)
        for start in range(0, len(table), _AT_ONCE)
    ]
    return Brackets(
        np.concatenate([part.account for part in parts]),
        np.concatenate([part.low for part in parts]),
        np.concatenate([part.high for part in parts]),
    )


def _brackets(table: FlowTable, shift: int) -> Brackets:
    grid = _grid()
    values = _on_grid(table)
    signs = np.sign(values)
    place, account = np.nonzero(signs[:-1] * signs[1:] < 0)
    zero, at_zero = np.nonzero(signs == 0)
    near = _dips(table, values, grid)
    return Brackets(
        np.concatenate([account, at_zero, near.account]) + shift,
        np.concatenate([grid[place], grid[zero], near.low]),
        np.concatenate([grid[place + 1], grid[zero], near.high]),
    )


def _grid() -> NDArray[np.float64]:
    """The log rates looked at: zero, and steps both ways up to the ends of the range."""
    steps = np.arange(-_BELOW, _ABOVE + 1) * _STEP
    return np.clip(steps, LOWEST, HIGHEST)


def _on_grid(table: FlowTable) -> NDArray[np.float64]:
    """Present values over the sums of their terms' sizes, a row for each log rate of the grid."""
    starts, lengths, days = table.starts, table.lengths, table.days
    values = np.empty((_BELOW + _ABOVE + 1, len(table)))
    last = days[table.offsets[1:] - 1]
    halves = (
        (range(_BELOW + 1, len(values)), HIGHEST, days - np.repeat(days[starts], lengths)),
        (range(_BELOW - 1, -1, -1), -LOWEST, np.repeat(last, lengths) - days),
    )
    for rows, end, distance in halves:
        # each step multiplies by the same factor, which is far cheaper than a power; none grows, so none overflows
        worth = table.minor.astype(np.float64)
        years = distance / _YEAR
        factor = np.exp(-_STEP * years)
        for number, row in enumerate(rows, start=1):
            if number * _STEP > end:  # the last step is shorter
                factor = np.exp(-(end - (number - 1) * _STEP) * years)
            worth *= factor
            values[row] = np.add.reduceat(worth, starts) / np.add.reduceat(np.abs(worth), starts)
    values[_BELOW] = np.add.reduceat(table.minor, starts) / np.add.reduceat(np.abs(table.minor), starts)
    return values


def _dips(table: FlowTable, values: NDArray[np.float64], grid: NDArray[np.float64]) -> Brackets:
    """Pairs of roots between neighbours of the grid, and roots that only touch zero: where values turn near it."""
    size, signs = np.abs(values), np.sign(values)
    same = (signs[:-2] == signs[1:-1]) & (signs[1:-1] == signs[2:]) & (signs[1:-1] != 0)
    # the slope of the ratio is a covariance of signs and years: at most half of the years that the flows span
    reach = _STEP * (table.days[table.offsets[1:] - 1] - table.days[table.starts]) / _YEAR / 2
    turning = same & (size[1:-1] <= size[:-2]) & (size[1:-1] < size[2:]) & (size[1:-1] <= reach)
    place, account = np.nonzero(turning)
    if not len(place):
        return Brackets(np.empty(0, np.int64), np.empty(0), np.empty(0))
    return _zoom(table.take(account), account, (grid[place], grid[place + 2]), signs[place + 1, account])


def _zoom(
    table: FlowTable,
    account: NDArray[np.int64],
    ends: tuple[NDArray[np.float64], NDArray[np.float64]],
    sign: NDArray[np.float64],
) -> Brackets:
    """Looks closer at dips between ``ends``: two brackets where zero is crossed, one where it is touched, or none."""
    low, high = ends
    for _ in range(_ZOOMS):
        points = low + (high - low) * np.linspace(0, 1, _POINTS)[:, None]
        heights = np.array([_ratio(table, row) for row in points]) * sign
        lowest = np.argmin(heights, axis=0)
        every = np.arange(len(account))
        depth, centre = heights[lowest, every], points[lowest, every]
        crossed = depth < -_RESIDUAL
        low = np.where(crossed, low, points[np.maximum(lowest - 1, 0), every])
        high = np.where(crossed, high, points[np.minimum(lowest + 1, _POINTS - 1), every])
        if crossed.all():
            break
    touched = ~crossed & (depth <= _RESIDUAL)
    return Brackets(
        np.concatenate([account[crossed], account[crossed], account[touched]]),
        np.concatenate([low[crossed], centre[crossed], centre[touched]]),
        np.concatenate([centre[crossed], high[crossed], centre[touched]]),
    )
