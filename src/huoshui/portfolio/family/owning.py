"""Who owns whom directly as of the day, for looking through.

Of companies, and of whatever else stakes are registered of: the stakes on record (``portfolio.stakes``). Of a fund that
money was paid into: each investor's part of all that was paid in; stakes registered of such a fund are left out, since
they would count twice. Where more than the whole of something is on record, its shares are scaled to one, and said.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.portfolio.extra import np
from huoshui.portfolio.family.views import Excess, GraphEdge, GraphNode, OwnerRow, Penetration, StatePart, StateView
from huoshui.portfolio.lookthrough import Holdings, StateShares, Through, graph
from huoshui.portfolio.lookthrough import Nature as Ends
from huoshui.portfolio.stakes import by_company, current
from huoshui.portfolio.vocabulary import Nature

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from huoshui.portfolio.family.scene import Scene
    from huoshui.portfolio.lookthrough import Half
    from huoshui.portfolio.stakes import Stakes

_SLACK = 1e-9


class Owning:
    """Look-through over a scene; each part is made when first needed and kept."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    @cached_property
    def stakes(self) -> Mapping[str, Stakes]:
        """Who holds how much of each company directly."""
        known = by_company(self.scene.snapshot.stakes(self.scene.day))
        return {held: current(events) for held, events in known.items()}

    def stake(self, holder: int, held: int) -> Decimal | None:
        """A direct stake; None where none is on record."""
        return self.stakes.get(self.scene.node(held).id, {}).get(self.scene.node(holder).id)

    @cached_property
    def through(self) -> Through:
        """The shares of everybody in everybody through all tiers. InputError as of ``Through``."""
        return Through(self._holdings)

    @property
    def excess(self) -> tuple[Excess, ...]:
        """Of whom more than the whole is on record."""
        _ = self._holdings
        return self._excess

    @cached_property
    def _holdings(self) -> Holdings:
        if not self.scene.view.size:
            raise InputError("the ledger is empty: there is nobody to look through")
        rows = [*self._of_funds(), *self._registered()]
        holder, held = (np.array([row[n] for row in rows], np.int32) for n in (0, 1))
        share = np.array([row[2] for row in rows], np.float64)
        size = self.scene.view.size
        whole = np.bincount(held, share, size)
        over = np.flatnonzero(whole > 1 + _SLACK)
        self._excess = tuple(Excess(self.scene.ref(place), float(whole[place])) for place in over.tolist())
        share = share / np.maximum(whole, 1.0)[held]
        return Holdings(size, holder, held, share, lambda place: self.scene.node(place).name)

    def _of_funds(self) -> list[tuple[int, int, float]]:
        shares = self.scene.standing.interests
        paid = np.maximum(shares.paid_in, 0)
        whole = np.zeros(self.scene.view.size, np.int64)
        np.add.at(whole, shares.fund, paid)
        self._paid_into = set(np.flatnonzero(whole).tolist())
        return [
            (int(shares.investor[row]), int(shares.fund[row]), int(paid[row]) / int(whole[shares.fund[row]]))
            for row in np.flatnonzero(paid).tolist()
        ]

    def _registered(self) -> list[tuple[int, int, float]]:
        place = self.scene.setting.place
        return [
            (place[holder], place[held], float(stake))
            for held, stakes in self.stakes.items()
            if held in place and place[held] not in self._paid_into
            for holder, stake in stakes.items()
            if holder in place and stake > 0
        ]

    # -- whose it is ---------------------------------------------------------------------------------------------------

    def owners(self, place: int) -> tuple[tuple[OwnerRow, ...], float]:
        """Who stands at the ends of the chains behind a node, and what part of it has no known owner."""
        (found,) = self.through.ultimate([place])
        rows = zip(found.owner.tolist(), found.share.tolist(), strict=True)
        owners = tuple(OwnerRow(self.scene.ref(owner), self.scene.nature(owner), share) for owner, share in rows)
        return owners, found.unknown

    def state(self, place: int) -> StateView:
        """The state's share of a node: of treasuries, and of state-owned enterprises whose owners are not on record."""
        found = self._state.of(place)
        parts = tuple(StatePart(_NATURES[part.nature], part.share) for part in found.parts)
        return StateView(found.share, found.direct, found.indirect, parts)

    @cached_property
    def _state(self) -> StateShares:
        natures = [self._nature(place) for place in range(self.scene.view.size)]
        return StateShares(self.through, np.array(natures, np.int8))

    def _nature(self, place: int) -> Ends:
        """A state-owned enterprise whose owners are on record is looked through: it may have others than the state."""
        nature = self.scene.nature(place) or Nature.UNKNOWN
        if nature is Nature.STATE_OWNED and not self.through.is_end[place]:
            return Ends.UNKNOWN
        return _ENDS[nature]

    def penetration(self, place: int) -> Penetration:
        """The graph around a node."""
        found = graph(self.through, place)
        behind, below = self._half(found.behind), self._half(found.below)
        return Penetration(self.scene.ref(place), behind[0], below[0], behind[1], below[1])

    def _half(self, half: Half) -> tuple[tuple[GraphNode, ...], tuple[GraphEdge, ...]]:
        scene = self.scene
        nodes = tuple(
            GraphNode(scene.ref(one.entity), one.tier, one.share, one.gap, one.end, one.more) for one in half.nodes
        )
        edges = tuple(GraphEdge(scene.node(e.holder).id, scene.node(e.held).id, e.share) for e in half.edges)
        return nodes, edges


_ENDS = {nature: Ends[nature.name] for nature in Nature}
_NATURES = {ends: nature for nature, ends in _ENDS.items()}
