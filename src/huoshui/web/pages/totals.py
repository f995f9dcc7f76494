"""Totals: what each definition comes to, side by side, and the way from one figure to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from huoshui.errors import InputError
from huoshui.model.sectors import enumeration, sectors
from huoshui.registry.measures import Measure
from huoshui.registry.totals import ALL_STEPS
from huoshui.reporting import totals as words
from huoshui.reporting.figures import qualified, show_number
from huoshui.web.figures import entity_href
from huoshui.web.language import say
from huoshui.web.pages.export import WRITERS
from huoshui.web.pages.listing import Link
from huoshui.web.query import Query, read_query
from huoshui.web.site import Asked, Memory, render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.datastructures import QueryParams

    from huoshui.model.money import Money
    from huoshui.registry import Registry
    from huoshui.registry.totals import Definition, FundAmount, Group, Step, Sum, Totals, Waterfall
    from huoshui.reporting.words import Locale

router = APIRouter()

FUNDS_AT_ONCE = 50
#: Units across the chart's whole width.
WIDTH = 1000
_UNITS = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "JPY": "日元", "GBP": "英镑"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a form's field."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A part of the address that a form sends again."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in one currency, with its unit."""

    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A sum as a table shows it: amounts, none where nobody states one, and how many funds there are of each sort."""

    amounts: tuple[Amount, ...]
    counted: int
    without: int
    bounds: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Column:
    """A measure as the head of a column."""

    label: str
    meaning: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """A row of the table of definitions: which funds count, and what they come to by each measure."""

    label: str
    title: str
    cells: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class FundLine:
    """A fund behind a figure."""

    name: str
    href: str
    amount: str
    status: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the waterfall: a sum, or what a step takes from it; ``start`` and ``length`` in units of the width."""

    label: str
    title: str
    taken: bool
    start: int
    length: int
    amount: str
    counted: int
    without: int
    funds: tuple[FundLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Part:
    """A sum's part by status or year."""

    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the narrowest definition; they add up to it."""

    title: str
    rows: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class TotalsPage:
    """The page of totals. ``finding`` says what the waterfall shows and ``unit`` in what."""

    title: str
    query: Query
    total: int
    unknown: str
    sectors: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    steps: tuple[Choice, ...]
    measure: str
    funds_href: str
    columns: tuple[Column, ...]
    scopes: tuple[Scope, ...]
    currencies: tuple[Link, ...]
    currency: str
    finding: str
    unit: str
    definition: str
    bars: tuple[Bar, ...]
    parts: tuple[Parts, ...]
    exports: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address of totals asks for. ``leave`` names the steps, ``None`` for all of them."""

    query: Query
    measure: Measure = Measure.TARGET
    currency: str = ""
    leave: tuple[str, ...] | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps to take. Raises InputError."""
        return words.steps_of(self.leave if self.leave is not None else ())

    def address(self, path: str = "/totals", measure: Measure | None = None, currency: str = "") -> str:
        """The address of the same totals by another measure, in another currency, or as a file."""
        chosen = measure or self.measure
        own = [("measure", "" if chosen is Measure.TARGET else chosen.value), ("currency", currency)]
        left = [("leave", step) for step in self.leave or ()]
        pairs = [*self.query.pairs(), *((n, v) for n, v in own if v), *left]
        return f"{path}?{urlencode(pairs)}" if pairs else path


@router.get("/totals", response_class=HTMLResponse)
def totals(request: Request, registry: Memory, reader: Asked) -> HTMLResponse:
    """Totals of the funds that fit the address. Raises InputError as the search page does."""
    page = make_page(registry, read_wanted(request.query_params, reader.locale), reader.locale)
    return render(request, "totals.html", page, section="totals", search=page.query.text)


@router.get("/totals.{name}")
def export(request: Request, name: Literal["csv", "xlsx", "json"], registry: Memory, reader: Asked) -> Response:
    """The totals of the same address as a file, or with ``funds=1`` the funds behind them."""
    wanted = read_wanted(request.query_params, reader.locale)
    found = registry.totals(wanted.query.filter(reader.locale), wanted.steps)
    behind = request.query_params.get("funds") == "1"
    table = (words.fund_table if behind else words.totals_table)(found, reader.locale)
    write, media_type = WRITERS[name]
    stem = "huoshui-totals-funds" if behind else "huoshui-totals"
    headers = {"content-disposition": f'attachment; filename="{stem}.{name}"'}
    return Response(write(table), media_type=media_type, headers=headers)


def read_wanted(params: QueryParams, locale: Locale) -> Wanted:
    """The totals that an address asks for. Raises InputError naming the part of the address that cannot be used."""
    query = read_query(params, locale)
    measure = params.get("measure", Measure.TARGET.value)
    if measure not in set(Measure):
        raise InputError(say(locale, "地址中的 measure 不是金额的口径；请从合计页选择"))
    leave = tuple(step for step in params.getlist("leave") if step)
    plain = Query(
        text=query.text, sector=query.sector, region=query.region, status=query.status,
        since=query.since, until=query.until, smallest=query.smallest,
    )  # fmt: skip
    return Wanted(plain, Measure(measure), params.get("currency", "")[:3], leave or None)


def make_page(registry: Registry, wanted: Wanted, locale: Locale) -> TotalsPage:
    """The declared context of the page of totals."""
    query = wanted.query
    found = registry.totals(query.filter(locale), wanted.steps)
    waterfall = found.of(wanted.measure)
    currency = wanted.currency if wanted.currency in waterfall.currencies else next(iter(waterfall.currencies), "CNY")
    last = waterfall.definitions[-1]
    return TotalsPage(
        title=say(locale, "合计"),
        query=query,
        total=found.funds,
        unknown=words.unknown_text(found, locale),
        sectors=tuple(Choice(c, term.label(locale), c == query.sector) for c, term in sectors().items()),
        statuses=tuple(Choice(c, term.label(locale), c == query.status) for c, term in enumeration("status").items()),
        steps=tuple(Choice(s.value, words.step_meaning(s, locale), s in wanted.steps) for s in ALL_STEPS),
        measure=wanted.measure.value,
        funds_href=query.address(),
        columns=tuple(_column(measure, wanted, locale) for measure in Measure),
        scopes=_scopes(found, locale),
        currencies=tuple(Link(c, wanted.address(currency=c)) for c in waterfall.currencies),
        currency=currency,
        finding=_finding(waterfall, currency, locale),
        unit=unit_of(currency, locale),
        definition=words.definition_text(last, locale),
        bars=_bars(waterfall, currency, locale),
        parts=tuple(_parts(last, by, locale) for by in words.By),
        exports=_exports(wanted),
    )


def unit_of(currency: str, locale: Locale) -> str:
    """The unit of sums: 亿元, 亿美元; CNY 100m."""
    return f"亿{_UNITS.get(currency, currency)}" if locale == "zh" else f"{currency} 100m"


def _exports(wanted: Wanted) -> tuple[Link, ...]:
    return tuple(Link(name.upper(), wanted.address(f"/totals.{name}")) for name in ("csv", "xlsx", "json"))


def _column(measure: Measure, wanted: Wanted, locale: Locale) -> Column:
    return Column(
        words.measure_word(measure, locale),
        words.measure_meaning(measure, locale),
        wanted.address(measure=measure),
        measure is wanted.measure,
    )


def _scopes(found: Totals, locale: Locale) -> tuple[Scope, ...]:
    rows = zip(*(waterfall.definitions for waterfall in found.waterfalls), strict=True)
    return tuple(
        Scope(
            words.scope_word(row[0].left_out, locale),
            words.definition_text(row[0], locale),
            tuple(_figures(definition.sum, locale) for definition in row),
        )
        for row in rows
    )


def _figures(counted: Sum, locale: Locale) -> Figures:
    amounts = tuple(Amount(_number(money), unit_of(money.currency, locale)) for money in counted.sums)
    return Figures(amounts, counted.counted, counted.without, counted.bounds, counted.disputed)


def _number(money: Money) -> str:
    return show_number(words.in_yi(money))


def _finding(waterfall: Waterfall, currency: str, locale: Locale) -> str:
    first, last = (_number(d.sum.of(currency)) for d in (waterfall.definitions[0], waterfall.definitions[-1]))
    measure, unit = words.measure_word(waterfall.measure, locale), unit_of(currency, locale)
    if not waterfall.definitions[0].sum.counted:
        return say(locale, "%(measure)s：没有文件写明") % {"measure": measure}
    if first == last:
        stated = {"measure": measure, "first": first, "unit": unit}
        return say(locale, "%(measure)s：各口径同为 %(first)s %(unit)s") % stated
    stated = {"measure": measure, "first": first, "last": last, "unit": unit}
    return say(locale, "%(measure)s：从 %(first)s 到 %(last)s %(unit)s") % stated


def _bars(waterfall: Waterfall, currency: str, locale: Locale) -> tuple[Bar, ...]:
    whole = waterfall.definitions[0].sum.of(currency).minor
    bars = [_sum_bar(waterfall.definitions[0], currency, whole, locale)]
    for taken, after in zip(waterfall.steps, waterfall.definitions[1:], strict=True):
        out, left = taken.sum.of(currency), after.sum.of(currency)
        behind = taken.sum.within(currency)
        bars.append(
            Bar(
                label=f"− {words.step_word(taken.step, locale)}",
                title=words.step_meaning(taken.step, locale),
                taken=True,
                start=_units(left.minor, whole),
                length=_units(left.minor + out.minor, whole) - _units(left.minor, whole),
                amount=f"−{_number(out)}" if out.minor else _number(out),
                counted=behind.counted,
                without=behind.without,
                funds=_fund_lines(behind.funds, locale),
                more=max(len(behind.funds) - FUNDS_AT_ONCE, 0),
            )
        )
    if waterfall.steps:
        bars.append(_sum_bar(waterfall.definitions[-1], currency, whole, locale))
    return tuple(bars)


def _sum_bar(definition: Definition, currency: str, whole: int, locale: Locale) -> Bar:
    amount, behind = definition.sum.of(currency), definition.sum.within(currency)
    return Bar(
        label=words.scope_word((), locale) if not definition.left_out else say(locale, "余下"),
        title=words.definition_text(definition, locale),
        taken=False,
        start=0,
        length=_units(amount.minor, whole),
        amount=_number(amount),
        counted=behind.counted,
        without=behind.without,
        funds=_fund_lines(behind.funds, locale),
        more=max(len(behind.funds) - FUNDS_AT_ONCE, 0),
    )


def _units(minor: int, whole: int) -> int:
    return round(minor * WIDTH / whole) if whole else 0


def _fund_lines(funds: Iterable[FundAmount], locale: Locale) -> tuple[FundLine, ...]:
    return tuple(
        FundLine(
            name=fund.name,
            href=entity_href(fund.id),
            amount=qualified(_number(fund.amount), fund.qualifier, locale) + f" {unit_of(fund.amount.currency, locale)}"
            if fund.amount
            else "",
            status=words.group_word(words.By.STATUS, fund.status, locale),
            disputed=fund.disputed,
        )
        for fund in tuple(funds)[:FUNDS_AT_ONCE]
    )


def _parts(definition: Definition, by: words.By, locale: Locale) -> Parts:
    groups: tuple[Group, ...] = definition.by_status if by is words.By.STATUS else definition.by_year
    rows = tuple(Part(words.group_word(by, group.key, locale), _figures(group.sum, locale)) for group in groups)
    return Parts(words.group_head(by, locale), rows)
