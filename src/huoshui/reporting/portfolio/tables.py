"""A family, a fund, a company, a holder and re-investment as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.portfolio.book import Company, Fund
from huoshui.portfolio.family import By
from huoshui.portfolio.vocabulary import Stage
from huoshui.reporting.portfolio.cells import Col, made, region_text, sector_text
from huoshui.reporting.portfolio.sharing import pme_table
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from huoshui.portfolio import family as families
    from huoshui.portfolio.family import views
    from huoshui.portfolio.reinvestment import Comparison
    from huoshui.reporting.tables import Table
    from huoshui.reporting.words import Locale

FAMILY, REINVESTMENT = "family", "reinvestment"

_ACCOUNT = (Col("figure", "项目", "Figure"), Col("amount", "金额", "Amount", "money"), Col("counts", "口径", "Counts"))
_RETURNS = (
    Col("outlay", "投入", "Paid out", "money"),
    Col("received", "收回", "Received", "money"),
    Col("worth", "现值", "Worth", "money"),
    Col("dpi", "DPI", "DPI", "multiple"),
    Col("rvpi", "RVPI", "RVPI", "multiple"),
    Col("tvpi", "TVPI", "TVPI", "multiple"),
    Col("irr", "IRR", "IRR", "rate"),
)
_FUNDS = (
    Col("fund", "基金", "Fund"),
    Col("tier", "层级", "Tier"),
    Col("manager", "管理人", "Manager"),
    Col("established", "设立日", "Established", "day"),
    Col("committed", "认缴", "Committed", "money"),
    *(Col("paid_in", "实缴", "Paid in", "money"), Col("distributed", "已分配", "Distributed", "money")),
    Col("nav", "净资产", "Net assets", "money"),
    *_RETURNS[3:],
)
_INTERESTS = (
    Col("committed", "认缴", "Committed", "money"),
    Col("of_committed", "认缴占比", "Of all", "share"),
    Col("called", "已通知", "Called", "money"),
    Col("paid_in", "实缴", "Paid in", "money"),
    Col("distributed", "已分配", "Distributed", "money"),
    Col("value", "现值", "Value", "money"),
    *_RETURNS[3:],
)
_DEALS = (
    Col("sector", "行业", "Sector"),
    Col("stage", "阶段", "Stage"),
    Col("region", "地区", "Place"),
    Col("first", "首投日", "First", "day"),
    Col("stake", "持股", "Stake", "share"),
    Col("invested", "投资", "Invested", "money"),
    Col("cost", "在投成本", "Cost", "money"),
    Col("proceeds", "回款", "Proceeds", "money"),
    Col("value", "价值", "Value", "money"),
    Col("valued", "估值日", "Valued", "day"),
    Col("moic", "MOIC", "MOIC", "multiple"),
    Col("irr", "IRR", "IRR", "rate"),
)
_BY = {
    By.SECTOR: ("按行业", "By sector"),
    By.REGION: ("按省份", "By province"),
    By.STAGE: ("按阶段", "By stage"),
    By.VINTAGE: ("按首投年份", "By year of first investment"),
    By.MANAGER: ("按管理人", "By manager"),
}


def tables_of(
    family: families.Family, what: str, locale: Locale, index: Iterable[tuple[date, Decimal]] | None = None
) -> dict[str, Table]:
    """The tables of the family, of re-investment, or of the fund, company or party of an id; by key. NotFound.

    With the levels of an ``index`` a fund is compared with it; InputError for anything else.
    """
    if index is not None and (what in {FAMILY, REINVESTMENT} or not isinstance(family.snapshot.node(what), Fund)):
        raise InputError(f"{what!r} is no fund: only funds are compared with an index")
    if what == FAMILY:
        return family_tables(family.overview(), family.funds(), locale)
    if what == REINVESTMENT:
        return reinvestment_tables(family, family.reinvestment(), locale)
    node = family.snapshot.node(what)
    if isinstance(node, Fund):
        return fund_tables(family.fund(what, index), locale)
    if isinstance(node, Company):
        return company_tables(family.company(what), locale)
    return holder_tables(family.holder(what), family, locale)


# -- the family --------------------------------------------------------------------------------------------------------


def family_tables(view: views.Overview, funds: Iterable[views.FundRow], locale: Locale) -> dict[str, Table]:
    """Totals with what they count, returns by tier, leverage by definition, and all funds."""
    scope = Col("scope", "范围", "Scope")
    whole = say(locale, "全家族", "all")
    returns = [(whole, view.net, view.gross)] + [(one.tier, one.net, one.gross) for one in view.tiers]
    basis = (say(locale, "净（出资人）", "net"), say(locale, "毛（项目）", "gross"))
    return {
        "totals": account_table(view.account, locale),
        "returns": made(
            ("回报", "Returns"),
            (scope, Col("basis", "口径", "Basis"), *_RETURNS),
            [(name, word, *_returns(one)) for name, *both in returns for word, one in zip(basis, both, strict=True)],
            locale,
        ),
        "leverage": _leverage(view, locale),
        "funds": made(("各基金", "Funds"), _FUNDS, [_fund_row(row) for row in funds], locale),
    }


def account_table(account: views.Account, locale: Locale) -> Table:
    """The figures of an account, each with what it counts."""
    rows = [(one.figure, one.money, one.figure.what(locale)) for one in account.amounts]
    return made(("账目", "Account"), _ACCOUNT, rows, locale)


def _returns(one: views.Performance) -> tuple[Any, ...]:
    return (one.outlay, one.received, one.worth, one.dpi, one.rvpi, one.tvpi, one.irr)


def _leverage(view: views.Overview, locale: Locale) -> Table:
    cols = (
        Col("definition", "定义", "Definition"),
        Col("tier", "层级", "Tier"),
        Col("numerator", "分子", "Numerator", "money"),
        Col("denominator", "分母", "Denominator", "money"),
        Col("ratio", "放大倍数", "Leverage", "multiple"),
    )
    tiers = {one.tier.value: one.tier.label(locale) for one in view.tiers}
    whole = say(locale, "全部层级", "all tiers")

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, view.currency)

    rows = [
        (one.definition.value, tiers.get(one.tier, whole), money(one.numerator), money(one.denominator), one.ratio)
        for one in view.leverage
    ]
    return made(("放大倍数", "Leverage"), cols, rows, locale)


def _fund_row(row: views.FundRow) -> tuple[Any, ...]:
    figures = {one.figure.value: one.money for one in row.account.amounts}
    amounts = (figures[name] for name in ("committed", "paid_in", "distributed", "nav"))
    return (row.fund, row.tier, row.manager, row.established, *amounts, *_returns(row.net)[3:])


# -- a fund, a company, a holder ---------------------------------------------------------------------------------------


def fund_tables(view: views.FundView, locale: Locale) -> dict[str, Table]:
    """A fund's account, returns, investors, deals, funds below, fees, curve, years and market equivalents."""
    basis = Col("basis", "口径", "Basis")
    both = ((say(locale, "净（出资人）", "net"), view.net), (say(locale, "毛（项目）", "gross"), view.gross))
    return {
        "account": account_table(view.account, locale),
        "returns": made(
            ("回报", "Returns"), (basis, *_RETURNS), [(word, *_returns(one)) for word, one in both], locale
        ),
        "investors": made(
            ("出资人", "Investors"),
            (Col("investor", "出资人", "Investor"), Col("nature", "资金性质", "Nature"), *_INTERESTS),
            [(one.investor, one.nature, *_interest(one)) for one in view.investors],
            locale,
        ),
        "deals": _deals(view.deals, Col("company", "企业", "Company"), locale),
        "below": _below(view.below, locale),
        "fees": made(
            ("费用", "Fees"),
            (Col("nature", "性质", "Nature"), Col("amount", "金额", "Amount", "money")),
            [(one.nature, one.money) for one in view.fees],
            locale,
        ),
        "curve": _curve(view, locale),
        "years": _years(view, locale),
        **({"pme": pme_table(view.pme, locale)} if view.pme else {}),
    }


def _interest(one: views.InterestRow) -> tuple[Any, ...]:
    amounts = (one.committed, one.of_committed, one.called, one.paid_in, one.distributed, one.value)
    return (*amounts, *_returns(one.performance)[3:])


def _below(rows: Iterable[views.InterestRow], locale: Locale) -> Table:
    cols = (Col("fund", "基金", "Fund"), *_INTERESTS)
    return made(("下层基金", "Funds below"), cols, [(one.fund, *_interest(one)) for one in rows], locale)


def _deals(rows: Iterable[views.DealRow], of: Col, locale: Locale) -> Table:
    found = [
        (
            getattr(one, of.key),
            sector_text(one.sector, locale),
            one.stage,
            region_text(one.region),
            one.first,
            one.stake,
            one.invested,
            one.cost,
            one.proceeds,
            one.value,
            one.valued,
            one.moic,
            one.irr,
        )
        for one in rows
    ]
    return made(("项目", "Deals"), (of, *_DEALS), found, locale)


def _curve(view: views.FundView, locale: Locale) -> Table:
    cols = (
        Col("day", "日期", "Day", "day"),
        Col("paid_in", "累计实缴", "Paid in", "money"),
        Col("distributed", "累计分配", "Distributed", "money"),
        Col("net", "累计净现金流", "Net flow", "money"),
        Col("nav", "净资产", "Net assets", "money"),
    )
    rows = [(one.day, one.paid_in, one.distributed, one.net, one.nav) for one in view.curve]
    return made(("J 曲线", "J-curve"), cols, rows, locale)


def _years(view: views.FundView, locale: Locale) -> Table:
    cols = (
        Col("period", "年度", "Year"),
        Col("opening", "期初", "Opening", "money"),
        Col("paid_in", "实缴", "Paid in", "money"),
        Col("received", "分配", "Received", "money"),
        Col("closing", "期末", "Closing", "money"),
        Col("gain", "收益", "Gain", "money"),
        Col("rate", "当期回报", "Return", "rate"),
        Col("dietz", "Modified Dietz", "Modified Dietz", "rate"),
    )

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, view.fund.currency)

    rows = [
        (
            one.period.label,
            money(one.opening),
            money(one.paid_in),
            money(one.received),
            money(one.closing),
            money(one.gain),
            one.rate,
            one.dietz,
        )
        for one in view.periods
    ]
    return made(("各年回报", "Returns by year"), cols, rows, locale)


def company_tables(view: views.CompanyView, locale: Locale) -> dict[str, Table]:
    """A company's account, rounds, holders, the owners behind it and the state's share."""
    rounds = (
        Col("day", "日期", "Day", "day"),
        Col("round", "轮次", "Round"),
        Col("holder", "投资方", "Holder"),
        Col("amount", "金额", "Amount", "money"),
        Col("instrument", "工具", "Instrument"),
        Col("stake", "取得股比", "Stake", "share"),
        Col("post", "投后估值", "Post-money", "money"),
        Col("event", "事项编号", "Event"),
    )
    part = Col("share", "占比", "Share", "share")
    return {
        "account": account_table(view.account, locale),
        "rounds": made(
            ("轮次", "Rounds"),
            rounds,
            [(r.day, r.round, r.holder, r.money, r.instrument, r.stake, r.post, r.event) for r in view.rounds],
            locale,
        ),
        "holders": _deals(view.deals, Col("holder", "持有方", "Holder"), locale),
        "owners": made(
            ("最终权益人", "Ultimate owners"),
            (Col("owner", "权益人", "Owner"), Col("nature", "资金性质", "Nature"), part),
            [
                *((one.owner, one.nature, one.share) for one in view.owners),
                (say(locale, "未登记的权益人", "owners not on record"), None, view.unknown),
            ],
            locale,
        ),
        "state": made(
            ("权益性质", "By nature"),
            (Col("nature", "性质", "Nature"), part),
            [(one.nature, one.share) for one in view.state.parts],
            locale,
        ),
    }


def holder_tables(view: views.HolderView, family: families.Family, locale: Locale) -> dict[str, Table]:
    """What somebody holds through all tiers: account, companies, breakdowns and funds."""
    looked = (
        Col("company", "企业", "Company"),
        *_DEALS[:3],
        Col("share", "穿透股比", "Share", "share"),
        Col("direct", "其中直接", "Direct", "share"),
        Col("cost", "穿透成本", "Cost", "money"),
        Col("value", "穿透价值", "Value", "money"),
    )
    rows = [
        (
            one.company,
            sector_text(one.sector, locale),
            one.stage,
            region_text(one.region),
            one.share,
            one.direct,
            one.cost,
            one.value,
        )
        for one in view.companies
    ]
    return {
        "account": account_table(view.account, locale),
        "companies": made(("穿透企业", "Companies held"), looked, rows, locale),
        **{f"by_{one.by.value}": _breakdown(one, family, locale) for one in view.breakdowns},
        "funds": _below(view.funds, locale),
    }


def _breakdown(view: views.Breakdown, family: families.Family, locale: Locale) -> Table:
    cols = (
        Col("category", "类别", "Category"),
        Col("companies", "企业数", "Companies", "count"),
        Col("cost", "穿透成本", "Cost", "money"),
        Col("value", "穿透价值", "Value", "money"),
        Col("part", "价值占比", "Of all", "share"),
    )
    rows = [
        (_category(view.by, one.code, family, locale), one.companies, one.cost, one.value, one.part)
        for one in view.slices
    ]
    return made(_BY[view.by], cols, rows, locale)


def _category(by: By, code: str | None, family: families.Family, locale: Locale) -> object:
    if code is None:
        return None
    named: Mapping[By, object] = {
        By.SECTOR: sector_text(code, locale),
        By.REGION: Region.of_code(code).name if by is By.REGION else None,
        By.STAGE: Stage(code) if by is By.STAGE else None,
        By.MANAGER: family.ref(code) or code,
    }
    return named.get(by, code)


# -- re-investment -----------------------------------------------------------------------------------------------------


def reinvestment_tables(family: families.Family, found: Comparison, locale: Locale) -> dict[str, Table]:
    """Every obligation with how far it is met, its check points, and the deals behind."""
    name, fund = Col("obligation", "返投要求", "Obligation"), Col("fund", "基金", "Fund")
    progress = found.progress
    checks = (
        Col("day", "考核时点", "Check point", "day"),
        Col("required", "应返投", "Required", "money"),
        Col("counted", "已计", "Counted", "money"),
        Col("state", "状态", "State"),
    )
    items = (
        Col("event", "事项编号", "Event"),
        Col("day", "日期", "Day", "day"),
        Col("held", "认定对象", "For"),
        Col("category", "类别", "Category"),
        Col("region", "地区", "Place"),
        Col("amount", "金额", "Amount", "money"),
        Col("counted", "计入", "Counts", "money"),
        Col("left", "不计之由", "Why not"),
    )
    return {
        "progress": _progress(family, found, locale),
        "checks": made(
            ("考核", "Check points"),
            (name, *checks),
            [
                (one.obligation.name, each.check.day, each.required, each.counted, each.state)
                for one in progress
                for each in one.checks
            ],
            locale,
        ),
        "items": made(
            ("认定", "Deals"),
            (name, fund, *items),
            [
                (
                    one.obligation.name,
                    family.ref(item.holder),
                    item.event,
                    item.day,
                    family.ref(item.held),
                    item.category,
                    region_text(item.region),
                    item.amount,
                    Money(item.counted, one.recognised.currency),
                    item.left,
                )
                for one in progress
                for item in one.items
            ],
            locale,
        ),
    }


def _progress(family: families.Family, found: Comparison, locale: Locale) -> Table:
    cols = (
        Col("obligation", "返投要求", "Obligation"),
        Col("fund", "基金", "Fund"),
        Col("region", "地区", "Place"),
        Col("base_of", "基数口径", "Base"),
        Col("multiple", "倍数", "Multiple", "multiple"),
        Col("base", "基数", "Base amount", "money"),
        Col("required", "应返投", "Required", "money"),
        Col("recognised", "已认定", "Recognised", "money"),
        Col("shortfall", "尚缺", "Shortfall", "money"),
        Col("done", "完成率", "Done", "share"),
    )
    rows = [
        (
            one.obligation.name,
            family.ref(one.obligation.fund),
            region_text(one.obligation.region),
            one.obligation.base,
            one.obligation.multiple,
            one.base,
            one.required,
            one.recognised,
            one.shortfall,
            one.done,
        )
        for one in found.progress
    ]
    return made(("返投进度", "Re-investment"), cols, rows, locale)
