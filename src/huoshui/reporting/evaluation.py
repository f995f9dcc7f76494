"""The evaluation of investment directions as a report: of one fund in full, or the list of many by rank.

A report is made of tables. ``fund_report`` and ``batch_report`` put them together; ``written`` makes the file: Word,
a workbook with a sheet for each table, Markdown, or a page without scripts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.units import show
from huoshui.policy.wording import CODES, label, said
from huoshui.reporting.brief import Brief, Footnote, Line, Section
from huoshui.reporting.evaluation_tables import (
    cost_table,
    evidence_table,
    gain_table,
    indicator_table,
    item_table,
    mean_table,
    missing_table,
    rank_table,
)
from huoshui.reporting.policy.cells import plain
from huoshui.reporting.renderers import RENDERERS, render
from huoshui.reporting.tables import Column, Table, as_workbook
from huoshui.reporting.words import counted_rows, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from huoshui.policy.costs import Cost
    from huoshui.policy.evaluation import Evaluation, FundEvaluation, Standing
    from huoshui.policy.pack import Pack
    from huoshui.reporting.words import Locale

#: Formats of a report; what is known of a fund that stands on its cover.
SUFFIXES = (*RENDERERS, ".xlsx")
_COVERED = ("fund_tier", "fund_size", "committed", "paid_in", "invested", "term_years")
#: Rows of a list that a Word document holds; the others have no such bound.
ROWS_IN_WORD = 500


@dataclass(frozen=True, slots=True)
class Cover:
    """What a report is filed under: the day that figures are of, who made it, and when."""

    as_of: date | None = None
    author: str = ""
    made: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Tables under a title, with what has to be said of them, and the sources of the rules."""

    title: str
    period: str
    remarks: tuple[str, ...]
    tables: tuple[Table, ...]
    sources: tuple[str, ...]
    locale: Locale


def fund_report(
    evaluation: Evaluation, place: int, cover: Cover, locale: Locale = "zh", costs: Sequence[Cost] = ()
) -> Report:
    """The report on the fund at a place; ``costs`` are what rules of guides cost it."""
    one = evaluation.of(place)
    mine = tuple(cost for cost in costs if not cost.subjects or one.id in cost.subjects)
    tables = (
        _cover_table(evaluation, one, cover, locale),
        indicator_table(one, locale),
        item_table(one, evaluation.pack, locale),
        missing_table(one, locale),
        gain_table(one, locale),
        cost_table(mine, locale),
        evidence_table(one, locale),
    )
    remarks = (_score_line(one, locale), *_remarks(evaluation, locale))
    return _report(evaluation, one.name, (cover, remarks), tables, locale)


def batch_report(
    evaluation: Evaluation, cover: Cover, locale: Locale = "zh", places: Sequence[int] | None = None
) -> Report:
    """The list of funds by rank (of all, or of those at ``places``), and how the indicators came out on the whole."""
    order = evaluation.order() if places is None else tuple(places)
    tables = (rank_table(evaluation, order, locale), mean_table(evaluation, locale))
    counted = say(
        locale,
        f"共评价 {len(evaluation)} 只基金，列出 {len(order)} 只；按已确定的得分排名，同分同名次。",
        f"{len(evaluation)} funds evaluated, {len(order)} listed, ranked by the points that are certain; "
        "equal points have an equal rank.",
    )
    title = say(locale, "名次表", "Ranking")
    return _report(evaluation, title, (cover, (counted, *_remarks(evaluation, locale))), tables, locale)


def written(report: Report, suffix: str) -> bytes:
    """The report as a file of one of ``SUFFIXES``. InputError for another."""
    if suffix == ".xlsx":
        return as_workbook([table for table in report.tables if table.rows])
    if suffix not in RENDERERS:
        raise InputError(f"a report is no {suffix!r}: write it as {', '.join(SUFFIXES)}")
    return render(as_brief(report, ROWS_IN_WORD if suffix == ".docx" else None), suffix)


def as_brief(report: Report, most: int | None = None) -> Brief:
    """The report for the renderers; tables of more than ``most`` rows are cut, and say so."""
    sections = tuple(_section(table, most, report.locale) for table in report.tables if table.rows)
    notes = tuple(Footnote(n, report.title, source) for n, source in enumerate(report.sources, 1))
    return Brief(report.title, report.period, report.remarks, sections, notes, report.locale)


def _section(table: Table, most: int | None, locale: Locale) -> Section:
    rows = table.rows if most is None else table.rows[:most]
    counted = say(locale, f"共 {len(table.rows)} 条", counted_rows(len(table.rows)))
    if len(rows) < len(table.rows):
        counted += say(locale, f"，列出前 {len(rows)} 条", f", the first {len(rows)} listed")
    return Section(
        table.title,
        counted,
        tuple(column.head for column in table.columns),
        tuple(column.numeric for column in table.columns),
        tuple(Line(tuple(cell.text for cell in row)) for row in rows),
    )


def _report(
    evaluation: Evaluation,
    name: str,
    told: tuple[Cover, tuple[str, ...]],
    tables: tuple[Table, ...],
    locale: Locale,
) -> Report:
    cover, remarks = told
    pack = evaluation.pack
    title = f"{say(locale, pack.title, pack.title_en)}{say(locale, '：', ': ')}{name}"
    return Report(title, _period(pack, cover, locale), remarks, tables, pack.sources, locale)


def _period(pack: Pack, cover: Cover, locale: Locale) -> str:
    parts = [pack.number or pack.id]
    if cover.as_of:
        parts.append(say(locale, f"数据截至 {cover.as_of}", f"data as of {cover.as_of}"))
    if cover.author:
        parts.append(say(locale, f"填报单位 {cover.author}", f"by {cover.author}"))
    if cover.made:
        parts.append(say(locale, f"编制于 {cover.made}", f"made on {cover.made}"))
    return " · ".join(parts)


def _score_line(one: FundEvaluation, locale: Locale) -> str:
    if one.least == one.most:
        return say(locale, f"得分 {one.least:.2f}，数据齐全。", f"Score {one.least:.2f}; no data are missing.")
    left = one.most - one.least
    return say(
        locale,
        f"已确定得分 {one.least:.2f}；另有 {left:.2f} 分因数据不足待定，最高可至 {one.most:.2f}。",
        f"{one.least:.2f} points are certain; {left:.2f} more are open for want of data, up to {one.most:.2f}.",
    )


def _remarks(evaluation: Evaluation, locale: Locale) -> tuple[str, ...]:
    """What any report must say of its figures."""
    found = [
        say(
            locale,
            "依据等级：A 为文件原文或官方报道，B 为二手来源，C 为推断。B、C 各项的分值与分档须与附件核对后方可报送。",
            "Grades: A is the text itself or official news, B a secondary source, C inference. Points and bands of B "
            "and C must be checked against the annex before anything is filed.",
        ),
        say(
            locale,
            "办法只排名次，不分等次；本表亦不分。",
            "The rules rank funds and name no grades of merit; nor does this report.",
        ),
    ]
    if evaluation.variants:
        listed = ", ".join(evaluation.variants)
        found.append(say(locale, f"采用的评分变体：{listed}。", f"Scored by the variants: {listed}."))
    return tuple(found)


def _cover_table(evaluation: Evaluation, one: FundEvaluation, cover: Cover, locale: Locale) -> Table:
    pack = evaluation.pack
    rows = [
        (say(locale, "基金名称", "Fund"), one.name),
        (say(locale, "基金编号", "Id"), one.id),
        (say(locale, "评价依据", "Rules"), f"{say(locale, pack.title, pack.title_en)} {pack.number}".rstrip()),
        (say(locale, "数据截至", "Data as of"), str(cover.as_of or "")),
        (say(locale, "填报单位", "Made by"), cover.author),
        (say(locale, "编制日期", "Made on"), str(cover.made or "")),
        *_known(evaluation, one, locale),
        (say(locale, "已确定得分", "Points that are certain"), f"{one.least:.2f}"),
        (say(locale, "待定分数", "Points that are open"), f"{one.most - one.least:.2f}"),
        (say(locale, "最高可能得分", "Points at most"), f"{one.most:.2f}"),
        (say(locale, "名次", "Rank"), _standing(one.standing, locale)),
    ]
    if one.in_group:
        rows.append((say(locale, f"{one.group}内名次", f"Rank in {one.group}"), _standing(one.in_group, locale)))
    columns = (Column("key", say(locale, "项目", "Item")), Column("value", say(locale, "内容", "Content")))
    named = tuple((plain(key), plain(value)) for key, value in rows if value)
    return Table(say(locale, "封面信息", "Cover"), columns, named)


def _known(evaluation: Evaluation, one: FundEvaluation, locale: Locale) -> list[tuple[str, str]]:
    """What is known of the fund itself."""
    facts, place = evaluation.facts, evaluation.facts.ids.index(one.id)
    found = []
    for name in _COVERED:
        variable, value = CATALOGUE.variables[name], float(facts.column(name)[place])
        if value == value:  # noqa: PLR0124  # not NaN
            code = said(CODES[variable.codes[int(value)]], locale) if variable.codes else ""
            told = code or show(Decimal(repr(value)), variable.unit, locale)
            found.append((label(variable, locale), told))
    return found


def _standing(standing: Standing, locale: Locale) -> str:
    share = f"{Decimal(repr(standing.percentile)) * 100:.1f}%"
    return say(
        locale,
        f"第 {standing.rank} 名，共 {standing.of} 只；不落后于其余的 {share}",
        f"{standing.rank} of {standing.of}; not behind {share} of the others",
    )
