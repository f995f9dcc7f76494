"""The family, a fund, a company and a holder as the API answers with them.

Shares that look-through finds are decimals of twelve places: they are solutions of equations, not quotients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from huoshui.web.api.portfolio.basics import FigureAmount, Node, Rate, Ratio, Returns, Spread
from huoshui.web.api.values import CodeValue, MoneyValue, RegionValue

# -- the family --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FamilyCounts:
    """How many there are. ``held`` companies have cost or value left, ``at_cost`` deals were never valued, ``stale``
    ones not within a year; ``circular`` funds hold each other, ``unplaced`` companies have no sector.
    """

    funds: int
    companies: int
    held: int
    contributors: int
    deals: int
    exited: int
    at_cost: int
    stale: int
    circular: int
    unplaced: int
    events: int


@dataclass(frozen=True, slots=True)
class TierTotals:
    """The funds of one tier together."""

    tier: CodeValue
    funds: int
    account: tuple[FigureAmount, ...]
    net: Returns
    gross: Returns


@dataclass(frozen=True, slots=True)
class LeverageFigure:
    """Leverage of public money under the definition of an id, at a tier or over all."""

    definition: str
    tier: str
    numerator: MoneyValue | None
    denominator: MoneyValue | None
    ratio: Ratio | None


@dataclass(frozen=True, slots=True)
class FamilyTotals:
    """The whole family as of a day; what its funds pay each other is left out."""

    as_of: str
    currency: str
    first: str | None
    last: str | None
    counts: FamilyCounts
    account: tuple[FigureAmount, ...]
    net: Returns
    gross: Returns
    tiers: tuple[TierTotals, ...]
    leverage: tuple[LeverageFigure, ...]


@dataclass(frozen=True, slots=True)
class FamilyNode:
    """A node of the tree: contributors of one nature, a fund, a company, or the companies of one sector."""

    id: str
    place: Literal["contributors", "fund", "sector", "company"]
    column: int
    count: int
    amount: MoneyValue
    value: MoneyValue
    node: Node | None
    nature: CodeValue | None
    tier: CodeValue | None
    sector: CodeValue | None


@dataclass(frozen=True, slots=True)
class FamilyEdge:
    """Money from one node of the tree into another."""

    source: str
    target: str
    committed: MoneyValue | None
    paid: MoneyValue
    cost: MoneyValue
    value: MoneyValue


@dataclass(frozen=True, slots=True)
class FamilyTree:
    """The family as a graph; ``grouped`` where companies stand by sector."""

    as_of: str
    grouped: bool
    nodes: tuple[FamilyNode, ...]
    edges: tuple[FamilyEdge, ...]


@dataclass(frozen=True, slots=True)
class FundItem:
    """A fund in the list, in its own currency."""

    fund: Node
    tier: CodeValue
    manager: Node | None
    established: str | None
    account: tuple[FigureAmount, ...]
    net: Returns
    gross: Returns
    circular: bool


@dataclass(frozen=True, slots=True)
class FundPage:
    """Funds by tier; ``next`` is the address of the page that follows."""

    total: int
    items: tuple[FundItem, ...]
    next: str | None


# -- a fund ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FundTerms:
    """What is registered of a fund."""

    id: str
    name: str
    tier: CodeValue
    legal_form: CodeValue | None
    currency: str
    established: str | None
    investment_end: str | None
    term_end: str | None
    target: MoneyValue | None
    general_partner: Node | None
    manager: Node | None
    custodian: Node | None
    region: RegionValue | None
    sectors: tuple[CodeValue, ...]
    entity: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Interest:
    """One investor in one fund. ``stated`` is the day of the valuation behind ``value``, null where it is the
    investor's part of the fund's net assets. ``journal`` leads to the lines between both.
    """

    investor: Node
    fund: Node
    nature: CodeValue | None
    committed: MoneyValue
    called: MoneyValue
    paid_in: MoneyValue
    distributed: MoneyValue
    value: MoneyValue
    stated: str | None
    of_committed: Ratio | None
    of_paid_in: Ratio | None
    returns: Returns
    journal: str


@dataclass(frozen=True, slots=True)
class Deal:
    """One holder in one company, in the holder's currency. ``valued`` is null where it stands at cost; ``journal``
    leads to the lines between both.
    """

    holder: Node
    company: Node
    sector: CodeValue | None
    stage: CodeValue | None
    region: RegionValue | None
    first: str | None
    invested: MoneyValue
    cost: MoneyValue
    proceeds: MoneyValue
    value: MoneyValue
    valued: str | None
    moic: Ratio | None
    irr: Rate
    stake: str | None
    journal: str


@dataclass(frozen=True, slots=True)
class FeePaid:
    """What a fund paid of one nature."""

    nature: CodeValue | None
    amount: MoneyValue


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of the J-curve: cumulative flows of the investors, and net assets."""

    day: str
    paid_in: MoneyValue
    distributed: MoneyValue
    net: MoneyValue
    nav: MoneyValue


@dataclass(frozen=True, slots=True)
class YearReturn:
    """What a fund's investors had in a calendar year: ``rate`` of the period, not annualised; Modified Dietz beside."""

    label: str
    start: str
    end: str
    opening: MoneyValue | None
    closing: MoneyValue | None
    paid_in: MoneyValue
    received: MoneyValue
    gain: MoneyValue | None
    rate: str | None
    dietz: Ratio | None
    irr: Rate | None


@dataclass(frozen=True, slots=True)
class Account:
    """A fund's account from commitment to distribution, in its currency."""

    as_of: str
    fund: FundTerms
    account: tuple[FigureAmount, ...]
    net: Returns
    gross: Returns
    uncalled: MoneyValue
    paid_part: Ratio | None
    circular: bool
    investors: tuple[Interest, ...]
    deals: tuple[Deal, ...]
    below: tuple[Interest, ...]
    fees: tuple[FeePaid, ...]
    curve: tuple[CurvePoint, ...]
    periods: tuple[YearReturn, ...]
    concentration: Spread | None


# -- companies and holders ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CompanyTerms:
    """What is registered of a company."""

    id: str
    name: str
    region: RegionValue | None
    sector: CodeValue | None
    stage: CodeValue | None
    size_class: CodeValue | None
    ownership: CodeValue | None
    labels: tuple[CodeValue, ...]
    founded: str | None
    entity: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Round:
    """One investment; ``event`` is its line in the journal."""

    event: str
    day: str
    holder: Node
    amount: MoneyValue
    round: str
    instrument: CodeValue | None
    stake: str | None
    post: MoneyValue | None
    stage: CodeValue | None


@dataclass(frozen=True, slots=True)
class Stake:
    """Who owns how much of it directly."""

    holder: Node
    stake: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Who stands at the end of a chain behind a company, and what part of it is his."""

    owner: Node
    nature: CodeValue | None
    share: str


@dataclass(frozen=True, slots=True)
class NaturePart:
    """What part of a company ends at owners of a nature."""

    nature: CodeValue
    share: str


@dataclass(frozen=True, slots=True)
class StateShare:
    """The state's share of a company, direct and indirect; the parts by nature sum to one."""

    share: str
    direct: str
    indirect: str
    parts: tuple[NaturePart, ...]


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node of the penetration graph: ``tier`` below zero stands behind the middle, above zero is held by it."""

    node: Node
    tier: int
    share: str
    unknown: str
    end: bool
    more: bool


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """``holder`` owns ``share`` of ``held`` directly."""

    holder: str
    held: str
    share: str


@dataclass(frozen=True, slots=True)
class Graph:
    """The equity-penetration graph around ``middle``."""

    middle: Node
    behind: tuple[GraphNode, ...]
    below: tuple[GraphNode, ...]
    edges_behind: tuple[GraphEdge, ...]
    edges_below: tuple[GraphEdge, ...]


@dataclass(frozen=True, slots=True)
class Excess:
    """More than the whole of something is on record; its shares were scaled to one."""

    held: Node
    total: str


@dataclass(frozen=True, slots=True)
class CompanyAccount:
    """A company: its rounds, who holds it, who stands behind it. ``unknown`` is what no known owner has."""

    as_of: str
    company: CompanyTerms
    account: tuple[FigureAmount, ...]
    rounds: tuple[Round, ...]
    stakes: tuple[Stake, ...]
    deals: tuple[Deal, ...]
    owners: tuple[Owner, ...]
    unknown: str
    state: StateShare
    graph: Graph
    excess: tuple[Excess, ...]
    events: int


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a breakdown; null where it is not known. ``part`` is of the whole value."""

    category: CodeValue | None
    companies: int
    cost: MoneyValue
    value: MoneyValue
    part: Ratio | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What a holder is exposed to by one thing, largest first."""

    by: Literal["sector", "region", "stage", "vintage", "manager"]
    slices: tuple[Category, ...]
    concentration: Spread | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a holder has of a company through all tiers: its share and, of that, the direct part; cost and value."""

    company: Node
    sector: CodeValue | None
    stage: CodeValue | None
    region: RegionValue | None
    share: str
    direct: str
    cost: MoneyValue
    value: MoneyValue


@dataclass(frozen=True, slots=True)
class HolderAccount:
    """What a party, fund or company holds through all tiers."""

    as_of: str
    currency: str
    holder: Node
    account: tuple[FigureAmount, ...]
    returns: Returns | None
    funds: tuple[Interest, ...]
    companies: tuple[Looked, ...]
    cost: MoneyValue
    value: MoneyValue
    breakdowns: tuple[Breakdown, ...]
    concentration: Spread | None
    graph: Graph
    excess: tuple[Excess, ...]
