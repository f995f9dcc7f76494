"""Splink on DuckDB: settings of the model, pairs to compare, scores."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.registry.resolution.comparisons import Level, comparisons, may_join_sql, veto_sql
from huoshui.registry.resolution.mentions import probability

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import pyarrow as pa
    from splink import Linker

    from huoshui.registry.resolution.mentions import Kind
    from huoshui.registry.resolution.parameters import Parameters

#: Where more mentions than this share a key, each is compared with its next neighbours by region only.
_CROWD = 30
_NEIGHBOURS = 10
_APART = 1e-6
#: Keys under which mentions of a kind meet; two with none in common are never compared: equal names and aliases, a
#: brand, the name with its place left out, one character misread, the halves of a name in one place, the same 字号 in
#: one place, equal size and manager. An abbreviation (a) meets only what it may stand for.
_PLACED = (
    "SELECT * REPLACE (coalesce(region, '') AS region), coalesce(phase, number, 1) AS nth, "
    "array_to_string(string_split(coalesce(region, ''), '/')[1:2], '/') AS city FROM {mentions}"
)
_KEYS = (
    "'n' || unnest(g_names)",
    "'b' || nullif(brand, '')",
    "'s' || CASE WHEN NOT generic THEN stem END || '|' || nth",
    "'s' || unplaced || '|' || nth",
    "'g' || CASE WHEN generic THEN coalesce(nullif(place, ''), nullif(region, '')) END || '|' || stem",
    "'c' || CASE WHEN NOT generic THEN core END || '|' || city || '|' || nth",
    "'l' || shape",
    "'1' || city || '|' || CASE WHEN length(stem) > 3 THEN stem[1:length(stem) // 2] END || '|' || nth",
    "'2' || city || '|' || CASE WHEN length(stem) > 3 THEN stem[length(stem) // 2 + 1:] END || length(stem) || nth",
)
_FUND_KEYS = ("'m' || size || unnest(managers)",)
_OTHER_KEYS = (
    "'a<' || CASE WHEN length(stem) > 2 AND NOT generic THEN stem[1:3] END",
    "'a' || unnest(list_filter(openings, lambda o: o[1] = '+'))",
    "'a' || nullif(city, '') || '|' || unnest(list_filter(openings, lambda o: o[1] <> '+'))",
)
_COMPARED = "COLUMNS(lambda c: NOT (c[1:2] = 'g_' OR c IN ('openings', 'first_backer', 'brand', 'year')))"
#: A number for each key, odd for those of abbreviations: numbers are compared and sorted faster than texts.
_NUMBERED = "(hash(key) >> 2)::BIGINT * 2 + (key[1] = 'a')::BIGINT"
_LONG_SIDES = "(a.block % 2 = 0 OR a.short <> b.short)"


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory. Raises ``InputError`` where the extra is not installed."""
    try:
        import duckdb
        import splink  # noqa: F401
    except ImportError as error:
        raise InputError("resolution needs Splink and DuckDB: pip install 'huoshui[resolve]'") from error
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("SET preserve_insertion_order = false")
        yield connection
    finally:
        connection.close()


def settings(kind: Kind, parameters: Parameters | None) -> dict[str, Any]:
    """The model of a kind as Splink takes it, with its weights where they are known."""
    made = []
    for number, comparison in enumerate(comparisons(kind)):
        weights = weights_of(kind, number, parameters) if parameters is not None else []
        levels: list[dict[str, Any]] = [{"sql_condition": comparison.absent, "is_null_level": True}]
        for place, level in enumerate(comparison.levels):
            entry: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.en}
            if parameters is not None:
                u = parameters.odds[kind, comparison.feature, level.name].u
                entry |= {"m_probability": u * 2.0 ** weights[place], "u_probability": u}
            levels.append(entry)
        made.append({"output_column_name": comparison.feature, "comparison_levels": levels})
    result = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "comparisons": made,
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }
    if parameters is not None:
        result["probability_two_random_records_match"] = probability(parameters.prior_weight(kind))
    return result


def weights_of(kind: Kind, number: int, parameters: Parameters) -> list[float]:
    """The weights of a comparison's levels, made distinct by a millionth of a bit: a score's parts tell its levels."""
    comparison = comparisons(kind)[number]
    weights: list[float] = []
    taken = {0.0}  # of what is not stated
    for level in comparison.levels:
        weight = parameters.odds[kind, comparison.feature, level.name].weight
        while any(abs(weight - other) < _APART for other in taken):
            weight -= _APART
        taken.add(weight)
        weights.append(weight)
    return weights


def _level_sql(kind: Kind, number: int, parameters: Parameters) -> str:
    """The level of a comparison by its weight, for Splink keeps levels only together with all columns compared."""
    feature, weights = comparisons(kind)[number].feature, weights_of(kind, number, parameters)
    cases = " ".join(
        f"WHEN abs(mw_{feature} - {weight!r}) < {_APART / 10} THEN {len(weights) - 1 - place}"
        for place, weight in enumerate(weights)
    )
    return f"CASE {cases} ELSE -1 END AS gamma_{feature}"


def linker(
    connection: duckdb.DuckDBPyConnection, tables: str | tuple[str, str], kind: Kind, parameters: Parameters | None
) -> Linker:
    """A linker over a table of mentions of one kind, or between two."""
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(connection)
    if isinstance(tables, str):
        return Linker(api.register(tables), settings(kind, parameters), log_level=None, validate_settings=False)
    between = settings(kind, parameters) | {"link_type": "link_only"}
    return Linker([api.register(table) for table in tables], between, log_level=None)


def keys_sql(mentions: str, kind: Kind) -> str:
    """A query for the keys of mentions: ``block``, ``id``, ``short``, ``region``."""
    keys = _KEYS + (_FUND_KEYS if kind == "fund" else _OTHER_KEYS)
    every = " UNION ALL ".join(f"SELECT {key} AS key, id, short, region FROM placed" for key in keys)  # noqa: S608
    return (
        f"WITH placed AS ({_PLACED.format(mentions=mentions)}) "  # noqa: S608
        f"SELECT {_NUMBERED} AS block, id, short, region FROM ({every}) WHERE key IS NOT NULL"
    )


def keyed_sql(keys: str) -> str:
    """A query, in any dialect, for the keys that several mentions share, with their ``crowd`` and ``place`` in it.

    Only a large crowd has places. ``keys`` is a table of ``keys_sql``.
    """
    return f"""
        WITH crowds AS (SELECT block, count(*) AS crowd FROM {keys} GROUP BY block HAVING count(*) > 1)
        SELECT k.block, id, short, crowd, 0 AS place
        FROM {keys} k JOIN crowds ON k.block = crowds.block WHERE crowd <= {_CROWD}
        UNION ALL
        SELECT k.block, id, short, crowd, row_number() OVER (PARTITION BY k.block ORDER BY region, id) AS place
        FROM {keys} k JOIN crowds ON k.block = crowds.block WHERE crowd > {_CROWD}
    """  # noqa: S608  # a table of this program


def met_sql(keyed: str) -> str:
    """A query, in any dialect, for pairs of mentions that share a key; ``keyed`` is a table of ``keyed_sql``."""
    return f"""
        SELECT a.id AS join_key_l, b.id AS join_key_r FROM {keyed} a JOIN {keyed} b ON a.block = b.block AND a.id < b.id
        WHERE a.crowd <= {_CROWD} AND b.crowd <= {_CROWD} AND {_LONG_SIDES}
        UNION
        SELECT least(a.id, b.id), greatest(a.id, b.id) FROM {keyed} a JOIN {keyed} b
          ON a.block = b.block AND b.place > a.place AND b.place <= a.place + {_NEIGHBOURS} AND a.id <> b.id
        WHERE a.crowd > {_CROWD} AND {_LONG_SIDES}
    """  # noqa: S608  # table names are this program's own


def pairs_sql(met: str, mentions: str, veto: str) -> str:
    """A query, in any dialect, for the pairs of ``met``, a table of ``met_sql``, that no veto between l and r parts."""
    return f"""
        SELECT '0' AS match_key, join_key_l, join_key_r FROM {met}
        JOIN {mentions} l ON l.id = join_key_l JOIN {mentions} r ON r.id = join_key_r
        WHERE {veto} IS NULL
    """  # noqa: S608  # table names are this program's own


def block(connection: duckdb.DuckDBPyConnection, mentions: str, pairs: str, kind: Kind) -> None:
    """Make the table ``pairs`` of mentions that share a key and that no veto parts.

    Where more than a crowd share a key, only those of one name are compared, each with its next neighbours: enough
    to hold their cluster together.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE keys AS {keys_sql(mentions, kind)};
        CREATE OR REPLACE TEMP TABLE keyed AS {keyed_sql("keys")};
        CREATE OR REPLACE TEMP TABLE met AS {met_sql("keyed")};
        CREATE OR REPLACE TEMP TABLE {pairs} AS {pairs_sql("met", mentions, veto_sql("l", "r"))};
        DROP TABLE keys;
        DROP TABLE keyed;
        DROP TABLE met
    """)


def score(
    connection: duckdb.DuckDBPyConnection,
    mentions: str,
    pairs: str,
    kind: Kind,
    parameters: Parameters,
    least: float | None = None,
) -> pa.Table:
    """Score the pairs, the strongest first: ``id_l``, ``id_r``, ``match_weight``, ``may_join``, ``gamma_<feature>``.

    Splink counts levels from the bottom: the last is 0, and -1 is what one side does not state.
    """
    # Splink copies the rows of both sides with all their columns.
    connection.execute(f"CREATE OR REPLACE TEMP VIEW compared AS SELECT {_COMPARED} FROM {mentions}")  # noqa: S608
    model = linker(connection, "compared", kind, parameters)
    api = model._db_api  # noqa: SLF001  # Splink gives no other way to the registered database
    model.table_management.register_blocked_pairs_for_predict(api.register(pairs))
    scored = model.inference.predict(threshold_match_weight=least, warning_mode="never")
    gammas = ", ".join(_level_sql(kind, number, parameters) for number in range(len(comparisons(kind))))
    sql = (
        f"SELECT *, {may_join_sql(kind)} AS may_join "  # noqa: S608  # no text from outside
        f"FROM (SELECT id_l, id_r, match_weight, {gammas} FROM {scored.physical_name}) "
        "ORDER BY match_weight DESC, id_l, id_r"
    )
    table = connection.sql(sql).to_arrow_table()
    model.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    return table


def level_of(kind: Kind, number: int, gamma: int) -> Level | None:
    """The level that Splink calls ``gamma`` in the comparison of that number; nothing for what is not stated."""
    levels = comparisons(kind)[number].levels
    return None if gamma < 0 else levels[len(levels) - 1 - gamma]
