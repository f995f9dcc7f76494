"""The family: what it is, how many, as of when, counted how; its money as a flow and as a tree; its funds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.portfolio.family.figures import Figure
from huoshui.portfolio.performance.leverage import ALL, Definition
from huoshui.portfolio.vocabulary import Tier
from huoshui.web.language import mark, say
from huoshui.web.pages.listing import Pager, make_pager
from huoshui.web.pages.portfolio.cells import (
    YI,
    Cell,
    Sheet,
    amount_text,
    count_cell,
    heads_of,
    money_cell,
    ratio_cell,
    unit_of,
)
from huoshui.web.pages.portfolio.cells import (
    Head as TableHead,
)
from huoshui.web.pages.portfolio.drawings import Chart, family_sankey, family_tree
from huoshui.web.pages.portfolio.rows import (
    Choice,
    Fact,
    amount_of,
    fund_cells,
    fund_heads,
    key_money,
    label_cell,
    performance_facts,
    present,
    ratio_cells,
    ratio_heads,
)
from huoshui.web.query import read_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.portfolio.family.views import FundRow, Overview
    from huoshui.portfolio.performance import Leverage
    from huoshui.web.language import Locale
    from huoshui.web.pages.portfolio.asking import Asking, Head

FUNDS_AT_ONCE = 50
FACTS = (Figure.COMMITTED, Figure.PAID_IN, Figure.INVESTED, Figure.DISTRIBUTED, Figure.NAV)
_LEVERAGE = {
    Definition.A: mark("所投基金总规模 ÷ 上层对其认缴"),
    Definition.B: mark("社会资本实缴 ÷ 财政资金实缴"),
    Definition.C: mark("基金群计划规模 ÷ 母基金规模"),
    Definition.D: mark("社会资本认缴 ÷ 财政资金认缴"),
}


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The page of the family; ``empty`` where the ledger holds nothing."""

    title: str
    head: Head
    empty: bool
    counted: str = ""
    doubts: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    views: tuple[Choice, ...] = ()
    chart: Chart | None = None
    tiers: Sheet | None = None
    leverage: Sheet | None = None
    funds: Sheet | None = None
    choices: tuple[Choice, ...] = ()
    text: str = ""
    tier: str = ""
    sort: str = ""
    pager: Pager | None = None

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        own = (self.funds, self.tiers, self.leverage, self.chart.sheet if self.chart else None)
        return tuple(sheet for sheet in own if sheet is not None)


def make_page(asked: Asking) -> OverviewPage:
    """The declared context of the page of the family. InputError for a page or an order that there is not."""
    locale = asked.locale
    found = asked.family.overview()
    title, head = say(locale, "组合"), asked.head("family")
    if not (found.counts.funds or found.counts.events):
        return OverviewPage(title, head, empty=True)
    funds = asked.family.funds()
    fitting = _ordered(_fitting(funds, asked), asked)
    number = read_page(asked.request.query_params, locale)
    shown = _fund_sheet(asked.some(fitting, FUNDS_AT_ONCE, (number - 1) * FUNDS_AT_ONCE), asked)
    return OverviewPage(
        title=title,
        head=head,
        empty=False,
        counted=_counted(found, asked),
        doubts=_doubts(found, locale),
        facts=present([*(key_money(f, found.account, asked) for f in FACTS), *performance_facts(found.net, asked)]),
        views=_views(asked),
        chart=_chart(asked, shown),
        tiers=_tier_sheet(found, asked),
        leverage=_leverage_sheet(found, asked),
        funds=shown,
        choices=_choices(funds, asked),
        text=asked.param("name"),
        tier=asked.param("tier"),
        sort=asked.param("sort"),
        pager=make_pager(len(fitting), number, lambda n: asked.same(page=str(n) if n > 1 else ""), FUNDS_AT_ONCE),
    )


def _counted(found: Overview, asked: Asking) -> str:
    counts, locale = found.counts, asked.locale
    stated = {
        "funds": counts.funds,
        "contributors": counts.contributors,
        "companies": counts.companies,
        "held": counts.held,
        "day": asked.head("").shown_day,
        "events": f"{counts.events:,}",
    }
    return (
        say(
            locale,
            "截至 %(day)s：%(funds)s 只基金、%(contributors)s 家出资人，投过 %(companies)s 家企业，"
            "在持 %(held)s 家；由 %(events)s 笔流水算出。",
        )
        % stated
    )


def _doubts(found: Overview, locale: Locale) -> tuple[str, ...]:
    """What of the family's figures rests on little, where there is such."""
    counts = found.counts
    said = (
        (counts.at_cost, mark("%(num)s 个在持项目从未估值，按成本计")),
        (counts.stale, mark("%(num)s 个在持项目一年内没有估值")),
        (counts.unplaced, mark("%(num)s 家企业未登记行业")),
        (counts.circular, mark("%(num)s 只基金互相持有，按实缴计价")),
    )
    return tuple(say(locale, text) % {"num": number} for number, text in said if number)


def _views(asked: Asking) -> tuple[Choice, ...]:
    tree = asked.param("view") == "tree"
    return (
        Choice(say(asked.locale, "资金流向"), asked.same(view=""), 0, not tree),
        Choice(say(asked.locale, "基金树"), asked.same(view="tree"), 0, tree),
    )


def _chart(asked: Asking, funds: Sheet) -> Chart:
    found = asked.folio.tree(asked.family)
    return family_tree(found, asked, funds) if asked.param("view") == "tree" else family_sankey(found, asked)


# -- tables ------------------------------------------------------------------------------------------------------------


def _tier_sheet(found: Overview, asked: Asking) -> Sheet:
    locale = asked.locale
    unit = unit_of(YI, asked.currency, locale)
    figures = (Figure.COMMITTED, Figure.PAID_IN, Figure.DISTRIBUTED, Figure.NAV)
    columns = (
        ("tier", mark("层级"), "-"),
        ("funds", mark("基金"), say(locale, "只")),
        *((figure.value, figure.label(locale), unit) for figure in figures),
    )
    gross = heads_of(locale, ("moic", mark("毛 MOIC"), say(locale, "倍")), ("gross_irr", mark("毛 IRR"), "%"))
    rows = tuple(
        (
            label_cell(tier.tier, locale),
            count_cell(tier.funds),
            *(
                money_cell(
                    amount_of(tier.account, figure),
                    YI,
                    locale,
                    currency=asked.currency,
                    href=asked.href("/journal", tier=tier.tier.value, figure=figure.value),
                )
                for figure in figures
            ),
            *ratio_cells(tier.net, locale),
            *ratio_cells(tier.gross, locale)[1:],
        )
        for tier in found.tiers
    )
    heads = (*heads_of(locale, *columns), *ratio_heads(locale), *gross)
    return Sheet("tiers", say(locale, "各层级"), heads, rows, asked.file("tiers"))


def _leverage_sheet(found: Overview, asked: Asking) -> Sheet:
    """One row for each tier and one for all, one column for each definition; on hover, what is divided by what."""
    locale = asked.locale
    ratios = {(one.tier, one.definition): one for one in found.leverage}
    heads = [*heads_of(locale, ("tier", mark("层级"), "-"))]
    heads += [
        TableHead(one.value, say(locale, _LEVERAGE[one]), one.value, numeric=True, title=say(locale, "倍"))
        for one in Definition
    ]
    rows = []
    for tier in dict.fromkeys(one.tier for one in found.leverage):
        cells = [_leverage_cell(ratios.get((tier, one)), asked) for one in Definition]
        rows.append((Cell(_tier_word(tier, locale)), *cells))
    return Sheet("leverage", say(locale, "放大倍数"), tuple(heads), tuple(rows), asked.file("leverage"))


def _leverage_cell(one: Leverage | None, asked: Asking) -> Cell:
    locale = asked.locale
    if one is None or one.numerator is None or one.denominator is None:
        return Cell("", why=say(locale, "分子或分母没有记录"))
    above, below = (amount_text(Money(n, asked.currency), YI, locale) for n in (one.numerator, one.denominator))
    return ratio_cell(one.ratio, locale, title=f"{above} ÷ {below}", why=f"{above} ÷ {below}")


def _tier_word(name: str, locale: Locale) -> str:
    tier = Tier.of(name)
    return say(locale, "合计") if name == ALL else tier.label(locale) if tier else name


def _fund_sheet(rows: Sequence[FundRow], asked: Asking) -> Sheet:
    heads = []
    for head in fund_heads(asked):
        current = asked.param("sort").removeprefix("-") == head.key
        falling = asked.param("sort").startswith("-")
        follow = head.key if current and falling else f"-{head.key}" if head.numeric or current else head.key
        direction = "" if not current else "descending" if falling else "ascending"
        heads.append(replace(head, href=asked.same(sort=follow) + "#funds", direction=direction))
    cells = tuple(fund_cells(row, asked) for row in rows)
    return Sheet("funds", say(asked.locale, "基金"), tuple(heads), cells, asked.file("funds"))


# -- narrowing ---------------------------------------------------------------------------------------------------------


def _fitting(rows: Sequence[FundRow], asked: Asking, *, tier: bool = True) -> list[FundRow]:
    text, wanted = asked.param("name").casefold(), asked.param("tier")
    return [
        row
        for row in rows
        if (not text or text in row.fund.name.casefold() or (row.manager and text in row.manager.name.casefold()))
        and (not tier or not wanted or row.tier == wanted)
    ]


def _choices(rows: Sequence[FundRow], asked: Asking) -> tuple[Choice, ...]:
    """The tiers, each with how many funds it leaves."""
    left = _fitting(rows, asked, tier=False)
    counts = Counter(row.tier for row in left)
    wanted = asked.param("tier")
    every = Choice(say(asked.locale, "全部"), asked.same(tier="") + "#funds", len(left), not wanted)
    return (
        every,
        *(
            Choice(tier.label(asked.locale), asked.same(tier=tier.value) + "#funds", counts[tier], tier == wanted)
            for tier in Tier
            if counts[tier]
        ),
    )


def _ordered(rows: Sequence[FundRow], asked: Asking) -> list[FundRow]:
    """By the column that the address names, what is unknown last; else by tier, then by paid-in."""
    key = asked.param("sort").removeprefix("-")
    falling = asked.param("sort").startswith("-")
    tiers = list(Tier)
    if not key:
        return sorted(rows, key=lambda row: (tiers.index(row.tier), -_minor(row, Figure.PAID_IN), row.fund.id))
    known = [(value, row) for row in rows if (value := _sort_value(row, key)) is not None]
    unknown = [row for row in rows if _sort_value(row, key) is None]
    known.sort(key=lambda pair: pair[1].fund.id)
    known.sort(key=lambda pair: pair[0], reverse=falling)  # type: ignore[arg-type, return-value]
    return [row for _, row in known] + unknown


def _minor(row: FundRow, figure: Figure) -> int:
    money = amount_of(row.account, figure)
    return money.minor if money else 0


def _sort_value(row: FundRow, key: str) -> object:
    words: dict[str, object] = {
        "name": row.fund.name,
        "tier": list(Tier).index(row.tier),
        "manager": row.manager.name if row.manager else None,
        "established": row.established,
        "dpi": row.net.dpi,
        "tvpi": row.net.tvpi,
        "irr": row.net.irr.rate,
    }
    if key in words:
        return words[key]
    figure = Figure.of(key)
    money = amount_of(row.account, figure) if figure else None
    return money.minor if money else None
