"""The search page: what the registry holds of one record type, narrowed and sorted by the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huoshui.documents import simplified
from huoshui.model.document import Span
from huoshui.registry.views import PAGE_SIZE, FacetCount
from huoshui.web.figures import (
    NUMERIC,
    Notes,
    column_scale,
    column_unit,
    entity_href,
    make_figure,
    make_source,
    show_value,
)
from huoshui.web.language import show_date
from huoshui.web.query import COLUMNS, SORTABLE, Query, read_query
from huoshui.web.site import Asked, Memory, render
from huoshui.web.words import KINDS, kind_word, property_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from huoshui.registry import Registry
    from huoshui.registry.views import EntityView
    from huoshui.web.figures import Figure, Note, Source
    from huoshui.web.language import Locale

router = APIRouter()

FACETS_AT_ONCE = 8
VALUES_IN_CELL = 3
SIZED = frozenset({"Fund", "Financing", "Listing", "Instrument"})


@dataclass(frozen=True, slots=True)
class Tab:
    """One record type and how many the registry holds of it."""

    label: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter and how many rows it would leave; the current one's address takes it back.

    ``below`` is true for a place inside of the one before it.
    """

    label: str
    href: str
    count: int
    current: bool
    below: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: the choices shown at once and those behind a fold."""

    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head. ``direction`` is how the list is sorted by it: ascending, descending, or empty."""

    prop: str
    label: str
    unit: str
    numeric: bool
    href: str
    direction: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the figures of one property, and how many more there are."""

    prop: str
    label: str
    unit: str
    numeric: bool
    figures: tuple[Figure, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Row:
    """One entity of the list.

    ``said`` is a sentence with the words searched for, where the name does not hold them; ``notes`` are the footnotes
    of its values.
    """

    name: str
    href: str
    aliases: str
    said: Source | None
    notes: tuple[int, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column that may be shown or not."""

    prop: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A word and the address it leads to."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the list, as the address names it (the usual one needs no name) and as a reader does."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A part of the address that a form sends again."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the reader stands in the list; an empty address leads nowhere."""

    first: int
    last: int
    total: int
    previous: str
    following: str


@dataclass(frozen=True, slots=True)
class ListingPage:
    """The search page. ``removals`` are the narrowings of the list, each with the address without it; ``totals_href``
    leads to the totals of these funds; ``kept`` is what a form leaves as it is; ``sized`` says whether the record type
    can be narrowed by size.
    """

    title: str
    query: Query
    total: int
    documents: int
    as_of: str
    sized: bool
    tabs: tuple[Tab, ...]
    facets: tuple[Facet, ...]
    columns: tuple[ColumnChoice, ...]
    orders: tuple[Order, ...]
    kept: tuple[Kept, ...]
    removals: tuple[Link, ...]
    clear_href: str
    totals_href: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    pager: Pager
    exports: tuple[Link, ...]
    notes: tuple[Note, ...]


@router.get("/", response_class=HTMLResponse)
def listing(request: Request, registry: Memory, reader: Asked) -> HTMLResponse:
    """Everything of one record type that fits the address."""
    query = read_query(request.query_params, reader.locale)
    page = make_page(registry, query, reader.locale)
    return render(request, "listing.html", page, section="funds", search=query.text, kind=query.kind)


def make_page(registry: Registry, query: Query, locale: Locale) -> ListingPage:
    """The declared context of the search page. Raises InputError for an amount that cannot be read."""
    found = registry.search(query.filter(locale))
    counts = registry.counts()
    notes = Notes(locale)
    rows = tuple(make_row(entity, query.shown, notes, simplified(query.text)) for entity in found.rows)
    facets = (
        _facet("sector", query, found.sectors, found.total, locale),
        _facet("region", query, found.regions, found.total, locale),
        _facet("status", query, found.statuses, found.total, locale),
    )
    return ListingPage(
        title=kind_word(query.kind, locale),
        query=query,
        total=found.total,
        documents=counts.documents,
        as_of=show_date(counts.latest, locale) if counts.latest else "",
        sized=query.kind in SIZED,
        tabs=_tabs(query, counts.entities, locale),
        facets=tuple(facet for facet in facets if facet.choices),
        columns=tuple(
            ColumnChoice(prop, property_word(query.kind, prop, locale), prop in query.shown)
            for prop in COLUMNS[query.kind]
        ),
        orders=_orders(query, locale),
        kept=tuple(Kept(name, value) for name, value in query.pairs() if name != "page"),
        removals=_removals(query, locale),
        clear_href=Query(kind=query.kind, columns=query.columns).address(),
        totals_href=replace(query, sort="", page=1, columns=()).address("/totals") if query.kind == "Fund" else "",
        heads=tuple(make_head(prop, query, locale) for prop in ("name", *query.shown)),
        rows=rows,
        pager=make_pager(found.total, query.page, lambda page: query.address(page=page)),
        exports=make_exports(query),
        notes=notes.listed(),
    )


def make_row(entity: EntityView, props: Sequence[str], notes: Notes, text: str = "") -> Row:
    """An entity as a row of a table with a column for each of ``props``; ``text`` is what was searched for."""
    cells = tuple(make_cell(entity, prop, notes) for prop in props)
    return Row(
        name=entity.name,
        href=entity_href(entity.id),
        aliases="、".join(entity.aliases),
        said=_said(entity, text, notes) if text else None,
        notes=tuple(dict.fromkeys(n for cell in cells for figure in cell.figures for n in figure.notes)),
        cells=cells,
    )


def _said(entity: EntityView, text: str, notes: Notes) -> Source | None:
    """The first statement whose sentence holds the words searched for, with those words marked."""
    if any(text in name for name in (entity.name, *entity.aliases)):
        return None
    for fact in entity.facts:
        for statement in fact.statements:
            at = statement.sentence.find(text)
            if at >= 0:
                return make_source(entity.kind, replace(statement, mark=Span(at, at + len(text))), notes)
    return None


def make_cell(entity: EntityView, prop: str, notes: Notes) -> Cell:
    """The preferred values of one property; a cell holds few, the entity's own page holds all."""
    facts = entity.facts_of(prop)
    preferred = [fact for fact in facts if fact.preferred]
    shown = preferred[:VALUES_IN_CELL]
    scale = column_scale(prop, notes.locale)
    return Cell(
        prop=prop,
        label=property_word(entity.kind, prop, notes.locale),
        unit=column_unit(prop, notes.locale),
        numeric=prop in NUMERIC,
        figures=tuple(
            make_figure(entity.kind, fact, notes, rivals=facts, scale=scale, sourced=prop in NUMERIC) for fact in shown
        ),
        more=len(preferred) - len(shown),
    )


def make_head(prop: str, query: Query, locale: Locale) -> Head:
    """A column's head; its address sorts by it, and the other way round when the list is already sorted by it."""
    order = query.order
    current = order.removeprefix("-") == prop
    descending_first = prop in NUMERIC or prop == "date"
    turned = order.startswith("-") if current else not descending_first
    return Head(
        prop=prop,
        label=property_word(query.kind, prop, locale),
        unit=column_unit(prop, locale),
        numeric=prop in NUMERIC,
        href=query.address(sort=prop if turned else f"-{prop}") if prop in SORTABLE else "",
        direction=("descending" if order.startswith("-") else "ascending") if current else "",
    )


def _tabs(query: Query, counts: tuple[FacetCount, ...], locale: Locale) -> tuple[Tab, ...]:
    held = {count.value: count.count for count in counts}
    return tuple(
        Tab(
            label=kind_word(kind, locale),
            href=Query(kind=kind, text=query.text).address(),
            count=held.get(kind, 0),
            current=kind == query.kind,
        )
        for kind in KINDS
    )


def _facet(prop: str, query: Query, counts: tuple[FacetCount, ...], total: int, locale: Locale) -> Facet:
    chosen = getattr(query, prop)
    choices = [_choice(prop, count, query, locale) for count in _arranged(counts, chosen, total)]
    kept = max(FACETS_AT_ONCE, max((n for n, c in enumerate(choices, 1) if c.current or c.below), default=0))
    return Facet(property_word(query.kind, prop, locale), tuple(choices[:kept]), tuple(choices[kept:]))


def _arranged(counts: tuple[FacetCount, ...], chosen: str, total: int) -> list[FacetCount]:
    """The chosen value and what lies below it first, the others as they come."""
    if not chosen:
        return list(counts)
    current = next((count for count in counts if count.value == chosen), FacetCount(chosen, total))
    below = [count for count in counts if count.value.startswith(f"{chosen}/")]
    return [current, *below, *(count for count in counts if count != current and count not in below)]


def _choice(prop: str, count: FacetCount, query: Query, locale: Locale) -> Choice:
    chosen = getattr(query, prop)
    below = bool(chosen) and count.value.startswith(f"{chosen}/")
    shown = count.value.removeprefix(f"{chosen}/") if below else count.value
    return Choice(
        label=show_value(query.kind, prop, shown, locale)[0],
        href=query.address(**{prop: "" if count.value == chosen else count.value}),
        count=count.count,
        current=count.value == chosen,
        below=below,
    )


def _removals(query: Query, locale: Locale) -> tuple[Link, ...]:
    stated = {
        "text": f"“{query.text}”" if query.text else "",
        "sector": query.sector and show_value(query.kind, "sector", query.sector, locale)[0],
        "region": query.region and show_value(query.kind, "region", query.region, locale)[0],
        "status": query.status and show_value(query.kind, "status", query.status, locale)[0],
        "since": query.since and f"≥ {query.since}",
        "until": query.until and f"≤ {query.until}",
        "smallest": query.smallest and f"≥ {query.smallest}{'' if _has_unit(query.smallest) else ' 亿元'}",
    }
    return tuple(Link(label, query.address(**{name: ""})) for name, label in stated.items() if label)


def _has_unit(typed: str) -> bool:
    return not typed.replace(",", "").replace(".", "").isdigit()


def _orders(query: Query, locale: Locale) -> tuple[Order, ...]:
    props = [prop for prop in ("size", "date", "name") if prop in {"name", *COLUMNS[query.kind]}]
    arrows = (("-", "↓"), ("", "↑"))
    return tuple(
        Order(
            value="" if f"{sign}{prop}" == Query(kind=query.kind).order else f"{sign}{prop}",
            label=f"{property_word(query.kind, prop, locale)} {arrow}",
            current=f"{sign}{prop}" == query.order,
        )
        for prop in props
        for sign, arrow in arrows
    )


def make_exports(query: Query) -> tuple[Link, ...]:
    """Addresses of the list as files."""
    return tuple(Link(name.upper(), query.address(f"/export.{name}")) for name in ("csv", "xlsx", "json"))


def make_pager(total: int, page: int, href: Callable[[int], str], size: int = PAGE_SIZE) -> Pager:
    """Where page ``page`` of ``total`` rows stands, ``size`` a page; ``href`` gives the address of another page."""
    last = min(page * size, total)
    return Pager(
        first=min((page - 1) * size + 1, total),
        last=last,
        total=total,
        previous=href(page - 1) if page > 1 else "",
        following=href(page + 1) if last < total else "",
    )
