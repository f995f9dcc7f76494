"""The equity-penetration graph (股权穿透图) of a company or investor: who is behind it, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huoshui.portfolio.lookthrough.holdings import Reals
    from huoshui.portfolio.lookthrough.through import Through


@dataclass(frozen=True, slots=True)
class Node:
    """An entity in the graph.

    ``tier`` is how many links lie between it and the company in the middle: negative behind it, positive below.
    ``share`` is the look-through share: of the company, for those behind; what the company has of it, for those below.
    ``gap`` is what part of the entity belongs directly to owners that are not known (0 where nobody is known to own
    it: ``end``). ``more`` where it has owners (behind) or holdings (below) that the graph leaves out.
    """

    entity: int
    tier: int
    share: float
    gap: float
    end: bool
    more: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """``holder`` owns ``share`` of ``held`` directly."""

    holder: int
    held: int
    share: float


@dataclass(frozen=True, slots=True)
class Half:
    """One direction of the graph: nodes from the middle outward, the middle itself not among them, and their edges."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Both directions. An entity that is on both sides, in a ring, is a node in each half."""

    company: int
    behind: Half
    below: Half


def graph(through: Through, company: int, *, depth: int = 5, least: float = 0.001, most: int = 200) -> Graph:
    """The graph around ``company`` down to ``depth`` tiers on each side.

    Left out are entities whose look-through share is below ``least``, and all but the ``most`` largest of each half,
    nearer tiers first; every node is linked with the middle by nodes that are shown.
    """
    behind = _half(through, company, through.behind([company])[0], _Limits(-1, depth, least, most))
    below = _half(through, company, through.of_holders([company])[0], _Limits(1, depth, least, most))
    return Graph(company, behind, below)


@dataclass(frozen=True, slots=True)
class _Limits:
    direction: int
    depth: int
    least: float
    most: int


def _half(through: Through, company: int, shares: Reals, limits: _Limits) -> Half:
    beyond = through.owners_of if limits.direction < 0 else through.held_by
    tiers, links = _tiers(through, company, shares, limits), {}
    for entity in tiers:
        links[entity] = beyond(entity)
    nodes = [
        Node(
            entity,
            tier,
            float(shares[entity]),
            float(through.gap[entity]),
            bool(through.is_end[entity]),
            any(other not in tiers for other, _ in links[entity]),
        )
        for entity, tier in tiers.items()
        if entity != company
    ]
    edges = [
        Edge(other, entity, share) if limits.direction < 0 else Edge(entity, other, share)
        for entity, found in links.items()
        for other, share in found
        if other in tiers
    ]
    return Half(tuple(nodes), tuple(edges))


def _tiers(through: Through, company: int, shares: Reals, limits: _Limits) -> dict[int, int]:
    """The entities that are shown and their tiers, the middle at 0 first, then by tier and falling share."""
    beyond = through.owners_of if limits.direction < 0 else through.held_by
    tiers, edge = {company: 0}, [company]
    for step in range(1, limits.depth + 1):
        found = {other for entity in edge for other, _ in beyond(entity) if other not in tiers}
        wanted = sorted((-float(shares[other]), other) for other in found if shares[other] >= limits.least)
        edge = [other for _, other in wanted[: limits.most + 1 - len(tiers)]]
        tiers.update(dict.fromkeys(edge, step * limits.direction))
    return tiers
