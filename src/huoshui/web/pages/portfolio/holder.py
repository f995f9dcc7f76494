"""What a party, fund or company holds through all tiers, and its exposure by sector, place, stage, year and manager."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import HuoshuiError
from huoshui.model.regions import Region
from huoshui.portfolio.book import Company, Fund, Party
from huoshui.portfolio.family.views import By, Ref
from huoshui.portfolio.vocabulary import Stage
from huoshui.web.charts import Bar, sector_hue, sector_label
from huoshui.web.figures import entity_href, show_region
from huoshui.web.language import mark, say
from huoshui.web.pages.listing import Pager, make_pager
from huoshui.web.pages.portfolio.cells import (
    WAN,
    YI,
    Cell,
    Sheet,
    amount_text,
    count_cell,
    heads_of,
    money_cell,
    share_cell,
    unit_of,
)
from huoshui.web.pages.portfolio.company import excess_text, words_of
from huoshui.web.pages.portfolio.drawings import Chart, exposure_bars, in_yi, penetration
from huoshui.web.pages.portfolio.fund import concentration_text
from huoshui.web.pages.portfolio.rows import (
    Fact,
    interest_sheet,
    key_money,
    label_cell,
    performance_facts,
    present,
    ref_cell,
    region_cell,
    sector_cell,
)
from huoshui.web.query import read_page

if TYPE_CHECKING:
    from huoshui.portfolio.family.views import Breakdown, HolderView, Slice
    from huoshui.web.language import Locale
    from huoshui.web.pages.portfolio.asking import Asking, Head

COMPANIES_AT_ONCE = 50
#: Bars in one chart; years stand in their order and are not folded before they are many.
PARTS, YEARS = 10, 20
_BY = {
    By.SECTOR: mark("行业"),
    By.REGION: mark("地区"),
    By.STAGE: mark("投时阶段"),
    By.VINTAGE: mark("首投年份"),
    By.MANAGER: mark("管理人"),
}


@dataclass(frozen=True, slots=True)
class HolderPage:
    """The page of a holder."""

    title: str
    head: Head
    kind: str
    registry: str
    own_href: str
    about: str
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    concentration: str
    funds: Sheet
    companies: Sheet
    pager: Pager
    exposures: tuple[Chart, ...]
    graph: Chart | None

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        charted = tuple(chart.sheet for chart in (*self.exposures, *((self.graph,) if self.graph else ())))
        return (self.funds, self.companies, *charted)


def make_page(name: str, asked: Asking) -> HolderPage:
    """The declared context of a holder's page. NotFound, InputError for a page that is none."""
    view, locale = asked.family.holder(name), asked.locale
    holder = view.holder
    number = read_page(asked.request.query_params, locale)
    drawn = bool(view.graph.behind or view.graph.below)
    performance = performance_facts(view.performance, asked) if view.performance else ()
    amounts = [key_money(one.figure, view.account, asked, holder.id) for one in view.account.amounts if one.money.minor]
    return HolderPage(
        title=holder.name,
        head=asked.head("family"),
        kind=_kind(holder, locale),
        registry=entity_href(holder.entity) if holder.entity else "",
        own_href=_own_href(holder, asked),
        about=_about(view, locale),
        facts=(*present(amounts[:6]), *performance),
        warnings=tuple(excess_text(one, asked) for one in view.excess),
        concentration=concentration_text(view.concentration, locale),
        funds=interest_sheet(view.funds, asked, "funds", say(locale, "所投基金"), of_fund=False),
        companies=_companies(view, asked, (number - 1) * COMPANIES_AT_ONCE),
        pager=make_pager(
            len(view.companies),
            number,
            lambda n: asked.same(page=str(n) if n > 1 else "") + "#through",
            COMPANIES_AT_ONCE,
        ),
        exposures=tuple(_exposure(one, view, asked) for one in view.breakdowns if one.slices),
        graph=penetration(view.graph, asked, _finding(view, asked), words_of(asked)) if drawn else None,
    )


def _kind(holder: Party | Fund | Company, locale: Locale) -> str:
    if isinstance(holder, Party):
        words = [*(role.label(locale) for role in holder.roles), holder.nature.label(locale)]
        return " · ".join(words)
    return say(locale, "基金穿透") if isinstance(holder, Fund) else say(locale, "企业穿透")


def _own_href(holder: Party | Fund | Company, asked: Asking) -> str:
    """The page of the same fund or company by itself."""
    if isinstance(holder, Party):
        return ""
    return asked.to(Ref(holder.id, holder.name, "fund" if isinstance(holder, Fund) else "company"))


def _about(view: HolderView, locale: Locale) -> str:
    stated = {
        "num": len(view.companies),
        "value": amount_text(view.value, YI, locale),
        "cost": amount_text(view.cost, YI, locale),
    }
    return say(locale, "穿透全部层级，应占 %(num)s 家企业，价值 %(value)s，成本 %(cost)s。") % stated


def _finding(view: HolderView, asked: Asking) -> str:
    stated = {"above": len(view.graph.behind), "below": len(view.graph.below)}
    return say(asked.locale, "上层 %(above)s 个主体，下层 %(below)s 个主体") % stated


def _companies(view: HolderView, asked: Asking, start: int) -> Sheet:
    locale = asked.locale
    unit = unit_of(WAN, view.currency, locale)
    columns = (
        ("company", mark("企业"), "-"),
        ("sector", mark("行业"), "-"),
        ("stage", mark("阶段"), "-"),
        ("region", mark("地区"), "-"),
        ("share", mark("穿透持股"), "%"),
        ("direct", mark("其中直接"), "%"),
        ("cost", mark("应占成本"), unit),
        ("value", mark("应占价值"), unit),
        ("part", mark("占全部价值"), "%"),
    )
    whole = view.value.minor
    rows = tuple(
        (
            ref_cell(row.company, asked),
            sector_cell(row.sector, locale),
            label_cell(row.stage, locale),
            region_cell(row.region, locale),
            share_cell(row.share, locale),
            share_cell(row.direct, locale),
            money_cell(row.cost, WAN, locale, currency=view.currency),
            money_cell(row.value, WAN, locale, currency=view.currency),
            share_cell(row.value.minor / whole if whole else None, locale),
        )
        for row in asked.some(view.companies, COMPANIES_AT_ONCE, start)
    )
    return Sheet("through", say(locale, "穿透持股"), heads_of(locale, *columns), rows, asked.file("through"))


def _exposure(found: Breakdown, view: HolderView, asked: Asking) -> Chart:
    locale, write = asked.locale, in_yi(view.currency, asked.locale)
    by = say(locale, _BY[found.by])
    top = found.slices[0]
    slices = sorted(found.slices, key=lambda one: one.code or "") if found.by is By.VINTAGE else found.slices
    rows = [
        Bar(
            slice_label(found.by, one, asked),
            max(one.value.minor, 0),
            write(one.value.minor),
            sector_hue(one.code) if found.by is By.SECTOR else "plain",
        )
        for one in slices
    ]
    unit = unit_of(YI, view.currency, locale)
    columns = (
        ("what", _BY[found.by], "-"),
        ("companies", mark("企业"), say(locale, "家")),
        ("cost", mark("成本"), unit),
    )
    heads = (*heads_of(locale, *columns), *heads_of(locale, ("value", mark("价值"), unit), ("part", mark("占比"), "%")))
    cells = tuple(
        (
            Cell(row.name),
            count_cell(one.companies),
            money_cell(one.cost, YI, locale, currency=view.currency),
            money_cell(one.value, YI, locale, currency=view.currency),
            share_cell(one.part, locale),
        )
        for row, one in zip(rows, slices, strict=True)
    )
    stated = {"by": by, "name": slice_label(found.by, top, asked), "part": share_cell(top.part, locale).text or "—"}
    name, most = f"by-{found.by.value}", YEARS if found.by is By.VINTAGE else PARTS
    return Chart(
        name=name,
        title=say(locale, "按%(by)s：%(name)s最多，占 %(part)s") % stated,
        measure=say(locale, "应占价值，%(unit)s；%(concentration)s")
        % {"unit": unit, "concentration": concentration_text(found.concentration, locale)},
        wide=exposure_bars(rows, locale, write, most=most),
        narrow=exposure_bars(rows, locale, write, most=most, narrow=True),
        sheet=Sheet(name, say(locale, "按%(by)s") % {"by": by}, heads, cells, asked.file(name)),
    )


def slice_label(by: By, one: Slice, asked: Asking) -> str:
    """What a part of an exposure is called."""
    locale, code = asked.locale, one.code
    if code is None:
        return say(locale, "未登记")
    if by is By.SECTOR:
        return sector_label(code, locale)
    if by is By.STAGE:
        stage = Stage.of(code)
        return stage.label(locale) if stage else code
    try:
        if by is By.REGION:
            return show_region("/".join(Region.of_code(code).path))
        return asked.folio.ledger.snapshot().node(code).name if by is By.MANAGER else code
    except HuoshuiError:
        return code
