"""Which mentions are one thing: all of them at once, or pair by pair."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from huoshui.errors import InputError
from huoshui.registry.resolution import clusters as clustering
from huoshui.registry.resolution.columns import table_of
from huoshui.registry.resolution.comparisons import comparisons, may_join, veto_sql
from huoshui.registry.resolution.engine import block, database, level_of, score
from huoshui.registry.resolution.mentions import KINDS, Cluster, Link, Resolution, Verdict, probability
from huoshui.registry.resolution.parameters import stored
from huoshui.registry.resolution.reasons import reasons_of, veto_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from huoshui.registry.resolution.mentions import Kind, Mention
    from huoshui.registry.resolution.parameters import Parameters

_Row: TypeAlias = "tuple[int, int, float, *tuple[int, ...]]"

#: A pair is one thing from this match weight on; see docs/resolution.md for how it was chosen.
THRESHOLD = 0.0
#: Weaker links, down to this weight, are doubtful: for a person to decide.
DOUBTFUL = -6.0


def resolve(mentions: Sequence[Mention], parameters: Parameters | None = None) -> Resolution:
    """Cluster all mentions; ids must be different. Kinds are resolved apart from each other.

    Raises ``InputError`` where two mentions have one id or the extra ``resolve`` is not installed.
    """
    if len({mention.id for mention in mentions}) < len(mentions):
        raise InputError("two mentions have the same id: give each its own")
    found: list[Resolution] = []
    for kind in KINDS:
        own = [mention for mention in mentions if mention.kind == kind]
        if own:
            found.append(_resolve_kind(kind, own, parameters or stored()))
    return Resolution(
        tuple(cluster for one in found for cluster in one.clusters),
        tuple(link for one in found for link in one.links),
        tuple(sorted((link for one in found for link in one.doubtful), key=lambda link: -link.weight)),
    )


def _resolve_kind(kind: Kind, mentions: Sequence[Mention], parameters: Parameters) -> Resolution:
    with database() as connection:
        connection.register("given", table_of(mentions))
        connection.execute("CREATE TABLE mentions AS SELECT * FROM given")
        connection.unregister("given")
        block(connection, "mentions", "pairs")
        scored = score(connection, "mentions", "pairs", kind, parameters, DOUBTFUL)
        rows = _ordered(scored, kind)
        sure: list[_Row] = []
        doubtful: list[_Row] = []
        for row in rows:
            (sure if _joins(kind, row[2], row[3:]) else doubtful).append(row)
        joined = [(row[0], row[1]) for row in sure]
        roots = clustering.components(len(mentions), joined)
        roots = clustering.cut(connection, "mentions", roots, joined)
    links = (Link(mentions[left], mentions[right], weight, tuple(levels)) for left, right, weight, *levels in sure)
    held = [link for link, (left, right) in zip(links, joined, strict=True) if roots[left] == roots[right]]
    weak = [
        Link(mentions[left], mentions[right], weight, tuple(levels))
        for left, right, weight, *levels in doubtful
        if roots[left] != roots[right]
    ]
    return Resolution(_clusters(kind, mentions, roots), tuple(held), tuple(weak))


def _ordered(scored: pa.Table, kind: Kind) -> list[_Row]:
    """Rows of scores, the strongest first; ties by place, so that runs agree."""
    order = [("match_weight", "descending"), ("id_l", "ascending"), ("id_r", "ascending")]
    table = scored.sort_by(order)
    names = ["id_l", "id_r", "match_weight", *(f"gamma_{c.feature}" for c in comparisons(kind))]
    return list(zip(*(table[name].to_pylist() for name in names), strict=True))


def _joins(kind: Kind, weight: float, levels: Sequence[int]) -> bool:
    """Whether a pair without a veto is one thing: the weight reaches the threshold and the names allow it."""
    return weight >= THRESHOLD and may_join(_agreed(kind, tuple(levels)))


@lru_cache(maxsize=65_536)
def _agreed(kind: Kind, levels: tuple[int, ...]) -> Mapping[str, str]:
    found = {
        c.feature: level_of(kind, n, gamma) for n, (c, gamma) in enumerate(zip(comparisons(kind), levels, strict=True))
    }
    return {feature: level.name for feature, level in found.items() if level}


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
        connection.register("given", table_of([mention for pair in pairs for mention in pair]))
        connection.execute("CREATE TABLE mentions AS SELECT * FROM given")
        ends = {"join_key_l": list(numbers), "join_key_r": [n + 1 for n in numbers]}
        connection.register("ends", pa.table({"match_key": ["0"] * len(pairs), **ends}))
        connection.execute("CREATE TABLE pairs AS SELECT * FROM ends")
        vetoes = dict(
            connection.execute(
                f"SELECT l.id, {veto_sql('l', 'r')} FROM pairs "  # noqa: S608  # no text from outside
                "JOIN mentions l ON l.id = join_key_l JOIN mentions r ON r.id = join_key_r"
            ).fetchall()
        )
        scored = {row[0]: row for row in _ordered(score(connection, "mentions", "pairs", kind, parameters), kind)}
    for number, (left, right) in zip(numbers, pairs, strict=True):
        _, _, weight, *levels = scored[number]
        reasons = reasons_of(left, right, levels, parameters)
        if veto := vetoes[number]:
            because = (veto_reason(left, right, veto), *reasons)
            yield Verdict(left.id, right.id, same=False, probability=0.0, veto=veto, reasons=because)
        else:
            same = _joins(kind, weight, levels)
            likely = probability(weight) if same else min(probability(weight), probability(THRESHOLD) * 0.98)
            yield Verdict(left.id, right.id, same, likely, "", reasons)
