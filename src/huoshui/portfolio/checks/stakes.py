"""Reversals that name what they reverse, and stakes of one company that add up to no more than the whole."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.portfolio.checks.fault import Fault
from huoshui.portfolio.stakes import by_company, history
from huoshui.portfolio.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.portfolio.book import Event

#: Stakes are stated rounded, so that the whole may come to a little more.
_WHOLE = Decimal("1.0001")


def reversal_faults(events: Sequence[Event], new: int = 0) -> Iterator[Fault]:
    """Reversals of nothing, of a reversal, of what is reversed already, or before the event."""
    reversals = [(place, event) for place, event in enumerate(events) if event.kind is Kind.REVERSAL]
    by_id = {event.id: event for event in events} if reversals else {}
    done: set[str] = set()
    for place, event in reversals:
        target = by_id.get(event.reverses)
        fault = None
        if target is None:
            fault = f"没有编号为“{event.reverses}”的事项", f"there is no event {event.reverses!r}"
        elif target.kind is Kind.REVERSAL:
            fault = "冲销不能再冲销，请重新登记原事项", "a reversal is not reversed: enter the event anew"
        elif event.reverses in done:
            fault = f"“{event.reverses}”已被冲销", f"{event.reverses!r} is reversed already"
        elif event.day < target.day:
            fault = f"冲销早于原事项（{target.day}）", f"earlier than what it reverses ({target.day})"
        done.add(event.reverses)
        if fault and place >= new:
            yield Fault(place, "reverses", *fault)


def stake_faults(events: Sequence[Event], new: int = 0) -> Iterator[Fault]:
    """Days on which the stakes in one company come to more than the whole; one fault a company."""
    fresh = {event.id: place for place, event in enumerate(events) if place >= new}
    undone = {event.reverses for event in events[new:]}
    touched = {event.held for event in events[new:]} | {event.held for event in events if event.id in undone}
    for company, own in by_company(event for event in events if event.held in touched or event.reverses).items():
        for day, stakes in history(own):
            total = sum(stakes.values())
            if total > _WHOLE:
                blamed = [fresh[event.id] for event in own if event.day <= day and event.id in fresh]
                yield Fault(
                    blamed[-1] if blamed else new,
                    "stake",
                    f"{company} 的持股合计 {total * 100:.2f}%，超过 100%（{day}）",
                    f"stakes in {company} come to {total * 100:.2f}% on {day}",
                )
                break
