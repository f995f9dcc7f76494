"""Tables of what comes of rules: verdicts on subjects, and the evaluation of funds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.wording import HARDNESS, bound_in_words, code_in_words, label, said
from huoshui.reporting.policy.cells import (
    citation_cell,
    columns,
    count,
    figure,
    flag,
    graded,
    origins_cell,
    plain,
    points,
    several,
    state_cell,
)
from huoshui.reporting.tables import Cell, Table
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.policy.checks import Judged
    from huoshui.policy.evaluation import Evaluation, FundEvaluation
    from huoshui.policy.pack import Pack
    from huoshui.policy.units import Unit
    from huoshui.policy.verdicts import Verdict
    from huoshui.reporting.words import Locale

_VERDICT = (
    ("state", "结论", "Outcome"), ("name", "对象", "Subject"), ("rule", "规则", "Rule"), ("title", "内容", "Title"),
    ("measured", "实测", "Measured"), ("bound", "界线", "Bound"), ("distance", "距界线", "Distance"),
    ("missing", "缺少的数据", "Missing"), ("reach", "仍可达到", "Can still come to"),
    ("reachable", "仍可符合", "Can still be met"), ("hardness", "效力", "Force"), ("grade", "等级", "Grade"),
    ("citation", "依据", "Citation"), ("evidence", "凭据", "Evidence"), ("id", "编号", "Id"),
    ("pack", "规则包", "Pack"),
)  # fmt: skip
_RANKED = (
    ("rank", "名次", "Rank"), ("name", "基金", "Fund"), ("points", "得分", "Points"),
    ("most", "最多可达", "At most"), ("open", "待定", "Open"), ("percentile", "不落后于其余（%）", "Not behind (%)"),
    ("province", "省份", "Province"), ("in_province", "省内名次", "Rank in province"),
)  # fmt: skip
_REST = (
    ("missing", "缺少的数据（涉及分值）", "Missing (points at stake)"),
    ("gains", "还可争取", "What could be won"),
    ("id", "编号", "Id"),
)
_ITEM = (
    ("item", "评分项", "Item"), ("title", "内容", "Title"), ("points", "得分", "Points"), ("of", "满分", "Of"),
    ("most", "最多可达", "At most"), ("measured", "实测", "Measured"), ("grade", "等级", "Grade"),
    ("missing", "缺少的数据", "Missing"), ("gains", "还可争取", "What could be won"),
    ("citation", "依据", "Citation"), ("evidence", "凭据", "Evidence"),
)  # fmt: skip
_ITEM = (
    ("item", "评分项", "Item"), ("title", "内容", "Title"), ("points", "得分", "Points"), ("of", "满分", "Of"),
    ("most", "最多可达", "At most"), ("measured", "实测", "Measured"), ("grade", "等级", "Grade"),
    ("missing", "缺少的数据", "Missing"), ("gains", "还可争取", "What could be won"),
    ("citation", "依据", "Citation"), ("evidence", "凭据", "Evidence"),
)  # fmt: skip
_HUNDRED = Decimal(100)


def verdict_table(judged: Sequence[Judged], locale: Locale) -> Table:
    """One row for each verdict: state as sign and word, measured figure and bound, what is missing, where from."""
    rows = tuple(_verdict(one.name, one.verdict, locale) for one in judged)
    return Table(say(locale, "逐条核对", "Verdicts"), columns(_VERDICT, locale), rows)


def _verdict(name: str, one: Verdict, locale: Locale) -> tuple[Cell, ...]:
    rule, unit = one.rule, CATALOGUE.find(one.rule.test.metric).unit
    missing = (label(CATALOGUE.variables[key], locale) for key in one.missing)
    return (
        state_cell(one.state, locale),
        plain(name),
        plain(rule.id),
        Cell(say(locale, rule.title, rule.title_en), rule.title),
        Cell(code_in_words(one.code, locale), one.code) if one.code else figure(one.value, unit, locale),
        graded(bound_in_words(rule.test, locale), tuple(b.show() for b in rule.test.bounds), rule.grade),
        figure(one.distance, unit, locale),
        several(missing, one.missing, locale),
        _reach(one, unit, locale),
        flag(one.reachable, locale),
        Cell(said(HARDNESS[rule.hardness], locale), rule.hardness),
        plain(rule.grade),
        citation_cell(one.pack, rule.citation.place, rule.citation.urls, locale),
        origins_cell(one.origins, locale),
        plain(one.subject),
        plain(one.pack.id),
    )


def _reach(one: Verdict, unit: Unit, locale: Locale) -> Cell:
    if one.least is None and one.most is None:
        return Cell("", None)
    ends = [figure(end, unit, locale) for end in (one.least, one.most)]
    shown = say(locale, "～", " to ").join(cell.text or "…" for cell in ends)
    return Cell(shown, tuple(str(cell.data or "") for cell in ends))


def ranked_table(evaluation: Evaluation, places: Sequence[int], locale: Locale) -> Table:
    """One row for each fund at these places: ranks, points by indicator, what is open, missing and to be won."""
    firsts = evaluation.pack.indicators
    heads = [
        (one.id, f"{one.title}（{one.points.value:f} 分）", f"{one.title_en} (of {one.points.value:f})")
        for one in firsts
    ]
    numeric = ("rank", "points", "most", "open", "percentile", "in_province", *(one.id for one in firsts))
    named = columns((*_RANKED, *heads, *_REST), locale, numeric)
    title = say(locale, evaluation.pack.title, evaluation.pack.title_en)
    return Table(title, named, tuple(_ranked(evaluation.of(place), locale) for place in places))


def _ranked(one: FundEvaluation, locale: Locale) -> tuple[Cell, ...]:
    missing = one.missing()
    unit = say(locale, "分", "")
    told = (f"{label(CATALOGUE.variables[name], locale)} {left.normalize():f}{unit}" for name, left in missing.items())
    percentile = round(Decimal(repr(one.standing.percentile)) * _HUNDRED, 2)
    return (
        count(one.standing.rank),
        plain(one.name),
        points(one.least),
        points(one.most),
        points(one.most - one.least),
        points(percentile),
        plain(one.group),
        count(one.in_group.rank if one.in_group else None),
        *(points(indicator.least) for indicator in one.indicators),
        several(told, missing, locale),
        several((gain_text(item.item.title, item.item.title_en, gain.points, gain.says(locale), locale)
                 for item, gain in one.gains()), (item.item.id for item, _ in one.gains()), locale),
        plain(one.id),
    )  # fmt: skip


def gain_text(title: str, title_en: str, won: Decimal, how: str, locale: Locale) -> str:
    """What to do for how many points more."""
    return say(locale, f"{title} +{won.normalize():f} 分：{how}", f"{title_en} +{won.normalize():f}: {how}")


def item_table(one: FundEvaluation, pack: Pack, locale: Locale) -> Table:
    """One fund item by item: points, what was measured, what is missing, what could be won, the evidence."""
    rows = []
    for found in one.items():
        item = found.item
        origins = [origin for measured in found.measured for origin in measured.origins]
        shown = say(locale, "；", "; ").join(filter(None, (measured.show(locale) for measured in found.measured)))
        rows.append(
            (
                plain(item.id),
                Cell(say(locale, item.title, item.title_en), item.title),
                points(found.earned),
                points(item.points.value),
                points(found.most),
                graded(shown, shown, found.grade) if shown else Cell("", None),
                plain(found.grade),
                several((label(CATALOGUE.variables[name], locale) for name in found.missing), found.missing, locale),
                several((f"+{gain.points.normalize():f}: {gain.says(locale)}" for gain in found.gains),
                        (gain.metric for gain in found.gains), locale),
                citation_cell(pack, item.citation.place, item.citation.urls, locale),
                origins_cell(origins, locale),
            )
        )  # fmt: skip
    return Table(one.name, columns(_ITEM, locale, ("points", "of", "most")), tuple(rows))
