"""Figures of a fund manager, and of what it applies with."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit

CATALOGUE.variable(
    Variable("manager_paid_in", Unit.MONEY, "管理人实缴资本", "paid-in capital of the manager", "manager"),
    Variable("manager_years", Unit.YEARS, "登记年限", "years since registration", "manager"),
    Variable("manager_assets", Unit.MONEY, "在管实缴规模", "paid-in assets managed", "manager"),
    Variable(
        "manager_government_assets", Unit.MONEY, "在管政府基金实缴", "paid-in government money managed", "manager"
    ),
    Variable("past_invested", Unit.MONEY, "历史投资额", "invested so far", "manager"),
    Variable("exits_above_half", Unit.COUNT, "回报超过五成的退出项目数", "exits that returned over 50%", "manager"),
    Variable("clean_three_years", Unit.FLAG, "近三年无违法违规", "no offence in three years", "manager"),
    Variable("senior_staff", Unit.COUNT, "四年以上经验的高管人数", "seniors with 4 or more years", "manager"),
    Variable("team_size", Unit.COUNT, "投资团队人数", "investment professionals", "manager"),
    Variable("team_experienced", Unit.COUNT, "五年以上经验的团队人数", "of them with 5 or more years", "manager"),
    Variable("fields_applied", Unit.COUNT, "申报领域数", "fields applied for", "manager"),
)
