"""Sheets that several pages show: key figures, funds, interests, deals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.portfolio.family.figures import Figure
from huoshui.web.charts import sector_label
from huoshui.web.figures import show_region
from huoshui.web.language import mark, say
from huoshui.web.pages.portfolio.cells import (
    WAN,
    YI,
    Cell,
    Head,
    Sheet,
    day_cell,
    exact,
    head,
    heads_of,
    irr_cell,
    money_cell,
    ratio_cell,
    share_cell,
    text_cell,
    unit_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huoshui.model.money import Money
    from huoshui.model.regions import Region
    from huoshui.portfolio.family.views import Account, DealRow, FundRow, InterestRow, Performance, Ref
    from huoshui.portfolio.vocabulary import Labelled
    from huoshui.web.language import Locale
    from huoshui.web.pages.portfolio.asking import Asking


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow a list, and how many it leaves."""

    label: str
    href: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that begins a page: large, with its unit."""

    label: str
    cell: Cell
    unit: str
    what: str = ""


def amount_of(account: Account, figure: Figure) -> Money | None:
    """One figure of an account; None where accounts of this sort have none such."""
    return next((one.money for one in account.amounts if one.figure is figure), None)


def key_money(figure: Figure, account: Account, asked: Asking, node: str = "", power: int = YI) -> Fact | None:
    """A figure of an account with the way to its entries; None where the account has none such."""
    money = amount_of(account, figure)
    if money is None:
        return None
    locale = asked.locale
    cell = money_cell(money, power, locale, currency=money.currency, href=asked.entries(figure, node))
    return Fact(figure.label(locale), cell, unit_of(power, money.currency, locale), figure.what(locale))


def performance_facts(found: Performance, asked: Asking, *, gross: bool = False) -> tuple[Fact, ...]:
    """DPI, TVPI and IRR of a performance; gross, the multiple is the MOIC."""
    locale = asked.locale
    dpi, tvpi, irr = ratio_cells(found, locale)
    times = say(locale, "倍")
    names = ("DPI", "MOIC", "IRR") if gross else ("DPI", "TVPI", "IRR")
    return (Fact(names[0], dpi, times), Fact(names[1], tvpi, times), Fact(names[2], irr, ""))


def ratio_cells(found: Performance, locale: Locale) -> tuple[Cell, Cell, Cell]:
    """DPI, TVPI and IRR; on hover, what is divided by what."""
    out, back, worth = (exact(money, locale) for money in (found.outlay, found.received, found.worth))
    dpi = ratio_cell(found.dpi, locale, title=f"{back} ÷ {out}")
    tvpi = ratio_cell(found.tvpi, locale, title=f"({back} + {worth}) ÷ {out}")
    return dpi, tvpi, irr_cell(found.irr, locale)


def ratio_heads(locale: Locale) -> tuple[Head, ...]:
    """The heads of ``ratio_cells``."""
    return heads_of(locale, ("dpi", "DPI", say(locale, "倍")), ("tvpi", "TVPI", say(locale, "倍")), ("irr", "IRR", "%"))


def ref_cell(ref: Ref | None, asked: Asking) -> Cell:
    """A party, fund or company and the way to it."""
    return Cell(ref.name, asked.to(ref), ref.name) if ref else Cell("", why=say(asked.locale, "未记录"))


def label_cell(value: Labelled | None, locale: Locale) -> Cell:
    """A word of the vocabulary."""
    return text_cell(value.label(locale) if value else "", locale)


def sector_cell(code: str | None, locale: Locale) -> Cell:
    """A sector."""
    return text_cell(sector_label(code, locale) if code else "", locale)


def region_cell(region: Region | None, locale: Locale) -> Cell:
    """A place."""
    return text_cell(show_region("/".join(region.path)) if region else "", locale)


# -- funds -------------------------------------------------------------------------------------------------------------

FUND_FIGURES = (Figure.COMMITTED, Figure.CALLED, Figure.PAID_IN, Figure.INTO_FUNDS, Figure.INVESTED, Figure.NAV)


def fund_heads(asked: Asking) -> tuple[Head, ...]:
    """The heads of ``fund_cells``."""
    locale = asked.locale
    unit = unit_of(YI, asked.currency, locale)
    money = (
        head(figure.value, figure.label(locale), locale, unit=unit, numeric=True, title=figure.what(locale))
        for figure in FUND_FIGURES
    )
    words = heads_of(
        locale,
        ("name", mark("基金"), "-"),
        ("tier", mark("层级"), "-"),
        ("manager", mark("管理人"), "-"),
        ("established", mark("设立"), "-"),
    )
    return (*words, *money, *ratio_heads(locale))


def fund_cells(row: FundRow, asked: Asking) -> tuple[Cell, ...]:
    """A fund in a list."""
    locale, name = asked.locale, row.fund.id
    money = (
        money_cell(
            amount_of(row.account, figure), YI, locale, currency=asked.currency, href=asked.entries(figure, name)
        )
        for figure in FUND_FIGURES
    )
    circular = say(locale, "与其他基金互相持有，按实缴计价") if row.circular else ""
    return (
        Cell(row.fund.name, asked.to(row.fund), row.fund.name, mark=circular),
        label_cell(row.tier, locale),
        ref_cell(row.manager, asked),
        day_cell(row.established, locale),
        *money,
        *ratio_cells(row.net, locale),
    )


# -- interests and deals -----------------------------------------------------------------------------------------------


def interest_sheet(
    rows: Sequence[InterestRow], asked: Asking, name: str, title: str, *, of_fund: bool, power: int = YI
) -> Sheet:
    """Investors of a fund (``of_fund``), or the funds in which somebody is an investor."""
    locale = asked.locale
    currency = rows[0].committed.currency if rows and of_fund else asked.currency
    unit = unit_of(power, currency, locale)
    first = ("investor", mark("出资人"), "-") if of_fund else ("fund", mark("基金"), "-")
    figures = (Figure.COMMITTED, Figure.CALLED, Figure.PAID_IN, Figure.DISTRIBUTED)
    columns = [
        first,
        *((("nature", mark("性质"), "-"),) if of_fund else ()),
        *((figure.value, figure.label(locale), unit) for figure in figures),
        ("value", mark("权益价值"), unit),
        ("of_committed", mark("认缴占比"), "%"),
        ("of_paid_in", mark("实缴占比"), "%"),
    ]
    heads = (*heads_of(locale, *columns), *ratio_heads(locale))
    cells = []
    for row in rows:
        moneys = (row.committed, row.called, row.paid_in, row.distributed)
        worth = row.stated
        stated = say(locale, "按 %(day)s 的估值") % {"day": worth} if worth else say(locale, "按基金净资产的份额")
        value = money_cell(
            row.value,
            power,
            locale,
            currency=currency,
            href=asked.entries(Figure.INTERESTS, row.investor.id, row.fund.id),
        )
        cells.append(
            (
                ref_cell(row.investor if of_fund else row.fund, asked),
                *((label_cell(row.nature, locale),) if of_fund else ()),
                *(
                    money_cell(
                        money,
                        power,
                        locale,
                        currency=currency,
                        href=asked.entries(figure, row.investor.id, row.fund.id),
                    )
                    for figure, money in zip(figures, moneys, strict=True)
                ),
                Cell(value.text, value.href, f"{value.title} · {stated}", number=value.number),
                share_cell(row.of_committed, locale),
                share_cell(row.of_paid_in, locale),
                *ratio_cells(row.performance, locale),
            )
        )
    return Sheet(name, title, heads, tuple(cells), asked.file(name))


def deal_sheet(rows: Sequence[DealRow], asked: Asking, name: str, title: str, *, of_holder: bool) -> Sheet:
    """Deals of a holder (``of_holder``: one row for each company), or of all holders of one company."""
    locale = asked.locale
    currencies = {row.cost.currency for row in rows}
    currency = currencies.pop() if len(currencies) == 1 else asked.currency
    unit = unit_of(WAN, currency, locale)
    figures = (Figure.INVESTED, Figure.COST, Figure.PROCEEDS, Figure.HOLDINGS)
    of_company = (
        (("sector", mark("行业"), "-"), ("stage", mark("投时阶段"), "-"), ("region", mark("地区"), "-"))
        if of_holder
        else ()
    )
    columns = (
        ("company", mark("企业"), "-") if of_holder else ("holder", mark("持有方"), "-"),
        *of_company,
        ("first", mark("首次投资"), "-"),
        *((figure.value, figure.label(locale), unit) for figure in figures),
        ("valued", mark("估值日"), "-"),
        ("stake", mark("直接持股"), "%"),
        ("moic", "MOIC", say(locale, "倍")),
        ("irr", "IRR", "%"),
    )
    cells = []
    for row in rows:
        moneys = (row.invested, row.cost, row.proceeds, row.value)
        place = (
            (sector_cell(row.sector, locale), label_cell(row.stage, locale), region_cell(row.region, locale))
            if of_holder
            else ()
        )
        cells.append(
            (
                ref_cell(row.company if of_holder else row.holder, asked),
                *place,
                day_cell(row.first, locale),
                *(
                    money_cell(
                        money,
                        WAN,
                        locale,
                        currency=currency,
                        href=asked.entries(figure, row.holder.id, row.company.id),
                    )
                    for figure, money in zip(figures, moneys, strict=True)
                ),
                day_cell(row.valued, locale, say(locale, "从未估值，按成本")),
                share_cell(row.stake, locale, why=say(locale, "未记录持股比例")),
                ratio_cell(row.moic, locale),
                irr_cell(row.irr, locale),
            )
        )
    return Sheet(name, title, heads_of(locale, *columns), tuple(cells), asked.file(name))


def present(facts: Iterable[Fact | None]) -> tuple[Fact, ...]:
    """Those that there are."""
    return tuple(fact for fact in facts if fact is not None)
