"""What is behind a figure, and lines of the journal, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from huoshui.model.money import Money
    from huoshui.portfolio.book import Event
    from huoshui.portfolio.family.figures import Figure
    from huoshui.portfolio.family.views import Ref
    from huoshui.portfolio.ledger import Entry
    from huoshui.portfolio.vocabulary import Kind, Tier


@dataclass(frozen=True, slots=True)
class Line:
    """What an event adds to a figure, with its sign."""

    event: str
    money: Money


@dataclass(frozen=True, slots=True)
class Derived:
    """What another figure adds to this one: ``part`` of it, or all of it where that is None, converted if need be.

    It is that of ``node`` (of the family where that is None), or of what it has in ``other``.
    """

    node: Ref | None
    figure: Figure
    money: Money
    part: Fraction | None = None
    other: Ref | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """What makes a figure: lines and derived amounts together are ``total``, to the minor unit."""

    node: Ref | None
    other: Ref | None
    figure: Figure
    total: Money
    lines: tuple[Line, ...]
    derived: tuple[Derived, ...]


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A line of the journal, who entered it and when, what undid it, and what it adds to the figure asked for."""

    event: Event
    holder: Ref | None
    held: Ref | None
    other: Ref | None
    entry: Entry
    undone_by: str | None
    part: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which lines of the journal are asked for: any condition left out does not limit.

    ``node`` is on either side of the event. With ``figure``, the lines behind that figure of the node (of the family
    where no node is given), or of the node in ``other``; without, also lines that were undone, and reversals.
    """

    node: str | Tier | None = None
    other: str | None = None
    figure: Figure | None = None
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some lines by day, and how many there are in all.

    Where a figure was asked for, ``amount`` is that figure: all its lines and the ``derived`` amounts add up to it,
    whatever the other conditions leave out.
    """

    rows: tuple[JournalRow, ...]
    total: int
    start: int
    amount: Money | None
    derived: tuple[Derived, ...]
