"""From scored pairs to clusters: connected components in which no two mentions are vetoed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from huoshui.registry.resolution.comparisons import veto_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

_GUARDS = (
    "g_role, g_tier, g_place, g_phase, g_number, g_year, g_numerals, g_skeleton, g_stem, g_unplaced, g_core, "
    "g_trades, g_names, g_parent"
)


def forest(count: int, links: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The root of each of ``count`` mentions, equal for those that links connect, and the links that are needed for it.

    These are numbers of links, which come strongest first: one less for a cluster than it has members.
    """
    parent = list(range(count))
    held = []
    for number, (left, right) in enumerate(links):
        if parent[left] == parent[right]:
            continue
        a, b = _root(parent, left), _root(parent, right)
        if a != b:
            parent[max(a, b)] = min(a, b)
            held.append(number)
    return [_root(parent, one) for one in range(count)], held


def _root(parent: list[int], one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one


def cut(
    connection: duckdb.DuckDBPyConnection,
    mentions: str,
    links: Sequence[tuple[int, int]],
    roots: Sequence[int],
    held: Sequence[int],
) -> tuple[list[int], list[int]]:
    """The ``forest`` of links (``roots`` and ``held``) anew, so that no cluster holds a vetoed pair.

    A link that would bring vetoed mentions into one cluster is left out: the weakest ones give way.
    """
    classes, vetoed = _vetoed(connection, mentions, roots)
    parent = [one if root in vetoed else root for one, root in enumerate(roots)]
    within = {one: {classes.get(one, one)} for one, root in enumerate(roots) if root in vetoed}
    kept = [number for number in held if roots[links[number][0]] not in vetoed]
    for number, (left, right) in enumerate(links if vetoed else ()):
        if parent[left] == parent[right]:
            continue
        bad = vetoed[roots[left]]
        a, b = _root(parent, left), _root(parent, right)
        if a == b or any((x, y) in bad for x in within[a] for y in within[b]):
            continue
        a, b = min(a, b), max(a, b)
        parent[b] = a
        within[a] |= within.pop(b)
        kept.append(number)
    return [_root(parent, one) for one in range(len(roots))], sorted(kept)


def _vetoed(
    connection: duckdb.DuckDBPyConnection, mentions: str, roots: Sequence[int]
) -> tuple[dict[int, int], dict[int, set[tuple[int, int]]]]:
    """By root, the classes that veto parts, and the class of each mention in them.

    Mentions of a cluster that no veto can tell apart are a class, which goes by the first of them.
    """
    import pyarrow as pa

    table = pa.table({"id": pa.array(range(len(roots)), pa.int32()), "root": pa.array(roots, pa.int32())})
    connection.register("rooted", table)
    pairs = connection.execute(f"""
        WITH one AS (
            SELECT root, {_GUARDS}, min(id) AS class, list(id) AS ids FROM {mentions} JOIN rooted USING (id)
            WHERE root IN (SELECT root FROM rooted GROUP BY root HAVING count(*) > 2) GROUP BY ALL
        )
        SELECT l.root, l.class, r.class, l.ids, r.ids FROM one l JOIN one r ON l.root = r.root AND l.class < r.class
        WHERE {veto_sql("l", "r")} IS NOT NULL
    """).fetchall()  # noqa: S608  # names of this module
    connection.unregister("rooted")
    classes: dict[int, int] = {}
    vetoed: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for root, left, right, lefts, rights in pairs:
        vetoed[root] |= {(left, right), (right, left)}
        classes.update(dict.fromkeys(lefts, left))
        classes.update(dict.fromkeys(rights, right))
    return classes, dict(vetoed)
