"""The nouns of instruments: a loan, guarantee, voucher or subsidy with its formula, and who bears a loss."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from huoshui.model.dates import PartialDate
    from huoshui.model.money import Money
    from huoshui.model.regions import Region
    from huoshui.policy.pack import Citation, Condition, Grade, Where

Per = Literal["year", "once", "unstated"]
Selection = Literal["first_come", "selected", "unstated"]


class InstrumentKind(StrEnum):
    """Kinds of instruments."""

    LOAN = "loan"
    GUARANTEE = "guarantee"
    VOUCHER = "voucher"
    SUBSIDY = "subsidy"
    BOND = "bond"
    FUND = "fund"
    RISK_POOL = "risk_pool"

    def label(self, locale: str = "zh") -> str:
        """The kind in words."""
        return self.value.replace("_", " ") if locale.startswith("en") else _KINDS[self]


_KINDS = {
    InstrumentKind.LOAN: "贷款",
    InstrumentKind.GUARANTEE: "担保",
    InstrumentKind.VOUCHER: "券",
    InstrumentKind.SUBSIDY: "补助",
    InstrumentKind.BOND: "债券",
    InstrumentKind.FUND: "基金",
    InstrumentKind.RISK_POOL: "风险补偿池",
}


class Party(StrEnum):
    """Who bears a part of a loss; ``UNSTATED`` what the text leaves without a name."""

    BANK = "bank"
    GUARANTOR = "guarantor"
    DISTRICT = "district"
    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"
    POOL = "pool"
    UNSTATED = "unstated"

    def label(self, locale: str = "zh") -> str:
        """The party in words."""
        zh, en = _PARTIES[self]
        return en if locale.startswith("en") else zh


_PARTIES = {
    Party.BANK: ("银行", "bank"),
    Party.GUARANTOR: ("担保方", "guarantors"),
    Party.DISTRICT: ("区级", "district"),
    Party.CITY: ("市级", "city"),
    Party.PROVINCE: ("省级", "province"),
    Party.NATION: ("国家", "nation"),
    Party.POOL: ("风险池", "pool"),
    Party.UNSTATED: ("未载明", "not stated"),
}


@dataclass(frozen=True, slots=True)
class Formula:
    """``min(rate × base, cap, what is left of the pool)``, or a ``fixed`` amount.

    ``base`` are variables of a company, added up; without a rate the cost itself is the most. ``exact`` says that the
    text fixes the amount, else it only states the most. ``years`` is for how long at most.
    """

    rate: Decimal | None
    base: tuple[str, ...]
    cap: Money | None
    per: Per
    fixed: Money | None
    years: int | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Pool:
    """What all recipients get together, and how many there are; a pool stated as a least is taken as stated."""

    amount: Money | None
    stated: Literal["exactly", "at_least", "at_most"]
    per: Literal["year", "all"]
    recipients: int | None


@dataclass(frozen=True, slots=True)
class Split:
    """Who bears which share of a loss; shares add up to 1."""

    name: str
    shares: Mapping[Party, Decimal]
    grade: Grade
    note: str
    where: Where


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked case: what is given and what is expected. What is None is not looked at."""

    given: Mapping[str, object]
    used: Money | None
    served: int
    loss: Money | None
    split: str
    state: str
    amount: Money | None
    years: int | None
    missing: tuple[str, ...] | None
    shares: Mapping[Party, Money] | None
    tiers: tuple[Decimal, ...] | None
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One instrument. In force from ``since`` through ``through``, both as precise as they are stated.

    Where only the year of the begin is known it is that year's last day, as of packs; of a month it is the first.

    Without a ``formula`` no amount is stated. ``tiers`` are shares of risk of which the text does not say whose they
    are and when they apply.
    """

    id: str
    title: str
    title_en: str
    kind: InstrumentKind
    issuer: tuple[str, ...]
    place: Region
    since: PartialDate
    through: PartialDate | None
    to: Literal["company", "county"]
    applies: Condition | None
    formula: Formula | None
    pool: Pool | None
    splits: tuple[Split, ...]
    tiers: tuple[Decimal, ...]
    documents: tuple[str, ...]
    selection: Selection
    draft: bool
    grade: Grade
    citation: Citation
    note: str
    note_en: str
    cases: tuple[Worked, ...]
    where: Where

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day, by what is stated; without a stated end it goes on."""
        begun = self.since.first_day() if self.since.month else self.since.last_day()
        return begun <= day and (self.through is None or day <= self.through.last_day())


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentPack:
    """The instruments of one file."""

    id: str
    title: str
    title_en: str
    place: Region
    grade: Grade
    sources: tuple[str, ...]
    note: str
    instruments: tuple[Instrument, ...]
    where: Where
