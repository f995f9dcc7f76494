"""The ledger as it stands, in memory, for computing on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import NotFound

if TYPE_CHECKING:
    from datetime import date

    from huoshui.portfolio.book import Event, Obligation
    from huoshui.portfolio.checks import Setting
    from huoshui.portfolio.journal import Journal
    from huoshui.portfolio.rows import Node


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Nodes in their order, the setting that gives their places, the journal, and the events that state stakes.

    ``staked`` also holds the reversals. ``recognised`` are all events of kind recognition, reversed ones too.
    """

    nodes: tuple[Node, ...]
    setting: Setting
    journal: Journal
    staked: tuple[Event, ...]
    obligations: tuple[Obligation, ...] = ()
    recognised: tuple[Event, ...] = ()

    def node(self, name: str) -> Node:
        """The party, fund or company of an id. NotFound."""
        place = self.setting.place.get(name)
        if place is None:
            message = f"the ledger has no party, fund or company {name!r}: see `huoshui portfolio list`"
            raise NotFound(message)
        return self.nodes[place]

    def stakes(self, day: date) -> tuple[Event, ...]:
        """The events that state stakes and hold at the end of ``day``."""
        by_then = [event for event in self.staked if event.day <= day]
        undone = {event.reverses for event in by_then if event.reverses}
        return tuple(event for event in by_then if event.stake is not None and event.id not in undone)
