"""Where a share comes from: the last link, the strongest paths, and the graph that is drawn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given

from huoshui.portfolio.lookthrough import Holdings, Through, carriers, explain, graph, strongest_paths
from tests.portfolio.lookthrough.made import Named, dense, holdings

FAMILY = Named(
    {
        "母基金>甲子基金": 0.4,
        "母基金>乙子基金": 0.3,
        "甲子基金>控股": 0.5,
        "乙子基金>控股": 0.2,
        "控股>工厂": 0.8,
        "母基金>工厂": 0.05,
    },
)


def ids(*names: str) -> tuple[int, ...]:
    return tuple(FAMILY.id(name) for name in names)


def test_the_last_link_says_who_carries_how_much() -> None:
    found = carriers(Through(FAMILY.holdings), *ids("母基金", "工厂"))
    assert [FAMILY.names[one.entity] for one in found] == ["控股", "母基金"]
    assert [one.share for one in found] == pytest.approx([(0.4 * 0.5 + 0.3 * 0.2) * 0.8, 0.05])
    assert [one.upstream for one in found] == pytest.approx([0.26, 1])


@given(holdings())
def test_the_carriers_make_up_the_whole_share(made: Holdings) -> None:
    through = Through(made)
    for holder in range(made.count):
        row = through.of_holders([holder])[0]
        for company in range(made.count):
            assert sum(one.share for one in carriers(through, holder, company)) == pytest.approx(row[company], abs=1e-9)


def test_paths_come_strongest_first_and_the_rest_is_said() -> None:
    found = strongest_paths(Through(FAMILY.holdings), FAMILY.id("母基金"), FAMILY.id("工厂"), most=2)
    assert [path.entities for path in found.paths] == [
        ids("母基金", "甲子基金", "控股", "工厂"),
        ids("母基金", "工厂"),
    ]
    assert [path.share for path in found.paths] == pytest.approx([0.16, 0.05])
    assert found.rest == pytest.approx(0.3 * 0.2 * 0.8)
    assert not found.cut


@given(holdings(acyclic=True))
def test_without_rings_all_paths_make_up_the_share(made: Holdings) -> None:
    direct, through = dense(made), Through(made)
    for company in range(1, made.count):
        found = strongest_paths(through, 0, company, most=10_000)
        assert sum(path.share for path in found.paths) == pytest.approx(found.total, abs=1e-12)
        assert found.rest == pytest.approx(0, abs=1e-12)
        shares = [path.share for path in found.paths]
        assert all(a >= b - 1e-15 for a, b in pairwise(shares))
        for path in found.paths:
            assert path.share == pytest.approx(np.prod([direct[a, b] for a, b in pairwise(path.entities)]))
        assert len({path.entities for path in found.paths}) == len(found.paths)


@given(holdings())
def test_with_rings_paths_never_exceed_the_share(made: Holdings) -> None:
    through = Through(made)
    for company in range(made.count):
        found = strongest_paths(through, 0, company)
        assert sum(path.share for path in found.paths) <= found.total + 1e-9
        assert all(len({*path.entities[1:]}) == len(path.entities) - 1 for path in found.paths)


def test_where_paths_are_beyond_number_the_search_ends() -> None:
    # 30 tiers of 10 entities, each held by all of the tier before: 10 to the power of 29 paths.
    tiers, wide = 30, 10
    rows = [(wide * t + a, wide * (t + 1) + b) for t in range(tiers - 1) for a in range(wide) for b in range(wide)]
    holder, held = (np.array(side, dtype=np.int32) for side in zip(*rows, strict=True))
    through = Through(Holdings(tiers * wide, holder, held, np.full(len(rows), 0.1)))
    found = strongest_paths(through, 0, tiers * wide - 1)
    assert found.total == pytest.approx(0.1)
    assert found.cut or len(found.paths) == 10


def test_the_search_says_when_it_was_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explain, "_STEPS", 1)
    found = strongest_paths(Through(FAMILY.holdings), *ids("母基金", "工厂"))
    assert found.cut
    assert found.rest == pytest.approx(found.total - sum(path.share for path in found.paths))


def test_the_graph_shows_both_directions() -> None:
    found = graph(Through(FAMILY.holdings), *ids("控股"))
    behind = {FAMILY.names[node.entity]: node for node in found.behind.nodes}
    assert {name: node.tier for name, node in behind.items()} == {"甲子基金": -1, "乙子基金": -1, "母基金": -2}
    assert behind["母基金"].share == pytest.approx(0.26)
    assert (behind["母基金"].end, behind["甲子基金"].end, behind["母基金"].more) == (True, False, False)
    assert behind["甲子基金"].gap == pytest.approx(0.6)
    [below] = found.below.nodes
    assert (FAMILY.names[below.entity], below.tier) == ("工厂", 1)
    assert below.gap == pytest.approx(0.15)
    drawn = {(FAMILY.names[edge.holder], FAMILY.names[edge.held]): edge.share for edge in found.behind.edges}
    assert drawn == {
        ("甲子基金", "控股"): 0.5,
        ("乙子基金", "控股"): 0.2,
        ("母基金", "甲子基金"): 0.4,
        ("母基金", "乙子基金"): 0.3,
    }


def test_the_graph_keeps_to_its_limits() -> None:
    through = Through(FAMILY.holdings)
    shallow = graph(through, *ids("工厂"), depth=1)
    assert {FAMILY.names[node.entity]: node.more for node in shallow.behind.nodes} == {"控股": True, "母基金": False}
    large = graph(through, *ids("控股"), least=0.25)
    assert [FAMILY.names[node.entity] for node in large.behind.nodes] == ["甲子基金", "母基金"]
    few = graph(through, *ids("控股"), most=1)
    assert [FAMILY.names[node.entity] for node in few.behind.nodes] == ["甲子基金"]


@given(holdings())
def test_every_node_of_the_graph_is_linked_with_the_middle(made: Holdings) -> None:
    found = graph(Through(made), 0, depth=3, least=0.01, most=4)
    for half, away in ((found.behind, "holder"), (found.below, "held")):
        shown = {node.entity for node in half.nodes}
        assert len(shown) == len(half.nodes) <= 4
        assert shown <= {getattr(edge, away) for edge in half.edges}
        assert {end for edge in half.edges for end in (edge.holder, edge.held)} <= shown | {0}
