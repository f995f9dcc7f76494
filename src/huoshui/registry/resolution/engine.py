"""Splink on DuckDB: settings of the model, pairs to compare, scores."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.registry.resolution.comparisons import Level, comparisons, may_join_sql, veto_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import pyarrow as pa
    from splink import Linker

    from huoshui.registry.resolution.mentions import Kind
    from huoshui.registry.resolution.parameters import Parameters

#: More mentions than this under one key say that the key tells little; equal names meet their neighbours only.
_CROWD = 120
_NEIGHBOURS = 12
#: Keys under which mentions of a kind meet; two with none in common are never compared: equal names and aliases, a
#: brand, the name with its place left out, one character misread, the halves of a name in one place, the same 字号 in
#: one place, equal size and manager. An abbreviation (a) meets only what it may stand for.
_CITY = "array_to_string(string_split(coalesce(region, ''), '/')[1:2], '/')"
_NTH = "coalesce(phase, number, 1)"
_KEYS = (
    "'n' || unnest(g_names)",
    "'b' || nullif(brand, '')",
    "'s' || CASE WHEN NOT generic THEN stem END || '|' || {nth}",
    "'s' || unplaced || '|' || {nth}",
    "'g' || CASE WHEN generic THEN coalesce(nullif(place, ''), region) END || '|' || stem",
    "'c' || CASE WHEN NOT generic THEN core END || '|' || {city} || '|' || {nth}",
    "'l' || shape",
    "'1' || {city} || '|' || CASE WHEN length(stem) > 3 THEN stem[1:length(stem) // 2] END || '|' || {nth}",
    "'2' || {city} || '|' || CASE WHEN length(stem) > 3 THEN stem[length(stem) // 2 + 1:] END || length(stem) || {nth}",
)
_FUND_KEYS = ("'m' || size || unnest(managers)",)
_OTHER_KEYS = (
    "'a' || unnest(list_filter(openings, lambda o: o[1] = '+'))",
    "'a' || nullif({city}, '') || '|' || unnest(list_filter(openings, lambda o: o[1] <> '+'))",
)
_LONG_SIDES = "(substr(a.block, 1, 1) <> 'a' OR a.short <> b.short)"


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
    for comparison in comparisons(kind):
        levels: list[dict[str, Any]] = [{"sql_condition": comparison.absent, "is_null_level": True}]
        for level in comparison.levels:
            entry: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.en}
            if parameters is not None:
                odds = parameters.odds[kind, comparison.feature, level.name]
                entry |= {"m_probability": odds.m, "u_probability": odds.u}
            levels.append(entry)
        made.append({"output_column_name": comparison.feature, "comparison_levels": levels})
    result = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "comparisons": made,
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
    }
    if parameters is not None:
        result["probability_two_random_records_match"] = parameters.prior[kind]
    return result


def linker(
    connection: duckdb.DuckDBPyConnection, tables: str | tuple[str, str], kind: Kind, parameters: Parameters | None
) -> Linker:
    """A linker over a table of mentions of one kind, or between two."""
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(connection)
    if isinstance(tables, str):
        return Linker(api.register(tables), settings(kind, parameters), log_level=None)
    between = settings(kind, parameters) | {"link_type": "link_only"}
    return Linker([api.register(table) for table in tables], between, log_level=None)


def block(connection: duckdb.DuckDBPyConnection, mentions: str, pairs: str, kind: Kind) -> None:
    """Make the table ``pairs`` of mentions that share a key and that no veto parts.

    Where more than a crowd share a key, only those of one name are compared, each with its next neighbours: enough
    to hold their cluster together.
    """
    keys = (key.format(city=_CITY, nth=_NTH) for key in _KEYS + (_FUND_KEYS if kind == "fund" else _OTHER_KEYS))
    exploded = " UNION ALL ".join(f"SELECT {key} AS block, id, short FROM {mentions}" for key in keys)  # noqa: S608
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE keyed AS
        SELECT *, count(*) OVER w AS crowd, row_number() OVER (PARTITION BY block ORDER BY id) AS place
        FROM ({exploded}) WHERE block IS NOT NULL WINDOW w AS (PARTITION BY block)
        QUALIFY crowd > 1;
        CREATE OR REPLACE TEMP TABLE {pairs} AS
        WITH met AS (
            SELECT a.id AS join_key_l, b.id AS join_key_r FROM keyed a JOIN keyed b
              ON a.block = b.block AND a.id < b.id
            WHERE a.crowd <= {_CROWD} AND b.crowd <= {_CROWD} AND {_LONG_SIDES}
            UNION
            SELECT a.id, b.id FROM keyed a JOIN keyed b
              ON a.block = b.block AND b.place > a.place AND b.place <= a.place + {_NEIGHBOURS} AND a.id <> b.id
            WHERE a.crowd > {_CROWD} AND substr(a.block, 1, 1) = 'n'
        )
        SELECT '0' AS match_key, join_key_l, join_key_r FROM met
        JOIN {mentions} l ON l.id = join_key_l JOIN {mentions} r ON r.id = join_key_r
        WHERE {veto_sql("l", "r")} IS NULL;
        DROP TABLE keyed
    """)  # noqa: S608  # table names are this module's own


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
    model = linker(connection, mentions, kind, parameters)
    api = model._db_api  # noqa: SLF001  # Splink gives no other way to the registered database
    model.table_management.register_blocked_pairs_for_predict(api.register(pairs))
    scored = model.inference.predict(threshold_match_weight=least, warning_mode="never")
    gammas = ", ".join(f"gamma_{c.feature}" for c in comparisons(kind))
    sql = (
        f"SELECT id_l, id_r, match_weight, {may_join_sql(kind)} AS may_join, {gammas} "  # noqa: S608
        f"FROM {scored.physical_name} ORDER BY match_weight DESC, id_l, id_r"
    )
    table = connection.sql(sql).to_arrow_table()
    model.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    return table


def level_of(kind: Kind, number: int, gamma: int) -> Level | None:
    """The level that Splink calls ``gamma`` in the comparison of that number; nothing for what is not stated."""
    levels = comparisons(kind)[number].levels
    return None if gamma < 0 else levels[len(levels) - 1 - gamma]
