"""Which mentions are one thing: all of them at once, or pair by pair."""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.registry.resolution import clusters as clustering
from huoshui.registry.resolution.columns import tabulate
from huoshui.registry.resolution.comparisons import comparisons, veto_sql
from huoshui.registry.resolution.engine import block, database, score
from huoshui.registry.resolution.mentions import KINDS, Cluster, Link, Resolution, Verdict
from huoshui.registry.resolution.naming import processes, take_apart
from huoshui.registry.resolution.parameters import stored
from huoshui.registry.resolution.reasons import reasons_of, veto_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import duckdb
    import pyarrow as pa

    from huoshui.registry.resolution.mentions import Kind, Mention
    from huoshui.registry.resolution.naming import Names
    from huoshui.registry.resolution.parameters import Parameters

    Scorer = Callable[[duckdb.DuckDBPyConnection, Sequence[Mention], Kind, Parameters], pa.Table]

#: A pair is one thing from this match weight on; see docs/resolution.md for how it was chosen.
THRESHOLD = 0.0
#: Weaker links, down to this weight, are doubtful: for a person to decide.
DOUBTFUL = -6.0
#: What is left of the probability of a pair that facts favour and that names alone cannot join.
_BELOW = 0.49


def resolve(
    mentions: Sequence[Mention], parameters: Parameters | None = None, scorer: Scorer | None = None
) -> Resolution:
    """Cluster all mentions; ids must be different. Kinds are resolved apart from each other.

    ``scorer`` scores the pairs of a kind in place of ``score_here``, as on another engine.
    Raises ``InputError`` where two mentions have one id or the extra ``resolve`` is not installed.
    """
    if len({mention.id for mention in mentions}) < len(mentions):
        raise InputError("two mentions have the same id: give each its own")
    with _no_collection():
        ordered = sorted(mentions, key=lambda mention: mention.id)  # so that the order given decides nothing
        kinds = ((kind, [mention for mention in ordered if mention.kind == kind]) for kind in KINDS)
        here = scorer or partial(score_here, take_apart(mentions, processes()))
        found = [_resolve_kind(kind, own, parameters or stored(), here) for kind, own in kinds if own]
    return Resolution(
        tuple(cluster for one in found for cluster in one.clusters),
        tuple(link for one in found for link in one.links),
        tuple(sorted((link for one in found for link in one.doubtful), key=lambda link: -link.weight)),
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nothing here makes cycles, and the collector would walk through all mentions again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def score_here(
    names: Names,
    connection: duckdb.DuckDBPyConnection,
    mentions: Sequence[Mention],
    kind: Kind,
    parameters: Parameters,
) -> pa.Table:
    """Make the table ``mentions`` in DuckDB, score its pairs there down to doubtful ones."""
    tabulate(connection, mentions, kind, "mentions", names)
    block(connection, "mentions", "pairs", kind)
    return score(connection, "mentions", "pairs", kind, parameters, DOUBTFUL)


def _resolve_kind(kind: Kind, mentions: Sequence[Mention], parameters: Parameters, scorer: Scorer) -> Resolution:
    import pyarrow.compute as pc

    with database() as connection:
        scored = scorer(connection, mentions, kind, parameters)
        joins = pc.and_(scored["may_join"], pc.greater_equal(scored["match_weight"], THRESHOLD))
        strong, weak = scored.filter(joins), scored.filter(pc.invert(joins))
        joined = _ends(strong)
        roots, held = clustering.cut(connection, "mentions", joined, *clustering.forest(len(mentions), joined))
    apart = [n for n, (left, right) in enumerate(_ends(weak)) if roots[left] != roots[right]]
    links = _links(mentions, kind, strong, held), _links(mentions, kind, weak, apart)
    return Resolution(_clusters(kind, mentions, roots), *links)


def _ends(scored: pa.Table) -> list[tuple[int, int]]:
    return list(zip(scored["id_l"].to_pylist(), scored["id_r"].to_pylist(), strict=True))


def _links(mentions: Sequence[Mention], kind: Kind, scored: pa.Table, rows: Sequence[int]) -> tuple[Link, ...]:
    """The links of these rows of the scores."""
    import pyarrow as pa

    chosen = scored.take(pa.array(rows, pa.int64()))
    gammas = (chosen[f"gamma_{c.feature}"].to_pylist() for c in comparisons(kind))
    columns = (chosen[name].to_pylist() for name in ("id_l", "id_r", "match_weight"))
    return tuple(
        Link(mentions[left], mentions[right], weight, levels)
        for left, right, weight, levels in zip(*columns, zip(*gammas, strict=True), strict=True)
    )


def _clusters(kind: Kind, mentions: Sequence[Mention], roots: Sequence[int]) -> tuple[Cluster, ...]:
    members: dict[int, list[str]] = defaultdict(list)
    for mention, root in zip(mentions, roots, strict=True):
        members[root].append(mention.id)
    return tuple(Cluster(kind, tuple(ids)) for ids in members.values())


def judge_pairs(pairs: Sequence[tuple[Mention, Mention]], parameters: Parameters | None = None) -> tuple[Verdict, ...]:
    """Judge each pair on its own, in the order given. Ids may repeat; a fund and a body that is none are never one."""
    known = parameters or stored()
    verdicts: dict[int, Verdict] = {}
    for kind in KINDS:
        numbers = [n for n, (left, right) in enumerate(pairs) if _common_kind(left, right) == kind]
        if numbers:
            verdicts.update(zip(numbers, _judge(kind, [pairs[n] for n in numbers], known), strict=True))
    for number, (left, right) in enumerate(pairs):
        if number not in verdicts:
            verdicts[number] = Verdict(
                left.id, right.id, same=False, probability=0.0, veto="role", reasons=(veto_reason(left, right, "role"),)
            )
    return tuple(verdicts[number] for number in range(len(pairs)))


def _common_kind(left: Mention, right: Mention) -> Kind | None:
    """The model for a pair: a company may be met as an organisation elsewhere, a fund never."""
    if left.kind == right.kind:
        return left.kind
    return None if "fund" in {left.kind, right.kind} else "organisation"


def _judge(kind: Kind, pairs: Sequence[tuple[Mention, Mention]], parameters: Parameters) -> Iterable[Verdict]:
    import pyarrow as pa

    numbers = range(0, 2 * len(pairs), 2)
    with database() as connection:
        tabulate(connection, [mention for pair in pairs for mention in pair], kind, "mentions")
        ends = {"join_key_l": list(numbers), "join_key_r": [n + 1 for n in numbers]}
        connection.register("ends", pa.table({"match_key": ["0"] * len(pairs), **ends}))
        connection.execute("CREATE TABLE pairs AS SELECT * FROM ends")
        vetoes = dict(
            connection.execute(
                f"SELECT l.id, {veto_sql('l', 'r')} FROM pairs "  # noqa: S608  # no text from outside
                "JOIN mentions l ON l.id = join_key_l JOIN mentions r ON r.id = join_key_r"
            ).fetchall()
        )
        scored = score(connection, "mentions", "pairs", kind, parameters)
    rows = zip(scored["id_l"].to_pylist(), scored["may_join"].to_pylist(), strict=True)
    links = _links([mention for pair in pairs for mention in pair], kind, scored, range(scored.num_rows))
    judged = {number: (may, link) for (number, may), link in zip(rows, links, strict=True)}
    for number, (left, right) in zip(numbers, pairs, strict=True):
        may, link = judged[number]
        reasons = reasons_of(left, right, kind, link.levels, parameters)
        if veto := vetoes[number]:
            because = (veto_reason(left, right, veto), *reasons)
            yield Verdict(left.id, right.id, same=False, probability=0.0, veto=veto, reasons=because)
        else:
            same = may and link.weight >= THRESHOLD
            likely = link.probability if same else min(link.probability, _BELOW)
            yield Verdict(left.id, right.id, same, likely, "", reasons)
