"""Mentions as tables: the columns that blocking, vetoes and comparisons work on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from huoshui.registry.resolution.names import NameParts, lookalikes, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb
    import pyarrow as pa

    from huoshui.registry.resolution.mentions import Kind, Mention

#: Amounts above this (10 trillion CNY) are left out of comparing, so that five per cent of one fits 64 bits.
_LARGEST = 10**15
_SHORT = 5
_COMMON = frozenset(
    {
        "资本",
        "管理",
        "基金管理",
        "私募基金管理",
        "创投",
        "创业投资",
        "资产",
        "基金",
        "集团",
        "投资",
        "产业",
        "股权投资",
        "私募",
        "有限",
        "公司",
        "股份",
    }
)

_NAME_COLUMNS = {
    "name": "text",
    "plain": "text",
    "key": "text",
    "rest": "text",
    "stem": "text",
    "unplaced": "text",
    "core": "text",
    "trades": "texts",
    "g_trades": "texts",
    "shape": "text",
    "initials": "text",
    "pattern": "text",
    "openings": "texts",
    "brand": "text",
    "short": "flag",
    "legal": "flag",
    "generic": "flag",
    "role": "text",
    "g_tier": "text",
    "place": "text",
    "phase": "number",
    "number": "number",
    "year": "number",
    "g_numerals": "text",
    "g_skeleton": "text",
}
_FACT_COLUMNS = {
    "id": "number",
    "name": "text",
    "stated_region": "text",
    "declared": "texts",
    "size": "large",
    "currency": "text",
    "month": "number",
    "founded": "number",
    "managers": "texts",
    "backers": "texts",
    "parent": "text",
}
#: Columns of the vetoes stand apart: Splink leaves out of training what a blocking rule names.
_JOINED = """
    CREATE OR REPLACE TABLE {table} AS
    SELECT f.id, n.* EXCLUDE (name), coalesce(f.stated_region, nullif(n.place, '')) AS region,
        CASE WHEN len(f.declared) > 0 OR n.brand <> '' THEN
            list_concat(f.declared, [n.key], CASE WHEN n.brand <> '' THEN ['brand|' || n.brand] ELSE [] END)
        ELSE [] END AS aliases,
        f.size, f.currency, f.month, f.founded, f.managers, f.backers, f.parent, f.backers[1] AS first_backer,
        CASE WHEN n.role = 'manager' THEN 'other' WHEN {fund} OR n.role = 'fund' THEN 'fund' ELSE 'other' END AS g_role,
        n.place AS g_place, n.phase AS g_phase, n.number AS g_number, n.year AS g_year, n.stem AS g_stem,
        n.unplaced AS g_unplaced, CASE WHEN n.generic THEN '' ELSE n.core END AS g_core,
        list_prepend(n.key, f.declared) AS g_names, f.parent AS g_parent
    FROM facts f JOIN names n ON f.name = n.name
"""


def tabulate(connection: duckdb.DuckDBPyConnection, mentions: Sequence[Mention], kind: Kind, table: str) -> None:
    """Make a table of mentions, ``id`` being the place in the sequence. A name that many bear is taken apart once."""
    distinct = dict.fromkeys(mention.name for mention in mentions)
    connection.register("names", _arrow(_NAME_COLUMNS, map(_name_row, distinct)))
    connection.register("facts", _arrow(_FACT_COLUMNS, (_fact_row(n, one) for n, one in enumerate(mentions))))
    connection.execute(_JOINED.format(table=table, fund="true" if kind == "fund" else "false"))
    connection.unregister("names")
    connection.unregister("facts")


def _arrow(columns: dict[str, str], rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "flag": pa.bool_(),
        "number": pa.int32(),
        "large": pa.int64(),
    }
    values = zip(*rows, strict=True)
    arrays = [pa.array(column, types[kind]) for column, kind in zip(values, columns.values(), strict=True)]
    return pa.table(arrays, names=list(columns))


def _name_row(name: str) -> tuple[Any, ...]:
    parts = parse_name(name)
    short = not parts.legal and 2 <= len(parts.plain) <= _SHORT + (len(parts.plain) - len(parts.rest))
    return (
        name,
        parts.plain,
        parts.key,
        parts.rest,
        parts.stem,
        parts.unplaced or None,
        parts.core,
        parts.trades,
        [word for word in parts.trades if word not in _COMMON],
        parts.plain.translate(lookalikes()),
        parts.heads + parts.initials,
        "%" + "%".join(parts.plain.replace("%", "")) + "%" if short else None,
        _openings(parts, short=short),
        parts.brand,
        short,
        parts.legal,
        parts.generic,
        parts.role,
        parts.tier,
        "/".join(parts.place),
        *parts.ordinals,
        parts.numerals,
        parts.skeleton,
    )


def _fact_row(number: int, mention: Mention) -> tuple[Any, ...]:
    size = mention.size if mention.size and 0 < mention.size.minor < _LARGEST else None
    date = mention.date
    return (
        number,
        mention.name,
        "/".join(mention.region.path) if mention.region else None,
        _declared(mention.aliases) if mention.aliases else [],
        size.minor if size else None,
        size.currency if size else None,
        date.year * 12 + date.month if date and date.month else None,
        date.year if date else None,
        _parties(mention.managers) if mention.managers else [],
        _parties(mention.backers) if mention.backers else [],
        parse_name(mention.parent).key if mention.parent else None,
    )


@lru_cache(maxsize=65_536)
def _declared(aliases: tuple[str, ...]) -> list[str]:
    """Keys of the aliases that can be known again outside of their document: 产业基金 and 低空经济产业基金 cannot."""
    parts = map(parse_name, aliases)
    return [one.key for one in parts if not one.generic or one.place]


def _parties(names: tuple[str, ...]) -> list[str]:
    """Parties by the key of their names, so that a legal name meets the same without its form."""
    return sorted({_key(name) for name in names})


@lru_cache(maxsize=262_144)
def _key(name: str) -> str:
    return parse_name(name).key


def _openings(parts: NameParts, *, short: bool) -> list[str]:
    """Two characters with which an abbreviation begins, or may begin: marked + with the place before them (沪创)."""
    if short:
        return [parts.rest[:2]] if parts.place else [parts.rest[:2], f"+{parts.plain[:2]}"]
    if len(parts.rest) < 4:
        return []
    first, others = parts.initials[:1], parts.initials[1:_SHORT]
    return [*dict.fromkeys(first + other for other in others), *(f"+{letter}{first}" for letter in parts.heads)]
