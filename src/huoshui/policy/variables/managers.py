"""Figures of a fund manager."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit

CATALOGUE.variable(
    Variable("manager_paid_in", Unit.MONEY, "管理人实缴资本", "paid-in capital of the manager", "manager"),
    Variable("manager_years", Unit.YEARS, "登记年限", "years since registration", "manager"),
    Variable("manager_assets", Unit.MONEY, "在管实缴规模", "paid-in assets managed", "manager"),
)
