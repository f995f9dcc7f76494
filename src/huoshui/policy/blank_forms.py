"""Empty YAML forms of profiles: a manager's, for many calls at once, and a company's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy import metrics  # noqa: F401  # fills the catalogue
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.profile_templates import needed_figures
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.policy.calls import Call
    from huoshui.policy.catalogue import Variable

_LIKE = {
    Unit.MONEY: "10亿元", Unit.SHARE: "30%", Unit.MULTIPLE: "1.5倍", Unit.YEARS: "7年", Unit.MONTHS: "6个月",
    Unit.DAYS: "20天", Unit.COUNT: "3", Unit.POINTS: "60分", Unit.FLAG: "是",
}  # fmt: skip
_PARTS = "in_call_sectors", "in_call_places"


def manager_form(calls: Iterable[Call]) -> str:
    """What any of these calls needs, those most often asked for first."""
    asked: dict[str, int] = {}
    for call in calls:
        for one in needed_figures(call):
            if one.variable not in _PARTS:
                asked[one.variable] = asked.get(one.variable, 0) + 1
    listed = sorted(asked, key=lambda name: -asked[name])
    return _form("管理人概况：填知道的，其余留空 / a manager's profile", [CATALOGUE.variables[name] for name in listed])


def company_form() -> str:
    """What matching asks of a company."""
    figures = [one for one in CATALOGUE.variables.values() if one.subject == "company" and not one.by]
    return _form("企业概况：填知道的，其余留空 / a company's profile", figures)


def _form(title: str, figures: Iterable[Variable]) -> str:
    lines = [
        f"# {title}",
        "# 名称 / name",
        "name:",
        "# 领域，如 [集成电路, 人工智能] / sectors",
        "sectors:",
        "# 地区，如 [江苏/苏州] / places",
        "places:",
    ]
    for one in figures:
        like = "、".join(one.codes) if one.codes else f"如 {_LIKE[one.unit]}"
        lines += [f"# {one.zh} / {one.en}（{one.unit.zh}）：{like}", f"{one.name}:"]
    return "\n".join(lines) + "\n"
