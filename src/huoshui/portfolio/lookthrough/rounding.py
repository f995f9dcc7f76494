"""Amounts by shares, in whole minor units whose parts add up to the rounded whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from huoshui.errors import InputError
from huoshui.portfolio.extra import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huoshui.portfolio.lookthrough.holdings import Reals

    Minor: TypeAlias = NDArray[np.int64]

#: A share is taken as a whole number of 2⁻⁶⁰, so that the products are exact.
_BITS = 60


def minor_units(amounts: NDArray[Any]) -> Minor:
    """The amounts as int64; InputError where they are not whole numbers, as floats are not."""
    given = np.asarray(amounts)
    if given.size and given.dtype.kind not in "iu":
        raise InputError(f"amounts are whole minor units, not {given.dtype} values")
    return given.astype(np.int64)


def parts_of(shares: Reals, values: Minor) -> Minor:
    """``shares`` of ``values`` (minor units), each rounded so that the parts sum to the rounded sum.

    The method of the largest remainder; of equal remainders the first one is rounded up. The products are computed in
    whole numbers: a share counts to 2⁻⁶⁰. InputError where a share is not between 0 and 1 or the sum is beyond int64.
    """
    values = minor_units(values)
    if shares.shape != values.shape:
        raise InputError("shares and values are not of one length")
    if not ((shares >= 0) & (shares <= 1 + 1e-9)).all():
        raise InputError("a share of a value is a part of one, from 0 to 1")
    counted = np.flatnonzero((shares > 0) & (values != 0))
    parts = np.zeros(shares.shape, dtype=np.int64)
    exact = _units(shares[counted]) * values[counted].astype(object)
    whole = int(exact.sum()) if counted.size else 0
    floors: NDArray[Any] = exact >> _BITS
    missing = ((whole + (1 << (_BITS - 1))) >> _BITS) - (int(floors.sum()) if counted.size else 0)
    if missing:
        floors[_largest(exact - (floors << _BITS), missing)] += 1
    if abs(whole) >> _BITS >= 1 << 63:
        raise InputError("the amounts add up to more than can be counted in 64 bits")
    parts[counted] = floors.astype(np.int64)
    return parts


def _units(shares: Reals) -> NDArray[Any]:
    """Each share in units of 2⁻⁶⁰, as whole numbers without limit."""
    return np.rint(np.ldexp(np.minimum(shares, 1.0), _BITS)).astype(np.int64).astype(object)


def _largest(remainders: NDArray[Any], count: int) -> NDArray[np.intp]:
    """The places of the largest remainders, all below 2⁶⁰; of equals the first."""
    return np.argsort(-remainders.astype(np.int64), kind="stable")[:count]
