"""A fund's account from commitment to distribution, its J-curve, investors, deals, funds below and years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from huoshui.model.money import Money
from huoshui.portfolio.family.figures import Figure
from huoshui.web.charts import sector_label
from huoshui.web.figures import entity_href
from huoshui.web.language import mark, say, show_date
from huoshui.web.pages.listing import Link
from huoshui.web.pages.portfolio.cells import (
    YI,
    Cell,
    Sheet,
    amount_text,
    heads_of,
    irr_cell,
    money_cell,
    percent,
    share_cell,
    unit_of,
)
from huoshui.web.pages.portfolio.drawings import Chart, fund_curve
from huoshui.web.pages.portfolio.rows import (
    Fact,
    amount_of,
    deal_sheet,
    interest_sheet,
    key_money,
    performance_facts,
    present,
    region_cell,
)
from huoshui.web.pages.portfolio.sharing import address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.portfolio.family.views import FundView, Ref
    from huoshui.portfolio.lookthrough import Concentration
    from huoshui.portfolio.performance import PeriodReturn
    from huoshui.web.language import Locale
    from huoshui.web.pages.portfolio.asking import Asking, Head

#: The statement, top to bottom: what each part of it is called, and its figures.
STATEMENT = (
    (mark("出资"), (Figure.COMMITTED, Figure.CALLED, Figure.PAID_IN)),
    (mark("运用"), (Figure.INVESTED, Figure.INTO_FUNDS, Figure.SHARES_BOUGHT, Figure.FEES)),
    (mark("回收"), (Figure.PROCEEDS, Figure.FROM_FUNDS, Figure.SHARES_SOLD, Figure.INCOME)),
    (mark("分配"), (Figure.DISTRIBUTED,)),
    (mark("结余"), (Figure.CASH, Figure.HOLDINGS, Figure.INTERESTS, Figure.NAV)),
)
_WITHIN = {Figure.FEES: Figure.CARRY, Figure.HOLDINGS: Figure.AT_COST}

#: Left out where they are nought: most funds have no such thing.
_QUIET = frozenset(
    {
        Figure.SHARES_BOUGHT,
        Figure.SHARES_SOLD,
        Figure.INTO_FUNDS,
        Figure.FROM_FUNDS,
        Figure.INTERESTS,
        Figure.INCOME,
    }
)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of the account; ``within`` where it is a part of the line above."""

    label: str
    what: str
    cell: Cell
    within: bool = False


@dataclass(frozen=True, slots=True)
class StatementPart:
    """A part of the account."""

    title: str
    lines: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True)
class FundPage:
    """The page of a fund."""

    title: str
    head: Head
    kind: str
    about: tuple[Fact, ...]
    registry: str
    through: str
    sharing: str
    check: str
    evaluation: str
    warning: str
    facts: tuple[Fact, ...]
    unit: str
    statement: tuple[StatementPart, ...]
    uncalled: str
    gross: tuple[Fact, ...]
    chart: Chart | None
    concentration: str
    investors: Sheet
    deals: Sheet
    below: Sheet
    fees: Sheet
    periods: Sheet
    jumps: tuple[Link, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        charted = (self.chart.sheet,) if self.chart else ()
        return (self.investors, self.deals, self.below, self.fees, self.periods, *charted)


def make_page(name: str, asked: Asking) -> FundPage:
    """The declared context of a fund's page. NotFound."""
    view, locale = asked.family.fund(name), asked.locale
    fund, currency = view.fund, view.fund.currency
    key = (Figure.COMMITTED, Figure.PAID_IN, Figure.DISTRIBUTED, Figure.NAV)
    facts = present([*(key_money(f, view.account, asked, fund.id) for f in key), *performance_facts(view.net, asked)])
    investors = interest_sheet(view.investors, asked, "investors", say(locale, "出资人"), of_fund=True)
    deals = deal_sheet(view.deals, asked, "deals", say(locale, "投资项目"), of_holder=True)
    below = interest_sheet(view.below, asked, "below", say(locale, "下层基金"), of_fund=False)
    periods = _periods(view.periods, asked, currency)
    sheets = (investors, deals, below, periods)
    return FundPage(
        title=fund.name,
        head=asked.head("family"),
        kind=f"{fund.tier.label(locale)}",
        about=_about(view, asked),
        registry=entity_href(fund.entity) if fund.entity else "",
        through=asked.holder(fund.id),
        check=asked.policy(f"/check/{quote(fund.id, safe='')}"),
        evaluation=asked.policy(f"/evaluation/{quote(fund.id, safe='')}"),
        sharing=address(asked, fund.id),
        warning=say(locale, "与其他基金互相持有，这些权益按实缴计价。") if view.circular else "",
        facts=facts,
        unit=unit_of(YI, currency, locale),
        statement=tuple(_part(title, figures, view, asked) for title, figures in STATEMENT),
        uncalled=_uncalled(view, locale),
        gross=performance_facts(view.gross, asked, gross=True),
        chart=fund_curve(view, asked),
        concentration=concentration_text(view.concentration, locale),
        investors=investors,
        deals=deals,
        below=below,
        fees=_fees(view, asked),
        periods=periods,
        jumps=tuple(Link(f"{sheet.title} {len(sheet.rows)}", f"#{sheet.id}") for sheet in sheets if sheet.rows),
    )


def _about(view: FundView, asked: Asking) -> tuple[Fact, ...]:
    """What is recorded of the fund itself."""
    locale, fund = asked.locale, view.fund

    def day(value: object) -> Cell:
        return Cell(show_date(str(value), locale)) if value else Cell("", why=say(locale, "未记录"))

    def party(ref: Ref | None) -> Cell:
        return Cell(ref.name, asked.to(ref)) if ref else Cell("", why=say(locale, "未记录"))

    target = fund.target
    size = amount_text(target, YI, locale) if target else ""
    sectors = "、".join(sector_label(code, locale) for code in fund.sectors)
    found = (
        (say(locale, "管理人"), party(view.manager)),
        (say(locale, "普通合伙人"), party(view.general_partner)),
        (say(locale, "托管人"), party(view.custodian)),
        (say(locale, "设立"), day(fund.established)),
        (say(locale, "投资期届满"), day(fund.investment_end)),
        (say(locale, "存续期届满"), day(fund.term_end)),
        (say(locale, "目标规模"), Cell(size)),
        (say(locale, "组织形式"), Cell(fund.legal_form.label(locale) if fund.legal_form else "")),
        (say(locale, "地区"), region_cell(fund.region, locale)),
        (say(locale, "领域"), Cell(sectors)),
    )
    return tuple(Fact(label, cell, "") for label, cell in found if cell.text)


def _part(title: str, figures: Sequence[Figure], view: FundView, asked: Asking) -> StatementPart:
    lines = []
    for figure in figures:
        money = amount_of(view.account, figure)
        if money is None or (figure in _QUIET and not money.minor):
            continue
        lines.append(_line(figure, money, view, asked))
        part = _WITHIN.get(figure)
        within = amount_of(view.account, part) if part else None
        if part and within and within.minor:
            lines.append(_line(part, within, view, asked, within=True))
    return StatementPart(say(asked.locale, title), tuple(lines))


def _line(figure: Figure, money: Money, view: FundView, asked: Asking, *, within: bool = False) -> StatementLine:
    locale = asked.locale
    cell = money_cell(money, YI, locale, currency=view.fund.currency, href=asked.entries(figure, view.fund.id))
    return StatementLine(figure.label(locale), figure.what(locale), cell, within)


def _uncalled(view: FundView, locale: Locale) -> str:
    part = percent(view.paid_part) if view.paid_part is not None else "—"
    stated = {"uncalled": amount_text(view.uncalled, YI, locale), "part": part}
    return say(locale, "未通知缴款 %(uncalled)s；实缴占认缴 %(part)s") % stated


def concentration_text(found: Concentration | None, locale: Locale) -> str:
    """How concentrated a value is, in a sentence; empty where there is none."""
    if found is None:
        return ""
    stated = {
        "num": found.count,
        "largest": percent(found.largest),
        "ten": percent(found.top_ten),
        "hhi": f"{float(found.points):,.0f}",
    }
    return say(locale, "共 %(num)s 项，最大一项占 %(largest)s，前十占 %(ten)s，HHI %(hhi)s（满分 10,000）") % stated


def _fees(view: FundView, asked: Asking) -> Sheet:
    locale, currency = asked.locale, view.fund.currency
    columns = (("nature", mark("费用性质"), "-"), ("money", mark("金额"), unit_of(YI, currency, locale)))
    href = asked.entries(Figure.FEES, view.fund.id)
    rows = tuple(
        (
            Cell(fee.nature.label(locale) if fee.nature else say(locale, "其他")),
            money_cell(fee.money, YI, locale, currency=currency, href=href),
        )
        for fee in view.fees
    )
    return Sheet("fees", say(locale, "费用"), heads_of(locale, *columns), rows, asked.file("fees"))


def _periods(periods: Sequence[PeriodReturn], asked: Asking, currency: str) -> Sheet:
    locale = asked.locale
    unit = unit_of(YI, currency, locale)
    columns = (
        ("period", mark("年度"), "-"),
        ("opening", mark("期初净资产"), unit),
        ("paid_in", mark("实缴"), unit),
        ("received", mark("分配"), unit),
        ("gain", mark("损益"), unit),
        ("closing", mark("期末净资产"), unit),
        ("rate", mark("本期收益率"), "%"),
        ("dietz", mark("修正 Dietz"), "%"),
    )

    def money(minor: int | None) -> Cell:
        why = say(locale, "期初或期末净资产不明")
        return money_cell(None if minor is None else Money(minor, currency), YI, locale, currency=currency, why=why)

    rows = tuple(
        (
            Cell(one.period.label or str(one.period.end.year)),
            money(one.opening),
            money(one.paid_in),
            money(one.received),
            money(one.gain),
            money(one.closing),
            share_cell(one.rate, locale, why=irr_cell(one.irr, locale).why if one.irr else ""),
            share_cell(one.dietz, locale, why=say(locale, "平均资本不为正")),
        )
        for one in reversed(periods)
    )
    return Sheet("periods", say(locale, "各年度"), heads_of(locale, *columns), rows, asked.file("periods"))
