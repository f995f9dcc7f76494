"""The waterfall of a fund, concessions, and market equivalents as the API answers with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.web.api.portfolio.basics import Node, Rate, Ratio
from huoshui.web.api.values import MoneyValue

if TYPE_CHECKING:
    from huoshui.portfolio import family as families
    from huoshui.web.api.portfolio.wire import Wire


@dataclass(frozen=True, slots=True)
class SharingTerms:
    """Terms of distribution. ``basis`` is whole_fund or deal_by_deal; without ``compound`` interest is simple."""

    hurdle: Ratio
    compound: bool
    catch_up: Ratio
    carry: Ratio
    basis: str
    clawback: bool


@dataclass(frozen=True, slots=True)
class SharingStep:
    """What a step shares out: return_of_capital, preferred_return, catch_up, carry."""

    step: str
    investors: MoneyValue
    carry: MoneyValue
    total: MoneyValue


@dataclass(frozen=True, slots=True)
class SharingParty:
    """What an investor gets, or carry where ``party`` is null; ``net`` with the clawback, ``actual`` was paid out."""

    party: Node | None
    paid_in: MoneyValue
    capital: MoneyValue
    preferred: MoneyValue
    catch_up: MoneyValue
    beyond: MoneyValue
    given_back: MoneyValue
    net: MoneyValue
    actual: MoneyValue
    difference: MoneyValue


@dataclass(frozen=True, slots=True)
class ConcessionShare:
    """What a party has in the plain waterfall and with the concession; carry where ``party`` is null."""

    party: Node | None
    plain: MoneyValue
    granted: MoneyValue


@dataclass(frozen=True, slots=True)
class ConcessionGranted:
    """A concession as it was asked for; its cost to the guidance fund, below zero if it gains; a buy-out's price."""

    concession: str
    cost: MoneyValue
    price: MoneyValue | None
    shares: tuple[ConcessionShare, ...]


@dataclass(frozen=True, slots=True)
class FundSharing:
    """A fund's waterfall as of a day. ``liquidated`` is what is left and shared out as if received on the day."""

    fund: Node
    as_of: str
    terms: SharingTerms
    liquidated: MoneyValue | None
    paid_in: MoneyValue
    distributable: MoneyValue
    actual: MoneyValue
    steps: tuple[SharingStep, ...]
    parties: tuple[SharingParty, ...]
    clawback: MoneyValue
    guidance: Node | None
    concessions: tuple[ConcessionGranted, ...]


@dataclass(frozen=True, slots=True)
class EquivalentRatio:
    """Kaplan and Schoar: above 1 the fund did better; ``undefined`` says why there is no ratio."""

    ratio: Ratio | None
    undefined: str


@dataclass(frozen=True, slots=True)
class EquivalentRate:
    """Long and Nickels: what is left of the index, its rate and the fund's; ``undefined`` says why there is none."""

    index_value: MoneyValue
    index: Rate | None
    fund: Rate
    undefined: str


@dataclass(frozen=True, slots=True)
class EquivalentPlus:
    """PME+: the factor on what was received, the rate with it and the fund's; ``undefined`` says why there is none."""

    factor: Ratio | None
    index: Rate | None
    fund: Rate
    undefined: str


@dataclass(frozen=True, slots=True)
class FundEquivalents:
    """What a fund's money would have done in the index."""

    fund: Node
    as_of: str
    kaplan_schoar: EquivalentRatio
    long_nickels: EquivalentRate
    pme_plus: EquivalentPlus


def fund_sharing(wire: Wire, told: families.Sharing) -> FundSharing:
    """A fund's waterfall."""
    from huoshui.portfolio.family import written

    granted = tuple(
        wire.of(
            ConcessionGranted,
            one,
            concession=written(one.concession),
            shares=tuple(wire.of(ConcessionShare, share) for share in one.shares),
        )
        for one in told.granted
    )
    return wire.of(
        FundSharing,
        told,
        as_of=told.day.isoformat(),
        terms=wire.of(SharingTerms, told.terms),
        steps=tuple(wire.of(SharingStep, one, step=one.step.value) for one in told.tiers),
        parties=tuple(wire.of(SharingParty, one) for one in told.parties),
        concessions=granted,
    )


def fund_equivalents(wire: Wire, found: families.Family, fund: str, pme: families.Pme) -> FundEquivalents:
    """A fund's market equivalents."""
    left = Money(
        pme.long_nickels.index_value, found.snapshot.setting.funds[found.snapshot.setting.place[fund]].currency
    )
    return FundEquivalents(
        wire.value(found.ref(fund)),
        found.day.isoformat(),
        wire.of(EquivalentRatio, pme.kaplan_schoar),
        wire.of(EquivalentRate, pme.long_nickels, index_value=wire.value(left)),
        wire.of(EquivalentPlus, pme.pme_plus),
    )
