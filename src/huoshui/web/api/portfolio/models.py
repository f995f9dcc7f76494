"""What the portfolio's part of the API answers with.

Money is an exact amount with its currency. A quotient is exact (``exact``: 3/26) and as a decimal to twelve places.
Shares that look-through finds are decimals of twelve places: they are solutions of equations, not quotients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from huoshui.web.api.values import CodeValue, MoneyValue, RegionValue


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient, exactly and to twelve places."""

    exact: str
    decimal: str


@dataclass(frozen=True, slots=True)
class Rate:
    """An annual rate of return (0.1 is 10%), or why there is none.

    ``status`` is ok, no_flows, one_sided, ambiguous (``roots`` lists the rates) or none_found.
    """

    status: str
    rate: str | None
    roots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A party, fund or company, and its address in this API."""

    id: str
    name: str
    sort: Literal["party", "fund", "company"]
    href: str


@dataclass(frozen=True, slots=True)
class FigureAmount:
    """A figure of an account: what it is called, what it counts, and the address of the lines behind it."""

    figure: str
    label: str
    counts: str
    amount: MoneyValue
    journal: str


@dataclass(frozen=True, slots=True)
class Returns:
    """Multiples and rate of return; a multiple is null where nothing was paid out. Gross TVPI is the MOIC."""

    outlay: MoneyValue
    received: MoneyValue
    worth: MoneyValue
    dpi: Ratio | None
    rvpi: Ratio | None
    tvpi: Ratio | None
    irr: Rate


@dataclass(frozen=True, slots=True)
class Spread:
    """How concentrated amounts are: the largest and the ten largest, and the Herfindahl–Hirschman index (0 to 1)."""

    count: int
    largest: Ratio
    top_ten: Ratio
    hhi: Ratio


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


# -- re-investment -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """A check point: what was required and had been counted by its day, and how it stands."""

    day: str
    share: str
    state: CodeValue
    required: MoneyValue | None
    counted: MoneyValue


@dataclass(frozen=True, slots=True)
class Counted:
    """A deal or recognition under a definition; ``left`` says why it adds nothing."""

    event: str
    day: str
    holder: Node | None
    held: Node | None
    category: CodeValue
    region: RegionValue | None
    amount: MoneyValue
    weight: str | None
    counted: MoneyValue
    left: CodeValue | None


@dataclass(frozen=True, slots=True)
class PlaceAmount:
    """What was recognised in one place."""

    region: RegionValue
    amount: MoneyValue


@dataclass(frozen=True, slots=True)
class Obligation:
    """How far a fund has met a re-investment obligation; ``missing`` are figures that are not recorded."""

    id: str
    name: str
    fund: Node | None
    region: RegionValue
    base_of: CodeValue
    multiple: str
    base: MoneyValue | None
    required: MoneyValue | None
    recognised: MoneyValue
    forfeited: MoneyValue
    shortfall: MoneyValue | None
    ratio: Ratio | None
    done: Ratio | None
    checks: tuple[CheckPoint, ...]
    places: tuple[PlaceAmount, ...]
    items: tuple[Counted, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reinvestment:
    """All re-investment obligations as of a day."""

    as_of: str
    obligations: tuple[Obligation, ...]


# -- the journal -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entered:
    """What a line was entered with: when (ISO in UTC), by whom, and what it was."""

    id: int
    made: str
    author: str
    what: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """A line of the journal. ``part`` is what it adds to the figure asked for, ``undone_by`` the line that undid it."""

    id: str
    kind: CodeValue
    day: str
    holder: Node | None
    held: Node | None
    other: Node | None
    amount: MoneyValue | None
    nature: CodeValue | None
    stake: str | None
    round: str
    stage: CodeValue | None
    post: MoneyValue | None
    cost: MoneyValue | None
    committed: MoneyValue | None
    paid: MoneyValue | None
    due: str | None
    region: RegionValue | None
    reverses: str | None
    note: str
    source: str
    entry: Entered
    undone_by: str | None
    part: MoneyValue | None


@dataclass(frozen=True, slots=True)
class DerivedAmount:
    """What another figure adds to the one asked for: ``part`` of it, all of it where that is null."""

    node: Node | None
    other: Node | None
    figure: str
    label: str
    part: Ratio | None
    amount: MoneyValue
    journal: str


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Lines by day; ``amount`` is the figure asked for, to which all lines and derived amounts add up."""

    total: int
    amount: MoneyValue | None
    derived: tuple[DerivedAmount, ...]
    items: tuple[EventLine, ...]
    next: str | None
