"""Look-through of 100,000 entities and 500,000 holdings for 100 holders: ``python bench/lookthrough.py``.

Of the holdings 2,000 are cross-holdings, each the other way of one that is there. Entities hold what comes later within
a band, so that most of the graph is reached, and their numbers are shuffled. Our side starts from the three arrays and
ends with the shares, checks and set-up included. Printed are ratios of one run:

- our time over that of the bare sparse factorisation and solves, given the matrix in the right order and the
  right-hand sides ready-made, all at once or one by one, whichever is faster (at most 1.5; printed too is the ratio to
  the bare solves in blocks of eight, as we make them);
- topological accumulation in networkx over ours (at least 50). Since networkx has no way with cycles, it works on the
  holdings without the 2,000; a few holders are measured and multiplied out to all, once with the topological sort
  made for every holder and once with a sort that is made once and kept. Building its graph is left out.

Times are of the processor, medians; the exit status is 1 where a ratio is missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy import sparse

from huoshui.portfolio.lookthrough import Holdings, Through

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SEED = 20261122
BAND = 20_000
NEAR = 30
HOLDERS = 100
OVER_BARE = 1.5
UNDER_NETWORKX = 50
IN_CACHE = 8


@dataclass(frozen=True)
class Made:
    """Made holdings: arrays as a ledger would hand them over, and which rows are the cross-holdings.

    ``top`` are the entities of the first tenth, which stand at the top of the chains as investors do.
    """

    count: int
    holder: NDArray[np.int32]
    held: NDArray[np.int32]
    share: NDArray[np.float64]
    back: NDArray[np.bool_]
    top: NDArray[np.int64]


def make(entities: int, rows: int, crossed: int) -> Made:
    """Holdings within a band, with ``crossed`` of them answered by a holding the other way."""
    random = np.random.default_rng(SEED)
    held = random.integers(1, entities, rows - crossed)
    reach = np.where(np.arange(held.size) < crossed, NEAR, BAND)
    holder = np.maximum(held - random.integers(1, reach + 1), 0)
    back = np.arange(rows) >= rows - crossed
    holder, held = np.append(holder, held[:crossed]), np.append(held, holder[:crossed])
    weight = random.random(rows) + 0.05
    whole = np.bincount(held, weight, entities)
    share = weight / whole[held] * random.uniform(0.5, 1.0, entities)[held]
    names = random.permutation(entities)
    mixed = random.permutation(rows)
    rows_of = [names[side].astype(np.int32)[mixed] for side in (holder, held)]
    return Made(entities, rows_of[0], rows_of[1], share[mixed], back[mixed], names[: entities // 10])


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median of the processor's seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def ours(made: Made, holders: NDArray[np.int64]) -> NDArray[np.float64]:
    """Shares of the holders, from the arrays."""
    return Through(Holdings(made.count, made.holder, made.held, made.share)).of_holders(holders)


def bare(through: Through, holders: NDArray[np.int64]) -> Callable[[int], None]:
    """The factorisation and the solves alone, on what our side has put in order."""
    matrix: Any = through._system.copy()  # noqa: SLF001  # the matrix in the right order is what it is given
    sides = np.zeros((through.holdings.count, holders.size), order="F")
    rows = through._direct[holders].tocoo()  # noqa: SLF001
    sides[through._rank[rows.coords[1]], rows.coords[0]] = rows.data  # noqa: SLF001

    def work(at_once: int) -> None:
        factors = sparse.linalg.splu(matrix, permc_spec="NATURAL", diag_pivot_thresh=0.0)
        for start in range(0, holders.size, at_once):
            factors.solve(sides[:, start : start + at_once])

    return work


def accumulated(graph: Any, order: list[int], holder: int) -> dict[int, float]:  # noqa: ANN401  # no types
    """One holder's shares by walking the graph in topological order."""
    shares = {holder: 1.0}
    for entity in order:
        have = shares.get(entity)
        if have is not None:
            for held, edge in graph.adj[entity].items():
                shares[held] = shares.get(held, 0.0) + have * edge["share"]
    del shares[holder]
    return shares


def without_rings(made: Made) -> Any:  # noqa: ANN401  # networkx ships no types
    """The holdings that are no cross-holdings as a graph of networkx, rows of one pair added up."""
    kept = ~made.back
    matrix = sparse.csr_array((made.share[kept], (made.holder[kept], made.held[kept])), shape=(made.count,) * 2).tocoo()
    graph = nx.DiGraph()
    graph.add_nodes_from(range(made.count))
    rows = zip(*(side.tolist() for side in matrix.coords), matrix.data.tolist(), strict=True)
    graph.add_weighted_edges_from(rows, weight="share")
    return graph


def by_networkx(made: Made, holders: NDArray[np.int64], few: int) -> tuple[float, float]:
    """Seconds for all holders with a sort for each, and with one sort; multiplied out from ``few``."""
    graph = without_rings(made)
    order = list(nx.topological_sort(graph))
    sort = seconds(lambda: list(nx.topological_sort(graph)), 3)
    walks = [seconds(partial(accumulated, graph, order, one), 1) for one in holders[:few].tolist()]
    kept = ~made.back
    acyclic = Through(Holdings(made.count, made.holder[kept], made.held[kept], made.share[kept]))
    check = acyclic.of_holders(holders[:1])[0]
    shares = accumulated(graph, order, int(holders[0]))
    if abs(check[list(shares)] - list(shares.values())).max() > 1e-9 or np.count_nonzero(check) != len(shares):
        sys.exit("networkx and we differ")
    walk = statistics.mean(walks)
    return holders.size * (sort + walk), sort + holders.size * walk


def main() -> None:
    """Print the ratios; exit 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--holdings", type=int, default=500_000)
    parser.add_argument("--crossed", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--few", type=int, default=10, help="holders that networkx walks for")
    arguments = parser.parse_args()
    made = make(arguments.entities, arguments.holdings, arguments.crossed)
    holders = np.random.default_rng(SEED + 1).choice(made.top, HOLDERS, replace=False)
    through = Through(Holdings(made.count, made.holder, made.held, made.share))
    reached = np.count_nonzero(through.of_holders(holders)) / HOLDERS
    print(
        f"{made.count:,} entities, {made.share.size:,} holdings, {made.back.sum():,} of them cross-holdings"
        f" (largest ring {through._size.max()}); a holder reaches {reached:,.0f}",  # noqa: SLF001
    )
    mine = seconds(lambda: ours(made, holders), arguments.rounds)
    work = bare(through, holders)
    least = min(seconds(partial(work, at_once), arguments.rounds) for at_once in (1, HOLDERS))
    blocks = seconds(partial(work, IN_CACHE), arguments.rounds)
    set_up = seconds(lambda: Through(Holdings(made.count, made.holder, made.held, made.share)), arguments.rounds)
    sorting, kept = by_networkx(made, holders, arguments.few)
    over, under = mine / least, sorting / mine
    print(f"ours {mine:.3f} s, of which {set_up:.3f} s set-up; bare factorisation and solves {least:.3f} s")
    print(f"ours over bare          {over:6.2f}   (at most {OVER_BARE})")
    print(f"the same, bare in eights{mine / blocks:6.2f}   ({blocks:.3f} s)")
    print(f"networkx over ours      {under:6.0f}   (at least {UNDER_NETWORKX}; {sorting:.1f} s multiplied out)")
    print(f"the same, one sort kept {kept / mine:6.0f}   ({kept:.1f} s multiplied out)")
    if over > OVER_BARE or under < UNDER_NETWORKX:
        sys.exit(1)


if __name__ == "__main__":
    main()
