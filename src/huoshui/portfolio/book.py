"""The nouns of the ledger: parties, funds, companies, rates, events and obligations, and a book of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.money import Money
from huoshui.portfolio.vocabulary import Kind, Nature

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huoshui.model.regions import Region
    from huoshui.portfolio.vocabulary import (
        Base,
        Label,
        LegalForm,
        Ownership,
        Recognition,
        Role,
        SizeClass,
        Stage,
        Tier,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who puts money in, manages or keeps it. ``id`` is the user's own code, unique over parties, funds, companies.

    ``entity`` is the public id of the same thing in the registry.
    """

    id: str
    name: str
    roles: tuple[Role, ...] = ()
    nature: Nature = Nature.UNKNOWN
    region: Region | None = None
    entity: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """A fund of the family. Its account is kept in ``currency``; the other sides are ids of parties."""

    id: str
    name: str
    tier: Tier
    legal_form: LegalForm | None = None
    currency: str = "CNY"
    established: date | None = None
    investment_end: date | None = None
    term_end: date | None = None
    target: Money | None = None
    general_partner: str | None = None
    manager: str | None = None
    custodian: str | None = None
    region: Region | None = None
    sectors: tuple[str, ...] = ()
    entity: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company that a fund holds, or that stands between. ``sector`` is a code of the vocabulary."""

    id: str
    name: str
    region: Region | None = None
    sector: str | None = None
    stage: Stage | None = None
    size_class: SizeClass | None = None
    ownership: Ownership | None = None
    labels: tuple[Label, ...] = ()
    founded: date | None = None
    entity: str | None = None
    note: str = ""


class Rate(NamedTuple):
    """One unit of ``currency`` was worth ``rate`` units of ``into`` from ``day`` until the next rate."""

    day: date
    currency: str
    into: str
    rate: Decimal


class Event(NamedTuple):
    """One line of the journal; ``kinds.SHAPES`` says which fields a kind needs, and what its two sides are.

    ``holder`` holds or pays, ``held`` is the fund or company concerned. Amounts are minor units of ``currency``.
    ``nature`` is a code of the kind's own enumeration, ``stake`` a fraction of the company, ``post`` the post-money
    valuation, ``cost`` the part of the cost that proceeds release, ``committed`` and ``paid`` what a transfer moves,
    ``other`` the buyer of a transfer, ``region`` the code of the place for which money is recognised.
    """

    id: str
    kind: Kind
    day: date
    holder: str = ""
    held: str = ""
    minor: int = 0
    currency: str = "CNY"
    nature: str = ""
    other: str = ""
    stake: Decimal | None = None
    round: str = ""
    stage: str = ""
    post: int | None = None
    cost: int | None = None
    committed: int | None = None
    paid: int | None = None
    due: date | None = None
    region: str = ""
    reverses: str = ""
    note: str = ""
    source: str = ""

    @property
    def money(self) -> Money:
        """The amount."""
        return Money(self.minor, self.currency)


class Check(NamedTuple):
    """By the end of ``day``, ``share`` of what is required must be recognised (考核时点)."""

    day: date
    share: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What a fund has to bring into a place, and how that is counted (返投要求及其认定口径).

    ``multiple`` times the base is required. ``weights`` lists the categories that count; what is not listed does not.
    With ``once_per_company``, only the highest of the categories that fit one company counts, and a higher one reached
    later adds the difference; else each counts by itself. With ``counts_investments``, deals in companies of the place
    count as ``local_company`` without being recognised one by one. Nothing before ``since`` counts. With ``carries``,
    what is over at one check counts towards the next. ``investor`` is whose money is the base, where that is one's.
    """

    id: str
    name: str
    fund: str
    region: Region
    base: Base
    multiple: Decimal
    weights: tuple[tuple[Recognition, Decimal], ...]
    investor: str | None = None
    once_per_company: bool = True
    counts_investments: bool = False
    checks: tuple[Check, ...] = ()
    since: date | None = None
    carries: bool = True
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """Everything of one family of funds, as a workbook holds it or the ledger keeps it."""

    parties: tuple[Party, ...] = ()
    funds: tuple[Fund, ...] = ()
    companies: tuple[Company, ...] = ()
    events: tuple[Event, ...] = ()
    rates: tuple[Rate, ...] = ()
    obligations: tuple[Obligation, ...] = ()

    def nodes(self) -> Iterator[Party | Fund | Company]:
        """Parties, funds and companies, in this order."""
        yield from self.parties
        yield from self.funds
        yield from self.companies
