"""Direct stakes in companies as of a day, from investments, exits and registrations.

A registration (持股) sets a holder's stake. New shares bought (``equity``) for a stake of the enlarged company dilute
everybody who held before that day in the same proportion; old shares (``secondary``) and exits move only their own
holder's, for who sold to whom is not always known. On one day new shares come first, registrations last.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from huoshui.portfolio.vocabulary import Instrument, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from huoshui.portfolio.book import Event

Stakes = dict[str, Decimal]
_NONE = Decimal(0)


def by_company(events: Iterable[Event]) -> Mapping[str, Sequence[Event]]:
    """The events that state a stake and were never undone before they happened, by what is held, in order of days."""
    listed = list(events)
    undone = {event.reverses for event in listed if event.kind is Kind.REVERSAL}
    found: dict[str, list[Event]] = defaultdict(list)
    for event in listed:
        if event.stake is not None and event.id not in undone:
            found[event.held].append(event)
    return {held: sorted(own, key=lambda event: (event.day, event.id)) for held, own in found.items()}


def history(events: Iterable[Event]) -> Iterator[tuple[date, Stakes]]:
    """Who holds how much of one company at the end of each day on which that changed; events in order of days."""
    stakes: Stakes = {}
    for day, group in groupby(events, key=lambda event: event.day):
        stakes = _after(stakes, list(group))
        yield day, stakes


def current(events: Iterable[Event]) -> Stakes:
    """Who holds how much of one company after all these events."""
    last: Stakes = {}
    for _, stakes in history(events):
        last = stakes
    return last


def _after(stakes: Stakes, events: Sequence[Event]) -> Stakes:
    bought = [event for event in events if event.kind is Kind.INVESTMENT]
    new = [event for event in bought if event.nature != Instrument.SECONDARY]
    kept = 1 - sum((event.stake or _NONE for event in new), _NONE)
    after: Stakes = defaultdict(Decimal, {holder: stake * kept for holder, stake in stakes.items()})
    for event in bought:
        after[event.holder] += event.stake or _NONE
    for event in events:
        if event.kind is Kind.PROCEEDS:
            after[event.holder] = max(after[event.holder] - (event.stake or _NONE), _NONE)
    for event in events:
        if event.kind is Kind.STAKE:
            after[event.holder] = event.stake or _NONE
    return {holder: stake for holder, stake in after.items() if stake}
