"""Multiples of paid-in capital, exact: DPI, RVPI, TVPI (PM-DPI, PM-RVPI, PM-TVPI), MOIC (PM-MOIC), paid-in (PM-RATE-1).

All amounts are minor units of one currency. A quotient is a ``Fraction``; it is ``None`` where its base is zero or not
known. TVPI is DPI + RVPI to the last digit, since nothing is rounded. ``rounded`` makes figures for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from huoshui.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Totals:
    """What has flowed to and from investors up to a date, and what is left; ``None`` is not known."""

    paid_in: int
    distributed: int
    nav: int | None = None
    committed: int | None = None


@dataclass(frozen=True, slots=True)
class Multiples:
    """The multiples of a fund or an investor's share of it; ``uncalled`` in minor units, negative when overcalled."""

    dpi: Fraction | None
    rvpi: Fraction | None
    tvpi: Fraction | None
    paid_in: Fraction | None
    """Paid-in over committed (实缴比例)."""
    uncalled: int | None


def multiples(totals: Totals) -> Multiples:
    """The multiples of ``totals``. Raises ``InputError`` for paid-in, distributed or committed below zero."""
    for name in ("paid_in", "distributed", "committed"):
        if (getattr(totals, name) or 0) < 0:
            raise InputError(f"{name} is {getattr(totals, name)}: totals are given without a sign")
    nav, committed = totals.nav, totals.committed
    return Multiples(
        dpi=quotient(totals.distributed, totals.paid_in),
        rvpi=quotient(nav, totals.paid_in),
        tvpi=quotient(None if nav is None else totals.distributed + nav, totals.paid_in),
        paid_in=quotient(totals.paid_in, committed),
        uncalled=None if committed is None else committed - totals.paid_in,
    )


def moic(invested: int, realised: int, unrealised: int) -> Fraction | None:
    """Multiple on invested capital: what came back and what is still held, over what was invested in deals."""
    return quotient(realised + unrealised, invested)


def quotient(numerator: int | None, denominator: int | None) -> Fraction | None:
    """The exact quotient; ``None`` where a part is not known or the base is zero."""
    return Fraction(numerator, denominator) if numerator is not None and denominator else None


def rounded(value: Fraction | None, places: int = 2) -> Decimal | None:
    """``value`` to some decimal places, a half to the even neighbour; ``None`` stays."""
    if value is None:
        return None
    return Decimal(round(value * 10**places)).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Quotients:
    """Many quotients as whole numerators and denominators; exact when asked for one by one."""

    numerator: NDArray[np.int64]
    denominator: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numerator)

    def __getitem__(self, place: int) -> Fraction | None:
        return quotient(int(self.numerator[place]), int(self.denominator[place]))

    def floats(self) -> NDArray[np.float64]:
        """For sorting and charts: floating point, nan where the base is zero."""
        from huoshui.portfolio.extra import np

        base = np.where(self.denominator == 0, np.nan, self.denominator)
        return np.asarray(self.numerator / base, np.float64)


@dataclass(frozen=True, slots=True)
class MultipleTable:
    """The multiples of many funds; ``uncalled`` in minor units."""

    dpi: Quotients
    rvpi: Quotients
    tvpi: Quotients
    paid_in: Quotients
    uncalled: NDArray[np.int64]


def multiple_table(committed: ArrayLike, paid_in: ArrayLike, distributed: ArrayLike, nav: ArrayLike) -> MultipleTable:
    """The multiples of many funds from arrays of minor units, one place for each. Raises ``InputError`` for lengths."""
    from huoshui.portfolio.extra import np

    columns = [np.asarray(column) for column in (committed, paid_in, distributed, nav)]
    if len({column.shape for column in columns}) > 1 or any(column.dtype.kind not in "iu" for column in columns):
        raise InputError("committed, paid_in, distributed and nav must be whole numbers, as many of each")
    promised, paid, given, left = (column.astype(np.int64, copy=False) for column in columns)
    return MultipleTable(
        dpi=Quotients(given, paid),
        rvpi=Quotients(left, paid),
        tvpi=Quotients(given + left, paid),
        paid_in=Quotients(paid, promised),
        uncalled=promised - paid,
    )
