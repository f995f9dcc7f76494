"""Re-investment and lines of the journal as the API answers with them."""

from __future__ import annotations

from dataclasses import dataclass

from huoshui.web.api.portfolio.basics import Node, Ratio
from huoshui.web.api.values import CodeValue, MoneyValue, RegionValue

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
