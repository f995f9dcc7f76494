"""Calls for managers with their terms, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huoshui.web.figures import Notes
from huoshui.web.language import say
from huoshui.web.pages.listing import Head, Link, Pager, Row, make_exports, make_head, make_pager, make_row
from huoshui.web.query import COLUMNS, Query, read_page
from huoshui.web.site import Asked, Memory, render

if TYPE_CHECKING:
    from huoshui.registry import Registry
    from huoshui.web.figures import Note
    from huoshui.web.language import Locale

router = APIRouter()


@dataclass(frozen=True, slots=True)
class CallsPage:
    """Calls as rows, or as columns where ``across`` is true; the terms are ``heads`` in the same order as the cells."""

    title: str
    across: bool
    turn_href: str
    total: int
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    pager: Pager
    exports: tuple[Link, ...]
    notes: tuple[Note, ...]


@router.get("/calls", response_class=HTMLResponse)
def calls(request: Request, registry: Memory, reader: Asked) -> HTMLResponse:
    """Every call for managers, the latest first."""
    across = request.query_params.get("layout") == "columns"
    page = make_page(registry, read_page(request.query_params, reader.locale), reader.locale, across=across)
    return render(request, "calls.html", page, section="calls")


def make_page(registry: Registry, number: int, locale: Locale, *, across: bool) -> CallsPage:
    """The declared context of the page of calls."""
    query = Query(kind="ManagerCall", sort="-date", page=number)
    found = registry.search(query.filter(locale))
    notes = Notes(locale)
    props = COLUMNS["ManagerCall"]
    turned = "&layout=columns" if across else ""
    return CallsPage(
        title=say(locale, "管理人遴选"),
        across=across,
        turn_href="/calls" if across else "/calls?layout=columns",
        total=found.total,
        heads=tuple(make_head(prop, query, locale) for prop in ("name", *props)),
        rows=tuple(make_row(entity, props, notes) for entity in found.rows),
        pager=make_pager(found.total, number, lambda other: f"/calls?page={other}{turned}"),
        exports=make_exports(query),
        notes=notes.listed(),
    )
