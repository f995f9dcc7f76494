"""Distribution waterfall: who gets what of a fund's proceeds, to the minor unit.

Proceeds pay, in this order: capital to the investors; the preferred return on it (hurdle); the manager's catch-up,
until it has its share of all gain so far; and what is left, shared between manager (carry) and investors. Each payment
has a step and a party; the payments of a day add up to its proceeds.

- Whole fund (European): all capital called comes first. Deal by deal (American): the capital of the deal sold, of deals
  closed before with a loss (loss carry-forward), and of calls for no deal (fees and costs).
- Investors share by what each is owed (capital, hurdle) and by what each has paid in (the rest), by largest remainders.
- Rounding: the manager's part is rounded down over all its payments so far; investors take the rest.
- The catch-up gives the manager ``catch_up`` of each unit until it has ``carry`` of the gain paid out; with a share of
  0 there is none, so that carry is taken only of what exceeds the hurdle (hard hurdle).
- A surplus over the hurdle is not set off against later calls. The clawback at the end makes up for it: of the carry it
  has received, the manager gives back what the terms do not give it of the whole fund's gain or, if more, what
  investors lack in capital and hurdle after all that they received; taxes are left aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.portfolio.performance.accounts import Account
from huoshui.portfolio.performance.sharing import apportion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


class Basis(StrEnum):
    """What must be paid back before the manager takes carry."""

    WHOLE_FUND = "whole_fund"
    DEAL_BY_DEAL = "deal_by_deal"


class Step(StrEnum):
    """Steps of the waterfall, in order, and the clawback after all."""

    CAPITAL = "return_of_capital"
    HURDLE = "preferred_return"
    CATCH_UP = "catch_up"
    CARRY = "carry"
    CLAWBACK = "clawback"


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of distribution: shares and annual rates as fractions (1/5 is 20%).

    Raises ``InputError`` for a share outside of 0 to 1, or a catch-up that could never catch up.
    """

    carry: Fraction
    hurdle: Fraction = Fraction(0)
    catch_up: Fraction = Fraction(1)
    compound: bool = True
    basis: Basis = Basis.WHOLE_FUND
    clawback: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.carry < 1:
            raise InputError(f"a carry of {self.carry} is no share: give one from 0 to below 1")
        if not 0 <= self.hurdle <= 1:
            raise InputError(f"a hurdle of {self.hurdle} is no annual rate: give one from 0 to 1")
        if self.catch_up and not self.carry < self.catch_up <= 1:
            raise InputError(f"a catch-up of {self.catch_up} never reaches a carry of {self.carry}: give 0 or more")


@dataclass(frozen=True, slots=True)
class Contribution:
    """Capital that an investor pays in, in minor units; ``deal`` is empty for fees and costs."""

    day: date
    party: str
    minor: int
    deal: str = ""


@dataclass(frozen=True, slots=True)
class Proceeds:
    """What there is to distribute on a day, in minor units; ``final`` closes the deal, of 0 units for a write-off."""

    day: date
    minor: int
    deal: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """What a party gets in a step; a clawback is paid by the manager."""

    day: date
    step: Step
    party: str
    minor: int
    deal: str = ""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All payments in order; ``clawback`` are those that the manager makes out of its carry at the end."""

    manager: str
    payments: tuple[Payment, ...]
    clawback: tuple[Payment, ...] = ()

    def total(self, step: Step | None = None, party: str | None = None) -> int:
        """The sum of the payments (without clawback) of a step, to a party, or both."""
        return sum(
            payment.minor
            for payment in self.payments
            if (step is None or payment.step is step) and (party is None or payment.party == party)
        )

    def received(self, party: str) -> tuple[Payment, ...]:
        """All that a party gets, clawback included, in order."""
        return tuple(payment for payment in (*self.payments, *self.clawback) if payment.party == party)

    def net(self, party: str) -> int:
        """What a party has in the end."""
        given_back = sum(payment.minor for payment in self.clawback) if party == self.manager else 0
        return sum(payment.minor for payment in self.received(party)) - given_back

    @property
    def parties(self) -> tuple[str, ...]:
        """The investors and the manager, in the order of their first payment, the manager last if it got none."""
        return tuple(dict.fromkeys([*(payment.party for payment in self.payments), self.manager]))


def distribute(
    terms: Terms, contributions: Sequence[Contribution], proceeds: Sequence[Proceeds], manager: str = "GP"
) -> Waterfall:
    """Runs the waterfall over all events in order of date; of one day, contributions come first.

    Raises ``InputError`` for amounts below zero, proceeds before any contribution, or, deal by deal, of a deal that is
    not named, unknown or closed.
    """
    run = _Run(terms, manager)
    for event in _in_order(contributions, proceeds):
        if isinstance(event, Contribution):
            run.contribute(event)
        else:
            run.pay(event)
    return Waterfall(manager, tuple(run.payments), tuple(run.clawback()))


def _in_order(contributions: Sequence[Contribution], proceeds: Sequence[Proceeds]) -> Iterable[Contribution | Proceeds]:
    """By day, and within it so that the order in which events are given does not matter."""
    events: list[Contribution | Proceeds] = [*contributions, *proceeds]
    for event in events:
        if event.minor < 0:
            raise InputError(f"{event.minor} minor units on {event.day}: amounts are given without a sign")
    return sorted(events, key=_rank)


def _rank(event: Contribution | Proceeds) -> tuple[date, int, str, str, int]:
    if isinstance(event, Contribution):
        return event.day, 0, event.party, event.deal, event.minor
    return event.day, 2 if event.final else 1, "", event.deal, event.minor


class _Run:
    """The state of a waterfall between two events."""

    def __init__(self, terms: Terms, manager: str) -> None:
        self.terms, self.manager = terms, manager
        self.payments: list[Payment] = []
        self.accounts: dict[tuple[str, str], Account] = {}  # by deal, if it matters, and party
        self.whole: dict[str, Account] = {}  # of each investor over the whole fund, for the clawback
        self.closed: set[str] = set()
        self.last: date | None = None
        self.preferred = 0  # paid to investors so far
        self.caught_up, self.catch_up_carry = 0, 0  # distributed in the step, and the manager's part of it
        self.shared, self.carry = 0, 0  # likewise

    def contribute(self, call: Contribution) -> None:
        deal = call.deal if self.terms.basis is Basis.DEAL_BY_DEAL else ""
        account = self.accounts.setdefault((deal, call.party), Account(self.terms.hurdle, self.terms.compound))
        account.contribute(call.day, call.minor)
        whole = self.whole.setdefault(call.party, Account(self.terms.hurdle, self.terms.compound))
        whole.contribute(call.day, call.minor)
        self.last = call.day

    def pay(self, sale: Proceeds) -> None:
        owed = self._owed(sale)
        for account in owed.values():
            account.grow(sale.day)
        self.last = sale.day
        left = sale.minor
        left -= self._pay_off(sale, left, owed, Step.CAPITAL)
        self.preferred += (paid := self._pay_off(sale, left, owed, Step.HURDLE))
        left -= paid
        left -= self._catch_up(sale, left)
        self._share(sale, left)
        if sale.final:
            self.closed.add(sale.deal)

    def _owed(self, sale: Proceeds) -> dict[tuple[str, str], Account]:
        """The accounts that come before carry on these proceeds."""
        if self.terms.basis is Basis.WHOLE_FUND:
            mine = self.accounts
        else:
            if not sale.deal or sale.deal in self.closed:
                raise InputError(f"proceeds on {sale.day} are of deal {sale.deal!r}: name one that is not closed")
            if not any(each.contributed for (deal, _), each in self.accounts.items() if deal == sale.deal):
                raise InputError(f"proceeds on {sale.day} are of deal {sale.deal!r}, for which nothing was paid in")
            mine = {key: each for key, each in self.accounts.items() if key[0] in {"", sale.deal, *self.closed}}
        if not any(account.contributed for account in mine.values()):
            raise InputError(f"proceeds on {sale.day} come before any contribution")
        return mine

    def _pay_off(self, sale: Proceeds, left: int, owed: dict[tuple[str, str], Account], step: Step) -> int:
        """Pays what is owed in a step as far as ``left`` goes; how much that was."""
        due = [account.capital if step is Step.CAPITAL else account.preferred for account in owed.values()]
        paid = min(left, sum(due))
        for ((_, party), account), part in zip(owed.items(), apportion(paid, due), strict=True):
            if step is Step.CAPITAL:
                account.return_capital(part)
            else:
                account.pay_preferred(part)
            self._give(sale, step, party, part)
        return paid

    def _catch_up(self, sale: Proceeds, left: int) -> int:
        """Pays the manager until it has its share of preferred return and catch-up together; how much was paid out."""
        carry, share = self.terms.carry, self.terms.catch_up
        if not share or not carry:
            return 0
        target = carry * self.preferred / (share - carry)
        paid = max(0, min(left, int(target) - self.caught_up))
        self.caught_up += paid
        mine = int(share * self.caught_up) - self.catch_up_carry
        self.catch_up_carry += mine
        self._split(sale, Step.CATCH_UP, paid, mine)
        return paid

    def _share(self, sale: Proceeds, left: int) -> None:
        self.shared += left
        mine = int(self.terms.carry * self.shared) - self.carry
        self.carry += mine
        self._split(sale, Step.CARRY, left, mine)

    def _split(self, sale: Proceeds, step: Step, amount: int, mine: int) -> None:
        """``mine`` to the manager and the rest to the investors, by what they have paid in for the deal or the fund."""
        self._note(sale, step, self.manager, mine)
        deal = sale.deal if self.terms.basis is Basis.DEAL_BY_DEAL else ""
        stakes = {party: account.contributed for (of, party), account in self.accounts.items() if of == deal}
        for party, part in zip(stakes, apportion(amount - mine, list(stakes.values())), strict=True):
            self._give(sale, step, party, part)

    def _give(self, sale: Proceeds, step: Step, investor: str, minor: int) -> None:
        self.whole[investor].receive(sale.day, minor)
        self._note(sale, step, investor, minor)

    def _note(self, sale: Proceeds, step: Step, party: str, minor: int) -> None:
        if minor:
            self.payments.append(Payment(sale.day, step, party, minor, sale.deal))

    def clawback(self) -> list[Payment]:
        """What the manager gives back at the end, to each investor."""
        taken = self.catch_up_carry + self.carry
        if not self.terms.clawback or self.last is None or not taken:
            return []
        for account in self.whole.values():
            account.grow(self.last)
        lacking = [max(0, account.owed - account.beyond) for account in self.whole.values()]
        paid_in = [account.contributed for account in self.whole.values()]
        gain = sum(payment.minor for payment in self.payments) - sum(paid_in)
        back = min(taken, max(taken - self._earned(gain), sum(lacking)))
        made_up = apportion(min(back, sum(lacking)), lacking)
        beyond = apportion(back - sum(made_up), paid_in)
        parts = zip(self.whole, made_up, beyond, strict=True)
        return [Payment(self.last, Step.CLAWBACK, party, a + b) for party, a, b in parts if a + b]

    def _earned(self, gain: int) -> int:
        """What the terms give the manager of the whole gain of the fund, all preferred return taken out."""
        carry, share = self.terms.carry, self.terms.catch_up
        hurdle = sum(account.preferred_paid + account.preferred for account in self.whole.values())
        beyond = max(0, gain - hurdle)
        return int(min(carry * gain, share * beyond) if share else carry * beyond)
