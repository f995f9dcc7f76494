"""The family as a graph: contributors by nature, funds, and companies singly or by sector, with amounts between."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.portfolio.extra import np, sparse
from huoshui.portfolio.family import terms
from huoshui.portfolio.family.figures import Figure
from huoshui.portfolio.family.views import Place, Tree, TreeEdge, TreeNode
from huoshui.portfolio.vocabulary import Nature, Tier

if TYPE_CHECKING:
    from huoshui.portfolio.family.scene import Scene


@dataclass(slots=True)
class _Sum:
    """Amounts of one edge or node, in minor units of the family's currency."""

    committed: int = 0
    paid: int = 0
    cost: int = 0
    value: int = 0

    def add(self, committed: int, paid: int, cost: int, value: int) -> None:
        self.committed += committed
        self.paid += paid
        self.cost += cost
        self.value += value


def tree(scene: Scene, limit: int) -> Tree:
    """The graph; companies stand by themselves where no more than ``limit`` are held, else by sector."""
    deals = scene.standing.deals
    of_funds = scene.is_fund[deals.holder]
    held = set(deals.company[of_funds].tolist())
    grouped = len(held) > limit
    edges: dict[tuple[str, str], _Sum] = defaultdict(_Sum)
    members: dict[str, set[int]] = defaultdict(set)
    _money_in(scene, edges, members)
    _money_out(scene, edges, members, grouped=grouped)
    columns = _columns(scene)
    last = max(columns.values(), default=0) + 1
    sums = _by_node(edges)
    made = [_node(scene, name, sums[name], members[name], columns, last) for name in _in_order(scene, members)]

    def money(minor: int) -> Money:
        return Money(minor, scene.currency)

    links = tuple(
        TreeEdge(
            source,
            target,
            money(found.committed) if target.startswith("fund:") else None,
            money(found.paid),
            money(found.cost),
            money(found.value),
        )
        for (source, target), found in edges.items()
        if found != _Sum()
    )
    return Tree(tuple(made), links, grouped)


def _money_in(scene: Scene, edges: dict[tuple[str, str], _Sum], members: dict[str, set[int]]) -> None:
    shares = scene.standing.interests
    committed, paid = (terms.by_interest(scene, figure) for figure in (Figure.COMMITTED, Figure.PAID_IN))
    rows = zip(shares.investor.tolist(), shares.fund.tolist(), committed.tolist(), paid.tolist(), strict=True)
    for row, (investor, fund, promised, given) in enumerate(rows):
        source = _investor(scene, investor)
        members[source].add(investor)
        value = scene.closing(int(scene.standing.values[row]), scene.currency_at(fund)).minor
        edges[source, _fund(scene, fund)].add(promised, given, 0, value)
    for place in scene.funds:
        members[_fund(scene, place)].add(place)


def _money_out(
    scene: Scene, edges: dict[tuple[str, str], _Sum], members: dict[str, set[int]], *, grouped: bool
) -> None:
    deals = scene.standing.deals
    paid, cost = (terms.by_deal(scene, figure) for figure in (Figure.INVESTED, Figure.COST))
    for row in np.flatnonzero(scene.is_fund[deals.holder]).tolist():
        holder, company = int(deals.holder[row]), int(deals.company[row])
        target = _company(scene, company, grouped=grouped)
        members[target].add(company)
        value = scene.closing(int(deals.value[row]), scene.dealt_in(holder)).minor
        edges[_fund(scene, holder), target].add(0, int(paid[row]), int(cost[row]), value)


def _investor(scene: Scene, place: int) -> str:
    if scene.is_fund[place]:
        return _fund(scene, place)
    return f"contributors:{(scene.nature(place) or Nature.UNKNOWN).value}"


def _fund(scene: Scene, place: int) -> str:
    return f"fund:{scene.node(place).id}"


def _company(scene: Scene, place: int, *, grouped: bool) -> str:
    node = scene.node(place)
    return f"sector:{getattr(node, 'sector', None) or ''}" if grouped else f"company:{node.id}"


def _columns(scene: Scene) -> dict[int, int]:
    """How far to the right each fund stands: one more than the furthest of the funds that pay into it."""
    shares = scene.standing.interests
    between = scene.is_fund[shares.investor]
    ends = shares.investor[between], shares.fund[between]
    size = scene.view.size
    graph = sparse.csr_array((np.ones(len(ends[0]), np.int8), ends), shape=(size, size))
    _, group = sparse.csgraph.connected_components(graph, connection="strong")
    sorter: TopologicalSorter[int] = TopologicalSorter({int(group[place]): () for place in scene.funds})
    above: dict[int, set[int]] = defaultdict(set)
    for investor, fund in zip(group[ends[0]].tolist(), group[ends[1]].tolist(), strict=True):
        if investor != fund:
            above[fund].add(investor)
            sorter.add(fund, investor)
    column: dict[int, int] = {}
    for one in sorter.static_order():
        column[one] = 1 + max((column[other] for other in above[one]), default=0)
    return {place: column[int(group[place])] for place in scene.funds}


def _in_order(scene: Scene, members: dict[str, set[int]]) -> list[str]:
    """Contributors by nature, funds by tier, sectors or companies; each kind in the order of the ledger."""
    natures, tiers, kinds = list(Nature), list(Tier), list(Place)

    def key(name: str) -> tuple[int, int, int]:
        kind, _, code = name.partition(":")
        first = min(members[name])
        fund = scene.setting.funds.get(first)
        rank = natures.index(Nature(code)) if kind == Place.CONTRIBUTORS else tiers.index(fund.tier) if fund else 0
        return kinds.index(Place(kind)), rank, first

    return sorted(members, key=key)


def _by_node(edges: dict[tuple[str, str], _Sum]) -> dict[str, _Sum]:
    """What comes out of each group of contributors, and into every other node."""
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for (source, target), found in edges.items():
        for name in (source, target) if source.startswith(Place.CONTRIBUTORS) else (target,):
            sums[name].add(found.committed, found.paid, found.cost, found.value)
    return sums


def _node(scene: Scene, name: str, whole: _Sum, members: set[int], columns: dict[int, int], last: int) -> TreeNode:
    kind, _, code = name.partition(":")
    place, first = Place(kind), min(members)
    node = scene.node(first)
    in_company = place in {Place.SECTOR, Place.COMPANY}
    return TreeNode(
        id=name,
        place=place,
        column={Place.CONTRIBUTORS: 0, Place.FUND: columns.get(first, 0)}.get(place, last),
        count=len(members),
        amount=Money(whole.cost if in_company else whole.paid, scene.currency),
        value=Money(whole.value, scene.currency),
        ref=scene.ref(first) if place in {Place.FUND, Place.COMPANY} else None,
        nature=Nature(code) if place is Place.CONTRIBUTORS else None,
        tier=scene.setting.funds[first].tier if place is Place.FUND else None,
        sector=getattr(node, "sector", None) if in_company else None,
    )
