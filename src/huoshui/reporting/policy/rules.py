"""Tables of packs, of the catalogue, of complaints, of worked cases, and of rules, one of them in full."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from huoshui.policy import metrics  # noqa: F401  # fills the catalogue
from huoshui.policy.catalogue import CATALOGUE, Metric
from huoshui.policy.scoring import all_items
from huoshui.policy.wording import HARDNESS, SUBJECT, code_in_words, condition_in_words, in_words, label, said
from huoshui.reporting.policy.cells import columns, count, graded, plain, several
from huoshui.reporting.tables import Cell, Column, Table
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.policy.catalogue import Variable
    from huoshui.policy.linting import Complaint
    from huoshui.policy.pack import Pack, Rule
    from huoshui.policy.proving import Proof
    from huoshui.policy.writing import Explanation
    from huoshui.reporting.words import Locale

_PACK = (
    ("id", "规则包", "Pack"), ("title", "标题", "Title"), ("jurisdiction", "适用地区", "Place"),
    ("since", "自", "From"), ("until", "至（不含）", "Until (exclusive)"), ("grade", "等级", "Grade"),
    ("rules", "规则数", "Rules"), ("items", "评分项数", "Scored items"), ("number", "文号", "Number"),
    ("date", "日期", "Date"), ("issuer", "发文机关", "Issuer"), ("includes", "一并适用", "Includes"),
    ("supersedes", "取代", "Supersedes"),
)  # fmt: skip
_METRIC = (
    ("name", "名称", "Name"), ("label", "含义", "Meaning"), ("subject", "对象", "Of"), ("unit", "单位", "Unit"),
    ("kind", "类别", "Kind"), ("formula", "算式", "Formula"), ("needs", "所需数据", "Needs"),
    ("codes", "取值", "Values"), ("source", "出处", "Source"),
)  # fmt: skip
_COMPLAINT = (("file", "文件", "File"), ("line", "行", "Line"), ("message", "问题", "What is wrong"))
_PROOF = (
    ("pack", "规则包", "Pack"), ("rules", "规则或工具数", "Rules or instruments"),
    ("items", "评分项数", "Scored items"),
    ("cases", "算例", "Cases"), ("failing", "不通过", "Failing"), ("mutants", "变异", "Mutants"),
    ("unnoticed", "未发现的变异", "Unnoticed"),
)  # fmt: skip
_RULE = (
    ("rule", "规则", "Rule"), ("title", "内容", "Title"), ("subject", "对象", "Of"), ("bound", "界线", "Bound"),
    ("applies", "适用于", "Applies to"), ("unless", "除外", "Leaves out"), ("hardness", "效力", "Force"),
    ("grade", "等级", "Grade"), ("place", "条款", "Clause"), ("pack", "规则包", "Pack"), ("metric", "指标", "Metric"),
)  # fmt: skip
_WORDS = (
    ("rule", "规则", "Rule"), ("title", "内容", "Title"), ("pack", "规则包", "Pack"),
    ("pack_title", "文件", "Document"), ("number", "文号", "Number"), ("issuer", "发文机关", "Issuer"),
    ("jurisdiction", "适用地区", "Place"), ("since", "自", "In force from"), ("until", "至", "Until"),
    ("superseded_by", "已被取代", "Superseded by"), ("subject", "对象", "Of"),
    ("measured", "量什么", "What is measured"),
    ("metric", "指标", "Metric"), ("unit", "单位", "Unit"), ("formula", "算式", "Formula"),
    ("formula_in_words", "算式（中文）", "Formula in words"), ("metric_source", "算式出处", "Source of the formula"),
    ("bound", "界线", "Bound"), ("applies", "适用于", "Applies to"), ("unless", "除外", "Leaves out"),
    ("hardness", "效力", "Force"), ("grade", "等级", "Grade"), ("place", "条款", "Clause"),
    ("sources", "出处", "Sources"),
    ("can_change", "结论仍会变", "Can still change"), ("note", "说明", "Note"),
)  # fmt: skip


def pack_table(packs: Iterable[Pack], locale: Locale) -> Table:
    """One row for each pack."""
    rows = tuple(
        (
            plain(pack.id),
            Cell(say(locale, pack.title, pack.title_en), pack.title),
            plain(pack.jurisdiction),
            plain(pack.since.isoformat()),
            plain(pack.until.isoformat() if pack.until else ""),
            plain(pack.grade),
            count(len(pack.rules)),
            count(sum(1 for _ in all_items(pack))),
            plain(pack.number),
            plain(pack.dated.isoformat()),
            several(pack.issuer, pack.issuer, locale),
            several(pack.includes, pack.includes, locale),
            several(pack.supersedes, pack.supersedes, locale),
        )
        for pack in packs
    )
    return Table(say(locale, "规则包", "Rule packs"), columns(_PACK, locale, ("rules", "items")), rows)


def metric_table(text: str, locale: Locale) -> Table:
    """The metrics and variables of the catalogue whose name or label holds a text, metrics first."""
    words = text.casefold()
    listed: list[Metric | Variable] = [*CATALOGUE.metrics.values(), *CATALOGUE.variables.values()]
    rows = []
    for one in listed:
        if words not in f"{one.name} {one.zh} {one.en}".casefold():
            continue
        computed = isinstance(one, Metric)
        needs = CATALOGUE.leaves(one.name) if isinstance(one, Metric) else ()
        codes = () if isinstance(one, Metric) else one.codes
        rows.append(
            (
                plain(one.name),
                Cell(label(one, locale), one.zh),
                Cell(said(SUBJECT[one.subject], locale), one.subject),
                Cell(say(locale, one.unit.zh, one.unit.value), one.unit.value),
                Cell(
                    say(locale, "指标", "metric") if computed else say(locale, "数据", "variable"),
                    "metric" if computed else "variable",
                ),
                plain(one.formula if isinstance(one, Metric) else ""),
                several(needs, needs, locale),
                several((code_in_words(code, locale) for code in codes), codes, locale),
                plain(one.source if isinstance(one, Metric) else ""),
            )
        )
    return Table(say(locale, "指标与数据", "Metrics and variables"), columns(_METRIC, locale), tuple(rows))


def complaint_table(complaints: Iterable[Complaint], locale: Locale) -> Table:
    """What is wrong with packs, by file and line."""
    rows = tuple((plain(one.where.file), count(one.where.line), plain(one.message)) for one in complaints)
    return Table(say(locale, "问题", "Complaints"), columns(_COMPLAINT, locale, ("line",)), rows)


def proof_table(proofs: Iterable[Proof], locale: Locale) -> Table:
    """How the worked cases of packs come out, and how many changed bounds they notice."""
    rows = tuple(
        (
            plain(one.pack),
            *map(
                count,
                (one.rules, one.items, one.cases, len(one.failing), one.mutants, len(one.unnoticed)),
            ),
        )
        for one in proofs
    )
    return Table(say(locale, "算例", "Worked cases"), columns(_PROOF, locale, [key for key, *_ in _PROOF[1:]]), rows)


def rule_table(rules: Iterable[tuple[Pack, Rule]], locale: Locale) -> Table:
    """One row for each rule, with the pack that it stands in."""
    rows = tuple(
        (
            plain(rule.id),
            Cell(say(locale, rule.title, rule.title_en), rule.title),
            Cell(said(SUBJECT[rule.subject], locale), rule.subject),
            graded(in_words(rule.test, locale), tuple(bound.show() for bound in rule.test.bounds), rule.grade),
            plain(condition_in_words(rule.applies, locale) if rule.applies else ""),
            plain(condition_in_words(rule.unless, locale) if rule.unless else ""),
            Cell(said(HARDNESS[rule.hardness], locale), rule.hardness),
            plain(rule.grade),
            plain(rule.citation.place),
            plain(pack.id),
            plain(rule.test.metric),
        )
        for pack, rule in rules
    )
    return Table(say(locale, "规则", "Rules"), columns(_RULE, locale), rows)


def as_object(explanation: Explanation) -> dict[str, Any]:
    """The explanation as an object of JSON."""
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(explanation).items()
    }


def explanation_table(explanation: Explanation, locale: Locale) -> Table:
    """The explanation as pairs of what is said and what it says; what is not stated is left out."""
    rows = [
        (Cell(say(locale, zh, en), key), _stated(getattr(explanation, key), locale))
        for key, zh, en in _WORDS
        if getattr(explanation, key) not in {"", (), None}
    ]
    for need in explanation.needs:
        codes = f" ({', '.join(need.codes)})" if need.codes else ""
        rows.append(_row("needs", "所需数据", "Needs", f"{need.label} [{need.unit}] {need.name}{codes}", locale))
    for case in explanation.cases:
        given = say(locale, "；", "; ").join(f"{name} {value}" for name, value in case.given)
        missing = say(locale, "，缺 ", ", lacks ") + say(locale, "、", ", ").join(case.missing) if case.missing else ""
        rows.append(_row("case", "算例", "Case", f"{given or '—'} → {case.expect}{missing}", locale))
    columns = (Column("what", say(locale, "项目", "What")), Column("says", explanation.title))
    return Table(explanation.rule, columns, tuple(rows))


def _row(key: str, zh: str, en: str, text: str, locale: Locale) -> tuple[Cell, Cell]:
    return Cell(say(locale, zh, en), key), Cell(text, text)


def _stated(value: object, locale: Locale) -> Cell:
    if isinstance(value, tuple):
        return Cell(say(locale, "；", "; ").join(value), value)
    if isinstance(value, bool):
        return Cell(say(locale, "是", "yes") if value else say(locale, "否", "no"), value)
    return Cell(str(value), str(value))
