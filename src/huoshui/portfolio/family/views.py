"""What is shown of a family as of a day: values only, neither formatted nor in any language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from fractions import Fraction

    from huoshui.model.money import Money
    from huoshui.model.regions import Region
    from huoshui.portfolio.book import Company, Fund, Party
    from huoshui.portfolio.family.figures import Figure
    from huoshui.portfolio.lookthrough import Concentration
    from huoshui.portfolio.performance import (
        Irr,
        KaplanSchoar,
        Leverage,
        LongNickels,
        PeriodReturn,
        PmePlus,
    )
    from huoshui.portfolio.vocabulary import Fee, Instrument, Nature, Stage, Tier

Sort = Literal["party", "fund", "company"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A party, fund or company: enough to name it and lead to it."""

    id: str
    name: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure of an account. ``Family.behind(node, figure)`` gives the events that make it."""

    figure: Figure
    money: Money


@dataclass(frozen=True, slots=True)
class Account:
    """The figures of a node or of the family, in their order."""

    amounts: tuple[Amount, ...]

    def __getitem__(self, figure: Figure) -> Money:
        """One figure. KeyError where accounts of this sort have none such."""
        for one in self.amounts:
            if one.figure is figure:
                return one.money
        raise KeyError(figure)


@dataclass(frozen=True, slots=True)
class Performance:
    """Multiples and rate of return of what was paid out, received back and is still held.

    Exact quotients, None where nothing was paid out; ``irr`` says why there is no rate where there is none. Gross DPI
    divides what came back by what was invested, and TVPI is then the MOIC.
    """

    outlay: Money
    received: Money
    worth: Money
    dpi: Fraction | None
    rvpi: Fraction | None
    tvpi: Fraction | None
    irr: Irr


# -- the family --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are. ``held`` companies are those with cost or value left; ``companies`` ever invested in.

    Of the deals that are still held: ``at_cost`` were never valued, ``stale`` not within a year before the day.
    ``circular`` funds hold each other and are taken at what was paid in; ``unplaced`` companies have no sector.
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
class TierView:
    """The funds of one tier together, in the family's currency. Of two that hold each other, both count."""

    tier: Tier
    funds: int
    account: Account
    net: Performance
    gross: Performance


@dataclass(frozen=True, slots=True)
class FundRow:
    """A fund in a list, in its own currency."""

    fund: Ref
    tier: Tier
    manager: Ref | None
    established: date | None
    account: Account
    net: Performance
    gross: Performance
    circular: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole family. ``net`` is of parties outside of it, ``gross`` of all deals of its funds.

    ``leverage`` holds every definition that the data allow and those they do not, whose ratio is None.
    """

    day: date
    currency: str
    counts: Counts
    account: Account
    net: Performance
    gross: Performance
    tiers: tuple[TierView, ...]
    leverage: tuple[Leverage, ...]
    first: date | None
    last: date | None


# -- tree and Sankey ---------------------------------------------------------------------------------------------------


class Place(StrEnum):
    """What a node of the tree stands for."""

    CONTRIBUTORS = "contributors"
    """All contributors of one nature."""
    FUND = "fund"
    SECTOR = "sector"
    """All companies of one sector; of none where the sector is not known."""
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node. ``id`` is unique in the tree; ``ref`` leads to a fund or company, groups have none.

    ``column`` counts from the left: contributors 0, each fund right of all that pay into it (in a circle: of one),
    companies last. ``amount`` is paid in for contributors and funds, cost for companies; ``count`` what it groups.
    """

    id: str
    place: Place
    column: int
    count: int
    amount: Money
    value: Money
    ref: Ref | None = None
    nature: Nature | None = None
    tier: Tier | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class TreeEdge:
    """Money from ``source`` into ``target``: committed and paid in for funds, invested and cost for companies."""

    source: str
    target: str
    committed: Money | None
    paid: Money
    cost: Money
    value: Money


@dataclass(frozen=True, slots=True)
class Tree:
    """The family as a graph, all amounts in its currency. ``grouped`` where companies stand by sector."""

    nodes: tuple[TreeNode, ...]
    edges: tuple[TreeEdge, ...]
    grouped: bool


# -- a fund ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InterestRow:
    """One investor in one fund; amounts in the fund's currency. Shares are parts of all committed and paid in.

    ``paid_in`` includes what came with shares bought and not what went with those sold. ``stated`` is the day of the
    valuation behind ``value``, None where it is the share of the fund's net assets.
    """

    investor: Ref
    fund: Ref
    nature: Nature | None
    committed: Money
    called: Money
    paid_in: Money
    distributed: Money
    value: Money
    stated: date | None
    of_committed: Fraction | None
    of_paid_in: Fraction | None
    performance: Performance


@dataclass(frozen=True, slots=True)
class DealRow:
    """One holder in one company; amounts in the holder's currency. ``valued`` None where it stands at cost."""

    holder: Ref
    company: Ref
    sector: str | None
    stage: Stage | None
    region: Region | None
    first: date | None
    invested: Money
    cost: Money
    proceeds: Money
    value: Money
    valued: date | None
    moic: Fraction | None
    irr: Irr
    stake: Decimal | None


@dataclass(frozen=True, slots=True)
class FeeRow:
    """What a fund paid of one nature."""

    nature: Fee | None
    money: Money


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the J-curve at the end of a day: cumulative flows of the investors, and what the fund was worth."""

    day: date
    paid_in: Money
    distributed: Money
    net: Money
    nav: Money


@dataclass(frozen=True, slots=True)
class Pme:
    """What the same money would have done in the index, and why not where a figure has no value."""

    kaplan_schoar: KaplanSchoar
    long_nickels: LongNickels
    pme_plus: PmePlus


@dataclass(frozen=True, slots=True)
class FundView:
    """A fund; amounts in its currency. ``curve`` ends with the day; ``periods`` are calendar years, net.

    Amounts of ``periods`` are minor units. ``concentration`` is of the value of its deals and funds below together.
    """

    fund: Fund
    day: date
    manager: Ref | None
    general_partner: Ref | None
    custodian: Ref | None
    account: Account
    net: Performance
    gross: Performance
    uncalled: Money
    paid_part: Fraction | None
    circular: bool
    investors: tuple[InterestRow, ...]
    deals: tuple[DealRow, ...]
    below: tuple[InterestRow, ...]
    fees: tuple[FeeRow, ...]
    curve: tuple[Point, ...]
    periods: tuple[PeriodReturn, ...]
    concentration: Concentration | None
    pme: Pme | None


# -- companies and holders ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One investment. ``post`` is the post-money valuation in the investment's currency."""

    event: str
    day: date
    holder: Ref
    money: Money
    round: str
    instrument: Instrument | None
    stake: Decimal | None
    post: Money | None
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class StakeRow:
    """Who owns how much of it directly, by investments, exits and registrations."""

    holder: Ref
    stake: Decimal


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """Who stands at the end of a chain behind the company, and what part of it is his, from 0 to 1."""

    owner: Ref
    nature: Nature | None
    share: float


@dataclass(frozen=True, slots=True)
class StatePart:
    """What part of the company ends at owners of a nature; funds and companies without known owners are UNKNOWN."""

    nature: Nature
    share: float


@dataclass(frozen=True, slots=True)
class StateView:
    """Whose the company is: the state's share, direct and indirect, and the parts by nature, which sum to one."""

    share: float
    direct: float
    indirect: float
    parts: tuple[StatePart, ...]


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node of the penetration graph: ``tier`` below zero stands behind the middle, above zero is held by it.

    ``share`` is the look-through share of the middle (behind) or of this one (below). ``unknown`` is what part of it
    belongs directly to owners that are not known; ``more`` where it has owners or holdings that are left out.
    """

    ref: Ref
    tier: int
    share: float
    unknown: float
    end: bool
    more: bool


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """``holder`` owns ``share`` of ``held`` directly; ids of nodes."""

    holder: str
    held: str
    share: float


@dataclass(frozen=True, slots=True)
class Penetration:
    """The equity-penetration graph (股权穿透图) around ``middle``; one that stands on both sides is there twice."""

    middle: Ref
    behind: tuple[GraphNode, ...]
    below: tuple[GraphNode, ...]
    edges_behind: tuple[GraphEdge, ...]
    edges_below: tuple[GraphEdge, ...]


@dataclass(frozen=True, slots=True)
class Excess:
    """More than the whole of something is held by those on record; its shares were scaled to one."""

    held: Ref
    total: float


@dataclass(frozen=True, slots=True)
class CompanyView:
    """A company; ``account`` in the family's currency, rows in their own. ``unknown`` is what no known owner has."""

    company: Company
    day: date
    account: Account
    rounds: tuple[RoundRow, ...]
    stakes: tuple[StakeRow, ...]
    deals: tuple[DealRow, ...]
    owners: tuple[OwnerRow, ...]
    unknown: float
    state: StateView
    graph: Penetration
    excess: tuple[Excess, ...]
    events: int


class By(StrEnum):
    """By what exposure is broken down.

    Vintage is the year of the first investment, manager that of the fund that invested.
    """

    SECTOR = "sector"
    REGION = "region"
    STAGE = "stage"
    VINTAGE = "vintage"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Slice:
    """One category. ``code`` is a sector's, province's, stage's code, a year, a party's id; None where not known."""

    code: str | None
    companies: int
    cost: Money
    value: Money
    part: Fraction | None
    """Of the whole value."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Exposure by one thing, largest value first; the concentration is of values by category."""

    by: By
    slices: tuple[Slice, ...]
    concentration: Concentration | None


@dataclass(frozen=True, slots=True)
class LookedRow:
    """What a holder has of a company through all tiers.

    ``share`` and ``direct`` are parts of the company, from 0 to 1; ``cost`` and ``value`` its part of every deal in
    it by the funds that it holds shares of, and of its own.
    """

    company: Ref
    sector: str | None
    stage: Stage | None
    region: Region | None
    share: float
    direct: float
    cost: Money
    value: Money


@dataclass(frozen=True, slots=True)
class HolderView:
    """What a party, fund or company holds, in the family's currency; companies by falling value."""

    holder: Party | Fund | Company
    day: date
    currency: str
    account: Account
    performance: Performance | None
    funds: tuple[InterestRow, ...]
    companies: tuple[LookedRow, ...]
    cost: Money
    value: Money
    breakdowns: tuple[Breakdown, ...]
    concentration: Concentration | None
    graph: Penetration
    excess: tuple[Excess, ...]
