"""Templates of applications: exactly the figures that a call needs, each with its unit and what asks for it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from huoshui.model.formulas import harmless
from huoshui.policy.calls import Call, call_of_entity, call_of_pack
from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.pack import Pack
from huoshui.policy.profile_files import SHEET
from huoshui.policy.screening import LATER
from huoshui.policy.units import Unit
from huoshui.policy.verdicts import metrics_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.policy.pack import Rule
    from huoshui.registry.views import EntityView

_GUIDE = "说明"
_LIKE = {
    Unit.MONEY: "10亿元",
    Unit.SHARE: "30%",
    Unit.MULTIPLE: "1.5倍",
    Unit.YEARS: "7年",
    Unit.MONTHS: "6个月",
    Unit.DAYS: "20天",
    Unit.COUNT: "3",
    Unit.POINTS: "60分",
    Unit.FLAG: "是",
}
_ASKED = {"in_call_sectors": ("领域", "集成电路、人工智能"), "in_call_places": ("地区", "江苏/苏州")}


@dataclass(frozen=True, slots=True)
class Needed:
    """A figure that a call needs: its head, how it is written, and the rules that ask for it."""

    variable: str
    head: str
    unit: str
    like: str
    rules: tuple[Rule, ...]

    @property
    def explained(self) -> str:
        """The rules in words."""
        return "；".join(f"{rule.id} {rule.title}" for rule in self.rules)


def needed_figures(call: Call | Pack | EntityView) -> tuple[Needed, ...]:
    """The figures that decide a call, in the order of its rules; none that only a fund that exists can state."""
    if not isinstance(call, Call):
        call = call_of_pack(call) if isinstance(call, Pack) else call_of_entity(call)
    asked: dict[str, list[Rule]] = {}
    for rule in call.rules:
        leaves = tuple(dict.fromkeys(leaf for metric in _metrics(rule) for leaf in CATALOGUE.leaves(metric)))
        if rule.subject in {"fund", "manager"} and LATER.isdisjoint(leaves):
            for leaf in leaves:
                asked.setdefault(leaf, []).append(rule)
    return tuple(_needed(CATALOGUE.variables[name], tuple(rules)) for name, rules in asked.items())


def _needed(variable: Variable, rules: tuple[Rule, ...]) -> Needed:
    if variable.name in _ASKED:
        head, like = _ASKED[variable.name]
        return Needed(variable.name, head, "", like, rules)
    coded = variable.unit is Unit.CODE
    like = variable.codes[0] if coded else _LIKE[variable.unit]
    unit = "、".join(variable.codes) if coded else variable.unit.zh
    return Needed(variable.name, variable.zh, unit, like, rules)


def _metrics(rule: Rule) -> Iterator[str]:
    yield rule.test.metric
    for condition in (rule.applies, rule.unless):
        if condition:
            yield from metrics_of(condition)


def application_yaml(call: Call | Pack | EntityView) -> str:
    """A YAML form of what a call needs: every figure by its variable, empty, with its unit and rules as a comment."""
    lines = ["# 每行一项，单位一并写出；不知道的留空。", "name:"]
    for one in needed_figures(call):
        key = {"领域": "sectors", "地区": "places"}.get(one.head, one.variable)
        unit = f"（{one.unit}）" if one.unit else ""
        lines += [f"# {one.head}{unit}，如 {one.like}；{_one_line(one.explained)}", f"{key}:"]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def application_workbook(call: Call | Pack | EntityView) -> bytes:
    """An XLSX form of what a call needs: the sheet 申报 with a row of heads to fill below, and 说明 of every figure."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill

    figures = needed_figures(call)
    file = Workbook()
    file.remove(file.worksheets[0])
    sheet, guide = file.create_sheet(SHEET), file.create_sheet(_GUIDE)
    heads = ["名称", *(one.head if _alone(one, figures) else one.variable for one in figures)]
    for at, head in enumerate(heads, 1):
        cell = _put(sheet, 1, at, head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFF2CC")
        sheet.column_dimensions[cell.column_letter].width = max(14, 2.2 * len(head))
        sheet.column_dimensions[cell.column_letter].number_format = "@"
    sheet.freeze_panes = "B2"
    rows = [("列", "变量", "单位或选项", "如", "依据")]
    rows += [(heads[at], one.variable, one.unit, one.like, one.explained) for at, one in enumerate(figures, 1)]
    for number, row in enumerate(rows, 1):
        for at, text in enumerate(row, 1):
            _put(guide, number, at, text)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _alone(one: Needed, figures: tuple[Needed, ...]) -> bool:
    """Whether a label names this figure and no other of the catalogue."""
    from huoshui.policy.profiles import names_of

    return len(names_of(one.head)) == 1 and all(other is one or other.head != one.head for other in figures)


def _put(sheet: Any, row: int, column: int, text: str) -> Any:  # noqa: ANN401  # a sheet and a cell of openpyxl
    cell = sheet.cell(row=row, column=column, value=harmless(text))
    cell.data_type = "s"
    return cell
