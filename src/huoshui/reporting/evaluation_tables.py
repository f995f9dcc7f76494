"""The tables of a report on the evaluation: indicators, items, what is missing and could be won, costs, evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.evaluation import IndicatorResult
from huoshui.policy.extra import np
from huoshui.policy.scoring import all_indicators
from huoshui.policy.wording import label
from huoshui.reporting.policy.cells import columns, count, plain, points
from huoshui.reporting.tables import Cell, Table
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.policy.costs import Cost
    from huoshui.policy.evaluation import Evaluation, FundEvaluation, ItemResult
    from huoshui.policy.facts import Origin
    from huoshui.policy.pack import Pack
    from huoshui.reporting.words import Locale

#: Of one figure, the entries that a table names; the rest are counted.
_SHOWN = 40
_KINDS = {
    "event": ("流水", "journal"),
    "node": ("登记信息", "record"),
    "obligation": ("返投义务", "obligation"),
    "statement": ("文件说法", "statement"),
}
_LEVELS = (("一级", "first"), ("二级", "second"), ("三级", "third"))


def indicator_table(one: FundEvaluation, locale: Locale) -> Table:
    """Every indicator with its points: certain, open, full."""
    rows = tuple(_indicator_row(level, result, locale) for level, result in _indicators(one.indicators, 0))
    named = (
        ("level", "级别", "Level"),
        ("id", "编号", "No."),
        ("indicator", "指标", "Indicator"),
        ("of", "分值", "Of"),
        ("points", "已确定得分", "Certain"),
        ("open", "待定", "Open"),
        ("grade", "分值依据", "Grade of points"),
    )
    return Table(say(locale, "指标得分", "Indicators"), columns(named, locale, ("of", "points", "open")), rows)


def _indicators(found: Sequence[IndicatorResult | ItemResult], level: int) -> Iterator[tuple[int, IndicatorResult]]:
    for one in found:
        if isinstance(one, IndicatorResult):
            yield level, one
            yield from _indicators(one.parts, level + 1)


def _indicator_row(level: int, result: IndicatorResult, locale: Locale) -> tuple[Cell, ...]:
    indicator = result.indicator
    return (
        plain(say(locale, *_LEVELS[min(level, 2)])),
        plain(indicator.id),
        plain(say(locale, indicator.title, indicator.title_en)),
        points(indicator.points.value),
        _rounded(result.least),
        _rounded(result.most - result.least),
        plain(indicator.grade),
    )


def item_table(one: FundEvaluation, pack: Pack, locale: Locale) -> Table:
    """Every item: points, what was measured and how, the grades, and where the rule stands."""
    named = (
        ("id", "编号", "No."),
        ("item", "评价内容", "Item"),
        ("of", "分值", "Of"),
        ("points", "得分", "Points"),
        ("measured", "实测值", "Measured"),
        ("formula", "计算口径", "Computed as"),
        ("grade", "分值与分档依据", "Grades of points and bands"),
        ("source", "出处", "Source"),
    )
    return Table(
        say(locale, "评价内容明细", "Items"),
        columns(named, locale, ("of",)),
        tuple(_item_row(found, pack, locale) for found in one.items()),
    )


def _item_row(found: ItemResult, pack: Pack, locale: Locale) -> tuple[Cell, ...]:
    item = found.item
    earned = f"{found.least:.2f}" if found.earned is not None else f"{found.least:.2f}～{found.most:.2f}"
    measured = [(say(locale, one.zh, one.en), one.show(locale)) for one in found.measured]
    shown = "；".join(f"{name} {value}" for name, value in measured if value)
    stated = item.citation
    cited = (pack.number, stated.place, stated.note) if locale == "zh" else (pack.number, stated.note_en)
    return (
        plain(item.id),
        plain(say(locale, item.title, item.title_en)),
        points(item.points.value),
        Cell(earned, earned, found.earned),
        plain(shown or say(locale, "数据不足", "not enough data")),
        plain("；".join(_formula(one.metric, locale) for one in found.measured)),
        plain(f"{item.points_grade} / {found.grade}"),
        plain(" ".join(part for part in cited if part)),
    )


def _formula(metric: str, locale: Locale) -> str:
    """What a metric is computed as, in words: names of variables become their labels."""
    found = CATALOGUE.metrics.get(metric)
    if found is None:
        return label(CATALOGUE.variables[metric], locale)
    words = [word.strip("(),") for word in found.formula.split()]
    told = found.formula
    for word in sorted({word for word in words if word in CATALOGUE.variables}, key=len, reverse=True):
        told = told.replace(word, label(CATALOGUE.variables[word], locale))
    return told


def missing_table(one: FundEvaluation, locale: Locale) -> Table:
    """The figures that are missing, each with the items and the points that are open for want of it."""
    items: dict[str, list[str]] = {}
    for found in one.items():
        for name in found.missing:
            items.setdefault(name, []).append(found.item.id)
    rows = tuple(
        (plain(label(CATALOGUE.variables[name], locale)), plain("、".join(items[name])), _rounded(left), plain(name))
        for name, left in one.missing().items()
    )
    named = (
        ("figure", "缺少的数据", "Missing"),
        ("items", "影响的评价内容", "Items"),
        ("open", "待定分数", "Points that are open"),
        ("name", "字段名", "Field"),
    )
    return Table(say(locale, "缺少的数据", "What is missing"), columns(named, locale, ("open",)), rows)


def gain_table(one: FundEvaluation, locale: Locale) -> Table:
    """What could be won and how, the most points first."""
    rows = tuple(
        (
            plain(found.item.id),
            plain(say(locale, found.item.title, found.item.title_en)),
            _rounded(gain.points),
            plain(gain.says(locale)),
            plain(max(found.grade, found.item.points_grade)),
        )
        for found, gain in one.gains()
    )
    named = (
        ("id", "编号", "No."),
        ("item", "评价内容", "Item"),
        ("points", "可增得分", "Points to win"),
        ("how", "做法", "How"),
        ("grade", "依据等级", "Grade"),
    )
    return Table(say(locale, "可争取的分数", "What could be won"), columns(named, locale, ("points",)), rows)


def cost_table(costs: Sequence[Cost], locale: Locale) -> Table:
    """What rules of guides cost: points that nobody who meets them can earn."""
    rows = tuple(
        (
            plain(say(locale, cost.guide.title, cost.guide.title_en)),
            plain(f"{cost.rule.id} {say(locale, cost.rule.title, cost.rule.title_en)}"),
            plain("、".join(bound.show(locale) for bound in cost.rule.test.bounds)),
            plain(f"{cost.item.id} {say(locale, cost.item.title, cost.item.title_en)}"),
            points(cost.possible),
            points(cost.lost),
            plain(cost.grade),
        )
        for cost in costs
    )
    named = (
        ("guide", "地方规定", "Guide"),
        ("clause", "条款", "Clause"),
        ("bound", "要求", "Asks"),
        ("item", "评价内容", "Item"),
        ("possible", "满足要求时最高得分", "Points at most"),
        ("lost", "必失分数", "Points lost"),
        ("grade", "依据等级", "Grade"),
    )
    title = say(locale, "地方要求与评价的冲突", "Where guides and the evaluation pull apart")
    return Table(title, columns(named, locale, ("possible", "lost")), rows)


def evidence_table(one: FundEvaluation, locale: Locale) -> Table:
    """Where each figure comes from: entries of the ledger or statements of documents, with the items that use it."""
    found: dict[str, tuple[list[str], list[Origin]]] = {}
    for item in one.items():
        for measured in item.measured:
            for variable, origin in measured.origins:
                items, origins = found.setdefault(variable, ([], []))
                if item.item.id not in items:
                    items.append(item.item.id)
                if origin not in origins:
                    origins.append(origin)
    rows = tuple(
        (
            plain("、".join(items)),
            plain(label(CATALOGUE.variables[variable], locale)),
            plain(say(locale, *_KINDS.get(origin.kind, (origin.kind, origin.kind)))),
            count(len(origin.ids)),
            plain(_ids(origin.ids, locale)),
            plain(" ".join(part for part in (origin.says, origin.address) if part)),
        )
        for variable, (items, origins) in found.items()
        for origin in origins
    )
    named = (
        ("items", "评价内容", "Items"),
        ("figure", "数据", "Figure"),
        ("kind", "来源类别", "Kind of source"),
        ("count", "条数", "Entries"),
        ("ids", "编号", "Ids"),
        ("says", "说明", "Says"),
    )
    return Table(say(locale, "证据清单", "Evidence"), columns(named, locale, ("count",)), rows)


def _ids(ids: Sequence[str], locale: Locale) -> str:
    told = "、".join(ids[:_SHOWN])
    return told if len(ids) <= _SHOWN else told + say(locale, f" 等 {len(ids)} 条", f" … {len(ids)} in all")


def rank_table(evaluation: Evaluation, places: Sequence[int], locale: Locale) -> Table:
    """Funds with their ranks and points by first-level indicator; quick for thousands."""
    scores, firsts = evaluation.scores, evaluation.pack.indicators
    rows = tuple(
        (
            count(evaluation.standings[place].rank),
            plain(evaluation.facts.names[place]),
            plain(evaluation.groups[place] if evaluation.groups else ""),
            _number(scores.total[place]),
            _number(scores.open[place]),
            *(_number(scores.indicators[one.id][place]) for one in firsts),
            _number(evaluation.standings[place].percentile * 100),
            count(standing.rank if (standing := evaluation.in_groups[place]) else None),
            plain(evaluation.facts.ids[place]),
        )
        for place in places
    )
    named = (
        ("rank", "名次", "Rank"),
        ("name", "基金", "Fund"),
        ("group", "省份或名单", "Province or list"),
        ("points", "已确定得分", "Certain"),
        ("open", "待定", "Open"),
        *(
            (one.id, f"{one.title}（{one.points.value:f}）", f"{one.title_en} (of {one.points.value:f})")
            for one in firsts
        ),
        ("percentile", "不落后于其余（%）", "Not behind (%)"),
        ("in_group", "省内或名单内名次", "Rank within"),
        ("id", "编号", "Id"),
    )
    numeric = ("rank", "points", "open", "percentile", "in_group", *(one.id for one in firsts))
    return Table(say(locale, "名次", "Ranks"), columns(named, locale, numeric), rows)


def mean_table(evaluation: Evaluation, locale: Locale) -> Table:
    """Each indicator over all funds: points on average, and how many funds earn all of them."""
    scores, size = evaluation.scores, max(len(evaluation), 1)
    rows = tuple(
        (
            plain(one.id),
            plain(say(locale, one.title, one.title_en)),
            points(one.points.value),
            _number(float(np.sum(scores.indicators[one.id])) / size),
            count(int((np.round(scores.indicators[one.id], 9) >= float(one.points.value)).sum())),
        )
        for one in all_indicators(evaluation.pack)
    )
    named = (
        ("id", "编号", "No."),
        ("indicator", "指标", "Indicator"),
        ("of", "分值", "Of"),
        ("mean", "平均已确定得分", "Certain on average"),
        ("full", "得满分的基金数", "Funds with all points"),
    )
    title = say(locale, "各指标总体情况", "Indicators on the whole")
    return Table(title, columns(named, locale, ("of", "mean", "full")), rows)


def _number(value: float) -> Cell:
    return _rounded(Decimal(repr(float(value))))


def _rounded(value: Decimal) -> Cell:
    rounded = round(value, 2)
    return Cell(f"{rounded:.2f}", f"{rounded:.2f}", rounded)
