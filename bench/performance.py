"""Ten thousand IRRs against ``pyxirr`` alone: ``python bench/performance.py``, with ``--help`` for other numbers.

Accounts have 8 to 29 flows. In the first measurement they pay in first and receive later, as most funds do; in the
second, a share of them does both by turns, so that rates may be several or none and have to be looked for. ``pyxirr``
is given the same flows account by account, once cut from arrays as they are, and once as lists of dates and amounts
made beforehand, which is the fastest that it takes and leaves the making out; the aim (at most 1.2) is held to the
latter. It returns some root or none; Huoshui says as well which rates are the only ones.

Measured is processor time, the median of runs taken by turns, since other work may share the machine. The exit status
is 1 where the aim is missed or an ordinary rate differs from that of ``pyxirr``.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyxirr

from huoshui.portfolio.performance import Status, irrs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray

AIM = 1.2
RUNS = 15
SEED = 20260131
FIRST_DAY = 733_000
ORDINARY = "ordinary accounts"
EPOCH = 719_163  # 1 January 1970


@dataclass(frozen=True)
class Accounts:
    """Flows of many accounts, as arrays and as the lists that pyxirr reads fastest."""

    days: NDArray[np.int32]
    minor: NDArray[np.int64]
    offsets: NDArray[np.int64]

    @property
    def bounds(self) -> list[tuple[int, int]]:
        """Where each account's flows begin and end."""
        return list(zip(self.offsets[:-1].tolist(), self.offsets[1:].tolist(), strict=True))

    def arrays(self) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
        """Dates and amounts as pyxirr takes arrays."""
        return (self.days.astype(np.int64) - EPOCH).astype("datetime64[D]"), self.minor.astype(np.float64)

    def lists(self) -> list[tuple[list[date], list[float]]]:
        """Dates and amounts of each account."""
        days, amounts = self.arrays()
        dates, floats = days.tolist(), amounts.tolist()
        return [(dates[low:high], floats[low:high]) for low, high in self.bounds]


def make(count: int, awkward: float) -> Accounts:
    """Accounts that pay in for the first half of their flows; a share of them has its flows shuffled."""
    random = np.random.default_rng(SEED)
    lengths = random.integers(8, 30, count)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    gaps = random.integers(5, 300, offsets[-1])
    days = FIRST_DAY + np.cumsum(gaps) - np.repeat(np.cumsum(gaps)[offsets[:-1]], lengths)
    rank = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
    amounts = random.lognormal(21, 1, offsets[-1]).astype(np.int64)
    minor = np.where(rank * 2 < np.repeat(lengths, lengths), -amounts, amounts * 2)
    for account in random.choice(count, round(count * awkward), replace=False).tolist():
        part = slice(offsets[account], offsets[account + 1])
        minor[part] = random.permutation(minor[part])
    return Accounts(days.astype(np.int32), minor, offsets)


def by_turns(*works: Callable[[], object]) -> list[float]:
    """The median processor time of each work, in seconds."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for times, work in zip(taken, works, strict=True):
            started = time.process_time()
            work()
            times.append(time.process_time() - started)
    return [statistics.median(times) for times in taken]


def measure(name: str, accounts: Accounts) -> bool:
    """Prints the times and what came out; whether ordinary rates agree and the aim is reached."""
    bounds, lists, (dates, amounts) = accounts.bounds, accounts.lists(), accounts.arrays()

    def ours() -> object:
        return irrs(accounts.days, accounts.minor, accounts.offsets)

    def from_arrays() -> object:
        return [pyxirr.xirr(dates[low:high], amounts[low:high]) for low, high in bounds]

    def from_lists() -> list[float | None]:
        return [pyxirr.xirr(when, what) for when, what in lists]

    mine, arrays, listed = by_turns(ours, from_arrays, from_lists)
    found = irrs(accounts.days, accounts.minor, accounts.offsets)
    theirs = np.array(from_lists(), np.float64)
    sure = found.status == Status.OK
    apart = int((~(np.abs(found.rate - theirs) < 1e-6) & sure).sum())
    told = ", ".join(f"{status.label} {int((found.status == status).sum())}" for status in Status)
    print(f"{name}: {told}")
    print(f"  irrs {1e3 * mine:.1f} ms; pyxirr from lists {1e3 * listed:.1f} ms, from arrays {1e3 * arrays:.1f} ms")
    print(f"  ratio {mine / listed:.2f} to lists (aim {AIM}), {mine / arrays:.2f} to arrays")
    print(f"  rates that pyxirr misses or has otherwise: {apart} of {int(sure.sum())}; a rate where several are: "
          f"{int((np.isfinite(theirs) & (found.status == Status.AMBIGUOUS)).sum())}")  # fmt: skip
    return mine / listed <= AIM and (apart == 0 or name != ORDINARY)


def main() -> int:
    """Both measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--awkward", type=float, default=0.1, help="share of accounts with flows by turns")
    options = parser.parse_args()
    ordinary = measure(ORDINARY, make(options.accounts, 0))
    mixed = measure(f"{options.awkward:.0%} of them awkward", make(options.accounts, options.awkward))
    return 0 if ordinary and mixed else 1


if __name__ == "__main__":
    sys.exit(main())
