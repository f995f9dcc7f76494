"""The model's SQL, which is DuckDB's, as Spark reads it.

sqlglot, which Splink brings along, knows most of it. What it takes for something else is renamed before: ``len`` of a
list, ``[n]`` of a text, functions of two lists.
"""

from __future__ import annotations

import re

_RENAMED = (
    (re.compile(r"\blen\("), "size("),
    (re.compile(r"\blist_has_any\("), "arrays_overlap("),
    (re.compile(r"\blist_intersect\("), "array_intersect("),
    (re.compile(r"\blist_has_all\(([^(),]+), ([^(),]+)\)"), r"(size(array_except(\2, \1)) = 0)"),
    (re.compile(r"\b(\w+)\[(\w+)\]"), r"substr(\1, \2, 1)"),
)


def spark_sql(sql: str) -> str:
    """A condition in DuckDB's SQL as one in Spark's. Splink's ELSE stays."""
    if sql == "ELSE":
        return sql
    import sqlglot

    for pattern, replacement in _RENAMED:
        sql = pattern.sub(replacement, sql)
    return sqlglot.transpile(sql, read="duckdb", write="spark")[0]
