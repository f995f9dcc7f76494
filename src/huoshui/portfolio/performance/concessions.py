"""Concessions that guidance funds make (让利), and what each costs the fund against the plain waterfall.

- ``gain_share`` (收益让利): a part of the guidance fund's gain beyond a hurdle goes to the manager or other investors.
- ``early_buy_out`` (提前退出): others buy the guidance fund's share within some years at cost, or cost with interest.
- ``loss_share`` (风险让渡): the guidance fund bears first up to a part of a loss, more than its share of the capital.

Each moves money between parties and makes none: the shares add up to what the plain waterfall paid. A first scheme of
the kind is that of 财建〔2011〕668号 (capital first, then 20% of the gain to the manager, more for early-stage funds:
http://dlnp.com.cn/economics/2011-09/13/content_23405934_3.htm).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.portfolio.performance.accounts import Account
from huoshui.portfolio.performance.sharing import apportion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from huoshui.portfolio.performance.waterfall import Contribution, Proceeds, Terms, Waterfall


@dataclass(frozen=True, slots=True)
class Share:
    """What a party has in the plain waterfall, and with the concession; minor units."""

    party: str
    plain: int
    granted: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """A concession carried out. ``cost`` is what it costs the guidance fund, below zero if it gains by it."""

    shares: tuple[Share, ...]
    cost: int
    price: int | None = None
    """What is paid in a buy-out."""


@dataclass(frozen=True, slots=True)
class BuyOutStep:
    """Within ``years`` of the first contribution the price is cost with interest at ``rate`` a year."""

    years: int
    rate: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys, and how much in proportion to the others."""

    party: str
    part: int = 1


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain waterfall that a concession starts from, with its terms, and whose concession it is."""

    terms: Terms
    contributions: tuple[Contribution, ...]
    proceeds: tuple[Proceeds, ...]
    waterfall: Waterfall
    guidance: str

    def __post_init__(self) -> None:
        if all(call.party != self.guidance for call in self.contributions):
            raise InputError(f"{self.guidance!r} has paid nothing in: name the guidance fund among the investors")

    def paid_in(self, deal: str | None = None) -> dict[str, int]:
        """What each party paid in, for one deal or for all."""
        sums: dict[str, int] = {}
        for call in self.contributions:
            if deal is None or call.deal == deal:
                sums[call.party] = sums.get(call.party, 0) + call.minor
        return sums

    def account(self, rate: Fraction, until: date, *, compound: bool) -> Account:
        """The guidance fund's account at ``rate`` as of a day."""
        mine = [(call.day, 0, call.minor) for call in self.contributions if call.party == self.guidance]
        got = [(payment.day, 1, payment.minor) for payment in self.waterfall.received(self.guidance)]
        account = Account(rate, compound)
        for day, kind, minor in sorted(event for event in (*mine, *got) if event[0] <= until):
            if kind:
                account.receive(day, minor)
            else:
                account.contribute(day, minor)
        account.grow(until)
        return account

    def settle(self, changes: dict[str, int], price: int | None = None) -> Settlement:
        """The shares after ``changes``, which add up to zero."""
        parties = dict.fromkeys([*self.waterfall.parties, *self.paid_in(), *changes])
        shares = [
            Share(party, self.waterfall.net(party), self.waterfall.net(party) + changes.get(party, 0))
            for party in parties
        ]
        return Settlement(tuple(shares), -changes.get(self.guidance, 0), price)


def gain_share(plain: Plain, share: Fraction, *, to_manager: bool, hurdle: Fraction | None = None) -> Settlement:
    """``share`` of what the guidance fund receives beyond ``hurdle`` (of the terms, if none is given) goes to others.

    They are the manager, or the other investors by what they have paid in. Raises ``InputError`` for no share, or where
    there is no other investor.
    """
    _check_share(share)
    rate = plain.terms.hurdle if hurdle is None else hurdle
    account = plain.account(rate, _last_day(plain), compound=plain.terms.compound)
    conceded = int(share * account.beyond)
    if to_manager:
        return plain.settle(_moved(plain.guidance, conceded, [plain.waterfall.manager], [1]))
    others = {party: paid for party, paid in plain.paid_in().items() if party != plain.guidance and paid}
    if not others:
        raise InputError("there is no other investor who could take a share of the gain")
    return plain.settle(_moved(plain.guidance, conceded, list(others), list(others.values())))


def early_buy_out(
    plain: Plain, day: date, steps: Sequence[BuyOutStep], buyers: Sequence[Buyer], *, compound: bool = False
) -> Settlement:
    """Others take over the guidance fund's share on ``day``, at the price of the first step that is still open.

    The price is the capital not yet returned with interest on it, less what was already received beyond capital. After
    that day, what the guidance fund would have received and paid in is the buyers'. Raises ``InputError`` where no step
    is open or nobody buys.
    """
    first = min(call.day for call in plain.contributions if call.party == plain.guidance)
    still_open = [step for step in sorted(steps, key=lambda step: step.years) if day <= _after(first, step.years)]
    if day < first or not still_open:
        raise InputError(f"no buy-out is open on {day}: the guidance fund first paid in on {first}")
    if not buyers or any(buyer.part <= 0 or buyer.party == plain.guidance for buyer in buyers):
        raise InputError("name the buyers with parts above zero; the guidance fund is not one of them")
    price = plain.account(still_open[0].rate, day, compound=compound).owed
    later = sum(payment.minor for payment in plain.waterfall.received(plain.guidance) if payment.day > day)
    calls = sum(c.minor for c in plain.contributions if c.party == plain.guidance and c.day > day)
    names, parts = [buyer.party for buyer in buyers], [buyer.part for buyer in buyers]
    return plain.settle(_moved(plain.guidance, later - calls - price, names, parts), price)


def loss_share(plain: Plain, limit: Fraction, *, per_deal: bool = True) -> Settlement:
    """The guidance fund bears first up to ``limit`` of a loss, and no more than it paid in; others share the rest.

    Of each closed deal, or of the fund as a whole. Where its share of the capital is larger than ``limit``, it bears
    that share as in the plain waterfall. The others are made good in proportion to what they lost.
    """
    _check_share(limit)
    deals = sorted({sale.deal for sale in plain.proceeds if sale.final}) if per_deal else [None]
    changes: dict[str, int] = {}
    for deal in deals:
        paid_in = plain.paid_in(deal)
        back = sum(sale.minor for sale in plain.proceeds if deal is None or sale.deal == deal)
        loss = sum(paid_in.values()) - back
        if loss <= 0 or plain.guidance not in paid_in:
            continue
        borne = dict(zip(paid_in, apportion(loss, list(paid_in.values())), strict=True))
        own = borne.pop(plain.guidance)
        more = max(own, min(int(limit * loss), paid_in[plain.guidance])) - own
        for party, minor in _moved(plain.guidance, more, list(borne), list(borne.values())).items():
            changes[party] = changes.get(party, 0) + minor
    return plain.settle(changes)


def _moved(giver: str, minor: int, takers: list[str], weights: list[int]) -> dict[str, int]:
    """Changes that move ``minor`` (or, below zero, the other way) from one party to others."""
    sign = 1 if minor >= 0 else -1
    changes = {giver: -minor}
    for party, part in zip(takers, apportion(abs(minor), weights), strict=True):
        changes[party] = changes.get(party, 0) + sign * part
    return changes


def _check_share(share: Fraction) -> None:
    if not 0 <= share <= 1:
        raise InputError(f"{share} is no share: give one from 0 to 1")


def _last_day(plain: Plain) -> date:
    return max([*(call.day for call in plain.contributions), *(sale.day for sale in plain.proceeds)])


def _after(day: date, years: int) -> date:
    """The same day some years later; of 29 February, the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
