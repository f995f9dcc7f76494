"""A company: rounds, holders, the penetration graph, and whose it is by level of government."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.portfolio.book import Fund, Party
from huoshui.portfolio.vocabulary import Nature
from huoshui.web.charts import Bar, bars
from huoshui.web.figures import entity_href
from huoshui.web.language import mark, say
from huoshui.web.pages.portfolio.cells import (
    WAN,
    Cell,
    Sheet,
    day_cell,
    heads_of,
    money_cell,
    percent,
    share_cell,
    text_cell,
    unit_of,
)
from huoshui.web.pages.portfolio.drawings import Chart, penetration
from huoshui.web.pages.portfolio.rows import (
    Fact,
    deal_sheet,
    key_money,
    label_cell,
    present,
    ref_cell,
    region_cell,
    sector_cell,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from huoshui.portfolio.family.views import CompanyView, Excess, Ref
    from huoshui.web.charts import Icon
    from huoshui.web.pages.portfolio.asking import Asking, Head

#: Of a company's shares in the state's chart, parts below this are crumbs of rounding.
_CRUMB = 1e-9


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """The page of a company."""

    title: str
    head: Head
    kind: str
    registry: str
    about: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    graph: Chart | None
    state: Chart | None
    rounds: Sheet
    stakes: Sheet
    deals: Sheet
    owners: Sheet
    events: str
    events_href: str

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        charted = tuple(chart.sheet for chart in (self.graph, self.state) if chart)
        return (self.rounds, self.stakes, self.deals, self.owners, *charted)


def make_page(name: str, asked: Asking) -> CompanyPage:
    """The declared context of a company's page. NotFound."""
    view, locale = asked.family.company(name), asked.locale
    company = view.company
    drawn = bool(view.graph.behind or view.graph.below)
    return CompanyPage(
        title=company.name,
        head=asked.head("family"),
        kind=say(locale, "企业"),
        registry=entity_href(company.entity) if company.entity else "",
        about=_about(view, asked),
        facts=present(key_money(one.figure, view.account, asked, company.id, WAN) for one in view.account.amounts),
        warnings=tuple(excess_text(one, asked) for one in view.excess),
        graph=penetration(view.graph, asked, _finding(view, asked), words_of(asked)) if drawn else None,
        state=_state(view, asked) if drawn else None,
        rounds=_rounds(view, asked),
        stakes=_stakes(view, asked),
        deals=deal_sheet(view.deals, asked, "deals", say(locale, "各持有方"), of_holder=False),
        owners=_owners(view, asked),
        events=say(locale, "%(num)s 笔流水") % {"num": view.events},
        events_href=asked.entries("", company.id),
    )


def words_of(asked: Asking) -> Callable[[Ref], tuple[Icon, str]]:
    """What a node of a graph is: its icon, and a word."""
    locale, snapshot = asked.locale, asked.folio.ledger.snapshot()

    def words(ref: Ref) -> tuple[Icon, str]:
        node = snapshot.node(ref.id)
        if isinstance(node, Party):
            known = node.nature is not Nature.UNKNOWN
            word = node.nature.label(locale) if known else say(locale, "性质未登记")
            return ("state" if node.nature.state else "party"), word
        if isinstance(node, Fund):
            return "fund", say(locale, "基金")
        return "company", say(locale, "企业")

    return words


def excess_text(one: Excess, asked: Asking) -> str:
    """That more than the whole of something is on record."""
    stated = {"name": one.held.name, "total": percent(one.total)}
    return say(asked.locale, "%(name)s登记的持股合计 %(total)s，超过 100%%，已按比例缩到 100%%") % stated


def _finding(view: CompanyView, asked: Asking) -> str:
    locale = asked.locale
    if not view.graph.behind:
        return say(locale, "没有登记谁持有它")
    stated = {
        "share": percent(view.state.share),
        "direct": percent(view.state.direct),
        "indirect": percent(view.state.indirect),
    }
    return say(locale, "国有穿透持股 %(share)s：直接 %(direct)s，间接 %(indirect)s") % stated


def _about(view: CompanyView, asked: Asking) -> tuple[Fact, ...]:
    locale, company = asked.locale, view.company
    labels = "、".join(label.label(locale) for label in company.labels)
    found = (
        (say(locale, "行业"), sector_cell(company.sector, locale)),
        (say(locale, "地区"), region_cell(company.region, locale)),
        (say(locale, "阶段"), label_cell(company.stage, locale)),
        (say(locale, "规模"), label_cell(company.size_class, locale)),
        (say(locale, "所有制"), label_cell(company.ownership, locale)),
        (say(locale, "资质"), text_cell(labels, locale)),
        (say(locale, "成立"), day_cell(company.founded, locale)),
    )
    return tuple(Fact(label, cell, "") for label, cell in found if cell.text)


def _state(view: CompanyView, asked: Asking) -> Chart:
    """Whose the company is, by nature of the owners at the end of every chain."""
    locale = asked.locale
    parts = [part for part in view.state.parts if part.share > _CRUMB]
    parts.sort(key=lambda part: -part.share)
    rows = [
        Bar(
            part.nature.label(locale) if part.nature is not Nature.UNKNOWN else say(locale, "未登记"),
            round(part.share * 10**9),
            percent(part.share),
            "hue-3" if part.nature.state else "plain",
        )
        for part in parts
    ]
    columns = (("nature", mark("性质"), "-"), ("share", mark("穿透比例"), "%"))
    cells = tuple((Cell(row.name), share_cell(part.share, locale)) for row, part in zip(rows, parts, strict=True))
    sheet = Sheet("state", say(locale, "各级国有份额"), heads_of(locale, *columns), cells, asked.file("state"))
    return Chart(
        name="state-share",
        title=say(locale, "归属：国有 %(share)s") % {"share": percent(view.state.share)},
        measure=say(locale, "按链条尽头出资人的性质分，占全部股权的比例；橙色为国有"),
        wide=bars(rows, width=520),
        narrow=bars(rows, width=340),
        sheet=sheet,
    )


def _rounds(view: CompanyView, asked: Asking) -> Sheet:
    locale = asked.locale
    currencies = {row.money.currency for row in view.rounds}
    currency = currencies.pop() if len(currencies) == 1 else asked.currency
    unit = unit_of(WAN, currency, locale)
    columns = (
        ("holder", mark("投资方"), "-"),
        ("day", mark("日期"), "-"),
        ("round", mark("轮次"), "-"),
        ("instrument", mark("投资工具"), "-"),
        ("money", mark("金额"), unit),
        ("stake", mark("取得比例"), "%"),
        ("post", mark("投后估值"), unit),
    )
    rows = tuple(
        (
            ref_cell(row.holder, asked),
            day_cell(row.day, locale),
            text_cell(row.round, locale),
            label_cell(row.instrument, locale),
            money_cell(
                row.money,
                WAN,
                locale,
                currency=currency,
                href=asked.href(
                    "/journal",
                    node=row.holder.id,
                    other=view.company.id,
                    since=row.day.isoformat(),
                    until=row.day.isoformat(),
                ),
            ),
            share_cell(row.stake, locale, why=say(locale, "未记录持股比例")),
            money_cell(row.post, WAN, locale, currency=currency, why=say(locale, "未记录投后估值")),
        )
        for row in view.rounds
    )
    return Sheet("rounds", say(locale, "各轮投资"), heads_of(locale, *columns), rows, asked.file("rounds"))


def _stakes(view: CompanyView, asked: Asking) -> Sheet:
    locale = asked.locale
    columns = (("holder", mark("持有方"), "-"), ("stake", mark("直接持股"), "%"))
    rows = tuple((ref_cell(row.holder, asked), share_cell(row.stake, locale)) for row in view.stakes)
    return Sheet("direct", say(locale, "直接持股"), heads_of(locale, *columns), rows, asked.file("direct"))


def _owners(view: CompanyView, asked: Asking) -> Sheet:
    """Who stands at the end of every chain, and what no known owner has."""
    locale = asked.locale
    columns = (("owner", mark("最终出资人"), "-"), ("nature", mark("性质"), "-"), ("share", mark("穿透比例"), "%"))
    rows = [
        (ref_cell(row.owner, asked), label_cell(row.nature, locale), share_cell(row.share, locale))
        for row in view.owners
    ]
    if view.unknown > _CRUMB:
        nobody = Cell("", why=say(locale, "未记录"))
        rows.append((Cell(say(locale, "没有登记的持有人")), nobody, share_cell(view.unknown, locale)))
    return Sheet("owners", say(locale, "最终出资人"), heads_of(locale, *columns), tuple(rows), asked.file("owners"))
