"""Dated flows of money of many accounts at once, as three arrays.

``days`` (proleptic ordinals, as ``date.toordinal`` gives them), ``minor`` (minor units; negative is paid in, positive
is received) and ``offsets``: account ``i`` has the flows from ``offsets[i]`` up to ``offsets[i + 1]``, in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.portfolio.extra import np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import ArrayLike, NDArray

_LARGEST = 2**62
"""Sums of flows stay below it, so that 64 bits hold them exactly."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow: ``minor`` units on a day, negative when paid in."""

    day: date
    minor: int


@dataclass(frozen=True, slots=True)
class FlowTable:
    """The flows of many accounts; see the module for the three arrays."""

    days: NDArray[np.int64]
    minor: NDArray[np.int64]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, days: ArrayLike, minor: ArrayLike, offsets: ArrayLike) -> FlowTable:
        """A checked table. Raises ``InputError`` where the arrays do not fit together or sums could overflow."""
        table = cls(_whole(days, "days"), _whole(minor, "minor"), _whole(offsets, "offsets"))
        bounds, size = table.offsets, len(table.days)
        if len(table.minor) != size:
            raise InputError(f"{size} days but {len(table.minor)} amounts: give each flow both")
        if not len(bounds) or bounds[0] != 0 or bounds[-1] != size or (np.diff(bounds) < 0).any():
            raise InputError(f"offsets must rise from 0 to the number of flows ({size})")
        if size:
            largest = max(int(table.minor.max()), -int(table.minor.min()))
            if largest * int(table.lengths.max()) >= _LARGEST and table.turnover().max() >= _LARGEST:
                raise InputError(f"a flow of {largest} minor units is beyond any amount of money: check its unit")
        return table

    @classmethod
    def from_series(cls, series: Iterable[Sequence[Flow]]) -> FlowTable:
        """The table of some accounts' flows."""
        accounts = [list(flows) for flows in series]
        flat = [flow for flows in accounts for flow in flows]
        days = [flow.day.toordinal() for flow in flat]
        offsets = np.cumsum([0, *(len(flows) for flows in accounts)])
        if any(abs(flow.minor) >= _LARGEST for flow in flat):
            raise InputError("a flow is beyond any amount of money: check its unit")
        return cls.of(np.array(days, np.int64), np.array([flow.minor for flow in flat], np.int64), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many flows each account has."""
        return np.diff(self.offsets)

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each account's flows begin; for ``reduceat``, which needs every account to have some."""
        return self.offsets[:-1]

    def turnover(self) -> NDArray[np.float64]:
        """What each account has paid in and received together, about."""
        account = np.repeat(np.arange(len(self)), self.lengths)
        return np.bincount(account, np.abs(self.minor), len(self)).astype(np.float64, copy=False)

    def take(self, accounts: NDArray[np.int64]) -> FlowTable:
        """The table of some accounts, in the order asked for; an account may be asked for more than once."""
        lengths = self.lengths[accounts]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        places = np.repeat(self.offsets[accounts] - offsets[:-1], lengths) + np.arange(offsets[-1])
        return FlowTable(self.days[places], self.minor[places], offsets)

    def without_zeros(self) -> FlowTable:
        """The flows that are not zero; the table itself if none is."""
        kept = self.minor != 0
        if kept.all():
            return self
        account = np.repeat(np.arange(len(self)), self.lengths)
        counts = np.bincount(account[kept], minlength=len(self))
        return FlowTable(self.days[kept], self.minor[kept], np.concatenate(([0], np.cumsum(counts))))

    def netted(self) -> FlowTable:
        """In order of date, one flow a day, none of zero."""
        account = np.repeat(np.arange(len(self)), self.lengths)
        order = np.lexsort((self.days, account))
        account, days, minor = account[order], self.days[order], self.minor[order]
        if len(days):
            first = np.append(True, (account[1:] != account[:-1]) | (days[1:] != days[:-1]))
            places = np.flatnonzero(first)
            account, days, minor = account[places], days[places], np.add.reduceat(minor, places)
        counts = np.bincount(account, minlength=len(self))
        return FlowTable(days, minor, np.concatenate(([0], np.cumsum(counts)))).without_zeros()


def _whole(values: ArrayLike, name: str) -> NDArray[np.int64]:
    array = np.asarray(values)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        raise InputError(f"{name} must be a flat array of whole numbers, not {array.dtype} of {array.ndim} dimensions")
    return array.astype(np.int64, copy=False)
