"""Rates of exchange with their dates."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from huoshui.model.money import Money
    from huoshui.portfolio.book import Rate


class Rates:
    """Rates by day. One stands until the next of the same two currencies; the inverse serves where only it is given."""

    def __init__(self, rates: Iterable[Rate] = ()) -> None:
        self._days: dict[tuple[str, str], list[date]] = defaultdict(list)
        self._rates: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
        for rate in sorted(rates):
            self._days[rate.currency, rate.into].append(rate.day)
            self._rates[rate.currency, rate.into].append(rate.rate)

    def rate(self, currency: str, into: str, day: date) -> Decimal | None:
        """What one unit of ``currency`` was worth on ``day``; None where no rate is known by then."""
        if currency == into:
            return Decimal(1)
        direct, inverse = self._known(currency, into, day), self._known(into, currency, day)
        if direct is None:
            return 1 / inverse if inverse else None
        return direct

    def convert(self, money: Money, into: str, day: date) -> Money:
        """The amount in another currency, at the rate of ``day``. InputError where there is none."""
        rate = self.rate(money.currency, into, day)
        if rate is None:
            raise InputError(f"no rate from {money.currency} to {into} by {day}: add one to the rates")
        return money if money.currency == into else money.converted(rate, into)

    def _known(self, currency: str, into: str, day: date) -> Decimal | None:
        place = bisect_right(self._days.get((currency, into), []), day)
        return self._rates[currency, into][place - 1] if place else None
