"""``resolve --engine spark``: the same model on Splink's Spark backend.

Workers take names apart, mentions meet under the same keys, the same vetoes and levels decide, with the same
parameters. Clusters are formed in this process, from links: it holds the mentions and the links, not the pairs.
"""

from __future__ import annotations

import pickle
from functools import partial
from typing import TYPE_CHECKING

from huoshui.registry.resolution import engine, resolve
from huoshui.registry.resolution.columns import tabulate
from huoshui.registry.resolution.comparisons import comparisons, may_join_sql, veto_sql
from huoshui.registry.resolution.mentions import Mention
from huoshui.registry.resolution.resolver import DOUBTFUL
from huoshui.spark.dialect import spark_sql
from huoshui.spark.session import session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    import duckdb
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from huoshui.registry.resolution.mentions import Kind, Resolution
    from huoshui.registry.resolution.parameters import Parameters


def resolve_on_spark(mentions: Sequence[Mention], parameters: Parameters | None = None, *, jobs: int = 1) -> Resolution:
    """As ``registry.resolution.resolve``, with the pairs found and scored by Spark. Raises as it does, and as
    ``session``.
    """
    # What is missing is to be said before Spark starts.
    with engine.database(), session(jobs) as spark:
        return resolve(mentions, parameters, partial(_score, spark))


def _score(
    spark: SparkSession,
    connection: duckdb.DuckDBPyConnection,
    mentions: Sequence[Mention],
    kind: Kind,
    parameters: Parameters,
) -> pa.Table:
    """Scores as ``engine.score`` gives them; ``mentions`` in DuckDB is given those of a scored pair, for the vetoes."""
    rows = _tabulated(spark, mentions, kind).persist()
    rows.drop("blocks").createOrReplaceTempView("mentions")
    spark.sql(
        "SELECT block, id, short, coalesce(region, '') AS region FROM {rows} LATERAL VIEW explode(blocks) AS block",
        rows=rows,
    ).createOrReplaceTempView("keys")
    spark.sql(engine.keyed_sql("keys")).createOrReplaceTempView("keyed")
    spark.sql(engine.met_sql("keyed")).createOrReplaceTempView("met")
    pairs = spark.sql(engine.pairs_sql("met", "mentions", spark_sql(veto_sql("l", "r")))).persist()
    scored = _predicted(spark, pairs, kind, parameters).persist()
    ends = scored.selectExpr("explode(array(id_l, id_r)) AS id").distinct()
    connection.register("linked", spark.table("mentions").join(ends, "id").toArrow())
    connection.execute("CREATE TABLE mentions AS SELECT * FROM linked")
    table = scored.orderBy("match_weight", "id_l", "id_r", ascending=[False, True, True]).toArrow()
    for used in (rows, pairs, scored):
        used.unpersist()
    return table


def _predicted(spark: SparkSession, pairs: DataFrame, kind: Kind, parameters: Parameters) -> DataFrame:
    """The pairs with weight and levels, by Splink."""
    from splink import Linker
    from splink.backends.spark import SparkAPI

    model = engine.settings(kind, parameters)
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            level["sql_condition"] = spark_sql(level["sql_condition"])
    model |= {"retain_matching_columns": True, "retain_intermediate_calculation_columns": False}
    api = SparkAPI(spark_session=spark, break_lineage_method="persist", register_udfs_automatically=False)  # type: ignore[no-untyped-call]
    linker = Linker(api.register(spark.table("mentions")), model, log_level=None)
    linker.table_management.register_blocked_pairs_for_predict(api.register(pairs))
    scored = linker.inference.predict(threshold_match_weight=DOUBTFUL, warning_mode="never")
    gammas = (f"gamma_{comparison.feature}" for comparison in comparisons(kind))
    return scored.as_spark_dataframe().selectExpr(
        "id_l", "id_r", "match_weight", *gammas, f"{may_join_sql(kind)} AS may_join"
    )


def _tabulated(spark: SparkSession, mentions: Sequence[Mention], kind: Kind) -> DataFrame:
    """The columns of the model and ``blocks``, the keys of each mention, computed by workers."""
    import pyarrow as pa
    from pyspark.sql.pandas.types import from_arrow_schema

    example = next(_rows([_packed([Mention("0", kind, "甲乙丙基金")])], kind=kind))
    packed = pa.Table.from_batches([_packed(mentions)])
    parts = 4 * spark.sparkContext.defaultParallelism
    found = spark.createDataFrame(packed).repartition(parts)
    return found.mapInArrow(partial(_rows, kind=kind), from_arrow_schema(example.schema))


def _packed(mentions: Sequence[Mention]) -> pa.RecordBatch:
    import pyarrow as pa

    packed = pa.array([pickle.dumps(mention) for mention in mentions], pa.binary())
    return pa.RecordBatch.from_arrays([pa.array(range(len(mentions)), pa.int32()), packed], ["id", "mention"])


def _rows(batches: Iterable[pa.RecordBatch], *, kind: Kind) -> Iterator[pa.RecordBatch]:
    """In a worker: mentions in, rows of ``tabulate`` with their keys out."""
    import pyarrow as pa

    given = list(batches)
    if not given:
        return
    # All at once: a name that many bear is taken apart once.
    found = pa.Table.from_batches(given)
    own: list[Any] = [pickle.loads(one) for one in found["mention"].to_pylist()]  # noqa: S301  # of this program
    with engine.database() as connection:
        tabulate(connection, own, kind, "mentions")
        connection.register("numbers", pa.table({"seat": range(len(own)), "given": found["id"]}))
        query = f"""
            SELECT m.* REPLACE (given AS id), coalesce(k.blocks, []) AS blocks
            FROM mentions m JOIN numbers ON m.id = seat LEFT JOIN (
                SELECT id, list(block) AS blocks FROM ({engine.keys_sql("mentions", kind)})
                GROUP BY id
            ) k ON k.id = m.id
        """  # noqa: S608  # no text from outside
        yield from connection.sql(query).to_arrow_table().to_batches()
