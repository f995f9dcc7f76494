"""The rows of a list as a file: every row that fits the address, in its order and with its columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huoshui.reporting.tables import Table, as_csv, as_json, as_xlsx, entity_table
from huoshui.web.query import read_query
from huoshui.web.site import Asked, Memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.registry import Registry
    from huoshui.registry.views import EntityView, FundFilter
    from huoshui.web.language import Locale
    from huoshui.web.query import Query

router = APIRouter()

Format = Literal["csv", "xlsx", "json"]
ROWS_AT_ONCE = 500

WRITERS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
}


@router.get("/export.{name}")
def export(request: Request, name: Format, registry: Memory, reader: Asked) -> Response:
    """The list of the same address as a file. Raises InputError as the search page does."""
    query = read_query(request.query_params, reader.locale)
    write, media_type = WRITERS[name]
    content = write(make_table(registry, query, reader.locale))
    disposition = f'attachment; filename="huoshui-{query.kind.lower()}.{name}"'
    return Response(content, media_type=media_type, headers={"content-disposition": disposition})


def make_table(registry: Registry, query: Query, locale: Locale) -> Table:
    """The table of the list: all its pages, the columns that it shows."""
    table = entity_table(query.kind, tuple(_every(registry, query.filter(locale))), locale)
    kept = [i for i, column in enumerate(table.columns) if column.key in {"name", *query.shown}]
    return Table(
        table.title,
        tuple(table.columns[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in table.rows),
    )


def _every(registry: Registry, asked: FundFilter) -> Iterator[EntityView]:
    page = 1
    while True:
        found = registry.search(replace(asked, page=page, page_size=ROWS_AT_ONCE))
        yield from found.rows
        if page * ROWS_AT_ONCE >= found.total:
            return
        page += 1
