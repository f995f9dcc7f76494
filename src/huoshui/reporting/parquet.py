"""Tables of funds, organisations and relations as Parquet: exact amounts, lists as lists, units in the column names."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.reporting.files import make_folder, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from huoshui.registry.exchange.graph import Graph, Origin
    from huoshui.registry.views import EntityView

_LISTS = ("region", "sector", "status", "date", "manager", "backer", "parent")
_ORIGIN = ("first_source", "first_published", "first_document_id", "first_document", "first_url")

Values = dict[str, Any]


def write_parquet(folder: Path, graph: Graph) -> list[Path]:
    """Write ``funds``, ``organisations`` and ``relations`` with the suffix ``.parquet`` into a folder.

    InputError when pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InputError("Parquet needs pyarrow: pip install 'huoshui[exchange]'") from None
    funds, organisations, relations = _schemas(pa)
    make_folder(folder)
    paths = []
    for name, schema, rows in (
        ("funds", funds, [_fund(n.entity) | _origin(n.origin) for n in graph.funds]),
        ("organisations", organisations, [
            {"id": o.id, "name": o.name, "aliases": list(o.aliases), "roles": list(o.roles)} | _origin(o.origin)
            for o in graph.organisations
        ]),
        ("relations", relations, [
            {"from_id": r.from_id, "from": r.from_name, "to_id": r.to_id, "to": r.to_name, "kind": r.kind}
            | _origin(r.origin)
            for r in graph.relations
        ]),
    ):  # fmt: skip
        out = BytesIO()
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), out, compression="zstd")
        paths.append(folder / f"{name}.parquet")
        write_whole(paths[-1], out.getvalue())
    return paths


def _schemas(pa: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401  pyarrow is imported only where it is needed
    text, words = pa.string(), pa.list_(pa.string())
    # 38 digits hold every amount that the registry takes, two of them after the point.
    money = pa.decimal128(38, 2)
    origin = [("statements", pa.int64()), ("documents", pa.int64()), *((name, text) for name in _ORIGIN)]
    amounts = [
        column
        for prop in ("size", "first_phase")
        for column in (
            (f"{prop}_in_currency_units", money), (f"{prop}_currency", text), (f"{prop}_qualifier", text),
            (f"{prop}_disputed", pa.bool_()),
        )
    ]  # fmt: skip
    names = [("id", text), ("name", text), ("aliases", words)]
    lists = [(prop, words) for prop in _LISTS]
    funds = [*names, *amounts, ("term_years", pa.decimal128(18, 4)), *lists, *origin]
    relations = [(name, text) for name in ("from_id", "from", "to_id", "to", "kind")]
    return pa.schema(funds), pa.schema([*names, ("roles", words), *origin]), pa.schema([*relations, *origin])


def _fund(entity: EntityView) -> Values:
    values: Values = {"id": entity.id, "name": entity.name, "aliases": list(entity.aliases)}
    for prop in ("size", "first_phase"):
        values |= _amount(entity, prop)
    terms = [fact.value for fact in entity.facts_of("term_years") if fact.preferred]
    values["term_years"] = round(Decimal(terms[0]), 4) if terms else None
    return values | {prop: [fact.value for fact in entity.facts_of(prop)] for prop in _LISTS}


def _amount(entity: EntityView, prop: str) -> Values:
    fact = next((fact for fact in entity.facts_of(prop) if fact.preferred), None)
    if fact is None:
        return {}
    money = Money.parse(fact.value)
    return {
        f"{prop}_in_currency_units": money.amount,
        f"{prop}_currency": money.currency,
        f"{prop}_qualifier": fact.qualifier,
        f"{prop}_disputed": fact.conflict,
    }


def _origin(origin: Origin | None) -> Values:
    if origin is None:
        return {"statements": 0, "documents": 0}
    first = (origin.source, origin.published, origin.document_id, origin.title, origin.url)
    return {"statements": origin.statements, "documents": origin.documents} | dict(zip(_ORIGIN, first, strict=True))
