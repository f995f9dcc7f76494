"""Listing entities by filters, and finding one by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from huoshui.registry import facets, schema
from huoshui.registry.fulltext import RECORDS
from huoshui.registry.loading import load_entities, offset, page_length
from huoshui.registry.names import parse_name
from huoshui.registry.views import Listing

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from huoshui.registry.facets import Terms
    from huoshui.registry.views import EntityView, FundFilter

_e, _t, _r = schema.entities.c, schema.terms.c, schema.records.c
_FOUND_AT_MOST = 50


def search(connection: Connection, wanted: FundFilter, terms: Terms) -> Listing:
    """One page of the entities that pass every filter, and what each further choice would leave."""
    found = facets.find(connection, terms, wanted)
    size = page_length(wanted.page_size)
    order = facets.order_of(connection, terms, wanted.sort)
    inside = facets.below(connection, terms, wanted.region) if wanted.region else None
    return Listing(
        total=found.total,
        rows=load_entities(connection, found.ids(order, skip=offset(wanted.page, size), limit=size)),
        sectors=found.counts("sector"),
        regions=found.counts("region", inside),
        statuses=found.counts("status"),
    )


def find(connection: Connection, name: str) -> tuple[EntityView, ...]:
    """Entities of that name; else with that alias; else whose names, else whose sentences, hold it."""
    key = parse_name(name).key
    for own in (True, False):
        k = schema.keys.c
        query = select(_r.entity_id).join(schema.keys, k.record_id == _r.id).where(k.key == key, k.own == own)
        ids = _ranked(connection, query.distinct())
        if ids:
            return load_entities(connection, ids)
    match = RECORDS.matching(_r.id, name)
    if match is None:
        return ()
    in_names = select(_r.entity_id).where(match, _r.names_text.icontains(name.strip(), autoescape=True)).distinct()
    anywhere = select(_r.entity_id).where(match).distinct()
    return load_entities(connection, _ranked(connection, in_names) or _ranked(connection, anywhere))


def _ranked(connection: Connection, ids: Select[tuple[int]]) -> list[int]:
    """Largest first: who asks for 大基金 means the large one."""
    query = select(_e.id).where(_e.id.in_(ids)).order_by(_e.size.desc().nulls_last(), _e.name, _e.id)
    return list(connection.execute(query.limit(_FOUND_AT_MOST)).scalars())


def conditions(wanted: FundFilter) -> dict[str, ColumnElement[bool]]:
    """What each part of the filter asks of ``entity``, by its name."""
    result: dict[str, ColumnElement[bool]] = {}
    if wanted.kind:
        result["kind"] = _e.kind == wanted.kind
    for prop in ("sector", "region", "status"):
        value = getattr(wanted, prop)
        if value:
            with_term = select(_t.entity_id).where(_t.prop == prop, _t.value == value)
            result[prop] = _e.id.in_(with_term)
    if wanted.since or wanted.until:
        result["date"] = _e.id.in_(select(schema.dates.c.entity_id).where(_period(wanted)))
    if wanted.min_size is not None and wanted.min_size.currency == "CNY":
        result["size"] = _e.size >= wanted.min_size.minor
    if wanted.text.strip():
        match = RECORDS.matching(_r.id, wanted.text)
        result["text"] = _e.id.in_(select(_r.entity_id).where(match)) if match is not None else _e.id.is_(None)
    return result


def _period(wanted: FundFilter) -> ColumnElement[bool]:
    """ISO prefixes compare as text: 2026-01 is before each of its days; ``~`` comes after all of them."""
    d = schema.dates.c
    since = d.last_day >= wanted.since if wanted.since else None
    until = d.first_day <= f"{wanted.until}~" if wanted.until else None
    return and_(*(c for c in (since, until) if c is not None))
