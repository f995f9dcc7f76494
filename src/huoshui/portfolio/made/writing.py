"""Writing down what happens in a made-up family."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from huoshui.portfolio.book import Event
from huoshui.portfolio.vocabulary import Kind

if TYPE_CHECKING:
    import random

WAN = 10_000 * 100
"""Minor units in ten thousand yuan, the unit in which made-up amounts are round."""

_LETTERS = {
    Kind.COMMITMENT: "C",
    Kind.CALL: "L",
    Kind.CONTRIBUTION: "P",
    Kind.INVESTMENT: "I",
    Kind.VALUATION: "V",
    Kind.PROCEEDS: "X",
    Kind.DISTRIBUTION: "D",
    Kind.FEE: "F",
    Kind.INCOME: "N",
    Kind.TRANSFER: "T",
    Kind.STAKE: "H",
    Kind.RECOGNITION: "R",
    Kind.REVERSAL: "Z",
}


class Log:
    """The events so far; each has an id of its kind's letter and a number."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(
        self,
        kind: Kind,
        day: date,
        holder: str = "",
        held: str = "",
        minor: int = 0,
        **more: Any,  # noqa: ANN401  # the other fields of Event
    ) -> Event:
        """Write an event down."""
        event = Event(f"{_LETTERS[kind]}{len(self.events) + 1:06d}", kind, day, holder, held, minor, **more)
        self.events.append(event)
        return event

    def in_order(self) -> tuple[Event, ...]:
        """All events in order of days."""
        return tuple(sorted(self.events, key=lambda event: event.day))


def between(rng: random.Random, first: date, last: date) -> date:
    """A day from ``first`` to ``last``; ``first`` where that is later."""
    return first + timedelta(days=rng.randint(0, max((last - first).days, 0)))


def round_wan(minor: int, to: int = 1) -> int:
    """An amount rounded down to whole ``to`` times ten thousand yuan."""
    return minor // (to * WAN) * to * WAN


def years_after(day: date, years: int) -> date:
    """The same day some years later, the 28th of February for the 29th."""
    return day.replace(year=day.year + years, day=min(day.day, 28))
