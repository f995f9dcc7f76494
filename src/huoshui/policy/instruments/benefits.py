"""What an instrument comes to for a company, exact to the fen and with every step; and who bears a loss.

``benefit = min(rate × base, cap, what is left of the pool)``. A company is never told more than the text allows: what
the text only limits comes out as a most, what it does not state stays without an amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from huoshui.model.money import Money, format_money
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.instruments.nouns import Party
from huoshui.policy.pack import Condition
from huoshui.policy.verdicts import metrics_of, whether

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.policy.facts import Facts
    from huoshui.policy.instruments.nouns import Formula, Instrument, Split
    from huoshui.policy.pack import Test
    from huoshui.policy.profiles import Profile

_NO, _YES = 0, 2


class BenefitState(StrEnum):
    """How much is known of a benefit."""

    COMPUTED = "computed"
    AT_MOST = "at_most"
    NOT_STATED = "not_stated"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    EXHAUSTED = "exhausted"

    def label(self, locale: str = "zh") -> str:
        """The state in words."""
        zh, en = _LABELS[self]
        return en if locale.startswith("en") else zh


_LABELS = {
    BenefitState.COMPUTED: ("按公式计算", "by formula"),
    BenefitState.AT_MOST: ("最高", "at most"),
    BenefitState.NOT_STATED: ("金额未载明", "amount not stated"),
    BenefitState.UNKNOWN: ("缺数据", "not enough data"),
    BenefitState.NOT_APPLICABLE: ("不适用", "not applicable"),
    BenefitState.EXHAUSTED: ("额度已用完", "nothing left"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One of the amounts that a benefit is the least of."""

    zh: str
    en: str
    amount: Money

    def says(self, locale: str = "zh") -> str:
        """The limit in words."""
        return f"{self.en if locale.startswith('en') else self.zh} {format_money(self.amount, locale)}"


@dataclass(frozen=True, slots=True)
class Benefit:
    """What an instrument comes to. ``amount`` is for one period (``Formula.per``), ``ceiling`` the most that is known.

    ``limits`` are all amounts that were compared, the least decides. ``missing`` are variables that would tell more,
    ``failed`` conditions that the company does not meet. ``years`` is for how long at most.
    """

    state: BenefitState
    amount: Money | None = None
    ceiling: Money | None = None
    limits: tuple[Limit, ...] = ()
    missing: tuple[str, ...] = ()
    failed: tuple[Test, ...] = ()
    years: int | None = None


def benefit(instrument: Instrument, profile: Profile, *, used: Money | None = None, served: int = 0) -> Benefit:
    """What an instrument comes to for a company; ``used`` of the pool and ``served`` recipients are gone already."""
    facts = profile.facts("company")
    failed, missing = _conditions(instrument, facts)
    if failed:
        return Benefit(BenefitState.NOT_APPLICABLE, failed=failed)
    years = instrument.formula.years if instrument.formula else None
    if _nothing_left(instrument, used, served):
        return Benefit(BenefitState.EXHAUSTED, Money(0, "CNY"), Money(0, "CNY"), years=years)
    if instrument.formula is None:
        state = BenefitState.UNKNOWN if missing else BenefitState.NOT_STATED
        return Benefit(state, missing=missing)
    lacking = tuple(name for name in instrument.formula.base if profile.quantity(name) is None)
    limits = tuple(_limits(instrument, instrument.formula, profile, used))
    least = min((limit.amount for limit in limits), default=None)
    if missing or lacking or least is None:
        wanted = tuple(dict.fromkeys((*missing, *lacking)))
        own = [limit for limit in limits if limit.zh != _POOL[0]]  # the whole pool is no figure for one company
        return Benefit(BenefitState.UNKNOWN, None, least if own else None, limits, wanted, years=years)
    state = BenefitState.COMPUTED if instrument.formula.exact else BenefitState.AT_MOST
    return Benefit(state, least, least, limits, years=years)


def _limits(instrument: Instrument, formula: Formula, profile: Profile, used: Money | None) -> Iterator[Limit]:
    known = [quantity for name in formula.base if (quantity := profile.quantity(name)) is not None]
    if formula.base and len(known) == len(formula.base):
        base = sum(int(quantity.value) for quantity in known)
        names = [CATALOGUE.variables[name] for name in formula.base]
        zh, en = "＋".join(one.zh for one in names), " + ".join(one.en for one in names)
        rate = Decimal(1) if formula.rate is None else formula.rate
        shown = "" if formula.rate is None else f"{(rate * 100).normalize():f}% × "
        yield Limit(f"{shown}{zh}", f"{shown}{en}", part(Money(base, "CNY"), rate))
    if formula.cap is not None:
        yield Limit(*_CAPS[formula.per], formula.cap)
    if formula.fixed is not None:
        yield Limit("定额", "fixed amount", formula.fixed)
    if instrument.pool and instrument.pool.amount is not None:
        yield Limit(*_POOL, left(instrument, used))


_POOL = "资金池余额", "left in the pool"
_CAPS = {
    "year": ("每年上限", "cap a year"),
    "once": ("一次性上限", "cap, once"),
    "unstated": ("上限", "cap"),
}


def part(of: Money, share: Decimal) -> Money:
    """A share of an amount, rounded down to the fen so that it is never more."""
    return Money(int((Decimal(of.minor) * share).to_integral_value(ROUND_DOWN)), of.currency)


def left(instrument: Instrument, used: Money | None) -> Money:
    """What is left of an instrument's pool; nothing is below nought."""
    amount = instrument.pool.amount if instrument.pool else None
    minor = (amount.minor if amount else 0) - (used.minor if used else 0)
    return Money(max(minor, 0), "CNY")


def _nothing_left(instrument: Instrument, used: Money | None, served: int) -> bool:
    pool = instrument.pool
    if pool is None:
        return False
    return (pool.amount is not None and left(instrument, used).minor == 0) or (
        pool.recipients is not None and served >= pool.recipients
    )


def _conditions(instrument: Instrument, facts: Facts) -> tuple[tuple[Test, ...], tuple[str, ...]]:
    """The tests by which an instrument does not apply, and the variables that leave it open."""
    if instrument.applies is None:
        return (), ()
    holds = whether(instrument.applies, facts)[0]
    if holds == _NO:
        tests = tuple(_tests(instrument.applies))
        return tuple(test for test in tests if whether(Condition((test,)), facts)[0] != _YES) or tests, ()
    if holds == _YES:
        return (), ()
    names = (leaf for metric in metrics_of(instrument.applies) for leaf in facts.missing(metric, 0))
    return (), tuple(dict.fromkeys(names))


def _tests(condition: Condition) -> Iterator[Test]:
    for one in condition.tests:
        if isinstance(one, Condition):
            yield from _tests(one)
        else:
            yield one


def loss_shares(instrument: Instrument, split: Split, loss: Money, *, used: Money | None = None) -> dict[Party, Money]:
    """Who bears what of a loss. It adds up to the loss to the fen: what rounding leaves is the largest share's.

    A pool pays no more than it has left; what it lacks nobody is stated to bear.
    """
    found = {party: part(loss, share) for party, share in split.shares.items()}
    if Party.POOL in found and instrument.pool and instrument.pool.amount is not None:
        found[Party.POOL] = min(found[Party.POOL], left(instrument, used))
        rest = part(loss, split.shares[Party.POOL]) - found[Party.POOL]
        if rest.minor:
            found[Party.UNSTATED] = found.get(Party.UNSTATED, Money(0, loss.currency)) + rest
    largest = max(split.shares, key=lambda party: split.shares[party])
    if largest is Party.POOL:
        largest = Party.UNSTATED
    rounded = loss.minor - sum(amount.minor for amount in found.values())
    if rounded:
        found[largest] = found.get(largest, Money(0, loss.currency)) + Money(rounded, loss.currency)
    return found
