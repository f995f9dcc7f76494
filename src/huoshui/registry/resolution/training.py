"""Estimating the parameters: u from pairs at random, m by expectation maximisation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.registry.resolution.columns import tabulate
from huoshui.registry.resolution.comparisons import comparisons, veto_sql
from huoshui.registry.resolution.engine import database, linker
from huoshui.registry.resolution.made import make
from huoshui.registry.resolution.mentions import KINDS
from huoshui.registry.resolution.pairs import read_mentions
from huoshui.registry.resolution.parameters import Odds, Parameters, as_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from huoshui.registry.resolution.mentions import Kind, Mention

#: Pairs whose names agree train all else; pairs whose facts agree train the names.
_NAMED = "l.stem = r.stem AND length(l.stem) > 2"
_FACTS = {
    "fund": "l.size = r.size AND l.region = r.region",
    "organisation": "l.first_backer = r.first_backer AND l.region = r.region",
    "company": "l.first_backer = r.first_backer AND l.region = r.region",
}
#: No level is impossible, only unseen in the corpus.
_LEAST_M, _LEAST_U = 2e-3, 2e-6
_FEWEST = 500
_MADE = 40_000


def train_on(corpus: Path | None, seed: int) -> str:
    """Parameters as JSON, from the mentions of a JSON Lines file or, without one, from a made corpus of that seed."""
    if corpus is not None:
        return as_json(train(read_mentions(corpus), corpus.name, seed=seed))
    return as_json(train(make(_MADE, seed).mentions, f"made: huoshui.registry.resolution.made, {_MADE}", seed=seed))


def train(mentions: Sequence[Mention], corpus: str, *, seed: int, max_pairs: float = 1e7) -> Parameters:
    """Estimate all parameters from mentions; ``corpus`` is the name that is stored with them.

    Raises ``InputError`` where a kind has too few mentions to learn from.
    """
    prior: dict[Kind, float] = {}
    odds: dict[tuple[Kind, str, str], Odds] = {}
    for kind in KINDS:
        own = [mention for mention in mentions if mention.kind == kind]
        if len(own) < _FEWEST:
            raise InputError(
                f"{corpus}: {len(own)} mentions of kind {kind} are too few to learn from; {_FEWEST} needed"
            )
        with database() as connection:
            tabulate(connection, own, kind, "rows")
            prior[kind], found = _estimate(connection, kind, seed, max_pairs)
            odds |= found
    return Parameters(f"{datetime.now(tz=UTC):%Y-%m-%d}", corpus, len(mentions), seed, prior, odds)


def _estimate(
    connection: duckdb.DuckDBPyConnection, kind: Kind, seed: int, max_pairs: float
) -> tuple[float, dict[tuple[Kind, str, str], Odds]]:
    model = linker(connection, "rows", kind, None)
    unvetoed = f"{veto_sql('l', 'r')} IS NULL"
    prior = _prior(connection, unvetoed)
    model._settings_obj._probability_two_random_records_match = prior  # noqa: SLF001  # no public setter
    model.training.estimate_u_using_random_sampling(max_pairs=max_pairs, seed=seed, min_count_per_level=None)
    apart = _names_apart(connection, kind, seed, max_pairs)
    for rule in (_FACTS[kind], _NAMED):
        model.training.estimate_parameters_using_expectation_maximisation(f"{rule} AND {unvetoed}")
    odds = {}
    saved = model.misc.save_model_to_json()
    for comparison, entry in zip(comparisons(kind), saved["comparisons"], strict=True):
        trained = [level for level in entry["comparison_levels"] if not level.get("is_null_level")]
        for level, values in zip(comparison.levels, trained, strict=True):
            key = kind, comparison.feature, level.name
            u = apart.get(key, values.get("u_probability") or 0.0)
            odds[key] = Odds(max(values.get("m_probability") or 0.0, _LEAST_M), max(u, _LEAST_U))
    return prior, odds


def _names_apart(
    connection: duckdb.DuckDBPyConnection, kind: Kind, seed: int, max_pairs: float
) -> dict[tuple[Kind, str, str], float]:
    """Estimate u of the comparisons of names from pairs of different provinces.

    Among pairs at random, equal names are mostly mentions of one thing, which would make them look common.
    """
    provinces = "SELECT DISTINCT split_part(region, '/', 1) AS province FROM rows WHERE region IS NOT NULL"
    ranked = f"SELECT province, row_number() OVER (ORDER BY province) % 2 AS side FROM ({provinces})"  # noqa: S608
    for side in (0, 1):
        connection.execute(f"""
            CREATE OR REPLACE TABLE side_{side} AS SELECT rows.* FROM rows
            JOIN ({ranked}) ON province = split_part(region, '/', 1) WHERE side = {side}
        """)  # noqa: S608  # no text from outside
    model = linker(connection, ("side_0", "side_1"), kind, None)
    model.training.estimate_u_using_random_sampling(max_pairs=max_pairs, seed=seed, min_count_per_level=None)
    saved = model.misc.save_model_to_json()["comparisons"]
    found = {}
    for comparison, entry in zip(comparisons(kind), saved, strict=True):
        trained = [level for level in entry["comparison_levels"] if not level.get("is_null_level")]
        for level, values in zip(comparison.levels, trained, strict=True):
            if comparison.feature in {"name", "alias"}:
                found[kind, comparison.feature, level.name] = values.get("u_probability") or 0.0
    return found


def _prior(connection: duckdb.DuckDBPyConnection, unvetoed: str) -> float:
    """The share of pairs with equal full names and no veto, over the recall that such a rule has in the press."""
    sql = f"""
        SELECT (SELECT count(*) FROM rows l JOIN rows r ON l.key = r.key AND l.id < r.id
                WHERE NOT l.generic AND {unvetoed}), (SELECT count(*) FROM rows WHERE NOT generic)
    """  # noqa: S608  # no text from outside
    ((pairs, count),) = connection.execute(sql).fetchall()
    share: float = max(pairs / 0.4, 1.0) / (count * (count - 1) / 2)
    return min(share, 0.01)
