"""What an investor is still owed before anybody shares in the gain: capital, and the preferred return on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

_EXACTLY = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Powers of a rate are irrational; sixty digits leave no doubt about a minor unit."""
_YEAR = 365


@dataclass(slots=True)
class Account:
    """Capital not yet returned and the preferred return that has accrued on it, in minor units, on Act/365.

    Compound: what is owed, the preferred return included, grows by ``(1 + rate) ** (days / 365)``, so that it is paid
    off when the investor's IRR is ``rate``. Simple: interest on capital alone.
    """

    rate: Fraction
    compound: bool
    capital: int = 0
    contributed: int = 0
    preferred_paid: int = 0
    beyond: int = 0
    """What ``receive`` took that was not owed."""
    _preferred: Decimal = field(default=Decimal(0), repr=False)
    _day: date | None = None

    def grow(self, day: date) -> None:
        """Accrues up to ``day``."""
        days = 0 if self._day is None else (day - self._day).days
        self._day = day
        if not days or not self.rate:
            return
        rate = _EXACTLY.divide(Decimal(self.rate.numerator), Decimal(self.rate.denominator))
        years = _EXACTLY.divide(Decimal(days), Decimal(_YEAR))
        if self.compound:
            growth = _EXACTLY.subtract(_EXACTLY.power(_EXACTLY.add(Decimal(1), rate), years), Decimal(1))
            base = _EXACTLY.add(Decimal(self.capital), self._preferred)
        else:
            growth, base = _EXACTLY.multiply(rate, years), Decimal(self.capital)
        self._preferred = _EXACTLY.add(self._preferred, _EXACTLY.multiply(base, growth))

    @property
    def preferred(self) -> int:
        """The preferred return owed, rounded to a minor unit."""
        return max(0, int(self._preferred.to_integral_value(ROUND_HALF_EVEN)))

    @property
    def owed(self) -> int:
        """Capital and preferred return."""
        return self.capital + self.preferred

    def contribute(self, day: date, minor: int) -> None:
        """Capital paid in."""
        self.grow(day)
        self.capital += minor
        self.contributed += minor

    def return_capital(self, minor: int) -> None:
        """Capital paid back, on the day up to which the account has grown."""
        self.capital -= minor

    def pay_preferred(self, minor: int) -> None:
        """Preferred return paid, on that day."""
        self.preferred_paid += minor
        self._preferred = _EXACTLY.subtract(self._preferred, Decimal(minor))

    def receive(self, day: date, minor: int) -> None:
        """Takes capital, then preferred return from ``minor``, and adds up what is beyond both."""
        self.grow(day)
        capital = min(minor, self.capital)
        preferred = min(minor - capital, self.preferred)
        self.return_capital(capital)
        self.pay_preferred(preferred)
        self.beyond += minor - capital - preferred
